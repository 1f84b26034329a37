// FRONT DOOR of the site: receives visitors, hands them to the rooms' pages, and has the pages that belong to no room: home, search,
// accessibility, privacy. Also assets, themes, the service worker, safe headers and rate limits.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cases/cases.h"
#include "http/http.h"
#include "people/people.h"
#include "people/residents.h"
#include "people/visit.h"
#include "services/service_register.h"

namespace raekoda::doors::site {

struct SiteOptions {
    std::string signing_key;        // 32 bytes: CSRF tokens
    std::string public_origin;      // "https://raekoda.ee"; empty: what the request says
    bool sample = false;            // every page says that people and reports are made up
    bool rate_limits = true;
    double requests_per_second = 40, request_burst = 400;  // by address: pages
    double posts_per_second = 1, post_burst = 60;          // by address: forms
};

// The reception over a router. Keeps references: router, people, residents and cases must outlive it.
std::unique_ptr<people::Reception> open_reception(http::Router&, people::People&, people::Residents&, cases::Cases&, const SiteOptions&);
// Home, search, static pages, assets, sw.js, manifest, themes, robots.txt.
void add_site_pages(http::Router&, people::Reception&, cases::Cases&, services::ServiceRegister&, const SiteOptions&);
// Headers of every answer, limits by address, pages for errors that no handler made. Call last.
void guard(http::Router&, people::Reception&, cases::Cases&, const SiteOptions&);

}  // namespace raekoda::doors::site
