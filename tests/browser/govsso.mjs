// GovSSO's flavour in a real browser: a resident and an official of one session, renewed on the way and by an open page, left in one place and ended in
// all. Starts a site of its own: the provider has to know where to tell of logouts.
//   node govsso.mjs [BASE_URL, not used] [--program build/dev/raekoda]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Count, launch, patience } from "./support/site.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)), folder = mkdtempSync(join(tmpdir(), "govsso-"));
const program = process.argv.includes("--program") ? process.argv[process.argv.indexOf("--program") + 1] : join(root, "build/dev/raekoda");
const port = await new Promise((done) => {
  const probe = createServer().listen(0, () => probe.close(() => done(probe.port)));
  probe.port = probe.address().port;
});
const site = `http://localhost:${port}`;
// An answer counts for 130 seconds: it is renewed two minutes before its end, so ten seconds after the login.
const house = spawn(join(root, "script/neighbours"), ["govsso", "--", program, "serve", "--demo", "--no-rate-limits", "--port", String(port), "--database", join(folder, "raekoda.db")],
  { cwd: root, stdio: "ignore", env: { ...process.env, RAEKODA_SITE: site, RAEKODA_LOGIN_SECONDS: "130" } });
const count = new Count();
const browser = await launch();
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const path_of = (page) => new URL(page.url()).pathname;
for (let tries = 0; tries < 600; ++tries) {
  if (await fetch(`${site}/et`).catch(() => undefined)) break;
  await wait(200);
}

const fresh = async (more = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: "block", ...more });
  context.setDefaultTimeout(patience);
  return context;
};
const cookie = async (context, name) => (await context.cookies(site)).find((one) => one.name === name)?.value;
async function log_in(page, subject, as_official = false) {
  await page.goto(as_official ? `${site}/et/sign-in?back=%2Fet%2Fdesk` : `${site}/et/login?back=%2Fet%2Fmy`);
  await page.click("a[href*='/login/start']");
  // The provider keeps a session: who is known there is not asked again.
  if (await page.locator(`button[value='${subject}']`).count()) await page.click(`button[value='${subject}']`);
}
const official = "EE47707079705";

await count.story("an official's session is renewed by an open page, and on the way without scripts", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await page.clock.install();
  await log_in(page, official, true);
  check("at the desk", path_of(page) === "/et/desk", page.url());
  const first = Number(await cookie(context, "raekoda_renew_at"));
  check("it is known when to renew", first > Date.now() / 1000 - 5 && first < Date.now() / 1000 + 15, first);
  await wait(1500);  // so that the answer counts from another second
  await page.clock.fastForward(30_000);
  await wait(1500);
  const second = Number(await cookie(context, "raekoda_renew_at"));
  check("the open page had it renewed", second > first, `${first} ${second}`);
  const plain = await fresh({ javaScriptEnabled: false }), still = await plain.newPage();
  await log_in(still, official, true);
  const before = Number(await cookie(plain, "raekoda_renew_at"));
  await wait(Math.max(0, before * 1000 - Date.now()) + 1500);
  await still.goto(`${site}/et/desk/applications`);
  check("renewed on the way to a page, and there", path_of(still) === "/et/desk/applications" && Number(await cookie(plain, "raekoda_renew_at")) > before, still.url());
  await plain.close();
  await context.close();
});

await count.story("who leaves here leaves everywhere: the resident's and the official's session, also in another tab", async (check) => {
  const context = await fresh(), page = await context.newPage();
  const else_where = await fresh(), other = await else_where.newPage();
  await log_in(other, "EE38611029284");
  check("somebody else is in", path_of(other) === "/et/my", other.url());
  await log_in(page, official);
  check("the resident's desk", path_of(page) === "/et/my", page.url());
  const desk = await context.newPage();
  await log_in(desk, official, true);
  check("the official's desk, without being asked again", path_of(desk) === "/et/desk", desk.url());
  await desk.click("form[action$='/sign-out'] button");
  await desk.waitForURL((url) => url.port !== String(port), { timeout: patience }).catch(() => {});
  // The provider asks whether to leave there too.
  const leave = desk.locator("button[name=logout], button[value=yes], form button[type=submit]").first();
  if (new URL(desk.url()).port !== String(port)) await leave.click();
  await wait(1500);
  check("the official is out", (await cookie(context, "raekoda_session")) === undefined);
  await desk.goto(`${site}/et/desk`);
  check("the desk asks to sign in", path_of(desk) === "/et/sign-in", desk.url());
  await page.goto(`${site}/et/my/data`);
  check("the resident's session ended by the provider's notice", path_of(page) === "/et/login", page.url());
  await other.goto(`${site}/et/my/data`);
  check("somebody else's goes on", path_of(other) === "/et/my/data", other.url());
  await context.close();
  await else_where.close();
});

await count.story("a resident leaves: an official's session of the same login ends too", async (check) => {
  const context = await fresh(), page = await context.newPage();
  await log_in(page, official, true);
  await log_in(page, official);
  await page.goto(`${site}/et/my`);
  await page.click("form[action$='/logout'] button");
  await page.waitForURL((url) => url.port !== String(port), { timeout: patience }).catch(() => {});
  if (new URL(page.url()).port !== String(port)) await page.locator("button[name=logout], button[value=yes], form button[type=submit]").first().click();
  await wait(1500);
  await page.goto(`${site}/et/desk`);
  check("the desk asks to sign in", path_of(page) === "/et/sign-in", page.url());
  await context.close();
});

await browser.close();
const ended = new Promise((done) => house.on("exit", done));
house.kill("SIGTERM");
await ended;
rmSync(folder, { recursive: true, force: true });
count.end();
