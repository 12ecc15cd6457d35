//! Words around the views: navigation, banners, notices, shortcuts. Not the views' own words.
import type { Notice } from "../core/bindings";
import { spoken } from "./spoken";

export const shell = spoken("shell");
export const viewNames = spoken("viewNames");
export const revocationWords = spoken("revocationWords");
export const shortcutGroups = spoken("shortcutGroups");

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
