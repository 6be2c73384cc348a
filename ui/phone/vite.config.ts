// Builds the page on the phone: one file with everything in it, and beside it what keeps it there without a net.
import { createHash } from "node:crypto";
import { defineConfig, type Plugin } from "vite";

/** Puts the one script and the one style into the page, and their hashes into its content security policy. */
function oneFile(): Plugin {
  return {
    name: "one-file",
    enforce: "post",
    apply: "build",
    generateBundle(_, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") throw new Error("the page was not built");
      let html = String(page.source);
      const put = (link: RegExp, tag: string, place: string, content: string) => {
        if (!link.test(html)) throw new Error(`the page does not ask for its ${tag}`);
        const attributes = tag === "script" ? ' type="module"' : "";
        const hash = createHash("sha256").update(content).digest("base64");
        html = html
          .replace(link, () => `<${tag}${attributes}>${content}</${tag}>`)
          .replace(place, `'sha256-${hash}'`);
      };
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === "chunk") {
          put(/<script[^>]* src="[^"]*"[^>]*><\/script>/, "script", "%SCRIPT%", file.code.trim());
        } else if (name.endsWith(".css")) {
          put(/<link rel="stylesheet"[^>]*>/, "style", "%STYLE%", String(file.source).trim());
        } else continue;
        Reflect.deleteProperty(bundle, name);
      }
      page.source = html;
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [oneFile()],
  // Browsers that have been given updates for the last five years.
  build: { target: ["safari15", "chrome100", "firefox100"], modulePreload: false, emptyOutDir: true },
  server: { host: "127.0.0.1", port: 5174, strictPort: true },
});
