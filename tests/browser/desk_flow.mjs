// The desk from several sides: an official at the counter by recorded consent, a guest who turns out to be somebody, a session that ends while
// somebody types, family on the desk, a copy to read. (How the pages look is pages.json's.) Needs a provider: script/neighbours starts one.
import { address_given, Count, has_provider, launch, log_in, official, patience } from "./support/site.mjs";

const site = address_given();
const count = new Count();
const browser = await launch();
if (!(await has_provider(site))) {
  console.log("the desk: skipped, the site has no provider (script/neighbours -- … starts one)");
  await browser.close();
  process.exit(0);
}

const fresh = async () => {
  const context = await browser.newContext({ baseURL: site, javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(patience);
  return context;
};
const text_of = (page) => page.textContent("main");
const path_of = (page) => new URL(page.url()).pathname;
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const onward = (page) => press(page, "#apply-form .button-row button[type=submit]:not([name])");

async function ask_for_information(page, words) {
  await page.goto("/et/apply/information-request");
  await press(page, "main form[method=post] button");
  await page.fill('[name="request.text"]', words);
  await page.check('[name="request.personal"][value="no"]');
  await onward(page);
  await page.check('[name="answer.way"][value="email"]');
  const email = page.locator('[name="contact.email"]'); // of some the registers know it
  if (await email.count()) await email.fill("keegi@example.ee");
  await onward(page);
  if (!page.url().includes("/check")) {
    if (await email.count()) await email.fill("keegi@example.ee");
    await onward(page);
  }
  await press(page, "#apply-send button");
  return /T-\d{4}-\d{6}/.exec(page.url())[0];
}

await count.story("at the counter: consent, the person's desk, their log", async (check) => {
  const resident = await fresh(), her = await resident.newPage();
  await log_in(her, "EE48803149719", "/et/my");
  const number = await ask_for_information(her, "Palun lepingu koopiat.");
  const { page: desk, context } = await official(browser, site, "juht");
  await desk.goto("/et/desk/counter");
  const consent = `ID-kaart esitatud, nõus suuliselt (${number}).`;
  for (const [name, words] of [["code", "48803149719"], ["given_name", "Kadri"], ["family_name", "Õunap"], ["consent", consent]]) await desk.fill(`[name="${name}"]`, words);
  await press(desk, "main form[method=post] [type=submit]");
  check("the desk of that person", (await text_of(desk)).includes(number) && (await desk.textContent("h1")) === "Kadri Õunap", desk.url());
  check("no code stands in the address", !desk.url().includes("48803149719"));
  const visit = desk.url();
  await press(desk, `main a[href$="${number}"]`);
  check("her application opens", (await text_of(desk)).includes("Palun lepingu koopiat."));
  const other = await official(browser, site, "infolaud");
  check("nothing for a colleague", (await other.page.goto(visit)).status() === 410);
  await other.context.close();
  await her.goto("/et/my/data");
  check("she reads what was written down", (await text_of(her)).includes(consent));
  await her.goto("/et/my/data/copy");
  const copy = await text_of(her);
  check("and everything on one page", copy.includes(number) && copy.includes("Palun lepingu koopiat.") && copy.includes(consent));
  await context.close();
  await resident.close();
});

await count.story("a guest from abroad turns out to have a personal code", async (check) => {
  const abroad = await fresh(), guest = await abroad.newPage();
  await log_in(guest, "FI131057-308T", "/et/my");
  const number = await ask_for_information(guest, "Küsisin külalisena.");
  await abroad.close();
  const context = await fresh(), page = await context.newPage();
  await log_in(page, "EE39301309756", "/et/my");
  check("not theirs before", !(await text_of(page)).includes(number));
  await page.goto("/et/join");
  await context.clearCookies({ name: /^tara_/ }); // TARA remembers nobody; the sample provider would ask to change over by a script
  await press(page, "a[href*='as=join']");
  await press(page, "button[value='FI131057-308T']");
  await press(page, "main a[href='/et/my']");
  check("then on their desk", (await text_of(page)).includes(number));
  await press(page, `main a[href$="${number}"]`);
  check("and it opens", (await text_of(page)).includes("Küsisin külalisena."));
  await page.goto("/et/my/data");
  check("what was told as a guest says so", (await text_of(page)).includes("külalisena"));
  await context.close();
});

await count.story("a session ends while somebody types: nothing is lost", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await log_in(page, "EE48803149719", "/et/my");
  await page.goto("/et/apply/information-request");
  await press(page, "main form[method=post] button");
  const words = "Pikk tekst, mida kirjutati kaua.\nTeine rida <b>.";
  await page.fill('[name="request.text"]', words);
  await page.check('[name="request.personal"][value="no"]');
  const kept = (await context.cookies(site)).find((one) => one.name === "raekoda_resident");
  await context.addCookies([{ ...kept, value: "A".repeat(43) }]); // as when its time is over
  await onward(page);
  check("said plainly", (await text_of(page)).includes("Sinu sisselogimine on lõppenud"), page.url());
  const login = await context.newPage();
  await login.goto("/et/login");
  check("the login says why it is asked again", (await text_of(login)).includes("Sinu sisselogimine on lõppenud"));
  await log_in(login, "EE48803149719", "/et/my");
  await login.close();
  await press(page, "main form[method=post] button");
  check("then it can be sent", (await text_of(page)).includes("Saada vorm veel kord"));
  await press(page, "main form[method=post] button");
  check("and goes on", /\/apply\/information-request\/[^/]+\/(?!request)/.test(path_of(page)), page.url());
  await page.goto(page.url().replace(/\/[^/]*$/, "/request"));
  check("with all that was typed", (await page.inputValue('[name="request.text"]')).replace(/\r/g, "") === words);
  await press(page, "form[action$='/logout'] button");
  await page.goBack().catch(() => undefined);
  check("after logging out the back button shows nothing", !(await page.textContent("body")).includes("Pikk tekst"));
  await context.close();
});

await count.story("family on the desk, once it was asked", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await log_in(page, "EE48803149719", "/et/my/acting");
  await page.goto("/et/my");
  await press(page, "button[name=choice]:has-text('Mihkel Õunap')");
  check("one press acts for the child", path_of(page) === "/et/my" && (await page.textContent(".acting-note")).includes("Mihkel Õunap"));
  check("the desk is the child's", (await page.textContent("h1")) === "Mihkel Õunap");
  await press(page, "button[name=choice][value=self]");
  check("one press leads back", (await page.locator(".acting-note").count()) === 0);
  await context.close();
});

await browser.close();
count.end();
