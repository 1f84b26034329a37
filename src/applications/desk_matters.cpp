#include "applications/desk_matters.h"

namespace raekoda::applications {

namespace {

using people::Visit;

constexpr int most_lines = 500, most_over = 10, most_appointments = 50;
constexpr std::size_t most_news = 8;
constexpr std::int64_t news_seconds = 30LL * 24 * 3600;

bool holds_now(const ApplicationLine& line, Date today) {
    return line.status == Status::decided && line.outcome && (*line.outcome == Decided::granted || *line.outcome == Decided::partly) && line.valid_to && *line.valid_to >= today;
}

void sort_out(const Visit& visit, ServiceNames& names, const std::vector<ApplicationLine>& lines, const DeskEyes& eyes, MyDeskPage& page) {
    const Date today = local_time(visit.now).date;
    for (const auto& line : lines) {
        auto* place = waits_for_applicant(line) ? &page.waiting : is_open(line.status) ? &page.open : holds_now(line, today) ? &page.standing : &page.over;
        if (place == &page.over && page.over.size() >= most_over && !eyes.all_url.empty()) {  // not shown here: nothing is worked out for it
            page.all_url = eyes.all_url;
            continue;
        }
        place->push_back(card_of(line, names, visit, eyes.url(line.number)));
        // The next step is said to the person; to an official a decision that was not opened only waits.
        if (eyes.official && line.status == Status::decided && !line.read) place->back().next = view::text(visit.language(), "desk_applications.not_read_yet");
    }
}

void add_appointments(Hall& hall, const Visit& visit, const DeskEyes& eyes, ServiceNames& names, const std::vector<ApplicationLine>& lines, MyDeskPage& page) {
    auto to_come = hall.applications.appointments_to_come(visit.municipality, eyes.viewer, visit.now, most_appointments);
    if (!to_come) return;
    for (const auto& appointment : *to_come) {
        auto card = card_of(appointment, visit.now, visit.language(), eyes.official);
        for (const auto& line : lines)
            if (line.number == appointment.number) card.title = names.of(line.service, line.service_version);
        card.url = eyes.url(appointment.number) + (eyes.official ? "#appointments-title" : "#appointments");
        page.appointments.push_back(std::move(card));
    }
}

void add_news(Hall& hall, const Visit& visit, const DeskEyes& eyes, ServiceNames& names, const std::vector<ApplicationLine>& lines, MyDeskPage& page) {
    auto news = hall.applications.news(visit.municipality, lines, visit.now.plus_seconds(-news_seconds), most_news);
    if (!news) return;
    for (const auto& [line, happening] : *news)
        for (auto& item : timeline_of({happening}, {}, eyes.viewer.person, visit.language(), false))
            page.news.push_back({std::move(item.what), std::move(item.moment), std::move(item.moment_text), names.of(line->service, line->service_version) + ", " + line->number.value,
                                 eyes.url(line->number)});
}

}  // namespace

Result<MyDeskPage> matters_of(Hall& hall, const Visit& visit, const DeskEyes& eyes) {
    auto lines = TRY(hall.applications.of_person(visit.municipality, eyes.viewer, most_lines));
    MyDeskPage page;
    if (lines.size() >= static_cast<std::size_t>(most_lines)) page.all_url = eyes.all_url;  // the desk is not the place for so many
    ServiceNames names(hall.services, visit);
    sort_out(visit, names, lines, eyes, page);
    add_appointments(hall, visit, eyes, names, lines, page);
    add_news(hall, visit, eyes, names, lines, page);
    return page;
}

}  // namespace raekoda::applications
