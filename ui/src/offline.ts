// A report without a network: kept on the device, listed, sent once when the network is back.
import { islands, make, own_path, part, text } from "./island";
import { forget, keep, send_all, waiting, WaitingReport } from "./outbox";

const changed = "raekoda-outbox-changed";

function new_key(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // pages without TLS
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send_when_possible(): Promise<void> {
  document.dispatchEvent(new Event(changed));
  try {
    const ready = await navigator.serviceWorker?.getRegistration();
    const sync = (ready as (ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } }) | undefined)?.sync;
    if (sync) await sync.register("send-reports"); // goes on even when this page is closed
  } catch {
    // not allowed or not there: this page tries
  }
  if (navigator.onLine) await send_all();
  document.dispatchEvent(new Event(changed));
}

// A form that is kept here: data-offline="always" (the offline page) or "when-offline"; data-send is where it goes.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-offline][data-send]")) {
  const texts = document.querySelector<HTMLElement>(`[data-island="report-form"][data-form="${CSS.escape(form.id)}"]`);
  const status = make("div", { class: "ds-alert", "data-color": "success", role: "status", tabindex: "-1" });
  status.hidden = true;
  form.before(status);
  let storing = false;
  const say = (color: string, sentence: string) => {
    status.dataset.color = color;
    status.replaceChildren(make("p", {}, sentence));
    status.hidden = false;
    status.focus();
  };
  form.addEventListener("submit", (event) => {
    if (form.dataset.offline !== "always" && navigator.onLine) return;
    event.preventDefault();
    if (storing || !form.reportValidity()) return;
    storing = true;
    const fields: [string, string][] = [];
    const photos: WaitingReport["photos"] = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") {
        if (name !== "csrf" && value) fields.push([name, value]);
      } else if (value.size > 0) photos.push({ name: value.name, blob: value.slice(0, value.size, value.type) });
    }
    const report: WaitingReport = { key: new_key(), url: own_path(form.dataset.send), created: Date.now(), fields, photos, state: "waiting" };
    keep(report).then(() => {
      form.reset();
      form.querySelector('input[type="file"]')?.dispatchEvent(new Event("change", { bubbles: true }));
      say("success", texts ? text(texts, "saved") : "");
      void navigator.storage?.persist?.();
      return send_when_possible();
    }).catch(() => say("danger", texts ? text(texts, "not-saved") : "")).finally(() => { storing = false; });
  }, { capture: true });
}

// Questions of the chosen kind: those of the others are neither shown nor sent.
islands("kind-questions", (element) => {
  const control = document.getElementById(element.dataset.control ?? "") as HTMLSelectElement | null;
  if (!control) return;
  const show = () => {
    for (const part of element.querySelectorAll<HTMLFieldSetElement>("[data-kind]")) part.hidden = part.disabled = part.dataset.kind !== control.value;
  };
  control.addEventListener("change", show);
  control.form?.addEventListener("reset", () => window.setTimeout(show));
  show();
});

islands("waiting", (element) => {
  const list = part(element, "list")!, status = part(element, "status")!;
  const show = async () => {
    const reports = await waiting();
    element.hidden = reports.length === 0;
    list.replaceChildren(...reports.map((report) => {
      const item = make("li");
      const words = report.fields.find(([name]) => name === "words")?.[1] ?? "";
      if (words) item.append(make("p", {}, make("strong", {}, words.length > 120 ? `${words.slice(0, 120)}…` : words)));
      const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(report.created);
      item.append(make("p", { class: "field__hint" }, make("time", { datetime: new Date(report.created).toISOString() }, when),
        report.photos.length ? ` · ${text(element, "photos", { count: report.photos.length })}` : ""));
      const row = make("div", { class: "button-row" });
      const button = (name: string, variant: string, run: () => Promise<void>) => {
        const made = make("button", { type: "button", class: "ds-button", "data-variant": variant, "data-size": "sm" }, text(element, name));
        made.addEventListener("click", () => void run());
        row.append(made);
      };
      if (report.state === "sent") {
        item.append(make("p", {}, text(element, "sent", { number: report.number ?? "" })));
        if (report.follow) row.append(make("a", { href: own_path(report.follow) }, text(element, "follow")));
      } else if (report.state === "refused") {
        item.append(make("p", { class: "field__problem" }, `${text(element, "refused")} ${(report.problems ?? []).join(" ")}`));
        button("try", "secondary", () => try_now(report.key));
      } else {
        item.append(make("p", {}, text(element, "waiting")));
        button("try", "secondary", () => try_now());
      }
      button("remove", "tertiary", async () => {
        if (report.state !== "sent" && !window.confirm(text(element, "remove-sure"))) return;
        await forget(report.key);
        await show();
      });
      item.append(row);
      return item;
    }));
  };
  const try_now = async (only?: string) => {
    status.textContent = text(element, "sending");
    const all = await send_all(only).catch(() => false);
    status.textContent = all ? "" : text(element, "failed");
    await show();
  };
  document.addEventListener(changed, () => void show());
  navigator.serviceWorker?.addEventListener("message", (event) => { if (event.data === changed) void show(); });
  show().then(async () => {
    if (!navigator.onLine || element.hidden) return;
    await send_all();
    await show();
  }).catch(() => undefined); // a browser without storage shows no list
});

window.addEventListener("online", () => void send_when_possible());
