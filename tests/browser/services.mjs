// Services, as residents find them and officials look after them: node services.mjs BASE_URL. With scripts and without.
// Prints "N passed, N failed".
import { Count, address_given, launch, official, person } from "./support/site.mjs";

const base = address_given();
const count = new Count();
const browser = await launch();
const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);
const service = "/et/desk/services/library-reader";

try {
  for (const scripts of [true, false]) {
    await count.story(`finding a service ${scripts ? "with" : "without"} scripts`, async (check) => {
      const own = await person(browser, base, { javaScriptEnabled: scripts });
      const page = await own.newPage();
      await page.goto("/et/");
      await go(page, () => page.click('main a[href$="/life-events/losing-someone"]'));
      check("one click to the life event", /life-events/.test(page.url()), page.url());
      await go(page, () => page.click('main a[href$="/services/funeral-grant"]'));
      check("two to the service", (await page.locator("h1").innerText()) === "Matusetoetus");
      await page.fill("#f-place", "Elva");
      await go(page, () => page.press("#f-place", "Enter"));
      check("the municipality is told by the place", /Elva/.test(await page.locator(".where-answer").innerText()));
      await page.goto("/et/services/funeral-grant?place=38001085718");
      check("a personal code finds nothing", (await page.locator(".where-answer a").count()) === 0);
      const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
      check("the page speaks schema.org", data["@type"] === "GovernmentService", data["@type"]);
      await page.goto("/et/find?q=matusetoetust");
      check("the search finds services", (await page.locator('main a[href$="/services/funeral-grant"]').count()) === 1);
      check("no ratings in grief", (await page.locator("main input[type=radio]").count()) === 0);
      await own.close();
    });
  }

  await count.story("open data", async (check) => {
    const csv = await (await fetch(base + "/services.csv")).text();
    check("CSV has a head", csv.startsWith("id,name_et"), csv.slice(0, 40));
    const graph = (await (await fetch(base + "/services.jsonld")).json())["@graph"];
    check("CPSV-AP has services", graph.filter((node) => node["@type"] === "cpsv:PublicService").length > 60);
  });

  const editor = await official(browser, base, "toimetaja", { javaScriptEnabled: false });
  const other = await official(browser, base, "haldur", { javaScriptEnabled: false });
  const words = `Raamatukogu ${Date.now() % 100000}`;

  await count.story("a text is changed, a second person publishes", async (check) => {
    const { page } = editor;
    await page.goto(service + "/texts");
    await page.locator('[name="et:/name"]').fill(words);
    await go(page, () => page.click("main form .button-row [type=submit]"));
    check("the draft is saved", /done=saved/.test(page.url()), page.url());
    check("residents see nothing of it", !(await (await fetch(base + "/et/services/library-reader")).text()).includes(words));
    await page.goto(service + "/preview");
    check("the preview shows it", (await page.locator("h1").innerText()) === words);
    await page.goto(service);
    await page.fill('[name="note"]', "");
    await go(page, () => page.click('[name="act"][value="submit"]'));
    check("a reason is asked for", (await page.locator(".error-summary").count()) === 1);
    await page.fill('[name="note"]', "Uus nimi");
    await go(page, () => page.click('[name="act"][value="submit"]'));
    check("it waits", /done=submit/.test(page.url()), page.url());
    check("nobody approves their own change", (await page.locator('[value="approve"]').count()) === 0);
    await other.page.goto(service);
    const changed = await other.page.locator('section[aria-labelledby="changed"]').innerText();
    check("who approves sees the old words beside the new", changed.includes(words) && /Eesti/.test(changed), changed);
    await go(other.page, () => other.page.click('[value="approve"]'));
    const first = other.page.locator('section[aria-labelledby="history"] tbody tr').first();
    check("the history says when it was published, who wrote and who approved", /\d+\.\d+\.\d{4}.*Kirjutas: .*Kinnitas: /s.test(await first.innerText()), await first.innerText());
    check("it is published", /done=approve/.test(other.page.url()), other.page.url());
    check("residents see it", (await (await fetch(base + "/et/services/library-reader")).text()).includes(words));
    await page.goto(service);
    await go(page, () => page.locator('section[aria-labelledby="history"] tbody tr').first().locator('a[href*="/versions/"]').click());
    const told = await page.locator('section[aria-labelledby="changes"]').innerText();
    check("a version of the history says what changed", told.includes(words), told);
    await page.setViewportSize({ width: 320, height: 800 });
    check("nothing overflows on a phone", await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await count.story("an old version comes back", async (check) => {
    const { page } = editor;
    await page.goto(service);
    await go(page, () => page.click('[value="roll_back"]'));
    check("it waits for the other", /done=roll_back/.test(page.url()), page.url());
    await other.page.goto(service);
    await go(other.page, () => other.page.click('[value="approve"]'));
    check("the old words are back", !(await (await fetch(base + "/et/services/library-reader")).text()).includes(words));
  });

  await count.story("strangers and wrong input", async (check) => {
    const { page } = editor;
    await page.goto("/et/desk/services/funeral-grant/values");
    await page.locator('[name="valid_from"]').fill("1.1.2020");
    await go(page, () => page.click("main form.form [type=submit]"));
    check("a day that has passed is refused", (await page.locator(".error-summary").count()) === 1);
    await page.goto("/et/desk/services/funeral-grant/questions/texts");
    await page.locator("#f-form").fill("{ ei ole vorm");
    await go(page, () => page.click("#file ~ form [type=submit]"));
    check("a broken form is refused, nothing typed is lost", (await page.locator("#f-form").inputValue()) === "{ ei ole vorm");
    const stranger = await person(browser, base);
    const tab = await stranger.newPage();
    await tab.goto("/et/desk/services");
    check("a stranger is asked to sign in", /\/(sign-in|login)/.test(tab.url()), tab.url());
    await stranger.close();
  });
} finally {
  await browser.close();
}
count.end();
