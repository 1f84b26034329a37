// Applying: forms that are posted by somebody who does not keep to them. What was seen and typed is what is sent; nobody finds another's.
import fs from 'node:fs';
import path from 'node:path';
import { Page, at_the_counter, path_of, signed_in } from './kit/applying.mjs';
import { all, check, equal, run } from './kit/checks.mjs';
import { Client } from './kit/client.mjs';
import { closing, echoes, marked, opening } from './kit/pages.mjs';
import { documents } from './kit/documents.mjs';
import { bomb, giant_claim, no_pictures, small } from './kit/pictures.mjs';
import { Program, root, sample_database, scratch, sound } from './kit/program.mjs';
import { cleaned, naughty, no_text } from './kit/strings.mjs';

const service = 'information-request';
const question = (text = 'Palun tänavate hoolduse lepingut.') => ({ 'request.text': text, 'request.personal': 'no' });
const by_mail = { 'person.name': 'Mari Maasikas', 'answer.way': 'email', 'contact.email': 'mari@example.ee', 'contact.phone': '' };
async function begin(client, lang = 'et') {
  const csrf = await client.token(`/${lang}/apply/${service}`);
  const answer = await client.post(`/${lang}/apply/${service}`, { csrf });
  if (answer.status !== 303) throw new Error(`no draft: ${answer.status} ${answer.text.slice(0, 300)}`);
  return path_of(answer);
}
// To the page before sending; its address.
async function to_check(client, first, text) {
  const second = path_of(await (await Page.open(client, first)).answer(question(text)));
  return path_of(await (await Page.open(client, second)).answer(by_mail));
}
async function send(client, check_page) {
  const page = await Page.open(client, check_page);
  return client.post(check_page.replace('/check', '/send'), page.hidden());
}

async function two_windows(port) {
  const client = new Client(port), first = await begin(client);
  const window = await Page.open(client, first), other = await Page.open(client, first);
  const second = await window.answer(question('Esimeses aknas kirjutatud küsimus.'));
  equal(second.status, 303, 'the first window saves');
  const beside = await other.answer(question('Teises aknas kirjutatud küsimus.'));
  check(beside.status === 303 && path_of(beside).includes('beside=1'), 'the second window had not seen it: a draft of its own', beside.headers.location);
  const kept = await client.get(first), own = await client.get(path_of(beside).replace(/\/answer\?/, '/request?'));
  check(kept.text.includes('Esimeses aknas') && !kept.text.includes('Teises aknas'), 'what the first wrote is as it was');
  check(own.text.includes('Teises aknas'), 'what the second wrote is kept too', own.status);
  // The page before sending in one window, changed in another: what is sent is what was seen.
  const ready = await to_check(client, await begin(client), 'Seda ma nägin enne saatmist.');
  const seen = await Page.open(client, ready);
  const elsewhere = await Page.open(client, ready.replace('/check', '/request'));
  await elsewhere.answer(question('Vahepeal kirjutati midagi muud.'));
  const refused = await client.post(ready.replace('/check', '/send'), seen.hidden());
  check(refused.status === 409 && refused.text.includes('Vahepeal kirjutati midagi muud.'), 'sent from a page that is older than the draft: refused, shown anew', refused.status);
  const sent = await send(client, ready), again = await client.post(ready.replace('/check', '/send'), seen.hidden());
  check(sent.status === 303 && /T-\d{4}-\d{6}/.test(sent.headers.location), 'then it is sent', sent.status);
  check(again.status === 303 && again.headers.location === sent.headers.location, 'sent once more from the old window: nothing new, the same page', again.status);
  return path_of(sent).replace(/\?.*/, '');
}

async function guessed(port, home) {
  const stranger = new Client(port), hers = await begin(new Client(port));
  const [, number] = /(T-\d{4}-\d{6})/.exec(home);
  const draft = hers.split('?')[0], secret = home.split('/').pop();
  const other = secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A');
  const problems = [];
  const targets = [draft, `${draft}?key=`, `${draft}?key=${'A'.repeat(32)}`, `${hers}x`, draft.replace(/[a-z0-9]{8}\//, 'aaaaaaaa/'), draft.replace('/request', '/check'), draft.replace('/request', '/newer'),
    `/et/application/${number}/${other}`, `/et/application/${number}/${other}/decision`, `/et/application/${number}/${other}/receipt.pdf`, `/et/application/T-2026-999999/${secret}`, `/et/application/${number}/${secret.toLowerCase()}`];
  for (const target of targets) {
    const answer = await stranger.get(target);
    if (answer.status !== 404 || answer.text.includes('Maasikas')) problems.push(`${target}: ${answer.status}`);
  }
  const csrf = await stranger.token('/et/apply/' + service);
  for (const [target, fields] of [[draft, question()], [draft.replace('/request', '/send'), {}], [draft.replace('/request', '/delete'), {}], [`/et/application/${number}/${other}/withdraw`, { seen: '1' }], [`/et/application/${number}/${other}/appointments/x/answer`, { suits: 'no' }]]) {
    const answer = await stranger.post(target, { csrf, ...fields });
    if (answer.status !== 404) problems.push(`POST ${target}: ${answer.status}`);
  }
  for (const target of [`/et/my/applications/${number}`, `/et/desk/applications/${number}`, '/et/desk/appointments']) {
    const answer = await stranger.get(target);
    if (answer.status === 200 || answer.text.includes('Maasikas')) problems.push(`${target}: ${answer.status}`);
  }
  all("another's draft, link and number: missing, as if there were none", problems, targets.length + 8);
}

async function forged(port, official) {
  const client = new Client(port), first = await begin(client);
  const page = await Page.open(client, first);
  // Hidden while no personal data are asked for; a field of another page; one that there is not.
  const second = path_of(await page.answer({ ...question(), 'request.basis': 'VARJATUD-ALUS', 'answer.address': 'VÕLTSITUD-AADRESS', 'request.secret': 'OLEMATU', 'decision': 'granted', 'proposal': 'granted' }));
  const ready = path_of(await (await Page.open(client, second)).answer({ ...by_mail, 'answer.address': 'VÕLTSITUD-AADRESS', 'answer.way[]': 'fax', term: '1', applicant: 'teine' }));
  const shown = await client.get(ready);
  for (const word of ['VARJATUD-ALUS', 'VÕLTSITUD-AADRESS', 'OLEMATU']) check(!shown.text.includes(word), `${word}: what is not asked is not taken`);
  const sent = await send(client, ready), number = /(T-\d{4}-\d{6})/.exec(sent.headers.location ?? '')?.[1];
  const seen = await official.get(`/et/desk/applications/${number}`);
  check(seen.status === 200 && seen.text.includes('Palun tänavate') && !/VARJATUD|VÕLTSITUD|OLEMATU/.test(seen.text), 'the official sees the answers alone', seen.status);
  const wrong = await (await Page.open(client, await begin(client))).answer({ 'request.text': 'Palun lepingut, mis on pikk.', 'request.personal': 'võib-olla' });
  check(wrong.status === 400 && wrong.text.includes('#f-request-personal'), 'a choice that there is not: named', wrong.status);
}

// Each is refused by what is wrong with it, at its field, quickly; what was typed beside it is kept.
async function documents_with_bombs(official, trees_page) {
  const problems = [];
  for (const [what, name, bytes, word] of documents.refused) {
    const page = await Page.open(official, trees_page), note = `Tamm ${what}`, began = Date.now();
    const answer = await page.answer([['trees[0].species', note]], [{ field: 'photos', name, bytes }]);
    const shown = await official.get(trees_page);
    if (answer.status !== 400 || !answer.text.includes(word) || !answer.text.includes('#f-photos')) problems.push(`${what}: ${answer.status}, "${word}" is not said`);
    if (shown.text.includes(name)) problems.push(`${what}: kept`);
    if (!answer.text.includes(note)) problems.push(`${what}: what was typed is lost`);
    if (Date.now() - began > 5000) problems.push(`${what}: ${Date.now() - began} ms`);
  }
  all('documents with bombs, programs, passwords, two faces: refused in clear words', problems, documents.refused.length);
  for (const [name, bytes] of documents.honest) {
    const answer = await (await Page.open(official, trees_page)).answer([['later', 'yes']], [{ field: 'photos', name, bytes }]);
    check(answer.status === 303 && (await official.get(trees_page)).text.includes(name), `${name}: taken`, answer.status);
  }
}

async function lists_and_files(official) {
  const first = await at_the_counter(official, 'tree-felling-permit');
  const known = await Page.open(official, first);
  check(known.text.includes('Maasikas') && !/<input[^>]*name="applicant.family_name"/.test(known.text), 'what is known is shown, not asked');
  const second = await known.answer({ 'applicant.given_name': 'VÕLTSITUD', 'applicant.family_name': 'VÕLTSITUD', 'applicant.code': '60001019906', 'contact.email': 'mari@example.ee' });
  const place_page = path_of(second);
  check(/\/place\?/.test(place_page), 'the next page', second.status);
  const place = await Page.open(official, place_page);
  const rows = [['place.address', 'Tähe 4'], ['place.where', 'Hoovis'], ['place.role', 'owner']];
  const trees_page = path_of(await place.answer(rows));
  const trees = await Page.open(official, trees_page);
  const many = (count) => Array.from({ length: count }, (_, i) => [`trees[${i}].species`, 'kask']);
  const began = Date.now();
  const whole = await trees.answer([...many(10_000)]);
  check([400, 413].includes(whole.status), '10,000 rows: refused', whole.status);
  check(Date.now() - began < 5000, 'and quickly', Date.now() - began);
  const far = await trees.answer([['trees[9999999999].species', 'kask'], ['trees[-1].species', 'x'], ['trees[0][0].species', 'x'], ['add', 'trees'], ['remove', 'trees[9999]']]);
  check(far.status < 500, 'rows with numbers that there are not', far.status);
  const again = await Page.open(official, trees_page);
  check(again.status === 200 && (again.text.match(/name="trees\[\d+\]\.species"/g) ?? []).length <= 201, 'the form is as it was', again.status);
  const problems = [];
  for (const [what, bytes] of [['a bomb', bomb()], ['a picture that claims 10 GB', giant_claim()], ...no_pictures.filter(([name, b]) => b.length && name !== 'a PDF')]) {
    const page = await Page.open(official, trees_page);
    const answer = await page.answer([['later', 'yes']], [{ field: 'photos', name: 'pilt.png', bytes }]);
    const shown = await official.get(trees_page);
    if (answer.status !== 400 || shown.text.includes('pilt.png')) problems.push(`${what}: ${answer.status}`);
  }
  all('attachments that are bombs or nothing: said, not kept', problems, no_pictures.length);
  await documents_with_bombs(official, trees_page);
  const good = await (await Page.open(official, trees_page)).answer([['later', 'yes']], [{ field: 'photos', name: 'puu.png', bytes: small }]);
  check(good.status === 303 && (await official.get(trees_page)).text.includes('puu.png'), 'a picture that is one is kept', good.status);
  const end = await official.get(trees_page.replace('/trees', '/check'));
  check(end.text.includes('Maasikas') && !end.text.includes('VÕLTSITUD') && !end.text.includes('60001019906'), 'known facts are as the register or login said, whatever was posted');
}

async function strings_in_fields(port) {
  const problems = [];
  let seen = 0, asked = 0;
  for (const text of naughty) {
    const client = new Client(port), label = JSON.stringify(text.slice(0, 50)), wanted = cleaned(marked(text)).slice(opening.length, -closing.length);
    const look = (answer, step) => {
      asked++;
      if (answer.status >= 500) problems.push(`${step} ${label}: ${answer.status}`);
      const echo = echoes(answer.text, wanted);
      seen += echo.seen;
      problems.push(...echo.problems.map((problem) => `${step} ${label} ${problem}`));
    };
    const first = await begin(client);
    const page = await Page.open(client, first);
    const answer = await page.answer({ 'request.text': marked(text), 'request.personal': 'other', 'request.basis': marked(text), [text.slice(0, 200)]: 'x', '@asked[]': text.slice(0, 200) });
    look(answer, 'answers');
    look(await client.get(first), 'again');
    if (answer.status !== 303) continue;
    const second = path_of(answer);
    const last = await (await Page.open(client, second)).answer({ 'person.name': marked(text), 'answer.way': 'post', 'answer.address': marked(text), 'contact.email': marked(text) });
    look(last, 'name');
    look(await client.get(first.replace('/request', '/check')), 'check');
  }
  all('applying: never 5xx, what was typed stands in the pages as text only', problems, asked);
  check(seen > naughty.length, 'and it does stand there', seen);
  const client = new Client(port), bad = [];
  for (const [what, bytes] of no_text) {
    const page = await Page.open(client, await begin(client));
    const answer = await page.answer([['request.text', bytes], ['request.personal', 'no']]);
    if (answer.status !== 400) bad.push(`${what}: ${answer.status}`);
  }
  all('bytes that are no UTF-8 are no answer', bad, no_text.length);
  const page = await Page.open(client, await begin(client));
  const long = await page.answer({ ...question('x'.repeat(300_000)) });
  check(long.status === 400 || long.status === 413, '300,000 characters: refused', long.status);
}

// The project's catalogue with another form for the service.
function catalogue_with(name, change) {
  const catalogue = path.join(scratch, name), folder = path.join(catalogue, 'common', service);
  fs.cpSync(path.join(root, 'catalogue'), catalogue, { recursive: true });
  const read = (file) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  const form = read('form.json'), texts = read('form.texts.json');
  change(form.components, texts);
  fs.writeFileSync(path.join(folder, 'form.json'), JSON.stringify(form));
  fs.writeFileSync(path.join(folder, 'form.texts.json'), JSON.stringify(texts));
  fs.rmSync(path.join(folder, 'form_examples'), { recursive: true });  // they tell of the form as it was
  return catalogue;
}

// Published anew while somebody fills it in: the draft keeps its form; going over to the new one loses nothing silently.
async function published_anew() {
  const database = await sample_database('anew');
  const before = await Program.start(database);
  const first_window = new Client(before.port);
  const drafts = [];
  for (let i = 0; i < 2; ++i) {
    const second = path_of(await (await Page.open(first_window, await begin(first_window))).answer(question()));
    drafts.push(path_of(await (await Page.open(first_window, second)).answer({ 'person.name': 'Mari Maasikas', 'answer.way': 'post', 'answer.address': 'Tähe 4' })));
  }
  await before.stop();
  const program = await Program.start(database, { catalogue: catalogue_with('anew', (components, texts) => {
    const way = components.find((one) => one.id === 'answer_way');
    way.values = way.values.filter((one) => one.value !== 'post');
    delete texts.answer_way['values.post'];
    components.splice(1, 0, { type: 'number', id: 'copies', key: 'copies', label: 'Mitu koopiat?', validate: { required: true } });
    texts.copies = { label: { en: 'How many copies?', ru: 'Сколько копий?' } };
  }) });
  const client = new Client(program.port);
  const [stays, goes] = drafts;
  const old = await client.get(stays);
  check(old.status === 200 && old.text.includes('Postiga') && !old.text.includes('Mitu koopiat?') && old.text.includes('/newer?'), 'the draft stays with the form that it began with, and is told of the newer one', old.status);
  const sent = await send(client, stays);
  check(sent.status === 303 && /T-\d{4}-\d{6}/.test(sent.headers.location), 'it is sent by the old form', sent.status);
  check((await client.get(path_of(sent).replace(/\?.*/, ''))).text.includes('Postiga'), 'and shown by it');
  const fresh = await client.get(await begin(client));
  check(fresh.text.includes('Mitu koopiat?'), 'who begins now begins with the new one');
  const told = await Page.open(client, goes.replace('/check', '/newer'));
  check(['Postiga', 'Tähe 4', 'Mitu koopiat?'].every((word) => told.text.includes(word)), 'what does not fit and what is asked anew is said before', told.text.length);
  const taken = await client.post(told.target, told.hidden());
  const page = await Page.open(client, path_of(taken));
  check(['Postiga', 'Tähe 4', 'Mitu koopiat?', 'Palun tänavate'].every((word) => page.text.includes(word)), 'what fits is carried over, the rest is listed', page.status);
  const end = await client.get(goes);
  check(!end.text.includes('id="apply-send"'), 'nothing is sent before the new questions are answered');
  const second = path_of(await page.answer([...Object.entries(question()), ['copies', '2']]));
  const ready = path_of(await (await Page.open(client, second)).answer(by_mail));
  equal((await send(client, ready)).status, 303, 'then it is sent by the new one');
  await program.stop();
  sound(database);
}

// An official's formula that would never end: the page says so, nobody waits, and the rest of the town goes on.
async function never_ends() {
  const catalogue = catalogue_with('endless', (components) => {
    components.find((one) => one.id === 'request_basis').conditional.hide = '=count(for i in 1..1000000, j in 1..1000000 return i * j) > 0';
  });
  const program = await Program.start(await sample_database('endless'), { catalogue });
  const client = new Client(program.port), first = await begin(client);
  const began = Date.now();
  const pages = await Promise.all(Array.from({ length: 4 }, () => client.get(first)));
  check(pages.every((page) => page.status === 200 && /id="problems"|error-summary/.test(page.text)), 'a form that never ends says that it cannot be filled in', pages.map((page) => page.status));
  check(Date.now() - began < 10_000, 'and does not keep anybody waiting', Date.now() - began);
  const answered = await (await Page.open(client, first)).answer(question());
  check(answered.status === 400 || answered.status === 303, 'what was typed is taken', answered.status);
  check((await client.get(first)).text.includes('Palun tänavate'), 'and kept');
  const end = await client.get(first.replace('/request', '/check'));
  check(!end.text.includes('id="apply-send"'), 'it cannot be sent');
  equal((await client.get('/et/services')).status, 200, 'the rest of the town goes on');
  await program.stop();
}

await run('applying', async () => {
  const database = await sample_database();
  const program = await Program.start(database);
  const official = await signed_in(program.port);
  const home = await two_windows(program.port);
  await guessed(program.port, home);
  await forged(program.port, official);
  await lists_and_files(official);
  await strings_in_fields(program.port);
  const secret = home.split('/').pop();
  check(!program.log.includes(secret) && !program.log.includes('mari@example.ee') && !program.log.includes('Maasikas'), 'no link, address or name in the log');
  equal((await program.stop()).code, 0, 'stops as it should');
  sound(database);
  await published_anew();
  await never_ends();
});
