// Covering personal data: words rewritten, photos covered or removed. What was there before is gone everywhere.
#include "base/text.h"
#include "cases/desk_parts.h"
#include "cases/pages.h"

namespace raekoda::cases {

namespace {

using people::Permission;
using people::Visit;

std::string words_field(std::int64_t version) { return "words[" + std::to_string(version) + "]"; }

// "left,top,width,height" in thousandths of the photo.
std::optional<media::Rectangle> area_from(std::string_view text) {
    double sides[4];
    auto parts = split(text, ',');
    if (parts.size() != 4) return std::nullopt;
    for (std::size_t i = 0; i < 4; ++i) {
        auto number = parse_number(trimmed(parts[i]));
        if (!number || *number < 0 || *number > 1000) return std::nullopt;
        sides[i] = *number / 1000;
    }
    return media::Rectangle{sides[0], sides[1], sides[2], sides[3]};
}

// Boxes drawn by the script, and the one typed in percent by those who have none.
Result<std::vector<media::Rectangle>> areas_from(const Visit& visit) {
    std::vector<media::Rectangle> areas;
    const auto& form = visit.request.form;
    auto wrong = [] { return fail(std::vector<Problem>{{"area", "media.bad_area", {}}}); };
    for (auto text : form.all("area")) {
        auto area = area_from(text);
        if (!area) return wrong();
        areas.push_back(*area);
    }
    double sides[4];
    int given = 0;
    for (int i = 0; i < 4; ++i) {
        constexpr const char* names[] = {"left", "top", "width", "height"};
        std::string text = typed(visit, names[i]);
        if (text.empty()) continue;
        std::replace(text.begin(), text.end(), ',', '.');
        auto number = parse_number(text);
        if (!number || *number < 0 || *number > 100) return wrong();
        sides[i] = *number / 100;
        ++given;
    }
    if (given != 0 && given != 4) return wrong();
    if (given == 4) areas.push_back({sides[0], sides[1], sides[2], sides[3]});
    return areas;
}

Outcome cover_photo(Desk& desk, const Visit& visit, const Act& act) {
    auto areas = TRY(areas_from(visit));
    if (areas.empty()) return fail(std::vector<Problem>{{"area", "media.bad_area", {}}});
    PhotoId id(typed(visit, "photo"));
    auto photo = TRY(desk.cases.photo(visit.municipality, id, true));
    if (!photo) return fail(Fault::missing, "no such photo");
    auto covered = desk.workshop.cover(photo->jpeg, areas);
    if (!covered && covered.error().fault == Fault::invalid) return fail(std::vector<Problem>{{"area", problems_of(covered.error()).front().text_key, {}}});
    if (!covered) return tl::unexpected(covered.error());
    return desk.cases.redact_photo(context_of(visit), act, id, *covered);
}

Outcome cover_words(Desk& desk, const Visit& visit, const Act& act) {
    auto version = parse_integer(visit.request.form.get("version")).value_or(-1);
    return desk.cases.redact_words(context_of(visit), act, version, typed(visit, words_field(version)));
}

Outcome remove_photo(Desk& desk, const Visit& visit, const Act& act) {
    return desk.cases.remove_photo(context_of(visit), act, PhotoId(typed(visit, "photo")));
}

http::Response redact(Desk& desk, Visit& visit, std::string_view name, Outcome (*carry_out)(Desk&, const Visit&, const Act&)) {
    auto found = desk_case(desk, visit, Permission::redact);
    if (!found) return desk.reception.problem(visit, found.error());
    const Act act = act_from(visit, *found);
    auto done = carry_out(desk, visit, act);
    if (done) return http::Response::redirect(visit.frame.to("/desk/reports/" + found->report.number.value + "/redact?done=" + std::string(name)));
    if (done.error().fault != Fault::invalid && done.error().fault != Fault::conflict && done.error().fault != Fault::unavailable)
        return desk.reception.problem(visit, done.error());
    Attempt attempt{std::string(name), done.error(), act.seen_version};
    auto now = desk_case(desk, visit, Permission::redact);
    return now ? redact_page(desk, visit, *now, &attempt) : desk.reception.problem(visit, now.error());
}

void add_words(const Visit& visit, const DeskCase& found, const std::vector<Happening>& happenings, const StaffNames& names, const Attempt* attempt, RedactPage& page) {
    auto add = [&](std::int64_t version, const std::string& what, const std::string& text) {
        RedactWords row{version, what, {.name = words_field(version), .label = words(visit, "new_words"), .value = text, .required = true, .maximum = limits::words}};
        if (attempt && attempt->act == "words" && visit.request.form.has(row.field.name)) row.field.value = typed(visit, row.field.name);
        page.words.push_back(std::move(row));
    };
    add(1, words(visit, "report_words"), found.report.words);
    for (const auto& h : happenings)
        if (h.version != 1 && !h.words.empty()) add(h.version, timeline_item(h, *found.municipality, visit.frame, names, true).what, h.words);
}

void add_photos(const Visit& visit, const DeskCase& found, const std::vector<Happening>& happenings, RedactPage& page) {
    auto add = [&](const PhotoId& id) {
        if (std::none_of(page.photos.begin(), page.photos.end(), [&](const auto& p) { return p.id == id.value; }))
            page.photos.push_back({id.value, visit.frame.to(photo_path(id, PhotoSize::large)), words(visit, "photo_number", {{"number", std::to_string(page.photos.size() + 1)}})});
    };
    for (const auto& id : found.report.photos) add(id);
    for (const auto& h : happenings)
        for (const auto& id : h.photos) add(id);
}

}  // namespace

http::Response redact_page(Desk& desk, Visit& visit, const DeskCase& found, const Attempt* attempt) {
    // Notes are for officials alone and stay as they are: only what others may read is offered.
    auto happenings = desk.cases.happenings(visit.municipality, found.report.number, false);
    if (!happenings) return desk.reception.problem(visit, happenings.error());
    RedactPage page;
    page.number = found.report.number.value;
    page.version = found.report.version;
    page.attempt = random_id();
    page.done = done_text(visit);
    add_words(visit, found, *happenings, staff_names(desk, visit.municipality), attempt, page);
    add_photos(visit, found, *happenings, page);
    if (attempt) {
        for (const auto& problem : problems_of(attempt->error)) page.problems.push_back({"", view::text(visit.language(), problem.text_key, problem.arguments)});
        if (attempt->error.text_key == "cases.moved_on") page.meanwhile = happened_since(desk, visit, found, attempt->seen);
    }
    visit.frame.title = words(visit, "redact") + " " + page.number;
    visit.frame.path = "/desk/reports/" + page.number + "/redact";
    return desk.reception.show(visit, pages::desk_redact_page(visit.frame, page), attempt ? fault_status(attempt->error.fault) : 200);
}

void add_redact_pages(const std::shared_ptr<Desk>& desk) {
    auto& reception = desk->reception;
    reception.desk_get("/desk/reports/{number}/redact", Permission::redact, [desk](Visit& visit) {
        auto found = desk_case(*desk, visit, Permission::redact);
        return found ? redact_page(*desk, visit, *found) : desk->reception.problem(visit, found.error());
    });
    reception.desk_post("/desk/reports/{number}/redact-words", Permission::redact, [desk](Visit& visit) { return redact(*desk, visit, "words", cover_words); });
    reception.desk_post("/desk/reports/{number}/redact-photo", Permission::redact, [desk](Visit& visit) { return redact(*desk, visit, "photo", cover_photo); });
    reception.desk_post("/desk/reports/{number}/remove-photo", Permission::redact, [desk](Visit& visit) { return redact(*desk, visit, "removed", remove_photo); });
}

}  // namespace raekoda::cases
