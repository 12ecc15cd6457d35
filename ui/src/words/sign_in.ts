//! Words of the first screen.
import { spoken } from "./spoken";

export const signIn = spoken("signIn");
export const strength = spoken("strength");
export const roleNames = spoken("roleNames");
