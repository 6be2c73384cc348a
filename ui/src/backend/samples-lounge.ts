// The faces of the staff's lounge. Endings of numbers and times, as the kiosk has them; the one name is nobody's.
import type {
  DeedView,
  FieldName,
  FieldProblem,
  InsideRowView,
  LoungePageView,
  LoungeSaidView,
  OccasionTypedView,
  OccasionView,
  RollCallCauseView,
  RuleName,
  RuleProblemView,
  RuleView,
  ScreenView,
  SettingsView,
  StaffView,
  StatusView,
} from "../generated/api.gen";
import { memberFaces, membersPage } from "./samples-members";
import { statusSamples } from "./samples-status";

const atTheDoor: DeedView[] = [
  "seeInside",
  "look",
  "checkInByHand",
  "checkOutByHand",
  "extend",
  "annul",
  "register",
  "reprint",
  "replacePass",
  "unlockDiary",
  "rollCall",
  "seeDevices",
];

export const colleagues: StaffView[] = [
  { name: "Amira K.", role: "entrance", deeds: atTheDoor },
  {
    name: "Bernd S.",
    role: "shiftLead",
    deeds: [...atTheDoor, "everyoneOut", "seeOccupancy", "planOccasion", "seeRefused"],
  },
  {
    name: "Chiara V.",
    role: "backOffice",
    deeds: [...atTheDoor, "everyoneOut", "seeOccupancy", "seeRefused", "correct", "planOccasion", "setRules"],
  },
  {
    name: "Dr. Wilhelmine Oberwasser",
    role: "owner",
    deeds: [
      ...atTheDoor,
      "everyoneOut",
      "seeOccupancy",
      "seeRefused",
      "correct",
      "planOccasion",
      "setRules",
      "setRetention",
      "enrolStaff",
    ],
  },
  { name: "Emre T.", role: "technician", deeds: ["seeRefused", "seeDevices", "placeKiosk"] },
];

const names = colleagues.map(({ name }) => name);
const zones = ["Osttribüne / Eingang B", "Sonderausstellung", "Café", null];

/** A row for each quarter of an hour. */
export const rows: InsideRowView[] = Array.from({ length: 24 }, (_, i) => ({
  ending: i === 5 ? null : String(1234 + i * 367).slice(-4),
  came: `${String(15 - Math.floor(i / 4)).padStart(2, "0")}:${String((i * 7) % 60).padStart(2, "0")}`,
  until: "18:00",
  zone: zones[i % zones.length] ?? null,
  people: i % 5 === 0 ? 4 : 1,
  confirm: i % 7 === 2 ? { until: { day: null, time: "18:30" } } : null,
}));

const ROWS_A_PAGE = 12;

export function loungeScreen(
  page: LoungePageView,
  staff: StaffView | null = colleagues[1] ?? null,
  said: LoungeSaidView | null = null,
): ScreenView {
  return { name: "lounge", lounge: { staff, said, page } };
}

export function signInPage(part: Partial<Extract<LoungePageView, { name: "signIn" }>> = {}): LoungePageView {
  return { name: "signIn", names, chosen: null, typed: 0, secondFactor: false, outcome: null, ...part };
}

export function insidePage(page: number): LoungePageView {
  const first = page * ROWS_A_PAGE;
  return {
    name: "inside",
    rows: rows.slice(first, first + ROWS_A_PAGE),
    visits: rows.length,
    people: rows.reduce((sum, { people }) => sum + people, 0),
    page,
    pages: Math.ceil(rows.length / ROWS_A_PAGE),
  };
}

export function passForm(
  replaces: string | null,
  values: Partial<Record<FieldName, string>> = {},
  problems: Partial<Record<FieldName, FieldProblem>> = {},
): Extract<LoungePageView, { name: "passForm" }> {
  const child = values.child === undefined ? [] : (["child"] as const);
  const names = ["lastName", "firstName", "phone", "email", "street", "postcode", "town"] as const;
  const fields = [...child, ...names].map((field) => ({
    field,
    value: values[field] ?? "",
    problem: problems[field] ?? null,
    note: null,
  }));
  return {
    name: "passForm",
    replaces,
    fields,
    companions: replaces === null ? "count" : "no",
    company: { companions: 0, names: [] },
    companyProblem: false,
    mostCompanions: 19,
  };
}

const workday = "10:00-12:30,14:00-18:00";
const otherRules: RuleView[] = [
  {
    rule: "opening",
    week: [workday, workday, workday, workday, workday, "10:00-16:00", ""],
  },
  {
    rule: "specialDays",
    days: [
      { day: "2026-12-24", hours: "" },
      { day: "2026-12-31", hours: "10:00-13:00" },
    ],
  },
  { rule: "longestStay", minutes: 480 },
  { rule: "extension", minutes: 480 },
  { rule: "capacity", people: 120 },
  { rule: "repeatGap", seconds: 10 },
  { rule: "exitCheck", check: "pinId" },
  { rule: "companions", companions: "names" },
  { rule: "seats", seats: "ask" },
  { rule: "confirm", confirm: "either" },
  { rule: "reEntry", when: { kind: "after", minutes: 30 } },
  { rule: "passValidity", days: 365 },
  { rule: "retention", days: 30 },
];
const changed = (changes: RuleView[]) =>
  otherRules.map((rule) => changes.find((change) => change.rule === rule.rule) ?? rule);
const plainRules = changed([
  { rule: "opening", week: null },
  { rule: "specialDays", days: [] },
  { rule: "capacity", people: null },
  { rule: "exitCheck", check: "none" },
  { rule: "companions", companions: "no" },
  { rule: "reEntry", when: { kind: "always" } },
]);

export function settingsPage(part: Partial<SettingsView> = {}): LoungePageView {
  const rules = changed([
    { rule: "exitCheck", check: "personalPin" },
    { rule: "companions", companions: "count" },
    { rule: "reEntry", when: { kind: "nextDay" } },
  ]);
  return { name: "settings", settings: { rules, open: null, problem: null, ...part } };
}

export const occasions: OccasionView[] = [
  {
    name: "Lesung im Saal",
    zone: "Sonderausstellung",
    begins: "24.12.2026 18:00",
    ends: "24.12.2026 22:00",
    capacity: 80,
  },
  { name: "Silvester", zone: null, begins: "31.12.2026 20:00", ends: "01.01.2027 02:00", capacity: null },
];

export function occasionForm(
  part: Partial<Extract<LoungePageView, { name: "occasionForm" }>> = {},
): LoungePageView {
  const empty = { name: "", zone: null, day: "", begins: "", ends: "", capacity: null };
  return {
    name: "occasionForm",
    zones: ["Café", "Osttribüne", "Osttribüne / Eingang B", "Sonderausstellung"],
    typed: empty,
    problem: null,
    ...part,
  };
}

export function visitPage(
  row: InsideRowView,
  deeds: DeedView[],
  part: Partial<Extract<LoungePageView, { name: "visit" }>> = {},
): LoungePageView {
  return { name: "visit", row, looked: false, contact: null, deeds, ...part };
}

export const contact = {
  firstName: "Besucherin",
  lastName: "Zwölf-Mustermann",
  phone: "+493012345678",
  email: "besucherin.zwoelf@example.org",
  street: "Am Alten Güterbahnhof 112 b",
  postcode: "10115",
  town: "Berlin",
  child: null,
};

export function rollCallPage(
  cause: RollCallCauseView,
  isFound: (index: number) => boolean,
  part: Partial<Extract<LoungePageView, { name: "rollCall" }>> = {},
): Extract<LoungePageView, { name: "rollCall" }> {
  const people = rows.map((row, i) => ({
    ...row,
    seat: i % 3 === 0 ? `Platz ${i + 1}` : null,
    found: isFound(i),
  }));
  const groups = zones.map((zone) => ({ zone, rows: people.filter((row) => row.zone === zone) }));
  const count = (list: typeof people) => list.reduce((sum, { people }) => sum + people, 0);
  return {
    name: "rollCall",
    cause,
    groups,
    found: count(people.filter(({ found }) => found)),
    total: count(people),
    elapsedS: 247,
    paper: "printed",
    printedAt: null,
    ...part,
  };
}

/** A day with two rushes, by the quarter of an hour, until 17:05. */
const points = [
  ...Array.from({ length: 29 }, (_, i) => {
    const minute = 600 + i * 15;
    const rush = (at: number, size: number) => size * Math.exp(-(((minute - at) / 70) ** 2));
    return { at: clock(minute), people: Math.round(rush(690, 38) + rush(930, 62)) };
  }),
  { at: "17:05", people: 8 },
];

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function status(name: string): StatusView {
  const sample = statusSamples[name];
  if (sample?.name !== "status") throw new Error(`there is no status called ${name}`);
  return sample.status;
}

const firstRow = rows[0] ?? { ending: null, came: "", until: "", zone: null, people: 1, confirm: null };
const door = colleagues[0] ?? null;
const office = colleagues[2] ?? null;
const owner = colleagues[3] ?? null;
const technician = colleagues[4] ?? null;
const home = { name: "home", inside: 42, capacity: 60, rollCall: false } as const;
const visitDeeds: DeedView[] = ["look", "checkOutByHand", "extend", "annul", "replacePass", "correct"];
const pass = {
  name: "pass",
  ending: "1234",
  wait: null,
  from: null,
  deeds: ["checkInByHand", "unlockDiary", "replacePass"],
} satisfies LoungePageView;
const made = {
  name: "made",
  pinId: "1234 5678 9012",
  replaces: false,
  paper: "printed",
  wait: null,
  from: null,
  deeds: ["reprint", "register"],
} satisfies LoungePageView;
const inside = insidePage(0);
const said: LoungeSaidView[] = [
  { kind: "checkedIn" },
  { kind: "checkedOut" },
  { kind: "allOut", people: 42 },
  { kind: "annulled" },
  { kind: "notPassed" },
  { kind: "corrected" },
  { kind: "extended" },
  { kind: "set" },
  { kind: "removed" },
  { kind: "enrolled" },
  { kind: "dismissed" },
  { kind: "replaced" },
  { kind: "unlocked" },
  { kind: "notATime" },
  ...(
    [
      "role",
      "area",
      "over",
      "noVisit",
      "tooLate",
      "times",
      "closing",
      "noMember",
      "lastOwner",
      "oneself",
    ] as const
  ).map((why) => ({ kind: "notAllowed", why }) as const),
];

const ruleProblems: [RuleName, RuleProblemView | null][] = [
  ["opening", "periods"],
  ["opening", "neverOpen"],
  ["specialDays", "day"],
  ["longestStay", "stay"],
  ["extension", null],
  ["capacity", "capacity"],
  ["repeatGap", "repeatGap"],
  ["exitCheck", null],
  ["companions", null],
  ["seats", null],
  ["confirm", null],
  ["reEntry", null],
  ["passValidity", "passValidity"],
  ["retention", "retention"],
];
const typed: OccasionTypedView = {
  name: "Lesung im Saal",
  zone: 0,
  day: "2412",
  begins: "18:00",
  ends: "22:00",
  capacity: 80,
};

/** One for every face; `?notices=…` puts notices on the overview. */
export const loungeSamples: Record<string, ScreenView> = {
  loungeSignIn: loungeScreen(signInPage(), null),
  loungePin: loungeScreen(signInPage({ chosen: 1, typed: 4 }), null),
  loungeWrong: loungeScreen(signInPage({ chosen: 3, outcome: { kind: "wrong" } }), null),
  loungeLocked: loungeScreen(signInPage({ chosen: 3, outcome: { kind: "locked", waitS: 84 } }), null),
  loungeCode: loungeScreen(signInPage({ chosen: 3, typed: 2, secondFactor: true }), null),
  loungeNoSecret: loungeScreen(signInPage({ chosen: 2, outcome: { kind: "noSecondFactor" } }), null),
  loungeNobody: loungeScreen(signInPage({ names: [] }), null),
  loungeHome: loungeScreen(home),
  loungeHomeDoor: loungeScreen({ ...home, capacity: null }, door),
  loungeHomeFull: loungeScreen({ ...home, inside: 63, rollCall: true }, office),
  loungeHomeOwner: loungeScreen(home, owner),
  loungeHomeTechnician: loungeScreen({ ...home, inside: null, capacity: null }, technician),
  loungeInside: loungeScreen(inside),
  loungeInsideEmpty: loungeScreen({ ...inside, rows: [], visits: 0, people: 0, pages: 1 } as LoungePageView),
  loungeNumber: loungeScreen({ name: "number", digits: "12345", outcome: null }),
  loungeNumberUnknown: loungeScreen({ name: "number", digits: "", outcome: { kind: "unknown", left: 7 } }),
  loungeNumberMistyped: loungeScreen({ name: "number", digits: "", outcome: { kind: "mistyped" } }),
  loungeNumberLocked: loungeScreen({ name: "number", digits: "", outcome: { kind: "locked", waitS: 2531 } }),
  loungeNumberOtherArea: loungeScreen({ name: "number", digits: "", outcome: { kind: "otherArea" } }, door),
  loungePass: loungeScreen(pass),
  loungePassFull: loungeScreen({ ...pass, wait: "full" }),
  loungePassClosed: loungeScreen({ ...pass, wait: "closed", from: { day: "24.11.2026", time: "10:00" } }),
  loungePassLater: loungeScreen({ ...pass, wait: "reEntry", from: { day: null, time: "14:00" } }),
  loungeVisit: loungeScreen(visitPage(firstRow, visitDeeds), office),
  loungeVisitLooked: loungeScreen(visitPage(firstRow, visitDeeds, { looked: true, contact }), office),
  loungeVisitUnconfirmed: loungeScreen(
    visitPage({ ...firstRow, confirm: { until: { day: "24.11.2026", time: "18:30" } } }, visitDeeds),
    office,
  ),
  loungeVisitUnconfirmedToday: loungeScreen(
    visitPage({ ...firstRow, confirm: { until: { day: null, time: "18:30" } } }, visitDeeds),
    office,
  ),
  loungeVisitUnconfirmedLate: loungeScreen(
    visitPage({ ...firstRow, confirm: { until: null } }, visitDeeds),
    office,
  ),
  loungeVisitNameless: loungeScreen(
    visitPage({ ...firstRow, ending: null, zone: null }, ["checkOutByHand"], { looked: true }),
    door,
  ),
  loungeRegister: loungeScreen(passForm(null), door),
  loungeRegisterWrong: loungeScreen(
    passForm(null, { firstName: "Besucherin", phone: "12" }, { lastName: "missing", phone: "notAPhone" }),
    door,
  ),
  loungeRegisterEmpty: loungeScreen(passForm(null, {}, { lastName: "missing", phone: "oneOfTwo" }), door),
  loungeRegisterChild: loungeScreen(
    { ...passForm(null, { child: "", lastName: "Zwölf" }, { child: "missing", phone: "oneOfTwo" }) },
    door,
  ),
  loungeRegisterNames: loungeScreen(
    {
      ...passForm(null, { lastName: "Zwölf", phone: "030 12345" }),
      companions: "names",
      company: { companions: 0, names: ["Elf", "=Zehn"] },
      companyProblem: true,
    },
    door,
  ),
  loungeReplace: loungeScreen(passForm("1234"), door),
  loungeMade: loungeScreen(made, door, { kind: "checkedIn" }),
  loungeMadePrinting: loungeScreen({ ...made, paper: "printing", replaces: true }, door, {
    kind: "replaced",
  }),
  loungeMadeFailed: loungeScreen(
    { ...made, paper: "failed", wait: "full", deeds: ["reprint", "checkInByHand", "register"] },
    door,
  ),
  loungeEveryoneOut: loungeScreen({ name: "everyoneOut", visits: 24, people: 42, again: false }),
  loungeEveryoneOutAgain: loungeScreen({ name: "everyoneOut", visits: 24, people: 42, again: true }),
  loungeDrill: loungeScreen(rollCallPage("drill", (i) => i % 3 === 0, { paper: "none" })),
  loungeEmergency: loungeScreen(rollCallPage("emergency", (i) => i % 2 === 0, { elapsedS: 3847 })),
  loungePowerLost: loungeScreen(rollCallPage("powerLost", () => false, { paper: "failed", elapsedS: 9 })),
  loungeAllFound: loungeScreen(rollCallPage("emergency", () => true, { paper: "printing" })),
  loungePrintAgain: loungeScreen(rollCallPage("emergency", (i) => i < 4, { printedAt: "14:05" })),
  loungeNobodyThere: loungeScreen(rollCallPage("drill", () => true, { groups: [], found: 0, total: 0 })),
  loungeOccupancy: loungeScreen({ name: "occupancy", points, capacity: 60 }),
  loungeOccupancyFree: loungeScreen({ name: "occupancy", points: points.slice(0, 9), capacity: null }),
  loungeOccupancyEmpty: loungeScreen({
    name: "occupancy",
    points: [{ at: "09:05", people: 0 }],
    capacity: 60,
  }),
  loungeSettings: loungeScreen(settingsPage(), office),
  loungeSettingsAlways: loungeScreen(settingsPage({ rules: plainRules }), office),
  loungeSettingsOther: loungeScreen(settingsPage({ rules: otherRules }), office),
  ...Object.fromEntries(
    ruleProblems.map(([open, problem]) => [
      `loungeRule-${open}-${problem}`,
      loungeScreen(settingsPage({ open, problem }), owner),
    ]),
  ),
  loungeOccasions: loungeScreen({ name: "occasions", rows: occasions }),
  loungeOccasionsNone: loungeScreen({ name: "occasions", rows: [] }),
  loungeOccasionForm: loungeScreen(occasionForm()),
  ...Object.fromEntries(
    (["name", "zone", "day", "begins", "ends", "capacity"] as const).map((problem) => [
      `loungeOccasionForm-${problem}`,
      loungeScreen(occasionForm({ problem, typed })),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(memberFaces).map(([face, members]) => [
      `loungeMembers${face}`,
      loungeScreen(membersPage(members), owner),
    ]),
  ),
  loungeRefused: loungeScreen({ name: "refused", counts: status("statusWorried").refused }),
  loungeRefusedNone: loungeScreen({ name: "refused", counts: [] }),
  loungeDevices: loungeScreen({ name: "devices", status: status("statusWorried") }),
  loungeDevicesWell: loungeScreen({ name: "devices", status: status("status") }, technician),
  ...Object.fromEntries(
    said.map((so) => [
      `loungeSaid-${so.kind === "notAllowed" ? so.why : so.kind}`,
      loungeScreen(inside, office, so),
    ]),
  ),
};
