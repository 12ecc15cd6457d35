//! Die Wörter der Vorschau.
import type * as english from "../en";
import { number, plural } from "../format";

export const preview: typeof english.preview = {
  table: "Tabelle",
  title: "Vorschau",
  back: "Zurück zu den Treffern",
  nothing: "Wähle eine Seite, um ihren Text zu sehen.",
  edited: (when) => `Geändert ${when}`,
  read: (when) => `Gelesen ${when}`,
  properties: "Eigenschaften",
  leftOutBefore: (n) => plural(n, { one: "# Teil davor", other: "# Teile davor" }),
  leftOutAfter: (n) => plural(n, { one: "# Teil danach", other: "# Teile danach" }),
  showEarlier: "Davor zeigen",
  showLater: "Danach zeigen",
  noMarks: "In dieser Seite ist nichts markiert.",
  markOf: (n, of) => `Markierung ${number(n)} von ${number(of)}`,
  copyAddress: (address) => `${address} kopieren`,
  addressCopied: (address) => `Kopiert und nicht geöffnet: ${address}`,
  openPage: (title) => `${title} öffnen`,
  empty: "Diese Seite hat keinen Text.",
  waiting: "Ihr Text ist noch nicht gelesen. Ihr Titel wird schon durchsucht.",
  rows: "Zeilen",
  rowCount: (n) => plural(n, { one: "# Zeile", other: "# Zeilen" }),
  moreRows: (n) => plural(n, { one: "# weitere zeigen", other: "# weitere zeigen" }),
  noRows: "Keine Zeile davon ist hier bekannt. Zeilen sind Seiten und werden als solche gefunden.",
  backTo: (title) => `Zurück zu ${title}`,
  moreProperties: (n) =>
    plural(n, { one: "# weitere Eigenschaft zeigen", other: "# weitere Eigenschaften zeigen" }),
  failed: (why) => `Ihr Text konnte nicht gelesen werden. ${why}`,
  live: "Notion hat sie gefunden. Sie ist hier noch nicht aufgelistet, deshalb ist nur so viel bekannt.",
  todoDone: "Erledigt",
  todoOpen: "Offen",
  missing: "Diesen Block gibt Notion Verbindungen nicht.",
  equation: "Formel",
};

export const mediaNames: typeof english.mediaNames = {
  image: "Bild",
  file: "Datei",
  video: "Video",
  audio: "Ton",
  bookmark: "Link",
};

export const readFailures: typeof english.readFailures = {
  not_shared:
    "Notion listet sie auf, lässt diese Verbindung sie aber nicht öffnen. Gib die Seite für die Verbindung frei.",
  restricted:
    "Diese Verbindung darf keine Inhalte lesen. Erlaube es in den Einstellungen der Verbindung bei Notion.",
  not_understood:
    "Notions Antwort war zu groß oder wurde nicht verstanden. Es wird später wieder versucht.",
  trouble: "Notion ist bei jeder Anfrage gescheitert. Es wird später wieder versucht.",
};

export const gaps: typeof english.gaps = {
  newer: "Das ist ihr Text vor der letzten Änderung. Der neuere wird als Nächstes gelesen.",
  parts: (left) =>
    plural(left, {
      one: "Zum Teil gelesen: mindestens # Teil fehlt noch.",
      other: "Zum Teil gelesen: mindestens # Teile fehlen noch.",
    }),
  lost: (lost) => `Zum Teil gelesen: ${lost} Was fehlt, wird noch einmal versucht.`,
  outdated: (why) => `Das ist ihr Text, wie er zuletzt gelesen werden konnte. ${why}`,
  properties: "Einige ihrer Eigenschaften wurden nicht verstanden. Ihr Text ist ganz.",
};
