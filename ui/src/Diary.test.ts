// Choosing a PIN, opening the diary with it, deleting from it.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { visits } from "./backend/samples-diary";
import { close, find, screenName, settle, show, touch, typeNumber } from "./window-under-test";
import { catalogue, fill } from "./words/words";

const { de } = catalogue;

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

const heading = () => document.querySelector("h1")?.textContent;
const dots = () =>
  [...document.querySelectorAll<HTMLElement>('[data-testid="pin-dots"]')].map(
    ({ dataset }) => dataset["typed"],
  );
const rows = () =>
  [...document.querySelectorAll("main li")].map((row) => row.querySelector("h2")?.textContent);

async function openDiary(): Promise<void> {
  await touch("open-diary");
  expect(screenName()).toBe("diaryPass");
  await vi.advanceTimersByTimeAsync(2500);
  await settle();
  await typeNumber("123456");
  expect(screenName()).toBe("diary");
}

describe("choosing a PIN", () => {
  it("takes the same one twice", async () => {
    const { requests } = await show("screen=notice");
    await touch("consent");
    await typeNumber("4938");
    expect(dots()).toEqual(["4", "0"]);
    await touch("erase");
    expect(dots()).toEqual(["3", "0"]);
    await typeNumber("817");
    expect(dots()).toEqual(["6", "0"]);
    expect(find("pin-progress").textContent).toContain(de.choosePin.again);
    await typeNumber("493817");
    expect(screenName()).toBe("printing");
    expect(requests.filter(({ kind }) => kind === "digit")).toHaveLength(13);
  });

  it("begins anew when the second differs", async () => {
    await show("screen=notice");
    await touch("consent");
    expect(find("outcome").textContent.trim()).toBe("");
    await typeNumber("493817493871");
    expect(find("outcome").textContent).toContain(de.choosePin.differs);
    expect(dots()).toEqual(["0", "0"]);
  });

  it("has nothing of the digits in the page", async () => {
    const pages: string[] = [];
    for (const digits of ["77777", "30914"]) {
      await show("screen=notice");
      await touch("consent");
      await typeNumber(digits);
      pages.push(document.body.outerHTML);
    }
    expect(pages[0]).toBe(pages[1]);
  });

  it("can be left out, and taken back to the notice", async () => {
    const { requests } = await show("screen=choosePin");
    await touch("skip-pin");
    expect(screenName()).toBe("printing");
    const { requests: others } = await show("screen=choosePin");
    await touch("back");
    expect(screenName()).toBe("notice");
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    expect([requests, others]).toEqual([[{ kind: "skipPin" }], [{ kind: "formBack", values: [] }]]);
  });
});

describe("the diary", () => {
  it("opens with pass and PIN, also from the help", async () => {
    await show("");
    await touch("help");
    await openDiary();
    expect(rows()).toEqual(visits.slice(0, 5).map(({ day }) => day));
    await touch("done");
    expect(screenName()).toBe("attract");
  });

  it("says how many tries are left, and closes", async () => {
    await show("screen=diaryPin");
    for (const left of [fill(de.keypad.triesLeft, { tries: 2 }), de.keypad.lastTry]) {
      await typeNumber("000000");
      expect(find("outcome").textContent).toContain(de.pin.wrong);
      expect(find("outcome").textContent).toContain(left);
    }
    await typeNumber("000000");
    expect(heading()).toBe(de.diaryClosed.locked.title);
    await touch("done");
    expect(screenName()).toBe("attract");
  });

  it("asks for no pass when the camera cannot see it", async () => {
    await show("screen=diaryPass&notices=cameraLost");
    expect(heading()).toBe(de.diaryPass.titleNoCamera);
  });

  it("shows every visit on one of its pages, and says that somebody is there", async () => {
    const { requests } = await show("screen=diary");
    const seen = rows();
    expect(find<HTMLButtonElement>("page-up").disabled).toBe(true);
    await touch("page-down");
    seen.push(...rows());
    await touch("page-down");
    seen.push(...rows());
    expect(seen).toEqual(visits.map(({ day }) => day));
    expect(find("page").textContent.trim()).toBe(fill(de.page, { page: 3, pages: 3 }));
    expect(find<HTMLButtonElement>("page-down").disabled).toBe(true);
    expect(requests).toEqual([{ kind: "touched" }, { kind: "touched" }]);
  });

  it("asks before it deletes, stays on its page and says what is kept", async () => {
    const { requests } = await show("screen=diary");
    await touch("page-down", "delete-6");
    expect(requests.at(-1)).toEqual({ kind: "deleteVisit", row: 6 });
    expect(heading()).toBe(de.diary.ask.one);
    expect(document.activeElement).toBe(document.querySelector("h1"));
    const asked = document.querySelector("main")?.textContent;
    expect(asked).toContain(visits[6]?.day);
    expect(asked).toContain(fill(de.diary.ask.oneText, { until: visits[6]?.keptUntil ?? "" }));
    await touch("keep-diary");
    expect(rows()[1]).toBe(visits[6]?.day);
    await touch("delete-6", "confirm-deletion");
    expect(rows()).toEqual([5, 7, 8, 9, 10].map((row) => visits[row]?.day));
    expect(requests.map(({ kind }) => kind)).toEqual([
      "touched",
      "deleteVisit",
      "keepDiary",
      "deleteVisit",
      "confirmDeletion",
    ]);
  });

  it("can be emptied", async () => {
    await show("screen=diary");
    await touch("delete-all");
    expect(heading()).toBe(fill(de.diary.ask.all, { visits: visits.length }));
    await touch("confirm-deletion");
    expect(find("diary-empty").textContent).toBe(de.diary.empty);
    expect(document.querySelector('[data-testid="delete-all"]')).toBeNull();
  });

  it("names each row's button after its visit", async () => {
    await show("screen=diary");
    const name = find("delete-2").getAttribute("aria-label") ?? "";
    expect(name).toBe(fill(de.diary.deleteOf, { day: visits[2]?.day ?? "", came: visits[2]?.came ?? "" }));
    // WCAG 2.5.3: what is written on it is the beginning of what it is called.
    expect(name.startsWith(find("delete-2").textContent.trim())).toBe(true);
  });
});
