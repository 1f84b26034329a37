// Who may what, as tables.
#include <array>

#include "people/people.h"

namespace raekoda::people {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 4> role_names{
    {{Role::clerk, "clerk"}, {Role::handler, "handler"}, {Role::editor, "editor"}, {Role::manager, "manager"}}};

enum class Reach { nowhere, own_areas, everywhere };
using enum Reach;

struct PermissionRow {
    Permission permission;
    Reach clerk, handler, editor, manager;
};
constexpr PermissionRow permission_table[] = {
    //                           clerk       handler     editor      manager
    {Permission::see_desk,       everywhere, own_areas,  everywhere, everywhere},
    {Permission::see_contacts,   everywhere, own_areas,  nowhere,    everywhere},
    {Permission::work_on_report, everywhere, own_areas,  nowhere,    everywhere},
    {Permission::assign_report,  everywhere, nowhere,    nowhere,    everywhere},
    {Permission::redact,         nowhere,    nowhere,    everywhere, nowhere},
    {Permission::edit_answers,   nowhere,    nowhere,    everywhere, nowhere},
    {Permission::manage_staff,   nowhere,    nowhere,    nowhere,    everywhere},
    {Permission::manage_keys,    nowhere,    nowhere,    nowhere,    everywhere},
    {Permission::see_figures,    nowhere,    nowhere,    nowhere,    everywhere},
    {Permission::edit_services,  nowhere,    nowhere,    everywhere, everywhere},
    {Permission::hold_data,      nowhere,    nowhere,    nowhere,    everywhere},
};

Reach reach_of(Role role, Permission permission) {
    for (const auto& row : permission_table)
        if (row.permission == permission) switch (role) {
                case Role::clerk: return row.clerk;
                case Role::handler: return row.handler;
                case Role::editor: return row.editor;
                case Role::manager: return row.manager;
            }
    return nowhere;
}

}  // namespace

std::string_view role_name(Role role) {
    for (const auto& [known, name] : role_names)
        if (known == role) return name;
    return {};
}

std::optional<Role> role_of(std::string_view name) {
    for (const auto& [role, known] : role_names)
        if (known == name) return role;
    return std::nullopt;
}

bool may(const StaffMember& member, Permission permission, std::string_view area_of_work) {
    if (!member.active) return false;
    for (Role role : member.roles) {
        Reach reach = reach_of(role, permission);
        if (reach == everywhere) return true;
        if (reach == own_areas && (area_of_work.empty() || member.areas_of_work.empty() ||
                                   std::find(member.areas_of_work.begin(), member.areas_of_work.end(), area_of_work) != member.areas_of_work.end()))
            return true;
    }
    return false;
}

}  // namespace raekoda::people
