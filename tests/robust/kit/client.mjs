// A browser without scripts: keeps cookies, follows nothing unasked. And raw bytes for what no browser sends.
import http from 'node:http';
import net from 'node:net';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

export class Client {
  constructor(port, { host = '127.0.0.1', address = '', use_agent = agent } = {}) {
    Object.assign(this, { port, host, address, use_agent });
    this.cookies = new Map();
  }

  request(method, target, { headers = {}, body, timeout = 60_000 } = {}) {
    return new Promise((done, failed) => {
      const sent = { Host: `${this.host}:${this.port}`, ...headers };
      if (this.cookies.size) sent.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      if (this.address) sent['X-Forwarded-For'] = this.address;
      if (body !== undefined) sent['Content-Length'] = Buffer.byteLength(body);
      const request = http.request({ host: '127.0.0.1', port: this.port, method, path: target, headers: sent, agent: this.use_agent, timeout }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', failed);
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            if (/max-age=0/i.test(line)) this.cookies.delete(name);
            else this.cookies.set(name, value);
          }
          const bytes = Buffer.concat(parts);
          done({ status: response.statusCode, headers: response.headers, bytes, text: bytes.toString('utf8') });
        });
      });
      request.on('timeout', () => request.destroy(new Error(`no answer in ${timeout} ms`)));
      request.on('error', failed);
      request.end(body);
    });
  }
  get(target, options) { return this.request('GET', target, options); }
  // Fields: [[name, value], …] or an object; values text or Buffer (any bytes).
  post(target, fields, { headers = {}, timeout } = {}) {
    return this.request('POST', target, { headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }, body: urlencoded(fields), timeout });
  }
  post_parts(target, fields, files, { headers = {}, timeout } = {}) {
    const { type, body } = multipart(fields, files);
    return this.request('POST', target, { headers: { 'Content-Type': type, ...headers }, body, timeout });
  }
  // The token of the form on a page.
  async token(page) {
    const answer = await this.get(page);
    return token_in(answer.text);
  }
}

export const token_in = (page) => /name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? '';
const pairs = (fields) => (Array.isArray(fields) ? fields : Object.entries(fields));

export function encoded(value) {
  let out = '';
  for (const byte of Buffer.isBuffer(value) ? value : Buffer.from(String(value), 'utf8'))
    out += /[A-Za-z0-9_.~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return out;
}
export const urlencoded = (fields) => pairs(fields).map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');

// files: [{ field, name, type, bytes }]
export function multipart(fields, files, boundary = `----proov${process.hrtime.bigint()}`) {
  const parts = [];
  for (const [name, value] of pairs(fields)) parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`), Buffer.isBuffer(value) ? value : Buffer.from(String(value)), Buffer.from('\r\n'));
  for (const file of files)
    parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${file.name}"\r\nContent-Type: ${file.type ?? 'image/png'}\r\n\r\n`), file.bytes, Buffer.from('\r\n'));
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { type: `multipart/form-data; boundary=${boundary}`, boundary, body: Buffer.concat(parts) };
}

// Sends bytes as they are; gives everything that came back until the server closed or `milliseconds` passed.
export function raw(port, bytes, { milliseconds = 5000, then_end = false, until = /\r\n\r\n/ } = {}) {
  return new Promise((done) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1');
    const finish = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      done({ answer, closed, status: Number(/^HTTP\/1\.\d (\d+)/.exec(answer)?.[1] ?? 0) });
    };
    const timer = setTimeout(() => finish(false), milliseconds);
    socket.on('data', (part) => {
      answer += part.toString('latin1');
      if (until && until.test(answer)) setTimeout(() => finish(false), 20);
    });
    socket.on('close', () => finish(true));
    socket.on('error', () => finish(true));
    socket.on('connect', () => {
      socket.write(bytes);
      if (then_end) socket.end();
    });
  });
}
