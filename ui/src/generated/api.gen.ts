// Made from the crate `api` by its tests (cargo test -p einlass-api); a change there shows here.

export type Language = "de" | "de-simple" | "en" | "fr" | "pl" | "tr" | "uk" | "ar";

export type KioskView = { 
/**
 * Grows with every change; a view with a lower number is outdated.
 */
revision: number, 
/**
 * The venue's name.
 */
venue: string, 
/**
 * The language that is spoken.
 */
language: Language, 
/**
 * How the screen is drawn.
 */
comfort: Comfort, 
/**
 * Whether this is the demonstration.
 */
demo: boolean, 
/**
 * What is shown.
 */
screen: ScreenView, 
/**
 * Seconds until the screen is wiped, while the kiosk asks whether somebody is still there.
 */
stillThereS: number | null, 
/**
 * Answers given so far: two visitors in a row may get the same one, and each has to see and hear it.
 */
answered: number, 
/**
 * Whether the screen is read aloud; none where there is no voice.
 */
speech: boolean | null, 
/**
 * What staff should know.
 */
notices: Array<NoticeView>, 
/**
 * How full it is; none where nothing is limited.
 */
traffic: TrafficView | null, 
/**
 * The titles of the venue's own pages, where they are offered.
 */
pages: Array<WordedView>, 
/**
 * What whoever stands here has to confirm.
 */
confirm: ConfirmHintView | null, 
/**
 * What whoever holds a code up may do so that it is read.
 */
aim: AimHintView | null, };

export type Comfort = { 
/**
 * Colours.
 */
contrast: ContrastView, 
/**
 * Size of the text.
 */
text: TextSizeView, 
/**
 * Where the controls are.
 */
controls: ControlsView, 
/**
 * Whether things move.
 */
motion: MotionView, };

export type ContrastView = "normal" | "high";

export type TextSizeView = "normal" | "large";

export type ControlsView = "spread" | "low";

export type MotionView = "calm" | "still";

export type LookView = { 
/**
 * The venue's colour, red, green and blue from 0 to 255.
 */
accent: [number, number, number] | null, 
/**
 * The venue's logo as a `data:` address. To be shown in an `<img>` and nowhere else.
 */
logo: string | null, 
/**
 * The pictures of the venue's own pages, likewise.
 */
pictures: Array<string>, 
/**
 * How large the screen is.
 */
screenSize: ScreenSize | null, };

export type ScreenSize = { 
/**
 * From left to right, in millimetres.
 */
widthMm: number, 
/**
 * From top to bottom, in millimetres.
 */
heightMm: number, };

export type NoticeView = "cameraLost" | "printerUnavailable" | "gateUnavailable" | "lettersStuck" | "paperOut" | "printerOpen" | "paperLow" | "paperUnsettled" | "destructionOverdue" | "ownerKeyUnproven" | "clockDoubtful" | "diskLow" | "recovered";

export type ScreenView = { "name": "attract" } | { "name": "answer", 
/**
 * What.
 */
answer: AnswerView, } | { "name": "goOrStay", 
/**
 * When the visit ends by itself, `18:30`.
 */
until: string, 
/**
 * How many people it is.
 */
people: number, } | { "name": "seat", 
/**
 * What is chosen among, where that is not everything behind the door: `Row 15`.
 */
path: string | null, 
/**
 * Seats, tables, and what leads to some, as people count.
 */
places: Array<PlaceView>, 
/**
 * The seat that was wanted and is taken.
 */
gone: string | null, } | { "name": "venuePage", 
/**
 * Which, from 0.
 */
number: number, 
/**
 * Its heading.
 */
title: WordedView, 
/**
 * What is read; none where there is only a picture.
 */
text: WordedView | null, 
/**
 * Which of the look's pictures is seen.
 */
picture: number | null, } | { "name": "exitCheck", 
/**
 * What is asked for.
 */
question: ExitQuestionView, 
/**
 * The digits of a PIN-ID so far; none of a PIN.
 */
digits: string, 
/**
 * How many digits are typed.
 */
typed: number, 
/**
 * How many there are.
 */
length: number, 
/**
 * What became of the number before.
 */
outcome: KeypadOutcome | null, } | { "name": "party", 
/**
 * The most people on one pass.
 */
most: number, } | { "name": "companion", 
/**
 * The questions.
 */
fields: Array<FieldView>, 
/**
 * Which of them it is, from 1.
 */
number: number, 
/**
 * How many there are.
 */
total: number, } | { "name": "keypad", 
/**
 * The digits so far.
 */
digits: string, 
/**
 * What became of the number before.
 */
outcome: KeypadOutcome | null, } | { "name": "confirmCode", 
/**
 * The digits so far.
 */
digits: string, 
/**
 * How many there are.
 */
length: number, 
/**
 * What became of the code before, or of asking for another one.
 */
said: CodeSaidView | null, 
/**
 * The message with the code.
 */
sent: SentCodeView, } | { "name": "form", 
/**
 * What for.
 */
aim: FormAim, 
/**
 * Whether a guardian fills it for a child.
 */
forChild: boolean, 
/**
 * Whether it was just filled from a card, and is to be looked through.
 */
byCard: boolean, 
/**
 * Which questions.
 */
step: FormStep, 
/**
 * The questions.
 */
fields: Array<FieldView>, 
/**
 * Where a code goes.
 */
codeTo: CodeToView, 
/**
 * Place among the steps, from 1.
 */
number: number, 
/**
 * How many steps there are.
 */
total: number, } | { "name": "showCard", 
/**
 * Whether another code was held up.
 */
other: boolean, } | { "name": "notice", 
/**
 * Whether a guardian does, for a child.
 */
forChild: boolean, 
/**
 * Place among the steps, from 1.
 */
number: number, 
/**
 * How many steps there are.
 */
total: number, } | { "name": "choosePin", 
/**
 * How many digits are typed.
 */
typed: number, 
/**
 * How many a PIN has.
 */
length: number, 
/**
 * Whether the PIN is being typed the second time.
 */
again: boolean, 
/**
 * Whether the second did not equal the first, and the choice begins anew.
 */
differs: boolean, 
/**
 * Place among the steps, from 1.
 */
number: number, 
/**
 * How many steps there are.
 */
total: number, } | { "name": "diaryPass" } | { "name": "diaryPin", 
/**
 * How many digits are typed.
 */
typed: number, 
/**
 * How many a PIN has.
 */
length: number, 
/**
 * Wrong PINs that are left, after a wrong one.
 */
triesLeft: number | null, } | { "name": "diaryClosed", 
/**
 * Why.
 */
why: DiaryClosedView, } | { "name": "diary", 
/**
 * How many days it goes back.
 */
days: number, 
/**
 * Newest first.
 */
entries: Array<DiaryEntryView>, 
/**
 * What is to be deleted, while the question about it is on the screen.
 */
asking: DiaryDeletionView | null, } | { "name": "ownData", 
/**
 * What.
 */
own: OwnDataView, 
/**
 * What is said or asked about it.
 */
face: OwnDataFaceView, } | { "name": "forgotten", 
/**
 * The last day on which the venue keeps a record of a visit, `21.12.2026`; none when it keeps none.
 */
keptUntil: string | null, 
/**
 * Whether a visit lasts, which the pass still ends.
 */
inside: boolean, } | { "name": "status", 
/**
 * How.
 */
status: StatusView, } | { "name": "lounge", 
/**
 * What they see.
 */
lounge: LoungeView, } | { "name": "printing" } | { "name": "passReady", 
/**
 * The number, in groups of four.
 */
pinId: string, 
/**
 * Whether the printer took everything.
 */
printed: boolean, 
/**
 * The way onto a phone, where there is one.
 */
phone: ToPhoneView | null, } | { "name": "help" } | { "name": "comfort" } | { "name": "outOfService", 
/**
 * Why.
 */
code: ErrorCode, };

export type TrafficView = "green" | "amber" | "red";

export type AimHintView = "nearer" | "further" | "brighter";

export type WordedView = { 
/**
 * Its language.
 */
language: Language, 
/**
 * The text; lines end with a line feed.
 */
text: string, };

export type PlaceView = { 
/**
 * As people call it.
 */
name: string, 
/**
 * Whether somebody sits there and nobody else can.
 */
taken: boolean, };

export type ExitQuestionView = "pinId" | "personalPin";

export type ConfirmHintView = { 
/**
 * Until when; none when it is too late to come in unconfirmed.
 */
until: MomentView | null, };

export type SentCodeView = { 
/**
 * By which way it goes.
 */
way: MessageWayView, 
/**
 * Whether it cannot reach this address.
 */
undeliverable: boolean, 
/**
 * Until when its code is good.
 */
until: MomentView, 
/**
 * How another one can be had.
 */
renewal: RenewalView, };

export type MessageWayView = "mail" | "sms";

export type RenewalView = "offered" | "showPass" | "askStaff";

export type CodeSaidView = { "kind": "mistyped" } | { "kind": "wrong", 
/**
 * Tries that remain.
 */
triesLeft: number, } | { "kind": "noTriesLeft" } | { "kind": "expired" } | { "kind": "newCode" };

export type AnswerView = { "kind": "welcome", 
/**
 * When the visit ends by itself, `18:30`.
 */
until: string, 
/**
 * Whether that is when the venue closes.
 */
closing: boolean, 
/**
 * Whether others may have come along on the pass.
 */
party: boolean, 
/**
 * Whether they may say where they sit.
 */
seat: boolean, } | { "kind": "party", 
/**
 * How many people it is.
 */
people: number, 
/**
 * Whether they may say where they sit.
 */
seat: boolean, } | { "kind": "seated", 
/**
 * Where: `Row 15 / Seat 27`.
 */
seat: string, } | { "kind": "notPassed" } | { "kind": "goodbye" } | { "kind": "stay", 
/**
 * When the visit ends by itself now, `18:30`.
 */
until: string, 
/**
 * Whether that is when the venue closes.
 */
closing: boolean, } | { "kind": "confirmed" } | { "kind": "wait", 
/**
 * Why.
 */
why: WaitView, 
/**
 * From when on; none when that is not known.
 */
from: MomentView | null, } | { "kind": "dead" } | { "kind": "expired" } | { "kind": "refused" };

export type WaitView = "closed" | "full" | "reEntry" | "unconfirmed";

export type MomentView = { 
/**
 * `24.11.2026`; none for today.
 */
day: string | null, 
/**
 * `18:30`
 */
time: string, };

export type KeypadOutcome = { "kind": "wrong", 
/**
 * Further wrong numbers before the keypad shuts.
 */
triesLeft: number, } | { "kind": "locked", 
/**
 * Seconds until it opens.
 */
waitS: number, };

export type FormAim = "newPass" | "ownData";

export type FormStep = "child" | "name" | "reach" | "address";

export type FieldName = "child" | "firstName" | "lastName" | "phone" | "email" | "street" | "postcode" | "town";

export type FieldProblem = "missing" | "tooLong" | "notAllowed" | "notAPhone" | "notAnEmail" | "oneOfTwo" | "mailNeeded" | "phoneNeeded" | "noAreaCode" | "crowded";

export type FieldNoteView = "codeComes" | "optional";

export type CodeToView = "nowhere" | "either" | "mail" | "phone";

export type FieldView = { 
/**
 * Which.
 */
field: FieldName, 
/**
 * What is typed.
 */
value: string, 
/**
 * What is wrong with it.
 */
problem: FieldProblem | null, 
/**
 * What is to be known of it before.
 */
note: FieldNoteView | null, };

export type ToPhoneView = { "kind": "offered" } | { "kind": "code", 
/**
 * The side of the square, in modules, quiet zone included.
 */
side: number, 
/**
 * SVG path data of the dark modules, one unit each.
 */
path: string, };

export type DiaryClosedView = "noPin" | "locked";

export type DiaryEntryView = { 
/**
 * The day it began on, `21.11.2026`.
 */
day: string, 
/**
 * When it began, `10:02`.
 */
came: string, 
/**
 * How it ended; none while it lasts.
 */
went: DiaryEndView | null, 
/**
 * The last day on which the venue keeps its own record of it, `21.12.2026`.
 */
keptUntil: string, };

export type DiaryEndView = { 
/**
 * When, `12:40`.
 */
at: string, 
/**
 * How.
 */
way: EndWayView, };

export type EndWayView = "scanned" | "typed" | "longestStay" | "staff" | "closing" | "implicit" | "estimated";

export type DiaryDeletionView = { "kind": "one", 
/**
 * Which.
 */
entry: DiaryEntryView, } | { "kind": "all", 
/**
 * How many there are.
 */
visits: number, 
/**
 * The last day on which the venue keeps its own record of any of them, `21.12.2026`.
 */
keptUntil: string, };

export type OwnDataView = { 
/**
 * Who it is; none when that cannot be read any more.
 */
contact: ContactView | null, 
/**
 * The language in which the pass is answered; none where none was chosen.
 */
language: Language | null, 
/**
 * Who agreed to the notice about the data.
 */
consent: ConsentByView, 
/**
 * Last day of validity of the pass, `31.12.2026`.
 */
validUntil: string, 
/**
 * The last day on which the venue keeps a record of a visit, `21.12.2026`; none when it keeps none.
 */
keptUntil: string | null, 
/**
 * Whether a visit lasts.
 */
inside: boolean, };

export type ConsentByView = "visitor" | "guardian" | "organiser";

export type OwnDataFaceView = "shown" | "saved" | "asking" | "choosingLanguage";

export type StatusView = { 
/**
 * What seals the device key.
 */
sealedBy: SealedByView, 
/**
 * Days that visits are kept.
 */
retentionDays: number, 
/**
 * The newest destruction; none when no day was old enough yet.
 */
lastDestruction: DestructionView | null, 
/**
 * Whether days are left that should be gone.
 */
destructionOverdue: boolean, 
/**
 * The day on which the owner's key was last proved.
 */
ownerKeyProved: string | null, 
/**
 * Whether it is time to prove it again.
 */
ownerKeyDue: boolean, 
/**
 * Whether the clock can be believed.
 */
clock: ClockView, 
/**
 * The day of the newest copy of the ledger on this machine.
 */
lastCopy: string | null, 
/**
 * The day on which a damaged database was replaced.
 */
recovered: string | null, 
/**
 * Free room on the disk, in megabytes.
 */
freeMb: number, 
/**
 * Refused codes of the days that are kept, by reason.
 */
refused: Array<RefusedView>, 
/**
 * Messages to visitors that wait for their way out.
 */
letters: number, 
/**
 * Events that are kept.
 */
events: number, 
/**
 * The program's version.
 */
version: string, 
/**
 * Printer and papers.
 */
papers: PaperStatusView, };

export type PaperStatusView = { 
/**
 * How the printer is.
 */
printer: PrinterIsView, 
/**
 * Whether something is being printed, or waits for the printer.
 */
isBusy: boolean, 
/**
 * How the last paper went; none as long as there was none.
 */
last: LastPaperView | null, 
/**
 * Papers of which nobody knows whether they came out, oldest first.
 */
unsettled: Array<UnsettledPaperView>, };

export type PrinterIsView = "ready" | "paperLow" | "paperOut" | "coverOpen" | "jammed" | "faulty" | "offline" | "doubtful" | "unreachable" | "missing";

export type UnsettledPaperView = { 
/**
 * What it is known by.
 */
paper: number, 
/**
 * When it was begun, `14:05`.
 */
at: string, };

export type LastPaperView = { 
/**
 * How.
 */
end: PaperEndView, 
/**
 * When, `14:05`.
 */
at: string, };

export type PaperEndView = "printed" | "sent" | "failed" | "unknown";

export type DestructionView = { 
/**
 * Which day was destroyed.
 */
day: string, 
/**
 * Visits of it.
 */
visits: number, 
/**
 * Events of it.
 */
events: number, 
/**
 * On which day that was.
 */
on: string, };

export type RefusedView = { 
/**
 * Why.
 */
reason: RefusalView, 
/**
 * How many.
 */
count: number, };

export type SealedByView = "tpm" | "systemdCredential" | "file";

export type ClockView = "synchronised" | "running" | "doubtful";

export type RefusalView = "foreign" | "malformed" | "version" | "issuer" | "signature" | "notYet" | "expired" | "stale" | "dead" | "closed" | "full" | "reEntry" | "unconfirmed";

export type LoungeView = { 
/**
 * Who has signed in; none while somebody does.
 */
staff: StaffView | null, 
/**
 * What became of the last touch, where the page alone does not say it.
 */
said: LoungeSaidView | null, 
/**
 * What is shown.
 */
page: LoungePageView, };

export type StaffView = { 
/**
 * As colleagues know them.
 */
name: string, 
/**
 * What they are.
 */
role: RoleView, 
/**
 * What somebody of this role may do at all. Only for what is offered: who may is decided again at each touch.
 */
deeds: Array<DeedView>, };

export type RoleView = "entrance" | "backOffice" | "shiftLead" | "owner" | "technician";

export type DeedView = "seeInside" | "look" | "checkInByHand" | "checkOutByHand" | "extend" | "everyoneOut" | "annul" | "correct" | "register" | "reprint" | "replacePass" | "unlockDiary" | "rollCall" | "seeOccupancy" | "seeRefused" | "seeDevices" | "placeKiosk" | "planOccasion" | "setRules" | "setRetention" | "setZones" | "import" | "enrolStaff";

export type LoungeSaidView = { "kind": "checkedIn" } | { "kind": "checkedOut" } | { "kind": "allOut", 
/**
 * How many.
 */
people: number, } | { "kind": "annulled" } | { "kind": "notPassed" } | { "kind": "corrected" } | { "kind": "set" } | { "kind": "removed" } | { "kind": "enrolled" } | { "kind": "dismissed" } | { "kind": "extended" } | { "kind": "replaced" } | { "kind": "unlocked" } | { "kind": "notAllowed", 
/**
 * Why.
 */
why: NotAllowedView, } | { "kind": "notATime" };

export type NotAllowedView = "role" | "area" | "over" | "noVisit" | "tooLate" | "times" | "closing" | "noMember" | "lastOwner" | "oneself";

export type CompanyView = { 
/**
 * How many, without the holder of the pass; not asked where names are.
 */
companions: number, 
/**
 * Their names, where these are asked for.
 */
names: Array<string>, };

export type LoungePageView = { "name": "signIn", 
/**
 * Those who work here.
 */
names: Array<string>, 
/**
 * Whose name was touched, from 0.
 */
chosen: number | null, 
/**
 * How many digits are typed, of the PIN or of the code.
 */
typed: number, 
/**
 * Whether the PIN was right and a code of the second factor is asked for.
 */
secondFactor: boolean, 
/**
 * What became of what was typed before.
 */
outcome: SignInOutcomeView | null, } | { "name": "home", 
/**
 * People in the own area; none for whoever may not see that.
 */
inside: number | null, 
/**
 * How many people may be there; none for any number.
 */
capacity: number | null, 
/**
 * Whether a roll call goes on.
 */
rollCall: boolean, } | { "name": "inside", 
/**
 * The visits of this page.
 */
rows: Array<InsideRowView>, 
/**
 * Visits on all pages.
 */
visits: number, 
/**
 * People on all pages.
 */
people: number, 
/**
 * Which page it is, from 0.
 */
page: number, 
/**
 * How many there are, at least 1.
 */
pages: number, } | { "name": "number", 
/**
 * The digits so far.
 */
digits: string, 
/**
 * What became of the number before.
 */
outcome: NumberOutcomeView | null, } | { "name": "pass", 
/**
 * Its last four digits.
 */
ending: string, 
/**
 * Why its holder was not let in at the last touch.
 */
wait: WaitView | null, 
/**
 * From when on; none when that is not known.
 */
from: MomentView | null, 
/**
 * What may be done with it.
 */
deeds: Array<DeedView>, } | { "name": "visit", 
/**
 * Which.
 */
row: InsideRowView, 
/**
 * Whether somebody has looked who it is.
 */
looked: boolean, 
/**
 * What was seen then; none also where the record holds none.
 */
contact: ContactView | null, 
/**
 * What may be done with it now.
 */
deeds: Array<DeedView>, } | { "name": "passForm", 
/**
 * The last four digits of the lost pass; none for a new visitor.
 */
replaces: string | null, 
/**
 * What is typed, as it was sent last, and what is wrong with it. With the child's name, it is a guardian's.
 */
fields: Array<FieldView>, 
/**
 * Whether others may come in on the same pass, and what is asked about them.
 */
companions: CompanionsView, 
/**
 * Who does, as it was sent last.
 */
company: CompanyView, 
/**
 * Whether these cannot be.
 */
companyProblem: boolean, 
/**
 * The most who may come along.
 */
mostCompanions: number, } | { "name": "made", 
/**
 * Its number, in groups of four.
 */
pinId: string, 
/**
 * Whether it takes the place of a lost one.
 */
replaces: boolean, 
/**
 * How it stands with its paper.
 */
paper: PaperView, 
/**
 * Why its holder was not let in at the last touch.
 */
wait: WaitView | null, 
/**
 * From when on; none when that is not known.
 */
from: MomentView | null, 
/**
 * What may be done with it now.
 */
deeds: Array<DeedView>, } | { "name": "everyoneOut", 
/**
 * How many visits would end.
 */
visits: number, 
/**
 * How many people these are.
 */
people: number, 
/**
 * Whether it is asked the second time.
 */
again: boolean, } | { "name": "rollCall", 
/**
 * Why.
 */
cause: RollCallCauseView, 
/**
 * By zone, in the order in which they are called.
 */
groups: Array<RollCallGroupView>, 
/**
 * How many people are there.
 */
found: number, 
/**
 * How many people it lists.
 */
total: number, 
/**
 * Seconds since it was begun; a new view comes each second.
 */
elapsedS: number, 
/**
 * How it stands with the list on paper.
 */
paper: PaperView, 
/**
 * When it was printed last, while the question is on the screen whether to print it again.
 */
printedAt: string | null, } | { "name": "occupancy", 
/**
 * Oldest first; the last one is now.
 */
points: Array<OccupancyPointView>, 
/**
 * How many may be inside; none for any number.
 */
capacity: number | null, } | { "name": "settings", 
/**
 * They.
 */
settings: SettingsView, } | { "name": "occasions", 
/**
 * Each.
 */
rows: Array<OccasionView>, } | { "name": "occasionForm", 
/**
 * Where it can be, by row.
 */
zones: Array<string>, 
/**
 * What is typed, as it was sent last.
 */
typed: OccasionTypedView, 
/**
 * What is wrong with it.
 */
problem: OccasionProblemView | null, } | { "name": "members", 
/**
 * They, or what is done about one of them.
 */
members: MembersView, } | { "name": "refused", 
/**
 * By reason.
 */
counts: Array<RefusedView>, } | { "name": "devices", 
/**
 * How.
 */
status: StatusView, };

export type SignInOutcomeView = { "kind": "wrong" } | { "kind": "locked", 
/**
 * Seconds until the next try; a new view comes each second.
 */
waitS: number, } | { "kind": "noSecondFactor" };

export type InsideRowView = { 
/**
 * The last four digits of the pass; none where the record does not open.
 */
ending: string | null, 
/**
 * When it began.
 */
came: string, 
/**
 * When it ends by itself.
 */
until: string, 
/**
 * `Osttribüne / Eingang B`; none for the venue itself.
 */
zone: string | null, 
/**
 * How many people it is.
 */
people: number, 
/**
 * Until when the visitor's address is to be confirmed; none when it is, or need not be.
 */
confirm: ConfirmHintView | null, };

export type ContactView = { 
/**
 * First name or names.
 */
firstName: string, 
/**
 * Family name.
 */
lastName: string, 
/**
 * Digits.
 */
phone: string | null, 
/**
 * Mail address.
 */
email: string | null, 
/**
 * Street and house number; empty where there is no address.
 */
street: string, 
/**
 * Postcode; empty where there is none.
 */
postcode: string, 
/**
 * Town; empty where there is none.
 */
town: string, 
/**
 * First name of the child who comes, where all else is the guardian's.
 */
child: string | null, };

export type NumberOutcomeView = { "kind": "mistyped" } | { "kind": "unknown", 
/**
 * How many such numbers this person may still type.
 */
left: number, } | { "kind": "locked", 
/**
 * Seconds until the next try; a new view comes each second.
 */
waitS: number, } | { "kind": "otherArea" };

export type RollCallCauseView = "drill" | "emergency" | "powerLost";

export type RollCallGroupView = { 
/**
 * `Osttribüne / Eingang B`; none for the venue itself.
 */
zone: string | null, 
/**
 * Oldest visit first.
 */
rows: Array<RollCallPersonView>, };

export type RollCallPersonView = { 
/**
 * The last four digits of the pass; none where the record does not open.
 */
ending: string | null, 
/**
 * When it began.
 */
came: string, 
/**
 * How many people it is.
 */
people: number, 
/**
 * Where they sit: `Row 15 / Seat 27`.
 */
seat: string | null, 
/**
 * Whether all of them are there.
 */
found: boolean, };

export type PaperView = "none" | "printing" | "printed" | "failed";

export type OccupancyPointView = { 
/**
 * When, `10:15`.
 */
at: string, 
/**
 * How many.
 */
people: number, };

export type WhyView = "slip" | "otherPerson" | "forgotten" | "onRequest";

export type SettingsView = { 
/**
 * A line for each.
 */
rules: Array<RuleView>, 
/**
 * What is being changed.
 */
open: RuleName | null, 
/**
 * Why it was not changed.
 */
problem: RuleProblemView | null, };

export type SeatsView = "no" | "ask";

export type ConfirmView = "no" | "either" | "mail" | "sms";

export type SpecialDayView = { 
/**
 * `2026-12-24`.
 */
day: string, 
/**
 * `10:00-13:00`; empty where the venue is closed.
 */
hours: string, };

export type RuleView = { "rule": "opening", 
/**
 * By weekday, Monday first: `10:00-12:30,14:00-18:00`, empty for closed; none for always.
 */
week: Array<string> | null, } | { "rule": "specialDays", 
/**
 * Those from today on.
 */
days: Array<SpecialDayView>, } | { "rule": "longestStay", 
/**
 * How long.
 */
minutes: number, } | { "rule": "extension", 
/**
 * How much.
 */
minutes: number, } | { "rule": "capacity", 
/**
 * None for any number.
 */
people: number | null, } | { "rule": "repeatGap", 
/**
 * How long.
 */
seconds: number, } | { "rule": "exitCheck", 
/**
 * What.
 */
check: ExitCheckView, } | { "rule": "companions", 
/**
 * Whether.
 */
companions: CompanionsView, } | { "rule": "seats", 
/**
 * Whether.
 */
seats: SeatsView, } | { "rule": "confirm", 
/**
 * Which one.
 */
confirm: ConfirmView, } | { "rule": "reEntry", 
/**
 * When.
 */
when: ReEntryView, } | { "rule": "passValidity", 
/**
 * How long.
 */
days: number, } | { "rule": "retention", 
/**
 * How long.
 */
days: number, };

export type RuleName = "opening" | "specialDays" | "longestStay" | "extension" | "capacity" | "repeatGap" | "exitCheck" | "companions" | "seats" | "confirm" | "reEntry" | "passValidity" | "retention";

export type ExitCheckView = "none" | "pinId" | "personalPin";

export type CompanionsView = "no" | "count" | "names";

export type ReEntryView = { "kind": "always" } | { "kind": "after", 
/**
 * How many.
 */
minutes: number, } | { "kind": "nextDay" };

export type RuleProblemView = "stay" | "repeatGap" | "passValidity" | "capacity" | "periods" | "day" | "neverOpen" | "retention";

export type OccasionView = { 
/**
 * As it is announced.
 */
name: string, 
/**
 * Where; none for the whole venue.
 */
zone: string | null, 
/**
 * `24.12.2026 18:00`.
 */
begins: string, 
/**
 * `24.12.2026 22:00`.
 */
ends: string, 
/**
 * How many people may be there at once; none where the zone's own number holds.
 */
capacity: number | null, };

export type OccasionTypedView = { 
/**
 * As it is announced; cut at 400 characters when it is taken over.
 */
name: string, 
/**
 * The row of the zone, from 0; none for the whole venue.
 */
zone: number | null, 
/**
 * Day and month, `2412`; empty for today.
 */
day: string, 
/**
 * `18:00`.
 */
begins: string, 
/**
 * `22:00`; on the next day when that is not later.
 */
ends: string, 
/**
 * How many people; none where only the zone's own number holds.
 */
capacity: number | null, };

export type OccasionProblemView = "name" | "zone" | "day" | "begins" | "ends" | "capacity";

export type MembersView = { "kind": "list", 
/**
 * Each.
 */
rows: Array<MemberView>, } | { "kind": "one", 
/**
 * Who.
 */
member: MemberView, } | { "kind": "form", 
/**
 * What it is for.
 */
aim: MemberAimView, 
/**
 * Where somebody can work, by row.
 */
areas: Array<WorkplaceView>, 
/**
 * What is typed, as it was sent last. PINs are not sent back.
 */
typed: MemberTypedView, 
/**
 * What is wrong with it.
 */
problem: MemberProblemView | null, 
/**
 * Fewest digits of a PIN.
 */
leastDigits: number, 
/**
 * Most digits of a PIN.
 */
mostDigits: number, } | { "kind": "madePin", 
/**
 * Whose.
 */
name: string, 
/**
 * It.
 */
pin: OnceView, } | { "kind": "newSecret", 
/**
 * Whose.
 */
name: string, 
/**
 * What the app reads; none where it is too long for a code.
 */
code: SecretCodeView | null, 
/**
 * The same to be typed, in groups of four.
 */
text: OnceView, 
/**
 * Whether the code that was typed was none of it.
 */
wrong: boolean, };

export type MemberView = { 
/**
 * As colleagues know them.
 */
name: string, 
/**
 * What they are.
 */
role: RoleView, 
/**
 * Where.
 */
workplace: WorkplaceView, 
/**
 * How it stands with the second factor.
 */
secondFactor: SecondFactorView, 
/**
 * Whether it is whoever looks.
 */
oneself: boolean, };

export type WorkplaceView = { "kind": "venue" } | { "kind": "thisKiosk" } | { "kind": "otherKiosk" } | { "kind": "zone", 
/**
 * `Osttribüne / Eingang B`.
 */
path: string, } | { "kind": "gone" };

export type SecondFactorView = "set" | "no" | "missing";

export type MemberAimView = "new" | "place" | "pin";

export type MemberProblemView = "name" | "nameTaken" | "area" | "pin" | "pinAgain";

export type MemberTypedView = { 
/**
 * As colleagues call them; cut at 400 characters when it is taken over.
 */
name: string, 
/**
 * What they may do.
 */
role: RoleView, 
/**
 * The row of the area, from 0.
 */
area: number, };

export type OnceView = string;

export type SecretCodeView = { 
/**
 * The side of the square, in modules, quiet zone included.
 */
side: number, 
/**
 * SVG path data of the dark modules, one unit each.
 */
path: string, };

export type ErrorCode = "ledgerUnavailable" | "diskFull" | "dataFolderInUse" | "keysUnavailable" | "diskReadOnly" | "newerData" | "damaged" | "internal";

export type FieldValue = { 
/**
 * Which.
 */
field: FieldName, 
/**
 * The text, cut at 400 characters when it is taken over.
 */
value: string, };

export type RuleRequest = { "rule": "opening", 
/**
 * As `Mo-Fr 10:00-18:00`, cut at 400 characters when it is taken over; none for always. Special days stay.
 */
text: string | null, } | { "rule": "specialDay", 
/**
 * Day and month, `2412`.
 */
day: string, 
/**
 * As `10:00-13:00`; none for closed.
 */
hours: string | null, } | { "rule": "ordinaryDay", 
/**
 * As it is shown: `2026-12-24`.
 */
day: string, } | { "rule": "longestStay", 
/**
 * How long.
 */
minutes: number, } | { "rule": "extension", 
/**
 * How much.
 */
minutes: number, } | { "rule": "capacity", 
/**
 * None for any number.
 */
people: number | null, } | { "rule": "repeatGap", 
/**
 * How long.
 */
seconds: number, } | { "rule": "exitCheck", 
/**
 * What.
 */
check: ExitCheckView, } | { "rule": "companions", 
/**
 * Whether.
 */
companions: CompanionsView, } | { "rule": "seats", 
/**
 * Whether.
 */
seats: SeatsView, } | { "rule": "confirm", 
/**
 * Which one.
 */
confirm: ConfirmView, } | { "rule": "reEntry", 
/**
 * When.
 */
when: ReEntryView, } | { "rule": "passValidity", 
/**
 * How long.
 */
days: number, } | { "rule": "retention", 
/**
 * How long.
 */
days: number, };

export type NewPinRequest = { "from": "typed", 
/**
 * Once.
 */
pin: string, 
/**
 * And once more.
 */
again: string, } | { "from": "made" };

export type MemberRequest = { "kind": "openList" } | { "kind": "open", 
/**
 * From 0.
 */
row: number, } | { "kind": "return" } | { "kind": "openNew" } | { "kind": "enrol", 
/**
 * Who.
 */
typed: MemberTypedView, 
/**
 * With which PIN.
 */
pin: NewPinRequest, } | { "kind": "openPlace" } | { "kind": "place", 
/**
 * What they may do.
 */
role: RoleView, 
/**
 * The row of the area, from 0.
 */
area: number, } | { "kind": "openPin" } | { "kind": "setPin", 
/**
 * Which.
 */
pin: NewPinRequest, } | { "kind": "makeSecondFactor" } | { "kind": "confirmSecondFactor", 
/**
 * A code of it.
 */
code: string, } | { "kind": "takeSecondFactor" } | { "kind": "dismiss" };

export type LoungeRequest = { "kind": "choose", 
/**
 * The name's row, from 0.
 */
row: number, } | { "kind": "digit", 
/**
 * 0 to 9.
 */
digit: number, } | { "kind": "erase" } | { "kind": "enter" } | { "kind": "home" } | { "kind": "lock" } | { "kind": "openInside" } | { "kind": "turnTo", 
/**
 * From 0.
 */
page: number, } | { "kind": "openVisit", 
/**
 * From 0.
 */
row: number, } | { "kind": "openNumber" } | { "kind": "look" } | { "kind": "checkOut" } | { "kind": "checkOutAt", 
/**
 * `17:40`, today; of a visit that began yesterday, the last time it was that late.
 */
time: string, } | { "kind": "annul", 
/**
 * Why.
 */
why: WhyView, } | { "kind": "correctCame", 
/**
 * `17:40`, on the day on which it began.
 */
time: string, 
/**
 * Why.
 */
why: WhyView, } | { "kind": "checkIn" } | { "kind": "unlockDiary" } | { "kind": "extend" } | { "kind": "openRegister" } | { "kind": "openReplace" } | { "kind": "register", 
/**
 * What stands in the fields.
 */
values: Array<FieldValue>, 
/**
 * Who comes in on the same pass; names are cut as other texts are, and those beyond the largest party are left out.
 */
company: CompanyView, 
/**
 * Whether the visitor comes in at once.
 */
comesIn: boolean, } | { "kind": "replace", 
/**
 * What stands in the fields.
 */
values: Array<FieldValue>, } | { "kind": "reprint" } | { "kind": "openEveryoneOut" } | { "kind": "confirmEveryoneOut" } | { "kind": "openRollCall" } | { "kind": "beginDrill" } | { "kind": "emergency" } | { "kind": "tick", 
/**
 * From 0.
 */
group: number, 
/**
 * From 0.
 */
row: number, } | { "kind": "printRollCall" } | { "kind": "endRollCall" } | { "kind": "openSettings" } | { "kind": "openRule", 
/**
 * Which.
 */
rule: RuleName, } | { "kind": "setRule", 
/**
 * Which, and how.
 */
value: RuleRequest, } | { "kind": "openOccasions" } | { "kind": "openOccasionForm" } | { "kind": "setOccasion", 
/**
 * What is typed.
 */
typed: OccasionTypedView, } | { "kind": "removeOccasion", 
/**
 * From 0.
 */
row: number, } | { "kind": "members", 
/**
 * What.
 */
touch: MemberRequest, } | { "kind": "openOccupancy" } | { "kind": "openRefused" } | { "kind": "openDevices" } | { "kind": "settlePaper", 
/**
 * What it is known by.
 */
paper: number, 
/**
 * Whether it did.
 */
came: boolean, };

export type Request = { "kind": "chooseLanguage", 
/**
 * Which.
 */
language: Language, } | { "kind": "openComfort" } | { "kind": "chooseComfort", 
/**
 * How.
 */
comfort: Comfort, } | { "kind": "openKeypad" } | { "kind": "openForm" } | { "kind": "back" } | { "kind": "touched" } | { "kind": "go" } | { "kind": "stay" } | { "kind": "openParty" } | { "kind": "party", 
/**
 * Without the holder of the pass.
 */
companions: number, } | { "kind": "openSeat" } | { "kind": "pickSeat", 
/**
 * Its number among those that are shown, from 0.
 */
number: number, } | { "kind": "openPage", 
/**
 * Its number, from 0.
 */
number: number, } | { "kind": "help" } | { "kind": "digit", 
/**
 * 0 to 9.
 */
digit: number, } | { "kind": "eraseDigit" } | { "kind": "openCard" } | { "kind": "forChild", 
/**
 * What stands in the fields.
 */
values: Array<FieldValue>, } | { "kind": "formNext", 
/**
 * What stands in the fields.
 */
values: Array<FieldValue>, } | { "kind": "formBack", 
/**
 * What stands in the fields.
 */
values: Array<FieldValue>, } | { "kind": "consent" } | { "kind": "skipPin" } | { "kind": "openDiary" } | { "kind": "deleteVisit", 
/**
 * Its row, from 0.
 */
row: number, } | { "kind": "deleteDiary" } | { "kind": "confirmDeletion" } | { "kind": "keepDiary" } | { "kind": "openOwnData" } | { "kind": "closeOwnData" } | { "kind": "editOwnData" } | { "kind": "openOwnLanguage" } | { "kind": "setOwnLanguage", 
/**
 * Which.
 */
language: Language, } | { "kind": "printAgain" } | { "kind": "giveUp" } | { "kind": "confirmGivingUp" } | { "kind": "keepOwnData" } | { "kind": "openConfirmation" } | { "kind": "newCode" } | { "kind": "openStatus" } | { "kind": "openLounge" } | { "kind": "lounge", 
/**
 * What.
 */
touch: LoungeRequest, } | { "kind": "toPhone" } | { "kind": "readAloud", 
/**
 * Whether.
 */
on: boolean, } | { "kind": "say", 
/**
 * The text, cut at 200 characters when it is taken over.
 */
text: string, 
/**
 * Its language.
 */
language: Language, };
