// The steps of the report form. Each is a page of its own: post, redirect, get; what was typed is in the draft before anything is judged.
#include "cases/report_form_pages.h"

#include <cmath>

#include "base/crypto.h"
#include "base/text.h"
#include "cases/pages.h"
#include "cases/report_change.h"
#include "cases/report_form_desk.h"

namespace raekoda::cases {

namespace {

using view::text;

constexpr double kinds_near_metres = 300;
constexpr int places_shown = 8;
constexpr double stale_address_metres = 250;  // a known address farther from the point than this is not its address

// Problems are shown when something was sent just now or the page was asked to show them.
std::vector<Problem> shown_problems(const FormDesk& desk, const people::Visit& visit, const DraftInHand& draft, FormStep step) {
    bool asked = visit.request.method == http::Method::post || visit.request.query.has("problems");
    return asked ? desk.problems_of(visit, draft, step) : draft.problems_now;
}
int status_of(const people::Visit& visit, const std::vector<Problem>& problems) {
    return visit.request.method == http::Method::post && !problems.empty() ? 400 : 200;
}

// --- 1: what happened ---

http::Response show_words(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    const auto language = visit.language();
    auto problems = shown_problems(desk, visit, draft, FormStep::words);
    prepare_frame(visit, "report_form.words_title", problems, {"report", "offline"});
    WordsPage page;
    page.head = desk.head(visit, draft, FormStep::words, problems);
    if (draft.secret.empty()) visit.frame.index = true;
    else visit.frame.path = "/report/" + draft.secret + "/words";
    page.words.name = "words";
    page.words.label = text(language, "report_form.words_label");
    page.words.hint = text(language, "report_form.words_hint");
    page.words.value = draft.draft.words;
    page.words.error_text = error_of(problems, "words", language);
    page.words.required = true;
    page.words.maximum = limits::words;
    page.words.rows = 7;
    page.photos = photo_field(language, draft.draft.photos.size(), problems);
    page.kept = desk.photos(visit, draft);
    page.kind = draft.draft.kind;
    return desk.reception.show(visit, pages::report_words(visit.frame, page), status_of(visit, problems));
}

Result<http::Response> words_posted(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    bool removed = FormDesk::remove_photo(visit, draft.draft);
    auto words = typed(visit.request, "words");
    if (words) draft.draft.words = std::move(*words);
    else draft.problems_now.push_back({"words", "cases.not_utf8", {}});
    if (auto kind = typed(visit.request, "kind"); kind && *kind != draft.draft.kind && draft.municipality->kind(*kind)) {
        draft.draft.kind = *kind;
        draft.draft.details_seen = false;
    }
    TRY(desk.take_photos(visit, draft));
    // An empty form needs no draft.
    if (!draft.secret.empty() || !draft.draft.words.empty() || !draft.draft.photos.empty()) TRY(desk.save(visit, draft));
    if (removed) return desk.to_step(visit, draft, FormStep::words, "#photos");
    if (!desk.problems_of(visit, draft, FormStep::words).empty()) return show_words(desk, visit, draft);
    return desk.onward(visit, draft);
}

// --- 2: where ---

std::string point_text(double lat, double lon) { return view::coordinate(lat) + ", " + view::coordinate(lon); }

std::string chosen_text(const DraftInHand& draft, view::Language language) {
    if (!draft.draft.place) return {};
    auto located = draft.catalogue->locate(draft.draft.place->lat, draft.draft.place->lon);
    return place_words(*draft.municipality, draft.draft.place->address, located.district, draft.draft.place->lat, draft.draft.place->lon, language);
}

// Places to choose from: what the search found, then where photos were taken. The values are "found:0", "photo:0".
struct Offer {
    view::Option option;
    DraftPlace place;
};
std::vector<Offer> offers(const DraftInHand& draft, const MunicipalityId& here, const std::string& query, view::Language language) {
    std::vector<Offer> all;
    if (!query.empty()) {
        auto found = draft.catalogue->find_places(here, query, places_shown);
        for (std::size_t i = 0; i < found.size(); ++i)
            all.push_back({{"found:" + std::to_string(i), found[i].label, {}, found.size() == 1}, {found[i].lat, found[i].lon, found[i].label}});
    }
    for (std::size_t i = 0; i < draft.draft.photos.size(); ++i) {
        const auto& position = draft.draft.photos[i].position;
        if (!position) continue;
        auto located = draft.catalogue->locate(position->latitude, position->longitude);
        std::string label = located.address.empty() ? point_text(position->latitude, position->longitude) : located.address;
        all.push_back({{"photo:" + std::to_string(i),
                        text(language, "report_form.place_of_photo",
                             {{"photo", text(language, "report_form.photo_name", {{"number", i + 1}})}, {"place", label}}), {}, false},
                       {position->latitude, position->longitude, located.address}});
    }
    return all;
}

// What stands in the fields of the place: as typed after a mistake, else the draft's.
struct PlaceTyped {
    std::string address, lat, lon, query;
};

http::Response show_place(const FormDesk& desk, people::Visit& visit, DraftInHand& draft, const std::optional<PlaceTyped>& sent = {}) {
    const auto language = visit.language();
    const auto& place = draft.draft.place;
    auto problems = draft.problems_now;
    if (problems.empty() && visit.request.query.has("problems")) problems = desk.problems_of(visit, draft, FormStep::place);
    PlaceTyped fields = sent.value_or(PlaceTyped{place ? place->address : "", place ? view::coordinate(place->lat) : "", place ? view::coordinate(place->lon) : "",
                                                 clean_input(visit.request.query.get("q")).value_or("")});
    fields.query = first_code_points(fields.query, limits::address);
    prepare_frame(visit, "report_form.place_title", problems, {"place"});
    PlacePage page;
    page.head = desk.head(visit, draft, FormStep::place, problems);
    page.chosen = chosen_text(draft, language);
    page.query = fields.query;
    auto offered = offers(draft, visit.municipality, fields.query, language);
    page.nothing_found = !fields.query.empty() && std::none_of(offered.begin(), offered.end(), [](const auto& o) { return o.option.value.starts_with("found"); });
    for (auto& offer : offered) page.options.push_back(std::move(offer.option));
    page.found.name = "choice";
    page.found.label = text(language, "report_form.place_found");
    page.found.required = true;
    page.found.error_text = error_of(problems, "choice", language);
    page.picker.base = base_map(*draft.catalogue->municipality(visit.municipality), visit.frame);
    page.picker.latitude = fields.lat;
    page.picker.longitude = fields.lon;
    page.picker.address.name = "address";
    page.picker.address.label = text(language, "report_form.place_label");
    page.picker.address.hint = text(language, "report_form.place_hint");
    page.picker.address.value = fields.query.empty() || !fields.address.empty() ? fields.address : fields.query;
    page.picker.address.required = true;
    page.picker.address.autocomplete = "off";
    for (std::size_t i = 0; i < problems.size(); ++i) {
        bool coordinates = page.head.problems[i].field == "lat";
        if (coordinates) page.picker.coordinates_error = page.head.problems[i].text;
        else if (page.head.problems[i].field == "address") page.picker.address.error_text = page.head.problems[i].text;
    }
    return desk.reception.show(visit, pages::report_place(visit.frame, page), status_of(visit, problems));
}

// Takes a place over if somebody here is responsible for it; otherwise says whose it is.
Result<bool> take_place(const FormDesk& desk, const people::Visit& visit, DraftInHand& draft, DraftPlace place) {
    auto problem = [&](Problem p) { draft.problems_now.push_back(std::move(p)); return false; };
    if (!std::isfinite(place.lat) || !std::isfinite(place.lon) || std::abs(place.lat) > 90 || std::abs(place.lon) > 180)
        return problem({"place", "cases.place_out_of_range", {}});
    if (code_point_count(place.address) > limits::address)
        return problem({"address", "cases.too_long", {{"limit", std::to_string(limits::address)}, {"count", std::to_string(code_point_count(place.address))}}});
    auto whose = desk.cases.municipality_of(place.lat, place.lon);
    if (!whose && whose.error().problems.empty()) return tl::unexpected(whose.error());
    if (!whose) {
        bool swapped = std::abs(place.lon) <= 90 && desk.cases.municipality_of(place.lon, place.lat).has_value();
        return problem(swapped ? Problem{"place", "cases.place_swapped", {}} : whose.error().problems.front());
    }
    if (auto known = sure_place(*draft.catalogue, visit.municipality, place.address);
        known && services::metres_between(known->lat, known->lon, place.lat, place.lon) > stale_address_metres)
        place.address = draft.catalogue->locate(place.lat, place.lon).address;
    draft.draft.place = std::move(place);
    TRY(desk.move_to(visit, draft, *whose));
    TRY(desk.save(visit, draft));
    return true;
}

Result<http::Response> place_posted(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    const auto& form = visit.request.form;
    PlaceTyped sent{typed(visit.request, "address").value_or(""), typed(visit.request, "lat").value_or(""), typed(visit.request, "long").value_or(""),
                    typed(visit.request, "q").value_or("")};
    if (form.has("q")) {  // the list of places
        for (auto& offer : offers(draft, visit.municipality, first_code_points(sent.query, limits::address), visit.language()))
            if (offer.option.value == form.get("choice"))
                return TRY(take_place(desk, visit, draft, offer.place)) ? desk.onward(visit, draft) : show_place(desk, visit, draft);
        draft.problems_now.push_back({"choice", "report_form.place_choose_one", {}});
        return show_place(desk, visit, draft, PlaceTyped{"", "", "", sent.query});
    }
    const auto& place = draft.draft.place;
    const bool no_point = sent.lat.empty() && sent.lon.empty();
    // The point that was there before with another address: the person means the address.
    const bool old_point = place && sent.lat == view::coordinate(place->lat) && sent.lon == view::coordinate(place->lon) && sent.address != place->address;
    if (no_point || old_point) {
        bool found = !sent.address.empty() && !draft.catalogue->find_places(visit.municipality, first_code_points(sent.address, limits::address), 1).empty();
        if (found || (no_point && !sent.address.empty()))
            return desk.to_step(visit, draft, FormStep::place, "?q=" + url_encoded(first_code_points(sent.address, limits::address)));
        if (no_point) {
            draft.problems_now.push_back({"place", "cases.required_place", {}});
            return show_place(desk, visit, draft, sent);
        }
    }
    DraftPlace point{degrees_of_typed(sent.lat).value_or(NAN), degrees_of_typed(sent.lon).value_or(NAN), sent.address};
    return TRY(take_place(desk, visit, draft, std::move(point))) ? desk.onward(visit, draft) : show_place(desk, visit, draft, sent);
}

// --- 3: what it is ---

KindChoice kind_choice(const services::ReportKind& kind, const DraftInHand& draft, view::Language language, bool first) {
    return {first ? "f-kind" : "f-kind-" + kind.id, kind.id, kind.name.in(language), kind.short_text.in(language),
            kind.urgent_advice ? kind.advice.in(language) : "", draft.draft.kind == kind.id};
}

std::vector<std::string> likely_kinds(const FormDesk& desk, const people::Visit& visit, const DraftInHand& draft) {
    std::vector<std::string> kinds;
    const auto& place = draft.draft.place;
    auto near = place ? desk.cases.kinds_near(draft.draft.municipality, place->lat, place->lon, kinds_near_metres) : std::map<std::string, int>();
    for (const auto& suggestion : draft.catalogue->suggest(draft.draft.municipality, draft.draft.words, local_time(visit.now).date.month, near, 3))
        kinds.push_back(suggestion.kind);
    return kinds;
}

http::Response show_kind(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    const auto language = visit.language();
    auto problems = shown_problems(desk, visit, draft, FormStep::kind);
    prepare_frame(visit, "report_form.kind_title", problems);
    KindPage page;
    page.head = desk.head(visit, draft, FormStep::kind, problems);
    page.kind = {.name = "kind", .error_text = error_of(problems, "kind", language)};
    auto likely = likely_kinds(desk, visit, draft);
    page.nearby = desk.nearby(visit, draft, likely);
    for (const auto& id : likely) page.likely.push_back(kind_choice(*draft.municipality->kind(id), draft, language, page.likely.empty()));
    std::map<std::string, KindGroup> by_goal;
    for (const auto& kind : draft.municipality->kinds) {
        if (std::find(likely.begin(), likely.end(), kind.id) != likely.end()) continue;
        bool first = likely.empty() && by_goal.empty();
        page.groups_open = page.groups_open || draft.draft.kind == kind.id;
        by_goal[kind.goal].kinds.push_back(kind_choice(kind, draft, language, first));
    }
    for (const auto& goal : draft.municipality->goals)
        if (auto group = by_goal.extract(goal.id)) {
            group.mapped().name = goal.name.in(language);
            page.groups.push_back(std::move(group.mapped()));
        }
    for (auto& [goal, group] : by_goal) {
        group.name = text(language, "report_form.kind_other_goal");
        page.groups.push_back(std::move(group));
    }
    page.groups_open = page.groups_open || likely.empty();
    return desk.reception.show(visit, pages::report_kind(visit.frame, page), status_of(visit, problems));
}

Result<http::Response> kind_posted(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    auto kind = typed(visit.request, "kind").value_or("");
    if (!draft.municipality->kind(kind)) {
        draft.draft.kind = kind;  // not saved: the page says what is wrong with it
        return show_kind(desk, visit, draft);
    }
    if (kind != draft.draft.kind) draft.draft.details_seen = false;
    draft.draft.kind = kind;
    TRY(desk.save(visit, draft));
    return desk.onward(visit, draft);
}

// --- 4: questions, photos, contact ---

view::Field contact_field(const char* name, const std::string& value, const char* type, const char* autocomplete, const std::vector<Problem>& problems,
                          view::Language language) {
    view::Field field;
    field.name = name;
    field.label = text(language, std::string("report_form.") + name);
    field.value = value;
    field.type = type;
    field.autocomplete = autocomplete;
    field.error_text = error_of(problems, name, language);
    return field;
}

http::Response show_details(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    const auto language = visit.language();
    const auto* kind = draft.municipality->kind(draft.draft.kind);
    if (!kind) return desk.onward(visit, draft);
    if (visit.request.query.has("lost")) draft.problems_now.push_back({"photos", "cases.photo_expired", {}});
    auto problems = shown_problems(desk, visit, draft, FormStep::details);
    prepare_frame(visit, "report_form.details_title", problems, {"report"});
    DetailsPage page;
    page.head = desk.head(visit, draft, FormStep::details, problems);
    page.kind = kind->name.in(language);
    page.change_kind = draft_path(visit, draft.secret, FormStep::kind);
    page.advice = kind->advice.in(language);
    page.urgent = kind->urgent_advice;
    page.nearby = desk.nearby(visit, draft, {kind->id});
    for (const auto& question : kind->questions) page.questions.push_back(question_view(question, draft.draft.answers, problems, language));
    page.photos = photo_field(language, draft.draft.photos.size(), problems);
    page.kept = desk.photos(visit, draft);
    page.name = contact_field("name", draft.draft.contact.name, "text", "name", problems, language);
    page.email = contact_field("email", draft.draft.contact.email, "email", "email", problems, language);
    page.phone = contact_field("phone", draft.draft.contact.phone, "tel", "tel", problems, language);
    return desk.reception.show(visit, pages::report_details(visit.frame, page), status_of(visit, problems));
}

Result<http::Response> details_posted(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    const auto* kind = draft.municipality->kind(draft.draft.kind);
    if (!kind) return desk.onward(visit, draft);
    bool removed = FormDesk::remove_photo(visit, draft.draft);
    draft.draft.answers = answers_of_form(visit.request, *kind, draft.problems_now);
    for (auto [name, value] : {std::pair{"name", &draft.draft.contact.name}, {"email", &draft.draft.contact.email}, {"phone", &draft.draft.contact.phone}}) {
        auto clean = typed(visit.request, name);
        if (!clean) draft.problems_now.push_back({name, "cases.not_utf8", {}});
        *value = first_code_points(clean.value_or(""), 1000);
    }
    TRY(desk.take_photos(visit, draft));
    const bool adding = visit.request.form.has("add");
    const bool photos_fine = draft.problems_now.empty();
    auto problems = desk.problems_of(visit, draft, FormStep::details);
    draft.draft.details_seen = problems.empty() && !removed && !adding;
    TRY(desk.save(visit, draft));
    if ((removed || adding) && photos_fine) return desk.to_step(visit, draft, FormStep::details, draft.draft.photos.empty() ? "#f-photos" : "#photos");
    if (!problems.empty()) return show_details(desk, visit, draft);
    return desk.onward(visit, draft);
}

// --- 5: look at it and send ---

std::string due_words(Instant due, const services::Limit& limit, view::Language language) {
    if (due.microseconds <= 0) return {};
    return limit.hours > 0 ? moment_words(due, language) : date_words(due, language);
}

std::vector<PreviewPiece> pieces_of(const Cases::Preview& preview, view::Language language) {
    std::vector<PreviewPiece> pieces;
    for (const auto& part : preview.parts) {
        if (!part.covered.empty()) {
            pieces.push_back({text(language, part.covered), true, false});
            continue;
        }
        bool first = true;
        for (auto line : split(part.text, '\n')) {
            if (!first) pieces.push_back({"", false, true});
            if (!line.empty()) pieces.push_back({std::string(line), false, false});
            first = false;
        }
    }
    return pieces;
}

// Answers in words, public and others; what personal data they hold is covered as it will be when they are published.
void add_answers(CheckPage& page, const DraftInHand& draft, const services::ReportKind& kind, view::Language language) {
    for (const auto& question : kind.questions) {
        auto found = draft.draft.answers.find(question.code);
        if (found == draft.draft.answers.end() || found->second.empty()) continue;
        std::vector<std::string> values;
        for (const auto& value : found->second) {
            auto choice = std::find_if(question.values.begin(), question.values.end(), [&](const auto& c) { return c.key == value; });
            if (choice != question.values.end()) values.push_back(choice->name.in(language));
            else if (question.datatype == services::Datatype::datetime) values.push_back(typed_of_moment(value));
            else values.push_back(question.is_public ? cover_words(*draft.municipality, value, draft.draft.language).published : value);
        }
        (question.is_public ? page.answers : page.hidden_answers).push_back({question.label.in(language), joined(values, ", ")});
    }
}

void add_contact(CheckPage& page, const people::Contact& contact, view::Language language) {
    for (auto [name, value] : {std::pair{"name", &contact.name}, {"email", &contact.email}, {"phone", &contact.phone}})
        if (!value->empty()) page.contact.push_back({text(language, std::string("report_form.") + name), *value});
}

Result<http::Response> show_check(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    const auto language = visit.language();
    if (auto step = next_step(draft.draft); step != FormStep::check) return desk.to_step(visit, draft, step);
    if (TRY(desk.drop_lost_photos(draft))) {
        TRY(desk.save(visit, draft));
        return desk.to_step(visit, draft, FormStep::details, "?problems=1&lost=1");
    }
    auto preview = desk.cases.preview(desk.context(visit, draft), report_of(draft.draft));
    if (!preview && preview.error().problems.empty()) return tl::unexpected(preview.error());
    if (!preview) return desk.to_step(visit, draft, step_of_field(preview.error().problems.front().field), "?problems=1");
    const auto& kind = *draft.municipality->kind(draft.draft.kind);
    prepare_frame(visit, "report_form.check_title", {}, {"map"});
    CheckPage page;
    page.head = desk.head(visit, draft, FormStep::check, {});
    page.words_url = draft_path(visit, draft.secret, FormStep::words);
    page.place_url = draft_path(visit, draft.secret, FormStep::place);
    page.kind_url = draft_path(visit, draft.secret, FormStep::kind);
    page.details_url = draft_path(visit, draft.secret, FormStep::details);
    page.words = pieces_of(*preview, language);
    page.covers_something = preview->covers_something;
    page.kind = kind.name.in(language);
    auto shown = draft;
    shown.draft.place->address = cover_words(*draft.municipality, draft.draft.place->address, draft.draft.language).published;
    if (shown.draft.place->address.empty()) shown.draft.place->address = draft.catalogue->locate(draft.draft.place->lat, draft.draft.place->lon).address;
    page.place = chosen_text(shown, language);
    page.map = {base_map(*draft.municipality, visit.frame), draft.draft.place->lat, draft.draft.place->lon, page.place};
    add_answers(page, draft, kind, language);
    add_contact(page, draft.draft.contact, language);
    page.photos = desk.photos(visit, draft);
    page.holder = team_name(*draft.municipality, preview->routing.team, language);
    page.holder_reason = preview->routing.note.in(language);
    page.promise = due_words(preview->due, preview->routing.limit, language);
    page.reviewed = kind.review_before_publishing;
    return desk.reception.show(visit, pages::report_check(visit.frame, page));
}

// The key follows from the draft alone: pressing twice, going back and pressing again make one report.
Result<http::Response> sent(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    if (auto step = next_step(draft.draft); step != FormStep::check) return desk.to_step(visit, draft, step);
    auto opened = desk.cases.open_report(desk.context(visit, draft, "report-form/" + hex(hash_256("report-form/" + draft.secret))), report_of(draft.draft));
    if (!opened && opened.error().problems.empty()) return tl::unexpected(opened.error());
    if (!opened) {
        // The first to be mended; a photo that is lost is noticed by the page before.
        const auto& problem = opened.error().problems.front();
        if (problem.text_key == "cases.photo_expired") return desk.to_step(visit, draft, FormStep::check);
        return desk.to_step(visit, draft, step_of_field(problem.field), "?problems=1");
    }
    // What is personal is in the vault now; the draft only leads to the last page.
    ReportDraft left;
    left.municipality = draft.draft.municipality;
    left.number = opened->number;
    left.told_by_mail = !draft.draft.contact.email.empty();
    draft.draft = std::move(left);
    TRY(desk.save(visit, draft));
    return desk.to_step(visit, draft, FormStep::done);
}

Result<http::Response> show_done(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    if (draft.draft.number.empty()) return desk.onward(visit, draft);
    const auto language = visit.language();
    auto report = TRY(desk.cases.report(draft.draft.municipality, draft.draft.number));
    if (!report) return fail(Fault::broken, "the report of a draft is not there");
    prepare_frame(visit, "report_form.done_title");
    DonePage page;
    page.number = draft.draft.number.value;
    page.municipality = draft.municipality->name.in(language);
    page.follow = follow_link(visit, *draft.municipality, draft.draft.number, desk.cases.follow_secret(draft.draft.municipality, draft.draft.number));
    page.public_url = origin_of(visit, *draft.municipality) + visit.frame.to(report_path(draft.draft.number));
    page.told_by_mail = draft.draft.told_by_mail;
    page.reviewed = report->visibility == Visibility::awaiting_review;
    page.holder = team_name(*draft.municipality, report->holder.team, language);
    page.promise = due_words(report->due, report->limit, language);
    if (auto usual = desk.cases.usual_duration(draft.draft.municipality, report->kind)) page.usual = usual_words(*usual, language);
    return desk.reception.show(visit, pages::report_done(visit.frame, page));
}

// A photo of a draft, for who has the draft.
Result<http::Response> draft_photo(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) {
    PhotoId id(visit.request.path_value("photo"));
    bool here = std::any_of(draft.draft.photos.begin(), draft.draft.photos.end(), [&](const auto& photo) { return photo.id == id; });
    auto bytes = here ? TRY(desk.cases.photo(draft.draft.municipality, id, false)) : std::nullopt;
    if (!bytes) return fail(Fault::missing, "no such photo in this draft");
    auto response = http::Response::of_type("image/jpeg", std::move(bytes->jpeg));
    response.with_header("Cache-Control", "private, no-store");
    return response;
}

Result<http::Response> continue_draft(const FormDesk& desk, people::Visit& visit, DraftInHand& draft) { return desk.onward(visit, draft); }

}  // namespace

void add_step_pages(std::shared_ptr<const FormDesk> desk) {
    auto& at = desk->reception;
    using Step = Result<http::Response> (*)(const FormDesk&, people::Visit&, DraftInHand&);
    using Show = http::Response (*)(const FormDesk&, people::Visit&, DraftInHand&);
    auto keep = [desk](people::Reception::Page page) { return [desk, page = std::move(page)](people::Visit& visit) { return page(visit); }; };
    auto step = [desk, keep](Step run, bool sent_too = false) {
        return keep(desk->draft_page([desk, run](people::Visit& visit, DraftInHand& draft) { return run(*desk, visit, draft); }, sent_too));
    };
    auto show = [desk, keep](Show run) {
        return keep(desk->draft_page([desk, run](people::Visit& visit, DraftInHand& draft) -> Result<http::Response> { return run(*desk, visit, draft); }));
    };
    auto start = [desk, keep](Step run) {
        return keep(desk->page([desk, run](people::Visit& visit) -> Result<http::Response> {
            auto draft = TRY(desk->fresh(visit));
            return run(*desk, visit, draft);
        }));
    };
    at.get("/report", start([](const FormDesk& d, people::Visit& v, DraftInHand& draft) -> Result<http::Response> { return show_words(d, v, draft); }));
    at.post("/report", start(words_posted), upload_limits());
    at.get("/report/{draft}", step(continue_draft));
    at.get("/report/{draft}/words", show(show_words));
    at.post("/report/{draft}/words", step(words_posted), upload_limits());
    at.get("/report/{draft}/place", show([](const FormDesk& d, people::Visit& v, DraftInHand& draft) { return show_place(d, v, draft); }));
    at.post("/report/{draft}/place", step(place_posted));
    at.get("/report/{draft}/kind", show(show_kind));
    at.post("/report/{draft}/kind", step(kind_posted));
    at.get("/report/{draft}/details", show(show_details));
    at.post("/report/{draft}/details", step(details_posted), upload_limits());
    at.get("/report/{draft}/check", step(show_check));
    at.post("/report/{draft}/check", step(sent));
    at.get("/report/{draft}/done", step(show_done, true));
    at.get("/report/{draft}/photos/{photo}", step(draft_photo));
}

void add_report_form_pages(people::Reception& reception, Cases& cases, media::PhotoWorkshop& workshop) {
    auto desk = std::make_shared<const FormDesk>(reception, cases, workshop);
    add_step_pages(desk);
    add_join_pages(desk);
    add_script_pages(desk);
}

}  // namespace raekoda::cases
