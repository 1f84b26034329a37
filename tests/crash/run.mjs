// The program is killed (kill -9) again and again while it takes reports: node tests/crash/run.mjs --program build/dev/raekoda
//   [--rounds 50] [--callers 16] [--postgres SERVER] [--seed N]
// Sixteen callers post Open311 requests, each with an idempotency key of its own, and note what was acknowledged. After a random while of
// load (100 to 400 ms) the program is killed and started again, and every request without an answer is sent once more with the same key.
// At the end: what was acknowledged is there exactly once under the number that was said, nothing is there twice or unasked, the journal
// verifies, and a rebuild finds the tables equal. Prints "N passed, N failed".
import http from "node:http";
import { Program, ask, options, urlencoded } from "../program.mjs";

const given = options(process.argv.slice(2));
const rounds = Number(given.rounds ?? 50), callers = Number(given.callers ?? 16);
const municipality = given.municipality ?? "tartu";
const seed = Number(given.seed ?? Date.now() % 1_000_000);
let state = seed >>> 0;
const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

let passed = 0;
const failures = [];
const check = (what, holds, seen = "") => {
  if (holds) passed++;
  else failures.push(`${what}${seen === "" ? "" : `: ${seen}`}`);
};

const program = new Program({ program: given.program, postgres: given.postgres });
const sent = new Map();  // key → {words, number?}
let counter = 0, retried = 0, kills = 0, busy = 0, torn = 0, limited = 0;

function fields(key, item) {
  return {
    api_key, jurisdiction_id: jurisdiction, service_code: service, lat: item.lat, long: item.lon, description: item.words, ...attributes,
    idempotency_key: key,
  };
}

async function post(port, agent, key, item) {
  const answer = await ask(port, { method: "POST", path: "/open311/v2/requests.json", agent, timeout: 20_000,
    headers: { "Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": key }, body: urlencoded(fields(key, item)) });
  if (answer.status === 200) {
    const number = JSON.parse(answer.body)[0].service_request_id;
    if (item.number && item.number !== number) failures.push(`the key ${key} was answered ${item.number} and then ${number}`);
    item.number = number;
    return true;
  }
  if (answer.status === 429) limited++;
  if (answer.status !== 503) throw new Error(`status ${answer.status}: ${answer.body.slice(0, 300)}`);
  return false;
}

let api_key, jurisdiction, service, attributes = {};
try {
  api_key = program.must(["key", "add", "--municipality", municipality, "--name", "Crash", "--contact", "crash@example.ee", "--per-minute", "100000", "--per-day", "10000000"]).split("\n").pop();
  let port = await program.serve(["--no-rate-limits"]);
  // What to ask for: the first kind that is offered; its required questions are answered by their first choice.
  jurisdiction = given.jurisdiction ?? "tartu.ee";
  const services = JSON.parse((await ask(port, { path: `/open311/v2/services.json?jurisdiction_id=${jurisdiction}` })).body);
  {
    service = services[0].service_code;
    attributes = {};
    const definition = JSON.parse((await ask(port, { path: `/open311/v2/services/${service}.json?jurisdiction_id=${jurisdiction}` })).body);
    for (const attribute of definition.attributes.filter((each) => each.required && each.variable)) attributes[`attribute[${attribute.code}]`] = attribute.values?.[0]?.key ?? "1";
    const probe = { words: "Auk teel number 0, sügav", lat: "58.378000", lon: "26.720000" };
    await post(port, undefined, `crash-${seed}-0`, probe);
    sent.set(`crash-${seed}-0`, probe);
    if (JSON.parse((await ask(port, { path: `/open311/v2/requests/${probe.number}.json?jurisdiction_id=${jurisdiction}` })).body)[0]?.service_request_id !== probe.number) throw new Error(`a report of the kind ${service} is not public`);
  }
  for (let round = 0; round < rounds; round++) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: callers });
    let killed = false;
    const caller = async () => {
      // First what an earlier round left without an answer.
      for (;;) {
        if (killed) return;
        const left = waiting.pop();
        const key = left ?? `crash-${seed}-${++counter}`;
        if (left) retried++;
        else sent.set(key, { words: `Auk teel number ${counter}, sügav`, lat: (58.37 + random() * 0.015).toFixed(6), lon: (26.7 + random() * 0.04).toFixed(6) });
        try {
          await post(port, agent, key, sent.get(key));
        } catch (problem) {
          if (/^status/.test(problem.message)) {
            failures.push(problem.message);
            return;
          }
          return;  // the connection is gone: killed
        }
      }
    };
    const waiting = [...sent].filter(([, item]) => !item.number).map(([key]) => key);
    const before = [...sent.values()].filter((item) => item.number).length;
    const work = Array.from({ length: callers }, caller);
    await sleep(100 + random() * 300);
    killed = true;
    await program.kill();
    kills++;
    await Promise.all(work);
    agent.destroy();
    torn += [...sent.values()].filter((item) => !item.number).length;
    if (process.stderr.isTTY) process.stderr.write(`\r${round + 1}/${rounds} kills, ${sent.size} requests `);
    port = await program.serve(["--no-rate-limits"]);
    // One that was acknowledged just before, or the first of all, is there at once.
    const known = [...sent.values()].filter((item) => item.number);
    const newest = known[known.length - 1];
    const answer = await ask(port, { path: `/open311/v2/requests/${newest.number}.json?jurisdiction_id=${jurisdiction}` });
    check(`round ${round + 1}: ${newest.number} is there after the kill`, answer.status === 200 && answer.body.includes(newest.words), `${answer.status} ${answer.body.slice(0, 200)}`);
    if (known.length > before) busy++;
    if (failures.length > 20) break;
  }
  if (process.stderr.isTTY) process.stderr.write("\n");

  // Every request without an answer once more; then each of a sample of the answered ones, which must give the same number.
  for (const [key, item] of [...sent].filter(([, one]) => !one.number)) {
    retried++;
    await post(port, undefined, key, item).catch((problem) => failures.push(`retrying ${key}: ${problem.message}`));
  }
  let again = 0;
  for (const [key, item] of [...sent].filter(([, one]) => one.number)) {
    if (again >= 200 && random() > 0.02) continue;
    again++;
    await post(port, undefined, key, item).catch((problem) => failures.push(`repeating ${key}: ${problem.message}`));
  }

  // What is there, by number and by words.
  const there = new Map();
  const numbers = [...sent.values()].map((item) => item.number).filter(Boolean);
  for (let at = 0; at < numbers.length; at += 100) {
    const answer = await ask(port, { path: `/open311/v2/requests.json?jurisdiction_id=${jurisdiction}&service_request_id=${numbers.slice(at, at + 100).join(",")}` });
    if (answer.status !== 200) throw new Error(`reading back: ${answer.status} ${answer.body.slice(0, 200)}`);
    for (const one of JSON.parse(answer.body)) there.set(one.service_request_id, one.description);
  }
  const missing = [...sent].filter(([, item]) => !there.has(item.number)), changed = [...sent].filter(([, item]) => there.has(item.number) && !there.get(item.number).includes(item.words));
  check(`all ${sent.size} reports are there`, missing.length === 0, missing.slice(0, 5).map(([key, item]) => `${key} ${item.number}`).join(", "));
  check("each with its own words", changed.length === 0, changed.slice(0, 5).map(([key]) => key).join(", "));
  check("no number was given twice", new Set(numbers).size === numbers.length);
  check("the load was real: most rounds took reports before the kill", busy > rounds / 2 && sent.size > rounds, `${busy} of ${rounds} rounds, ${sent.size} requests`);
  check("nothing was refused", limited === 0, `${limited} over the limit`);

  const ended = await program.stop();
  check("stops in order", ended.code === 0, JSON.stringify(ended));
  const verified = program.command(["journal", "verify"]);
  check("journal verify", verified.code === 0 && /every event fits its seal/.test(verified.out), verified.out + verified.err);
  // Every report has one opening event: the journal holds as many as were asked for, none doubled.
  const rebuilt = program.command(["rebuild", "--check"]);
  check("rebuild --check", rebuilt.code === 0 && /the tables were equal/.test(rebuilt.out), rebuilt.out + rebuilt.err);
  const port_after = await program.serve(["--no-rate-limits"]);
  let total = 0;
  const words_seen = new Map();
  for (let page = 1; page < 10_000; page++) {
    const answer = await ask(port_after, { path: `/open311/v2/requests.json?jurisdiction_id=${jurisdiction}&page=${page}&page_size=500` });
    const list = JSON.parse(answer.body);
    total += list.length;
    for (const one of list) words_seen.set(one.description, (words_seen.get(one.description) ?? 0) + 1);
    if (list.length < 500) break;
  }
  const doubled = [...words_seen].filter(([, count]) => count > 1);
  check("as many reports as requests, none doubled", total === sent.size && doubled.length === 0, `${total} reports of ${sent.size} requests; doubled: ${doubled.slice(0, 3).map(([words]) => words).join(", ")}`);
  await program.stop();
} catch (problem) {
  failures.push(`${problem.stack}\n${program.log.slice(-1500)}`);
} finally {
  await program.stop().catch(() => {});
  program.remove();
}
console.log(`${kills} kills, ${sent.size} requests, ${torn} left without an answer at a kill, ${retried} sent again (seed ${seed})`);
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
