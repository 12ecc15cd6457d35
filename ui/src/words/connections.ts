//! Words of the connections view.
import * as english from "./en/connections";
import { spoken } from "./spoken";

export const connections = spoken("connections", english.connections);
export const statusWords = spoken("statusWords", english.statusWords);
export const statusHints = spoken("statusHints", english.statusHints);
