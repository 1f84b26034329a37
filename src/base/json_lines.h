// Where the parts of a JSON text stand, for problems that name a line.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace raekoda::json {

// One place in a JSON text: RFC 6901, "/rules/3/then/team".
using Pointer = std::string;
Pointer operator/(const Pointer&, std::string_view member);
Pointer operator/(const Pointer&, std::size_t index);

// The line (from 1) where the value at `pointer` begins in a well-formed JSON text; 0 when there is no such value.
int line_of(std::string_view text, const Pointer&);
// Pointers of members that stand twice in their object.
std::vector<Pointer> repeated_members(std::string_view well_formed_text, std::size_t limit);

}  // namespace raekoda::json
