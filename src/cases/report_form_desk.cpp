#include "cases/report_form_desk.h"

#include "base/text.h"
#include "cases/pages.h"

namespace raekoda::cases {

namespace {

constexpr double nearby_metres = 150;
constexpr int nearby_shown = 5;
constexpr std::size_t most_photos_sent = 60;  // more in one request is refused at the door; more than fit a report is a problem of the field

std::string number_text(std::size_t number) { return std::to_string(number); }

// Positions that the browser read from photos before it made them smaller: "58.1,26.2;;58.3,26.9", one a file.
std::optional<media::GeoPosition> position_sent(std::string_view list, std::size_t index) {
    auto positions = split(list, ';');
    if (index >= positions.size()) return std::nullopt;
    auto parts = split(positions[index], ',');
    if (parts.size() != 2) return std::nullopt;
    auto lat = parse_number(parts[0]), lon = parse_number(parts[1]);
    if (!lat || !lon || *lat < -90 || *lat > 90 || *lon < -180 || *lon > 180) return std::nullopt;
    return media::GeoPosition{*lat, *lon};
}

Problem photo_problem(std::string sentence) { return {"photos", "report_form.photo_problem", {{"text", std::move(sentence)}}}; }

}  // namespace

http::RouteLimits upload_limits() { return {100u << 20, most_photos_sent, 2 * media::max_file_bytes, 400}; }

people::Reception::Page FormDesk::page(Handler handler) const {
    return [this, handler = std::move(handler)](people::Visit& visit) {
        auto response = handler(visit);
        if (response) return std::move(*response);
        if (response.error().fault != Fault::gone) return reception.problem(visit, response.error());
        prepare_frame(visit, "report_form.gone_title");
        return reception.show(visit, pages::report_gone(visit.frame, visit.request.method == http::Method::post), 410);
    };
}

people::Reception::Page FormDesk::draft_page(DraftHandler handler, bool sent_too) const {
    return page([this, handler = std::move(handler), sent_too](people::Visit& visit) -> Result<http::Response> {
        auto draft = TRY(load(visit, visit.request.path_value("draft")));
        if (!sent_too && !draft.draft.number.empty()) return to_step(visit, draft, FormStep::done);
        return handler(visit, draft);
    });
}

Result<DraftInHand> FormDesk::fresh(const people::Visit& visit) const {
    DraftInHand draft;
    draft.catalogue = cases.catalogue();
    draft.municipality = draft.catalogue->municipality(visit.municipality);
    if (!draft.municipality) return fail(Fault::missing, "unknown municipality");
    draft.draft.municipality = visit.municipality;
    draft.draft.language = view::code(visit.language());
    return draft;
}

Result<DraftInHand> FormDesk::load(const people::Visit& visit, const std::string& secret) const {
    if (secret.size() > 64) return fail(Fault::gone, "no such draft");
    auto content = TRY(cases.draft(visit.municipality, secret, visit.now));
    if (!content) return fail(Fault::gone, "no such draft");
    auto decoded = decode_draft(*content);
    if (!decoded) return fail(Fault::gone, "a draft cannot be read: " + decoded.error().detail);
    auto draft = TRY(fresh(visit));
    draft.secret = secret;
    draft.draft = std::move(*decoded);
    draft.draft.language = view::code(visit.language());  // in which the person reads now
    // The catalogue may have changed since.
    draft.municipality = draft.catalogue->municipality(draft.draft.municipality);
    if (!draft.municipality) return fail(Fault::gone, "the draft's municipality is not served any more");
    if (draft.draft.number.empty() && !draft.draft.kind.empty() && !draft.municipality->kind(draft.draft.kind)) draft.draft.kind.clear();
    return draft;
}

Outcome FormDesk::save(const people::Visit& visit, DraftInHand& draft) const {
    draft.draft.language = view::code(visit.language());
    std::string content = encode(draft.draft);
    if (content.size() > draft_bytes) return fail(Fault::too_large, "the draft is too large");
    if (draft.secret.empty()) {
        draft.secret = TRY(cases.new_draft(visit.municipality, content, visit.now));
        return {};
    }
    auto saved = cases.save_draft(visit.municipality, draft.secret, content, visit.now);
    if (!saved && saved.error().fault == Fault::missing) return fail(Fault::gone, "no such draft");
    return saved;
}

journal::Context FormDesk::context(const people::Visit& visit, const DraftInHand& draft, std::string idempotency_key) const {
    auto context = visit.as_resident(std::move(idempotency_key));
    context.municipality = draft.draft.municipality;
    return context;
}

Result<std::vector<media::Photo>> photos_of_request(media::PhotoWorkshop& workshop, const people::Visit& visit, std::size_t room, std::vector<Problem>& problems) {
    std::vector<media::Photo> photos;
    const auto language = visit.language();
    std::size_t left_out = 0, index = 0;
    for (const auto& file : visit.request.files) {
        std::size_t place = index++;
        if (photos.size() >= room) {
            ++left_out;
            continue;
        }
        auto photo = workshop.prepare(file.content);
        if (!photo) {
            if (photo.error().text_key.empty()) return fail(photo.error());
            auto name = clean_input(file.file_name).value_or("");
            if (name.empty()) name = view::text(language, "report_form.photo_name", {{"number", place + 1}});
            problems.push_back(photo_problem(view::text(language, "report_form.photo_problem", {{"name", first_code_points(name, 80)}, {"problem", view::text(language, photo.error().text_key)}})));
            continue;
        }
        if (!photo->position) photo->position = position_sent(visit.request.form.get("photo_positions"), place);
        photos.push_back(std::move(*photo));
    }
    if (left_out > 0) problems.push_back({"photos", "report_form.photos_too_many", {{"limit", number_text(limits::photos)}, {"left", number_text(left_out)}}});
    return photos;
}

Outcome FormDesk::take_photos(const people::Visit& visit, DraftInHand& draft) const {
    if (visit.request.files.empty()) return {};
    auto photos = photos_of_request(workshop, visit, limits::photos - std::min(limits::photos, draft.draft.photos.size()), draft.problems_now);
    if (!photos && photos.error().fault != Fault::unavailable) return tl::unexpected(photos.error());
    if (!photos) {
        draft.problems_now.push_back({"photos", "report_form.photo_unavailable", {}});
        return {};
    }
    for (const auto& photo : *photos) {
        auto id = TRY(cases.keep_photo(draft.draft.municipality, photo, visit.now));
        draft.draft.photos.push_back({id, photo.position});
    }
    return {};
}

bool FormDesk::remove_photo(const people::Visit& visit, ReportDraft& draft) {
    auto id = visit.request.form.get("remove");
    if (id.empty()) return false;
    std::erase_if(draft.photos, [&](const DraftPhoto& photo) { return photo.id.value == id; });
    return true;
}

Result<bool> FormDesk::drop_lost_photos(DraftInHand& draft) const {
    std::vector<DraftPhoto> there;
    for (auto& photo : draft.draft.photos)
        if (TRY(cases.photo(draft.draft.municipality, photo.id, false))) there.push_back(photo);
    bool lost = there.size() != draft.draft.photos.size();
    draft.draft.photos = std::move(there);
    return lost;
}

Outcome FormDesk::move_to(const people::Visit& visit, DraftInHand& draft, const MunicipalityId& municipality) const {
    if (municipality == draft.draft.municipality) return {};
    std::vector<DraftPhoto> moved;
    for (const auto& photo : draft.draft.photos) {
        auto large = TRY(cases.photo(draft.draft.municipality, photo.id, true));
        auto thumbnail = TRY(cases.photo(draft.draft.municipality, photo.id, false));
        if (!large || !thumbnail) continue;
        media::Photo copy;
        copy.large = std::move(large->jpeg);
        copy.thumbnail = std::move(thumbnail->jpeg);
        moved.push_back({TRY(cases.keep_photo(municipality, copy, visit.now)), photo.position});
    }
    draft.draft.photos = std::move(moved);
    draft.draft.municipality = municipality;
    draft.municipality = draft.catalogue->municipality(municipality);
    if (!draft.municipality) return fail(Fault::missing, "unknown municipality");
    // The same name of a kind may ask other questions there.
    if (!draft.municipality->kind(draft.draft.kind)) draft.draft.kind.clear();
    draft.draft.details_seen = false;
    return {};
}

std::vector<Problem> FormDesk::problems_of(const people::Visit& visit, const DraftInHand& draft, FormStep step) const {
    std::vector<Problem> problems = draft.problems_now;
    auto preview = cases.preview(context(visit, draft), report_of(draft.draft));
    if (preview) return problems;
    for (const auto& problem : preview.error().problems)
        if (step_of_field(problem.field) == step && std::none_of(problems.begin(), problems.end(), [&](const auto& p) { return p.field == problem.field; }))
            problems.push_back(problem);
    return problems;
}

FormHead FormDesk::head(const people::Visit& visit, const DraftInHand& draft, FormStep step, const std::vector<Problem>& problems) const {
    FormHead head;
    head.number = static_cast<int>(step) + 1;
    if (step != FormStep::words) head.back = draft_path(visit, draft.secret, static_cast<FormStep>(static_cast<int>(step) - 1));
    head.action = draft.secret.empty() ? visit.frame.to("/report") : draft_path(visit, draft.secret, step);
    if (draft.draft.municipality != visit.municipality) head.goes_to = draft.municipality->name.in(visit.language());
    head.emergency = draft.municipality->emergency.in(visit.language());
    for (const auto& problem : problems) {
        std::string field = problem.field == "place" ? "address" : problem.field;
        if (problem.text_key == "cases.place_out_of_range" || problem.text_key == "cases.place_swapped") field = "lat";
        std::string sentence = problem_text(problem, visit.language());
        // Several questions may be left open: say which.
        if (const auto* kind = draft.municipality->kind(draft.draft.kind))
            for (const auto& question : kind->questions)
                if (problem.field == "answers." + question.code) sentence = question.label.in(visit.language()) + " " + sentence;
        head.problems.push_back({field, std::move(sentence)});
    }
    return head;
}

std::vector<DraftPhotoView> FormDesk::photos(const people::Visit& visit, const DraftInHand& draft) const {
    std::vector<DraftPhotoView> views;
    for (const auto& photo : draft.draft.photos)
        views.push_back({photo.id.value, visit.frame.to("/report/" + draft.secret + "/photos/" + photo.id.value),
                         view::text(visit.language(), "report_form.photo_name", {{"number", views.size() + 1}})});
    return views;
}

std::vector<NearbyView> FormDesk::nearby(const people::Visit& visit, const DraftInHand& draft, const std::vector<std::string>& kinds) const {
    std::vector<NearbyReport> found;
    if (!draft.draft.place) return {};
    for (const auto& kind : kinds)
        if (auto near = cases.nearby(draft.draft.municipality, draft.draft.place->lat, draft.draft.place->lon, nearby_metres, kind, true, nearby_shown))
            found.insert(found.end(), near->begin(), near->end());
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.metres < b.metres; });
    if (found.size() > nearby_shown) found.resize(nearby_shown);
    std::vector<NearbyView> views;
    const bool here = draft.draft.municipality == visit.municipality;
    for (const auto& near : found) {
        NearbyView item{card_of(near.line, *draft.municipality, visit), near.number.value, visit.frame.to(report_path(near.number) + "/join"), draft.secret};
        if (!here) {
            item.card.url = origin_of(visit, *draft.municipality) + item.card.url;
            item.card.image_url.clear();  // pictures of another host are not loaded
        }
        item.card.distance = view::text(visit.language(), "report_form.nearby_distance", {{"count", static_cast<std::int64_t>(near.metres + 0.5)}});
        views.push_back(std::move(item));
    }
    return views;
}

http::Response FormDesk::to_step(const people::Visit& visit, const DraftInHand& draft, FormStep step, std::string_view after) const {
    return http::Response::redirect(draft_path(visit, draft.secret, step) + std::string(after));
}
http::Response FormDesk::onward(const people::Visit& visit, const DraftInHand& draft) const { return to_step(visit, draft, next_step(draft.draft)); }

std::string draft_path(const people::Visit& visit, const std::string& secret, FormStep step) {
    return visit.frame.to("/report/" + secret + "/" + std::string(step_name(step)));
}

std::string origin_of(const people::Visit& visit, const services::Municipality& municipality) {
    const std::string& origin = visit.frame.origin;
    if (municipality.id == visit.municipality || municipality.hosts.empty()) return origin;
    auto host = origin.find("://");
    auto port = host == std::string::npos ? host : origin.find(':', host + 3);
    std::string scheme = host == std::string::npos ? "https://" : origin.substr(0, host + 3);
    return scheme + municipality.hosts.front() + (port == std::string::npos ? "" : origin.substr(port));
}

std::string follow_link(const people::Visit& visit, const services::Municipality& municipality, const ReportNumber& number, const std::string& secret) {
    return origin_of(visit, municipality) + visit.frame.to("/follow/" + number.value + "/" + secret);
}

std::string problem_text(const Problem& problem, view::Language language) {
    if (auto ready = problem.arguments.find("text"); ready != problem.arguments.end()) return ready->second;
    if (problem.text_key == "cases.not_a_datetime") return view::text(language, "report_form.not_a_moment");
    return view::text(language, problem.text_key, problem.arguments);
}

std::string error_of(const std::vector<Problem>& problems, std::string_view field, view::Language language) {
    for (const auto& problem : problems)
        if (problem.field == field) return problem_text(problem, language);
    return {};
}

void prepare_frame(people::Visit& visit, std::string_view title_key, const std::vector<Problem>& problems, std::vector<std::string> scripts) {
    auto& frame = visit.frame;
    frame.section = "report";
    frame.index = false;
    frame.title = view::text(frame.language, title_key);
    if (!problems.empty()) frame.title = view::text(frame.language, "report_form.title_problem", {{"title", frame.title}});
    frame.scripts = std::move(scripts);
}

view::Field photo_field(view::Language language, std::size_t already, const std::vector<Problem>& problems) {
    view::Field field;
    field.name = "photos";
    field.label = view::text(language, "report_form.photos_label");
    field.hint = view::text(language, "report_form.photos_hint", {{"count", limits::photos - std::min(already, limits::photos)}});
    for (const auto& problem : problems)
        if (problem.field == "photos") field.error_text += (field.error_text.empty() ? "" : " ") + problem_text(problem, language);
    field.accept = "image/jpeg,image/png,image/webp,image/heic,image/gif";
    field.several = true;
    return field;
}

QuestionView question_view(const services::Question& question, const Answers& answers, const std::vector<Problem>& problems, view::Language language,
                           const std::string& prefix) {
    using services::Datatype;
    QuestionView view;
    auto& field = view.field;
    field.name = prefix + question.code;
    field.label = question.label.in(language);
    field.hint = question.hint.in(language);
    field.required = question.required;
    field.error_text = error_of(problems, "answers." + question.code, language);
    auto found = answers.find(question.code);
    const std::vector<std::string> values = found == answers.end() ? std::vector<std::string>() : found->second;
    auto add_hint = [&](const std::string& sentence) { field.hint += (field.hint.empty() ? "" : " ") + sentence; };
    if (!values.empty()) field.value = values.front();
    switch (question.datatype) {
        case Datatype::singlevaluelist: view.one_of = true; break;
        case Datatype::multivaluelist: view.some_of = true; break;
        case Datatype::text:
            view.long_text = true;
            field.maximum = limits::answer;
            field.rows = 4;
            break;
        case Datatype::number: field.input_mode = "decimal"; break;
        case Datatype::datetime:
            field.value = typed_of_moment(field.value);
            add_hint(view::text(language, "report_form.moment_hint", {{"date", "21.11.2026"}}));
            break;
        case Datatype::string: break;
    }
    if (!question.is_public) add_hint(view::text(language, "report_form.answer_hidden"));
    for (const auto& choice : question.values)
        view.options.push_back({choice.key, choice.name.in(language), {}, std::find(values.begin(), values.end(), choice.key) != values.end()});
    // Radios cannot be let go of again: an answer that need not be given has a choice of its own.
    if (view.one_of && !question.required) view.options.push_back({"", view::text(language, "report_form.no_answer"), {}, values.empty()});
    return view;
}

std::optional<services::PlaceFound> sure_place(const services::Catalogue& catalogue, const MunicipalityId& municipality, const std::string& address) {
    auto found = catalogue.find_places(municipality, address, 8);
    if (found.size() == 1) return found.front();
    for (const auto& place : found)
        if (folded(place.label) == folded(trimmed(address))) return place;
    return std::nullopt;
}

std::optional<std::string> typed(const http::Request& request, std::string_view field) { return clean_input(request.form.get(field)); }

Answers answers_of_form(const http::Request& request, const services::ReportKind& kind, std::vector<Problem>& problems, const std::string& prefix) {
    Answers answers;
    for (const auto& question : kind.questions)
        for (auto value : request.form.all(prefix + question.code)) {
            auto clean = clean_input(value);
            if (!clean) problems.push_back({"answers." + question.code, "cases.not_utf8", {}});
            if (!clean || clean->empty()) continue;
            std::string answer = first_code_points(*clean, 4 * limits::answer);
            if (question.datatype == services::Datatype::datetime) answer = moment_of_typed(answer).value_or(answer);
            auto& answers_here = answers[question.code];
            if (answers_here.size() < 100) answers_here.push_back(std::move(answer));
        }
    return answers;
}

}  // namespace raekoda::cases
