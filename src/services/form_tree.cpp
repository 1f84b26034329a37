#include "services/form_tree.h"

#include <algorithm>
#include <map>
#include <set>

#include "form/form.h"

namespace raekoda::services {

namespace {

void walk(json::object& holder, std::vector<json::object*>& around, const std::function<void(const ComponentPlace&)>& visit) {
    auto* list = holder.if_contains("components");
    if (!list || !list->is_array()) return;
    for (std::size_t i = 0; i < list->get_array().size(); ++i) {
        auto* object = list->get_array()[i].if_object();
        if (!object) continue;
        visit({&list->get_array(), i, around});
        if (!holds_others(*object)) continue;
        around.push_back(object);
        walk(*object, around, visit);
        around.pop_back();
    }
}

std::string page_mark(const json::object& component) {
    const auto* found = at_pointer(component, "/properties/page");
    return found ? json::as_text(*found) : std::string();
}

// The title of a page in all languages: Estonian in the form, the others beside it.
struct Title {
    json::value et, others;
};

}  // namespace

bool holds_others(const json::object& component) {
    auto type = json::text(component, "type");
    return type == "group" || type == "dynamiclist";
}

std::optional<form::Type> component_type(const json::object& component) {
    auto name = json::text(component, "type");
    for (std::size_t i = 0; i < form::type_count; ++i)
        if (form::type_name(static_cast<form::Type>(i)) == name) return static_cast<form::Type>(i);
    return std::nullopt;
}

void each_component(json::value& form, const std::function<void(const ComponentPlace&)>& visit) {
    std::vector<json::object*> around;
    if (auto* root = form.if_object()) walk(*root, around, visit);
}

void name_components(json::value& form) {
    std::size_t count = 0;
    each_component(form, [&](const ComponentPlace& place) {
        if (!component_type(place.object())) return;
        if (json::text(place.object(), "id").empty()) place.object()["id"] = json::text(place.object(), "type") + "_" + std::to_string(count);
        ++count;
    });
}

json::array& components_of(json::object& holder) {
    auto& list = holder["components"];
    if (!list.is_array()) list = json::array();
    return list.get_array();
}

ComponentPlace find_component(json::value& form, const std::string& id) {
    ComponentPlace found;
    each_component(form, [&](const ComponentPlace& place) {
        if (!found && !id.empty() && json::text(place.object(), "id") == id) found = place;
    });
    return found;
}

std::string own_key(const json::object& component) { return json::text(component, holds_others(component) ? "path" : "key"); }

std::string key_of(const ComponentPlace& place) {
    std::string key;
    for (const auto* holder : place.around) {
        if (json::text(*holder, "type") == "dynamiclist") key.clear();
        else if (auto path = own_key(*holder); !path.empty()) key += path + ".";
    }
    auto own = own_key(place.object());
    return own.empty() ? std::string() : key + own;
}

std::string fresh_id(json::value& form, const std::string& wanted) {
    std::set<std::string> taken;
    each_component(form, [&](const ComponentPlace& place) {
        taken.insert(json::text(place.object(), "id"));
        taken.insert(own_key(place.object()));
    });
    if (!taken.contains(wanted)) return wanted;
    for (std::size_t n = 2;; ++n)
        if (auto id = wanted + "_" + std::to_string(n); !taken.contains(id)) return id;
}

const json::value* at_pointer(const json::object& object, const std::string& pointer) {
    auto slash = pointer.find('/', 1);
    const auto* member = object.if_contains(pointer.substr(1, slash == std::string::npos ? slash : slash - 1));
    if (!member || slash == std::string::npos) return member;
    return member->is_object() ? at_pointer(member->get_object(), pointer.substr(slash)) : nullptr;
}

void put_at(json::object& object, const std::string& pointer, json::value value) {
    auto slash = pointer.find('/', 1);
    auto& member = object[pointer.substr(1, slash == std::string::npos ? slash : slash - 1)];
    if (slash == std::string::npos) {
        member = std::move(value);
        return;
    }
    if (!member.is_object()) member = json::object();
    put_at(member.get_object(), pointer.substr(slash), std::move(value));
}

void take_from(json::object& object, const std::string& pointer) {
    auto slash = pointer.find('/', 1);
    auto found = object.find(pointer.substr(1, slash == std::string::npos ? slash : slash - 1));
    if (found == object.end()) return;
    if (slash != std::string::npos) {
        if (!found->value().is_object()) return;
        take_from(found->value().get_object(), pointer.substr(slash));
        if (!found->value().get_object().empty()) return;
    }
    object.stable_erase(found);  // the others stay in their order
}

std::vector<PageOf> pages_of(json::value& form) {
    std::vector<PageOf> out;
    std::string page;
    each_component(form, [&](const ComponentPlace& place) {
        if (!place.around.empty()) return;
        if (auto begins = page_mark(place.object()); !begins.empty()) page = begins;
        out.push_back({json::text(place.object(), "id"), page});
    });
    return out;
}

void mark_pages(json::value& form, json::object& texts, const std::vector<PageOf>& wanted) {
    std::map<std::string, std::string> page_by_id;
    for (const auto& one : wanted) page_by_id[one.component] = one.page;
    std::map<std::string, Title> titles;
    std::string before;
    std::set<std::string> begun;
    // Titles are taken off first, then put where each page begins now.
    each_component(form, [&](const ComponentPlace& place) {
        if (!place.around.empty()) return;
        auto& component = place.object();
        const auto *page = at_pointer(component, "/properties/page"), *title = at_pointer(component, "/properties/pageTitle");
        if (!page || !title) return;
        auto [kept, is_new] = titles.try_emplace(json::as_text(*page), Title{*title, nullptr});
        const auto id = json::text(component, "id");
        if (auto* of_component = texts.if_contains(id); of_component && of_component->is_object())
            if (const auto* others = of_component->get_object().if_contains("pageTitle"); others && is_new) kept->second.others = *others;
    });
    each_component(form, [&](const ComponentPlace& place) {
        if (!place.around.empty()) return;
        auto& component = place.object();
        const auto id = json::text(component, "id"), page = page_by_id[id];
        const bool begins = page != before, marked = !page_mark(component).empty();
        before = page;
        if (!begins && (!marked || page_mark(component) == page) && !at_pointer(component, "/properties/pageTitle")) return;
        const bool first = begun.insert(page).second;
        if (begins && !page.empty()) put_at(component, "/properties/page", json::value(page));
        else if (!begins) take_from(component, "/properties/page");
        take_from(component, "/properties/pageTitle");
        if (auto* of_component = texts.if_contains(id); of_component && of_component->is_object()) {
            take_from(of_component->get_object(), "/pageTitle");
            if (of_component->get_object().empty()) texts.stable_erase(texts.find(id));
        }
        auto title = titles.find(page);
        if (!first || !begins || title == titles.end()) return;
        put_at(component, "/properties/pageTitle", title->second.et);
        if (title->second.others.is_object()) put_at(texts, "/" + id + "/pageTitle", title->second.others);
    });
}

}  // namespace raekoda::services
