// A reception for tests of pages: whoever the test says sits there; the page alone, without the site around it and without form tokens.
#pragma once
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/http.h"
#include "people/visit.h"
#include "view/view.h"

namespace raekoda::testing {

class TestReception : public people::Reception {
public:
    TestReception(http::Router& router, MunicipalityId municipality, view::LocalText name, std::string origin)
        : router_(router), municipality_(std::move(municipality)), name_(std::move(name)), origin_(std::move(origin)) {}
    std::optional<people::StaffSession> official;
    std::optional<people::ResidentSession> resident;
    std::optional<Instant> now;  // absent: what the clock of the test says

    void get(std::string_view pattern, Page page) override { add(http::Method::get, pattern, std::move(page), {}); }
    void post(std::string_view pattern, Page page, http::RouteLimits limits) override { add(http::Method::post, pattern, std::move(page), limits); }
    void post_from_script(std::string_view pattern, Page page, http::RouteLimits limits) override { add(http::Method::post, pattern, std::move(page), limits); }
    void desk_get(std::string_view pattern, people::Permission permission, Page page) override { get(pattern, guarded(permission, std::move(page))); }
    void desk_post(std::string_view pattern, people::Permission permission, Page page, http::RouteLimits limits) override { post(pattern, guarded(permission, std::move(page)), limits); }
    void resident_get(std::string_view pattern, people::Assurance least, Page page) override { get(pattern, signed_in(least, std::move(page))); }
    void resident_post(std::string_view pattern, people::Assurance least, Page page, http::RouteLimits limits) override { post(pattern, signed_in(least, std::move(page)), limits); }
    http::Response show(const people::Visit&, view::Html page, int status) override { return http::Response::html(std::move(page).take(), status); }
    http::Response problem(const people::Visit&, const Error& error) override { return http::Response::text(std::string("problem ") + fault_name(error.fault), fault_status(error.fault)); }

private:
    Page guarded(people::Permission permission, Page page) {
        return [permission, page = std::move(page)](people::Visit& visit) {
            return visit.staff && people::may(visit.staff->member, permission) ? page(visit) : http::Response::text("no", fault_status(Fault::forbidden));
        };
    }
    Page signed_in(people::Assurance least, Page page) {
        return [least, page = std::move(page)](people::Visit& visit) { return visit.resident && visit.resident->assurance >= least ? page(visit) : http::Response::redirect("/et/login"); };
    }
    void add(http::Method method, std::string_view pattern, Page page, http::RouteLimits limits) {
        router_.on(method, "/{lang}" + std::string(pattern), [this, page = std::move(page)](const http::Request& request) {
            people::Visit visit{request, municipality_, {}, official, now ? *now : raekoda::now(), resident, {}};
            visit.frame.language = view::language_of(request.path_value("lang")).value_or(view::Language::et);
            visit.frame.municipality_id = municipality_.value;
            visit.frame.municipality_name = name_;
            visit.frame.path = request.path.substr(3);
            visit.frame.origin = origin_;
            return page(visit);
        }, limits);
    }
    http::Router& router_;
    MunicipalityId municipality_;
    view::LocalText name_;
    std::string origin_;
};

// Asks the router as the server would.
inline http::Response ask(const http::Router& router, http::Method method, const std::string& target, const std::vector<std::pair<std::string, std::string>>& form = {},
                          std::vector<http::Upload> files = {}) {
    http::Request request;
    request.method = method, request.target = target, request.host = "localhost", request.peer = "192.0.2.1";
    auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.query = http::parse_urlencoded(target.substr(question + 1), 100).value();
    for (const auto& [name, value] : form) request.form.add(name, value);
    request.files = std::move(files);
    auto match = router.match(method, request.path);
    REQUIRE_MESSAGE(match.handler, target);
    return router.answer(request, match);
}

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace raekoda::testing
