// A reception for tests of pages: whoever the test says sits there; the page alone, without the site around it.
#pragma once
#include "http/http.h"
#include "people/people_test_town.h"
#include "people/visit.h"

namespace raekoda::people {

class TestReception final : public Reception {
public:
    explicit TestReception(http::Router& router) : router_(router) {}
    std::optional<StaffSession> official;
    std::optional<ResidentSession> resident;

    void get(std::string_view pattern, Page page) override { add(http::Method::get, pattern, std::move(page)); }
    void post(std::string_view pattern, Page page, http::RouteLimits) override { add(http::Method::post, pattern, std::move(page)); }
    void post_from_script(std::string_view pattern, Page page, http::RouteLimits) override { add(http::Method::post, pattern, std::move(page)); }
    void desk_get(std::string_view pattern, Permission permission, Page page) override { get(pattern, guarded(permission, std::move(page))); }
    void desk_post(std::string_view pattern, Permission permission, Page page, http::RouteLimits) override { post(pattern, guarded(permission, std::move(page)), {}); }
    void resident_get(std::string_view pattern, Assurance least, Page page) override { get(pattern, signed_in(least, std::move(page))); }
    void resident_post(std::string_view pattern, Assurance least, Page page, http::RouteLimits) override { post(pattern, signed_in(least, std::move(page)), {}); }
    http::Response show(const Visit&, view::Html page, int status) override { return http::Response::html(std::move(page).take(), status); }
    http::Response problem(const Visit&, const Error& error) override { return http::Response::text(fault_name(error.fault), fault_status(error.fault)); }

private:
    Page guarded(Permission permission, Page page) {
        return [permission, page = std::move(page)](Visit& visit) { return visit.staff && may(visit.staff->member, permission) ? page(visit) : http::Response::text("no", 403); };
    }
    Page signed_in(Assurance least, Page page) {
        return [least, page = std::move(page)](Visit& visit) { return visit.resident && visit.resident->assurance >= least ? page(visit) : http::Response::text("log in", 303); };
    }
    void add(http::Method method, std::string_view pattern, Page page) {
        router_.on(method, "/{lang}" + std::string(pattern), [this, page = std::move(page)](const http::Request& request) {
            Visit visit{request, here, {}, official, start, resident};
            visit.frame.language = view::language_of(request.path_value("lang")).value_or(view::Language::et);
            visit.frame.path = request.path.substr(3);
            return page(visit);
        });
    }
    http::Router& router_;
};

}  // namespace raekoda::people
