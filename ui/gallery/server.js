// The built screen over HTTP, under the content security policy of the window.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };

/** Serves the folder on a free port; `close` ends it. */
export async function serve(folder, policy) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = normalize(pathname === "/" ? "/index.html" : pathname);
    const bytes = await readFile(join(folder, file)).catch(() => null);
    const headers = {
      "Content-Security-Policy": policy,
      "Content-Type": TYPES[extname(file)] ?? "text/plain",
    };
    response.writeHead(bytes ? 200 : 404, headers).end(bytes);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
