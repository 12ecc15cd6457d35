//! Die Wörter der Einstellungen.
import type * as english from "../en";
import { plural } from "../format";

export const settings: typeof english.settings = {
  title: "Einstellungen",
  appearance: "Aussehen",
  language: "Sprache",
  opening: "Seiten öffnen in",
  openingHint: (mod) => `Mit gedrücktem ${mod} öffnet es sich am anderen Ort.`,
  indexMemory: "Index im Speicher",
  indexMemoryHint:
    "„Ganz“ antwortet am schnellsten. „In Stücken“ braucht weniger Speicher. „Automatisch“ hält ihn ganz, solange er neben dem Speicher dieses Computers klein ist.",
  meanings: "Nach Bedeutung finden",
  meaningsHint:
    "Zeigt hinter den Seiten mit deinen Wörtern solche, die Ähnliches bedeuten, auch in anderen Sprachen. Wird auf diesem Computer nach und nach berechnet, solange er am Stromnetz ist; ausgeschaltet wird es entfernt.",
  lockAfter: "Sperren nach",
  never: "Nie",
  minutes: (n) => plural(n, { one: "# Minute", other: "# Minuten" }),
  hours: (n) => plural(n, { one: "# Stunde", other: "# Stunden" }),
  lockHint: "Ohne Taste und ohne Klick. Das Sperren legt die Schlüssel ab und leert das Fenster.",

  openWith: "Anmelden mit",
  openWithHint:
    "Der Schlüsselbund gehört diesem Computer und öffnet sich, wenn du dich am Computer anmeldest: wer dort dein Konto benutzen kann, kann dann auch Trove öffnen.",

  password: "Passwort",
  passwordLead:
    "Es zu ändern lässt alles, wie es ist. Ein vergessenes Passwort kann niemand wiederherstellen.",
  oldPassword: "Jetziges Passwort",
  newPassword: "Neues Passwort",
  change: "Passwort ändern",
  changed: "Das Passwort ist geändert.",

  data: "Daten",
  folder: "Datenordner",
  copyFolder: "Pfad kopieren",
  folderCopied: "Pfad kopiert.",
  size: "Größe",
  dataLead:
    "Verschlüsselt mit einem Schlüssel, den nur dein Passwort öffnet. Trove schickt niemandem etwas außer Notion.",

  about: "Über Trove",
  version: (version) => `Trove ${version}`,
  license: "MIT oder Apache-2.0. Nicht mit Notion verbunden.",
  notices: "Hinweise zu fremder Software",
};

export const languageNames: typeof english.languageNames = {
  system: "Wie das System",
  en: "English",
  de: "Deutsch",
};

export const openInNames: typeof english.openInNames = {
  browser: "Browser",
  notion_app: "Notion-App",
};

export const indexMemoryNames: typeof english.indexMemoryNames = {
  auto: "Automatisch",
  whole: "Ganz",
  pieces: "In Stücken",
};

export const openWithNames: typeof english.openWithNames = {
  password: "Nur Passwort",
  keychain: "Passwort oder Schlüsselbund",
};
