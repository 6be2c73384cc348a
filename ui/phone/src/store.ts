// Where this phone keeps the pass: in the browser's own storage for this page's address, and nowhere else.

const NAME = "einlass-pass";

/** What was given and kept, or undefined. A browser that forbids keeping has nothing kept. */
export function kept(): string | undefined {
  try {
    return localStorage.getItem(NAME) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what was given; whether it could. */
export function keep(given: string): boolean {
  try {
    localStorage.setItem(NAME, given);
    return true;
  } catch {
    return false;
  }
}

/** Forgets it. */
export function forget(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // Where nothing can be kept, nothing has to be forgotten.
  }
}
