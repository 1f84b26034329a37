// Every page in a real browser: node run.mjs BASE_URL [pages.json …] [--shots DIR] [--quick] [--only TEXT]
// A page list is JSON: [{"path": "/reports", "name": "reports", "status": 200, "as": "teed", "host": "elva.localhost", "fill": {"login": "x"},
// "press": "main form [type=submit]", "scripts": false, "wait": "…", "allow": ["rule-id"]}]. Paths are without the language; {names} are pages
// that the run makes first (support/prepare.mjs). `press` fills, presses, and looks at the page that answers. For every page × language × width:
// axe without violations, nothing wider than the window; for every page × language: valid HTML, a silent console, nothing stopped by the content
// security policy. Prints "N passed, N failed"; ends with 1 when anything failed.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepare } from "./support/prepare.mjs";
import { launch, official, person } from "./support/site.mjs";
const require = createRequire(import.meta.url);
const { HtmlValidate } = require("html-validate");
const axe_source = require("axe-core").source;

const arguments_ = process.argv.slice(2);
const option = (name) => {
  const at = arguments_.indexOf(name);
  return at < 0 ? undefined : arguments_.splice(at, 2)[1];
};
const flag = (name) => {
  const at = arguments_.indexOf(name);
  return at >= 0 && arguments_.splice(at, 1).length > 0;
};
const shots = option("--shots");
const quick = flag("--quick"); // one language, one width
const only = option("--only");
const [given, ...lists] = arguments_;
if (!given) {
  console.error("give the address of a running site: node run.mjs http://localhost:8080 [pages.json …]");
  process.exit(2);
}
const base = given.replace(/\/$/, "");
const pages = (lists.length ? lists : [new URL("pages.json", import.meta.url)]).flatMap((list) => JSON.parse(readFileSync(list, "utf8")))
  .filter((page) => !only || `${page.name ?? ""} ${page.path}`.includes(only));
const languages = quick ? ["et"] : ["et", "en", "ru"];
const widths = quick ? [390] : [1280, 390, 320];
const at_once = 3;
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

let passed = 0;
const failures = [];
const check = (where, faults) => {
  if (faults.length) failures.push(...new Set(faults.map((fault) => `${where}: ${fault}`)));
  else passed++;
};

if (shots) mkdirSync(shots, { recursive: true });
const browser = await launch();
const sessions = new Map(); // login → cookies
let names = {};

async function look(page, language) {
  const path = page.path.replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
  const site = new URL(base);
  if (page.host) site.hostname = page.host;
  const label = `${language} ${page.name ?? page.path}`;
  const status = page.status ?? 200;
  const context = await person(browser, site.origin, { storageState: sessions.get(page.as), javaScriptEnabled: page.scripts ?? true });
  try {
    const tab = await context.newPage();
    const said = [];
    tab.on("console", (message) => {
      if (/Service Worker registration blocked/.test(message.text())) return; // by this very test
      if (["error", "warning"].includes(message.type()) && !(status >= 400 && /status of \d+|does not conform/.test(message.text()))) said.push(`console: ${message.text()} ${message.location().url}`);
    });
    tab.on("pageerror", (problem) => said.push(`script: ${problem.message}`));
    await tab.addInitScript(() => {
      window.stopped_by_policy = [];
      document.addEventListener("securitypolicyviolation", (event) => window.stopped_by_policy.push(`${event.violatedDirective} ${event.blockedURI}`));
    });
    await tab.setViewportSize({ width: widths[0], height: 900 });
    let answer = await tab.goto(`/${language}${path}`, { waitUntil: "load" });
    if (page.press) {
      for (const [name, value] of Object.entries(page.fill ?? {})) await tab.fill(`[name="${name}"]`, value);
      [answer] = await Promise.all([tab.waitForNavigation({ waitUntil: "load" }), tab.click(page.press)]);
    }
    check(`${label} status`, answer.status() === status ? [] : [`${answer.status()} instead of ${status} at ${tab.url()}`]);
    const report = await markup.validateString(await answer.text());
    check(`${label} html`, report.results.flatMap((result) => result.messages.map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`)));
    await tab.waitForLoadState("networkidle");
    if (page.wait) await tab.waitForSelector(page.wait);
    await tab.evaluate(axe_source);
    for (const width of widths) {
      await tab.setViewportSize({ width, height: width < 500 ? 844 : 900 });
      const wide = await tab.evaluate(async () => {
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const window_width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= window_width) return [];
        return [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > window_width + 1).slice(0, 4)
          .map((element) => `wider than the window: ${element.tagName.toLowerCase()}.${element.className}`).concat("scrolls sideways");
      });
      check(`${label} at ${width} width`, wide);
      const found = await tab.evaluate(async (values) => {
        const results = await window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], iframes: false });
        return results.violations.flatMap(({ id, impact, help, nodes }) => nodes.map((node) => ({ id, impact, target: node.target.join(" "), why: node.failureSummary?.split("\n")[1]?.trim() ?? help, on_map: !!document.querySelector(node.target[0])?.closest(".leaflet-marker-pane") })));
      }, tags);
      const allowed = new Set(page.allow ?? []);
      // Where a mark stands on a map is given by the place, and the list beside it has the same reports (WCAG 2.5.8, exception "equivalent").
      check(`${label} at ${width} axe`, found.filter((fault) => !allowed.has(fault.id) && !(fault.id === "target-size" && fault.on_map)).slice(0, 8)
        .map((fault) => `${fault.id} (${fault.impact}): ${fault.target} — ${fault.why}`));
      if (shots && language === (process.env.SHOT_LANGUAGE ?? "et")) await tab.screenshot({ path: `${shots}/${(page.name ?? page.path).replace(/\W+/g, "-")}-${width}.png`, fullPage: true });
    }
    said.push(...(await tab.evaluate(() => window.stopped_by_policy ?? [])).map((text) => `policy: ${text}`));
    check(`${label} console`, said);
  } catch (problem) {
    check(label, [String(problem.message).split("\n")[0]]);
  } finally {
    await context.close();
  }
}

try {
  names = await prepare(browser, base);
  for (const login of new Set(pages.map((page) => page.as).filter(Boolean))) {
    const { context } = await official(browser, base, login);
    sessions.set(login, await context.storageState());
    await context.close();
  }
  const tasks = pages.flatMap((page) => languages.map((language) => [page, language]));
  let next = 0;
  await Promise.all(Array.from({ length: at_once }, async () => {
    while (next < tasks.length) {
      await look(...tasks[next++]);
      if (process.stderr.isTTY) process.stderr.write(`\r${next}/${tasks.length} pages `);
    }
  }));
} catch (problem) {
  failures.push(`pages could not be made: ${problem.message}`);
} finally {
  await browser.close();
}
if (process.stderr.isTTY) process.stderr.write("\n");
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length ? 1 : 0;
