// A guardian fills the form for a child, and a contact card fills it for whoever has one.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { close, find, isShown, screenName, settle, show, touch, write } from "./window-under-test";
import { catalogue, fill } from "./words/words";

const { de } = catalogue;

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

const heading = () => document.querySelector("h1")?.textContent;
const page = () => document.querySelector("main")?.textContent;

describe("the form for a child", () => {
  it("is one touch away, and takes what is typed along", async () => {
    const { requests } = await show("");
    await touch("open-form");
    await write("Anna");
    await touch("for-child");
    expect(heading()).toBe(de.form.child.title);
    expect(page()).toContain(fill(de.form.progress, { number: 1, total: 6 }));
    await write("Kind");
    await touch("next");
    expect(heading()).toBe(de.form.guardian.title);
    expect(find<HTMLInputElement>("field-firstName").value).toBe("Anna");
    expect(isShown("for-child")).toBe(false);
    expect(requests.filter(({ kind }) => kind === "forChild")).toEqual([
      {
        kind: "forChild",
        values: [
          { field: "firstName", value: "Anna" },
          { field: "lastName", value: "" },
        ],
      },
    ]);
  });

  it("is left again by going back", async () => {
    await show("");
    await touch("open-form", "for-child", "back");
    expect(heading()).toBe(de.form.name.title);
    expect(isShown("for-child")).toBe(true);
  });

  it("needs no more than eight touches besides typing", async () => {
    const { requests } = await show("");
    await touch("open-form", "for-child");
    await write("Kind");
    await touch("next");
    for (const texts of [["Anna", "Zwei"], ["030123"], ["Weg", "1", "Ort"]]) {
      for (const [i, text] of texts.entries()) {
        if (i > 0) await touch("key-enter");
        await write(text);
      }
      await touch("next");
    }
    expect(page()).toContain(de.notice.forChild);
    await touch("consent", "skip-pin");
    expect(screenName()).toBe("printing");
    expect(requests.filter(({ kind }) => kind !== "touched")).toHaveLength(8);
  });
});

describe("a contact card as a code", () => {
  it("fills the form, to be looked through", async () => {
    await show("");
    await touch("open-card");
    expect(heading()).toBe(de.showCard.title);
    await vi.advanceTimersByTimeAsync(2500);
    await settle();
    expect(heading()).toBe(de.form.card.title);
    expect(find<HTMLInputElement>("field-lastName").value).toBe("Zwölf");
  });

  it("is told from other codes", async () => {
    await show("screen=showCardOther");
    expect(find("outcome").textContent).toContain(de.showCard.other);
    await show("screen=showCard&notices=cameraLost");
    expect(heading()).toBe(de.diaryPass.titleNoCamera);
  });
});
