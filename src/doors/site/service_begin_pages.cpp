// Beginning a service at the desk: from nothing, as a copy, or taking a common one over. What comes of it is a draft like any other.
#include <algorithm>

#include "base/text.h"
#include "doors/site/pages.h"
#include "doors/site/service_desk_parts.h"
#include "services/service_begin.h"

namespace raekoda::doors::site {

using people::Permission;
using people::Visit;

namespace {

std::vector<std::string> typed_list(const Visit& visit, std::string_view field) {
    std::vector<std::string> out;
    for (const auto& [name, value] : visit.request.form.items())
        if (name == field) out.push_back(value);
    return out;
}

// The name and the summary as texts that are typed in three languages.
std::vector<services::EditableText> typed_texts(const Visit& visit) {
    std::vector<services::EditableText> out;
    for (const char* place : {"/name", "/summary"}) {
        services::EditableText text;
        text.place = place;
        text.part = place + 1;
        text.is_long = text.part == "summary";
        out.push_back(std::move(text));
    }
    auto typed = texts_in(visit, out);
    for (auto& text : out)
        if (auto found = typed.find(text.place); found != typed.end()) text.text = found->second;
    return out;
}

TextGroup group_of(const Visit& visit, const services::EditableText& text, bool told) {
    auto group = text_group(visit, text, desk_words(visit, "text_" + text.part));
    constexpr std::size_t longest_summary = 300;
    for (auto& field : group.fields) {
        if (!told) field.error_text.clear();
        field.says_optional = false;  // a copy and a common service have them
        if (text.is_long) field.maximum = longest_summary;
    }
    return group;
}

template <class List>
std::vector<view::Option> options_of(const Visit& visit, const List& list, const std::vector<std::string>& chosen) {
    std::vector<view::Option> out;
    for (const auto& one : list) out.push_back({one.id, one.name.in(visit.language()), "", std::find(chosen.begin(), chosen.end(), one.id) != chosen.end()});
    return out;
}

// What to begin from: the ways, and what there is to copy or to take over.
void show_ways(const ServiceDesk& desk, const Visit& visit, const services::Catalogue& catalogue, ServiceBeginPage& page) {
    const auto commons = services::common_services_left(catalogue, visit.municipality);
    auto way = typed_in(visit, "way");
    if (way.empty()) way = "nothing";
    page.way = {.name = "way", .label = desk_words(visit, "begin_way"), .required = true};
    for (const char* one : {"nothing", "copy", "common"})
        if (one != std::string_view("common") || !commons.empty()) page.ways.push_back({one, desk_words(visit, std::string("begin_") + one), desk_words(visit, std::string("begin_") + one + "_hint"), way == one});
    page.common = {.name = "common", .label = desk_words(visit, "begin_which_common")};
    page.commons = options_of(visit, commons, {typed_in(visit, "common")});
    page.copied = {.name = "copied", .label = desk_words(visit, "begin_which")};
    auto all = desk.register_.services(visit.municipality, local_time(visit.now, catalogue.municipality(visit.municipality)->time_zone).date);
    sort_by_name(all, visit.language());
    for (const auto& service : all) page.services.push_back({service->id, service->name.in(visit.language()), "", service->id == typed_in(visit, "copied")});
}

void show_fresh(const Visit& visit, const services::Municipality& here, bool told, ServiceBeginPage& page) {
    page.id = {.name = "id", .label = desk_words(visit, "begin_id"), .hint = desk_words(visit, "begin_id_hint"), .value = typed_in(visit, "id"), .required = true, .maximum = 64};
    auto texts = typed_texts(visit);
    page.name = group_of(visit, texts[0], told);
    page.summary = group_of(visit, texts[1], told);
    page.form = {.name = "form", .label = desk_words(visit, "begin_form"), .required = true};
    auto form = typed_in(visit, "form");
    for (const char* one : {"yes", "no"}) page.forms.push_back({one, desk_words(visit, std::string("begin_form_") + one), "", form.empty() ? one == std::string_view("yes") : form == one});
    page.themes = {.name = "themes", .label = desk_words(visit, "begin_themes"), .required = true};
    page.all_themes = options_of(visit, here.themes, typed_list(visit, "themes"));
    page.target_groups = {.name = "target_groups", .label = desk_words(visit, "begin_groups"), .required = true};
    page.all_groups = options_of(visit, here.target_groups, typed_list(visit, "target_groups"));
}

http::Response show(const ServiceDesk& desk, Visit& visit, const Error* error = nullptr) {
    auto catalogue = desk.cases.catalogue();
    ServiceBeginPage page;
    page.post_url = visit.frame.to("/desk/services/new");
    if (error) page.problems = problem_views(visit, *error);
    show_ways(desk, visit, *catalogue, page);
    show_fresh(visit, *catalogue->municipality(visit.municipality), error && typed_in(visit, "way") == "nothing", page);
    for (auto* field : {&page.id, &page.common, &page.copied, &page.themes, &page.target_groups})
        for (const auto& problem : page.problems)
            if (problem.field == field->name) field->error_text = problem.text;
    set_desk_frame(visit, desk_words(visit, "begin"));
    visit.frame.path = "/desk/services/new";
    return desk.reception.show(visit, pages::service_begin_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

Result<services::ServiceFiles> files_of(const ServiceDesk& desk, const Visit& visit, std::string& id) {
    auto catalogue = desk.cases.catalogue();
    auto wrong = [](const char* field, const char* key) { return fail(std::vector<Problem>{{field, key, {}}}); };
    const auto way = typed_in(visit, "way");
    if (way == "common") {
        id = typed_in(visit, "common");
        return id.empty() ? Result<services::ServiceFiles>(wrong("common", "service_desk.begin_which_missing")) : services::taken_over_service(*catalogue, visit.municipality, id);
    }
    auto texts = typed_texts(visit);
    if (way == "copy") {
        auto other = desk.register_.service(visit.municipality, typed_in(visit, "copied"), local_time(visit.now).date);
        if (!other) return wrong("copied", "service_desk.begin_which_missing");
        return services::copied_service(*other, id, texts[0].text);
    }
    services::NewService fresh{id, texts[0].text, texts[1].text, typed_list(visit, "themes"), typed_list(visit, "target_groups"), typed_in(visit, "form") != "no"};
    std::vector<Problem> problems;
    for (const auto& text : texts)
        for (auto language : view::all_languages)
            if (own_text(text.text, language).empty()) problems.push_back({std::string(view::code(language)) + ":" + text.place, "service_desk.text_missing", {}});
    if (fresh.themes.empty()) problems.push_back({"themes", "service_desk.begin_themes_missing", {}});
    if (fresh.target_groups.empty()) problems.push_back({"target_groups", "service_desk.begin_groups_missing", {}});
    if (!problems.empty()) return fail(std::move(problems));
    return services::begun_service(visit.municipality, fresh);
}

http::Response begin(const ServiceDesk& desk, Visit& visit) {
    auto id = typed_in(visit, "id");
    auto files = files_of(desk, visit, id);
    if (!files && files.error().problems.empty()) return desk.reception.problem(visit, files.error());
    if (!files) return show(desk, visit, &files.error());
    auto begun = desk.register_.begin_draft(visit.as_staff(), id, *files);
    if (!begun && begun.error().problems.empty()) return desk.reception.problem(visit, begun.error());
    if (!begun) return show(desk, visit, &begun.error());
    return http::Response::redirect(visit.frame.to("/desk/services/" + id + "?done=begun"));
}

}  // namespace

void add_service_begin_pages(const std::shared_ptr<ServiceDesk>& desk) {
    auto& reception = desk->reception;
    constexpr auto permission = Permission::edit_services;
    reception.desk_get("/desk/services/new", permission, [desk](Visit& visit) { return show(*desk, visit); });
    reception.desk_post("/desk/services/new", permission, [desk](Visit& visit) { return begin(*desk, visit); });
}

}  // namespace raekoda::doors::site
