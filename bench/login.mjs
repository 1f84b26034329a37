// login PORT BASE_URL PID COUNT: logs COUNT people in at the server PID, beside a provider that answers at once (TARA's claims, RS256) on PORT.
// Prints: milliseconds of the server's own processor time a login from the return URL to the desk, questions to the provider a login, the slowest
// hundredth of these ways in milliseconds, ways that did not end at a desk.
import { createServer, Agent, request as http_request } from "node:http";
import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

const [port, base, pid, count] = [Number(process.argv[2]), process.argv[3], process.argv[4], Number(process.argv[5])];
const issuer = `http://localhost:${port}`;
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const kid = createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("hex").slice(0, 16);
const base64url = (text) => Buffer.from(text).toString("base64url");
function token(claims) {
  const text = `${base64url(JSON.stringify({ alg: "RS256", typ: "JWT", kid }))}.${base64url(JSON.stringify(claims))}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
}

// A well-formed personal code; serial numbers that are given to nobody.
function code(n) {
  const digits = `3${String(60 + (n % 40)).padStart(2, "0")}${String(1 + (n % 12)).padStart(2, "0")}${String(1 + (Math.floor(n / 12) % 28)).padStart(2, "0")}${String(970 + (Math.floor(n / 336) % 30)).padStart(3, "0")}`;
  const sum = (weights) => weights.reduce((s, w, i) => s + w * Number(digits[i]), 0) % 11;
  const first = sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 1]), check = first < 10 ? first : sum([3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 10;
  return { subject: `EE${digits}${check}`, born: `19${digits.slice(1, 3)}-${digits.slice(3, 5)}-${digits.slice(5, 7)}` };
}

let questions = 0;
const answers = new Map(); // code → body, signed before anything is measured
createServer((request, response) => {
  const send = (status, body) => response.writeHead(status, { "Content-Type": "application/json" }).end(typeof body === "string" ? body : JSON.stringify(body));
  let text = "";
  request.on("data", (part) => (text += part)).on("end", () => {
    if (request.url === "/.well-known/openid-configuration") return send(200, { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` });
    if (request.url === "/jwks") return send(200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" }] });
    if (request.url !== "/token") return send(404, {});
    questions += 1;
    const body = answers.get(new URLSearchParams(text).get("code"));
    send(body ? 200 : 400, body ?? { error: "invalid_grant" });
  });
}).listen(port, "localhost", measure);

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const get = (url, cookies) => new Promise((done, fail) => {
  http_request(new URL(url, base), { agent, headers: { Cookie: cookies.map(([name, value]) => `${name}=${value}`).join("; ") } }, (response) => {
    response.resume().on("end", () => done({ status: response.statusCode, location: response.headers.location, set: (response.headers["set-cookie"] ?? []).map((one) => one.split(";")[0].split(/=(.*)/s).slice(0, 2)) }));
  }).on("error", fail).end();
});
const ticks = Number(execFileSync("getconf", ["CLK_TCK"]).toString());
const processor_ms = () => {
  const parts = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return ((Number(parts[11]) + Number(parts[12])) * 1000) / ticks;
};

async function begin(n) {
  const started = await get("/et/login/start?back=%2Fet%2Fmy", []), asked = new URL(started.location).searchParams, seconds = Math.floor(Date.now() / 1000);
  const { subject, born } = code(n), name = `code-${n}-${randomUUID()}`;
  answers.set(name, JSON.stringify({ access_token: "a", token_type: "Bearer", expires_in: 600, id_token: token({ jti: randomUUID(), iss: issuer, aud: "raekoda", sub: subject, iat: seconds, nbf: seconds, exp: seconds + 3600,
    profile_attributes: { given_name: "Mari", family_name: "Maasikas", date_of_birth: born }, amr: ["smartid"], acr: "high", nonce: asked.get("nonce"), state: asked.get("state") }) }));
  return { url: `/login/return?code=${name}&state=${encodeURIComponent(asked.get("state"))}`, cookies: started.set };
}
// As a browser goes: back, in the language of the login, to the desk.
async function finish({ url, cookies }) {
  const jar = new Map(cookies);
  let answer;
  for (let steps = 0; url && steps < 5; ++steps) {
    answer = await get(url, [...jar]);
    for (const [name, value] of answer.set) jar.set(name, value);
    url = answer.location;
  }
  return answer.status === 200 && jar.has("raekoda_resident");
}

async function measure() {
  for (let n = 0; n < 20; ++n) await finish(await begin(100_000 + n)); // keys fetched, pages and statements warm
  const ways = [];
  for (let n = 0; n < count; ++n) ways.push(await begin(n));
  questions = 0;
  let failed = 0;
  const times = [], before = processor_ms();
  for (const way of ways) {
    const began = performance.now();
    failed += !(await finish(way));
    times.push(performance.now() - began);
  }
  const own = (processor_ms() - before) / count;
  times.sort((a, b) => a - b);
  console.log(own.toFixed(3), (questions / count).toFixed(3), times[Math.floor(times.length * 0.99)].toFixed(2), failed);
  process.exit(0);
}
