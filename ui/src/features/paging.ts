// Long lists are turned page by page: a finger that cannot swipe reaches everything.

export type Page<T> = { shown: T[]; first: number; page: number; pages: number };

/** The page of `items` that is asked for, or the nearest there is. Pages count from 0; an empty list has one. */
export function pageOf<T>(items: readonly T[], asked: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(asked, 0), pages - 1);
  const first = page * size;
  return { shown: items.slice(first, first + size), first, page, pages };
}
