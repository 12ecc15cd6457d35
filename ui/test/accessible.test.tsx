//! Every view as axe-core sees it: nothing is found that a person would stumble over. Colours and
//! sizes need a real engine; the stories look at those.
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { languages } from "../src/words/language";
import { type Scene, scenes } from "./demo/scenes";
import { MemoryHost } from "./memory_host";
import { pseudo } from "./pseudo";
import { openWindow, settle } from "./window";

afterEach(() => pseudo.plain());

const RULES = {
  // There is no layout here.
  "color-contrast": { enabled: false },
  "scrollable-region-focusable": { enabled: false },
  "target-size": { enabled: false },
};

async function findings(scene: Scene): Promise<string[]> {
  const host = openWindow(new MemoryHost({ ...scene.world() }).world);
  await settle();
  await scene.then?.(host);
  await settle();
  const { violations } = await axe.run(document, { rules: RULES, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test.each(Object.keys(scenes))("%s", async (name) => {
  const scene = scenes[name];
  if (scene === undefined) throw new Error(`there is no scene ${name}`);
  expect(await findings(scene)).toEqual([]);
});

test("a fault would be found", async () => {
  openWindow({});
  await settle();
  document.querySelector("main, form")?.append(document.createElement("img"));
  const { violations } = await axe.run(document, { rules: RULES });
  expect(violations.map(({ id }) => id)).toContain("image-alt");
  expect(languages.en.runs).toBe("ltr");
});
