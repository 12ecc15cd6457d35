//! Classes and the sheets that give them their looks: each is declared by one sheet, used by the
//! code, and named by the code only where it is declared.
import { expect, test } from "vitest";

type Files = Record<string, string>;
const sheets = import.meta.glob("../src/**/*.css", {
  query: "?raw",
  import: "default",
  eager: true,
}) as Files;
const code = import.meta.glob("../src/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
}) as Files;

const isModule = (path: string) => path.endsWith(".module.css");

/** What a sheet declares itself, without what it borrows by `:global`. */
function declared(sheet: string): string[] {
  const selectors = sheet
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\{[^{}]*\}/g, "{}")
    .replace(/:global\([^)]*\)/g, "");
  return [...new Set([...selectors.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name ?? ""))];
}

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const everything = Object.values(code).join("\n");
const shared = Object.entries(sheets)
  .filter(([path]) => !isModule(path) && !path.endsWith("theme.css"))
  .flatMap(([, sheet]) => declared(sheet));

test("no class that views share is declared by two sheets", () => {
  expect(shared.filter((name, at) => shared.indexOf(name) !== at)).toEqual([]);
});

test("every shared class is used", () => {
  const unused = shared.filter((name) => !new RegExp(`["\x60 ]${name}["\x60 ]`).test(everything));
  expect(unused).toEqual([]);
});

/** Which modules a file of code imports, and by which name. */
function imports(path: string, text: string): [name: string, module: string][] {
  return [...text.matchAll(/import (\w+) from "(\.[^"]+\.module\.css)"/g)].map(([, name, to]) => [
    name ?? "",
    new URL(to ?? "", `file:///${path}`).pathname.slice(1),
  ]);
}
const used = Object.entries(code).flatMap(([path, text]) =>
  imports(path.replace("../", ""), text).flatMap(([name, module]) =>
    [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))].map(
      ([, local]) => `${module} ${local}`,
    ),
  ),
);
const offered = Object.entries(sheets)
  .filter(([path]) => isModule(path))
  .flatMap(([path, sheet]) =>
    declared(sheet).map((name) => `${path.replace("../", "")} ${camel(name)}`),
  );

test("what the code takes from a module is declared there, and nothing is declared for nobody", () => {
  expect(offered.length).toBeGreaterThan(100);
  expect([...new Set(used)].filter((name) => !offered.includes(name))).toEqual([]);
  expect(offered.filter((name) => !used.includes(name))).toEqual([]);
});

test("a module styles no bare element beyond its own", () => {
  for (const [path, sheet] of Object.entries(sheets).filter(([path]) => isModule(path))) {
    const text = sheet.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@(media|container)[^{]*\{/g, "");
    for (const [, list] of text.matchAll(/([^{}]+)\{[^{}]*\}/g)) {
      for (const selector of (list ?? "").split(/,(?![^(]*\))/)) {
        const own = selector.replace(/:global\([^)]*\)/g, "");
        expect(own, path).toMatch(/\.[a-z]|\[data-/);
      }
    }
  }
});

/** Lines, their corners and shadows: as thin as a screen draws them, whatever size text has. */
const LINES = /^(border|outline|(box|text)-shadow|text-underline-offset|--(radius|shadow|focus))/;

/** What is said in pixels and should grow with the system's text. */
function inPixels(sheet: string): string[] {
  const text = sheet.replace(/\/\*[\s\S]*?\*\//g, "");
  const asked = [...text.matchAll(/@(?:media|container)[^{]*/g)].map(([found]) => found);
  const said = [...text.matchAll(/([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)]
    .filter(([, property]) => !LINES.test(property ?? ""))
    .map(([found]) => found);
  // One pixel is a line, or what only screen readers see.
  return [...asked, ...said].filter((found) => /(?<![\d.])(?!-?1px)-?[\d.]+px/.test(found));
}

test("sizes are in rem, so that the system's text size counts", () => {
  expect(inPixels("a { margin: 1px 12px; border: 2px } @media (width < 760px) {}")).toEqual([
    "@media (width < 760px) ",
    "margin: 1px 12px",
  ]);
  const found = Object.entries(sheets).flatMap(([path, sheet]) =>
    inPixels(sheet).map((one) => `${path}: ${one}`),
  );
  expect(found).toEqual([]);
  const styled = Object.entries(code).filter(([, text]) => /style=\{\{[^}]*\d?\}?px`/.test(text));
  expect(styled.map(([path]) => path)).toEqual([]);
});
