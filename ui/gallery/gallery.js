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
const window = JSON.parse(await readFile(new URL("../../src-tauri/tauri.conf.json", import.meta.url)));
const server = await serve(wanted.dist, window.app.security.csp);
const browser = await openBrowser();
try {
  await rm(wanted.out, { recursive: true, force: true });
  const pictures = await takePictures(browser.page);
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

async function takePictures(page) {
  await stand(page, server.address);
  const offered = await page.run(() => JSON.parse(document.documentElement.dataset.offered));
  const [screens, langs, themes, sizes] = [
    chosen(wanted.screens, offered.screens),
    chosen(wanted.langs, offered.languages),
    chosen(wanted.themes, Object.keys(THEMES)),
    chosen(wanted.sizes, SIZES),
  ];
  const pictures = [];
  for (const size of sizes) {
    const [width, height] = size.split("x").map(Number);
    await page.resize(width, height);
    for (const theme of themes) {
      for (const lang of langs) {
        const folder = join(size, theme, lang);
        await mkdir(join(wanted.out, folder), { recursive: true });
        for (const screen of screens) {
          const query = `?screen=${screen}&lang=${lang}&${THEMES[theme]}&${wanted.also ?? ""}`;
          await stand(page, `${server.address}${query}`);
          const lowestTop = THEMES[theme].includes("controls=low") && height > width ? height / 2 : 0;
          const layout = wanted["axe-only"] ? [] : await page.run(findFaults, SMALLEST_TARGET_PX, lowestTop);
          const faults = [...(await findViolations(page)), ...layout].slice(0, FAULTS_TOLD);
          const file = join(folder, `${screen}.png`);
          if (!wanted["axe-only"]) await writeFile(join(wanted.out, file), await page.picture());
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

/** Shows a page until it stands. On a busy machine the engine loses a frame's callback now and then: the page is asked again. */
async function stand(page, address, tries = 3) {
  try {
    await page.show(address);
    await settled(page);
  } catch (error) {
    if (tries === 1) throw error;
    await stand(page, address, tries - 1);
  }
}

/** Waits until the screen stands: its fonts are there and nothing moves in any more. */
async function settled(page) {
  await page.run(async () => {
    while (!document.querySelector("main")) await new Promise((resolve) => setTimeout(resolve, 20));
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (const animation of document.getAnimations()) {
      if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
