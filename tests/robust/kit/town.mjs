// What the stories need of the sample town: places, a partner's report, how many reports there are.
import { check } from './checks.mjs';

export const inside = { lat: '58.3780', long: '26.7290' };
export const jurisdiction = 'tartu.ee';

// Fields of a report that is right, by Open311.
export const right = (key, more = {}) => ({ api_key: key, jurisdiction_id: jurisdiction, service_code: 'street-light', ...inside, 'attribute[what]': 'out',
  description: 'Lamp ei põle', ...more });
export const post_report = (client, key, more = {}, headers = {}) => client.post('/open311/v2/requests.json', right(key, more), { headers });
export const number_in = (answer) => { try { return JSON.parse(answer.text)[0].service_request_id; } catch { return undefined; } };

export async function reports(client, numbers) {
  const found = [];
  for (let i = 0; i < numbers.length; i += 100) {
    const answer = await client.get(`/open311/v2/requests.json?jurisdiction_id=${jurisdiction}&service_request_id=${numbers.slice(i, i + 100).join(',')}`);
    if (answer.status !== 200) throw new Error(`reading back: ${answer.status} ${answer.text.slice(0, 300)}`);
    found.push(...JSON.parse(answer.text));
  }
  return found;
}

// All reports of the last days, page by page: their numbers.
export async function all_numbers(client) {
  const numbers = [];
  for (let page = 1; ; ++page) {
    const answer = await client.get(`/open311/v2/requests.json?jurisdiction_id=${jurisdiction}&page_size=1000&page=${page}`);
    if (answer.status !== 200) throw new Error(`counting: ${answer.status} ${answer.text.slice(0, 300)}`);
    const list = JSON.parse(answer.text);
    numbers.push(...list.map((report) => report.service_request_id));
    if (list.length < 1000) return numbers;
  }
}
export const count = async (client) => (await all_numbers(client)).length;

export async function creates_nothing(client, what, story) {
  const before = await count(client);
  await story();
  const after = await count(client);
  check(before === after, `${what}: creates no report`, `${before} before, ${after} after`);
}
