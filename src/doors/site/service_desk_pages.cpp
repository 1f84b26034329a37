#include "doors/site/service_desk_pages.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "doors/site/pages.h"
#include "doors/site/service_desk_parts.h"
#include "services/service_begin.h"

namespace raekoda::doors::site {

using people::Permission;
using people::Visit;

std::string Writing::name() const {
    if (const auto* service = shown()) return service->name.in(reader.language);
    for (const auto& text : services::service_texts(files, reader.municipality.id, id))
        if (text.place == "/name" && !text.text.et.empty()) return text.text.in(reader.language);
    return id;
}

std::string desk_words(const Visit& visit, const std::string& key, std::initializer_list<view::Argument> arguments) {
    return view::text(visit.language(), "service_desk." + key, arguments);
}
std::string typed_in(const Visit& visit, std::string_view field) { return clean_input(visit.request.form.get(field)).value_or(""); }

std::vector<view::ProblemView> problem_views(const Visit& visit, const Error& error) {
    std::vector<view::ProblemView> out;
    for (const auto& problem : error.problems) out.push_back({problem.field, view::text(visit.language(), problem.text_key, problem.arguments)});
    if (out.empty() && !error.text_key.empty()) out.push_back({"", view::text(visit.language(), error.text_key)});
    return out;
}

std::vector<ProblemLine> problem_lines(const std::vector<services::CatalogueProblem>& problems) {
    std::vector<ProblemLine> out;
    for (const auto& one : problems) out.push_back({one.file.substr(one.file.find('/') + 1) + (one.line ? ":" + std::to_string(one.line) : ""), one.text});
    return out;
}

std::optional<Date> day_in(std::string_view typed) {
    if (auto iso = Date::from_iso(typed)) return iso;
    auto parts = split(typed, '.');
    if (parts.size() != 3) return std::nullopt;
    auto day = parse_integer(parts[0]), month = parse_integer(parts[1]), year = parse_integer(parts[2]);
    if (!day || !month || !year || *day < 1 || *day > 31 || *month < 1 || *month > 12 || *year < 1900 || *year > 9999) return std::nullopt;
    auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return Date::from_iso(std::to_string(*year) + "-" + two(*month) + "-" + two(*day));
}

void set_desk_frame(Visit& visit, std::string title) {
    visit.frame.section = "services";
    visit.frame.title = std::move(title);
    visit.frame.index = false;
}

std::string Writing::seen() const { return draft ? std::to_string(draft->version) : "0@" + (holds ? holds->version : std::string()); }

Seen seen_in(const Visit& visit) {
    const auto typed = typed_in(visit, "seen");
    const auto at = typed.find('@');
    return {parse_integer(typed.substr(0, at)).value_or(-1), at == std::string::npos ? std::string() : typed.substr(at + 1)};
}

Outcome save_draft(const ServiceDesk& desk, const Visit& visit, const Writing& now, const services::ServiceFiles& files) {
    auto seen = seen_in(visit);
    // Somebody's draft came and was published while this page was open.
    if (!now.draft && now.holds && !seen.held.empty() && seen.held != now.holds->version) seen.draft = -1;
    return desk.register_.save_draft(visit.as_staff(), now.id, files, seen.draft);
}

EditHead edit_head(const Visit& visit, const Writing& now, const std::string& heading, std::string lead) {
    EditHead head;
    head.way = {{desk_words(visit, "services"), visit.frame.to("/desk/services")}, {now.name(), visit.frame.to("/desk/services/" + now.id)}, {heading, ""}};
    head.heading = heading + ": " + now.name();
    head.lead = std::move(lead);
    return head;
}

Result<Writing> writing(const ServiceDesk& desk, const Visit& visit) {
    auto catalogue = desk.cases.catalogue();
    Writing out{catalogue, ServiceReader{visit.language(), *catalogue->municipality(visit.municipality), {}, visit.frame.origin}, visit.request.path_value("id"), {}, {}, {}, {}, {}};
    out.reader.today = local_time(visit.now, out.reader.municipality.time_zone).date;
    out.holds = desk.register_.service(visit.municipality, out.id, out.reader.today);
    out.draft = TRY(desk.register_.draft(visit.municipality, out.id));
    if (!out.holds && !out.draft) return fail(Fault::missing, "no such service");
    out.files = out.draft ? out.draft->files : out.holds->files;
    out.problems = desk.register_.problems_of(visit.municipality, out.id, out.files, &out.written);
    return out;
}

StaffNames::StaffNames(const ServiceDesk& desk, const Visit& visit) : visit_(visit) {
    if (auto all = desk.people.staff(visit.municipality))
        for (const auto& one : *all) names_["staff/" + one.id.value] = one.display_name;
}
std::string StaffNames::name(const std::string& actor) const {
    if (auto found = names_.find(actor); found != names_.end()) return found->second;
    return desk_words(visit_, actor == "system" ? "by_files" : actor == "import" ? "by_import" : "by_somebody");
}
std::string StaffNames::all(std::string_view joined_actors) const {
    std::vector<std::string> out;
    for (auto actor : split(joined_actors, ','))
        if (!actor.empty()) out.push_back(name(std::string(actor)));
    return joined(out, ", ");
}

namespace {

std::string date_words(const Visit& visit, Date day) { return view::date_text(visit.language(), day.year, day.month, day.day); }

view::TagView state_of(const Visit& visit, const services::ServiceDraft* draft) {
    if (!draft) return {desk_words(visit, "state_published"), view::Tone::success};
    return draft->waiting ? view::TagView{desk_words(visit, "state_waiting"), view::Tone::warning} : view::TagView{desk_words(visit, "state_draft"), view::Tone::info};
}

http::Response list(const ServiceDesk& desk, Visit& visit) {
    auto catalogue = desk.cases.catalogue();
    const auto& here = *catalogue->municipality(visit.municipality);
    auto all = desk.register_.services(visit.municipality, local_time(visit.now, here.time_zone).date);
    auto drafts = desk.register_.drafts(visit.municipality);
    if (!drafts) return desk.reception.problem(visit, drafts.error());
    sort_by_name(all, visit.language());
    ServiceDeskPage page;
    static constexpr const char* origins[] = {"tag_own", "tag_common", "tag_adapted"};
    for (const auto& service : all) {
        auto draft = std::find_if(drafts->begin(), drafts->end(), [&](const auto& one) { return one.service == service->id; });
        ServiceRow row{service->name.in(visit.language()), visit.frame.to("/desk/services/" + service->id), service->id, service->version.substr(0, 8),
                       view::text(visit.language(), std::string("service_page.") + origins[static_cast<int>(service->origin)]), state_of(visit, draft == drafts->end() ? nullptr : &*draft)};
        if (draft != drafts->end() && draft->waiting) page.waiting.push_back(row);
        page.rows.push_back(std::move(row));
    }
    // Begun, and not published yet.
    for (const auto& draft : *drafts) {
        if (std::any_of(all.begin(), all.end(), [&](const auto& one) { return one->id == draft.service; })) continue;
        auto whole = desk.register_.draft(visit.municipality, draft.service);
        std::string name = draft.service;
        if (whole && *whole)
            for (const auto& text : services::service_texts((*whole)->files, visit.municipality, draft.service))
                if (text.place == "/name" && !text.text.et.empty()) name = text.text.in(visit.language());
        ServiceRow row{name, visit.frame.to("/desk/services/" + draft.service), draft.service, "", desk_words(visit, "origin_new"), state_of(visit, &draft)};
        (draft.waiting ? page.waiting : page.begun).push_back(std::move(row));
    }
    page.begin_url = visit.frame.to("/desk/services/new");
    if (visit.request.query.get("done") == "discard") page.done = desk_words(visit, "done_discard");
    set_desk_frame(visit, desk_words(visit, "services"));
    return desk.reception.show(visit, pages::service_desk_page(visit.frame, page));
}

std::vector<ExampleRow> examples_of(const Visit& visit, const Writing& now) {
    std::vector<ExampleRow> out;
    const auto* service = now.shown();
    if (!service) return out;
    // A file that cannot be read has been told of; an example that does not come true is a problem of its file.
    auto wrong = [&](const std::string& id) {
        return std::any_of(now.problems.begin(), now.problems.end(), [&](const auto& one) { return one.file.ends_with("/" + id + ".json"); });
    };
    auto add = [&](const std::string& id, const view::LocalText& name, const char* kind) {
        bool right = !wrong(id);
        out.push_back({name.in(visit.language()), desk_words(visit, kind), right, desk_words(visit, right ? "example_right" : "example_wrong")});
    };
    if (service->decision_model)
        for (const auto& one : service->decision_model->examples) add(one.id, one.name, "example_decision");
    for (const auto& one : service->form_examples) add(one.id, one.name, "example_form");
    return out;
}

std::vector<HistoryRow> history_of(const ServiceDesk& desk, const Visit& visit, const Writing& now, const StaffNames& staff) {
    std::vector<HistoryRow> out;
    auto lines = desk.register_.history(visit.municipality, now.id);
    if (!lines) return out;
    // What holds is the line with the newest first day that has come, of several the last one.
    const services::Publication* in_force = nullptr;
    for (const auto& line : *lines)
        if (!line.withdrawn && line.valid_from <= now.reader.today && (!in_force || line.valid_from > in_force->valid_from)) in_force = &line;
    for (const auto& line : *lines) {
        auto row = history_row(visit, now, staff, line);
        row.in_force = &line == in_force;
        if (!publication_before(*lines, line)) row.changes_url.clear();
        if (!line.withdrawn && line.valid_from > now.reader.today) row.sequence = std::to_string(line.sequence);
        else if (!line.withdrawn && &line != in_force && now.holds && line.version != now.holds->version) row.roll_back = line.version;
        out.push_back(std::move(row));
    }
    return out;
}

void set_actions(const Visit& visit, const Writing& now, ServiceDeskOne& page) {
    page.has_draft = now.draft.has_value();
    page.waiting = page.has_draft && now.draft->waiting;
    std::string me = visit.as_staff().actor;
    bool wrote = page.has_draft && std::find(now.draft->editors.begin(), now.draft->editors.end(), me) != now.draft->editors.end();
    page.may_approve = page.waiting && !wrote;
    page.may_submit = page.has_draft && !page.waiting && now.problems.empty();
    page.day = {.name = "valid_from", .label = desk_words(visit, "valid_from"), .hint = desk_words(visit, "valid_from_hint"), .value = date_words(visit, now.reader.today), .required = true};
    page.why = {.name = "note", .label = desk_words(visit, "note"), .hint = desk_words(visit, "note_hint"), .required = true, .maximum = 2000, .rows = 3};
    page.reply = {.name = "answer", .label = desk_words(visit, "answer"), .required = true, .maximum = 2000, .rows = 3};
    if (!page.waiting) return;
    page.note = desk_words(visit, "approve_text", {{"note", now.draft->note}, {"date", date_words(visit, now.draft->valid_from)}});
    if (wrote) page.state_text = desk_words(visit, "waiting_for_other", {{"date", date_words(visit, now.draft->valid_from)}});
}

http::Response one(const ServiceDesk& desk, Visit& visit, const Error* error = nullptr) {
    auto now = writing(desk, visit);
    if (!now) return desk.reception.problem(visit, now.error());
    StaffNames staff(desk, visit);
    ServiceDeskOne page;
    page.id = now->id;
    page.name = now->name();
    page.post_url = visit.frame.to("/desk/services/" + now->id);
    page.seen = now->seen();
    page.state = state_of(visit, now->draft ? &*now->draft : nullptr);
    if (now->draft) page.state_text = desk_words(visit, "written_by", {{"names", staff.all(joined(now->draft->editors, ","))}});
    if (now->draft) page.answer = now->draft->answer;
    set_actions(visit, *now, page);
    page.missing = problem_lines(now->problems);
    if (now->draft && now->holds) page.changed = changed_file_views(visit.language(), services::changes_between(visit.municipality, now->id, now->holds->files, now->files));
    const auto* shown = now->shown();
    const bool has_form = !services::form_file_text(now->files, visit.municipality, now->id).empty();
    page.edit.push_back({desk_words(visit, "texts"), page.post_url + "/texts"});
    if (shown && (!shown->parameter_labels.empty() || shown->decision.model.empty())) page.edit.push_back({desk_words(visit, "values"), page.post_url + "/values"});
    page.edit.push_back({view::text(visit.language(), "service_facts.facts"), page.post_url + "/facts/about"});
    if (has_form) page.edit.push_back({desk_words(visit, "questions"), page.post_url + "/questions"});
    if (has_form) page.edit.push_back({view::text(visit.language(), "service_facts.part_letters"), page.post_url + "/letters"});
    page.edit.push_back({view::text(visit.language(), "service_facts.examples"), page.post_url + "/examples"});
    page.may_add_form = !has_form && !page.waiting;
    for (auto language : view::all_languages) {
        if (has_form) page.tries.push_back({view::text(visit.language(), "general.language_" + std::string(view::code(language))), "/" + std::string(view::code(language)) + "/desk/services/" + now->id + "/try"});
        page.previews.push_back({view::text(visit.language(), "general.language_" + std::string(view::code(language))), "/" + std::string(view::code(language)) + "/desk/services/" + now->id + "/preview"});
    }
    page.examples = examples_of(visit, *now);
    page.history = history_of(desk, visit, *now, staff);
    if (std::string key = "service_desk.done_" + std::string(visit.request.query.get("done")); view::has_text(key)) page.done = view::text(visit.language(), key);
    if (error) page.problems = problem_views(visit, *error);
    for (auto* field : {&page.day, &page.why, &page.reply}) {
        if (error) field->value = typed_in(visit, field->name);
        for (const auto& problem : page.problems)
            if (problem.field == field->name) field->error_text = problem.text;
    }
    set_desk_frame(visit, page.name);
    visit.frame.path = "/desk/services/" + now->id;
    return desk.reception.show(visit, pages::service_desk_one(visit.frame, page), error ? fault_status(error->fault) : 200);
}

Outcome add_form(const ServiceDesk& desk, const Visit& visit, const std::string& id, std::int64_t seen) {
    auto now = TRY(writing(desk, visit));
    return desk.register_.save_draft(visit.as_staff(), id, TRY(services::with_new_form(now.files, visit.municipality, id)), seen);
}

http::Response act(const ServiceDesk& desk, Visit& visit) {
    std::string id = visit.request.path_value("id"), what = typed_in(visit, "act");
    const auto seen = seen_in(visit).draft;
    auto context = visit.as_staff();
    Outcome done = fail(Fault::invalid, "no such act");
    if (what == "submit") {
        auto day = day_in(typed_in(visit, "valid_from"));
        done = day ? desk.register_.submit_draft(context, id, seen, *day, typed_in(visit, "note"))
                   : Outcome(fail(std::vector<Problem>{{"valid_from", "service_desk.day_wrong", {}}}));
    } else if (what == "approve") {
        done = desk.register_.approve_draft(context, id, seen);
    } else if (what == "return") {
        done = desk.register_.return_draft(context, id, seen, typed_in(visit, "answer"));
    } else if (what == "discard") {
        done = desk.register_.discard_draft(context, id, seen);
    } else if (what == "roll_back") {
        done = desk.register_.roll_back(context, id, typed_in(visit, "version"), desk_words(visit, "rolled_back_to", {{"version", typed_in(visit, "version").substr(0, 8)}}));
    } else if (what == "add_form") {
        done = add_form(desk, visit, id, seen);
    } else if (what == "withdraw") {
        done = desk.register_.withdraw(context, id, parse_integer(typed_in(visit, "sequence")).value_or(0));
    }
    if (!done && done.error().problems.empty() && done.error().text_key.empty()) return desk.reception.problem(visit, done.error());
    if (!done) return one(desk, visit, &done.error());
    return http::Response::redirect(visit.frame.to((what == "discard" ? "/desk/services" : "/desk/services/" + id) + "?done=" + what));
}

}  // namespace

void add_service_desk_pages(people::Reception& reception, people::People& people, cases::Cases& cases, services::ServiceRegister& register_) {
    auto desk = std::make_shared<ServiceDesk>(ServiceDesk{reception, people, cases, register_});
    constexpr auto permission = Permission::edit_services;
    reception.desk_get("/desk/services", permission, [desk](Visit& visit) { return list(*desk, visit); });
    reception.desk_get("/desk/services/{id}", permission, [desk](Visit& visit) { return one(*desk, visit); });
    reception.desk_post("/desk/services/{id}", permission, [desk](Visit& visit) { return act(*desk, visit); });
    add_service_edit_pages(desk);
    add_question_pages(desk);
    add_service_begin_pages(desk);
    add_fact_pages(desk);
    add_example_pages(desk);
    add_change_pages(desk);
}

}  // namespace raekoda::doors::site
