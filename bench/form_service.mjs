// form_service CATALOGUE: puts a service into a copy of the catalogue whose form is what forms are measured with: one page of 30 fields, five of them
// known facts, ten with FEEL conditions, three computed.
import fs from 'node:fs';
import path from 'node:path';

const catalogue = process.argv[2];
const from = path.join(catalogue, 'tartu/dog-registration'), to = path.join(catalogue, 'tartu/measured-form');
fs.mkdirSync(to, { recursive: true });
const service = JSON.parse(fs.readFileSync(path.join(from, 'service.json'), 'utf8'));
const facts = ['person.given_name', 'person.family_name', 'person.code', 'residence.address', 'residence.municipality_ehak'];
const words = (text) => ({ et: text, en: text, ru: text });
service.id = 'measured-form';
service.name = words('Mõõdetav vorm');
service.needs = facts.map((fact) => ({ fact, purpose: words('Mõõtmine') }));
delete service.decision;
delete service.letters;
fs.writeFileSync(path.join(to, 'service.json'), JSON.stringify(service, null, 2));

const components = facts.map((fact, i) => ({ type: 'textfield', id: `known_${i}`, key: `known.f${i}`, label: `Teada ${i}`, validate: { required: true }, properties: { fact, purpose: 'identify' } }));
for (let i = 0; i < 3; ++i) components.push({ type: 'number', id: `count_${i}`, key: `count_${i}`, label: `Arv ${i}`, validate: { required: true, min: 0, max: 1000 } });
for (let i = 0; i < 3; ++i) components.push({ type: 'expression', id: `sum_${i}`, key: `sum_${i}`, expression: `=if count_${i} = null then 0 else count_${i} * 2 + count_0`, computeOn: 'change' });
components.push({ type: 'radio', id: 'way', key: 'way', label: 'Viis', values: [{ label: 'Üks', value: 'one' }, { label: 'Teine', value: 'two' }], validate: { required: true } });
for (let i = 0; i < 10; ++i)
  components.push({ type: i % 3 ? 'textfield' : 'checkbox', id: `if_${i}`, key: `if_${i}`, label: `Vahel ${i}`, conditional: { hide: `=count_${i % 3} != null and count_${i % 3} > ${10 * i + 5} and way = "${i % 2 ? 'one' : 'two'}"` } });
for (let i = 0; i < 8; ++i) components.push({ type: 'textfield', id: `free_${i}`, key: `free_${i}`, label: `Vaba ${i}`, description: 'Selgitus', validate: { maxLength: 100 } });
fs.writeFileSync(path.join(to, 'form.json'), JSON.stringify({ type: 'default', id: 'measured-form', schemaVersion: 19, components }, null, 1));
const texts = {};
for (const one of components) {
  if (!one.label) continue;
  texts[one.id] = { label: { en: one.label, ru: one.label } };
  if (one.description) texts[one.id].description = { en: one.description, ru: one.description };
  for (const value of one.values ?? []) texts[one.id][`values.${value.value}`] = { en: value.label, ru: value.label };
}
fs.writeFileSync(path.join(to, 'form.texts.json'), JSON.stringify(texts, null, 1));
