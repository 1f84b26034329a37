// The main ways through the site as somebody hears them: the accessibility tree of each page (names, roles, states, order of headings, live regions,
// languages of words), in three languages. No screen reader speaks here; this is what it would be given.
//   node spoken.mjs BASE_URL
import { readFileSync } from "node:fs";
import { plan_of, walk_form } from "./support/form_walk.mjs";
import { settled } from "./support/page_check.mjs";
import { Count, address_given, has_provider, launch, person, resident, write_report } from "./support/site.mjs";
import { heard, tree_faults, tree_of, unmarked_languages } from "./support/spoken.mjs";

const base = address_given();
const count = new Count();
const browser = await launch();

async function listen_to(page, check, name) {
  const tree = await tree_of(page);
  check(`${name}: everything has its name and place`, tree_faults(tree).length === 0, tree_faults(tree).join(" | "));
  const foreign = await unmarked_languages(page);
  check(`${name}: words of another language say which`, foreign.length === 0, foreign.slice(0, 5).join(" | "));
  check(`${name}: the page has a title of its own`, (await page.title()).length > 8, await page.title());
  return tree;
}
const in_main = (one) => one.role === "main";
const onward = (page, form) => Promise.all([page.waitForNavigation(), page.click(`#${form} .button-row:last-of-type button[type=submit]:not([name])`)]);

for (const language of ["et", "en", "ru"]) {
  await count.story(`${language} a report`, async (check) => {
    const context = await person(browser, base), page = await context.newPage();
    for (const path of ["/", "/services", "/services/funeral-grant", "/life-events/losing-someone", "/reports", "/decisions"]) {
      await page.goto(`/${language}${path}`);
      await settled(page);
      await listen_to(page, check, path);
    }
    await page.goto(`/${language}/report`);
    await listen_to(page, check, "words");
    await onward(page, "report-words");
    const wrong = await listen_to(page, check, "words missing");
    const box = wrong.find((one) => one.role === "textbox" && one.around.some(in_main));
    check("the empty field is called invalid and says why", box?.invalid === "true" && box.description.length > 5, JSON.stringify({ invalid: box?.invalid, description: box?.description }));
    const focus = await page.evaluate(() => document.activeElement.closest(".error-summary")?.getAttribute("role") ?? document.activeElement.tagName);
    check("the list of problems is heard first", focus === "alert" || focus === "group" || focus === null, focus);
    await write_report(page, { words: "Auk kõnniteel.", kind: "pothole", language, until: "check" });
    const seen = await listen_to(page, check, "check");
    check("the sending is a button with words", heard(seen, in_main).some((line) => line.startsWith("button")));
    for (const step of ["words", "place", "kind", "details"]) {
      await page.goto(page.url().replace(/[^/]+$/, step));
      await settled(page);
      await listen_to(page, check, step);
      if (step === "kind") check("the kinds are one question", (await tree_of(page)).filter((one) => one.role === "radio" && one.around.some((each) => ["radiogroup", "group"].includes(each.role) && each.name)).length >= 2);
    }
    await page.goto(`/${language}/report`);
    await write_report(page, { words: "Teine auk kõnniteel.", kind: "pothole", language });
    await listen_to(page, check, "done");
    await context.close();
  });
}

if (await has_provider(base)) {
  const line = JSON.parse(readFileSync(new URL("forms.json", import.meta.url), "utf8")).find((one) => one.service === "home-help");
  for (const language of ["et", "en", "ru"]) {
    await count.story(`${language} a form`, async (check) => {
      const { context, page } = await resident(browser, base, line.subject);
      await walk_form(page, plan_of(line), {
        language, keys: true, mistakes: true, check,
        on_page: async (name) => {
          const tree = await listen_to(page, check, name);
          if (name.endsWith("unanswered")) {
            const wrong = tree.filter((one) => one.invalid === "true");
            check(`${name}: what is wrong says so and why`, wrong.length > 0 && wrong.every((one) => [one, ...one.around].some((each) => each.description.length > 5)), JSON.stringify(wrong.map((one) => [one.role, one.name, one.description])));
          } else if (!["start", "check", "receipt"].includes(name)) {
            check(`${name}: a place where changes are said`, tree.some((one) => one.live === "polite") || (await page.locator('.form-fields > [role="status"]').count()) === 1);
            const unknown = tree.filter((one) => one.role === "button" && one.around.some(in_main)).map((one) => one.name);
            check(`${name}: no two buttons with one name`, new Set(unknown).size === unknown.length, unknown.join(" | "));
          }
        },
      });
      await context.close();
    });
  }
  await count.story("what is asked is heard as it is seen", async (check) => {
    const { context, page } = await resident(browser, base, "EE46308259793");
    await page.goto("/et/apply/dog-registration");
    await Promise.all([page.waitForNavigation(), page.click("main form[method=post] button[data-variant=primary]")]);
    await page.goto(page.url().replace(/[^/]+$/, "dog"));
    const before = heard(await tree_of(page), (one) => one.role === "main");
    const form = before.filter((one) => /^(radio|textbox|checkbox|combobox)/.test(one));
    check("the questions in their order, what is obligatory says so", form.length === 6 && form[0].startsWith("radio") && form.every((one) => !one.startsWith("textbox") || one.includes(", required")) && !form.some((one) => one.includes(", invalid")), form.join(" | "));
    const status = page.locator('.form-fields > [role="status"]');
    check("nothing is said before anything has changed", (await status.innerText()) === "");
    await page.locator('[name="action"][value="new"]').press("Space");
    await page.waitForFunction(() => document.querySelector('.form-fields > [role="status"]').textContent.length > 0);
    const after = heard(await tree_of(page), (one) => one.role === "main").filter((one) => /^(radio|textbox|checkbox|combobox)/.test(one));
    check("new questions come and it is said", after.length > form.length, after.join(" | "));
    check("what is obligatory of them says so", after.some((one) => /^textbox Koera nimi, required/.test(one)), after.join(" | "));
    check("the answer is heard as chosen", after.filter((one) => one.includes(", checked")).length === 1, after.join(" | "));
    await context.close();
  });
}
await browser.close();
count.end();
