/** The bounce page: what it forwards, what it does not, and that it loads nothing. */
import { describe, expect, it } from "vitest";
import page from "../bounce/index.html?raw";
import script from "../bounce/bounce.js?raw";

const STATE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const TARGET = "net.trovesearch.desktop:/oauth/callback";

/** The page's elements. A link element would make the test's DOM fetch the sheet. */
const parsed = () =>
  new DOMParser().parseFromString(page.replace("<link ", "<x-link "), "text/html");

/** Opens the page at `search` and runs its script: what it showed, and where it went. */
function open(search: string) {
  const document = parsed();
  const location = { search, pathname: "/bounce/", href: "" };
  const addresses: string[] = [];
  const history = {
    replaceState: (_: unknown, __: string, address: string) => addresses.push(address),
  };
  let copied = "";
  const navigator = { clipboard: { writeText: async (text: string) => void (copied = text) } };
  new Function("document", "location", "history", "navigator", script)(
    document,
    location,
    history,
    navigator,
  );
  const shown = [...document.querySelectorAll("section")]
    .filter((part) => !part.hidden)
    .map((part) => part.id);
  document.getElementById("copy")?.click();
  return {
    went: location.href,
    shown,
    addresses,
    copied,
    link: document.getElementById("open")?.getAttribute("href"),
  };
}

describe("the bounce page", () => {
  it.each([
    [`?code=03a0-f&state=${STATE}`, `?code=03a0-f&state=${STATE}`],
    [`?state=${STATE}&code=a%2Fb`, `?code=a%2Fb&state=${STATE}`],
    [`?error=access_denied&state=${STATE}`, `?error=access_denied&state=${STATE}`],
    [
      `?error=access_denied&error_description=%3Cimg%3E&state=${STATE}`,
      `?error=access_denied&state=${STATE}`,
    ],
    [
      `?code=c&state=${STATE}&iss=https%3A%2F%2Fapi.notion.com`,
      `?code=c&iss=https%3A%2F%2Fapi.notion.com&state=${STATE}`,
    ],
    [`?code=c&state=${STATE}&redirect=https%3A%2F%2Fevil.example`, `?code=c&state=${STATE}`],
  ])("forwards %s", (search, query) => {
    const { went, shown, addresses, copied, link } = open(search);
    expect(went).toBe(TARGET + query);
    expect(link).toBe(TARGET + query);
    expect(copied).toBe(TARGET + query);
    expect(shown).toEqual(["answered"]);
    expect(addresses).toEqual(["/bounce/"]);
  });

  it.each([
    "",
    "?",
    "?code=c",
    `?state=${STATE}`,
    `?code=&state=${STATE}`,
    "?code=c&state=short",
    `?code=c&state=${STATE}x`,
    `?code=c&state=${STATE}&state=${STATE}`,
    `?code=c&code=d&state=${STATE}`,
    `?code=c&error=access_denied&state=${STATE}`,
    `?code=a%20b&state=${STATE}`,
    `?code=c%0d%0a&state=${STATE}`,
    `?code=c%00&state=${STATE}`,
    `?code=%C3%BC&state=${STATE}`,
    `?error=%3Cb%3E&state=${STATE}`,
    `?code=c&state=${STATE}&iss=javascript%3Aalert(1)`,
    `?code=${"c".repeat(4000)}&state=${STATE}`,
    "?https://evil.example/",
  ])("forwards nothing for %s", (search) => {
    const { went, shown, addresses, copied, link } = open(search);
    expect([went, copied, link]).toEqual(["", "", null]);
    expect(shown).toEqual(["empty"]);
    expect(addresses).toEqual(["/bounce/"]);
  });

  it("loads its own two files and nothing else", () => {
    const document = parsed();
    const loaded = [...document.querySelectorAll("[src], [rel]")];
    expect(loaded.map((node) => node.getAttribute("src") ?? node.getAttribute("href"))).toEqual([
      "bounce.css",
      "bounce.js",
    ]);
    const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content");
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'",
    );
    expect(document.querySelector("meta[name=referrer]")?.getAttribute("content")).toBe(
      "no-referrer",
    );
    expect(document.querySelector("noscript")).not.toBeNull();
    expect(document.querySelectorAll("[style], style, [onclick], [onload]")).toHaveLength(0);
  });
});
