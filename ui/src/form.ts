// A form made of data: while people answer, the server says what is asked now. The same address that the form is sent to answers `live=1` with
// JSON (form::live_answer); nothing is computed here, and without this script the page does the same when it is sent.
import { debounced, islands, part } from "./island";

interface Answer {
  hidden: string[];
  errors: Record<string, string>;
  values: Record<string, string>;
  options: Record<string, [string, string, boolean][]>;
  labels: Record<string, string>;
  texts: Record<string, string>;
  required: Record<string, boolean>;
}

islands("form", (root) => {
  const form = root.closest("form");
  if (!form) return;
  const status = part(root, "status");
  const left = new Set<string>(); // fields that the person has left: only these are told what is wrong
  let running: AbortController | null = null;

  const item_of = (element: Element | null) => element?.closest<HTMLElement>("[data-form-part]") ?? null;
  const items = () => root.querySelectorAll<HTMLElement>("[data-form-part]");

  // Files are not sent again and again.
  const fields = () => {
    const out = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") out.append(name, value);
    out.append("live", "1");
    return out;
  };

  const own = (item: Element, selector: string) =>
    [...item.querySelectorAll<HTMLElement>(selector)].filter((element) => item_of(element) === item);

  function show_problem(item: HTMLElement, words: string | undefined): void {
    const inputs = own(item, "input.ds-input, select.ds-input, textarea.ds-input");
    const first = inputs[0];
    if (!first) return;
    const there = own(item, ".field__problem")[0];
    const id = `${first.id}-problem`;
    const described = inputs.length > 1 && first.getAttribute("type") !== "text" ? own(item, "fieldset")[0] ?? first : first;
    const ids = new Set((described.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (!words) {
      there?.remove();
      ids.delete(id);
      for (const input of inputs) {
        if (input.getAttribute("type") === "checkbox" && input.hasAttribute("required")) input.setAttribute("aria-invalid", "false"); // else the browser calls an empty one wrong
        else input.removeAttribute("aria-invalid");
      }
    } else {
      const text = document.createElement("span");
      const before = document.createElement("span");
      before.className = "visually-hidden";
      before.textContent = root.getAttribute("data-text-problem");
      text.append(before, ` ${words}`);
      const paragraph = there ?? document.createElement("p");
      paragraph.className = "field__problem";
      paragraph.id = id;
      paragraph.replaceChildren(text);
      if (!there) {
        const head = own(item, ".field__hint")[0] ?? own(item, "legend, label")[0];
        if (first.getAttribute("type") === "checkbox" && inputs.length === 1) first.closest(".ds-field")?.before(paragraph);
        else if (head) head.after(paragraph);
        else first.before(paragraph);
      }
      ids.add(id);
      for (const input of inputs) input.setAttribute("aria-invalid", "true");
    }
    if (ids.size) described.setAttribute("aria-describedby", [...ids].join(" "));
    else described.removeAttribute("aria-describedby");
    for (const box of own(item, ".ds-field:not(.ds-field--option), .form-tick, .ds-fieldset")) {
      if (box.classList.contains("ds-fieldset")) box.classList.toggle("ds-fieldset--problem", Boolean(words));
      else box.classList.toggle("ds-field--problem", Boolean(words));
    }
  }

  // Other options than those on the page: lists are filled again; groups of buttons get what is there now.
  function show_options(item: HTMLElement, options: [string, string, boolean][]): boolean {
    const select = own(item, "select")[0] as HTMLSelectElement | undefined;
    if (select) {
      const now = [...select.options].filter((option) => option.value).map((option) => `${option.value}\n${option.text}`).join("\n\n");
      if (now === options.map(([key, label]) => `${key}\n${label}`).join("\n\n")) return false;
      const empty = [...select.options].filter((option) => !option.value);
      select.replaceChildren(...empty, ...options.map(([key, label, chosen]) => new Option(label, key, chosen, chosen)));
      return true;
    }
    const boxes = own(item, ".ds-field--option");
    const values = boxes.map((box) => box.querySelector("input")?.value ?? "");
    if (values.join("\n") === options.map(([key]) => key).join("\n") || !boxes[0]) return false;
    const group = boxes[0].parentElement;
    const sample = boxes[0].cloneNode(true) as HTMLElement;
    boxes.forEach((box) => box.remove());
    options.forEach(([key, label, chosen], position) => {
      const box = sample.cloneNode(true) as HTMLElement;
      const input = box.querySelector("input")!;
      const name = box.querySelector("label")!;
      const id = position === 0 ? input.id : `${input.id}-${position + 1}`;
      input.id = name.htmlFor = id;
      input.value = key;
      input.checked = chosen;
      name.textContent = label;
      group?.append(box);
    });
    return true;
  }

  // What was hidden when the page came lies in a template; what is hidden later stays, but is not sent.
  function hide_or_show(item: HTMLElement, hide: boolean): void {
    item.hidden = hide;
    const inside = item.querySelector<HTMLTemplateElement>(":scope > template");
    if (!hide && inside) inside.replaceWith(inside.content);
    for (const field of item.querySelectorAll<HTMLInputElement>("input, select, textarea, button")) field.disabled = field.closest("[data-form-part][hidden]") !== null;
  }

  function show(answer: Answer): void {
    const hidden = new Set(answer.hidden);
    let changed = false;
    const seen = new Set<HTMLElement>();
    // What comes out of a template holds items of its own.
    for (let item = [...items()].find((one) => !seen.has(one)); item; item = [...items()].find((one) => !seen.has(one))) {
      seen.add(item);
      const hide = hidden.has(item.dataset.formPart!);
      if (item.hidden === hide) continue;
      hide_or_show(item, hide);
      changed = true;
    }
    for (const item of items()) {
      const name = item.dataset.formPart!;
      const hide = item.hidden;
      if (answer.options[name]) changed = show_options(item, answer.options[name]!) || changed;
      const value = own(item, '[data-part="value"]')[0];
      if (value && name in answer.values && answer.values[name]) value.textContent = answer.values[name]!;
      const text = own(item, '[data-part="text"]')[0];
      if (text && name in answer.texts && text.innerHTML !== answer.texts[name]) text.innerHTML = answer.texts[name]!; // made safe by the server
      // What was hidden was not obligatory; now that it is asked, it may be.
      if (!hide && answer.required[name]) {
        for (const note of own(item, ".field__optional")) note.remove();
        for (const input of own(item, "input.ds-input:not([type=radio], [type=checkbox]), select.ds-input, textarea.ds-input")) input.setAttribute("required", "");
      }
      if (!hide) show_problem(item, left.has(name) ? answer.errors[name] : undefined);
    }
    if (changed && status) {
      status.textContent = "";
      window.setTimeout(() => (status.textContent = status.getAttribute("data-text-changed")), 50);
    }
  }

  // What appears above must not push whatever has the focus out of sight.
  function show_in_place(answer: Answer): void {
    const focused = document.activeElement;
    const in_view = (one: Element) => one.getBoundingClientRect().bottom > 0 && one.getBoundingClientRect().top < window.innerHeight;
    const seen = focused !== null && in_view(focused);
    show(answer);
    if (seen && !in_view(focused)) focused.scrollIntoView({ block: "nearest" });
  }

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.getAttribute("action") ?? "", { // not form.action: a question may be called so
        method: "POST", body: fields(), signal: running.signal, credentials: "same-origin",
        headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      });
      if (answer.ok && answer.headers.get("content-type")?.includes("json")) show_in_place((await answer.json()) as Answer);
    } catch {
      // no answer: the page does the same when it is sent
    }
  };
  const soon = debounced(350, () => void ask());

  for (const item of items()) if (own(item, ".field__problem").length) left.add(item.dataset.formPart!);
  const typed = new Set<string>();
  root.addEventListener("input", (event) => {
    const item = item_of(event.target as Element);
    if (item) typed.add(item.dataset.formPart!);
    soon();
  });
  const leave = (event: Event) => {
    const name = item_of(event.target as Element)?.dataset.formPart;
    if (name === undefined || left.has(name) || !(typed.has(name) || event.type === "change")) return;
    left.add(name);
    soon();
  };
  root.addEventListener("change", leave);
  root.addEventListener("focusout", leave);
});
