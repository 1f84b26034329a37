// Every page in a real browser: node run.mjs BASE_URL [pages.json …] [--shots DIR] [--quick]
// A page list is JSON: [{"path": "/reports", "name": "reports", "cookie": "name=value", "status": 200, "allow": ["rule-id"]}].
// Paths are without the language. For every page × language × width: axe without violations, nothing wider than the window, no messages in the
// console, nothing stopped by the content security policy; the HTML as served is valid. Prints "N passed, N failed"; ends with 1 when anything failed.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
const { HtmlValidate } = createRequire(import.meta.url)("html-validate");

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
const [base, ...lists] = arguments_;
if (!base) {
  console.error("give the address of a running site: node run.mjs http://localhost:8080 [pages.json …]");
  process.exit(2);
}
const pages = (lists.length ? lists : [new URL("pages.json", import.meta.url)]).flatMap((list) => JSON.parse(readFileSync(list, "utf8")));
const languages = quick ? ["et"] : ["et", "en", "ru"];
const widths = quick ? [390] : [1280, 390, 320];
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
  if (faults.length) failures.push(...faults.map((fault) => `${where}: ${fault}`));
  else passed++;
};

if (shots) mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  let done = 0;
  for (const page of pages) {
    for (const language of languages) {
      const url = new URL(`/${language}${page.path}`, base).href;
      const headers = page.cookie ? { cookie: page.cookie } : {};
      const answer = await fetch(url, { headers, redirect: "manual" });
      const html = await answer.text();
      const status = page.status ?? 200;
      check(`${language}${page.path} status`, answer.status === status ? [] : [`status ${answer.status} instead of ${status}`]);
      const report = await markup.validateString(html);
      check(`${language}${page.path} html`, report.results.flatMap((result) => result.messages.map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`)));

      for (const width of widths) {
        const where = `${language}${page.path} at ${width}`;
        const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, reducedMotion: "reduce", serviceWorkers: "block", extraHTTPHeaders: headers });
        try {
          const tab = await context.newPage();
          const said = [];
          tab.on("console", (message) => {
            if (/Service Worker registration blocked/.test(message.text())) return; // by this very test
            if (["error", "warning"].includes(message.type()) && !(status !== 200 && /status of \d+/.test(message.text()))) said.push(`console: ${message.text()}`);
          });
          tab.on("pageerror", (problem) => said.push(`script: ${problem.message}`));
          await tab.addInitScript(() => {
            window.stopped_by_policy = [];
            document.addEventListener("securitypolicyviolation", (event) => window.stopped_by_policy.push(`${event.violatedDirective} ${event.blockedURI}`));
          });
          await tab.goto(url, { waitUntil: "networkidle" });
          if (page.wait) await tab.waitForSelector(page.wait);
          said.push(...(await tab.evaluate(() => window.stopped_by_policy)).map((text) => `policy: ${text}`));
          check(`${where} console`, said);
          const wide = await tab.evaluate(() => {
            const window_width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= window_width) return [];
            return [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > window_width + 1).slice(0, 4)
              .map((element) => `wider than the window: ${element.tagName.toLowerCase()}.${element.className}`).concat("scrolls sideways");
          });
          check(`${where} width`, wide);
          const found = await new AxeBuilder({ page: tab }).withTags(tags).analyze();
          const allowed = new Set(page.allow ?? []);
          check(`${where} axe`, found.violations.filter((violation) => !allowed.has(violation.id))
            .flatMap((violation) => violation.nodes.slice(0, 5).map((node) => `${violation.id} (${violation.impact}): ${node.target.join(" ")} — ${node.failureSummary?.split("\n")[1]?.trim() ?? violation.help}`)));
          if (shots && language === (process.env.SHOT_LANGUAGE ?? "et")) await tab.screenshot({ path: `${shots}/${(page.name ?? page.path).replace(/\W+/g, "-")}-${width}.png`, fullPage: true });
        } catch (problem) {
          check(where, [String(problem.message).split("\n")[0]]);
        } finally {
          await context.close();
        }
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${++done}/${pages.length * languages.length} pages `);
    }
  }
} finally {
  await browser.close();
}
if (process.stderr.isTTY) process.stderr.write("\n");
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length ? 1 : 0;
