//! Serves the window on the in-memory host, to look at it in a browser: `npm run demo`.
//! Its output is never shipped.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import window from "../../vite.config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [solid()],
  ...(window.css && { css: window.css }),
  build: { outDir: "../../../out/demo", emptyOutDir: true, modulePreload: { polyfill: false } },
  server: { host: "127.0.0.1" },
  preview: {
    host: "127.0.0.1",
    // The policy of the real window, so that the demo breaks where the window would.
    headers: {
      "Content-Security-Policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'none'; frame-src 'none'; object-src 'none'; worker-src 'none'; base-uri 'none'; form-action 'none'",
    },
  },
});
