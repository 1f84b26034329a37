// A catalogue that is wrong: the program refuses to start and says every problem with file and line; `check` says the same.
import fs from 'node:fs';
import path from 'node:path';
import { check, equal, run } from './kit/checks.mjs';
import { command, Program, root, sample_database, scratch } from './kit/program.mjs';

// Each: what, file, [text there, text instead], a word that the message must have.
const ways = [
  ['an unknown member', 'common/report-pothole/service.json', ['"icon":', '"ikoon": "x",\n  "icon":'], 'ikoon'],
  ['a datatype that there is not', 'common/report-pothole/service.json', ['"datatype": "singlevaluelist"', '"datatype": "valik"'], 'valik'],
  ['a text missing in one language', 'common/report-pothole/service.json', [', "ru": "Яма на дороге" }', ' }'], 'ru'],
  ['JSON that breaks off', 'common/report-waste/service.json', ['"type": "report",', '"type": "report'], ''],
  ['a rule for a team that there is not', 'tartu/report_routing/2025-10-01.dmn', ['<text>"supervision"</text>', '<text>"kummitus"</text>'], 'kummitus'],
  ['a rule for a kind that there is not', 'tartu/report_routing/2025-10-01.dmn', ['<text>"snow-and-ice"</text>', '<text>"vulkaan"</text>'], 'vulkaan'],
  ['a rule for an answer that there is not', 'tartu/report_routing/2025-10-01.dmn', ['list contains(?, "footway-by-plot")', 'list contains(?, "kuu-peal")'], 'kuu-peal'],
  ['a formula that breaks off', 'common/funeral-grant/decision.dmn', ['surmakuupäev + parameters.taotlemise tähtaeg', 'surmakuupäev +'], 'Taotlemise viimane päev'],
  ['an amount that is none', 'tartu-vald/funeral-grant/parameters.json', ['"toetuse suurus": 250', '"toetuse suurus": "palju"'], 'toetuse suurus'],
  ['an example that does not come true', 'tartu/parking-permit/examples/month-a.json', ['"Parkimisloa hind": 120', '"Parkimisloa hind": 119'], '119'],
  ['an area of work twice', 'tartu/municipality.json', ['{ "id": "winter",', '{ "id": "streets",'], 'streets'],
  ['a colour that is none', 'tartu/municipality.json', ['"brand": "#005aa3"', '"brand": "sinine"'], 'brand'],
  ['a date that there is not', 'tartu/report_routing/decision.json', ['"valid_from": "2025-10-01"', '"valid_from": "2025-13-41"'], 'valid_from'],
];
const line_of = (text, part) => text.slice(0, text.indexOf(part)).split('\n').length;

function spoiled(name, changes) {
  const folder = path.join(scratch, name);
  fs.cpSync(path.join(root, 'catalogue'), folder, { recursive: true });
  for (const [, file, [before, instead]] of changes) {
    const at = path.join(folder, file), text = fs.readFileSync(at, 'utf8');
    if (!text.includes(before)) throw new Error(`${file} has no ${before}`);
    fs.writeFileSync(at, text.replace(before, () => instead));
  }
  return folder;
}
// Lines "file:line: text" about one file.
const said = (text, file) => text.split('\n').filter((line) => line.includes(`${path.basename(path.dirname(file))}/${path.basename(file)}:`) && /:\d+: ./.test(line));

await run('spoiled catalogue', async () => {
  const database = await sample_database();
  equal(command(database, ['check']).code, 0, 'the catalogue as it is has no problems');
  for (const [at, way] of ways.entries()) {
    const [what, file, [before, instead], word] = way;
    const original = fs.readFileSync(path.join(root, 'catalogue', file), 'utf8');
    const wanted = line_of(original, before);
    const catalogue = spoiled(`catalogue-${at}`, [way]);
    const served = command(database, ['serve', '--port', '0'], { catalogue, timeout: 5000 }), checked = command(database, ['check'], { catalogue });
    check(served.code !== 0 && served.code !== null, `${what}: serve refuses to start`, `${served.code} ${served.err.slice(-300)}`);
    check(checked.code !== 0, `${what}: check says no`, checked.out);
    const lines = said(served.err, file);
    check(lines.some((line) => line.includes(word)), `${what}: it is said with file, line and name`, served.err.slice(0, 400));
    check(lines.some((line) => Math.abs(Number(/:(\d+): /.exec(line)[1]) - wanted) <= 2), `${what}: the line is about ${wanted}`, lines.join(' | '));
    equal(said(checked.err, file).join('\n'), lines.join('\n'), `${what}: check says the same`);
  }
  // Everything at once.
  const several = ways.filter(([what]) => !/breaks off|one language|valik|date/.test(what)).filter((way, at, list) => list.findIndex((other) => other[1] === way[1]) === at);
  const all = command(database, ['check'], { catalogue: spoiled('catalogue-all', several) });
  check(several.every(([, file, , word]) => said(all.err, file).some((line) => line.includes(word))), `${several.length} problems in different files are said in one run`, all.err.slice(0, 600));
  const missing = command(database, ['serve', '--port', '0'], { catalogue: path.join(scratch, 'ei-ole'), timeout: 5000 });
  check(missing.code !== 0 && missing.code !== null && missing.err.includes('ei-ole'), 'no catalogue at all: refuses to start, says where it looked', `${missing.code} ${missing.err.slice(0, 300)}`);
});
