//! Words of the settings view.
import * as english from "./en/settings";
import { spoken } from "./spoken";

export const settings = spoken("settings", english.settings);
export const languageNames = spoken("languageNames", english.languageNames);
export const openInNames = spoken("openInNames", english.openInNames);
export const openWithNames = spoken("openWithNames", english.openWithNames);
export const indexMemoryNames = spoken("indexMemoryNames", english.indexMemoryNames);

export function lockAfterName(minutes: number): string {
  if (minutes === 0) return settings.never;
  return minutes % 60 === 0 ? settings.hours(minutes / 60) : settings.minutes(minutes);
}
