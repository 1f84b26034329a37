// Decision models at the desk, as officials read and try them: node decision_models.mjs BASE_URL. With scripts and without, by keyboard, on a
// narrow screen. Prints "N passed, N failed".
import { Count, address_given, launch, official, person } from "./support/site.mjs";

const base = address_given();
const count = new Count();
const browser = await launch();

async function tab_to(page, selector, at_most = 120) {
  for (let pressed = 0; pressed < at_most; pressed++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => !!document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} cannot be reached by Tab at ${page.url()}`);
}
const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);

try {
  const { context, page } = await official(browser, base, "teed");
  const cookies = await context.storageState();

  await count.story("only officials", async (check) => {
    const stranger = await person(browser, base);
    const tab = await stranger.newPage();
    await tab.goto("/et/desk/models");
    check("a stranger is asked to sign in", /\/sign-in/.test(tab.url()), tab.url());
    await stranger.close();
  });

  await count.story("from the menu to a table", async (check) => {
    await go(page, () => page.click('.desk-header a[href$="/desk/models"]'));
    const models = await page.locator("main table tbody tr").count();
    check("there are models", models >= 4, models);
    check("the menu says where one is", (await page.locator('.desk-header nav li a[aria-current="true"][href$="/desk/models"]:not([hreflang])').count()) === 1);
    await go(page, () => page.click('main a[href$="/desk/models/parking-permit"]'));
    check("tables have captions", (await page.locator("table.rules:not(:has(caption))").count()) === 0);
    check("rows have heads", (await page.locator("table.rules--cards tbody tr:not(:has(th[scope=row]))").count()) === 0);
    check("nothing is decided before facts are given", (await page.locator("[data-state=decided], #result").count()) === 0);
  });

  for (const scripts of [true, false]) {
    await count.story(`an example ${scripts ? "with" : "without"} scripts`, async (check) => {
      const own = await person(browser, base, { storageState: cookies, javaScriptEnabled: scripts });
      const tab = await own.newPage();
      await tab.goto("/et/desk/models/parking-permit");
      await go(tab, () => tab.click(".model-form__examples a >> nth=1"));
      check("there is a result", (await tab.locator("#result .result__value, #result .facts").count()) > 0);
      check("reasons are told", (await tab.locator("#result .reasons li").count()) > 0);
      const rows = tab.locator("tr[data-state=decided]");
      check("the row that decided is marked", (await rows.count()) > 0);
      check("the mark is a word too", /Otsustas/.test(await rows.first().innerText()));
      check("what would change it is told", (await tab.locator(".near li").count()) > 0);
      check("neighbours show the cell that failed", (await tab.locator("tr[data-state=near] .rules__failed").count()) > 0);
      const before = await tab.locator("#result").innerText();
      await go(tab, () => tab.click('a[hreflang="en"], .languages a[lang="en"], .languages a:has-text("English")'));
      check("another language keeps the trial", (await tab.locator("#result").count()) === 1 && (await tab.locator("#result").innerText()) !== before, tab.url());
      check("row is said in English", /Decided/.test(await tab.locator("tr[data-state=decided]").first().innerText()));
      await own.close();
    });
  }

  await count.story("a mistake is said at the field and nothing is lost", async (check) => {
    await page.goto("/et/desk/models/funeral-grant");
    const dates = await page.locator('.model-form input[name^="fact"]').evaluateAll((all) => all.filter((one) => one.placeholder).map((one) => one.name));
    check("dates are asked", dates.length > 0);
    const choice = page.locator('.model-form select[name^="fact"]').first();
    await choice.selectOption({ index: 1 });
    const chosen = await choice.inputValue();
    await page.fill(`[name="${dates[0]}"]`, "eile õhtul");
    await go(page, () => page.click(".model-form [type=submit]"));
    check("the summary has the focus", await page.evaluate(() => document.activeElement?.id === "problems"));
    check("what was typed is there", (await page.inputValue(`[name="${dates[0]}"]`)) === "eile õhtul");
    check("what was chosen is there", (await page.locator('.model-form select[name^="fact"]').first().inputValue()) === chosen);
  });

  await count.story("by keyboard", async (check) => {
    await page.goto("/et/desk/models/parking-permit");
    await tab_to(page, ".model-form select");
    await page.keyboard.press("ArrowDown");
    await tab_to(page, ".model-form [type=submit]");
    await go(page, () => page.keyboard.press("Enter"));
    check("the result has the focus", await page.evaluate(() => document.activeElement?.id === "result"));
    await tab_to(page, "#result .reasons a");
    await page.keyboard.press("Enter");
    check("a reason leads to its decision", /#decision-\d+$/.test(page.url()), page.url());
  });

  await count.story("on a narrow screen", async (check) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto("/et/desk/models/parking-permit");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    check("nothing scrolls sideways", !wide);
    const shown = await page.locator("table.rules--cards tbody td[data-label]").first().evaluate((cell) => getComputedStyle(cell, "::before").content);
    check("every cell says its column", shown.length > 4, shown);
  });
  await context.close();
} catch (problem) {
  count.check("the run", false, problem.message);
} finally {
  await browser.close();
}
count.end();
