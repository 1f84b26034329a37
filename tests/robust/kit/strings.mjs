// Strings that break programs, of our own kinds; and what Raekoda makes of them.
import fs from 'node:fs';
import path from 'node:path';
import { shared } from './program.mjs';

const long_word = 'Kuulilennuteetunneliluuk'.repeat(120);
const zalgo = [...'teeauk'].map((c) => c + '\u0301\u0316\u0327\u0335\u0358\u0489\u0302\u0330'.repeat(6)).join('');

export const naughty = [
  // writing: right to left, marks, joiners, look-alikes
  'שלום עולם', 'تقرير عن حفرة في الشارع', 'abc \u202Eexe.gpj\u202C def', '\u2066\u2067\u2069 tühi \u200F\u200E', '\u061C؜', zalgo,
  '👩‍👩‍👧‍👦 👨🏿‍🦽‍➡️ 🏳️‍🌈 🇪🇪 1️⃣', '👍🏻👍🏽👍🏿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '\u{1F1EA}', '\u{E0001}\u{E0065}\u{E0074}', 'Ⅷ ﬁ ﷽ ㎏ ½', 'ÄÖÜÕ ŠŽ äöüõ šž', 'A\u030A \u212B Å',
  'o\u0304\u0303 ȭ', '㈠ 漢字 かな 한글 \u1100\u1161\u11A8', 'İstanbul ıI ßẞ ŉ', '\uFEFFjälg ees', 'sõna\u00ADpoolitus\u200Bnull\u2060laius', 'Ωμέγα Σίσυφος', 'рauk (kirillitsa р)',
  '\u0000', 'enne\u0000pärast', '\u0001\u0002\u0007\u001B[31mpunane\u001B[0m', '\u007F\u0080\u009F', '\u2028rida\u2029lõik', '\uFFFE\uFFFF\uFDD0', '\u{10FFFF}\u{1FFFE}', '\uFFFD', 'tab\tja\vja\f', 'a\r\nb\rc\nd', '\n\n\n', '   ', '\u00A0', '\u3000',
  // markup
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</title></textarea></script><svg/onload=alert(1)>', '<!--', '-->', ']]>', '<![CDATA[x]]>', '<?xml version="1.0"?>',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;', '&lt;b&gt; &amp;amp; &#x3c; &notanentity;', 'javascript:alert(1)', 'data:text/html,<b>', '[link](javascript:alert(1)) ![pilt](x) **b** `c`', '<iframe srcdoc="&lt;script&gt;">', '\u003cb\u003e \\u003cb\\u003e',
  // queries and templates
  "'; DROP TABLE case_report; --", "' OR '1'='1", '" OR ""="', '$1 $2 :name ?1 @p', '%s %n %x %%', '{{ 7 * 7 }} {% if true %}x{% end %} {# y #}', '${7*7} #{7*7} <%= 7*7 %>', '{count, plural, one {#} other {#}}', '{number} {name}', '%27%20OR%201%3D1', '\\', '\\\\" \\n \\0 \\x00',
  'if true then "jah" else "ei"', 'for x in 1..1000000000 return x', 'date and time("2026-11-21T00:00:00Z") + duration("P1D")', '= 1 + 1', '=HYPERLINK("http://x","y")', '+cmd|\' /C calc\'!A0', '@SUM(1+1)', '-2+3',
  // other programs' keywords, names and numbers
  'null', 'undefined', 'NULL', 'NaN', 'Infinity', '-0', '1e999', '0x1p-3', '9999999999999999999999', '١٢٣', '1,000.00', 'true', '[]', '{}', '{"a":1}', 'con', 'nul.txt', '../../../../etc/passwd', '..\\..\\windows', '~root', '$HOME `id` $(id) | id ; id', '() { :; }; echo x', 'a=1&b=2#c', '\r\nSet-Cookie: x=1\r\n\r\n<b>',
  '-', '.', '..', '?', '#', '%', '%00', '%0d%0aX: y', '__proto__', 'constructor', long_word, 'a '.repeat(1500), '🕳️'.repeat(900), '('.repeat(900), '<'.repeat(900), 'ÿ'.repeat(3990), 'x\n'.repeat(1500),
];

// Bytes that are no UTF-8: refused, with the field named.
export const no_text = [
  ['a surrogate alone', Buffer.from([0x61, 0xed, 0xa0, 0x80, 0x62])], ['a pair of surrogates', Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80])], ['an overlong slash', Buffer.from([0xc0, 0xaf])],
  ['an overlong slash of three', Buffer.from([0xe0, 0x80, 0xaf])], ['an overlong NUL', Buffer.from([0xc0, 0x80])], ['above U+10FFFF', Buffer.from([0xf4, 0x90, 0x80, 0x80])], ['a byte F5', Buffer.from([0xf5, 0x80, 0x80, 0x80])],
  ['five bytes', Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80])], ['cut short', Buffer.from([0x61, 0xe2, 0x82])], ['a byte that goes on alone', Buffer.from([0x80])], ['Latin-1', Buffer.from('tänav', 'latin1')], ['UTF-16', Buffer.from('\uFEFFtee', 'utf16le')], ['FF', Buffer.from([0xff, 0xfe])],
];

export const list_file = path.join(shared, 'blns.json');
export const big_list = () => (fs.existsSync(list_file) ? JSON.parse(fs.readFileSync(list_file, 'utf8')) : null);

// What cleaning leaves (base/text.h, clean_input): NFC, line ends as \n, no controls but \n and \t, nothing invisible but the joiners and tags that
// emoji and scripts need, ends trimmed.
export function cleaned(text) {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/\p{Cf}/gu, (c) => (/[\u200C\u200D\u{E0020}-\u{E007F}]/u.test(c) || !/\p{Default_Ignorable_Code_Point}/u.test(c) ? c : ''))
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '').replace(/\p{Noncharacter_Code_Point}/gu, '')
    .replace(/^[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+|[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+$/g, '').normalize('NFC');
}
