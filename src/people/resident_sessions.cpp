// A resident's sessions: opened by a login, read with every request, ended.
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "people/login_box.h"
#include "people/people_queries_sql.h"
#include "people/people_resident_books_sql.h"
#include "people/residents_state.h"

namespace raekoda::people {

namespace {

constexpr std::int64_t idle_minutes = 30, session_hours = 8, touch_seconds = 60, rights_recheck_minutes = 60;
constexpr std::int64_t answer_remembered_hours = 24;
constexpr std::size_t longest_subject = 300, longest_name = 200;

std::string session_context(std::string_view id) { return "session/" + std::string(id); }
std::string acting_context(std::string_view id) { return "acting/" + std::string(id); }

struct SessionRow {
    PersonId person;
    Assurance assurance;
    std::string sealed, acting;
    Instant last_used, expires;
    std::string sealed_key;
};
SessionRow session_row(const store::Row& row) {
    return {PersonId(std::string(row.text(0))), static_cast<Assurance>(row.integer(1)), std::string(row.bytes(2)), std::string(row.bytes(3)), Instant{row.integer(4)},
            Instant{row.integer(5)}, std::string(row.bytes(6))};
}

bool is_clean(std::string_view text, std::size_t most) { return text.size() <= most && clean_input(text) == text && text.find('\n') == text.npos; }

}  // namespace

std::string_view assurance_name(Assurance assurance) {
    switch (assurance) {
        case Assurance::email: return "email";
        case Assurance::low: return "low";
        case Assurance::substantial: return "substantial";
        case Assurance::high: return "high";
    }
    return "email";
}
std::optional<Assurance> assurance_of(std::string_view name) {
    for (auto assurance : {Assurance::email, Assurance::low, Assurance::substantial, Assurance::high})
        if (assurance_name(assurance) == name) return assurance;
    return std::nullopt;
}

std::string Identity::name() const { return given_name.empty() ? family_name : family_name.empty() ? given_name : given_name + " " + family_name; }

bool is_estonian_code(std::string_view subject) {
    return subject.size() == 13 && subject.starts_with("EE") && subject.find_first_not_of("0123456789", 2) == subject.npos;
}

std::string ResidentSession::actor() const {
    std::string own = "person/" + person.value;
    return acting.is_self() ? own : own + "/for/" + acting.person.value + "/" + acting.kind;
}

std::string session_id_of(std::string_view secret) { return hex(hash_256(secret)); }
Outcome check_identity(const Identity& identity, bool named) {
    bool good = !identity.subject.empty() && is_clean(identity.subject, longest_subject);
    for (const auto* name : {&identity.given_name, &identity.family_name}) good = good && is_clean(*name, longest_name);
    if (!good || (named && identity.name().empty() && !identity.subject.starts_with("email:"))) return fail(Fault::invalid, "an identity that cannot be", "residents.identity_wrong");
    return {};
}

Residents::Residents(std::shared_ptr<journal::Journal> journal, std::shared_ptr<Vault> vault)
    : journal_(std::move(journal)), vault_(std::move(vault)), state_(std::make_shared<State>()) {}

void Residents::ask_registers(RegisterRights rights) { state_->registers = std::move(rights); }
void Residents::add_holder(std::shared_ptr<PersonalDataHolder> holder) { state_->holders.push_back(std::move(holder)); }

Result<std::string> Residents::sign_in(const MunicipalityId& municipality, const Identity& identity, Instant now, const ProviderSession& provider) {
    TRY(check_identity(identity));
    const std::string secret = base64url(random_bytes(32)), id = session_id_of(secret);
    const std::string name = identity.name().empty() ? identity.subject.substr(identity.subject.find(':') + 1) : identity.name();
    const std::string box = encode(LoginBox{name, identity.subject, identity.method, provider});
    auto person = TRY(journal_->database().write_value<PersonId>([&](store::Session& session) -> Result<PersonId> {
        if (!provider.answer.empty()) {
            const std::string used = hex(hash_256("answer/" + provider.provider + "/" + provider.answer));
            if (TRY(session.execute(sql::insert_used_once, municipality.value, used, now.plus_hours(answer_remembered_hours).microseconds)) == 0)
                return fail(Fault::conflict, "an answer of the login that was used before", "residents.answer_used");
        }
        auto person = TRY(vault_->keep_subject(session, municipality, identity.subject, now));
        TRY(keep_facts_in(*vault_, session, municipality, person, facts_of_login(identity, now)));
        auto key = TRY(vault_->key_of(session, municipality, person));
        if (!key) return fail(Fault::broken, "person " + person.value + " has no key and is still indexed");
        const std::string sealed = key->seal(box, session_context(id));
        const auto sid = provider.session.empty() ? std::nullopt : std::optional(provider_session_index(*vault_, municipality, provider.provider, provider.session));
        TRY(session.execute(sql::delete_expired_resident_sessions, municipality.value, now.microseconds));
        TRY(session.execute(sql::insert_resident_session, municipality.value, id, person.value, static_cast<int>(identity.assurance), store::Bytes{sealed},
                            sid ? std::optional(store::Bytes{*sid}) : std::nullopt, now.microseconds, session_end(provider, now, session_hours).microseconds));
        return person;
    }));
    log::info("residents.signed_in", {{"municipality", municipality.value}, {"person", person.value}, {"method", identity.method}});
    return secret;
}

Result<std::optional<ResidentSession>> Residents::session(const MunicipalityId& municipality, std::string_view cookie_secret, Instant now) {
    if (cookie_secret.size() != cookie_secret_characters) return std::nullopt;
    const std::string id = session_id_of(cookie_secret);
    struct Found {
        SessionRow row;
        LoginBox sealed;
        std::optional<ActingRecord> acting;
        bool stands = true;
    };
    auto found = TRY(journal_->database().read_value_once<std::optional<Found>>([&](store::Session& session) -> Result<std::optional<Found>> {
        auto row = TRY(session.first(sql::resident_session_by_id, session_row, municipality.value, id));
        if (!row || now >= row->expires || now >= row->last_used.plus_minutes(idle_minutes)) return std::nullopt;
        auto key = TRY(vault_->opened_key(municipality, row->person, row->sealed_key));
        if (!key) return std::nullopt;
        auto opened = TRY(decode_login_box(TRY(key->open(row->sealed, session_context(id)))));
        Found result{*row, std::move(opened), {}};
        if (!row->acting.empty()) {
            result.acting = TRY(decode_acting(TRY(key->open(row->acting, acting_context(id)))));
            const auto& acting = result.acting->acting;
            const Date today = local_time(now).date;
            // Read a moment after the session: a mandate that ends in between ends with the next page.
            result.stands = (!acting.until || today <= *acting.until) && TRY(path_stands(session, municipality, result.acting->path, today));
        }
        return result;
    }));
    if (!found) return std::nullopt;

    auto& [row, sealed, acting, stands] = *found;
    if (now.seconds_since(row.last_used) >= touch_seconds) {
        Outcome touched = journal_->database().write([&](store::Session& session) -> Outcome {
            TRY(session.execute(sql::touch_resident_session, municipality.value, id, now.microseconds));
            return {};
        });
        // Reading goes on while nothing can be written; the session then ends earlier.
        if (touched) row.last_used = now;
        else log::warning("residents.session_not_touched", {{"fault", fault_name(touched.error().fault)}});
    }
    ResidentSession result;
    result.id = id, result.person = row.person, result.name = sealed.name, result.subject = sealed.subject;
    result.assurance = row.assurance, result.method = sealed.method;
    result.csrf_secret = base64url(keyed_hash_256(cookie_secret, "csrf"));
    result.expires = std::min(row.expires, row.last_used.plus_minutes(idle_minutes));
    result.renew_at = renew_at(sealed.provider);
    result.acting = {"self", row.person, sealed.name, sealed.subject, {}, {}, {}, false};
    if (!acting) return result;
    // What registers said is asked again after a while: a right that ended there ends here within the hour.
    if (stands && acting->from_registers && now >= acting->checked.plus_minutes(rights_recheck_minutes))
        stands = act_as(municipality, result, acting->acting.key(), now).has_value();
    if (stands) result.acting = std::move(acting->acting);
    else {
        result.lapsed = acting->acting.name;
        if (auto ended = act_as(municipality, result, "self", now); !ended) log::warning("residents.acting_not_ended", {{"fault", fault_name(ended.error().fault)}});
    }
    return result;
}

Outcome Residents::sign_out(const MunicipalityId& municipality, std::string_view cookie_secret) {
    if (cookie_secret.size() != cookie_secret_characters) return {};
    return journal_->database().write([&](store::Session& session) -> Outcome {
        TRY(session.execute(sql::delete_resident_session, municipality.value, session_id_of(cookie_secret)));
        return {};
    });
}

Result<int> Residents::end_by_provider_session(const MunicipalityId& municipality, std::string_view provider, std::string_view sid) {
    if (sid.empty()) return 0;
    const std::string index = provider_session_index(*vault_, municipality, provider, sid);
    return journal_->database().write_value<int>([&](store::Session& session) -> Result<int> {
        return static_cast<int>(TRY(session.execute(sql::delete_resident_sessions_by_provider, municipality.value, store::Bytes{index})));
    });
}

Result<ProviderSession> Residents::provider_session(const MunicipalityId& municipality, const ResidentSession& resident) {
    return journal_->database().read_value<ProviderSession>([&](store::Session& session) -> Result<ProviderSession> {
        auto row = TRY(session.first(sql::resident_session_by_id, session_row, municipality.value, resident.id));
        auto key = TRY(vault_->key_of(session, municipality, resident.person));
        if (!row || !key) return fail(Fault::missing, "no such session of a resident");
        return TRY(decode_login_box(TRY(key->open(row->sealed, session_context(resident.id))))).provider;
    });
}

Outcome Residents::renew(const MunicipalityId& municipality, const ResidentSession& resident, const ProviderSession& provider, Instant now) {
    const std::string box = encode(LoginBox{resident.name, resident.subject, resident.method, provider});
    return journal_->database().write([&](store::Session& session) -> Outcome {
        auto key = TRY(vault_->key_of(session, municipality, resident.person));
        if (!key) return fail(Fault::missing, "no such session of a resident");
        const std::string sealed = key->seal(box, session_context(resident.id));
        if (TRY(session.execute(sql::renew_resident_session, municipality.value, resident.id, store::Bytes{sealed}, session_end(provider, now, session_hours).microseconds)) == 0)
            return fail(Fault::missing, "no such session of a resident");
        return {};
    });
}

Result<bool> Residents::use_once(const MunicipalityId& municipality, std::string_view what, Instant now, Instant expires) {
    const std::string id = hex(hash_256("once/" + std::string(what)));
    return journal_->database().write_value<bool>([&](store::Session& session) -> Result<bool> {
        TRY(session.execute(sql::delete_expired_used_once, municipality.value, now.microseconds));
        return TRY(session.execute(sql::insert_used_once, municipality.value, id, expires.microseconds)) > 0;
    });
}

Outcome Residents::act_as(const MunicipalityId& municipality, const ResidentSession& resident, std::string_view choice, Instant now) {
    std::optional<ActingRecord> chosen;
    if (choice != "self") {
        for (auto& record : TRY(acting_records(*journal_, *vault_, state_->registers, municipality, resident, now)).all)
            if (record.acting.key() == choice && !record.acting.is_self()) chosen = std::move(record);
        if (!chosen) return fail(Fault::forbidden, "no right to act so", "residents.no_such_right");
    }
    return journal_->database().write([&](store::Session& session) -> Outcome {
        auto key = TRY(vault_->key_of(session, municipality, resident.person));
        if (!key) return fail(Fault::missing, "no such session of a resident");
        const std::string box = chosen ? key->seal(encode_acting(*chosen), acting_context(resident.id)) : std::string();
        if (TRY(session.execute(sql::set_acting, municipality.value, resident.id, chosen ? std::optional(store::Bytes{box}) : std::nullopt)) == 0)
            return fail(Fault::missing, "no such session of a resident");
        return {};
    });
}

}  // namespace raekoda::people
