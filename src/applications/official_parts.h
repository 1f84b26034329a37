// What the handlers of officials' pages share. Inside the room only.
#pragma once
#include "applications/application_page_parts.h"
#include "applications/official_views.h"

namespace raekoda::applications {

struct OfficialFound {
    std::shared_ptr<const services::Catalogue> catalogue;
    const services::Municipality* municipality = nullptr;
    std::shared_ptr<const services::Service> service;  // the version it was sent by; nullptr: it is gone
    bool newer_version = false;                         // published anew since
    ApplicationView application;
    std::optional<Content> content;  // nullopt: erased
};
Result<OfficialFound> official_found(Hall&, const people::Visit&);
// Before anything is shown; `purpose`: a text key, why the official looks.
Outcome note_look(Hall&, const people::Visit&, const OfficialFound&, std::string_view purpose);
std::string official_words(const people::Visit&, std::string_view key, std::initializer_list<view::Argument> = {});

// official_decision_pages.cpp
http::Response decision_form(Hall&, people::Visit&);
http::Response issue_decision(Hall&, people::Visit&);
// official_pages.cpp
Act official_act(const people::Visit&, const OfficialFound&);
journal::Context official_context(const people::Visit&);

}  // namespace raekoda::applications
