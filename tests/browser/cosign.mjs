// Two people and one application: what the other parent is asked, and what both see when they sign, when they refuse, when the applicant takes it back.
//   node cosign.mjs BASE_URL     (script/neighbours registers identity mail -- build/dev/raekoda serve --demo … starts the site)
import { readFileSync } from "node:fs";
import { plan_of, walk_form } from "./support/form_walk.mjs";
import { Count, address_given, has_provider, launch, resident } from "./support/site.mjs";

const site = address_given();
const count = new Count();
const browser = await launch();
if (!(await has_provider(site))) {
  console.log("co-signing: skipped, the site has no provider (script/neighbours -- … starts one)");
  await browser.close();
  process.exit(0);
}
const lines = JSON.parse(readFileSync(new URL("forms.json", import.meta.url), "utf8"));
const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);
const main_text = (page) => page.innerText("main");
const words = JSON.parse(readFileSync(new URL("../../locale/et/application.json", import.meta.url), "utf8"));

// Kadri moves with a child whose other parent, Jaan, must sign.
async function asked_to_sign() {
  const kadri = await resident(browser, site, "EE48803149719", { javaScriptEnabled: false });
  const sent = await walk_form(kadri.page, plan_of({ ...lines.find((line) => line.service === "residence-registration"), dispute: undefined }), { language: "et" });
  const jaan = await resident(browser, site, "EE38611029284", { javaScriptEnabled: false });
  return { kadri, jaan, home: `/et${sent.path}`, number: sent.number };
}
const close = (...people) => Promise.all(people.map((one) => one.context.close()));
const status_of = async ({ page }, home) => (await page.goto(home)).status();

await count.story("the other parent signs", async (check) => {
  const { kadri, jaan, home, number } = await asked_to_sign();
  check("the applicant sees whom it waits for, and until when", /Ootab teise inimese allkirja kuni \d+\.\d+\.\d{4}/.test(await main_text(kadri.page)));
  await jaan.page.goto("/et/my");
  const mine = jaan.page.locator(`a[href$="${number}"]`);
  check("it stands on the other's desk as theirs to do", (await mine.count()) > 0 && (await main_text(jaan.page)).includes(words.next_sign));
  await go(jaan.page, () => mine.first().click());
  const text = await main_text(jaan.page);
  check("with what they sign", text.includes("Kadri") && text.includes(words.cosign_heading), text.slice(0, 300));
  check("they can only sign or refuse", (await jaan.page.locator("form[action$='/withdraw'], form[action$='/reply']").count()) === 0);
  await go(jaan.page, () => jaan.page.click("form[action$='/cosign'] button"));
  check("their desk says so", (await main_text(jaan.page)).includes(words.done_cosign));
  check("the rest is not theirs", (await status_of(jaan, home)) === 404);
  await kadri.page.goto(home);
  const seen = await main_text(kadri.page);
  check("the applicant sees the signature, and the clock runs", seen.includes(words.happened_application_signed) && !seen.includes(words.status_awaiting_signature), seen.slice(0, 400));
  await close(kadri, jaan);
});

await count.story("the other parent refuses", async (check) => {
  const { kadri, jaan, home } = await asked_to_sign();
  await jaan.page.goto(home);
  const refuse = jaan.page.locator("details:has(form[action$='/refuse'])");
  check("refusing lies behind a line of its own", (await refuse.getAttribute("open")) === null);
  await refuse.locator("summary").press("Enter");
  await refuse.locator("textarea").fill("Laps elab minu juures.");
  await go(jaan.page, () => refuse.locator("button[type=submit]").press("Enter"));
  check("their desk says so", (await main_text(jaan.page)).includes(words.done_refuse_signature));
  check("the rest is not theirs", (await status_of(jaan, home)) === 404);
  await kadri.page.goto(home);
  const seen = await main_text(kadri.page);
  for (const key of ["status_unsigned", "next_unsigned", "happened_signature_refused"]) check(`the applicant reads "${words[key]}"`, seen.includes(words[key]), seen.slice(0, 400));
  check("and why", seen.includes("Laps elab minu juures."));
  check("there is nothing left to do with it", (await kadri.page.locator("form[action$='/withdraw'], form[action$='/cosign']").count()) === 0);
  await close(kadri, jaan);
});

await count.story("the applicant takes it back before it is signed", async (check) => {
  const { kadri, jaan, home, number } = await asked_to_sign();
  await kadri.page.goto(home);
  await kadri.page.locator("details:has(form[action$='/withdraw']) summary").press("Enter");
  await go(kadri.page, () => kadri.page.click("form[action$='/withdraw'] button[type=submit]"));
  check("it is withdrawn", (await main_text(kadri.page)).includes(words.status_withdrawn));
  await jaan.page.goto("/et/my");
  check("nobody asks the other any more", !(await main_text(jaan.page)).includes(number));
  check("and the page is not theirs", (await status_of(jaan, home)) === 404);
  await close(kadri, jaan);
});

await browser.close();
count.end();
