// A provider that a test bends as it likes: keys made here, tokens signed or forged, answers given through Send.
#pragma once
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <deque>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "doors/identity/identity.h"


namespace raekoda::doors::identity {

class SigningKey {
public:
    explicit SigningKey(std::string id, unsigned bits = 2048) : id(std::move(id)), key_(EVP_RSA_gen(bits), EVP_PKEY_free) {}
    std::string id;

    std::string part(const char* name) const {
        BIGNUM* n = nullptr;
        EVP_PKEY_get_bn_param(key_.get(), name, &n);
        std::string bytes(static_cast<std::size_t>(BN_num_bytes(n)), '\0');
        BN_bn2bin(n, reinterpret_cast<unsigned char*>(bytes.data()));
        BN_free(n);
        return bytes;
    }
    json::object jwk() const {
        return {{"kty", "RSA"}, {"use", "sig"}, {"alg", "RS256"}, {"kid", id}, {"n", base64url(part(OSSL_PKEY_PARAM_RSA_N))}, {"e", base64url(part(OSSL_PKEY_PARAM_RSA_E))}};
    }
    std::string sign(std::string_view text) const {
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        std::size_t size = 0;
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
        EVP_DigestSign(context, nullptr, &size, reinterpret_cast<const unsigned char*>(text.data()), text.size());
        std::string signature(size, '\0');
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, reinterpret_cast<const unsigned char*>(text.data()), text.size());
        EVP_MD_CTX_free(context);
        return signature;
    }
    std::string token(const json::object& claims) const { return token({{"alg", "RS256"}, {"typ", "JWT"}, {"kid", id}}, claims); }
    std::string token(const json::object& header, const json::object& claims) const {
        std::string text = base64url(json::serialize(header)) + "." + base64url(json::serialize(claims));
        return text + "." + base64url(sign(text));
    }

private:
    std::shared_ptr<EVP_PKEY> key_;
};

struct TestProvider {
    static constexpr const char* client = "raekoda";
    ProviderOptions::Kind kind;
    std::string issuer = "https://login.example";
    std::vector<std::shared_ptr<SigningKey>> keys{std::make_shared<SigningKey>("one")};
    std::map<std::string, std::string> codes;         // code → nonce
    std::function<void(json::object&)> bend;          // the claims, before they are signed
    std::function<std::string(const json::object&)> forge;  // the token, instead of signing it rightly
    std::string named_issuer, token_error;
    bool silent = false, tokens_silent = false;
    int key_fetches = 0, exchanges = 0, refreshes = 0;
    std::string subject = "EE48803149719", last_authorization;

    explicit TestProvider(ProviderOptions::Kind k = ProviderOptions::Kind::tara) : kind(k) {}
    ProviderOptions options() const {
        ProviderOptions o;
        o.kind = kind, o.issuer = issuer, o.client_id = client, o.client_secret = "s e:cret";
        return o;
    }

    json::object claims(const std::string& nonce, Instant at) const {
        auto seconds = at.microseconds / 1'000'000;
        json::object c{{"jti", hex(random_bytes(8))}, {"iss", issuer}, {"aud", client}, {"sub", subject}, {"iat", seconds}, {"nbf", seconds}, {"exp", seconds + 40}, {"acr", "high"},
                       {"amr", json::array{"smartid"}}, {"at_hash", "X0MVjwrmMQs/IBzfU2osvw=="}, {"state", "something"}};
        if (!nonce.empty()) c["nonce"] = nonce;
        if (kind == ProviderOptions::Kind::tara) {
            c["profile_attributes"] = json::object{{"given_name", "Kadri"}, {"family_name", "Õunap-Šmidt"}, {"date_of_birth", "1988-03-14"}};
        } else {
            c["given_name"] = "Kadri", c["family_name"] = "Õunap-Šmidt", c["birthdate"] = "1988-03-14", c["sid"] = "sid-1", c["exp"] = seconds + 900;
        }
        return c;
    }
    std::string sign(json::object c) const {
        if (bend) bend(c);
        return forge ? forge(c) : keys.front()->token(c);
    }
    Send send(std::function<Instant()> clock) {
        return [this, clock](const http::ClientRequest& request) -> Result<http::ClientResponse> {
            if (silent) return fail(Fault::unavailable, "no answer");
            http::ClientResponse response;
            response.status = 200;
            const std::string base = issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
            if (request.url == base + "/.well-known/openid-configuration") {
                response.body = json::serialize(json::object{{"issuer", named_issuer.empty() ? issuer : named_issuer}, {"authorization_endpoint", base + "/oidc/authorize"},
                                                             {"token_endpoint", base + "/oidc/token"}, {"jwks_uri", base + "/oidc/jwks"}, {"end_session_endpoint", base + "/logout"}});
            } else if (request.url == base + "/oidc/jwks") {
                ++key_fetches;
                json::array list;
                for (const auto& key : keys) list.push_back(key->jwk());
                response.body = json::serialize(json::object{{"keys", std::move(list)}});
            } else if (request.url == base + "/oidc/token") {
                if (tokens_silent) return fail(Fault::unavailable, "no answer");
                for (const auto& [name, value] : request.headers)
                    if (name == "Authorization") last_authorization = value;
                answer_token(http::parse_urlencoded(request.body, 20).value(), clock(), response);
            } else {
                response.status = 404;
            }
            return response;
        };
    }

private:
    void answer_token(const http::Fields& form, Instant at, http::ClientResponse& response) {
        std::string nonce;
        if (form.get("grant_type") == "refresh_token") {
            ++refreshes;
        } else {
            ++exchanges;
            auto code = codes.find(std::string(form.get("code")));
            if (code == codes.end()) token_error = "invalid_grant";
            else nonce = code->second, codes.erase(code);
        }
        if (!token_error.empty()) {
            response.status = 400;
            response.body = json::serialize(json::object{{"error", token_error}});
            token_error.clear();
            return;
        }
        json::object body{{"access_token", "a"}, {"token_type", "Bearer"}, {"expires_in", 600}, {"id_token", sign(claims(nonce, at))}};
        if (kind == ProviderOptions::Kind::govsso) body["refresh_token"] = "refresh-" + std::to_string(refreshes);
        response.body = json::serialize(body);
    }
};

}  // namespace raekoda::doors::identity
