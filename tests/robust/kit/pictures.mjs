// Pictures made here: small ones that are right, and ones that are not what they say.
import zlib from 'node:zlib';

const crc_table = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
const crc = (bytes) => { let c = 0xffffffff; for (const byte of bytes) c = crc_table[(c ^ byte) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]), whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
}
// `rows`: how many rows of pixels really follow; fewer than `height` makes it cut short.
export function png(width, height, { rows = height, level = 9 } = {}) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.alloc(1 + width * 3, 120);
  row[0] = 0;
  const pixels = zlib.deflateSync(Buffer.concat(Array(rows).fill(row)), { level });
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}
export const small = png(64, 48);
export const bomb = () => png(12_000, 12_000);        // 432 MB of pixels in some 400 KB
export const giant_claim = () => png(60_000, 60_000, { rows: 1 });  // says 10 GB
export const no_pictures = [
  ['plain text', Buffer.from('see ei ole pilt')], ['nothing', Buffer.alloc(0)], ['only a PNG signature', small.subarray(0, 8)], ['a PNG cut in half', small.subarray(0, small.length >> 1)],
  ['an HTML page', Buffer.from('<!DOCTYPE html><script>alert(1)</script>')], ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')], ['a GIF without pictures', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
  ['a JPEG start', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0])], ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n')], ['zeros', Buffer.alloc(5000)], ['random-looking bytes', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) & 255))],
];
