// What the pages of logging in share. Inside the door only.
#pragma once
#include "doors/identity/identity.h"
#include "doors/identity/login_views.h"

namespace raekoda::doors::identity {

// A login under way, kept sealed in a cookie of its own: two tabs may log in side by side.
struct Flow {
    std::string secret;  // R: the state sent is Base64(SHA-256(R))
    std::string nonce, back;
    std::string as;  // "resident", "staff", "join"
    view::Language language = view::Language::et;
    people::Assurance least = people::Assurance::low;
    Instant begun;
};

struct Login::State {
    State(people::People& p, people::Residents& r, IdentityOptions o, std::vector<MunicipalityId> m, const Send& send);

    people::People& people;
    people::Residents& residents;
    IdentityOptions options;
    std::vector<MunicipalityId> municipalities;
    std::unique_ptr<Provider> provider;  // null: none
    people::Reception* reception = nullptr;
    http::RateLimiter letters_by_peer{10.0 / 3600, 10}, letters_by_address{3.0 / 3600, 3};

    http::Response login(people::Visit&, const Error* = nullptr);
    http::Response start(people::Visit&);
    http::Response come_back(people::Visit&);
    http::Response renew(people::Visit&);
    http::Response log_out(people::Visit&);
    http::Response log_out_staff(people::Visit&);
    http::Response logout_notice(const http::Request&);
    http::Response send_link(people::Visit&);
    http::Response show_link(people::Visit&);
    http::Response use_link(people::Visit&);
    http::Response show_join(people::Visit&);

    // A page "<which>_title", "<which>_text" of login.json with the way on.
    http::Response notice(people::Visit&, std::string_view which, int status, const std::string& again = {});
    std::string login_url(const people::Visit&, const std::string& back) const;
    std::optional<Flow> flow_of(const http::Request&, const std::string& state, Instant now);  // nullopt: none under way in this browser

private:
    // A session that a provider opened, whoever sits there: a resident or an official.
    struct Seat {
        std::string subject;
        std::optional<people::ProviderSession> session;
        std::optional<Instant> renew_at;
        std::string cookie;
        std::function<Outcome(const people::ProviderSession&, Instant now)> keep;
        std::function<Outcome(std::string_view secret)> end;
    };
    std::vector<Seat> seats_of(const people::Visit&);
    http::Response log_out_as(people::Visit&, std::string_view cookie);
    http::Response finish(people::Visit&, const Flow&);
    http::Response enter(people::Visit&, const Flow&, const Provider::Answer&);
    http::Response refuse(people::Visit&, const Flow&, const Error&);
    std::string redirect_uri(const people::Visit&) const;
    std::string again_url(const people::Visit&, const Flow&) const;  // where this login is begun anew
};

http::Response with_resident(http::Response, const std::string& secret, bool secure);
std::string back_of(const people::Visit&, std::string_view wanted);
std::string login_words(const people::Visit&, std::string_view key, std::initializer_list<view::Argument> = {});

}  // namespace raekoda::doors::identity
