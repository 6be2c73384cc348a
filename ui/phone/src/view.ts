// What is on the page: elements and nothing that decides.
import type { Pass } from "./pass";
import type { Picture } from "./picture";
import { STEP_MS } from "./pass";
import { dayText, fill, type Words } from "./words";

const SVG = "http://www.w3.org/2000/svg";
const STEP_S = STEP_MS / 1000;

type Attributes = Record<string, string | number>;

/** An element with attributes and children; a `testid` is how tests find it. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

function svg(name: string, attributes: Attributes, ...children: Node[]): Element {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

export function button(testid: string, label: string, kind: string, onclick: () => void): HTMLElement {
  const made = element("button", { type: "button", class: kind, "data-testid": testid }, label);
  made.addEventListener("click", onclick);
  return made;
}

/** A page that says one thing, with the buttons that follow from it. */
export function message(title: string, text: string, ...buttons: HTMLElement[]): HTMLElement {
  const said = element("section", { class: "message", "data-testid": "message" });
  said.append(element("h1", {}, title), element("p", {}, text));
  if (buttons.length > 0) said.append(element("div", { class: "choice" }, ...buttons));
  return said;
}

/** The code on its white field. */
export function codePicture(picture: Picture, words: Words): Element {
  const box = `0 0 ${picture.side} ${picture.side}`;
  return svg(
    "svg",
    {
      viewBox: box,
      role: "img",
      "aria-label": words.codeOf,
      "shape-rendering": "crispEdges",
      "data-testid": "code",
    },
    svg("path", { d: picture.path }),
  );
}

/** A ring that empties, a second at a time, until the code changes. It moves and does not flash. */
export function countdown(): { ring: Element; tell: (leftS: number, words: Words) => void } {
  const arc = svg("circle", { cx: 12, cy: 12, r: 9, pathLength: STEP_S, class: "left" });
  const ring = svg(
    "svg",
    { viewBox: "0 0 24 24", class: "ring", role: "img", "data-testid": "ring" },
    svg("circle", { cx: 12, cy: 12, r: 9, class: "whole" }),
    arc,
  );
  return {
    ring,
    tell(leftS, words) {
      arc.setAttribute("stroke-dasharray", `${leftS} ${STEP_S}`);
      ring.setAttribute("aria-label", fill(words.nextIn, { seconds: leftS }));
    },
  };
}

/** Until when it is valid, or why it is not today. Days are UTC midnights; `today` is one too. */
export function validity(pass: Pass, today: Date, words: Words, language: string): HTMLElement {
  const [text, day] =
    today < pass.validFrom
      ? [words.notYet, pass.validFrom]
      : today > pass.validUntil
        ? [words.expired, pass.validUntil]
        : [words.validUntil, pass.validUntil];
  const isOff = text !== words.validUntil;
  const attributes = { class: isOff ? "validity off" : "validity", "data-testid": "validity" };
  return element("p", attributes, fill(text, { day: dayText(day, language) }));
}
