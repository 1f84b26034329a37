// From applications to what pages show: every page of the room says the same thing in the same words. Inside the room (and its pages) only.
#pragma once
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "applications/application.h"
#include "applications/application_content.h"
#include "people/visit.h"
#include "services/service_register.h"
#include "view/components.h"

namespace raekoda::applications {

using StaffNames = std::map<StaffId, std::string>;

std::string date_words(Date, view::Language);
std::string date_words(Instant, view::Language);    // local day
std::string moment_words(Instant, view::Language);  // local day and minute
std::string saved_words(const DraftLine&, view::Language);  // to its owner: when it was saved, and that an official began it
std::string money_words(std::int64_t cents, view::Language);  // "250 €"
// "31.12.2026" or "2026-12-31".
std::optional<Date> typed_date(std::string_view);

// The version that something began with; when it was never kept, the service as it is today. nullptr: there is none.
std::shared_ptr<const services::Service> service_of(const services::ServiceRegister&, const MunicipalityId&, std::string_view service, std::string_view version, Instant now);
// What it is called there; a service that is gone keeps its id.
std::string service_name(const services::ServiceRegister&, const MunicipalityId&, std::string_view service, std::string_view version, Instant now, view::Language);
// The same for many lines of one page: what a version is called is looked up once.
class ServiceNames {
public:
    ServiceNames(const services::ServiceRegister& services, const people::Visit& visit) : services_(services), visit_(visit) {}
    const std::string& of(std::string_view service, std::string_view version);

private:
    struct Name {
        std::string service, version, words;
    };
    const services::ServiceRegister& services_;
    const people::Visit& visit_;
    std::deque<Name> known_;
};
std::string team_name(const services::Municipality&, std::string_view team, view::Language);  // the town itself when there is none
std::string decided_words(Decided, view::Language);
// Until when it is decided; while a signature is missing no day is known yet.
std::string due_words(const ApplicationView&, view::Language);
std::string hearing_words(const Decision&, view::Language);  // why the applicant was not heard; empty: they were, or it was not needed
std::string due_label(const ApplicationView&, view::Language);  // "decision by", or "when the decision comes" when no day is promised
std::string code_in_words(std::string_view subject);             // an Estonian code as people write it: without the country
std::string right_words(const Right&, view::Language);

// `waiting_for` tells what was withdrawn by its applicant from what was never signed.
view::TagView state_tag(Status, std::optional<Decided>, bool read, view::Language, std::string_view waiting_for = {});
// What comes next and when: "Otsus hiljemalt 16.12.2026". Never empty.
std::string next_step(const ApplicationLine&, Instant now, view::Language);
ApplicationLine line_of(const ApplicationView&);
// Whether the next step is the reader's own.
bool waits_for_applicant(const ApplicationLine&);

// The history; `internal`: officials' eyes.
std::vector<view::TimelineItem> timeline_of(const std::vector<Happening>&, const StaffNames&, const PersonId& reader, view::Language, bool internal);

std::vector<view::ProblemView> problem_views(const Error&, view::Language);
std::string problem_of(const std::vector<view::ProblemView>&, std::string_view field);
view::Field words_field(std::string name, std::string label, std::string hint, std::string value, const std::vector<view::ProblemView>&, bool required = true, int rows = 5);

// A line of a list as a page shows it.
struct ApplicationCard {
    std::string number, title, url, about, next;
    view::TagView state;
    bool mine = false;   // waits for the reader
    std::string late;    // empty: in time
};
ApplicationCard card_of(const ApplicationLine&, ServiceNames&, const people::Visit&, std::string url);

// A time that was offered, as a page shows it.
struct AppointmentCard {
    std::string id, when, iso, place, words, answer;
    std::string title, url;        // of the application; on lists
    std::string ics_url;
    view::TagView state;
    bool cancelled = false, can_answer = false;
    view::Field reply;             // what the resident says to it
};
AppointmentCard card_of(const Appointment&, Instant now, view::Language, bool officials_eyes);

// Downloads: one answer for receipts, decisions and files.
http::Response download(std::string content, std::string_view type, std::string_view file_name);

}  // namespace raekoda::applications
