//! Die Wörter der Suche.
import type * as english from "../en";
import { number, plural } from "../format";

export const search: typeof english.search = {
  title: "Suche",
  box: "Seiten suchen",
  boxHint: "Titel und Texte durchsuchen",
  clear: "Suchfeld leeren",
  results: "Treffer",
  pages: "Seiten",
  kind: "Art",
  sort: "Ordnung",
  sortedBy: (order) => `Ordnen: ${order}`,
  removeFilter: (filter) => `Filter ${filter} entfernen`,
  chips: "Filter",
  showPreview: "Vorschau",
  untitled: "Ohne Titel",
  pathSeparator: " / ",
  sample: "Beispiel",
  pinned: "Angeheftet",
  live: "Notion",

  copyLink: "Link kopieren",
  copyMarkdown: "Als Markdown kopieren",
  open: (place) => `${place.charAt(0).toUpperCase()}${place.slice(1)} öffnen`,
  copyTitle: "Titel kopieren",
  copyPassage: "Textstelle mit Quelle kopieren",
  titleCopied: "Titel kopiert.",
  passageCopied: "Textstelle kopiert.",
  copiedSeveral: (n) => `${number(n)} kopiert.`,
  selected: (n) => `${number(n)} ausgewählt`,
  onSelected: (what, n) => `${what} (${number(n)} ausgewählt)`,
  selectAll: "Alle Treffer auswählen",
  openedSome: (n, of) => `Die ersten ${number(n)} von ${number(of)} sind geöffnet.`,
  browserInstead: "Auf diesem Computer ist keine Notion-App zu finden, darum hat es der Browser.",
  export: "Exportieren…",
  pin: "Anheften",
  unpin: "Loslösen",
  linkCopied: "Link kopiert.",
  markdownCopied: "Markdown-Link kopiert.",
  nowPinned: "Angeheftet.",
  nowUnpinned: "Nicht mehr angeheftet.",

  corrected: (words) => `Gezeigt werden Treffer für ${words}.`,
  correctedBefore: "Gezeigt werden Treffer für ",
  correctedAfter: ".",
  insistMenu: "Suchen, ohne Wörter zu ersetzen",
  insist: (typed) => `Stattdessen „${typed}“ suchen`,
  quoted: (word) => `„${word}“`,
  unknownName: (name) => `${name} benennt nichts Bekanntes und wird als Text gesucht.`,
  unknownNames: (names) => `${names} benennen nichts Bekanntes und werden als Text gesucht.`,
  leftOut: (words) => `Ohne Seiten mit ${words}.`,
  lacks: (words) => `Ohne ${words}`,
  inPath: (words) => `${words} im Pfad`,
  inProperties: (words) => `${words} in einer Eigenschaft`,
  otherForm: (found, typed) => `${found} für ${typed}`,
  onlyBest: (shown) => `Gezeigt werden die besten ${shown}. Mehr Wörter grenzen sie ein.`,

  suggestions: "Vorschläge für den Filter",
  suggestionsSaid: (first, count) =>
    count === 1
      ? `${first}: Pfeil nach rechts vervollständigt.`
      : `${first}: Pfeil nach rechts vervollständigt. ${number(count)} Vorschläge, Alt mit den Pfeilen wählt.`,

  askNotion: "Notion fragen",
  askNotionToo: "Auch Notion fragen",
  similar: "Ähnlich",
  fromNotion: "Von Notion gefunden",
  askingNotion: "Notion wird gefragt",
  askAgain: "Noch einmal fragen",
  nothingMore: "Notion hat nichts weiter gefunden.",
  foundLive: (n) =>
    plural(n, {
      one: "# weitere Seite von Notion gefunden.",
      other: "# weitere Seiten von Notion gefunden.",
    }),

  nothingTitle: "Nichts gefunden",
  nothingTypo: "Versuch es mit weniger oder kürzeren Wörtern.",
  covered: (read, of) => `${number(read)} von ${number(of)} Seiten sind bisher gelesen.`,
  coveredTitles: (known) =>
    plural(known, { one: "# Titel wurde durchsucht.", other: "# Titel wurden durchsucht." }),
  coveredAll: (known) =>
    plural(known, {
      one: "# Seite wurde durchsucht, Titel und Text.",
      other: "# Seiten wurden durchsucht, Titel und Texte.",
    }),
  notAllKnown: "Noch ist nicht jede Seite bekannt.",
  listedShort: "Notions Auflistung brach vor ihrem Ende ab, Seiten können fehlen.",
  capped:
    "Notions Suche endet, bevor sie alles gezeigt hat; eine Seite, zu der nichts führt, kann fehlen.",
  why: "Warum finde ich es nicht?",

  noneTitle: "Noch ist keine Seite für Trove freigegeben",
  noneLead: "Notion zeigt einer Verbindung nur die Seiten, die jemand für sie freigegeben hat.",
  noneSteps: [
    "Öffne eine Seite in Notion. Am besten eine weit oben: alles darunter kommt mit.",
    "Öffne das Menü ••• oben rechts und wähle „Verbindungen“.",
    "Wähle die Verbindung, die du hier benutzt, und bestätige.",
  ],
  checkAgain: "Neu prüfen",
  checking: "Wird geprüft…",
  nothingConnectedTitle: "Noch ist nichts verbunden",
  nothingConnectedLead: "Verbinde einen Notion-Arbeitsbereich, oder sieh dich erst im Beispiel um.",
  connect: "Arbeitsbereich verbinden",
  noKindTitle: "Nichts von dieser Art",
  noKindLead: "Alle Seiten, die du hier sehen kannst, sind von der anderen Art.",
  showAll: "Alle Seiten zeigen",
  listingTitle: "Deine Seiten werden gesucht",
  listingLead: "Sie erscheinen hier, sobald Notion sie nennt.",

  count: (n) => (n === 0 ? "Keine Seiten" : plural(n, { one: "# Seite", other: "# Seiten" })),
  countOf: (n, of) => `${number(n)} von ${number(of)} Seiten`,
  countMany: (n) => `mehr als ${number(n)} Seiten`,
  took: (milliseconds) => `${milliseconds} ms`,
  seeConnections: "Zu den Verbindungen",
  needsReconnect: "Notion nimmt das Token nicht mehr an. Verbinde neu, um neue Seiten aufzulisten.",
  keys: "Tasten",
};

export const kindNames: typeof english.kindNames = {
  all: "Alle",
  page: "Seiten",
  data_source: "Datenbanken",
};

export const oneKind: typeof english.oneKind = {
  page: "Seite",
  data_source: "Datenbank",
};

export const sortNames: typeof english.sortNames = {
  edited_newest: "Geändert, neueste zuerst",
  edited_oldest: "Geändert, älteste zuerst",
  title_ascending: "Titel, A bis Z",
  title_descending: "Titel, Z bis A",
};

export const hitSortNames: typeof english.hitSortNames = {
  relevance: "Beste zuerst",
  edited: "Neueste zuerst",
};
