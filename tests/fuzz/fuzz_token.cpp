// A token of a provider, a set of its keys and a logout notice, as strangers may send them: nothing unsigned is ever believed.
#include <cstdint>
#include <cstdlib>

#include "doors/identity/claims.h"
#include "doors/identity/jwt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda;
    using namespace raekoda::doors::identity;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Instant now{1'790'000'000'000'000};
    static const KeySet none;
    if (auto keys = parse_key_set(text); keys && keys->size() > most_keys) std::abort();
    if (auto jwt = parse_jwt(text)) {
        if (check_signature(*jwt, none)) std::abort();
        (void)check_id_token(jwt->claims, {"https://login.example", "raekoda", "n", {}, {}, people::Assurance::low, "tara"}, now);
    }
    auto value = json::parse(text);
    if (!value || !value->is_object()) return 0;
    const auto& claims = value->get_object();
    auto checked = check_id_token(claims, {"https://login.example", "raekoda", "n", {}, {}, people::Assurance::low, "tara"}, now);
    if (checked && (checked->identity.subject.empty() || json::text(claims, "iss") != "https://login.example" || json::text(claims, "nonce") != "n")) std::abort();
    auto notice = check_logout_token(claims, "https://login.example", "raekoda", now);
    if (notice && notice->session.empty()) std::abort();
    return 0;
}
