// On every page: focus on the list of problems, counts of characters, a login that is renewed, the service worker.
import { islands, text, make } from "./island";

document.querySelector<HTMLElement>("[data-focus]")?.focus();

islands("count", (element) => {
  const area = element as HTMLTextAreaElement;
  const count = area.parentElement?.querySelector<HTMLElement>(".field__count");
  if (!count) return;
  const maximum = Number(area.dataset.maximum);
  const spoken = make("div", { class: "visually-hidden", role: "status" });
  count.after(spoken);
  let timer = 0;
  const show = () => {
    const left = maximum - [...area.value.replace(/\r?\n/g, "\n")].length; // characters as the server counts them
    count.textContent = left >= 0 ? text(area, "left", { count: left }) : text(area, "over", { count: -left });
    count.toggleAttribute("data-over", left < 0);
    window.clearTimeout(timer); // said aloud only when it matters, and not at every key
    timer = window.setTimeout(() => (spoken.textContent = left < maximum / 10 ? count.textContent : ""), 1200);
  };
  area.addEventListener("input", show);
  if (area.value) show();
});

// A field whose text is meant to be taken along.
islands("copy", (element) => {
  const field = element.querySelector("input");
  if (!field || !navigator.clipboard) return; // only where the page is served safely; the text can be selected everywhere
  const button = make("button", { type: "button", class: "ds-button", "data-variant": "secondary", "data-size": "sm" }, text(element, "copy"));
  const status = make("span", { role: "status" });
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(field.value).then(() => { status.textContent = text(element, "copied"); }, () => field.select());
  });
  field.addEventListener("focus", () => field.select());
  element.append(make("div", { class: "button-row" }, button, status));
});

// A login that runs out soon is renewed while the page is open, so that nobody who fills a long form has to log in again.
function renew_in_time() {
  const at = Number(document.cookie.match(/(?:^|; )raekoda_renew_at=(\d+)/)?.[1]);
  if (!at) return;
  const wait = Math.max(20_000, at * 1000 - Date.now());
  if (wait > 24 * 3600 * 1000) return;
  window.setTimeout(() => {
    // The answer is a way back to a page: it is not followed.
    fetch(`/${document.documentElement.lang}/login/renew`, { redirect: "manual" }).finally(renew_in_time);
  }, wait);
}
renew_in_time();

// This page says that the report has arrived: drafts of forms are of no more use.
if (document.querySelector('[data-drafts="clear"]')) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("raekoda-draft:")) localStorage.removeItem(key);
  } catch {
    // storage may be forbidden
  }
}

// A form sent once stays sent: the second press does nothing until the page comes back from history.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  form.setAttribute("aria-busy", "true");
  window.setTimeout(() => { // a lost answer must not lock the form for good; the server knows the form's key
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }, 15000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

if ("serviceWorker" in navigator && document.querySelector('link[rel="manifest"]')) {
  window.addEventListener("load", () => void navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => undefined));
}
