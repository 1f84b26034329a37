// Examples of a service's decision at the desk: a form made from the model's inputs and outputs, all of them run, those that fail with what came
// instead. They are tests: a draft whose examples do not come true is not published.
#include <algorithm>

#include "base/text.h"
#include "decision/feel.h"
#include "doors/site/draft_conflict.h"
#include "doors/site/model_trial.h"
#include "doors/site/pages.h"
#include "doors/site/service_desk_parts.h"
#include "doors/site/service_fact_views.h"
#include "services/example_editor.h"

namespace raekoda::doors::site {

using people::Permission;
using people::Visit;
using services::ExampleLine;
using services::WrittenDecision;

namespace {

const http::RouteLimits form_limits{.body_bytes = 1u << 20, .files = 0, .file_bytes = 0, .form_fields = 2000};
constexpr std::size_t most_fields = 2000;

std::string words(const Visit& visit, const std::string& key, std::initializer_list<view::Argument> arguments = {}) { return view::text(visit.language(), "service_facts." + key, arguments); }

std::vector<decision::Value> facts_of(const WrittenDecision& decision, const services::DecisionExample& example) {
    std::vector<decision::Value> out;
    for (const auto& input : decision.model.model->inputs()) {
        const auto* value = example.given.is(decision::Value::Kind::context) ? example.given.context().find(input.name) : nullptr;
        out.push_back(value ? *value : decision::Value());
    }
    return out;
}
bool same(const decision::Value& a, const decision::Value& b) { return (a.is_null() && b.is_null()) || decision::equal(a, b).value_or(false); }
std::string said(const Visit& visit, const decision::Value& value) {
    if (value.is_null()) return words(visit, "example_nothing");
    if (!value.is(decision::Value::Kind::context)) return services::value_text(visit.language(), value);
    std::vector<std::string> parts;
    for (const auto& entry : value.context().entries()) parts.push_back(std::string(entry.name.string()) + ": " + (entry.value.is_null() ? "–" : services::value_text(visit.language(), entry.value)));
    return joined(parts, ", ");
}

// What was expected and what came, for the decisions that differ.
std::vector<std::string> differences(const Visit& visit, const WrittenDecision& decision, const ExampleLine& line) {
    std::vector<std::string> out;
    if (!line.example.expected.is(decision::Value::Kind::context)) return line.problems;
    auto came = decided(decision.model, facts_of(decision, line.example), line.example.on);
    for (const auto& expected : line.example.expected.context().entries()) {
        auto found = decision.model.model->find_decision(expected.name.string());
        if (!found || same(came[*found], expected.value)) continue;
        out.push_back(words(visit, "example_differs", {{"name", label_of(decision.model.decisions, expected.name.string(), visit.language())}, {"expected", said(visit, expected.value)}, {"came", said(visit, came[*found])}}));
    }
    return out.empty() ? line.problems : out;
}

// The service's examples; without a model only those of its form.
http::Response list(const ServiceDesk& desk, Visit& visit, const Error* error = nullptr) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto decision = services::written_decision(now->files, visit.municipality, now->id);
    if (!decision && decision.error().fault != Fault::missing) return desk.reception.problem(visit, decision.error());
    const auto base = visit.frame.to("/desk/services/" + now->id);
    ServiceExamplesPage page;
    page.id = now->id;
    page.name = now->name();
    page.new_url = base + "/examples/new";
    if (std::string key = "service_facts.example_" + std::string(visit.request.query.get("done")); view::has_text(key)) page.done = view::text(visit.language(), key);
    if (decision) {
        page.has_model = true;
        page.model_url = visit.frame.to("/desk/models/" + decision->model.id);
        std::size_t wrong = 0;
        for (const auto& one : decision->examples) {
            ExampleLineView line{one.example.name.in(visit.language()), base + "/examples/" + url_encoded(one.example.id), day_text(visit.language(), one.example.on), one.shared ? words(visit, "example_shared") : "",
                                 one.problems.empty(), one.problems.empty() ? std::vector<std::string>{} : differences(visit, *decision, one)};
            wrong += !line.right;
            page.decisions.push_back(std::move(line));
        }
        if (!page.decisions.empty()) page.run_text = words(visit, "examples_run", {{"count", page.decisions.size()}, {"wrong", wrong}});
    }
    page.has_form = !services::form_file_text(now->files, visit.municipality, now->id).empty();
    page.try_url = base + "/try";
    page.post_url = base + "/examples";
    page.seen = now->seen();
    if (error) page.problems = problem_views(visit, *error);
    for (const auto& one : services::form_examples(now->files, visit.municipality, now->id)) {
        FormExampleView line{one.id, one.name.in(visit.language()), page.try_url + "?example=" + url_encoded(one.id), {}};
        for (const auto& problem : now->problems)
            if (problem.file.ends_with("/form_examples/" + one.id + ".json")) line.problems.push_back(problem.text);
        page.forms.push_back(std::move(line));
    }
    set_desk_frame(visit, words(visit, "examples") + ": " + page.name);
    visit.frame.path = "/desk/services/" + now->id + "/examples";
    return desk.reception.show(visit, pages::service_examples_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

// Takes an example of the form away; it is made where the form is tried.
http::Response remove_form_example(const ServiceDesk& desk, Visit& visit) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto files = services::without_form_example(now->files, visit.municipality, now->id, typed_in(visit, "example"));
    if (!files) return desk.reception.problem(visit, files.error());
    auto saved = save_draft(desk, visit, *now, *files);
    if (!saved && saved.error().fault != Fault::conflict) return desk.reception.problem(visit, saved.error());
    if (!saved) return list(desk, visit, &saved.error());
    return http::Response::redirect(visit.frame.to("/desk/services/" + now->id + "/examples?done=removed"));
}

// --- one example ---

struct TypedExample {
    FactForm facts;
    ExpectedForm expected;
    view::LocalText name;
};

services::EditableText name_text(const view::LocalText& name) {
    services::EditableText text;
    text.place = "name";
    text.text = name;
    text.needed = true;
    return text;
}

TypedExample typed_example(const Visit& visit, const WrittenDecision& decision, const http::Fields& fields, const view::LocalText& name, Date today) {
    return {fact_form(decision.model, visit.language(), fields, today), expected_form(decision.model, visit.language(), fields), name};
}

// As it stands in the file: the same fields that somebody would have typed.
http::Fields fields_of(const WrittenDecision& decision, const services::DecisionExample& example) {
    auto query = fact_query(decision.model, example.given, example.on) + expected_query(decision.model, example.expected);
    auto fields = http::parse_urlencoded(std::string_view(query).substr(1), most_fields);
    return fields ? std::move(*fields) : http::Fields{};
}

void show_results(const Visit& visit, const WrittenDecision& decision, const TypedExample& typed, bool tried, ServiceExamplePage& page) {
    const bool can_try = tried && typed.facts.problems.empty();
    auto came = can_try ? decided(decision.model, typed.facts.facts, typed.facts.on) : std::vector<decision::Value>{};
    for (const auto& one : typed.expected.results) {
        ExpectedView view{one.check, one.checked, one.fields, "", false};
        view.check.hint = words(visit, "example_check_hint");
        if (can_try) {
            view.came = words(visit, "example_came", {{"text", said(visit, came[one.decision])}});
            view.differs = one.checked && !same(came[one.decision], one.value);
        }
        page.results.push_back(std::move(view));
    }
}

// An example as it is saved, in fields.
ServiceExamplePage saved_fields(const Visit& visit, const WrittenDecision& decision, const std::string& id, Date today) {
    ServiceExamplePage page;
    const auto* line = decision.example(id);
    if (!line) return page;
    auto typed = typed_example(visit, decision, fields_of(decision, line->example), line->example.name, today);
    page.title = text_group(visit, name_text(typed.name), words(visit, "example_name"));
    page.day = typed.facts.day;
    page.facts = typed.facts.fields;
    show_results(visit, decision, typed, false, page);
    return page;
}

void add_fact(FactField& fact, ShownFields& out) {
    if (fact.closes_group || fact.opens_group) return;
    std::vector<std::string> chosen;
    for (const auto& option : fact.options)
        if (option.checked) chosen.push_back(option.label);
    out.push_back({&fact.field, fact.field.label, fact.options.empty() ? fact.field.value : joined(chosen, "; ")});
}
ShownFields shown(ServiceExamplePage& page) {
    ShownFields out;
    show_texts(page.title, "", out);
    out.push_back({&page.day, page.day.label, page.day.value});
    for (auto& fact : page.facts) add_fact(fact, out);
    for (auto& result : page.results) {
        out.push_back({&result.check, result.check.label, result.checked ? "✓" : ""});
        for (auto& fact : result.fields) add_fact(fact, out);
    }
    return out;
}

// What was typed stays; what somebody else saved of the same example stands beside it.
Outcome show_conflict(const ServiceDesk& desk, const Visit& visit, const Writing& now, const WrittenDecision& decision, ServiceExamplePage& page) {
    auto conflict = TRY(conflict_of(desk, visit, now));
    const auto id = visit.request.path_value("example");
    auto theirs = saved_fields(visit, decision, id, now.reader.today), before = saved_fields(visit, decision, id, now.reader.today);
    if (auto was = services::written_decision(conflict.before, visit.municipality, now.id)) before = saved_fields(visit, *was, id, now.reader.today);
    if (decision.example(id)) tell_meanwhile(visit, shown(page), shown(theirs), shown(before), conflict, page.problems);
    page.meanwhile = std::move(conflict.view);
    return {};
}

struct ExampleShown {
    const ExampleLine* line = nullptr;  // nullptr: a new one
    bool tried = false;
    const Error* error = nullptr;
};

http::Response show(const ServiceDesk& desk, Visit& visit, const Writing& now, const WrittenDecision& decision, const TypedExample& typed, const ExampleShown& how) {
    const auto base = "/desk/services/" + now.id + "/examples";
    const auto own = base + "/" + (how.line ? url_encoded(how.line->example.id) : "new");
    ServiceExamplePage page;
    page.id = now.id;
    page.name = now.name();
    page.heading = how.line ? how.line->example.name.in(visit.language()) : words(visit, "example_new");
    page.post_url = visit.frame.to(own);
    page.list_url = visit.frame.to(base);
    page.seen = now.seen();
    if (how.line && how.line->shared) page.note = words(visit, "example_shared_note");
    page.may_remove = how.line != nullptr;
    if (how.line) page.copy_url = visit.frame.to(base + "/new?copy=" + url_encoded(how.line->example.id));
    page.title = text_group(visit, name_text(typed.name), words(visit, "example_name"));
    const bool conflict = how.error && how.error->fault == Fault::conflict;
    if (how.error && !conflict) page.problems = problem_views(visit, *how.error);
    for (const auto* list : {&typed.facts.problems, &typed.expected.problems}) page.problems.insert(page.problems.end(), list->begin(), list->end());
    for (auto& field : page.title.fields)
        if (!how.error && !how.line) field.error_text.clear();
    page.day = typed.facts.day;
    page.facts = typed.facts.fields;
    show_results(visit, decision, typed, how.tried, page);
    if (conflict)
        if (auto told = show_conflict(desk, visit, now, decision, page); !told) return desk.reception.problem(visit, told.error());
    set_desk_frame(visit, page.heading + " – " + page.name);
    visit.frame.path = own;
    return desk.reception.show(visit, pages::service_example_page(visit.frame, page), how.error ? fault_status(how.error->fault) : page.problems.empty() ? 200 : fault_status(Fault::invalid));
}

struct Found {
    Writing now;
    WrittenDecision decision;
    const ExampleLine* line = nullptr;
};
Result<Found> found_example(const ServiceDesk& desk, const Visit& visit) {
    auto now = TRY(writing(desk, visit));
    auto decision = TRY(services::written_decision(now.files, visit.municipality, now.id));
    Found out{std::move(now), std::move(decision), nullptr};
    auto id = visit.request.path_value("example");
    if (id == "new") return out;
    for (std::size_t i = 0; i < out.decision.examples.size(); ++i)
        if (out.decision.examples[i].example.id == id) out.line = &out.decision.examples[i];  // its place in memory stays when it is moved
    // One that somebody took away meanwhile stays as it is typed here, and is saved as a new one.
    if (!out.line && visit.request.method != http::Method::post) return fail(Fault::missing, "no such example");
    return out;
}

http::Response one(const ServiceDesk& desk, Visit& visit) {
    auto found = found_example(desk, visit);
    if (!found) return desk.reception.problem(visit, found.error());
    const auto* from = found->line ? found->line : found->decision.example(visit.request.query.get("copy"));
    auto fields = from ? fields_of(found->decision, from->example) : http::Fields{};
    auto typed = typed_example(visit, found->decision, fields, from ? from->example.name : view::LocalText{}, found->now.reader.today);
    return show(desk, visit, found->now, found->decision, typed, {found->line, from != nullptr, nullptr});
}

services::NewExample example_of(const WrittenDecision& decision, const TypedExample& typed) {
    services::NewExample out{typed.name, typed.facts.on, {}, {}};
    const auto& model = *decision.model.model;
    for (std::size_t i = 0; i < model.inputs().size(); ++i)
        if (model.inputs()[i].name != parameters_input && !typed.facts.facts[i].is_null()) out.given[model.inputs()[i].name] = decision::to_json(typed.facts.facts[i]);
    for (const auto& one : typed.expected.results)
        if (one.checked) out.expected[model.decisions()[one.decision].name] = decision::to_json(one.value);
    return out;
}

// What the model says of the facts becomes what is expected: the official reads it and stands by it.
http::Fields with_results(const Visit& visit, const WrittenDecision& decision, const TypedExample& typed) {
    auto came = decided(decision.model, typed.facts.facts, typed.facts.on);
    auto answers = answers_of(decision.model);
    const bool any = std::any_of(typed.expected.results.begin(), typed.expected.results.end(), [](const auto& result) { return result.checked; });
    decision::ContextBuilder expected;
    for (const auto& one : typed.expected.results)
        if (one.checked || (!any && std::find(answers.begin(), answers.end(), one.decision) != answers.end())) expected.put(std::string_view(decision.model.model->decisions()[one.decision].name), came[one.decision]);
    http::Fields out;
    for (const auto& [name, value] : visit.request.form.items())
        if (!name.starts_with("check[") && !name.starts_with("result[")) out.add(name, value);
    auto filled = http::parse_urlencoded(expected_query(decision.model, expected.build()), most_fields);
    for (const auto& [name, value] : filled ? filled->items() : std::vector<std::pair<std::string, std::string>>{}) out.add(name, value);
    return out;
}

http::Response save(const ServiceDesk& desk, Visit& visit) {
    auto found = found_example(desk, visit);
    if (!found) return desk.reception.problem(visit, found.error());
    const auto& [now, decision, line] = *found;
    auto names = texts_in(visit, {name_text({})});
    auto name = names.empty() ? view::LocalText{} : names.begin()->second;
    auto typed = typed_example(visit, decision, visit.request.form, name, now.reader.today);
    const auto act = typed_in(visit, "act");
    const bool readable = typed.facts.problems.empty() && typed.expected.problems.empty();
    if (act != "remove" && !readable) return show(desk, visit, now, decision, typed, {line, false, nullptr});
    if (act == "fill") {
        typed = typed_example(visit, decision, with_results(visit, decision, typed), name, now.reader.today);
        return show(desk, visit, now, decision, typed, {line, true, nullptr});
    }
    const auto list_url = visit.frame.to("/desk/services/" + now.id + "/examples?done=");
    services::ServiceFiles files;
    if (act == "remove") {
        if (!line) return http::Response::redirect(list_url + "removed");
        auto without = services::without_example(now.files, visit.municipality, now.id, line->example.id);
        if (!without) return desk.reception.problem(visit, without.error());
        files = std::move(*without);
    } else {
        auto saved = services::with_example(now.files, visit.municipality, now.id, line ? line->example.id : "", example_of(decision, typed));
        if (!saved && saved.error().problems.empty()) return desk.reception.problem(visit, saved.error());
        if (!saved) return show(desk, visit, now, decision, typed, {line, true, &saved.error()});
        files = std::move(saved->files);
    }
    auto made = save_draft(desk, visit, now, files);
    if (!made && made.error().fault != Fault::conflict) return desk.reception.problem(visit, made.error());
    if (!made) return show(desk, visit, now, decision, typed, {line, true, &made.error()});
    return http::Response::redirect(list_url + (act == "remove" ? "removed" : "saved"));
}

}  // namespace

void add_example_pages(const std::shared_ptr<ServiceDesk>& desk) {
    auto& reception = desk->reception;
    constexpr auto permission = Permission::edit_services;
    reception.desk_get("/desk/services/{id}/examples", permission, [desk](Visit& visit) { return list(*desk, visit); });
    reception.desk_post("/desk/services/{id}/examples", permission, [desk](Visit& visit) { return remove_form_example(*desk, visit); });
    reception.desk_get("/desk/services/{id}/examples/{example}", permission, [desk](Visit& visit) { return one(*desk, visit); });
    reception.desk_post("/desk/services/{id}/examples/{example}", permission, [desk](Visit& visit) { return save(*desk, visit); }, form_limits);
}

}  // namespace raekoda::doors::site
