// FRONT DOOR of identity: logging in at the state's providers by OpenID Connect (authorisation code flow, OpenID Connect Core 1.0).
//
// TARA and GovSSO stand behind one interface. TARA (e-gov/TARA-Doku, TechnicalSpecification 1.21) says once who somebody is; GovSSO
// (e-gov/GOVSSO, TechnicalSpecification) also keeps a session that is renewed and that may end elsewhere.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "doors/identity/claims.h"
#include "http/http.h"
#include "people/people.h"
#include "people/residents.h"
#include "people/visit.h"

namespace raekoda::doors::identity {

struct ProviderOptions {
    enum class Kind { tara, govsso };
    Kind kind = Kind::tara;
    std::string issuer;  // exactly as its tokens say; https, but for this machine itself
    std::string client_id, client_secret;
    std::string scope = "openid";
    people::Assurance least = people::Assurance::substantial;  // what is asked for and what is accepted
    int timeout_milliseconds = 5000;
};

// Sends one request; http::send, or a test's own.
using Send = std::function<Result<http::ClientResponse>(const http::ClientRequest&)>;

// One provider. Fetches what it says of itself (discovery) and its keys when they are needed; safe to use from several threads.
// Errors: unavailable (no answer, or one that says that it is ill), forbidden (an answer that is not believed; detail says why),
// broken (an answer that cannot be).
class Provider {
public:
    explicit Provider(ProviderOptions, Send = http::send);
    ~Provider();
    const ProviderOptions& options() const { return options_; }
    std::string name() const;  // as sessions name it: "tara", "govsso"

    struct Ask {
        std::string redirect_uri, state, nonce;
        view::Language language = view::Language::et;
        people::Assurance least = people::Assurance::substantial;
    };
    Result<std::string> authorize_url(const Ask&, Instant now);

    struct Answer {
        SignedIn signed_in;
        people::ProviderSession session;
    };
    // Exchanges the code and checks the ID token: signature by a key of the provider's set, issuer, audience, times, nonce, level.
    Result<Answer> exchange(const std::string& code, const std::string& redirect_uri, const std::string& nonce, people::Assurance least, Instant now);
    // GovSSO: the same somebody, some minutes more. forbidden: the provider's session is over.
    Result<Answer> renew(const people::ProviderSession&, const std::string& subject, Instant now);
    // Where to go to end the provider's session too; empty: it keeps none.
    std::string logout_url(const people::ProviderSession&, const std::string& back_to, view::Language, Instant now);
    Result<LogoutNotice> read_logout_notice(const std::string& token, Instant now);

private:
    struct State;
    ProviderOptions options_;
    std::unique_ptr<State> state_;
};

struct IdentityOptions {
    std::optional<ProviderOptions> provider;  // none: residents log in by e-mail only, officials by password
    std::string public_origin;                // "https://raekoda.ee"; empty: what the request says
    bool email_guests = true;                 // letters can leave the house
};

// GET /login, /login/start, /login/return (also without a language: the one address that the provider knows), /login/renew;
// POST /login/email, GET and POST /login/link/{secret}; GET and POST /join; POST /logout, /logout/staff; POST /login/backchannel-logout.
// `municipalities`: all of this house: a notice of logout names none. Everything must outlive the router.
class Login {
public:
    Login(people::People&, people::Residents&, IdentityOptions, std::vector<MunicipalityId> municipalities, Send = http::send);
    ~Login();
    void add_pages(http::Router&, people::Reception&);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace raekoda::doors::identity
