// Somebody at the door: the request, in which municipality's town hall, in which language, and which official or resident is signed in.
// The site's door makes visits; rooms' pages answer them.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "http/http.h"
#include "journal/journal.h"
#include "people/people.h"
#include "people/residents.h"
#include "view/view.h"

namespace raekoda::people {

struct Visit {
    const http::Request& request;
    MunicipalityId municipality;
    view::Frame frame;  // title, section, scripts: to be filled by the page
    std::optional<StaffSession> staff;
    Instant now;
    std::optional<ResidentSession> resident;
    std::string new_visitor;  // the value of the visitor's cookie when the request had none

    view::Language language() const { return frame.language; }
    // The context of a command: actor "person/<id>" or "person/<id>/for/<represented>/<kind>" of a resident who is signed in, "resident" of
    // somebody unknown, "staff/<id>" when an official acts.
    journal::Context as_resident(std::string idempotency_key = {}) const {
        return {municipality, now, resident ? resident->actor() : "resident", std::move(idempotency_key)};
    }
    journal::Context as_staff(std::string idempotency_key = {}) const {
        return {municipality, now, staff ? "staff/" + staff->member.id.value : "resident", std::move(idempotency_key)};
    }
};

// Where signing in may lead back to: a page of this site in one of its languages, else `home` ("/my"). Never to a page of signing in or out.
std::string way_back(const view::Frame&, std::string_view wanted, std::string_view home);

// What the site's door offers to the pages of rooms.
class Reception {
public:
    virtual ~Reception() = default;
    static constexpr const char* resident_cookie = "raekoda_resident";  // the secret of a resident's session
    static constexpr const char* renew_later_cookie = "raekoda_renew_later";  // the login's provider was silent: not again at once

    // A page for everybody: GET "/{lang}" + pattern. `limits` for POST bodies.
    using Page = std::function<http::Response(Visit&)>;
    virtual void get(std::string_view pattern, Page) = 0;
    // POST "/{lang}" + pattern; the form's CSRF token is checked before (403 with a page that lets the person try again).
    virtual void post(std::string_view pattern, Page, http::RouteLimits = {}) = 0;
    // POST by our own scripts or programs: instead of the token, the header Idempotency-Key must be there (a browser never sends it across sites unasked).
    virtual void post_from_script(std::string_view pattern, Page, http::RouteLimits = {}) = 0;
    // Pages of the desk: sends who is not signed in to the sign-in page and back; 403 page without the permission.
    virtual void desk_get(std::string_view pattern, Permission, Page) = 0;
    virtual void desk_post(std::string_view pattern, Permission, Page, http::RouteLimits = {}) = 0;
    // Pages of residents: sends who is not signed in, or not surely enough, to the login and back.
    virtual void resident_get(std::string_view pattern, Assurance least, Page) = 0;
    virtual void resident_post(std::string_view pattern, Assurance least, Page, http::RouteLimits = {}) = 0;

    // Answers: a page, or the page for an expected failure (a sentence in the reader's language, status by the fault; logged when broken).
    virtual http::Response show(const Visit&, view::Html, int status = 200) = 0;
    virtual http::Response problem(const Visit&, const Error&) = 0;
};

}  // namespace raekoda::people
