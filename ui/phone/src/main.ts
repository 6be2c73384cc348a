import { start } from "./page";
import "./page.css";

const main = document.getElementById("page");
if (main) start(main);
if ("serviceWorker" in navigator) {
  // Where it cannot be kept (a private window), the page works as long as it is open.
  navigator.serviceWorker.register("sw.js").catch(() => undefined);
}
