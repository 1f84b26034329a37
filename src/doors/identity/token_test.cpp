// Tokens of a provider: what is right passes, every forgery ends with its own reason.
#include <doctest/doctest.h>

#include "doors/identity/jwt.h"
#include "doors/identity/test_provider.h"

namespace raekoda::doors::identity {

namespace {

const Instant start{1'790'000'000'000'000};

std::string refused(TestProvider& provider, Provider& at, const std::string& nonce = "n", people::Assurance least = people::Assurance::substantial, Instant when = start) {
    provider.codes["c"] = "n";
    auto answer = at.exchange("c", "https://town.example/login/return", nonce, least, when);
    return answer ? "" : answer.error().detail;
}

}  // namespace

TEST_CASE("TARA's and GovSSO's tokens say who somebody is") {
    TestProvider tara, sso(ProviderOptions::Kind::govsso);
    sso.issuer = "https://govsso.example/";
    for (auto* one : {&tara, &sso}) {
        Provider provider(one->options(), one->send([] { return start; }));
        one->codes["c"] = "n";
        auto answer = provider.exchange("c", "https://town.example/login/return", "n", people::Assurance::high, start);
        REQUIRE(answer);
        const auto& who = answer->signed_in.identity;
        CHECK(who.subject == "EE48803149719");
        CHECK(who.name() == "Kadri Õunap-Šmidt");
        CHECK(who.birth_date == Date{1988, 3, 14});
        CHECK(who.assurance == people::Assurance::high);
        CHECK(who.method == "smartid");
        CHECK(one->last_authorization == "Basic " + base64("raekoda:s%20e%3Acret"));
        CHECK(answer->session.expires.has_value() == (one == &sso));
        CHECK(answer->session.session == (one == &sso ? "sid-1" : ""));
        auto url = provider.authorize_url({"https://town.example/login/return", "st/at+e=", "n", view::Language::ru, people::Assurance::high}, start).value();
        for (const char* part : {"/oidc/authorize?", "redirect_uri=https%3A%2F%2Ftown.example%2Flogin%2Freturn", "state=st%2Fat%2Be%3D", "response_type=code", "nonce=n", "acr_values=high", "ui_locales=ru", "scope=openid"})
            CHECK(url.find(part) != std::string::npos);
        CHECK(url.find("secret") == std::string::npos);
    }
}

TEST_CASE("claims that are not for us, not now or not enough are refused, each with its reason") {
    auto seconds = start.microseconds / 1'000'000;
    struct Bent {
        const char* reason;
        std::function<void(json::object&)> bend;
    };
    const Bent all[] = {
        {"token: issuer", [](json::object& c) { c["iss"] = "https://login.example.evil"; }},
        {"token: issuer", [](json::object& c) { c["iss"] = "https://login.example/"; }},
        {"token: issuer", [](json::object& c) { c.erase("iss"); }},
        {"token: audience", [](json::object& c) { c["aud"] = "another"; }},
        {"token: audience", [](json::object& c) { c["aud"] = json::array{"another"}; }},
        {"token: audience", [](json::object& c) { c["aud"] = json::array{"raekoda", "another"}; }},
        {"token: audience", [](json::object& c) { c["azp"] = "another"; }},
        {"token: audience", [](json::object& c) { c.erase("aud"); }},
        {"token: nonce", [](json::object& c) { c["nonce"] = "m"; }},
        {"token: nonce", [](json::object& c) { c.erase("nonce"); }},
        {"token: expired", [=](json::object& c) { c["exp"] = seconds - 31; }},
        {"token: expired", [](json::object& c) { c.erase("exp"); }},
        {"token: expired", [](json::object& c) { c["exp"] = "tomorrow"; }},
        {"token: issued later", [=](json::object& c) { c["iat"] = seconds + 31; }},
        {"token: issued later", [](json::object& c) { c.erase("iat"); }},
        {"token: issued long ago", [=](json::object& c) { c["iat"] = seconds - 601; }},
        {"token: not yet valid", [=](json::object& c) { c["nbf"] = seconds + 31; }},
        {"token: level", [](json::object& c) { c["acr"] = "low"; }},
        {"token: level", [](json::object& c) { c.erase("acr"); }},
        {"token: level", [](json::object& c) { c["acr"] = "email"; }},
        {"token: subject", [](json::object& c) { c["sub"] = ""; }},
        {"token: subject", [](json::object& c) { c["sub"] = "EE123"; }},
        {"token: subject", [](json::object& c) { c["sub"] = "email:kadri@naide.ee"; }},
        {"token: name", [](json::object& c) { c.erase("profile_attributes"); }},
    };
    for (const auto& one : all) {
        TestProvider bad;
        bad.bend = one.bend;
        Provider provider(bad.options(), bad.send([] { return start; }));
        CHECK(refused(bad, provider) == one.reason);
    }
    // Clocks that differ a little, several audiences with us named as the one, and a stranger to our level.
    for (auto good : std::vector<std::function<void(json::object&)>>{[=](json::object& c) { c["exp"] = seconds - 29; }, [=](json::object& c) { c["iat"] = seconds + 29, c["nbf"] = seconds + 29; },
                                                                     [](json::object& c) { c["aud"] = json::array{"raekoda", "another"}, c["azp"] = "raekoda"; }, [](json::object& c) { c["sub"] = "LV010180-12345"; }}) {
        TestProvider fine;
        fine.bend = good;
        Provider provider(fine.options(), fine.send([] { return start; }));
        CHECK(refused(fine, provider) == "");
    }
    TestProvider tara;
    tara.bend = [](json::object& c) { c["acr"] = "substantial"; };
    Provider provider(tara.options(), tara.send([] { return start; }));
    CHECK(refused(tara, provider, "n", people::Assurance::high) == "token: level");
}

TEST_CASE("signatures: no algorithm but RS256, no key but the provider's") {
    TestProvider tara;
    auto& key = *tara.keys.front();
    auto other = std::make_shared<SigningKey>("two"), impostor = std::make_shared<SigningKey>("one");
    auto unsigned_token = [](const char* algorithm, const json::object& c, const std::string& signature) {
        return base64url(json::serialize(json::object{{"alg", algorithm}, {"kid", "one"}})) + "." + base64url(json::serialize(c)) + "." + signature;
    };
    struct Forged {
        const char* reason;
        std::function<std::string(const json::object&)> forge;
    };
    const Forged all[] = {
        {"token: algorithm", [&](const json::object& c) { return unsigned_token("none", c, ""); }},
        {"token: algorithm", [&](const json::object& c) { return unsigned_token("None", c, ""); }},
        // HS256 with the public key as the secret: as if the server took the key's bytes for a shared one.
        {"token: algorithm", [&](const json::object& c) {
             std::string text = unsigned_token("HS256", c, "");
             text.pop_back();
             return text + "." + base64url(keyed_hash_256(key.part(OSSL_PKEY_PARAM_RSA_N).substr(0, 64), text));
         }},
        {"token: algorithm", [&](const json::object& c) { return key.token({{"alg", "RS512"}, {"kid", "one"}}, c); }},
        {"token: signature", [&](const json::object& c) { return unsigned_token("RS256", c, ""); }},
        {"token: signature", [&](const json::object& c) { return unsigned_token("RS256", c, base64url(std::string(256, 'a'))); }},
        {"token: signature", [&](const json::object& c) { return impostor->token(c); }},  // our kid, another key
        {"token: unknown key", [&](const json::object& c) { return other->token(c); }},
        {"token: unknown key", [&](const json::object& c) { return key.token({{"alg", "RS256"}}, c); }},
        {"token: critical extension", [&](const json::object& c) { return key.token({{"alg", "RS256"}, {"kid", "one"}, {"crit", json::array{"b64"}}}, c); }},
        {"token: unknown key", [&](const json::object& c) { return other->token({{"alg", "RS256"}, {"kid", "two"}, {"jwk", other->jwk()}}, c); }},  // brings its own key
        {"token: signature", [&](const json::object& c) {
             auto token = key.token(c);
             auto changed = c;
             changed["sub"] = "EE38611029284";
             return token.substr(0, token.find('.')) + "." + base64url(json::serialize(changed)) + token.substr(token.rfind('.'));
         }},
    };
    for (const auto& one : all) {
        tara.forge = one.forge;
        Provider provider(tara.options(), tara.send([] { return start; }));
        CHECK(refused(tara, provider) == one.reason);
    }
    for (const char* malformed : {"", "a.b", "a.b.c.d", "....", "e30.e30", "W10.e30.", "e30.W10.", "!!.e30.AA", "e30.e30.!"}) {
        CAPTURE(malformed);
        CHECK(parse_jwt(malformed).has_value() == false);
    }
    CHECK_FALSE(parse_jwt(std::string(70'000, 'a')));
}

TEST_CASE("keys change: an unknown one is asked for, but not for every token") {
    TestProvider tara;
    Instant clock = start;
    Provider provider(tara.options(), tara.send([&] { return clock; }));
    CHECK(refused(tara, provider, "n", people::Assurance::substantial, clock) == "");
    CHECK(tara.key_fetches == 1);
    CHECK(refused(tara, provider, "n", people::Assurance::substantial, clock) == "");
    CHECK(tara.key_fetches == 1);
    tara.keys.insert(tara.keys.begin(), std::make_shared<SigningKey>("new"));
    CHECK(refused(tara, provider, "n", people::Assurance::substantial, clock) == "token: unknown key");  // asked a moment ago
    clock = start.plus_seconds(31);
    CHECK(refused(tara, provider, "n", people::Assurance::substantial, clock) == "");
    CHECK(tara.key_fetches == 2);
    tara.forge = [&](const json::object& c) { return SigningKey("made up").token(c); };
    for (int i = 0; i < 5; ++i) CHECK(refused(tara, provider, "n", people::Assurance::substantial, clock) == "token: unknown key");
    CHECK(tara.key_fetches == 2);
    tara.forge = nullptr;
    // A key that was withdrawn is gone with the day.
    tara.keys.erase(tara.keys.begin());
    clock = start.plus_hours(25);
    CHECK(refused(tara, provider, "n", people::Assurance::substantial, clock) == "");
    CHECK(tara.key_fetches == 3);
}

TEST_CASE("a provider that names another issuer, keeps no https or is silent") {
    TestProvider tara;
    tara.named_issuer = "https://other.example";
    CHECK(Provider(tara.options(), tara.send([] { return start; })).authorize_url({}, start).error().fault == Fault::broken);
    tara.named_issuer.clear();
    tara.issuer = "http://login.example";
    CHECK(Provider(tara.options(), tara.send([] { return start; })).authorize_url({}, start).error().fault == Fault::broken);
    tara.issuer = "https://login.example";
    tara.silent = true;
    Provider provider(tara.options(), tara.send([] { return start; }));
    CHECK(provider.authorize_url({}, start).error().fault == Fault::unavailable);
    tara.silent = false;
    CHECK(provider.authorize_url({}, start));
    tara.tokens_silent = true;
    CHECK(provider.exchange("c", "r", "n", people::Assurance::high, start).error().fault == Fault::unavailable);
}

TEST_CASE("key sets: only RSA keys for signatures, of a size that holds") {
    SigningKey good("good"), small("small", 1024);
    auto doc = [](json::array keys) { return json::serialize(json::object{{"keys", std::move(keys)}}); };
    auto for_encryption = good.jwk(), other_algorithm = good.jwk(), nameless = good.jwk();
    for_encryption["use"] = "enc", for_encryption["kid"] = "enc";
    other_algorithm["alg"] = "RS512", other_algorithm["kid"] = "rs512";
    nameless.erase("kid");
    auto keys = parse_key_set(doc({good.jwk(), small.jwk(), for_encryption, other_algorithm, nameless, 7, json::object{{"kty", "EC"}, {"kid", "ec"}}}));
    REQUIRE(keys);
    CHECK(keys->size() == 1);
    CHECK(keys->count("good") == 1);
    for (const char* bad : {"", "[]", "{}", "{\"keys\":{}}", "nonsense"}) CHECK_FALSE(parse_key_set(bad));
    CHECK_FALSE(parse_key_set(doc(json::array(101, json::object{}))));
}

TEST_CASE("notices of logout: for us, for a session, once, and no ID token") {
    TestProvider sso(ProviderOptions::Kind::govsso);
    Provider provider(sso.options(), sso.send([] { return start; }));
    auto seconds = start.microseconds / 1'000'000;
    const json::object good{{"iss", sso.issuer}, {"aud", json::array{"raekoda"}}, {"iat", seconds}, {"jti", "1"}, {"sid", "sid-1"}, {"exp", seconds + 120},
                            {"events", json::object{{"http://schemas.openid.net/event/backchannel-logout", json::object{}}}}};
    auto read = provider.read_logout_notice(sso.keys[0]->token(good), start);
    REQUIRE(read);
    CHECK(read->session == "sid-1");
    auto without = [&](const char* name) {
        auto c = good;
        c.erase(name);
        return c;
    };
    for (const char* name : {"iss", "aud", "iat", "jti", "sid", "events"}) {
        CAPTURE(name);
        CHECK_FALSE(provider.read_logout_notice(sso.keys[0]->token(without(name)), start));
    }
    auto with_nonce = good, old = good;
    with_nonce["nonce"] = "n";
    old["iat"] = seconds - 700;
    CHECK_FALSE(provider.read_logout_notice(sso.keys[0]->token(with_nonce), start));
    CHECK_FALSE(provider.read_logout_notice(sso.keys[0]->token(old), start));
    CHECK_FALSE(provider.read_logout_notice(sso.keys[0]->token(sso.claims("", start)), start));
    CHECK_FALSE(provider.read_logout_notice(SigningKey("one").token(good), start));
    CHECK_FALSE(provider.read_logout_notice("nonsense", start));
}

TEST_CASE("GovSSO is renewed by the same somebody only") {
    TestProvider sso(ProviderOptions::Kind::govsso);
    Provider provider(sso.options(), sso.send([] { return start; }));
    people::ProviderSession before{"govsso", "sid-1", "refresh-0", "", start.plus_minutes(15), ""};
    auto renewed = provider.renew(before, "EE48803149719", start);
    REQUIRE(renewed);
    CHECK(renewed->session.refresh_token == "refresh-1");
    CHECK(renewed->session.expires == start.plus_minutes(15));
    CHECK(provider.renew(before, "EE38611029284", start).error().detail == "token: subject");
    sso.bend = [](json::object& c) { c["sid"] = "sid-2"; };
    CHECK(provider.renew(before, "EE48803149719", start).error().detail == "token: session");
    sso.bend = nullptr;
    sso.token_error = "invalid_grant";
    CHECK(provider.renew(before, "EE48803149719", start).error().fault == Fault::forbidden);
    sso.tokens_silent = true;
    CHECK(provider.renew(before, "EE48803149719", start).error().fault == Fault::unavailable);
}

}  // namespace raekoda::doors::identity
