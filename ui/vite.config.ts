//! How the window is built and tested. Not the demo, which has a configuration of its own.
import { defineConfig } from "vitest/config";
import solid from "vite-plugin-solid";

export default defineConfig({
  plugins: [solid()],
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
