//! Die Wörter für das, was außerhalb des Fensters steht, und Namen von Tasten.
import type * as english from "../en";

export const outside: typeof english.outside = {
  open: "Trove öffnen",
  lock: "Sperren",
  quit: "Trove beenden",
  locked: "Gesperrt",
  reading: "Liest Seiten",
  up_to_date: "Auf dem neuesten Stand",
  needs_token: "Eine Verbindung braucht ein neues Token.",
  first_reading_done: "Alles ist zum ersten Mal gelesen und kann durchsucht werden.",
};

export const keyPlaces: typeof english.keyPlaces = {
  Space: "Leertaste",
  Enter: "Eingabe",
  Tab: "Tab",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "Bild auf",
  PageDown: "Bild ab",
};
