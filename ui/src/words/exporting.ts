//! Words of exporting pages.
import { spoken } from "./spoken";

export const exporting = spoken("exporting");
export const formatNames = spoken("formatNames");
