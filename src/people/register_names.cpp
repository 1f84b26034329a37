// Names: of registers, questions and facts, as they stand in data, logs and texts.
#include <algorithm>
#include <array>

#include "people/registers.h"

namespace raekoda::people {

namespace {

struct RegisterRow {
    Register source;
    std::string_view name;
};
constexpr std::array registers{
    RegisterRow{Register::population, "population_register"},
    RegisterRow{Register::education, "education_register"},
    RegisterRow{Register::business, "business_register"},
    RegisterRow{Register::mandates, "mandate_register"},
    RegisterRow{Register::addresses, "address_register"},
};

struct RelationRow {
    Relation::Kind kind;
    std::string_view name;
};
constexpr std::array relations{
    RelationRow{Relation::Kind::child, "child"},     RelationRow{Relation::Kind::parent, "parent"},       RelationRow{Relation::Kind::spouse, "spouse"},
    RelationRow{Relation::Kind::custody, "custody"}, RelationRow{Relation::Kind::custodian, "custodian"}, RelationRow{Relation::Kind::ward, "ward"},
    RelationRow{Relation::Kind::guardian, "guardian"},
};

struct QuestionRow {
    std::string_view question;
    Register source;
    std::int64_t keep_seconds;
};
constexpr std::int64_t hour = 3600, day = 24 * hour;
constexpr std::array questions{
    QuestionRow{"person", Register::population, day},      QuestionRow{"residence", Register::population, day}, QuestionRow{"family", Register::population, day},
    QuestionRow{"death", Register::population, hour},      QuestionRow{"studies", Register::education, 7 * day}, QuestionRow{"companies", Register::business, hour},
    QuestionRow{"mandates", Register::mandates, 0},        QuestionRow{"addresses", Register::addresses, 0},    QuestionRow{"address", Register::addresses, day},
};

struct FactRow {
    std::string_view fact, question;
};
constexpr std::array facts{
    FactRow{"person.given_name", "person"},
    FactRow{"person.family_name", "person"},
    FactRow{"person.name", "person"},
    FactRow{"person.code", "person"},
    FactRow{"person.birth_date", "person"},
    FactRow{"person.sex", "person"},
    FactRow{"person.citizenship", "person"},
    FactRow{"person.resident", "person"},
    FactRow{"person.alive", "person"},
    FactRow{"contact.email", "person"},
    FactRow{"contact.phone", "person"},
    FactRow{"residence.address", "residence"},
    FactRow{"residence.county_ehak", "residence"},
    FactRow{"residence.municipality_ehak", "residence"},
    FactRow{"residence.settlement_ehak", "residence"},
    FactRow{"residence.postal_code", "residence"},
    FactRow{"residence.object_id", "residence"},
    FactRow{"residence.since", "residence"},
    FactRow{"children", "family"},
    FactRow{"parents", "family"},
    FactRow{"spouse", "family"},
    FactRow{"custody", "family"},
    FactRow{"custodians", "family"},
    FactRow{"wards", "family"},
    FactRow{"death.died", "death"},
    FactRow{"death.date", "death"},
    FactRow{"death.document", "death"},
    FactRow{"death.given_name", "death"},
    FactRow{"death.family_name", "death"},
    FactRow{"death.municipality_ehak", "death"},
    FactRow{"death.address", "death"},
    FactRow{"studies", "studies"},
    FactRow{"companies", "companies"},
    FactRow{"mandates", "mandates"},
};

constexpr std::string_view states[] = {"answered", "kept", "unknown", "unavailable", "unusable"};

}  // namespace

std::string_view register_name(Register source) { return registers[static_cast<std::size_t>(source)].name; }
std::optional<Register> register_of(std::string_view name) {
    for (const auto& row : registers)
        if (row.name == name) return row.source;
    return std::nullopt;
}

std::string_view relation_name(Relation::Kind kind) { return relations[static_cast<std::size_t>(kind)].name; }
std::optional<Relation::Kind> relation_of(std::string_view name) {
    for (const auto& row : relations)
        if (row.name == name) return row.kind;
    return std::nullopt;
}

std::string_view source_state_name(SourceState state) { return states[static_cast<std::size_t>(state)]; }

std::vector<std::string> fact_names() {
    std::vector<std::string> names;
    for (const auto& row : facts) names.emplace_back(row.fact);
    return names;
}

std::string question_of_fact(std::string_view fact) {
    for (const auto& row : facts)
        if (row.fact == fact) return std::string(row.question);
    return {};
}

Register register_of_question(std::string_view question) {
    for (const auto& row : questions)
        if (row.question == question) return row.source;
    return Register::population;
}

std::int64_t KeepRules::of(std::string_view question) const {
    auto found = seconds.find(std::string(question));
    return found == seconds.end() ? 0 : found->second;
}

KeepRules KeepRules::usual() {
    KeepRules rules;
    for (const auto& row : questions) rules.seconds[std::string(row.question)] = row.keep_seconds;
    return rules;
}

}  // namespace raekoda::people
