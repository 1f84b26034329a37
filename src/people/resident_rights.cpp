// A resident's rights over what is known of them: who looked, a copy of everything, corrections, erasure, and when things are forgotten.
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "people/correction.h"
#include "people/known_as.h"
#include "people/people_queries_sql.h"
#include "people/people_resident_books_sql.h"
#include "people/register_answers.h"
#include "people/residents_state.h"

namespace raekoda::people {

namespace {

constexpr int most_accesses_exported = 10'000;
constexpr std::size_t longest_words = 5000;

Hold hold_row(const store::Row& row) {
    Hold hold{std::string(row.text(0)), {}, std::string(row.text(2)), Instant{row.integer(3)}, std::string(row.text(4)), {}, {}};
    if (auto until = row.optional_text(1)) hold.until = Date::from_iso(*until);
    if (auto ended = row.optional_integer(5)) hold.ended = Instant{*ended};
    hold.ended_by = row.optional_text(6).value_or("");
    return hold;
}
Correction correction_row(const store::Row& row) {
    Correction c;
    c.id = row.text(0), c.person = PersonId(std::string(row.text(1))), c.fact = row.text(2), c.words = row.text(3), c.answer = row.text(4);
    c.asked = Instant{row.integer(5)}, c.outcome = row.text(6);
    if (!row.is_null(7)) c.answered = Instant{row.integer(7)};
    c.answered_by = row.text(8);
    return c;
}
// The ids of sealed texts become the texts; empty when they were erased.
Result<Correction> opened(Vault& vault, store::Session& session, const MunicipalityId& municipality, Correction c) {
    for (auto* text : {&c.words, &c.answer})
        if (!text->empty()) *text = TRY(vault.text(session, municipality, SealedTextId(*text))).value_or("");
    return c;
}
Result<std::vector<Correction>> all_opened(Vault& vault, store::Session& session, const MunicipalityId& municipality, std::vector<Correction> rows) {
    for (auto& row : rows) row = TRY(opened(vault, session, municipality, std::move(row)));
    return rows;
}

std::string stream_of(std::string_view id) { return std::string(correction_stream) + std::string(id); }

json::object exported(const Mandate& mandate, bool given) {
    json::object o{{given ? "given_to" : "given_by", given ? mandate.holder_name : mandate.represented_name}, {"valid_from", mandate.valid_from.iso()}, {"may_pass_on", mandate.may_pass_on}};
    if (mandate.valid_until) o["valid_to"] = mandate.valid_until->iso();
    if (mandate.ended) o["ended"] = iso_local(*mandate.ended);
    if (!mandate.scopes.empty()) o["scopes"] = json::array(mandate.scopes.begin(), mandate.scopes.end());
    return o;
}
json::object exported(const Fact& fact) {
    json::object o{{"name", fact.name}, {"value", json::parse(fact.value_json).value_or(json::value())}, {"source", fact.source}, {"obtained", iso_local(fact.obtained)}, {"purpose", fact.purpose}};
    if (fact.keep_until) o["keep_until"] = fact.keep_until->iso();
    if (fact.disputed) o["disputed"] = true;
    return o;
}

}  // namespace

Outcome Residents::note_access(const MunicipalityId& municipality, const PersonId& person, std::string_view viewer, std::string_view purpose, std::string_view subject, Instant at) {
    return journal_->database().write([&](store::Session& session) { return vault_->note_access(session, municipality, person, viewer, purpose, subject, at); });
}
Result<std::vector<Vault::Access>> Residents::accesses(const MunicipalityId& municipality, const PersonId& person, int limit) {
    return journal_->database().read_value<std::vector<Vault::Access>>([&](store::Session& session) { return vault_->accesses(session, municipality, person, limit); });
}

Result<std::string> Residents::export_json(const MunicipalityId& municipality, const PersonId& person, Instant now) {
    ResidentSession as_themselves;
    as_themselves.acting.person = person;
    const auto by_mandate = TRY(mandates(municipality, as_themselves));
    return journal_->database().read_value<std::string>([&](store::Session& session) -> Result<std::string> {
        const auto reached = TRY(known_as(session, *vault_, municipality, person));
        auto everybody = reached.persons;
        everybody.insert(everybody.end(), reached.contacts.begin(), reached.contacts.end());
        json::object held;
        for (const auto& holder : state_->holders) {
            auto part = TRY(json::parse(TRY(holder->export_json(session, municipality, everybody))));
            if (!part.is_null()) held[holder->name()] = std::move(part);
        }
        json::object out{{"made", iso_local(now)}, {"municipality", municipality.value}};
        json::array known, accesses, corrections, mandates;
        for (const auto* list : {&by_mandate.given, &by_mandate.held})
            for (const auto& mandate : *list) mandates.push_back(exported(mandate, list == &by_mandate.given));
        for (const auto& one : everybody) {
            json::object who;
            if (auto subject = TRY(vault_->subject_of(session, municipality, one))) who["identifier"] = *subject;
            if (auto contact = TRY(vault_->contact(session, municipality, one)); contact && !contact->empty())
                who["contact"] = json::object{{"name", contact->name}, {"email", contact->email}, {"phone", contact->phone}, {"language", contact->language}};
            json::array facts;
            for (const auto& fact : TRY(facts_in(*vault_, session, municipality, one))) facts.push_back(exported(fact));
            who["facts"] = std::move(facts);
            known.push_back(std::move(who));
            for (const auto& a : TRY(vault_->accesses(session, municipality, one, most_accesses_exported)))
                accesses.push_back(json::object{{"at", iso_local(a.at)}, {"viewer", a.viewer}, {"purpose", a.purpose}, {"about", a.subject}});
            for (const auto& c : TRY(all_opened(*vault_, session, municipality, TRY(session.all(sql::corrections_of, correction_row, municipality.value, one.value)))))
                corrections.push_back(json::object{{"fact", c.fact}, {"words", c.words}, {"asked", iso_local(c.asked)}, {"outcome", c.outcome}, {"answer", c.answer}});
        }
        out["known"] = std::move(known), out["accesses"] = std::move(accesses), out["corrections"] = std::move(corrections), out["mandates"] = std::move(mandates);
        for (const auto& part : held) out[part.key()] = part.value();
        return json::serialize(out);
    });
}

Result<std::string> Residents::request_correction(const journal::Context& context, const PersonId& person, std::string_view fact, std::string_view as_typed) {
    const std::string words = clean_input(as_typed).value_or("");
    if (words.empty()) return fail(std::vector<Problem>{{"words", "residents.correction_words_missing", {}}});
    if (code_point_count(words) > longest_words) return fail(std::vector<Problem>{{"words", "residents.correction_words_long", {{"most", std::to_string(longest_words)}}}});
    const std::string id = random_id();
    return journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto facts = TRY(facts_in(*vault_, recorder.session(), context.municipality, person));
        if (std::none_of(facts.begin(), facts.end(), [&](const Fact& f) { return f.name == fact; })) return fail(Fault::missing, "no such fact");
        for (const auto& known : facts)
            if (known.name == fact) TRY(recorder.session().execute(sql::set_fact_disputed, context.municipality.value, person.value, known.name, known.source, true));
        auto sealed = TRY(vault_->keep_text(recorder.session(), context.municipality, person, words, context.now));
        TRY(recorder.append(stream_of(id), 0, {encode(CorrectionEvent(CorrectionAsked{person.value, std::string(fact), sealed.value}))}));
        return id;
    });
}

Outcome Residents::answer_correction(const journal::Context& context, std::string_view id, std::string_view outcome, std::string_view as_typed) {
    const std::string words = clean_input(as_typed).value_or("");
    std::vector<Problem> problems;
    if (!is_correction_outcome(outcome)) problems.push_back({"outcome", "residents.correction_outcome_missing", {}});
    if (words.empty()) problems.push_back({"words", "residents.correction_answer_missing", {}});
    if (code_point_count(words) > longest_words) problems.push_back({"words", "residents.correction_words_long", {{"most", std::to_string(longest_words)}}});
    if (!problems.empty()) return fail(std::move(problems));
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto asked = TRY(recorder.session().first(sql::correction_by_id, correction_row, context.municipality.value, id));
        if (!asked) return fail(Fault::missing, "no such request");
        if (asked->answered) return fail(Fault::conflict, "answered already", "residents.correction_answered");
        auto sealed = TRY(vault_->keep_text(recorder.session(), context.municipality, asked->person, words, context.now));
        TRY(recorder.append(stream_of(id), 1, {encode(CorrectionEvent(CorrectionAnswered{std::string(outcome), sealed.value}))}));
        return std::string(id);
    }));
    return {};
}

Result<std::vector<Correction>> Residents::corrections(const MunicipalityId& municipality, const PersonId& person) {
    return journal_->database().read_value<std::vector<Correction>>([&](store::Session& session) -> Result<std::vector<Correction>> {
        return all_opened(*vault_, session, municipality, TRY(session.all(sql::corrections_of, correction_row, municipality.value, person.value)));
    });
}
Result<std::vector<Correction>> Residents::open_corrections(const MunicipalityId& municipality, int limit) {
    return journal_->database().read_value<std::vector<Correction>>([&](store::Session& session) -> Result<std::vector<Correction>> {
        return all_opened(*vault_, session, municipality, TRY(session.all(sql::open_corrections, correction_row, municipality.value, limit)));
    });
}
Result<std::optional<Correction>> Residents::correction(const MunicipalityId& municipality, std::string_view id) {
    return journal_->database().read_value<std::optional<Correction>>([&](store::Session& session) -> Result<std::optional<Correction>> {
        auto found = TRY(session.first(sql::correction_by_id, correction_row, municipality.value, id));
        if (!found) return std::nullopt;
        return TRY(opened(*vault_, session, municipality, std::move(*found)));
    });
}

Outcome Residents::hold(const MunicipalityId& municipality, const PersonId& person, const Hold& hold) {
    return journal_->database().write([&](store::Session& session) -> Outcome {
        auto subject = TRY(vault_->subject_of(session, municipality, person));
        const std::string about = subject ? subject_in_log(*vault_, municipality, *subject) : std::string();
        TRY(session.execute(sql::keep_hold, municipality.value, person.value, hold.reason, hold.until ? std::optional(hold.until->iso()) : std::nullopt, hold.set_by, hold.set_at.microseconds, about,
                            hold.hidden_by));
        return {};
    });
}
Outcome Residents::release(const MunicipalityId& municipality, const PersonId& person, std::string_view reason, std::string_view actor, Instant now) {
    return journal_->database().write([&](store::Session& session) -> Outcome {
        if (TRY(session.execute(sql::end_hold, municipality.value, person.value, reason, now.microseconds, actor)) == 0) return fail(Fault::missing, "no such hold");
        return {};
    });
}
Result<std::vector<Hold>> Residents::holds(const MunicipalityId& municipality, const PersonId& person) {
    return journal_->database().read_value<std::vector<Hold>>([&](store::Session& session) { return session.all(sql::holds_of, hold_row, municipality.value, person.value); });
}
Result<std::vector<Residents::HeldPerson>> Residents::held_persons(const MunicipalityId& municipality, int limit) {
    return journal_->database().read_value<std::vector<HeldPerson>>([&](store::Session& session) -> Result<std::vector<HeldPerson>> {
        auto held = TRY(session.all(sql::held_persons, [](const store::Row& row) { return HeldPerson{PersonId(std::string(row.text(7))), {}, hold_row(row)}; }, municipality.value, limit));
        for (auto& one : held)
            if (auto known = TRY(known_in(*vault_, session, municipality, one.person))) one.name = known->name;
        return held;
    });
}

namespace {

struct Plan {
    PersonId person;
    bool held = false;  // nothing of them may go
    std::vector<Fact> goes;
    std::vector<PersonalDataHolder::Kept> kept;
};
using Kept = std::vector<PersonalDataHolder::Kept>;
Result<Kept> held_elsewhere(const std::vector<std::shared_ptr<PersonalDataHolder>>& holders, store::Session& session, const MunicipalityId& municipality, const PersonId& person, Instant now) {
    Kept all;
    for (const auto& holder : holders)
        for (auto& kept : TRY(holder->must_stay(session, municipality, person, local_time(now).date))) all.push_back(std::move(kept));
    return all;
}

struct ActiveHold {
    PersonId of;
    Hold hold;
};
Result<std::vector<ActiveHold>> active_holds(store::Session& session, Vault& vault, const MunicipalityId& municipality, const PersonId& person, Date today) {
    std::vector<ActiveHold> active;
    for (const auto& one : TRY(covered_by(session, vault, municipality, person)))
        for (auto& hold : TRY(session.all(sql::holds_of, hold_row, municipality.value, one.value)))
            if (hold.active(today)) active.push_back({one, std::move(hold)});
    return active;
}

// `asking`: everybody known as the one who asks; reasons of others' holds are not for them.
Result<Plan> plan_of(Vault& vault, Kept elsewhere, const KnownAs& asking, store::Session& session, const MunicipalityId& municipality, const PersonId& person, Instant now) {
    Plan plan{person, false, {}, std::move(elsewhere)};
    const Date today = local_time(now).date;
    auto theirs = [&](const PersonId& one) {
        return std::find(asking.persons.begin(), asking.persons.end(), one) != asking.persons.end() || std::find(asking.contacts.begin(), asking.contacts.end(), one) != asking.contacts.end();
    };
    for (const auto& active : TRY(active_holds(session, vault, municipality, person, today))) {
        // A law may forbid to tell of it; that something has to stay is told all the same.
        if (!active.hold.hidden_by.empty()) plan.kept.push_back({"residents.kept_by_law", {}, {}});
        else if (theirs(active.of)) plan.kept.push_back({"residents.kept_by_hold", active.hold.reason, active.hold.until});
        else plan.kept.push_back({"residents.kept_by_hold", {}, {}});
        plan.held = true;
    }
    for (auto& fact : TRY(facts_in(vault, session, municipality, person))) {
        if (plan.held) continue;
        if (fact.by_law && fact.keep_until && *fact.keep_until >= today) plan.kept.push_back({fact.purpose, fact.name, fact.keep_until});
        else plan.goes.push_back(std::move(fact));
    }
    return plan;
}

struct Plans {
    std::vector<Plan> all;
    Residents::Erasure sum;
};
Result<Plans> plans_of(Vault& vault, const std::vector<std::shared_ptr<PersonalDataHolder>>& holders, store::Session& session, const MunicipalityId& municipality, const PersonId& person, Instant now) {
    auto reached = TRY(known_as(session, vault, municipality, person));
    Plans plans;
    for (const auto* persons : {&reached.persons, &reached.contacts})
        for (const auto& one : *persons) {
            auto elsewhere = TRY(held_elsewhere(holders, session, municipality, one, now));
            auto plan = TRY(plan_of(vault, std::move(elsewhere), reached, session, municipality, one, now));
            plans.sum.facts += static_cast<int>(plan.goes.size());
            plans.sum.contacts += persons == &reached.contacts && plan.kept.empty();
            for (const auto& kept : plan.kept) {
                // One hold covers many: it is told once.
                auto same = [&](const auto& told) { return told.text_key == kept.text_key && told.reference == kept.reference && told.until == kept.until; };
                if (std::none_of(plans.sum.kept.begin(), plans.sum.kept.end(), same)) plans.sum.kept.push_back(kept);
            }
            plans.all.push_back(std::move(plan));
        }
    plans.sum.whole = plans.sum.kept.empty();
    return plans;
}

}  // namespace

Result<bool> is_held(store::Session& session, Vault& vault, const MunicipalityId& municipality, const PersonId& person, Date today) {
    return !TRY(active_holds(session, vault, municipality, person, today)).empty();
}

Result<Residents::Erasure> Residents::what_erasure_leaves(const MunicipalityId& municipality, const PersonId& person, Instant now) {
    return journal_->database().read_value<Erasure>([&](store::Session& session) -> Result<Erasure> {
        return TRY(plans_of(*vault_, state_->holders, session, municipality, person, now)).sum;
    });
}

Result<Residents::Erasure> Residents::erase(const journal::Context& context, const PersonId& person) {
    const auto& municipality = context.municipality;
    auto erased = TRY(journal_->database().write_value<Erasure>([&](store::Session& session) -> Result<Erasure> {
        auto plans = TRY(plans_of(*vault_, state_->holders, session, municipality, person, context.now));
        TRY(vault_->note_access(session, municipality, person, context.actor, "residents.purpose_erasure", "", context.now));
        for (const auto& plan : plans.all) {
            if (plan.held) continue;
            for (const auto& fact : plan.goes) TRY(session.execute(sql::delete_fact, municipality.value, plan.person.value, fact.name, fact.source));
            for (const auto& holder : state_->holders) TRY(holder->erase(session, municipality, plan.person, context.now));
            // Nothing of them has to stay: the key goes, and with it whatever a backup or a forgotten box still holds.
            if (!plan.kept.empty()) continue;
            TRY(vault_->erase_person(session, municipality, plan.person));
            TRY(session.execute(sql::delete_resident_sessions_of, municipality.value, plan.person.value));
        }
        return std::move(plans.sum);
    }));
    log::info("residents.erased", {{"municipality", municipality.value}, {"person", person.value}, {"whole", erased.whole ? "yes" : "no"}});
    return erased;
}

Result<int> Residents::forget_expired(const MunicipalityId& municipality, Instant now) {
    const std::string today = local_time(now).date.iso();
    return journal_->database().write_value<int>([&](store::Session& session) -> Result<int> {
        TRY(session.execute(sql::delete_expired_resident_sessions, municipality.value, now.microseconds));
        TRY(session.execute(sql::delete_expired_used_once, municipality.value, now.microseconds));
        TRY(session.execute(sql::delete_expired_email_links, municipality.value, now.microseconds));
        return static_cast<int>(TRY(session.execute(sql::delete_facts_past_their_day, municipality.value, today)));
    });
}

}  // namespace raekoda::people
