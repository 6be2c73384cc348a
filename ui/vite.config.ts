import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  // The files are also opened through the window's own protocol: no absolute site root.
  base: "./",
  build: {
    target: "safari17",
    // The content security policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true, fs: { allow: [".."] } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "phone/src/**/*.test.ts"],
    // Tests read the style sheets' colours, and which letters the fonts have; all other styles are left out.
    css: { include: [/styles\/(tokens|themes|fonts)\.css\?raw/] },
    // Some go through every screen in a language; on a busy machine that takes its time.
    testTimeout: 60_000,
  },
  // Without the browser condition the tests would mount Svelte's server build.
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
});
