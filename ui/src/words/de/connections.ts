//! Die Wörter der Verbindungen.
import type * as english from "../en";

export const connections: typeof english.connections = {
  title: "Verbindungen",
  add: "Arbeitsbereich verbinden",
  checkAll: "Alle neu prüfen",
  account: "Konto",
  kind: "Über",
  pages: "Seiten",
  lastListed: "Zuletzt aufgelistet",
  connected: "Verbunden",
  workspaceId: "Kennung des Arbeitsbereichs",
  never: "Noch nicht",
  checkAgain: "Neu prüfen",
  reconnect: "Neu verbinden",
  disconnect: "Trennen",
  removeSample: "Beispiel entfernen",
  of: (action, workspace) => `${action}: ${workspace}`,
  asking: "Notion wird nach Neuem gefragt",
  found: (n) => `Auflisten: bisher ${n} gefunden`,
  disconnectTitle: (workspace) => `${workspace} trennen?`,
  disconnectText:
    "Das Token und die Seiten werden von diesem Computer gelöscht. Deine Seiten bei Notion bleiben unberührt. Trove bittet Notion, das Token zu widerrufen, wo das geht, und sagt dir, was daraus wurde.",
  disconnectSample:
    "Der Beispiel-Arbeitsbereich und seine Seiten verschwinden aus Trove. Du kannst ihn später wieder öffnen.",
  cancel: "Abbrechen",
  disconnected: (workspace) => `${workspace} ist getrennt.`,
  sampleRemoved: "Das Beispiel ist weg.",
  emptyTitle: "Noch ist nichts verbunden",
  emptyLead: "Verbinde einen Notion-Arbeitsbereich, oder sieh dich erst im Beispiel um.",
};

export const statusWords: typeof english.statusWords = {
  active: "Verbunden",
  needs_reconnect: "Muss neu verbunden werden",
  paused: "Angehalten",
};

export const statusHints: typeof english.statusHints = {
  active: "",
  needs_reconnect:
    "Notion nimmt das Token nicht mehr an. Was bisher gespeichert ist, wird weiter durchsucht.",
  paused:
    "Nichts wird aufgelistet oder gelesen, bis es weitergeht. Was gespeichert ist, wird weiter durchsucht.",
};
