// A PostgreSQL of one script's own, that it may stop and start.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at_end } from './checks.mjs';
import { free_port, scratch } from './program.mjs';

export function programs() {
  for (const version of fs.existsSync('/usr/lib/postgresql') ? fs.readdirSync('/usr/lib/postgresql') : []) {
    const folder = `/usr/lib/postgresql/${version}/bin`;
    if (fs.existsSync(`${folder}/initdb`)) return folder;
  }
  return null;
}

export async function own_server() {
  const bin = programs(), folder = path.join(scratch, 'postgres'), port = await free_port();
  fs.mkdirSync(folder);
  let before = [];
  if (process.getuid() === 0) {  // the server refuses to run as root
    fs.chmodSync(scratch, 0o755);
    const user = spawnSync('id', ['postgres'], { stdio: 'ignore' }).status === 0 ? 'postgres' : 'nobody';
    spawnSync('chown', [user, folder]);
    before = ['runuser', '-u', user, '--'];
  }
  const control = (words) => {
    const whole = [...before, ...words];
    const done = spawnSync(whole[0], whole.slice(1), { cwd: '/', encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
    if (done.status !== 0) throw new Error(`${words[0]}: ${done.stderr}`);
  };
  control([`${bin}/initdb`, '-D', `${folder}/data`, '-U', 'raekoda', '-A', 'trust', '-E', 'UTF8', '--locale=C']);
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories='' -c max_connections=200`;
  const server = {
    address: `postgresql://raekoda@127.0.0.1:${port}`,
    start: () => control([`${bin}/pg_ctl`, 'start', '-w', '-s', '-D', `${folder}/data`, '-l', `${folder}/data/server.log`, '-o', options]),
    stop: () => control([`${bin}/pg_ctl`, 'stop', '-m', 'immediate', '-s', '-D', `${folder}/data`]),
  };
  server.start();
  at_end(() => { try { server.stop(); } catch { /* it is stopped */ } });
  return server;
}
