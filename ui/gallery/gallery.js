// Pictures of every screen in every language, theme and size, and a sheet with all of them.
//
//   node ui/gallery/gallery.js --dist FOLDER --out FOLDER [--screens a,b] [--langs de] [--themes normal,high] [--sizes 800x480]
//                              [--also "stillThere=20": of the address, for every page]
//                              [--axe-only: no pictures, nothing but axe] [--engines 2]
//
// The pages are those of the plain browser, with the scripted kiosk behind them, under the window's content security policy and in
// the window's engine. Each is checked by axe-core, and its layout by faults.js. Ends with 1 when something is wrong somewhere, or
// when it could not look everywhere.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openEye } from "./eye.js";
import { planned, THEMES } from "./plan.js";
import { serve } from "./server.js";
import { contactSheet } from "./sheet.js";

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
    engines: { type: "string", default: String(Math.min(2, availableParallelism())) },
  },
});
const say = (text) => process.stdout.write(`${text}\n`);

// Whoever is stopped takes the engines along.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const began = performance.now();
const window = JSON.parse(await readFile(new URL("../../src-tauri/tauri.conf.json", import.meta.url)));
const server = await serve(wanted.dist, window.app.security.csp);
try {
  await rm(wanted.out, { recursive: true, force: true });
  const groups = await plan();
  const pages = await lookAtAll([...groups]);
  report(pages, groups.flatMap(({ screens }) => screens).length);
  if (!wanted["axe-only"]) {
    await writeFile(join(wanted.out, "index.html"), contactSheet(pages));
    say(`${wanted.out}/index.html`);
  }
} finally {
  server.close();
}

async function plan() {
  const eye = openEye(server.address, "");
  try {
    return planned(await eye.offered(), wanted);
  } finally {
    await eye.close();
  }
}

/** Several engines, each with one group after the other. */
async function lookAtAll(groups) {
  const pages = [];
  const eyes = Array.from({ length: Math.min(Number(wanted.engines), groups.length) }, async () => {
    const eye = openEye(server.address, wanted.also ?? "");
    try {
      for (let group = groups.shift(); group; group = groups.shift()) await lookAtGroup(eye, group, pages);
    } finally {
      await eye.close();
    }
  });
  for (const eye of await Promise.allSettled(eyes)) {
    if (eye.status === "rejected") say(`An engine was given up: ${eye.reason.message}`);
  }
  return pages;
}

async function lookAtGroup(eye, group, pages) {
  const { size, theme, lang, screens } = group;
  const groupBegan = performance.now();
  const folder = join(size, theme, lang);
  await mkdir(join(wanted.out, folder), { recursive: true });
  const broken = [];
  for (const { screen, lowestTop } of screens) {
    const file = join(folder, `${screen}.png`);
    const faults = await eye.faultsOf({
      group,
      question: `screen=${screen}&lang=${lang}&${THEMES[theme]}`,
      lowestTop,
      picture: wanted["axe-only"] ? undefined : join(wanted.out, file),
    });
    pages.push({ file, size, theme, lang, screen, faults });
    if (faults.length > 0) broken.push(`${file}\n  ${faults.join("\n  ")}`);
  }
  say(`${folder}: ${screens.length} pages, ${broken.length} with faults, ${seconds(groupBegan)} s`);
  broken.forEach(say);
}

function report(pages, plannedPages) {
  const broken = pages.filter(({ faults }) => faults.length > 0).length;
  say(`${pages.length} of ${plannedPages} pages in ${seconds(began)} s, ${broken} with faults`);
  if (broken > 0 || pages.length < plannedPages || plannedPages === 0) process.exitCode = 1;
}

function seconds(since) {
  return Math.round((performance.now() - since) / 1000);
}
