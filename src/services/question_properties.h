// How each property of a form's component is typed by people. Inside of the room.
#pragma once
#include "base/json.h"
#include "form/component.h"
#include "services/question_editor.h"

namespace raekoda::services {

// Those of a type that are typed as such, in the order shown; texts, options and what stands inside have places of their own.
std::vector<EditableProperty> empty_properties(form::Type);
std::string pointer_of(const std::string& property);  // "validate.min" → "/validate/min"
// As people see the value that is there, and back. `typed` is not empty.
std::string typed_of(const EditableProperty&, const json::value* there);
json::value value_of_typed(const EditableProperty&, form::Type, const std::string& typed);
bool has_property(form::Type, std::string_view property);
const char* choices_member(form::Type);  // "values", "columns"; nullptr: it has no such list
const char* choice_key(form::Type);      // "value", "key"

}  // namespace raekoda::services
