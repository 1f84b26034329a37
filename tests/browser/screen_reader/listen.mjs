// What Orca says while somebody reports and applies by keys alone; run.sh starts it beside a screen reader.
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { Count, address_given, has_provider, keep_inside, log_in } from "../support/site.mjs";

const base = address_given();
const count = new Count();
const words_of = (file, key) => JSON.parse(readFileSync(new URL(`../../../locale/et/${file}.json`, import.meta.url), "utf8"))[key];
const transcript = [];

// What was said since it was asked last. Said things come after what they are about: one listens until it has been quiet for a while.
let read = 0;
const speech = () => {
  const text = readFileSync(process.env.RAEKODA_SPEECH, "utf8"), fresh = text.slice(read);
  read = text.length;
  return [...fresh.matchAll(/SPEECH OUTPUT: '([^']*)'/g)].map((one) => one[1].trim()).filter(Boolean);
};
async function said(page, what, quiet = 3000) {
  const lines = [];
  for (let waited = 0, silence = 0; waited < 40_000 && (silence < quiet || !lines.length); waited += 500) {
    await page.waitForTimeout(500);
    const more = speech();
    silence = more.length ? 0 : silence + 500;
    lines.push(...more);
    if (!lines.length && waited > 12_000) break;
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

await count.story("a report", async (check) => {
  await page.goto("/et/report");
  let heard = await said(page, "the page of words");
  check("the heading and what to do are read", heard.includes(await page.innerText("h1")), heard.slice(0, 400));
  await tab_to("#report-words .button-row:last-of-type button:not([name])");
  await go(() => page.keyboard.press("Enter"));
  heard = await said(page, "sent without words");
  check("that something is wrong is said", /parandamist/.test(heard), heard.slice(0, 600));
  await tab_to("#report-words textarea");
  heard = await said(page, "the field without an answer");
  check("the field says its name and that it is wrong", heard.includes(await page.innerText('#report-words label')) && /invalid|required/.test(heard), heard);
});

if (await has_provider(base)) await count.story("a form", async (check) => {
  await log_in(page, "EE46308259793");
  await page.goto("/et/apply/dog-registration");
  await go(() => page.locator("main form[method=post] button[data-variant=primary]").press("Enter"));
  let heard = await said(page, "what is known");
  check("what is known is read with its source", heard.includes("Ülle") && heard.includes("rahvastikuregister"), heard.slice(0, 600));
  await page.goto(page.url().replace(/[^/]+$/, "dog"));
  await said(page, "the page about the dog");
  await tab_to('[name="action"]');
  heard = await said(page, "the first question");
  check("the question is read with its first answer", /radio button/.test(heard), heard);
  await page.keyboard.press("Space");
  heard = await said(page, "an answer that reveals questions");
  check("that the page has changed is said", heard.includes(words_of("form_fields", "changed")), heard);
});

await browser.close();
writeFileSync(process.env.RAEKODA_SPOKEN, `${transcript.join("\n")}\n`);
count.end();
