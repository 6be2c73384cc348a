// Keeps the page on the phone: it is shown from the phone at once, and brought up to date in the background when there is a net.
// It never sees the pass: what stands behind the `#` of an address is not part of a request.

const KEPT = "einlass-phone-1";
const FILES = ["./", "manifest.webmanifest", "icon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(KEPT)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const wanted = event.request.mode === "navigate" ? "./" : event.request;
  event.respondWith(answer(event, wanted));
});

async function answer(event, wanted) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(wanted);
  const fresh = fetch(event.request, { cache: "no-cache" }).then(async (response) => {
    if (response.ok) await cache.put(wanted, response.clone());
    return response;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined)); // without a net it stays as it is
  return kept;
}
