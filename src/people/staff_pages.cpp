// Officials: who they are, what they may, a new password, an end.
#include "base/text.h"
#include "people/pages.h"
#include "people/people_page_parts.h"

namespace raekoda::people {

namespace {

constexpr Role all_roles[] = {Role::clerk, Role::handler, Role::editor, Role::manager};

std::string role_text(const Visit& visit, Role role) { return view::text(visit.language(), "staff.role_" + std::string(role_name(role))); }

std::string name_of(const Visit& visit, const std::vector<NamedChoice>& choices, const std::string& id) {
    for (const auto& choice : choices)
        if (choice.id == id) return choice.name.in(visit.language());
    return id;
}

std::vector<view::Option> options_of(const Visit& visit, const std::vector<NamedChoice>& choices, const std::vector<std::string>& chosen) {
    std::vector<view::Option> options;
    for (const auto& choice : choices)
        options.push_back({choice.id, choice.name.in(visit.language()), {}, std::find(chosen.begin(), chosen.end(), choice.id) != chosen.end()});
    return options;
}

StaffRow row_of(const Visit& visit, const TownChoices& choices, const StaffMember& member) {
    std::vector<std::string> roles, areas;
    for (auto role : member.roles) roles.push_back(role_text(visit, role));
    for (const auto& area : member.areas_of_work) areas.push_back(name_of(visit, choices.areas_of_work, area));
    return {member.id.value, member.display_name, member.login, joined(roles, ", "), areas.empty() ? words(visit, "all_areas") : joined(areas, ", "),
            member.team.empty() ? words(visit, "no_team") : name_of(visit, choices.teams, member.team), member.active};
}

// What a form says of an official; unknown roles, areas and teams are left out (the form offers none).
NewStaff staff_from(const http::Fields& form, const TownChoices& choices) {
    NewStaff staff{std::string(form.get("login")), std::string(form.get("display_name")), std::string(form.get("password")), {}, {}, {}};
    for (auto name : form.all("roles"))
        if (auto role = role_of(name)) staff.roles.push_back(*role);
    for (auto area : form.all("areas_of_work"))
        for (const auto& choice : choices.areas_of_work)
            if (choice.id == area) staff.areas_of_work.emplace_back(area);
    for (const auto& choice : choices.teams)
        if (choice.id == form.get("team")) staff.team = choice.id;
    return staff;
}

StaffFields fields_of(const Visit& visit, const TownChoices& choices, const NewStaff& typed, const std::vector<Problem>& problems) {
    auto clean = [](const std::string& text) { return clean_input(text).value_or(""); };
    StaffFields f;
    f.login = {.name = "login", .label = words(visit, "login"), .value = clean(typed.login), .required = true, .autocomplete = "off", .maximum = 100};
    f.display_name = {.name = "display_name", .label = words(visit, "display_name"), .hint = words(visit, "display_name_hint"), .value = clean(typed.display_name), .required = true, .autocomplete = "off", .maximum = 200};
    f.password = {.name = "password", .label = words(visit, "new_password"), .hint = words(visit, "password_hint"), .required = true, .type = "password", .autocomplete = "new-password"};
    f.roles = {.name = "roles", .label = words(visit, "roles"), .required = true};
    f.areas_of_work = {.name = "areas_of_work", .label = words(visit, "areas"), .hint = words(visit, "areas_hint")};
    f.team = {.name = "team", .label = words(visit, "team")};
    for (auto role : all_roles)
        f.role_options.push_back({std::string(role_name(role)), role_text(visit, role), words(visit, "role_hint_" + std::string(role_name(role))),
                                  std::find(typed.roles.begin(), typed.roles.end(), role) != typed.roles.end()});
    f.area_options = options_of(visit, choices.areas_of_work, typed.areas_of_work);
    f.team_options = options_of(visit, choices.teams, {typed.team});
    for (const auto& problem : problems)
        for (auto* field : {&f.login, &f.display_name, &f.password, &f.roles, &f.areas_of_work, &f.team})
            if (field->name == problem.field && field->error_text.empty()) field->error_text = problem_text(visit, problem);
    return f;
}

std::vector<Problem> problems_of(const Error& error) {
    if (error.fault == Fault::invalid && !error.problems.empty()) return error.problems;
    if (error.text_key == "residents.staff_code_taken") return {{"personal_code", error.text_key, {}}};
    if (error.text_key == "staff.login_taken") return {{"login", error.text_key, {}}};
    return {{"", !error.text_key.empty() ? error.text_key : std::string("general.fault_") + fault_name(error.fault), {}}};
}

std::vector<view::ProblemView> summary_of(const Visit& visit, const std::vector<Problem>& problems) {
    std::vector<view::ProblemView> summary;
    for (const auto& problem : problems) summary.push_back({problem.field, problem_text(visit, problem)});
    return summary;
}

// After a redirect: the sentence that says what was done, if the address names one that there is.
std::string done_text(const Visit& visit) {
    std::string key = "desk_people.done_" + std::string(visit.request.query.get("done"));
    return visit.request.query.has("done") && view::has_text(key) ? view::text(visit.language(), key) : "";
}

class StaffPages {
public:
    StaffPages(Reception& reception, People& people, Residents& residents, PeopleChoices choices)
        : reception_(reception), people_(people), residents_(residents), choices_(std::move(choices)) {}

    http::Response list(Visit& visit, const NewStaff& typed = {}, const Error* error = nullptr) {
        auto members = people_.staff(visit.municipality);
        if (!members) return reception_.problem(visit, members.error());
        const auto& choices = choices_of(visit);
        auto problems = error ? problems_of(*error) : std::vector<Problem>{};
        StaffListPage page{{}, summary_of(visit, problems), fields_of(visit, choices, typed, problems), done_text(visit)};
        for (const auto& member : *members) page.rows.push_back(row_of(visit, choices, member));
        visit.frame.title = words(visit, "staff");
        return reception_.show(visit, pages::staff_list_page(visit.frame, page), error ? fault_status(error->fault) : 200);
    }

    http::Response add(Visit& visit) {
        auto typed = staff_from(visit.request.form, choices_of(visit));
        auto added = people_.add_staff(visit.as_staff(), typed);
        if (!added) return list(visit, typed, &added.error());
        return http::Response::redirect(visit.frame.to("/desk/staff?done=added"));
    }

    http::Response member(Visit& visit, const Error* error = nullptr) {
        auto found = people_.staff_member(visit.municipality, StaffId(visit.request.path_value("id")));
        if (!found) return reception_.problem(visit, found.error());
        if (!*found) return reception_.problem(visit, Error{Fault::missing, {}, "no such official", {}});
        const auto& member = **found;
        const auto& choices = choices_of(visit);
        NewStaff standing{member.login, member.display_name, {}, member.roles, member.areas_of_work, member.team};
        if (error && visit.request.form.has("team")) {
            auto typed = staff_from(visit.request.form, choices);
            standing.roles = typed.roles, standing.areas_of_work = typed.areas_of_work, standing.team = typed.team;
        }
        auto problems = error ? problems_of(*error) : std::vector<Problem>{};
        StaffMemberPage page{row_of(visit, choices, member), visit.staff->member.id == member.id, residents_.staff_is_bound(visit.municipality, member.id).value_or(false),
                             code_field(visit, problems), summary_of(visit, problems), fields_of(visit, choices, standing, problems), done_text(visit)};
        visit.frame.title = member.display_name;
        visit.frame.path = "/desk/staff/" + member.id.value;
        return reception_.show(visit, pages::staff_member_page(visit.frame, page), error ? fault_status(error->fault) : 200);
    }

    http::Response change(Visit& visit) {
        auto typed = staff_from(visit.request.form, choices_of(visit));
        // Nobody shuts the door behind themselves: a town must keep somebody who can let others in.
        if (is_self(visit) && std::find(typed.roles.begin(), typed.roles.end(), Role::manager) == typed.roles.end())
            return member_problem(visit, fail(std::vector<Problem>{{"roles", "desk_people.keep_own_role", {}}}).value());
        return finish(visit, people_.change_staff(visit.as_staff(), id_of(visit), typed.roles, typed.areas_of_work, typed.team), "changed");
    }
    http::Response set_password(Visit& visit) {
        return finish(visit, people_.set_password(visit.as_staff(), id_of(visit), std::string(visit.request.form.get("password"))), "password");
    }
    http::Response code(Visit& visit) {
        if (visit.request.form.has("remove")) return finish(visit, residents_.unbind_staff(visit.as_staff(), id_of(visit)), "code_removed");
        return finish(visit, residents_.bind_staff(visit.as_staff(), id_of(visit), visit.request.form.get("personal_code")), "code_bound");
    }
    http::Response disable(Visit& visit) {
        if (is_self(visit)) return member_problem(visit, Error{Fault::conflict, "desk_people.not_yourself", {}, {}});
        return finish(visit, people_.disable_staff(visit.as_staff(), id_of(visit)), "disabled");
    }

private:
    const TownChoices& choices_of(const Visit& visit) const {
        static const TownChoices none;
        auto found = choices_.find(visit.municipality);
        return found == choices_.end() ? none : found->second;
    }
    static view::Field code_field(const Visit& visit, const std::vector<Problem>& problems) {
        view::Field field{.name = "personal_code", .label = words(visit, "personal_code"), .hint = words(visit, "personal_code_hint"), .required = true, .autocomplete = "off",
                          .input_mode = "numeric", .maximum = 20};
        for (const auto& problem : problems)
            if (problem.field == field.name) field.error_text = problem_text(visit, problem);
        return field;
    }
    static StaffId id_of(const Visit& visit) { return StaffId(visit.request.path_value("id")); }
    static bool is_self(const Visit& visit) { return visit.staff->member.id == id_of(visit); }
    http::Response member_problem(Visit& visit, const Error& error) { return member(visit, &error); }
    http::Response finish(Visit& visit, const Outcome& outcome, std::string_view done) {
        if (!outcome) return outcome.error().fault == Fault::broken ? reception_.problem(visit, outcome.error()) : member_problem(visit, outcome.error());
        return http::Response::redirect(visit.frame.to("/desk/staff/" + id_of(visit).value + "?done=" + std::string(done)));
    }

    Reception& reception_;
    People& people_;
    Residents& residents_;
    PeopleChoices choices_;
};

}  // namespace

void add_staff_pages(Reception& reception, People& people, Residents& residents, PeopleChoices choices) {
    auto staff = std::make_shared<StaffPages>(reception, people, residents, std::move(choices));
    constexpr auto permission = Permission::manage_staff;
    reception.desk_get("/desk/staff", permission, [staff](Visit& visit) { return staff->list(visit); });
    reception.desk_post("/desk/staff", permission, [staff](Visit& visit) { return staff->add(visit); });
    reception.desk_get("/desk/staff/{id}", permission, [staff](Visit& visit) { return staff->member(visit); });
    reception.desk_post("/desk/staff/{id}/change", permission, [staff](Visit& visit) { return staff->change(visit); });
    reception.desk_post("/desk/staff/{id}/password", permission, [staff](Visit& visit) { return staff->set_password(visit); });
    reception.desk_post("/desk/staff/{id}/code", permission, [staff](Visit& visit) { return staff->code(visit); });
    reception.desk_post("/desk/staff/{id}/disable", permission, [staff](Visit& visit) { return staff->disable(visit); });
}

}  // namespace raekoda::people
