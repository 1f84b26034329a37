// Starts and stops the real program, each on a free port with a database of its own.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { at_end, check } from './checks.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const binary = process.env.RAEKODA_PROGRAM ?? path.join(root, 'build/dev/raekoda');
export const shared = path.join(root, '../shared/data/robust');
export const postgres = process.env.RAEKODA_ROBUST_POSTGRES ?? '';  // address of a server; empty: SQLite
export const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'raekoda-robust-'));
at_end(() => fs.rmSync(scratch, { recursive: true, force: true }));
export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
export const password = 'proovi-parool-2026';

export function free_port() {
  return new Promise((done, failed) => {
    const server = net.createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

// A fresh, empty database of the kind under test.
let databases = 0;
export function new_database(name = 'town', folder = scratch) {
  if (!postgres) return path.join(folder, `${name}-${++databases}.db`);
  const database = `robust_${process.pid}_${++databases}`;
  const made = spawnSync('psql', ['-q', `${postgres}/postgres`, '-c', `CREATE DATABASE ${database}`], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  return `${postgres}/${database}`;
}

// A database with the sample people and reports. Made once a run (run.sh keeps it in RAEKODA_ROBUST_SAMPLE), then copied.
let sample = process.env.RAEKODA_ROBUST_SAMPLE ?? '';
export async function make_sample() {
  const database = new_database('sample', key_folder);
  const program = await Program.start(database, { demo: true });
  const { code } = await program.stop();
  if (code !== 0) throw new Error(`the sample could not be made: ${program.log}`);
  return database;
}
export async function sample_database(name = 'town', folder = scratch) {
  sample ||= await make_sample();
  const key = key_file(sample)[1];
  if (!postgres) {
    const database = new_database(name, folder);
    fs.copyFileSync(sample, database);
    fs.copyFileSync(key, `${database}.key`);
    return database;
  }
  const database = `robust_${process.pid}_${++databases}`;
  const made = spawnSync('psql', ['-q', `${postgres}/postgres`, '-c', `CREATE DATABASE ${database} TEMPLATE ${path.basename(sample)}`], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const address = `${postgres}/${database}`;
  fs.copyFileSync(key, key_file(address)[1]);
  return address;
}

const key_folder = process.env.RAEKODA_ROBUST_FOLDER ?? scratch;
export const key_file = (database) => ['--key-file', database.includes('://') ? path.join(key_folder, `${path.basename(database)}.key`) : `${database}.key`];

// Runs one command of the program to its end.
export function command(database, words, { input = '', catalogue = path.join(root, 'catalogue'), before = [], env = {}, timeout = 120_000 } = {}) {
  const whole = [...before, binary, ...words, '--database', database, '--catalogue', catalogue, ...key_file(database)];
  const done = spawnSync(whole[0], whole.slice(1), { input, encoding: 'utf8', cwd: root, env: { ...process.env, ...env }, timeout });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

// The same beside what this script does meanwhile.
export function command_beside(database, words, { catalogue = path.join(root, 'catalogue') } = {}) {
  return new Promise((done) => {
    const child = spawn(binary, [...words, '--database', database, '--catalogue', catalogue, ...key_file(database)], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '', err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('close', (code) => done({ code, out, err }));
  });
}
// The journal fits its seals and the tables are what the journal says.
export function sound(database) {
  const verified = command(database, ['journal', 'verify']), rebuilt = command(database, ['rebuild', '--check']);
  check(verified.code === 0, 'journal verify is clean', verified.err.slice(-400));
  check(rebuilt.code === 0, 'rebuild --check finds the tables equal', rebuilt.out.slice(-400) + rebuilt.err.slice(-400));
}

export class Program {
  // `before`: a command that runs the program, as ["prlimit", "--fsize=…"].
  static async start(database, { arguments: more = ['--no-rate-limits'], demo = false, catalogue = path.join(root, 'catalogue'), before = [], env = {}, port } = {}) {
    const program = new Program();
    program.database = database;
    program.port = port ?? (await free_port());
    program.origin = `http://127.0.0.1:${program.port}`;
    program.log = '';
    const whole = [...before, binary, 'serve', ...(demo ? ['--demo', '--demo-password', password] : []), '--port', String(program.port), '--database', database,
      '--catalogue', catalogue, ...key_file(database), ...more];
    program.child = spawn(whole[0], whole.slice(1), { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    program.child.stderr.setEncoding('utf8').on('data', (text) => (program.log += text));
    program.ended = new Promise((done) => program.child.on('exit', (code, signal) => done({ code, signal })));
    program.running = true;
    program.ended.then(() => (program.running = false));
    at_end(() => program.kill());
    for (let i = 0; i < 600 && program.running; ++i) {
      if (await fetch(`${program.origin}/health/live`).then((r) => r.ok, () => false)) return program;
      await sleep(50);
    }
    throw new Error(`the program did not start: ${program.log.slice(-1500)}`);
  }

  // The process itself: `before` may stand between.
  pid() {
    let pid = this.child.pid;
    for (;;) {
      if (fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] === binary) return pid;
      const child = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
      if (!child) return this.child.pid;
      pid = Number(child);
    }
  }
  resident_bytes() { return 1024 * Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${this.pid()}/status`, 'utf8'))[1]); }
  open_files() { return fs.readdirSync(`/proc/${this.pid()}/fd`).length; }

  async stop(seconds = 20) {
    if (!this.running) return this.ended;
    const began = Date.now();
    process.kill(this.pid(), 'SIGTERM');
    const result = await Promise.race([this.ended, sleep(seconds * 1000).then(() => ({ code: null, signal: 'none: it did not stop' }))]);
    return { ...result, seconds: (Date.now() - began) / 1000 };
  }
  async kill() {
    if (!this.running) return;
    try { process.kill(this.pid(), 'SIGKILL'); } catch { /* it ended meanwhile */ }
    this.child.kill('SIGKILL');
    await this.ended;
  }

  new_key(municipality = 'tartu', per_minute = 100_000) {
    const made = command(this.database, ['key', 'add', '--municipality', municipality, '--name', 'Proov', '--contact', 'proov@example.ee',
      '--per-minute', String(per_minute), '--per-day', '10000000']);
    if (made.code !== 0) throw new Error(made.err);
    return made.out.trim();
  }
}
