// The base map: node map.mjs BASE_URL. A second server of the program uses tiles made here; they load under its policy, and with tiles that do
// not come the map stays usable. The program is RAEKODA_PROGRAM or build/dev/raekoda. Prints "N passed, N failed".
import http from "node:http";
import { address_given, Count, launch, patience, tile } from "./support/site.mjs";
import { Program } from "../program.mjs";

address_given();
const count = new Count();
let asked = 0, missing = false;
const tiles = http.createServer((request, answer) => {
  asked++;
  if (missing) answer.writeHead(404).end();
  else answer.writeHead(200, { "Content-Type": "image/png", "Content-Length": tile.length }).end(tile);
});
await new Promise((done) => tiles.listen(0, "127.0.0.1", done));
const program = new Program({ program: process.env.RAEKODA_PROGRAM ?? "build/dev/raekoda" });
const browser = await launch();
try {
  const port = await program.serve(["--demo", "--no-rate-limits", "--tiles", `http://127.0.0.1:${tiles.address().port}/{z}/{x}/{y}.png`]);
  const look = async (name, run) => count.story(name, async (check) => {
    const context = await browser.newContext({ baseURL: `http://127.0.0.1:${port}`, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", serviceWorkers: "block" });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    await page.addInitScript(() => {
      window.stopped_by_policy = [];
      document.addEventListener("securitypolicyviolation", (event) => window.stopped_by_policy.push(event.blockedURI));
    });
    await page.goto("/et/reports");
    await page.waitForSelector(".marker, .cluster");
    await run(check, page);
    const stopped = await page.evaluate(() => window.stopped_by_policy);
    check("the policy stops nothing", stopped.length === 0, stopped.join(" "));
    await context.close();
  });
  await look("tiles", async (check, page) => {
    await page.waitForFunction(() => [...document.querySelectorAll("img.leaflet-tile")].some((image) => image.complete && image.naturalWidth === 256));
    check("tiles are drawn", asked > 0, asked);
  });
  missing = true;
  await look("no tiles", async (check, page) => {
    await page.waitForFunction(() => document.querySelector(".leaflet-overlay-pane path"));
    check("the outline is there", true);
    const zoomed = page.waitForRequest(/map\.json/);
    await page.click(".leaflet-control-zoom-in");
    await zoomed;
    check("reports are asked for the new view", true);
    await page.goto("/et/report/offline");
    await page.waitForSelector('[data-part="map"]:not([hidden])');
    await page.click(".place__canvas", { position: { x: 200, y: 150 } });
    check("a tap still marks a place", (await page.inputValue('[name="lat"]')).startsWith("58."), await page.inputValue('[name="lat"]'));
  });
} finally {
  await browser.close();
  await program.stop();
  program.remove();
  tiles.close();
}
count.end();
