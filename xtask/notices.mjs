// Writes THIRD-PARTY.md: every package that ends up in the app, its licence and its
// copyright lines, and each licence text once. `--check` only compares.
//
// Not a judgement of licences: deny.toml says which are allowed.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundled, linked, root } from "./packages.mjs";

const target = join(root, "THIRD-PARTY.md");

/** What is no package: tables that lie in the tree, with whose they are. */
const TABLES = [
  {
    name: "Open Chinese Convert's TSCharacters.txt",
    version: "as in ferrous-opencc 0.4.0",
    license: "Apache-2.0",
    repository: "https://github.com/BYVoid/OpenCC",
    folder: join(root, "crates/index/data"),
  },
];

const LICENCE_FILE = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;
const COPYRIGHT = /^\s*(copyright\b|\(c\)\s+(?!you must)|©).*$/i;
const PLACEHOLDER = /\[yyyy\]|\{yyyy\}|<year>|copyright (notice|owner|holder|license|statement|law|and )/i;

/** Those of a package; where it links a library in C, which lies in a folder of its own, that one's too. */
function licenceFiles(folder, linksLibrary) {
  const found = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return found
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return linksLibrary ? licenceFiles(path, false) : [];
      return entry.isFile() && LICENCE_FILE.test(entry.name) ? [path] : [];
    });
}

const texts = new Map();
const entries = [];
const packages = [
  ...linked().map((found) => ({ ...found, folder: dirname(found.manifest_path) })),
  ...bundled(),
  ...TABLES,
].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));

for (const found of packages) {
  const copyrights = new Set();
  for (const file of licenceFiles(found.folder, Boolean(found.links))) {
    const lines = readFileSync(file, "utf8").replaceAll("\r", "").split("\n");
    for (const line of lines) {
      if (COPYRIGHT.test(line) && !PLACEHOLDER.test(line) && line.length < 200) copyrights.add(line.trim());
    }
    const text = lines.filter((line) => !COPYRIGHT.test(line) || PLACEHOLDER.test(line)).join("\n").trim();
    // The same words broken over lines in another way are the same licence.
    const key = text.replace(/[\s*#/_-]+/g, " ").toLowerCase();
    if (text.length > 200 && !texts.has(key)) texts.set(key, text);
  }
  const lines = [`- **${found.name}** ${found.version}, ${found.license ?? "licence in its own file"}`];
  if (found.repository) lines[0] += `, <${found.repository}>`;
  for (const line of copyrights) lines.push(`  - ${line.replace(/[<>]/g, (sign) => (sign === "<" ? "&lt;" : "&gt;"))}`);
  entries.push(lines.join("\n"));
}

const page = `# Third-party notices

Trove is built from these ${entries.length} packages. Each is used under the licence named beside it; the texts follow.

${entries.join("\n")}

# Licence texts

${[...texts.values()].map((text) => "```\n" + text.replaceAll("```", "'''") + "\n```").join("\n\n")}
`;

if (process.argv.includes("--check")) {
  const list = (text) => text.split("# Licence texts")[0];
  if (list(readFileSync(target, "utf8")) !== list(page)) {
    console.error("THIRD-PARTY.md is out of date: run `node xtask/notices.mjs`.");
    process.exit(1);
  }
} else {
  writeFileSync(target, page);
}
