// What a person looks up while filling a form: an address as the address register writes it, a relative who has died. What is chosen fills
// fields as known facts of this draft alone, with their source; nothing is looked up that the person did not ask for. Inside the room only.
#pragma once
#include <optional>

#include "applications/apply_parts.h"

namespace raekoda::applications {

// Buttons of a question page: `look_up` = name of a field, `choose` = "<field>/<id>" of what was found, `wrong` on a field that was looked up (all
// that came with it is dropped and asked by hand). nullopt: none was pressed, or nothing is to be told. The draft's content changes, and is the
// caller's to save.
std::optional<LookupView> look_up(Hall&, const people::Visit&, OpenDraft&, std::string_view page);

// What fills the fields of a draft: what is known of the person, then what was looked up in it.
std::vector<form::Known> known_of(Hall&, const people::Visit&, const OpenDraft&, view::Language);  // sources in that language

}  // namespace raekoda::applications
