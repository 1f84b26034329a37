// Applying as a browser does it: pages of forms, an official at the counter.
import { equal } from './checks.mjs';
import { Client, token_in } from './client.mjs';
import { password } from './program.mjs';

const version_in = (page) => /name="draft_version" value="([^"]*)"/.exec(page)?.[1] ?? '';
export const path_of = (answer) => new URL(answer.headers.location, 'http://x').pathname + new URL(answer.headers.location, 'http://x').search;

// A page of a form as somebody sees it, and what a browser sends with it.
export class Page {
  static async open(client, target) { return Object.assign(new Page(), { client, target, ...(await client.get(target)) }); }
  hidden(more = []) { return [['csrf', token_in(this.text)], ['draft_version', version_in(this.text)], ...more]; }
  answer(fields, files) {
    const sent = this.hidden(Array.isArray(fields) ? fields : Object.entries(fields));
    return files ? this.client.post_parts(this.target, sent, files) : this.client.post(this.target, sent);
  }
}

export async function signed_in(port, login = 'juht') {
  const official = new Client(port);
  const entered = await official.post('/et/sign-in', { csrf: await official.token('/et/sign-in'), login, password, back: '/et/desk' });
  equal(entered.status, 303, 'an official signs in');
  return official;
}

// At the counter an official fills a form with a list, files and known facts.
export async function at_the_counter(official, id, code = '38001085718') {
  const csrf = await official.token('/et/desk/counter');
  const answer = await official.post('/et/desk/counter', { csrf, service: id, code, given_name: 'Mari', family_name: 'Maasikas', consent: 'ID-kaart, suuline nõus.', language: 'et' });
  if (answer.status !== 303) throw new Error(`no counter: ${answer.status} ${answer.text.slice(0, 400)}`);
  return path_of(answer);
}
