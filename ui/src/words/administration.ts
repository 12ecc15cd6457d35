//! Words of the administration view, and how a removal is told.
import type { Removal } from "../core/bindings";
import { revocationWords } from "./shell";
import * as english from "./en/administration";
import { spoken } from "./spoken";

export const administration = spoken("administration", english.administration);
export const authorizationStatus = spoken("authorizationStatus", english.authorizationStatus);

export function removalWords(workspace: string, user: string, removal: Removal): string {
  return removal.when === "now"
    ? `${administration.removedNow(workspace, user)} ${revocationWords[removal.revoked]}`
    : administration.removedLater(workspace, user);
}
