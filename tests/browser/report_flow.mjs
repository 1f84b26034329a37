// A report from the street to the desk and back, as people make it: node report_flow.mjs BASE_URL. Everything goes through the real pages and
// stays in the server's database. Prints "N passed, N failed".
import { Count, address_given, jpeg, launch, official, person, photo, public_reports, write_report } from "./support/site.mjs";

const base = address_given();
const count = new Count();
const browser = await launch();

const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  return { tag: at?.tagName, id: at?.id, name: at?.getAttribute("name"), type: at?.getAttribute("type"), checked: !!at?.checked };
});
// Tab until the focus is on it: nothing is clicked, nothing is focused by script.
async function tab_to(page, selector, at_most = 120) {
  for (let pressed = 0; pressed < at_most; pressed++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => !!document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} cannot be reached by Tab at ${page.url()}`);
}
const press_to = (page, key, url) => Promise.all([page.waitForURL(url), page.keyboard.press(key)]);

async function by_keyboard(check, place) {
  const context = await person(browser, base);
  const page = await context.newPage();
  await page.goto("/et/");
  await page.keyboard.press("Tab");
  check("the first Tab offers to skip to the content", await page.evaluate(() => document.activeElement.getAttribute("href")?.startsWith("#")));
  await tab_to(page, 'a[href$="/et/report"]');
  await press_to(page, "Enter", /\/et\/report$/);
  await tab_to(page, '#report-words [name="words"]');
  await page.keyboard.type("Kõnniteel on plaat lahti, õhtul ei ole seda näha.");
  await tab_to(page, "#report-words .button-row button[type=submit]:not([name])");
  await press_to(page, "Enter", /\/place$/);
  await place(page);
  await tab_to(page, "#report-place .button-row button[type=submit]");
  await press_to(page, "Enter", /\/kind$/);
  await tab_to(page, '#report-kind [name="kind"]');
  await page.keyboard.press("Space");
  check("a kind can be chosen by key", (await focused(page)).checked);
  await tab_to(page, "#report-kind .button-row button[type=submit]");
  await press_to(page, "Enter", /\/details$/);
  for (let pressed = 0; pressed < 120; pressed++) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (at.type === "radio" && !at.checked) await page.keyboard.press("Space");
    if (at.name === "email" && at.id?.startsWith("f-")) break;
  }
  await tab_to(page, "#report-details .button-row:last-of-type button[type=submit]:not([name])");
  await press_to(page, "Enter", /\/check$/);
  await tab_to(page, "#report-send [type=submit]");
  await press_to(page, "Enter", /\/done$/);
  check("it has a number", /^\d{4}-\d{6}$/.test((await page.innerText("main .ds-alert strong")).trim()));
  await context.close();
}

try {
  await count.story("by keyboard, address from the list", (check) => by_keyboard(check, async (page) => {
    await tab_to(page, '#report-place [name="address"]');
    await page.keyboard.type("Riia 2");
    await page.waitForSelector('[role="option"]');
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    check("the address brings its point", (await page.inputValue('[name="lat"]')).startsWith("58."), await page.inputValue('[name="lat"]'));
  }));

  await count.story("by keyboard, the map's cross", (check) => by_keyboard(check, async (page) => {
    await tab_to(page, ".place__canvas");
    const before = await page.inputValue('[name="lat"]');
    await page.keyboard.press("ArrowUp");
    await page.waitForTimeout(400);
    await page.keyboard.press("Enter");
    check("Enter marks the middle of the map", before === "" && (await page.inputValue('[name="lat"]')).startsWith("58."), await page.inputValue('[name="lat"]'));
  }));

  await count.story("without scripts", async (check) => {
    const helper = await person(browser, base);
    const drawing = await helper.newPage();
    await drawing.goto("/et/accessibility");
    const picture = jpeg("kivi.jpg", await photo(drawing));
    await helper.close();
    const context = await person(browser, base, { javaScriptEnabled: false });
    const page = await context.newPage();
    const on = (form) => Promise.all([page.waitForNavigation(), page.locator(`#${form} .button-row`).last().locator("button[type=submit]").click()]);
    await page.goto("/et/report");
    await page.fill('[name="words"]', "Bussipeatuse ees on kiviplaat murdunud.");
    await page.setInputFiles("input[type=file]", [picture]);
    await on("report-words");
    check("the place is asked next", page.url().endsWith("/place"), page.url());
    await page.fill('#report-place [name="address"]', "Riia");
    await on("report-place");
    check("an address that many have is asked about", (await page.locator("#report-found input[type=radio]").count()) > 1);
    await page.locator("#report-found input[type=radio]").first().check();
    await on("report-found");
    await page.click("#report-kind details summary");
    await page.locator('#report-kind [name="kind"][value="footpath"]').first().check();
    await on("report-kind");
    check("the photo is kept along the way", (await page.locator("#report-details .photos img").count()) === 1);
    for (const group of await page.locator("#report-details fieldset:has(input[type=radio])").all()) await group.locator("input[type=radio]").first().check();
    await on("report-details");
    check("the check page shows the photo", (await page.locator("main .photos img").count()) === 1, page.url());
    await on("report-send");
    check("it arrives", /\/done$/.test(page.url()), page.url());
    const number = (await page.innerText("main .ds-alert strong")).trim();
    await page.goto(`/et/reports/${number}`);
    check("everybody sees it with its photo", (await page.locator("main .photos img").count()) === 1);
    await context.close();
  });

  await count.story("pressed twice", async (check) => {
    const context = await person(browser, base);
    const page = await context.newPage();
    await write_report(page, { words: "Auk, mille saatja vajutab kaks korda.", kind: "pothole", lat: 58.3601, long: 26.7302, until: "check" });
    const before = (await public_reports(base)).length;
    const draft = page.url();
    // A second window sends the same draft at the same moment: scripts of one page cannot prevent that.
    const other = await context.newPage();
    await other.goto(draft);
    await Promise.all([page.dblclick("#report-send [type=submit]"), other.click("#report-send [type=submit]")]);
    await Promise.all([page.waitForURL(/\/done$/), other.waitForURL(/\/done$/)]);
    const numbers = [await page.innerText("main .ds-alert strong"), await other.innerText("main .ds-alert strong")];
    check("both windows have the same number", numbers[0] === numbers[1], numbers.join(" "));
    const after = (await public_reports(base)).length;
    check("there is one report more", after === before + 1, after - before);
    await context.close();
  });

  await count.story("a mistake", async (check) => {
    const context = await person(browser, base);
    const page = await context.newPage();
    await page.goto("/et/report");
    await Promise.all([page.waitForNavigation(), page.locator("#report-words .button-row").last().locator("button").click()]);
    check("the summary has the focus", (await focused(page)).id === "problems", JSON.stringify(await focused(page)));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    check("its link leads to the field", (await focused(page)).name === "words", JSON.stringify(await focused(page)));
    check("the field says what is wrong", (await page.getAttribute('[name="words"]', "aria-invalid")) === "true");
    await context.close();
  });

  await count.story("the device's position", async (check) => {
    const granted = await person(browser, base, { permissions: ["geolocation"], geolocation: { latitude: 58.3702, longitude: 26.7203 } });
    const page = await granted.newPage();
    await page.goto("/et/report");
    await page.fill('[name="words"]', "Märk on maas.");
    await Promise.all([page.waitForURL(/\/place$/), page.locator("#report-words .button-row").last().locator("button").click()]);
    const draft = page.url();
    check("nothing is asked before the button is pressed", (await page.inputValue('[name="lat"]')) === "");
    await page.click('[data-part="locate"]');
    await page.waitForFunction(() => document.querySelector('[name="lat"]').value !== "");
    check("the position becomes the place", (await page.inputValue('[name="lat"]')) === "58.370200", await page.inputValue('[name="lat"]'));
    await granted.clearPermissions();
    await granted.close();
    const denied = await person(browser, base, { permissions: [] });
    const other = await denied.newPage();
    await other.goto(draft);
    await other.click('[data-part="locate"]');
    await other.waitForFunction(() => /\S/.test(document.querySelector('[data-island="place"] > [data-part="status"]').textContent) && !document.querySelector('[aria-busy="true"]'));
    check("a refusal is said, and the address still works", await other.isEnabled('[name="address"]') && (await other.innerText('[data-island="place"] > [data-part="status"]')).length > 10);
    await denied.close();
  });

  await count.story("a photo that knows its place", async (check) => {
    for (const scripts of [true, false]) {
      const helper = await person(browser, base);
      const drawing = await helper.newPage();
      await drawing.goto("/et/accessibility");
      const picture = jpeg("koht.jpg", await photo(drawing, true));
      await helper.close();
      const context = await person(browser, base, { javaScriptEnabled: scripts });
      const page = await context.newPage();
      await page.goto("/et/report");
      await page.fill('[name="words"]', "Pink on katki.");
      await page.setInputFiles("input[type=file]", [picture]);
      if (scripts) await page.waitForSelector('[data-island="photos"] li');
      await Promise.all([page.waitForURL(/\/place$/), page.locator("#report-words .button-row").last().locator("button").click()]);
      const offered = page.locator('#report-found input[value^="photo:"]');
      check(`its position is offered (${scripts ? "with" : "without"} scripts)`, (await offered.count()) === 1);
      await offered.check();
      await Promise.all([page.waitForURL(/\/kind$/), page.click("#report-found [type=submit]")]);
      await page.goto(page.url().replace(/kind$/, "place"));
      check(`and becomes the place (${scripts ? "with" : "without"} scripts)`, (await page.inputValue('[name="lat"]')).startsWith("58.375"), await page.inputValue('[name="lat"]'));
      await context.close();
    }
  });

  await count.story("joining", async (check) => {
    const context = await person(browser, base);
    const page = await context.newPage();
    const near = await write_report(page, { words: "Lamp ei põle, nurgal on pime.", kind: "street-light", lat: 58.3652, long: 26.7401 });
    await page.goto("/et/report");
    await page.fill('[name="words"]', "Siin on latern kustunud.");
    await Promise.all([page.waitForURL(/\/place$/), page.locator("#report-words .button-row").last().locator("button").click()]);
    await page.click('[data-part="typed"] summary');
    await page.fill('[name="lat"]', "58.36525");
    await page.fill('[name="long"]', "26.74015");
    await Promise.all([page.waitForURL(/\/kind$/), page.click("#report-place .button-row [type=submit]")]);
    const offer = page.locator(`form[action$="${near.number}/join"]`);
    check("the open report nearby is offered", (await offer.count()) === 1);
    await page.locator("details", { has: offer }).locator("summary").click();
    await offer.locator('[name="email"]').fill("naaber@example.ee");
    await Promise.all([page.waitForURL(/\/joined/), offer.locator("[type=submit]").click()]);
    check("the page says that it was joined", (await page.innerText("main")).includes(near.number));
    const line = (await public_reports(base)).find((row) => row.startsWith(near.number)) ?? "";
    check("no second report was made", !(await public_reports(base)).some((row) => row.includes("Siin on latern kustunud")));
    check("the report counts its follower", /,1,"?Lamp/.test(line), line);
    await context.close();
  });

  await count.story("asked, answered, closed, disagreed", async (check) => {
    const context = await person(browser, base);
    const page = await context.newPage();
    await page.goto("/et/accessibility");
    const picture = jpeg("pilt.jpg", await photo(page));
    const report = await write_report(page, { words: "Tänava ääres on suur auk, mari@example.ee teab.", kind: "pothole", lat: 58.3731, long: 26.7111, email: "mari@example.ee" });
    await page.goto(`/et/reports/${report.number}`);
    check("the address of the writer is covered in public", !(await page.innerText("main")).includes("mari@example.ee"));

    const { page: desk, context: at_desk } = await official(browser, base, "infolaud");
    const open = async (act) => {
      await desk.goto(`/et/desk/reports/${report.number}`);
      await desk.click(`#act-${act} summary`);
      return desk.locator(`#act-${act} form[method="post"]`);
    };
    const send = (form) => Promise.all([desk.waitForNavigation(), form.locator(".button-row [type=submit]").last().click()]);
    let form = await open("assign");
    await form.locator("select").first().selectOption("roads");
    await form.locator("textarea").fill("Kontrollib teemeister.");
    await send(form);
    check("assigned", (await desk.locator('.ds-alert[data-color="success"]').count()) === 1, await desk.locator(".error-summary").allInnerTexts());
    form = await open("ask");
    await form.locator("textarea").fill("Kas auk on sõidurajal või teepeenral?");
    await send(form);
    check("asked", (await desk.locator('.ds-alert[data-color="success"]').count()) === 1);

    await page.goto(report.follow);
    check("the reporter sees the question", (await page.innerText("main")).includes("sõidurajal või teepeenral"));
    const reply = page.locator('form[action$="/reply"]').first();
    await reply.locator("textarea").fill("Sõidurajal, lisan pildi.");
    await reply.locator("input[type=file]").setInputFiles([picture]);
    await page.waitForSelector('[data-island="photos"] li');
    await Promise.all([page.waitForNavigation(), reply.locator("[type=submit]").last().click()]);
    check("the reply is there with its photo", (await page.innerText("main")).includes("Sõidurajal, lisan pildi.") && (await page.locator('main img[src*="/photos/"]').count()) >= 1);

    form = await open("answer");
    const template = desk.locator('#act-answer [data-island="templates"] select');
    const chosen = await template.locator("option").nth(1).getAttribute("value");
    await template.selectOption({ index: 1 });
    const text = await form.locator("textarea").inputValue();
    check("a template puts its text into the answer, its gaps filled", text === chosen && text.length > 10 && !/\{(number|kind|place|date)\}/.test(text), text);
    await send(form);
    check("answered", (await desk.locator('.ds-alert[data-color="success"]').count()) === 1);

    form = await open("close");
    await form.locator("select").selectOption("done");
    await form.locator("textarea").fill("Auk on täidetud.");
    await form.locator("input[type=file]").setInputFiles([picture]);
    await send(form);
    check("closed with a picture", (await desk.locator('.ds-alert[data-color="success"]').count()) === 1, (await desk.locator(".error-summary, #trouble, #moved-on").allInnerTexts()).join(" "));
    await page.goto(`/et/reports/${report.number}`);
    check("everybody sees how it ended", (await page.innerText("main")).includes("Auk on täidetud."));
    check("and the picture of it", (await page.locator('main img[src*="/photos/"]').count()) >= 1);

    await page.goto(report.follow);
    const disagree = page.locator('form[action$="/disagree"]');
    await page.locator("details", { has: disagree }).locator("summary").click();
    await disagree.locator("textarea").fill("Auk on alles, täitsid teise augu.");
    await Promise.all([page.waitForNavigation(), disagree.locator("[type=submit]").click()]);
    const line = (await public_reports(base)).find((row) => row.startsWith(report.number)) ?? "";
    check("disagreeing opens it again", line.includes(",open,"), line);
    await desk.goto(`/et/desk/reports/${report.number}`);
    check("the desk reads why", (await desk.innerText("main")).includes("täitsid teise augu"));
    await at_desk.close();
    await context.close();
  });

  await count.story("covering", async (check) => {
    const context = await person(browser, base);
    const page = await context.newPage();
    await page.goto("/et/accessibility");
    const report = await write_report(page, { words: "Naaber Kalle Kaseke lõhkus kõnnitee ära.", kind: "footpath", lat: 58.3741, long: 26.7211, photos: [jpeg("naaber.jpg", await photo(page))] });
    await page.goto(`/et/reports/${report.number}`);
    const pictures = () => page.$$eval('main .photos a', (links) => links.flatMap((link) => [link.href, link.querySelector("img").src]));
    const before = await pictures();
    check("the photo is public before", before.length === 2 && (await page.request.get(before[0])).status() === 200);

    const { page: desk, context: at_desk } = await official(browser, base, "toimetaja");
    await desk.goto(`/et/desk/reports/${report.number}/redact`);
    const words = desk.locator('form[action$="/redact-words"]').first();
    await words.locator("textarea").fill("Naaber lõhkus kõnnitee ära.");
    await Promise.all([desk.waitForNavigation(), words.locator("[type=submit]").click()]);
    await desk.click('[data-island="redact"] [data-part="add"]');
    await Promise.all([desk.waitForNavigation(), desk.click('form[action$="/redact-photo"] .button-row [type=submit]')]);
    check("the desk says that it is done", (await desk.locator('.ds-alert[data-color="success"]').count()) === 1, (await desk.locator(".error-summary").allInnerTexts()).join(" "));
    await page.goto(`/et/reports/${report.number}`);
    check("the name is gone", !(await page.content()).includes("Kaseke"));
    const after = await pictures();
    check("the covered photo is public", after.length === 2 && (await page.request.get(after[0])).status() === 200);
    for (const url of before) check("the old photo is not reachable", !after.includes(url) && (await page.request.get(url)).status() === 404, `${url} ${(await page.request.get(url)).status()}`);
    check("nor is it by the data", !(await (await page.request.get("/et/reports/reports.csv")).text()).includes("Kaseke"));
    await at_desk.close();
    await context.close();
  });
} finally {
  await browser.close();
}
count.end();
