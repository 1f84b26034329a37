// PostgreSQL breaks off in the middle of the work and comes back: 503 with a decent page meanwhile, then everything goes on without a restart,
// nothing that was acknowledged is lost, nothing doubled. RAEKODA_ROBUST_GONE_SECONDS: how long it is away (60).
import { check, equal, run, say, skipped } from './kit/checks.mjs';
import { Client } from './kit/client.mjs';
import { own_server, programs } from './kit/postgres.mjs';
import { Program, sleep, sound } from './kit/program.mjs';
import { all_numbers, number_in, post_report, reports } from './kit/town.mjs';

const away = Number(process.env.RAEKODA_ROBUST_GONE_SECONDS ?? 60);

await run('the database is gone for a while', async () => {
  if (!programs()) return void (skipped('the database gone', 'PostgreSQL is not installed'), check(true, 'nothing to stop'));
  const server = await own_server();
  const program = await Program.start(`${server.address}/postgres`, { demo: true, arguments: ['--no-rate-limits'] });
  const client = new Client(program.port);
  const key = program.new_key();
  const earlier = await all_numbers(client);

  // Partners that go on: the same report with the same key until it is acknowledged.
  const acknowledged = new Map();
  let going = true, next = 0, refusals = 0;
  const odd = [];
  const partner = async () => {
    while (going) {
      const words = `Andmebaas kaob ${next++}`;
      for (;;) {
        const answer = await post_report(client, key, { description: words }, { 'Idempotency-Key': words.replaceAll(' ', '-') }).catch((problem) => ({ status: 0, text: String(problem) }));
        if (answer.status === 200) { acknowledged.set(words, number_in(answer)); break; }
        refusals++;
        if (answer.status !== 503) odd.push(`${answer.status} ${answer.text.slice(0, 120)}`);
        await sleep(200);
      }
    }
  };
  const partners = Array.from({ length: 8 }, partner);
  await sleep(1500);
  check(acknowledged.size > 5, 'partners send reports');
  server.stop();
  say(`gone for ${away} s`);
  await sleep(500);
  const meanwhile = acknowledged.size;
  for (const page of ['/et/', '/ru/reports', '/en/sign-in']) {
    const began = performance.now();
    const answer = await client.get(page);
    const needs_database = page !== '/en/sign-in';
    check((!needs_database && answer.status === 200) || (answer.status === 503 && answer.text.includes('</html>') && /<h1/.test(answer.text) && Number(answer.headers['retry-after']) > 0), `${page}: 503 with a page and Retry-After`, `${answer.status} ${answer.text.slice(0, 100)}`);
    check(performance.now() - began < 30_000, 'and does not wait for the database', Math.round(performance.now() - began));
  }
  equal((await client.get('/health')).status, 503, '/health says 503');
  equal((await client.get('/health/live')).status, 200, '/health/live says that the program runs');
  await sleep(Math.max(0, away * 1000 - 1500));
  equal(acknowledged.size, meanwhile, 'nothing is acknowledged without a database');
  server.start();
  let back = -1;
  for (let i = 0; i < 100 && back < 0; ++i) {
    if ((await client.get('/health')).status === 200) back = i / 10;
    else await sleep(100);
  }
  check(back >= 0, 'then /health says 200 without a restart');
  for (const page of ['/et/', '/ru/reports', '/en/find?q=lamp']) equal((await client.get(page)).status, 200, `${page} is there again`);
  await sleep(1500);
  going = false;
  await Promise.all(partners);
  check(acknowledged.size > meanwhile, `reports come in again (${meanwhile} before, ${acknowledged.size} at the end, ${refusals} refusals)`);
  check(odd.length === 0, 'every refusal was a 503', odd.slice(0, 3).join(' | '));
  const now = new Set(await all_numbers(client));
  const lost = [...acknowledged.values()].filter((number) => !now.has(number));
  equal(lost.length, 0, 'no acknowledged report is lost');
  equal(now.size, earlier.length + acknowledged.size, 'and none is doubled');
  const words = (await reports(client, [...now])).map((report) => report.description).filter((text) => text.startsWith('Andmebaas'));
  equal(words.length, new Set(words).size, 'not even under another number');
  equal((await program.stop()).code, 0, 'it stops with 0');
  sound(program.database);
});
