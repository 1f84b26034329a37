// What the handlers of applying share. Inside the room only.
#pragma once
#include "applications/apply_views.h"
#include "applications/draft_content.h"
#include "applications/entitlement.h"
#include "applications/known_facts.h"
#include "people/counter_visit.h"

namespace raekoda::applications {

// How the version that a draft began with stands today.
enum class VersionStanding {
    current,
    older,  // published anew since: it may still be sent, or taken over to the new one
    over,   // a law that it stands on has ended, or it is not kept: only the new one can be sent
    gone,   // the service is not offered any more: to be read and deleted
};
VersionStanding standing_of(const services::Service& begun_with, const services::Service* newest, Date today);

// A draft opened by who may: the resident, the guest by their link, the official at the counter.
struct OpenDraft {
    std::shared_ptr<const services::Service> service;  // the version that it began with
    std::shared_ptr<const services::Service> newest;   // of today; nullptr: there is none
    std::shared_ptr<const form::Form> form;
    Draft draft;
    DraftContent content;
    std::vector<form::Known> known;
    std::string key;          // of a guest's link, or of the visit at the counter; empty
    bool counter = false;     // an official fills it in for whom they serve
    VersionStanding standing = VersionStanding::current;
    std::string base;         // "/et/apply/<service>/<draft>"
    bool from_counter = false;  // an official began it for the resident, who goes on with it as their own
    bool may_be_sent() const { return standing == VersionStanding::current || standing == VersionStanding::older; }
    std::string query() const;  // "?key=…" or empty
};
struct WrongRole {
    std::string heading, words;  // the right to act ended, another role is chosen, or the mandate is for other services
    int status = 409;
};
struct DraftFound {
    std::optional<OpenDraft> open;
    std::optional<WrongRole> wrong_role;  // then nothing of it is shown; `open` knows no facts of the represented
};
// missing: no such draft of theirs, no such service, a service without a form.
Result<DraftFound> open_draft(Hall&, const people::Visit&);
std::shared_ptr<const form::Form> form_of(const services::Service&);  // compiled once a version

// `asked`: what a post answers (form::Posted); others are not called missing. `with_data`: form::Input::with_data.
form::State state_of(const OpenDraft&, const people::Visit&, form::Check, std::string_view page, view::Language, std::span<const std::string> asked = {}, bool with_data = true);
void each_field(const std::vector<form::FieldState>&, const std::function<void(const form::FieldState&)>& take);  // whatever is not hidden
http::Response show_wrong_role(Hall&, people::Visit&, const WrongRole&);
ApplyHead head_of(const people::Visit&, const OpenDraft&, const form::State*);
std::vector<ApplyStep> steps_of(const people::Visit&, const OpenDraft&, const form::State&, std::string_view current);
std::string apply_words(const people::Visit&, std::string_view key, std::initializer_list<view::Argument> = {});
bool guests_may(const services::Service&);
// The assurance level that applying needs and this visitor has not shown; empty: enough.
std::string level_missing(const people::Visit&, const services::Service&);

// apply_send.cpp
http::Response check_page(Hall&, people::Visit&);
http::Response send(Hall&, people::Visit&);
// apply_newer.cpp
http::Response newer_page(Hall&, people::Visit&);
http::Response take_newer(Hall&, people::Visit&);
// counter_pages.cpp
void add_counter_pages(const Halls&);
// Whom the official serves in the visit that `key` names. nullopt: no visit of theirs; gone: it is over, also for finishing a form.
Result<std::optional<people::CounterVisit>> served_in(Hall&, const people::Visit&, std::string_view key);

}  // namespace raekoda::applications
