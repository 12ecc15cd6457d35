//! How the window is built and tested. Not the demo, which has a configuration of its own.
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";

/** In bytes, gzipped: what the window starts with, 70 kB. Code colours, German and the views
 *  besides search are fetched when they are needed. The room beyond is for another zlib's gzip. */
const MOST_AT_START = 70_500;

/** The build fails where the window would start with more. */
function weighed(): Plugin {
  return {
    name: "weighed",
    apply: "build",
    generateBundle(_, bundle) {
      const first = new Set(
        Object.values(bundle).filter((one) => one.type === "chunk" && one.isEntry),
      );
      for (const one of first) {
        if (one.type !== "chunk") continue;
        for (const name of [...one.imports, ...(one.viteMetadata?.importedCss ?? [])]) {
          const needed = bundle[name];
          if (needed !== undefined) first.add(needed);
        }
      }
      const weight = [...first].reduce(
        (sum, one) => sum + gzipSync(one.type === "chunk" ? one.code : one.source).length,
        0,
      );
      if (weight > MOST_AT_START) {
        this.error(`The window starts with ${weight} bytes, of ${MOST_AT_START} at most.`);
      }
      this.info(`The window starts with ${weight} bytes, gzipped.`);
    },
  };
}

export default defineConfig({
  plugins: [solid(), weighed()],
  build: {
    // The oldest engine the window runs in is the system's WebKit.
    target: "safari17",
    // The polyfill fetches, which the content security policy forbids.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  css: {
    // Sheets are written as CSS is, and named in code as code is.
    modules: { localsConvention: "camelCaseOnly" },
  },
  test: {
    environment: "happy-dom",
    include: ["test/**/*.test.{ts,tsx}"],
    // Reached only by a test that fails: a loaded machine is slow, not wrong.
    testTimeout: 60_000,
    // Classes keep their names where tests look for them.
    css: { include: /\.module\.css/, modules: { classNameStrategy: "non-scoped" } },
  },
});
