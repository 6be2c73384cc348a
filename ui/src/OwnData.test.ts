// My data: seen, changed through the form, printed again, given up.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ownContact } from "./backend/samples-own-data";
import { close, find, isShown, screenName, settle, show, touch } from "./window-under-test";
import { catalogue, fill } from "./words/words";

const { de } = catalogue;

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

const heading = () => document.querySelector("h1")?.textContent;
const page = () => document.querySelector("main")?.textContent;
const field = (name: string) => find<HTMLInputElement>(`field-${name}`);

describe("my data", () => {
  it("are a touch away from the visits, and say all that is kept", async () => {
    await show("screen=diary");
    await touch("open-own-data");
    expect(screenName()).toBe("ownData");
    const all = [
      "Besucherin Zwölf",
      `${ownContact.phone}, ${ownContact.email}`,
      "Am Alten Güterbahnhof 112 b, 10115 Musterstadt",
      de.ownData.consents.visitor,
      fill(de.ownData.passUntil, { until: "06.10.2027" }),
      fill(de.ownData.visitsUntil, { until: "06.11.2026" }),
    ];
    for (const line of all) expect(page()).toContain(line);
    await touch("back");
    expect(screenName()).toBe("diary");
  });

  it("say in which language the pass is answered, and change it", async () => {
    const { requests } = await show("screen=ownData");
    expect(find("change-language").getAttribute("aria-label")).toBe(
      `${de.attract.languages}: ${de.ownName}. ${de.ownData.change}`,
    );
    await touch("change-language");
    expect(heading()).toBe(de.ownData.language.title);
    expect(find("lang-de").getAttribute("aria-pressed")).toBe("true");
    await touch("back");
    expect(isShown("lang-de")).toBe(false);
    await touch("change-language", "lang-fr");
    expect(requests.at(-1)).toEqual({ kind: "setOwnLanguage", language: "fr" });
    expect(find("change-language").textContent).toContain(catalogue.fr.ownName);
    expect(find("saved").textContent.trim()).not.toBe("");
    await show("screen=ownDataUnreadable");
    expect(isShown("change-language")).toBe(false);
  });

  it("say plainly what is not there", async () => {
    await show("screen=ownDataOfGroup");
    const lines = [...document.querySelectorAll("dd")].map((line) => line.textContent);
    expect(lines.slice(0, 3)).toEqual(["Zwölf", ownContact.email, "10115 Musterstadt"]);
    expect(page()).toContain(de.ownData.visitsNone);
    await show("screen=ownDataUnreadable");
    expect(page()?.split(de.ownData.unreadable)).toHaveLength(4);
  });

  it("are changed through the same form, filled, without notice and PIN", async () => {
    await show("screen=diary");
    await touch("open-own-data", "change");
    expect(screenName()).toBe("form");
    expect(field("lastName").value).toBe("Zwölf");
    expect(page()).toContain(fill(de.form.progress, { number: 1, total: 3 }));
    field("lastName").value = "Elf";
    field("lastName").dispatchEvent(new Event("input", { bubbles: true }));
    await touch("next", "next", "next");
    expect(screenName()).toBe("ownData");
    expect(find("saved").textContent.trim()).toBe(de.ownData.saved);
    expect(page()).toContain("Besucherin Elf");
  });

  it("stay as they are when the first step of the form is left", async () => {
    await show("screen=diary");
    await touch("open-own-data", "change", "back");
    expect(screenName()).toBe("ownData");
    expect(find("saved").textContent.trim()).toBe("");
  });

  it("come with a second paper", async () => {
    const { requests } = await show("screen=ownData");
    await touch("print-again");
    expect(screenName()).toBe("printing");
    expect(requests).toEqual([{ kind: "printAgain" }]);
  });

  it("are given up after a question that says what goes, what stays and until when", async () => {
    const { requests } = await show("screen=ownData");
    await touch("give-up");
    expect(heading()).toBe(de.ownData.ask.title);
    expect(document.activeElement).toBe(document.querySelector("h1"));
    expect(page()).toContain(de.ownData.ask.nowText);
    expect(page()).toContain(fill(de.ownData.ask.later, { until: "06.11.2026" }));
    await touch("keep-own-data");
    expect(heading()).toBe(de.ownData.title);
    await touch("give-up", "confirm-giving-up");
    expect(screenName()).toBe("forgotten");
    expect(page()).toContain(fill(de.ownData.forgotten.kept, { until: "06.11.2026" }));
    expect(page()).not.toContain("Zwölf");
    await touch("done");
    expect(screenName()).toBe("attract");
    expect(requests.map(({ kind }) => kind)).toEqual([
      "giveUp",
      "keepOwnData",
      "giveUp",
      "confirmGivingUp",
      "back",
    ]);
  });

  it("tell whoever is inside how to leave", async () => {
    await show("screen=ownDataAsk");
    expect(page()).toContain(de.ownData.ask.insideText);
    await show("screen=ownDataAskNothingKept");
    expect(page()).not.toContain(de.ownData.ask.insideText);
    expect(page()).toContain(de.ownData.visitsNone);
    await show("screen=forgottenInside");
    expect(page()).toContain(de.ownData.forgotten.inside);
  });

  it("are no way in for whoever only wants a pass", async () => {
    await show("");
    await touch("open-form");
    await settle();
    expect(isShown("change")).toBe(false);
    expect(field("lastName").value).toBe("");
    expect(page()).toContain(fill(de.form.progress, { number: 1, total: 5 }));
  });
});
