// One view for every face a screen can have: for looking at them in a browser (`?screen=…`) and for the tests.
import type {
  AimHintView,
  CodeToView,
  ErrorCode,
  FieldNoteView,
  FieldView,
  FormAim,
  FormStep,
  MomentView,
  NoticeView,
  ScreenView,
  WaitView,
} from "../generated/api.gen";
import { confirmSamples } from "./samples-confirm";
import { diarySamples } from "./samples-diary";
import { ownDataSamples } from "./samples-own-data";
import { phoneSamples } from "./samples-phone";
import { seatSamples } from "./samples-seat";
import { statusSamples } from "./samples-status";
import { venueSamples } from "./samples-venue";

export const fieldsOfStep: Record<FormStep, FieldView["field"][]> = {
  child: ["child"],
  name: ["firstName", "lastName"],
  reach: ["phone", "email"],
  address: ["street", "postcode", "town"],
};

const steps: readonly FormStep[] = ["name", "reach", "address"];

export function stepsOf(forChild: boolean): readonly FormStep[] {
  return forChild ? ["child", ...steps] : steps;
}

/** After them come the notice about the data and the PIN. */
const STEPS_AFTER = 2;
const STEPS_IN_ALL = steps.length + STEPS_AFTER;
export const PIN_LENGTH = 6;

export type FormKind = { aim?: FormAim; forChild?: boolean; byCard?: boolean; codeTo?: CodeToView };

/** What is said beside the two ways to be reached, by where the code goes. */
const notes: Record<CodeToView, Partial<Record<FieldView["field"], FieldNoteView>>> = {
  nowhere: {},
  either: {},
  mail: { phone: "optional", email: "codeComes" },
  phone: { phone: "codeComes", email: "optional" },
};

export function formScreen(
  step: FormStep,
  fields?: Omit<FieldView, "field" | "note">[],
  { aim = "newPass", forChild = false, byCard = false, codeTo = "nowhere" }: FormKind = {},
): ScreenView {
  const steps = stepsOf(forChild);
  return {
    name: "form",
    aim,
    forChild,
    byCard,
    step,
    codeTo,
    fields: fieldsOfStep[step].map((field, i) => ({
      field,
      ...(fields?.[i] ?? { value: "", problem: null }),
      note: notes[codeTo][field] ?? null,
    })),
    number: steps.indexOf(step) + 1,
    total: aim === "newPass" ? steps.length + STEPS_AFTER : steps.length,
  };
}

const errorCodes: ErrorCode[] = [
  "ledgerUnavailable",
  "diskFull",
  "dataFolderInUse",
  "keysUnavailable",
  "diskReadOnly",
  "newerData",
  "damaged",
  "internal",
];

export function noticeScreen(forChild: boolean): ScreenView {
  const total = stepsOf(forChild).length + STEPS_AFTER;
  return { name: "notice", forChild, number: total - 1, total };
}

export function choosePinScreen(typed: number, again = false, differs = false): ScreenView {
  return {
    name: "choosePin",
    typed,
    length: PIN_LENGTH,
    again,
    differs,
    number: STEPS_IN_ALL,
    total: STEPS_IN_ALL,
  };
}

const nameFields: FieldView[] = [
  { field: "firstName", value: "", problem: null, note: null },
  { field: "lastName", value: "", problem: null, note: null },
];

function waiting(why: WaitView, from: MomentView | null = null): ScreenView {
  return { name: "answer", answer: { kind: "wait", why, from } };
}

/** A code is held up and not read: what is told meanwhile. */
export const aimedSamples: Record<string, { screen: ScreenView; aim: AimHintView }> = {
  attractNearer: { screen: { name: "attract" }, aim: "nearer" },
  showCardFurther: { screen: { name: "showCard", other: true }, aim: "further" },
  diaryPassBrighter: { screen: { name: "diaryPass" }, aim: "brighter" },
};

export const samples: Record<string, ScreenView> = {
  attract: { name: "attract" },
  welcome: {
    name: "answer",
    answer: { kind: "welcome", until: "18:30", closing: false, party: true, seat: true },
  },
  welcomeUntilClosing: {
    name: "answer",
    answer: { kind: "welcome", until: "18:00", closing: true, party: false, seat: false },
  },
  welcomeAll: { name: "answer", answer: { kind: "party", people: 4, seat: false } },
  closed: waiting("closed"),
  closedToday: waiting("closed", { day: null, time: "14:00" }),
  closedUntilAnotherDay: waiting("closed", { day: "24.11.2026", time: "10:00" }),
  full: waiting("full"),
  backTomorrow: waiting("reEntry"),
  backLater: waiting("reEntry", { day: null, time: "14:00" }),
  unconfirmed: waiting("unconfirmed"),
  dead: { name: "answer", answer: { kind: "dead" } },
  expired: { name: "answer", answer: { kind: "expired" } },
  notPassed: { name: "answer", answer: { kind: "notPassed" } },
  goodbye: { name: "answer", answer: { kind: "goodbye" } },
  longer: { name: "answer", answer: { kind: "stay", until: "20:30", closing: false } },
  longerUntilClosing: { name: "answer", answer: { kind: "stay", until: "18:00", closing: true } },
  refused: { name: "answer", answer: { kind: "refused" } },
  goOrStay: { name: "goOrStay", until: "18:30", people: 1 },
  goOrStayAll: { name: "goOrStay", until: "18:30", people: 4 },
  ...venueSamples,
  ...seatSamples,
  exitCheck: { name: "exitCheck", question: "pinId", digits: "12345", typed: 5, length: 12, outcome: null },
  exitCheckPin: {
    name: "exitCheck",
    question: "personalPin",
    digits: "",
    typed: 2,
    length: PIN_LENGTH,
    outcome: { kind: "wrong", triesLeft: 3 },
  },
  party: { name: "party", most: 20 },
  companion: { name: "companion", fields: nameFields, number: 1, total: 3 },
  keypad: { name: "keypad", digits: "12345", outcome: null },
  keypadWrong: { name: "keypad", digits: "", outcome: { kind: "wrong", triesLeft: 3 } },
  keypadLastTry: { name: "keypad", digits: "", outcome: { kind: "wrong", triesLeft: 1 } },
  keypadLocked: { name: "keypad", digits: "", outcome: { kind: "locked", waitS: 84 } },
  formName: formScreen("name"),
  formNameProblems: formScreen("name", [
    { value: "Besucherin", problem: null },
    { value: "", problem: "missing" },
  ]),
  formReach: formScreen("reach"),
  formReachProblems: formScreen("reach", [
    { value: "", problem: "oneOfTwo" },
    { value: "", problem: "oneOfTwo" },
  ]),
  formReachWrong: formScreen("reach", [
    { value: "keines", problem: "notAPhone" },
    { value: "keine", problem: "notAnEmail" },
  ]),
  formReachEither: formScreen("reach", undefined, { codeTo: "either" }),
  formReachMail: formScreen("reach", undefined, { codeTo: "mail" }),
  formReachPhone: formScreen("reach", undefined, { codeTo: "phone" }),
  formMailNeeded: formScreen(
    "reach",
    [
      { value: "0171 1234567", problem: null },
      { value: "", problem: "mailNeeded" },
    ],
    { codeTo: "mail" },
  ),
  formPhoneNeeded: formScreen(
    "reach",
    [
      { value: "", problem: "phoneNeeded" },
      { value: "besucherin@example.org", problem: null },
    ],
    { codeTo: "phone" },
  ),
  formNoAreaCode: formScreen(
    "reach",
    [
      { value: "1234567", problem: "noAreaCode" },
      { value: "", problem: null },
    ],
    { codeTo: "either" },
  ),
  formCrowded: formScreen(
    "reach",
    [
      { value: "", problem: null },
      { value: "besucherin@example.org", problem: "crowded" },
    ],
    { codeTo: "either" },
  ),
  formAddress: formScreen("address"),
  formAddressProblems: formScreen("address", [
    { value: "Am Alten Güterbahnhof 112 b, Hinterhaus", problem: "tooLong" },
    { value: "", problem: "missing" },
    { value: "=Ort", problem: "notAllowed" },
  ]),
  formChild: formScreen("child", undefined, { forChild: true }),
  formGuardian: formScreen("name", undefined, { forChild: true }),
  formByCard: formScreen(
    "name",
    [
      { value: "Besucherin", problem: null },
      { value: "Zwölf", problem: null },
    ],
    { byCard: true },
  ),
  showCard: { name: "showCard", other: false },
  showCardOther: { name: "showCard", other: true },
  notice: noticeScreen(false),
  noticeForChild: noticeScreen(true),
  choosePin: choosePinScreen(2),
  choosePinAgain: choosePinScreen(4, true),
  choosePinDiffers: choosePinScreen(0, false, true),
  printing: { name: "printing" },
  passReady: { name: "passReady", pinId: "1234 5678 9012", printed: true, phone: null },
  passNotPrinted: { name: "passReady", pinId: "1234 5678 9012", printed: false, phone: null },
  ...phoneSamples,
  ...confirmSamples,
  ...Object.fromEntries(Object.entries(aimedSamples).map(([name, { screen }]) => [name, screen])),
  help: { name: "help" },
  comfort: { name: "comfort" },
  ...diarySamples,
  ...ownDataSamples,
  ...statusSamples,
  ...Object.fromEntries(
    errorCodes.map((code) => [`outOfService-${code}`, { name: "outOfService", code } as const]),
  ),
};

export const allNotices: readonly NoticeView[] = [
  "cameraLost",
  "printerUnavailable",
  "gateUnavailable",
  "lettersStuck",
  "paperOut",
  "printerOpen",
  "paperLow",
  "paperUnsettled",
  "destructionOverdue",
  "ownerKeyUnproven",
  "clockDoubtful",
  "diskLow",
  "recovered",
];
