// A report without a network, on the real site with its service worker: node offline_flow.mjs BASE_URL. It waits on the device, survives a
// reload, and is sent exactly once when the network is back, also with two pages open. Prints "N passed, N failed".
import net from "node:net";
import { address_given, Count, jpeg, keep_inside, launch, patience, photo, public_reports } from "./support/site.mjs";

const base = address_given();
const count = new Count();
const browser = await launch();

// The network: the browser reaches the site through here, and nothing passes while it is cut, whoever asks (a page, the service worker).
let cut = false;
let lose_answer = () => false;
const lines = new Set();
const network = net.createServer((from) => {
  if (cut) return from.destroy();
  const to = net.connect(Number(new URL(base).port), new URL(base).hostname);
  // An answer to a sent report can be lost on its way back.
  let sending = false;
  from.on("data", (bytes) => { if (bytes.includes("/report/send HTTP/1.1")) sending = true; });
  to.on("data", () => {
    if (sending && lose_answer()) from.destroy();
    sending = false;
  });
  for (const [one, other] of [[from, to], [to, from]]) {
    lines.add(one);
    one.pipe(other);
    one.on("error", () => other.destroy());
    one.on("close", () => { lines.delete(one); other.destroy(); });
  }
});
await new Promise((done) => network.listen(0, "127.0.0.1", done));
const site = `http://127.0.0.1:${network.address().port}`;
async function offline(context, wanted) {
  cut = wanted;
  if (cut) for (const line of lines) line.destroy();
  await context.setOffline(wanted);
}

const run = Math.random().toString(36).slice(2, 8); // the words of this run, also on a site where it ran before
const waiting = (page) => page.locator('[data-island="waiting"] [data-part="list"] li');
async function device() {
  const context = await browser.newContext({ baseURL: site, viewport: { width: 390, height: 844 }, reducedMotion: "reduce", serviceWorkers: "allow" });
  context.setDefaultTimeout(patience);
  await keep_inside(context, site);
  const page = await context.newPage();
  await page.goto("/et/");
  await page.waitForFunction(() => navigator.serviceWorker?.controller, undefined, { timeout: patience });
  await page.waitForFunction(async () => !!(await caches.match("/et/report/offline")), undefined, { timeout: patience });
  return { context, page };
}
async function fill_in(page, words, picture) {
  await page.fill('#report-offline [name="words"]', words);
  await page.fill('#report-offline [name="address"]', "Riia 27");
  await page.selectOption('#report-offline [name="kind"]', "pothole");
  await page.waitForSelector('#report-offline [data-kind="pothole"]:not([hidden])');
  for (const select of await page.locator('#report-offline [data-kind="pothole"] select').all()) await select.selectOption({ index: 1 });
  if (picture) {
    await page.setInputFiles("#report-offline input[type=file]", [picture]);
    await page.waitForSelector('[data-island="photos"] li');
  }
  await page.locator("#report-offline .button-row button[type=submit]").last().click();
  await waiting(page).first().waitFor();
}
const having = async (words) => (await public_reports(base)).filter((row) => row.includes(words)).length;
const sent = (page) => page.waitForFunction(() => /\d{4}-\d{6}/.test(document.querySelector('[data-island="waiting"]').textContent), undefined, { timeout: patience });

try {
  await count.story("one page", async (check) => {
    const { context, page } = await device();
    const picture = jpeg("auk.jpg", await photo(page));
    const before = (await public_reports(base)).length;
    await offline(context, true);
    await page.goto("/et/report");
    check("without a network any page is the offline form", (await page.locator("#report-offline").count()) === 1);
    check("with its style and scripts", await page.evaluate(() => getComputedStyle(document.querySelector("main .ds-button, main button")).cursor === "pointer" && !!document.querySelector('[data-part="map"]:not([hidden])')));
    await fill_in(page, `Võrguta kirjutatud auk. ${run}`, picture);
    check("it waits, with its photo", (await waiting(page).count()) === 1 && /1/.test(await waiting(page).first().innerText()));
    check("the form is empty again", (await page.inputValue('#report-offline [name="words"]')) === "");
    await page.reload();
    await waiting(page).first().waitFor();
    check("it still waits after a reload without a network", (await waiting(page).innerText()).includes(`Võrguta kirjutatud auk. ${run}`));
    check("nothing was sent", (await public_reports(base)).length === before);
    await offline(context, false);
    await sent(page);
    await page.waitForTimeout(500);
    check("it was sent once", (await having(`Võrguta kirjutatud auk. ${run}`)) === 1 && (await public_reports(base)).length === before + 1, await having(`Võrguta kirjutatud auk. ${run}`));
    const follow = await page.getAttribute('[data-island="waiting"] a', "href");
    await page.goto(follow);
    check("its private link opens with the photo", (await page.locator('main img[src*="/photos/"]').count()) === 1, page.url());
    await page.goto("/et/report/offline");
    await page.waitForTimeout(800);
    check("and never again", (await having(`Võrguta kirjutatud auk. ${run}`)) === 1);
    await context.close();
  });

  await count.story("two pages", async (check) => {
    const { context, page } = await device();
    const second = await context.newPage();
    await second.goto("/et/report/offline");
    await offline(context, true);
    await page.goto("/et/report/offline");
    await fill_in(page, `Esimene võrguta teade. ${run}`, null);
    await second.reload();
    await waiting(second).first().waitFor();
    await fill_in(second, `Teine võrguta teade. ${run}`, null);
    await waiting(second).nth(1).waitFor();
    check("both wait", (await waiting(second).count()) === 2, await waiting(second).count());
    await offline(context, false);
    await Promise.all([page, second].map((one) => one.waitForFunction(() => {
      const island = document.querySelector('[data-island="waiting"]');
      return [...island.querySelectorAll('[data-part="list"] > li')].every((item) => /\d{4}-\d{6}/.test(item.textContent));
    }, undefined, { timeout: patience })));
    await page.waitForTimeout(500);
    check("each was sent once", (await having(`Esimene võrguta teade. ${run}`)) === 1 && (await having(`Teine võrguta teade. ${run}`)) === 1, `${await having(`Esimene võrguta teade. ${run}`)} ${await having(`Teine võrguta teade. ${run}`)}`);
    await context.close();
  });

  await count.story("the server's answer is lost", async (check) => {
    const { context, page } = await device();
    await offline(context, true);
    await page.goto("/et/report/offline");
    await fill_in(page, `Vastus läks kaduma. ${run}`, null);
    // The report reaches the server, its answer does not come back: the same key is sent again.
    let lost = 0;
    lose_answer = () => ++lost === 1;
    await offline(context, false);
    for (let tries = 0; tries < 10 && !/\d{4}-\d{6}/.test(await page.innerText('[data-island="waiting"]')); tries++) {
      await page.waitForTimeout(800);
      const again = page.locator('[data-island="waiting"] li button[data-variant="secondary"]').first();
      if (await again.count()) await again.click();
    }
    check("it was sent again", lost >= 2 && /\d{4}-\d{6}/.test(await page.innerText('[data-island="waiting"]')), lost);
    check("and is one report", (await having(`Vastus läks kaduma. ${run}`)) === 1, await having(`Vastus läks kaduma. ${run}`));
    await context.close();
  });
} finally {
  await browser.close();
  network.close();
}
count.end();
