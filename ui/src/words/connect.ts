//! Words for connecting a workspace.
import { spoken } from "./spoken";

export const connect = spoken("connect");
export const formNames = spoken("formNames");
export const formHints = spoken("formHints");
export const kindOfToken = spoken("kindOfToken");
export const helpNames = spoken("helpNames");
