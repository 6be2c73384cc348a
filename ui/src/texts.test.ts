// Every text of the catalogue is said somewhere, in every language.
import { afterEach, describe, expect, it } from "vitest";
import { allNotices, samples } from "./backend/samples";
import { printers } from "./backend/samples-status";
import { close, isShown, show, touch } from "./window-under-test";
import { catalogue, languages } from "./words/words";

/** Every screen is shown; on a busy machine that takes longer than one test usually may. */

type Tree = { [key: string]: string | Tree };

afterEach(close);

function texts(tree: Tree, path = ""): [path: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : texts(value, `${path}${key}.`),
  );
}

/** What is on the screen now, for the eye and for the ear. */
function said(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  while (walker.nextNode()) found.push(walker.currentNode.textContent ?? "");
  const labels = [...document.querySelectorAll("[aria-label]")].map(
    (element) => element.getAttribute("aria-label") ?? "",
  );
  return [...found, ...labels];
}

/** Matches the text with anything in its places, in one text of the screen. */
function pattern(text: string): RegExp {
  const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join(".+"));
}

describe.each(languages)("the texts in %s", (language) => {
  it("are all on some screen", async () => {
    const everything: string[] = [];
    const looks = [
      ...Object.keys(samples).map((name) => `screen=${name}`),
      ...allNotices.map((notice) => `notices=${notice}&demo=1`),
      `notices=${allNotices.join(",")}`,
      ...["green", "amber", "red"].map((traffic) => `screen=attract&traffic=${traffic}`),
      `screen=diaryPass&notices=cameraLost`,
      `screen=comfort&contrast=high`,
      `screen=keypad&stillThere=20`,
      `speech=on`,
      ...printers.map((printer) => `screen=status&printer=${printer},failed`),
      `screen=status&printer=busy,sent`,
      `screen=statusWorried&notices=${allNotices.join(",")}`,
    ];
    for (const look of looks) {
      await show(`${look}&lang=${language}`);
      everything.push(...said());
    }
    // What is refused stands below what is to be looked after.
    await show(`screen=statusWorried&notices=${allNotices.join(",")}&lang=${language}`);
    for (let pages = 0; pages < 2; pages += 1) {
      await touch("page-down");
      everything.push(...said());
    }
    await show(`screen=formName&lang=${language}`);
    // Ukrainian and Arabic have Latin letters between their own and those with marks.
    if (isShown("key-latin")) await touch("key-latin");
    everything.push(...said());
    await touch("key-accents");
    everything.push(...said());
    await show(`lang=${language}`);
    await touch("languages");
    everything.push(...said());

    // The group `speech` is for the ear alone; tests of the kiosk and of reading.ts go through it.
    const seen = texts(catalogue[language]).filter(([path]) => !path.startsWith("speech."));
    const unsaid = seen.filter(([, text]) => {
      const wanted = pattern(text);
      return !everything.some((found) => wanted.test(found));
    });
    expect(unsaid).toEqual([]);
  });
});
