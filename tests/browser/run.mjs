// Every page in a real browser: node run.mjs BASE_URL [pages.json …] [--shots DIR] [--quick] [--only TEXT]
// A page list is JSON: [{"path": "/reports", "name": "reports", "status": 200, "as": "teed", "host": "elva.localhost", "fill": {"login": "x"},
// "press": "main form [type=submit]", "wait": "…", "allow": ["rule-id"]}]. Paths are without the language; {names} are pages and `as` are people that
// the run makes first (support/prepare.mjs); `as` may also be an official's login or a resident's subject (EE…). `press` fills, presses, and looks at the
// page that answers. For every page × language: the right answer, valid HTML, a silent console, nothing stopped by the content security policy; laid out
// at each width nothing is wider than the window; axe finds nothing (each time at another width, support/page_check.mjs).
// Tab reaches everything that can be used and shows where it is (support/by_keys.mjs); without scripts nothing is dead. --keys: these two alone.
// With RAEKODA_SERVER_LOG, the log of `raekoda serve --verbose`: every GET route of the program is looked at, or not_pages.json says why it is no page.
// Prints "N passed, N failed"; ends with 1 when anything failed.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { axe_faults, axe_width, html_faults, languages as all_languages, listen, settled, width_faults, widths as all_widths } from "./support/page_check.mjs";
import { keys_faults, plain_faults } from "./support/by_keys.mjs";
import { prepare } from "./support/prepare.mjs";
import { unvisited_routes } from "./support/routes.mjs";
import { launch, official, person, resident } from "./support/site.mjs";

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
const keys_alone = flag("--keys");
const only = option("--only");
const [given, ...lists] = arguments_;
if (!given) {
  console.error("give the address of a running site: node run.mjs http://localhost:8080 [pages.json …]");
  process.exit(2);
}
const base = given.replace(/\/$/, "");
const pages = (lists.length ? lists : [new URL("pages.json", import.meta.url)]).flatMap((list) => JSON.parse(readFileSync(list, "utf8")))
  .filter((page) => !only || `${page.name ?? ""} ${page.path}`.includes(only));
const languages = quick ? ["et"] : all_languages;
const widths = quick ? [390] : all_widths;
const at_once = 3;

let passed = 0;
const failures = [];
const check = (where, faults) => {
  if (faults.length) failures.push(...new Set(faults.map((fault) => `${where}: ${fault}`)));
  else passed++;
};

if (shots) mkdirSync(shots, { recursive: true });
const browser = await launch();
const sessions = new Map(); // `as` → cookies
const visited = new Set();  // paths of pages that were looked at
let names = {};

async function go_to(tab, page, language, path) {
  let answer = await tab.goto(`/${language}${path}`, { waitUntil: "load" });
  if (page.press) {
    for (const [name, value] of Object.entries(page.fill ?? {})) await tab.fill(`[name="${name}"]`, value);
    [answer] = await Promise.all([tab.waitForNavigation({ waitUntil: "load" }), tab.click(page.press)]);
  }
  return answer;
}

const without_scripts = new Map(); // `as` and origin → a browser's context, made once
async function look_without_scripts(page, label, language, path, origin) {
  const key = `${page.as} ${origin}`;
  if (!without_scripts.has(key)) without_scripts.set(key, person(browser, origin, { storageState: sessions.get(page.as), javaScriptEnabled: false }));
  const tab = await (await without_scripts.get(key)).newPage();
  try {
    await go_to(tab, page, language, path);
    check(`${label} without scripts`, await plain_faults(tab));
  } finally {
    await tab.close();
  }
}

async function look(page, number, language) {
  const path = page.path.replace(/\{(\w+)\}/g, (whole, name) => names[name] ?? whole);
  const site = new URL(base);
  if (page.host) site.hostname = page.host;
  const label = `${language} ${page.name ?? page.path}`;
  const status = page.status ?? 200;
  const context = await person(browser, site.origin, { storageState: sessions.get(page.as) });
  try {
    const tab = await context.newPage();
    const said = await listen(tab, (words) => status >= 400 && /status of \d+|does not conform/.test(words));
    await tab.setViewportSize({ width: widths[0], height: 900 });
    const answer = await go_to(tab, page, language, path);
    check(`${label} status`, answer.status() === status ? [] : [`${answer.status()} instead of ${status} at ${tab.url()}`]);
    visited.add(decodeURI(new URL(tab.url()).pathname));
    check(`${label} settles`, await settled(tab));
    if (page.wait) await tab.waitForSelector(page.wait);
    check(`${label} keys`, await keys_faults(tab));
    await look_without_scripts(page, label, language, path, site.origin);
    if (keys_alone) return;
    if (quick || language === languages[number % languages.length]) check(`${label} html`, await html_faults(await answer.text())); // one page in three languages has one markup
    for (const width of widths) {
      check(`${label} at ${width} width`, await width_faults(tab, width));
      if (quick || width === axe_width(number, language)) {
        await tab.evaluate(() => document.querySelectorAll("main details:not(.ds-menu)").forEach((one) => (one.open = true))); // what lies behind is looked at as well
        check(`${label} at ${width}, opened, width`, await width_faults(tab, width));
        check(`${label} at ${width} axe`, await axe_faults(tab, page.allow));
      }
      if (shots && language === (process.env.SHOT_LANGUAGE ?? "et")) await tab.screenshot({ path: `${shots}/${(page.name ?? page.path).replace(/\W+/g, "-")}-${width}.png`, fullPage: true });
    }
    check(`${label} console`, await said());
  } catch (problem) {
    check(label, [String(problem.message).split("\n")[0]]);
  } finally {
    await context.close();
  }
}

try {
  const prepared = await prepare(browser, base);
  names = prepared.names;
  for (const [as, state] of Object.entries(prepared.sessions)) sessions.set(as, state);
  for (const as of new Set(pages.map((page) => page.as).filter((one) => one && !sessions.has(one)))) {
    const { context } = await (as.startsWith("EE") ? resident(browser, base, as) : official(browser, base, as));
    sessions.set(as, await context.storageState());
    await context.close();
  }
  const tasks = pages.filter((page) => {
    const unmade = [...page.path.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).filter((name) => !(name in names));
    check(`${page.name ?? page.path} can be looked at`, unmade.map((name) => `nothing made {${name}}`));
    return unmade.length === 0;
  }).flatMap((page, number) => languages.map((language) => [page, number, language]));
  let next = 0;
  await Promise.all(Array.from({ length: at_once }, async () => {
    while (next < tasks.length) {
      await look(...tasks[next++]);
      if (process.stderr.isTTY) process.stderr.write(`\r${next}/${tasks.length} pages `);
    }
  }));
  const log = process.env.RAEKODA_SERVER_LOG;
  if (!only && !lists.length && log && existsSync(log)) check("every route is looked at", await unvisited_routes(base, readFileSync(log, "utf8"), visited));
} catch (problem) {
  failures.push(`pages could not be made: ${problem.message}`);
} finally {
  await browser.close();
}
if (process.stderr.isTTY) process.stderr.write("\n");
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length ? 1 : 0;
