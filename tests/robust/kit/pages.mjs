// What a page says, read without a browser: entities, forms, and whether something typed stands in it only as text.
import { cleaned } from './strings.mjs';

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };
export const decoded = (html) => html.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name) =>
  name[0] !== '#' ? named[name] ?? whole : String.fromCodePoint(Number(/^#x/i.test(name) ? `0${name.slice(1)}` : name.slice(1))));

// Typed text is sent between two marks. Wherever both marks stand in the page, what is between must be harmless where it stands and mean the
// same. Digits and letters: nothing escapes them, nothing composes with them.
export const opening = 'qz17x9', closing = '9zq17x';
export const marked = (text) => opening + text + closing;

// Gives { seen, problems }. `means`: what must be read there.
export function echoes(page, means, more = []) {
  const problems = [];
  let seen = 0;
  const pattern = new RegExp(`${opening}([\\s\\S]*?)${closing}`, 'g');
  for (const match of page.matchAll(pattern)) {
    const between = match[1], in_tag = page.lastIndexOf('<', match.index) > page.lastIndexOf('>', match.index);
    seen++;
    if ((in_tag ? /[<>"]/ : /[<>]/).test(between)) problems.push(`not escaped: ${JSON.stringify(between.slice(0, 120))}`);
    else {
      let by_url;
      try { by_url = cleaned(opening + decodeURIComponent(between.replaceAll('+', '%20')) + closing).slice(opening.length, -closing.length); } catch { by_url = undefined; }
      const folded = (text) => text?.replace(/\s+/g, ' ').trim();
      if (![means, ...more].some((one) => folded(decoded(between)) === folded(one) || folded(by_url) === folded(one)))
        problems.push(`says ${JSON.stringify(between.slice(0, 120))} instead of ${JSON.stringify(means.slice(0, 120))}`);
    }
  }
  return { seen, problems };
}

// Hidden fields and the address of the form with this id (or the first that posts).
export function form(page, id = '') {
  for (const [, attributes, inside] of page.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
    const attribute = (name) => decoded(new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
    if (id ? attribute('id') !== id : attribute('method').toLowerCase() !== 'post') continue;
    const fields = [];
    for (const [input] of inside.matchAll(/<input[^>]*type="hidden"[^>]*>/g))
      fields.push([decoded(/name="([^"]*)"/.exec(input)?.[1] ?? ''), decoded(/value="([^"]*)"/.exec(input)?.[1] ?? '')]);
    return { action: attribute('action'), fields };
  }
  return null;
}
export const title = (page) => decoded(/<title>([^<]*)/.exec(page)?.[1] ?? '');
