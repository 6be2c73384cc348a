// What is wrong with the layout of a page, seen from inside of it. Runs in the browser; a function has to stand alone there.

/** WCAG 2.2, 2.5.5: in CSS pixels. */
export const SMALLEST_TARGET_PX = 44;

/** Texts and controls that leave the screen, are cut off or lie on each other, and controls that are too small or too high. */
export function findFaults(smallestPx, lowestTopPx) {
  const root = document.querySelector("[role=alertdialog]") ?? document.querySelector("main");
  if (!root) return ["nothing is shown"];
  const name = (thing) => (thing.textContent.trim() || thing.dataset?.testid || thing.nodeName).slice(0, 40);
  const seen = (element) => element.checkVisibility() && !element.closest(".visually-hidden, [inert]");
  const controls = [...root.querySelectorAll("button, input")].filter(seen);
  const things = controls.map((element) => [element, element.getBoundingClientRect()]);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || !seen(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    if (isOnAnotherPage(node, range.getBoundingClientRect())) continue;
    // Line by line: two texts that flow into one another share none.
    for (const line of range.getClientRects())
      things.push([node, seenOf(node, lettersOf(line, node.parentElement))]);
  }
  /** A text that flows into columns: those beside the first are reached by turning. */
  function isOnAnotherPage(node, { left, right }) {
    const room = node.parentElement.closest("[data-turned]")?.parentElement.getBoundingClientRect();
    return room !== undefined && (left >= room.right - 2 || right <= room.left + 2);
  }
  // The box of a text reaches further up and down than its letters do.
  function lettersOf({ left, right, top, bottom }, parent) {
    const air = Number.parseFloat(getComputedStyle(parent).fontSize) * 0.17;
    return { left, right, top: top + air, bottom: bottom - air };
  }
  /** A text that ends in three dots reaches as far as its box does. */
  function seenOf(node, place) {
    const box = boxesOf(node).find((box) => getComputedStyle(box).textOverflow === "ellipsis");
    if (!box) return place;
    const edge = box.getBoundingClientRect();
    return { ...place, left: Math.max(place.left, edge.left), right: Math.min(place.right, edge.right) };
  }
  function boxesOf(thing) {
    const boxes = [];
    for (let box = thing.parentElement; box && box !== root; box = box.parentElement) boxes.push(box);
    return boxes;
  }
  const faults = [];
  for (const [thing, place] of things) {
    const out = Math.max(-place.left, -place.top, place.right - innerWidth, place.bottom - innerHeight);
    if (out > 2) faults.push(`${name(thing)}: ${Math.round(out)} px outside`);
    // A box that hides what does not fit cuts its texts.
    for (const box of boxesOf(thing)) {
      if (getComputedStyle(box).overflow === "visible" || getComputedStyle(box).textOverflow === "ellipsis")
        continue;
      const edge = box.getBoundingClientRect();
      if (place.right > edge.right + 2 || place.bottom > edge.bottom + 2)
        faults.push(`${name(thing)}: cut off`);
    }
  }
  const shared = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  things.forEach(([one, place], i) => {
    for (const [other, otherPlace] of things.slice(i + 1)) {
      if (!one.contains(other) && !other.contains(one) && shared(place, otherPlace)) {
        faults.push(`${name(one)} | ${name(other)}`);
      }
    }
  });
  for (const control of controls) {
    const { width, height, top } = control.getBoundingClientRect();
    // Text fields are left out: each can be reached by the keyboard's own key as well.
    const isKey = control.tagName === "BUTTON";
    const short = Math.round(Math.min(width, height));
    if (isKey && short < smallestPx) faults.push(`${name(control)}: ${short} px small`);
    // The way into the staff's pages is no visitor's.
    const isStaffs = control.dataset.testid === "open-lounge";
    if (isKey && !isStaffs && top < lowestTopPx)
      faults.push(`${name(control)}: ${Math.round(top)} px from the top`);
  }
  return faults;
}
