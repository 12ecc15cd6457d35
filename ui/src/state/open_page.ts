//! Opens a page where it is edited, and says where that went otherwise than it was meant.
import { search as words } from "../words/search";
import type { AppState } from "./app_state";

export async function openPage(app: AppState, page: string, other: boolean): Promise<void> {
  const went = await app.host.call("open_page", { page, other });
  if (went === "in_browser_instead") app.say(words.browserInstead);
}
