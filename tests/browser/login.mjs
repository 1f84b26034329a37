// Logging in with a real browser at a real provider, then one's own data, acting for a child, mandates; officials; without JavaScript. (How the pages
// look is pages.json's.) The site must have been started with a provider: script/neighbours does.
import { address_given, Count, has_provider, launch, log_in as log_in_there } from "./support/site.mjs";

const site = address_given();
const count = new Count();
const browser = await launch();

const fresh = (more = {}) => browser.newContext({ baseURL: site, viewport: { width: 1280, height: 900 }, ...more });
const log_in = (page, subject, back = "/et/my/data", language = "et") => log_in_there(page, subject, back, language);
const path_of = (page) => new URL(page.url()).pathname;

if (!(await has_provider(site))) {
  console.log("login: skipped, the site has no provider (script/neighbours -- … starts one)");
  await browser.close();
  process.exit(0);
}

await count.story("a resident logs in, acts for a child, gives a mandate and ends it, logs out", async (check) => {
  const context = await fresh({ javaScriptEnabled: false }), page = await context.newPage();
  await log_in(page, "EE48803149719");
  check("the page that was wanted", path_of(page) === "/et/my/data", page.url());
  check("their own data", (await page.textContent("main")).includes("48803149719"));
  check("no state of the login is left", (await context.cookies(site)).every((one) => !one.name.startsWith("raekoda_login_")));
  check("scripts do not see the session", (await context.cookies(site)).some((one) => one.name === "raekoda_resident" && one.httpOnly && one.sameSite === "Lax"));

  await page.goto(`${site}/et/my/acting?back=%2Fet%2Fmy%2Fdata`);
  await page.getByLabel("Mihkel Õunap").check();
  await page.click("main button[type=submit]");
  for (const path of ["/et/my/data", "/et/reports", "/et/"]) {
    await page.goto(site + path);
    check(`for whom one acts stands on ${path}`, (await page.textContent(".acting-note")).includes("Mihkel Õunap"));
  }
  await page.goto(`${site}/et/my/acting`);
  await page.locator("input[type=radio]").first().check();
  await page.click("main button[type=submit]");
  check("and not when one acts for oneself", (await page.locator(".acting-note").count()) === 0);

  await page.goto(`${site}/et/my/mandates`);
  await page.fill("[name=holder_subject]", "48803149718");
  await page.fill("[name=holder_name]", "Sergei Ivanov");
  await page.fill("[name=valid_until]", "31.12.2031");
  await page.click("main form:has([name=holder_name]) button[type=submit]");
  check("a code that cannot be is said", (await page.locator("#f-holder_subject[aria-invalid=true]").count()) === 1);
  check("nothing typed is lost", (await page.inputValue("[name=holder_name]")) === "Sergei Ivanov");
  await page.fill("[name=holder_subject]", "39301309756");
  await page.click("main form:has([name=holder_name]) button[type=submit]");
  check("given", (await page.textContent("main")).includes("31.12.2031"));

  const other = await fresh(), his = await other.newPage();
  await log_in(his, "EE39301309756", "/et/my/acting");
  await his.getByLabel("Kadri Õunap").check();
  await his.click("main button[type=submit]");
  await his.goto(`${site}/et/reports`);
  check("the other acts by it", (await his.textContent(".acting-note")).includes("Kadri Õunap"));
  // In another window he is filling in a form for her.
  const third = await fresh(), typing = await third.newPage();
  await log_in(typing, "EE39301309756", "/et/my/acting");
  await typing.getByLabel("Kadri Õunap").check();
  await typing.click("main button[type=submit]");
  await typing.goto(`${site}/et/apply/information-request`);
  await typing.click("main form[method=post] button[type=submit]");
  await typing.fill('[name="request.text"]', "Palun Kadri tänava otsust.");
  await page.click("form[action*='/mandates/'][action$='/end'] button");
  check("ended", path_of(page) === "/et/my/mandates");
  await typing.check('[name="request.personal"][value="no"]');
  const [over] = await Promise.all([typing.waitForNavigation(), typing.click("#apply-form .button-row button[type=submit]:not([name])")]);
  const told = await typing.textContent("main");
  check("who is typing for her when it ends is told, and nothing goes on in her name", over.status() === 409 && told.includes("Kadri Õunap"), `${over.status()} ${told.slice(0, 200)}`);
  check("what they typed before is kept, and the page says so", told.includes("Kõik kirjutatu on alles."), told.slice(0, 400));
  await third.close();
  await his.reload();
  check("and it ends at once, in words", (await his.textContent(".acting-note--ended")).includes("Kadri Õunap"));
  await his.reload();
  check("said once", (await his.locator(".acting-note").count()) === 0);
  await other.close();

  await page.click("form[action$='/logout'] button");
  check("logged out", (await context.cookies(site)).every((one) => one.name !== "raekoda_resident"));
  await page.goto(`${site}/et/my/data`);
  check("then the login is asked for", path_of(page) === "/et/login");
  await context.close();
});

await count.story("a correction is asked, answered by an official who logged in with a code, and read", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await log_in(page, "EE38611029284");
  await page.click("main table a >> nth=0");
  await page.fill("[name=words]", "  ");
  await page.click("main button[type=submit]");
  check("words are asked for", (await page.locator("#f-words[aria-invalid=true]").count()) === 1);
  await page.fill("[name=words]", "Minu nimes on viga: õige on Jaan-Õnne <b>");
  await page.click("main button[type=submit]");
  check("sent and marked", (await page.textContent("main")).includes("vaidlustatud"));

  const desk = await fresh(), official = await desk.newPage();
  await official.goto(`${site}/et/sign-in?back=%2Fet%2Fdesk%2Fcorrections`);
  await official.click("a[href*='/login/start?as=staff']");
  await official.click("button[value='EE47707079705']");
  check("the official is at the desk", path_of(official) === "/et/desk/corrections", official.url());
  await official.click("main ul a >> nth=-1");
  check("the words as written", (await official.textContent("blockquote")).includes("Jaan-Õnne <b>"));
  await official.locator("[name=outcome][value=forwarded]").check();
  await official.fill("[name=words]", "Saatsime rahvastikuregistrile.");
  await official.click("main form button[type=submit]");
  await page.goto(`${site}/et/my/data`);
  const text = await page.textContent("main");
  check("the answer is there", text.includes("Saatsime rahvastikuregistrile."));
  check("and who looked", text.includes("Tiina Kask"));
  const copy = await (await context.request.get(`${site}/et/my/data/export`)).json();
  check("the copy has it too", copy.corrections[0].answer === "Saatsime rahvastikuregistrile." && copy.accesses.length > 0);
  await desk.close();
  await context.close();
});

await count.story("cancelled, replayed, stolen", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await page.goto(`${site}/ru/login?back=%2Fru%2Fmy%2Fdata`);
  await page.click("a[href*='/login/start']");
  await page.click("button[name=cancel]");
  check("a cancel is told in the language of the visitor", (await page.getAttribute("html", "lang")) === "ru" && path_of(page) === "/ru/login/return", page.url());
  let returned = "";
  page.on("request", (request) => { if (request.url().includes("/login/return?code=")) returned ||= request.url(); });
  await log_in(page, "EE49507089721", "/ru/my/data", "ru");
  check("logged in", path_of(page) === "/ru/my/data");
  const thief = await fresh(), theirs = await thief.newPage();
  const stolen = await theirs.goto(returned);
  check("the same answer in another browser opens nothing", stolen.status() === 400 && (await thief.cookies(site)).every((one) => one.name !== "raekoda_resident"));
  await thief.close();
  // An official's code opens no desk of somebody who is none.
  await page.goto(`${site}/ru/login/start?as=staff`);
  await page.click("button[value='EE49507089721']");
  check("no official, no desk", (await context.cookies(site)).every((one) => one.name !== "raekoda_session"));
  await context.close();
});

await count.story("a foreigner without an Estonian code", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await log_in(page, "FI131057-308T", "/en/my/data", "en");
  check("is somebody here too", (await page.textContent("main")).includes("Mäkelä-Šipilä"), page.url());
  await page.goto(`${site}/en/my/acting`);
  check("acts for themselves", (await page.locator("input[type=radio]").count()) === 1);
  await context.close();
});

await browser.close();
count.end();
