// Signing in and out.
#include "people/people_pages.h"

#include "base/text.h"
#include "people/pages.h"
#include "people/people_page_parts.h"

namespace raekoda::people {

std::string way_back(const view::Frame& frame, std::string_view wanted, std::string_view home_path) {
    const std::string home = frame.to(home_path);
    if (wanted.size() < 4 || wanted.size() > 1000 || wanted[0] != '/' || wanted[3] != '/' || wanted.substr(4, 1) == "/") return home;
    if (!view::language_of(wanted.substr(1, 2)) || wanted.substr(3).starts_with("/sign-") || wanted.substr(3).starts_with("/log")) return home;
    for (unsigned char c : wanted)
        if (c <= ' ' || c == '\\' || c >= 0x7f) return home;
    return std::string(wanted);
}

namespace {

constexpr const char* desk = "/desk";

http::Response sign_in_page(Reception& reception, Visit& visit, bool code_login, const std::string& login, const Error* error) {
    SignInPage page;
    page.back = way_back(visit.frame, error ? visit.request.form.get("back") : visit.request.query.get("back"), desk);
    if (code_login) page.code_login = visit.frame.to("/login/start?as=staff&back=" + url_encoded(page.back));
    page.login = {.name = "login", .label = words(visit, "login"), .value = login, .required = true, .autocomplete = "username", .maximum = 100};
    page.password = {.name = "password", .label = words(visit, "password"), .required = true, .type = "password", .autocomplete = "current-password"};
    if (error) page.trouble = view::text(visit.language(), !error->text_key.empty() ? error->text_key : std::string("general.fault_") + fault_name(error->fault));
    page.ended = !error && !visit.request.cookie(session_cookie).empty();
    visit.frame.title = words(visit, "sign_in");
    visit.frame.index = false;
    // A wrong password is a form that did not pass: 401 would ask for a way of signing in that browsers know, and there is none.
    int status = !error ? 200 : error->fault == Fault::unauthenticated ? 400 : fault_status(error->fault);
    auto response = reception.show(visit, pages::sign_in_page(visit.frame, page), status);
    if (status == 429) response.with_header("Retry-After", "60");
    return response;
}

}  // namespace

std::string words(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments) {
    return view::text(visit.language(), "desk_people." + std::string(key), arguments);
}
std::string problem_text(const Visit& visit, const Problem& problem) { return view::text(visit.language(), problem.text_key, problem.arguments); }

void add_people_pages(Reception& reception, People& people, Residents& residents, PeopleChoices choices, bool code_login) {
    reception.get("/sign-in", [&, code_login](Visit& visit) {
        if (visit.staff) return http::Response::redirect(way_back(visit.frame, visit.request.query.get("back"), desk));
        return sign_in_page(reception, visit, code_login, {}, nullptr);
    });
    reception.post("/sign-in", [&, code_login](Visit& visit) {
        const auto& form = visit.request.form;
        const std::string login = clean_input(form.get("login")).value_or("");
        auto secret = people.sign_in(visit.municipality, login, form.get("password"), visit.request.peer, visit.now);
        if (!secret && secret.error().fault == Fault::broken) return reception.problem(visit, secret.error());
        if (!secret) return sign_in_page(reception, visit, code_login, login, &secret.error());
        // A fresh session for a fresh sign-in; the one before ends here.
        if (auto old = visit.request.cookie(session_cookie); !old.empty()) (void)people.sign_out(visit.municipality, old);
        return http::Response::redirect(way_back(visit.frame, form.get("back"), desk)).with_cookie({.name = session_cookie, .value = *secret}, visit.request.secure);
    });
    reception.post("/sign-out", [&, code_login](Visit& visit) {
        // A session that the login's provider opened ends there too: the same form goes on to where that is known.
        constexpr int same_form_elsewhere = 307;
        if (code_login && visit.staff && people.provider_session(visit.municipality, *visit.staff)) {
            auto response = http::Response::redirect(visit.frame.to("/logout/staff"));
            response.status = same_form_elsewhere;
            return response;
        }
        if (auto done = people.sign_out(visit.municipality, visit.request.cookie(session_cookie)); !done) return reception.problem(visit, done.error());
        return http::Response::redirect(visit.frame.to("/")).with_cookie({.name = session_cookie, .value = "", .max_age_seconds = 0}, visit.request.secure);
    });
    add_staff_pages(reception, people, residents, std::move(choices));
    add_key_pages(reception, people);
}

}  // namespace raekoda::people
