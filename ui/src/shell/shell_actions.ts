//! What can be done wherever one is, as the menu of actions lists it.
import type { Appearance, Role } from "../core/bindings";
import { createAction } from "../state/action";
import { useApp } from "../state/app_state";
import type { MenuAction } from "../state/menu_actions";
import { sidebarViews } from "../state/navigation";
import type { SessionState } from "../state/session_state";
import { appearanceNames, shell as words, viewNames } from "../words/shell";

export function createShellActions(
  session: SessionState,
  role: Role,
  means: { toSearch(): void; lock(): void; showKeys(): void; quit(): void },
): () => MenuAction[] {
  const app = useApp();
  const dress = createAction((appearance: Appearance) =>
    app.setMachine((now) => ({ ...now, appearance })),
  );
  const check = createAction(() => app.host.call("refresh", { connection: null }));
  const views = sidebarViews(role);

  return () => [
    { name: words.toSearchBox, keys: "Mod F", run: () => means.toSearch() },
    ...views.map((view, place) => ({
      name: words.goTo(viewNames[view]),
      keys: `View ${place + 1}`,
      run: () => session.go(view),
    })),
    { name: viewNames.connect, run: () => session.go("connect") },
    ...(session.connections().length > 0
      ? [{ name: words.checkAll, run: () => void check.run() }]
      : []),
    ...(Object.keys(appearanceNames) as Appearance[])
      .filter((appearance) => appearance !== app.machine().appearance)
      .map((appearance) => ({
        name: words.appearance(appearanceNames[appearance]),
        run: () => void dress.run(appearance),
      })),
    { name: words.larger, keys: "Mod +", run: () => app.zoom("larger") },
    { name: words.smaller, keys: "Mod -", run: () => app.zoom("smaller") },
    { name: words.actualSize, keys: "Mod 0", run: () => app.zoom("actual") },
    { name: words.shortcuts, keys: "F1", run: () => means.showKeys() },
    { name: words.lock, keys: "Mod L", run: () => means.lock() },
    { name: words.quit, keys: "Mod Q", run: () => means.quit() },
  ];
}
