//! Die Wörter rund um die Ansichten.
import type * as english from "../en";

export const viewNames: typeof english.viewNames = {
  search: "Suche",
  coverage: "Abdeckung",
  connect: "Arbeitsbereich verbinden",
  connections: "Verbindungen",
  administration: "Verwaltung",
  settings: "Einstellungen",
};

export const shell: typeof english.shell = {
  product: "Trove",
  title: (part) => `${part} – Trove`,
  navigation: "Haupt",
  connect: "Verbinden",
  lock: "Sperren",
  shortcuts: "Tastenkürzel",
  filters: "Filter",
  notices: "Hinweise",
  otherOrigin: (origin) => `Nicht Notion: ${origin}`,
  dismiss: "Verstanden",
  registryChecked: "Ich habe die Profile geprüft",
  close: "Schließen",
  actions: "Aktionen",
  findAction: "Was möchtest du tun?",
  noAction: "Nichts, was hier geht, heißt so.",
  goTo: (view) => `Gehe zu: ${view}`,
  toSearchBox: "Gehe zum Suchfeld",
  larger: "Größer",
  smaller: "Kleiner",
  actualSize: "Tatsächliche Größe",
  zoomed: (percent) => `${percent} %`,
  checkAll: "Alle Arbeitsbereiche auf Änderungen prüfen",
  appearance: (name) => `Aussehen: ${name}`,
  notCopied: "Die Zwischenablage hat es nicht angenommen.",
  attention: "Braucht Aufmerksamkeit",
  authorizationRemoved: (workspace) =>
    `Die Verwaltung hat deine Verbindung zu ${workspace} entfernt. Das Token und die Seiten wurden gelöscht.`,
  removalRefused: (workspace) =>
    `Etwas hat in die Liste der Profile geschrieben, dass deine Verbindung zu ${workspace} entfernt ist. Niemand aus der Verwaltung, den dieses Profil kennt, hat das getan; sie bleibt.`,
  registryChanged:
    "Die Liste der Profile wurde von etwas anderem als Trove geändert. Sieh dir Namen und Rollen in der Verwaltung an; das wird bei jedem Anmelden gesagt, bis du sie geprüft hast.",
  signingIn: "Eine Anmeldung bei Notion läuft",
  quit: "Trove beenden",
  shortcutTakenAtStart: (keys) =>
    `Ein anderes Programm hält ${keys}: Trove kommt damit nicht nach vorn. Die Einstellungen können das ändern.`,
  previewWidth: "Breite der Vorschau",
  percent: (percent) => `${percent} %`,
};

export const revocationWords: typeof english.revocationWords = {
  revoked: "Notion hat bestätigt, dass das Token nicht mehr gilt.",
  not_possible:
    "Das Token ist hier gelöscht, gilt bei Notion aber weiter, bis du es dort löschst: nur wem es gehört, kann das.",
  failed:
    "Hier gelöscht. Notion hat nicht bestätigt, dass das Token nicht mehr gilt; entferne Troves Zugriff auch bei Notion.",
};

export const shortcutGroups: typeof english.shortcutGroups = [
  {
    title: "Suche",
    keys: [
      ["↑ ↓", "Seite wählen"],
      ["PgUp PgDn", "Einen Bildschirm hinauf oder hinunter"],
      ["Home End", "Erste oder letzte Seite, wenn das Feld leer ist"],
      ["Shift ↑ ↓", "Mehrere auswählen"],
      ["Mod A", "Alle Treffer auswählen"],
      ["Enter", "Öffnen"],
      ["Mod Enter", "Am anderen Ort öffnen"],
      ["Mod 1 … 9", "Diesen Treffer öffnen"],
      ["Tab", "Zur Vorschau; Esc kommt zurück"],
      ["Mod G", "Nächste Markierung im Text; mit Umschalt die davor"],
      ["Mod C", "Link kopieren"],
      ["Mod Shift C", "Markdown-Link kopieren"],
      ["Mod P", "Anheften oder loslösen"],
      ["Mod Shift E", "Exportieren"],
      ["Mod Shift Enter", "Auch Notion fragen"],
      ["Mod D", "Nach Datum ordnen, oder wieder Beste zuerst"],
      ["Mod S", "Suche speichern, oder nicht mehr"],
      ["Mod B", "Alle Seiten, nach Art und Ordnung"],
      ["Mod E", "Suchen, ohne Wörter zu ersetzen"],
      ["→", "Filter vervollständigen"],
      ["Backspace", "Am Anfang des Felds: einen Filter entfernen"],
      ["↑", "Auf der ersten Zeile: die letzten Suchen"],
      ["Esc", "Feld leeren; dann das Fenster verbergen, wenn die Tasten es geholt haben"],
    ],
  },
  {
    title: "Überall",
    keys: [
      ["View 1 … 5", "Zu einer Ansicht"],
      ["Mod F", "Zum Suchfeld"],
      ["Mod K", "Alles zeigen, was geht"],
      ["Mod + -", "Größer oder kleiner"],
      ["Mod 0", "Tatsächliche Größe"],
      ["Mod L", "Sperren"],
      ["Mod Q", "Beenden"],
      ["F1", "Diese Tasten zeigen"],
    ],
  },
];

export const appearanceNames: typeof english.appearanceNames = {
  system: "Wie das System",
  light: "Hell",
  dark: "Dunkel",
};

export const openInPlace: typeof english.openInPlace = {
  browser: "im Browser",
  notion_app: "in der Notion-App",
};
