//! Die Wörter für das, was vor dem ersten Buchstaben da ist, und für behaltene Suchen.
import type * as english from "../en";
import { number, plural } from "../format";

export const home: typeof english.home = {
  title: "Vor dem Tippen",
  sections: {
    pinned: "Angeheftet",
    changed: "Geändert, seit du zuletzt nachgesehen hast",
    saved: "Gespeicherte Suchen",
    opened: "Zuletzt geöffnet",
    edited: "Zuletzt von anderen geändert",
    everything: "Alles",
  },
  everything: "Alle Seiten",
  changed: (pages, by, since) =>
    `${plural(pages, { one: "# Seite", other: "# Seiten" })} geändert, seit du zuletzt nachgesehen hast (${since}): ${by}.`,
  editor: (name, pages) => `${name ?? "jemand"} ${number(pages)}`,
  others: (pages) => `andere ${number(pages)}`,
  seen: "Habe ich gesehen",
  nowSeen: "Änderungen zählen ab jetzt.",
  newHits: (n) => `${number(n)} neu`,
  newHitsMost: (n) => `${number(n)} oder mehr neu`,
  emptyHint:
    "Hier sammelt sich, was du öffnest, anheftest, als Suche speicherst, und was andere ändern.",
  recentHint: "↑ bringt zurück, was du zuletzt gesucht hast.",
  backToHome: "Zurück zu den Seiten, die zur Hand sind",
  save: "Diese Suche speichern",
  unsave: "Diese Suche nicht mehr speichern",
  nowSaved: "Gespeichert. Sie steht hier vor dem Tippen, mit dem, was darin neu ist.",
  nowUnsaved: "Nicht mehr gespeichert.",
  forgetRecent: "Zuletzt Gesuchtes vergessen",
  forgotten: "Vergessen.",
};
