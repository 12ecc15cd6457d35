//! Words around the views: navigation, banners, notices, shortcuts. Not the views' own words.
import type { Notice } from "../core/bindings";
import * as english from "./en/shell";
import { spoken } from "./spoken";

export const shell = spoken("shell", english.shell);
export const viewNames = spoken("viewNames", english.viewNames);
export const revocationWords = spoken("revocationWords", english.revocationWords);
export const shortcutGroups = spoken("shortcutGroups", english.shortcutGroups);
export const appearanceNames = spoken("appearanceNames", english.appearanceNames);
export const openInPlace = spoken("openInPlace", english.openInPlace);

export function noticeWords(notice: Notice): string {
  switch (notice.code) {
    case "authorization_removed": {
      const { workspace, revoked } = notice.fields;
      return `${shell.authorizationRemoved(workspace)} ${revocationWords[revoked]}`;
    }
    case "removal_refused":
      return shell.removalRefused(notice.fields.workspace);
    case "registry_changed_outside":
      return shell.registryChanged;
  }
}
