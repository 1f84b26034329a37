#include "people/known_facts.h"

#include <algorithm>

#include "base/json.h"

namespace raekoda::people {

namespace {

constexpr int days_kept = 30;
constexpr const char* fact_of_life = "person.alive";
constexpr const char* purpose_of_kept = "registers.purpose_prefill";

std::vector<RegisterFact> kept_from_registers(const std::vector<Fact>& facts) {
    std::vector<RegisterFact> kept;
    for (const auto& fact : facts)
        if (auto source = register_of(fact.source)) kept.push_back({fact.name, fact.value_json, *source, fact.obtained});
    return kept;
}

bool is_wanted(const Asking& asking, std::string_view name) { return std::find(asking.needs.begin(), asking.needs.end(), name) != asking.needs.end(); }

// A fact that a register gives counts only as `gathered` has it: an older answer of the same register is not believed any more.
bool counts(const Fact& fact, const Gathered& gathered) {
    if (!register_of(fact.source)) return true;
    return std::any_of(gathered.facts.begin(), gathered.facts.end(), [&](const RegisterFact& told) { return told.name == fact.name; });
}

Asking with_needs(Asking asking, std::vector<std::string> needs) {
    asking.needs = std::move(needs);
    return asking;
}

bool is_silence(const Error& error) { return error.fault == Fault::unavailable || error.fault == Fault::broken || error.fault == Fault::forbidden || error.fault == Fault::invalid; }

// Whoever is asked about has to live: with a question about the person that is asked, too.
Asking asking_whether_alive(Asking asking) {
    bool about_person = std::any_of(asking.needs.begin(), asking.needs.end(), [](const std::string& need) { return question_of_fact(need) == "person"; });
    if (about_person && !is_wanted(asking, fact_of_life)) asking.needs.emplace_back(fact_of_life);
    return asking;
}

Standing standing_in(const Gathered& gathered) {
    for (const auto& fact : gathered.facts)
        if (fact.name == fact_of_life) return fact.value_json == "true" ? Standing::living : Standing::dead;
    auto state = gathered.sources.find(Register::population);
    return state != gathered.sources.end() && state->second == SourceState::unknown ? Standing::unknown : Standing::not_told;
}

std::string name_of(const Relation& relation) { return relation.given_name + " " + relation.family_name; }

// What the applicant is to a relative, from what the relative is to them; empty: a relation that says nothing about kinship.
std::string own_side(Relation::Kind kind) {
    switch (kind) {
        case Relation::Kind::spouse: return "spouse";
        case Relation::Kind::parent: return "child";
        case Relation::Kind::child: return "parent";
        default: return {};
    }
}

}  // namespace

std::string standing_words(Standing standing, view::Language language) {
    if (standing == Standing::dead) return view::text(language, "registers.standing_dead");
    return standing == Standing::unknown ? view::text(language, "registers.standing_unknown") : std::string();
}

const Fact* KnownFacts::fact(std::string_view name) const {
    for (const auto& known : facts)
        if (known.name == name) return &known;
    return nullptr;
}

Result<KnownFacts> known_facts(Residents& residents, RegisterFacts& registers, const Asking& asking, const PersonId& person, Instant now) {
    auto before = TRY(residents.facts(asking.municipality, person));
    auto gathered = TRY(registers.gather(asking_whether_alive(asking), kept_from_registers(before), now));
    std::vector<Fact> fresh;
    const Date until = local_time(now).date.plus_days(days_kept);
    for (auto& told : gathered.fresh) fresh.push_back({told.name, told.value_json, std::string(register_name(told.source)), told.obtained, purpose_of_kept, until});
    // Keeping seals anew and knows what the person had called wrong; so what is shown is read back.
    if (!fresh.empty()) {
        TRY(residents.keep_facts(asking.municipality, person, fresh));
        before = TRY(residents.facts(asking.municipality, person));
    }
    KnownFacts known{{}, gathered.sources, standing_in(gathered)};
    std::stable_sort(before.begin(), before.end(), [](const Fact& a, const Fact& b) { return rank_of(a) < rank_of(b); });
    for (auto& fact : before)
        if (is_wanted(asking, fact.name) && counts(fact, gathered) && !known.fact(fact.name)) known.facts.push_back(std::move(fact));
    return known;
}

Result<Standing> standing_of(RegisterFacts& registers, const Asking& asking, Instant now) {
    if (!personal_code_of_subject(asking.about)) return Standing::not_told;
    return standing_in(TRY(registers.gather(with_needs(asking, {fact_of_life}), {}, now)));
}

Result<AboutDeceased> about_deceased(RegisterFacts& registers, const Asking& asking, std::string_view deceased, Instant now) {
    if (!personal_code_of_subject(deceased)) return AboutDeceased{};
    auto relations = registers.family(asking, now);
    if (!relations && relations.error().fault == Fault::missing) return AboutDeceased{};
    if (!relations && is_silence(relations.error())) return AboutDeceased{AboutDeceased::State::silent, {}};
    if (!relations) return fail(relations.error());
    auto relation = std::find_if(relations->begin(), relations->end(), [&](const Relation& r) { return r.subject == deceased && !own_side(r.kind).empty(); });
    if (relation == relations->end()) return AboutDeceased{};

    Asking about = asking;
    about.about = std::string(deceased);
    about.right = "relation";
    auto death = registers.death(about, now);
    if (!death && death.error().fault == Fault::missing) return AboutDeceased{AboutDeceased::State::not_dead, {}};
    if (!death && is_silence(death.error())) return AboutDeceased{AboutDeceased::State::silent, {}};
    if (!death) return fail(death.error());
    if (!death->died) return AboutDeceased{AboutDeceased::State::not_dead, {}};
    AboutDeceased told{AboutDeceased::State::told, {}};
    auto add = [&](const char* name, const std::string& value) {
        told.facts.push_back({name, value.empty() ? "null" : json::quoted(value), Register::population, now});
    };
    add("deceased.given_name", death->given_name);
    add("deceased.family_name", death->family_name);
    add("deceased.code", std::string(deceased.substr(subject_country.size())));
    add("deceased.death_date", death->date ? death->date->iso() : "");
    add("deceased.document", death->document);
    add("deceased.municipality_ehak", death->last_residence ? death->last_residence->municipality : "");
    if (death->last_residence) {
        about.needs = {"deceased.address"};
        registers.normalise(about, *death->last_residence, now);
    }
    add("deceased.address", death->last_residence ? death->last_residence->text : "");
    add("deceased.relation", own_side(relation->kind));
    return told;
}

Result<std::vector<DeceasedRelative>> deceased_relatives(RegisterFacts& registers, const Asking& asking, Instant now) {
    auto relations = TRY(registers.family(asking, now));
    std::vector<DeceasedRelative> relatives;
    for (const auto& relation : relations)
        if (!relation.alive && !relation.subject.empty() && !own_side(relation.kind).empty()) relatives.push_back({relation.subject, name_of(relation), own_side(relation.kind)});
    return relatives;
}

}  // namespace raekoda::people
