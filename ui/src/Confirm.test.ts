// An address is confirmed: the hint on the screens before, the code, and what is said of it.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { close, find, isShown, screenName, show, touch, typeNumber } from "./window-under-test";
import { staffWordsOf } from "./words/staff";
import { fill, wordsOf } from "./words/words";

const de = wordsOf("de");

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

describe("an address that has to be confirmed", () => {
  it("is named on the answer, with its time and the way to the code", async () => {
    const { requests } = await show("screen=welcomeUnconfirmed");
    expect(document.body.textContent).toContain(fill(de.confirm.byDay, { day: "24.11.2026", time: "18:30" }));
    await touch("open-confirmation");
    expect(requests).toEqual([{ kind: "openConfirmation" }]);
    expect(screenName()).toBe("confirmCode");
  });

  it("is named without the day on that day, and as too late afterwards", async () => {
    await show("screen=goodbyeUnconfirmedToday");
    expect(document.body.textContent).toContain(fill(de.confirm.by, { time: "18:30" }));
    await show("screen=goodbyeTooLate");
    expect(document.body.textContent).toContain(de.answer.wait.unconfirmed.title);
  });

  it("is not named where there is nothing to confirm", async () => {
    await show("screen=welcome");
    expect(isShown("open-confirmation")).toBe(false);
  });

  it("is told with the new pass that a code is on its way", async () => {
    await show("screen=passReadyUnconfirmed");
    expect(document.body.textContent).toContain(de.confirm.onItsWay);
  });
});

describe("the form", () => {
  const hint = () => document.querySelector("h1")?.parentElement?.textContent;

  it("says where a code comes, and what is not needed, before anything is typed", async () => {
    await show("screen=formReachMail");
    expect(hint()).toContain(de.form.reach.mail);
    expect(find("field-email-problem").textContent).toContain(de.form.notes.codeComes);
    expect(find("field-phone-problem").textContent).toContain(de.form.notes.optional);
    expect(document.activeElement).toBe(find("field-email"));
    await show("screen=formReachPhone");
    expect(find("field-phone-problem").textContent).toContain(de.form.notes.codeComes);
    await show("screen=formReachEither");
    expect(hint()).toContain(de.form.reach.either);
    await show("screen=formReach");
    expect(hint()).toContain(de.form.reach.hint);
    expect(find("field-email-problem").textContent.trim()).toBe("");
  });

  it("says at the field what is missing for the code, in place of the note", async () => {
    await show("screen=formMailNeeded");
    expect(find("field-email-problem").textContent).toContain(de.form.problems.mailNeeded);
    expect(find("field-email-problem").textContent).not.toContain(de.form.notes.codeComes);
    await show("screen=formCrowded");
    expect(find("field-email-problem").textContent).toContain(de.form.problems.crowded);
  });
});

describe("staff", () => {
  it("see whose address is not confirmed, in the list and on the visit's page", async () => {
    const words = staffWordsOf("de");
    await show("screen=loungeInside");
    const marked = [...document.querySelectorAll(".isMarked")].map((row) => row.textContent);
    expect(marked).toHaveLength(1);
    expect(marked[0]).toContain(words.inside.unconfirmed);
    await show("screen=loungeVisitUnconfirmed");
    expect(find("fact-confirm").textContent).toBe(
      fill(words.visit.confirmByDay, { day: "24.11.2026", time: "18:30" }),
    );
    await show("screen=loungeVisitUnconfirmedLate");
    expect(find("fact-confirm").textContent).toBe(words.visit.confirmLate);
    await show("screen=loungeVisit");
    expect(isShown("fact-confirm")).toBe(false);
  });
});

describe("the code", () => {
  it("is taken at its eighth digit", async () => {
    await show("screen=confirmCodeSms");
    expect(find("pin-digits").children).toHaveLength(2);
    const { requests } = await show("screen=confirmCodeSms");
    await typeNumber("12345674");
    expect(requests).toHaveLength(8);
    expect(screenName()).toBe("answer");
    expect(document.body.textContent).toContain(de.answer.confirmed.title);
  });

  it("says what was wrong, and how many tries are left", async () => {
    await show("screen=confirmCodeSms");
    await typeNumber("00000000");
    expect(find("said").textContent).toContain(de.confirm.wrong);
    expect(find("said").textContent).toContain(fill(de.keypad.triesLeft, { tries: 9 }));
  });

  it("can be sent anew where the pass was shown, and nowhere else", async () => {
    await show("screen=confirmExpired");
    await touch("new-code");
    expect(find("said").textContent).toContain(de.confirm.onItsWay);
    await show("screen=confirmCodeSms");
    expect(isShown("new-code")).toBe(false);
    expect(document.body.textContent).toContain(de.confirm.showPass);
    await show("screen=confirmNoTries");
    expect(isShown("new-code")).toBe(false);
    expect(document.body.textContent).toContain(de.confirm.askStaff);
  });

  it("is not waited for where the message cannot arrive", async () => {
    await show("screen=confirmUndeliverable");
    expect(document.body.textContent).toContain(de.confirm.undeliverable);
    expect(document.body.textContent).not.toContain(de.confirm.mail);
  });
});
