// What Orca says while somebody reports and applies by keys alone; run.sh starts it beside a screen reader.
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { Count, address_given, has_provider, keep_inside, log_in } from "../support/site.mjs";

const base = address_given();
const count = new Count();
const words_of = (file, key) => JSON.parse(readFileSync(new URL(`../../../locale/et/${file}.json`, import.meta.url), "utf8"))[key];
const transcript = [];

let read = 0;
const speech = () => {
  const text = readFileSync(process.env.RAEKODA_SPEECH, "utf8"), fresh = text.slice(read);
  read = text.length;
  return [...fresh.matchAll(/SPEECH OUTPUT: '([^']*)'/g)].map((one) => one[1].trim()).filter(Boolean);
};
// What is said from now on, until what one waits for was heard. Said things come after what they are about, and a page is read for a while.
async function said(page, what, ...expected) {
  const lines = [];
  for (let waited = 0; waited < 45_000 && !expected.every((words) => lines.join(" ").includes(words)); waited += 500) {
    await page.waitForTimeout(500);
    lines.push(...speech());
  }
  transcript.push(`## ${what}`, ...lines, "");
  return lines.join(" ");
}

const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium", headless: false,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--force-renderer-accessibility", "--disable-features=Translate", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ baseURL: base, locale: "et-EE", serviceWorkers: "block", viewport: null });
context.setDefaultTimeout(15_000);
await keep_inside(context, base);
const page = await context.newPage();
const go = (act) => Promise.all([page.waitForNavigation(), act()]);
const tab_to = async (selector) => {
  for (let i = 0; i < 80; ++i) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  throw new Error(`the Tab key does not reach ${selector}`);
};

const hear = async (check, what, where, ...expected) => {
  const heard = await said(page, where, ...expected);
  check(what, expected.every((words) => heard.includes(words)), `${expected.join(" + ")} is not in: ${heard.slice(-600)}`);
};

await count.story("a report", async (check) => {
  await page.goto("/et/report");
  await hear(check, "the heading is read", "the page of words", await page.innerText("h1"), "heading level 1");
  await tab_to("#report-words .button-row:last-of-type button:not([name])");
  await go(() => page.keyboard.press("Enter"));
  await hear(check, "that something is wrong is said", "sent without words", await page.innerText(".error-summary h2"));
  await tab_to("#report-words textarea");
  await hear(check, "the field says its name and that it is wrong", "the field without an answer", await page.innerText("#report-words label"), "invalid");
});

if (await has_provider(base)) await count.story("a form", async (check) => {
  await log_in(page, "EE46308259793");
  await page.goto("/et/apply/dog-registration");
  await go(() => page.locator("main form[method=post] button[data-variant=primary]").press("Enter"));
  await hear(check, "what is known is read with its source", "what is known", "Ülle", "rahvastikuregister");
  await page.goto(page.url().replace(/[^/]+$/, "dog"));
  await hear(check, "the end of the page is reached", "the page about the dog", "leaving main content");
  await tab_to('[name="action"]');
  await hear(check, "the question is read with its first answer", "the first question", await page.innerText("#apply-form fieldset legend"), "radio button");
  await page.keyboard.press("Space");
  await page.waitForFunction((words) => document.querySelector('.form-fields > [role="status"]').textContent === words, words_of("form_fields", "changed"));
  await tab_to('[name="dog.name"]');
  await hear(check, "that the page has changed is said, and a question that the answer revealed is read", "an answer that reveals questions",
    words_of("form_fields", "changed"), await page.innerText('label[for="f-dog-name"]'), "required");
});

await browser.close();
writeFileSync(process.env.RAEKODA_SPOKEN, `${transcript.join("\n")}\n`);
count.end();
