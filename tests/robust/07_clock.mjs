// The clock of the machine jumps between two starts: a day back, a day on, over the new year. The journal stays valid, numbers stay unique, sessions
// end when they should. Moved by libfaketime.
import { spawnSync } from 'node:child_process';
import { check, equal, run, say, skipped } from './kit/checks.mjs';
import { Client } from './kit/client.mjs';
import { password, Program, sample_database, sound } from './kit/program.mjs';
import { number_in, post_report, reports } from './kit/town.mjs';

await run('clock jumps', async () => {
  if (spawnSync('faketime', ['-f', '-1d', 'true']).status !== 0) return void (skipped('clock jumps', 'faketime is not installed (apt-get install faketime)'), check(true, 'nothing to move the clock with'));
  const database = await sample_database();
  const numbers = [];
  let key, session;
  const official = async (client) => {
    const csrf = await client.token('/et/sign-in');
    return client.post('/et/sign-in', { csrf, login: 'teed', password, back: '/et/desk' });
  };
  const day = async (shift, story) => {
    const program = await Program.start(database, { arguments: ['--no-rate-limits'], before: shift ? ['faketime', '-f', shift] : [],
      // Only the clock of the day is moved, as a machine's would be.
      env: { FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' } });
    const name = shift || 'the real time';
    const client = new Client(program.port);
    key ??= program.new_key();
    const date = new Date((await client.get('/health')).headers.date);
    const moved = Math.round((date - Date.now()) / 86_400_000);
    equal(moved, Number.parseInt(shift || '0', 10), `${name}: the program believes it`);
    for (let i = 0; i < 3; ++i) {
      const answer = await post_report(client, key, { description: `Kell ${name} ${i}` }, { 'Idempotency-Key': `kell-${shift}-${i}-${numbers.length}` });
      check(answer.status === 200, `${name}: a report is taken`, `${answer.status} ${answer.text.slice(0, 200)}`);
      if (answer.status === 200) numbers.push(number_in(answer));
    }
    for (const page of ['/et/', '/et/reports', `/et/reports/${numbers[0]}`, `/et/reports/${numbers.at(-1)}`]) equal((await client.get(page)).status, 200, `${name}: ${page}`);
    await story?.(program);
    equal((await program.stop()).code, 0, `${name}: stops`);
  };
  const desk_status = async (program) => {
    const client = new Client(program.port);
    client.cookies.set('raekoda_session', session);
    return (await client.get('/et/desk')).status;
  };
  await day('', async (program) => {
    const client = new Client(program.port);
    const answer = await official(client);
    equal(answer.status, 303, 'an official signs in');
    session = client.cookies.get('raekoda_session');
    equal(await desk_status(program), 200, 'and is at the desk');
  });
  await day('-1d', async (program) => {
    const status = await desk_status(program);
    check(status === 303 || status === 200, 'a session from tomorrow: the desk or signing in again', status);
    equal((await official(new Client(program.port))).status, 303, 'signing in works with the clock back');
  });
  await day('+1d', async (program) => equal(await desk_status(program), 303, 'a session of yesterday is over'));
  await day('+60d');  // the next year: numbers begin again
  await day('');
  equal(new Set(numbers).size, numbers.length, `numbers are unique (${numbers.length})`);
  check(numbers.slice(9, 12).every((number) => Number(number.slice(0, 4)) >= Number(numbers[0].slice(0, 4))), 'numbers carry the year of their day', numbers.slice(9, 12).join(' '));
  const program = await Program.start(database, { arguments: ['--no-rate-limits'] });
  const found = await reports(new Client(program.port), numbers);
  equal(found.length, numbers.length, 'every report is there');
  const again = await post_report(new Client(program.port), key, { description: 'Kell the real time 0' }, { 'Idempotency-Key': 'kell--0-0' });
  equal(number_in(again), numbers[0], 'a key of before the jumps still gives the same report');
  await program.stop();
  sound(database);
  say(numbers.join(' '));
});
