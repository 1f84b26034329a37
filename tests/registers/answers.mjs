// What each register answers about a subject, of the population: JSON by the contract in src/doors/xroad/README.md. null: not known.
const code = (subject) => (subject.startsWith("EE") ? subject.slice(2) : subject);
const subject = (personalCode) => "EE" + personalCode;
const today = (town) => town.asOf;
const isMinor = (p, town) => `${Number(p.birthDate.slice(0, 4)) + 18}${p.birthDate.slice(4)}` > today(town);

function address(town, id) {
  if (!id) return null;
  const { registered, county, municipality, settlement, adsOid, postalCode } = town.addresses.get(id);
  return { text: registered, county, municipality, settlement, adsOid, postalCode };
}

const listed = (about, name, list) => ({ subject: about, count: list.length, [name]: list });

function relation(kind, p, more = {}) {
  return { kind, subject: subject(p.code), givenName: p.givenName, familyName: p.familyName, birthDate: p.birthDate, alive: !p.death, extent: "full", since: null, until: null, ...more };
}

export const questions = {
  person(town, about) {
    const p = town.people.get(code(about));
    return p && { subject: about, givenName: p.givenName, familyName: p.familyName, birthDate: p.birthDate, sex: p.sex, citizenship: p.citizenship, resident: p.resident && !p.death, alive: !p.death, email: p.email, phone: p.phone };
  },
  residence(town, about) {
    const p = town.people.get(code(about));
    return p && { subject: about, address: p.death ? null : address(town, p.residence), since: p.death ? null : p.since };
  },
  family(town, about) {
    const p = town.people.get(code(about));
    if (!p) return null;
    const relations = [], of = (c) => town.people.get(c);
    for (const c of p.children) {
      relations.push(relation("child", of(c)));
      if (!p.death && !of(c).death && isMinor(of(c), town)) relations.push(relation("custody", of(c), { since: of(c).birthDate }));
    }
    for (const c of p.parents) {
      relations.push(relation("parent", of(c)));
      if (isMinor(p, town) && !of(c).death) relations.push(relation("custodian", of(c), { since: p.birthDate }));
    }
    if (p.spouse) relations.push(relation("spouse", of(p.spouse)));
    if (p.guardian) relations.push(relation("guardian", of(p.guardian.code), { extent: p.guardian.scope, since: p.guardian.since }));
    for (const ward of town.wards.get(p.code) ?? []) relations.push(relation("ward", ward, { extent: ward.guardian.scope, since: ward.guardian.since }));
    return listed(about, "relations", relations);
  },
  death(town, about) {
    const p = town.people.get(code(about));
    return p && { subject: about, givenName: p.givenName, familyName: p.familyName, died: !!p.death, date: p.death?.date ?? null, document: p.death?.document ?? null, lastResidence: p.death ? address(town, p.residence) : null };
  },
  studies(town, about) {
    const p = town.people.get(code(about));
    if (!p) return null;
    const school = p.study && town.schools.get(p.study.school);
    return listed(about, "studies", school ? [{ schoolCode: school.code, schoolName: school.name, settlement: school.settlement, municipality: school.municipality, level: p.study.level, grade: p.study.grade, since: p.study.since, until: null }] : []);
  },
  companies(town, about) {
    const roles = town.rolesOf.get(code(about)) ?? [];
    return listed(about, "roles", roles.map(({ company, role }) => ({ company: subject(company.code), name: company.name, role: role.role, alone: role.alone, active: company.status === "registered", since: role.since, until: null })));
  },
  mandates(town, about) {
    return listed(about, "mandates", (town.mandatesTo.get(about) ?? []).map((m) => ({ id: m.id, from: m.from, fromName: town.nameOf(m.from), to: m.to, scopes: m.scopes, since: m.since, until: m.until, mayPassOn: !!m.subdelegation })));
  },
};

// What is asked about no person; the body says what.
export const placeQuestions = {
  addresses(town, { words, limit }) {
    // Every word typed begins a word of the address, in any order: "tähe 56", "Elva Kase 3".
    const parts = (text) => text.toLowerCase().split(/[\s,]+/).filter(Boolean), wanted = parts(words), found = [];
    if (!wanted.length) return { words, count: 0, addresses: [] };
    for (const entry of town.addressWords.get(wanted.find((w) => !/^\d/.test(w))?.slice(0, 3) ?? "") ?? []) {
      if (wanted.every((w) => entry.words.some((one) => one.startsWith(w)))) found.push(entry.address);
      if (found.length >= 200) break;
    }
    found.sort((a, b) => a.text.length - b.text.length || (a.text < b.text ? -1 : 1));
    const addresses = found.slice(0, Math.min(limit ?? 10, 20)).map(entry);
    return { words, count: addresses.length, addresses };
  },
  address(town, { adsOid }) {
    const found = town.addresses.get(adsOid);
    return found ? { adsOid, address: entry(found) } : null;
  },
};
const entry = ({ text, line, settlementName, county, municipality, settlement, adsOid, adrId, postalCode, lat, lon }) =>
  ({ text, line, settlementName, county, municipality, settlement, adsOid, adrId, postalCode, lat, lon });

// Finds by key what the questions need; made once.
export function index(town) {
  const group = (entries) => {
    const map = new Map();
    for (const [key, value] of entries) map.set(key, [...(map.get(key) ?? []), value]);
    return map;
  };
  town.wards = group([...town.people.values()].filter((p) => p.guardian).map((p) => [p.guardian.code, p]));
  town.rolesOf = group([...town.companies.values()].flatMap((company) => company.roles.map((role) => [role.person, { company, role }])));
  town.mandatesTo = group(town.mandates.map((m) => [m.to, m]));
  // By the first three letters of each word of an address.
  town.addressWords = new Map();
  for (const address of town.addresses.values()) {
    const words = address.text.toLowerCase().split(/[\s,]+/), known = { address, words };
    for (const begin of new Set(words.map((w) => w.slice(0, 3)))) {
      if (!town.addressWords.has(begin)) town.addressWords.set(begin, []);
      town.addressWords.get(begin).push(known);
    }
  }
  town.nameOf = (who) => {
    const p = town.people.get(code(who)), c = town.companies.get(code(who));
    return p ? `${p.givenName} ${p.familyName}` : (c?.name ?? "");
  };
  return town;
}
