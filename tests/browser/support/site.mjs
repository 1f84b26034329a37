// What the browser tests share: the browser, counting, people who walk through the site, pictures made here.
import { deflateSync } from "node:zlib";
import { chromium } from "playwright-core";

export const password = "raekoda-demo-2026"; // of the sample officials, in the open

export const address_given = () => {
  const base = process.argv[2];
  if (base && !base.startsWith("--")) return base.replace(/\/$/, "");
  console.error(`give the address of a running site: node ${process.argv[1]} http://localhost:8080`);
  process.exit(2);
};

export const patience = Number(process.env.RAEKODA_PATIENCE ?? 30_000); // ms; a busy machine is not a fault

// The browser without its window: a third less work a page than the whole one.
export const launch = () => chromium.launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium-headless-shell",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// Counts; story() runs one story to its end or to its first failure that nothing can follow.
export class Count {
  passed = 0;
  failed = 0;
  check = (what, good, seen = "") => {
    if (good) this.passed++;
    else {
      this.failed++;
      console.log(`${what}${seen === "" ? "" : `: ${seen}`}`);
    }
  };
  async story(name, run) {
    try {
      await run((what, good, seen) => this.check(`${name}: ${what}`, good, seen));
    } catch (problem) {
      this.check(`${name} ran to its end`, false, String(problem.message).split("\n").slice(0, 3).join(" "));
    }
  }
  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed ? 1 : 0;
  }
}

// --- pictures ---

const crc_table = [...Array(256).keys()].map((n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc = (bytes) => {
  let c = 0xffffffff;
  for (const byte of bytes) c = crc_table[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};
// A PNG (ISO/IEC 15948) of one colour.
export function png(width, height, [red, green, blue] = [232, 238, 230]) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]), whole = Buffer.alloc(body.length + 8);
    whole.writeUInt32BE(data.length, 0);
    body.copy(whole, 4);
    whole.writeUInt32BE(crc(body), body.length + 4);
    return whole;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array(width).fill([red, green, blue]).flat())]);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.concat(Array(height).fill(row)))), chunk("IEND", Buffer.alloc(0))]);
}
export const tile = png(256, 256);

// A JPEG of the browser's own; with a position as a camera writes it (Exif 2.32): 58°22'30" N, 26°43'12" E.
export async function photo(page, position = false, { width = 1200, height = 800, quality = 0.9 } = {}) {
  const plain = await page.evaluate(async ({ width, height, quality }) => {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const paint = canvas.getContext("2d");
    for (let x = 0; x < width; x += 10) {
      paint.fillStyle = `hsl(${x % 360} 80% 50%)`;
      paint.fillRect(x, 0, 10, height);
    }
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, { width, height, quality });
  if (!position) return Buffer.from(plain);
  const tiff = [];
  const u16 = (value) => tiff.push(value >> 8, value & 255);
  const u32 = (value) => tiff.push(value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255);
  const entry = (tag, type, count, value) => { u16(tag); u16(type); u32(count); value(); };
  u16(0x4d4d); u16(42); u32(8);
  u16(1); entry(0x8825, 4, 1, () => u32(26)); u32(0);
  u16(4);
  entry(1, 2, 2, () => tiff.push(0x4e, 0, 0, 0)); entry(2, 5, 3, () => u32(80));
  entry(3, 2, 2, () => tiff.push(0x45, 0, 0, 0)); entry(4, 5, 3, () => u32(104));
  u32(0);
  for (const [above, below] of [[58, 1], [22, 1], [3000, 100], [26, 1], [43, 1], [1200, 100]]) { u32(above); u32(below); }
  const length = tiff.length + 8;
  return Buffer.from([0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff, ...plain.slice(2)]);
}
export const jpeg = (name, buffer) => ({ name, mimeType: "image/jpeg", buffer });

// --- people ---

// Nothing outside this machine is asked, and of it only the site and whoever it sends people to (the login): pictures of the base map are
// answered here, after the page's policy has let them through.
export async function keep_inside(context, base) {
  const site = new RegExp(`^https?://([a-z-]+\\.)?(localhost|127\\.0\\.0\\.1):${new URL(base).port || 80}/`);
  const here = /^https?:\/\/(localhost|127\.0\.0\.1)[:/]/;
  await context.route((url) => !site.test(url.href), (route) => {
    if (route.request().resourceType() === "image") return route.fulfill({ contentType: "image/png", body: tile });
    return here.test(route.request().url()) ? route.continue() : route.abort();
  });
}

export async function person(browser, base, options = {}) {
  const context = await browser.newContext({ baseURL: base, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", serviceWorkers: "block", ...options });
  context.setDefaultTimeout(patience);
  await keep_inside(context, base);
  return context;
}

export async function official(browser, base, login, options = {}) {
  const context = await person(browser, base, options);
  const page = await context.newPage();
  await page.goto("/et/sign-in");
  await page.fill('[name="login"]', login);
  await page.fill('[name="password"]', password);
  await Promise.all([page.waitForURL(/\/et\/desk/), page.click("main form [type=submit]")]);
  return { context, page };
}

// Logs in at the provider that the site was started beside (script/neighbours).
export async function log_in(page, subject, back = "/et/my", language = "et") {
  await page.goto(`/${language}/login?back=${encodeURIComponent(back)}`);
  await page.click("a[href*='/login/start']");
  await Promise.all([page.waitForURL((url) => url.pathname.startsWith(`/${language}/`)), page.click(`button[value='${subject}']`)]);
}
export async function resident(browser, base, subject, options = {}) {
  const context = await person(browser, base, options);
  const page = await context.newPage();
  await log_in(page, subject);
  return { context, page };
}
// Is there a login to test with?
export const has_provider = async (base) => (await fetch(`${base}/et/login/start`, { redirect: "manual" })).status !== 503;

// The button that goes on: the form's own, not one that removes a photo or adds one.
const onward = (page, form) => Promise.all([page.waitForNavigation(), page.click(`#${form} .button-row:last-of-type button[type=submit]:not([name])`)]);

// Walks through the form of the report; stops before it is sent when `until` is "check". The page shows the step then.
export async function write_report(page, { words, address = "Riia 27", lat, long, kind, photos = [], email = "", until = "done", language = "et" }) {
  await page.goto(`/${language}/report`);
  await page.fill('[name="words"]', words);
  if (photos.length) await page.setInputFiles('input[type=file]', photos);
  await onward(page, "report-words");
  if (lat) {
    await page.evaluate(() => document.querySelector('[data-part="typed"]').setAttribute("open", ""));
    await page.fill('[name="lat"]', String(lat));
    await page.fill('[name="long"]', String(long));
  } else await page.fill('[name="address"]', address);
  await onward(page, "report-place");
  if (await page.locator("#report-found").count()) { // several places have that name
    await page.locator("#report-found input[type=radio]").first().check();
    await onward(page, "report-found");
  }
  if (!/\/kind$/.test(page.url())) throw new Error(`not at the kind step but at ${page.url()}: ${(await page.locator(".error-summary").allInnerTexts()).join(" ")}`);
  await page.evaluate(() => document.querySelector("#report-kind details").setAttribute("open", ""));
  await page.locator(`#report-kind [name="kind"][value="${kind}"]`).first().check();
  await onward(page, "report-kind");
  await answer_questions(page);
  if (email) await page.fill('#report-details [name="email"]', email);
  await onward(page, "report-details");
  if (!/\/check$/.test(page.url())) throw new Error(`not at the check step but at ${page.url()}: ${(await page.locator(".error-summary").allInnerTexts()).join(" ")}`);
  if (until === "check") return {};
  await Promise.all([page.waitForURL(/\/done$/), page.click("#report-send [type=submit]")]);
  const number = (await page.innerText("main .ds-alert strong")).trim();
  return { number, follow: new URL(await page.inputValue("#follow-link")).pathname };
}

// The first answer to every question of the kind, whatever the questions are.
export async function answer_questions(page) {
  const names = await page.evaluate(() => [...new Set([...document.querySelectorAll("#report-details input[type=radio]")].map((input) => input.name))]);
  for (const name of names) await page.locator(`#report-details input[type=radio][name="${name}"]`).first().check();
  for (const field of await page.locator("#report-details input[type=text][required]:not([name=name]), #report-details textarea[required]").all()) await field.fill("Ei tea");
  const some = page.locator("#report-details fieldset:has(input[type=checkbox])");
  for (const group of await some.all()) await group.locator("input[type=checkbox]").first().check();
}

// Rows of the public list as CSV.
export async function public_reports(base) {
  const text = await (await fetch(`${base}/et/reports/reports.csv`)).text();
  return text.trim().split("\n").slice(1);
}
