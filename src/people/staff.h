// The official as an aggregate, and the events of the stream "staff/<id>". Pure. No event holds a login, a name or a password: these are
// personal data and stand in a book (people_credential).
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "people/people.h"

namespace raekoda::people {

struct StaffAdded {
    static constexpr const char* type = "StaffAdded";
    std::vector<Role> roles;
    std::vector<std::string> areas_of_work;
    std::string team;
    bool operator==(const StaffAdded&) const = default;
};
struct StaffChanged {
    static constexpr const char* type = "StaffChanged";
    std::vector<Role> roles;
    std::vector<std::string> areas_of_work;
    std::string team;
    bool operator==(const StaffChanged&) const = default;
};
struct StaffPasswordSet {
    static constexpr const char* type = "StaffPasswordSet";
    bool operator==(const StaffPasswordSet&) const = default;
};
struct StaffDisabled {
    static constexpr const char* type = "StaffDisabled";
    bool operator==(const StaffDisabled&) const = default;
};
// The official may log in with a personal code, which one stands in a book.
struct StaffCodeBound {
    static constexpr const char* type = "StaffCodeBound";
    bool operator==(const StaffCodeBound&) const = default;
};
struct StaffCodeUnbound {
    static constexpr const char* type = "StaffCodeUnbound";
    bool operator==(const StaffCodeUnbound&) const = default;
};
using StaffEvent = std::variant<StaffAdded, StaffChanged, StaffPasswordSet, StaffDisabled, StaffCodeBound, StaffCodeUnbound>;

journal::Event encode(const StaffEvent&);
Result<StaffEvent> decode_staff_event(std::string_view type, std::string_view data);  // broken: not an event of this stream

struct Staff {
    std::int64_t version = 0;  // 0: no such official
    std::vector<Role> roles;
    std::vector<std::string> areas_of_work;
    std::string team;
    bool active = false;

    void apply(const StaffEvent&);

    // Decisions: what happens, or why it may not. Nothing happens when everything is already so.
    Result<std::vector<StaffEvent>> change(const StaffChanged&) const;
    Result<std::vector<StaffEvent>> set_password() const;
    Result<std::vector<StaffEvent>> disable() const;
};

inline constexpr std::string_view staff_stream = "staff/";

// Lists as they stand in events and tables: JSON arrays of text.
std::string encode_roles(const std::vector<Role>&);
Result<std::vector<Role>> decode_roles(std::string_view);
std::string encode_list(const std::vector<std::string>&);
Result<std::vector<std::string>> decode_list(std::string_view);

}  // namespace raekoda::people
