// The report form: suggestions while writing, photos, a draft that survives a closed tab.
import { debounced, get_json, islands, make, own_path, part, remember, remembered, text } from "./island";
import { start_photos } from "./photos";

interface Kind { id: string; name: string; short?: string }
interface Nearby { number: string; title: string; distance?: number | string; url: string }
interface Suggestions { kinds?: Kind[]; nearby?: Nearby[] }

start_photos();

islands("suggestions", (element) => {
  const form = element.closest("form");
  const words = form?.querySelector<HTMLTextAreaElement>('[name="words"]');
  if (!form || !words) return;
  const kinds = part(element, "kinds")!, kind_list = part(element, "kind-list")!;
  const nearby = part(element, "nearby")!, nearby_list = part(element, "nearby-list")!;
  const status = part(element, "status")!;
  let asking: AbortController | null = null;
  let last = "";

  // The chosen kind lives in the form's own control (a select, radios or a hidden input named "kind").
  const chosen = () => String(new FormData(form).get("kind") ?? "");
  const choose = (kind: Kind) => {
    const controls = form.elements.namedItem("kind");
    if (controls instanceof RadioNodeList) controls.value = kind.id;
    else if (controls instanceof HTMLSelectElement || controls instanceof HTMLInputElement) {
      if (controls instanceof HTMLInputElement && controls.type === "radio") controls.checked = controls.value === kind.id;
      else controls.value = kind.id;
    }
    const changed = controls instanceof RadioNodeList ? form.querySelector<HTMLInputElement>('[name="kind"]:checked') : (controls as HTMLElement | null);
    changed?.dispatchEvent(new Event("change", { bubbles: true }));
    for (const button of kind_list.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === kind.id));
    status.textContent = text(element, "chosen", { name: kind.name });
    ask();
  };

  const show = (answer: Suggestions) => {
    const top = (answer.kinds ?? []).slice(0, 3);
    kinds.hidden = top.length === 0;
    kind_list.replaceChildren(...top.map((kind) => {
      const button = make("button", { type: "button", class: "ds-button", "data-variant": "secondary", value: kind.id, "aria-pressed": String(kind.id === chosen()) });
      const name = make("span", {}, make("strong", {}, kind.name));
      if (kind.short) name.append(make("br"), make("small", {}, kind.short));
      button.append(name);
      button.addEventListener("click", () => choose(kind));
      return button;
    }));
    const near = answer.nearby ?? [];
    nearby.hidden = near.length === 0;
    nearby_list.replaceChildren(...near.map((report) => {
      const distance = typeof report.distance === "number" ? text(element, "distance", { count: Math.round(report.distance) }) : report.distance ?? "";
      return make("li", {}, make("a", { href: own_path(report.url) }, report.title), distance ? ` · ${distance}` : "");
    }));
    if (near.length) status.textContent = text(element, "found", { count: near.length });
  };

  const ask = debounced(400, async () => {
    const query = new URLSearchParams({ words: words.value.trim().slice(0, 500) });
    for (const name of ["lat", "long"]) {
      const value = form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value.trim();
      if (value) query.set(name, value);
    }
    if (chosen()) query.set("kind", chosen());
    if ((query.get("words") ?? "").length < 3 && !query.has("lat")) return show({});
    const asked = query.toString();
    if (asked === last) return;
    last = asked;
    asking?.abort();
    asking = new AbortController();
    try {
      show(await get_json<Suggestions>(`${element.dataset.source}?${asked}`, asking.signal));
    } catch {
      // suggestions are an offer; the form is complete without them
    }
  });
  words.addEventListener("input", ask);
  form.addEventListener("change", ask);
  form.addEventListener("place-picked", ask);
  if (words.value) ask();
});

// The draft: what was written, kept on this device for a day. Never contact details, never files, never the form's keys.
islands("report-form", (element) => {
  const form = document.getElementById(element.dataset.form ?? "") as HTMLFormElement | null;
  if (!form) return;
  const key = `raekoda-draft:${location.pathname}`;
  const never = new Set(["name", "email", "phone", "csrf", "key", "website"]);
  const kept = (control: Element): control is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement => {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)) return false;
    return Boolean(control.name) && !never.has(control.name) && !["hidden", "file", "password", "submit", "email", "tel"].includes(control.type);
  };
  const controls = () => [...form.elements].filter(kept);
  const restored = part(element, "restored")!;

  const save = debounced(600, () => {
    const values: [string, string, boolean][] = [];
    for (const control of controls()) {
      const tick = control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
      if (tick ? (control as HTMLInputElement).checked : control.value) values.push([control.name, control.value, tick]);
    }
    remember(key, values.length ? JSON.stringify({ at: Date.now(), values }) : null);
  });

  const untouched = controls().every((control) => !(control instanceof HTMLTextAreaElement) || !control.value);
  if (untouched && !document.querySelector("[data-focus]")) {
    try {
      const draft = JSON.parse(remembered(key) ?? "null") as { at: number; values: [string, string, boolean][] } | null;
      if (draft && Date.now() - draft.at < 24 * 3600 * 1000 && draft.values.some(([name]) => name === "words")) {
        for (const [name, value, tick] of draft.values)
          for (const control of controls()) {
            if (control.name !== name) continue;
            if (tick) {
              if (control.value === value) (control as HTMLInputElement).checked = true;
            } else control.value = value;
          }
        const again = make("button", { type: "button", class: "ds-button", "data-variant": "secondary", "data-size": "sm" }, text(element, "discard"));
        again.addEventListener("click", () => {
          remember(key, null);
          form.reset();
          restored.hidden = true;
          controls()[0]?.focus();
        });
        restored.replaceChildren(make("p", {}, text(element, "restored")), again);
        restored.hidden = false;
        for (const control of controls()) control.dispatchEvent(new Event(control instanceof HTMLTextAreaElement ? "input" : "change", { bubbles: true }));
      }
    } catch {
      remember(key, null);
    }
  }
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  // It is thrown away by the page that says the report has arrived (data-drafts="clear", site.ts), not by pressing a button.
});
