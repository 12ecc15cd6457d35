//! Words for connecting a workspace.
import * as english from "./en/connect";
import { spoken } from "./spoken";

export const connect = spoken("connect", english.connect);
export const formNames = spoken("formNames", english.formNames);
export const formHints = spoken("formHints", english.formHints);
export const kindOfToken = spoken("kindOfToken", english.kindOfToken);
