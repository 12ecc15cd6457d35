//! Pictures of every view to look at side by side: `npm run pictures`, or `npm run pictures -- search home`
//! for some scenes. `TEXT=200` draws as where the system's text has 200 % of its usual size. One picture for each scene, with every width, theme, language and zoom in it,
//! under out/pictures/, and each of them by itself beside it. Drawn by Chromium, which can be told everything a system says of itself;
//! the window's own engine is what the stories look at.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";

const CONFIG = fileURLToPath(new URL("vite.config.ts", import.meta.url));
const OUT = fileURLToPath(new URL("../../../out/pictures", import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? "chromium";
/** Of the system's text, in per cent. */
const TEXT = Number(process.env.TEXT ?? 100);

const languages = ["en", "de", "longer", "mirrored"];
/** Pixels of the window, and how large everything is drawn in it. */
const sizes = [
  { width: 480, height: 400, zoom: 1 },
  { width: 480, height: 800, zoom: 1.5 },
  { width: 1024, height: 720, zoom: 1 },
  { width: 1024, height: 720, zoom: 2 },
  { width: 1024, height: 720, zoom: 3 },
  { width: 1600, height: 900, zoom: 1 },
];
/** Else a picture would be of the way from one look to the next. */
const CALM = { "prefers-reduced-motion": "reduce" };
/** What the system says of itself. */
const looks = [
  { name: "light", features: { "prefers-color-scheme": "light" } },
  { name: "dark", features: { "prefers-color-scheme": "dark" } },
  { name: "forced", features: { "forced-colors": "active", "prefers-color-scheme": "dark" } },
];

/** Chromium, spoken to through two pipes: no port, and no library. */
async function open() {
  const profile = await mkdtemp(join(tmpdir(), "pictures-"));
  const child = spawn(
    CHROMIUM,
    [
      "--headless=new",
      "--remote-debugging-pipe",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      "--no-first-run",
      "--disable-background-networking",
      `--blink-settings=defaultFontSize=${(16 * TEXT) / 100}`,
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  );
  const [, , , out, back] = child.stdio;
  const waiting = new Map();
  let asked = 0;
  let rest = "";
  back.setEncoding("utf8");
  back.on("data", (text) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop();
    for (const message of messages.map((one) => JSON.parse(one))) {
      const answer = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error !== undefined) answer?.reject(new Error(message.error.message));
      else answer?.resolve(message.result);
    }
  });
  child.on("error", (error) => waiting.forEach(({ reject }) => reject(error)));
  child.on("exit", () => waiting.forEach(({ reject }) => reject(new Error("Chromium ended."))));
  const call = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve, reject });
      out.write(`${JSON.stringify({ id: asked, method, params, sessionId })}\0`);
    });
  const { targetId } = await call("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
  return {
    call: (method, params) => call(method, params, sessionId),
    async evaluate(expression) {
      const { result, exceptionDetails } = await this.call("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception.description);
      return result.value;
    },
    async size({ width, height, zoom }) {
      await this.call("Emulation.setDeviceMetricsOverride", {
        width: Math.floor(width / zoom),
        height: Math.floor(height / zoom),
        deviceScaleFactor: zoom,
        mobile: false,
      });
    },
    async picture(more = {}) {
      const { data } = await this.call("Page.captureScreenshot", { format: "png", ...more });
      return data;
    },
    async close() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** What stands outside of the window and cannot be scrolled to. Runs in the page. */
function outside() {
  const isOff = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 2 && (box.left < -1 || box.right > innerWidth + 1);
  };
  const isScrolled = (element) => {
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== "visible") return true;
    }
    return false;
  };
  const isSideways = (element) =>
    /auto|scroll/.test(getComputedStyle(element).overflowX) &&
    element.scrollWidth > element.clientWidth + 1 &&
    // What is meant to be scrolled by keys takes the focus.
    element.tabIndex !== 0;
  const sideways = [...document.querySelectorAll("html, body, #app *")]
    .filter((element) => isSideways(element))
    .map((element) => `${element.tagName} ${element.className} scrolls sideways`);
  const off = [...document.querySelectorAll("#app *")]
    .filter((element) => element.closest(".visually-hidden, thead, svg") === null)
    .filter((element) => isOff(element) && !isScrolled(element))
    .map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`);
  return [...sideways, ...off];
}

/** A picture that is asked for makes the engine draw; a timer lets what observes sizes follow. */
const frames = `new Promise((drawn) => setTimeout(drawn, 30))`;

async function main() {
  await build({ configFile: CONFIG, logLevel: "error" });
  const server = await preview({ configFile: CONFIG, logLevel: "error", preview: { port: 0 } });
  const address = server.resolvedUrls.local[0];
  const browser = await open();
  try {
    await mkdir(OUT, { recursive: true });
    await browser.call("Page.enable");
    await browser.call("Page.bringToFront");
    await browser.call("Page.navigate", { url: `${address}?scene=` });
    const all = await settledScenes(browser);
    const wanted = process.argv.slice(2);
    for (const scene of wanted.length === 0 ? all : all.filter((one) => wanted.includes(one))) {
      await picture(browser, address, scene);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

async function settledScenes(browser) {
  await settled(browser);
  return JSON.parse(await browser.evaluate("document.documentElement.dataset.scenes"));
}

async function settled(browser) {
  await browser.evaluate(`new Promise((done) => {
    const look = () => document.documentElement?.dataset.scenes ? done() : setTimeout(look, 20);
    look();
  })`);
  await browser.evaluate(frames);
}

/** All variants of one scene beside each other. */
async function picture(browser, address, scene) {
  const shots = [];
  await mkdir(join(OUT, scene), { recursive: true });
  for (const language of languages) {
    await browser.size(sizes.at(-1));
    await browser.call("Page.navigate", {
      url: `${address}?scene=${scene}&language=${language}`,
    });
    await settled(browser);
    const failed = await browser.evaluate("document.documentElement.dataset.failed");
    if (failed !== undefined) console.log(`${scene} in ${language} did not come about: ${failed}`);
    for (const size of sizes) {
      await browser.size(size);
      for (const look of looks) {
        // Other languages are looked at in one dress: their words are as long in every one.
        if (language !== "en" && look.name !== "light") continue;
        const features = Object.entries({ ...CALM, ...look.features }).map(([name, value]) => ({
          name,
          value,
        }));
        await browser.call("Emulation.setEmulatedMedia", { features });
        await browser.evaluate(frames);
        const name = `${size.width} px, ${size.zoom * 100} %, ${language}, ${look.name}`;
        const off = look.name === "light" ? await browser.evaluate(`(${outside})()`) : [];
        for (const what of off) console.log(`${scene} (${name}): outside of the window: ${what}`);
        const data = await browser.picture();
        await writeFile(join(OUT, scene, `${name}.png`), Buffer.from(data, "base64"));
        shots.push({ name, width: size.width, data });
      }
    }
  }
  await browser.call("Emulation.setEmulatedMedia", { features: [] });
  await writeFile(join(OUT, `${scene}.html`), sheet(shots));
  await browser.size({ width: 2400, height: 1200, zoom: 1 });
  await browser.call("Page.navigate", { url: `file://${join(OUT, `${scene}.html`)}` });
  await browser.evaluate(
    "Promise.all([...document.images].map((image) => image.decode())).then(() => true)",
  );
  const height = await browser.evaluate("document.documentElement.scrollHeight");
  const clip = { x: 0, y: 0, width: 2400, height, scale: 1 };
  const data = await browser.picture({ captureBeyondViewport: true, clip });
  await writeFile(join(OUT, `${scene}.png`), Buffer.from(data, "base64"));
  console.log(join(OUT, `${scene}.png`));
}

function sheet(shots) {
  const figures = shots.map(
    ({ name, width, data }) =>
      `<figure><img width="${Math.round(width / 2.2)}" src="data:image/png;base64,${data}"><figcaption>${name}</figcaption></figure>`,
  );
  return `<!doctype html><style>body{margin:8px;background:#888;font:12px sans-serif;display:flex;flex-wrap:wrap;gap:8px;align-items:start}figure{margin:0}img{display:block;border:1px solid #333}</style>${figures.join("")}`;
}

await main();
