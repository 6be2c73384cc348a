// The venue's own pages, from the answer and from the question, read by somebody who is inside.
import { afterEach, expect, it } from "vitest";
import { close, find, isShown, screenName, show, touch } from "./window-under-test";

afterEach(close);

it("is opened from the answer, leads to the other one, and ends at the start", async () => {
  const { requests } = await show("screen=welcome&lang=en");
  await touch("open-page-0");
  expect(screenName()).toBe("venuePage");
  expect(document.querySelector("h1")?.textContent).toBe("Programme");
  expect(find("page-text").textContent).toContain("Guided tour");
  expect(isShown("open-page-0"), "the page that is open").toBe(false);
  await touch("open-page-1");
  expect(document.querySelector("h1")?.textContent).toBe("Menu");
  await touch("done");
  expect(requests.map(({ kind }) => kind)).toEqual(["openPage", "openPage", "back"]);
});

it("is offered where somebody is inside and nowhere else", async () => {
  for (const [screen, offered] of Object.entries({
    goOrStay: true,
    longer: true,
    goodbye: false,
    full: false,
  })) {
    await show(`screen=${screen}`);
    expect(isShown("open-page-1"), screen).toBe(offered);
  }
});

it("marks the language that the venue has written it in", async () => {
  await show("screen=venueText&lang=fr");
  expect(document.querySelector("h1")?.lang).toBe("de");
  expect(find("page-text").closest<HTMLElement>("[lang]")?.lang).toBe("de");
  await show("screen=venueText&lang=ar");
  expect(find("page-text").closest<HTMLElement>("[dir]")?.dir).toBe("rtl");
});

it("says of a picture without a text that it is one", async () => {
  await show("screen=venuePicture&lang=en");
  expect(find("page-picture").getAttribute("aria-label")).toContain("This page is a picture.");
});
