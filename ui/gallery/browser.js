// A browser with the engine of the kiosk's window, on a display of its own, driven by WebDriver (W3C).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** Comes with WebKitGTK; the folder is named after the machine's architecture. */
const ENGINES = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(
  (machine) => `/usr/lib/${machine}/webkit2gtk-4.1/MiniBrowser`,
);
/** A square that holds a 4K screen upright and lying. */
const DISPLAY = "3840x3840x24";
const STARTS_WITHIN_MS = 20_000;
/** A page is looked at in a second or two; an engine that takes longer than this has stopped. */
const ANSWERS_WITHIN_MS = 30_000;
const OPENS_WITHIN_MS = 120_000;

/** Opens the browser; whoever opened it has to close it. */
export async function openBrowser() {
  const engine = ENGINES.find((file) => existsSync(file));
  if (!engine) throw new Error(`WebKitGTK's MiniBrowser is not installed; looked for ${ENGINES.join(", ")}`);
  const children = [];
  const close = () => children.forEach((child) => child.kill());
  try {
    const xvfb = start("Xvfb", ["-displayfd", "1", "-screen", "0", DISPLAY, "-nolisten", "tcp"]);
    children.push(xvfb);
    const gone = once(xvfb, "exit").then(() => Promise.reject(new Error("Xvfb has ended")));
    const [number] = await Promise.race([once(xvfb.stdout, "data"), gone]);
    const port = await freePort();
    const env = { ...process.env, DISPLAY: `:${String(number).trim()}` };
    delete env.WAYLAND_DISPLAY;
    children.push(start("WebKitWebDriver", [`--port=${port}`], env));
    return { page: await openPage(`http://127.0.0.1:${port}`, engine), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function openPage(driver, engine) {
  await until(() => call(`${driver}/status`));
  const wanted = { "webkitgtk:browserOptions": { binary: engine, args: ["--automation"] } };
  const capabilities = { alwaysMatch: wanted };
  const { sessionId } = await call(`${driver}/session`, { capabilities }, "POST", OPENS_WITHIN_MS);
  const session = `${driver}/session/${sessionId}`;
  return {
    show: (url) => call(`${session}/url`, { url }),
    /** What the function returns in the page, or what its promise brings. */
    run: (body, ...args) =>
      call(`${session}/execute/sync`, { script: `return (${body})(...arguments)`, args }),
    /** Runs a whole script in the page. */
    load: (script) => call(`${session}/execute/sync`, { script, args: [] }),
    /** The page as it is drawn, as the bytes of a PNG. */
    picture: async () => Buffer.from(await call(`${session}/screenshot`), "base64"),
    /** Gives the page this size; the window is larger, by its own bars. */
    async resize(width, height) {
      let bars = { width: 0, height: 0 };
      for (let tries = 0; tries < 40; tries += 1) {
        await call(`${session}/window/rect`, {
          x: 0,
          y: 0,
          width: width + bars.width,
          height: height + bars.height,
        });
        await wait(50);
        const inner = await this.run(() => [window.innerWidth, window.innerHeight]);
        if (inner[0] === width && inner[1] === height) return;
        const outer = await call(`${session}/window/rect`);
        bars = { width: outer.width - inner[0], height: outer.height - inner[1] };
      }
      throw new Error(`the browser's page does not take ${width}x${height}`);
    },
    close: () => call(session, undefined, "DELETE"),
  };
}

async function call(url, body, method = body === undefined ? "GET" : "POST", withinMs = ANSWERS_WITHIN_MS) {
  const answer = await fetch(url, {
    method,
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(withinMs),
  });
  const { value } = await answer.json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

function start(program, args, env = process.env) {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "ignore"] });
  const end = () => child.kill();
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  return child;
}

async function until(attempt) {
  const deadline = Date.now() + STARTS_WITHIN_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(50);
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}
