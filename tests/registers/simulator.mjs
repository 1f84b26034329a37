// The state's registers, simulated behind one security server of X-tee (REST): 100,000 invented people, the same for the same seed.
//
//   node simulator.mjs [--port N] [--seed N] [--people N] [--configuration FILE]     serves on 127.0.0.1 until it is ended
//   node simulator.mjs [options] -- PROGRAM arguments…                               runs the program with RAEKODA_TEST_REGISTERS set, ends with its exit code
//
// --configuration writes what `raekoda serve --registers FILE` wants. RAEKODA_TEST_REGISTERS is "http://127.0.0.1:PORT FILE".
//
//   POST /r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE        one question: {"subject": "EE…"}, of addresses {"words"} or {"adsOid"}; contract: src/doors/xroad/README.md
//   GET  /r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/listMethods    the services of a subsystem
// For tests:
//   POST   /control/faults   [{"service": "person" | "*", "about": "EE…" (any), "fault": NAME, "milliseconds": N, "times": N}]: replaces those before
//   GET    /control/log      every question that came: {service, subject, headers, at}; DELETE forgets them
//   GET    /control/people?from=N&limit=N        codes, to ask about
// Faults: down, refused, failing, slow, malformed, page, partial, miscounted, contradictory, other_subject, other_id, huge, not_utf8, redirect, forbidden.
import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { index, placeQuestions, questions } from "./answers.mjs";
import { populate } from "./population.mjs";

const own = process.argv.slice(2), cut = own.indexOf("--");
const options = cut < 0 ? own : own.slice(0, cut), program = cut < 0 ? [] : own.slice(cut + 1);
const option = (name, otherwise) => (options.includes("--" + name) ? options[options.indexOf("--" + name) + 1] : otherwise);

const town = index(populate({ seed: Number(option("seed", 2026)), count: Number(option("people", 100_000)) }));

// Which register offers which questions, as services of a subsystem. Members with codes that are given to nobody.
const instance = "ee-dev";
const subsystems = {
  [`${instance}/GOV/61001002/population`]: ["person", "residence", "family", "death"],
  [`${instance}/GOV/61001019/education`]: ["studies"],
  [`${instance}/GOV/61001025/business`]: ["companies"],
  [`${instance}/GOV/61001031/mandates`]: ["mandates"],
  [`${instance}/GOV/61001066/addresses`]: ["addresses", "address"],
};
const clients = { tartu: `${instance}/GOV/61001048/townhall`, "tartu-vald": `${instance}/GOV/61001054/townhall`, elva: `${instance}/GOV/61001060/townhall` };

let faults = [];
let log = [];

function configuration(port) {
  const services = {};
  for (const [subsystem, names] of Object.entries(subsystems)) for (const name of names) services[name] = `${subsystem}/${name}`;
  return { security_server: `http://127.0.0.1:${port}`, timeout_milliseconds: 3000, services, municipalities: Object.fromEntries(Object.entries(clients).map(([id, client]) => [id, { client }])) };
}

// --- answers that are wrong on purpose ---
function spoiled(fault, answer) {
  const copy = structuredClone(answer), list = Object.values(copy).find(Array.isArray);
  if (fault === "partial") {
    delete copy[Object.keys(copy).at(1)];
    if (list?.length) delete list[0][Object.keys(list[0])[1]];
  }
  if (fault === "miscounted" && "count" in copy) copy.count += 1;
  if (fault === "other_subject") copy.subject = "EE60001019906" === copy.subject ? "EE38206084915" : "EE60001019906";
  if (fault === "contradictory") {
    if ("birthDate" in copy) copy.birthDate = "1901-01-01";            // not the date of the code
    else if ("died" in copy) Object.assign(copy, { died: false, date: "2020-01-01" });
    else if ("adsOid" in copy) copy.address.adsOid = "XX0";
    else if ("words" in copy) copy.words += " elsewhere";
    else if ("address" in copy) Object.assign(copy, { address: null, since: "2020-01-01" });
    else if (list) list.push({ ...(list[0] ?? {}), kind: "child", subject: copy.subject, company: copy.subject, id: "", from: copy.subject }), (copy.count = list.length);
  }
  return copy;
}

function send(response, status, body, headers = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Content-Length": bytes.length, ...headers });
  response.end(bytes);
}

// An error of X-tee itself, not of the register.
const refuse = (response, id, status, type, message) => send(response, status, { type, message, detail: randomUUID() }, { "X-Road-Id": id, "X-Road-Error": type });

const identifier = /^[^\/]+\/[^\/]+\/[^\/]+\/[^\/]+$/;

async function question(request, response, path, body) {
  const id = request.headers["x-road-id"] ?? randomUUID(), client = request.headers["x-road-client"];
  if (!client || !identifier.test(client)) return refuse(response, id, 400, "Client.BadRequest", "X-Road-Client is missing or not an identifier");
  if (!Object.values(clients).includes(client.split("/").map(decodeURIComponent).join("/"))) return refuse(response, id, 500, "Server.ServerProxy.AccessDenied", "no right to this service");
  const parts = path.split("/").map(decodeURIComponent), subsystem = parts.slice(0, 4).join("/"), service = parts[4];
  if (!(subsystem in subsystems)) return refuse(response, id, 500, "Server.ClientProxy.UnknownMember", "no such member");
  if (request.method === "GET" && service === "listMethods") return send(response, 200, { service: subsystems[subsystem].map((name) => ({ id: `${subsystem}/${name}` })) }, { "X-Road-Id": id });
  if (!subsystems[subsystem].includes(service)) return refuse(response, id, 500, "Server.ServerProxy.UnknownService", "no such service");
  let about = "", asked = {};
  try {
    about = (asked = JSON.parse(body)).subject;
  } catch {
    /* answered below */
  }
  log.push({ service, subject: about, at: Date.now(), headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => name.startsWith("x-road-"))) });
  const headers = { "X-Road-Id": id, "X-Road-Client": client, "X-Road-Service": `${subsystem}/${service}`, "X-Road-Request-Id": randomUUID(), "X-Road-Request-Hash": createHash("sha512").update(body).digest("base64") };
  if (service in placeQuestions) {
    if (typeof (asked.words ?? asked.adsOid) !== "string") return send(response, 400, { code: "bad_words" }, headers);
    return answer(response, service, asked, id, headers);
  }
  if (typeof about !== "string" || !/^EE\d{8}(\d{3})?$/.test(about)) return send(response, 400, { code: "bad_subject" }, headers);
  await answer(response, service, about, id, headers);
}

async function answer(response, service, about, id, headers) {
  const fault = faults.find((f) => (f.service === "*" || f.service === service) && (!f.about || f.about === about) && f.times !== 0);
  if (fault?.times) fault.times -= 1;
  const found = (questions[service] ?? placeQuestions[service])(town, about), good = JSON.stringify(found);
  switch (fault?.fault) {
    case "down": return response.destroy();
    case "refused": return refuse(response, id, 500, "Server.ServerProxy.NetworkError", "the register does not answer");
    case "forbidden": return refuse(response, id, 500, "Server.ServerProxy.AccessDenied", "no right to this service");
    case "failing": return send(response, 503, { code: "maintenance" }, headers);
    case "redirect": return send(response, 302, "", { ...headers, Location: "http://127.0.0.1:1/elsewhere" });
    case "slow": await new Promise((done) => setTimeout(done, fault.milliseconds ?? 10_000)); break;
    case "malformed": return send(response, 200, good.slice(0, Math.floor(good.length * 0.7)), headers);
    case "page": return send(response, 200, "<!doctype html><title>Sign in</title>", { ...headers, "Content-Type": "text/html" });
    case "huge": return send(response, 200, `{"subject":"${about}","filler":"${"x".repeat(3_000_000)}"}`, headers);
    case "not_utf8": return send(response, 200, Buffer.from(good.replace(/"givenName":"[^"]*"|"text":"[^"]*"/, '"givenName":"\xff\xfe"'), "latin1"), headers);
    case "other_id": return send(response, 200, good, { ...headers, "X-Road-Id": randomUUID() });
    case "partial": case "miscounted": case "contradictory": case "other_subject": return send(response, 200, spoiled(fault.fault, found), headers);
  }
  if (!found) return send(response, 404, { code: "not_found" }, headers);
  send(response, 200, good, headers);
}

function control(request, response, url, body) {
  if (url.pathname === "/control/health") return send(response, 200, { people: town.people.size, as_of: town.asOf });
  if (url.pathname === "/control/faults" && request.method === "POST") return (faults = JSON.parse(body)), send(response, 200, {});
  if (url.pathname === "/control/log" && request.method === "DELETE") return (log = []), send(response, 200, {});
  if (url.pathname === "/control/log") return send(response, 200, log);
  if (url.pathname === "/control/people") {
    const from = Number(url.searchParams.get("from") ?? 0), limit = Number(url.searchParams.get("limit") ?? 100);
    return send(response, 200, [...town.people.keys()].slice(from, from + limit));
  }
  send(response, 404, { code: "no_such_control" });
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const body = Buffer.concat(chunks).toString("utf8"), url = new URL(request.url, "http://localhost");
    try {
      if (url.pathname.startsWith("/control/")) control(request, response, url, body);
      else if (url.pathname.startsWith("/r1/")) await question(request, response, url.pathname.slice(4), body);
      else send(response, 404, { code: "not_found" });
    } catch (error) {
      console.error(error);
      if (!response.headersSent) send(response, 500, { code: "broken" });
    }
  });
});

server.listen(Number(option("port", 0)), "127.0.0.1", () => {
  const { port } = server.address(), address = `http://127.0.0.1:${port}`;
  let file = option("configuration"), folder;
  if (!file && program.length) file = join((folder = mkdtempSync(join(tmpdir(), "registers-"))), "registers.json");
  if (file) {  // whole or not at all: who waits for it reads it at once
    writeFileSync(file + ".new", JSON.stringify(configuration(port), null, 2) + "\n");
    renameSync(file + ".new", file);
  }
  if (!program.length) return console.log(address);
  const child = spawn(program[0], program.slice(1), { stdio: "inherit", env: { ...process.env, RAEKODA_TEST_REGISTERS: `${address} ${file}` } });
  child.on("exit", (code) => {
    if (folder) rmSync(folder, { recursive: true });
    process.exit(code ?? 1);
  });
});
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
