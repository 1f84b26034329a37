#include <mutex>

#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "doors/identity/identity.h"
#include "doors/identity/jwt.h"

namespace raekoda::doors::identity {

namespace {

constexpr std::int64_t metadata_hours = 24, keys_hours = 24, keys_again_seconds = 30;
constexpr std::size_t answer_bytes = 256 * 1024;

// https, or this machine itself: tests and trying out.
bool is_acceptable(const std::string& url) {
    if (url.starts_with("https://")) return true;
    for (const char* own : {"http://localhost:", "http://127.0.0.1:", "http://[::1]:"})
        if (url.starts_with(own)) return true;
    return false;
}

struct Metadata {
    std::string authorize, token, keys, end_session;
    Instant fetched;
};

std::string form(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string body;
    for (const auto& [name, value] : fields) body += (body.empty() ? "" : "&") + url_encoded(name) + "=" + url_encoded(value);
    return body;
}

Result<json::object> object_of(const http::ClientResponse& response) {
    auto value = json::parse(response.body, answer_bytes);
    if (!value || !value->is_object()) return fail(Fault::broken, "the login's provider sent no JSON object");
    return value->get_object();
}

}  // namespace

struct Provider::State {
    State(const ProviderOptions& o, Send s) : options(o), send(std::move(s)) {}

    Result<http::ClientResponse> get(const std::string& url) {
        http::ClientRequest request;
        request.url = url;
        request.timeout_milliseconds = options.timeout_milliseconds;
        request.max_bytes = answer_bytes;
        auto response = send(request);
        if (!response) return fail(Fault::unavailable, "the login's provider does not answer: " + response.error().detail);
        if (response->status != 200) return fail(Fault::unavailable, "the login's provider answered " + std::to_string(response->status));
        return response;
    }

    Result<Metadata> metadata(Instant now) {
        std::lock_guard lock(mutex);
        if (known && now < known->fetched.plus_hours(metadata_hours)) return *known;
        auto fetched = fetch_metadata(now);
        if (fetched) known = *fetched;
        else if (!known) return fetched;  // else what it said yesterday still holds
        return *known;
    }

    // Keys by "kid". An unknown one makes us ask anew, now and then: providers change their keys, and anybody can send a token.
    Outcome check_signature(const Jwt& jwt, Instant now) {
        auto about = TRY(metadata(now));
        std::lock_guard lock(mutex);
        bool old = now >= keys_fetched.plus_hours(keys_hours);
        bool unknown = !keys.count(jwt.key_id()) && now.seconds_since(keys_fetched) >= keys_again_seconds;
        if (old || unknown) {
            auto response = get(about.keys);
            auto read = response ? parse_key_set(response->body) : Result<KeySet>(tl::unexpected(response.error()));
            if (!read && (old || keys.empty())) return fail(Fault::unavailable, "the keys of the login's provider cannot be read: " + read.error().detail);
            if (read) keys = std::move(*read), keys_fetched = now;
        }
        return identity::check_signature(jwt, keys);
    }

    Result<json::object> believed(const std::string& token, Instant now) {
        auto jwt = TRY(parse_jwt(token));
        TRY(check_signature(jwt, now));
        return std::move(jwt.claims);
    }

    // client_secret_basic (RFC 6749 §2.3.1): id and secret are encoded before they are joined.
    Result<json::object> ask_token(const std::vector<std::pair<std::string, std::string>>& fields, Instant now) {
        auto about = TRY(metadata(now));
        http::ClientRequest request;
        request.url = about.token;
        request.method = http::Method::post;
        request.headers = {{"Authorization", "Basic " + base64(url_encoded(options.client_id) + ":" + url_encoded(options.client_secret))},
                           {"Content-Type", "application/x-www-form-urlencoded"},
                           {"Accept", "application/json"}};
        request.body = form(fields);
        request.timeout_milliseconds = options.timeout_milliseconds;
        request.max_bytes = answer_bytes;
        auto response = send(request);
        if (!response) return fail(Fault::unavailable, "the login's provider does not answer: " + response.error().detail);
        if (response->status == 400 || response->status == 401) {
            auto said = object_of(*response);
            // What it says is a code of RFC 6749, no personal data; anything longer is left out of the log.
            std::string code = said ? json::text(*said, "error").substr(0, 40) : std::string();
            return fail(Fault::forbidden, "token endpoint: " + (clean_input(code) == code ? code : std::string("?")));
        }
        if (response->status != 200) return fail(Fault::unavailable, "the login's provider answered " + std::to_string(response->status));
        return object_of(*response);
    }

    Result<Answer> answer_in(const json::object& response, const Expected& expected, Instant now) {
        const std::string token = json::text(response, "id_token");
        if (token.empty()) return fail(Fault::broken, "the login's provider sent no ID token");
        auto claims = TRY(believed(token, now));
        Answer answer{TRY(check_id_token(claims, expected, now)), {}};
        answer.session.provider = expected.provider;
        answer.session.id_token = token;
        answer.session.answer = answer.signed_in.token_id.empty() ? hex(hash_256(token)) : answer.signed_in.token_id;
        if (options.kind == ProviderOptions::Kind::govsso) {
            answer.session.session = answer.signed_in.session;
            answer.session.refresh_token = json::text(response, "refresh_token");
            answer.session.expires = answer.signed_in.expires;
            if (answer.session.session.empty()) return fail(Fault::forbidden, "token: session");
        }
        return answer;
    }

    const ProviderOptions& options;
    Send send;
    std::mutex mutex;
    std::optional<Metadata> known;
    KeySet keys;
    Instant keys_fetched;

private:
    Result<Metadata> fetch_metadata(Instant now) {
        if (!is_acceptable(options.issuer)) return fail(Fault::broken, "the login's provider has no https address");
        std::string base = options.issuer;
        while (base.ends_with('/')) base.pop_back();
        auto o = TRY(object_of(TRY(get(base + "/.well-known/openid-configuration"))));
        // OpenID Connect Discovery 1.0 §4.3: else somebody answers in another's name.
        if (json::text(o, "issuer") != options.issuer) return fail(Fault::broken, "the login's provider names another issuer");
        Metadata about{json::text(o, "authorization_endpoint"), json::text(o, "token_endpoint"), json::text(o, "jwks_uri"), json::text(o, "end_session_endpoint"), now};
        for (const auto* url : {&about.authorize, &about.token, &about.keys})
            if (!is_acceptable(*url)) return fail(Fault::broken, "the login's provider names an address that is not https");
        if (!about.end_session.empty() && !is_acceptable(about.end_session)) about.end_session.clear();
        return about;
    }
};

Provider::Provider(ProviderOptions options, Send send) : options_(std::move(options)), state_(std::make_unique<State>(options_, std::move(send))) {}
Provider::~Provider() = default;

std::string Provider::name() const { return options_.kind == ProviderOptions::Kind::tara ? "tara" : "govsso"; }

Result<std::string> Provider::authorize_url(const Ask& ask, Instant now) {
    auto about = TRY(state_->metadata(now));
    return about.authorize + (about.authorize.find('?') == std::string::npos ? "?" : "&") +
           form({{"redirect_uri", ask.redirect_uri}, {"scope", options_.scope}, {"state", ask.state}, {"response_type", "code"}, {"client_id", options_.client_id},
                 {"nonce", ask.nonce}, {"acr_values", std::string(people::assurance_name(std::max(ask.least, options_.least)))}, {"ui_locales", std::string(view::code(ask.language))}});
}

Result<Provider::Answer> Provider::exchange(const std::string& code, const std::string& redirect_uri, const std::string& nonce, people::Assurance least, Instant now) {
    auto response = TRY(state_->ask_token({{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", redirect_uri}}, now));
    Expected expected{options_.issuer, options_.client_id, nonce, {}, {}, std::max(least, options_.least), name()};
    return state_->answer_in(response, expected, now);
}

Result<Provider::Answer> Provider::renew(const people::ProviderSession& session, const std::string& subject, Instant now) {
    if (session.refresh_token.empty()) return fail(Fault::forbidden, "no refresh token");
    auto response = TRY(state_->ask_token({{"grant_type", "refresh_token"}, {"refresh_token", session.refresh_token}}, now));
    Expected expected{options_.issuer, options_.client_id, {}, subject, session.session, options_.least, name()};
    auto answer = TRY(state_->answer_in(response, expected, now));
    if (answer.session.refresh_token.empty()) answer.session.refresh_token = session.refresh_token;
    return answer;
}

std::string Provider::logout_url(const people::ProviderSession& session, const std::string& back_to, view::Language language, Instant now) {
    if (options_.kind != ProviderOptions::Kind::govsso || session.id_token.empty()) return "";
    auto about = state_->metadata(now);
    if (!about || about->end_session.empty()) return "";
    return about->end_session + (about->end_session.find('?') == std::string::npos ? "?" : "&") +
           form({{"id_token_hint", session.id_token}, {"post_logout_redirect_uri", back_to}, {"ui_locales", std::string(view::code(language))}});
}

Result<LogoutNotice> Provider::read_logout_notice(const std::string& token, Instant now) {
    auto claims = TRY(state_->believed(token, now));
    return check_logout_token(claims, options_.issuer, options_.client_id, now);
}

}  // namespace raekoda::doors::identity
