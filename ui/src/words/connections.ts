//! Words of the connections view.
import { spoken } from "./spoken";

export const connections = spoken("connections");
export const statusWords = spoken("statusWords");
export const statusHints = spoken("statusHints");
