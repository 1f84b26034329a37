// Every form of the catalogue is walked to its receipt in each of three languages, both by keys alone with scripts and by pointing without scripts; on the first way
// each of its pages is looked at (axe, markup, widths, console), pages with problems in one of the languages.
//   node forms.mjs BASE_URL [--only SERVICE] [--quick] [--shots DIR]     --quick: one language
import { mkdirSync, readFileSync } from "node:fs";
import { Count, address_given, has_provider, launch, person, log_in } from "./support/site.mjs";
import { plan_of, services_with_forms, walk_form } from "./support/form_walk.mjs";
import { axe_width, check_page, languages, listen } from "./support/page_check.mjs";

const base = address_given();
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const only = option("--only"), shots = option("--shots"), quick = process.argv.includes("--quick");
if (shots) mkdirSync(shots, { recursive: true });
const count = new Count();
if (!(await has_provider(base))) {
  console.log("forms: skipped, the site has no provider (script/neighbours -- … starts one)");
  process.exit(0);
}
const lines = JSON.parse(readFileSync(new URL("forms.json", import.meta.url), "utf8"));
for (const service of services_with_forms()) count.check(`the form of ${service} is walked (forms.json)`, lines.some((line) => line.service === service));

const browser = await launch();
const sessions = new Map();
for (const subject of new Set(lines.map((line) => line.subject))) {
  const context = await person(browser, base), page = await context.newPage();
  await log_in(page, subject);
  sessions.set(subject, await context.storageState());
  await context.close();
}

async function walk(plan, position, language, keys, look_at_mistakes) {
  const way = `${language} ${plan.service} ${keys ? "by keys" : "without scripts"}`;
  await count.story(way, async (check) => {
    const context = await person(browser, base, { storageState: sessions.get(plan.subject) });
    try {
      const page = await context.newPage();
      const said = await listen(page, (words) => /status of 400|does not conform/.test(words));
      // What looks at a page needs scripts; it comes after the page was made without them.
      const devtools = await context.newCDPSession(page);
      const scripts = (on) => devtools.send("Emulation.setScriptExecutionDisabled", { value: !on });
      await scripts(keys);
      let number = position;
      let html = "";
      page.on("response", (answer) => {
        if (answer.request().isNavigationRequest() && (answer.status() < 300 || answer.status() >= 400)) html = answer.text().catch(() => "");
      });
      await walk_form(page, plan, {
        language, keys, mistakes: keys || look_at_mistakes, check,
        on_page: async (name) => {
          if (name.endsWith("unanswered") && !look_at_mistakes) return;
          check(`${name}: the page's language`, (await page.getAttribute("html", "lang")) === language);
          await scripts(true);
          const faults = (where, found) => check(`${where}`, found.length === 0, found.join(" | "));
          if (keys) await check_page(page, faults, { label: name, html: quick || (position + languages.indexOf(language)) % languages.length === 1 ? await html : undefined, axe_at: axe_width(number++, language) });
          if (shots) for (const width of [1280, 390]) {
            await page.setViewportSize({ width, height: 844 });
            await page.screenshot({ path: `${shots}/${plan.service}-${name.replace(/\W+/g, "-")}-${language}-${width}.png`, fullPage: true });
          }
          await page.setViewportSize({ width: 1280, height: 900 });
          faults(`${name}: console`, await said());
          await scripts(keys);
        },
      });
    } finally {
      await context.close();
    }
  });
}

const tasks = lines.filter((line) => !only || line.service === only).map(plan_of).flatMap((plan, position) => (quick ? ["et"] : languages).flatMap((language, turn) =>
  [true, false].map((keys) => [plan, position, language, keys, quick || (position + turn) % languages.length === 0])));
let next = 0;
await Promise.all(Array.from({ length: 3 }, async () => {
  while (next < tasks.length) await walk(...tasks[next++]);
}));
await browser.close();
count.end();
