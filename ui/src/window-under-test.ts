// A window with the scripted kiosk behind it, for tests: shown, touched and read as a visitor would.
import { flushSync, mount, tick, unmount } from "svelte";
import App from "./App.svelte";
import type { Backend } from "./backend/backend";
import { scriptedBackend } from "./backend/scripted";
import type { Request } from "./generated/api.gen";

let app: ReturnType<typeof mount> | undefined;

/** Takes the window away. */
export async function close(): Promise<void> {
  if (app) await unmount(app);
  app = undefined;
}

export async function settle(): Promise<void> {
  for (let i = 0; i < 8; i += 1) await Promise.resolve();
  flushSync();
  await tick();
}

/** Shows the scripted kiosk and writes down every request that reaches it. */
export async function show(query: string, also: Partial<Backend> = {}): Promise<{ requests: Request[] }> {
  const requests: Request[] = [];
  const scripted = scriptedBackend(new URLSearchParams(query));
  const backend: Backend = {
    ...scripted,
    act: (request) => {
      requests.push(request);
      return scripted.act(request);
    },
    ...also,
  };
  await close();
  app = mount(App, { target: document.body, props: { backend } });
  await settle();
  return { requests };
}

export function find<E extends HTMLElement = HTMLElement>(testid: string): E {
  const element = document.querySelector<E>(`[data-testid="${testid}"]`);
  if (!element) throw new Error(`nothing on the screen is called ${testid}`);
  return element;
}

export function isShown(testid: string): boolean {
  return document.querySelector(`[data-testid="${testid}"]`) !== null;
}

export async function touch(...testids: string[]): Promise<void> {
  for (const testid of testids) {
    find(testid).click();
    await settle();
  }
}

export async function typeNumber(digits: string): Promise<void> {
  await touch(...[...digits].map((digit) => `digit-${digit}`));
}

export async function write(text: string): Promise<void> {
  await touch(...[...text].map((letter) => (letter === " " ? "key-space" : `key-${letter}`)));
}

export const screenName = () => document.querySelector("main")?.dataset["screen"];
