// Made from the crate `api` by its tests (cargo test -p einlass-api); a change there shows here.

export type Language = "de" | "en";

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
 * Whether this is the demonstration.
 */
demo: boolean, 
/**
 * What is shown.
 */
screen: ScreenView, 
/**
 * Answers given so far: two visitors in a row may get the same one, and each has to see and hear it.
 */
answered: number, 
/**
 * What staff should know.
 */
notices: Array<NoticeView>, };

export type NoticeView = "cameraLost" | "printerUnavailable";

export type ScreenView = { "name": "attract" } | { "name": "answer", 
/**
 * What.
 */
answer: AnswerView, } | { "name": "goOrStay", 
/**
 * When the visit ends by itself, `18:30`.
 */
until: string, } | { "name": "keypad", 
/**
 * The digits so far.
 */
digits: string, 
/**
 * What became of the number before.
 */
outcome: KeypadOutcome | null, } | { "name": "form", 
/**
 * Which questions.
 */
step: FormStep, 
/**
 * The questions.
 */
fields: Array<FieldView>, 
/**
 * Place among the steps, from 1.
 */
number: number, 
/**
 * How many steps there are.
 */
total: number, } | { "name": "notice", 
/**
 * Place among the steps, from 1.
 */
number: number, 
/**
 * How many steps there are.
 */
total: number, } | { "name": "printing" } | { "name": "passReady", 
/**
 * The number, in groups of four.
 */
pinId: string, 
/**
 * Whether the printer took everything.
 */
printed: boolean, } | { "name": "help" } | { "name": "outOfService", 
/**
 * Why.
 */
code: ErrorCode, };

export type AnswerView = { "kind": "welcome", 
/**
 * When the visit ends by itself, `18:30`.
 */
until: string, } | { "kind": "goodbye" } | { "kind": "stay", 
/**
 * When the visit ends by itself now, `18:30`.
 */
until: string, } | { "kind": "refused" };

export type KeypadOutcome = { "kind": "wrong", 
/**
 * Further wrong numbers before the keypad shuts.
 */
triesLeft: number, } | { "kind": "locked", 
/**
 * Seconds until it opens.
 */
waitS: number, };

export type FormStep = "name" | "reach" | "address";

export type FieldName = "firstName" | "lastName" | "phone" | "email" | "street" | "postcode" | "town";

export type FieldProblem = "missing" | "tooLong" | "notAllowed" | "notAPhone" | "notAnEmail" | "oneOfTwo";

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
problem: FieldProblem | null, };

export type ErrorCode = "ledgerUnavailable" | "diskFull" | "dataFolderInUse" | "keysUnavailable" | "internal";

export type FieldValue = { 
/**
 * Which.
 */
field: FieldName, 
/**
 * The text, cut at 400 characters when it is taken over.
 */
value: string, };

export type Request = { "kind": "chooseLanguage", 
/**
 * Which.
 */
language: Language, } | { "kind": "openKeypad" } | { "kind": "openForm" } | { "kind": "back" } | { "kind": "touched" } | { "kind": "go" } | { "kind": "stay" } | { "kind": "help" } | { "kind": "digit", 
/**
 * 0 to 9.
 */
digit: number, } | { "kind": "eraseDigit" } | { "kind": "formNext", 
/**
 * What stands in the fields.
 */
values: Array<FieldValue>, } | { "kind": "formBack", 
/**
 * What stands in the fields.
 */
values: Array<FieldValue>, } | { "kind": "consent" };
