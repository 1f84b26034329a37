// Fields that are missing, too long, twice, out of range; pictures that are none; bodies and heads over limits; forms replayed and expired.
// Each is refused with the field named, and no report comes of it.
import net from 'node:net';
import { all, check, equal, run, say } from './kit/checks.mjs';
import { Client, multipart, raw, token_in, urlencoded } from './kit/client.mjs';
import { form } from './kit/pages.mjs';
import { bomb, giant_claim, no_pictures, png, small } from './kit/pictures.mjs';
import { Program, sample_database, sleep } from './kit/program.mjs';
import { count, creates_nothing, inside, number_in, post_report, right } from './kit/town.mjs';

const has = (answer, status, name) => answer.status === status && (name === '' || answer.text.includes(name));

async function fields(client, key) {
  await creates_nothing(client, 'fields that are wrong', async () => {
    const cases = [
      ['latitude and longitude swapped', { lat: inside.long, long: inside.lat }, 'lat, long'], ['in the sea', { lat: '58.9', long: '21.0' }, 'lat, long'], ['in another country', { lat: '60.17', long: '24.94' }, 'lat, long'], ['0, 0', { lat: '0', long: '0' }, 'lat, long'],
      ['latitude NaN', { lat: 'NaN' }, 'lat'], ['longitude 1e999', { long: '1e999' }, 'long'], ['latitude -1e999', { lat: '-1e999' }, 'lat'], ['latitude 91', { lat: '91' }, 'lat'], ['longitude 181', { long: '181' }, 'lat'], ['latitude as words', { lat: 'Riia tänav' }, 'lat'], ['latitude hexadecimal', { lat: '0x3A' }, 'lat'],
      ['no latitude', { lat: undefined }, 'lat'], ['no longitude', { long: undefined }, 'long'], ['no place at all', { lat: undefined, long: undefined }, 'lat'],
      ['4,001 characters', { description: 'ö'.repeat(4001) }, 'description'], ['an address of 301', { address_string: 'a'.repeat(301) }, 'address_string'], ['a name of 2,000', { first_name: 'a'.repeat(2000) }, 'first_name'], ['an answer of 1,001', { 'attribute[post-number]': '1'.repeat(1001) }, 'attribute[post-number]'],
      ['no kind', { service_code: undefined }, 'service_code'], ['a required answer missing', { 'attribute[what]': undefined }, 'attribute[what]'], ['a choice that there is not', { 'attribute[what]': 'plahvatas' }, 'attribute[what]'], ['an e-mail that is none', { email: 'kes@' }, 'email'], ['a phone that is none', { phone: 'helista mulle' }, 'phone'],
      ['a photo address that is none', { media_url: 'data:image/png;base64,AAAA' }, 'media_url'], ['a photo in this house', { media_url: 'file:///etc/passwd' }, 'media_url'], ['Latin-1', { description: Buffer.from('tänav', 'latin1') }, 'description'],
    ];
    for (const [what, more, name] of cases) {
      const answer = await client.post('/open311/v2/requests.json', Object.entries(right(key, more)).filter(([, value]) => value !== undefined));
      check(has(answer, 400, name), `${what}: 400, names ${name}`, `${answer.status} ${answer.text.slice(0, 250)}`);
    }
    const twice = await client.post('/open311/v2/requests.json', [...Object.entries(right(key)), ['attribute[what]', 'dim']]);
    check(has(twice, 400, 'attribute[what]'), 'one answer given twice, differently: 400, names it', `${twice.status} ${twice.text.slice(0, 200)}`);
    const both = await client.post('/open311/v2/requests.json', [...Object.entries(right(key, { lat: '91', email: 'x', 'attribute[what]': 'y' }))]);
    check(['lat', 'email', 'attribute[what]'].every((name) => both.text.includes(name)), 'all mistakes are said at once', both.text.slice(0, 300));
  });
  for (const [name, other] of [['lat', '59.0'], ['description', 'teine'], ['service_code', 'pothole']]) {
    const before = await count(client);
    const answer = await client.post('/open311/v2/requests.json', [...Object.entries(right(key)), [name, other]]);
    const after = await count(client);
    check((answer.status === 200 && after === before + 1) || (answer.status === 400 && after === before), `${name} twice: taken once or refused, never half`, `${answer.status}, ${after - before} more`);
  }
  const many = await client.post('/open311/v2/requests.json', [...Object.entries(right(key)), ...Array.from({ length: 5000 }, (_, i) => [`x${i}`, '1'])]);
  check(many.status === 400 || many.status === 413, '5,000 fields are refused', many.status);
}

async function pictures(client, key) {
  const send = (files, more) => client.post_parts('/open311/v2/requests.json', right(key, more), files);
  const file = (bytes, name = 'pilt.png') => ({ field: 'media', name, bytes });
  const good = await send([file(small)]);
  check(good.status === 200, 'a picture that is one is taken', `${good.status} ${good.text.slice(0, 200)}`);
  await creates_nothing(client, 'pictures that are wrong', async () => {
    for (const [what, bytes] of no_pictures) {
      if (!bytes.length) continue;
      const answer = await send([file(bytes)]);
      check(has(answer, 400, 'media'), `${what} as a photo: 400, names media`, `${answer.status} ${answer.text.slice(0, 200)}`);
    }
    for (const [what, bytes] of [['a decompression bomb', bomb()], ['a picture that says it is 60,000 × 60,000', giant_claim()]]) {
      const began = performance.now();
      const answer = await send([file(bytes)]);
      check(has(answer, 400, 'media'), `${what} (${bytes.length} bytes): 400, names media`, `${answer.status} ${answer.text.slice(0, 200)}`);
      check(performance.now() - began < 30_000, 'and is seen through soon', `${Math.round(performance.now() - began)} ms`);
    }
    const mixed = await send([file(small), file(Buffer.from('ei ole'))]);
    check(has(mixed, 400, 'media'), 'one good picture and one bad: 400', mixed.status);
    const fifty = await send(Array.from({ length: 50 }, (_, i) => file(small, `pilt${i}.png`)));
    check([400, 413].includes(fifty.status), '50 photos are refused', `${fifty.status} ${fifty.text.slice(0, 200)}`);
    const big = await send([file(Buffer.alloc(17 << 20, 65))]);
    check([400, 413].includes(big.status), 'a file of 17 MB is refused', big.status);
    const names = await send([file(Buffer.from('x'), '../../../etc/passwd'), file(Buffer.from('x'), '\u0000.png')]);
    check([400].includes(names.status), 'file names that lead elsewhere change nothing', names.status);
  });
}

async function unfinished(program, client, key) {
  const { type, body } = multipart(right(key), [{ field: 'media', name: 'a.png', bytes: png(400, 300, { level: 0 }) }]);
  const head = (length, more = '') => `POST /open311/v2/requests.json HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n${more}\r\n`;
  await creates_nothing(client, 'uploads that end early', async () => {
    for (const part of [0, 10, body.length >> 1, body.length - 20]) {
      const cut = await raw(program.port, Buffer.concat([Buffer.from(head(body.length)), body.subarray(0, part)]), { then_end: true, milliseconds: 3000 });
      check(cut.status !== 200, `the line breaks after ${part} of ${body.length} bytes`, cut.answer.slice(0, 100));
    }
    const lies = await raw(program.port, Buffer.concat([Buffer.from(head(body.length - 30)), body.subarray(0, body.length - 30)]));
    equal(lies.status, 400, 'a body without its last boundary: 400');
    const other = await raw(program.port, Buffer.from(`POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data\r\nContent-Length: 5\r\n\r\nabcde`));
    check(other.status >= 400 && other.status < 500, 'multipart without a boundary is refused', other.status);
  });
}

async function limits(program, client) {
  const port = program.port;
  await creates_nothing(client, 'heads and bodies over limits', async () => {
    const cases = [
      ['a head of 40 KB', `GET /et/ HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n`, [431]],
      ['a path of 30 KB', `GET /et/${'a'.repeat(30_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, [414, 431]],
      ['5,000 header lines', `GET /et/ HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(5000)}\r\n`, [431]],
      ['a body that says it is 10 GB', 'POST /et/report HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000000000\r\n\r\n', [413]],
      ['a length that is none', 'POST /et/report HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n', [400]],
      ['a length of 30 digits', `POST /et/report HTTP/1.1\r\nHost: x\r\nContent-Length: ${'9'.repeat(30)}\r\n\r\n`, [400, 413]],
      ['two lengths', 'POST /et/report HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef', [400]],
      ['length and chunks', 'POST /et/report HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', [400]],
      ['a chunk without end', `POST /et/report HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc`, [400, 413]],
      ['chunks above the limit', `POST /et/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${`10000\r\n${'a'.repeat(65_536)}\r\n`.repeat(8)}0\r\n\r\n`, [413, 400]],
      ['an unknown transfer coding', 'POST /et/report HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n', [400, 501]],
      ['no host', 'GET /et/ HTTP/1.1\r\n\r\n', [400]], ['two hosts', 'GET /et/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', [400]], ['HTTP/9.9', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', [400, 505]], ['no request line', '\u0000\u0001\u0002\r\n\r\n', [400]],
      ['a space before the colon', 'GET /et/ HTTP/1.1\r\nHost : x\r\n\r\n', [400]], ['a folded header', 'GET /et/ HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n', [400]], ['NUL in a header', 'GET /et/ HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n', [400]],
      ['TLS at the plain port', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 13, 10, 13, 10]), [400]],
    ];
    for (const [what, bytes, statuses] of cases) {
      const answer = await raw(port, Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes, 'latin1'), { milliseconds: 4000 });
      check(statuses.includes(answer.status), `${what}: ${statuses.join(' or ')}`, `${answer.status} ${answer.answer.slice(0, 80)}`);
    }
    const methods = [];
    for (const method of ['DELETE', 'PUT', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND', 'QZ'])
      for (const target of ['/et/', '/open311/v2/requests.json', '/health']) {
        const answer = await raw(port, `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n`);
        if (![400, 404, 405, 501].includes(answer.status)) methods.push(`${method} ${target}: ${answer.status}`);
      }
    all('methods that nothing answers to', methods, 21);
  });
}

async function tokens(program) {
  const client = new Client(program.port);
  await creates_nothing(client, 'forms without a token, with another one, replayed', async () => {
    const page = await client.get('/et/report');
    const token = token_in(page.text);
    const words = { words: 'Proovin vormi' };
    const none = await client.post('/et/report', words);
    equal(none.status, 403, 'no token: 403');
    check(/<form|<a /.test(none.text) && none.text.length > 500, 'with a page that leads on', none.text.slice(0, 200));
    equal((await client.post('/et/report', { ...words, csrf: token.slice(0, -2) + 'AA' })).status, 403, 'a token that was changed: 403');
    equal((await client.post('/et/report', { ...words, csrf: '' })).status, 403, 'an empty token: 403');
    const stranger = new Client(program.port);
    await stranger.get('/et/report');
    equal((await stranger.post('/et/report', { ...words, csrf: token })).status, 403, "another visitor's token: 403");
    equal((await new Client(program.port).post('/et/report', { ...words, csrf: token })).status, 403, 'a token without its cookie: 403');
    const gone = await client.get('/et/report/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/words');
    check([404, 410].includes(gone.status) && gone.text.includes('href'), 'a draft that is gone: a page that says so', gone.status);
    const late = await client.post('/et/report/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/check', { csrf: token });
    check([404, 410, 303].includes(late.status), 'sending a draft that is gone', late.status);
  });

  // The last form of a report, sent four times at once and once more.
  let page = await client.get('/et/report');
  const step = async (id, values) => {
    const found = form(page.text, id);
    if (!found) return;
    let answer = await client.post(found.action || '/et/report', { ...Object.fromEntries(found.fields), ...values });
    for (let i = 0; i < 4 && answer.status === 303; ++i) answer = await client.get(answer.headers.location.split('#')[0]);
    page = answer;
  };
  await step('report-words', { words: 'Lamp ei põle, vorm saadetakse mitu korda' });
  await step('report-place', { address: 'Riia 1', lat: inside.lat, long: inside.long });
  await step('report-kind', { kind: 'street-light' });
  const names = [...page.text.matchAll(/name="([^"]*what)"/g)].map(([, name]) => name);
  await step('report-details', { name: '', email: '', phone: '', [names[0] ?? 'what']: 'out' });
  const last = form(page.text, 'report-send');
  if (!check(last, 'the form comes to its last step', page.status)) return;
  const before = await count(client);
  const send = () => client.post(last.action, last.fields);
  const answers = await Promise.all([send(), send(), send(), send()]);
  answers.push(await send());
  check(answers.every((answer) => answer.status === 303 || answer.status === 200), 'the last step sent five times answers every time', answers.map((answer) => answer.status).join(' '));
  equal((await count(client)) - before, 1, 'and makes one report');
}

async function same_key(client, key) {
  const before = await count(client);
  const once = () => post_report(client, key, { description: 'Sama võtmega' }, { 'Idempotency-Key': 'sama-1' });
  const answers = await Promise.all([once(), once(), once(), once()]);
  answers.push(await once());
  equal(new Set(answers.map(number_in)).size, 1, 'the same Idempotency-Key five times gives one number');
  equal((await count(client)) - before, 1, 'and makes one report');
}

await run('forms and uploads', async () => {
  const program = await Program.start(await sample_database(), { arguments: ['--no-rate-limits'] });
  const client = new Client(program.port);
  const key = program.new_key();
  await fields(client, key);
  await pictures(client, key);
  await unfinished(program, client, key);
  await limits(program, client);
  await tokens(program);
  await same_key(client, key);
  await sleep(100);
  equal((await client.get('/health')).status, 200, 'the program is well after all of it');
  check(!/"level":"error"/.test(program.log), 'the log holds no error', /.*"level":"error".*/.exec(program.log)?.[0]);
  say(`resident ${Math.round(program.resident_bytes() / 1e6)} MB`);
});
