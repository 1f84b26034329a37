// Odd JSON where JSON is taken, odd values in every query parameter: 400 or a sensible answer, never 5xx, always soon.
import fs from 'node:fs';
import path from 'node:path';
import { all, check, run, say, skipped } from './kit/checks.mjs';
import { Client, encoded } from './kit/client.mjs';
import { Program, sample_database, shared } from './kit/program.mjs';
import { creates_nothing, jurisdiction, right } from './kit/town.mjs';

const own_json = ['', '{', '[1,]', '{"a":1,"a":2}', '{"api_key":null}', '"\\ud800"', '[1e999]', 'nul', '\u0000', '['.repeat(100_000), `${'{"a":'.repeat(50_000)}1`, '1'.repeat(100_000), '{"\\u0000":"x"}', 'NaN', '\ufeff{}', '{}garbage', '"' + 'x'.repeat(200_000) + '"'];
const odd = ['', ' ', '0', '-1', '1e999', '-1e999', 'NaN', 'nan', 'Infinity', '1e-999', '0x10', '1,5', '9223372036854775808', '99999999999999999999', '1.5.5', '+1', '١', 'true', 'null', '%00', '%ff', '%ed%a0%80', '%', '%zz', '%F0%9F%95%B3', "'", '"', '<', '[]', 'a'.repeat(8000), '../..', '2026-13-45', '2026-02-30T25:61:61Z', '0000-00-00', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00Z', '2026-11-21T00:00:00+99:99', '-271821-04-20'];

await run('JSON and query parameters', async () => {
  const program = await Program.start(await sample_database(), { arguments: ['--no-rate-limits', '--trusted-proxy', '127.0.0.1'] });
  const key = program.new_key();
  let asked = 0;
  // Reading by Open311 is limited by address.
  const client = () => new Client(program.port, { address: `10.9.${(++asked >> 8) & 255}.${asked & 255}` });
  const main = client();

  const folder = path.join(shared, 'json');
  const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name)).filter((name) => name.endsWith('.json')) : [];
  if (!files.length) skipped('the collection of JSON texts', `${folder} is not there`);
  const texts = [...own_json.map((text, at) => [`own ${at}`, Buffer.from(text)]), ...files.map((file) => [path.basename(file), fs.readFileSync(file)])];
  say(`${own_json.length} JSON texts of our own, ${files.length} of the collection`);
  await creates_nothing(main, 'JSON as a body', async () => {
    const problems = [];
    for (const [name, body] of texts)
      for (const target of ['/open311/v2/requests.json', '/et/report', '/et/report/offline', '/et/sign-in']) {
        const answer = await client().request('POST', target, { body, headers: { 'Content-Type': 'application/json', ...(target.includes('offline') ? { 'Idempotency-Key': `json-${name}` } : {}) } });
        if (answer.status >= 500 || answer.status < 400) problems.push(`${name} to ${target}: ${answer.status} ${answer.text.slice(0, 100)}`);
        if (target.startsWith('/open311')) try { JSON.parse(answer.text); } catch { problems.push(`${name} to ${target}: the answer is no JSON: ${answer.text.slice(0, 100)}`); }
      }
    all('JSON texts as bodies are refused', problems, texts.length * 4);
    const named = [];
    for (const [name, body] of texts) {
      if (body.length > 100_000) continue;
      const answer = await client().post('/open311/v2/requests.json', right(key, { 'attribute[what]': body, lat: body }));
      if (answer.status !== 400) named.push(`${name}: ${answer.status} ${answer.text.slice(0, 100)}`);
    }
    all('JSON texts as answers and coordinates are refused', named, texts.filter(([, body]) => body.length <= 100_000).length);
  });

  const base = `jurisdiction_id=${jurisdiction}`;
  const parameters = {
    '/open311/v2/requests.json': ['service_request_id', 'service_code', 'start_date', 'end_date', 'status', 'page', 'page_size', 'updated_after', 'updated_before', 'extensions', 'jurisdiction_id', 'locale'],
    '/open311/v2/services.xml': ['jurisdiction_id', 'locale'],
    '/et/reports': ['kind', 'district', 'state', 'status', 'from', 'to', 'after', 'cursor', 'page', 'open'],
    '/et/reports/map.json': ['bbox', 'zoom', 'kind', 'state', 'from', 'to', 'west', 'south', 'east', 'north'],
    '/et/reports/feed.atom': ['kind', 'state', 'district'], '/et/reports/reports.csv': ['kind', 'from', 'to'], '/et/reports/reports.geojson': ['kind', 'from', 'bbox'],
    '/et/places.json': ['q', 'lat', 'long'], '/et/find': ['q', 'lat', 'long'], '/et/report': ['kind', 'words', 'lat', 'long', 'q', 'draft'], '/en/sign-in': ['back'],
  };
  const problems = [];
  let count = 0;
  for (const [target, names] of Object.entries(parameters))
    for (const name of names)
      for (const value of odd) {
        const answer = await client().get(`${target}?${name === 'jurisdiction_id' ? '' : `${base}&`}${name}=${/^%/.test(value) ? value : encoded(value)}`);
        count++;
        if (answer.status >= 500) problems.push(`${target} ${name}=${value.slice(0, 40)}: ${answer.status}`);
      }
  all('odd values in query parameters: never 5xx', problems, count);

  const boxes = ['26.6,58.3,26.8,58.4', '26.8,58.4,26.6,58.3', '58.3,26.6,58.4,26.8', 'NaN,NaN,NaN,NaN', '-1e308,-1e308,1e308,1e308', '-180,-90,180,90', '180,90,-180,-90', '1,2,3', '1,2,3,4,5', ',,,', 'inf,inf,inf,inf', '26.7,58.3,26.7,58.3', '-1e999,0,1e999,1', '179,-90,-179,90'];
  const maps = [];
  for (const box of boxes)
    for (const zoom of ['0', '13', '22', '23', '-1', '1e9', 'NaN', '']) {
      const answer = await client().get(`/et/reports/map.json?bbox=${box}&zoom=${zoom}`);
      let fine = answer.status === 400;
      if (answer.status === 200) try { fine = JSON.stringify(JSON.parse(answer.text)).length < 2_000_000; } catch { fine = false; }
      if (!fine) maps.push(`bbox=${box} zoom=${zoom}: ${answer.status} ${answer.text.slice(0, 80)}`);
    }
  all('map.json: boxes swapped, huge, not numbers: JSON or 400', maps, boxes.length * 8);

  const ranges = [['page_size', '0', 400], ['page_size', '-5', 400], ['page_size', '100000', 400], ['page', '0', 400], ['start_date', 'eile', 400], ['end_date', '2026-02-30T00:00:00Z', 400], ['updated_after', 'x', 400], ['status', 'katki', 400], ['start_date', '2026-11-01T00:00:00Z', 200], ['page_size', '1', 200]];
  for (const [name, value, status] of ranges) {
    const answer = await client().get(`/open311/v2/requests.json?${base}&${name}=${encoded(value)}`);
    check(answer.status === status && (status === 200 || answer.text.includes(name)), `requests.json ${name}=${value} answers ${status}${status === 400 ? ' and names it' : ''}`, `${answer.status} ${answer.text.slice(0, 200)}`);
  }
  const twice = await client().get(`/open311/v2/requests.json?${base}&start_date=2026-11-20T00:00:00Z&end_date=2026-11-01T00:00:00Z`);
  check(twice.status === 400 && twice.text.includes('start_date'), 'a period that ends before it begins is refused', twice.status);
  check(!/"level":"error"/.test(program.log), 'the log holds no error', /.*"level":"error".*/.exec(program.log)?.[0]);
});
