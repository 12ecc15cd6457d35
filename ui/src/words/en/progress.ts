//! Words of the sentence on how far things are. Which of them is said when is not decided here.
import { number, plural } from "../format";

const pages = (n: number) => plural(n, { one: "# page", other: "# pages" });

export const progress = {
  nothingConnected: "Nothing is connected",
  opening: "Index is being opened; titles answer meanwhile",
  building: (share: string) => `Index is being rebuilt: ${share}; titles answer meanwhile`,
  diskFull: "The disk is full, so the index cannot be written; only titles are searched",
  notWritten: "The index cannot be written; only titles are searched",
  askingNew: "Asking Notion what is new",
  listing: "Listing: asking Notion",
  listed: (found: number) => `Listing: ${pages(found)} found`,
  read: (read: number, of: number) => `${number(read)} of ${pages(of)} read`,
  readPaused: (read: string) => `${read}; reading is paused`,
  readLeft: (read: string, left: string) => `${read}, ${left} left`,
  lessThanMinute: "less than 1 min",
  minutes: (n: number) => `about ${number(n)} min`,
  hours: (n: number) => `about ${number(n)} h`,
  days: (n: number) => plural(n, { one: "about # day", other: "about # days" }),
  paused: "Paused",
  notUpToDate: "Not up to date",
  notChecked: "Not checked yet",
  checked: (when: string) => `Checked ${when}`,
  upToDate: (when: string) => `Up to date ${when}`,
  toRead: (n: number) => `${pages(n)} still to read`,
  notRead: (n: number) => `${pages(n)} could not be read`,
};
