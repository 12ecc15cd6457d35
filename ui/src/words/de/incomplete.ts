//! Die Wörter für das, was eine Auflistung offen lässt.
import type * as english from "../en";
import { number, plural } from "../format";

const pages = (n: number) => plural(n, { one: "# Seite", other: "# Seiten" });

export const incomplete: typeof english.incomplete = {
  short: (when) =>
    `Notions Auflistung brach ${when} ab und kam seither nicht an ihr Ende. Seiten können fehlen.`,
  shortNext:
    "Die nächste Prüfung versucht es wieder. Eine Seite, die dir jetzt fehlt, wird gefunden, wenn du ihren Link in der Abdeckung einfügst.",
  missing: (count, when) =>
    `${pages(count)} auf einmal verschwunden, ${when}. Vielleicht wurde die Freigabe aus Versehen entzogen.`,
  missingNext:
    "Sie bleiben einen Tag lang gespeichert und durchsucht und gehen, wenn Notion noch einmal sagt, dass sie weg sind. Gib sie wieder frei, um sie zu behalten.",

  letGo: "Loslassen",
  letGoTitle: (count) => `${pages(count)} loslassen?`,
  letGoText: (workspace) =>
    `Sie werden über ${workspace} nicht mehr gefunden. Die, die keine andere Verbindung zeigt, werden von diesem Computer gelöscht. Deine Seiten bei Notion bleiben unberührt; was Notion wieder zeigt, kommt zurück.`,
  lettingGo: "Wird losgelassen…",
  keep: "Behalten",
  gone: (workspace, count) => `${workspace}: ${pages(count)} losgelassen.`,

  leftOut: (count) =>
    plural(count, {
      one: "# Eintrag aus Notions Liste wurde nicht verstanden",
      other: "# Einträge aus Notions Liste wurden nicht verstanden",
    }),
  leftOutNext:
    "Eine neuere Version von Trove versteht sie vielleicht. Der Rest wird wie immer durchsucht.",
  partlyRead: (count) =>
    plural(count, {
      one: "# Seite ist zum Teil gelesen",
      other: "# Seiten sind zum Teil gelesen",
    }),
  partlyReadMost: (count) => `Mindestens ${number(count)} Seiten sind zum Teil gelesen`,
  partlyReadNext: "Was gelesen ist, wird durchsucht. Nach dem Übrigen wird noch einmal gefragt.",
  shown: (shown) => `Gezeigt werden ${number(shown)}.`,

  kinds: {
    page: "Seite",
    dataSource: "Datenbank",
    unknown: "Objekt",
    new: "Objekt einer neuen Art",
  },
  place: (name) => `In ${name}.`,
  foundByTitle:
    "Einige seiner Eigenschaften wurden nicht verstanden. Es wird über den Titel gefunden.",
  notSearched: "Es wurde nicht verstanden und wird nicht durchsucht.",
  partsRead: (read, of) => `${number(read)} von etwa ${number(of)} Teilen sind gelesen.`,
  lost: (lost) =>
    plural(lost, {
      one: "# Teil wurde von Notion nicht gegeben oder nicht verstanden.",
      other: "# Teile wurden von Notion nicht gegeben oder nicht verstanden.",
    }),
  brokeOff: "Eine Auflistung brach ab, Seiten können fehlen",
  vanished: (count) => `${pages(count)} auf einmal verschwunden`,
};
