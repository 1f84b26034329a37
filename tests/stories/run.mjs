// People's stories through the real program: node tests/stories/run.mjs --program build/dev/raekoda [--postgres SERVER] [--address HOST:PORT] [story.json …]
// What a story is stands in README.md beside this file. Every step is a test; after all stories the journal must verify and a rebuild must
// find the tables equal. Prints what failed, then "N passed, N failed".
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Program, ask, options, urlencoded } from "../program.mjs";
import { Page } from "./page.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const given = options(process.argv.slice(2));
if (!given.program && !given.port) {
  console.error("node tests/stories/run.mjs --program build/dev/raekoda [--postgres postgresql://…] [story.json …]");
  process.exit(2);
}
const files = given.rest.length ? given.rest : readdirSync(here).filter((name) => name.endsWith(".json")).sort().map((name) => join(here, name));

let passed = 0;
const failures = [];
const good = () => passed++;
const bad = (where, what) => failures.push(`${where}: ${what}`);

class Faults extends Error {}
const fault = (text) => { throw new Faults(text); };

// {name} from the story's variables; an unknown name is a mistake of the story.
const filled = (value, variables) => {
  if (typeof value === "string") return value.replace(/\{\{([a-z_0-9]+)\}\}/g, (whole, name) => (name in variables ? String(variables[name]) : fault(`no variable ${name}`)));
  if (Array.isArray(value)) return value.map((one) => filled(one, variables));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, one]) => [filled(name, variables), filled(one, variables)]));
  return value;
};

const member = (document, path) => path === "" ? document : path.split(".").reduce((at, name) => (at === undefined || at === null ? undefined : name === "length" ? at.length : at[name]), document);
const same = (seen, wanted) => {
  if (wanted && typeof wanted === "object" && !Array.isArray(wanted)) {
    if ("matches" in wanted) return new RegExp(wanted.matches).test(String(seen));
    if ("not" in wanted) return !same(seen, wanted.not);
    if ("present" in wanted) return (seen !== undefined) === wanted.present;
  }
  return JSON.stringify(seen) === JSON.stringify(wanted);
};

function multipart(fields, uploads) {
  const boundary = "----story" + Math.random().toString(36).slice(2);
  const parts = [];
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${one}\r\n`));
  for (const [name, list] of Object.entries(uploads))
    for (const upload of [list].flat()) {
      const file = typeof upload === "string" ? { file: upload } : upload;
      const bytes = file.file ? readFileSync(join(here, "files", file.file)) : Buffer.from(file.text ?? "");
      parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${file.name ?? file.file ?? "file"}"\r\nContent-Type: ${file.type ?? "image/jpeg"}\r\n\r\n`), bytes, Buffer.from("\r\n"));
    }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) };
}

class Actor {
  constructor(port) {
    this.port = port;
    this.cookies = new Map();
    this.page = null;  // the last HTML page
  }
  async request(method, path, { headers = {}, body } = {}) {
    const sent = { Accept: "text/html", ...headers };
    if (this.cookies.size) sent.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await ask(this.port, { method, path, headers: sent, body });
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [pair, ...settings] = line.split(";");
      const [name, value] = [pair.slice(0, pair.indexOf("=")).trim(), pair.slice(pair.indexOf("=") + 1).trim()];
      if (settings.some((one) => /^\s*max-age=0$/i.test(one))) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    if (/^text\/html/.test(answer.headers["content-type"] ?? "")) this.page = new Page(path, answer.body);
    answer.path = path;
    return answer;
  }
}

const methods = ["get", "post", "submit", "put", "delete"];

async function walk(step, actor, variables) {
  const method = methods.find((one) => one in step) ?? fault("a step has get, post, submit, put or delete");
  let path = step[method];
  let fields = { ...(step.form ?? {}) };
  const headers = { ...(step.headers ?? {}) };
  let verb = method === "submit" ? "POST" : method.toUpperCase();
  let uploads = step.files ?? {};
  let manifold = Object.keys(uploads).length > 0;
  if (method === "submit") {
    // What a browser without scripts would send: the fields as the page has them, and what the person changed.
    if (!actor.page) fault("there is no page to submit a form of");
    const form = actor.page.form(path) ?? fault(`no form "${path}" on ${actor.page.path}; there are: ${actor.page.forms.map((one) => one.action).join(" ")}`);
    const known = form.fields();
    for (const name of Object.keys(fields))
      if (!form.names().has(name)) fault(`the form has no field ${name}; it has ${[...form.names()].join(" ")}`);
    for (const name of Object.keys(uploads)) if (!form.names().has(name)) fault(`the form has no field ${name}`);
    fields = { ...known, ...fields };
    for (const [name, value] of Object.entries(fields)) if (value === null) delete fields[name];
    if (step.press) {
      const [name, value = ""] = step.press.split("=");
      if (!form.buttons.some((one) => one.name === name && one.value === value)) fault(`no button ${step.press}; there are ${form.buttons.map((one) => `${one.name}=${one.value}`).join(" ")}`);
      fields[name] = value;
    }
    path = new URL(form.action || actor.page.path, `http://x${actor.page.path}`);
    path = path.pathname + path.search;
    if (form.method === "get") {
      verb = "GET";
      path = path.replace(/\?.*/, "") + "?" + urlencoded(fields);
    }
    manifold = form.multipart;
  } else if (method === "post" && step.csrf !== false && actor.page?.csrf && /^\/(et|en|ru)\//.test(path) && !("csrf" in fields) && step.json === undefined) {
    fields.csrf = actor.page.csrf;
  }
  let body;
  if (verb !== "GET") {
    if (step.json !== undefined) {
      body = JSON.stringify(step.json);
      headers["Content-Type"] ??= "application/json";
    } else if (step.body !== undefined) body = step.body;
    else if (manifold) {
      const made = multipart(fields, uploads);
      body = made.body;
      headers["Content-Type"] = made.type;
    } else {
      body = urlencoded(fields);
      headers["Content-Type"] ??= "application/x-www-form-urlencoded";
    }
  }
  let answer = await actor.request(verb, path, { headers, body });
  const first = answer;
  for (let hops = 0; step.follow !== false && [301, 302, 303, 307].includes(answer.status) && hops < 5; hops++) answer = await actor.request("GET", answer.headers.location);

  if (given.show && actor.page) {
    // --show yes: what the person sees, for writing stories.
    console.log(`-- ${verb} ${path} → ${answer.status} ${answer.path}${actor.page.problems().map((one) => `\n   ! ${one}`).join("")}`);
    for (const one of actor.page.forms.filter((each) => each.method === "post")) console.log(`   ${one.action}: ${Object.entries(one.fields()).map(([name, value]) => `${name}=${String(value).slice(0, 24)}`).join("  ")}  [${[...one.names()].join(" ")}]  ${one.buttons.map((button) => `<${button.name}=${button.value}>`).join(" ")}`);
  }
  const faults = [];
  const expect = step.expect ?? { status: 200 };
  const see = (one) => `${one.status} of ${one.path}` + (actor.page?.problems().length ? `, the page says: ${actor.page.problems().join(" | ")}` : "");
  if (expect.status !== undefined && answer.status !== expect.status) faults.push(`status ${see(answer)} instead of ${expect.status}${answer.status >= 500 || !/html/.test(answer.headers["content-type"] ?? "") ? `: ${answer.body.slice(0, 300)}` : ""}`);
  if (expect.location !== undefined && !new RegExp(expect.location).test(first.headers.location ?? "")) faults.push(`location ${first.headers.location} instead of ${expect.location}`);
  if (expect.path !== undefined && !new RegExp(expect.path).test(answer.path)) faults.push(`came to ${answer.path} instead of ${expect.path}`);
  const text = /html/.test(answer.headers["content-type"] ?? "") ? new Page(answer.path, answer.body).text() + "\n" + answer.body : answer.body;
  for (const wanted of [expect.contains ?? []].flat()) if (!text.includes(wanted)) faults.push(`does not contain "${wanted}" (${see(answer)})`);
  for (const unwanted of [expect.lacks ?? []].flat()) if (text.includes(unwanted)) faults.push(`contains "${unwanted}"`);
  for (const [name, wanted] of Object.entries(expect.header ?? {})) if (!new RegExp(wanted).test(answer.headers[name.toLowerCase()] ?? "")) faults.push(`header ${name}: ${answer.headers[name.toLowerCase()]}`);
  let document;
  const parsed = () => {
    if (document === undefined) {
      try {
        document = JSON.parse(answer.body);
      } catch {
        fault(`the answer is no JSON (${see(answer)}): ${answer.body.slice(0, 200)}`);
      }
    }
    return document;
  };
  for (const [name, wanted] of Object.entries(expect.json ?? {})) if (!same(member(parsed(), name), wanted)) faults.push(`json ${name || "(whole)"} is ${JSON.stringify(member(parsed(), name))?.slice(0, 300)} instead of ${JSON.stringify(wanted)}`);
  if (faults.length) fault(faults.join("; "));

  for (const [name, from] of Object.entries(step.keep ?? {})) {
    let found;
    if (from.json !== undefined) found = member(parsed(), from.json);
    else {
      const source = from.location ? first.headers.location ?? "" : from.path ? answer.path : from.header ? answer.headers[from.header.toLowerCase()] ?? "" : from.text ? text : answer.body;
      const match = new RegExp(from.location ?? from.path ?? from.matches ?? from.text ?? from.html).exec(source);
      found = match?.[1] ?? match?.[0];
    }
    if (found === undefined || found === null) fault(`nothing to keep as ${name}`);
    variables[name] = found;
  }
}

async function tell(file, world) {
  let story;
  try {
    story = JSON.parse(readFileSync(file, "utf8"));
  } catch (problem) {
    bad(file, problem.message);
    return;
  }
  const name = file.split("/").pop().replace(/\.json$/, "");
  const actors = new Map();
  const variables = { ...world.variables, ...(story.variables ?? {}) };
  for (const [index, raw] of story.steps.entries()) {
    const where = `${name} step ${index + 1}${raw.do ? ` (${raw.do})` : ""}`;
    try {
      const step = filled(raw, variables);
      if (step.wait) {
        // Something that follows a moment later (the map, the posted letters): asked again until it is there.
        const until = Date.now() + step.wait * 1000;
        for (;;) {
          try {
            await act(step);
            break;
          } catch (problem) {
            if (!(problem instanceof Faults) || Date.now() > until) throw problem;
            await new Promise((done) => setTimeout(done, 100));
          }
        }
      } else await act(step);
      good();
    } catch (problem) {
      bad(where, problem instanceof Faults ? problem.message : problem.stack);
      const left = story.steps.length - index - 1;
      if (left) failures.push(...Array.from({ length: left }, (_, i) => `${name} step ${index + i + 2}: not reached`));
      return;
    }
  }
  async function act(step) {
    const who = step.as ?? "resident";
    if (!actors.has(who)) actors.set(who, new Actor(world.port));
    await walk(step, actors.get(who), variables);
  }
}

const municipality = given.municipality ?? "tartu";
if (given.port) {
  const world = { port: Number(given.port), variables: { password: given.password ?? "", api_key: given.key ?? "" } };
  for (const file of files) await tell(file, world);
} else {
  const program = new Program({ program: given.program, postgres: given.postgres });
  try {
    const password = "raudne kask kasvab";
    for (const [login, role] of [["official", ["handler", "clerk"]], ["colleague", ["handler", "clerk"]], ["manager", ["manager", "handler", "clerk", "editor"]]])
      program.must(["staff", "add", "--municipality", municipality, "--login", login, "--name", login === "official" ? "Mari Ametnik" : login === "colleague" ? "Jüri Kolleeg" : "Juhan Juht", ...role.flatMap((one) => ["--role", one])], password + "\n");
    const api_key = program.must(["key", "add", "--municipality", municipality, "--name", "Story", "--contact", "story@example.ee", "--per-minute", "100000", "--per-day", "1000000"]).split("\n").pop();
    const port = await program.serve(["--no-rate-limits"]);
    const world = { port, variables: { password, api_key, base: `http://127.0.0.1:${port}` } };
    for (const file of files) await tell(file, world);
    const ended = await program.stop();
    if (ended.code === 0) good();
    else bad("stopping", `exit ${ended.code ?? ended.signal}\n${program.log.slice(-2000)}`);
    for (const [words, wanted] of [[["journal", "verify"], /every event fits its seal/], [["rebuild", "--check"], /the tables were equal/]]) {
      const done = program.command(words);
      if (done.code === 0 && wanted.test(done.out)) good();
      else bad(`raekoda ${words.join(" ")}`, `exit ${done.code}: ${done.out}${done.err}`.slice(0, 2000));
    }
  } catch (problem) {
    bad("the program", problem.stack);
  } finally {
    await program.stop().catch(() => {});
    program.remove();
  }
}
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
