// A population for the registers' simulator: families over four generations, where they live, learn and work. The same seed and day give the
// same people. Codes are well formed; their serial numbers are from a range that is given to nobody.
import { readFileSync } from "node:fs";
import { companyName, family, familyCount, given } from "./names.mjs";

const here = new URL("./", import.meta.url);
const readJson = (name) => JSON.parse(readFileSync(new URL(name, here), "utf8"));

// --- chance ---
function chance(seed) {
  let a = seed >>> 0;
  const next = () => {  // mulberry32
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (n) => Math.floor(next() * n),
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)],
    yes: (share) => next() < share,
  };
}

// --- days as numbers since 1970 ---
const day = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / 86400000);
const iso = (number) => new Date(number * 86400000).toISOString().slice(0, 10);
export const ageOn = (birth, on) => {
  const [by, bm, bd] = birth.split("-").map(Number), [y, m, d] = on.split("-").map(Number);
  return y - by - (m < bm || (m === bm && d < bd) ? 1 : 0);
};

// --- codes ---
const weighted = (digits, weights) => weights.reduce((sum, w, i) => sum + Number(digits[i]) * w, 0) % 11;
function checkDigit(digits, first, second) {
  let check = weighted(digits, first);
  if (check === 10) check = weighted(digits, second) % 10;
  return digits + check;
}
export const personalCode = (sex, birth, serial) => {
  const century = { 18: 1, 19: 3, 20: 5, 21: 7 }[birth.slice(0, 2)] + (sex === "F" ? 1 : 0);
  return checkDigit(`${century}${birth.slice(2, 4)}${birth.slice(5, 7)}${birth.slice(8, 10)}${String(serial).padStart(3, "0")}`, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]);
};
export const registryCode = (seven) => checkDigit(String(seven), [1, 2, 3, 4, 5, 6, 7], [3, 4, 5, 6, 7, 8, 9]);

// --- addresses ---
// A made-up point within some kilometres of a municipality's centre, always the same for an address.
function spot([lat, lon], id) {
  const number = Math.imul(Number(id.slice(2)), 2654435761) >>> 0, part = (bits) => ((number >>> bits) & 1023) / 1023 - 0.5;
  return [Number((lat + part(0) * 0.06).toFixed(6)), Number((lon + part(10) * 0.12).toFixed(6))];
}

class Places {
  constructor(random) {
    this.random = random;
    const file = readJson("places.json");
    this.municipalities = file.municipalities;
    this.streets = file.streets;
    this.settlements = new Map();
    for (const m of this.municipalities)
      for (const [code, name, type] of m.settlements) this.settlements.set(code, { code, name, type, municipality: m });
    this.byMunicipality = new Map(this.municipalities.map((m) => [m.code, m.settlements.map(([code]) => code).flatMap((code) => Array(this.size(code)).fill(code))]));
    this.addresses = new Map();  // object id → address
    this.taken = new Map();      // words of an address → object id
  }
  size(code) {
    const s = this.settlements.get(code);
    // One town holds nearly everybody of a municipality that has one.
    return { town: s.municipality.settlements.length > 40 ? 60 : 120, district: 10, borough: 12, village: 1 }[s.type];
  }
  municipality() {
    let left = this.random.next() * this.municipalities.reduce((sum, m) => sum + m.weight, 0);
    for (const m of this.municipalities) if ((left -= m.weight) <= 0) return m;
    return this.municipalities[0];
  }
  // A made-up farm or house; the same words are always the same object.
  at(settlementCode, street, house, apartment) {
    const s = this.settlements.get(settlementCode), m = s.municipality;
    const line = street ? `${street} ${house}${apartment ? "-" + apartment : ""}` : house;
    const text = `${line}, ${s.name}, ${s.name === m.name ? "" : m.name + ", "}${m.county_name}`;
    if (!this.taken.has(text)) {
      const id = `XX${String(10000000 + this.addresses.size)}`;
      this.taken.set(text, id);
      // Two ways to write it: the address data system begins with the house, the population register with the county.
      const registered = `${m.county_name}, ${m.name}, ${s.name === m.name ? "" : s.name + ", "}${line}`, [lat, lon] = spot(m.centre, id);
      this.addresses.set(id, { text, registered, line, settlementName: s.name, county: m.county, municipality: m.code, settlement: s.code, adsOid: id, adrId: String(2000000 + this.addresses.size),
        postalCode: String(50000 + (Number(s.code) % 500) + (street ? street.length * 20 : 0)), lat, lon });
    }
    return this.taken.get(text);
  }
  any(municipalityCode) {
    const m = municipalityCode ?? this.municipality().code;
    const code = this.random.pick(this.byMunicipality.get(m)), s = this.settlements.get(code);
    if (s.type === "village") return this.at(code, "", family("et", this.random.below(familyCount.et), "M") + (this.random.yes(0.5) ? "" : " talu"), "");
    const streets = s.type === "town" && s.municipality.streets ? s.municipality.streets : this.streets;
    const house = String(this.random.between(1, 90)) + (this.random.yes(0.15) ? this.random.pick(["a", "b", "c"]) : "");
    return this.at(code, this.random.pick(streets), house, this.random.yes(s.type === "borough" ? 0.3 : 0.75) ? String(this.random.between(1, 60)) : "");
  }
}

// --- the population ---
export function populate({ seed = 2026, count = 100_000, asOf } = {}) {
  const sample = readJson("sample_people.json");
  asOf ??= sample.as_of;
  const known = sample.people.filter((p) => p.status !== "unknown");
  const today = day(asOf), random = chance(seed), places = new Places(random);
  const people = new Map(), serials = new Map(), reserved = new Set(sample.people.map((p) => p.code));

  const newCode = (sex, birth) => {
    const key = sex + birth;
    for (;;) {
      const serial = serials.get(key) ?? 500;
      serials.set(key, serial + 1);
      const code = personalCode(sex, birth, serial);
      if (!reserved.has(code) && !people.has(code)) return code;
    }
  };
  const add = (p) => {
    people.set(p.code, p);
    return p;
  };
  const full = () => people.size >= count - known.length;
  const born = ({ sex = random.yes(0.49) ? "M" : "F", on, language, name, mother, father, home }) =>
    add({ code: newCode(sex, iso(on)), sex, birthDate: iso(on), givenName: random.pick(given[language][sex]), familyName: family(language, name, sex), language, name,
      citizenship: language === "ru" && random.yes(0.3) ? random.pick(["RU", "LV", ""]) : "EE", resident: true, parents: [mother, father].filter(Boolean).map((p) => p.code), children: [], spouse: null,
      residence: home, since: iso(Math.max(on, today - random.between(30, 9000))), death: null, study: null, guardian: null, email: "", phone: "" });

  // Whom age has taken, by the year of birth; on a day of the last ten years.
  const mayDie = (p) => {
    const age = (today - day(p.birthDate)) / 365.25;
    if (!random.yes(age > 95 ? 0.9 : age > 85 ? 0.5 : age > 75 ? 0.2 : age > 60 ? 0.05 : age > 20 ? 0.004 : 0.0004)) return;
    const on = today - random.between(1, Math.min(3650, today - day(p.birthDate)));
    p.death = { date: iso(on), document: `ST-${iso(on).slice(0, 4)}-${100000 + random.below(800000)}` };
  };

  const childrenOf = (mother, father, most) => {
    let on = Math.max(day(mother.birthDate), day(father.birthDate)) + random.between(20 * 365, 31 * 365);
    const children = [];
    for (let i = 0; i < most && !full(); ++i, on += random.between(500, 1900)) {
      if (on > today - 20 || on > day(mother.birthDate) + 43 * 365) break;
      // Nobody is born to somebody who had died by then.
      if (mother.death && on > day(mother.death.date)) break;
      const child = born({ on, language: father.language, name: father.name, mother, father, home: mother.residence });
      child.since = iso(Math.max(on, day(mother.since)));
      mother.children.push(child.code);
      father.children.push(child.code);
      children.push(child);
    }
    return children;
  };
  const marry = (woman, man) => {
    woman.spouse = man.code;
    man.spouse = woman.code;
    if (woman.language === man.language && random.yes(0.7)) woman.familyName = family(man.language, man.name, "F");
  };

  // Grandparents' couples, then their children who pair off, then theirs.
  let generation = [];
  const couple = (mother, father, municipality) => {
    const home = places.any(municipality);
    for (const p of [mother, father]) {
      p.residence = home;
      p.since = iso(Math.max(day(p.birthDate) + 18 * 365, today - random.between(60, 12000)));
    }
    if (random.yes(0.75)) marry(mother, father);
    return childrenOf(mother, father, random.pick([0, 1, 2, 2, 2, 2, 3, 3, 4]));
  };
  while (people.size < count * 0.23) {
    const language = random.yes(0.72) ? "et" : "ru", motherBorn = day("1930-01-01") + random.below(35 * 365);
    const mother = born({ sex: "F", on: motherBorn, language, name: random.below(familyCount[language]) });
    const father = born({ sex: "M", on: motherBorn - random.between(-1200, 2600), language, name: random.below(familyCount[language]) });
    generation.push(...couple(mother, father));
  }
  for (let round = 0; round < 3 && !full(); ++round) {
    const next = [], women = [], men = [];
    for (const p of generation) {
      if (ageOn(p.birthDate, asOf) < 21) continue;
      if (!random.yes(0.82)) {
        if (random.yes(0.8)) {
          p.residence = places.any();
          p.since = iso(Math.max(day(p.birthDate) + 18 * 365, today - random.between(60, 9000)));
        }
        continue;
      }
      (p.sex === "F" ? women : men).push(p);
    }
    for (const list of [women, men]) list.sort((a, b) => (a.birthDate < b.birthDate ? -1 : 1));
    // By age: each with the first of the others who is no brother or sister and at most eight years apart.
    let first = 0;
    for (const woman of women) {
      if (full()) break;
      while (first < men.length && (men[first].paired || day(men[first].birthDate) < day(woman.birthDate) - 8 * 365)) ++first;
      const siblings = (man) => man.parents[0] && man.parents[0] === woman.parents[0];
      const partner = men.slice(first, first + 12).find((man) => !man.paired && !siblings(man) && day(man.birthDate) < day(woman.birthDate) + 8 * 365);
      if (!partner) continue;
      partner.paired = true;
      next.push(...couple(woman, partner));
    }
    generation = next;
  }
  // Those who came from elsewhere fill up what is missing: families and single people.
  while (!full()) {
    const language = random.yes(0.6) ? "et" : "ru", on = day("1966-01-01") + random.below(37 * 365);
    const newcomer = (sex, birth) => born({ sex, on: birth, language, name: random.below(familyCount[language]) });
    if (random.yes(0.3)) Object.assign(newcomer(undefined, on), { residence: places.any() });
    else couple(newcomer("F", on), newcomer("M", on - random.between(-900, 2000)));
  }
  // Parents of small children live too; the others go by age.
  const minors = (p) => p.children.some((c) => ageOn(people.get(c).birthDate, asOf) < 18);
  for (const p of people.values()) {
    if (ageOn(p.birthDate, asOf) >= 18 && !minors(p)) mayDie(p);
    else if (minors(p) && p.sex === "M" && random.yes(0.005)) {
      const youngest = Math.max(...p.children.map((c) => day(people.get(c).birthDate)));
      const on = random.between(Math.min(youngest + 1, today - 1), today - 1);
      p.death = { date: iso(on), document: `ST-${iso(on).slice(0, 4)}-${100000 + random.below(800000)}` };
    }
  }
  // Some couples part: he moves out, the children stay with her, custody remains with both.
  for (const p of people.values()) {
    if (p.sex !== "M" || p.death || !p.spouse || !random.yes(0.12)) continue;
    const other = people.get(p.spouse);
    if (other.death) continue;
    p.spouse = other.spouse = null;
    p.residence = places.any();
    p.since = iso(Math.max(day(p.birthDate) + 20 * 365, today - random.between(30, 3000)));
  }
  const companies = new Map(), mandates = [];
  const living = [...people.values()].filter((p) => !p.death), adults = living.filter((p) => ageOn(p.birthDate, asOf) >= 18);
  contacts(adults, random);
  const schools = study(living, { asOf, random, places });
  guardians(adults, people, { random, asOf });
  work(adults, companies, mandates, { random, today });
  addSample(sample, { people, companies, mandates, places });
  return { asOf, people, companies, mandates, schools, addresses: places.addresses, settlements: places.settlements, sample };
}

function contacts(adults, random) {
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[^a-z]/g, "");
  adults.forEach((p, i) => {
    if (random.yes(0.8)) p.email = `${plain(p.givenName)}.${plain(p.familyName)}${i}@example.ee`;
    if (random.yes(0.85)) p.phone = `+372 555${String(100000 + i).slice(-6)}`;
  });
}

// Schools stand where children live; a school year begins on 1 September.
function study(living, { asOf, random, places }) {
  const schools = new Map();
  const add = (id, name, level, settlement, number) => {
    const s = places.settlements.get(settlement);
    schools.set(id, { id, code: registryCode(6500000 + number), name, level, settlement, municipality: s.municipality.code });
    return schools.get(id);
  };
  let number = 0;
  const of = new Map();
  for (const m of places.municipalities) {
    const centres = m.settlements.filter(([, , type]) => type !== "village").slice(0, 4);
    of.set(m.code, { preschool: [], basic: [] });
    const many = m.code === places.municipalities[0].code ? 14 : 1;
    for (const [code, name] of centres)
      for (let i = 1; i <= (centres.length === 1 || name === m.name ? many : 1); ++i) {
        const label = many > 1 && i > 1 ? ` ${i}.` : "";
        const short = name.replace(/ (alevik|linn|linnaosa)$/, "");
        of.get(m.code).preschool.push(add(`preschool-${++number}`, `${short}${label ? label : ""} lasteaed`, "preschool", code, number));
        of.get(m.code).basic.push(add(`basic-${++number}`, `${short}${label ? label : ""} põhikool`, "basic", code, number));
      }
  }
  const main = places.municipalities[0].settlements.find(([, , type]) => type === "town")[0];
  const upper = ["Toome gümnaasium", "Emajõe gümnaasium", "Ülejõe gümnaasium"].map((name, i) => add(i ? `upper-${i}` : "toome-gumnaasium", name, "upper", main, 900 + i));
  const later = [add("vocational-1", "Lõuna ametikool", "vocational", main, 950), add("higher-1", "Tähe ülikool", "higher", main, 960)];
  add("emajoe-kool", "Emajõe põhikool", "basic", main, 970);
  const year = Number(asOf.slice(0, 4)) - (asOf.slice(5) < "09-01" ? 1 : 0);
  for (const p of living) {
    const turned = year - Number(p.birthDate.slice(0, 4)) - (p.birthDate.slice(5) > "10-01" ? 1 : 0);  // full years by 1 October
    const own = of.get(places.addresses.get(p.residence).municipality);
    const enrol = (school, level, grade, since) => (p.study = { school: school.id, level, grade, since: `${since}-09-01` });
    if (turned >= 2 && turned <= 6 && random.yes(0.85)) enrol(random.pick(own.preschool), "preschool", 0, year - (turned - 2));
    else if (turned >= 7 && turned <= 15) enrol(random.pick(own.basic), "basic", turned - 6, year - (turned - 7));
    else if (turned >= 16 && turned <= 18 && random.yes(0.85)) enrol(random.pick(upper), "upper", turned - 6, year - (turned - 16));
    else if (turned >= 19 && turned <= 24 && random.yes(0.35)) enrol(random.pick(later), random.yes(0.6) ? "higher" : "vocational", 0, year - Math.min(2, turned - 19));
    if (p.study) p.study.level = schools.get(p.study.school).level;
  }
  return schools;
}

// Adults who need somebody to act for them, under guardianship of a parent; and children whose parents cannot.
function guardians(adults, people, { random, asOf }) {
  for (const p of adults) {
    if (ageOn(p.birthDate, asOf) > 50 || !random.yes(0.01)) continue;
    const parent = p.parents.map((c) => people.get(c)).find((q) => !q.death);
    if (!parent || parent.guardian) continue;
    p.guardian = { code: parent.code, scope: random.yes(0.7) ? "full" : "limited", since: iso(day(p.birthDate) + 18 * 365 + random.between(10, 400)) };
    if (p.guardian.since > asOf) p.guardian = null;
  }
}

function work(adults, companies, mandates, { random, today }) {
  const able = adults.filter((p) => !p.guardian);
  const since = () => iso(today - random.between(40, 6000));
  for (let i = 0; i < 6000 && able.length > 10; ++i) {
    const code = registryCode(6200000 + i), size = random.pick([1, 1, 1, 2, 3]), members = new Set();
    while (members.size < size) members.add(random.pick(able).code);
    const began = since();
    companies.set(code, { code, name: companyName(i), status: random.yes(0.95) ? "registered" : "liquidation",
      roles: [...members].map((person) => ({ person, role: "board_member", alone: size === 1 || random.yes(0.8), since: began })) });
  }
  const list = [...companies.values()];
  for (let i = 0; i < 1500 && list.length; ++i) {
    const began = since(), until = random.yes(0.8) ? iso(Math.max(day(began) + 30, today + random.between(-400, 900))) : null;
    const from = i % 3 === 0 ? random.pick(able).code : random.pick(list).code, to = i % 5 === 0 ? random.pick(list).code : random.pick(able).code;
    if (from !== to) mandates.push({ id: `V-${i}`, from: "EE" + from, to: "EE" + to, scopes: [random.pick(["*", "funeral-grant", "parking-permit"])], since: began, until, subdelegation: random.yes(0.2) });
  }
}

function addSample(sample, { people, companies, mandates, places }) {
  for (const s of sample.people) {
    if (s.status === "unknown") continue;
    const r = s.residence;
    people.set(s.code, { code: s.code, sex: s.sex, birthDate: s.birth_date, givenName: s.given_name, familyName: s.family_name, language: s.language, citizenship: s.citizenship,
      resident: s.status === "resident", parents: s.parents ?? [], children: [], spouse: s.spouse ?? null, residence: r ? places.at(r.settlement, r.street, r.house, r.apartment) : null,
      since: r?.since ?? null, death: s.death ?? null, study: s.study ?? null, guardian: s.guardian ?? null, email: s.contact?.email ?? "", phone: s.contact?.phone ?? "" });
  }
  for (const s of sample.people) for (const parent of s.parents ?? []) people.get(parent).children.push(s.code);
  for (const c of sample.companies) companies.set(c.code, { code: c.code, name: c.name, status: c.status, roles: c.roles });
  mandates.push(...sample.mandates);
}
