//! Words for the window among the others: its settings, and what stands outside of it.
import { spoken } from "./spoken";

export const desktop = spoken("desktop");
export const escapeNames = spoken("escapeNames");
export const closeNames = spoken("closeNames");
/** For the tray and for notifications, which the shell shows. */
export const outside = spoken("outside");
/** Names of keys by their place, where what they say is no name. */
export const keyPlaces = spoken("keyPlaces");
