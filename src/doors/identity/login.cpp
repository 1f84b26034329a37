// Logging in at the provider and coming back; renewing and logging out.
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "doors/identity/login_state.h"
#include "doors/identity/pages.h"

namespace raekoda::doors::identity {

namespace {

constexpr std::int64_t flow_minutes = 15;
constexpr const char* staff_cookie = "raekoda_session";
constexpr const char* flow_purpose = "login";
constexpr std::int64_t renew_pause_seconds = 20, renew_before_seconds = 120;
// No secret: tells an open page when to have the login renewed, so that whoever fills a long form stays logged in (ui/src/site.ts).
constexpr const char* renew_at_cookie = "raekoda_renew_at";

// Base64(SHA-256(R)) as TARA asks; R is known to the browser's cookie alone.
std::string state_of(const std::string& secret) { return base64(sha_256(secret)); }
std::string cookie_of(std::string_view state) { return "raekoda_login_" + hex(hash_256(state)).substr(0, 12); }

std::string encode(const Flow& flow) {
    return json::serialize(json::object{{"secret", flow.secret}, {"nonce", flow.nonce}, {"back", flow.back}, {"as", flow.as}, {"language", view::code(flow.language)},
                                        {"least", people::assurance_name(flow.least)}, {"begun", flow.begun.microseconds}});
}
std::optional<Flow> decode(const std::string& text) {
    auto value = json::parse(text);
    if (!value || !value->is_object()) return std::nullopt;
    const auto& o = value->get_object();
    return Flow{json::text(o, "secret"), json::text(o, "nonce"), json::text(o, "back"), json::text(o, "as"), view::language_of(json::text(o, "language")).value_or(view::Language::et),
                people::assurance_of(json::text(o, "least")).value_or(people::Assurance::high), Instant{json::integer(o, "begun")}};
}

http::Response with_renewal(http::Response response, const std::optional<Instant>& expires, bool secure) {
    const std::string at = expires ? std::to_string(expires->plus_seconds(-renew_before_seconds).microseconds / 1'000'000) : std::string();
    response.with_cookie({.name = renew_at_cookie, .value = at, .max_age_seconds = at.empty() ? 0 : -1, .http_only = false}, secure);
    return response;
}

http::Response to_elsewhere(const std::string& url) {
    http::Response response;
    response.status = 303;
    response.with_header("Location", url).with_header("Cache-Control", "no-store");
    return response;
}

}  // namespace

std::string login_words(const people::Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments) {
    return view::text(visit.language(), "login." + std::string(key), arguments);
}
std::string back_of(const people::Visit& visit, std::string_view wanted) { return people::way_back(visit.frame, wanted, "/my"); }
http::Response with_resident(http::Response response, const std::string& secret, bool secure) {
    response.with_cookie({.name = people::Reception::resident_cookie, .value = secret, .max_age_seconds = secret.empty() ? 0 : -1}, secure);
    return response;
}

namespace {
http::Response with_staff(http::Response response, const std::string& secret, bool secure) {
    response.with_cookie({.name = staff_cookie, .value = secret}, secure);
    return response;
}
}  // namespace

Login::State::State(people::People& p, people::Residents& r, IdentityOptions o, std::vector<MunicipalityId> m, const Send& send)
    : people(p), residents(r), options(std::move(o)), municipalities(std::move(m)) {
    if (options.provider) provider = std::make_unique<Provider>(*options.provider, send);
}

std::string Login::State::redirect_uri(const people::Visit& visit) const { return visit.frame.origin + "/login/return"; }
std::string Login::State::login_url(const people::Visit& visit, const std::string& back) const { return visit.frame.to("/login") + "?back=" + url_encoded(back); }

http::Response Login::State::notice(people::Visit& visit, std::string_view which, int status, const std::string& again) {
    const std::string name(which);
    NoticePage page{login_words(visit, name + "_title"), {login_words(visit, name + "_text")}, {}};
    if (!again.empty()) page.actions.push_back(view::Action::link(login_words(visit, "again"), again, view::Action::Kind::primary));
    else if (visit.resident) page.actions.push_back(view::Action::link(login_words(visit, "to_desk"), visit.frame.to("/my"), view::Action::Kind::primary));
    page.actions.push_back(view::Action::link(login_words(visit, "home"), visit.frame.to("/")));
    visit.frame.title = page.title;
    visit.frame.index = false;
    return reception->show(visit, pages::notice_page(visit.frame, page), status);
}

http::Response Login::State::login(people::Visit& visit, const Error* error) {
    const auto& query = error ? visit.request.form : visit.request.query;
    const std::string back = back_of(visit, query.get("back"));
    auto least = people::assurance_of(query.get("least"));
    bool enough = visit.resident && (!least || visit.resident->assurance >= *least);
    if (enough && !error) return http::Response::redirect(back);
    LoginPage page;
    page.back = back;
    if (provider) page.strong_url = visit.frame.to("/login/start") + "?back=" + url_encoded(back) + (least ? "&least=" + std::string(people::assurance_name(*least)) : "");
    if (least && *least > people::Assurance::email) page.needs = login_words(visit, "needs_" + std::string(people::assurance_name(*least)));
    page.email = options.email_guests && (!least || *least == people::Assurance::email);
    page.address = {.name = "email", .label = login_words(visit, "email_label"), .required = true, .type = "email", .autocomplete = "email", .maximum = 254};
    if (error) {
        page.address.value = clean_input(visit.request.form.get("email")).value_or("");
        const std::string key = error->problems.empty() ? error->text_key : error->problems.front().text_key;
        page.address.error_text = view::has_text(key) ? view::text(visit.language(), key) : view::text(visit.language(), std::string("general.fault_") + fault_name(error->fault));
        page.problems.push_back({"email", page.address.error_text});
    }
    page.official_url = visit.frame.to("/sign-in");
    // Who comes here with a session that is over is told so: nothing was done wrong.
    page.ended = !visit.resident && !visit.request.cookie(people::Reception::resident_cookie).empty();
    visit.frame.title = login_words(visit, "title");
    visit.frame.index = false;
    return reception->show(visit, pages::login_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response Login::State::start(people::Visit& visit) {
    if (!provider) return notice(visit, "none", 503);
    const auto& query = visit.request.query;
    Flow flow{base64url(random_bytes(32)), base64url(random_bytes(24)), {}, "resident", visit.language(), people::assurance_of(query.get("least")).value_or(people::Assurance::low), visit.now};
    for (const char* as : {"staff", "join"})
        if (query.get("as") == as) flow.as = as;
    if (flow.as == "join" && !visit.resident) flow.as = "resident";
    flow.back = people::way_back(visit.frame, query.get("back"), flow.as == "staff" ? "/desk" : "/my");
    const std::string state = state_of(flow.secret);
    auto url = provider->authorize_url({redirect_uri(visit), state, flow.nonce, visit.language(), flow.least}, visit.now);
    if (!url) {
        log::warning("login.provider_silent", {{"detail", url.error().detail}});
        return notice(visit, "unavailable", 503, login_url(visit, flow.back));
    }
    const std::string box = base64url(residents.vault().sealed_with_master(encode(flow), flow_purpose));
    auto response = to_elsewhere(*url);
    response.with_cookie({.name = cookie_of(state), .value = box, .max_age_seconds = flow_minutes * 60}, visit.request.secure);
    return response;
}

std::string Login::State::again_url(const people::Visit& visit, const Flow& flow) const {
    if (flow.as == "staff") return visit.frame.to("/sign-in") + "?back=" + url_encoded(flow.back);
    if (flow.as == "join") return visit.frame.to("/join");
    const bool asks_more = flow.least > people::Assurance::low;
    return login_url(visit, flow.back) + (asks_more ? "&least=" + std::string(people::assurance_name(flow.least)) : "");
}

std::optional<Flow> Login::State::flow_of(const http::Request& request, const std::string& state, Instant now) {
    if (state.empty() || state.size() > 100) return std::nullopt;
    auto box = from_base64url(request.cookie(cookie_of(state)));
    auto plain = box ? residents.vault().opened_with_master(*box, flow_purpose) : std::nullopt;
    auto flow = plain ? decode(*plain) : std::nullopt;
    if (!flow || !equal_in_constant_time(state_of(flow->secret), state) || now >= flow->begun.plus_minutes(flow_minutes)) return std::nullopt;
    return flow;
}

http::Response Login::State::come_back(people::Visit& visit) {
    const std::string state(visit.request.query.get("state"));
    auto flow = flow_of(visit.request, state, visit.now);
    if (!flow) {
        // The back button after a login that worked is no trouble.
        if (visit.resident) return http::Response::redirect(visit.frame.to("/my"));
        log::info("login.refused", {{"detail", "no login under way with this state"}});
        return notice(visit, "expired", 400, login_url(visit, visit.frame.to("/my")));
    }
    visit.frame.language = flow->language;
    auto response = finish(visit, *flow);
    response.with_cookie({.name = cookie_of(state), .value = "", .max_age_seconds = 0}, visit.request.secure);
    return response;
}

http::Response Login::State::finish(people::Visit& visit, const Flow& flow) {
    const auto& query = visit.request.query;
    // Mix-up of providers (RFC 9207): an answer that names somebody else is not ours.
    if (!provider || (query.has("iss") && query.get("iss") != provider->options().issuer)) return refuse(visit, flow, {Fault::forbidden, {}, "answer: issuer", {}});
    if (const std::string error(query.get("error")); !error.empty()) {
        if (error == "user_cancel" || error == "access_denied") return notice(visit, "cancelled", 200, again_url(visit, flow));
        bool ill = error == "server_error" || error == "temporarily_unavailable";
        return refuse(visit, flow, {ill ? Fault::unavailable : Fault::forbidden, {}, "answer: " + (clean_input(error) == error ? error.substr(0, 40) : std::string("?")), {}});
    }
    const std::string code(query.get("code"));
    if (code.empty() || code.size() > 2000) return refuse(visit, flow, {Fault::forbidden, {}, "answer: no code", {}});
    auto answer = provider->exchange(code, redirect_uri(visit), flow.nonce, flow.least, visit.now);
    return answer ? enter(visit, flow, *answer) : refuse(visit, flow, answer.error());
}

http::Response Login::State::refuse(people::Visit& visit, const Flow& flow, const Error& error) {
    log::warning("login.refused", {{"fault", fault_name(error.fault)}, {"detail", error.detail}});
    const std::string again = again_url(visit, flow);
    if (error.fault == Fault::unavailable || error.fault == Fault::rate_limited) return notice(visit, "unavailable", 503, again);
    if (error.detail == "token: level") return notice(visit, "level", 403, again);
    if (error.fault == Fault::conflict) return notice(visit, "used", 409, again);
    return notice(visit, "refused", 400, again);
}

http::Response Login::State::enter(people::Visit& visit, const Flow& flow, const Provider::Answer& answer) {
    const auto& identity = answer.signed_in.identity;
    if (flow.as == "staff") {
        auto fresh = residents.use_once(visit.municipality, "answer/" + answer.session.answer, visit.now, visit.now.plus_hours(24));
        if (!fresh) return refuse(visit, flow, fresh.error());
        if (!*fresh) return refuse(visit, flow, {Fault::conflict, {}, "answer: used", {}});
        auto staff = residents.staff_by_subject(visit.municipality, identity.subject);
        if (!staff) return refuse(visit, flow, staff.error());
        if (!*staff) return notice(visit, "nostaff", 403, visit.frame.to("/sign-in"));
        auto secret = people.open_session(visit.municipality, **staff, visit.now, identity.subject, answer.session);
        if (!secret) return refuse(visit, flow, secret.error());
        if (auto old = visit.request.cookie(staff_cookie); !old.empty()) (void)people.sign_out(visit.municipality, old);
        auto response = with_staff(http::Response::redirect(flow.back), *secret, visit.request.secure);
        return answer.session.expires ? with_renewal(std::move(response), answer.session.expires, visit.request.secure) : response;
    }
    if (flow.as == "join" && visit.resident) {
        auto guest = residents.keep_person(visit.municipality, identity, visit.now);
        auto joined = guest ? residents.join_guest(visit.as_resident(), visit.resident->person, *guest) : Outcome(tl::unexpected(guest.error()));
        return joined ? notice(visit, "joined", 200) : notice(visit, "notjoined", 409, visit.frame.to("/join"));
    }
    auto secret = residents.sign_in(visit.municipality, identity, visit.now, answer.session);
    if (!secret) return refuse(visit, flow, secret.error());
    // A fresh session for a fresh login; the one before ends here.
    if (auto old = visit.request.cookie(people::Reception::resident_cookie); !old.empty()) (void)residents.sign_out(visit.municipality, old);
    auto response = with_resident(http::Response::redirect(flow.back), *secret, visit.request.secure);
    return answer.session.expires ? with_renewal(std::move(response), answer.session.expires, visit.request.secure) : response;
}

std::vector<Login::State::Seat> Login::State::seats_of(const people::Visit& visit) {
    std::vector<Seat> seats;
    const auto municipality = visit.municipality;
    if (visit.resident) {
        const auto resident = *visit.resident;
        auto read = residents.provider_session(municipality, resident);
        seats.push_back({resident.subject, read ? std::optional(*read) : std::nullopt, resident.renew_at, people::Reception::resident_cookie,
                         [this, municipality, resident](const people::ProviderSession& next, Instant now) { return residents.renew(municipality, resident, next, now); },
                         [this, municipality](std::string_view secret) { return residents.sign_out(municipality, secret); }});
    }
    if (visit.staff) {
        const auto staff = *visit.staff;
        auto read = people.provider_session(municipality, staff);
        seats.push_back({read ? read->subject : std::string(), read ? std::optional(read->session) : std::nullopt, staff.renew_at, staff_cookie,
                         [this, municipality, staff](const people::ProviderSession& next, Instant now) { return people.renew(municipality, staff, next, now); },
                         [this, municipality](std::string_view secret) { return people.sign_out(municipality, secret); }});
    }
    return seats;
}

http::Response Login::State::renew(people::Visit& visit) {
    std::string_view home = visit.staff && !visit.resident ? "/desk" : "/my";
    auto response = http::Response::redirect(people::way_back(visit.frame, visit.request.query.get("back"), home));
    if (!provider) return response;
    std::optional<Instant> next;  // when the first of them runs out
    auto runs_out = [&](const std::optional<Instant>& at) {
        if (at && (!next || *at < *next)) next = at;
    };
    bool asked = false;
    for (const auto& seat : seats_of(visit)) {
        if (!seat.renew_at) continue;
        // A page asks a little before: both are renewed then, and their answers run out together.
        if (visit.now < seat.renew_at->plus_seconds(-renew_before_seconds)) {
            runs_out(seat.session ? seat.session->expires : std::nullopt);
            continue;
        }
        asked = true;
        auto answer = seat.session ? provider->renew(*seat.session, seat.subject, visit.now) : Result<Provider::Answer>(fail(Fault::missing));
        if (answer) {
            if (auto kept = seat.keep(answer->session, visit.now); !kept) return reception->problem(visit, kept.error());
            runs_out(answer->session.expires);
            continue;
        }
        log::info("login.not_renewed", {{"fault", fault_name(answer.error().fault)}, {"detail", answer.error().detail}});
        // The provider says that it is over: so it is here. Only silent: we ask again, until its last answer has run out.
        if (answer.error().fault == Fault::unavailable) {
            response.with_cookie({.name = people::Reception::renew_later_cookie, .value = "1", .max_age_seconds = renew_pause_seconds}, visit.request.secure);
            return response;
        }
        // The cookie stays: by it the page of logging in tells why one is asked again.
        (void)seat.end(visit.request.cookie(seat.cookie));
    }
    return asked || next ? with_renewal(std::move(response), next, visit.request.secure) : response;
}

http::Response Login::State::log_out(people::Visit& visit) { return log_out_as(visit, people::Reception::resident_cookie); }
http::Response Login::State::log_out_staff(people::Visit& visit) { return log_out_as(visit, staff_cookie); }

http::Response Login::State::log_out_as(people::Visit& visit, std::string_view cookie) {
    std::string elsewhere;
    for (const auto& seat : seats_of(visit)) {
        if (seat.cookie != cookie) continue;
        if (provider && seat.session) elsewhere = provider->logout_url(*seat.session, visit.frame.origin + "/", visit.language(), visit.now);
        if (auto done = seat.end(visit.request.cookie(cookie)); !done) return reception->problem(visit, done.error());
    }
    auto without = [&](http::Response response) { return std::move(response.with_cookie({.name = std::string(cookie), .value = "", .max_age_seconds = 0}, visit.request.secure)); };
    if (elsewhere.empty()) return without(http::Response::redirect(visit.frame.to("/")));
    if (cookie == staff_cookie) visit.staff.reset();
    else visit.resident.reset(), visit.frame.resident_name.clear(), visit.frame.acting_for.clear();
    NoticePage page{login_words(visit, "out_title"), {login_words(visit, "out_text")}, {view::Action::link(login_words(visit, "out_button"), elsewhere, view::Action::Kind::primary)}};
    visit.frame.title = page.title;
    // Not a redirect: a form of ours may lead nowhere but here.
    auto response = reception->show(visit, pages::notice_page(visit.frame, page));
    response.with_header("Refresh", "1; url=" + elsewhere);
    return with_renewal(without(std::move(response)), {}, visit.request.secure);
}

http::Response Login::State::logout_notice(const http::Request& request) {
    auto answer = [](int status) { return http::Response::text("", status).with_header("Cache-Control", "no-store"); };
    if (!provider) return answer(404);
    const Instant moment = now();
    auto told = provider->read_logout_notice(std::string(request.form.get("logout_token")), moment);
    if (!told) {
        log::warning("login.logout_refused", {{"detail", told.error().detail}});
        return answer(told.error().fault == Fault::unavailable ? 503 : 400);
    }
    int ended = 0;
    for (const auto& municipality : municipalities) {
        auto first = residents.use_once(municipality, "logout/" + told->token_id, moment, moment.plus_hours(1));
        if (!first) return answer(503);
        if (!*first) return answer(400);
        auto here = residents.end_by_provider_session(municipality, provider->name(), told->session);
        auto officials = people.end_by_provider_session(municipality, provider->name(), told->session);
        if (!here || !officials) return answer(503);
        ended += *here + *officials;
    }
    log::info("login.ended_elsewhere", {{"sessions", ended}});
    return answer(200);
}

Login::Login(people::People& people, people::Residents& residents, IdentityOptions options, std::vector<MunicipalityId> municipalities, Send send)
    : state_(std::make_shared<State>(people, residents, std::move(options), std::move(municipalities), send)) {}
Login::~Login() = default;

void Login::add_pages(http::Router& router, people::Reception& reception) {
    auto state = state_;
    state->reception = &reception;
    reception.get("/login", [state](people::Visit& visit) { return state->login(visit); });
    reception.get("/login/start", [state](people::Visit& visit) { return state->start(visit); });
    reception.get("/login/return", [state](people::Visit& visit) { return state->come_back(visit); });
    reception.get("/login/renew", [state](people::Visit& visit) { return state->renew(visit); });
    reception.post("/login/email", [state](people::Visit& visit) { return state->send_link(visit); });
    reception.get("/login/link/{secret}", [state](people::Visit& visit) { return state->show_link(visit); });
    reception.post("/login/link/{secret}", [state](people::Visit& visit) { return state->use_link(visit); });
    reception.get("/join", [state](people::Visit& visit) { return state->show_join(visit); });
    reception.post("/logout/staff", [state](people::Visit& visit) { return state->log_out_staff(visit); });
    reception.post("/logout", [state](people::Visit& visit) { return state->log_out(visit); });
    // The provider knows one address to come back to; the language stands in the login under way.
    router.get("/login/return", [state](const http::Request& request) {
        auto question = request.target.find('?');
        const std::string query = question == std::string::npos ? "" : request.target.substr(question);
        auto flow = state->flow_of(request, std::string(request.query.get("state")), now());
        auto language = flow ? flow->language : view::preferred_language(request.header("accept-language"));
        return http::Response::redirect("/" + std::string(view::code(language)) + "/login/return" + query);
    });
    router.post("/login/backchannel-logout", [state](const http::Request& request) { return state->logout_notice(request); }, {.body_bytes = 128 * 1024, .form_fields = 10});
}

}  // namespace raekoda::doors::identity
