// Pictures of every screen in every language, theme and size, and a sheet with all of them.
//
//   node ui/gallery/gallery.js --dist FOLDER --out FOLDER [--screens a,b] [--langs de] [--themes normal,high] [--sizes 800x480]
//                              [--axe-only: no pictures, nothing but axe]
//
// The pages are those of the plain browser, with the scripted kiosk behind them, under the window's content security policy and in
// the window's engine. Each is checked by axe-core, and its layout by faults.js. Ends with 1 when something is wrong somewhere.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findViolations } from "./axe.js";
import { openBrowser } from "./browser.js";
import { findFaults, SMALLEST_TARGET_PX } from "./faults.js";
import { serve } from "./server.js";
import { contactSheet } from "./sheet.js";

const THEMES = {
  normal: "",
  high: "contrast=high",
  large: "text=large",
  low: "controls=low",
  all: "contrast=high&text=large&controls=low",
};
/** Of each picture, so many faults are told: the first one brings the others with it. */
const FAULTS_TOLD = 5;
/** Of a run. On a machine that loses more engines than this, nothing is proved. */
const MOST_RESTARTS = 20;
const SIZES = ["1080x1920", "1280x800", "800x480"];

const list = { type: "string" };
const { values: wanted } = parseArgs({
  options: {
    dist: list,
    out: list,
    screens: list,
    langs: list,
    themes: list,
    sizes: list,
    also: list,
    "axe-only": { type: "boolean" },
  },
});
let restarts = 0;
const window = JSON.parse(await readFile(new URL("../../src-tauri/tauri.conf.json", import.meta.url)));
const server = await serve(wanted.dist, window.app.security.csp);
let browser = await openBrowser();
try {
  await rm(wanted.out, { recursive: true, force: true });
  const pictures = await takePictures();
  if (!wanted["axe-only"]) await writeFile(join(wanted.out, "index.html"), contactSheet(pictures));
  const broken = pictures.filter(({ faults }) => faults.length > 0);
  for (const { file, faults } of broken) process.stdout.write(`${file}\n  ${faults.join("\n  ")}\n`);
  process.stdout.write(
    `${pictures.length} pages, ${broken.length} with faults${wanted["axe-only"] ? "" : `: ${wanted.out}/index.html`}\n`,
  );
  if (broken.length > 0) process.exitCode = 1;
} finally {
  await browser.page.close().catch(() => undefined);
  browser.close();
  server.close();
}

async function takePictures() {
  await stand(server.address);
  const offered = await browser.page.run(() => JSON.parse(document.documentElement.dataset.offered));
  const [screens, langs, themes, sizes] = [
    chosen(wanted.screens, offered.screens),
    chosen(wanted.langs, offered.languages),
    chosen(wanted.themes, Object.keys(THEMES)),
    chosen(wanted.sizes, SIZES),
  ];
  const pictures = [];
  for (const size of sizes) {
    const [width, height] = size.split("x").map(Number);
    await browser.page.resize(width, height);
    for (const theme of themes) {
      for (const lang of langs) {
        const folder = join(size, theme, lang);
        await mkdir(join(wanted.out, folder), { recursive: true });
        for (const screen of screens) {
          const address = `${server.address}?screen=${screen}&lang=${lang}&${THEMES[theme]}&${wanted.also ?? ""}`;
          const lowestTop = THEMES[theme].includes("controls=low") && height > width ? height / 2 : 0;
          const file = join(folder, `${screen}.png`);
          const faults = await again(width, height, () => lookAt(address, lowestTop, file));
          pictures.push({ file, size, theme, lang, screen, faults });
        }
      }
    }
  }
  return pictures;
}

function chosen(names, all) {
  return names?.split(",") ?? all;
}

/** Shows a page, looks for faults, and keeps its picture. */
async function lookAt(address, lowestTop, file) {
  await stand(address);
  const { page } = browser;
  const layout = wanted["axe-only"] ? [] : await page.run(findFaults, SMALLEST_TARGET_PX, lowestTop);
  const faults = [...(await findViolations(page)), ...layout].slice(0, FAULTS_TOLD);
  if (!wanted["axe-only"]) await writeFile(join(wanted.out, file), await page.picture());
  return faults;
}

/**
 * On a busy machine the engine stops drawing now and then, or does not answer any more: then another one looks at the same page.
 * A page that none of them can look at is a fault of its own, and a run in which that goes on ends.
 */
async function again(width, height, look, tries = 3) {
  try {
    return await look();
  } catch (error) {
    restarts += 1;
    if (restarts > MOST_RESTARTS) throw new Error(`the engine was lost ${restarts} times`, { cause: error });
    browser.close();
    browser = await openBrowser();
    await browser.page.resize(width, height);
    if (tries === 1) return [`could not be looked at: ${error.message}`];
    return await again(width, height, look, tries - 1);
  }
}

/** Waits until the screen stands: its fonts are there and nothing moves in any more. */
async function stand(address) {
  await browser.page.show(address);
  await browser.page.run(async () => {
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    // The callback of a frame may be lost: without a window that shows it, the engine draws none. What is read from the page, and a
    // picture of it, are laid out all the same.
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const frame = () => Promise.race([drawn(), wait(2_000)]);
    while (!document.querySelector("main")) await wait(20);
    await Promise.race([document.fonts.ready, wait(5_000)]);
    await frame();
    for (const animation of document.getAnimations()) {
      if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
    }
    await frame();
  });
}
