#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "people/login_box.h"
#include "people/people_queries_sql.h"
#include "people/people_staff_books_sql.h"
#include "people/people_state.h"

namespace raekoda::people {

namespace {

constexpr std::int64_t idle_minutes = 30, session_hours = 8, touch_seconds = 60;
constexpr std::size_t secret_bytes = 32, secret_characters = 43;  // base64url of 32 bytes
constexpr std::chrono::seconds patience{10};                      // for a free place among the password checks

tl::unexpected<Error> wrong() { return fail(Fault::unauthenticated, "sign-in failed", "staff.wrong_login_or_password"); }

// What an unknown login is checked against: the same work as for a known one.
const std::string& hash_of_nobody() {
    static const std::string hash = password_hash(random_bytes(32));
    return hash;
}

std::string session_id(std::string_view secret) { return hex(hash_256(secret)); }

std::string box_context(const MunicipalityId& municipality, const std::string& id) { return "staff session/" + municipality.value + "/" + id; }

// A password opens a session of its own; a login's provider one that it can renew and end.
Outcome insert_session(store::Session& session, const Vault& vault, const MunicipalityId& municipality, const std::string& id, const std::string& staff, Instant now, const LoginBox& login) {
    const auto& provider = login.provider;
    const std::string sealed = provider.provider.empty() ? std::string() : vault.sealed_with_master(encode(login), box_context(municipality, id));
    const std::string index = provider.session.empty() ? std::string() : provider_session_index(vault, municipality, provider.provider, provider.session);
    auto bytes = [](const std::string& value) { return value.empty() ? std::nullopt : std::optional(store::Bytes{value}); };
    auto renewal = renew_at(provider);
    TRY(session.execute(sql::insert_session, municipality.value, id, staff, now.microseconds, session_end(provider, now, session_hours).microseconds, bytes(index), bytes(sealed),
                        renewal ? std::optional(renewal->microseconds) : std::nullopt));
    return {};
}

struct Credential {
    std::string staff, password_hash;
};
Result<std::optional<Credential>> credential_of(store::Session& session, const MunicipalityId& municipality, const std::string& login) {
    return session.first(
        sql::credential_by_login, [](const store::Row& row) { return Credential{std::string(row.text(0)), std::string(row.text(1))}; },
        municipality.value, login);
}

}  // namespace

Result<std::string> People::sign_in(const MunicipalityId& municipality, std::string_view login_as_typed, std::string_view password_as_typed,
                                    std::string_view peer, Instant now) {
    // Lengths are cut before anything is done with the text; nobody's login or password is that long.
    const std::string login = prepared_login(login_as_typed.substr(0, 400));
    const std::string password = password_as_typed.size() <= 4 * longest_password ? prepared_password(password_as_typed) : "";
    auto& database = journal_->database();
    TRY(state_->throttle.admit(database, municipality, login, peer, now));

    auto known = TRY(database.read_value<std::optional<Credential>>([&](store::Session& session) { return credential_of(session, municipality, login); }));
    const auto& nobody = hash_of_nobody();
    if (!state_->password_checks.try_acquire_for(patience)) return fail(Fault::unavailable, "too many password checks at once");
    bool matches = password_matches(known ? known->password_hash : nobody, password);
    state_->password_checks.release();
    if (!known || !matches) {
        log::info("people.sign_in_failed", {{"municipality", municipality.value}});
        return wrong();
    }

    std::string secret = base64url(random_bytes(secret_bytes));
    TRY(database.write([&](store::Session& session) -> Outcome {
        // Disabled or given another password while this one was checked?
        auto still = TRY(credential_of(session, municipality, login));
        if (!still || still->password_hash != known->password_hash) return wrong();
        TRY(state_->throttle.succeeded(session, municipality, login, peer));
        TRY(session.execute(sql::delete_expired_sessions, municipality.value, now.microseconds));
        TRY(insert_session(session, *vault_, municipality, session_id(secret), known->staff, now, {}));
        return {};
    }));
    log::info("people.signed_in", {{"municipality", municipality.value}, {"staff", known->staff}});
    return secret;
}

Result<std::string> People::open_session(const MunicipalityId& municipality, const StaffId& staff, Instant now, std::string_view subject, const ProviderSession& provider) {
    const std::string secret = base64url(random_bytes(secret_bytes));
    TRY(journal_->database().write([&](store::Session& session) -> Outcome {
        auto member = TRY(session.first(sql::staff_by_id, [&](const store::Row& row) { return staff_member_of(row, municipality); }, municipality.value, staff.value));
        if (!member || !member->active) return fail(Fault::missing, "no such official");
        TRY(session.execute(sql::delete_expired_sessions, municipality.value, now.microseconds));
        TRY(insert_session(session, *vault_, municipality, session_id(secret), staff.value, now, {{}, std::string(subject), {}, provider}));
        return {};
    }));
    log::info("people.signed_in", {{"municipality", municipality.value}, {"staff", staff.value}, {"by", "code"}});
    return secret;
}

Result<std::optional<StaffSession>> People::session(const MunicipalityId& municipality, std::string_view cookie_secret, Instant now) {
    if (cookie_secret.size() != secret_characters) return std::nullopt;
    struct Found {
        StaffMember member;
        Instant last_used, expires;
        std::optional<std::int64_t> renew_at;
    };
    const std::string id = session_id(cookie_secret);
    auto found = TRY(journal_->database().read_value<std::optional<Found>>([&](store::Session& session) {
        return session.first(
            sql::session_by_id,
            [&](const store::Row& row) { return Found{staff_member_of(row, municipality), Instant{row.integer(7)}, Instant{row.integer(8)}, row.optional_integer(9)}; },
            municipality.value, id);
    }));
    if (!found || now >= found->expires || now >= found->last_used.plus_minutes(idle_minutes)) return std::nullopt;
    if (now.seconds_since(found->last_used) >= touch_seconds) {
        Outcome touched = journal_->database().write([&](store::Session& session) -> Outcome {
            TRY(session.execute(sql::touch_session, municipality.value, id, now.microseconds));
            return {};
        });
        // Reading goes on while nothing can be written; the session then ends earlier.
        if (touched) found->last_used = now;
        else log::warning("people.session_not_touched", {{"fault", fault_name(touched.error().fault)}});
    }
    return StaffSession{id, std::move(found->member), base64url(keyed_hash_256(cookie_secret, "csrf")),
                        std::min(found->expires, found->last_used.plus_minutes(idle_minutes)), found->renew_at ? std::optional(Instant{*found->renew_at}) : std::nullopt};
}

Result<People::ProvenSession> People::provider_session(const MunicipalityId& municipality, const StaffSession& staff) {
    auto box = TRY(journal_->database().read_value<std::optional<std::string>>([&](store::Session& session) {
        return session.first(sql::sealed_session_by_id, [](const store::Row& row) { return std::string(row.bytes(0)); }, municipality.value, staff.id);
    }));
    if (!box) return fail(Fault::missing, "no such session of a provider");
    auto plain = vault_->opened_with_master(*box, box_context(municipality, staff.id));
    if (!plain) return fail(Fault::broken, "a sealed session does not open");
    auto opened = TRY(decode_login_box(*plain));
    return ProvenSession{std::move(opened.subject), std::move(opened.provider)};
}

Outcome People::renew(const MunicipalityId& municipality, const StaffSession& staff, const ProviderSession& provider, Instant now) {
    auto before = TRY(provider_session(municipality, staff));
    const std::string sealed = vault_->sealed_with_master(encode(LoginBox{{}, before.subject, {}, provider}), box_context(municipality, staff.id));
    auto renewal = renew_at(provider);
    return journal_->database().write([&](store::Session& session) -> Outcome {
        if (TRY(session.execute(sql::renew_session, municipality.value, staff.id, store::Bytes{sealed}, session_end(provider, now, session_hours).microseconds,
                                renewal ? std::optional(renewal->microseconds) : std::nullopt)) == 0)
            return fail(Fault::missing, "no such session of an official");
        return {};
    });
}

Result<int> People::end_by_provider_session(const MunicipalityId& municipality, std::string_view provider, std::string_view sid) {
    if (sid.empty()) return 0;
    const std::string index = provider_session_index(*vault_, municipality, provider, sid);
    return journal_->database().write_value<int>([&](store::Session& session) -> Result<int> {
        return static_cast<int>(TRY(session.execute(sql::delete_sessions_by_provider, municipality.value, store::Bytes{index})));
    });
}

Outcome People::sign_out(const MunicipalityId& municipality, std::string_view cookie_secret) {
    if (cookie_secret.size() != secret_characters) return {};
    return journal_->database().write([&](store::Session& session) -> Outcome {
        TRY(session.execute(sql::delete_session, municipality.value, session_id(cookie_secret)));
        return {};
    });
}

}  // namespace raekoda::people
