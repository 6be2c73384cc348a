// The status page and the notices that lead to it.
import { afterEach, describe, expect, it } from "vitest";
import { allNotices } from "./backend/samples";
import { statusRows } from "./features/status-rows";
import { statusSamples } from "./backend/samples-status";
import { close, find, screenName, show, touch } from "./window-under-test";
import { catalogue, fill } from "./words/words";

const { de, en } = catalogue;

afterEach(close);

const names = () =>
  [...document.querySelectorAll<HTMLElement>("dl > div")].map(({ dataset }) => dataset["testid"]);
const hint = () => document.querySelector("h1 + p")?.textContent;

describe("the status page", () => {
  it("is a touch away from the help", async () => {
    const { requests } = await show("screen=help");
    await touch("open-status");
    expect(screenName()).toBe("status");
    expect(hint()).toBe(de.status.allWell);
    await touch("back");
    expect(requests).toEqual([{ kind: "openStatus" }, { kind: "back" }]);
  });

  it("puts first what somebody has to look after, with a word and not with a colour only", async () => {
    await show("screen=statusWorried&notices=printerUnavailable,diskLow,recovered");
    const worries = [
      "printer",
      "paper",
      "deviceKey",
      "ownerKey",
      "clock",
      "destruction",
      "copy",
      "database",
      "disk",
    ];
    expect(names().slice(0, worries.length + 1)).toEqual(
      [...worries, "camera"].map((name) => `status-${name}`),
    );
    expect(hint()).toBe(fill(de.status.toCheck, { count: worries.length }));
    for (const name of worries) expect(find(`status-${name}`).textContent).toContain(de.status.check);
    expect(find("status-camera").textContent).toContain(de.status.fine);
  });

  it("judges nothing where there is nothing to judge", async () => {
    await show("screen=statusFresh");
    expect(find("status-refused").textContent).toContain(de.status.none);
    expect(find("status-events").dataset["fine"]).toBeUndefined();
    expect(find("status-copy").dataset["fine"]).toBe("false");
  });

  it("writes numbers as the language does", () => {
    const sample = statusSamples["statusWorried"];
    if (sample?.name !== "status") throw new Error("there is such a sample");
    const value = (language: "de" | "en", words: typeof de) =>
      statusRows(sample.status, [], language, words)
        .filter(({ name }) => name === "events" || name === "disk")
        .map(({ value }) => value);
    expect(value("de", de)).toEqual(["0,4 GB", "18.402"]);
    expect(value("en", en)).toEqual(["0.4 GB", "18,402"]);
  });
});

describe("the notice strip", () => {
  it("opens the status page", async () => {
    await show("notices=printerUnavailable");
    await touch("notice-printerUnavailable");
    expect(screenName()).toBe("status");
  });

  it("shows three, or two and how many more", async () => {
    await show("notices=cameraLost,clockDoubtful,diskLow");
    expect(find("open-status").textContent).toContain(de.notices.diskLow);
    await show(`notices=${allNotices.join(",")}`);
    expect(find("notices-more").textContent.trim()).toBe(
      fill(de.noticeStrip.more, { count: allNotices.length - 2 }),
    );
    expect(document.querySelector('[data-testid="notice-recovered"]')).toBeNull();
  });

  it("takes no room when all is well", async () => {
    await show("");
    expect(document.querySelector('[data-testid="open-status"]')).toBeNull();
  });
});
