#include "doors/identity/claims.h"

#include "base/crypto.h"
#include "base/text.h"

namespace raekoda::doors::identity {

namespace {

constexpr const char* logout_event = "http://schemas.openid.net/event/backchannel-logout";

tl::unexpected<Error> refused(const char* why) { return fail(Fault::forbidden, std::string("token: ") + why); }

std::optional<Instant> moment(const json::object& claims, const char* name) {
    auto seconds = json::optional_number(claims, name);
    if (!seconds || !(*seconds > 0) || *seconds > 1e11) return std::nullopt;
    return Instant{static_cast<std::int64_t>(*seconds) * 1'000'000};
}

bool is_for(const json::object& claims, const std::string& client_id) {
    const auto* audience = claims.if_contains("aud");
    if (!audience) return false;
    if (audience->is_string()) return json::as_text(*audience) == client_id;
    if (!audience->is_array()) return false;
    const auto& list = audience->get_array();
    bool named = std::any_of(list.begin(), list.end(), [&](const auto& one) { return json::as_text(one) == client_id; });
    // Several audiences: the token must say that it was made for us.
    return named && (list.size() == 1 || json::text(claims, "azp") == client_id);
}

Outcome check_frame(const json::object& claims, const std::string& issuer, const std::string& client_id, Instant now) {
    if (issuer.empty() || json::text(claims, "iss") != issuer) return refused("issuer");
    if (!is_for(claims, client_id)) return refused("audience");
    if (auto authorized = json::optional_text(claims, "azp"); authorized && *authorized != client_id) return refused("audience");
    auto issued = moment(claims, "iat");
    if (!issued || *issued > now.plus_seconds(clock_skew_seconds)) return refused("issued later");
    if (now > issued->plus_seconds(oldest_token_seconds)) return refused("issued long ago");
    if (claims.contains("nbf")) {
        auto from = moment(claims, "nbf");
        if (!from || *from > now.plus_seconds(clock_skew_seconds)) return refused("not yet valid");
    }
    return {};
}

std::string method_of(const json::object& claims) {
    std::string first;
    if (const auto* methods = json::list(claims, "amr"))
        if (!methods->empty()) first = json::as_text(methods->front());
    first = ascii_lower(first);
    return first.size() > 30 ? std::string() : first;
}

}  // namespace

Result<SignedIn> check_id_token(const json::object& claims, const Expected& expected, Instant now) {
    TRY(check_frame(claims, expected.issuer, expected.client_id, now));
    auto expires = moment(claims, "exp");
    if (!expires || now >= expires->plus_seconds(clock_skew_seconds)) return refused("expired");
    if (expected.nonce && !equal_in_constant_time(json::text(claims, "nonce"), *expected.nonce)) return refused("nonce");
    auto level = people::assurance_of(json::text(claims, "acr"));
    if (!level || *level < expected.least) return refused("level");

    SignedIn found;
    found.expires = *expires;
    found.session = json::text(claims, "sid");
    auto& identity = found.identity;
    identity.subject = json::text(claims, "sub");
    identity.assurance = *level;
    identity.method = method_of(claims);
    // TARA puts the profile into an object of its own, GovSSO beside the other claims.
    const auto* profile = json::member(claims, "profile_attributes");
    const auto& attributes = profile ? *profile : claims;
    identity.given_name = json::text(attributes, "given_name");
    identity.family_name = json::text(attributes, "family_name");
    auto born = json::text(attributes, profile ? "date_of_birth" : "birthdate");
    if (!born.empty()) identity.birth_date = Date::from_iso(born);
    if (json::boolean(claims, "email_verified")) identity.email = json::text(claims, "email");
    if (identity.subject.empty() || (identity.subject.starts_with("EE") && !people::is_estonian_code(identity.subject))) return refused("subject");
    // No provider of the state speaks of mailboxes or companies: such a subject would be somebody else's here.
    if (identity.subject.find(':') != std::string::npos) return refused("subject");
    if (identity.name().empty()) return refused("name");
    if (expected.subject && *expected.subject != identity.subject) return refused("subject");
    if (expected.session && *expected.session != found.session) return refused("session");
    found.token_id = json::text(claims, "jti");
    return found;
}

Result<LogoutNotice> check_logout_token(const json::object& claims, const std::string& issuer, const std::string& client_id, Instant now) {
    TRY(check_frame(claims, issuer, client_id, now));
    if (claims.contains("exp")) {
        auto expires = moment(claims, "exp");
        if (!expires || now >= expires->plus_seconds(clock_skew_seconds)) return refused("expired");
    }
    // An ID token is no notice of a logout: it has a nonce, or no event.
    if (claims.contains("nonce")) return refused("nonce");
    const auto* events = json::member(claims, "events");
    if (!events || !json::member(*events, logout_event)) return refused("event");
    LogoutNotice notice{json::text(claims, "sid"), json::text(claims, "jti")};
    if (notice.session.empty() || notice.token_id.empty()) return refused("session");
    return notice;
}

}  // namespace raekoda::doors::identity
