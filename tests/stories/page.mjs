// An HTML page as a person without scripts meets it: its text, its forms with what they would send, its error messages.

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", nbsp: "\u00a0" };
export const decoded = (text) => text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name) => {
  if (name in entities) return entities[name];
  if (/^#x/i.test(name)) return String.fromCodePoint(parseInt(name.slice(2), 16));
  if (name[0] === "#") return String.fromCodePoint(Number(name.slice(1)));
  return whole;
});

function attributes(tag) {
  const found = {};
  for (const match of tag.matchAll(/([a-zA-Z_:][-\w:.]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)) found[match[1].toLowerCase()] = decoded(match[2] ?? match[3] ?? match[4] ?? "");
  return found;
}

class Form {
  constructor(open, inside) {
    const own = attributes(open);
    this.action = own.action ?? "";
    this.method = (own.method ?? "get").toLowerCase();
    this.multipart = /multipart/.test(own.enctype ?? "");
    this.controls = [];
    this.buttons = [];
    for (const match of inside.matchAll(/<(input|textarea|select|button)\b([^>]*)>([\s\S]*?(?=<\/\1>))?/gi)) {
      const kind = match[1].toLowerCase();
      const own_attributes = attributes(match[2]);
      const { name, type = kind === "button" ? "submit" : "text" } = own_attributes;
      if (kind === "button" || ["submit", "image", "button"].includes(type)) {
        if (name) this.buttons.push({ name, value: own_attributes.value ?? "", action: own_attributes.formaction });
        continue;
      }
      if (!name) continue;
      const control = { name, kind, type, disabled: "disabled" in own_attributes, value: own_attributes.value ?? "" };
      if (kind === "textarea") control.value = decoded((match[3] ?? "").replace(/^\r?\n/, ""));
      if (type === "checkbox" || type === "radio") {
        control.on = "checked" in own_attributes;
        control.value = own_attributes.value ?? "on";
      }
      if (kind === "select") {
        const choices = [...(match[3] ?? "").matchAll(/<option\b([^>]*)>([^<]*)/gi)].map((one) => ({ ...attributes(one[1]), shown: decoded(one[2].trim()), chosen: /\bselected\b/i.test(one[1]) }));
        const chosen = choices.find((one) => one.chosen) ?? choices[0];
        control.value = chosen ? chosen.value ?? chosen.shown : "";
      }
      this.controls.push(control);
    }
  }
  names() {
    return new Set([...this.controls.map((one) => one.name), ...this.buttons.map((one) => one.name)]);
  }
  fields() {
    const sent = {};
    for (const control of this.controls) {
      if (control.disabled || control.type === "file" || control.on === false) continue;
      if (control.name in sent) sent[control.name] = [sent[control.name], control.value].flat();
      else sent[control.name] = control.value;
    }
    return sent;
  }
}

export class Page {
  constructor(path, html) {
    this.path = path;
    this.html = html;
    this.csrf = /name="csrf"\s+value="([^"]*)"/.exec(html)?.[1];
    this.forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map((match) => new Form(match[1], match[2]));
  }
  // The form whose action is, or ends with, or holds the text; "" is the only one that posts.
  form(action) {
    const posting = this.forms.filter((one) => one.method === "post");
    if (action === "") return posting.length === 1 ? posting[0] : undefined;
    return this.forms.find((one) => one.action === action) ?? this.forms.find((one) => one.action.endsWith(action)) ?? this.forms.find((one) => one.action.includes(action));
  }
  text() {
    return decoded(this.html.replace(/<(script|style|svg|template)\b[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ");
  }
  problems() {
    const summary = /class="[^"]*error[-_]summary[^"]*"[\s\S]*?<\/(section|div|ul)>/i.exec(this.html)?.[0] ?? "";
    return [...summary.matchAll(/<(?:a|li)\b[^>]*>([^<]+)</gi)].map((match) => decoded(match[1].trim()));
  }
}
