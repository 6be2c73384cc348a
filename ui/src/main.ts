import { mount, unmount } from "svelte";
import App from "./App.svelte";
import { connect } from "./backend/backend";
import "./styles/all.css";

// What a browser offers beyond a touch leads out of the kiosk or into confusion.
for (const gesture of ["contextmenu", "dragstart", "dragover", "drop", "gesturestart", "auxclick"]) {
  document.addEventListener(gesture, (event) => event.preventDefault());
}

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");

let app: ReturnType<typeof mount> | undefined;
await connect((backend) => {
  if (app) void unmount(app);
  app = mount(App, { target, props: { backend } });
});
