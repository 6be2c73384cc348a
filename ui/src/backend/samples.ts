// One view for every face a screen can have: for looking at them in a browser (`?screen=…`) and for the tests.
import type { FieldView, FormStep, NoticeView, ScreenView } from "../generated/api.gen";

export const fieldsOfStep: Record<FormStep, FieldView["field"][]> = {
  name: ["firstName", "lastName"],
  reach: ["phone", "email"],
  address: ["street", "postcode", "town"],
};

export const steps: readonly FormStep[] = ["name", "reach", "address"];

export function formScreen(step: FormStep, fields?: Omit<FieldView, "field">[]): ScreenView {
  return {
    name: "form",
    step,
    fields: fieldsOfStep[step].map((field, i) => ({
      field,
      ...(fields?.[i] ?? { value: "", problem: null }),
    })),
    number: steps.indexOf(step) + 1,
    total: steps.length + 1,
  };
}

export const samples: Record<string, ScreenView> = {
  attract: { name: "attract" },
  welcome: { name: "answer", answer: { kind: "welcome", until: "18:30" } },
  goodbye: { name: "answer", answer: { kind: "goodbye" } },
  longer: { name: "answer", answer: { kind: "stay", until: "20:30" } },
  refused: { name: "answer", answer: { kind: "refused" } },
  goOrStay: { name: "goOrStay", until: "18:30" },
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
  formAddress: formScreen("address"),
  formAddressProblems: formScreen("address", [
    { value: "Am Alten Güterbahnhof 112 b, Hinterhaus", problem: "tooLong" },
    { value: "", problem: "missing" },
    { value: "=Ort", problem: "notAllowed" },
  ]),
  notice: { name: "notice", number: 4, total: 4 },
  printing: { name: "printing" },
  passReady: { name: "passReady", pinId: "1234 5678 9012", printed: true },
  passNotPrinted: { name: "passReady", pinId: "1234 5678 9012", printed: false },
  help: { name: "help" },
  outOfService: { name: "outOfService", code: "ledgerUnavailable" },
};

export const allNotices: readonly NoticeView[] = ["cameraLost", "printerUnavailable"];
