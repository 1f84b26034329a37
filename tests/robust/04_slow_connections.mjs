// A thousand connections that hold on and say little: pages are answered all the same, memory stays bounded, the server closes them all.
import net from 'node:net';
import { check, run, say } from './kit/checks.mjs';
import { Client } from './kit/client.mjs';
import { Program, sample_database, sleep } from './kit/program.mjs';

const each = Number(process.env.RAEKODA_ROBUST_CONNECTIONS ?? 1000) / 4;
const kinds = {
  'silent': () => '',
  'a head, one byte a second': () => 'GET /et/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ' + 'a'.repeat(1000),
  'a body, one byte a second': () => 'POST /et/report HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n' + 'a'.repeat(1000),
  'silent after an answer': () => 'GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n',
};

await run('slow connections', async () => {
  const program = await Program.start(await sample_database(), { arguments: ['--no-rate-limits'] });
  const client = new Client(program.port);
  for (let i = 0; i < 20; ++i) await client.get('/et/');
  const before = program.resident_bytes(), files = program.open_files();
  const began = Date.now();
  const sockets = [];
  const closed = {};
  for (const [kind, text] of Object.entries(kinds)) {
    closed[kind] = [];
    for (let i = 0; i < each; ++i) {
      const socket = net.connect(program.port, '127.0.0.1');
      const bytes = text(), head = bytes.indexOf('\r\n\r\n') + 4;
      const entry = { socket, bytes, sent: kind.startsWith('a body') ? head : kind.startsWith('a head') ? 0 : bytes.length, open: true };
      socket.on('connect', () => entry.sent && socket.write(bytes.slice(0, entry.sent)));
      socket.on('error', () => {});
      socket.on('close', () => { if (entry.open) closed[kind].push((Date.now() - began) / 1000); entry.open = false; });
      socket.resume();
      sockets.push(entry);
    }
    await sleep(50);
  }
  const drip = setInterval(() => {
    for (const entry of sockets) if (entry.open && entry.sent < entry.bytes.length) entry.socket.write(entry.bytes[entry.sent++]);
  }, 1000);

  let slowest = 0, answers = 0, wrong = 0, most = before, most_files = files;
  while (sockets.some((entry) => entry.open) && Date.now() - began < 60_000) {
    const asked = performance.now();
    const answer = await client.get(['/et/', '/en/find?q=lamp', '/health', '/et/sign-in'][answers % 4]);
    slowest = Math.max(slowest, performance.now() - asked);
    answers++;
    if (answer.status !== 200) wrong++;
    most = Math.max(most, program.resident_bytes());
    most_files = Math.max(most_files, program.open_files());
    await sleep(200);
  }
  clearInterval(drip);
  check(most_files - files >= each * 4 - 50, `${each * 4} connections were open at once`, most_files - files);
  check(wrong === 0 && answers > 20, `${answers} pages were answered meanwhile`, `${wrong} not`);
  check(slowest < 30_000, 'none of them waits for the slow ones', `${Math.round(slowest)} ms`);
  check(most - before < 64e6, 'they cost less than 64 MB together', `${Math.round((most - before) / 1e6)} MB`);
  for (const kind of Object.keys(kinds)) check(closed[kind].length === each, `${kind}: the server closed all ${each}, the last after ${Math.round(Math.max(0, ...closed[kind]))} s`, closed[kind].length);
  say(`slowest page ${Math.round(slowest)} ms, ${Math.round((most - before) / 1e6)} MB more`);
  for (const entry of sockets) entry.socket.destroy();
  await sleep(300);
  check(program.open_files() <= files + 20, 'their descriptors are free again', `${files} before, ${program.open_files()} after`);
  check((await program.stop()).code === 0, 'and it stops');
});
