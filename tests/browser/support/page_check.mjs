// What every page must be: valid HTML, nothing that axe finds, nothing wider than the window, a silent console, nothing stopped by the content
// security policy. Each gives a list of faults, empty when all is well.
import { createRequire } from "node:module";
import { patience } from "./site.mjs";
const require = createRequire(import.meta.url);
const { HtmlValidate } = require("html-validate");
const axe_source = require("axe-core").source;

export const languages = ["et", "en", "ru"];
export const widths = [1280, 390, 320];
// A page is looked at in three languages, laid out at three widths; axe sees it once in each language, each time at another width.
export const axe_width = (page_number, language) => widths[(page_number + languages.indexOf(language)) % widths.length];

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

const markup = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "no-trailing-whitespace": "off", "void-style": "off", "long-title": "off", "no-inline-style": "error", "no-implicit-button-type": "error",
    "form-dup-name": ["error", { allowArrayBrackets: true, shared: ["radio", "checkbox", "submit", "button", "reset"] }],
    "prefer-native-element": ["error", { exclude: ["region", "search", "alert", "status", "group", "note", "listbox", "img"] }],
    "tel-non-breaking": "off", "valid-id": ["error", { relaxed: true }],
  },
});
export async function html_faults(text) {
  const report = await markup.validateString(text);
  return report.results.flatMap((result) => result.messages.map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`));
}

const open_requests = new WeakMap(); // tab → requests without an answer
function keep_open_requests(tab) {
  const open = new Set();
  open_requests.set(tab, open);
  tab.on("request", (request) => open.add(request));
  for (const end of ["requestfinished", "requestfailed"]) tab.on(end, (request) => open.delete(request));
}
// Waits until a page that is listened to (listen, below) asks for nothing more; what has no answer then is a fault.
export async function settled(tab) {
  const open = open_requests.get(tab);
  if (!open) return tab.waitForLoadState("networkidle").then(() => []);
  const begun = Date.now();
  for (let quiet = 0; quiet < 3; ) {
    await tab.evaluate(() => new Promise((done) => setTimeout(done, 40))); // in the page, so that a busy one has had its turn
    quiet = open.size ? 0 : quiet + 1;
    if (Date.now() - begun > patience) return [...open].map((request) => `no answer: ${request.method()} ${request.url()}`);
  }
  return [];
}

// Listens to a tab from its beginning; the function it gives tells what was said until then and forgets it. `expected`
// takes words of the console that belong to the page.
export async function listen(tab, expected = () => false) {
  const said = [];
  tab.on("console", (message) => {
    if (/Service Worker registration blocked/.test(message.text())) return; // by this very test
    if (["error", "warning"].includes(message.type()) && !expected(message.text())) said.push(`console: ${message.text()} ${message.location().url}`);
  });
  tab.on("pageerror", (problem) => said.push(`script: ${problem.message}`));
  keep_open_requests(tab);
  await tab.addInitScript(() => {
    window.stopped_by_policy = [];
    document.addEventListener("securitypolicyviolation", (event) => window.stopped_by_policy.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  return async () => said.splice(0).concat((await tab.evaluate(() => window.stopped_by_policy ?? [])).map((text) => `policy: ${text}`));
}

export async function width_faults(tab, width) {
  await tab.setViewportSize({ width, height: width < 500 ? 844 : 900 });
  return tab.evaluate(async () => {
    await Promise.race([new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))), new Promise((done) => setTimeout(done, 100))]);
    const window_width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= window_width) return [];
    return [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > window_width + 1).slice(0, 4)
      .map((element) => `wider than the window: ${element.tagName.toLowerCase()}.${element.className}`).concat("scrolls sideways");
  });
}

export async function axe_faults(tab, allowed_rules = []) {
  if (!(await tab.evaluate(() => "axe" in window))) await tab.evaluate(axe_source);
  const found = await tab.evaluate(async (values) => {
    const results = await window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], iframes: false });
    return results.violations.flatMap(({ id, impact, help, nodes }) => nodes.map((node) => ({ id, impact, target: node.target.join(" "), why: node.failureSummary?.split("\n")[1]?.trim() ?? help, on_map: !!document.querySelector(node.target[0])?.closest(".leaflet-marker-pane") })));
  }, tags);
  const allowed = new Set(allowed_rules);
  // Where a mark stands on a map is given by the place, and the list beside it has the same reports (WCAG 2.5.8, exception "equivalent").
  return found.filter((fault) => !allowed.has(fault.id) && !(fault.id === "target-size" && fault.on_map)).slice(0, 8).map((fault) => `${fault.id} (${fault.impact}): ${fault.target} — ${fault.why}`);
}

// All of it for a page that stands in a tab. `check` takes where and the faults.
export async function check_page(tab, check, { label, html, axe_at, at = widths, allowed = [] }) {
  if (html !== undefined) check(`${label} html`, await html_faults(html));
  for (const width of at) {
    check(`${label} at ${width} width`, await width_faults(tab, width));
    if (axe_at === undefined || width === axe_at) check(`${label} at ${width} axe`, await axe_faults(tab, allowed));
  }
}
