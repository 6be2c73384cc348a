import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { samples } from "./backend/samples";
import { scriptedBackend } from "./backend/scripted";
import { paintedFrame } from "./backend/scripted-frame";
import type { KioskView, Request } from "./generated/api.gen";
import * as earcons from "./features/earcons";
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
import { catalogue, languages } from "./words/words";

vi.mock(import("./features/earcons"), { spy: true });

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

const value = (field: string) => find<HTMLInputElement>(`field-${field}`).value;

describe.each(languages)("every screen in %s", (language) => {
  it.each(Object.keys(samples))("%s shows all its texts under one heading", async (name) => {
    await show(`screen=${name}&lang=${language}&notices=printerUnavailable,cameraLost`);
    expect(screenName()).toBe(samples[name]?.name);
    expect(document.documentElement.lang).toBe(language);
    expect(document.documentElement.dir).toBe(language === "ar" ? "rtl" : "ltr");
    const headings = document.querySelectorAll("h1");
    expect(headings).toHaveLength(1);
    expect(headings[0]?.textContent.trim()).not.toBe("");
    expect(document.body.textContent).not.toMatch(/undefined|null|NaN|\{\w+\}|\[object/);
    for (const button of document.querySelectorAll("button")) {
      const name = button.getAttribute("aria-label") ?? button.textContent.trim();
      expect(name, button.outerHTML).not.toBe("");
      expect(button.dataset["testid"], button.outerHTML).toBeTruthy();
    }
    for (const element of document.querySelectorAll("p, h2, li, label, dt, dd")) {
      const mayBeEmpty = element.hasAttribute("role") || element.hasAttribute("aria-live");
      if (!mayBeEmpty) expect(element.textContent.trim(), element.outerHTML).not.toBe("");
    }
  });
});

describe("the window", () => {
  it("puts the focus on the heading of a new screen", async () => {
    await show("");
    await touch("open-keypad");
    expect(document.activeElement).toBe(document.querySelector("h1"));
  });

  it("leaves the focus where it is when a screen only changes its content", async () => {
    await show("screen=keypad");
    find("digit-7").focus();
    await touch("digit-7");
    expect(document.activeElement).toBe(find("digit-7"));
  });

  it("keeps the newer view when an older one arrives late", async () => {
    const listeners: ((view: KioskView) => void)[] = [];
    const view: KioskView = {
      revision: 7,
      venue: "Haus",
      language: "de",
      comfort: { contrast: "normal", text: "normal", controls: "spread", motion: "calm" },
      demo: false,
      screen: { name: "help" },
      stillThereS: null,
      answered: 0,
      speech: null,
      notices: [],
      traffic: null,
      pages: [],
      confirm: null,
      aim: null,
    };
    await show("", {
      view: () => Promise.resolve({ ...view, revision: 6, screen: { name: "attract" } }),
      onView: (listener) => {
        listeners.push(listener);
        listener(view);
        return Promise.resolve(() => undefined);
      },
    });
    expect(screenName()).toBe("help");
  });

  it("asks again when the kiosk is not there yet", async () => {
    let asked = 0;
    const working = scriptedBackend(new URLSearchParams());
    await show("", { view: () => (asked++ === 0 ? Promise.reject(new Error("not yet")) : working.view()) });
    expect(screenName()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1000);
    await settle();
    expect(screenName()).toBe("attract");
  });

  it("sends the tap of an impatient finger once", async () => {
    const requests: Request[] = [];
    const act = (request: Request) => {
      requests.push(request);
      return new Promise<void>(() => undefined);
    };
    await show("screen=goOrStay", { act });
    await touch("go", "go");
    expect(requests).toEqual([{ kind: "go" }]);
  });

  it("announces an answer", async () => {
    await show("screen=welcome");
    expect(find("announcement").textContent).toBe("Willkommen. Ihr Besuch gilt bis 18:30 Uhr.");
  });

  it("says what to do with a code that is not read, in a region that was there before", async () => {
    const listeners: ((view: KioskView) => void)[] = [];
    const scripted = scriptedBackend(new URLSearchParams());
    await show("", {
      onView: (listener) => {
        listeners.push(listener);
        return Promise.resolve(() => undefined);
      },
    });
    const region = find("aim");
    expect([region.role, region.textContent]).toEqual(["status", ""]);
    const view = await scripted.view();
    for (const [revision, aim, text] of [
      [8, "further", "Bitte weiter weg"],
      [9, null, ""],
    ] as const) {
      listeners.forEach((take) => take({ ...view, revision, aim }));
      await settle();
      expect(find("aim")).toBe(region);
      expect(region.textContent.trim()).toBe(text);
    }
  });

  it("follows a code that is seen with the guide, and leaves it when it is gone", async () => {
    const bytes = paintedFrame(0);
    await show("", { previewFrame: () => Promise.resolve(bytes) });
    const kind = new DataView(bytes, 4);
    const findsAfter = async (ms: number, place: number) => {
      kind.setUint16(0, place, true);
      await vi.advanceTimersByTimeAsync(ms);
      await settle();
      return document.querySelector<HTMLElement>("[data-finds]")?.dataset["finds"];
    };
    expect(await findsAfter(200, 1)).toBe("found");
    expect(await findsAfter(200, 2)).toBe("read");
    expect(await findsAfter(200, 0)).toBe("read");
    expect(await findsAfter(400, 0)).toBe("nothing");
  });

  it("sounds once for an answer, however often its view is repeated", async () => {
    const played = vi.mocked(earcons.play);
    played.mockClear();
    const listeners: ((view: KioskView) => void)[] = [];
    await show("screen=welcome", {
      onView: (listener) => {
        listeners.push(listener);
        return Promise.resolve(() => undefined);
      },
    });
    const again = await scriptedBackend(new URLSearchParams("screen=welcome")).view();
    listeners[0]?.({ ...again, revision: 2, notices: ["printerUnavailable"] });
    await settle();
    expect(played.mock.calls).toEqual([["welcome"]]);
    listeners[0]?.({ ...again, revision: 3, answered: again.answered + 1 });
    await settle();
    expect(played.mock.calls, "the next visitor hears it too").toEqual([["welcome"], ["welcome"]]);
  });

  it("does not ask for a code when the camera is lost", async () => {
    await show("notices=cameraLost");
    expect(document.querySelector("h1")?.textContent).toBe(catalogue.de.attract.titleNoCamera);
    expect(find("notice-cameraLost").textContent).toContain(catalogue.de.notices.cameraLost);
  });
});

describe("a visit", () => {
  it("is welcomed by number and goes back to the start", async () => {
    await show("lang=en");
    await touch("open-keypad");
    await typeNumber("123456789011");
    expect(document.querySelector("[data-answer]")?.getAttribute("data-answer")).toBe("welcome");
    await vi.advanceTimersByTimeAsync(4000);
    await settle();
    expect(screenName()).toBe("attract");
  });

  it("ends with go and is longer with stay", async () => {
    for (const [button, answer] of [
      ["go", "goodbye"],
      ["stay", "stay"],
    ] as const) {
      await show("");
      await touch("open-keypad");
      await typeNumber("123456789012");
      await touch(button);
      expect(document.querySelector("[data-answer]")?.getAttribute("data-answer")).toBe(answer);
    }
  });

  it("says how many tries are left and locks the keypad", async () => {
    await show("");
    await touch("open-keypad");
    await typeNumber("000000000000");
    expect(find("outcome").textContent).toContain("Noch 2 Versuche.");
    await typeNumber("000000000000");
    expect(find("outcome").textContent).toContain("Noch ein Versuch.");
    await typeNumber("000000000000");
    expect(find("wait").textContent).toBe("noch 0:10");
    expect(find<HTMLButtonElement>("digit-7").disabled).toBe(true);
    expect(find<HTMLButtonElement>("back").disabled).toBe(false);
    await vi.advanceTimersByTimeAsync(10_000);
    await settle();
    expect(find<HTMLButtonElement>("digit-7").disabled).toBe(false);
  });

  it("takes digits from a real keyboard", async () => {
    const { requests } = await show("screen=keypad");
    for (const key of ["7", "Backspace", "x", "Escape"]) {
      window.dispatchEvent(new KeyboardEvent("keydown", { key }));
      await settle();
    }
    expect(requests).toEqual([{ kind: "digit", digit: 7 }, { kind: "eraseDigit" }, { kind: "back" }]);
  });

  it("changes the language at once", async () => {
    const { requests } = await show("");
    await touch("languages", "lang-en");
    expect(document.querySelector("h1")?.textContent).toBe(catalogue.en.attract.title);
    expect(find("languages").textContent).toContain("English");
    expect(isShown("lang-en")).toBe(false);
    await touch("languages");
    expect(document.activeElement).toBe(find("lang-en"));
    await touch("lang-en");
    expect(requests).toEqual([{ kind: "chooseLanguage", language: "en" }]);
  });

  it("offers all languages on the first screen where there is room", async () => {
    const never = { addEventListener: () => undefined, removeEventListener: () => undefined };
    const media = vi
      .spyOn(window, "matchMedia")
      .mockImplementation((query) => ({ ...never, matches: query.includes("min-height: 1800px") }) as never);
    await show("");
    for (const language of languages) expect(isShown(`lang-${language}`), language).toBe(true);
    await touch("lang-ar");
    expect(document.documentElement.dir).toBe("rtl");
    expect(find("lang-ar").getAttribute("aria-pressed")).toBe("true");
    media.mockRestore();
  });

  it("takes the sheet of languages away when nobody touches it", async () => {
    await show("camera=none");
    await touch("languages");
    await vi.advanceTimersByTimeAsync(19_999);
    await settle();
    expect(isShown("lang-fr")).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    await settle();
    expect(isShown("lang-fr")).toBe(false);
  });
});

describe("the form", () => {
  it("leads from the name to a pass", async () => {
    const { requests } = await show("");
    await touch("open-form");
    await write("Besucherin");
    await touch("key-enter");
    await write("Zwölf");
    await touch("next");
    expect(requests.filter(({ kind }) => kind === "formNext")).toEqual([
      {
        kind: "formNext",
        values: [
          { field: "firstName", value: "Besucherin" },
          { field: "lastName", value: "Zwölf" },
        ],
      },
    ]);
    await write("030123");
    await touch("next");
    await write("Am Tor 1");
    await touch("key-enter");
    await write("10115");
    await touch("key-enter");
    await write("Berlin");
    await touch("key-enter");
    expect(screenName()).toBe("notice");
    await touch("consent");
    expect(screenName()).toBe("choosePin");
    await typeNumber("493817");
    await typeNumber("493817");
    expect(screenName()).toBe("printing");
    await vi.advanceTimersByTimeAsync(2500);
    await settle();
    expect(find("pin-id").textContent).toBe("1234 5678 9012");
  });

  it("types at the caret and lets go of shift after one letter", async () => {
    await show("screen=formName");
    await write("Mr");
    find<HTMLInputElement>("field-firstName").setSelectionRange(1, 1);
    await write("ü");
    expect(value("firstName")).toBe("Mür");
    await touch("key-erase");
    expect(value("firstName")).toBe("Mr");
  });

  it("keeps what is typed while the kiosk only repeats itself, and takes its fields when they differ", async () => {
    const listeners: ((view: KioskView) => void)[] = [];
    await show("screen=formName", {
      onView: (listener) => {
        listeners.push(listener);
        return Promise.resolve(() => undefined);
      },
    });
    await write("Abc");
    const again = await scriptedBackend(new URLSearchParams("screen=formName")).view();
    listeners[0]?.({ ...structuredClone(again), revision: 2, notices: ["printerUnavailable"] });
    await settle();
    expect(value("firstName")).toBe("Abc");
    const problems = await scriptedBackend(new URLSearchParams("screen=formNameProblems")).view();
    listeners[0]?.({ ...problems, revision: 3 });
    await settle();
    expect(value("firstName")).toBe("Besucherin");
    expect(document.activeElement).toBe(find("field-lastName"));
  });

  it("lets Ukrainian and Latin names be written, and each line run its own way", async () => {
    await show("screen=formName&lang=uk");
    await write("Ї");
    await touch("key-latin");
    await write("z");
    await touch("key-accents");
    await write("ł");
    expect(value("firstName")).toBe("Їzł");
    await show("screen=formReach&lang=ar");
    expect(find("field-phone").getAttribute("dir")).toBe("ltr");
    await show("screen=formName&lang=ar");
    await write("علي");
    expect(value("firstName")).toBe("علي");
    expect(find("field-firstName").getAttribute("dir")).toBe("auto");
    expect(find("field-lastName").getAttribute("dir") ?? "", "as the page").toBe("");
  });

  it("says in words what is wrong, beside the field", async () => {
    await show("screen=formNameProblems");
    expect(find("field-lastName-problem").textContent.trim()).toBe(catalogue.de.form.problems.missing);
    expect(find("field-lastName").getAttribute("aria-invalid")).toBe("true");
    expect(find("field-firstName-problem").textContent.trim()).toBe("");
  });

  it("gives back what is typed when the visitor goes back", async () => {
    const { requests } = await show("screen=formReach");
    await write("12");
    await touch("back");
    expect(requests.at(-1)).toEqual({
      kind: "formBack",
      values: [
        { field: "phone", value: "12" },
        { field: "email", value: "" },
      ],
    });
  });

  it("goes from the notice back to the address, or is dropped", async () => {
    const { requests } = await show("screen=notice");
    await touch("back");
    expect(requests.at(-1)).toEqual({ kind: "formBack", values: [] });
    expect(document.querySelector("[data-step]")?.getAttribute("data-step")).toBe("address");
    const dropped = await show("screen=notice");
    await touch("decline");
    expect(dropped.requests).toEqual([{ kind: "back" }]);
  });

  it("reports touches at most every five seconds", async () => {
    const { requests } = await show("screen=formName");
    const touches = () => requests.filter(({ kind }) => kind === "touched").length;
    await write("Abcd");
    expect(touches()).toBe(1);
    await vi.advanceTimersByTimeAsync(4999);
    await write("e");
    expect(touches()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await write("f");
    expect(touches()).toBe(2);
  });
});
