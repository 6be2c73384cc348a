import { describe, expect, it } from "vitest";
import { pageOf } from "./paging";

const items = [..."abcdefghijk"];

describe("a list in pages", () => {
  it("shows each item on exactly one page", () => {
    const pages = [0, 1, 2].map((page) => pageOf(items, page, 5));
    expect(pages.map(({ shown }) => shown.length)).toEqual([5, 5, 1]);
    expect(pages.flatMap(({ shown }) => shown)).toEqual(items);
    expect(pages.map(({ first }) => items[first])).toEqual(["a", "f", "k"]);
  });

  it("falls back to the last page when the list became shorter", () => {
    expect(pageOf(items.slice(0, 5), 1, 5)).toMatchObject({ page: 0, pages: 1, shown: items.slice(0, 5) });
  });

  it("has one empty page when there is nothing", () => {
    expect(pageOf([], 3, 5)).toEqual({ shown: [], first: 0, page: 0, pages: 1 });
  });
});
