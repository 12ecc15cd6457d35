//! Words of the first screen.
import * as english from "./en/sign_in";
import { spoken } from "./spoken";

export const signIn = spoken("signIn", english.signIn);
export const strength = spoken("strength", english.strength);
export const roleNames = spoken("roleNames", english.roleNames);
