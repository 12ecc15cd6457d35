//! Words of what assistants may see, and of the question whether one is let in.
import * as english from "./en/assistants";
import { spoken } from "./spoken";

export const assistants = spoken("assistants", english.assistants);
export const allowedNames = spoken("allowedNames", english.allowedNames);
export const howMuchNames = spoken("howMuchNames", english.howMuchNames);
export const letInNames = spoken("letInNames", english.letInNames);
export const refusedNames = spoken("refusedNames", english.refusedNames);
export const access = spoken("access", english.access);
