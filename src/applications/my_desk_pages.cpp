// The resident's desk: what waits for them first, then drafts, what is under way, what holds until when, and the way to everything else.
#include "applications/desk_matters.h"
#include "applications/known_facts.h"
#include "applications/pages.h"
#include "base/text.h"
#include "people/acting_choices.h"

namespace raekoda::applications {

namespace {

using people::Visit;

constexpr int page_lines = 50, most_to_sign = 500;

std::string say(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments = {}) { return view::text(visit.language(), "my." + std::string(key), arguments); }

std::string application_url(const Visit& visit, const ApplicationNumber& number) { return visit.frame.to("/my/applications/" + number.value); }

// What they began as a guest, for themselves: gone on with from here like their own.
void add_guests_drafts(Hall& hall, const Visit& visit, const Viewer& viewer, std::vector<DraftLine>& drafts) {
    for (const auto& guest : viewer.also)
        if (auto theirs = hall.applications.drafts_of(visit.municipality, guest, visit.now))
            for (auto& draft : *theirs)
                if (draft.for_whom == guest) draft.for_whom = viewer.person, drafts.push_back(std::move(draft));
    if (!viewer.also.empty()) std::stable_sort(drafts.begin(), drafts.end(), [](const auto& a, const auto& b) { return a.saved > b.saved; });
}

void add_drafts(Hall& hall, const Visit& visit, const Viewer& viewer, MyDeskPage& page) {
    auto drafts = hall.applications.drafts_of(visit.municipality, viewer.person, visit.now);
    if (!drafts) return;
    add_guests_drafts(hall, visit, viewer, *drafts);
    int others = 0;
    for (const auto& draft : *drafts) {
        if (draft.for_whom != viewer.acting || !viewer.covers(draft.service)) ++others;
        else
            page.drafts.push_back({service_name(hall.services, visit.municipality, draft.service, draft.service_version, visit.now, visit.language()),
                                   visit.frame.to("/apply/" + draft.service + "/" + draft.id.value), {}, saved_words(draft, visit.language())});
    }
    if (others) page.other_drafts = say(visit, "drafts_others", {view::Argument("count", others)});
}

// For whom they could act when they last asked: choosing one asks the registers anew.
void add_family(Hall& hall, const Visit& visit, MyDeskPage& page) {
    const auto& resident = *visit.resident;
    page.may_have_family = resident.assurance >= people::Assurance::substantial && people::is_estonian_code(resident.subject);
    if (!page.may_have_family) return;
    const std::string_view wanted[] = {people::acting_choices_fact};
    auto facts = hall.residents.best_facts(visit.municipality, resident.person, wanted);
    if (!facts) return;
    const auto told = people::choices_told(*facts);
    if (!resident.acting.is_self()) page.family.push_back({"self", resident.name, say(visit, "family_self")});
    for (const auto& choice : told)
        if (choice.key != resident.acting.key()) page.family.push_back({choice.key, choice.name, right_words({choice.kind, {}}, visit.language())});
}

http::Response desk_page(Hall& hall, Visit& visit) {
    auto viewer = viewer_with_guests(hall, visit);
    if (!viewer) return hall.reception.problem(visit, viewer.error());
    auto matters = matters_of(hall, visit, {*viewer, [&](const ApplicationNumber& number) { return application_url(visit, number); }, visit.frame.to("/my/applications"), false});
    if (!matters) return hall.reception.problem(visit, matters.error());
    MyDeskPage& page = *matters;
    const auto& resident = *visit.resident;
    page.greeting = resident.acting.is_self() ? resident.name : resident.acting.name;
    if (page.greeting.empty()) page.greeting = say(visit, "heading");
    add_drafts(hall, visit, *viewer, page);
    add_family(hall, visit, page);
    if (resident.acting.is_self() && hall.neighbours.reports) page.reports = hall.neighbours.reports(visit, viewer->whose());
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
    auto viewer = viewer_with_guests(hall, visit);
    if (!viewer) return hall.reception.problem(visit, viewer.error());
    using Turn = Applications::Turn;
    const auto older = visit.request.query.get("older"), newer = visit.request.query.get("newer");
    auto read = hall.applications.page_of_person(visit.municipality, *viewer, newer.empty() ? Turn::older : Turn::newer, newer.empty() ? older : newer, page_lines);
    if (!read) return hall.reception.problem(visit, read.error());
    MyListPage page;
    ServiceNames names(hall.services, visit);
    auto add = [&](const ApplicationLine& line) { page.cards.push_back(card_of(line, names, visit, application_url(visit, line.number))); };
    const std::string here = visit.frame.to("/my/applications");
    if (!read->newer.empty()) page.turn.newer_url = here + "?newer=" + url_encoded(read->newer);
    if (!read->older.empty()) page.turn.older_url = here + "?older=" + url_encoded(read->older);
    // What others want signed waits at the front of the first page.
    if (read->newer.empty())
        if (auto asked = hall.applications.to_sign(visit.municipality, viewer->person, most_to_sign))
            for (const auto& line : *asked) add(line);
    for (const auto& line : read->lines) add(line);
    visit.frame.title = say(visit, "all");
    visit.frame.section = "my";
    visit.frame.index = false;
    return hall.reception.show(visit, pages::my_list(visit.frame, page));
}

}  // namespace

std::optional<view::Link> matter_link(const PageParts& parts, const Visit& visit, std::string_view reference) {
    constexpr std::string_view kind = "application/";
    const bool of_draft = reference.starts_with(draft_reference);
    if (!visit.resident || (!of_draft && !reference.starts_with(kind))) return std::nullopt;
    Hall hall(parts);
    ApplicationNumber number{std::string(reference.substr(of_draft ? draft_reference.size() : kind.size()))};
    if (of_draft) {
        auto became = hall.applications.sent_from(visit.municipality, DraftId(number.value));
        if (!became || !*became) return std::nullopt;
        number = **became;
    }
    auto viewer = viewer_with_guests(hall, visit);
    if (!viewer) return std::nullopt;
    auto found = hall.applications.of_viewer(visit.municipality, number, *viewer);
    if (!found || !*found) return std::nullopt;
    return view::Link{service_name(hall.services, visit.municipality, (*found)->service, (*found)->service_version, visit.now, visit.language()) + ", " + number.value, application_url(visit, number)};
}

void add_my_desk_pages(const Halls& hall) {
    hall->reception.resident_get("/my", people::Assurance::email, [hall](Visit& visit) { return desk_page(*hall, visit); });
    hall->reception.resident_get("/my/applications", people::Assurance::email, [hall](Visit& visit) { return list_page(*hall, visit); });
}

}  // namespace raekoda::applications
