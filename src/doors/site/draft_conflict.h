// Two officials, or two tabs, in one draft: what the second one typed stays, what the first one saved stands beside it. Inside of the door.
#pragma once
#include <string>
#include <vector>

#include "doors/site/service_desk_parts.h"

namespace raekoda::doors::site {

struct Conflict {
    services::ServiceFiles before;    // the draft as this official saw it
    MeanwhileView view;               // who did what since
};
Result<Conflict> conflict_of(const ServiceDesk&, const people::Visit&, const Writing& now);
// Typed files over those that are saved now. `grows`: lists that an entry comes back to (services::merged_draft).
services::ServiceFiles merged_files(const people::Visit&, const Writing& now, const services::ServiceFiles& mine, const std::vector<std::string>& grows, Conflict&);
// The service as it was written with other files.
Writing with_files(const ServiceDesk&, const people::Visit&, Writing, const services::ServiceFiles&);

// A field of a page and what stands there, in words.
struct ShownField {
    view::Field* field;
    std::string label, text;
};
using ShownFields = std::vector<ShownField>;
void show_texts(TextGroup&, const std::string& where, ShownFields&);
// What both changed says at its field what the other one wrote there; `problems` leads to those. What only the other one changed is named in the view.
void tell_meanwhile(const people::Visit&, const ShownFields& typed, const ShownFields& now, const ShownFields& before, Conflict&, std::vector<view::ProblemView>& problems);

}  // namespace raekoda::doors::site
