//! Words for the window among the others: its settings. What stands outside of it is `outside.ts`.
import * as english from "./en/desktop";
import { spoken } from "./spoken";

export const desktop = spoken("desktop", english.desktop);
export const escapeNames = spoken("escapeNames", english.escapeNames);
export const closeNames = spoken("closeNames", english.closeNames);
