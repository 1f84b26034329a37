#include <charconv>

#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "doors/site/form_again.h"
#include "doors/site/pages.h"
#include "doors/site/site.h"

namespace raekoda::doors::site {

namespace {

constexpr const char* visitor_cookie = "raekoda_visitor";
constexpr const char* session_cookie = "raekoda_session";
constexpr const char* resident_cookie = people::Reception::resident_cookie;

class SiteReception final : public people::Reception {
public:
    SiteReception(http::Router& router, people::People& people, people::Residents& residents, cases::Cases& cases, SiteOptions options)
        : router_(router), people_(people), residents_(residents), cases_(cases), options_(std::move(options)) {}

    void get(std::string_view pattern, Page page) override { add(http::Method::get, pattern, {}, std::move(page)); }
    void post(std::string_view pattern, Page page, http::RouteLimits limits) override {
        add(http::Method::post, pattern, limits, [this, page = std::move(page)](people::Visit& visit) {
            return has_token(visit) ? page(visit) : too_late(visit);
        });
    }
    void post_from_script(std::string_view pattern, Page page, http::RouteLimits limits) override {
        add(http::Method::post, pattern, limits, [this, page = std::move(page)](people::Visit& visit) {
            return visit.request.header("idempotency-key").empty() ? refuse(visit, "site.form_expired") : page(visit);
        });
    }
    void desk_get(std::string_view pattern, people::Permission permission, Page page) override {
        add(http::Method::get, pattern, {}, [this, permission, page = std::move(page)](people::Visit& visit) {
            return for_staff(visit, permission, page);
        });
    }
    void desk_post(std::string_view pattern, people::Permission permission, Page page, http::RouteLimits limits) override {
        post(pattern, [this, permission, page = std::move(page)](people::Visit& visit) { return for_staff(visit, permission, page); }, limits);
    }

    void resident_get(std::string_view pattern, people::Assurance least, Page page) override {
        add(http::Method::get, pattern, {}, [this, least, page = std::move(page)](people::Visit& visit) { return for_resident(visit, least, page); });
    }
    void resident_post(std::string_view pattern, people::Assurance least, Page page, http::RouteLimits limits) override {
        post(pattern, [this, least, page = std::move(page)](people::Visit& visit) { return for_resident(visit, least, page); }, limits);
    }

    http::Response show(const people::Visit& visit, view::Html page, int status) override {
        auto response = http::Response::html(std::move(page).take(), status);
        if (!visit.new_visitor.empty()) response.with_cookie({visitor_cookie, visit.new_visitor, 30 * 24 * 3600}, visit.request.secure);
        response.headers.emplace_back("Cache-Control", "no-store");
        response.headers.emplace_back("Content-Language", view::code(visit.language()));
        return response;
    }

    http::Response problem(const people::Visit& visit, const Error& error) override {
        if (error.fault == Fault::broken) log::error("site.broken", {{"path", "see pattern"}, {"detail", error.detail}});
        else if (error.fault == Fault::unavailable) log::warning("site.unavailable", {{"detail", error.detail}});
        std::string key = !error.text_key.empty() ? error.text_key : std::string("general.fault_") + fault_name(error.fault);
        std::vector<std::string> sentences;
        if (view::has_text(key)) sentences.push_back(view::text(visit.language(), key));
        for (const auto& problem : error.problems)
            if (view::has_text(problem.text_key)) sentences.push_back(view::text(visit.language(), problem.text_key, problem.arguments));
        auto frame = visit.frame;
        frame.index = false;
        frame.title = sentences.empty() ? "" : sentences.front();
        auto response = show(visit, pages::problem_page(frame, fault_status(error.fault), sentences), fault_status(error.fault));
        if (error.fault == Fault::rate_limited || error.fault == Fault::unavailable) response.with_header("Retry-After", "30");
        return response;
    }

private:
    void add(http::Method method, std::string_view pattern, http::RouteLimits limits, Page page) {
        router_.on(method, "/{lang}" + std::string(pattern), [this, page = std::move(page)](const http::Request& request) {
            auto visit = receive(request);
            if (!visit) return not_found(request);
            return page(*visit);
        }, limits);
    }

    // Where a path has no language in front, the visitor's own is used for the page that says so.
    http::Response not_found(const http::Request& request) {
        auto visit = visit_in(request, view::preferred_language(request.header("accept-language")), "/");
        return problem(visit, Error{Fault::missing, {}, {}, {}});
    }

    std::optional<people::Visit> receive(const http::Request& request) {
        auto language = view::language_of(request.path_value("lang"));
        if (!language) return std::nullopt;
        return visit_in(request, *language, request.path.size() > 3 ? request.path.substr(3) : "/");
    }

    people::Visit visit_in(const http::Request& request, view::Language language, std::string path) {
        auto catalogue = cases_.catalogue();
        const auto& municipality = *catalogue->by_host(request.host);
        people::Visit visit{request, municipality.id, {}, {}, now(), {}};
        auto& frame = visit.frame;
        frame.language = language;
        frame.municipality_id = municipality.id.value;
        frame.municipality_name = municipality.name;
        frame.theme = municipality.id.value;
        frame.path = std::move(path);
        auto question = request.target.find('?');
        if (question != std::string::npos && request.method != http::Method::post) frame.query = request.target.substr(question);
        frame.origin = !options_.public_origin.empty() ? options_.public_origin : (request.secure ? "https://" : "http://") + request.authority;
        frame.sample = options_.sample;
        frame.contact_address = municipality.address.in(language);
        frame.contact_phone = municipality.phone;
        frame.contact_email = municipality.email;

        std::string visitor = request.cookie(visitor_cookie);
        if (visitor.size() != 22) visitor = visit.new_visitor = base64url(random_bytes(16));
        std::string bound = visitor;
        if (std::string secret = request.cookie(session_cookie); !secret.empty()) {
            auto session = people_.session(municipality.id, secret, visit.now);
            if (session && *session) {
                visit.staff = std::move(**session);
                frame.staff_name = visit.staff->member.display_name;
                bound += visit.staff->csrf_secret;
            }
        }
        if (std::string secret = request.cookie(resident_cookie); !secret.empty()) {
            auto session = residents_.session(municipality.id, secret, visit.now);
            if (session && *session) {
                visit.resident = std::move(**session);
                frame.resident_name = visit.resident->name;
                if (!visit.resident->acting.is_self()) {
                    frame.acting_for = visit.resident->acting.name;
                    frame.acting_right = view::text(language, "residents.right_" + visit.resident->acting.kind);
                }
                frame.acting_ended = visit.resident->lapsed;
                bound += visit.resident->csrf_secret;
            }
        }
        frame.csrf_token = http::sign(options_.signing_key, "csrf", bound);
        return visit;
    }

    static bool has_token(const people::Visit& visit) {
        return visit.new_visitor.empty() && equal_in_constant_time(visit.request.form.get("csrf"), visit.frame.csrf_token);
    }
    http::Response refuse(const people::Visit& visit, const char* text_key) { return problem(visit, Error{Fault::forbidden, text_key, "no valid form token", {}}); }

    // A session ran out while somebody was typing, or they logged in anew in another window: what they typed is still there.
    http::Response too_late(people::Visit& visit) {
        auto again = form_again(visit);
        if (!again) return refuse(visit, "site.form_expired");
        visit.frame.index = false;
        visit.frame.title = view::text(visit.language(), again->login_url.empty() ? "site.again_title" : "site.again_login_title");
        return show(visit, pages::form_again_page(visit.frame, *again), fault_status(Fault::forbidden));
    }

    http::Response for_staff(people::Visit& visit, people::Permission permission, const Page& page) {
        visit.frame.index = false;
        visit.frame.wide = true;
        visit.frame.section = "desk";
        if (!visit.staff) {
            std::string back = visit.request.method == http::Method::get ? visit.request.target : visit.frame.to("/desk");
            return http::Response::redirect(visit.frame.to("/sign-in") + "?back=" + url_encoded(back));
        }
        if (!people::may(visit.staff->member, permission)) return problem(visit, Error{Fault::forbidden, "site.no_permission", {}, {}});
        return page_or_renewal(visit, visit.staff->renew_at, page);
    }

    // The provider's answer runs out soon: asked for another one on the way, where nothing typed can be lost.
    http::Response page_or_renewal(people::Visit& visit, const std::optional<Instant>& renew_at, const Page& page) {
        bool due = renew_at && visit.now >= *renew_at && visit.request.method == http::Method::get;
        if (!due || !visit.request.cookie(renew_later_cookie).empty()) return page(visit);
        return http::Response::redirect(visit.frame.to("/login/renew") + "?back=" + url_encoded(visit.request.target));
    }

    http::Response for_resident(people::Visit& visit, people::Assurance least, const Page& page) {
        visit.frame.index = false;
        if (visit.resident && visit.resident->assurance >= least) return page_or_renewal(visit, visit.resident->renew_at, page);
        std::string back = visit.request.method == http::Method::get ? visit.request.target : visit.frame.to("/my");
        std::string more = visit.resident ? "&least=" + std::string(people::assurance_name(least)) : "";
        return http::Response::redirect(visit.frame.to("/login") + "?back=" + url_encoded(back) + more);
    }

    http::Router& router_;
    people::People& people_;
    people::Residents& residents_;
    cases::Cases& cases_;
    SiteOptions options_;
};

}  // namespace

std::unique_ptr<people::Reception> open_reception(http::Router& router, people::People& people, people::Residents& residents, cases::Cases& cases,
                                                         const SiteOptions& options) {
    return std::make_unique<SiteReception>(router, people, residents, cases, options);
}

}  // namespace raekoda::doors::site
