// Signed tokens of a login's provider: JSON Web Tokens (RFC 7519) in compact form (RFC 7515), signed with RS256 and nothing else.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace raekoda::doors::identity {

inline constexpr std::size_t token_bytes = 64 * 1024, key_set_bytes = 256 * 1024, most_keys = 100;

struct Jwt {
    json::object header, claims;
    std::string signed_part, signature;
    std::string algorithm() const { return json::text(header, "alg"); }
    std::string key_id() const { return json::text(header, "kid"); }
};
// Takes it apart; nothing is believed yet. invalid: not three parts of base64url with JSON objects in the first two, or over token_bytes.
Result<Jwt> parse_jwt(std::string_view compact);

// A public RSA key of 2048 to 16384 bits.
class PublicKey {
public:
    // Modulus and exponent, big-endian. invalid: too short, too long, or no key at all.
    static Result<PublicKey> rsa(std::string_view modulus, std::string_view exponent);
    bool verifies_rs256(std::string_view signed_part, std::string_view signature) const;

private:
    explicit PublicKey(std::shared_ptr<void> key) : key_(std::move(key)) {}
    std::shared_ptr<void> key_;
};

// A JWK Set (RFC 7517): the RSA keys for signatures with RS256, by "kid". Other keys are left out. invalid: no such document.
using KeySet = std::map<std::string, PublicKey>;
Result<KeySet> parse_key_set(std::string_view document);

// forbidden, with the reason in detail: another algorithm than RS256, critical extensions, no or an unknown key, a wrong signature.
Outcome check_signature(const Jwt&, const KeySet&);

}  // namespace raekoda::doors::identity
