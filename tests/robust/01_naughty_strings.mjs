// Strings that break programs, through every field of text: never 5xx, never unescaped, back identical, never in the log.
import { all, check, run, say, skipped } from './kit/checks.mjs';
import { Client, encoded, token_in } from './kit/client.mjs';
import { cleaned, big_list, naughty, no_text, list_file } from './kit/strings.mjs';
import { closing, echoes, form, marked, opened_tags, opening } from './kit/pages.mjs';
import { Program, sample_database } from './kit/program.mjs';
import { count, inside, jurisdiction, number_in, reports, right } from './kit/town.mjs';

const covers = ['isikukood', 'telefon', 'e-post', 'pangakonto', 'pangakaart', 'autonumber', 'nimi'].map((name) => `[${name}]`);
const in_parallel = async (items, work, lanes = 16) => {
  let next = 0;
  await Promise.all(Array.from({ length: lanes }, async () => { while (next < items.length) { const at = next++; await work(items[at], at); } }));
};

// Typed by nobody else, so that the log can be searched for it.
const secret_email = (n) => `salakiri.${n}@saladuslik.example`, secret_phone = '+372 5559 1357';

async function open311(client, key, strings) {
  const broken = [], unnamed = [], accepted = [];
  const fields = { description: 'description', address_string: 'address_string', first_name: 'first_name, last_name', phone: 'phone', email: 'email', 'attribute[post-number]': 'attribute[post-number]',
    service_code: 'service_code', lat: 'lat', long: 'long', api_key: 'api_key', jurisdiction_id: 'jurisdiction_id', 'attribute[what]': 'attribute[what]', media_url: 'media_url', account_id: '' };
  let asked = 0;
  await in_parallel(strings, async (text, at) => {
    for (const [field, name] of Object.entries(fields)) {
      if (!['description', 'first_name', 'address_string'].includes(field) && at % 7 !== asked % 7 && strings.length > 300) { asked++; continue; }
      asked++;
      const more = { [field]: text };
      if (field === 'description') more.email = secret_email(at), (more.phone = secret_phone);
      const answer = await client.post('/open311/v2/requests.json', right(key, more));
      if (answer.status >= 500 || answer.status === 0) { broken.push(`${field} = ${JSON.stringify(text.slice(0, 80))}: ${answer.status} ${answer.text.slice(0, 100)}`); continue; }
      if (answer.status === 200) { if (field === 'description') accepted.push([number_in(answer), text]); continue; }
      let errors;
      try { errors = JSON.parse(answer.text); } catch { errors = []; }
      if (!errors.length || !errors.every((error) => error.code && (error.description.includes(name) || (['lat', 'long'].includes(field) && /lat|long/.test(error.description)))))
        unnamed.push(`${field} = ${JSON.stringify(text.slice(0, 60))}: ${answer.status} ${answer.text.slice(0, 160)}`);
    }
  });
  all('Open311 POST never answers 5xx', broken, asked);
  all('a refusal by Open311 names the field', unnamed, asked);
  const found = new Map((await reports(client, accepted.map(([number]) => number))).map((report) => [report.service_request_id, report]));
  const different = [];
  let covered = 0;
  for (const [number, text] of accepted) {
    const wanted = cleaned(text), given = found.get(number)?.description;
    if (given !== undefined && covers.some((mark) => given.includes(mark))) covered++;
    else if (given !== wanted && !(wanted === '' && given)) different.push(`${number}: ${JSON.stringify(given?.slice(0, 100))} instead of ${JSON.stringify(wanted.slice(0, 100))}`);
  }
  all('what was accepted comes back identical from GeoReport', different, accepted.length);
  check(covered <= strings.length / 20, 'only few of them look like personal data and are covered', covered);
  check(accepted.length > strings.length * 0.8, 'most of them are fit for a description', `${accepted.length} of ${strings.length}`);
  const xml = await client.get(`/open311/v2/requests.xml?jurisdiction_id=${jurisdiction}`);
  check(xml.status === 200 && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml.text), 'the XML of them holds no character that XML forbids', xml.status);
  const opened = xml.text.match(/<request>/g)?.length ?? 0, closed = xml.text.match(/<\/request>/g)?.length ?? 0, descriptions = xml.text.match(/<description>[^<]*<\/description>|<description\s*\/>/g)?.length ?? 0;
  check(opened > 0 && opened === closed && opened === descriptions, 'the XML of them nests', `${opened} ${closed} ${descriptions}`);
}

async function refused_bytes(client, key) {
  const before = await count(client);
  const problems = [];
  for (const [what, bytes] of no_text)
    for (const field of ['description', 'address_string', 'first_name', 'email', 'phone', 'attribute[post-number]']) {
      const answer = await client.post('/open311/v2/requests.json', right(key, { [field]: bytes }));
      if (answer.status !== 400 || !answer.text.includes(field)) problems.push(`${what} in ${field}: ${answer.status} ${answer.text.slice(0, 120)}`);
    }
  all('bytes that are no UTF-8 are refused and the field is named', problems, no_text.length * 6);
  check(before === (await count(client)), 'and nothing came of them');
}

async function search(client, strings) {
  const problems = [];
  let seen = 0;
  await in_parallel(strings, async (text) => {
    for (const language of ['et', 'ru']) {
      const answer = await client.get(`/${language}/find?q=${encoded(marked(text))}`);
      if (answer.status >= 500) problems.push(`${JSON.stringify(text.slice(0, 60))}: ${answer.status}`);
      const echo = echoes(answer.text, cleaned(marked(text)).slice(opening.length, -closing.length));
      seen += echo.seen;
      problems.push(...echo.problems);
    }
    const plain = await client.get(`/et/find?q=${encoded(text)}`);
    if (plain.status >= 500) problems.push(`${JSON.stringify(text.slice(0, 60))}: ${plain.status}`);
  });
  all('search: never 5xx, what was typed stands in the page as text only', problems, strings.length * 3);
  check(seen > strings.length, 'search shows what was asked for', seen);
  const bad = [];
  for (const [what, bytes] of no_text) {
    const answer = await client.get(`/et/find?q=${encoded(bytes)}`);
    if (answer.status >= 500) bad.push(`${what}: ${answer.status}`);
  }
  all('search for bytes that are no UTF-8', bad, no_text.length);
}

async function sign_in(program, strings) {
  const problems = [];
  await in_parallel(strings, async (text, at) => {
    const client = new Client(program.port, { address: `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}` });
    const csrf = await client.token('/et/sign-in');
    const answer = await client.post('/et/sign-in', { csrf, login: marked(text), password: text, back: text });
    if (answer.status !== 422 && answer.status !== 429 && answer.status !== 400) problems.push(`${JSON.stringify(text.slice(0, 60))}: ${answer.status}`);
    problems.push(...echoes(answer.text, cleaned(marked(text)).slice(opening.length, -closing.length)).problems);
  }, 8);
  all('sign-in: never 5xx, the name that was typed stands in the page as text only', problems, strings.length);
}

// The whole form of a resident, step by step, every field of it naughty.
async function report_form(program, strings) {
  const problems = [], sent = [];
  const first = await new Client(program.port).get('/et/report');
  if (!check(first.status === 200 && form(first.text, 'report-words'), 'the report form is there', first.status)) return;
  let pages = 0, shown = 0;
  await in_parallel(strings, async (text, at) => {
    const client = new Client(program.port);
    const label = JSON.stringify(text.slice(0, 50)), wanted = cleaned(marked(text)).slice(opening.length, -closing.length);
    let page = await client.get('/et/report');
    const look = (answer, step) => {
      pages++;
      if (answer.status >= 500) problems.push(`${step} ${label}: ${answer.status}`);
      const echo = echoes(answer.text, wanted);
      shown += echo.seen;
      problems.push(...echo.problems.map((problem) => `${step} ${label} ${problem}`));
      return answer;
    };
    const step = async (id, values, name) => {
      const found = form(page.text, id);
      if (!found) { problems.push(`${name} ${label}: no form ${id} (${page.status})`); return false; }
      const own = new Set(Object.keys(values));
      let answer = look(await client.post(found.action || '/et/report', [...found.fields.filter(([field]) => !own.has(field)), ...Object.entries(values)]), name);
      for (let i = 0; i < 4 && answer.status === 303; ++i) answer = look(await client.get(answer.headers.location.split('#')[0]), name);
      page = answer;
      return true;
    };
    const words = marked(text);
    if (!(await step('report-words', { words, kind: text.slice(0, 200) }, 'words'))) return;
    if (form(page.text, 'report-words')) return;  // refused: too long, or not fit
    // The address as it was typed first; then the point decides.
    await step('report-place', { address: words, lat: '', long: '' }, 'address');
    if (form(page.text, 'report-place') && !(await step('report-place', { address: words, lat: inside.lat, long: inside.long }, 'place'))) return;
    if (form(page.text, 'report-place') && !(await step('report-place', { address: 'Riia 1', lat: inside.lat, long: inside.long }, 'place'))) return;
    await step('report-kind', { kind: text }, 'kind');
    if (!(await step('report-kind', { kind: 'street-light' }, 'kind'))) return;
    await step('report-details', { name: words, email: text, phone: text, 'answers.what': text, 'answers.post-number': words, what: text, 'post-number': words }, 'details');
    if (form(page.text, 'report-details')) {
      const names = [...page.text.matchAll(/name="([^"]*(?:what|post-number|how-many|danger))"/g)].map(([, name]) => name);
      const what = names.find((name) => name.endsWith('what')) ?? 'answers.what';
      await step('report-details', { name: 'Proovi Inimene', email: secret_email(`vorm${at}`), phone: secret_phone, [what]: 'out' }, 'details');
    }
    if (!form(page.text, 'report-send')) { problems.push(`${label}: not at the last step (${page.status})`); return; }
    await step('report-send', {}, 'send');
    const number = /20\d\d-\d{6}/.exec(page.text)?.[0];
    if (!number) problems.push(`${label}: no number after sending (${page.status})`);
    else sent.push([number, words]);
  }, 8);
  all('report form: never 5xx, what was typed stands in its pages as text only', problems, pages);
  check(shown > strings.length, 'the form gives back what was typed', shown);
  check(sent.length > strings.length / 2, 'most of the reports were sent', `${sent.length} of ${strings.length}`);
  const client = new Client(program.port);
  const found = new Map((await reports(client, sent.map(([number]) => number))).map((report) => [report.service_request_id, report.description]));
  const different = sent.filter(([number, words]) => found.get(number) !== cleaned(words) && !covers.some((mark) => found.get(number)?.includes(mark)));
  all('reports of the form come back identical', different.map(([number, words]) => `${number} ${JSON.stringify(found.get(number)?.slice(0, 80))} instead of ${JSON.stringify(cleaned(words).slice(0, 80))}`), sent.length);
  return sent;
}

// Where everybody reads them: the report's page, lists, feeds, data.
async function readers(program, sent) {
  const client = new Client(program.port);
  const problems = [];
  let seen = 0;
  await in_parallel(sent, async ([number, words]) => {
    const wanted = cleaned(words).slice(opening.length, -closing.length);
    const answer = await client.get(`/et/reports/${number}`);
    if (answer.status !== 200) problems.push(`${number}: ${answer.status}`);
    const echo = echoes(answer.text, wanted);
    seen += echo.seen;
    problems.push(...echo.problems);
  });
  all('pages of the reports: what was typed stands there as text only', problems, sent.length);
  check(seen > sent.length / 2, 'and it does stand there', seen);
  for (const file of ['/et/', '/en/reports', '/ru/reports?state=open', '/et/reports/feed.atom']) {
    const answer = await client.get(file);
    const bad = opened_tags(answer.text);
    check(answer.status === 200 && bad.length === 0, `${file}: nothing unescaped`, `${answer.status} ${bad[0]?.slice(0, 200)}`);
  }
  const csv = await client.get('/et/reports/reports.csv');
  // A cell that a spreadsheet would compute: = + - @ at its start.
  const formulas = [...csv.text.matchAll(/(?:^|[,;\t]|\r?\n)("?)([=+@][^,;"\n]*|-[^\d\s,;"][^,;"\n]*)/g)].filter(([, , cell]) => !/^[+-]?[\d.:]+$/.test(cell) && cell.length > 1);
  check(csv.status === 200, 'the CSV answers', csv.status);
  check(formulas.length === 0, 'no cell begins as a spreadsheet would compute it', formulas[0]?.[0]);
  const geojson = await client.get('/et/reports/reports.geojson');
  let features = -1;
  try { features = JSON.parse(geojson.text).features.length; } catch { /* said below */ }
  check(features > 0, 'the GeoJSON is JSON', geojson.status);
}

await run('naughty strings', async () => {
  const program = await Program.start(await sample_database(), { arguments: ['--no-rate-limits', '--trusted-proxy', '127.0.0.1'] });
  const client = new Client(program.port);
  const key = program.new_key();
  const list = big_list();
  if (!list) skipped('the big list of naughty strings', `${list_file} is not there`);
  // What UTF-16 cannot say in UTF-8 has its own cases above.
  const strings = [...naughty, ...(list ?? []).filter((text) => text.isWellFormed?.() ?? true)];
  say(`${naughty.length} strings of our own, ${strings.length - naughty.length} of the list, ${no_text.length} that are no text`);
  await open311(client, key, strings);
  await refused_bytes(client, key);
  await search(client, strings);
  await sign_in(program, naughty);
  const sent = await report_form(program, [...naughty, ...(list ?? []).filter((_, at) => at % 6 === 0)]);
  if (sent) await readers(program, sent);
  const health = await client.get('/health');
  check(health.status === 200, 'the program is well after all of it', health.status);
  check(!/salakiri|saladuslik|5559 ?1357|57 ?3725559/.test(program.log), 'the log holds no e-mail and no phone that was typed', /.*(salakiri|saladuslik|5559).*/.exec(program.log)?.[0]);
  check(!/"level":"error"/.test(program.log), 'the log holds no error', /.*"level":"error".*/.exec(program.log)?.[0]);
});
