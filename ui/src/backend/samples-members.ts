// The faces of the page about those who work here.
import type {
  LoungePageView,
  MemberProblemView,
  MembersView,
  MemberView,
  WorkplaceView,
} from "../generated/api.gen";
import { phoneCode } from "./samples-phone";

export const members: MemberView[] = [
  member("Amira K.", "entrance", { kind: "thisKiosk" }),
  member("Bernd S.", "shiftLead", { kind: "zone", path: "Osttribüne / Eingang B" }),
  { ...member("Chiara V.", "backOffice", { kind: "venue" }), secondFactor: "missing" },
  { ...member("Dr. Wilhelmine Oberwasser", "owner", { kind: "venue" }), secondFactor: "set", oneself: true },
  member("Emre T.", "technician", { kind: "otherKiosk" }),
  member("Fritz N.", "entrance", { kind: "gone" }),
];

const areas: WorkplaceView[] = [
  { kind: "venue" },
  { kind: "thisKiosk" },
  ...["Café", "Osttribüne", "Osttribüne / Eingang B", "Sonderausstellung"].map(
    (path) => ({ kind: "zone", path }) as const,
  ),
];

function member(name: string, role: MemberView["role"], workplace: WorkplaceView): MemberView {
  return { name, role, workplace, secondFactor: "no", oneself: false };
}

export function memberForm(
  part: Partial<Extract<MembersView, { kind: "form" }>> = {},
): Extract<MembersView, { kind: "form" }> {
  return {
    kind: "form",
    aim: "new",
    areas,
    typed: { name: "", role: "entrance", area: 0 },
    problem: null,
    leastDigits: 6,
    mostDigits: 16,
    ...part,
  };
}

export const newSecret: Extract<MembersView, { kind: "newSecret" }> = {
  kind: "newSecret",
  name: "Chiara V.",
  // Of the same size as an app's; what it says is another thing.
  code: { side: phoneCode.side, path: phoneCode.path },
  text: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
  wrong: false,
};

export const madePin: MembersView = { kind: "madePin", name: "Amira K.", pin: "30914782" };

export function membersPage(members: MembersView): LoungePageView {
  return { name: "members", members };
}

const typed = { name: "Dr. Wilhelmine Oberwasser", role: "backOffice", area: 4 } as const;
const problems: MemberProblemView[] = ["name", "nameTaken", "area", "pin", "pinAgain"];
const many = ["Bauer", "Çelik", "Dąbrowska", "Ernst", "Fuchs", "Groß", "Huber", "Ivanenko"];

/** By the end of the sample's name. */
export const memberFaces: Record<string, MembersView> = {
  "": { kind: "list", rows: members },
  Many: {
    kind: "list",
    rows: [...members, ...many.map((name) => member(name, "entrance", { kind: "venue" }))],
  },
  Long: {
    kind: "list",
    rows: members.map((row, i) =>
      i === 1 ? { ...row, name: `Prof. Dr. Maximiliane ${"Freifrau-von-".repeat(4)}Hohen` } : row,
    ),
  },
  One: one(0),
  OneMissing: one(2),
  OneOwner: one(3),
  New: memberForm(),
  ...Object.fromEntries(problems.map((problem) => [`New-${problem}`, memberForm({ typed, problem })])),
  Place: memberForm({ aim: "place", typed }),
  PlaceGone: memberForm({ aim: "place", typed, problem: "area" }),
  Pin: memberForm({ aim: "pin", areas: [], typed }),
  PinWrong: memberForm({ aim: "pin", areas: [], typed, problem: "pin" }),
  MadePin: madePin,
  NewSecret: newSecret,
  NewSecretWrong: { ...newSecret, wrong: true },
  NewSecretLong: { ...newSecret, code: null },
};

function one(row: number): MembersView {
  const member = members[row];
  if (!member) throw new Error(`there is no member ${String(row)}`);
  return { kind: "one", member };
}
