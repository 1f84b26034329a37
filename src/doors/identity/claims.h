// What an ID token or a logout token says, believed only after it is checked. No clock, no network.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "people/residents.h"

namespace raekoda::doors::identity {

inline constexpr std::int64_t clock_skew_seconds = 30;
inline constexpr std::int64_t oldest_token_seconds = 600;  // since "iat"

struct Expected {
    std::string issuer, client_id;
    std::optional<std::string> nonce;  // nullopt: of a renewed token, where it may be missing
    std::optional<std::string> subject, session;  // of a renewed token: the same as before
    people::Assurance least = people::Assurance::substantial;
    std::string provider;  // for the log
};

struct SignedIn {
    people::Identity identity;
    std::string session;  // "sid"; empty: none
    std::string token_id;  // "jti", or what stands for it
    Instant expires;
};

// Claims as TARA nests them (profile_attributes) and as GovSSO has them flat. forbidden, with the reason in detail ("token: issuer",
// "audience", "expired", "issued later", "issued long ago", "not yet valid", "nonce", "state", "level", "subject", "name").
Result<SignedIn> check_id_token(const json::object& claims, const Expected&, Instant now);

// OpenID Connect Back-Channel Logout 1.0, §2.6. Gives "sid" and "jti".
struct LogoutNotice {
    std::string session, token_id;
};
Result<LogoutNotice> check_logout_token(const json::object& claims, const std::string& issuer, const std::string& client_id, Instant now);

}  // namespace raekoda::doors::identity
