// Writes a software bill of materials in CycloneDX 1.6 (<https://cyclonedx.org/docs/1.6/json/>):
// every package that ends up in the app, with its licence and the hash it was locked by. To the
// file that is named, or nowhere: `node xtask/sbom.mjs --check` only sees whether it is whole.
//
// Not the notices for people (notices.mjs); the same packages.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundled, linked, root } from "./packages.mjs";

/** What Cargo.lock says of each package, by name and version. */
const locked = new Map(
  readFileSync(join(root, "Cargo.lock"), "utf8")
    .split("[[package]]")
    .slice(1)
    .map((entry) => {
      const field = (name) => entry.match(new RegExp(`^${name} = "(.*)"$`, "m"))?.[1];
      return [`${field("name")} ${field("version")}`, field("checksum")];
    }),
);

const crates = linked().map((found) => ({
  ...found,
  purl: `pkg:cargo/${found.name}@${found.version}`,
  hash: { alg: "SHA-256", content: locked.get(`${found.name} ${found.version}`) },
}));
const modules = bundled().map((found) => ({
  ...found,
  purl: `pkg:npm/${found.name.replace("@", "%40")}@${found.version}`,
  hash: { alg: "SHA-512", content: Buffer.from(found.integrity.replace("sha512-", ""), "base64").toString("hex") },
}));

const component = (found) => ({
  type: "library",
  "bom-ref": found.purl,
  name: found.name,
  version: found.version,
  purl: found.purl,
  // Cargo once separated alternatives by a slash.
  licenses: found.license ? [{ expression: found.license.replaceAll("/", " OR ") }] : [],
  hashes: [found.hash],
});
const components = [...crates, ...modules].map(component).sort((a, b) => (a.purl < b.purl ? -1 : 1));

const version = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.*)"$/m)[1];
const bom = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  version: 1,
  metadata: { component: { type: "application", name: "Trove", version } },
  components,
};

const lacking = components.filter(({ version, hashes }) => !version || !hashes[0].content);
const twice = components.filter(({ purl }, index) => components[index + 1]?.purl === purl);
if (lacking.length > 0 || twice.length > 0 || crates.length < 100 || modules.length === 0) {
  const names = [...lacking, ...twice].map(({ purl }) => purl).join(", ");
  console.error(`The bill of materials is not whole: ${crates.length} crates, ${modules.length} modules; ${names}`);
  process.exit(1);
}
const target = process.argv[2];
if (target !== "--check") writeFileSync(target, `${JSON.stringify(bom, null, 1)}\n`);
console.log(`${components.length} components`);
