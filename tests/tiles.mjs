// Map tiles of our own, so that tests ask nobody else: node tests/tiles.mjs PORT. Every path is answered with one plain picture of 256 × 256.
import http from "node:http";
import { deflateSync } from "node:zlib";

const crc_table = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc = (bytes) => (bytes.reduce((sum, byte) => crc_table[(sum ^ byte) & 0xff] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc(named), named.length + 4);
  return whole;
}
// PNG (ISO/IEC 15948): 256 × 256, one bit of grey, all white.
const head = Buffer.from([0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0]);
const tile = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.concat(Array(256).fill(Buffer.concat([Buffer.from([0]), Buffer.alloc(32, 0xff)]))))), chunk("IEND", Buffer.alloc(0))]);

http.createServer((request, response) => {
  response.writeHead(200, { "Content-Type": "image/png", "Content-Length": tile.length, "Cache-Control": "max-age=3600", "Access-Control-Allow-Origin": "*" });
  response.end(tile);
}).listen(Number(process.argv[2]), "127.0.0.1");
