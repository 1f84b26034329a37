// Reports waiting on this device, in IndexedDB; used by pages and by the service worker. A report leaves only after the server said
// that it has it. The idempotency key is made once, with the report, so that sending again can never make a second one.

export interface WaitingReport {
  key: string; // the idempotency key
  url: string; // where to send it: /et/report/send
  created: number; // milliseconds
  fields: [string, string][];
  photos: { name: string; blob: Blob }[];
  state: "waiting" | "refused" | "sent";
  problems?: string[];
  number?: string;
  follow?: string;
}

const NAME = "raekoda", STORE = "reports";

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(new Error("blocked"));
  });
}

async function within<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((done, failed) => {
      const transaction = database.transaction(STORE, mode);
      const request = run(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(request.result); // on disk, not only accepted
      transaction.onerror = transaction.onabort = () => failed(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (report: WaitingReport) => within("readwrite", (store) => store.put(report));
export const forget = (key: string) => within("readwrite", (store) => store.delete(key));
const find = (key: string) => within<WaitingReport | undefined>("readonly", (store) => store.get(key));
export async function waiting(): Promise<WaitingReport[]> {
  const all = await within<WaitingReport[]>("readonly", (store) => store.getAll());
  return all.sort((a, b) => a.created - b.created);
}

function problems_of(answer: unknown): string[] {
  if (!answer || typeof answer !== "object") return [];
  const { problems, error } = answer as { problems?: unknown; error?: unknown };
  if (Array.isArray(problems)) return problems.map((problem) => (typeof problem === "string" ? problem : String((problem as { text?: unknown })?.text ?? ""))).filter(Boolean);
  return typeof error === "string" ? [error] : [];
}

// True when it need not be tried again: sent, or refused with a reason that the person must see.
async function send(report: WaitingReport): Promise<boolean> {
  const form = new FormData();
  for (const [name, value] of report.fields) form.append(name, value);
  for (const photo of report.photos) form.append("photo[]", photo.blob, photo.name);
  let answer: Response;
  try {
    answer = await fetch(report.url, { method: "POST", body: form, headers: { "Idempotency-Key": report.key, accept: "application/json" }, credentials: "same-origin", redirect: "error" });
  } catch {
    return false; // no network: it stays
  }
  let said: unknown = null;
  try {
    said = await answer.json();
  } catch {
    // not ours (a captive portal's page, a proxy's error)
  }
  const number = (said as { number?: unknown } | null)?.number;
  if ((answer.ok && typeof number === "string") || answer.status === 409) {
    const follow = (said as { follow?: unknown } | null)?.follow;
    await keep({ ...report, fields: [], photos: [], state: "sent", problems: [], number: typeof number === "string" ? number : "", follow: typeof follow === "string" ? follow : "" });
    return true;
  }
  if (answer.ok || answer.status >= 500 || [408, 425, 429].includes(answer.status)) return false; // later
  await keep({ ...report, state: "refused", problems: problems_of(said).length ? problems_of(said) : [`${answer.status} ${answer.statusText}`.trim()] });
  return true;
}

// Sends everything that waits, one after the other; only one page or worker at a time. False when something must be tried again.
export async function send_all(only?: string): Promise<boolean> {
  const run = async () => {
    let all = true;
    for (const { key, state } of await waiting()) {
      if (only ? key !== only : state !== "waiting") continue;
      const report = await find(key); // may have changed while others were sent
      if (report && report.state !== "sent" && !(await send(report))) all = false;
    }
    return all;
  };
  const locks = (navigator as Navigator & { locks?: LockManager }).locks;
  return locks ? (locks.request("raekoda-outbox", run) as Promise<boolean>) : run();
}
