#include "people/staff.h"

#include "base/json.h"

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

template <class E>
std::string standing(const E& e) {
    return json::serialize(json::object{{"roles", role_array(e.roles)}, {"areas_of_work", text_array(e.areas_of_work)}, {"team", e.team}});
}
template <class E>
Result<StaffEvent> standing_in(const json::object& o) {
    auto roles = TRY(roles_in(json::list(o, "roles")));
    auto areas_of_work = TRY(texts_in(json::list(o, "areas_of_work")));
    return E{std::move(roles), std::move(areas_of_work), json::text(o, "team")};
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

journal::Event encode(const StaffEvent& event) {
    return std::visit(Overloaded{
                          [](const StaffAdded& e) { return journal::Event{"StaffAdded", standing(e)}; },
                          [](const StaffChanged& e) { return journal::Event{"StaffChanged", standing(e)}; },
                          [](const StaffPasswordSet&) { return journal::Event{"StaffPasswordSet", "{}"}; },
                          [](const StaffDisabled&) { return journal::Event{"StaffDisabled", "{}"}; },
                          [](const StaffCodeBound&) { return journal::Event{"StaffCodeBound", "{}"}; },
                          [](const StaffCodeUnbound&) { return journal::Event{"StaffCodeUnbound", "{}"}; },
                      },
                      event);
}

Result<StaffEvent> decode_staff_event(std::string_view type, std::string_view data) {
    auto value = TRY(json::parse(data));
    if (!value.is_object()) return fail(Fault::broken, std::string(type) + " is not an object");
    const auto& o = value.get_object();
    if (type == "StaffAdded") return standing_in<StaffAdded>(o);
    if (type == "StaffChanged") return standing_in<StaffChanged>(o);
    if (type == "StaffPasswordSet") return StaffPasswordSet{};
    if (type == "StaffDisabled") return StaffDisabled{};
    if (type == "StaffCodeBound") return StaffCodeBound{};
    if (type == "StaffCodeUnbound") return StaffCodeUnbound{};
    return fail(Fault::broken, "unknown event of an official: " + std::string(type));
}

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
