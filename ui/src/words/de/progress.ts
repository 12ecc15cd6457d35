//! Die Wörter des Satzes darüber, wie weit alles ist.
import type * as english from "../en";
import { number, plural } from "../format";

const pages = (n: number) => plural(n, { one: "# Seite", other: "# Seiten" });

export const progress: typeof english.progress = {
  nothingConnected: "Nichts ist verbunden",
  opening: "Der Index wird geöffnet; so lange antworten Titel",
  building: (share) => `Der Index wird neu gebaut: ${share}; so lange antworten Titel`,
  diskFull:
    "Der Datenträger ist voll, der Index kann nicht geschrieben werden; nur Titel werden durchsucht",
  notWritten: "Der Index kann nicht geschrieben werden; nur Titel werden durchsucht",
  askingNew: "Notion wird nach Neuem gefragt",
  listing: "Auflisten: Notion wird gefragt",
  listed: (found) => `Auflisten: ${pages(found)} gefunden`,
  read: (read, of) =>
    `${number(read)} von ${plural(of, { one: "# Seite", other: "# Seiten" })} gelesen`,
  readPaused: (read) => `${read}; das Lesen ist angehalten`,
  readLeft: (read, left) => `${read}, noch ${left}`,
  lessThanMinute: "weniger als 1 Min.",
  minutes: (n) => `etwa ${number(n)} Min.`,
  hours: (n) => `etwa ${number(n)} Std.`,
  days: (n) => plural(n, { one: "etwa # Tag", other: "etwa # Tage" }),
  paused: "Angehalten",
  notUpToDate: "Nicht auf dem neuesten Stand",
  notChecked: "Noch nicht geprüft",
  checked: (when) => `Geprüft ${when}`,
  upToDate: (when) => `Auf dem Stand: ${when}`,
  toRead: (n) => `${pages(n)} noch zu lesen`,
  notRead: (n) => `${pages(n)} nicht lesbar`,
};
