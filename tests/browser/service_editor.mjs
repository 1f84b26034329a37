// A service from nothing to an applicant, in a real browser: an official begins it, writes its facts, questions and letters without scripts, tries the form in three
// languages, a second official publishes it, somebody applies. (How the pages look is pages.json's.)
//   node service_editor.mjs BASE_URL
import { Count, address_given, launch, official, person } from "./support/site.mjs";

const base = address_given();
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

  const save_facts = (tab = page) => go(tab, () => tab.click("#facts-form .button-row [type=submit]"));
  const add_entry = (list) => go(page, () => page.click(`[name="add"][value="${list}"]`));

  await count.story("channels, price, time limit and legal basis are written without JSON", async (check) => {
    await page.goto(service);
    await page.click('main a[href$="/facts/about"]');
    await page.click('.facts-parts a[href$="/facts/channels"]');
    await add_entry("channels");
    check("the page stays at the new entry", page.url().includes("#f-entry"), page.url());
    await page.selectOption('[name="/channels/1/type"]', "phone");
    await page.fill('[name="/contact/url"]', "linn.ee");
    await save_facts();
    check("what a channel needs is told at its field", (await page.locator('[name="/channels/1/phone"][aria-invalid=true]').count()) === 1, await text(page));
    check("what is no address is told in words and not lost", (await page.locator('[name="/contact/url"]').inputValue()) === "linn.ee" && (await text(page)).includes("https://"));
    await page.fill('[name="/channels/1/phone"]', "736 1000");
    await page.fill('[name="/contact/url"]', "");
    await fill_three(page, "/channels/1/hours", ["E–R 9–17", "Mon–Fri 9–17", "Пн–Пт 9–17"]);
    await save_facts();
    check("nothing is wrong then", (await page.locator("main .ds-alert[data-color=warning]").count()) === 0, await text(page));

    await page.click('.facts-parts a[href$="/facts/price"]');
    await page.selectOption('[name="/fee"]', "amount_cents");
    await page.fill('[name="/fee#value"]', "palju");
    await page.selectOption('[name="/time_limit"]', "working_days");
    await page.fill('[name="/time_limit#value"]', "10");
    await page.check('[name="/time_limit/waits_for_appointments"]');
    await save_facts();
    check("an amount that is none is told at its field", (await page.locator('[name="/fee"][aria-invalid=true]').count()) === 1);
    await page.fill('[name="/fee#value"]', "12,50");
    await save_facts();
    check("price and time limit are kept", (await page.locator('[name="/fee#value"]').inputValue()) === "12,50" && (await page.locator('[name="/time_limit/waits_for_appointments"]').isChecked()));

    await page.click('.facts-parts a[href$="/facts/grounds"]');
    await add_entry("legal_basis");
    await fill_three(page, "/legal_basis/0/title", ["Mesinduse kord § 1", "Rules of beekeeping § 1", "Правила пчеловодства § 1"]);
    await page.fill('[name="/legal_basis/0/valid_from"]', "1.1.2020");
    await page.fill('[name="/legal_basis/0/valid_to"]', "1.1.2019");
    await save_facts();
    check("an end before the beginning is told", (await page.locator('[name="/legal_basis/0/valid_to"][aria-invalid=true]').count()) === 1);
    await page.fill('[name="/legal_basis/0/valid_to"]', "");
    await save_facts();
    check("the day stands as people write it", (await page.locator('[name="/legal_basis/0/valid_from"]').inputValue()) === "1.1.2020");
    await add_entry("legal_basis");
    await go(page, () => page.click('[name="remove"][value="/legal_basis/1"]'));
    check("an entry goes again", (await page.locator('[name="/legal_basis/1/url"]').count()) === 0 && (await page.locator('[name="/legal_basis/0/url"]').count()) === 1);
  });

  // The same official in another tab, on a page that was opened before the first one was saved. (Who writes in a draft cannot approve it: the second person only looks.)
  const late = (await official(browser, base, "toimetaja", { javaScriptEnabled: false })).page;
  const noted = () => late.locator(".meanwhile");
  await count.story("two officials at once: the facts", async (check) => {
    await page.goto(service + "/facts/price");
    await late.goto(service + "/facts/price");
    await other.page.goto(service + "/facts/price");
    await page.fill('[name="/time_limit#value"]', "15");
    await fill_three(page, "/result", ["Luba paberil", "A permit on paper", "Разрешение на бумаге"]);
    await save_facts();
    await late.fill('[name="/time_limit#value"]', "20");
    await fill_three(late, "/fee/note", ["Kassas", "At the desk", "В кассе"]);
    await save_facts(late);
    check("the second is told who changed it and when", /Sina ise .*salvestas mustandi, \d+\.\d+\.\d{4}/.test(await noted().innerText()), await noted().innerText());
    await other.page.fill('[name="/time_limit#value"]', "30");
    await save_facts(other.page);
    const told = await other.page.locator(".meanwhile").innerText();
    check("another official by name", /salvestas mustandi/.test(told) && !told.includes("Sina ise"), told);
    check("and what the first one wrote in the same field", /15/.test(await late.locator('.facts-which:has([name="/time_limit"]) .field__problem').innerText()));
    check("what they typed is not lost", (await late.locator('[name="/time_limit#value"]').inputValue()) === "20" && (await late.locator('[name="ru:/fee/note"]').inputValue()) === "В кассе");
    check("what they left is as the first one saved it, and named", (await late.locator('[name="en:/result"]').inputValue()) === "A permit on paper" && (await noted().locator("ul").last().innerText()).includes("English"), await noted().innerText());
    await late.fill('[name="/time_limit#value"]', "15");
    await save_facts(late);
    check("saving again is enough", (await noted().count()) === 0 && (await late.locator('[name="en:/result"]').inputValue()) === "A permit on paper" && (await late.locator('[name="et:/fee/note"]').inputValue()) === "Kassas", late.url());
  });

  await count.story("two officials at once: the texts", async (check) => {
    await page.goto(service + "/texts");
    await late.goto(service + "/texts");
    await page.locator('[name="et:/name"]').fill("Mesitaru paigaldusluba");
    await page.locator('[name="en:/summary"]').fill("A permit for a hive.");
    await go(page, () => page.locator("main form .button-row [type=submit]").first().click());
    await late.locator('[name="et:/name"]').fill("Tarude luba");
    await late.locator('[name="ru:/summary"]').fill("Разрешение на ульи.");
    await go(late, () => late.locator("main form .button-row [type=submit]").first().click());
    check("the page says so first", (await noted().count()) === 1 && (await late.locator(".error-summary a").count()) === 1, await text(late));
    check("typed stays, theirs stands beside", (await late.locator('[name="et:/name"]').inputValue()) === "Tarude luba" && (await late.locator(".field__problem").first().innerText()).includes("Mesitaru paigaldusluba"));
    check("the other language is theirs, the third mine", (await late.locator('[name="en:/summary"]').inputValue()) === "A permit for a hive." && (await late.locator('[name="ru:/summary"]').inputValue()) === "Разрешение на ульи.");
    await fill_three(late, "/name", ["Mesitaru luba", "Beehive permit", "Разрешение на улей"]);
    await go(late, () => late.locator("main form .button-row [type=submit]").first().click());
    check("saved with both", /done=saved/.test(late.url()), late.url());
  });

  await count.story("a value with dates is added and used in a text", async (check) => {
    await page.goto(service + "/values");
    await page.fill("#new-value-form [name=name]", "tasu");
    await fill_three(page, "label", ["Tasu", "Fee", "Плата"]);
    await page.fill("#new-value-form [name=value]", "12,5");
    await page.fill("#new-value-form [name=first_day]", "eile");
    await page.fill("#new-value-form [name=first_source]", "Otsus 7");
    await go(page, () => page.click('#new-value-form [value="add"]'));
    check("a day that is none is told, nothing is lost", (await page.locator("[name=first_day][aria-invalid=true]").count()) === 1 && (await page.locator('[name="ru:label"]').inputValue()) === "Плата");
    await page.fill("#new-value-form [name=first_day]", "1.1.2026");
    await go(page, () => page.click('#new-value-form [value="add"]'));
    check("it stands with its day and source", (await text(page)).includes("12,5") && (await text(page)).includes("Otsus 7"));
    await page.goto(service + "/facts/price");
    await fill_three(page, "/fee/note", ["Sel aastal {tasu} eurot.", "This year {tasu} euros.", "В этом году {tasu} евро."]);
    await save_facts();
    check("a text may speak of it", (await page.locator("main .ds-alert[data-color=warning]").count()) === 0, await text(page));
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

  await count.story("two officials at once: a question, and values", async (check) => {
    await page.goto(service + "/questions");
    await page.locator(".questions__one", { hasText: "Kus taru asub" }).locator("a").click();
    await late.goto(page.url());
    await page.locator('[name="en:label"]').fill("Where is the hive?");
    await page.locator('[name="et:description"]').fill("Aadress");
    await save(page);
    await late.locator('[name="en:label"]').fill("Where will the hive be?");
    await late.locator('[name="p:validate.maxLength"]').fill("500");
    await save(late);
    check("typed stays, theirs stands beside", (await late.locator('[name="en:label"]').inputValue()) === "Where will the hive be?" && (await late.locator("#question-form .field__problem").allInnerTexts()).join("|").includes("Where is the hive?"), (await late.locator("#question-form .field__problem").allInnerTexts()).join(" | "));
    check("the rest is put together", (await late.locator('[name="p:validate.maxLength"]').inputValue()) === "500" && (await late.locator('[name="et:description"]').inputValue()) === "Aadress" && (await noted().count()) === 1);
    await fill_three(late, "label", ["Kus taru asub?", "Where does the hive stand?", "Где стоит улей?"]);
    await fill_three(late, "description", ["", "", ""]);
    await save(late);
    check("saved again", (await problems(late)).length === 0 && (await noted().count()) === 0, (await problems(late)).join(" | "));

    await page.goto(service + "/values");
    await late.goto(service + "/values");
    const write = async (tab, value, day, source) => {
      await tab.fill('[name="value[tasu]"]', value);
      await tab.fill("[name=valid_from]", day);
      await tab.fill("[name=source]", source);
      await go(tab, () => tab.locator("main form:has([name=valid_from]) .button-row [type=submit]").first().click());
    };
    await write(page, "13", "1.1.2031", "Otsus 8");
    await write(late, "14", "1.1.2032", "Otsus 9");
    check("values: what was typed stays, theirs stands beside", (await late.inputValue('[name="value[tasu]"]')) === "14" && (await late.inputValue("[name=source]")) === "Otsus 9" && (await late.locator(".field__problem").first().innerText()).includes("13") && (await text(late)).includes("Otsus 8"), await text(late));
    await go(late, () => late.locator("main form:has([name=valid_from]) .button-row [type=submit]").first().click());
    await page.goto(service + "/values");
    check("both are there then", (await text(page)).includes("Otsus 8") && (await text(page)).includes("Otsus 9"), await text(page));
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
    await page.fill('#keep-form [name="et:name"]', "Lisataru");
    await go(page, () => page.click('#keep-form [value="keep"]'));
    check("an example needs its name in three languages", (await page.locator("#keep-form [aria-invalid=true]").count()) === 2 && (await page.locator('#keep-form [name="et:name"]').inputValue()) === "Lisataru");
    await fill_three(page, "name", ["Lisataru", "One more hive", "Ещё один улей"]);
    await go(page, () => page.click('#keep-form [value="keep"]'));
    check("the answers are kept as an example of the form", page.url().includes("/examples?done=saved") && (await page.locator(".examples-list a").count()) === 1, page.url());
    await go(page, () => page.click('.examples-list [name="example"]'));
    check("which can be taken away", page.url().includes("done=removed") && (await page.locator(".examples-list a").count()) === 0, page.url());
    await page.goto(service + "/try");
    check("nothing of it is kept", (await page.locator('[name="kind"]:checked').count()) === 0);
  });

  await count.story("the words of its decisions are written and read with sample facts", async (check) => {
    await page.goto(service + "/letters");
    await go(page, () => page.click('[name="begin"]'));
    check("what is missing is told", (await page.locator("main .ds-alert[data-color=warning] li").count()) > 3);
    for (const field of await page.locator('#facts-form [name^="et:"], #facts-form [name^="en:"], #facts-form [name^="ru:"]').all()) {
      const name = await field.getAttribute("name");
      if (!/conditions|\/reasons$|letters\/\d+\/law/.test(name) && !(await field.inputValue()).trim()) await field.fill({ et: "Otsus {number}", en: "Decision {number}", ru: "Решение {number}" }[name.slice(0, 2)]);
    }
    await page.fill('[name="en:/letters/0/resolution"]', "Decision {amount}");
    await save_facts();
    check("other marks in another language are told at the text", (await page.locator(".field__problem").allInnerTexts()).some((words) => words.includes("marks")), (await page.locator(".field__problem").allInnerTexts()).join(" | "));
    await page.fill('[name="en:/letters/0/resolution"]', "The permit is given, {number}");
    await save_facts();
    check("nothing is wrong then", (await page.locator("main .ds-alert[data-color=warning]").count()) === 0, await text(page));
    await page.goto(`/en/desk/services/${id}/letters/preview`);
    check("the preview has the sample facts in it", /The permit is given, T-\d{4}-000123/.test(await text(page)), (await text(page)).slice(0, 800));
    await page.selectOption('[name="outcome"]', "refused");
    await go(page, () => page.click("main form.form [type=submit]"));
    check("of every decision", /Decision T-\d{4}-000123/.test(await text(page)) && !(await text(page)).includes("The permit is given"));
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
    check("with its price, its time limit and its telephone", public_page.includes("12.50") && public_page.includes("15") && public_page.includes("736 1000") && /This year 12\.50? euros\./.test(public_page), public_page.match(/<main[\s\S]*<\/main>/)?.[0].replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").slice(0, 1500));
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

  await count.story("examples of a decision by a form made from the model", async (check) => {
    const list = "/et/desk/services/school-start-grant/examples";
    await page.goto(list);
    const before = await page.locator(".examples-list a").count();
    check("all of them are run", before > 0 && (await page.locator(".examples-list .ds-tag[data-color=danger]").count()) === 0);
    await page.locator(".examples-list a").first().click();
    check("one is shown as it stands in its file", (await page.locator("#example-form [name^='check[']:checked").count()) > 0);
    await page.click('main a[href*="?copy="]');
    await fill_three(page, "name", ["Proovinäide", "A trial example", "Пробный пример"]);
    await page.fill('[name="on"]', "millalgi");
    await go(page, () => page.click("#example-form > .button-row [type=submit]"));
    check("a day that is none is told, nothing is lost", (await page.locator('[name="on"][aria-invalid=true]').count()) === 1 && (await page.locator('[name="ru:name"]').inputValue()) === "Пробный пример");
    await page.fill('[name="on"]', "1.9.2026");
    await go(page, () => page.click('[name="act"][value="fill"]'));
    check("the model fills in what it says", (await page.locator("#example-form").innerText()).includes("Mudel ütleb"));
    await go(page, () => page.click("#example-form > .button-row [type=submit]"));
    check("it is saved and comes true", page.url().includes("done=saved") && (await page.locator(".examples-list a").count()) === before + 1 && (await page.locator(".examples-list .ds-tag[data-color=danger]").count()) === 0, await text(page));
    await page.locator(".examples-list a", { hasText: "Proovinäide" }).click();
    const result = page.locator("fieldset.facts-entry:has([name^='check[']:checked) select[name^='result[']").first();
    const others = await result.locator("option").evaluateAll((options) => options.filter((one) => !one.selected && one.value).map((one) => one.value));
    await result.selectOption(others[0]);
    await go(page, () => page.click("#example-form > .button-row [type=submit]"));
    check("one that does not come true says what was expected and what came", (await page.locator(".examples-list .field__problem").innerText()).includes("mudel ütleb"), await text(page));
    await page.goto("/et/desk/services/school-start-grant");
    check("and hinders publishing", (await page.locator('[name="act"][value="submit"]').count()) === 0);
    const open_trial = async (tab) => {
      await tab.goto(list);
      await tab.locator(".examples-list a", { hasText: "Proovinäide" }).click();
      await tab.waitForLoadState();
    };
    const save_example = (tab) => go(tab, () => tab.click("#example-form > .button-row [type=submit]"));
    await open_trial(page);
    await open_trial(late);
    await go(page, () => page.click('[name="act"][value="remove"]'));
    check("it is taken away", page.url().includes("done=removed") && (await page.locator(".examples-list a").count()) === before, page.url());
    await late.fill('[name="ru:name"]', "Ещё один пример");
    await save_example(late);
    check("what somebody writes in it meanwhile stays", (await noted().count()) === 1 && (await late.locator('[name="ru:name"]').inputValue()) === "Ещё один пример" && (await late.locator('[name="et:name"]').inputValue()) === "Proovinäide", await text(late));
    await save_example(late);
    check("and is saved as a new one", late.url().includes("done=saved") && (await late.locator(".examples-list a").count()) === before + 1, late.url());
    await open_trial(late);
    await go(late, () => late.click('[name="act"][value="remove"]'));
    await page.goto("/et/desk/services/school-start-grant");
    await go(page, () => page.click('[name="act"][value="discard"]'));
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
} finally {
  await browser.close();
}
count.end();
