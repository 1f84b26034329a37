// The resident's desk: what waits for them first, then drafts, what is under way, what holds until when, and the way to everything else.
#include "applications/application_page_parts.h"
#include "applications/my_desk_views.h"
#include "applications/pages.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

using people::Visit;

constexpr int most_lines = 500, most_over = 10, most_appointments = 50;

std::string say(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments = {}) { return view::text(visit.language(), "my." + std::string(key), arguments); }

std::string application_url(const Visit& visit, const ApplicationNumber& number) { return visit.frame.to("/my/applications/" + number.value); }

bool holds_now(const ApplicationLine& line, Date today) {
    return line.status == Status::decided && line.outcome && (*line.outcome == Decided::granted || *line.outcome == Decided::partly) && line.valid_to && *line.valid_to >= today;
}

void sort_out(const Visit& visit, const services::ServiceRegister& services, const std::vector<ApplicationLine>& lines, MyDeskPage& page) {
    const Date today = local_time(visit.now).date;
    for (const auto& line : lines) {
        auto card = card_of(line, services, visit, application_url(visit, line.number));
        if (waits_for_applicant(line)) page.waiting.push_back(std::move(card));
        else if (is_open(line.status)) page.open.push_back(std::move(card));
        else if (holds_now(line, today)) page.standing.push_back(std::move(card));
        else if (page.over.size() < most_over) page.over.push_back(std::move(card));
        else page.all_url = visit.frame.to("/my/applications");
    }
}

void add_appointments(Hall& hall, const Visit& visit, const Viewer& viewer, const std::vector<ApplicationLine>& lines, MyDeskPage& page) {
    auto to_come = hall.applications.appointments_to_come(visit.municipality, viewer, visit.now, most_appointments);
    if (!to_come) return;  // the rest of the desk is worth more than none of it
    for (const auto& appointment : *to_come) {
        auto card = card_of(appointment, visit.now, visit.language(), false);
        for (const auto& line : lines)
            if (line.number == appointment.number) card.title = service_name(hall.services, visit.municipality, line.service, line.service_version, visit.now, visit.language());
        card.url = application_url(visit, appointment.number) + "#appointments";
        page.appointments.push_back(std::move(card));
    }
}

http::Response desk_page(Hall& hall, Visit& visit) {
    auto viewer = viewer_of(visit);
    auto lines = hall.applications.of_person(visit.municipality, viewer, most_lines);
    if (!lines) return hall.reception.problem(visit, lines.error());
    MyDeskPage page;
    const auto& resident = *visit.resident;
    page.greeting = resident.acting.is_self() ? resident.name : resident.acting.name;
    if (page.greeting.empty()) page.greeting = say(visit, "heading");
    sort_out(visit, hall.services, *lines, page);
    add_appointments(hall, visit, viewer, *lines, page);
    if (auto drafts = hall.applications.drafts_of(visit.municipality, viewer.person, visit.now))
        for (const auto& draft : *drafts)
            if (draft.for_whom == viewer.acting)
                page.drafts.push_back({service_name(hall.services, visit.municipality, draft.service, draft.service_version, visit.now, visit.language()), visit.frame.to("/apply/" + draft.service + "/" + draft.id.value), {},
                                       say(visit, "draft_saved", {{"moment", moment_words(draft.saved, visit.language())}})});
    if (resident.acting.is_self() && hall.neighbours.reports) page.reports = hall.neighbours.reports(visit);
    for (const auto& link : hall.neighbours.also) page.also.push_back({view::text(visit.language(), link.text_key), visit.frame.to(link.path)});
    for (const char* done : {"cosign", "refuse_signature"})
        if (visit.request.query.get("done") == done) page.done = view::text(visit.language(), std::string("application.done_") + done);
    if (visit.request.query.get("done") == "deleted") page.done = say(visit, "draft_deleted");
    visit.frame.title = say(visit, "heading");
    visit.frame.section = "my";
    visit.frame.index = false;
    return hall.reception.show(visit, pages::my_desk(visit.frame, page));
}

http::Response list_page(Hall& hall, Visit& visit) {
    auto lines = hall.applications.of_person(visit.municipality, viewer_of(visit), most_lines);
    if (!lines) return hall.reception.problem(visit, lines.error());
    MyListPage page;
    for (const auto& line : *lines) page.cards.push_back(card_of(line, hall.services, visit, application_url(visit, line.number)));
    visit.frame.title = say(visit, "all");
    visit.frame.section = "my";
    visit.frame.index = false;
    return hall.reception.show(visit, pages::my_list(visit.frame, page));
}

}  // namespace

void add_my_desk_pages(const Halls& hall) {
    hall->reception.resident_get("/my", people::Assurance::email, [hall](Visit& visit) { return desk_page(*hall, visit); });
    hall->reception.resident_get("/my/applications", people::Assurance::email, [hall](Visit& visit) { return list_page(*hall, visit); });
}

}  // namespace raekoda::applications
