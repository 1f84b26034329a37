// What a page says, read without a browser: entities, forms, and whether something typed stands in it only as text.
import { cleaned } from './strings.mjs';

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };
export const decoded = (html) => html.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name) =>
  name[0] !== '#' ? named[name] ?? whole : String.fromCodePoint(Number(/^#x/i.test(name) ? `0${name.slice(1)}` : name.slice(1))));

// Typed text is sent between two marks. Wherever both marks stand in the page, what is between must be harmless where it stands and mean the
// same. Digits and letters: nothing escapes them, nothing composes with them.
export const opening = 'qz17x9', closing = '9zq17x';
export const marked = (text) => opening + text + closing;

// Gives { seen, problems }. `means`: what must be read there. A page may show the beginning only: up to an ellipsis or an end of its own.
export function echoes(page, means) {
  const problems = [];
  let seen = 0;
  const folded = (text) => text.replace(/\s+/g, ' ').trim();
  const wanted = folded(means);
  const plain = page.replace(/<br>/g, '\n');
  for (let at = plain.indexOf(opening); at >= 0; at = plain.indexOf(opening, at + 1)) {
    seen++;
    const in_tag = plain.lastIndexOf('<', at) > plain.lastIndexOf('>', at);
    const rest = plain.slice(at + opening.length), end = rest.search(in_tag ? /[<>"]/ : /[<>]/), close = rest.indexOf(closing);
    const whole = close >= 0 && (end < 0 || close < end);
    const part = rest.slice(0, whole ? close : end);
    // After the beginning comes what the page itself says; whatever was typed next must not be what ended it.
    const read = folded(decoded(part));
    if (whole && read === wanted) continue;
    let by_url;
    try { by_url = folded(cleaned(opening + decodeURIComponent(part.replaceAll('+', '%20')) + (whole ? closing : '')).slice(opening.length).replace(closing, '')); } catch { by_url = undefined; }
    if (by_url === wanted) continue;
    // Cut short: as far as it goes it is what was typed, then the page's own words; and what was typed next is not what opened a tag here.
    const full = wanted + closing;
    let same = 0;
    while (same < read.length && read[same] === full[same]) same++;
    const opens_tag = same === read.length && same < full.length && rest.slice(end, end + 3) === full.slice(same).trimStart().slice(0, 3);
    if (!opens_tag && (same >= 60 || /^\s*($|…|”|“|\(20\d\d-)/.test(read.slice(same)))) continue;
    if (part.length > 200 && /^[\w%.~+&=;#-]*$/.test(part)) continue;  // an address, cut
    problems.push(`${JSON.stringify(rest.slice(0, 120))} instead of ${JSON.stringify(means.slice(0, 120))}`);
  }
  return { seen, problems };
}

// In a page with many: nothing typed may have opened or closed a tag.
export const opened_tags = (page) => [...page.replace(/<br>/g, '\n').matchAll(new RegExp(`${opening}((?:(?!${opening}|…)[\\s\\S])*?)${closing}`, 'g'))].map(([, between]) => between).filter((between) => /[<>]/.test(between));

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
