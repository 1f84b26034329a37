// What is known of a resident: each fact sealed under their key, with its source, purpose and end.
#include "base/json.h"
#include "base/text.h"
#include "people/people_queries_sql.h"
#include "people/people_resident_books_sql.h"
#include "people/registers.h"
#include "people/residents_state.h"

namespace raekoda::people {

namespace {

constexpr std::size_t longest_value = 64 * 1024, longest_name = 100, most_facts = 1000;
constexpr std::string_view purpose_of_login = "residents.purpose_login", login = "login";

std::string fact_context(std::string_view name, std::string_view source) { return "fact/" + std::string(name) + "/" + std::string(source); }
std::optional<std::string> day(const std::optional<Date>& date) { return date ? std::optional(date->iso()) : std::nullopt; }

struct FactRow {
    Fact fact;
    std::string sealed;
    int rank = 0;
};
constexpr int disputed_column = 7, key_column = 8;
FactRow fact_row(const store::Row& row) {
    std::optional<Date> until;
    if (!row.is_null(5)) until = Date::from_iso(row.text(5));
    return {{std::string(row.text(0)), {}, std::string(row.text(1)), Instant{row.integer(3)}, std::string(row.text(4)), until, row.integer(6) != 0, row.integer(disputed_column) != 0},
            std::string(row.bytes(2))};
}

bool is_better(const FactRow& a, const FactRow& b) { return a.rank != b.rank ? a.rank < b.rank : a.fact.obtained > b.fact.obtained; }

Outcome check_fact(const Fact& fact) {
    bool good = !fact.name.empty() && fact.name.size() <= longest_name && !fact.source.empty() && fact.source.size() <= longest_name && fact.purpose.size() <= longest_name;
    if (!good || fact.value_json.size() > longest_value || !json::parse(fact.value_json, longest_value)) return fail(Fault::invalid, "a fact that cannot be kept: " + fact.name.substr(0, 40));
    return {};
}

std::string first_text(const std::vector<Fact>& facts, std::string_view name) {
    for (const auto& fact : facts)
        if (fact.name == name)
            if (auto value = json::parse(fact.value_json); value && value->is_string()) return json::as_text(*value);
    return {};
}

}  // namespace

int rank_of(const Fact& fact) {
    if (register_of(fact.source)) return 0;
    return fact.source == login ? 1 : 2;
}

Outcome keep_facts_in(Vault& vault, store::Session& session, const MunicipalityId& municipality, const PersonId& person, const std::vector<Fact>& facts) {
    if (facts.empty()) return {};
    if (facts.size() > most_facts) return fail(Fault::too_large, "too many facts at once");
    auto key = TRY(vault.key_of(session, municipality, person));
    if (!key) return fail(Fault::gone, "person " + person.value + " is erased or unknown");
    for (const auto& fact : facts) {
        TRY(check_fact(fact));
        const std::string context = fact_context(fact.name, fact.source);
        bool disputed = fact.disputed;
        // What the person called wrong stays so until the source says something else.
        auto before = TRY(session.first(sql::one_fact, fact_row, municipality.value, person.value, fact.name, fact.source));
        if (before && before->fact.disputed && TRY(key->open(before->sealed, context)) == fact.value_json) disputed = true;
        const std::string box = key->seal(fact.value_json, context);
        TRY(session.execute(sql::keep_fact, municipality.value, person.value, fact.name, fact.source, store::Bytes{box}, fact.obtained.microseconds, fact.purpose,
                            day(fact.keep_until), fact.by_law, disputed));
    }
    return {};
}

Result<std::vector<Fact>> facts_in(Vault& vault, store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    std::vector<Fact> facts;
    auto key = TRY(vault.key_of(session, municipality, person));
    if (!key) return facts;
    for (auto& row : TRY(session.all(sql::facts_of_person, fact_row, municipality.value, person.value))) {
        row.fact.value_json = TRY(key->open(row.sealed, fact_context(row.fact.name, row.fact.source)));
        facts.push_back(std::move(row.fact));
    }
    return facts;
}

namespace {

Result<std::vector<Fact>> best_facts_in(Vault& vault, store::Session& session, const MunicipalityId& municipality, const PersonId& person, std::span<const std::string_view> names) {
    std::vector<Fact> facts;
    std::vector<FactRow> rows;
    rows.reserve(names.size());
    std::string sealed_key;
    TRY(session.each(sql::facts_by_name, [&](const store::Row& row) {
        if (row.integer(disputed_column) != 0 || std::find(names.begin(), names.end(), row.text(0)) == names.end()) return;
        if (sealed_key.empty()) sealed_key = row.bytes(key_column);
        auto one = fact_row(row);
        one.rank = rank_of(one.fact);
        // Rows come by name; of one name the best source comes first, of as good ones the newest.
        auto place = rows.end();
        while (place != rows.begin() && std::prev(place)->fact.name == one.fact.name && is_better(one, *std::prev(place))) --place;
        rows.insert(place, std::move(one));
    }, municipality.value, person.value));
    auto key = TRY(vault.opened_key(municipality, person, sealed_key));
    if (!key) return facts;
    for (auto& row : rows) {
        if (!facts.empty() && facts.back().name == row.fact.name) continue;
        row.fact.value_json = TRY(key->open(row.sealed, fact_context(row.fact.name, row.fact.source)));
        if (row.fact.value_json != "null") facts.push_back(std::move(row.fact));
    }
    return facts;
}

}  // namespace

Result<std::optional<Residents::Known>> known_in(Vault& vault, store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    auto subject = TRY(vault.subject_of(session, municipality, person));
    if (!subject) return std::nullopt;
    auto facts = TRY(facts_in(vault, session, municipality, person));
    Identity identity{*subject, first_text(facts, "person.given_name"), first_text(facts, "person.family_name")};
    std::string name = identity.name();
    for (const char* other : {"company.name", "person.name"})
        if (name.empty()) name = first_text(facts, other);
    if (name.empty()) name = subject->starts_with("email:") ? subject->substr(6) : *subject;
    return Residents::Known{std::move(*subject), std::move(name)};
}

std::vector<Fact> facts_of_login(const Identity& identity, Instant now) {
    std::vector<Fact> facts;
    auto add = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) facts.push_back({std::string(name), json::quoted(value), std::string(login), now, std::string(purpose_of_login)});
    };
    add("person.given_name", identity.given_name);
    add("person.family_name", identity.family_name);
    if (identity.birth_date) add("person.birth_date", identity.birth_date->iso());
    if (is_estonian_code(identity.subject)) add("person.code", identity.subject.substr(2));
    add("contact.email", identity.email);
    return facts;
}

Outcome Residents::keep_facts(store::Session& session, const MunicipalityId& municipality, const PersonId& person, const std::vector<Fact>& facts) {
    return keep_facts_in(*vault_, session, municipality, person, facts);
}
Outcome Residents::keep_facts(const MunicipalityId& municipality, const PersonId& person, const std::vector<Fact>& facts) {
    return journal_->database().write([&](store::Session& session) { return keep_facts_in(*vault_, session, municipality, person, facts); });
}
Result<std::vector<Fact>> Residents::facts(store::Session& session, const MunicipalityId& municipality, const PersonId& person) {
    return facts_in(*vault_, session, municipality, person);
}
Result<std::vector<Fact>> Residents::facts(const MunicipalityId& municipality, const PersonId& person) {
    return journal_->database().read_value<std::vector<Fact>>([&](store::Session& session) { return facts_in(*vault_, session, municipality, person); });
}
Result<std::vector<Fact>> Residents::best_facts(const MunicipalityId& municipality, const PersonId& person, std::span<const std::string_view> names) {
    return journal_->database().read_value_once<std::vector<Fact>>([&](store::Session& session) { return best_facts_in(*vault_, session, municipality, person, names); });
}

Outcome Residents::dispute_fact(const MunicipalityId& municipality, const PersonId& person, std::string_view name, std::string_view source, bool disputed) {
    return journal_->database().write([&](store::Session& session) -> Outcome {
        if (TRY(session.execute(sql::set_fact_disputed, municipality.value, person.value, name, source, disputed)) == 0) return fail(Fault::missing, "no such fact");
        return {};
    });
}

Outcome Residents::set_contact(const MunicipalityId& municipality, const PersonId& person, const Contact& contact, Instant) {
    auto checked = TRY(check_contact(contact));
    return journal_->database().write([&](store::Session& session) { return vault_->set_contact(session, municipality, person, checked); });
}

Result<std::optional<PersonId>> Residents::person_by_subject(const MunicipalityId& municipality, std::string_view subject) {
    return journal_->database().read_value<std::optional<PersonId>>([&](store::Session& session) { return vault_->person_by_subject(session, municipality, subject); });
}
Result<PersonId> Residents::keep_person(const MunicipalityId& municipality, const Identity& identity, Instant now) {
    TRY(check_identity(identity, false));  // somebody else may know no more than their code
    return journal_->database().write_value<PersonId>([&](store::Session& session) -> Result<PersonId> {
        auto person = TRY(vault_->keep_subject(session, municipality, identity.subject, now));
        // What a login said is better than what somebody else says of them.
        auto facts = TRY(facts_in(*vault_, session, municipality, person));
        if (!first_text(facts, "person.family_name").empty()) return person;
        auto told = facts_of_login(identity, now);
        for (auto& fact : told) fact.source = "typed", fact.purpose = "residents.purpose_named";
        TRY(keep_facts_in(*vault_, session, municipality, person, told));
        return person;
    });
}
Result<std::optional<Residents::Known>> Residents::known(const MunicipalityId& municipality, const PersonId& person) {
    return journal_->database().read_value<std::optional<Known>>([&](store::Session& session) { return known_in(*vault_, session, municipality, person); });
}
Result<std::vector<PersonId>> Residents::all_of(const MunicipalityId& municipality, const PersonId& person) {
    return journal_->database().read_value<std::vector<PersonId>>([&](store::Session& session) { return vault_->all_of(session, municipality, person); });
}

}  // namespace raekoda::people
