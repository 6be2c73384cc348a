// The part of the scripted kiosk that staff use: enough to go from page to page. Any PIN of six digits is right; the owner's
// second code is asked for and any six digits are right as well.
import type {
  FieldValue,
  InsideRowView,
  LoungePageView,
  Request,
  ScreenView,
  StaffView,
} from "../generated/api.gen";
import {
  colleagues,
  contact,
  insidePage,
  loungeSamples,
  loungeScreen,
  occasionForm,
  occasions,
  passForm,
  rollCallPage,
  rows,
  settingsPage,
  signInPage,
  visitPage,
} from "./samples-lounge";
import { membersPage } from "./samples-members";
import { membersStep } from "./scripted-members";

type LoungeStep = Extract<Request, { kind: "openLounge" | "lounge" }>;

/** Answers every touch in the lounge. */
export function loungeScript(): (request: LoungeStep, screen: ScreenView) => ScreenView {
  let staff: StaffView | null = null;
  let page = 0;
  let visit: InsideRowView | undefined;

  function home(): ScreenView {
    const people = rows.reduce((sum, { people }) => sum + people, 0);
    return loungeScreen({ name: "home", inside: people, capacity: 60, rollCall: false }, staff);
  }

  function sample(name: string): ScreenView {
    const shown = loungeSamples[name];
    return shown?.name === "lounge" ? loungeScreen(shown.lounge.page, staff) : home();
  }

  function enter(now: Extract<LoungePageView, { name: "signIn" }>): ScreenView {
    const who = colleagues[now.chosen ?? 0];
    if (now.typed < 6) return loungeScreen({ ...now, typed: 0, outcome: { kind: "wrong" } }, null);
    if (who?.role === "owner" && !now.secondFactor) {
      return loungeScreen({ ...now, typed: 0, secondFactor: true, outcome: null }, null);
    }
    staff = who ?? null;
    return home();
  }

  function typed(now: LoungePageView, digit: number): ScreenView {
    if (now.name === "signIn") return loungeScreen({ ...now, typed: now.typed + 1, outcome: null }, null);
    if (now.name !== "number") return loungeScreen(now, staff);
    const digits = now.digits + String(digit);
    if (digits.length < 12) return loungeScreen({ ...now, digits, outcome: null }, staff);
    return digit === 0 ? sample("loungeNumberUnknown") : sample(digit === 1 ? "loungeVisit" : "loungePass");
  }

  function tick(now: LoungePageView, group: number, row: number): ScreenView {
    if (now.name !== "rollCall") return loungeScreen(now, staff);
    const groups = structuredClone(now.groups);
    const person = groups[group]?.rows[row];
    if (person) person.found = !person.found;
    const found = groups
      .flatMap(({ rows }) => rows)
      .reduce((sum, { found, people }) => sum + (found ? people : 0), 0);
    return loungeScreen({ ...now, groups, found }, staff);
  }

  function register(values: FieldValue[], comesIn: boolean): ScreenView {
    const told = Object.fromEntries(values.map(({ field, value }) => [field, value]));
    if (!told["lastName"]) return loungeScreen(passForm(null, told, { lastName: "missing" }), staff);
    const made = sample("loungeMade");
    if (made.name !== "lounge" || !comesIn) return sample("loungeMadePrinting");
    return loungeScreen(made.lounge.page, staff, { kind: "checkedIn" });
  }

  return (request, screen) => {
    if (request.kind === "openLounge" || screen.name !== "lounge") {
      staff = null;
      return loungeScreen(signInPage(), null);
    }
    const now = screen.lounge.page;
    // A page that stands still (`?screen=…`) has somebody in it as well.
    staff ??= screen.lounge.staff;
    const { touch } = request;
    switch (touch.kind) {
      case "choose":
        return loungeScreen(signInPage({ chosen: touch.row }), null);
      case "digit":
        return typed(now, touch.digit);
      case "erase":
        if (now.name === "signIn") return loungeScreen({ ...now, typed: Math.max(0, now.typed - 1) }, null);
        return now.name === "number"
          ? loungeScreen({ ...now, digits: now.digits.slice(0, -1) }, staff)
          : loungeScreen(now, staff);
      case "enter":
        return now.name === "signIn" ? enter(now) : loungeScreen(now, staff);
      case "home":
      case "endRollCall":
        return now.name === "signIn" ? loungeScreen(signInPage(), null) : home();
      case "lock":
        staff = null;
        return loungeScreen(signInPage(), null);
      case "openInside":
        return loungeScreen(insidePage(page), staff);
      case "turnTo":
        page = touch.page;
        return loungeScreen(insidePage(page), staff);
      case "settlePaper":
        return sample("loungeDevicesWell");
      case "openVisit":
        visit = rows[page * 12 + touch.row];
        return visit
          ? loungeScreen(visitPage(visit, ["look", "checkOutByHand", "annul", "correct"]), staff)
          : home();
      case "openNumber":
        return loungeScreen({ name: "number", digits: "", outcome: null }, staff);
      case "look":
        return now.name === "visit" ? loungeScreen({ ...now, looked: true, contact }, staff) : home();
      case "checkOut":
      case "checkOutAt":
        return loungeScreen(insidePage(page), staff, { kind: "checkedOut" });
      case "annul":
        return loungeScreen(insidePage(page), staff, { kind: "annulled" });
      case "correctCame":
        return now.name === "visit" ? loungeScreen(now, staff, { kind: "corrected" }) : home();
      case "checkIn":
        return loungeScreen(insidePage(page), staff, { kind: "checkedIn" });
      case "unlockDiary":
        return loungeScreen(now, staff, { kind: "unlocked" });
      case "extend":
        return loungeScreen(now, staff, { kind: "extended" });
      case "openRegister":
        return loungeScreen(passForm(null), staff);
      case "openReplace":
        return loungeScreen(passForm("1234"), staff);
      case "register":
        return register(touch.values, touch.comesIn);
      case "replace":
        return sample("loungeMadePrinting");
      case "reprint":
        return now.name === "made" ? loungeScreen({ ...now, paper: "printing" }, staff) : home();
      case "openEveryoneOut":
        return sample("loungeEveryoneOut");
      case "confirmEveryoneOut":
        if (now.name === "everyoneOut" && !now.again) return sample("loungeEveryoneOutAgain");
        return loungeScreen({ name: "home", inside: 0, capacity: 60, rollCall: false }, staff, {
          kind: "allOut",
          people: 42,
        });
      case "openRollCall":
        return now.name === "rollCall"
          ? loungeScreen({ ...now, printedAt: null }, staff)
          : loungeScreen(
              rollCallPage("drill", () => false),
              staff,
            );
      case "beginDrill":
        return loungeScreen(
          rollCallPage("drill", () => false, { paper: "none", elapsedS: 0 }),
          staff,
        );
      case "emergency":
        return loungeScreen(
          rollCallPage("emergency", () => false, { paper: "printing", elapsedS: 0 }),
          staff,
        );
      case "tick":
        return tick(now, touch.group, touch.row);
      case "printRollCall":
        return now.name === "rollCall"
          ? loungeScreen({ ...now, paper: "printing", printedAt: null }, staff)
          : home();
      case "openSettings":
        return loungeScreen(settingsPage(), staff);
      case "openRule":
        return loungeScreen(settingsPage({ open: touch.rule }), staff);
      case "setRule":
        return loungeScreen(settingsPage(), staff, { kind: "set" });
      case "openOccasions":
        return sample("loungeOccasions");
      case "openOccasionForm":
        return sample("loungeOccasionForm");
      case "setOccasion":
        return touch.typed.name.trim() === ""
          ? loungeScreen(occasionForm({ typed: touch.typed, problem: "name" }), staff)
          : loungeScreen({ name: "occasions", rows: occasions }, staff, { kind: "set" });
      case "removeOccasion":
        return loungeScreen(
          { name: "occasions", rows: occasions.filter((_, row) => row !== touch.row) },
          staff,
          { kind: "removed" },
        );
      case "members": {
        const { members, said } = membersStep(touch.touch, now);
        return loungeScreen(membersPage(members), staff, said);
      }
      case "openOccupancy":
        return sample("loungeOccupancy");
      case "openRefused":
        return sample("loungeRefused");
      case "openDevices":
        return sample("loungeDevices");
    }
  };
}
