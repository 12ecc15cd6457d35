//! What the window weighs when it starts, as it would be sent: script and sheet, gzipped.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, test } from "vitest";

/** Code colours, equations, German and the views besides search come when they are needed. */
const MOST = 70_000;

test("the window starts with at most seventy kilobytes", async () => {
  await build({ logLevel: "silent" });
  const files = readdirSync("dist/assets");
  const html = readFileSync("dist/index.html", "utf8");
  const named = files.filter((file) => html.includes(file));
  expect(named.some((file) => file.endsWith(".js"))).toBe(true);
  const weight = (some: string[]) =>
    some.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/assets/${file}`)).length, 0);
  expect(weight(named)).toBeLessThanOrEqual(MOST);
  // What is fetched later is really apart.
  expect(files.length).toBeGreaterThan(named.length + 5);
});
