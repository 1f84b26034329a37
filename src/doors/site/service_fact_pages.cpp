// The facts of a service and the words of its decisions at the desk: pages made from the list of fields (services/fact_fields.h). What is typed is
// always saved in the draft; what is wrong with it stands at its field. Works without scripts.
#include <algorithm>

#include "base/text.h"
#include "doors/site/pages.h"
#include "doors/site/draft_conflict.h"
#include "doors/site/service_desk_parts.h"
#include "doors/site/service_fact_views.h"
#include "services/fact_editor.h"

namespace raekoda::doors::site {

using people::Permission;
using people::Visit;
using services::EditableFact;
using services::FactKind;
using services::FactPart;
using services::FactSection;

namespace {

constexpr std::size_t longest = 8000;
const http::RouteLimits form_limits{.body_bytes = 2u << 20, .files = 0, .file_bytes = 0, .form_fields = 8000};

std::string words(const Visit& visit, const std::string& key, std::initializer_list<view::Argument> arguments = {}) { return view::text(visit.language(), "service_facts." + key, arguments); }
// The first of the keys that has a text; empty: none has.
std::string first_words(const Visit& visit, std::initializer_list<std::string> keys) {
    for (const auto& key : keys)
        if (view::has_text("service_facts." + key)) return words(visit, key);
    return {};
}

std::string plain(std::string text) {
    if (text.empty()) return "itself";
    for (char& c : text)
        if (c == '/' || c == '.' || c == '-') c = '_';
    return text;
}

// --- choices ---

// Some choices are named on the residents' page too.
std::string choice_words(const Visit& visit, const std::string& member, const std::string& value) {
    for (const auto& key : {"service_facts.c_" + value, "service_page." + member + "_" + value, "service_page.channel_" + value})
        if (view::has_text(key)) return view::text(visit.language(), key);
    return value;
}

template <class List>
void add_named(const Visit& visit, const List& list, std::vector<view::Option>& out) {
    for (const auto& one : list) out.push_back({one.id, one.name.in(visit.language())});
}

std::vector<view::Option> all_options(const ServiceDesk& desk, const Visit& visit, const Writing& now, const services::FactField& field) {
    std::vector<view::Option> out;
    const auto& here = now.reader.municipality;
    if (field.choices == services::themes_choices) add_named(visit, here.themes, out);
    else if (field.choices == services::life_event_choices) add_named(visit, here.life_events, out);
    else if (field.choices == services::group_choices) add_named(visit, here.target_groups, out);
    else if (field.choices == services::goal_choices) add_named(visit, here.goals, out);
    else if (field.choices == services::model_choices) add_named(visit, now.catalogue->decision_models(visit.municipality), out);
    else if (field.choices == services::known_fact_choices)
        for (const auto& fact : fact_names()) out.push_back({fact, fact_name(visit.language(), fact)});
    else if (field.choices == services::service_choices) {
        auto all = desk.register_.services(visit.municipality, now.reader.today);
        sort_by_name(all, visit.language());
        for (const auto& one : all)
            if (one->id != now.id) out.push_back({one->id, one->name.in(visit.language())});
    } else
        for (auto one : split(field.choices, ',')) {
            std::string value(one.substr(0, one.find('=')));
            out.push_back({value, choice_words(visit, field.member, value)});
        }
    return out;
}
std::vector<view::Option> options_of(const ServiceDesk& desk, const Visit& visit, const Writing& now, const EditableFact& fact) {
    auto out = all_options(desk, visit, now, fact.field);
    auto chosen = fact.field.kind == FactKind::several ? fact.values : std::vector<std::string>{fact.value};
    for (const auto& value : chosen) {
        if (value.empty()) continue;
        auto found = std::find_if(out.begin(), out.end(), [&](const auto& one) { return one.value == value; });
        if (found == out.end()) out.push_back({value, value, "", true});  // what is written is shown, known or not
        else found->checked = true;
    }
    return out;
}

// --- one field ---

std::string shown_day(const std::string& iso) {
    auto day = Date::from_iso(iso);
    return day ? std::to_string(day->day) + "." + std::to_string(day->month) + "." + std::to_string(day->year) : iso;
}
std::string shown_amount(std::string amount) {
    if (parse_number(amount)) std::replace(amount.begin(), amount.end(), '.', ',');
    return amount;
}

bool is_three(const EditableFact& fact) { return fact.field.kind == FactKind::three || fact.field.kind == FactKind::three_long || fact.field.kind == FactKind::three_lists; }
bool says_nothing(const EditableFact& fact) { return is_three(fact) ? fact.text.et.empty() && fact.text.en.empty() && fact.text.ru.empty() : fact.value.empty() && fact.values.empty(); }

// What the check of the files says, as it is told to the official who typed it.
std::string wrong_words(const Visit& visit, const EditableFact& fact) {
    const auto& field = fact.field;
    if (fact.problem.empty()) return {};
    auto number = [](std::int64_t n) { return std::to_string(n); };
    if (is_three(fact)) {
        for (auto language : view::all_languages)
            if (field.most && code_point_count(own_text(fact.text, language)) > static_cast<std::size_t>(field.most)) return words(visit, "too_long", {{"limit", number(field.most)}});
        return fact.text.complete() ? fact.problem : std::string();  // told at the language that is missing
    }
    if (field.kind == FactKind::which) return words(visit, fact.value.empty() || fact.amount.empty() ? "wrong_which" : "wrong_amount");
    if (says_nothing(fact)) return words(visit, "wrong_missing");
    if (field.most && field.kind != FactKind::number && code_point_count(fact.value) > static_cast<std::size_t>(field.most)) return words(visit, "too_long", {{"limit", number(field.most)}});
    switch (field.kind) {
        case FactKind::web: return words(visit, "wrong_web");
        case FactKind::email: return words(visit, "wrong_email");
        case FactKind::day: return words(visit, Date::from_iso(fact.value) ? "wrong_order" : "wrong_day");
        case FactKind::number: return words(visit, "wrong_number", {{"least", number(field.least)}, {"most", number(field.most)}});
        case FactKind::choice: return words(visit, "wrong_choice");
        default: return fact.problem;
    }
}

std::string heading_of(const Visit& visit, const std::string& group, const services::FactField& field) {
    if (field.kind == FactKind::feel) return field.member.substr(field.member.find('/') + 1);  // the input's own name
    auto text = first_words(visit, {"f_" + plain(group) + "_" + plain(field.member), "f_" + plain(field.member)});
    return text.empty() ? field.member : text;
}

TextGroup texts_of(const Visit& visit, const EditableFact& fact, const std::string& heading) {
    services::EditableText text;
    text.place = fact.place;
    text.text = fact.text;
    text.is_long = fact.field.kind == FactKind::three_long;
    text.local = fact.local;
    text.needed = fact.field.required;
    auto group = text_group(visit, text, heading);
    const bool told = fact.field.required || (!says_nothing(fact) && fact.field.kind != FactKind::three_lists);
    for (auto& field : group.fields) {
        if (!told) field.error_text.clear();
        field.maximum = static_cast<std::size_t>(fact.field.most);
    }
    if (auto wrong = wrong_words(visit, fact); !wrong.empty()) group.fields.front().error_text = wrong;
    return group;
}

FactRow row_of(const ServiceDesk& desk, const Visit& visit, const Writing& now, const std::string& group, const EditableFact& fact) {
    const auto& field = fact.field;
    FactRow row;
    const auto heading = heading_of(visit, group, field);
    row.field = {.name = fact.place, .label = heading, .hint = first_words(visit, {"h_" + plain(group) + "_" + plain(field.member), "h_" + plain(field.member)}), .value = fact.value,
                 .error_text = wrong_words(visit, fact), .required = field.required, .says_optional = false};
    switch (field.kind) {
        case FactKind::three:
        case FactKind::three_long:
        case FactKind::three_lists:
            row.kind = FactRow::Kind::texts;
            row.texts = texts_of(visit, fact, heading);
            row.texts.hint = row.field.hint;
            break;
        case FactKind::tick: row.kind = FactRow::Kind::tick, row.checked = !fact.value.empty(); break;
        case FactKind::several: row.kind = FactRow::Kind::several, row.options = options_of(desk, visit, now, fact); break;
        case FactKind::feel: row.kind = FactRow::Kind::words, row.field.rows = 2; break;
        case FactKind::day: row.field.value = shown_day(fact.value); break;
        case FactKind::number: row.field.input_mode = "numeric"; break;
        case FactKind::which:
            row.amount = {.name = fact.place + "#value", .label = words(visit, "amount_" + group), .value = shown_amount(fact.amount), .says_optional = false, .input_mode = "decimal"};
            [[fallthrough]];
        case FactKind::choice:
            row.kind = field.kind == FactKind::which ? FactRow::Kind::which : FactRow::Kind::choice;
            row.options = options_of(desk, visit, now, fact);
            if (auto none = first_words(visit, {"none_" + plain(group) + "_" + plain(field.member), "none_" + plain(field.member), "none"}); !field.required || fact.value.empty()) row.options.insert(row.options.begin(), {"", none, "", fact.value.empty()});
            break;
        default: row.field.maximum = static_cast<std::size_t>(field.most);
    }
    return row;
}

// --- the page ---

std::string url_of(const Visit& visit, const std::string& id, const FactPart& part) {
    return visit.frame.to("/desk/services/" + id + (part.file == services::FactFile::letters ? "/letters" : "/facts/" + part.id));
}
std::string anchor_of(const std::string& place) { return view::Field::element_id("entry:" + place); }

FactSectionView section_view(const ServiceDesk& desk, const Visit& visit, const Writing& now, const FactPart& part, const FactSection& section) {
    const auto& group = *section.group;
    FactSectionView out;
    out.heading = words(visit, "g_" + part.id + "_" + (group.member.empty() ? "top" : group.member));
    out.lead = first_words(visit, {"l_" + part.id + "_" + (group.member.empty() ? "top" : group.member)});
    out.anchor = view::Field::element_id("part:" + part.id + ":" + group.member);
    out.problems = section.problems;
    if (group.is_list) {
        out.add = group.member;
        out.add_text = words(visit, "add_" + group.member);
    }
    std::size_t number = 0;
    for (const auto& entry : section.entries) {
        FactEntryView one;
        one.anchor = anchor_of(entry.place);
        one.problems = entry.problems;
        ++number;
        if (group.is_list) {
            one.heading = std::to_string(number) + ". " + words(visit, "one_" + group.member);
            one.remove = entry.place;
        }
        for (const auto& fact : entry.facts)
            if (fact.field.kind != FactKind::identifier) one.rows.push_back(row_of(desk, visit, now, group.member, fact));
        out.entries.push_back(std::move(one));
    }
    return out;
}

// As it stands in the draft now, in words.
std::string meaning(const FactRow& row) {
    std::vector<std::string> out;
    if (row.kind == FactRow::Kind::tick) out.push_back(row.checked ? "✓" : "–");
    else if (row.options.empty()) out.push_back(row.field.value.empty() ? "–" : row.field.value);
    for (const auto& option : row.options)
        if (option.checked) out.push_back(option.label);
    if (!row.amount.value.empty()) out.push_back(row.amount.value);
    return out.empty() ? "–" : joined(out, "; ");
}

ShownFields shown(std::vector<FactSectionView>& sections) {
    ShownFields out;
    for (auto& section : sections)
        for (auto& entry : section.entries)
            for (auto& row : entry.rows) {
                if (row.kind == FactRow::Kind::texts) show_texts(row.texts, entry.heading, out);
                else out.push_back({&row.field, (entry.heading.empty() ? "" : entry.heading + ", ") + row.field.label, meaning(row)});
            }
    return out;
}

void list_wrong(ServiceFactsPage& page) {
    auto add = [&](const view::Field& field, const std::string& label) {
        if (!field.error_text.empty()) page.wrong.push_back({field.name, label + ": " + field.error_text});
    };
    for (const auto& section : page.sections) {
        for (const auto& entry : section.entries) {
            const auto where = entry.heading.empty() ? std::string() : entry.heading + ", ";
            for (const auto& row : entry.rows) {
                if (row.kind != FactRow::Kind::texts) add(row.field, where + row.field.label);
                for (const auto& field : row.texts.fields) add(field, where + row.texts.heading + " (" + field.label + ")");
            }
            for (const auto& problem : entry.problems) page.wrong.push_back({"", where + problem});
        }
        for (const auto& problem : section.problems) page.wrong.push_back({"", section.heading + ": " + problem});
    }
}

std::vector<FactSectionView> section_views(const ServiceDesk& desk, const Visit& visit, const Writing& now, const FactPart& part, const std::vector<FactSection>& sections) {
    std::vector<FactSectionView> out;
    for (const auto& one : sections) out.push_back(section_view(desk, visit, now, part, one));
    return out;
}

// What officials begin with in every service: shown where the service's own words are written, changed elsewhere.
std::vector<SharedLetterView> shared_views(const Visit& visit, const Writing& now) {
    std::vector<SharedLetterView> out;
    for (const auto& one : services::shared_letters(*now.catalogue)) {
        SharedLetterView view{one.name.in(visit.language()), first_words(visit, {"shared_for_" + one.use}), {}};
        for (const auto& text : one.texts) view.texts.push_back(text.in(visit.language()));
        out.push_back(std::move(view));
    }
    return out;
}

void show_links(const Visit& visit, const Writing& now, const FactPart& part, ServiceFactsPage& page) {
    if (part.file == services::FactFile::letters) {
        page.shared = shared_views(visit, now);
        for (auto language : view::all_languages)
            page.previews.push_back({view::text(visit.language(), "general.language_" + std::string(view::code(language))), "/" + std::string(view::code(language)) + "/desk/services/" + now.id + "/letters/preview"});
        return;
    }
    for (const auto& other : services::fact_parts())
        if (other.file == part.file) page.head.parts.push_back({words(visit, "part_" + other.id), other.id == part.id ? "" : url_of(visit, now.id, other)});
}

services::TypedFacts typed_facts(const Visit& visit, const std::vector<FactSection>& sections) {
    services::TypedFacts out;
    for (const auto& [name, value] : visit.request.form.items()) out[name].push_back(first_code_points(clean_input(value).value_or(""), longest));
    for (const auto& section : sections)
        for (const auto& entry : section.entries)
            for (const auto& fact : entry.facts)
                if (fact.field.kind == FactKind::day)
                    if (auto typed = out.find(fact.place); typed != out.end())
                        if (auto day = day_in(typed->second.front())) typed->second = {day->iso()};
    return out;
}

std::vector<FactSectionView> views_of(const ServiceDesk& desk, const Visit& visit, const Writing& now, const FactPart& part, const services::ServiceFiles& files) {
    auto sections = services::facts_of(files, visit.municipality, now.id, part);
    return sections ? section_views(desk, visit, now, part, *sections) : std::vector<FactSectionView>{};
}
// The page as it was typed over other files.
Result<services::ServiceFiles> typed_over(const Visit& visit, const services::ServiceFiles& files, const std::string& id, const FactPart& part) {
    auto sections = TRY(services::facts_of(files, visit.municipality, id, part));
    return services::with_facts(files, visit.municipality, id, part, {typed_facts(visit, sections), "", ""});
}

Outcome show_conflict(const ServiceDesk& desk, const Visit& visit, const Writing& now, const FactPart& part, ServiceFactsPage& page) {
    auto conflict = TRY(conflict_of(desk, visit, now));
    std::vector<std::string> lists;
    for (const auto& group : part.groups)
        if (group.is_list) lists.push_back(group.member);
    auto mine = typed_over(visit, conflict.before, now.id, part);
    auto theirs = std::move(page.sections), before = views_of(desk, visit, now, part, conflict.before);
    page.sections = views_of(desk, visit, now, part, mine ? merged_files(visit, now, *mine, lists, conflict) : now.files);
    tell_meanwhile(visit, shown(page.sections), shown(theirs), shown(before), conflict, page.head.problems);
    page.head.meanwhile = std::move(conflict.view);
    return {};
}

http::Response facts_page(const ServiceDesk& desk, Visit& visit, const FactPart& part, const Error* error = nullptr) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    ServiceFactsPage page;
    page.id = now->id;
    page.name = now->name();
    page.head = edit_head(visit, *now, words(visit, "part_" + part.id), words(visit, "lead_" + part.id, {{"number", "{number}"}, {"amount", "{amount}"}}));
    page.post_url = url_of(visit, now->id, part);
    page.seen = now->seen();
    if (std::string key = "service_facts.done_" + std::string(visit.request.query.get("done")); view::has_text(key)) page.head.done = view::text(visit.language(), key);
    page.may_begin = part.file == services::FactFile::letters && !services::has_letters(now->files, visit.municipality, now->id);
    if (!page.may_begin) {
        auto sections = services::facts_of(now->files, visit.municipality, now->id, part);
        if (!sections) return desk.reception.problem(visit, sections.error());
        page.sections = section_views(desk, visit, *now, part, *sections);
    }
    show_links(visit, *now, part, page);
    if (error && error->fault == Fault::conflict) {
        if (auto told = show_conflict(desk, visit, *now, part, page); !told) return desk.reception.problem(visit, told.error());
    } else if (error) {
        page.head.problems = problem_views(visit, *error);
        if (auto typed = typed_over(visit, now->files, now->id, part)) page.sections = views_of(desk, visit, *now, part, *typed);
    } else {
        list_wrong(page);
    }
    set_desk_frame(visit, page.head.heading);
    visit.frame.path = url_of(visit, now->id, part).substr(3);
    return desk.reception.show(visit, pages::service_facts_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

Result<services::ServiceFiles> changed(const Visit& visit, const Writing& now, const FactPart& part) {
    if (typed_in(visit, "begin") == "letters") return services::with_new_letters(now.files, visit.municipality, now.id);
    auto sections = TRY(services::facts_of(now.files, visit.municipality, now.id, part));
    return services::with_facts(now.files, visit.municipality, now.id, part, {typed_facts(visit, sections), typed_in(visit, "add"), typed_in(visit, "remove")});
}

http::Response save_facts(const ServiceDesk& desk, Visit& visit, const FactPart& part) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    auto files = changed(visit, *now, part);
    if (!files && files.error().problems.empty()) return desk.reception.problem(visit, files.error());
    if (!files) return facts_page(desk, visit, part, &files.error());
    auto saved = save_draft(desk, visit, *now, *files);
    if (!saved && saved.error().fault != Fault::conflict) return desk.reception.problem(visit, saved.error());
    if (!saved) return facts_page(desk, visit, part, &saved.error());
    std::string at;
    if (auto list = typed_in(visit, "add"); !list.empty()) {
        auto sections = services::facts_of(*files, visit.municipality, now->id, part);
        for (const auto& section : sections ? *sections : std::vector<FactSection>{})
            if (section.group->member == list && !section.entries.empty()) at = "#" + anchor_of(section.entries.back().place);
    } else if (auto entry = typed_in(visit, "remove"); !entry.empty()) {
        at = "#" + view::Field::element_id("part:" + part.id + ":" + entry.substr(1, entry.rfind('/') - 1));
    }
    return http::Response::redirect(url_of(visit, now->id, part) + (at.empty() ? "?done=saved" : at));
}

// The part that the address names; the letters have an address of their own.
const FactPart* part_of(const Visit& visit) {
    const auto* part = services::fact_part(visit.request.path_value("part"));
    return part && part->file == services::FactFile::service ? part : nullptr;
}

}  // namespace

void add_fact_pages(const std::shared_ptr<ServiceDesk>& desk) {
    auto& reception = desk->reception;
    constexpr auto permission = Permission::edit_services;
    auto with_part = [desk](Visit& visit, auto act) {
        const auto* part = part_of(visit);
        return part ? act(*part) : desk->reception.problem(visit, Error{Fault::missing, {}, "no such part", {}});
    };
    reception.desk_get("/desk/services/{id}/facts/{part}", permission, [=](Visit& visit) { return with_part(visit, [&](const FactPart& part) { return facts_page(*desk, visit, part); }); });
    reception.desk_post("/desk/services/{id}/facts/{part}", permission, [=](Visit& visit) { return with_part(visit, [&](const FactPart& part) { return save_facts(*desk, visit, part); }); }, form_limits);
    const auto& letters = *services::fact_part("letters");
    reception.desk_get("/desk/services/{id}/letters", permission, [desk, &letters](Visit& visit) { return facts_page(*desk, visit, letters); });
    reception.desk_post("/desk/services/{id}/letters", permission, [desk, &letters](Visit& visit) { return save_facts(*desk, visit, letters); }, form_limits);
}

}  // namespace raekoda::doors::site
