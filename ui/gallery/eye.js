// Somebody before the screen: shows a page in the engine and says what is wrong with it. When the engine is lost, another one goes on.
import { writeFile } from "node:fs/promises";
import { findViolations } from "./axe.js";
import { openBrowser } from "./browser.js";
import { findFaults, SMALLEST_TARGET_PX } from "./faults.js";

/** Of each page, so many faults are told: the first one brings the others with it. */
const FAULTS_TOLD = 5;
/** On a machine that loses more engines than this, nothing is proved. */
const MOST_LOST = 20;
const TRIES = 3;

/** Engines of one run that were lost, by all eyes. */
let lost = 0;

/** `address` is that of the scripted kiosk, without a question; whoever opened an eye has to close it. */
export function openEye(address, also) {
  let browser;
  /** The size of the page in the engine, once one is loaded. */
  let shown = "";

  /** Without a picture of the page, its layout is not looked at either. */
  async function look({ group, question, lowestTop, picture }) {
    await stand(group, question);
    const layout = picture ? await browser.page.run(findFaults, SMALLEST_TARGET_PX, lowestTop) : [];
    const faults = [...(await findViolations(browser.page)), ...layout].slice(0, FAULTS_TOLD);
    if (picture) await writeFile(picture, await browser.page.picture());
    return faults;
  }

  /**
   * A page is loaded once for each group; then only its address changes, and the kiosk begins anew: an engine that has read the
   * program is several times as fast as one that has just loaded it.
   */
  async function stand(group, question) {
    const search = `?${question}&${also}`;
    if (shown !== group) {
      await browser.page.resize(group.width, group.height);
      await browser.page.show(address + search);
    } else {
      await browser.page.run(turnTo, search);
    }
    shown = group;
    await browser.page.run(settle);
  }

  /** Looks once more with another engine where one was lost. */
  async function tried(look) {
    for (let tries = 1; ; tries += 1) {
      try {
        browser ??= await openBrowser();
        return await look();
      } catch (error) {
        lost += 1;
        browser?.close();
        browser = undefined;
        shown = "";
        if (tries === TRIES || lost > MOST_LOST) throw error;
      }
    }
  }

  return {
    /** What is wrong with a page; one that no engine can look at is a fault of its own. */
    async faultsOf(page) {
      try {
        return await tried(() => look(page));
      } catch (error) {
        if (lost > MOST_LOST) throw new Error(`the engine was lost ${lost} times`, { cause: error });
        return [`could not be looked at: ${error.message}`];
      }
    },
    offered: () =>
      tried(async () => {
        await browser.page.show(address);
        await browser.page.run(settle);
        return browser.page.run(() => JSON.parse(document.documentElement.dataset.offered));
      }),
    async close() {
      await browser?.page.close().catch(() => undefined);
      browser?.close();
    },
  };
}

// Run in the browser; a function has to stand alone there.

function turnTo(search) {
  window.history.replaceState(null, "", search);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

/** Until the screen stands: its fonts are there and nothing moves in any more. */
async function settle() {
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  // The callback of a frame may be lost: without a window that shows it, the engine draws none. What is read from the page, and a
  // picture of it, are laid out all the same.
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const frame = () => Promise.race([drawn(), wait(2_000)]);
  while (!document.querySelector("main")) await wait(5);
  await frame();
  await Promise.race([document.fonts.ready, wait(5_000)]);
  for (const animation of document.getAnimations()) {
    if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
  }
  await frame();
}
