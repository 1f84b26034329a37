// Slows guessing of passwords: after some free tries each failure doubles the wait, for a login and for an address on its own.
// Counts stand in a table (all nodes, restarts); what is refused is remembered here too, so that a flood does not reach the database.
#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "people/people.h"

namespace raekoda::people {

// Seconds to wait after so many failures in a row: 0 for the free ones, then 1, 2, 4 … at most 900.
std::int64_t delay_after(std::int64_t failures, std::int64_t free_tries);

class SignInThrottle {
public:
    static constexpr std::int64_t free_tries_of_login = 5;
    static constexpr std::int64_t free_tries_of_peer = 20;      // an office or a library stands behind one address
    static constexpr std::int64_t forgotten_after_seconds = 3600;  // without a failure
    static constexpr std::size_t most_remembered = 50'000;

    explicit SignInThrottle(Vault& vault) : vault_(vault) {}

    // Lets a try begin, or rate_limited. The try counts as failed from here on: tries side by side cannot slip through.
    Outcome admit(store::Database&, const MunicipalityId&, std::string_view login, std::string_view peer, Instant now);
    // The try succeeded: the login begins anew, the address gets this try back. Inside the transaction that opens the session.
    Outcome succeeded(store::Session&, const MunicipalityId&, std::string_view login, std::string_view peer);
    // A new password: nobody has failed at it yet.
    Outcome forget_login(store::Session&, const MunicipalityId&, std::string_view login);

private:
    std::string subject(std::string_view kind, std::string_view value) const;  // a keyed hash: a login or an address is personal data

    Vault& vault_;
    std::mutex mutex_;
    std::unordered_map<std::string, Instant> refused_until_;
};

}  // namespace raekoda::people
