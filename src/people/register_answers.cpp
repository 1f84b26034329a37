#include "people/register_answers.h"

#include "base/json.h"

namespace raekoda::people {

namespace {

// Puts facts together, each only when it is wanted.
class Facts {
public:
    Facts(const Wanted& wanted, Register source, Instant at) : wanted_(wanted), source_(source), at_(at) {}
    void add(const char* name, json::value value) {
        if (wanted_.contains(std::string_view(name))) facts_.push_back({name, json::serialize(value), source_, at_});
    }
    void text(const char* name, const std::string& value) { add(name, value.empty() ? json::value(nullptr) : json::value(value)); }
    void date(const char* name, const std::optional<Date>& value) { add(name, value ? json::value(value->iso()) : json::value(nullptr)); }
    std::vector<RegisterFact> take() { return std::move(facts_); }

private:
    const Wanted& wanted_;
    Register source_;
    Instant at_;
    std::vector<RegisterFact> facts_;
};

json::value day(const std::optional<Date>& date) { return date ? json::value(date->iso()) : json::value(nullptr); }
// A personal or registry code as forms and decisions write it: without the country.
std::string code_of(const std::string& subject) {
    return subject.starts_with(subject_country) ? subject.substr(subject_country.size()) : subject;
}
json::value code_or_null(const std::string& subject) { return subject.empty() ? json::value(nullptr) : json::value(code_of(subject)); }

json::object relative(const Relation& relation) {
    return {{"name", relation.given_name + " " + relation.family_name}, {"given_name", relation.given_name}, {"family_name", relation.family_name},
            {"code", code_or_null(relation.subject)},                   {"birth_date", day(relation.birth_date)}};
}
json::array relatives(const std::vector<Relation>& relations, Relation::Kind kind, bool says_extent) {
    json::array list;
    for (const auto& relation : relations) {
        if (relation.kind != kind || !relation.alive) continue;
        auto entry = relative(relation);
        if (says_extent) entry["full"] = relation.full;
        list.push_back(std::move(entry));
    }
    return list;
}

}  // namespace

std::vector<RegisterFact> facts_of(const RegisteredPerson& person, const Wanted& wanted, Instant at) {
    Facts facts(wanted, Register::population, at);
    facts.text("person.given_name", person.given_name);
    facts.text("person.family_name", person.family_name);
    facts.text("person.name", person.given_name + " " + person.family_name);
    facts.text("person.code", code_of(person.subject));
    facts.date("person.birth_date", person.birth_date);
    facts.text("person.sex", person.sex == Sex::female ? "female" : "male");
    facts.text("person.citizenship", person.citizenship);
    facts.add("person.resident", person.resident);
    facts.add("person.alive", person.alive);
    facts.text("contact.email", person.email);
    facts.text("contact.phone", person.phone);
    return facts.take();
}

std::vector<RegisterFact> facts_of(const RegisteredResidence& residence, const Wanted& wanted, Instant at) {
    Facts facts(wanted, Register::population, at);
    const auto address = residence.address.value_or(RegisteredAddress{});
    facts.text("residence.address", address.text);
    facts.text("residence.county_ehak", address.county);
    facts.text("residence.municipality_ehak", address.municipality);
    facts.text("residence.settlement_ehak", address.settlement);
    facts.text("residence.postal_code", address.postal_code);
    facts.text("residence.object_id", address.object_id);
    facts.date("residence.since", residence.since);
    return facts.take();
}

std::vector<RegisterFact> facts_of(const std::vector<Relation>& relations, const Wanted& wanted, Instant at) {
    Facts facts(wanted, Register::population, at);
    facts.add("children", relatives(relations, Relation::Kind::child, false));
    facts.add("parents", relatives(relations, Relation::Kind::parent, false));
    auto spouses = relatives(relations, Relation::Kind::spouse, false);
    facts.add("spouse", spouses.empty() ? json::value(nullptr) : spouses.front());
    facts.add("custody", relatives(relations, Relation::Kind::custody, true));
    facts.add("custodians", relatives(relations, Relation::Kind::custodian, true));
    facts.add("wards", relatives(relations, Relation::Kind::ward, true));
    return facts.take();
}

std::vector<RegisterFact> facts_of(const RegisteredDeath& death, const Wanted& wanted, Instant at) {
    Facts facts(wanted, Register::population, at);
    const auto address = death.last_residence.value_or(RegisteredAddress{});
    facts.add("death.died", death.died);
    facts.date("death.date", death.date);
    facts.text("death.document", death.document);
    facts.text("death.given_name", death.given_name);
    facts.text("death.family_name", death.family_name);
    facts.text("death.municipality_ehak", address.municipality);
    facts.text("death.address", address.text);
    return facts.take();
}

std::vector<RegisterFact> facts_of(const std::vector<Study>& studies, const Wanted& wanted, Instant at) {
    Facts facts(wanted, Register::education, at);
    json::array list;
    for (const auto& study : studies)
        list.push_back(json::object{{"school", study.school_name}, {"school_code", study.school_code}, {"municipality_ehak", study.municipality}, {"level", study.level},
                                    {"grade", study.grade ? json::value(study.grade) : json::value(nullptr)}, {"since", day(study.since)}, {"until", day(study.until)}});
    facts.add("studies", std::move(list));
    return facts.take();
}

std::vector<RegisterFact> facts_of(const std::vector<CompanyRole>& roles, const Wanted& wanted, Instant at) {
    Facts facts(wanted, Register::business, at);
    json::array list;
    for (const auto& role : roles)
        list.push_back(json::object{{"code", code_of(role.company)}, {"name", role.name}, {"role", role.role}, {"alone", role.alone}, {"active", role.active}, {"since", day(role.since)}});
    facts.add("companies", std::move(list));
    return facts.take();
}

std::vector<RegisterFact> facts_of(const std::vector<RegisteredMandate>& mandates, const Wanted& wanted, Instant at) {
    Facts facts(wanted, Register::mandates, at);
    json::array list;
    for (const auto& mandate : mandates) {
        json::array scopes(mandate.scopes.begin(), mandate.scopes.end());
        list.push_back(json::object{{"id", mandate.id}, {"from", mandate.from}, {"from_name", mandate.from_name}, {"scopes", std::move(scopes)}, {"until", day(mandate.until)}});
    }
    facts.add("mandates", std::move(list));
    return facts.take();
}

}  // namespace raekoda::people
