// The faces of an address that has to be confirmed: the screen for its code, and the hint on the screens before.
import type { CodeSaidView, ConfirmHintView, ScreenView, SentCodeView } from "../generated/api.gen";

export const CODE_LENGTH = 8;
const until = { day: "24.11.2026", time: "18:30" };
const sent: SentCodeView = { way: "mail", undeliverable: false, until, renewal: "offered" };

export function confirmCodeScreen(
  digits: string,
  said: CodeSaidView | null = null,
  part: Partial<SentCodeView> = {},
): ScreenView {
  return { name: "confirmCode", digits, length: CODE_LENGTH, said, sent: { ...sent, ...part } };
}

const pending: ConfirmHintView = { until };

/** Screens with the hint on them. */
export const hintedSamples: Record<string, { screen: ScreenView; confirm: ConfirmHintView }> = {
  welcomeUnconfirmed: {
    screen: {
      name: "answer",
      answer: { kind: "welcome", until: "18:30", closing: false, party: true, seat: false },
    },
    confirm: pending,
  },
  goodbyeUnconfirmedToday: {
    screen: { name: "answer", answer: { kind: "goodbye" } },
    confirm: { until: { day: null, time: "18:30" } },
  },
  goodbyeTooLate: { screen: { name: "answer", answer: { kind: "goodbye" } }, confirm: { until: null } },
  waitUnconfirmed: {
    screen: { name: "answer", answer: { kind: "wait", why: "unconfirmed", from: null } },
    confirm: { until: null },
  },
  goOrStayUnconfirmed: { screen: { name: "goOrStay", until: "18:30", people: 1 }, confirm: pending },
  passReadyUnconfirmed: {
    screen: { name: "passReady", pinId: "1234 5678 9012", printed: true, phone: { kind: "offered" } },
    confirm: pending,
  },
  passNotPrintedUnconfirmed: {
    screen: { name: "passReady", pinId: "1234 5678 9012", printed: false, phone: null },
    confirm: pending,
  },
};

export const confirmSamples: Record<string, ScreenView> = {
  confirmed: { name: "answer", answer: { kind: "confirmed" } },
  confirmCode: confirmCodeScreen("1234"),
  confirmCodeSms: confirmCodeScreen("", null, {
    way: "sms",
    until: { day: null, time: "18:30" },
    renewal: "showPass",
  }),
  confirmMistyped: confirmCodeScreen("", { kind: "mistyped" }),
  confirmWrong: confirmCodeScreen("", { kind: "wrong", triesLeft: 9 }),
  confirmNoTries: confirmCodeScreen("", { kind: "noTriesLeft" }, { renewal: "askStaff" }),
  confirmExpired: confirmCodeScreen("", { kind: "expired" }),
  confirmNewCode: confirmCodeScreen("", { kind: "newCode" }),
  confirmUndeliverable: confirmCodeScreen("", null, { undeliverable: true }),
  ...Object.fromEntries(Object.entries(hintedSamples).map(([name, { screen }]) => [name, screen])),
};
