// What a screen reader gets of a page: the browser's accessibility tree (Chromium's Accessibility.getFullAXTree), read as names, roles and states.

const told = (node, name) => node.properties?.find((one) => one.name === name)?.value.value;

// Nodes that are not ignored, in the order in which they are read; `inside` are the roles and names around each.
export async function tree_of(page) {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send("Accessibility.getFullAXTree");
  await devtools.detach();
  const by_id = new Map(nodes.map((node) => [node.nodeId, node]));
  const out = [];
  const walk = (node, around) => {
    const one = {
      role: node.role?.value ?? "", name: (node.name?.value ?? "").trim(), description: (node.description?.value ?? "").trim(), around,
      level: told(node, "level"), invalid: told(node, "invalid"), required: told(node, "required"), checked: told(node, "checked"), live: told(node, "live"), expanded: told(node, "expanded"),
    };
    if (!node.ignored) out.push(one);
    for (const id of node.childIds ?? []) walk(by_id.get(id), node.ignored ? around : [...around, one]);
  };
  walk(nodes[0], []);
  return out;
}

const operated = ["button", "link", "textbox", "searchbox", "checkbox", "radio", "combobox", "listbox", "option", "spinbutton", "slider", "switch", "tab", "menuitem", "DisclosureTriangle"];
const landmarks = ["banner", "main", "contentinfo", "navigation", "region", "search", "form", "complementary"];

// Everything that would leave somebody who listens without knowing what is there.
export function tree_faults(tree) {
  const faults = [];
  for (const one of tree) if (operated.includes(one.role) && !one.name) faults.push(`a ${one.role} without a name, in ${one.around.map((each) => each.name).filter(Boolean).at(-1)}`);
  for (const one of tree) if (["img", "image", "figure"].includes(one.role) && !one.name) faults.push(`a picture without words in ${one.around.map((each) => each.role + " " + each.name).slice(-3).join(", ")}`);
  for (const role of ["main", "banner", "contentinfo"]) {
    const count = tree.filter((one) => one.role === role).length;
    if (count !== 1) faults.push(`${count} × ${role}`);
  }
  for (const role of landmarks) {
    // A form or a region without a name is no landmark.
    const names = tree.filter((one) => one.role === role && (one.name || !["form", "region"].includes(role))).map((one) => one.name);
    if (new Set(names).size !== names.length) faults.push(`two ${role} with one name: ${names.join(", ")}`);
  }
  const headings = tree.filter((one) => one.role === "heading");
  if (headings.filter((one) => one.level === 1).length !== 1) faults.push(`${headings.filter((one) => one.level === 1).length} headings of level 1`);
  headings.forEach((one, at) => {
    if (!one.name) faults.push("an empty heading");
    // Before the page's own heading stands what must be heard first: what is wrong, what has happened.
    const before = headings[at - 1];
    if (before && one.level > before.level + 1) faults.push(`heading ${one.level} “${one.name}” after heading ${before.level}`);
  });
  for (const one of tree.filter((each) => each.role === "radio"))
    if (!one.around.some((each) => ["radiogroup", "group"].includes(each.role) && each.name)) faults.push(`the choice “${one.name}” belongs to no question`);
  return faults;
}

// Words in letters of another script than the page's language must say their language, or they are read aloud as noise.
export const unmarked_languages = (page) => page.evaluate(() => {
  const language = document.documentElement.lang, out = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const own = text.parentElement.closest("[lang]").lang;
    if (["SCRIPT", "STYLE", "TEMPLATE"].includes(text.parentElement.tagName)) continue;
    if (/[\u0400-\u04ff]/.test(text.data) && own !== "ru") out.push(text.data.trim());
    if (language === "ru" && own === "ru" && /(^|\s)(Eesti|English)(\s|$)/.test(text.data)) out.push(text.data.trim());
  }
  return out;
});

// The controls of a part of the page as they are heard, a line each: “textbox Kiibi number, invalid, required: Kirjuta siia vastus.”
export const heard = (tree, inside) => tree.filter((one) => operated.includes(one.role) && one.around.some(inside))
  .map((one) => `${one.role} ${one.name}${one.invalid && one.invalid !== "false" ? ", invalid" : ""}${one.required ? ", required" : ""}${one.checked && one.checked !== "false" ? ", checked" : ""}${one.description ? `: ${one.description}` : ""}`);
