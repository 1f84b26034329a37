// Types of FEEL and of item definitions (DMN 1.5 §7.3.3, §10.3.2.9).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decision/value.h"

namespace raekoda::decision {

class UnaryTests;

struct Type {
    enum class Kind : std::uint8_t {
        any, null, boolean, number, string, date, time, date_time, duration, months,
        list,      // of `element`
        range,     // of `element`
        context,   // with `members`; without members: any context
        function,  // `parameters` → `result`; with `any_function`: whatever parameters
    };
    struct Member {
        std::string name;
        TypePointer type;  // nullptr: any
    };

    Kind kind = Kind::any;
    std::string name;                     // of an item definition; empty otherwise
    TypePointer element;                  // nullptr: any
    std::vector<Member> members;          // of a context
    std::vector<TypePointer> parameters;  // of a function
    TypePointer result;                   // of a function; nullptr: any
    bool any_function = false;            // `function` without signature
    // Allowed values of an item definition; nullptr: all. For a list they speak about the elements (allowedValues of a collection),
    // `constraint` (typeConstraint) about the whole value.
    std::shared_ptr<const UnaryTests> allowed_values;
    std::shared_ptr<const UnaryTests> constraint;
};

// The types that are always there: "Any", "number", "string", "boolean", "date", "time", "date and time" ("dateTime"),
// "days and time duration" ("dayTimeDuration"), "years and months duration" ("yearMonthDuration"), "context", "list", "function", "range", "Null".
TypePointer builtin_type(std::string_view name);  // nullptr for other names
TypePointer simple_type(Type::Kind);              // number, string, …, any list, any context
TypePointer list_of(TypePointer element);
std::string type_text(const TypePointer&);        // "list<number>", the name of an item definition, "Any"

// `instance of`: does the value conform to the type (§10.3.2.9.2)? null conforms only to Any and Null. Constraints are checked too.
bool conforms(Evaluation&, const Value&, const TypePointer&);
// The same, but null conforms to every type: as for results, arguments and facts.
bool conforms_or_null(Evaluation&, const Value&, const TypePointer&);
// Implicit conversions (§10.3.2.9.4): conforming values stay, a value for a list type becomes a list of one, a list of one becomes its element, a
// date becomes a date and time; nullopt when it cannot be done (the caller gives null and says why). null stays null.
std::optional<Value> coerced(Evaluation&, const Value&, const TypePointer&);

}  // namespace raekoda::decision
