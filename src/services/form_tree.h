// The components of a form as JSON: finding them, going over them. Inside of the room.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/json.h"
#include "form/component.h"

namespace raekoda::services {

struct ComponentPlace {
    json::array* list = nullptr;  // that it stands in; nullptr: there is none
    std::size_t index = 0;
    std::vector<json::object*> around;  // groups and lists, the outermost first
    explicit operator bool() const { return list != nullptr; }
    json::object& object() const { return (*list)[index].get_object(); }
};

// Gives an id to components without one, as form::Form names them.
void name_components(json::value& form);
json::array& components_of(json::object& form_or_group);  // made when it is not there
ComponentPlace find_component(json::value& form, const std::string& id);
// In the order of the file; `around` as above.
void each_component(json::value& form, const std::function<void(const ComponentPlace&)>&);
bool holds_others(const json::object& component);  // a group or a list
std::optional<form::Type> component_type(const json::object&);
std::string own_key(const json::object&);  // `key` or `path`
std::string key_of(const ComponentPlace&);  // with the paths of the groups around it, up to a list
std::string fresh_id(json::value& form, const std::string& wanted);  // "number", "number_2" …

// RFC 6901 in an object; "" as value takes the member away, and an object that is empty then.
const json::value* at_pointer(const json::object&, const std::string& pointer);
void put_at(json::object&, const std::string& pointer, json::value);
void take_from(json::object&, const std::string& pointer);

// Pages of the components at the top. Marks are made right after a change so that every component keeps the page given here.
struct PageOf {
    std::string component, page;
};
std::vector<PageOf> pages_of(json::value& form);
void mark_pages(json::value& form, json::object& texts, const std::vector<PageOf>&);

}  // namespace raekoda::services
