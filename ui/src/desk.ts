// The officials' pages: keyboard shortcuts, answer templates, boxes over photos, a warning before text is lost.
import { islands, make, part, remember, remembered, text } from "./island";

const OFF = "raekoda-shortcuts-off";

// In a list: j and k go from row to row, Enter opens as ever.
const queue = () => document.querySelector<HTMLElement>('[data-island="queue"]');
const rowKeys = (): [string, string][] => {
  const list = queue();
  return list ? [["j", text(list, "next")], ["k", text(list, "previous")]] : [];
};
const toRow = (key: string): boolean => {
  const rows = [...(queue()?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  if (!rows.length || (key !== "j" && key !== "k")) return false;
  const here = rows.indexOf(document.activeElement as HTMLElement);
  rows[here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + (key === "j" ? 1 : -1)))]!.focus();
  return true;
};

islands("shortcuts", (element) => {
  let off = remembered(OFF) !== null;
  const dialog = make("dialog", { class: "dialog", "aria-labelledby": "shortcuts-title" });
  element.append(dialog);

  const targets = () => [...document.querySelectorAll<HTMLElement>("[data-shortcut]")].filter((target) => target.dataset.shortcut && !target.closest("[hidden], dialog"));
  const label = (target: HTMLElement) => target.dataset.shortcutLabel ?? target.getAttribute("aria-label") ?? target.textContent?.trim() ?? "";
  const show = () => {
    const keys = make("dl", { class: "shortcuts" });
    for (const target of targets()) keys.append(make("dt", {}, make("kbd", {}, target.dataset.shortcut!)), make("dd", {}, label(target)));
    for (const [key, what] of rowKeys()) keys.append(make("dt", {}, make("kbd", {}, key)), make("dd", {}, what));
    keys.append(make("dt", {}, make("kbd", {}, "?")), make("dd", {}, text(element, "help")));
    const toggle = make("button", { type: "button", class: "ds-button", "data-variant": "secondary" }, text(element, off ? "on" : "off"));
    toggle.addEventListener("click", () => {
      off = !off;
      remember(OFF, off ? "1" : null);
      toggle.textContent = text(element, off ? "on" : "off");
    });
    const close = make("button", { type: "button", class: "ds-button" }, text(element, "close"));
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(make("h2", { id: "shortcuts-title" }, text(element, "title")), keys, make("div", { class: "button-row" }, close, toggle));
    dialog.showModal();
  };

  // A button too, so that they can be found and switched on again without a key (WCAG 2.1.4).
  const opener = make("button", { type: "button", class: "ds-button", "data-variant": "secondary", "data-size": "sm" }, text(element, "help"));
  opener.addEventListener("click", show);
  document.querySelector(".desk-header__person")?.append(opener);
  for (const target of targets()) target.setAttribute("aria-keyshortcuts", target.dataset.shortcut!);

  document.addEventListener("keydown", (event) => {
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || dialog.open) return;
    const at = event.target as HTMLElement;
    if (at.isContentEditable || at.closest("input, textarea, select, dialog, [role=application]")) return;
    if (event.key === "?") {
      event.preventDefault();
      show();
      return;
    }
    const target = targets().find((candidate) => candidate.dataset.shortcut === event.key);
    if (!target && toRow(event.key)) event.preventDefault();
    if (!target) return;
    event.preventDefault();
    if (target.matches("a, button")) {
      // What sends a form is only brought into focus: one stray key must not close a report.
      if (target.matches('button:not([type="button"])')) target.focus();
      else target.click();
    } else target.focus();
  });
});

islands("templates", (element) => {
  const area = document.getElementById(element.dataset.for ?? "") as HTMLTextAreaElement | null;
  const select = element.querySelector("select");
  if (!area || !select) return;
  element.hidden = false;
  select.addEventListener("change", () => {
    if (!select.value) return;
    const begin = area.selectionStart, before = area.value.slice(0, begin), gap = before && !before.endsWith("\n") ? "\n\n" : "";
    area.setRangeText(gap + select.value, begin, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    select.value = "";
    area.focus();
  });
});

// Text typed and not sent: the browser asks before it is lost.
let changed = false;
document.addEventListener("input", (event) => {
  const at = event.target as HTMLElement;
  if (at instanceof HTMLTextAreaElement && at.form?.method === "post") changed = [...document.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
});
document.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

// Boxes over a photo, in thousandths of its width and height.
interface Box { left: number; top: number; width: number; height: number }

islands("redact", (element) => {
  const photo = part(element, "photo")!, list = part(element, "areas")!, add = part<HTMLButtonElement>(element, "add")!;
  const field = element.dataset.field ?? "redact";
  const boxes: Box[] = [];
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 1000 1000");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  photo.append(drawing);
  for (const name of ["hint", "add"]) part<HTMLElement>(element, name)!.hidden = false; // without scripts numbers are typed
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)));

  const draw = () => {
    drawing.replaceChildren(...boxes.map((box) => {
      const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      shape.setAttribute("x", String(box.left));
      shape.setAttribute("y", String(box.top));
      shape.setAttribute("width", String(box.width));
      shape.setAttribute("height", String(box.height));
      return shape;
    }));
  };
  const show = (focus = -1) => {
    draw();
    list.replaceChildren(...boxes.map((box, index) => {
      const number = index + 1;
      const item = make("li", { role: "group", "aria-label": text(element, "area", { number }) });
      const sent = make("input", { type: "hidden", name: field });
      const write = () => { sent.value = [box.left, box.top, box.width, box.height].join(","); };
      write();
      item.append(sent);
      for (const side of ["left", "top", "width", "height"] as const) {
        const input = make("input", { class: "ds-input", type: "number", min: side === "width" || side === "height" ? "1" : "0", max: "100", step: "0.1", value: String(box[side] / 10) });
        input.addEventListener("input", () => {
          if (!input.validity.valid || input.value === "") return;
          box[side] = clamp(Number(input.value) * 10, side === "width" || side === "height" ? 10 : 0, 1000);
          box.left = Math.min(box.left, 990);
          box.top = Math.min(box.top, 990);
          box.width = Math.min(box.width, 1000 - box.left);
          box.height = Math.min(box.height, 1000 - box.top);
          write();
          draw();
        });
        item.append(make("label", {}, text(element, side), input));
      }
      const remove = make("button", { type: "button", class: "ds-button", "data-variant": "tertiary", "data-size": "sm" }, text(element, "remove", { number }));
      remove.addEventListener("click", () => {
        boxes.splice(index, 1);
        show();
        add.focus();
      });
      item.append(remove);
      return item;
    }));
    if (focus >= 0) list.children[focus]?.querySelector<HTMLInputElement>('input[type="number"]')?.focus();
  };

  add.addEventListener("click", () => {
    boxes.push({ left: 400, top: 400, width: 200, height: 200 });
    show(boxes.length - 1);
  });
  let from: { x: number; y: number } | null = null;
  let current: Box | null = null;
  const at = (event: PointerEvent) => {
    const frame = photo.getBoundingClientRect();
    return { x: clamp(((event.clientX - frame.left) / frame.width) * 1000, 0, 1000), y: clamp(((event.clientY - frame.top) / frame.height) * 1000, 0, 1000) };
  };
  photo.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    from = at(event);
    current = { left: from.x, top: from.y, width: 1, height: 1 };
    boxes.push(current);
    draw();
  });
  photo.addEventListener("pointermove", (event) => {
    if (!from || !current) return;
    const to = at(event);
    current.left = Math.min(from.x, to.x);
    current.top = Math.min(from.y, to.y);
    current.width = Math.max(1, Math.abs(to.x - from.x));
    current.height = Math.max(1, Math.abs(to.y - from.y));
    draw();
  });
  const finish = () => {
    if (current && (current.width < 8 || current.height < 8)) boxes.splice(boxes.indexOf(current), 1); // a tap, not a box
    from = current = null;
    show();
  };
  photo.addEventListener("pointerup", finish);
  photo.addEventListener("pointercancel", finish);
});
