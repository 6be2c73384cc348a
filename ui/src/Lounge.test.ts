// The staff's lounge: every face in both languages, and the ways that must not be long.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { colleagues, loungeSamples, rows } from "./backend/samples-lounge";
import { scriptedBackend } from "./backend/scripted";
import type { KioskView, Language } from "./generated/api.gen";
import {
  close,
  find,
  isShown,
  screenName,
  settle,
  show,
  touch,
  typeNumber,
  write,
} from "./window-under-test";
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

describe("a pass by staff", () => {
  it("is one page and one touch, with what was typed kept when something is missing", async () => {
    const { requests } = await show("");
    await signIn(0);
    const before = requests.length;
    await touch("openRegister");
    await touch("key-Z");
    await write("wölf");
    await touch("desk-phone");
    await touch("key-0", "key-3", "key-0");
    await touch("print-in");
    const empty = ["firstName", "email", "street", "postcode", "town"].map((field) => ({ field, value: "" }));
    expect(touches(requests).at(-1)).toEqual({
      kind: "register",
      comesIn: true,
      company: { companions: 0, names: [] },
      values: expect.arrayContaining([
        { field: "lastName", value: "Zwölf" },
        { field: "phone", value: "030" },
        ...empty,
      ]) as unknown,
    });
    expect(find("fact-number").textContent).toContain("1234 5678 9012");
    // Typing aside: the page, the next field, and the key that says that the visitor agreed.
    expect(requests.slice(before).filter(({ kind }) => kind === "lounge")).toHaveLength(2);
  });

  it("is for a child where a guardian tells, and counts those who come along", async () => {
    const { requests } = await show("screen=loungeRegister");
    expect(isShown("desk-child")).toBe(false);
    await touch("for-child", "desk-child");
    expect(find("for-child").getAttribute("aria-pressed")).toBe("true");
    await write("Kind");
    expect(find<HTMLButtonElement>("fewer").disabled).toBe(true);
    await touch("more", "more", "more", "fewer");
    expect(find("people").textContent).toBe(fill(de.passForm.people, { people: 3 }));
    await touch("print-in");
    expect(touches(requests).at(-1)).toMatchObject({
      company: { companions: 2, names: [] },
      values: expect.arrayContaining([{ field: "child", value: "Kind" }]) as unknown,
    });
    await show("screen=loungeRegisterChild");
    expect(find("desk-child-problem").textContent).toContain("Bitte ausfüllen");
    expect(document.activeElement).toBe(find("desk-child"));
    await touch("for-child");
    expect(isShown("desk-child")).toBe(false);
  });

  it("asks for the names of those who come along where the venue wants them", async () => {
    const { requests } = await show("screen=loungeRegisterNames");
    expect(find<HTMLInputElement>("desk-names").value).toBe("Elf, =Zehn");
    expect(find("desk-names-problem").textContent).toBe(fill(de.passForm.namesWrong, { most: 19 }));
    expect(isShown("more")).toBe(false);
    await touch("print");
    expect(touches(requests).at(-1)).toMatchObject({ company: { companions: 0, names: ["Elf", "=Zehn"] } });
    await show("screen=loungeReplace");
    expect(isShown("more")).toBe(false);
  });

  it("says what is missing beside the field, and goes there", async () => {
    const { requests } = await show("screen=loungeRegisterWrong");
    expect(find("desk-lastName-problem").textContent).toContain("Bitte ausfüllen");
    expect(document.activeElement).toBe(find("desk-lastName"));
    expect(find<HTMLInputElement>("desk-phone").value).toBe("12");
    await touch("print");
    expect(touches(requests).at(-1)).toMatchObject({ kind: "register", comesIn: false });
  });

  it("takes the place of a lost one only by its number, and says why none is printed again", async () => {
    const { requests } = await show("screen=loungePass");
    expect(find("no-reprint").textContent).toBe(de.pass.noReprint);
    await touch("openReplace");
    expect(heading()).toBe(fill(de.passForm.replaceTitle, { number: "1234" }));
    await touch("replace");
    expect(touches(requests).at(-1)).toMatchObject({ kind: "replace" });
    await touch("reprint");
    expect(touches(requests).at(-1)).toEqual({ kind: "reprint" });
  });
});

describe("something that is on", () => {
  it("is announced in a handful of touches besides its name", async () => {
    const { requests } = await show("");
    await signIn(1);
    let touched = 0;
    const count = async (...testids: string[]) => {
      touched += testids.length;
      await touch(...testids);
    };
    const digits = (text: string) => [...text].map((digit) => `digit-${digit}`);
    await count("openOccasions", "openOccasionForm");
    await touch("key-L");
    await write("esung");
    await count("pick-zone", "name-4", "desk-day");
    // Each of the three goes on to the next by itself.
    await count(...digits("2412"), ...digits("1800"), ...digits("2200"), ...digits("80"), "save");
    expect(touches(requests).at(-1)).toEqual({
      kind: "setOccasion",
      typed: { name: "Lesung", zone: 3, day: "2412", begins: "18:00", ends: "22:00", capacity: 80 },
    });
    // At two seconds each, and the name at one a letter, under a minute.
    expect(touched).toBe(20);
  });

  it("keeps what is typed and says what is wrong where it stands", async () => {
    await show("screen=loungeOccasionForm-ends");
    expect(find("desk-ends-problem").textContent).toContain(de.occasions.problems.ends);
    expect(find("desk-begins-problem").textContent).toBe("");
    expect(find<HTMLInputElement>("desk-name").value).toBe("Lesung im Saal");
    expect(document.activeElement).toBe(find("desk-ends"));
  });

  it("is called off after a question", async () => {
    const { requests } = await show("screen=loungeOccasions");
    await touch("occasion-1", "remove-no");
    expect(touches(requests)).toEqual([]);
    await touch("occasion-1", "remove-yes");
    expect(touches(requests)).toEqual([{ kind: "removeOccasion", row: 1 }]);
  });
});

describe("the settings", () => {
  it("are changed one by one, by the pad", async () => {
    const { requests } = await show("screen=loungeSettings");
    await touch("rule-capacity");
    await typeNumber("0250");
    await touch("enter");
    await touch(
      "rule-capacity",
      "no-limit",
      "rule-exitCheck",
      "choose-pinId",
      "page-down",
      "rule-reEntry",
      "choose-nextDay",
    );
    expect(touches(requests).filter((touch) => (touch as { kind: string }).kind === "setRule")).toEqual([
      { kind: "setRule", value: { rule: "capacity", people: 250 } },
      { kind: "setRule", value: { rule: "capacity", people: null } },
      { kind: "setRule", value: { rule: "exitCheck", check: "pinId" } },
      { kind: "setRule", value: { rule: "reEntry", when: { kind: "nextDay" } } },
    ]);
  });

  it("set the same hours on several days at once", async () => {
    const { requests } = await show("screen=loungeSettings");
    await touch("rule-opening", "day-5", "day-6");
    await typeNumber("11001500");
    await touch("set");
    await typeNumber("16001800");
    await touch("add", "day-5", "shut", "save");
    const workday = "10:00-12:30,14:00-18:00";
    const text = [...["Mo", "Tu", "We", "Th", "Fr"].map((day) => `${day} ${workday}`)];
    expect(touches(requests).at(-1)).toEqual({
      kind: "setRule",
      value: {
        rule: "opening",
        text: [...text, "Sa 11:00-15:00,16:00-18:00"].join("; "),
      },
    });
  });

  it("set special days one after the other, and make one as on other weeks again", async () => {
    const { requests } = await show("screen=loungeSettings");
    expect(find("rule-specialDays").getAttribute("aria-label")).toContain("24.12.2026");
    await touch("rule-specialDays");
    expect(find<HTMLButtonElement>("set-shut").disabled).toBe(true);
    await typeNumber("0101");
    await touch("set-shut");
    await touch("rule-specialDays");
    await typeNumber("310110001300");
    await touch("set-open");
    await touch("rule-specialDays");
    expect(find<HTMLButtonElement>("forget").disabled).toBe(true);
    await touch("special-2026-12-24", "forget");
    expect(touches(requests).filter((touch) => (touch as { kind: string }).kind === "setRule")).toEqual([
      { kind: "setRule", value: { rule: "specialDay", day: "0101", hours: null } },
      { kind: "setRule", value: { rule: "specialDay", day: "3101", hours: "10:00-13:00" } },
      { kind: "setRule", value: { rule: "ordinaryDay", day: "2026-12-24" } },
    ]);
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
      "openRegister",
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
    await show(`screen=loungeOccasions&lang=${language}`);
    await touch("occasion-0");
    look();
    await show(`screen=loungeOccupancy&lang=${language}`);
    await touch("as-table");
    look();
    for (const way of ["dismiss", "take-second"]) {
      await show(`screen=loungeMembersOneOwner&lang=${language}`);
      await touch(way);
      look();
    }
    await show(`screen=loungeMembersNew&lang=${language}`);
    await touch("pick-place");
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

describe("a paper of which nobody knows", () => {
  it("is asked about where the devices are, and by time alone", async () => {
    const { requests } = await show("screen=loungeDevices");
    expect(find("unsettled-paper").textContent).toContain(fill(de.devices.paper, { at: "14:05" }));
    await touch("paper-missing");
    expect(touches(requests)).toEqual([{ kind: "settlePaper", paper: 18_390, came: false }]);
    expect(isShown("unsettled-paper")).toBe(false);
  });
});
