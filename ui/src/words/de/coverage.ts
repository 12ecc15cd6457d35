//! Die Wörter der Abdeckung: was durchsucht wird, was nicht, und warum etwas fehlt.
import type * as english from "../en";
import { number, plural } from "../format";

export const coverage: typeof english.coverage = {
  title: "Abdeckung",
  lead: "Was durchsucht wird, was noch nicht, und warum. Nie gelesen werden Kommentare, der Inhalt von Dateien und Beschriftungen von Codeblöcken.",

  checkTitle: "Warum finde ich es nicht?",
  checkLead:
    "Füge den Link einer Seite ein, die dir fehlt. In Notion: ••• oben rechts, dann „Link kopieren“.",
  link: "Notion-Link oder Kennung",
  check: "Prüfen",
  checking: "Wird geprüft…",
  open: "Öffnen",
  showInSearch: "In der Suche zeigen",

  index: "Index",
  indexReady: "Titel und Texte werden durchsucht.",
  indexUnknown: "Titel werden durchsucht.",
  meanings: (pages, of) =>
    `Nach Bedeutung werden auch ${number(pages)} von ${number(of)} Seiten gefunden.`,

  workspaces: "Arbeitsbereiche",
  noneConnected: "Noch ist nichts verbunden.",
  pages: "Seiten",
  dataSources: "Datenbanken",
  read: "Gelesene Texte",
  waiting: "Warten",
  failed: "Nicht lesbar",
  rate: "Anfragen je Minute",
  timeLeft: "Restzeit",
  lastListed: "Zuletzt ganz aufgelistet",
  lastChecked: "Zuletzt geprüft",
  never: "Noch nicht",
  unknown: "Noch unbekannt",
  done: "Fertig",
  paused: "Angehalten",
  failures: (n) =>
    plural(n, {
      one: "# Seite konnte nicht gelesen werden",
      other: "# Seiten konnten nicht gelesen werden",
    }),
  failuresShown: (shown) => `Gezeigt werden die neuesten ${number(shown)}.`,
  of: (action, workspace) => `${action}: ${workspace}`,
  checkNow: "Jetzt prüfen",
  pause: "Anhalten",
  resume: "Fortsetzen",
  capped:
    "Notions Suche endet, bevor sie alles in diesem Arbeitsbereich gezeigt hat. Der Rest wurde über Datenbanken und Links gefunden; eine Seite, zu der nichts führt, kann fehlen. Füge ihren Link oben ein.",
  pageLimit: (limit) =>
    `Die Grenze von ${number(limit)} Seiten für diesen Arbeitsbereich ist erreicht. Es kann mehr geben, die nicht aufgelistet sind. Hebe die Grenze unten an, dann geht es weiter.`,
  textLimit: (megabytes) =>
    `Die Grenze von ${number(megabytes)} MB Text für diesen Arbeitsbereich ist erreicht. Seiten, die warten, werden über ihre Titel gefunden. Hebe die Grenze unten an, dann geht es weiter.`,
  nowPaused: (workspace) =>
    `${workspace} ist angehalten. Was gespeichert ist, wird weiter durchsucht.`,
  nowResumed: (workspace) => `${workspace} geht weiter.`,
  progress: "Gelesene Texte",

  kept: (pages, megabytes) =>
    `Höchstens behalten: ${number(pages)} Seiten, ${number(megabytes)} MB Text`,
  mostPages: "Höchstens Seiten",
  mostMegabytes: "Höchstens Text, in MB",
  limitsChange: "Grenzen ändern",
  limitsHint:
    "Jenseits der ersten werden neue Seiten nicht aufgelistet; jenseits der zweiten werden Seiten über ihre Titel gefunden, und ein gelesener Text bleibt, wie er ist. Eine niedrigere Grenze löscht nichts, was gespeichert ist: das tut nur das Trennen.",
  limitsSet: (workspace) =>
    `Die Grenzen von ${workspace} sind geändert. Wo mehr behalten werden darf, wird es jetzt geholt.`,
  limitsSetForLater: (workspace) =>
    `Die Grenzen von ${workspace} sind geändert. Sie zählen, sobald er verbunden und nicht angehalten ist.`,

  pace: "Tempo",
  paceAuto: "Automatisch",
  pace180: "180 je Minute",
  paceMax: "So schnell es geht",
  paceCustom: "Eigenes",
  paceNumber: "Anfragen je Minute",
  paceSet: "Setzen",
  paceHints: {
    auto: "180 Anfragen je Minute, und mehr, wo der Tarif des Arbeitsbereichs es erlaubt.",
    per_minute: "Langsamer lässt anderen Werkzeugen mehr vom Kontingent des Arbeitsbereichs.",
    max: "So schnell Notion antwortet, innerhalb seiner Grenzen. Andere Werkzeuge an diesem Arbeitsbereich müssen vielleicht warten.",
  },
};

export const shareSteps: typeof english.shareSteps = [
  "Öffne die Seite in Notion, oder eine Seite darüber: alles darunter kommt mit.",
  "Wähle ••• oben rechts, dann „Verbindungen“.",
  "Wähle die Verbindung, bestätige, und prüfe hier noch einmal.",
];

export const verdicts: typeof english.verdicts = {
  notALink: {
    text: "Das ist kein Notion-Link und keine Kennung.",
    next: "Öffne die Seite in Notion, wähle ••• oben rechts, dann „Link kopieren“, und füge das ein.",
  },
  justFound: {
    text: "Eben gefunden. Notion zeigt sie, sie war aber noch nicht aufgelistet.",
    next: "Ihr Titel wird ab jetzt durchsucht. Ihr Text wird als Nächstes gelesen.",
  },
  inTrash: {
    text: (workspace) => `Sie liegt im Papierkorb von ${workspace}.`,
    next: "Stelle sie in Notion wieder her, dann kommt sie mit der nächsten Prüfung zurück.",
  },
  notUnderstood: {
    text: (workspace) => `${workspace} zeigt sie in einer Form, die diese Version nicht versteht.`,
    next: "Sie wird nicht durchsucht. Eine neuere Version kann sie vielleicht lesen.",
  },
  notVisible: {
    text: (asked) =>
      asked === ""
        ? "Keine Verbindung sieht sie."
        : `Keine Verbindung sieht sie. Gefragt: ${asked}.`,
    next: "Sie ist weg, oder nicht für die Verbindung freigegeben. So gibst du sie frei:",
  },
  notAsked: {
    text: "Hier ist sie nicht bekannt, und nicht jeder Arbeitsbereich konnte gefragt werden.",
    next: "Prüfe noch einmal, sobald sie antworten.",
  },
  read: {
    text: (when) => `Sie ist da. Ihr Text wurde ${when} gelesen.`,
    next: "Titel und Text werden durchsucht. Kamen die Wörter, die du suchst, erst danach hinein, prüfe den Arbeitsbereich neu.",
  },
  waiting: {
    text: "Sie ist da, ihr Text ist aber noch nicht gelesen.",
    next: "Ihr Titel wird schon durchsucht. Ihr Text folgt, sobald er gelesen ist.",
  },
  database: {
    text: "Sie ist da. Es ist eine Datenbank, die keinen eigenen Text hat.",
    next: "Ihr Titel wird durchsucht. Ihre Zeilen sind Seiten und werden als solche gefunden.",
  },
  failed: "Sie ist da, ihr Text konnte aber nicht gelesen werden. Nur ihr Titel wird durchsucht.",
  newer: {
    text: "Sie ist da. Ihr Text wird so durchsucht, wie er vor der letzten Änderung war.",
    next: "Der neuere Text folgt, sobald er gelesen ist.",
  },
  parts: {
    text: (left) =>
      `Sie ist da. Ihr Text wird durchsucht, bis auf mindestens ${plural(left, { one: "# Teil, der", other: "# Teile, die" })} noch nicht gelesen ${left === 1 ? "ist" : "sind"}.`,
    next: "Das Fehlende folgt, sobald es gelesen ist.",
  },
  lost: {
    text: (lost) => `Sie ist da. ${lost}`,
    next: "Titel und der übrige Text werden durchsucht. Was fehlt, wird noch einmal versucht.",
  },
  outdated: "Sie ist da. Ihr Text wird durchsucht, wie er zuletzt gelesen werden konnte.",
  properties: {
    text: "Sie ist da. Einige ihrer Eigenschaften wurden nicht verstanden.",
    next: "Titel und Text werden durchsucht.",
  },
};
