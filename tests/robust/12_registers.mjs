// Registers that are slow, silent, or say what cannot be: an official serves somebody at the counter meanwhile. The form comes in good time and asks
// by hand, nothing of such an answer is believed or shown, what is typed is kept, and the rest of the town goes on.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Page, at_the_counter, path_of, signed_in } from './kit/applying.mjs';
import { all, at_end, check, equal, run } from './kit/checks.mjs';
import { Client } from './kit/client.mjs';
import { Program, root, sample_database, scratch, sleep, sound } from './kit/program.mjs';

const people = JSON.parse(fs.readFileSync(path.join(root, 'tests/registers/sample_people.json'), 'utf8')).people;
const kadri = people.find((one) => one.id === 'parent');
const words = JSON.parse(fs.readFileSync(path.join(root, 'locale/et/apply.json'), 'utf8'));
// "Tähe tn 56-12", however the register writes it.
const homes = people.filter((one) => one.residence?.street).map((one) => new RegExp(`${one.residence.street}[^<]{0,6}${one.residence.house}\\b`));

class Registers {
  static async start() {
    const file = path.join(scratch, 'registers.json');
    const child = spawn('node', [path.join(root, 'tests/registers/simulator.mjs'), '--people', '2000', '--configuration', file], { stdio: 'ignore' });
    at_end(() => child.kill('SIGKILL'));
    for (let i = 0; i < 600 && !(fs.existsSync(file) && fs.statSync(file).size); ++i) await sleep(100);
    return Object.assign(new Registers(), { file, address: JSON.parse(fs.readFileSync(file, 'utf8')).security_server });
  }
  fault(name) { return this.control('faults', JSON.stringify(name ? [{ service: '*', fault: name, milliseconds: 20_000 }] : [])); }
  async asked() { return (await fetch(`${this.address}/control/log`)).json(); }
  async control(what, body) { if (!(await fetch(`${this.address}/control/${what}`, { method: 'POST', body })).ok) throw new Error(`the simulator does not take ${what}`); }
}

const typed = { 'residence.address': 'Käsitsi 1-2, Tartu', 'contact.email': 'kadri@example.ee', 'contact.phone': '' };
const asks = (page, name) => new RegExp(`<(input|textarea)[^>]*name="${name.replace('.', '\\.')}"`).test(page);

async function spoiled(registers, fault) {
  await registers.fault(fault);
  const database = await sample_database(fault || 'good');
  const program = await Program.start(database, { arguments: ['--no-rate-limits', '--registers', registers.file] });
  const official = await signed_in(program.port);
  const before = (await registers.asked()).length;
  let began = Date.now();
  const serving = at_the_counter(official, 'home-help', kadri.code).then((first) => Page.open(official, first));
  // Somebody else meanwhile.
  const elsewhere = Date.now(), other = await new Client(program.port).get('/et/services');
  check(other.status === 200 && Date.now() - elsewhere < 3000, `${fault}: the rest of the town goes on`, Date.now() - elsewhere);
  const page = await serving;
  check(page.status === 200 && Date.now() - began < 20_000, `${fault}: the form comes`, `${page.status} after ${Date.now() - began} ms`);
  check((await registers.asked()).length > before, `${fault}: the registers were asked`);
  check(page.text.includes(words.sources_missing), `${fault}: the page says that a register does not answer`);
  check(asks(page.text, 'residence.address'), `${fault}: what it would know is asked by hand`);
  all(`${fault}: nothing of the answer is shown, nobody's`, homes.filter((home) => home.test(page.text)), homes.length);
  began = Date.now();
  const next = await page.answer(typed);
  equal(next.status, 303, `${fault}: what was typed is taken`);
  const again = await official.get(page.target);
  check(again.text.includes('Käsitsi 1-2, Tartu') && Date.now() - began < 20_000, `${fault}: and kept`, Date.now() - began);
  check(path_of(next).includes('/person'), `${fault}: and the form goes on`, path_of(next));
  check(!program.log.includes(kadri.code) && !program.log.includes('Käsitsi'), `${fault}: no code or address in the log`);
  equal((await program.stop()).code, 0, `${fault}: stops as it should`);
  sound(database);
}

await run('registers', async () => {
  const registers = await Registers.start();
  // First as it should be: else the rest would prove nothing.
  await registers.fault('');
  const database = await sample_database('good');
  const program = await Program.start(database, { arguments: ['--no-rate-limits', '--registers', registers.file] });
  const official = await signed_in(program.port);
  const page = await Page.open(official, await at_the_counter(official, 'home-help', kadri.code));
  check(!page.text.includes(words.sources_missing) && !asks(page.text, 'residence.address') && homes.some((home) => home.test(page.text)), 'registers that answer are shown, not asked', page.status);
  await program.stop();
  for (const fault of ['slow', 'malformed', 'partial', 'contradictory', 'other_subject']) await spoiled(registers, fault);
});
