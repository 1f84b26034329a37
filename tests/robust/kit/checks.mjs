// Counts what holds and what does not; a script ends with `N passed, N failed` and that as its exit code.
let passed = 0, failed = 0;
const finishers = [];

export function check(holds, what, detail = '') {
  if (holds) passed++;
  else failed++;
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}${!holds && detail !== '' ? `: ${String(detail).slice(0, 600)}` : ''}`);
  return Boolean(holds);
}
export const equal = (given, wanted, what) => check(given === wanted, what, `${JSON.stringify(given)} instead of ${JSON.stringify(wanted)}`);
export const skipped = (what, why) => console.log(`skip ${what}: ${why}`);
export const say = (text) => console.log(`     ${text}`);

// Many small checks of one kind: one line, with the first few that do not hold.
export function all(what, problems, of) {
  passed += Math.max(0, of - problems.length);
  failed += problems.length;
  if (of === 0) { failed++; problems.push('nothing was checked'); }
  console.log(`${problems.length ? 'FAIL' : 'ok  '} ${what} (${of})`);
  for (const problem of problems.slice(0, 12)) console.log(`       ${String(problem).slice(0, 500)}`);
  if (problems.length > 12) console.log(`       … and ${problems.length - 12} more`);
}

export const at_end = (finisher) => finishers.push(finisher);
export async function run(name, story) {
  console.log(`== ${name}`);
  try {
    await story();
  } catch (problem) {
    check(false, 'the script comes to its end', problem.stack);
  }
  for (const finisher of finishers.reverse())
    try { await finisher(); } catch (problem) { check(false, 'afterwards everything stops', problem.stack); }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
