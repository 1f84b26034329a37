// For whom somebody could act when registers were last asked: a fact like any other, seen in their data, forgotten after its day. It shows the way
// on their desk without asking the registers each time; whoever takes that way is checked anew by them.
#pragma once
#include <string>
#include <vector>

#include "people/residents.h"

namespace raekoda::people {

struct ActingChoice {
    std::string key, name, kind;  // as Acting has them; kind: "custody", "board", …
};
inline constexpr std::string_view acting_choices_fact = "acting.choices";

Fact fact_of_choices(const std::vector<Acting>&, Instant now);  // without the person themselves
std::vector<ActingChoice> choices_told(const std::vector<Fact>&);

}  // namespace raekoda::people
