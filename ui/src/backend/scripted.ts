// A scripted kiosk for the plain browser: enough of a story to click through every screen, no rules of the house.
//
//   ?screen=keypadWrong&lang=en   any face of backend/samples.ts and samples-lounge.ts, standing still
//   ?speech=on                    read aloud, without a sound; ?speech=none has no voice
//   ?notices=cameraLost           notices on top; ?camera=none shows the picture without a camera; ?demo=1 the badge
//   ?contrast=high&text=large&controls=low&motion=still   what a visitor may choose; ?stillThere=20 the question
//   ?accent=00695c&logo=1&mm=299x531                      the venue's look and the size of the screen
//
// Without `screen` it plays: a number typed on the keypad that ends in 1 is welcomed, in 2 is inside already, in 3 is
// refused; any other is wrong, and the third wrong one locks the keypad. Where a pass is asked for, one appears by itself; its
// PIN is 123456.
import type {
  Comfort,
  FieldValue,
  FormStep,
  KioskView,
  Language,
  LookView,
  NoticeView,
  Request,
  ScreenView,
} from "../generated/api.gen";
import type { Backend } from "./backend";
import { staffLanguageOf } from "../words/staff";
import { languages } from "../words/words";
import { aimedSamples, allNotices, formScreen, noticeScreen, PIN_LENGTH, samples, stepsOf } from "./samples";
import { confirmCodeScreen, CODE_LENGTH, hintedSamples } from "./samples-confirm";
import { loungeSamples } from "./samples-lounge";
import { withPrinter } from "./samples-status";
import { offeredPages, venuePage } from "./samples-venue";
import { diaryScript, type Step } from "./scripted-diary";
import { paintedFrame } from "./scripted-frame";
import { lookOf } from "./scripted-look";
import { loungeScript } from "./scripted-lounge";
import { ownDataScript } from "./scripted-own-data";

const ANSWER_MS = 4000;
const PRINTING_MS = 2500;
const PASS_SHOWN_MS = 2500;
const LOCK_S = 10;

/** What `?screen` and `?lang` may be, and in which language the staff's screens are in each of them. */
export const offered = {
  screens: Object.keys({ ...samples, ...loungeSamples }),
  languages,
  staffScreens: Object.keys(loungeSamples),
  staffLanguages: Object.fromEntries(languages.map((language) => [language, staffLanguageOf(language)])),
};

export function scriptedBackend(options: URLSearchParams): Backend {
  const still = { ...samples, ...loungeSamples }[options.get("screen") ?? ""];
  const noCamera = options.get("camera") === "none";
  const diary = diaryScript();
  const ownData = ownDataScript();
  const lounge = loungeScript();
  const look: LookView = lookOf(options);
  const listeners = new Set<(view: KioskView) => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wrongTries = 0;
  let forChild = false;
  let answers = new Map<string, string>();
  let view: KioskView = {
    revision: 1,
    venue: options.get("venue") ?? "Museum am Markt",
    language: languageOf(options.get("lang")),
    comfort: comfortOf(options),
    demo: options.has("demo"),
    screen: withPrinter(still ?? { name: "attract" }, options.get("printer") ?? ""),
    stillThereS: options.has("stillThere") ? Number(options.get("stillThere")) : null,
    answered: 0,
    speech: options.get("speech") === "none" ? null : options.get("speech") === "on",
    notices: noticesOf(options.get("notices")),
    traffic: trafficOf(options.get("traffic")),
    pages: [],
    confirm: hintedSamples[options.get("screen") ?? ""]?.confirm ?? null,
    aim: aimedSamples[options.get("screen") ?? ""]?.aim ?? null,
  };
  if (view.screen.name === "venuePage") view.screen = venuePage(view.screen.number, view.language);
  view.pages = offeredPages(view.screen, view.language);

  function change(part: Partial<KioskView>): void {
    view = { ...view, ...part, revision: view.revision + 1 };
    view.pages = offeredPages(view.screen, view.language);
    for (const listener of listeners) listener(view);
  }

  function show(screen: ScreenView, then?: { afterMs: number; run: () => void }): void {
    clearTimeout(timer);
    change({ screen });
    if (then && !still) timer = setTimeout(then.run, then.afterMs);
  }

  function attract(): void {
    answers = new Map();
    forChild = false;
    ownData.closed();
    show({ name: "attract" });
  }

  function answer(screen: ScreenView): void {
    view = { ...view, answered: view.answered + 1 };
    show(screen, { afterMs: ANSWER_MS, run: attract });
  }

  function sample(name: string): ScreenView {
    return samples[name] ?? { name: "attract" };
  }

  function form(step: FormStep): void {
    const screen = formScreen(step, undefined, { aim: ownData.aim(), forChild });
    if (screen.name !== "form") return;
    const fields = screen.fields.map((field) => ({ ...field, value: answers.get(field.field) ?? "" }));
    show({ ...screen, fields });
  }

  function keep(values: FieldValue[]): void {
    for (const { field, value } of values) answers.set(field, value.trim());
  }

  function formNext(step: FormStep, values: FieldValue[]): void {
    keep(values);
    const empty = values.filter(({ value }) => value.trim() === "");
    const enough = step === "reach" ? empty.length < values.length : empty.length === 0;
    if (enough) {
      const steps = stepsOf(forChild);
      const next = steps[steps.indexOf(step) + 1];
      if (next) form(next);
      else show(ownData.saved(answers) ?? noticeScreen(forChild));
      return;
    }
    show(
      formScreen(
        step,
        values.map(({ value }) => ({
          value,
          problem: value.trim() !== "" ? null : step === "reach" ? "oneOfTwo" : "missing",
        })),
        { aim: ownData.aim(), forChild },
      ),
    );
  }

  function formBack(step: FormStep, values: FieldValue[]): void {
    keep(values);
    const steps = stepsOf(forChild);
    const previous = steps[steps.indexOf(step) - 1];
    if (step === "child") {
      forChild = false;
      form("name");
    } else if (previous) form(previous);
    else show(ownData.shown() ?? { name: "attract" });
  }

  function wrong(): void {
    wrongTries += 1;
    const triesLeft = 3 - wrongTries;
    if (triesLeft > 0) show({ name: "keypad", digits: "", outcome: { kind: "wrong", triesLeft } });
    else countDown(LOCK_S);
  }

  function countDown(waitS: number): void {
    if (waitS === 0) {
      wrongTries = 0;
      show({ name: "keypad", digits: "", outcome: null });
      return;
    }
    show(
      { name: "keypad", digits: "", outcome: { kind: "locked", waitS } },
      { afterMs: 1000, run: () => countDown(waitS - 1) },
    );
  }

  function typed(digits: string): void {
    if (digits.length < 12) return show({ name: "keypad", digits, outcome: null });
    const meaning: Record<string, string> = { 1: "welcome", 2: "goOrStay", 3: "refused" };
    const name = meaning[digits.slice(-1)];
    if (name === undefined) return wrong();
    wrongTries = 0;
    if (name === "goOrStay") show(sample(name));
    else answer(sample(name));
  }

  /** 12345674 is right. */
  function typedCode(digits: string): void {
    if (digits.length < CODE_LENGTH) return show(confirmCodeScreen(digits));
    if (digits === "12345674") answer(sample("confirmed"));
    else show(confirmCodeScreen("", { kind: "wrong", triesLeft: 9 }));
  }

  function digitsNow(): string {
    const { screen } = view;
    return screen.name === "keypad" || screen.name === "confirmCode" ? screen.digits : "";
  }

  function follow(step: Step): void {
    if (step === "printing") {
      return show(sample("printing"), { afterMs: PRINTING_MS, run: () => show(sample("passToPhone")) });
    }
    const isPassAsked = step.name === "diaryPass";
    const pin = { name: "diaryPin", typed: 0, length: PIN_LENGTH, triesLeft: null } as const;
    show(step, isPassAsked ? { afterMs: PASS_SHOWN_MS, run: () => show(pin) } : undefined);
  }

  function obey(request: Request): void {
    if (request.kind === "openForm") ownData.closed();
    const step = diary(request, view.screen) ?? ownData.answer(request);
    if (step === "form") {
      answers = ownData.answers();
      return form("name");
    }
    if (step) return follow(step);
    switch (request.kind) {
      case "chooseLanguage":
        return change({ language: request.language });
      case "openComfort":
        return show(sample("comfort"));
      case "chooseComfort":
        return change({ comfort: request.comfort });
      case "openKeypad":
        return show({ name: "keypad", digits: "", outcome: null });
      case "openForm":
        return form("name");
      case "back":
        return attract();
      case "touched":
        return view.stillThereS === null ? undefined : change({ stillThereS: null });
      case "say":
        return;
      case "openLounge":
      case "lounge":
        return show(lounge(request, view.screen));
      case "readAloud":
        return change({ speech: request.on });
      case "go":
        return answer(sample("goodbye"));
      case "openPage":
        return show(venuePage(request.number, view.language));
      case "stay":
        return answer(sample("longer"));
      case "openParty":
        return show(sample("party"));
      case "party":
        return answer({
          name: "answer",
          answer: { kind: "party", people: request.companions + 1, seat: false },
        });
      case "openSeat":
        return show(sample("seatRows"));
      case "pickSeat":
        if (view.screen.name !== "seat") return;
        return view.screen.path === null ? show(sample("seat")) : answer(sample("seated"));
      case "help":
        return show(sample("help"));
      case "toPhone":
        return view.screen.name === "passReady" ? show(sample("passCodeForPhone")) : undefined;
      case "openConfirmation":
        return show(confirmCodeScreen(""));
      case "newCode":
        return show(confirmCodeScreen("", { kind: "newCode" }));
      case "digit":
        if (view.screen.name === "confirmCode") return typedCode(digitsNow() + String(request.digit));
        return typed(digitsNow() + String(request.digit));
      case "eraseDigit":
        if (view.screen.name === "confirmCode") return show(confirmCodeScreen(digitsNow().slice(0, -1)));
        return show({ name: "keypad", digits: digitsNow().slice(0, -1), outcome: null });
      case "openCard":
        // A card appears by itself, as passes do.
        return show(sample("showCard"), { afterMs: PASS_SHOWN_MS, run: () => show(sample("formByCard")) });
      case "forChild":
        keep(request.values);
        forChild = true;
        return form("child");
      case "formNext":
        return view.screen.name === "form" ? formNext(view.screen.step, request.values) : undefined;
      case "formBack":
        if (view.screen.name === "notice") return form("address");
        if (view.screen.name === "companion") return show(sample("party"));
        return view.screen.name === "form" ? formBack(view.screen.step, request.values) : undefined;
    }
  }

  return {
    view: () => Promise.resolve(view),
    look: () => Promise.resolve(look),
    act: (request) => {
      obey(request);
      return Promise.resolve();
    },
    previewFrame: () => Promise.resolve(noCamera ? null : paintedFrame(performance.now())),
    onView: (listener) => {
      listeners.add(listener);
      return Promise.resolve(() => listeners.delete(listener));
    },
  };
}

function languageOf(text: string | null): Language {
  return languages.find((language) => language === text) ?? "de";
}

function trafficOf(text: string | null): KioskView["traffic"] {
  return text === "green" || text === "amber" || text === "red" ? text : null;
}

function comfortOf(options: URLSearchParams): Comfort {
  return {
    contrast: options.get("contrast") === "high" ? "high" : "normal",
    text: options.get("text") === "large" ? "large" : "normal",
    controls: options.get("controls") === "low" ? "low" : "spread",
    motion: options.get("motion") === "still" ? "still" : "calm",
  };
}

function noticesOf(text: string | null): NoticeView[] {
  const wanted = (text ?? "").split(",");
  return allNotices.filter((notice) => wanted.includes(notice));
}
