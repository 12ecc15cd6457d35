//! Die Wörter beim Exportieren.
import type * as english from "../en";
import { number, plural } from "../format";

export const exporting: typeof english.exporting = {
  title: "Seiten exportieren",
  lead: "Seiten werden in einfache Dateien kopiert, in einen neuen Ordner in dem, den du wählst.",
  plain:
    "Die Kopie ist nicht mehr verschlüsselt: Wer diese Dateien lesen kann, kann lesen, was darin steht, auch wenn Trove gesperrt ist; ein Ordner, der abgeglichen oder gesichert wird, nimmt sie mit. Lösche sie, wenn du fertig bist.",
  what: "Welche Seiten",
  format: "Als",
  chosen: (n) => `Die ${number(n)} ausgewählten`,
  one: "Die ausgewählte Seite",
  found: "Alles Gefundene",
  listed: "Jede Seite der Liste",
  all: "Jede Seite",
  rows: (name) => `Die Zeilen von ${name}`,
  choose: "Ordner wählen…",
  working: "Wird kopiert…",
  copied: (pages, of) => `${number(pages)} von ${number(of)} Seiten kopiert`,
  stop: "Anhalten",
  stopping: "Wird angehalten…",
  stopped: "Angehalten. Nichts davon wurde behalten.",
  stoppedLeft:
    "Angehalten. Was bis dahin kopiert war, ließ sich nicht entfernen und ist nicht verschlüsselt. Es liegt in diesem Ordner:",
  cancel: "Abbrechen",
  close: "Schließen",
  none: "Es gab nichts zu exportieren.",
  done: (pages) => plural(pages, { one: "# Seite liegt in", other: "# Seiten liegen in" }),
  withoutText: (n) =>
    plural(n, {
      one: "# davon kam ohne Text: Er ist noch nicht gelesen.",
      other: "# davon kamen ohne Text: Er ist noch nicht gelesen.",
    }),
  more: "Es gibt mehr: Ein Export fasst höchstens 10.000 Seiten, von Treffern nach Datum die besten 1.000. Grenze die Suche für die übrigen ein.",
  copyFolder: "Pfad kopieren",
  folderCopied: "Pfad kopiert.",
};

export const formatNames: typeof english.formatNames = {
  markdown: "Markdown, mit Texten",
  csv: "Tabelle (CSV), mit Eigenschaften",
  json_lines: "JSON-Zeilen, mit beidem",
};
