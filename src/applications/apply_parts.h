// What the handlers of applying share. Inside the room only.
#pragma once
#include "applications/apply_views.h"
#include "applications/draft_content.h"
#include "applications/entitlement.h"
#include "applications/known_facts.h"

namespace raekoda::applications {

// A draft opened by who may: the resident, the guest by their link, the official at the counter.
struct OpenDraft {
    std::shared_ptr<const services::Service> service;
    std::shared_ptr<const form::Form> form;
    Draft draft;
    DraftContent content;
    std::vector<form::Known> known;
    std::string key;          // of a guest's or counter's link; empty
    bool counter = false, newer_version = false;
    std::string base;         // "/et/apply/<service>/<draft>"
    std::string query() const;  // "?key=…" or empty
};
struct WrongRole {
    std::string heading, words;  // the right to act ended, or another role is chosen
};
struct DraftFound {
    std::optional<OpenDraft> open;
    std::optional<WrongRole> wrong_role;
};
// missing: no such draft of theirs, no such service, a service without a form.
Result<DraftFound> open_draft(Hall&, const people::Visit&);
std::shared_ptr<const form::Form> form_of(const services::Service&);  // compiled once a version

// `asked`: what a post answers (form::Posted); others are not called missing.
form::State state_of(const OpenDraft&, const people::Visit&, form::Check, std::string_view page, view::Language, std::span<const std::string> asked = {});
ApplyHead head_of(const people::Visit&, const OpenDraft&, const form::State*);
std::vector<ApplyStep> steps_of(const people::Visit&, const OpenDraft&, const form::State&, std::string_view current);
std::string apply_words(const people::Visit&, std::string_view key, std::initializer_list<view::Argument> = {});
bool guests_may(const services::Service&);

// apply_send.cpp
http::Response check_page(Hall&, people::Visit&);
http::Response send(Hall&, people::Visit&);
// counter_pages.cpp
void add_counter_pages(const Halls&);

}  // namespace raekoda::applications
