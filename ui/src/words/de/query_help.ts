//! Die Wörter der Liste dessen, was getippt werden kann.
import type * as english from "../en";

export const filterMeanings: typeof english.filterMeanings = {
  in: "Unter einer Seite oder in einer Datenbank",
  ws: "In einem Arbeitsbereich",
  type: "Eine Art von Dingen",
  edited: "Nach dem Tag der letzten Änderung, in deiner Zeitzone",
  created: "Nach dem Tag, an dem es entstand, in deiner Zeitzone",
  by: "Zuletzt von jemandem geändert",
  similar: "Einer Seite nach Bedeutung ähnlich, soweit berechnet",
};

export const queryHelp: typeof english.queryHelp = [
  ['"zwei Wörter"', "Genau so, nebeneinander"],
  ["-Entwurf", "Ohne dieses Wort"],
  ["Rad OR Fahrrad", "Eines von beiden"],
  ["prop:Frist", "Mit einer Eigenschaft dieses Namens"],
];
