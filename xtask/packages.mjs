// Which packages end up in the app, by what Cargo and npm have locked.
//
// Not what is written about them: notices.mjs, sbom.mjs.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--locked", "--format-version", "1"], {
    cwd: root,
    maxBuffer: 1 << 28,
    encoding: "utf8",
  }),
);

/** What is linked into the window or the command line, on any system: build scripts and tests leave nothing there. */
export function linked() {
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set();
  const command = metadata.packages.find((found) => found.name === "trove-cli" && found.source === null);
  const waiting = [metadata.resolve.root, command.id];
  while (waiting.length > 0) {
    const id = waiting.pop();
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of nodes.get(id).deps) {
      if (edge.dep_kinds.some((kind) => kind.kind === null)) waiting.push(edge.pkg);
    }
  }
  return metadata.packages.filter((found) => seen.has(found.id) && found.source !== null);
}

/** What the window's bundle contains. */
export function bundled() {
  const lock = JSON.parse(readFileSync(join(root, "ui/package-lock.json"), "utf8"));
  return Object.entries(lock.packages)
    .filter(([path, found]) => path !== "" && !found.dev && !found.optional)
    .map(([path, found]) => ({
      name: path.replace(/^.*node_modules\//, ""),
      version: found.version,
      license: found.license,
      repository: null,
      folder: join(root, "ui", path),
      integrity: found.integrity,
    }));
}
