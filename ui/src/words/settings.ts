//! Words of the settings view.
import { spoken } from "./spoken";

export const settings = spoken("settings");
export const appearanceNames = spoken("appearanceNames");
export const languageNames = spoken("languageNames");
export const openInNames = spoken("openInNames");
export const openInPlace = spoken("openInPlace");
export const openWithNames = spoken("openWithNames");
export const indexMemoryNames = spoken("indexMemoryNames");

export function lockAfterName(minutes: number): string {
  if (minutes === 0) return settings.never;
  return minutes % 60 === 0 ? settings.hours(minutes / 60) : settings.minutes(minutes);
}
