// What a visitor can change about the screen, and the question before it is taken away.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as earcons from "./features/earcons";
import type { KioskView } from "./generated/api.gen";
import { scriptedBackend } from "./backend/scripted";
import { close, find, screenName, settle, show, touch, write } from "./window-under-test";
import { catalogue } from "./words/words";

vi.mock(import("./features/earcons"), { spy: true });

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
  vi.mocked(earcons.play).mockClear();
});

const root = document.documentElement;

/** The scripted kiosk, and a way to let it say something new. */
async function showAndTell(query: string) {
  let listen: ((view: KioskView) => void) | undefined;
  const { requests } = await show(query, {
    onView: (listener) => {
      listen = listener;
      return Promise.resolve(() => undefined);
    },
  });
  const first = await scriptedBackend(new URLSearchParams(query)).view();
  let revision = first.revision;
  const tell = async (part: Partial<KioskView>) => {
    revision += 1;
    listen?.({ ...first, ...part, revision });
    await settle();
  };
  return { requests, tell };
}

describe("the display", () => {
  it("is one touch away from the first screen, and every switch works at once", async () => {
    const { requests } = await show("");
    await touch("open-comfort");
    expect(screenName()).toBe("comfort");
    await touch("contrast", "text", "controls", "motion");
    expect({ ...root.dataset }).toMatchObject({
      contrast: "high",
      text: "large",
      controls: "low",
      motion: "still",
    });
    for (const name of ["contrast", "text", "controls", "motion"]) {
      expect(find(name).getAttribute("aria-pressed"), name).toBe("true");
    }
    await touch("contrast");
    expect(requests.at(-1)).toEqual({
      kind: "chooseComfort",
      comfort: { contrast: "normal", text: "large", controls: "low", motion: "still" },
    });
    await touch("done");
    expect(screenName()).toBe("attract");
    expect(root.dataset["text"]).toBe("large");
  });

  it("shows the venue's logo as an image and in no other way", async () => {
    await show("logo=1&accent=ffd400");
    const logo = document.querySelector("header img");
    expect(logo?.getAttribute("src")).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(document.body.innerHTML).not.toContain("<object");
    expect(root.style.getPropertyValue("--venue-accent")).toMatch(/^#/);
  });
});

describe("the question whether somebody is still there", () => {
  it("covers the screen, counts, sounds twice, and goes with a yes", async () => {
    const { requests, tell } = await showAndTell("screen=keypad");
    expect(document.querySelector("[role=alertdialog]")).toBeNull();
    for (let left = 20; left >= 8; left -= 1) await tell({ stillThereS: left });
    expect(find("still-there").closest("[role=alertdialog]")?.textContent).toContain(
      catalogue.de.stillThere.title,
    );
    expect(document.querySelector("main")?.inert).toBe(true);
    expect(vi.mocked(earcons.play).mock.calls).toEqual([["attention"], ["attention"]]);
    await touch("still-there");
    expect(requests).toEqual([{ kind: "touched" }]);
    await tell({ stillThereS: null });
    expect(document.querySelector("[role=alertdialog]")).toBeNull();
    expect(document.querySelector("main")?.inert).toBe(false);
  });

  it("leaves a half-filled form as it was, with the caret where it was", async () => {
    const { tell } = await showAndTell("screen=formName");
    await write("Be");
    await tell({ stillThereS: 20 });
    expect(document.activeElement?.id).toBe("still-there");
    await tell({ stillThereS: null });
    expect(find<HTMLInputElement>("field-firstName").value).toBe("Be");
    expect(document.activeElement).toBe(find("field-firstName"));
  });

  it("can be answered with no", async () => {
    const { requests, tell } = await showAndTell("screen=formName");
    await tell({ stillThereS: 20 });
    await touch("finish");
    expect(requests).toEqual([{ kind: "back" }]);
  });

  it("does not come to whoever touches the screen anywhere", async () => {
    const { requests } = await show("screen=notice");
    const finger = () => document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    finger();
    finger();
    expect(requests).toEqual([{ kind: "touched" }]);
    await vi.advanceTimersByTimeAsync(5_000);
    finger();
    expect(requests).toHaveLength(2);
    await show("screen=welcome");
    finger();
    expect(requests).toHaveLength(2);
  });
});
