// Texts, values, questions, preview: what an official writes becomes the draft's files.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "doors/site/pages.h"
#include "decision/feel.h"
#include "doors/site/draft_conflict.h"
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

// What the page of texts shows of a draft.
std::vector<TextSection> sections_of(const Visit& visit, const services::ServiceFiles& files, const std::string& id, bool questions) {
    return questions ? form_sections(visit, services::form_texts(files, visit.municipality, id)) : service_sections(visit, services::service_texts(files, visit.municipality, id));
}
std::string file_of(const Visit& visit, const services::ServiceFiles& files, const std::string& id, bool questions) {
    if (questions) return services::form_file_text(files, visit.municipality, id);
    auto own = files.find(visit.municipality.value + "/" + id + "/service.json");
    return own == files.end() ? std::string() : own->second;
}
Result<services::ServiceFiles> typed_texts(const Visit& visit, const services::ServiceFiles& files, const std::string& id, bool questions) {
    return questions ? services::with_form_texts(files, visit.municipality, id, texts_in(visit, services::form_texts(files, visit.municipality, id)))
                     : services::with_service_texts(files, visit.municipality, id, texts_in(visit, services::service_texts(files, visit.municipality, id)));
}

ShownFields shown(std::vector<TextSection>& sections) {
    ShownFields out;
    for (auto& section : sections)
        for (auto& group : section.groups) show_texts(group, section.heading == group.heading ? "" : section.heading, out);
    return out;
}

Outcome show_conflict(const ServiceDesk& desk, const Visit& visit, const Writing& now, bool questions, ServiceTextsPage& page) {
    auto conflict = TRY(conflict_of(desk, visit, now));
    auto mine = typed_texts(visit, conflict.before, now.id, questions);
    const auto files = mine ? merged_files(visit, now, *mine, questions ? std::vector<std::string>{} : lists, conflict) : now.files;
    auto theirs = sections_of(visit, now.files, now.id, questions), before = sections_of(visit, conflict.before, now.id, questions);
    page.sections = sections_of(visit, files, now.id, questions);
    tell_meanwhile(visit, shown(page.sections), shown(theirs), shown(before), conflict, page.head.problems);
    if (visit.request.form.has("form") && file_of(visit, conflict.before, now.id, questions) != page.form_file_text) page.file_now = page.form_file_text;
    page.head.meanwhile = std::move(conflict.view);
    return {};
}

http::Response texts_page(const ServiceDesk& desk, Visit& visit, bool questions, const Error* error = nullptr) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    ServiceTextsPage page;
    page.id = now->id;
    page.name = now->name();
    const auto heading = desk_words(visit, questions ? "question_texts" : "texts");
    page.head = edit_head(visit, *now, heading, desk_words(visit, questions ? "questions_lead" : "texts_lead"));
    page.post_url = visit.frame.to("/desk/services/" + now->id + (questions ? "/questions/texts" : "/texts"));
    page.seen = now->seen();
    page.form_file_text = file_of(visit, now->files, now->id, questions);
    if (error && error->fault == Fault::conflict) {
        if (auto told = show_conflict(desk, visit, *now, questions, page); !told) return desk.reception.problem(visit, told.error());
    } else {
        page.sections = sections_of(visit, now->files, now->id, questions);
        if (error) page.head.problems = problem_views(visit, *error);
    }
    if (error && visit.request.form.has("form")) page.form_file_text = visit.request.form.get("form");
    page.file_heading = desk_words(visit, questions ? "form_file" : "service_file");
    page.file_lead = desk_words(visit, questions ? "form_file_text" : "service_file_text");
    page.file_label = desk_words(visit, questions ? "form_file_label" : "service_file_label");
    page.file_save = desk_words(visit, questions ? "form_file_save" : "service_file_save");
    set_desk_frame(visit, page.head.heading);
    visit.frame.path = "/desk/services/" + now->id + (questions ? "/questions/texts" : "/texts");
    return desk.reception.show(visit, pages::service_texts_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

// An entry that somebody took away while its texts were typed here comes back with them.
Result<services::ServiceFiles> with_typed_entries(const Visit& visit, services::ServiceFiles files, const std::string& id) {
    for (const auto& list : lists) {
        auto typed = [&](std::size_t entry) {
            const auto place = ":/" + list + "/" + std::to_string(entry) + "/";
            const auto& items = visit.request.form.items();
            return std::any_of(items.begin(), items.end(), [&](const auto& one) { return one.first.find(place) == 2 && !trimmed(one.second).empty(); });
        };
        auto count = [&] {
            std::size_t entries = 0;
            for (const auto& one : services::service_texts(files, visit.municipality, id))
                if (auto entry = entry_of(one.place, list)) entries = std::max(entries, *entry + 1);
            return entries;
        };
        constexpr std::size_t most = 100;
        for (auto next = count(); next < most && typed(next); ++next) files = TRY(services::with_list_item(std::move(files), visit.municipality, id, list, std::nullopt));
    }
    return files;
}

Result<services::ServiceFiles> written_files(const Visit& visit, const Writing& now, bool questions) {
    if (questions && visit.request.form.has("form")) return services::with_form_file(now.files, visit.municipality, now.id, std::string(visit.request.form.get("form")));
    if (visit.request.form.has("form")) return services::with_service_file(now.files, visit.municipality, now.id, std::string(visit.request.form.get("form")));
    if (questions) return typed_texts(visit, now.files, now.id, true);
    auto entries = TRY(with_typed_entries(visit, now.files, now.id));
    auto files = TRY(typed_texts(visit, entries, now.id, false));
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
    auto saved = save_draft(desk, visit, *now, *files);
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

// The fields of a new row: what the last one has.
std::vector<view::Field> value_fields(const services::Service& service, view::Language language) {
    std::vector<view::Field> out;
    const auto* last = service.parameter_rows.empty() ? nullptr : &service.parameter_rows.back();
    for (const auto& [name, label] : service.parameter_labels) {
        view::Field field{.name = "value[" + name + "]", .label = label.in(language), .required = true, .maximum = 1000};
        const auto* value = last && last->values.is(decision::Value::Kind::context) ? last->values.context().find(name) : nullptr;
        if (value) {
            auto json = decision::to_json(*value);
            field.value = json.is_string() ? json::as_text(json) : json::serialize(json);
        }
        out.push_back(std::move(field));
    }
    return out;
}

ValueRow value_row(const Visit& visit, const services::Service& service, Date today, std::size_t at) {
    auto date = [&](Date day) { return view::date_text(visit.language(), day.year, day.month, day.day); };
    const auto& rows = service.parameter_rows;
    const auto& row = rows[at];
    ValueRow line{date(row.valid_from) + " –" + (row.valid_to ? " " + date(*row.valid_to) : ""), row.source, {}, row.confirmed, false};
    line.holds = row.valid_from <= today && (!row.valid_to || *row.valid_to >= today) && (at + 1 == rows.size() || rows[at + 1].valid_from > today);
    for (const auto& [name, label] : service.parameter_labels)
        if (const auto* value = row.values.is(decision::Value::Kind::context) ? row.values.context().find(name) : nullptr)
            line.values.push_back({label.in(visit.language()), services::value_text(visit.language(), *value), ""});
    return line;
}

ShownFields shown(std::vector<view::Field>& fields) {
    ShownFields out;
    for (auto& field : fields) out.push_back({&field, field.label, field.value});
    return out;
}

// What was typed stands in the fields; where nothing was, what the other one wrote.
Outcome show_conflict(const ServiceDesk& desk, const Visit& visit, const Writing& now, ServiceValuesPage& page) {
    auto conflict = TRY(conflict_of(desk, visit, now));
    auto was = with_files(desk, visit, now, conflict.before);
    auto before = was.written ? value_fields(*was.written, visit.language()) : page.fields;
    auto theirs = value_fields(*now.shown(), visit.language());
    for (const auto& field : before) {
        auto typed = visit.request.form.has(field.name) ? typed_in(visit, field.name) : field.value;
        auto here = std::find_if(page.fields.begin(), page.fields.end(), [&](const auto& one) { return one.name == field.name; });
        if (typed == field.value) continue;
        if (here == page.fields.end()) conflict.view.lost.push_back(field.label + ": " + typed);
        else here->value = typed;
    }
    tell_meanwhile(visit, shown(page.fields), shown(theirs), shown(before), conflict, page.head.problems);
    page.head.meanwhile = std::move(conflict.view);
    return {};
}

// What was typed, with what is wrong with it.
void show_typed(const Visit& visit, const Error& error, ServiceValuesPage& page) {
    const bool conflict = error.fault == Fault::conflict;
    if (!conflict) page.head.problems = problem_views(visit, error);
    std::vector<view::Field*> fields{&page.day, &page.source, &page.new_name, &page.new_value, &page.new_day, &page.new_source};
    for (auto& field : page.new_label.fields) fields.push_back(&field);
    if (!conflict)
        for (auto& field : page.fields) fields.push_back(&field);
    for (auto* field : fields) {
        field->value = typed_in(visit, field->name);
        for (const auto& problem : page.head.problems)
            if (problem.field == field->name) field->error_text = problem.text;
    }
    page.confirmed = visit.request.form.has("confirmed");
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
    page.head = edit_head(visit, *now, desk_words(visit, "values"), desk_words(visit, "values_lead"));
    page.post_url = visit.frame.to("/desk/services/" + now->id + "/values");
    page.seen = now->seen();
    for (auto at = service.parameter_rows.size(); at-- > 0;) page.rows.push_back(value_row(visit, service, now->reader.today, at));
    page.fields = value_fields(service, visit.language());
    page.day = {.name = "valid_from", .label = desk_words(visit, "values_from"), .hint = desk_words(visit, "valid_from_hint"), .required = true};
    page.source = {.name = "source", .label = desk_words(visit, "values_source"), .hint = desk_words(visit, "values_source_hint"), .required = true, .maximum = 1000};
    if (page.may_add) show_new_value(visit, service, page);
    if (error) show_typed(visit, *error, page);
    if (error && error->fault == Fault::conflict)
        if (auto told = show_conflict(desk, visit, *now, page); !told) return desk.reception.problem(visit, told.error());
    set_desk_frame(visit, page.head.heading);
    visit.frame.path = "/desk/services/" + now->id + "/values";
    return desk.reception.show(visit, pages::service_values_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response keep_values(const ServiceDesk& desk, Visit& visit, const Writing& now, const services::ServiceFiles& files, const std::string& to) {
    auto saved = save_draft(desk, visit, now, files);
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
