// Told to stop in the middle of the work: nothing acknowledged is lost. A copy made while reports come in is whole.
import fs from 'node:fs';
import path from 'node:path';
import { check, equal, run } from './kit/checks.mjs';
import { Client } from './kit/client.mjs';
import { command, command_beside, postgres, Program, sample_database, scratch, sleep, sound } from './kit/program.mjs';
import { all_numbers, count, number_in, post_report, reports } from './kit/town.mjs';

function load(client, key, name, lanes = 24) {
  const state = { going: true, acknowledged: new Map(), refused: 0, broken: 0 };
  let next = 0;
  state.ended = Promise.all(Array.from({ length: lanes }, async () => {
    while (state.going) {
      const words = `${name} ${next++}`;
      const answer = await post_report(client, key, { description: words }).catch(() => ({ status: 0 }));
      if (answer.status === 200) state.acknowledged.set(words, number_in(answer));
      else if (answer.status === 503) state.refused++;
      else state.broken++;
      if (answer.status === 0) await sleep(20);
    }
  }));
  return state;
}

await run('stopping, copies', async () => {
  const database = await sample_database();
  let program = await Program.start(database, { arguments: ['--no-rate-limits'] });
  const key = program.new_key();
  const earlier = await count(new Client(program.port));
  const written = new Map();
  for (const round of [1, 2, 3]) {
    const state = load(new Client(program.port, { use_agent: undefined }), key, `Peatamine ${round}`);
    await sleep(900);
    const stopped = await program.stop();
    state.going = false;
    await state.ended;
    equal(stopped.code, 0, `round ${round}: SIGTERM under load, exit code 0`);
    check(stopped.seconds < 30, `round ${round}: within the time to drain`, `${stopped.seconds} s`);
    check(state.acknowledged.size > 20, `round ${round}: ${state.acknowledged.size} reports were acknowledged`);
    for (const [words, number] of state.acknowledged) written.set(words, number);
    program = await Program.start(database, { arguments: ['--no-rate-limits'] });
    const found = new Map((await reports(new Client(program.port), [...written.values()])).map((report) => [report.service_request_id, report.description]));
    const lost = [...written].filter(([words, number]) => found.get(number) !== words);
    equal(lost.length, 0, `round ${round}: none of them is lost`);
  }
  const everything = await count(new Client(program.port));
  check(everything - earlier >= written.size && everything - earlier <= written.size + 24 * 3, 'at most the unanswered ones are there besides', `${everything - earlier} and ${written.size}`);
  // A connection that waits does not keep the program from stopping.
  const idle = new Client(program.port);
  await idle.get('/et/');
  const quiet = await program.stop();
  check(quiet.code === 0 && quiet.seconds < 3, 'without work it stops at once', `${quiet.seconds} s`);
  sound(database);

  program = await Program.start(database, { arguments: ['--no-rate-limits'] });
  const copy = path.join(scratch, 'copy.db');
  if (postgres) {
    const refused = command(database, ['backup', copy]);
    check(refused.code !== 0 && /pg_dump/.test(refused.err), 'backup on PostgreSQL leads to its own tools', refused.err);
    return;
  }
  const state = load(new Client(program.port), key, 'Varukoopia', 8);
  await sleep(400);
  const at_start = [...state.acknowledged.values()];
  const made = await command_beside(database, ['backup', copy, '--with-key']);
  const at_end = state.acknowledged.size;
  state.going = false;
  await state.ended;
  equal(made.code, 0, `backup while reports come in (${at_start.length} before, ${at_end} after)`);
  check(state.broken === 0 && state.refused === 0, 'no report was refused for it', `${state.refused} ${state.broken}`);
  check((await command_beside(database, ['backup', copy])).code !== 0, 'a copy does not overwrite a copy');
  await program.stop();

  const place = path.join(scratch, 'new place', 'town.db');
  fs.mkdirSync(path.dirname(place));
  const restored = command(place, ['restore', copy]);
  equal(restored.code, 0, 'restore into a new place');
  fs.copyFileSync(`${copy}.key`, `${place}.key`);
  sound(place);
  program = await Program.start(place, { arguments: ['--no-rate-limits'] });
  const client = new Client(program.port);
  const numbers = new Set(await all_numbers(client));
  equal([...written.values(), ...at_start].filter((number) => !numbers.has(number)).length, 0, 'every report from before the copy is in it');
  equal((await post_report(client, key, { description: 'Uues kohas' })).status, 200, 'and the town goes on there');
  await program.stop();
  const spoiled = path.join(scratch, 'spoiled.db');
  const bytes = fs.readFileSync(copy);
  bytes.fill(0x58, bytes.length >> 1, (bytes.length >> 1) + 8192);
  fs.writeFileSync(spoiled, bytes);
  const before = fs.statSync(place).size;
  const refused = command(place, ['restore', spoiled]);
  check(refused.code !== 0 && refused.code !== null, 'a spoiled copy is not restored', refused.out);
  const text = command(place, ['restore', path.join(scratch, 'copy.db.key')]);
  check(text.code !== 0, 'what is no database is not restored', text.out);
  check(fs.statSync(place).size === before && !fs.readdirSync(path.dirname(place)).some((name) => name.includes('restor')), 'and what was there stays, alone', fs.readdirSync(path.dirname(place)).join(' '));
});
