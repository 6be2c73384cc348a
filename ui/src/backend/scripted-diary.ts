// The part of the scripted kiosk that has PINs: what the real one keeps to itself, the screens only see the count of digits.
import type { DiaryEntryView, Request, ScreenView } from "../generated/api.gen";
import { choosePinScreen, PIN_LENGTH, samples } from "./samples";
import { diaryScreen, visits } from "./samples-diary";

const RIGHT_PIN = "123456";
const TRIES = 3;

/** A screen, or the paper. */
export type Step = ScreenView | "printing";

/** Answers what belongs to choosing a PIN and to the diary; `undefined` when the request is none of its business. */
export function diaryScript(): (request: Request, screen: ScreenView) => Step | undefined {
  let digits = "";
  let first: string | undefined;
  let triesLeft = TRIES;
  let asked: number | "all" | undefined;

  function choose(): ScreenView | "printing" {
    if (digits.length < PIN_LENGTH) return choosePinScreen(digits.length, first !== undefined);
    const typed = digits;
    digits = "";
    if (first === undefined) {
      first = typed;
      return choosePinScreen(0, true);
    }
    const differs = first !== typed;
    first = undefined;
    return differs ? choosePinScreen(0, false, true) : "printing";
  }

  function check(): ScreenView {
    if (digits.length < PIN_LENGTH) return pin(null);
    const isRight = digits === RIGHT_PIN;
    digits = "";
    if (isRight) {
      triesLeft = TRIES;
      return diaryScreen(visits);
    }
    triesLeft -= 1;
    return triesLeft > 0 ? pin(triesLeft) : { name: "diaryClosed", why: "locked" };
  }

  function pin(tries: number | null): ScreenView {
    return { name: "diaryPin", typed: digits.length, length: PIN_LENGTH, triesLeft: tries };
  }

  function ask(what: number | "all", entries: DiaryEntryView[]): ScreenView {
    asked = what;
    if (what === "all") {
      return diaryScreen(entries, {
        kind: "all",
        visits: entries.length,
        keptUntil: entries[0]?.keptUntil ?? "",
      });
    }
    const entry = entries[what];
    return diaryScreen(entries, entry ? { kind: "one", entry } : null);
  }

  function remaining(entries: DiaryEntryView[]): DiaryEntryView[] {
    return asked === "all" ? [] : entries.filter((_, row) => row !== asked);
  }

  return (request, screen) => {
    const entries = screen.name === "diary" ? screen.entries : [];
    switch (request.kind) {
      case "consent":
        digits = "";
        first = undefined;
        return choosePinScreen(0);
      case "skipPin":
        return "printing";
      case "openDiary":
        digits = "";
        return samples["diaryPass"];
      case "digit":
      case "eraseDigit":
        if (screen.name !== "choosePin" && screen.name !== "diaryPin") return undefined;
        digits = request.kind === "digit" ? digits + String(request.digit) : digits.slice(0, -1);
        return screen.name === "choosePin" ? choose() : check();
      case "formBack":
        return screen.name === "choosePin" ? samples["notice"] : undefined;
      case "deleteVisit":
        return ask(request.row, entries);
      case "deleteDiary":
        return ask("all", entries);
      case "confirmDeletion":
        return diaryScreen(remaining(entries));
      case "keepDiary":
        return diaryScreen(entries);
      case "openStatus":
        return samples["status"];
      case "chooseLanguage":
      case "openComfort":
      case "chooseComfort":
      case "openKeypad":
      case "openForm":
      case "back":
      case "touched":
      case "go":
      case "stay":
      case "help":
      case "formNext":
      case "readAloud":
      case "say":
        return undefined;
    }
  };
}
