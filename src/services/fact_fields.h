// What may stand in service.json and letters.json, told as data: which member, how it is typed, how many there may be. The pages that officials
// fill in and the files that come of it are made from this list; a new member of the format gets a line here.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace raekoda::services {

enum class FactKind {
    line,       // a short text
    web,        // http or https address
    email,
    identifier, // a name among the file's own: kept, never shown
    number,     // whole, `least` to `most`
    day,        // 2026-11-21
    tick,       // true; absent when not ticked
    three,      // a text in three languages; in the file also one text for all of them
    three_long, // the same, several lines
    three_lists,// for each language texts with commas between
    list,       // texts with commas between
    choice,     // one of `choices`
    several,    // of `choices`, a list
    feel,       // an expression
    which,      // of the object at the place: exactly one of the members `choices` stands in it, or there is no object
};

// What the choices are, when the municipality or the service decides that.
inline constexpr std::string_view themes_choices = "@themes", life_event_choices = "@life_events", group_choices = "@target_groups", goal_choices = "@goals",
                                  service_choices = "@services", model_choices = "@models", known_fact_choices = "@facts";

struct FactField {
    std::string member;    // below the service or the entry, as a pointer without its first stroke: "phone", "source/status"; empty: the entry itself
    FactKind kind = FactKind::line;
    std::string choices = {};  // with commas between, or one of those above. which: "free=true" has no value of its own, "amount_cents=euros" and "days=number" have
    bool required = false;
    std::int64_t least = 0, most = 0;  // number: limits; texts: `most` characters
};
struct FactGroup {
    std::string member;   // of the file: "channels"; empty: the fields stand at the top
    bool is_list = false; // of objects, or of texts when the only field is the entry itself
    std::vector<FactField> fields;
};

enum class FactFile { service, letters };
// One page at the desk.
struct FactPart {
    std::string id;
    FactFile file = FactFile::service;
    std::vector<FactGroup> groups;
};
const std::vector<FactPart>& fact_parts();
const FactPart* fact_part(std::string_view id);  // nullptr: there is none

}  // namespace raekoda::services
