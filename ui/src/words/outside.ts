//! Words for what stands outside of the window, and names of keys.
import * as english from "./en/outside";
import { spoken } from "./spoken";

/** For the tray and for notifications, which the shell shows. */
export const outside = spoken("outside", english.outside);
/** Names of keys by their place, where what they say is no name. */
export const keyPlaces = spoken("keyPlaces", english.keyPlaces);
