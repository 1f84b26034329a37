// A service from nothing to an applicant, in a real browser: an official begins it and writes its questions without scripts, tries the form in three
// languages, a second official publishes it, somebody applies. Then the pages of it with axe and at three widths.
//   node service_editor.mjs BASE_URL [--shots DIR]
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { Count, address_given, launch, official, person } from "./support/site.mjs";

const axe_source = createRequire(import.meta.url)("axe-core").source;
const base = address_given();
const shots = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : undefined;
if (shots) mkdirSync(shots, { recursive: true });
const count = new Count();
const browser = await launch();
const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);
const id = `beehive-${Date.now() % 1000000}`;
const service = `/et/desk/services/${id}`;
const languages = ["et", "en", "ru"];
const text = (page) => page.innerText("main");

const fill_three = async (page, place, words) => {
  for (const [i, language] of languages.entries()) await page.locator(`[name="${language}:${place}"]`).fill(words[i]);
};
const save = (page) => go(page, () => page.click("#question-form .button-row [type=submit]"));
const add = async (page, type) => {
  await page.goto(service + "/questions");
  await page.selectOption('[name="type"]', type);
  await go(page, () => page.click("#add-question [type=submit]"));
};
const problems = (page) => page.locator("#question-form .field__problem, main .ds-alert[data-color=warning] li").allInnerTexts();

try {
  const editor = await official(browser, base, "toimetaja", { javaScriptEnabled: false });
  const other = await official(browser, base, "haldur", { javaScriptEnabled: false });
  const { page } = editor;

  await count.story("a service is begun", async (check) => {
    await page.goto("/et/desk/services");
    await go(page, () => page.click('main a[href$="/desk/services/new"]'));
    await page.fill('[name="id"]', "Mesi Taru");
    await go(page, () => page.click("#begin-form .button-row [type=submit]"));
    check("what is missing is told", (await page.locator(".error-summary li").count()) >= 3);
    await page.fill('[name="id"]', "dog-registration");
    await fill_three(page, "/name", ["Mesitaru luba", "Beehive permit", "Разрешение на улей"]);
    await fill_three(page, "/summary", ["Luba pidada linnas mesitaru.", "A permit to keep a beehive in town.", "Разрешение держать улей в городе."]);
    await page.locator('[name="themes"]').first().check();
    await page.locator('[name="target_groups"]').first().check();
    await go(page, () => page.click("#begin-form .button-row [type=submit]"));
    check("a short name that is taken is refused, nothing typed is lost", (await page.locator("#f-id[aria-invalid=true]").count()) === 1 && (await page.locator('[name="ru:/name"]').inputValue()) === "Разрешение на улей");
    await page.fill('[name="id"]', id);
    await go(page, () => page.click("#begin-form .button-row [type=submit]"));
    check("the draft is there", page.url().endsWith(`${id}?done=begun`), page.url());
    check("residents see nothing of it", (await fetch(`${base}/et/services/${id}`)).status === 404);
    await page.goto("/et/desk/services");
    check("it stands among those begun", (await text(page)).includes("Mesitaru luba"));
  });

  await count.story("its texts are written", async (check) => {
    await page.goto(service + "/texts");
    for (const field of await page.locator('main form [name^="et:"], main form [name^="en:"], main form [name^="ru:"]').all())
      if (!(await field.inputValue()).trim()) await field.fill({ et: "Sõnad", en: "Words", ru: "Слова" }[(await field.getAttribute("name")).slice(0, 2)]);
    await go(page, () => page.locator("main form .button-row [type=submit]").first().click());
    check("the draft is saved", /done=saved/.test(page.url()), page.url());
  });

  await count.story("three questions of different kinds, one with a condition", async (check) => {
    await add(page, "radio");
    check("a new question says what is missing", (await problems(page)).length > 0);
    await page.fill('[name="p:key"]', "kind");
    await fill_three(page, "label", ["Mida soovid?", "What do you want?", "Что вы хотите?"]);
    for (const [i, words] of [["uus", "Uus taru", "A new hive", "Новый улей"], ["lisa", "Lisataru", "One more hive", "Ещё один улей"]].entries()) {
      await page.fill(`[name="value:${i}"]`, words[0]);
      for (const [j, language] of languages.entries()) await page.fill(`[name="${language}:choice:${i}"]`, words[j + 1]);
    }
    await page.selectOption('[name="p:validate.required"]', "true");
    await save(page);
    check("nothing is missing then", (await problems(page)).length === 0, (await problems(page)).join(" | "));

    await add(page, "number");
    await page.fill('[name="p:key"]', "hives");
    await fill_three(page, "label", ["Mitu taru on juba?", "How many hives are there already?", "Сколько ульев уже есть?"]);
    await page.fill('[name="p:validate.min"]', "1");
    await page.selectOption('[name="p:validate.required"]', "true");
    await page.selectOption('[name="p:conditional.hide"]', "only");
    await page.fill('[name="feel:conditional.hide"]', 'kind = = "lisa"');
    await save(page);
    check("a condition that is no FEEL is told at its field, with its place", (await page.locator("#question-form .field__problem").allInnerTexts()).some((words) => /FEEL 1:\d+/.test(words)), (await problems(page)).join(" | "));
    await page.fill('[name="feel:conditional.hide"]', 'kind = "lisa"');
    await save(page);
    check("the condition stands as it was typed", (await page.locator('[name="feel:conditional.hide"]').inputValue()) === 'kind = "lisa"' && (await page.locator('[name="p:conditional.hide"]').inputValue()) === "only");
    check("and is right", (await problems(page)).length === 0, (await problems(page)).join(" | "));

    await add(page, "textarea");
    await page.fill('[name="p:key"]', "why");
    await fill_three(page, "label", ["Kus taru asub?", "Where does the hive stand?", ""]);
    await save(page);
    check("a text that is missing in Russian is told at its field", (await page.locator('[name="ru:label"][aria-invalid=true]').count()) === 1 && (await problems(page)).length === 1, (await problems(page)).join(" | "));
    await page.goto(service + "/questions");
    check("also in the list, at its question, with the language", (await page.locator(".questions__one .field__problem").allInnerTexts()).join("|").includes("Русский"), (await page.locator(".questions__one .field__problem").allInnerTexts()).join("|"));
    await page.locator(".questions__one", { hasText: "Kus taru asub" }).locator("a").click();
    await page.locator('[name="ru:label"]').fill("Где стоит улей?");
    await save(page);
    await page.goto(service + "/questions");
    await go(page, () => page.locator(".questions__one", { hasText: "Kus taru asub" }).locator('[name="up"]').click());
    check("it is moved up", (await page.locator(".questions__one a").allInnerTexts()).join("|") === "Mida soovid?|Kus taru asub?|Mitu taru on juba?", (await page.locator(".questions__one a").allInnerTexts()).join("|"));
    await page.locator(".questions__one", { hasText: "Mida soovid" }).locator("a").click();
    await go(page, () => page.click('[name="act"][value="remove"]'));
    check("a question that a condition needs does not go unasked", (await page.locator('[name="sure"]').count()) === 1 && (await text(page)).includes("Mitu taru on juba?"));
    await go(page, () => page.click('[name="act"][value="copy"]'));
    check("a copy is made", /done=copied/.test(page.url()), page.url());
    await go(page, () => page.click('[name="act"][value="remove"]'));
    check("and goes, nobody needs it", page.url().includes("done=removed"), page.url());
  });

  await count.story("the form is tried in three languages, nothing is kept", async (check) => {
    await page.goto(service + "/try");
    check("it says that it is a preview", (await page.locator("main .ds-alert").first().innerText()).includes("eelvaade"), await page.locator("main .ds-alert").first().innerText());
    check("the conditional question is hidden", (await page.locator('[name="hives"]').count()) === 0);
    await go(page, () => page.click("#apply-form .button-row button[type=submit]:not([name])"));
    check("what is required is told as to a resident", (await page.locator(".error-summary").count()) === 1);
    await page.check('[name="kind"][value="lisa"]');
    await go(page, () => page.click("#apply-form .button-row button[type=submit]:not([name])"));
    check("a new question appears with the answer", (await page.locator('[name="hives"]').count()) === 1);
    await page.fill('[name="hives"]', "2");
    for (const language of ["en", "ru"]) {
      await go(page, () => page.click(`[formaction^="/${language}/"]`));
      const words = { en: "How many hives are there already?", ru: "Сколько ульев уже есть?" }[language];
      check(`in ${language} with the answers so far`, (await text(page)).includes(words) && (await page.locator('[name="hives"]').inputValue()) === "2", page.url());
    }
    await go(page, () => page.click("#apply-form .button-row button[type=submit]:not([name])"));
    check("the answers are shown at the end", (await text(page)).includes("Ещё один улей"), (await text(page)).slice(0, 300));
    await page.goto(service + "/try");
    check("nothing of it is kept", (await page.locator('[name="kind"]:checked').count()) === 0);
  });

  await count.story("a second person publishes", async (check) => {
    await page.goto(service);
    check("nothing is missing", (await page.locator('[name="act"][value="submit"]').count()) === 1, (await page.locator("section[aria-labelledby=missing]").innerText().catch(() => "")));
    await page.fill('[name="note"]', "Uus teenus");
    await go(page, () => page.click('[name="act"][value="submit"]'));
    check("nobody approves their own service", (await page.locator('[value="approve"]').count()) === 0);
    await other.page.goto(service);
    await go(other.page, () => other.page.click('[value="approve"]'));
    check("it is published", /done=approve/.test(other.page.url()), other.page.url());
    const public_page = await (await fetch(`${base}/en/services/${id}`)).text();
    check("residents find it", public_page.includes("Beehive permit"));
  });

  await count.story("a resident applies by it", async (check) => {
    const own = await person(browser, base, { javaScriptEnabled: false });
    const tab = await own.newPage();
    await tab.goto(`/et/apply/${id}`);
    await go(tab, () => tab.locator("main form[method=post] button").last().click());
    check("the form begins", /\/apply\//.test(tab.url()), tab.url());
    await tab.check('[name="kind"][value="lisa"]');
    const onward = () => go(tab, () => tab.click("#apply-form .button-row button[type=submit]:not([name])"));
    await onward();
    await tab.fill('[name="hives"]', "2");
    await tab.fill('[name="why"]', "Aias");
    await onward();
    check("to the page of all answers", tab.url().includes("/check"), `${tab.url()} ${await tab.locator(".error-summary").innerText().catch(() => "")}`);
    await go(tab, () => tab.click("#apply-send button"));
    check("it is sent and has a number", /T-\d{4}-\d{6}/.test(await text(tab)), tab.url());
    await own.close();
  });

  await count.story("with scripts the preview answers while people choose", async (check) => {
    const context = await official(browser, base, "toimetaja");
    const { page: tab } = context;
    await tab.goto("/et/desk/services/dog-registration/try");
    await go(tab, () => tab.click('[name="go"][value="skip"]'));
    check("what depends on the answer is hidden", !(await tab.locator('[name="dog.name"]').isVisible().catch(() => false)));
    await tab.check('[name="action"][value="new"]'); // a question named like a property of forms
    await tab.locator('[name="dog.name"]').waitFor({ state: "visible" });
    check("and comes with it", true);
    await context.context.close();
  });

  await count.story("every page of it, at three widths", async (check) => {
    const context = await official(browser, base, "toimetaja");
    for (const language of languages)
      for (const path of ["/desk/services/new", `/desk/services/${id}`, `/desk/services/${id}/questions`, "/desk/services/dog-registration/questions", "/desk/services/dog-registration/question/dog_vaccinated", "/desk/services/dog-registration/question/action",
        "/desk/services/dog-registration/questions/texts", "/desk/services/birth-grant/try", "/desk/services/dog-registration/preview"]) {
        const { page: tab } = context;
        const said = [];
        const listen = (message) => message.type() === "error" && said.push(message.text());
        tab.on("console", listen);
        const answer = await tab.goto(`/${language}${path}`, { waitUntil: "load" });
        check(`${language} ${path} answers`, answer.status() === 200, answer.status());
        await tab.evaluate(axe_source);
        for (const width of [1280, 390, 320]) {
          await tab.setViewportSize({ width, height: 900 });
          const wide = await tab.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
          check(`${language} ${path} fits ${width}`, !wide);
          if (shots && width !== 320) await tab.screenshot({ path: `${shots}/${language}${path.replace(/\W+/g, "-")}-${width}.png`, fullPage: true });
        }
        const faults = await tab.evaluate(async () => (await window.axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }, resultTypes: ["violations"] })).violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0].target.join(" ")}`));
        check(`${language} ${path} axe`, faults.length === 0, faults.slice(0, 4).join(" | "));
        check(`${language} ${path} console`, said.length === 0, said.join(" | "));
        tab.off("console", listen);
      }
    await context.context.close();
  });
} finally {
  await browser.close();
}
count.end();
