// Somebody fills in a form that is data, page after page, to its receipt: by pointing without scripts, or by keys alone with scripts. What is answered
// comes from the service's own example (catalogue/*/SERVICE/form_examples) and forms.json; what the form does not ask is not answered.
import { readFileSync, readdirSync } from "node:fs";
import { settled } from "./page_check.mjs";
import { png } from "./site.mjs";

const catalogue = new URL("../../../catalogue/", import.meta.url);

const of_catalogue = (path) => {
  for (const folder of ["tartu", "common"]) {
    try {
      return JSON.parse(readFileSync(new URL(`${folder}/${path}`, catalogue), "utf8"));
    } catch (problem) {
      if (problem.code !== "ENOENT") throw problem;
    }
  }
  throw new Error(`no ${path} in the catalogue`);
};

// Services of the sample town that have a form.
export const services_with_forms = () => readdirSync(new URL("tartu/", catalogue)).filter((name) => {
  try {
    return of_catalogue(`${name}/form.json`).components.length > 0;
  } catch {
    return false;
  }
});

const merged = (below, above) => {
  if (above === undefined) return below;
  if (typeof above !== "object" || above === null || Array.isArray(above) || typeof below !== "object" || below === null) return above;
  return Object.fromEntries([...new Set([...Object.keys(below), ...Object.keys(above)])].map((key) => [key, merged(below[key], above[key])]));
};
// {today+10}: days from now, so that a form is as right next year as today.
const with_days = (value) => {
  if (Array.isArray(value)) return value.map(with_days);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, with_days(one)]));
  return typeof value !== "string" ? value : value.replace(/\{today([+-]\d+)\}/, (_, days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
};

const components_by_name = (components, into = new Map(), above = "") => {
  for (const one of components) {
    const own = one.key ?? one.path ?? "";
    const name = [above, own].filter(Boolean).join(".");
    if (own) into.set(name, one);
    if (one.components) components_by_name(one.components, into, one.type === "dynamiclist" || one.path ? name : above);
  }
  return into;
};

export function plan_of(line) {
  const form = of_catalogue(`${line.service}/form.json`), example = of_catalogue(`${line.service}/form_examples/${line.example}.json`);
  return {
    ...line, components: components_by_name(form.components), answers: with_days(merged(example.given, line.answers)), facts: example.facts ?? {},
    hidden: new Set((example.expected?.hides ?? []).filter((name) => !value_at(line.answers ?? {}, name))),
  };
}

function value_at(data, name) {
  return name.split(/[.[\]]+/).filter(Boolean).reduce((inside, part) => inside?.[part], data);
}
// "=facts.children_home[…].home" is a part of the fact children_home.
const fact_of = (component) => component?.properties?.fact?.replace(/^=.*?facts\.(\w+).*$/, "$1");
const plain_name = (name) => name.replace(/@.*$/, "").replace(/\[\d+\]/g, "");
const estonian_day = (iso) => iso.slice(0, 10).split("-").map(Number).reverse().join(".");

// What belongs into one control: text, true or false for a box, a list of files' names.
export function wanted(plan, control) {
  const component = plan.components.get(plain_name(control.name));
  if (!component) throw new Error(`${plan.service} asks ${control.name}, which its form does not have`);
  let value = control.name.replace(/@.*$/, "") === plan.dispute ? plan.new : value_at(plan.answers, control.name.replace(/@.*$/, ""));
  if (component.type === "filepicker") return component.validate?.required ? true : undefined;
  value ??= plan.facts[component.properties?.fact]; // asked all the same: called wrong before, or the register is silent
  if (value === undefined) return undefined;
  if (component.type === "checkbox") return value === true;
  if (component.type === "checklist" || component.type === "taglist") return value.includes(control.value);
  if (component.type === "datetime") return control.name.endsWith("@time") ? value.slice(11, 16) : estonian_day(value);
  return String(value);
}

// A file that is what its name says: PNG for pictures, else a PDF of one empty page.
const a_file = (accept) => /image|png/.test(accept) && !/pdf/.test(accept) ? { name: "pilt.png", mimeType: "image/png", buffer: png(40, 30) }
  : { name: "Plaan õue.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n") };

// Controls that are asked now, in the order of the page.
const controls_of = (page) => page.evaluate(() => [...document.querySelectorAll("#apply-form input, #apply-form select, #apply-form textarea")]
  .filter((one) => one.type !== "hidden" && !one.disabled && !one.closest("[hidden]"))
  .map((one) => ({ name: one.name, type: one.type, value: one.value, checked: one.checked, id: one.id, accept: one.accept ?? "", added: one.type === "file" && one.closest("[data-form-part]")?.querySelector(".form-files li") !== null })));

const rows_missing = (plan, controls, list) => (value_at(plan.answers, list) ?? []).length - new Set(controls.map((one) => one.name.match(/^(.+?\[\d+\])/)?.[1]).filter((row) => row?.startsWith(`${list}[`))).size;
const list_that_lacks_rows = (plan, controls, offered) => offered.find((list) => rows_missing(plan, controls, list) > 0);
const is_right = (control, want) => want === undefined || (control.type === "radio" ? control.checked || control.value !== want : control.type === "checkbox" ? control.checked === want
  : control.type === "file" ? control.added || control.value !== "" : control.value === want);

export const onward = "#apply-form .button-row button[type=submit]:not([name])";
const go = async (page, act) => (await Promise.all([page.waitForNavigation({ waitUntil: "load" }), act()]))[0];

// --- without scripts ---

async function fill_by_pointing(page, plan) {
  for (let again = 0; again < 30; ++again) {
    const controls = await controls_of(page);
    const list = list_that_lacks_rows(plan, controls, await page.locator("#apply-form button[name=add]").evaluateAll((all) => all.map((one) => one.value)));
    if (list) {
      await go(page, () => page.click(`#apply-form button[name=add][value="${list}"]`));
      continue;
    }
    for (const control of controls) {
      const want = wanted(plan, control), at = page.locator(`[id="${control.id}"]`);
      if (is_right(control, want)) continue;
      if (control.type === "radio") await at.check();
      else if (control.type === "checkbox") await at.setChecked(want);
      else if (control.type === "file") await at.setInputFiles(a_file(control.accept));
      else if (control.type === "select-one") await at.selectOption(want);
      else await at.fill(want);
    }
    return go(page, () => page.click(onward));
  }
  throw new Error(`${plan.service}: rows are added and not there`);
}

// --- by keys alone ---

const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one), label = one.labels?.[0] ? getComputedStyle(one.labels[0]) : style;
  const ring = [style, label].some((each) => (each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0) || each.boxShadow !== "none");
  return {
    tag: one.tagName.toLowerCase(), type: one.type ?? "", name: one.name ?? "", value: one.value ?? "", checked: one.checked ?? false, id: one.id, accept: one.accept ?? "",
    inside: !!one.closest("#apply-form"), onward: one.matches("#apply-form .button-row button[type=submit]:not([name])"), row_button: one.matches("#apply-form button[name=add]"),
    wrong: one.name === "wrong", added: one.type === "file" && one.closest("[data-form-part]")?.querySelector(".form-files li") !== null,
    seen: one === document.body || ((ring || one.matches('.skip-link')) && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0), text: (one.innerText ?? "").slice(0, 40),
  };
});

const island_rests = async (page) => {
  await page.waitForTimeout(420); // the island waits 350 ms for the next key
  const faults = await settled(page);
  if (faults.length) throw new Error(faults.join(", "));
};

async function answer_by_keys(page, at, want) {
  const keys = page.keyboard;
  if (at.type === "radio") {
    if (at.value === want) return at.checked || keys.press("Space");
    for (let i = 0; i < 30; ++i) {
      await keys.press("ArrowDown");
      const now = await focused(page);
      if (now.value === want) return now.checked || keys.press("Space");
    }
    throw new Error(`the arrows do not reach ${at.name}=${want}`);
  }
  if (at.type === "checkbox") return at.checked === want || keys.press("Space");
  if (at.type === "select-one") {
    for (let i = 0; i < 60 && (await focused(page)).value !== want; ++i) await keys.press("ArrowDown");
    return;
  }
  if (at.type === "file") {
    for (const key of ["Space", "Enter", "Space"]) { // one of them opens the choice of files; a busy browser may miss the first
      const [chooser] = await Promise.all([page.waitForEvent("filechooser", { timeout: 5000 }).catch(() => undefined), keys.press(key)]);
      if (chooser) return chooser.setFiles(a_file(at.accept));
    }
    throw new Error(`no key opens the choice of files for ${at.name}`);
  }
  await keys.press("ControlOrMeta+a");
  await keys.type(want);
}

async function fill_by_keys(page, plan, told) {
  let changed = false;
  const radios_done = new Set();
  for (let stop = 0; stop < 500; ++stop) {
    await page.keyboard.press("Tab");
    let at = await focused(page);
    for (let wait = 0; !at.seen && wait < 12; ++wait) { // the page may still be scrolling to it
      await page.waitForTimeout(80);
      at = await focused(page);
    }
    if (!at.seen) told(`the focus is not seen at ${at.tag} ${at.name}${at.id} ${at.text}`);
    if (!at.inside) continue;
    if (at.row_button && rows_missing(plan, await controls_of(page), at.value) > 0) {
      await go(page, () => page.keyboard.press("Enter"));
    } else if (["input", "select", "textarea"].includes(at.tag) && at.type !== "submit") {
      const want = wanted(plan, at);
      // A group of buttons is one stop: its answer may stand beside the one that has the focus.
      if (want === undefined || (at.type === "radio" ? radios_done.has(at.name) || (at.checked && at.value === want) : is_right(at, want))) continue;
      await answer_by_keys(page, at, want);
      radios_done.add(at.name);
      changed = true;
      if (["radio", "checkbox", "select-one"].includes(at.type)) await island_rests(page);
    } else if (at.onward) {
      if (changed) await island_rests(page);
      changed = false;
      const controls = await controls_of(page);
      const waiting = controls.filter((control) => !is_right(control, wanted(plan, control)));
      if (waiting.length) radios_done.clear(); // something appeared behind us: once more around
      else return go(page, () => page.keyboard.press("Enter"));
    }
  }
  throw new Error(`${plan.service}: 500 steps of the Tab key do not end the page ${page.url()}`);
}

// --- the walk ---

// Begins the form and goes to its receipt. `on_page(name, answer)` is called for each page as it is first seen, `check(what, good, seen)` for what is found out.
export async function walk_form(page, plan, { language, keys = false, check = () => {}, on_page = async () => {}, mistakes = false, send = true }) {
  const answer = await page.goto(`/${language}/apply/${plan.service}`);
  await on_page("start", answer);
  await go(page, () => (keys ? page.locator("main form[method=post] button[data-variant=primary]").press("Enter") : page.click("main form[method=post] button[data-variant=primary]")));
  const seen = new Set();
  let disputed = !plan.dispute;
  for (let step = 0; step < 20 && !page.url().includes("/check"); ++step) {
    const name = new URL(page.url()).pathname.split("/").at(-1);
    if (!seen.has(name)) {
      seen.add(name);
      await on_page(name, undefined);
      for (const control of await controls_of(page)) {
        const plain = plain_name(control.name);
        check(`${control.name} is asked though the answers before make it idle`, !plan.hidden.has(plain) || value_at(plan.answers, plain) !== undefined);
        const known = fact_of(plan.components.get(plain)) in plan.facts && plain !== plan.dispute;
        if (known && !(await page.locator(`.form-disputed button[value="${control.name}"]`).count())) check(`${control.name} is asked though it is known`, false, await page.locator(".ds-alert").allInnerTexts());
      }
      const wrong = page.locator(`#apply-form button[name=wrong][value="${plan.dispute}"]`);
      if (!disputed && (await wrong.count())) {
        await go(page, () => (keys ? wrong.press("Enter") : wrong.click()));
        disputed = true;
        check("what is called wrong is asked", (await page.locator(`#apply-form [name="${plan.dispute}"]`).count()) === 1);
      }
      if (mistakes) await without_answers(page, name, { keys, check, on_page });
    }
    const before = page.url();
    await (keys ? fill_by_keys(page, plan, (fault) => check(fault, false)) : fill_by_pointing(page, plan));
    if (page.url() === before && (await page.locator("#problems, .error-summary").count()) && step > 12) break;
    if (await page.locator(".error-summary").count()) {
      const words = (await page.locator(".error-summary").innerText()).replace(/\n/g, " ");
      // Questions that an answer revealed bring the page again; what was typed wrong would do so for ever.
      if (step > 8) throw new Error(`${plan.service}/${name}: ${words}`);
    }
  }
  if (!page.url().includes("/check")) throw new Error(`${plan.service} stays at ${page.url()}: ${(await page.locator(".error-summary, .field__problem").allInnerTexts()).join(" ").slice(0, 300)}`);
  check("the fact was called wrong", disputed);
  await on_page("check", undefined);
  const text = await page.innerText("main");
  if (plan.dispute) check("the check page shows what was put in its place", text.includes(plan.new), text.slice(0, 300));
  if (!send) return undefined;
  const button = page.locator("#apply-send button");
  if (!(await button.count())) throw new Error(`${plan.service} cannot be sent: ${(await page.locator("#missing").allInnerTexts()).join(" ")}`);
  await go(page, () => (keys ? button.press("Enter") : button.click()));
  const number = /T-\d{4}-\d{6}/.exec(page.url())?.[0];
  check("it has a number", !!number, page.url());
  await on_page("receipt", undefined);
  return { number, path: new URL(page.url()).pathname.replace(/^\/..(?=\/)/, "") };
}

// Goes on without an answer: what is missing is listed first, the list has the focus, and each line leads to its field.
async function without_answers(page, name, { keys, check, on_page }) {
  const before = page.url();
  await go(page, () => (keys ? page.locator(onward).press("Enter") : page.click(onward)));
  const summary = page.locator(".error-summary");
  if (!(await summary.count())) {
    // Nothing was obligatory there: back to answer what may be answered.
    if (page.url() !== before) await page.goto(before);
    return;
  }
  if (keys) check(`${name}: the list of problems has the focus`, await page.evaluate(() => !!document.activeElement.closest(".error-summary")));
  const links = await summary.locator("a[href*='#']").evaluateAll((all) => all.map((one) => one.hash.slice(1)));
  check(`${name}: problems are listed`, links.length > 0);
  for (const id of links) check(`${name}: the problem leads to a field`, (await page.locator(`[id="${decodeURIComponent(id)}"]`).count()) === 1, id);
  if (keys && links.length) {
    await summary.locator("a").first().press("Enter");
    check(`${name}: the link moves the focus`, (await page.evaluate(() => document.activeElement.id)) === decodeURIComponent(links[0]), links[0]);
  }
  for (const input of await page.locator("#apply-form [aria-invalid=true]").all()) {
    const described = ((await input.getAttribute("aria-describedby")) ?? (await input.locator("xpath=ancestor::fieldset[1]").getAttribute("aria-describedby")) ?? "").split(" ").filter(Boolean);
    const words = await page.evaluate((ids) => ids.map((id) => document.getElementById(id)?.innerText ?? "").join(" "), described);
    check(`${name}: the problem is described to a screen reader`, words.trim() !== "", await input.getAttribute("name"));
  }
  await on_page(`${name}, unanswered`, undefined);
}
