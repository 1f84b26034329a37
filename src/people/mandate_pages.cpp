// For whom somebody acts, and mandates given, passed on and ended.
#include "base/text.h"
#include "people/acting_choices.h"
#include "people/pages.h"
#include "people/resident_page_parts.h"

namespace raekoda::people {

namespace {

std::vector<NamedChoice> choices_of(const ResidentDesk& desk, const Visit& visit) { return desk.options.scopes ? desk.options.scopes(visit.municipality) : std::vector<NamedChoice>{}; }

std::string scope_words(const ResidentDesk& desk, const Visit& visit, const std::vector<std::string>& scopes) {
    if (scopes.empty()) return resident_words(visit, "mandate_everything");
    std::vector<std::string> names;
    for (const auto& scope : scopes) names.push_back(service_words(desk, visit, scope));
    return joined(names, ", ");
}

view::Option option_of(const ResidentDesk& desk, const Visit& visit, const Acting& acting) {
    view::Option option{acting.key(), acting.name, {}, acting.key() == visit.resident->acting.key()};
    if (acting.is_self()) {
        option.label = resident_words(visit, "acting_self", {{"name", acting.name}});
        return option;
    }
    std::vector<std::string> hints{resident_words(visit, "right_" + acting.kind)};
    if (!acting.scopes.empty()) hints.push_back(resident_words(visit, "acting_scopes", {{"scopes", scope_words(desk, visit, acting.scopes)}}));
    if (acting.until) hints.push_back(resident_words(visit, "acting_until", {{"day", day_words(visit, *acting.until)}}));
    option.hint = joined(hints, ", ");
    return option;
}

http::Response acting_page(ResidentDesk& desk, Visit& visit, const Error* error = nullptr) {
    auto choices = desk.residents.acting_choices(visit.municipality, *visit.resident, visit.now);
    if (!choices) return desk.reception.problem(visit, choices.error());
    // What was told now leads from the desk later. Kept by who could be asked about; without it the way goes over this page.
    if (!choices->incomplete && visit.resident->assurance >= Assurance::substantial)
        (void)desk.residents.keep_facts(visit.municipality, visit.resident->person, {fact_of_choices(choices->all, visit.now)});
    ActingPage page;
    page.choice = {.name = "choice", .label = resident_words(visit, "acting_choice"), .required = true};
    for (const auto& acting : choices->all) page.options.push_back(option_of(desk, visit, acting));
    page.incomplete = choices->incomplete;
    page.back = way_back(visit.frame, error ? visit.request.form.get("back") : visit.request.query.get("back"), "/my");
    if (error) page.problem = problem_views(visit, *error).front().text;
    visit.frame.title = resident_words(visit, "my_acting");
    visit.frame.section = "my";
    return desk.reception.show(visit, pages::acting_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response act(ResidentDesk& desk, Visit& visit) {
    auto done = desk.residents.act_as(visit.municipality, *visit.resident, visit.request.form.get("choice"), visit.now);
    if (!done) return done.error().fault == Fault::forbidden ? acting_page(desk, visit, &done.error()) : desk.reception.problem(visit, done.error());
    return http::Response::redirect(way_back(visit.frame, visit.request.form.get("back"), "/my"));
}

MandateRow row_of(const ResidentDesk& desk, const Visit& visit, const Mandate& mandate, bool given) {
    const Date today = local_time(visit.now).date;
    MandateRow row;
    row.id = mandate.id;
    row.name = given ? mandate.holder_name : mandate.represented_name;
    row.scopes = scope_words(desk, visit, mandate.scopes);
    row.period = mandate.valid_until ? resident_words(visit, "mandate_between", {{"from", day_words(visit, mandate.valid_from)}, {"until", day_words(visit, *mandate.valid_until)}})
                                     : resident_words(visit, "mandate_since", {{"day", day_words(visit, mandate.valid_from)}});
    const bool over = mandate.ended || (mandate.valid_until && *mandate.valid_until < today);
    row.active = !over;
    row.state = over ? view::TagView{resident_words(visit, "mandate_over"), view::Tone::neutral}
                : mandate.valid_from > today ? view::TagView{resident_words(visit, "mandate_later"), view::Tone::info}
                                             : view::TagView{resident_words(visit, "mandate_active"), view::Tone::success};
    if (!given && mandate.active(today) && mandate.may_pass_on) row.pass_on_url = visit.frame.to("/my/mandates?pass=" + url_encoded(mandate.id) + "#give");
    return row;
}

// `most`: the scopes of what is passed on; empty: everything.
void fill_form(const ResidentDesk& desk, const Visit& visit, const std::vector<std::string>& most, MandatesPage& page) {
    const auto& form = visit.request.form;
    auto typed = [&](const char* name) { return clean_input(form.get(name)).value_or(""); };
    page.holder_subject = {.name = "holder_subject", .label = resident_words(visit, "mandate_holder"), .value = typed("holder_subject"), .required = true, .autocomplete = "off", .input_mode = "numeric", .maximum = 20};
    page.holder_name = {.name = "holder_name", .label = resident_words(visit, "mandate_holder_name"), .value = typed("holder_name"), .required = true, .autocomplete = "off", .maximum = 200};
    page.scopes = {.name = "scopes", .label = resident_words(visit, "mandate_scopes"), .hint = resident_words(visit, "mandate_scopes_hint")};
    page.valid_until = {.name = "valid_until", .label = resident_words(visit, "mandate_until"), .hint = resident_words(visit, "mandate_until_hint"), .value = typed("valid_until")};
    page.may_pass_on = {.name = "may_pass_on", .label = resident_words(visit, "mandate_pass_on")};
    page.pass_on_options = {{"1", resident_words(visit, "mandate_pass_on_yes"), {}, form.has("may_pass_on")}};
    const auto chosen = form.all("scopes");
    auto holds = [](const auto& list, const std::string& id) { return std::find(list.begin(), list.end(), id) != list.end(); };
    for (const auto& choice : choices_of(desk, visit))
        if (most.empty() || holds(most, choice.id)) page.scope_options.push_back({choice.id, choice.name.in(visit.language()), {}, holds(chosen, choice.id)});
}

// Whoever is a minor may be represented, by their parents, and lets nobody else act.
bool old_enough(const ResidentDesk& desk, const Visit& visit) {
    const auto& resident = *visit.resident;
    return !resident.acting.is_self() || may_act(desk.options.rules, resident.subject, {}, local_time(visit.now).date);
}

http::Response mandates_page(ResidentDesk& desk, Visit& visit, const Error* error = nullptr) {
    const auto& acting = visit.resident->acting;
    // To whom somebody gave what is no matter of whoever does a single thing for them.
    if (!acting.scopes.empty()) return desk.reception.problem(visit, {Fault::forbidden, "residents.mandate_narrow", "a narrow mandate", {}});
    auto mandates = desk.residents.mandates(visit.municipality, *visit.resident);
    if (!mandates) return desk.reception.problem(visit, mandates.error());
    MandatesPage page;
    page.party = acting.name;
    page.may_give = old_enough(desk, visit) && visit.resident->assurance >= Assurance::substantial && (acting.is_self() || acting.kind == "board");
    for (const auto& mandate : mandates->given) page.given.push_back(row_of(desk, visit, mandate, true));
    for (const auto& mandate : mandates->held) {
        page.held.push_back(row_of(desk, visit, mandate, false));
        if (!page.may_give) page.held.back().pass_on_url.clear();
    }
    const std::string pass(error ? visit.request.form.get("based_on") : visit.request.query.get("pass"));
    std::vector<std::string> most;
    for (const auto& mandate : mandates->held)
        if (mandate.id == pass && mandate.may_pass_on && mandate.active(local_time(visit.now).date))
            page.based_on = pass, page.passes_on = mandate.represented_name, most = mandate.scopes;
    fill_form(desk, visit, most, page);
    if (error) {
        page.problems = problem_views(visit, *error);
        put_errors(visit, *error, {&page.holder_subject, &page.holder_name, &page.scopes, &page.valid_until});
    }
    const auto done = visit.request.query.get("done");
    if (done == "given" || done == "ended") page.done = resident_words(visit, "mandate_done_" + std::string(done));
    visit.frame.title = resident_words(visit, "my_mandates");
    visit.frame.section = "my";
    visit.frame.path = "/my/mandates";
    return desk.reception.show(visit, pages::mandates_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

http::Response give(ResidentDesk& desk, Visit& visit) {
    const auto& form = visit.request.form;
    if (!old_enough(desk, visit)) return desk.reception.problem(visit, {Fault::forbidden, "residents.mandate_too_young", "a minor", {}});
    NewMandate mandate{std::string(form.get("holder_subject")), std::string(form.get("holder_name")), std::string(form.get("based_on")), {}, form.has("may_pass_on"), {}, {}};
    for (const auto& choice : choices_of(desk, visit)) {
        const auto chosen = form.all("scopes");
        if (std::find(chosen.begin(), chosen.end(), choice.id) != chosen.end()) mandate.scopes.push_back(choice.id);
    }
    // A scope that this town does not know must not become "everything".
    if (mandate.scopes.empty() && form.has("scopes")) mandate.scopes.emplace_back();
    const std::string until = clean_input(form.get("valid_until")).value_or("");
    if (!until.empty() && !(mandate.valid_until = typed_day(until))) {
        const Error error{Fault::invalid, {}, "not a day", {{"valid_until", "residents.mandate_day_wrong", {}}}};
        return mandates_page(desk, visit, &error);
    }
    auto given = desk.residents.give_mandate(visit.as_resident(), *visit.resident, mandate);
    if (!given) return given.error().fault == Fault::broken ? desk.reception.problem(visit, given.error()) : mandates_page(desk, visit, &given.error());
    return http::Response::redirect(visit.frame.to("/my/mandates?done=given"));
}

http::Response end(ResidentDesk& desk, Visit& visit) {
    auto ended = desk.residents.end_mandate(visit.as_resident(), *visit.resident, visit.request.path_value("id"));
    if (!ended) return desk.reception.problem(visit, ended.error());
    return http::Response::redirect(visit.frame.to("/my/mandates?done=ended"));
}

}  // namespace

std::string service_words(const ResidentDesk& desk, const Visit& visit, std::string_view service) {
    for (const auto& choice : choices_of(desk, visit))
        if (choice.id == service) return choice.name.in(visit.language());
    return std::string(service);
}

std::optional<Date> typed_day(std::string_view text) {
    auto parts = split(text, '.');
    if (parts.size() != 3) return Date::from_iso(text);
    auto day = parse_integer(parts[0]), month = parse_integer(parts[1]), year = parse_integer(parts[2]);
    if (!day || !month || !year || *day < 1 || *day > 31 || *month < 1 || *month > 12 || *year < 1000 || *year > 9999) return std::nullopt;
    auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return Date::from_iso(std::to_string(*year) + "-" + two(*month) + "-" + two(*day));
}

void add_mandate_pages(const ResidentDeskPtr& desk) {
    auto& reception = desk->reception;
    reception.resident_get("/my/acting", Assurance::email, [desk](Visit& visit) { return acting_page(*desk, visit); });
    reception.resident_post("/my/acting", Assurance::email, [desk](Visit& visit) { return act(*desk, visit); });
    reception.resident_get("/my/mandates", Assurance::low, [desk](Visit& visit) { return mandates_page(*desk, visit); });
    reception.resident_post("/my/mandates", Assurance::substantial, [desk](Visit& visit) { return give(*desk, visit); });
    reception.resident_post("/my/mandates/{id}/end", Assurance::substantial, [desk](Visit& visit) { return end(*desk, visit); });
}

}  // namespace raekoda::people
