// A form that is being written, tried by officials: the pages that residents get, by the same code. Nothing typed is kept or sent: the answers so
// far go along in the page itself.
#include "applications/application_pages.h"
#include "applications/apply_parts.h"
#include "applications/form_preview.h"
#include "applications/letter_preview.h"
#include "applications/pages.h"
#include "base/json.h"
#include "base/text.h"
#include "decision/feel.h"
#include "services/example_editor.h"
#include "services/question_editor.h"

namespace raekoda::applications {

using people::Permission;
using people::Visit;

namespace {

struct Tried {
    OpenDraft open;
    std::string example;
    bool has_problems = false;
    services::ServiceFiles files;
    std::int64_t seen = 0;  // version of the draft; 0: there is none
};

std::string words(const Visit& visit, std::string_view key, std::initializer_list<view::Argument> arguments = {}) {
    return view::text(visit.language(), "form_preview." + std::string(key), arguments);
}

std::vector<form::Known> facts_of(const services::FormExample& example, const Visit& visit) {
    std::vector<form::Known> known;
    if (auto facts = json::parse(example.facts_json); facts && facts->is_object())
        for (const auto& [name, value] : facts->get_object()) known.push_back({std::string(name), value_of_json(json::serialize(value)), "example", words(visit, "source")});
    return known;
}

const services::FormExample* example_of(const services::Service& service, const std::string& id) {
    for (const auto& one : service.form_examples)
        if (one.id == id) return &one;
    return nullptr;
}

// What can be read of a draft that still has problems: its form, under the service's name.
std::shared_ptr<const services::Service> as_far_as_written(const MunicipalityId& municipality, const std::string& id, const services::ServiceFiles& files, const services::Service* holds) {
    auto service = holds ? std::make_shared<services::Service>(*holds) : std::make_shared<services::Service>();
    service->id = id;
    service->municipality = municipality;
    for (const auto& text : services::service_texts(files, municipality, id))
        if (text.place == "/name") service->name = text.text;
    return service;
}

// missing: no such service, or it has no form.
Result<Tried> tried(const services::ServiceRegister& register_, const Visit& visit) {
    const auto& id = visit.request.path_value("id");
    auto holds = register_.service(visit.municipality, id, local_time(visit.now).date);
    auto draft = TRY(register_.draft(visit.municipality, id));
    if (!holds && !draft) return fail(Fault::missing, "no such service");
    const auto& files = draft ? draft->files : holds->files;
    Tried out;
    out.files = files;
    out.seen = draft ? draft->version : 0;
    std::shared_ptr<const services::Service> written;
    if (draft) register_.problems_of(visit.municipality, id, files, &written);
    else written = holds;
    out.has_problems = !written;
    out.open.service = written ? written : as_far_as_written(visit.municipality, id, files, holds.get());
    out.open.form = written ? written->form : services::form_as_written(files, visit.municipality, id);
    if (!out.open.form) return fail(Fault::missing, "there is no form to try");
    out.example = clean_input(visit.request.form.has("example") ? visit.request.form.get("example") : visit.request.query.get("example")).value_or("");
    if (const auto* example = example_of(*out.open.service, out.example)) {
        out.open.known = facts_of(*example, visit);
        out.open.content.data = value_of_json(example->given_json);
    }
    // What was typed on the pages before; nothing of it is believed more than a post.
    if (auto typed = visit.request.form.get("typed"); !typed.empty() && typed.size() <= form::most_data_bytes) out.open.content.data = value_of_json(typed);
    out.open.base = visit.frame.to("/desk/services/" + id + "/try");
    return out;
}

void name_page(Visit& visit, const FormPreview& shown) {
    visit.frame.section = "services";
    visit.frame.index = false;
    visit.frame.title = words(visit, "heading") + ": " + shown.name;
    visit.frame.scripts = {"form"};
    visit.frame.path = "/desk/services/" + shown.service + "/try";
}

FormPreview preview_of(const Visit& visit, const Tried& tried, const form::State& state, std::string_view current) {
    FormPreview shown;
    const auto& service = *tried.open.service;
    shown.service = service.id;
    shown.name = service.name.in(visit.language());
    shown.post_url = tried.open.base + "/" + std::string(current);
    shown.start_url = tried.open.base;
    shown.page.head = head_of(visit, tried.open, &state);
    shown.page.steps = steps_of(visit, tried.open, state, current);
    // Going on by a link would lose what was typed.
    for (auto& step : shown.page.steps) step.url.clear();
    shown.typed = json::serialize(decision::to_json(tried.open.content.data));
    shown.example = tried.example;
    shown.has_problems = tried.has_problems;
    for (const auto& one : service.form_examples) shown.examples.push_back({one.name.in(visit.language()), tried.open.base + "?example=" + url_encoded(one.id)});
    for (auto language : view::all_languages)
        if (language != visit.language())
            shown.languages.push_back({view::text(visit.language(), "general.language_" + std::string(view::code(language))),
                                       "/" + std::string(view::code(language)) + "/desk/services/" + service.id + "/try/" + std::string(current)});
    return shown;
}

http::Response show_questions(people::Reception& reception, Visit& visit, const Tried& tried, const form::State& state, std::size_t at, bool with_problems) {
    const auto& info = tried.open.form->pages()[at];
    auto shown = preview_of(visit, tried, state, info.id);
    shown.page.title = info.title.in(visit.language());
    if (shown.page.title.empty()) shown.page.title = apply_words(visit, "page_title");
    shown.page.fields = form_fields(visit.frame, state, at);
    shown.may_go_back = state.previous_page(at) != form::State::npos;
    if (with_problems) shown.page.head.problems = form_problems(state, at);
    name_page(visit, shown);
    constexpr int invalid = 400;
    return reception.show(visit, pages::form_preview(visit.frame, shown), with_problems ? invalid : 200);
}

void show_names(const Visit& visit, const Tried& tried, FormPreview& shown) {
    shown.seen = std::to_string(tried.seen);
    const auto* example = example_of(*tried.open.service, tried.example);
    const bool sent = visit.request.form.get("go") == "keep";
    constexpr std::size_t longest = 300;
    for (auto language : view::all_languages) {
        const std::string name = std::string(view::code(language)) + ":name";
        view::Field field{.name = name, .label = view::text(visit.language(), "general.language_" + std::string(view::code(language))), .required = true, .maximum = longest};
        if (sent) field.value = typed(visit, name);
        else if (example) field.value = language == view::Language::et ? example->name.et : language == view::Language::en ? example->name.en : example->name.ru;
        for (const auto& problem : shown.problems)
            if (problem.field == name) field.error_text = problem.text;
        shown.names.push_back(std::move(field));
    }
}

http::Response show_answers(people::Reception& reception, Visit& visit, const Tried& tried, const Error* error = nullptr) {
    auto state = state_of(tried.open, visit, form::Check::all, {}, visit.language());
    auto shown = preview_of(visit, tried, state, "check");
    shown.at_end = true;
    shown.can_send = state.valid;
    shown.may_go_back = true;
    shown.page.title = apply_words(visit, "check_heading");
    shown.answers = answers_by_page(*tried.open.form, state, visit.language(), "");
    for (auto& page : shown.answers) page.change_url.clear();
    for (const auto& line : form::missing(state)) shown.missing.push_back(line.label);
    if (error) shown.problems = problem_views(*error, visit.language());
    if (!tried.has_problems) show_names(visit, tried, shown);
    name_page(visit, shown);
    return reception.show(visit, pages::form_preview(visit.frame, shown), error ? fault_status(error->fault) : 200);
}

// The answers become an example of the form: what the form says of them now is what it must say from then on.
http::Response keep_example(people::Reception& reception, services::ServiceRegister& register_, Visit& visit, const Tried& tried) {
    const auto& service = *tried.open.service;
    if (tried.has_problems) return show_answers(reception, visit, tried);
    services::NewFormExample wanted{{}, local_time(visit.now).date, {}, {}};
    wanted.name = {typed(visit, "et:name"), typed(visit, "en:name"), typed(visit, "ru:name")};
    if (auto given = decision::to_json(tried.open.content.data); given.is_object()) wanted.given = given.get_object();
    if (const auto* example = example_of(service, tried.example))
        if (auto facts = json::parse(example->facts_json); facts && facts->is_object()) wanted.facts = facts->get_object();
    auto files = services::with_form_example(tried.files, service, wanted);
    if (!files && files.error().problems.empty()) return reception.problem(visit, files.error());
    if (!files) return show_answers(reception, visit, tried, &files.error());
    auto saved = register_.save_draft(visit.as_staff(), service.id, *files, parse_integer(typed(visit, "seen")).value_or(-1));
    if (!saved && saved.error().fault != Fault::conflict) return reception.problem(visit, saved.error());
    if (!saved) return show_answers(reception, visit, tried, &saved.error());
    return http::Response::redirect(visit.frame.to("/desk/services/" + service.id + "/examples?done=saved"));
}

http::Response begin(people::Reception& reception, const services::ServiceRegister& register_, Visit& visit) {
    auto found = tried(register_, visit);
    if (!found) return reception.problem(visit, found.error());
    auto state = state_of(found->open, visit, form::Check::nothing, {}, visit.language());
    std::size_t at = 0;
    if (!state.pages[at].visible)
        if (auto next = state.next_page(at); next != form::State::npos) at = next;
    return show_questions(reception, visit, *found, state, at, false);
}

// From the last step: to the last page that is asked.
http::Response back_from_answers(people::Reception& reception, Visit& visit, const Tried& tried) {
    auto state = state_of(tried.open, visit, form::Check::nothing, {}, visit.language());
    std::size_t at = state.pages.size() - 1;
    if (!state.pages[at].visible)
        if (auto before = state.previous_page(at); before != form::State::npos) at = before;
    return show_questions(reception, visit, tried, state, at, false);
}

http::Response answer(people::Reception& reception, services::ServiceRegister& register_, Visit& visit) {
    auto found = tried(register_, visit);
    if (!found) return reception.problem(visit, found.error());
    auto& open = found->open;
    const auto go = visit.request.form.get("go");
    const auto& page = visit.request.path_value("page");
    if (page == "check" && go == "keep") return keep_example(reception, register_, visit, *found);
    if (page == "check") return go == "back" ? back_from_answers(reception, visit, *found) : show_answers(reception, visit, *found);
    auto at = open.form->page_of(page);
    if (at >= open.form->pages().size()) return reception.problem(visit, {Fault::missing, {}, "no such page", {}});
    auto posted = form::read_posted(*open.form, page, visit.request.form.items(), open.content.data);
    open.content.data = posted.data;
    const bool stays = posted.stay || go == "language", checks = go.empty() && !stays;
    if (visit.request.form.has("live"))
        return http::Response::json(json::serialize(form::live_answer(state_of(open, visit, form::Check::page, page, visit.language(), posted.asked), at)));
    auto state = state_of(open, visit, checks ? form::Check::page : form::Check::nothing, page, visit.language(), posted.asked);
    if (checks && !state.valid) return show_questions(reception, visit, *found, state, at, true);
    if (stays || (checks && form::reveals_more(state, at, posted))) return show_questions(reception, visit, *found, state, at, false);
    auto next = go == "back" ? state.previous_page(at) : state.next_page(at);
    if (next == form::State::npos) return go == "back" ? show_questions(reception, visit, *found, state, at, false) : show_answers(reception, visit, *found);
    return show_questions(reception, visit, *found, state, next, false);
}

}  // namespace

void add_form_preview_pages(people::Reception& reception, services::ServiceRegister& register_) {
    constexpr auto permission = Permission::edit_services;
    reception.desk_get("/desk/services/{id}/try", permission, [&reception, &register_](Visit& visit) { return begin(reception, register_, visit); });
    reception.desk_get("/desk/services/{id}/try/{page}", permission, [&reception, &register_](Visit& visit) { return begin(reception, register_, visit); });
    reception.desk_post("/desk/services/{id}/try/{page}", permission, [&reception, &register_](Visit& visit) { return answer(reception, register_, visit); }, upload_limits());
    add_letter_preview_pages(reception, register_);
}

}  // namespace raekoda::applications
