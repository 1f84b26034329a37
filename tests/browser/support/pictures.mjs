// The pictures of README.md, of the real program: node tests/browser/support/pictures.mjs http://localhost:8080 (a fresh sample town beside its neighbours).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { plan_of, walk_form } from "./form_walk.mjs";
import { address_given, jpeg, launch, official, person, photo, resident, write_report } from "./site.mjs";

const base = address_given();
const folder = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));
const lines = JSON.parse(readFileSync(new URL("../forms.json", import.meta.url), "utf8"));
const plan = (service, more = {}) => plan_of({ ...lines.find((line) => line.service === service), dispute: undefined, ...more });
const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);
const browser = await launch();

async function take(page, name, { width = 1280, height = 900, top = 0 } = {}) {
  await page.setViewportSize({ width, height });
  await page.waitForLoadState("networkidle");
  await page.evaluate((y) => scrollTo(0, y), top);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${folder}${name}.png` });
}

// What Kadri has asked for: one decided, one waiting for her, some under way, one begun.
const { context, page } = await resident(browser, base, "EE48803149719", { javaScriptEnabled: false });
const dog = await walk_form(page, plan("dog-registration"), { language: "et" });
const place = await walk_form(page, plan("kindergarten-place"), { language: "et" });
const grant = await walk_form(page, plan("school-start-grant"), { language: "et" });
await walk_form(page, plan("home-help", { answers: { ...lines.find((line) => line.service === "home-help").answers } }), { language: "et", send: false });
const desk = await official(browser, base, "juht");
await desk.page.goto(`/et/desk/applications/${dog.number}/decision?outcome=granted`);
await go(desk.page, () => desk.page.click("main form[method=post] button[type=submit]"));
await desk.page.goto(`/et/desk/applications/${place.number}`);
await desk.page.evaluate(() => document.querySelector("#act-ask_more").setAttribute("open", ""));
await desk.page.fill("#act-ask_more textarea", "Palun lisa erivajaduse kohta arsti kiri või kirjuta, et seda ei ole.");
await desk.page.fill("#act-ask_more input[type=text]", `1.12.${new Date().getFullYear() + 1}`);
await go(desk.page, () => desk.page.click("#act-ask_more button[type=submit]"));
await desk.page.goto(`/et/desk/applications/${grant.number}`);
await take(desk.page, "application-official", { height: 1080 });
await page.goto("/et/my");
await take(page, "desk-resident", { height: 1080 });
await page.goto("/et/apply/parking-permit");
await go(page, () => page.click("main form[method=post] button[data-variant=primary]"));
await take(page, "form-phone", { width: 390, height: 844 });
await context.close();

const visitor = await person(browser, base), open = await visitor.newPage();
for (const [path, name] of [["/et/", "home"], ["/et/services", "services"], ["/et/reports", "reports"]]) {
  await open.goto(path);
  await take(open, name);
}
const picture = jpeg("auk.jpg", await photo(open));
await write_report(open, { words: "Sügav auk sõidutee keskel, jalgratturid peavad sellest mööda põikama.", kind: "pothole", photos: [picture], until: "check" });
await take(open, "check-phone", { width: 390, height: 844 });
await visitor.close();
const roads = await official(browser, base, "teed");
await roads.page.goto("/et/desk/reports/2026-000001");
await take(roads.page, "desk-report");
await browser.close();
