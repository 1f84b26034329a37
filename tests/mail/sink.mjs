// A real SMTP server that keeps every letter, for the tests of the mail door.
//
//   node sink.mjs                        prints the value of RAEKODA_TEST_SMTP and serves until it is ended
//   node sink.mjs --environment FILE      the same, and writes it as RAEKODA_SMTP and RAEKODA_MAILBOX for a shell; --port N: of the second address
//   node sink.mjs -- PROGRAM arguments…  runs the program with RAEKODA_TEST_SMTP set, then ends with its exit code
//
// RAEKODA_TEST_SMTP is "smtp://127.0.0.1:PORT http://127.0.0.1:PORT". The second address speaks JSON:
//   GET  /letters    what arrived: [{from, to, subject, text, html, headers: {name: value}, raw}]
//   POST /reset      forgets letters and rules, opens the door
//   POST /rules      [{"at": "mail" | "rcpt" | "data", "address": "…", "code": 550, "text": "5.1.1 …", "times": 1}]: what to refuse
//   POST /idle       leaves everybody who is connected, as servers leave who was silent for long
//   POST /close      stops listening; POST /open listens again on the same port
import { spawn } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

let letters = [];
let rules = [];
let smtp = null;
let port = 0;

function refusal(at, address) {
  const rule = rules.find((r) => r.at === at && (!r.address || r.address === address) && r.times !== 0);
  if (!rule) return null;
  if (rule.times) rule.times -= 1;
  return Object.assign(new Error(rule.text ?? "no"), { responseCode: rule.code });
}

async function keep(session, bytes) {
  const parsed = await PostalMime.parse(bytes);
  letters.push({
    from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
    to: session.envelope.rcptTo.map((r) => r.address),
    subject: parsed.subject ?? "",
    text: parsed.text ?? "",
    html: parsed.html ?? "",
    headers: Object.fromEntries(parsed.headers.map((h) => [h.key, h.value])),
    raw: bytes.toString("latin1"),
  });
}

function open() {
  smtp = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onMailFrom: (address, session, done) => done(refusal("mail", address.address)),
    onRcptTo: (address, session, done) => done(refusal("rcpt", address.address)),
    onData(stream, session, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const refused = refusal("data", session.envelope.rcptTo[0].address);
        if (refused) return done(refused);
        keep(session, Buffer.concat(chunks)).then(() => done(), done);
      });
    },
  });
  smtp.on("error", () => {});
  return new Promise((resolve, reject) => {
    smtp.server.once("error", reject);
    smtp.listen(port, "127.0.0.1", () => {
      port = smtp.server.address().port;
      resolve();
    });
  });
}

function close() {
  const closing = smtp;
  smtp = null;
  return closing ? new Promise((resolve) => closing.close(resolve)) : Promise.resolve();
}

async function answer(request, body) {
  switch (`${request.method} ${request.url}`) {
    case "GET /letters": return letters;
    case "POST /rules": rules = JSON.parse(body); return {};
    case "POST /idle": smtp.connections.forEach((one) => { one.send(421, "4.4.2 silent for too long"); one.close(); }); return {};
    case "POST /close": await close(); return {};
    case "POST /open": if (!smtp) await open(); return {};
    case "POST /reset": letters = []; rules = []; if (!smtp) await open(); return {};
    default: return null;
  }
}

const api = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  try {
    const value = await answer(request, body);
    response.writeHead(value === null ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});

await open();
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : "");
await new Promise((resolve) => api.listen(Number(option("--port") || 0), "127.0.0.1", resolve));
const where = `smtp://127.0.0.1:${port} http://127.0.0.1:${api.address().port}`;
const environment = option("--environment");
if (environment) {
  const [smtp_address, mailbox] = where.split(" ");
  writeFileSync(`${environment}.new`, `export RAEKODA_SMTP=${smtp_address} RAEKODA_MAILBOX=${mailbox}\n`);
  renameSync(`${environment}.new`, environment);
}

const dashes = process.argv.indexOf("--");
if (dashes < 0) {
  console.log(where);
} else {
  const [program, ...rest] = process.argv.slice(dashes + 1);
  const child = spawn(program, rest, { stdio: "inherit", env: { ...process.env, RAEKODA_TEST_SMTP: where } });
  child.on("error", (error) => { console.error(String(error)); process.exit(127); });
  child.on("exit", (code, signal) => process.exit(signal ? 1 : code));
}
