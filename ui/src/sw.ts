// The service worker, served at /sw.js: keeps the offline report page and what it needs, sends waiting reports when the network is back.
import { send_all } from "./outbox";

interface WorkerEvent extends Event { waitUntil(done: Promise<unknown>): void }
interface FetchEvent extends WorkerEvent { request: Request; respondWith(answer: Promise<Response>): void }
interface SyncEvent extends WorkerEvent { tag: string; lastChance: boolean }
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; matchAll(): Promise<{ postMessage(message: unknown): void }[]> };
  location: Location;
}
const worker = self as unknown as Worker;

const CACHE = "raekoda-1";
const LANGUAGES = ["et", "en", "ru"];
const shell = (language: string) => `/${language}/report/offline`;

// The page and every asset that it names, and that its style sheets name.
async function refresh(language: string): Promise<void> {
  const cache = await caches.open(CACHE);
  const page = await fetch(shell(language), { cache: "no-cache", credentials: "same-origin" });
  if (!page.ok) throw new Error(`${page.status}`);
  const html = await page.clone().text();
  const names = new Set([...html.matchAll(/(?:href|src)="(\/(?:assets\/[^"#]+|[a-z]{2}\/manifest\.webmanifest))"/g)].map((found) => found[1]));
  for (const name of names) {
    const known = /-[0-9a-fA-F]{8}\.\w+$/.test(name) ? await cache.match(name) : undefined; // a name with a hash never changes
    const answer = known ?? (await fetch(name));
    if (!answer.ok) continue;
    if (!known) await cache.put(name, answer.clone());
    if (!name.endsWith(".css")) continue;
    for (const [, inner] of (await answer.text()).matchAll(/url\("?([^")]+\.woff2)"?\)/g)) {
      const font = new URL(inner, new URL(name, worker.location.href)).pathname;
      if (!(await cache.match(font))) await cache.add(font).catch(() => undefined);
    }
  }
  await cache.put(shell(language), page); // last: the page is there only with all it needs
}

worker.addEventListener("install", (event) => {
  (event as WorkerEvent).waitUntil(Promise.allSettled(LANGUAGES.map(refresh)).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  (event as WorkerEvent).waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("raekoda-") && name !== CACHE) await caches.delete(name);
    await worker.clients.claim();
  })());
});

let refreshed = 0;

async function page(request: Request, event: FetchEvent): Promise<Response> {
  const language = new URL(request.url).pathname.slice(1, 3);
  try {
    const answer = await fetch(request);
    if (answer.ok && LANGUAGES.includes(language) && Date.now() - refreshed > 3600_000) {
      refreshed = Date.now();
      event.waitUntil(refresh(language).catch(() => undefined));
    }
    return answer;
  } catch (problem) {
    const kept = await caches.match(shell(LANGUAGES.includes(language) ? language : "et"));
    if (kept) return kept;
    throw problem;
  }
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (kept && /-[0-9a-fA-F]{8}\.\w+$/.test(new URL(request.url).pathname)) return kept;
  try {
    return await fetch(request);
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
}

worker.addEventListener("fetch", (raw) => {
  const event = raw as FetchEvent;
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, event));
  else if (url.pathname.startsWith("/assets/") || url.pathname.endsWith("/manifest.webmanifest")) event.respondWith(asset(event.request));
});

worker.addEventListener("sync", (raw) => {
  const event = raw as SyncEvent;
  if (event.tag !== "send-reports") return;
  event.waitUntil((async () => {
    const all = await send_all();
    for (const client of await worker.clients.matchAll()) client.postMessage("raekoda-outbox-changed");
    if (!all && !event.lastChance) throw new Error("some reports still wait"); // the browser tries again
  })());
});
