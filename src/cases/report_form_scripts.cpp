// What the browser's scripts ask while a report is written, and the form that works without a network.
#include <cmath>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "cases/pages.h"
#include "cases/report_form_desk.h"

namespace raekoda::cases {

namespace {

constexpr double nearby_metres = 150, kinds_near_metres = 300;
constexpr std::size_t key_bytes = 200;

http::Response json_answer(const json::value& document, int status = 200) {
    auto response = http::Response::json(json::serialize(document), status);
    response.with_header("Cache-Control", "no-store");
    return response;
}

Result<http::Response> suggest(const FormDesk& desk, people::Visit& visit) {
    const auto language = visit.language();
    const auto& query = visit.request.query;
    auto catalogue = desk.cases.catalogue();
    const auto* municipality = catalogue->municipality(visit.municipality);
    auto lat = parse_number(query.get("lat")), lon = parse_number(query.get("long"));
    const bool placed = lat && lon && std::abs(*lat) <= 90 && std::abs(*lon) <= 180;
    auto near = placed ? desk.cases.kinds_near(visit.municipality, *lat, *lon, kinds_near_metres) : std::map<std::string, int>();
    auto words = first_code_points(clean_input(query.get("words")).value_or(""), 500);
    std::vector<std::string> kinds;
    json::array kind_list;
    for (const auto& suggestion : catalogue->suggest(visit.municipality, words, local_time(visit.now).date.month, near, 3)) {
        const auto* kind = municipality->kind(suggestion.kind);
        if (!kind) continue;
        kinds.push_back(kind->id);
        kind_list.push_back(json::object{{"id", kind->id}, {"name", kind->name.in(language)}, {"short", kind->short_text.in(language)}});
    }
    if (std::string chosen(query.get("kind")); municipality->kind(chosen)) kinds = {chosen};
    json::array reports;
    if (placed)
        for (const auto& kind : kinds)
            for (const auto& report : TRY(desk.cases.nearby(visit.municipality, *lat, *lon, nearby_metres, kind, true, 3)))
                reports.push_back(json::object{{"number", report.number.value},
                                               {"title", report_title(report.line.words, *municipality, report.line.kind, language)},
                                               {"distance", std::llround(report.metres)},
                                               {"url", visit.frame.to(report_path(report.number))}});
    return json_answer(json::object{{"kinds", std::move(kind_list)}, {"nearby", std::move(reports)}});
}

Result<http::Response> places(const FormDesk& desk, people::Visit& visit) {
    json::array found;
    auto words = first_code_points(clean_input(visit.request.query.get("q")).value_or(""), limits::address);
    if (!words.empty())
        for (const auto& place : desk.cases.catalogue()->find_places(visit.municipality, words, 10))
            found.push_back(json::object{{"label", place.label}, {"lat", place.lat}, {"long", place.lon}});
    return json_answer(found);
}

// --- without a network ---

view::Field field(const char* name, const char* label, view::Language language, const char* type = "text", const char* autocomplete = "") {
    view::Field f;
    f.name = name;
    f.label = view::text(language, label);
    f.type = type;
    f.autocomplete = autocomplete;
    return f;
}

// Questions that must be answered, in names of their own for each kind: all kinds stand on one page.
OfflineKind offline_kind(const services::ReportKind& kind, view::Language language) {
    OfflineKind view{kind.id, kind.name.in(language), {}};
    for (const auto& question : kind.questions) {
        if (!question.required) continue;
        auto asked = question_view(question, {}, {}, language, "answers." + kind.id + ".");
        view.questions.push_back({asked.field, asked.options, asked.one_of || asked.some_of});
    }
    return view;
}

Result<http::Response> offline_page(const FormDesk& desk, people::Visit& visit) {
    const auto language = visit.language();
    auto draft = TRY(desk.fresh(visit));
    prepare_frame(visit, "report_form.offline_title", {}, {"report", "place", "offline"});
    OfflinePage page;
    page.send = visit.frame.to("/report/send");
    page.emergency = draft.municipality->emergency.in(language);
    page.words = field("words", "report_form.words_label", language);
    page.words.hint = view::text(language, "report_form.words_hint");
    page.words.required = true;
    page.words.maximum = limits::words;
    page.kind = field("kind", "report_form.label_kind", language);
    page.kind.required = true;
    for (const auto& kind : draft.municipality->kinds) {
        page.kinds.push_back({kind.id, kind.name.in(language), {}, false});
        if (auto asked = offline_kind(kind, language); !asked.questions.empty()) page.questions.push_back(std::move(asked));
    }
    page.picker.base = base_map(*draft.municipality, visit.frame);
    page.picker.address = field("address", "report_form.place_label", language);
    page.picker.address.hint = view::text(language, "report_form.place_hint");
    page.picker.address.required = true;
    page.photos = photo_field(language, 0, {});
    page.email = field("email", "report_form.email", language, "email", "email");
    page.name = field("name", "report_form.name", language, "text", "name");
    page.phone = field("phone", "report_form.phone", language, "tel", "tel");
    return desk.reception.show(visit, pages::report_offline(visit.frame, page));
}

http::Response refused(const people::Visit& visit, const std::vector<Problem>& problems) {
    json::array list;
    for (const auto& problem : problems) list.push_back(json::object{{"field", problem.field}, {"text", problem_text(problem, visit.language())}});
    return json_answer(json::object{{"problems", std::move(list)}}, 400);
}

struct Sending {
    NewReport report;
    MunicipalityId municipality;
    std::vector<Problem> problems;
};

// The form of one page; the place decides to whom it goes, as in the form of several steps.
Sending sending_of(const FormDesk& desk, const people::Visit& visit) {
    Sending s;
    auto text_of = [&](const char* name) {
        auto value = typed(visit.request, name);
        if (!value) s.problems.push_back({name, "cases.not_utf8", {}});
        return value.value_or("");
    };
    auto catalogue = desk.cases.catalogue();
    s.municipality = visit.municipality;
    s.report.words = text_of("words");
    s.report.kind = text_of("kind");
    s.report.address = text_of("address");
    s.report.language = view::code(visit.language());
    s.report.contact = {text_of("name"), text_of("email"), text_of("phone"), s.report.language};
    std::string lat = text_of("lat"), lon = text_of("long");
    if (lat.empty() && lon.empty()) {
        if (auto place = sure_place(*catalogue, visit.municipality, first_code_points(s.report.address, limits::address))) {
            s.report.lat = place->lat;
            s.report.lon = place->lon;
        }
    } else {
        s.report.lat = degrees_of_typed(lat).value_or(NAN);
        s.report.lon = degrees_of_typed(lon).value_or(NAN);
    }
    if (auto whose = desk.cases.municipality_of(s.report.lat, s.report.lon)) s.municipality = *whose;
    if (const auto* kind = catalogue->municipality(s.municipality)->kind(s.report.kind)) {
        s.report.answers = answers_of_form(visit.request, *kind, s.problems, "answers." + kind->id + ".");
        s.report.answers.merge(answers_of_form(visit.request, *kind, s.problems));
    }
    return s;
}

Result<http::Response> receive(const FormDesk& desk, people::Visit& visit) {
    std::string key(visit.request.header("idempotency-key"));
    if (key.size() > key_bytes) return refused(visit, {{"", "report_form.key_too_long", {}}});
    auto sending = sending_of(desk, visit);
    sending.report.photos = TRY(photos_of_request(desk.workshop, visit, limits::photos, sending.problems));
    if (!sending.problems.empty()) return refused(visit, sending.problems);
    auto context = visit.as_resident("report-send/" + hex(hash_256("report-send/" + key)));
    context.municipality = sending.municipality;
    auto opened = desk.cases.open_report(context, sending.report);
    if (!opened && opened.error().fault == Fault::invalid) return refused(visit, opened.error().problems);
    if (!opened) return tl::unexpected(opened.error());
    // Opened at this very moment: it is new. A repeated sending finds the report of the first.
    auto report = TRY(desk.cases.report(sending.municipality, opened->number));
    const bool is_new = report && report->opened == visit.now;
    const auto& municipality = *desk.cases.catalogue()->municipality(sending.municipality);
    std::string follow = follow_link(visit, municipality, opened->number, opened->follow_secret);
    if (sending.municipality == visit.municipality) follow = follow.substr(visit.frame.origin.size());
    return json_answer(json::object{{"number", opened->number.value}, {"follow", follow}}, is_new ? 201 : 200);
}

}  // namespace

void add_script_pages(std::shared_ptr<const FormDesk> desk) {
    using Run = Result<http::Response> (*)(const FormDesk&, people::Visit&);
    auto page = [desk](Run run) {
        return [desk, page = desk->page([desk, run](people::Visit& visit) { return run(*desk, visit); })](people::Visit& visit) { return page(visit); };
    };
    // Failures that a script must tell apart: the status says whether to try again.
    auto script = [desk](Run run) {
        return [desk, run](people::Visit& visit) {
            auto response = run(*desk, visit);
            if (response) return std::move(*response);
            std::string key = response.error().text_key.empty() ? std::string("general.fault_") + fault_name(response.error().fault) : response.error().text_key;
            return json_answer(json::object{{"error", view::text(visit.language(), key)}}, fault_status(response.error().fault));
        };
    };
    desk->reception.get("/report/suggest.json", script(suggest));
    desk->reception.get("/places.json", script(places));
    desk->reception.get("/report/offline", page(offline_page));
    desk->reception.post_from_script("/report/send", script(receive), upload_limits());
}

}  // namespace raekoda::cases
