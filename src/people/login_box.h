// What a session that a login's provider opened keeps sealed: who it is, and what the provider wants back. Inside the room only.
#pragma once
#include <string>
#include <string_view>

#include "people/people.h"

namespace raekoda::people {

struct LoginBox {
    std::string name, subject, method;
    ProviderSession provider;
};
std::string encode(const LoginBox&);
Result<LoginBox> decode_login_box(std::string_view json);

// How a provider's session ("sid") is found again; the same for residents and officials.
std::string provider_session_index(const Vault&, const MunicipalityId&, std::string_view provider, std::string_view sid);
// When a session ends: by our own rule, or sooner with the provider's answer.
Instant session_end(const ProviderSession&, Instant now, std::int64_t own_hours);
// When to ask the provider again, two minutes before its answer runs out; nullopt: it does not want to be asked.
std::optional<Instant> renew_at(const ProviderSession&);

}  // namespace raekoda::people
