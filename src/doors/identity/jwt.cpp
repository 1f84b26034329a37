#include "doors/identity/jwt.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "base/text.h"

namespace raekoda::doors::identity {

namespace {

constexpr int least_bits = 2048, most_bits = 16384;

template <class T, void (*release)(T*)>
struct Release {
    void operator()(T* p) const { release(p); }
};
template <class T, void (*release)(T*)>
using Owned = std::unique_ptr<T, Release<T, release>>;

const unsigned char* octets(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

Result<json::object> object_in(std::string_view part) {
    auto bytes = from_base64url(part);
    if (!bytes) return fail(Fault::invalid, "a part of a token is not base64url");
    auto value = json::parse(*bytes, token_bytes);
    if (!value || !value->is_object()) return fail(Fault::invalid, "a part of a token is not a JSON object");
    return value->get_object();
}

}  // namespace

Result<Jwt> parse_jwt(std::string_view compact) {
    if (compact.size() > token_bytes) return fail(Fault::invalid, "a token is too long");
    auto parts = split(compact, '.');
    if (parts.size() != 3) return fail(Fault::invalid, "a token has not three parts");
    // Each by itself: leaving in the middle of an initializer would leave what it has made already.
    auto header = TRY(object_in(parts[0]));
    auto claims = TRY(object_in(parts[1]));
    Jwt jwt{std::move(header), std::move(claims), std::string(compact.substr(0, parts[0].size() + 1 + parts[1].size())), {}};
    auto signature = from_base64url(parts[2]);
    if (!signature) return fail(Fault::invalid, "a token's signature is not base64url");
    jwt.signature = std::move(*signature);
    return jwt;
}

Result<PublicKey> PublicKey::rsa(std::string_view modulus, std::string_view exponent) {
    if (modulus.size() > most_bits / 8 + 1 || exponent.size() > 8) return fail(Fault::invalid, "an RSA key that is too long");
    Owned<BIGNUM, BN_free> n(BN_bin2bn(octets(modulus), static_cast<int>(modulus.size()), nullptr)), e(BN_bin2bn(octets(exponent), static_cast<int>(exponent.size()), nullptr));
    if (!n || !e || BN_num_bits(n.get()) < least_bits || !BN_is_odd(n.get()) || !BN_is_odd(e.get()) || BN_is_one(e.get())) return fail(Fault::invalid, "an RSA key that cannot be");
    Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
    if (!builder || !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) || !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()))
        return fail(Fault::broken, "an RSA key could not be made");
    Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) <= 0 || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0)
        return fail(Fault::invalid, "an RSA key that cannot be");
    return PublicKey(std::shared_ptr<void>(key, [](void* p) { EVP_PKEY_free(static_cast<EVP_PKEY*>(p)); }));
}

bool PublicKey::verifies_rs256(std::string_view signed_part, std::string_view signature) const {
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    // The default padding of RSA keys is PKCS #1 v1.5, which RS256 is.
    return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, static_cast<EVP_PKEY*>(key_.get())) == 1 &&
           EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(signed_part), signed_part.size()) == 1;
}

Result<KeySet> parse_key_set(std::string_view document) {
    auto value = json::parse(document, key_set_bytes);
    if (!value || !value->is_object()) return fail(Fault::invalid, "a key set is not a JSON object");
    const auto* list = json::list(value->get_object(), "keys");
    if (!list || list->size() > most_keys) return fail(Fault::invalid, "a key set has no list of keys, or too long a one");
    KeySet keys;
    for (const auto& item : *list) {
        if (!item.is_object()) continue;
        const auto& o = item.get_object();
        const std::string id = json::text(o, "kid");
        if (id.empty() || json::text(o, "kty") != "RSA" || json::text(o, "use", "sig") != "sig" || json::text(o, "alg", "RS256") != "RS256") continue;
        auto modulus = from_base64url(json::text(o, "n")), exponent = from_base64url(json::text(o, "e"));
        if (!modulus || !exponent) continue;
        if (auto key = PublicKey::rsa(*modulus, *exponent)) keys.insert_or_assign(id, std::move(*key));
    }
    return keys;
}

Outcome check_signature(const Jwt& jwt, const KeySet& keys) {
    // The token does not choose how it is checked: "none", HS256 with the public key as secret, and all else end here.
    if (jwt.algorithm() != "RS256") return fail(Fault::forbidden, "token: algorithm");
    if (jwt.header.contains("crit")) return fail(Fault::forbidden, "token: critical extension");
    auto key = keys.find(jwt.key_id());
    if (jwt.key_id().empty() || key == keys.end()) return fail(Fault::forbidden, "token: unknown key");
    if (!key->second.verifies_rs256(jwt.signed_part, jwt.signature)) return fail(Fault::forbidden, "token: signature");
    return {};
}

}  // namespace raekoda::doors::identity
