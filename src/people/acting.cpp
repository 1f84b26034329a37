// For whom a resident may act, asked of registers and of the mandates given here; and mandates given and ended.
#include "base/crypto.h"
#include "base/json.h"
#include "base/personal_code.h"
#include "base/text.h"
#include "people/acting_rules.h"
#include "people/mandate.h"
#include "people/people_queries_sql.h"
#include "people/residents_state.h"
#include "people/staff.h"

namespace raekoda::people {

namespace {

constexpr int most_mandates = 200;

Mandate mandate_row(const store::Row& row) {
    Mandate m;
    m.id = row.text(0);
    m.represented = PersonId(std::string(row.text(1)));
    m.holder = PersonId(std::string(row.text(2)));
    m.based_on = row.text(3);
    m.scopes = decode_list(row.text(4)).value_or(std::vector<std::string>{"?"});  // a list that does not decode gives no right
    m.may_pass_on = row.integer(5) != 0;
    m.valid_from = Date::from_iso(row.text(6)).value_or(Date{9999, 1, 1});
    if (!row.is_null(7)) m.valid_until = Date::from_iso(row.text(7)).value_or(Date{});
    m.given = Instant{row.integer(8)};
    if (!row.is_null(9)) m.ended = Instant{row.integer(9)};
    return m;
}

// People that registers name become persons here: what is done for them has to stand somewhere.
Result<std::vector<Right>> known_rights(Vault& vault, store::Session& session, const MunicipalityId& municipality, const std::vector<RegisterRight>& rights, Instant now) {
    std::vector<Right> known;
    for (const auto& right : rights) {
        auto person = TRY(vault.keep_subject(session, municipality, right.subject, now));
        TRY(keep_facts_in(vault, session, municipality, person,
                          {{right.is_company ? "company.name" : "person.name", json::quoted(right.name), right.is_company ? "business_register" : "population_register", now,
                            "residents.purpose_represent"}}));
        known.push_back({right.kind, person, right.is_company, right.scopes, right.until, {}, true});
    }
    return known;
}

Result<Mandate> named(Vault& vault, store::Session& session, const MunicipalityId& municipality, Mandate mandate) {
    if (auto known = TRY(known_in(vault, session, municipality, mandate.represented))) mandate.represented_name = known->name;
    if (auto known = TRY(known_in(vault, session, municipality, mandate.holder))) mandate.holder_name = known->name;
    return mandate;
}

}  // namespace

MandateBook mandate_book(Vault& vault, store::Session& session, const MunicipalityId& municipality) {
    return {
        [&](const PersonId& holder) { return session.all(sql::mandates_of_holder, mandate_row, municipality.value, holder.value, most_mandates); },
        [&](const std::string& id) { return session.first(sql::mandate_by_id, mandate_row, municipality.value, id); },
        [&](const PersonId& person) -> Result<bool> {
            auto subject = TRY(vault.subject_of(session, municipality, person));
            return subject && is_company_subject(*subject);
        },
    };
}

bool Acting::covers(std::string_view service) const { return scopes.empty() || std::find(scopes.begin(), scopes.end(), service) != scopes.end(); }
std::string Acting::key() const {
    if (is_self()) return "self";
    std::string key = kind + "/" + person.value + (mandate_id.empty() ? "" : "/" + mandate_id);
    // Two ways to the same person may allow different things: each is chosen by itself.
    if (!scopes.empty()) key += "/only/" + base64url(hash_256(joined(scopes, "\n")));
    return key;
}

std::string encode_acting(const ActingRecord& record) {
    const auto& a = record.acting;
    auto list = [](const std::vector<std::string>& texts) {
        json::array out;
        for (const auto& text : texts) out.emplace_back(text);
        return out;
    };
    return json::serialize(json::object{{"kind", a.kind}, {"person", a.person.value}, {"name", a.name}, {"subject", a.subject}, {"mandate", a.mandate_id}, {"scopes", list(a.scopes)},
                                        {"until", a.until ? a.until->iso() : ""}, {"company", a.is_company}, {"path", list(record.path)},
                                        {"registers", record.from_registers}, {"checked", record.checked.microseconds}});
}
Result<ActingRecord> decode_acting(std::string_view text) {
    auto value = TRY(json::parse(text));
    if (!value.is_object()) return fail(Fault::broken, "a sealed choice is not an object");
    const auto& o = value.get_object();
    auto list = [&](const char* name) {
        std::vector<std::string> out;
        if (const auto* items = json::list(o, name))
            for (const auto& item : *items) out.push_back(json::as_text(item));
        return out;
    };
    ActingRecord record{{json::text(o, "kind"), PersonId(json::text(o, "person")), json::text(o, "name"), json::text(o, "subject"), json::text(o, "mandate"), list("scopes"),
                         Date::from_iso(json::text(o, "until")), json::boolean(o, "company")},
                        list("path"), json::boolean(o, "registers"), Instant{json::integer(o, "checked")}};
    return record;
}

Result<bool> path_stands(store::Session& session, const MunicipalityId& municipality, const std::vector<std::string>& path, Date today) {
    for (const auto& id : path) {
        auto mandate = TRY(session.first(sql::mandate_by_id, mandate_row, municipality.value, id));
        if (!mandate || !mandate->active(today)) return false;
    }
    return true;
}

Result<ActingRecords> acting_records(journal::Journal& journal, Vault& vault, const RegisterRights& registers, const MunicipalityId& municipality,
                                     const ResidentSession& resident, Instant now) {
    ActingRecords records;
    records.all.push_back({{"self", resident.person, resident.name, resident.subject, {}, {}, {}, false}, {}, false, now});
    std::vector<RegisterRight> told;
    // Registers know people by the state's codes; a guest without one has only what was given here.
    if (registers && is_estonian_code(resident.subject) && resident.assurance >= Assurance::substantial) {
        auto answer = registers(municipality, resident, now);
        told = std::move(answer.rights);
        records.incomplete = answer.incomplete;
    }
    const Date today = local_time(now).date;
    auto collect = [&](store::Session& session, const std::vector<Right>& known) -> Outcome {
        records.all.resize(1);
        for (auto& right : TRY(rights_of(resident.person, known, mandate_book(vault, session, municipality), today))) {
            auto who = TRY(known_in(vault, session, municipality, right.person));
            if (!who) continue;  // erased meanwhile
            records.all.push_back({{right.kind, right.person, who->name, who->subject, right.path.empty() ? "" : right.path.back(), right.scopes, right.until, right.is_company},
                                   right.path, right.from_registers, now});
        }
        return {};
    };
    if (told.empty()) TRY(journal.database().read([&](store::Session& session) { return collect(session, {}); }));
    else TRY(journal.database().write([&](store::Session& session) -> Outcome { return collect(session, TRY(known_rights(vault, session, municipality, told, now))); }));
    return records;
}

Result<Residents::Choices> Residents::acting_choices(const MunicipalityId& municipality, const ResidentSession& resident, Instant now) {
    auto records = TRY(acting_records(*journal_, *vault_, state_->registers, municipality, resident, now));
    Choices choices{{}, records.incomplete};
    for (auto& record : records.all) choices.all.push_back(std::move(record.acting));
    return choices;
}

Result<Residents::Mandates> Residents::mandates(const MunicipalityId& municipality, const ResidentSession& resident) {
    return journal_->database().read_value<Mandates>([&](store::Session& session) -> Result<Mandates> {
        Mandates found;
        const std::string& party = resident.acting.person.value;
        for (auto& mandate : TRY(session.all(sql::mandates_of_represented, mandate_row, municipality.value, party, most_mandates)))
            found.given.push_back(TRY(named(*vault_, session, municipality, std::move(mandate))));
        for (auto& mandate : TRY(session.all(sql::mandates_of_holder, mandate_row, municipality.value, party, most_mandates)))
            found.held.push_back(TRY(named(*vault_, session, municipality, std::move(mandate))));
        for (auto* list : {&found.given, &found.held})
            std::stable_partition(list->begin(), list->end(), [](const Mandate& m) { return !m.ended; });
        return found;
    });
}

}  // namespace raekoda::people
