// Headers, cookies and what must not open: foreign keys, foreign links, hidden photos, places to be led to.
import { all, check, equal, run, say } from './kit/checks.mjs';
import { Client, encoded, token_in } from './kit/client.mjs';
import { form } from './kit/pages.mjs';
import { small } from './kit/pictures.mjs';
import { password, Program, sample_database } from './kit/program.mjs';
import { creates_nothing, inside, number_in, post_report, reports, right } from './kit/town.mjs';

async function headers(client, number) {
  const pages = ['/', '/et', '/et/', '/en/', '/ru/', '/et/find?q=auk', '/et/report', '/et/report/offline', '/et/reports', `/et/reports/${number}`, '/et/reports/map.json?bbox=26.6,58.3,26.8,58.4&zoom=13', '/et/reports/feed.atom', '/et/sign-in', '/et/desk',
    '/et/accessibility', '/et/privacy', '/health', '/robots.txt', '/assets/nothing.js', '/et/nothing-here', '/xx/', '/open311/v2/services.json', '/open311/v2/nothing', `/et/follow/${number}/AAAAAAAAAAAAAAAAAAAAAA`, '/sw.js'];
  const problems = [];
  for (const page of pages) {
    const { status, headers: given } = await client.get(page);
    const policy = given['content-security-policy'] ?? '';
    if (status >= 500) problems.push(`${page}: ${status}`);
    if (!/default-src 'none'/.test(policy) || /unsafe/.test(policy) || !/frame-ancestors 'none'/.test(policy) || !/base-uri 'none'/.test(policy) || !/form-action 'self'/.test(policy)) problems.push(`${page}: CSP ${policy}`);
    if (given['x-content-type-options'] !== 'nosniff') problems.push(`${page}: nosniff`);
    if (!/^(same-origin|no-referrer|strict-origin)$/.test(given['referrer-policy'] ?? '')) problems.push(`${page}: Referrer-Policy ${given['referrer-policy']}`);
    if (/^(apache|nginx|raekoda\/)/i.test(given.server ?? '')) problems.push(`${page}: Server ${given.server}`);
    for (const cookie of given['set-cookie'] ?? []) if (!/; HttpOnly/.test(cookie) || !/; SameSite=(Lax|Strict)/.test(cookie) || !/; Path=\//.test(cookie)) problems.push(`${page}: cookie ${cookie.replace(/=[^;]*/, '=…')}`);
  }
  all('every answer has CSP, nosniff, Referrer-Policy; cookies are HttpOnly and SameSite', problems, pages.length);
  const inline = [];
  for (const page of pages.filter((page) => /^\/(et|en|ru)\//.test(page) && !/json|atom/.test(page))) {
    const { text } = await client.get(page);
    if (/<script(?![^>]*\ssrc=)[^>]*>\s*\S/.test(text.replace(/<script[^>]*type="application\/(ld\+)?json"[^>]*>/g, ''))) inline.push(`${page}: a script in the page`);
    if (/\son[a-z]+\s*=\s*["']/.test(text.replace(/>[^<]*</g, '><'))) inline.push(`${page}: an event attribute`);
    if (/\sstyle\s*=\s*["']/.test(text.replace(/>[^<]*</g, '><'))) inline.push(`${page}: a style attribute`);
  }
  all('no script, event or style in a page itself', inline, 10);
  const over_https = await new Client(client.port, { address: '' }).get('/et/sign-in', { headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '10.1.1.1' } });
  check((over_https.headers['set-cookie'] ?? []).every((cookie) => /; Secure/.test(cookie)) && over_https.headers['set-cookie'], 'over https cookies are Secure', over_https.headers['set-cookie']);
  check(/max-age=/.test(over_https.headers['strict-transport-security'] ?? ''), 'and Strict-Transport-Security is sent');
}

async function signing_in(program) {
  const at = (n) => new Client(program.port, { address: `10.77.0.${n}` });
  const places = ['https://example.com/', '//example.com/', '/\\example.com', '\\\\example.com', '/et//example.com', 'javascript:alert(1)', '/%2f/example.com', '/et/desk\r\nX: y', ' https://example.com', '/et/../../x', 'http:example.com', '/et/sign-out', '///example.com', '/\t/example.com', '/et/@example.com', 'https:/example.com'];
  const led = [];
  for (const [n, back] of places.entries()) {
    const client = at(n);
    const page = await client.get(`/et/sign-in?back=${encoded(back)}`);
    const answer = await client.post('/et/sign-in', { csrf: token_in(page.text), login: 'teed', password, back });
    const place = answer.headers.location ?? '';
    if (answer.status !== 303 || !/^\/(et|en|ru)\//.test(place) || /[\\\s]/.test(place) || place.includes('//') || new URL(place, program.origin).origin !== program.origin) led.push(`${JSON.stringify(back)} → ${answer.status} ${place}`);
  }
  all('signing in leads nowhere else', led, places.length);
  const client = at(100);
  const before = client.cookies.get('raekoda_session');
  const csrf = await client.token('/et/sign-in');
  const good = await client.post('/et/sign-in', { csrf, login: 'teed', password, back: '/et/desk' });
  equal(good.headers.location, '/et/desk', 'signing in leads to the desk');
  const cookie = good.headers['set-cookie'].find((line) => line.startsWith('raekoda_session'));
  check(/HttpOnly/.test(cookie) && /SameSite/.test(cookie) && cookie.split('=')[1].length >= 23, 'the session: HttpOnly, SameSite, at least 128 bits', cookie?.replace(/=[^;]*/, '=…'));
  const first = client.cookies.get('raekoda_session');
  equal((await client.get('/et/desk')).status, 200, 'the desk opens');
  check((await client.post('/et/sign-out', {})).status === 403, 'signing out without a token: 403');
  const out_token = token_in((await client.get('/et/desk')).text);
  const out = await client.post('/et/sign-out', { csrf: out_token });
  equal(out.status, 303, 'signing out');
  client.cookies.set('raekoda_session', first);
  equal((await client.get('/et/desk')).status, 303, 'a session that was signed out is over');
  check(first !== before, 'every signing in gives a new session');

  // Guessing.
  const guesses = [];
  const login = 'valgustus';
  for (let i = 0; i < 9; ++i) {
    const guesser = at(150 + i);
    const answer = await guesser.post('/et/sign-in', { csrf: await guesser.token('/et/sign-in'), login, password: `arva-${i}`, back: '' });
    guesses.push(answer.status);
  }
  check(guesses.slice(0, 5).every((status) => status === 422 || status === 400) && guesses.includes(429), 'guessing one password is slowed, from whatever address', guesses.join(' '));
  const peer = at(200), many = [];
  for (let i = 0; i < 26; ++i) many.push((await peer.post('/et/sign-in', { csrf: await peer.token('/et/sign-in'), login: `tundmatu${i}`, password: 'x', back: '' })).status);
  check(many.includes(429), 'guessing from one address is slowed', many.join(' '));
  const known = at(210), unknown = at(211);
  const page = async (who, name) => (await who.post('/et/sign-in', { csrf: await who.token('/et/sign-in'), login: name, password: 'vale', back: '' })).text.replace(/value="[^"]*"/g, '').replaceAll(name, '');
  equal(await page(known, 'liiklus'), await page(unknown, 'puudub'), 'a wrong password and a wrong name get the same page');
}

async function keys_and_links(program, client, key) {
  await creates_nothing(client, "another town's key", async () => {
    const foreign = program.new_key('elva');
    const answer = await client.post('/open311/v2/requests.json', right(foreign));
    check(answer.status === 403 && answer.text.includes('api_key'), 'is refused here: 403', `${answer.status} ${answer.text.slice(0, 200)}`);
    equal((await client.post('/open311/v2/requests.json', right('rk_' + 'A'.repeat(43)))).status, 403, 'a key that nobody issued: 403');
    equal((await client.post('/open311/v2/requests.json', { ...right(key), api_key: '' })).status, 403, 'no key: 403');
    for (const target of ['/et/report', '/et/desk/staff', '/et/desk/keys']) equal((await client.post(target, { words: 'x' })).status, 403, `POST ${target} without a token: 403`);
  });

  // Two reports by the form, each with its private link.
  const report = async (words) => {
    const own = new Client(program.port, { address: '10.55.0.1' });
    let page = await own.get('/et/report');
    const step = async (id, values) => {
      const found = form(page.text, id);
      if (!found) return;
      let answer = await own.post(found.action || '/et/report', { ...Object.fromEntries(found.fields), ...values });
      for (let i = 0; i < 4 && answer.status === 303; ++i) answer = await own.get(answer.headers.location.split('#')[0]);
      page = answer;
    };
    await step('report-words', { words });
    await step('report-place', { address: 'Riia 1', lat: inside.lat, long: inside.long });
    await step('report-kind', { kind: 'street-light' });
    const what = [...page.text.matchAll(/name="([^"]*what)"/g)].map(([, name]) => name)[0] ?? 'what';
    await step('report-details', { name: '', email: '', phone: '', [what]: 'out' });
    await step('report-send', {});
    return /\/(?:et)\/follow\/(20\d\d-\d{6})\/([A-Za-z0-9_-]+)/.exec(page.text);
  };
  const one = await report('Lamp ei põle esimeses kohas'), two = await report('Lamp ei põle teises kohas');
  if (!check(one && two, 'two reports with private links')) return;
  equal((await client.get(`/et/follow/${one[1]}/${one[2]}`)).status, 200, 'a private link opens its report');
  for (const [what, path] of [["another report's link", `/et/follow/${one[1]}/${two[2]}`], ['a link without its end', `/et/follow/${one[1]}/${one[2].slice(0, -1)}`], ['an empty one', `/et/follow/${one[1]}/`], ['capitals for small letters', `/et/follow/${one[1]}/${one[2].toUpperCase()}`], ['the report of nobody', `/et/follow/2026-999999/${one[2]}`]])
    equal((await client.get(path)).status, 404, `${what} does not open`);
  check(one[2].length >= 22, 'a private link is a secret of at least 128 bits', one[2].length);
  const opened = await client.get(`/et/follow/${one[1]}/${one[2]}`);
  check(/no-referrer/.test(opened.headers['referrer-policy'] + opened.text) && /noindex/.test(opened.text + (opened.headers['x-robots-tag'] ?? '')) && /no-store/.test(opened.headers['cache-control']), 'its page is not cached, indexed or referred from', JSON.stringify([opened.headers['referrer-policy'], opened.headers['cache-control']]));

  // A photo of a report that is then hidden.
  const sent = await client.post_parts('/open311/v2/requests.json', right(key, { description: 'Pildiga' }), [{ field: 'media', name: 'a.png', bytes: small }]);
  const number = number_in(sent);
  const [shown] = await reports(client, [number]);
  const photo = shown?.media_url && new URL(String(shown.media_url).split(' ')[0]).pathname;
  if (!check(photo, 'a report with a photo', JSON.stringify(shown))) return;
  const address = [photo, `${photo}/small`, `${photo}/large`, `${photo}.jpg`];
  let visible = [];
  for (const path of address) if ((await client.get(path)).status === 200) visible.push(path);
  if (!check(visible.length > 0, 'its photo is shown', photo)) return;
  const official = new Client(program.port, { address: '10.77.1.1' });
  await official.post('/et/sign-in', { csrf: await official.token('/et/sign-in'), login: 'toimetaja', password, back: '' });
  const desk = await official.get(`/et/desk/reports/${number}`);
  equal(desk.status, 200, "the report's page at the desk");
  // The form whose action ends with hide.
  const hide = [...desk.text.matchAll(/<form[^>]*action="([^"]*\/hide[^"]*)"[^>]*>([\s\S]*?)<\/form>/g)][0];
  if (!check(hide, 'an official can hide it')) return;
  const values = Object.fromEntries([...hide[2].matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [/name="([^"]*)"/.exec(input)[1], /value="([^"]*)"/.exec(input)?.[1] ?? '']));
  for (const [, name] of hide[2].matchAll(/<(?:textarea|input)[^>]*name="([^"]*(?:words|reason)[^"]*)"/g)) values[name] = 'Proov';
  const hidden = await official.post(hide[1], values);
  equal(hidden.status, 303, 'and does');
  equal((await client.get(`/et/reports/${number}`)).status, 404, 'a hidden report is 404');
  equal((await client.get(`/open311/v2/requests/${number}.json?jurisdiction_id=tartu.ee`)).status, 404, 'in Open311 too');
  for (const path of visible) equal((await client.get(path)).status, 404, 'and so is its photo');
}

await run('doors that stay locked', async () => {
  const program = await Program.start(await sample_database(), { arguments: ['--no-rate-limits', '--trusted-proxy', '127.0.0.1'] });
  const client = new Client(program.port, { address: '10.66.0.1' });
  const key = program.new_key();
  const first = number_in(await post_report(client, key));
  await headers(client, first);
  await signing_in(program);
  await keys_and_links(program, client, key);
  check(!/"level":"error"/.test(program.log), 'the log holds no error', /.*"level":"error".*/.exec(program.log)?.[0]);
  check(!program.log.includes(password) && !program.log.includes(key), 'the log holds no password and no key');
  await program.stop();

  // With the limits by address that a town runs with.
  const limited = await Program.start(await sample_database(), { arguments: [] });
  const one = new Client(limited.port);
  let refused;
  for (let i = 0; i < 3000 && !refused; ++i) {
    const answers = await Promise.all(Array.from({ length: 16 }, () => one.get('/et/privacy')));
    refused = answers.find((answer) => answer.status === 429);
  }
  check(refused && Number(refused.headers['retry-after']) > 0, 'a flood from one address is told to wait: 429, Retry-After', refused?.status);
  equal((await one.get('/health')).status, 200, 'while /health answers');
  say(`429 says: ${refused?.text.trim()}`);
});
