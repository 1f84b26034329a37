// A guest logs in by the link of a letter, by keys alone, in each language; looking at the link does not use it, using it does.
//   node guest_link.mjs BASE_URL     (script/neighbours registers identity mail -- build/dev/raekoda serve --demo … starts the site)
import { has_mailbox, login_link } from "./support/mailbox.mjs";
import { Count, address_given, launch, person } from "./support/site.mjs";

const site = address_given();
const count = new Count();
if (!has_mailbox()) {
  console.log("a guest's link: skipped, no mail server stands beside the site (script/neighbours mail -- … starts one)");
  process.exit(0);
}
const browser = await launch();
const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);

for (const language of ["et", "en", "ru"])
  await count.story(`a guest's link, ${language}`, async (check) => {
    const address = `kylaline-${language}-${Date.now()}@example.ee`;
    const context = await person(browser, site), page = await context.newPage();
    const link = await login_link(page, address, language, "/my/data", (button) => button.press("Enter"));
    check("the page says that a letter was sent, not to whom else", !(await page.innerText("main")).includes("/login/link/"));
    await page.goto(`/${language}${link}`);
    check("the page of the link says whose it is", (await page.innerText("main")).includes(address));
    check("its heading is the page's title", (await page.title()).includes(await page.innerText("h1")));
    await page.goto(`/${language}/my/data`);
    check("looking is not using", page.url().includes("/login"), page.url());
    await page.goto(`/${language}${link}`);
    let stops = 0;
    const at_button = () => page.evaluate(() => !!document.activeElement.closest("form[action*='/login/link/']"));
    while (!(await at_button()) && stops++ < 40) await page.keyboard.press("Tab");
    check("the button is reached by the Tab key", await at_button(), `${stops} stops`);
    check("and is seen to have the focus", await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none" || getComputedStyle(document.activeElement).boxShadow !== "none"));
    await go(page, () => page.keyboard.press("Enter"));
    check("the guest is where they wanted to be", new URL(page.url()).pathname === `/${language}/my/data`, page.url());
    check("and is who the letter went to", (await page.innerText("body")).includes(address));
    // Whoever finds the letter later, in another browser, gets nothing by it.
    const other = await person(browser, site), stranger = await other.newPage();
    const answer = await stranger.goto(`/${language}${link}`);
    check("used once, the link is over", answer.status() === 410 && !(await stranger.innerText("main")).includes(address), answer.status());
    await other.close();
    await context.close();
  });

await browser.close();
count.end();
