// service.json and its texts. Inside of the room.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "services/document.h"
#include "services/services.h"

namespace raekoda::services {

// What a service may speak of; an empty list is not checked (its file has problems of its own, or the text stands alone).
struct ServiceWords {
    std::set<std::string, std::less<>> themes, life_events, target_groups, goals, services;
};

// Merged service.json. Form, decision model and parameters of the model are put in by the caller.
Service read_service(Document&, const ServiceWords&);
// Every {value} in the texts must be a parameter of the service.
void check_values_in_texts(Document&, const Service&);
// Puts the values of a context in the place of {names}; a name that is not there stays as it is written.
std::string with_values(std::string_view text, const decision::Value& parameters, Language);
// The next {name} from `from` on: its beginning and its end behind "}"; nullopt: none.
struct NamedValue {
    std::size_t begin, end;
    std::string_view name;
};
std::optional<NamedValue> next_value(std::string_view text, std::size_t from);

}  // namespace raekoda::services
