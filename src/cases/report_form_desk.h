// What the handlers of the report form share. Inside the room only.
#pragma once
#include "cases/report_form.h"
#include "cases/report_form_views.h"
#include "people/visit.h"

namespace raekoda::cases {

// A draft in hand, with what its pages need.
struct DraftInHand {
    std::string secret;
    ReportDraft draft;
    std::shared_ptr<const services::Catalogue> catalogue;
    const services::Municipality* municipality = nullptr;  // to which it goes
    std::vector<Problem> problems_now;                     // of what was sent just now and is not in the draft: photos, bytes that are no text
};

class FormDesk {
public:
    FormDesk(people::Reception& reception, Cases& cases, media::PhotoWorkshop& workshop) : reception(reception), cases(cases), workshop(workshop) {}

    people::Reception& reception;
    Cases& cases;
    media::PhotoWorkshop& workshop;

    // Runs a handler: an unknown or expired draft gets its own page (410), other failures the reception's.
    using Handler = std::function<Result<http::Response>(people::Visit&)>;
    people::Reception::Page page(Handler) const;
    using DraftHandler = std::function<Result<http::Response>(people::Visit&, DraftInHand&)>;
    // With the draft of the path. One that was sent already leads to its last page, unless `sent_too`.
    people::Reception::Page draft_page(DraftHandler, bool sent_too = false) const;

    Result<DraftInHand> fresh(const people::Visit&) const;
    Result<DraftInHand> load(const people::Visit&, const std::string& secret) const;  // gone: no such draft
    Outcome save(const people::Visit&, DraftInHand&) const;  // makes it when there is none yet
    journal::Context context(const people::Visit&, const DraftInHand&, std::string idempotency_key = {}) const;

    // Takes photos out of the request, prepares and keeps them; what is wrong with one is a problem of the field "photos".
    Outcome take_photos(const people::Visit&, DraftInHand&) const;
    // True when a button asked to take a photo out of the draft.
    static bool remove_photo(const people::Visit&, ReportDraft&);
    // Photos that are not kept any more leave the draft. True when there were any.
    Result<bool> drop_lost_photos(DraftInHand&) const;
    // The place decides to whom it goes: photos move along, a kind that is unknown there is forgotten.
    Outcome move_to(const people::Visit&, DraftInHand&, const MunicipalityId&) const;

    // What is wrong with the fields of a step, with what was sent just now.
    std::vector<Problem> problems_of(const people::Visit&, const DraftInHand&, FormStep) const;

    // Head and parts of pages.
    FormHead head(const people::Visit&, const DraftInHand&, FormStep, const std::vector<Problem>&) const;
    std::vector<DraftPhotoView> photos(const people::Visit&, const DraftInHand&) const;
    std::vector<NearbyView> nearby(const people::Visit&, const DraftInHand&, const std::vector<std::string>& kinds) const;
    http::Response to_step(const people::Visit&, const DraftInHand&, FormStep, std::string_view after = {}) const;
    http::Response onward(const people::Visit&, const DraftInHand&) const;  // to the next step that is not filled in
};

std::string draft_path(const people::Visit&, const std::string& secret, FormStep);
// The origin of a municipality's own site: this one, or the same server under its host.
std::string origin_of(const people::Visit&, const services::Municipality&);
// The private link of a report, absolute.
std::string follow_link(const people::Visit&, const services::Municipality&, const ReportNumber&, const std::string& secret);

std::string problem_text(const Problem&, view::Language);
// Of the first problem with this field; empty: none.
std::string error_of(const std::vector<Problem>&, std::string_view field, view::Language);
void prepare_frame(people::Visit&, std::string_view title_key, const std::vector<Problem>& = {}, std::vector<std::string> scripts = {});

view::Field photo_field(view::Language, std::size_t already, const std::vector<Problem>&);
QuestionView question_view(const services::Question&, const Answers&, const std::vector<Problem>&, view::Language, const std::string& field_prefix = "answers.");
// Where a typed address is, when the catalogue is sure of it.
std::optional<services::PlaceFound> sure_place(const services::Catalogue&, const MunicipalityId&, const std::string& address);
// What the form sends, cleaned; nothing when it is not UTF-8.
std::optional<std::string> typed(const http::Request&, std::string_view field);
Answers answers_of_form(const http::Request&, const services::ReportKind&, std::vector<Problem>&, const std::string& prefix = "answers.");
// Photos of a request, prepared, `room` at most; problems of single files are added to `problems`. Error: unavailable.
Result<std::vector<media::Photo>> photos_of_request(media::PhotoWorkshop&, const people::Visit&, std::size_t room, std::vector<Problem>& problems);

http::RouteLimits upload_limits();

// The parts of the form that register themselves.
void add_step_pages(std::shared_ptr<const FormDesk>);
void add_script_pages(std::shared_ptr<const FormDesk>);
void add_join_pages(std::shared_ptr<const FormDesk>);

}  // namespace raekoda::cases
