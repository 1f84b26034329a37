// Texts, values, questions, preview: what an official writes becomes the draft's files.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "doors/site/pages.h"
#include "decision/feel.h"
#include "doors/site/service_desk_parts.h"
#include "services/fact_editor.h"
#include "services/service_editor.h"

namespace raekoda::doors::site {

using people::Permission;
using people::Visit;
using services::EditableText;

constexpr std::size_t longest = 8000;

namespace {

std::string field_name(const std::string& place, view::Language language) { return std::string(view::code(language)) + ":" + place; }

}  // namespace

const std::string& own_text(const view::LocalText& text, view::Language language) { return language == view::Language::et ? text.et : language == view::Language::en ? text.en : text.ru; }
std::string& own_text(view::LocalText& text, view::Language language) { return language == view::Language::et ? text.et : language == view::Language::en ? text.en : text.ru; }

TextGroup text_group(const Visit& visit, const EditableText& one, std::string heading) {
    TextGroup group;
    group.heading = std::move(heading);
    group.is_long = one.is_long;
    group.local = one.local;
    for (auto language : view::all_languages) {
        view::Field field{.name = field_name(one.place, language), .label = view::text(visit.language(), "general.language_" + std::string(view::code(language))), .value = own_text(one.text, language)};
        field.required = one.needed;
        field.maximum = longest;
        field.rows = 4;
        if (trimmed(field.value).empty()) field.error_text = desk_words(visit, "text_missing");
        group.fields.push_back(std::move(field));
    }
    return group;
}

services::NewTexts texts_in(const Visit& visit, const std::vector<EditableText>& known) {
    services::NewTexts out;
    for (const auto& one : known) {
        view::LocalText text = one.text;
        bool sent = false;
        for (auto language : view::all_languages)
            if (auto name = field_name(one.place, language); visit.request.form.has(name)) {
                own_text(text, language) = first_code_points(typed_in(visit, name), longest);
                sent = true;
            }
        if (sent) out[one.place] = text;
    }
    return out;
}

namespace {

const std::vector<std::string> lists{"steps", "conditions", "evidence", "legal_basis"};
const http::RouteLimits form_limits{.body_bytes = 2u << 20, .files = 0, .file_bytes = 0, .form_fields = 4000};

// "steps/0/text" → 0
std::optional<std::size_t> entry_of(const std::string& place, const std::string& part) {
    if (!place.starts_with("/" + part + "/")) return std::nullopt;
    auto rest = place.substr(part.size() + 2);
    auto number = parse_integer(rest.substr(0, rest.find('/')));
    return number && *number >= 0 ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

std::vector<TextSection> service_sections(const Visit& visit, const std::vector<EditableText>& texts) {
    std::vector<TextSection> out;
    auto section = [&](const std::string& part) -> TextSection& {
        for (auto& one : out)
            if (one.anchor == "part-" + part) return one;
        bool listed = std::find(lists.begin(), lists.end(), part) != lists.end();
        std::string heading = member_name(visit.language(), part);
        out.push_back({heading, "part-" + part, listed ? part : "", {}});
        return out.back();
    };
    for (const auto& one : texts) {
        auto& where = section(one.part);
        auto entry = entry_of(one.place, one.part);
        auto last = one.place.substr(one.place.rfind('/') + 1);
        std::string heading = entry ? std::to_string(*entry + 1) + ". " : "";
        heading += last == one.part ? where.heading : view::has_text("service_desk.text_" + last) ? desk_words(visit, "text_" + last) : last;
        auto group = text_group(visit, one, heading);
        bool first_of_entry = entry && (where.groups.empty() || where.groups.back().heading.substr(0, where.groups.back().heading.find('.')) != std::to_string(*entry + 1));
        if (first_of_entry && !where.add.empty()) group.remove = one.part + "/" + std::to_string(*entry);
        where.groups.push_back(std::move(group));
    }
    for (const auto& part : lists) section(part);
    return out;
}

std::vector<TextSection> form_sections(const Visit& visit, const std::vector<EditableText>& texts) {
    std::vector<TextSection> out;
    for (const auto& one : texts) {
        if (out.empty() || out.back().anchor != "part-" + one.component) out.push_back({one.text.in(visit.language()), "part-" + one.component, "", {}});
        std::string key = "question_" + ascii_lower(one.part.substr(0, one.part.find('.')));
        std::string heading = view::has_text("service_desk." + key) ? desk_words(visit, key) : one.part;
        if (auto dot = one.part.find('.'); dot != std::string::npos) heading += " " + one.part.substr(dot + 1);
        out.back().groups.push_back(text_group(visit, one, heading));
    }
    return out;
}

http::Response texts_page(const ServiceDesk& desk, Visit& visit, bool questions, const Error* error = nullptr) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    ServiceTextsPage page;
    page.id = now->id;
    page.name = now->name();
    page.heading = desk_words(visit, questions ? "question_texts" : "texts");
    page.lead = desk_words(visit, questions ? "questions_lead" : "texts_lead");
    page.post_url = visit.frame.to("/desk/services/" + now->id + (questions ? "/questions/texts" : "/texts"));
    page.seen = std::to_string(now->seen());
    if (questions) {
        page.sections = form_sections(visit, services::form_texts(now->files, visit.municipality, now->id));
        page.form_file_text = services::form_file_text(now->files, visit.municipality, now->id);
        if (error && visit.request.form.has("form")) page.form_file_text = visit.request.form.get("form");
    } else {
        page.sections = service_sections(visit, services::service_texts(now->files, visit.municipality, now->id));
        if (auto own = now->files.find(visit.municipality.value + "/" + now->id + "/service.json"); own != now->files.end()) page.form_file_text = own->second;
        if (error && visit.request.form.has("form")) page.form_file_text = visit.request.form.get("form");
    }
    page.file_heading = desk_words(visit, questions ? "form_file" : "service_file");
    page.file_lead = desk_words(visit, questions ? "form_file_text" : "service_file_text");
    page.file_label = desk_words(visit, questions ? "form_file_label" : "service_file_label");
    page.file_save = desk_words(visit, questions ? "form_file_save" : "service_file_save");
    if (error) page.problems = problem_views(visit, *error);
    set_desk_frame(visit, page.heading + ": " + page.name);
    visit.frame.path = "/desk/services/" + now->id + (questions ? "/questions/texts" : "/texts");
    return desk.reception.show(visit, pages::service_texts_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

Result<services::ServiceFiles> written_files(const Visit& visit, const Writing& now, bool questions) {
    if (questions && visit.request.form.has("form")) return services::with_form_file(now.files, visit.municipality, now.id, std::string(visit.request.form.get("form")));
    if (visit.request.form.has("form")) return services::with_service_file(now.files, visit.municipality, now.id, std::string(visit.request.form.get("form")));
    if (questions) return services::with_form_texts(now.files, visit.municipality, now.id, texts_in(visit, services::form_texts(now.files, visit.municipality, now.id)));
    auto files = TRY(services::with_service_texts(now.files, visit.municipality, now.id, texts_in(visit, services::service_texts(now.files, visit.municipality, now.id))));
    if (auto list = typed_in(visit, "add"); !list.empty()) return services::with_list_item(std::move(files), visit.municipality, now.id, list, std::nullopt);
    if (auto entry = typed_in(visit, "remove"); !entry.empty()) {
        auto slash = entry.find('/');
        auto index = slash == std::string::npos ? std::nullopt : parse_integer(entry.substr(slash + 1));
        if (!index || *index < 0) return fail(Fault::invalid, "no such entry");
        return services::with_list_item(std::move(files), visit.municipality, now.id, entry.substr(0, slash), static_cast<std::size_t>(*index));
    }
    return files;
}

http::Response save_texts(const ServiceDesk& desk, Visit& visit, bool questions) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto files = written_files(visit, *now, questions);
    if (!files && files.error().problems.empty()) return desk.reception.problem(visit, files.error());
    if (!files) return texts_page(desk, visit, questions, &files.error());
    auto saved = desk.register_.save_draft(visit.as_staff(), now->id, *files, parse_integer(typed_in(visit, "seen")).value_or(-1));
    if (!saved && saved.error().fault != Fault::conflict) return desk.reception.problem(visit, saved.error());
    if (!saved) return texts_page(desk, visit, questions, &saved.error());
    bool stays = visit.request.form.has("add") || visit.request.form.has("remove");
    return http::Response::redirect(visit.frame.to("/desk/services/" + now->id + (stays ? "/texts#part-" + (typed_in(visit, "add") + typed_in(visit, "remove")).substr(0, (typed_in(visit, "add") + typed_in(visit, "remove")).find('/')) : "?done=saved")));
}

// --- values ---

bool adds_value(const Visit& visit) { return typed_in(visit, "act") == "add"; }

void show_new_value(const Visit& visit, const services::Service& service, ServiceValuesPage& page) {
    auto text = [&](const char* key, std::initializer_list<view::Argument> arguments = {}) { return view::text(visit.language(), std::string("service_facts.") + key, arguments); };
    page.new_name = {.name = "name", .label = text("value_name"), .hint = text("value_name_hint", {{"example", "{tasu}"}}), .required = true, .maximum = 80};
    page.new_value = {.name = "value", .label = text("value_value"), .required = true, .maximum = 1000};
    page.new_day = {.name = "first_day", .label = desk_words(visit, "values_from"), .hint = desk_words(visit, "valid_from_hint"), .required = true};
    page.new_source = {.name = "first_source", .label = desk_words(visit, "values_source"), .hint = desk_words(visit, "values_source_hint"), .required = true, .maximum = 1000};
    EditableText label;
    label.place = "label";
    label.needed = true;
    page.new_label = text_group(visit, label, text("value_label"));
    for (auto& field : page.new_label.fields) field.error_text.clear();
    for (const auto& [name, words] : service.parameter_labels) page.removable.push_back({words.in(visit.language()), name});
}

Result<services::ServiceFiles> files_with_value(const Visit& visit, const Writing& now) {
    if (!adds_value(visit)) return services::without_parameter(now.files, visit.municipality, now.id, typed_in(visit, "name"));
    EditableText label;
    label.place = "label";
    auto texts = texts_in(visit, {label});
    services::NewParameter wanted{typed_in(visit, "name"), texts["label"], typed_in(visit, "value"), now.reader.today, typed_in(visit, "first_source"), false};
    if (visit.request.form.has("first_day")) {
        auto day = day_in(typed_in(visit, "first_day"));
        if (!day) return fail(std::vector<Problem>{{"first_day", "service_desk.day_wrong", {}}});
        wanted.valid_from = *day;
    }
    return services::with_parameter(now.files, visit.municipality, now.id, wanted);
}

http::Response values_page(const ServiceDesk& desk, Visit& visit, const Error* error = nullptr) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    if (!now->shown()) return desk.reception.problem(visit, fail(Fault::missing, "nothing can be read of it yet").value());
    const auto& service = *now->shown();
    ServiceValuesPage page;
    page.has_values = !service.parameter_labels.empty();
    page.may_add = service.decision.model.empty();
    page.id = now->id;
    page.name = now->name();
    page.post_url = visit.frame.to("/desk/services/" + now->id + "/values");
    page.seen = std::to_string(now->seen());
    auto date = [&](Date day) { return view::date_text(visit.language(), day.year, day.month, day.day); };
    for (auto row = service.parameter_rows.rbegin(); row != service.parameter_rows.rend(); ++row) {
        ValueRow line{date(row->valid_from) + " –" + (row->valid_to ? " " + date(*row->valid_to) : ""), row->source, {}, row->confirmed, false};
        auto holds = service.parameters_on(now->reader.today);
        line.holds = row->valid_from <= now->reader.today && (!row->valid_to || *row->valid_to >= now->reader.today) && (row == service.parameter_rows.rbegin() || std::prev(row)->valid_from > now->reader.today);
        for (const auto& [name, label] : service.parameter_labels)
            if (const auto* value = row->values.is(decision::Value::Kind::context) ? row->values.context().find(name) : nullptr)
                line.values.push_back({label.in(visit.language()), services::value_text(visit.language(), *value), ""});
        page.rows.push_back(std::move(line));
    }
    const auto* last = service.parameter_rows.empty() ? nullptr : &service.parameter_rows.back();
    for (const auto& [name, label] : service.parameter_labels) {
        view::Field field{.name = "value[" + name + "]", .label = label.in(visit.language()), .required = true, .maximum = 1000};
        const auto* value = last && last->values.is(decision::Value::Kind::context) ? last->values.context().find(name) : nullptr;
        if (value) {
            auto json = decision::to_json(*value);
            field.value = json.is_string() ? json::as_text(json) : json::serialize(json);
        }
        page.fields.push_back(std::move(field));
    }
    page.day = {.name = "valid_from", .label = desk_words(visit, "values_from"), .hint = desk_words(visit, "valid_from_hint"), .required = true};
    page.source = {.name = "source", .label = desk_words(visit, "values_source"), .hint = desk_words(visit, "values_source_hint"), .required = true, .maximum = 1000};
    if (error) page.problems = problem_views(visit, *error);
    if (page.may_add) show_new_value(visit, service, page);
    std::vector<view::Field*> fields{&page.day, &page.source, &page.new_name, &page.new_value, &page.new_day, &page.new_source};
    for (auto& field : page.new_label.fields) fields.push_back(&field);
    for (auto& field : page.fields) fields.push_back(&field);
    for (auto* field : fields) {
        if (error) field->value = typed_in(visit, field->name);
        for (const auto& problem : page.problems)
            if (problem.field == field->name) field->error_text = problem.text;
    }
    page.confirmed = error && visit.request.form.has("confirmed");
    set_desk_frame(visit, desk_words(visit, "values") + ": " + page.name);
    visit.frame.path = "/desk/services/" + now->id + "/values";
    return desk.reception.show(visit, pages::service_values_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response keep_values(const ServiceDesk& desk, Visit& visit, const Writing& now, const services::ServiceFiles& files, const std::string& to) {
    auto saved = desk.register_.save_draft(visit.as_staff(), now.id, files, parse_integer(typed_in(visit, "seen")).value_or(-1));
    if (!saved && saved.error().fault != Fault::conflict) return desk.reception.problem(visit, saved.error());
    if (!saved) return values_page(desk, visit, &saved.error());
    return http::Response::redirect(visit.frame.to("/desk/services/" + now.id + to));
}

http::Response save_values(const ServiceDesk& desk, Visit& visit) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    if (!now->shown()) return desk.reception.problem(visit, fail(Fault::missing, "nothing can be read of it yet").value());
    const auto& service = *now->shown();
    if (visit.request.form.has("act")) {
        auto files = files_with_value(visit, *now);
        if (!files && files.error().problems.empty()) return desk.reception.problem(visit, files.error());
        return files ? keep_values(desk, visit, *now, *files, "/values") : values_page(desk, visit, &files.error());
    }
    services::NewValues values;
    auto day = day_in(typed_in(visit, "valid_from"));
    for (const auto& [name, label] : service.parameter_labels) values.values[name] = typed_in(visit, "value[" + name + "]");
    values.source = typed_in(visit, "source");
    values.confirmed = visit.request.form.has("confirmed");
    values.valid_from = day.value_or(Date{1900, 1, 1});
    auto files = day ? services::with_values_from(now->files, service, values, now->reader.today)
                     : Result<services::ServiceFiles>(fail(std::vector<Problem>{{"valid_from", "service_desk.day_wrong", {}}}));
    if (!files && files.error().problems.empty()) return desk.reception.problem(visit, files.error());
    if (!files) return values_page(desk, visit, &files.error());
    // A value of the wrong sort would make the whole service unreadable: it is told here, where it can be put right.
    std::shared_ptr<const services::Service> read;
    auto problems = desk.register_.problems_of(visit.municipality, now->id, *files, &read);
    if (!read && now->written) {
        Error wrong{Fault::invalid, {}, "values", {{"", "service_desk.values_wrong", {{"detail", problems.front().text}}}}};
        return values_page(desk, visit, &wrong);
    }
    return keep_values(desk, visit, *now, *files, "?done=saved");
}

http::Response preview(const ServiceDesk& desk, Visit& visit) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    ServicePreviewPage page{now->id, now->name(), {}, {}};
    if (now->written) {
        page.page = service_page_of(now->reader, *now->written, desk.register_.services(visit.municipality, now->reader.today));
        page.page.preview = true;
        if (now->written->has_form()) page.page.apply_url = visit.frame.to("/desk/services/" + now->id + "/try");  // nothing can be sent from a preview
    } else {
        page.missing = problem_lines(now->problems);
    }
    set_desk_frame(visit, desk_words(visit, "preview") + ": " + page.name);
    visit.frame.path = "/desk/services/" + now->id + "/preview";
    return desk.reception.show(visit, pages::service_preview_page(visit.frame, page));
}

}  // namespace

void add_service_edit_pages(const std::shared_ptr<ServiceDesk>& desk) {
    auto& reception = desk->reception;
    constexpr auto permission = Permission::edit_services;
    for (bool questions : {false, true}) {
        std::string path = questions ? "/desk/services/{id}/questions/texts" : "/desk/services/{id}/texts";
        reception.desk_get(path, permission, [desk, questions](Visit& visit) { return texts_page(*desk, visit, questions); });
        reception.desk_post(path, permission, [desk, questions](Visit& visit) { return save_texts(*desk, visit, questions); }, form_limits);
    }
    reception.desk_get("/desk/services/{id}/values", permission, [desk](Visit& visit) { return values_page(*desk, visit); });
    reception.desk_post("/desk/services/{id}/values", permission, [desk](Visit& visit) { return save_values(*desk, visit); }, form_limits);
    reception.desk_get("/desk/services/{id}/preview", permission, [desk](Visit& visit) { return preview(*desk, visit); });
}

}  // namespace raekoda::doors::site
