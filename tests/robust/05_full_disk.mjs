// The disk under the database is full: reports are refused with 503 and Retry-After, nothing that was acknowledged is lost, pages are read, and
// the same request succeeds once when there is room again.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at_end, check, equal, run, say, skipped } from './kit/checks.mjs';
import { Client } from './kit/client.mjs';
import { postgres, Program, sample_database, scratch, sound } from './kit/program.mjs';
import { all_numbers, count, number_in, post_report, reports } from './kit/town.mjs';

// A small filesystem: memory, else a file mounted as a disk. Null when neither may be mounted.
function small_disk(megabytes) {
  const folder = path.join(scratch, 'disk');
  fs.mkdirSync(folder);
  const done = (words) => spawnSync(words[0], words.slice(1), { stdio: 'ignore' }).status === 0;
  const image = path.join(scratch, 'disk.image');
  let way = '';
  if (done(['mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])) way = `a tmpfs of ${megabytes} MB`;
  else {
    fs.writeFileSync(image, Buffer.alloc(megabytes << 20));
    if (done(['mkfs.ext4', '-q', '-m', '0', image]) && done(['mount', '-o', 'loop', image, folder])) way = `an ext4 file of ${megabytes} MB`;
  }
  if (!way) return null;
  at_end(() => done(['umount', '-l', folder]));
  return { folder, way };
}

await run('full disk', async () => {
  if (postgres) return void (skipped('a full disk', 'PostgreSQL answers for its own disk'), check(true, 'the story runs on SQLite'));
  const disk = small_disk(16);
  let program, fill, free;
  if (disk) {
    say(`way: ${disk.way}`);
    program = await Program.start(await sample_database('town', disk.folder), { arguments: ['--no-rate-limits'] });
    const filler = path.join(disk.folder, 'filler');
    fill = () => {
      const { bavail, bsize } = fs.statfsSync(disk.folder);
      fs.writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 400_000)));
    };
    free = () => fs.rmSync(filler);
  } else {
    // No file may grow beyond this; the limit is lifted for "space is freed".
    say('way: RLIMIT_FSIZE of 2 MB by prlimit');
    program = await Program.start(await sample_database(), { arguments: ['--no-rate-limits'] });
    const limit = (bytes) => spawnSync('prlimit', ['--pid', String(program.pid()), `--fsize=${bytes}:unlimited`]);
    fill = () => limit(2_000_000);
    free = () => limit('unlimited');
  }
  const client = new Client(program.port);
  const key = program.new_key();
  const earlier = new Set(await all_numbers(client));
  fill();
  const acknowledged = [], refused = [];
  let other = 0;
  for (let i = 0; i < 3000 && refused.length < 5; ++i) {
    const sent = { description: `Täis ketas ${i} ${'x'.repeat(3000)}`, once: `ketas-${i}` };
    const answer = await post_report(client, key, { description: sent.description }, { 'Idempotency-Key': sent.once });
    if (answer.status === 200) acknowledged.push([number_in(answer), sent.description]);
    else if (answer.status === 503) refused.push({ ...sent, answer });
    else other++;
  }
  check(acknowledged.length > 0, `reports were taken while there was room (${acknowledged.length})`);
  if (!check(refused.length === 5, 'then they are refused with 503', `${refused.length} refused, ${other} otherwise`)) return;
  equal(other, 0, 'and with nothing else');
  check(refused.every(({ answer }) => Number(answer.headers['retry-after']) > 0), 'with Retry-After', JSON.stringify(refused[0].answer.headers));
  check(refused.every(({ answer }) => JSON.parse(answer.text)[0].code === 503), 'as a list of errors', refused[0].answer.text);
  for (const page of ['/et/', '/et/reports', '/en/find?q=lamp', `/et/reports/${acknowledged[0][0]}`]) equal((await client.get(page)).status, 200, `${page} is read on the full disk`);
  const kept = await reports(client, acknowledged.map(([number]) => number));
  equal(kept.length, acknowledged.length, 'what was acknowledged is there');
  free();
  const numbers = [];
  for (const { description, once } of refused) {
    const first = await post_report(client, key, { description }, { 'Idempotency-Key': once }), again = await post_report(client, key, { description }, { 'Idempotency-Key': once });
    check(first.status === 200 && number_in(first) === number_in(again), 'with room again the same request succeeds, once', `${first.status} ${number_in(first)} ${number_in(again)}`);
    numbers.push(number_in(first));
  }
  equal((await client.get('/health')).status, 200, '/health says 200 again');
  equal(await count(client), earlier.size + acknowledged.length + refused.length, 'as many reports as were acknowledged');
  equal(new Set(numbers).size, refused.length, 'each with a number of its own');
  equal((await program.stop()).code, 0, 'it stops with 0');
  sound(program.database);
});
