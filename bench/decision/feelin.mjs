// node feelin.mjs EXPRESSIONS.json SECONDS: nanoseconds of each expression in npm feelin, parsed once: name <tab> ns <tab> ns with parsing.
// feelin's evaluate() parses at every call. So that it is measured at its best, its interpreter is reached through a copy that exports it.
import { readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../node_modules/feelin/dist/', import.meta.url);
const source = readFileSync(new URL('index.js', folder), 'utf8');
const inside = 'export { interpreter, InterpreterContext, coerceContext, ';
writeFileSync(new URL('inside.js', folder), source.replace(/^export \{ /m, inside));
const { interpreter, InterpreterContext, coerceContext, evaluate, unaryTest } = await import(new URL('inside.js', folder));
if (!interpreter) throw new Error('feelin has another shape than expected');

const { facts, expressions } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seconds = Number(process.argv[3] ?? 0.3);
const context = Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, evaluate(text).value]));

function time(run) {
  for (let i = 0; i < 5000; i++) run();  // compiled by now
  let turns = 1000, best = Infinity;
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const begun = performance.now();
    for (let i = 0; i < turns; i++) run();
    const taken = performance.now() - begun;
    best = Math.min(best, taken * 1e6 / turns);
    if (taken < 10) turns *= 2;
  }
  return best;
}

const same = (value, expected) => typeof expected === 'number' ? Math.abs(value - expected) < 1e-9 : value === expected;
let wrong = 0;
for (const { name, text, input, value } of expressions) {
  const own = coerceContext(input === undefined ? context : { ...context, '?': evaluate(input).value });
  const { root } = interpreter[input === undefined ? 'evaluate' : 'unaryTest'](text, own, undefined, new InterpreterContext());
  const run = input === undefined ? () => root(own) : () => root(own)(own['?']);
  const whole = input === undefined ? () => evaluate(text, own).value : () => unaryTest(text, own).value;
  for (const given of [run(), whole()]) {
    if (same(given, value)) continue;
    console.error(`feelin: ${name}: ${JSON.stringify(given)}, not ${JSON.stringify(value)}`);
    wrong++;
  }
  console.log([name, time(run).toFixed(1), time(whole).toFixed(1)].join('\t'));
}
process.exit(wrong ? 1 : 0);
