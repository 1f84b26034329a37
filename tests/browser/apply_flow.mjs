// An application's whole life in a real browser, beside a real login and the sample registers: applied for without scripts, with what the registers
// know; decided, read, challenged; the counter; a guest; the right persons alone. (How the pages look is pages.json's.)
//   node apply_flow.mjs BASE_URL [--shots DIR]     (script/neighbours -- build/dev/raekoda serve --demo … starts the site)
import { mkdirSync } from "node:fs";
import { address_given, Count, has_provider, launch, log_in, official, patience } from "./support/site.mjs";

const site = address_given();
const shots = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : undefined;
if (shots) mkdirSync(shots, { recursive: true });
const count = new Count();
const browser = await launch();

if (!(await has_provider(site))) {
  console.log("applying: skipped, the site has no provider (script/neighbours -- … starts one)");
  await browser.close();
  process.exit(0);
}

const fresh = async (more = {}) => {
  const context = await browser.newContext({ baseURL: site, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", serviceWorkers: "block", ...more });
  context.setDefaultTimeout(patience);
  return context;
};
const onward = (page) => Promise.all([page.waitForNavigation(), page.click("#apply-form .button-row button[type=submit]:not([name])")]);
const path_of = (page) => new URL(page.url()).pathname;
const main_text = (page) => page.innerText("main");

const number_of = (page) => /T-\d{4}-\d{6}/.exec(page.url())?.[0];
let home, number, guest_home;

await count.story("a dog is registered without scripts, the registers' data shown and not asked", async (check) => {
  const context = await fresh({ javaScriptEnabled: false }), page = await context.newPage();
  await log_in(page, "EE48803149719", "/et/apply/dog-registration");
  check("comes back to the service", path_of(page) === "/et/apply/dog-registration", page.url());
  await Promise.all([page.waitForNavigation(), page.click("main form[method=post] button")]);
  let text = await main_text(page);
  check("name and address are known, with their source", text.includes("Kadri") && text.includes("Tähe 56-12") && text.includes("rahvastikuregister"), text.slice(0, 400));
  check("and not asked", (await page.locator('input[type=text][name="applicant.code"]').count()) === 0);
  await onward(page);
  check("what is missing is said", page.url().includes("/apply/") );
  if ((await page.locator('[name="action"][value="new"]').count()) === 0) await onward(page);
  await page.check('[name="action"][value="new"]');
  await page.fill('[name="chip"]', "123");
  await onward(page);
  check("a new dog asks more, the chip is wrong", (await page.locator('[name="dog.name"]').count()) === 1 && (await page.locator("#problems, .field__problem").count()) > 0);
  await page.fill('[name="chip"]', "233000000000001");
  await page.fill('[name="dog.name"]', "Muri");
  await page.fill('[name="dog.breed"]', "krants");
  await page.check('[name="dog.sex"][value="m"]');
  await page.fill('[name="dog.born"]', "1.5.2024");
  await page.fill('[name="dog.vaccinated"]', "1.6.2026");
  if (await page.locator('[name="declared.correct"]').count()) await page.check('[name="declared.correct"]');
  await onward(page);
  while (!page.url().includes("/check")) {
    for (const box of await page.locator('#apply-form input[type=checkbox]').all()) await box.check();
    const before = page.url();
    await onward(page);
    if (page.url() === before) break;
  }
  check("the check page is reached", page.url().includes("/check"), `${page.url()} ${await page.locator("#problems").innerText().catch(() => "")}`);
  text = await main_text(page);
  check("it shows what was typed and where the rest comes from", text.includes("Muri") && text.includes("rahvastikuregister"));
  if (shots) await page.screenshot({ path: `${shots}/check.png`, fullPage: true });
  await Promise.all([page.waitForNavigation(), page.click("#apply-send button")]);
  home = path_of(page);
  number = number_of(page);
  check("it has a number", !!number, page.url());
  const receipt = await context.request.get(`${site}${home}/receipt.pdf`);
  check("and a receipt on paper", (await receipt.body()).subarray(0, 5).toString() === "%PDF-");
  await page.goto("/et/my");
  check("it stands on the desk", (await main_text(page)).includes(number));
  await context.close();
});

await count.story("another resident finds nothing of it", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await log_in(page, "EE39301309756");
  for (const path of ["", "/decision", "/receipt.pdf", "/decision.pdf"]) check(`${path || "/"} is missing`, (await context.request.get(`${site}${home}${path}`)).status() === 404);
  check("nothing on the desk", !(await main_text(page)).includes(number));
  await context.close();
});

await count.story("an official asks, hears and refuses; without reasons nothing is issued", async (check) => {
  const { context, page } = await official(browser, site, "juht");
  await page.goto(`/et/desk/applications/${number}`);
  check("facts with their sources", (await main_text(page)).includes("rahvastikuregister"));
  await Promise.all([page.waitForNavigation(), page.click(`form[action$="/begin"] button`)]);
  await page.goto(`/et/desk/applications/${number}/decision?outcome=refused`);
  await page.fill('[name="reasons"]', "");
  await page.fill('[name="law"]', "");
  await Promise.all([page.waitForNavigation(), page.click("main form[method=post] button[type=submit]")]);
  check("a refusal without reasons, law and hearing stays here", (await page.locator("#f-reasons[aria-invalid=true]").count()) === 1 && (await page.locator("#f-law[aria-invalid=true]").count()) === 1 && (await page.locator("#f-hearing[aria-invalid=true]").count()) === 1);
  await page.fill('[name="resolution"]', "Jätta koer registrisse kandmata.");
  await page.fill('[name="reasons"]', "Kiibi number ei ole õige.");
  await page.fill('[name="law"]', "Lemmikloomade registri kord");
  await page.selectOption('[name="hearing"]', "as_asked");
  await Promise.all([page.waitForNavigation(), page.click("main form[method=post] button[type=submit]")]);
  check("with them it is issued", page.url().includes("done=decided"), `${page.url()} ${await page.locator("#problems").innerText().catch(() => "")}`);
  await context.close();
});

await count.story("the resident reads the decision and challenges it in one step", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await log_in(page, "EE48803149719");
  check("the desk says that it waits", (await page.innerText("section[aria-labelledby=waiting]")).includes(number));
  await page.goto(`${home}/decision`);
  check("reasons and how to challenge", (await main_text(page)).includes("Kiibi number ei ole õige."));
  if (shots) await page.screenshot({ path: `${shots}/decision.png`, fullPage: true });
  await page.click("details:has([name=demand]) summary");
  await page.fill('[name="reasons"]', "Number on õige, lisan loomaarsti tõendi.");
  await page.fill('[name="demand"]', "Kanda koer registrisse.");
  await page.check('[name="no_court"]');
  await Promise.all([page.waitForNavigation(), page.click("form[action$='/appeal'] button")]);
  check("it is filed", page.url().includes("done=appeal"), page.url());
  const looked = await context.request.get(`${site}/et/my/data`);
  check("and she sees who looked at her data", (await looked.text()).includes("Taotluse menetlemine"));
  await page.goto("/et/decisions");
  check("the public register names nobody", (await main_text(page)).includes(number) && !(await main_text(page)).includes("Õunap"));
  await context.close();
});

await count.story("an official offers a time, the resident says that it does not suit, then that it does; it goes into a calendar", async (check) => {
  const { context: desk, page: official_page } = await official(browser, site, "juht");
  await official_page.goto(`/et/desk/applications/${number}`);
  const day = new Date(Date.now() + 9 * 24 * 3600 * 1000), date = `${day.getDate()}.${day.getMonth() + 1}.${day.getFullYear()}`;
  await official_page.click("#act-propose summary");
  await official_page.fill('#act-propose [name="day@propose"]', date);
  await official_page.fill('#act-propose [name="time@propose"]', "14.30");
  await official_page.fill('#act-propose [name="place@propose"]', "Raekoja plats 1a, ruum 12");
  await official_page.fill('#act-propose [name="words@propose"]', "Palun võta koer kaasa.");
  await Promise.all([official_page.waitForNavigation(), official_page.click("#act-propose button[type=submit]")]);
  check("it is offered", official_page.url().includes("done=propose"), `${official_page.url()} ${await official_page.locator("#problems").innerText().catch(() => "")}`);
  const context = await fresh({ javaScriptEnabled: false }), page = await context.newPage();
  await log_in(page, "EE48803149719");
  check("the desk has it", (await page.innerText("section[aria-labelledby=appointments]")).includes("Raekoja plats 1a"));
  if (shots) await page.screenshot({ path: `${shots}/appointment-desk.png`, fullPage: true });
  await page.goto(home);
  const answer = async (suits, words) => {
    await page.fill('textarea[name^="answer_"]', words);
    await Promise.all([page.waitForNavigation(), page.click(`button[name=suits][value=${suits}]`)]);
  };
  await answer("no", "");
  check("without words it is not refused", (await page.locator('textarea[name^="answer_"][aria-invalid=true]').count()) === 1);
  if (shots) await page.screenshot({ path: `${shots}/appointment-answer.png`, fullPage: true });
  await answer("no", "Olen siis tööl.");
  check("with them it is", page.url().includes("done=appointment_unsuitable"), page.url());
  await official_page.goto(`/et/desk/applications/${number}`);
  check("the official reads why", (await main_text(official_page)).includes("Olen siis tööl."));
  if (shots) await official_page.screenshot({ path: `${shots}/appointment-official.png`, fullPage: true });
  await official_page.click("[id^=act-move] summary");
  await official_page.fill('[id^=act-move] [name^="time"]', "17.00");
  await Promise.all([official_page.waitForNavigation(), official_page.click("[id^=act-move] button[type=submit]")]);
  await page.goto(home);
  await answer("yes", "");
  const file = await context.request.get(`${site}${await page.getAttribute("a[href$='calendar.ics']", "href")}`);
  const ics = await file.text();
  check("the calendar's file", file.headers()["content-type"].startsWith("text/calendar") && /\r\nSTATUS:CONFIRMED\r\n/.test(ics) && /\r\nSEQUENCE:1\r\n/.test(ics) && ics.split("\r\n").every((line) => Buffer.byteLength(line) <= 75), ics);
  await official_page.goto("/et/desk/appointments");
  check("officials have it in their list", (await main_text(official_page)).includes(number));
  await context.close();
  await desk.close();
});

await count.story("a guest asks for information and comes back by the link", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await page.goto("/en/apply/information-request");
  await Promise.all([page.waitForNavigation(), page.click("main form[method=post] button")]);
  await page.fill('[name="request.text"]', "The agreement on street cleaning, please.");
  await page.check('[name="request.personal"][value="no"]');
  await onward(page);
  const draft = page.url();
  const elsewhere = await fresh(), device = await elsewhere.newPage();
  await device.goto(draft);
  check("another device goes on with the link", (await device.locator('[name="person.name"]').count()) === 1);
  check("without it nothing is there", (await device.goto(draft.split("?")[0])).status() === 404);
  await elsewhere.close();
  await page.fill('[name="person.name"]', "A. Guest");
  await page.check('[name="answer.way"][value="email"]');
  await page.fill('[name="contact.email"]', "guest@example.ee");
  await onward(page);
  await Promise.all([page.waitForNavigation(), page.dblclick("#apply-send button")]);
  guest_home = path_of(page);
  check("sent once", /\/application\/T-/.test(guest_home), page.url());
  await context.close();
});

await browser.close();
count.end();
