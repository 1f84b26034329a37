// The islands at work in a real browser: node islands.mjs BASE_URL. The pages are the site's own; what islands ask is answered here with fixed
// data, and nothing reaches the server's reports. Prints "N passed, N failed".
import { launch, patience, photo } from "./support/site.mjs";

const base = process.argv[2];
if (!base) {
  console.error("give the address of a running site: node islands.mjs http://localhost:8080");
  process.exit(2);
}
let passed = 0, failed = 0;
const check = (what, good, seen = "") => {
  if (good) passed++;
  else {
    failed++;
    console.log(`${what}${seen === "" ? "" : `: ${seen}`}`);
  }
};
const json = (route, body, status = 200) => route.fulfill({ status, contentType: "application/json", body: JSON.stringify(body) });

const browser = await launch();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", serviceWorkers: "block", permissions: ["geolocation"], geolocation: { latitude: 58.37, longitude: 26.72 } });
  context.setDefaultTimeout(patience);
  const sent = [];
  let answer = (route) => json(route, { number: "2026-000500", follow: "/et/follow/x" }, 201);
  await context.route("**/places.json?*", (route) => json(route, [{ label: "Kastani 57", lat: 58.3713, long: 26.7127 }, { label: "Kastani 59", lat: 58.3716, long: 26.712 }]));
  await context.route("**/report/suggest.json?*", (route) => json(route, { kinds: [], nearby: [{ number: "2026-000001", title: "Lähedane", distance: 120.4, url: "//elsewhere.example/" }] }));
  await context.route("**/reports/map.json?*", (route) => json(route, { clusters: [{ lat: 58.37, long: 26.7, count: 42, bounds: [26.69, 58.36, 26.71, 58.38] }], points: [{ number: "2026-000001", lat: 58.38, long: 26.72, state: "open", kind: "Libedus", title: "Libe <b>tee</b>", url: "/et/reports/2026-000001" }] }));
  await context.route("**/report/send", (route) => {
    sent.push({ key: route.request().headers()["idempotency-key"], body: route.request().postDataBuffer()?.toString("latin1") ?? "" });
    return answer(route);
  });

  const page = await context.newPage();
  page.on("pageerror", (problem) => check("no script fails", false, problem.message));
  await page.goto(`${base}/et/report/offline`, { waitUntil: "networkidle" });
  const value = (name) => page.inputValue(`[name="${name}"]`);
  const status = () => page.innerText('[data-island="place"] > [data-part="status"]');

  await page.fill('[name="words"]', "Auk teel");
  await page.fill('[name="address"]', "Kasta");
  await page.waitForSelector('[role="option"]');
  check("the list of addresses is announced as open", (await page.getAttribute('[name="address"]', "aria-expanded")) === "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  check("arrows and Enter take an address", (await value("address")) === "Kastani 59" && (await value("lat")) === "58.371600", await value("lat"));
  check("the chosen place is said", (await status()).includes("Kastani 59"), await status());
  await page.click('[data-part="locate"]');
  await page.waitForFunction(() => document.querySelector('[name="lat"]').value === "58.370000");
  await page.focus(".place__canvas");
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(400);
  await page.keyboard.press("Enter");
  check("the map marks a place by keyboard", Number(await value("long")) > 26.72, await value("long"));

  await page.setInputFiles('[name="photos"]', [{ name: "auk.jpg", mimeType: "image/jpeg", buffer: await photo(page, true, { width: 3000, height: 2000, quality: 0.95 }) }, { name: "katki.jpg", mimeType: "image/jpeg", buffer: Buffer.from("not a picture") }]);
  await page.waitForFunction(() => document.querySelectorAll('[data-island="photos"] li').length === 2);
  const files = await page.evaluate(async () => Promise.all([...document.querySelector('[name="photos"]').files].map(async (file) => {
    const size = await createImageBitmap(file).then((picture) => Math.max(picture.width, picture.height), () => 0);
    return { size, exif: new TextDecoder("latin1").decode(await file.slice(0, 200).arrayBuffer()).includes("Exif") };
  })));
  check("a photo is made smaller and loses the camera's data", files[0].size === 2048 && !files[0].exif, JSON.stringify(files[0]));
  check("what cannot be read is sent as it is", files[1].size === 0);
  await page.click('[data-island="photos"] li button[data-variant="secondary"]');
  check("the photo's own position becomes the place", (await value("lat")) === "58.375000" && (await value("long")) === "26.720000", `${await value("lat")} ${await value("long")}`);

  const email = page.locator('[name="email"]');
  if (await email.count()) await email.fill("mari@example.ee");
  await page.waitForTimeout(900);
  await page.goto(`${base}/et/report/offline`, { waitUntil: "networkidle" });
  check("the draft comes back", (await value("words")) === "Auk teel", await value("words"));
  if (await email.count()) check("the draft holds no contact details", (await email.inputValue()) === "");
  check("nothing personal is kept", !(await page.evaluate(() => JSON.stringify(localStorage))).includes("mari@example.ee"));

  await page.goto(`${base}/et/reports`, { waitUntil: "networkidle" });
  await page.waitForSelector(".marker");
  check("a marker has a name, and its title is text", (await page.getAttribute(".marker", "aria-label")).startsWith("Libe <b>tee</b>"));
  await page.focus(".marker");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".leaflet-popup a[href='/et/reports/2026-000001']");
  await page.waitForTimeout(500);
  await page.keyboard.press("Escape");
  await page.waitForTimeout(400);
  check("Escape closes what a marker opened", (await page.locator(".leaflet-popup").count()) === 0);
  const asked = page.waitForRequest(/map\.json/);
  await page.focus(".cluster");
  await page.keyboard.press("Enter");
  const zoom = Number(new URL((await asked).url()).searchParams.get("zoom"));
  check("a cluster zooms in", zoom >= 13, zoom);

  // Without a network: kept, sent once, never lost.
  await page.goto(`${base}/et/report/offline`, { waitUntil: "networkidle" });
  await context.setOffline(true);
  await page.fill('[name="words"]', "Võrguta teade");
  await page.selectOption('[name="kind"]', "other");
  await page.fill('[name="address"]', "Kastani 57");
  await page.locator("form[data-offline] [type=submit]").last().click();
  await page.waitForSelector(".waiting li");
  check("nothing is sent without a network", sent.length === 0);
  const second = await context.newPage();
  answer = (route) => route.abort();
  await context.setOffline(false);
  await page.waitForTimeout(800);
  check("a broken sending keeps the report", (await page.locator(".waiting li").count()) === 1 && sent.length >= 1);
  answer = (route) => json(route, { problems: [{ field: "words", text: "Liiga lühike" }] }, 422);
  await page.locator(".waiting button").first().click();
  await page.waitForFunction(() => document.querySelector(".waiting")?.textContent.includes("Liiga lühike"));
  answer = async (route) => {
    await new Promise((done) => setTimeout(done, 300));
    return json(route, { number: "2026-000500", follow: "/et/follow/x" }, 201);
  };
  const before = sent.length;
  await page.locator(".waiting button").first().click();
  await second.goto(`${base}/et/report/offline`, { waitUntil: "networkidle" });
  await page.waitForFunction(() => document.querySelector(".waiting")?.textContent.includes("2026-000500"));
  await page.waitForTimeout(500);
  check("sent once though two pages are open", sent.length === before + 1, sent.length - before);
  check("always under one key", new Set(sent.map(({ key }) => key)).size === 1 && sent[0].key?.length >= 32);
  check("the form's fields travel, its token does not", sent[0].body.includes('name="words"') && !sent[0].body.includes('name="csrf"'));
  await page.reload({ waitUntil: "networkidle" });
  check("a sent report is not sent again", sent.length === before + 1);
} catch (problem) {
  check("the stories ran to the end", false, String(problem.message).split("\n")[0]);
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
