#include "people/staff.h"

#include "base/json.h"
#include "journal/event_fields.h"

namespace raekoda::people {

namespace {

json::array role_array(const std::vector<Role>& roles) {
    json::array out;
    for (Role role : roles) out.emplace_back(role_name(role));
    return out;
}
json::array text_array(const std::vector<std::string>& texts) {
    json::array out;
    for (const auto& text : texts) out.emplace_back(text);
    return out;
}
Result<std::vector<std::string>> texts_in(const json::array* list) {
    std::vector<std::string> out;
    if (!list) return fail(Fault::broken, "a list is missing");
    for (const auto& value : *list) {
        if (!value.is_string()) return fail(Fault::broken, "a list holds something else than text");
        out.emplace_back(value.get_string());
    }
    return out;
}
Result<std::vector<Role>> roles_in(const json::array* list) {
    std::vector<Role> out;
    for (const auto& name : TRY(texts_in(list))) {
        auto role = role_of(name);
        if (!role) return fail(Fault::broken, "no role is called " + name);
        out.push_back(*role);
    }
    return out;
}
Result<json::array> parsed_list(std::string_view text) {
    auto value = TRY(json::parse(text));
    if (!value.is_array()) return fail(Fault::broken, "not a list");
    return value.get_array();
}

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

std::string encode_roles(const std::vector<Role>& roles) { return json::serialize(role_array(roles)); }
std::string encode_list(const std::vector<std::string>& texts) { return json::serialize(text_array(texts)); }
Result<std::vector<Role>> decode_roles(std::string_view text) {
    auto list = TRY(parsed_list(text));
    return roles_in(&list);
}
Result<std::vector<std::string>> decode_list(std::string_view text) {
    auto list = TRY(parsed_list(text));
    return texts_in(&list);
}

// One list of fields an event: see journal/event_fields.h.
template <class A, class E> void standing(A& a, E& e) { a.words("roles", e.roles, role_name, role_of), a.always("areas_of_work", e.areas_of_work), a.always("team", e.team); }
template <class A> void fields(A& a, StaffAdded& e) { standing(a, e); }
template <class A> void fields(A& a, StaffChanged& e) { standing(a, e); }
template <class A> void fields(A&, StaffPasswordSet&) {}
template <class A> void fields(A&, StaffDisabled&) {}
template <class A> void fields(A&, StaffCodeBound&) {}
template <class A> void fields(A&, StaffCodeUnbound&) {}

journal::Event encode(const StaffEvent& event) { return journal::encode_event(event); }
Result<StaffEvent> decode_staff_event(std::string_view type, std::string_view data) { return journal::decode_event<StaffEvent>(type, data); }

void Staff::apply(const StaffEvent& event) {
    ++version;
    auto take = [this](const auto& e) {
        roles = e.roles;
        areas_of_work = e.areas_of_work;
        team = e.team;
    };
    std::visit(Overloaded{
                   [&](const StaffAdded& e) {
                       take(e);
                       active = true;
                   },
                   [&](const StaffChanged& e) { take(e); },
                   [](const StaffPasswordSet&) {},
                   [](const StaffCodeBound&) {},
                   [](const StaffCodeUnbound&) {},
                   [&](const StaffDisabled&) { active = false; },
               },
               event);
}

Result<std::vector<StaffEvent>> Staff::change(const StaffChanged& to) const {
    if (version == 0) return fail(Fault::missing, "no such official");
    if (!active) return fail(Fault::gone, "the official is disabled", "staff.is_disabled");
    if (to == StaffChanged{roles, areas_of_work, team}) return std::vector<StaffEvent>{};
    return std::vector<StaffEvent>{to};
}
Result<std::vector<StaffEvent>> Staff::set_password() const {
    if (version == 0) return fail(Fault::missing, "no such official");
    if (!active) return fail(Fault::gone, "the official is disabled", "staff.is_disabled");
    return std::vector<StaffEvent>{StaffPasswordSet{}};
}
Result<std::vector<StaffEvent>> Staff::disable() const {
    if (version == 0) return fail(Fault::missing, "no such official");
    if (!active) return std::vector<StaffEvent>{};
    return std::vector<StaffEvent>{StaffDisabled{}};
}

}  // namespace raekoda::people
