// The simulated people are consistent: codes, ages, families, addresses, schools, companies, mandates. Counts at the end as the other tests do.
import { index, questions } from "./answers.mjs";
import { ageOn, personalCode, populate, registryCode } from "./population.mjs";

let passed = 0, failed = 0;
function check(name, problems) {
  if (problems.length === 0) ++passed;
  else {
    ++failed;
    console.log(`FAILED ${name}: ${problems.length}, for example`, problems.slice(0, 5));
  }
}
const years = (from, to) => ageOn(from, to);

const began = Date.now();
const town = index(populate());
const took = Date.now() - began;
const people = [...town.people.values()], of = (code) => town.people.get(code), on = town.asOf;

check("made in under a minute", took < 60_000 ? [] : [took]);
check("a hundred thousand people", people.length === 100_000 ? [] : [people.length]);
check("codes are well formed, say birth date and sex, and are their person's own", people.filter((p) => {
  const serial = Number(p.code.slice(7, 10));
  return serial < 500 || personalCode(p.sex, p.birthDate, serial) !== p.code || town.people.get(p.code) !== p;
}));
check("nobody is born in the future or over a hundred and five", people.filter((p) => p.birthDate > on || (!p.death && years(p.birthDate, on) > 105)));
check("everybody has a name", people.filter((p) => !p.givenName?.trim() || !p.familyName?.trim()));
check("every child under eighteen has a parent", people.filter((p) => years(p.birthDate, on) < 18 && p.parents.length === 0));
check("every living child under eighteen has a living parent", people.filter((p) => !p.death && years(p.birthDate, on) < 18 && p.parents.every((c) => of(c).death)));
check("parents exist, are at least sixteen years older, and mothers at most fifty", people.filter((p) => p.parents.some((c) => {
  const parent = of(c), age = parent ? years(parent.birthDate, p.birthDate) : -1;
  return age < 16 || (parent.sex === "F" && age > 50) || age > 75;
})));
check("no mother had died before the birth", people.filter((p) => p.parents.some((c) => of(c).sex === "F" && of(c).death && of(c).death.date < p.birthDate)));
check("parents know their children, children their parents", people.filter((p) => p.children.some((c) => !of(c)?.parents.includes(p.code)) || p.parents.some((c) => !of(c)?.children.includes(p.code))));
check("at most two parents, not the same twice", people.filter((p) => p.parents.length > 2 || new Set(p.parents).size !== p.parents.length));
check("spouses are each other's, grown up, and no brother and sister", people.filter((p) => p.spouse && (of(p.spouse)?.spouse !== p.code || years(p.birthDate, on) < 18 || (p.parents[0] && p.parents[0] === of(p.spouse).parents[0]))));
check("deaths lie between birth and today", people.filter((p) => p.death && (p.death.date < p.birthDate || p.death.date > on)));
check("addresses exist, in a settlement of their municipality", people.filter((p) => {
  if (!p.residence) return p.resident;  // who lives here lives somewhere
  const a = town.addresses.get(p.residence), s = town.settlements.get(a?.settlement);
  return !s || s.municipality.code !== a.municipality || s.municipality.county !== a.county || !a.text.includes(s.name);
}));
check("nobody lives somewhere since before birth", people.filter((p) => p.since && p.since < p.birthDate));
check("small children live with a parent", people.filter((p) => !p.death && years(p.birthDate, on) < 18 && !p.parents.some((c) => of(c).residence === p.residence)));
const places = (code) => people.filter((p) => p.residence && town.addresses.get(p.residence).municipality === code).length;
check("the three municipalities have people of their own", ["0793", "0796", "0171"].filter((code) => places(code) < 5000));
check("schools exist and fit the age", people.filter((p) => {
  if (!p.study) return false;
  const school = town.schools.get(p.study.school), age = years(p.birthDate, on);
  return !school || school.level !== p.study.level || (school.level === "basic" && (age < 6 || age > 17)) || (school.level === "upper" && (age < 15 || age > 20)) || (school.level === "preschool" && age > 7);
}));
check("children of school age go to school", people.filter((p) => !p.death && years(p.birthDate, "2026-10-01") >= 7 && years(p.birthDate, "2026-10-01") <= 15 && !["basic", "upper"].includes(p.study?.level)));
check("the dead do not study", people.filter((p) => p.death && p.study));
check("guardians live, are grown up, and are no wards", people.filter((p) => p.guardian && (!of(p.guardian.code) || of(p.guardian.code).death || years(of(p.guardian.code).birthDate, on) < 18 || of(p.guardian.code).guardian)));
check("companies have well-formed codes and living grown-up members", [...town.companies.values()].filter((c) => registryCode(c.code.slice(0, 7)) !== c.code || c.roles.length === 0 || c.roles.some((r) => !of(r.person) || of(r.person).death || years(of(r.person).birthDate, on) < 18)));
const known = (subject) => town.people.has(subject.slice(2)) || town.companies.has(subject.slice(2));
check("mandates are between those who exist", town.mandates.filter((m) => !known(m.from) || !known(m.to) || m.from === m.to || (m.until && m.until < m.since)));
check("the sample people are there as the list says, but those whom no register knows", town.sample.people.filter((s) => {
  const p = of(s.code);
  return s.status === "unknown" ? p : !p || p.familyName !== s.family_name || (s.residence && town.addresses.get(p.residence).municipality !== s.residence.municipality);
}));
check("the same seed gives the same people", (() => {
  const again = populate({ count: 4000 }), once = populate({ count: 4000 }), other = populate({ count: 4000, seed: 7 });
  const words = (t) => JSON.stringify([...t.people.values()].slice(0, 500));
  return words(again) === words(once) && words(other) !== words(once) ? [] : ["differs"];
})());
check("every question is answered about everybody, lists by their count", people.filter((p, i) => i % 50 === 0).filter((p) => Object.values(questions).some((ask) => {
  const answer = ask(town, "EE" + p.code), list = Object.values(answer).find(Array.isArray);
  return answer.subject !== "EE" + p.code || (list && list.length !== answer.count);
})));
check("custody is told by both sides alike", people.filter((p, i) => i % 20 === 0).filter((p) => questions.family(town, "EE" + p.code).relations.filter((r) => r.kind === "custody").some((r) =>
  !questions.family(town, r.subject).relations.some((back) => back.kind === "custodian" && back.subject === "EE" + p.code))));

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
