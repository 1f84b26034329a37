// Looking up in a form, without scripts and with them (and axe): an address in the address data system, a relative who has died in the population register; nobody else's.
//   node lookups.mjs BASE_URL [--shots DIR] [--lang et|en|ru]     (script/neighbours -- build/dev/raekoda serve --demo … starts the site)
import AxeBuilder from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { address_given, Count, launch, patience } from "./support/site.mjs";

const site = address_given();
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const shots = option("--shots"), lang = option("--lang") ?? "et";
if (shots) mkdirSync(shots, { recursive: true });
const count = new Count();
const browser = await launch();

const probe = await fetch(`${site}/et/login/start`, { redirect: "manual" });
if (probe.status === 503) {
  console.log("lookups: skipped, the site has no provider (script/neighbours -- … starts one)");
  await browser.close();
  process.exit(0);
}

let scripts = false;
async function begin(subject, service) {
  const context = await browser.newContext({ baseURL: site, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", serviceWorkers: "block", javaScriptEnabled: scripts });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.goto(`/${lang}/login?back=${encodeURIComponent(`/${lang}/apply/${service}`)}`);
  await page.click("a[href*='/login/start']");
  await page.click(`button[value='${subject}']`);
  await Promise.all([page.waitForNavigation(), page.click("main form[method=post] button")]);
  return page;
}
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const onward = (page) => press(page, "#apply-form .button-row button[type=submit]:not([name])");
const main_text = (page) => page.innerText("main");
async function picture(page, name, check) {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    if (shots) await page.screenshot({ path: `${shots}/${name}-${lang}-${width}.png`, fullPage: true });
    if (!scripts) continue;
    const { violations } = await new AxeBuilder({ page }).analyze();
    check(`axe finds nothing on ${name} at ${width}`, violations.length === 0, violations.map((v) => v.id).join(" "));
    check(`${name} fits ${width}`, await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

for (scripts of [false, true]) {
const how = scripts ? "with scripts" : "without scripts";
await count.story(`an address is looked up, chosen, and kept as the address data system writes it, ${how}`, async (check) => {
  const page = await begin("EE48803149719", "residence-registration");
  await onward(page);
  check("the new home is asked", (await page.locator('[name="home.address"]').count()) === 1, page.url());
  await press(page, 'button[name="look_up"]');
  check("without words it says what is needed", (await page.locator("#lookup").count()) === 1 && (await page.locator('button[name="choose"]').count()) === 0);
  await page.fill('[name="home.address"]', "Tähe 56");
  await press(page, 'button[name="look_up"]');
  check("there is something to choose from", (await page.locator('button[name="choose"]').count()) > 0, await main_text(page));
  check("what was typed is still there", (await page.inputValue('[name="home.address"]')) === "Tähe 56");
  check("the answer is where the reader is led", new URL(page.url()).hash === "#lookup", page.url());
  await picture(page, "address-choices", check);
  const wanted = page.locator('button[name="choose"]').first(), words = (await wanted.innerText()).trim();
  await Promise.all([page.waitForNavigation(), wanted.click()]);
  check("the field is filled with its source", (await page.locator('[name="home.address"]').count()) === 0 && (await main_text(page)).includes(words.split(",")[0]), await main_text(page));
  check("the settlement with it", (await page.locator('[name="home.settlement"]').count()) === 0);
  await picture(page, "address-chosen", check);
  await press(page, 'button[name="wrong"][value="home.address"]');
  check("it can be written by hand again, with what was typed before", (await page.inputValue('[name="home.address"]')) === "Tähe 56" && (await page.locator('[name="home.settlement"]').count()) === 1);
  await page.fill('[name="home.address"]', "Olematu tänav 999");
  await press(page, 'button[name="look_up"]');
  check("nothing found is said", (await page.locator("#lookup").count()) === 1 && (await page.locator('button[name="choose"]').count()) === 0);
  await page.goto(`/${lang}/my/data`);
  check("and the person reads who was asked", (await main_text(page)).length > 0);
});

await count.story(`the widow's form is filled by the register when she asks for it, ${how}`, async (check) => {
  const page = await begin("EE45109179710", "funeral-grant");
  for (const field of ["contact.email", "contact.phone"])
    if (await page.locator(`[name="${field}"]`).count()) await page.fill(`[name="${field}"]`, field.endsWith("email") ? "lesk@example.ee" : "+372 5550 0109");
  await onward(page);
  check("the deceased is asked for", (await page.locator('[name="deceased.code"]').count()) === 1, page.url());
  await press(page, 'button[name="look_up"]');
  check("her husband is offered, by name", (await page.locator('button[name="choose"]').count()) === 1, await main_text(page));
  await picture(page, "deceased-choices", check);
  await press(page, 'button[name="choose"]');
  const text = await main_text(page);
  check("code, day and last residence are there", text.includes("34802039235") && text.includes("2026"), text);
  check("and not asked", (await page.locator('[name="deceased.given_name"], [name="deceased.death_date"], [name="deceased.residence"]').count()) === 0);
  await picture(page, "deceased-chosen", check);
  await onward(page);
  check("nor how she is related", (await page.locator('[name="relation"]').count()) === 0, await main_text(page));
});

await count.story(`somebody else learns nothing by trying codes, ${how}`, async (check) => {
  const page = await begin("EE48803149719", "funeral-grant");
  await onward(page);
  const told = [];
  for (const code of ["34802039235", "45109179710", "39909099292"]) {
    await page.fill('[name="deceased.code"]', code);
    await press(page, 'button[name="look_up"]');
    told.push((await page.innerText("#lookup")).trim());
    check(`${code}: nothing is filled in`, (await page.inputValue('[name="deceased.given_name"]')) === "");
  }
  check("dead, living and unknown read the same", new Set(told).size === 1 && told[0].length > 0, JSON.stringify(told));
});

}
await browser.close();
count.end();
