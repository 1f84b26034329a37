// Pages that are there only after somebody did something: a report being written, one that was sent, one that was merged, one with a photo; an
// application being written, one that waits, one that was decided, a guest's; a correction that was asked for. And who looks at them.
import { readFileSync } from "node:fs";
import { onward, plan_of, walk_form } from "./form_walk.mjs";
import { has_mailbox, login_link } from "./mailbox.mjs";
import { has_provider, jpeg, official, person, photo, resident, write_report } from "./site.mjs";

const last_part = (url, part) => new URL(url).pathname.split("/").at(part);

const lines = JSON.parse(readFileSync(new URL("../forms.json", import.meta.url), "utf8"));
const own_path = (page) => new URL(page.url()).pathname.replace(/^\/..(?=\/)/, "");
const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);

async function prepare_reports(browser, base, names) {
  const context = await person(browser, base, { javaScriptEnabled: true });
  const page = await context.newPage();
  await page.goto("/et/accessibility");
  const picture = jpeg("auk.jpg", await photo(page));

  await write_report(page, { words: "Kõnnitee on katki, helista 5123 4567 (Mari).", kind: "pothole", photos: [picture], email: "mari@example.ee", until: "check" });
  names.draft = last_part(page.url(), -2);

  // Two alike, one merged into the other by an official; the rest still open.
  const sent = await write_report(page, { words: "Suur auk teel, isikukoodi siin ei ole.", kind: "pothole", photos: [picture], email: "mari@example.ee" });
  names.sent_draft = last_part(page.url(), -2);
  names.number = sent.number;
  names.follow = sent.follow.replace(/^\/..(?=\/)/, "");
  const twin = await write_report(page, { words: "Sama auk uuesti.", kind: "pothole" });
  names.merged = twin.number;
  names.merged_follow = twin.follow.replace(/^\/..(?=\/)/, "");
  const { page: desk, context: teed } = await official(browser, base, "teed");
  await desk.goto(`/et/desk/reports/${twin.number}`);
  await desk.evaluate(() => document.querySelector("#act-merge").setAttribute("open", ""));
  await desk.fill("#act-merge input[type=text]", sent.number);
  await Promise.all([desk.waitForNavigation(), desk.click("#act-merge form[method=post] [type=submit]")]);
  await teed.close();

  const waiting = await write_report(page, { words: "Sein on täis soditud.", kind: "graffiti" });
  names.review = waiting.number;
  await context.close();
}

// Without scripts: what is asked comes with each page, and there is nothing to wait for.
async function prepare_applications(browser, base, names, sessions) {
  const plan = (service) => plan_of({ ...lines.find((line) => line.service === service), subject: undefined });
  const applicant = await resident(browser, base, "EE48803149719", { javaScriptEnabled: false });
  const { page } = applicant;
  names.application = (await walk_form(page, plan("kindergarten-place"), { language: "et" })).number;
  names.decided = (await walk_form(page, plan("dog-registration"), { language: "et" })).number;
  await walk_form(page, plan("school-start-grant"), { language: "et", send: false });
  names.application_draft = own_path(page).replace(/\/check$/, "");
  sessions.resident = await applicant.context.storageState();
  await page.goto("/et/my/data");
  names.correction_form = await page.locator("main table a[href*='/correct?']").first().getAttribute("href").then((href) => href.replace(/^\/..(?=\/)/, ""));
  await applicant.context.close();
  // For whom one acts belongs to the login: another one for the child.
  const parent = await resident(browser, base, "EE48803149719", { javaScriptEnabled: false });
  await parent.page.goto("/et/my/acting");
  await parent.page.getByLabel("Mihkel Õunap").check();
  await go(parent.page, () => parent.page.click("main button[type=submit]"));
  sessions.for_child = await parent.context.storageState();
  await parent.context.close();

  const desk = await official(browser, base, "juht");
  await desk.page.goto(`/et/desk/applications/${names.decided}/decision?outcome=refused`);
  for (const [name, words] of [["resolution", "Jätta koer registrisse kandmata."], ["reasons", "Kiibi numbrit ei ole ühegi loomaarsti andmetes."], ["law", "Lemmikloomade registri kord"]]) await desk.page.fill(`[name="${name}"]`, words);
  await desk.page.selectOption('[name="hearing"]', "as_asked");
  await go(desk.page, () => desk.page.click("main form[method=post] button[type=submit]"));
  await desk.page.goto("/et/desk/counter");
  for (const [name, words] of [["code", "48803149719"], ["given_name", "Kadri"], ["family_name", "Õunap"], ["consent", "ID-kaart esitatud, nõus suuliselt."]]) await desk.page.fill(`[name="${name}"]`, words);
  await desk.page.selectOption("[name=language]", "et");
  await go(desk.page, () => desk.page.click("main form[method=post] [type=submit]"));
  names.counter_desk = own_path(desk.page);
  await desk.context.close();
  // Of somebody who fills in no form: what is called wrong is not believed until it is answered.
  const other = await resident(browser, base, "EE38206069211", { javaScriptEnabled: false });
  await other.page.goto("/et/my/data");
  await go(other.page, () => other.page.click("main table a >> nth=0"));
  await other.page.fill("[name=words]", "Eesnimi on valesti kirjutatud.");
  await go(other.page, () => other.page.click("main form [type=submit]"));
  await other.context.close();

  const keeper = await official(browser, base, "haldur");
  await keeper.page.goto("/et/desk/corrections");
  names.correction = new URL(await keeper.page.locator("main a[href*='/desk/corrections/']").last().getAttribute("href"), base).pathname.split("/").at(-1);
  await keeper.page.goto("/et/desk/staff");
  names.staff = (await keeper.page.locator("main a[href*='/desk/staff/']").first().getAttribute("href")).split(/[/?#]/).at(-1);
  await keeper.context.close();
  const writer = await official(browser, base, "toimetaja");
  await writer.page.goto("/et/desk/answers");
  names.answer = await writer.page.locator("main a[href*='/desk/answers/']:not([href$='/new'])").first().getAttribute("href").then((href) => href.split(/[/?#]/).at(-1));
  await writer.context.close();
}

// A form that somebody has begun when its service is published anew.
async function prepare_newer(browser, base, names) {
  const applicant = await resident(browser, base, "EE48803149719", { javaScriptEnabled: false });
  await applicant.page.goto("/et/apply/home-help");
  await go(applicant.page, () => applicant.page.click("main form[method=post] button[type=submit]"));
  names.overtaken_draft = own_path(applicant.page).replace(/\/[^/]+$/, "");
  await applicant.context.close();
  const writer = await official(browser, base, "toimetaja");
  await writer.page.goto("/et/desk/services/home-help/texts");
  const summary = writer.page.locator('main form [name="et:/summary"]');
  await summary.fill(`${await summary.inputValue()} Uuendatud.`);
  await go(writer.page, () => writer.page.locator("main form .button-row [type=submit]").first().click());
  await writer.page.goto("/et/desk/services/home-help");
  await writer.page.fill('[name="note"]', "Selgem kokkuvõte");
  await go(writer.page, () => writer.page.click('[name="act"][value="submit"]'));
  await writer.context.close();
  const second = await official(browser, base, "haldur");
  await second.page.goto("/et/desk/services/home-help");
  await go(second.page, () => second.page.click('[value="approve"]'));
  names.service_version = (await second.page.locator('section[aria-labelledby="history"] a[href*="/versions/"]').first().getAttribute("href")).split(/[/?#]/).at(-1);
  await second.context.close();
}

// A form that says already on its first page that nothing would be due: who asks lives elsewhere.
async function prepare_refused(browser, base, names) {
  const applicant = await resident(browser, base, "EE45801199760", { javaScriptEnabled: false });
  await applicant.page.goto("/et/apply/birth-grant");
  await go(applicant.page, () => applicant.page.click("main form[method=post] button[type=submit]"));
  names.refused_draft = own_path(applicant.page);
  await applicant.context.close();
}

// One application that waits for another's signature, one whose signature was refused.
async function prepare_signatures(browser, base, names) {
  const plan = plan_of({ ...lines.find((line) => line.service === "residence-registration"), dispute: undefined });
  const applicant = await resident(browser, base, "EE48803149719", { javaScriptEnabled: false });
  for (const name of ["unsigned", "to_sign"]) names[name] = (await walk_form(applicant.page, plan, { language: "et" })).number;
  await applicant.context.close();
  const other = await resident(browser, base, "EE38611029284", { javaScriptEnabled: false });
  await other.page.goto(`/et/my/applications/${names.unsigned}`);
  await other.page.locator("details:has(form[action$='/refuse']) summary").press("Enter");
  await go(other.page, () => other.page.click("form[action$='/refuse'] button"));
  await other.context.close();
}

// The clock of an application stands still while its applicant has not said whether a time suits.
async function prepare_appointment(browser, base, names) {
  const applicant = await resident(browser, base, "EE47912119709", { javaScriptEnabled: false });
  names.visited = (await walk_form(applicant.page, plan_of(lines.find((line) => line.service === "home-help")), { language: "et" })).number;
  await applicant.context.close();
  const { page, context } = await official(browser, base, "juht", { javaScriptEnabled: false });
  await page.goto(`/et/desk/applications/${names.visited}`);
  await page.click("#act-propose summary");
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10).split("-").map(Number).reverse().join(".");
  for (const [name, words] of [["day", day], ["time", "14.30"], ["minutes", "60"], ["place", "Sinu kodus"]]) await page.fill(`#act-propose [name="${name}@propose"]`, words);
  await go(page, () => page.click("#act-propose button[type=submit]"));
  await context.close();
}

async function prepare_link(browser, base, names) {
  const context = await person(browser, base), page = await context.newPage();
  names.guest_link = await login_link(page, "kylaline@example.ee");
  await context.close();
}

async function prepare_guest(browser, base, names) {
  const context = await person(browser, base, { javaScriptEnabled: false }), page = await context.newPage();
  for (const send of [false, true]) {
    await page.goto("/et/apply/information-request");
    await go(page, () => page.click("main form[method=post] button[type=submit]"));
    if (!send) {
      names.guest_draft = own_path(page) + new URL(page.url()).search;
      continue;
    }
    await page.fill('[name="request.text"]', "Palun Herne tänava parkimiskorralduse otsus.");
    await page.check('[name="request.personal"][value="no"]');
    await go(page, () => page.click(onward));
    await page.fill('[name="person.name"]', "A. Külaline");
    await page.check('[name="answer.way"][value="email"]');
    await page.fill('[name="contact.email"]', "guest@example.ee");
    await go(page, () => page.click(onward));
    await go(page, () => page.click("#apply-send button"));
    names.guest_application = own_path(page);
    names.guest_number = /T-\d{4}-\d{6}/.exec(page.url())[0];
  }
  await context.close();
}

export async function prepare(browser, base) {
  const names = {}, sessions = {};
  await prepare_reports(browser, base, names);
  await prepare_guest(browser, base, names);
  if (await has_provider(base)) {
    await prepare_applications(browser, base, names, sessions);
    await prepare_newer(browser, base, names);
    await prepare_refused(browser, base, names);
    await prepare_signatures(browser, base, names);
    await prepare_appointment(browser, base, names);
  }
  if (has_mailbox()) await prepare_link(browser, base, names); // last: it counts for half an hour
  return { names, sessions };
}
