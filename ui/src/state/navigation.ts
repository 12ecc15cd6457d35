//! Which view is shown, and where a person lands after signing in. Not the links themselves.
import type { ConnectionCard, ConnectState, Role } from "../core/bindings";

export type View =
  "search" | "coverage" | "connect" | "connections" | "administration" | "settings";

/** The views of the sidebar, in its order and in the order of its keys. */
export function sidebarViews(role: Role): View[] {
  const views: View[] = ["search", "coverage", "connections", "administration", "settings"];
  return role === "administrator" ? views : views.filter((view) => view !== "administration");
}

/** Where signing in leads: first to what is unfinished, then to where they were going. */
export function landing(
  asked: View | undefined,
  role: Role,
  connecting: ConnectState,
  connections: ConnectionCard[],
): View {
  if (connecting.step !== "idle") return "connect";
  if (asked !== undefined && (asked !== "administration" || role === "administrator")) return asked;
  return connections.length === 0 ? "connect" : "search";
}
