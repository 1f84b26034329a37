// The real program for tests over HTTP: a database of its own (a new SQLite file, or a new database of a PostgreSQL server), commands, serve.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { randomBytes } from "node:crypto";

export class Program {
  constructor({ program, postgres }) {
    this.file = resolve(program);
    this.folder = mkdtempSync(join(tmpdir(), "raekoda-program-"));
    this.postgres = postgres;
    if (postgres) {
      this.name = `raekoda_${randomBytes(6).toString("hex")}`;
      this.psql(`CREATE DATABASE ${this.name}`);
      this.database = `${postgres}/${this.name}`;
    } else {
      this.database = join(this.folder, "raekoda.db");
    }
    this.common = ["--database", this.database, "--key-file", join(this.folder, "key")];
    this.log = "";
  }

  psql(sql) {
    const done = spawnSync("psql", [`${this.postgres}/postgres`, "-v", "ON_ERROR_STOP=1", "-q", "-c", sql], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`psql: ${done.error?.message ?? done.stderr}`);
  }

  // Runs a command to its end: {code, out, err}.
  command(words, input = "") {
    const done = spawnSync(this.file, [...words, ...this.common], { encoding: "utf8", input, maxBuffer: 64 << 20 });
    return { code: done.status, out: done.stdout ?? "", err: done.stderr ?? String(done.error) };
  }
  must(words, input) {
    const done = this.command(words, input);
    if (done.code !== 0) throw new Error(`raekoda ${words.join(" ")}: exit ${done.code}\n${done.err}${done.out}`);
    return done.out.trim();
  }

  // Starts serving on a free port and waits until it answers.
  async serve(options = []) {
    const child = spawn(this.file, ["serve", "--port", "0", ...this.common, ...options], { stdio: ["ignore", "ignore", "pipe"] });
    this.child = child;
    this.ended = new Promise((done) => child.once("exit", (code, signal) => done({ code, signal })));
    let said = "";
    this.port = await new Promise((good, bad) => {
      child.stderr.setEncoding("utf8");
      child.stderr.on("data", (text) => {
        said += text;
        if (said.length > 200_000) said = said.slice(-100_000);
        this.log = said;
        const match = /http:\/\/localhost:(\d+)\//.exec(said);
        if (match) good(Number(match[1]));
      });
      child.once("error", bad);
      child.once("exit", (code, signal) => bad(new Error(`raekoda serve ended before it served (${code ?? signal})\n${said.slice(-3000)}`)));
    });
    this.ended.catch(() => {});
    return this.port;
  }
  async kill() {
    this.child.kill("SIGKILL");
    return this.ended;
  }
  async stop() {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return { code: this.child?.exitCode };
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), 20_000);
    const ended = await this.ended;
    clearTimeout(late);
    return ended;
  }
  remove() {
    rmSync(this.folder, { recursive: true, force: true });
    if (this.name) {
      try {
        this.psql(`DROP DATABASE ${this.name} WITH (FORCE)`);
      } catch (problem) {
        console.error(problem.message);
      }
    }
  }
}

// One request: {status, headers, body (text), bytes}. Redirects are not followed.
export function ask(port, { method = "GET", path, headers = {}, body, agent, timeout = 30_000 }) {
  return new Promise((good, bad) => {
    const request = http.request({ host: "127.0.0.1", port, method, path, agent, headers: body === undefined ? headers : { "Content-Length": Buffer.byteLength(body), ...headers } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", bad);
      response.on("aborted", () => bad(new Error("the answer broke off")));
      response.on("end", () => {
        const bytes = Buffer.concat(parts);
        if (!response.complete) bad(new Error("the answer broke off"));
        else good({ status: response.statusCode, headers: response.headers, bytes, body: bytes.toString("utf8") });
      });
    });
    request.setTimeout(timeout, () => request.destroy(new Error("no answer in time")));
    request.on("error", bad);
    request.end(body);
  });
}

export const urlencoded = (fields) =>
  Object.entries(fields).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`)).join("&");

export function options(list) {
  const found = {}, rest = [];
  for (let i = 0; i < list.length; i++) {
    if (list[i].startsWith("--")) found[list[i].slice(2)] = list[++i];
    else rest.push(list[i]);
  }
  return { ...found, rest };
}
