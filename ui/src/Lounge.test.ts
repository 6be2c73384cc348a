// The staff's lounge: every face in both languages, and the ways that must not be long.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { colleagues, loungeSamples, rows } from "./backend/samples-lounge";
import { scriptedBackend } from "./backend/scripted";
import type { KioskView, Language } from "./generated/api.gen";
import { close, find, isShown, screenName, settle, show, touch, typeNumber } from "./window-under-test";
import { staffCatalogue, staffLanguageOf } from "./words/staff";
import { fill, languages } from "./words/words";

const { de } = staffCatalogue;

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

const heading = () => document.querySelector("h1")?.textContent;
const touches = (requests: { kind: string; touch?: unknown }[]) =>
  requests.filter(({ kind }) => kind === "lounge").map(({ touch }) => touch);

async function signIn(row: number): Promise<void> {
  await touch("open-lounge", `name-${row}`);
  await typeNumber("493817");
  await touch("enter");
}

describe.each(["de", "en", "ar"] satisfies Language[])("every page of the lounge in %s", (language) => {
  it.each(Object.keys(loungeSamples))("%s shows all its texts under one heading", async (name) => {
    await show(`screen=${name}&lang=${language}&notices=printerUnavailable`);
    expect(screenName()).toBe("lounge");
    expect(document.querySelectorAll("h1")).toHaveLength(1);
    expect(heading()?.trim()).not.toBe("");
    expect(document.body.textContent).not.toMatch(/undefined|null|NaN|\{\w+\}|\[object/);
    for (const button of document.querySelectorAll("button")) {
      const label = button.getAttribute("aria-label") ?? button.textContent.trim();
      expect(label, button.outerHTML).not.toBe("");
      expect(button.dataset["testid"], button.outerHTML).toBeTruthy();
    }
  });
});

describe("the staff's language", () => {
  it("is German where German is spoken and English everywhere else, and always runs from left to right", async () => {
    expect(languages.map(staffLanguageOf)).toEqual(["de", "de", "en", "en", "en", "en", "en", "en"]);
    await show("screen=loungeHome&lang=ar");
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(["en", "ltr"]);
    await touch("lock", "back");
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(["ar", "rtl"]);
  });

  it("has the same texts with the same places in both", () => {
    const flat = (tree: object, path = ""): [string, string][] =>
      Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
        typeof value === "string"
          ? [[`${path}${key}`, value] as [string, string]]
          : flat(value as object, `${path}${key}.`),
      );
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    const english = flat(staffCatalogue.en);
    expect(english.map(([path]) => path)).toEqual(flat(de).map(([path]) => path));
    flat(de).forEach(([path, text], i) => {
      expect(places(english[i]?.[1] ?? ""), path).toEqual(places(text));
      expect(text.trim(), path).not.toBe("");
    });
  });
});

describe("the way in", () => {
  it("is a quiet key on the first screen, a name, a PIN and one touch", async () => {
    const { requests } = await show("");
    expect(find("open-lounge").textContent.trim()).toBe("");
    await signIn(0);
    expect(heading()).toBe(de.home);
    expect(find("colleague").textContent).toContain(colleagues[0]?.name);
    expect(requests[0]).toEqual({ kind: "openLounge" });
    expect(touches(requests)).toEqual([
      { kind: "choose", row: 0 },
      ...[4, 9, 3, 8, 1, 7].map((digit) => ({ kind: "digit", digit })),
      { kind: "enter" },
    ]);
  });

  it("asks some for a second code", async () => {
    await show("");
    await signIn(3);
    expect(find("prompt").textContent).toBe(fill(de.signIn.code, { name: colleagues[3]?.name ?? "" }));
    await typeNumber("123456");
    await touch("enter");
    expect(heading()).toBe(de.home);
  });

  it("takes no digit before a name, and none while it is locked", async () => {
    const { requests } = await show("screen=loungeSignIn");
    for (const key of ["7", "Backspace"]) window.dispatchEvent(new KeyboardEvent("keydown", { key }));
    await touch("digit-7");
    await show("screen=loungeLocked");
    expect(find<HTMLButtonElement>("digit-7").disabled).toBe(true);
    expect(find("outcome").textContent).toContain("1:24");
    expect(requests).toEqual([]);
  });

  it("has nothing of the digits in the page", async () => {
    const pages: string[] = [];
    for (const digits of ["77777", "30914"]) {
      await show("");
      await touch("open-lounge", "name-0");
      await typeNumber(digits);
      pages.push(document.body.outerHTML);
    }
    expect(pages[0]).toBe(pages[1]);
  });
});

describe("the overview", () => {
  it("offers what the role may do and nothing else", async () => {
    const offered = async (name: string) => {
      await show(`screen=${name}`);
      return [...document.querySelectorAll<HTMLElement>("main ul button")].map(
        ({ dataset }) => dataset["testid"],
      );
    };
    expect(await offered("loungeHomeTechnician")).toEqual(["openRefused", "openDevices"]);
    expect(isShown("emergency"), "no personal data for technicians, so no roll call").toBe(false);
    expect(isShown("counts")).toBe(false);
    expect(await offered("loungeHomeDoor")).toEqual([
      "openInside",
      "openNumber",
      "beginDrill",
      "openDevices",
    ]);
    expect(await offered("loungeHomeFull")).toContain("openRollCall");
    expect(find("counts").textContent).toContain(fill(de.counts.over, { over: 3 }));
  });

  it("has the emergency key one touch away, on every page but the roll call itself", async () => {
    const { requests } = await show("");
    await signIn(1);
    await touch("emergency");
    expect(touches(requests).at(-1)).toEqual({ kind: "emergency" });
    expect(find("roll-call").dataset["cause"]).toBe("emergency");
    for (const [name, sample] of Object.entries(loungeSamples)) {
      if (sample.name !== "lounge" || !sample.lounge.staff?.deeds.includes("rollCall")) continue;
      await show(`screen=${name}`);
      expect(isShown("emergency"), name).toBe(sample.lounge.page.name !== "rollCall");
    }
  });
});

describe("who is inside", () => {
  it("is turned through this screen's pages and the kiosk's, and a line opens its visit", async () => {
    const { requests } = await show("");
    await signIn(1);
    await touch("openInside");
    const shown = () => document.querySelectorAll("[role=table] button").length;
    expect(shown()).toBe(8);
    await touch("page-down");
    expect(shown()).toBe(4);
    expect(find("page").textContent).toContain("2");
    await touch("page-down");
    expect(touches(requests).at(-1)).toEqual({ kind: "turnTo", page: 1 });
    expect(find("visit-0").textContent).toContain(rows[12]?.ending);
    await touch("page-up");
    expect(touches(requests).at(-1)).toEqual({ kind: "turnTo", page: 0 });
    expect(find("visit-8").textContent, "the last lines of the page before").toContain(rows[8]?.ending);
    await touch("visit-9");
    expect(touches(requests).at(-1)).toEqual({ kind: "openVisit", row: 9 });
    expect(find("fact-number").textContent).toContain(rows[9]?.ending);
  });

  it("shows a name only after a look", async () => {
    const { requests } = await show("screen=loungeVisit");
    expect(isShown("fact-name")).toBe(false);
    await touch("look");
    expect(find("fact-name").textContent).toContain("Besucherin");
    expect(isShown("look")).toBe(false);
    expect(touches(requests)).toEqual([{ kind: "look" }]);
  });

  it("checks out with a time, and sends it only when it is one", async () => {
    const { requests } = await show("screen=loungeVisit");
    await touch("checkOutAt");
    await typeNumber("174");
    expect(find<HTMLButtonElement>("time-done").disabled).toBe(true);
    await typeNumber("5");
    await touch("time-done");
    expect(touches(requests)).toEqual([{ kind: "checkOutAt", time: "17:45" }]);
  });

  it("annuls and corrects with a reason, and not by the first touch", async () => {
    const { requests } = await show("screen=loungeVisit");
    await touch("annul", "cancel", "annul", "why-otherPerson");
    expect(touches(requests)).toEqual([{ kind: "annul", why: "otherPerson" }]);
    const corrected = await show("screen=loungeVisit");
    await touch("correct");
    await typeNumber("0905");
    await touch("why-slip");
    expect(touches(corrected.requests)).toEqual([{ kind: "correctCame", time: "09:05", why: "slip" }]);
    expect(find("said").textContent).toContain(de.said.corrected);
  });

  it("says at the door's words why somebody is not let in", async () => {
    await show("screen=loungePassClosed");
    expect(find("wait").textContent).toContain("24.11.2026");
    await show("screen=loungePassLater");
    expect(find("wait").textContent).toContain("14:00");
  });
});

describe("everyone out", () => {
  it("is asked twice, and the second yes is not where the first was", async () => {
    const { requests } = await show("");
    await signIn(1);
    await touch("openEveryoneOut", "everyone-out-yes");
    expect(isShown("everyone-out-yes")).toBe(false);
    expect(document.querySelector(".ways")?.classList.contains("isTurned")).toBe(true);
    await touch("everyone-out-really");
    expect(touches(requests).slice(-2)).toEqual([
      { kind: "confirmEveryoneOut" },
      { kind: "confirmEveryoneOut" },
    ]);
    expect(find("said").textContent).toContain(fill(de.said.allOut, { people: 42 }));
  });
});

describe("the roll call", () => {
  it("counts people and not lines, and ticks as fast as a hand can", async () => {
    const requests: unknown[] = [];
    await show("screen=loungePowerLost", {
      act: (request) => {
        requests.push(request);
        return new Promise<void>(() => undefined);
      },
    });
    await touch("tick-0-0", "tick-0-1");
    expect(requests).toHaveLength(2);
    await show("screen=loungePowerLost");
    await touch("tick-0-0");
    expect(find("tick-0-0").getAttribute("aria-pressed")).toBe("true");
    expect(find("found").textContent).toContain("4");
  });

  it("tells a drill from an emergency by word, sign and ground", async () => {
    await show("screen=loungeDrill");
    expect(find("roll-call").textContent).toContain(de.rollCall.drill.title);
    expect(find("roll-call").classList.contains("drill")).toBe(true);
    for (const cause of ["emergency", "powerLost"] as const) {
      await show(cause === "emergency" ? "screen=loungeEmergency" : "screen=loungePowerLost");
      expect(find("roll-call").textContent).toContain(de.rollCall[cause].title);
      expect(find("roll-call").classList.contains("drill")).toBe(false);
    }
  });

  it("runs on with the kiosk's clock and keeps the page that is turned to", async () => {
    let listen: ((view: KioskView) => void) | undefined;
    await show("screen=loungeEmergency", {
      onView: (listener) => {
        listen = listener;
        return Promise.resolve(() => undefined);
      },
    });
    await touch("page-down");
    const first = document.querySelector("[aria-pressed]")?.getAttribute("data-testid");
    const view = await scriptedBackend(new URLSearchParams("screen=loungeEmergency")).view();
    const later = structuredClone(view);
    if (later.screen.name === "lounge" && later.screen.lounge.page.name === "rollCall") {
      later.screen.lounge.page.elapsedS += 1;
    }
    listen?.({ ...later, revision: 2 });
    await settle();
    expect(find("elapsed").textContent).toContain("1:04:08");
    expect(document.querySelector("[aria-pressed]")?.getAttribute("data-testid")).toBe(first);
  });

  it("asks before it prints again, and keeps its ticks", async () => {
    const { requests } = await show("screen=loungePrintAgain");
    await touch("print-no");
    expect(isShown("tick-0-0")).toBe(true);
    expect(touches(requests)).toEqual([{ kind: "openRollCall" }]);
  });
});

describe("the numbers of the day", () => {
  it("are a picture with a name and a table with the same peak", async () => {
    await show("screen=loungeOccupancy");
    expect(document.querySelector("svg[role=img]")?.getAttribute("aria-label")).toContain("62");
    expect(isShown("limit")).toBe(true);
    await touch("as-table");
    const cells = [...document.querySelectorAll("tbody tr")].map((row) => row.textContent.trim());
    expect(cells.some((row) => row.includes("15:00") && row.includes("62"))).toBe(true);
  });

  it("put the most frequent refusal first", async () => {
    await show("screen=loungeRefused");
    const names = [...document.querySelectorAll<HTMLElement>("dl > div")].map(
      ({ dataset }) => dataset["testid"],
    );
    expect(names.slice(0, 3)).toEqual(["refused-foreign", "refused-expired", "refused-full"]);
  });
});

describe.each(["de", "en"] satisfies Language[])("the staff's texts in %s", (language) => {
  it("are all on some page", async () => {
    const everything: string[] = [];
    const look = () => {
      const labels = [...document.querySelectorAll("[aria-label]")].map(
        (element) => element.getAttribute("aria-label") ?? "",
      );
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) everything.push(walker.currentNode.textContent ?? "");
      everything.push(...labels);
    };
    for (const name of ["attract", ...Object.keys(loungeSamples)]) {
      await show(`screen=${name}&lang=${language}`);
      look();
    }
    for (const way of ["checkOutAt", "correct", "annul"]) {
      await show(`screen=loungeVisit&lang=${language}`);
      await touch(way);
      if (isShown("digit-1")) await touch("digit-1");
      look();
    }
    await show(`screen=loungeOccupancy&lang=${language}`);
    await touch("as-table");
    look();
    const texts = (tree: object, path = ""): [string, string][] =>
      Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
        typeof value === "string"
          ? [[`${path}${key}`, value] as [string, string]]
          : texts(value as object, `${path}${key}.`),
      );
    const pattern = (text: string) =>
      new RegExp(
        text
          .split(/\{\w+\}/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
          .join(".+"),
      );
    const unsaid = texts(staffCatalogue[language]).filter(
      ([, text]) => !everything.some((found) => pattern(text).test(found)),
    );
    expect(unsaid).toEqual([]);
  });
});
