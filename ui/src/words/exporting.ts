//! Words of exporting pages.
import * as english from "./en/exporting";
import { spoken } from "./spoken";

export const exporting = spoken("exporting", english.exporting);
export const formatNames = spoken("formatNames", english.formatNames);
