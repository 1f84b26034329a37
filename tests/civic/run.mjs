// A city's real requests through the real program: node tests/civic/run.mjs --program build/dev/raekoda --file requests.jsonl.gz [--postgres SERVER]
// The import is killed half way and goes on, is repeated and adds nothing; then the map and GeoReport must know of every request.
// Prints what failed, then "N passed, N failed".
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Program, ask, options } from "../program.mjs";

const given = options(process.argv.slice(2));
if (!given.program || !given.file) {
  console.error("node tests/civic/run.mjs --program build/dev/raekoda --file requests.jsonl.gz [--postgres postgresql://…]");
  process.exit(2);
}
let passed = 0, failed = 0;
const check = (good, what, seen = "") => {
  if (good) passed++;
  else {
    failed++;
    console.log(`FAILED ${what}: ${String(seen).slice(0, 400)}`);
  }
};

const text = gunzipSync(readFileSync(given.file)).toString("utf8");
const requests = text.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
const known = new Map(requests.map((request) => [request.service_request_id, request]));
const placed = requests.filter((request) => request.lat || request.long);

const program = new Program(given);
try {
  const file = join(program.folder, "requests.jsonl");
  writeFileSync(file, text);
  const words = ["import", "georeport", file, "--municipality", "tartu", "--quiet"];

  // Killed half way.
  const child = spawn(program.file, [...words, ...program.common], { stdio: "ignore" });
  const ended = new Promise((done) => child.once("exit", (code, signal) => done(signal ?? code)));
  await new Promise((done) => setTimeout(done, given.postgres ? 6000 : 2500));
  child.kill("SIGKILL");
  const how = await ended;

  const said = program.must(words);
  const figure = (name) => Number(new RegExp(`${name} (\\d+)`).exec(said)?.[1]);
  check(figure("lines") === requests.length, "every line is read", said);
  check(figure("new") + figure("known before") === known.size, "new and known make all", said);
  check(how !== "SIGKILL" || figure("known before") < known.size, "the killed import had not finished", said);
  check(figure("refused") === requests.length - known.size || figure("refused") === 0, "none is refused", said);
  const again = program.must(words);
  check(/new 0,/.test(again) && again.includes(`known before ${requests.length}`), "a second import adds nothing", again);

  const port = await program.serve(["--no-rate-limits"]);
  const read = async (path) => {
    const answer = await ask(port, { path });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.slice(0, 200)}`);
    return JSON.parse(answer.body);
  };
  for (let i = 0; i < 300 && !(await ask(port, { path: "/health" })).body.includes('"map":"ok"'); i++) await new Promise((done) => setTimeout(done, 100));

  // The map: clusters and points of a view make all requests that lie in it, at every zoom.
  const box = placed.reduce((b, r) => [Math.min(b[0], r.long), Math.min(b[1], r.lat), Math.max(b[2], r.long), Math.max(b[3], r.lat)], [180, 90, -180, -90]);
  const around = [box[0] - 0.01, box[1] - 0.01, box[2] + 0.01, box[3] + 0.01].map((n) => n.toFixed(6)).join(",");
  const sums = [];
  for (const zoom of [3, 9, 13, 18]) {
    const view = await read(`/et/reports/map.json?bbox=${around}&zoom=${zoom}`);
    sums.push(view.clusters.reduce((sum, cluster) => sum + cluster.count, 0) + view.points.length);
  }
  check(sums.every((sum) => sum === known.size), `the map shows ${known.size} at every zoom`, sums);
  const open = await read(`/et/reports/map.json?bbox=${around}&zoom=9&state=open`);
  const still = requests.filter((request) => request.status !== "closed").length;
  check(open.clusters.reduce((sum, cluster) => sum + cluster.count, 0) + open.points.length === still, `${still} are open on the map`, JSON.stringify(open).slice(0, 200));

  // GeoReport: month by month, page by page, each request once, as it came.
  const moments = requests.map((request) => Date.parse(request.requested_datetime)).sort((a, b) => a - b);
  const seen = new Set();
  let same = 0, kept = 0;
  const month = 30 * 86_400_000;
  for (let from = moments[0]; from <= moments.at(-1); from += month) {
    for (let page = 1; ; page++) {
      const list = await read(`/open311/v2/requests.json?jurisdiction_id=tartu.ee&start_date=${new Date(from).toISOString()}&end_date=${new Date(from + month - 1000).toISOString()}&page_size=1000&page=${page}`);
      for (const one of list) {
        seen.add(one.service_request_id);
        const at = Date.parse(one.requested_datetime);
        if (at >= from && at < from + month) same++;
      }
      kept += list.length;
      if (list.length < 1000) break;
    }
  }
  check(seen.size === kept, "no request comes twice", `${seen.size} of ${kept}`);
  check(seen.size === known.size, `all ${known.size} are listed`, seen.size);
  check(same === kept, "each lies in the month that was asked for", `${same} of ${kept}`);
  const closed = await read("/open311/v2/requests.json?jurisdiction_id=tartu.ee&status=closed&start_date=2012-01-02T00:00:00Z&end_date=2012-01-05T00:00:00Z&page_size=1000");
  check(closed.length > 0 && closed.every((one) => one.status === "closed"), "the status is asked for", closed.length);
  const first = await read(`/open311/v2/requests/${closed[0]?.service_request_id}.json?jurisdiction_id=tartu.ee`);
  check(first.length === 1 && first[0].service_request_id === closed[0]?.service_request_id, "one by its number", JSON.stringify(first).slice(0, 200));

  await program.stop();
  const verified = program.command(["journal", "verify"]);
  check(verified.code === 0, "the journal fits its seals", verified.err);
} catch (problem) {
  failed++;
  console.log(`FAILED ${problem.stack}`);
} finally {
  await program.stop().catch(() => {});
  program.remove();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
