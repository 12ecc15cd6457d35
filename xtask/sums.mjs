// Writes SHA256SUMS into a folder: a line for each file in it, as `sha256sum --check` reads it.
//
// Node does it on every system alike; `node xtask/sums.mjs FOLDER`.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SUMS = "SHA256SUMS";
const folder = process.argv[2];
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== SUMS)
  .map((entry) => entry.name)
  .sort();
const sum = (name) => createHash("sha256").update(readFileSync(join(folder, name))).digest("hex");
writeFileSync(join(folder, SUMS), names.map((name) => `${sum(name)}  ${name}\n`).join(""));
console.log(`${names.length} files in ${SUMS}`);
