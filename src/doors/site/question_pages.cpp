// The questions of a form at the desk: the list, one question, and what is done with them. Works without scripts.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "doors/site/pages.h"
#include "doors/site/draft_conflict.h"
#include "doors/site/question_views.h"
#include "doors/site/service_desk_parts.h"
#include "services/question_editor.h"

namespace raekoda::doors::site {

using people::Permission;
using people::Visit;
using services::EditableProperty;
using services::EditableQuestion;
using services::PropertyInput;
using services::QuestionLine;

const std::vector<std::string>& fact_names() {
    static const std::vector<std::string> names{"person.given_name", "person.family_name", "person.name", "person.code", "person.birth_date", "residence.address", "residence.municipality_ehak",
                                                "residence.municipality", "residence.since", "contact.email", "contact.phone", "contact.iban", "children", "companies", "mandates"};
    return names;
}

namespace {

constexpr std::size_t longest = 8000, spare_choices = 3, most_choices = 500;
const http::RouteLimits form_limits{.body_bytes = 2u << 20, .files = 0, .file_bytes = 0, .form_fields = 4000};

std::string words(const Visit& visit, const std::string& key, std::initializer_list<view::Argument> arguments = {}) { return view::text(visit.language(), "question_editor." + key, arguments); }

std::string type_words(const Visit& visit, const std::string& type) {
    std::string key = "type_" + ascii_lower(type);
    return view::has_text("question_editor." + key) ? words(visit, key) : type;
}
std::string property_key(const std::string& property) {
    std::string key = "p_" + ascii_lower(property);
    std::replace(key.begin(), key.end(), '.', '_');
    return key;
}
std::string label_of(const Visit& visit, const QuestionLine& line) {
    auto label = line.label.in(visit.language());
    if (label.empty()) label = line.label.et;
    constexpr std::size_t enough = 120;
    return label.empty() ? words(visit, "unnamed", {{"type", type_words(visit, line.type)}}) : first_code_points(label, enough);
}
std::string anchor_of(const std::string& component) { return "#" + view::Field::element_id("q:" + component); }

std::string problem_words(const Visit& visit, const services::QuestionProblem& problem) {
    if (problem.missing_in.empty()) return problem.text;
    return words(visit, "no_text", {{"language", view::text(visit.language(), "general.language_" + problem.missing_in)}});
}

// --- the list ---

std::vector<view::TagView> tags_of(const Visit& visit, const QuestionLine& line) {
    std::vector<view::TagView> tags{{type_words(visit, line.type), view::Tone::neutral}};
    if (line.required) tags.push_back({words(visit, "tag_required"), view::Tone::info});
    if (line.conditional) tags.push_back({words(visit, "tag_conditional"), view::Tone::info});
    return tags;
}

std::vector<view::Option> place_options(const Visit& visit, const std::vector<QuestionLine>& lines, std::string_view chosen) {
    std::vector<view::Option> out;
    for (const auto& line : lines) {
        out.push_back({"after:" + line.id, words(visit, "place_after", {{"question", label_of(visit, line)}}), "", !chosen.empty() && line.id == chosen});
        if (line.type == "group" || line.type == "dynamiclist") out.push_back({"inside:" + line.id, words(visit, "place_inside", {{"question", label_of(visit, line)}})});
    }
    if (chosen.empty() && !out.empty()) {
        // Behind the last one at the top.
        for (auto line = lines.rbegin(); line != lines.rend(); ++line)
            if (line->depth == 0) {
                for (auto& one : out) one.checked = one.value == "after:" + line->id;
                break;
            }
    }
    return out;
}

void show_lines(const Visit& visit, const Writing& now, const std::vector<QuestionLine>& lines, ServiceQuestionsPage& page) {
    auto problems = services::question_problems(now.files, visit.municipality, now.id, now.problems);
    for (const auto& line : lines) {
        if (page.pages.empty() || line.begins_page) {
            auto title = line.page_title.in(visit.language());
            page.pages.push_back({line.page.empty() ? "" : words(visit, "page", {{"page", title.empty() ? line.page : title}}), {}});
        }
        QuestionRow row{line.id, label_of(visit, line), visit.frame.to("/desk/services/" + now.id + "/question/" + url_encoded(line.id)), line.key, line.depth, tags_of(visit, line), {}, !line.first, !line.last};
        for (const auto& one : problems)
            if (one.component == line.id) row.problems.push_back(problem_words(visit, one));
        page.pages.back().rows.push_back(std::move(row));
    }
    for (const auto& one : problems)
        if (one.component.empty()) page.problems.push_back(one.text);
}

http::Response list(const ServiceDesk& desk, Visit& visit, const Error* error = nullptr, const MeanwhileView& meanwhile = {}) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto lines = services::questions(now->files, visit.municipality, now->id);
    ServiceQuestionsPage page;
    page.id = now->id;
    page.name = now->name();
    page.head = edit_head(visit, *now, desk_words(visit, "questions"), words(visit, "lead"));
    page.post_url = visit.frame.to("/desk/services/" + now->id + "/questions");
    page.texts_url = page.post_url + "/texts";
    page.try_url = visit.frame.to("/desk/services/" + now->id + "/try");
    page.seen = now->seen();
    if (visit.request.query.has("done")) page.head.done = words(visit, "done_removed");
    page.head.meanwhile = meanwhile;
    if (error && !meanwhile.there) page.head.problems = problem_views(visit, *error);
    show_lines(visit, *now, lines, page);
    page.type = {.name = "type", .label = words(visit, "kind"), .required = true};
    for (const auto& type : services::question_types()) page.types.push_back({type, type_words(visit, type), "", error && type == typed_in(visit, "type")});
    page.after = {.name = "place", .label = words(visit, "where"), .required = true};
    page.places = place_options(visit, lines, visit.request.query.get("after"));
    set_desk_frame(visit, page.head.heading);
    visit.frame.path = "/desk/services/" + now->id + "/questions";
    return desk.reception.show(visit, pages::service_questions_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

// Saves the draft and goes on; a draft that somebody else changed meanwhile is shown again.
template <class Again>
http::Response save_and_go(const ServiceDesk& desk, Visit& visit, const Writing& now, const services::ServiceFiles& files, const std::string& to, Again again) {
    auto saved = save_draft(desk, visit, now, files);
    if (!saved && saved.error().fault != Fault::conflict) return desk.reception.problem(visit, saved.error());
    if (!saved) return again(saved.error());
    return http::Response::redirect(visit.frame.to("/desk/services/" + now.id + to));
}

http::Response change_list(const ServiceDesk& desk, Visit& visit) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto again = [&](const Error& error) {
        auto conflict = conflict_of(desk, visit, *now);
        return list(desk, visit, &error, conflict ? conflict->view : MeanwhileView{});
    };
    for (bool up : {true, false})
        if (auto component = typed_in(visit, up ? "up" : "down"); !component.empty()) {
            auto files = services::with_moved_question(now->files, visit.municipality, now->id, component, up);
            if (!files) return desk.reception.problem(visit, files.error());
            return save_and_go(desk, visit, *now, *files, "/questions" + anchor_of(component), again);
        }
    auto place = typed_in(visit, "place");
    auto colon = place.find(':');
    auto made = services::with_new_question(now->files, visit.municipality, now->id, typed_in(visit, "type"), colon == std::string::npos ? "" : place.substr(colon + 1), place.starts_with("inside:"));
    if (!made) return desk.reception.problem(visit, made.error());
    return save_and_go(desk, visit, *now, made->files, "/question/" + url_encoded(made->component) + "?done=added", again);
}

// --- one question ---

std::string feel_without_sign(const std::string& value) { return value.starts_with('=') ? std::string(trimmed(value.substr(1))) : value; }

// "=not(x)" as "x": what has to be true for the question to be asked. Only when the brackets are one pair around all.
std::optional<std::string> turned_round(const std::string& feel) {
    auto text = feel_without_sign(feel);
    if (!text.starts_with("not(") || !text.ends_with(')')) return std::nullopt;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 3; i < text.size(); ++i) {
        if (text[i] == '"' && text[i - 1] != '\\') quoted = !quoted;
        if (quoted) continue;
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0 && i + 1 < text.size()) return std::nullopt;
    }
    return text.substr(4, text.size() - 5);
}

PropertyField when_field(const Visit& visit, const EditableProperty& property, PropertyField out) {
    auto turned = property.input == PropertyInput::hide ? turned_round(property.value) : std::nullopt;
    const bool feel = property.value.starts_with('=');
    std::string mode = property.value.empty() ? "" : !feel ? "true" : turned ? "only" : property.input == PropertyInput::hide ? "unless" : "when";
    if (property.input == PropertyInput::hide) {
        for (const char* one : {"", "only", "unless"}) out.options.push_back({one, words(visit, std::string("hide_") + (*one ? one : "never")), "", mode == one});
    } else {
        for (const char* one : {"", "true", "when"}) out.options.push_back({one, words(visit, std::string("when_") + (!*one ? "no" : *one == 't' ? "yes" : "feel")), "", mode == one});
    }
    out.kind = PropertyField::Kind::when;
    out.feel = {.name = "feel:" + property.name, .label = words(visit, "feel", {{"property", out.field.label}}), .value = feel ? turned.value_or(feel_without_sign(property.value)) : "", .says_optional = false, .rows = 2};
    return out;
}

PropertyField property_field(const Visit& visit, const EditableProperty& property) {
    PropertyField out;
    const auto key = property_key(property.name), hint = "h" + key.substr(1);
    out.field = {.name = "p:" + property.name, .label = view::has_text("question_editor." + key) ? words(visit, key) : property.name, .value = property.value, .says_optional = false};
    if (view::has_text("question_editor." + hint)) out.field.hint = words(visit, hint);
    switch (property.input) {
        case PropertyInput::yes: out.kind = PropertyField::Kind::tick, out.checked = property.value == "true"; break;
        case PropertyInput::flexible:
        case PropertyInput::hide: return when_field(visit, property, std::move(out));
        case PropertyInput::feel: out.kind = PropertyField::Kind::words, out.field.rows = 2, out.field.value = feel_without_sign(property.value); break;
        case PropertyInput::choice:
            out.kind = PropertyField::Kind::choice;
            out.options.push_back({"", words(visit, "choice_none"), "", property.value.empty()});
            for (const auto& one : property.choices) {
                auto name = "c_" + ascii_lower(one);
                std::replace(name.begin(), name.end(), '-', '_');
                out.options.push_back({one, view::has_text("question_editor." + name) ? words(visit, name) : one, "", property.value == one});
            }
            break;
        default: break;
    }
    if (property.name != "properties.fact") return out;
    out.kind = PropertyField::Kind::choice;
    out.options.push_back({"", words(visit, "fact_none"), "", property.value.empty()});
    for (const auto& fact : fact_names()) out.options.push_back({fact, fact_name(visit.language(), fact), "", property.value == fact});
    if (!property.value.empty() && std::find(fact_names().begin(), fact_names().end(), property.value) == fact_names().end()) out.options.push_back({property.value, property.value, "", true});
    return out;
}

bool is_first(const std::string& property) {
    static const std::set<std::string> first{"key", "path", "validate.required", "conditional.hide", "subtype", "expression", "valuesExpression", "validate.min", "validate.max", "validate.maxLength",
                                             "validate.validationType", "properties.format", "properties.check", "properties.fact", "properties.declaration", "allowAddRemove", "accept",
                                             "properties.page", "dataSource"};
    return first.contains(property);
}

view::Field choice_field(std::string name, std::string label, std::string value) { return {.name = std::move(name), .label = std::move(label), .value = std::move(value), .says_optional = false, .maximum = longest}; }

std::vector<ChoiceRow> choice_rows(const Visit& visit, const EditableQuestion& question) {
    std::vector<ChoiceRow> out;
    for (std::size_t i = 0; i < question.choices.size() + spare_choices; ++i) {
        const auto number = std::to_string(i);
        const auto choice = i < question.choices.size() ? question.choices[i] : services::EditableChoice{};
        ChoiceRow row{choice_field("value:" + number, words(visit, "choice_value"), choice.value), {}};
        for (auto language : view::all_languages) row.labels.push_back(choice_field(std::string(view::code(language)) + ":choice:" + number, view::text(visit.language(), "general.language_" + std::string(view::code(language))), own_text(choice.label, language)));
        out.push_back(std::move(row));
    }
    return out;
}

void show_texts(const Visit& visit, const EditableQuestion& question, ServiceQuestionPage& page) {
    static const std::set<std::string> always{"label", "description", "text", "content", "dateLabel"};
    for (const auto& one : question.texts) {
        std::string key = "question_" + ascii_lower(one.part);
        auto& list = one.needed || always.contains(one.part) ? page.texts : page.more_texts;
        list.push_back(text_group(visit, one, view::has_text("service_desk." + key) ? desk_words(visit, key) : one.part));
        // A question may do without most of its texts; once it has one, it needs all three.
        const bool unnamed = one.part == "label" && question.line.label.et.empty() && (!question.types.empty() || question.line.type == "dynamiclist");
        for (auto& field : list.back().fields) {
            field.required = one.needed || unnamed;
            if (!field.required) field.error_text.clear();
        }
    }
}

void show_uses(const Visit& visit, const Writing& now, const std::string& component, ServiceQuestionPage& page) {
    for (const auto& use : services::uses_of_question(now.files, visit.municipality, now.id, component)) {
        if (use.by == services::QuestionUse::By::decision) page.uses.push_back({words(visit, "used_by_decision", {{"name", use.name}}), {}});
        else if (use.by == services::QuestionUse::By::example) page.uses.push_back({words(visit, "used_by_example", {{"name", use.name}}), {}});
        else page.uses.push_back({words(visit, "used_by_question"), {use.label.in(visit.language()).empty() ? use.name : use.label.in(visit.language()), visit.frame.to("/desk/services/" + now.id + "/question/" + url_encoded(use.name))}});
    }
}

// What a condition may speak of: the other questions by their keys, with their options.
void show_names(const Visit& visit, const Writing& now, const std::string& component, ServiceQuestionPage& page) {
    for (const auto& line : services::questions(now.files, visit.municipality, now.id)) {
        if (line.key.empty() || line.id == component || line.type == "group") continue;
        LabelledText name{line.key, label_of(visit, line), ""};
        if (auto other = services::question(now.files, visit.municipality, now.id, line.id))
            for (const auto& choice : other->choices)
                if (other->has_choices && line.type != "table") name.note += (name.note.empty() ? "" : ", ") + std::string("\"") + choice.value + "\"";
        page.names.push_back(std::move(name));
    }
}

// Problems stand at their fields; the others above.
void place_problems(const Visit& visit, const Writing& now, const std::string& component, ServiceQuestionPage& page) {
    for (const auto& problem : services::question_problems(now.files, visit.municipality, now.id, now.problems)) {
        if (problem.component != component || !problem.missing_in.empty()) continue;  // a text that is missing is told at its field
        bool placed = false;
        for (auto* list : {&page.first, &page.more})
            for (auto& property : *list) {
                auto name = property.field.name.substr(2);
                if (problem.about != name && !problem.about.starts_with(name + ".")) continue;
                (property.kind == PropertyField::Kind::when ? property.feel : property.field).error_text = problem.text;
                page.more_open |= list == &page.more;
                placed = true;
            }
        if (!placed) page.wrong.push_back(problem.text);
    }
}

void show_places(const Visit& visit, const EditableQuestion& question, ServiceQuestionPage& page) {
    page.type = {.name = "type", .label = words(visit, "kind"), .required = true};
    for (const auto& type : question.types) page.types.push_back({type, type_words(visit, type), "", type == question.line.type});
    page.inside = {.name = "inside", .label = words(visit, "inside"), .required = true};
    page.insides.push_back({"", words(visit, "inside_none"), "", question.inside.empty()});
    for (const auto& place : question.places) page.insides.push_back({place.id, label_of(visit, place), "", place.id == question.inside});
}

ServiceQuestionPage question_page(const Visit& visit, const Writing& now, const EditableQuestion& question) {
    const auto& component = question.line.id;
    const auto service = visit.frame.to("/desk/services/" + now.id);
    ServiceQuestionPage page;
    page.id = now.id;
    page.name = now.name();
    const auto heading = label_of(visit, question.line);
    page.head.way = {{page.name, service}, {desk_words(visit, "questions"), service + "/questions"}, {heading, ""}};
    page.head.heading = heading;
    page.list_url = service + "/questions";
    page.try_url = service + "/try";
    page.post_url = service + "/question/" + url_encoded(component);
    page.seen = now.seen();
    show_places(visit, question, page);
    show_texts(visit, question, page);
    if (question.has_choices) {
        page.choices_heading = words(visit, question.line.type == "table" ? "columns" : "choices");
        page.choices = choice_rows(visit, question);
    }
    for (const auto& property : question.properties) (is_first(property.name) ? page.first : page.more).push_back(property_field(visit, property));
    place_problems(visit, now, component, page);
    show_uses(visit, now, component, page);
    show_names(visit, now, component, page);
    return page;
}

// --- what was typed ---

std::string typed_property(const Visit& visit, const EditableProperty& property) {
    auto value = typed_in(visit, "p:" + property.name);
    if (property.input == PropertyInput::feel) {
        if (value.empty()) return {};
        return value.starts_with('=') ? value : "=" + value;
    }
    if (property.input == PropertyInput::yes) return value.empty() ? "" : "true";
    if (property.input != PropertyInput::flexible && property.input != PropertyInput::hide) return value;
    auto feel = feel_without_sign(typed_in(visit, "feel:" + property.name));
    if (value == "true") return "true";
    if (value.empty() || feel.empty()) return {};
    return value == "only" ? "=not(" + feel + ")" : "=" + feel;
}

services::QuestionChange change_in(const Visit& visit, const EditableQuestion& question) {
    services::QuestionChange change;
    change.type = typed_in(visit, "type");
    for (const auto& property : question.properties) {
        auto typed = typed_property(visit, property);
        if (feel_without_sign(typed) == feel_without_sign(property.value)) typed = property.value;  // as it is written in the file
        change.properties[property.name] = first_code_points(typed, longest);
    }
    change.texts = texts_in(visit, question.texts);
    if (question.has_choices) {
        change.choices.emplace();
        for (std::size_t i = 0; i < most_choices && visit.request.form.has("value:" + std::to_string(i)); ++i) {
            services::EditableChoice choice;
            choice.value = first_code_points(typed_in(visit, "value:" + std::to_string(i)), longest);
            for (auto language : view::all_languages) own_text(choice.label, language) = first_code_points(typed_in(visit, std::string(view::code(language)) + ":choice:" + std::to_string(i)), longest);
            if (!choice.value.empty() || !choice.label.et.empty()) change.choices->push_back(std::move(choice));
        }
    }
    if (visit.request.form.has("inside")) change.inside = typed_in(visit, "inside");
    return change;
}

// --- one question as a page ---

ShownFields shown(ServiceQuestionPage& page) {
    ShownFields out;
    auto chosen = [](const view::Field& field, const std::vector<view::Option>& options) {
        for (const auto& option : options)
            if (option.checked) return option.label;
        return options.empty() ? field.value : std::string();
    };
    out.push_back({&page.type, page.type.label, chosen(page.type, page.types)});
    out.push_back({&page.inside, page.inside.label, chosen(page.inside, page.insides)});
    for (auto* groups : {&page.texts, &page.more_texts})
        for (auto& group : *groups) show_texts(group, "", out);
    for (auto& row : page.choices) {
        out.push_back({&row.value, row.value.label, row.value.value});
        for (auto& label : row.labels) out.push_back({&label, row.value.value + " (" + label.label + ")", label.value});
    }
    for (auto* list : {&page.first, &page.more})
        for (auto& property : *list) {
            out.push_back({&property.field, property.field.label, property.kind == PropertyField::Kind::tick ? (property.checked ? "✓" : "") : chosen(property.field, property.options)});
            if (property.kind == PropertyField::Kind::when) out.push_back({&property.feel, property.feel.label, property.feel.value});
        }
    return out;
}

void open_wrong(ServiceQuestionPage& page) {
    for (const auto& group : page.more_texts)
        for (const auto& field : group.fields) page.more_texts_open |= !field.error_text.empty();
    for (const auto& property : page.more) page.more_open |= !property.field.error_text.empty() || !property.feel.error_text.empty();
}

http::Response show_one(const ServiceDesk& desk, Visit& visit, const std::string& component, const ServiceQuestionPage& page, const Error* error) {
    set_desk_frame(visit, page.head.heading + " – " + page.name);
    visit.frame.path = "/desk/services/" + page.id + "/question/" + url_encoded(component);
    return desk.reception.show(visit, pages::service_question_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response one(const ServiceDesk& desk, Visit& visit, const Error* error = nullptr, bool asks_removal = false) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto question = services::question(now->files, visit.municipality, now->id, visit.request.path_value("question"));
    if (!question) return desk.reception.problem(visit, question.error());
    auto page = question_page(visit, *now, *question);
    page.asks_removal = asks_removal;
    if (auto done = "question_editor.done_" + std::string(visit.request.query.get("done")); view::has_text(done)) page.head.done = view::text(visit.language(), done);
    if (error) page.head.problems = problem_views(visit, *error);
    return show_one(desk, visit, question->line.id, page, error);
}

// Somebody else saved the draft meanwhile. A question that is gone by now: the list, with what was typed.
http::Response one_again(const ServiceDesk& desk, Visit& visit, const Error& error) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto conflict = conflict_of(desk, visit, *now);
    if (!conflict) return desk.reception.problem(visit, conflict.error());
    const auto component = visit.request.path_value("question");
    auto as_seen = services::question(conflict->before, visit.municipality, now->id, component);
    auto mine = as_seen && typed_in(visit, "act").empty() ? services::with_question(conflict->before, visit.municipality, now->id, component, change_in(visit, *as_seen)) : Result<services::ServiceFiles>(conflict->before);
    const auto merged = mine ? with_files(desk, visit, *now, merged_files(visit, *now, *mine, {}, *conflict)) : *now;
    auto question = services::question(merged.files, visit.municipality, now->id, component);
    auto theirs = services::question(now->files, visit.municipality, now->id, component);
    if (!question || !theirs) return list(desk, visit, &error, conflict->view);
    auto page = question_page(visit, merged, *question), now_page = question_page(visit, *now, *theirs);
    auto before_page = as_seen ? question_page(visit, with_files(desk, visit, *now, conflict->before), *as_seen) : now_page;
    tell_meanwhile(visit, shown(page), shown(now_page), shown(before_page), *conflict, page.head.problems);
    open_wrong(page);
    page.head.meanwhile = std::move(conflict->view);
    return show_one(desk, visit, component, page, &error);
}

http::Response change_one(const ServiceDesk& desk, Visit& visit) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    const auto& component = visit.request.path_value("question");
    auto again = [&](const Error& error) { return one_again(desk, visit, error); };
    const auto act = typed_in(visit, "act");
    if (act == "copy") {
        auto made = services::with_copied_question(now->files, visit.municipality, now->id, component);
        return made ? save_and_go(desk, visit, *now, made->files, "/question/" + url_encoded(made->component) + "?done=copied", again) : desk.reception.problem(visit, made.error());
    }
    if (act == "remove") {
        const bool used = !services::uses_of_question(now->files, visit.municipality, now->id, component).empty();
        if (used && !visit.request.form.has("sure")) return one(desk, visit, nullptr, true);
        auto files = services::without_question(now->files, visit.municipality, now->id, component);
        return files ? save_and_go(desk, visit, *now, *files, "/questions?done=removed", again) : desk.reception.problem(visit, files.error());
    }
    auto question = services::question(now->files, visit.municipality, now->id, component);
    if (!question) return one_again(desk, visit, {Fault::conflict, {}, "no such question", {}});
    auto files = services::with_question(now->files, visit.municipality, now->id, component, change_in(visit, *question));
    if (!files) return desk.reception.problem(visit, files.error());
    return save_and_go(desk, visit, *now, *files, "/question/" + url_encoded(component) + "?done=saved", again);
}

}  // namespace

void add_question_pages(const std::shared_ptr<ServiceDesk>& desk) {
    auto& reception = desk->reception;
    constexpr auto permission = Permission::edit_services;
    reception.desk_get("/desk/services/{id}/questions", permission, [desk](Visit& visit) { return list(*desk, visit); });
    reception.desk_post("/desk/services/{id}/questions", permission, [desk](Visit& visit) { return change_list(*desk, visit); });
    reception.desk_get("/desk/services/{id}/question/{question}", permission, [desk](Visit& visit) { return one(*desk, visit); });
    reception.desk_post("/desk/services/{id}/question/{question}", permission, [desk](Visit& visit) { return change_one(*desk, visit); }, form_limits);
}

}  // namespace raekoda::doors::site
