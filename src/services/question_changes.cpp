// Writing: one question changed, added, copied, moved, taken away.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "form/form.h"
#include "services/edited_files.h"
#include "services/form_tree.h"
#include "services/question_editor.h"
#include "services/question_properties.h"

namespace raekoda::services {

namespace {

using form::Type;

struct Opened {
    FormFiles form;
    ComponentPlace place;
    Type type = Type::text;
};
// `out.form` must not move afterwards: the place points into it.
Outcome open(Opened& out, const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::string& component) {
    out.form = TRY(form_files(files, municipality.value, id));
    name_components(out.form.form);
    out.place = find_component(out.form.form, component);
    auto type = out.place ? component_type(out.place.object()) : std::nullopt;
    if (!type) return fail(Fault::missing, "no such question");
    out.type = *type;
    return {};
}

void put_text(FormFiles& form, json::object& component, const PartPlace& part, const LocalText& text) {
    const auto id = json::text(component, "id");
    if (text.et.empty()) take_from(component, part.pointer);
    else put_at(component, part.pointer, json::value(text.et));
    // An Estonian text that is missing is told; the others are kept for it.
    if (text.en.empty() && text.ru.empty()) take_from(form.texts.get_object(), "/" + id + "/" + part.part);
    else put_at(form.texts.get_object(), "/" + id + "/" + part.part, json::object{{"en", text.en}, {"ru", text.ru}});
}

void put_choices(FormFiles& form, json::object& component, Type type, const std::vector<EditableChoice>& choices) {
    const std::string member = choices_member(type), key = choice_key(type), id = json::text(component, "id");
    json::array list;
    const auto* before = json::list(component, member);
    for (const auto& choice : choices) {
        json::object one{{"label", choice.label.et}, {key, choice.value}};
        // Numbers and the like stay what they were.
        for (std::size_t i = 0; before && i < before->size(); ++i)
            if (const auto* old = (*before)[i].if_object(); old && old->contains(key) && !old->at(key).is_string() && json::serialize(old->at(key)) == choice.value) one[key] = old->at(key);
        list.push_back(std::move(one));
    }
    auto& texts = form.texts.get_object()[id];
    if (!texts.is_object()) texts = json::object();
    auto& of_component = texts.get_object();
    for (auto one = of_component.begin(); one != of_component.end();) one = std::string_view(one->key()).starts_with(member + ".") ? of_component.stable_erase(one) : one + 1;
    for (const auto& choice : choices)
        if (!choice.label.en.empty() || !choice.label.ru.empty()) of_component[member + "." + choice.value] = json::object{{"en", choice.label.en}, {"ru", choice.label.ru}};
    if (of_component.empty()) form.texts.get_object().stable_erase(form.texts.get_object().find(id));
    if (list.empty()) take_from(component, "/" + member);
    else component[member] = std::move(list);
}

// What the new type does not know goes.
void put_type(json::object& component, Type type) {
    component["type"] = form::type_name(type);
    for (const char* holder : {"validate", "properties", "appearance"}) {
        auto* inner = component.if_contains(holder);
        if (!inner || !inner->is_object()) continue;
        std::vector<std::string> names;
        for (const auto& member : inner->get_object()) names.emplace_back(member.key());
        for (const auto& name : names)
            if (!has_property(type, std::string(holder) + "." + name)) take_from(component, "/" + std::string(holder) + "/" + name);
    }
    std::vector<std::string> names;
    for (const auto& member : component) names.emplace_back(member.key());
    for (const auto& name : names) {
        auto all = form::properties_of(type);
        const bool known = std::any_of(all.begin(), all.end(), [&](auto one) { return one == name || one.starts_with(name + "."); });
        if (!known) take_from(component, "/" + name);
    }
}

// Texts of parts and options that are not there any more.
void drop_loose_texts(FormFiles& form, const json::object& component, Type type) {
    const auto id = json::text(component, "id");
    auto* texts = form.texts.get_object().if_contains(id);
    if (!texts || !texts->is_object()) return;
    std::vector<std::string> loose;
    for (const auto& member : texts->get_object()) {
        std::string_view name = member.key();
        const auto* part = std::find_if(std::begin(part_places), std::end(part_places), [&](const auto& one) { return one.part == name; });
        const char* list = choices_member(type);
        if (part == std::end(part_places) ? !(list && name.starts_with(std::string(list) + ".")) : !has_property(type, part->property)) loose.emplace_back(name);
    }
    for (const auto& name : loose) take_from(form.texts.get_object(), "/" + id + "/" + name);
}

std::string purpose_of(const std::string& fact) {
    auto about = fact.substr(0, fact.find('.'));
    return about == "person" ? "identify" : about == "contact" || about == "residence" ? about : "service";
}

// The fact stands among the needs of the service, where people read what for: in the words of another fact asked for the same purpose, if there is one.
Result<ServiceFiles> with_need(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, json::value& form, const std::string& fact, const std::string& purpose) {
    auto before = TRY(merged_service(files, municipality.value, id));
    json::value after = before.all;
    auto& needs = after.get_object()["needs"];
    if (!needs.is_array()) needs = json::array();
    std::set<std::string> alike;
    each_component(form, [&](const ComponentPlace& place) {
        const auto *same = at_pointer(place.object(), "/properties/purpose"), *other = at_pointer(place.object(), "/properties/fact");
        if (same && other && json::as_text(*same) == purpose) alike.insert(json::as_text(*other));
    });
    json::value words = as_json(LocalText{});
    for (const auto& need : needs.get_array()) {
        const auto* one = need.if_object();
        if (!one) continue;
        if (json::text(*one, "fact") == fact) return files;
        if (alike.contains(json::text(*one, "fact")) && one->contains("purpose")) words = one->at("purpose");
    }
    needs.get_array().push_back(json::object{{"fact", fact}, {"purpose", words}});
    return put_service(std::move(files), municipality.value, id, before, after);
}

bool in_list_of_fact(const ComponentPlace& place) {
    return std::any_of(place.around.begin(), place.around.end(), [](const auto* holder) { return json::text(*holder, "type") == "dynamiclist" && at_pointer(*holder, "/properties/fact"); });
}

void put_properties(json::object& component, Type type, const std::map<std::string, std::string>& wanted) {
    for (const auto& property : empty_properties(type)) {
        auto found = wanted.find(property.name);
        const auto pointer = pointer_of(property.name);
        if (found == wanted.end() || found->second == typed_of(property, at_pointer(component, pointer))) continue;
        // What is yes by itself has to be said to be no.
        const bool yes = property.input == PropertyInput::yes && typed_of(property, nullptr) == "true";
        if (found->second.empty() && !yes) take_from(component, pointer);
        else put_at(component, pointer, value_of_typed(property, type, found->second));
    }
}

// A page keeps its name when the question leaves that it began with. `left`: the pages of those that stay at the top.
void hand_page_on(FormFiles& form, const json::object& leaving, const std::vector<PageOf>& left) {
    const auto *page = at_pointer(leaving, "/properties/page"), *title = at_pointer(leaving, "/properties/pageTitle");
    if (!page || !title) return;
    auto heir = std::find_if(left.begin(), left.end(), [&](const auto& one) { return one.page == json::as_text(*page); });
    if (heir == left.end()) return;
    auto place = find_component(form.form, heir->component);
    if (!place) return;  // of a type that nobody knows: it has no name
    auto& texts = form.texts.get_object();
    json::value words = *title;
    auto& object = place.object();
    put_at(object, "/properties/page", json::value(heir->page));
    put_at(object, "/properties/pageTitle", std::move(words));
    if (const auto* others = at_pointer(texts, "/" + json::text(leaving, "id") + "/pageTitle")) {
        json::value copy = *others;
        put_at(texts, "/" + heir->component + "/pageTitle", std::move(copy));
    }
}

// A group or list that does not stand inside of the one that moves.
bool may_hold(const ComponentPlace& holder, const std::string& moving) {
    return holder && holds_others(holder.object()) && std::none_of(holder.around.begin(), holder.around.end(), [&](const auto* one) { return json::text(*one, "id") == moving; });
}

// Into a group or list, at its end; to the top behind the group that it stood in.
void put_inside(FormFiles& form, const ComponentPlace& place, const std::string& id, const std::string& inside) {
    auto pages = pages_of(form.form);
    if (!inside.empty()) {
        std::erase_if(pages, [&](const auto& page) { return page.component == id; });
        hand_page_on(form, place.object(), pages);
    }
    json::value moved = place.object();
    take_from(moved.get_object(), "/properties/page");
    take_from(moved.get_object(), "/properties/pageTitle");
    take_from(form.texts.get_object(), "/" + id + "/pageTitle");
    const std::string outermost = place.around.empty() ? std::string() : json::text(*place.around.front(), "id");
    place.list->erase(place.list->begin() + static_cast<std::ptrdiff_t>(place.index));
    if (!inside.empty()) {
        auto holder = find_component(form.form, inside);
        if (!holder) return components_of(form.form.get_object()).push_back(std::move(moved));
        components_of(holder.object()).push_back(std::move(moved));
    } else {
        auto behind = find_component(form.form, outermost);
        if (!behind) return components_of(form.form.get_object()).push_back(std::move(moved));
        behind.list->insert(behind.list->begin() + static_cast<std::ptrdiff_t>(behind.index) + 1, std::move(moved));
        for (const auto& page : pages)
            if (page.component == outermost) {
                pages.push_back({id, page.page});
                break;
            }
    }
    mark_pages(form.form, form.texts.get_object(), pages);
}

// New ids for a copy and everything in it; keys where the old ones would be taken. Texts go along.
void rename_copy(FormFiles& form, json::object& component, std::set<std::string>& taken, bool new_key) {
    auto fresh = [&](const std::string& wanted) {
        for (std::size_t n = 2;; ++n)
            if (auto name = wanted + "_" + std::to_string(n); taken.insert(name).second) return name;
    };
    const auto old = json::text(component, "id"), key = own_key(component);
    const std::string id = fresh(old);
    component["id"] = id;
    if (new_key && !key.empty()) component[holds_others(component) ? "path" : "key"] = fresh(key);
    if (const auto* texts = form.texts.get_object().if_contains(old)) {
        json::value copy = *texts;
        form.texts.get_object()[id] = std::move(copy);
    }
    if (!holds_others(component)) return;
    for (auto& inner : components_of(component))
        if (auto* object = inner.if_object()) rename_copy(form, *object, taken, new_key && key.empty());
}

json::object fresh_component(json::value& form, const std::string& name, Type type) {
    const auto id = fresh_id(form, name);
    json::object out{{"type", name}, {"id", id}};
    if (has_property(type, "key")) out["key"] = id;
    if (type == Type::dynamiclist) out["path"] = id;
    if (has_property(type, "dateLabel")) out["dateLabel"] = "";
    else if (has_property(type, "label")) out["label"] = "";
    if (has_property(type, "text")) out["text"] = "";
    if (has_property(type, "content")) out["content"] = "";
    if (has_property(type, "components")) out["components"] = json::array();
    if (type == Type::expression) out["expression"] = "=null";
    if (type == Type::table) out["dataSource"] = "=[]";
    return out;
}

}  // namespace

const std::vector<std::string>& question_types() {
    static const std::vector<std::string> types{"textfield", "textarea", "number", "radio", "select", "checkbox", "checklist", "taglist", "datetime", "filepicker",
                                                "group", "dynamiclist", "text", "html", "separator", "table", "expression"};
    return types;
}

Result<ServiceFiles> with_question(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::string& component, const QuestionChange& change) {
    Opened opened;
    TRY(open(opened, files, municipality, id, component));
    auto& object = opened.place.object();
    auto type = opened.type;
    if (auto wanted = component_type(json::object{{"type", change.type}}); wanted && *wanted != type && *wanted < Type::expression && type < Type::expression) {
        type = *wanted;
        put_type(object, type);
    }
    put_properties(object, type, change.properties);
    for (const auto& part : part_places)
        if (auto text = change.texts.find(part.part); text != change.texts.end() && has_property(type, part.property)) put_text(opened.form, object, part, text->second);
    if (change.choices && choices_member(type)) put_choices(opened.form, object, type, *change.choices);
    drop_loose_texts(opened.form, object, type);
    const auto* fact = at_pointer(object, "/properties/fact");
    const std::string fact_name = fact && !in_list_of_fact(opened.place) ? json::as_text(*fact) : std::string();
    if (!fact_name.empty() && type != Type::dynamiclist && !at_pointer(object, "/properties/purpose")) put_at(object, "/properties/purpose", json::value(purpose_of(fact_name)));
    const auto* purpose = at_pointer(object, "/properties/purpose");
    const std::string purpose_name = purpose ? json::as_text(*purpose) : std::string();
    const std::string inside_now = opened.place.around.empty() ? std::string() : json::text(*opened.place.around.back(), "id");
    if (change.inside && *change.inside != inside_now && *change.inside != component) {
        if (!change.inside->empty() && !may_hold(find_component(opened.form.form, *change.inside), component)) return fail(Fault::missing, "no such group");
        put_inside(opened.form, opened.place, component, *change.inside);
    }
    auto written = put_form(files, municipality.value, opened.form);
    return fact_name.empty() ? Result<ServiceFiles>(std::move(written)) : with_need(std::move(written), municipality, id, opened.form.form, fact_name, purpose_name);
}

Result<NewQuestion> with_new_question(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::string& name, const std::string& after, bool inside) {
    auto type = component_type(json::object{{"type", name}});
    if (!type || std::find(question_types().begin(), question_types().end(), name) == question_types().end()) return fail(Fault::invalid, "no such kind of question");
    auto form = TRY(form_files(files, municipality.value, id));
    name_components(form.form);
    auto made = fresh_component(form.form, name, *type);
    const auto component = json::text(made, "id");
    auto place = find_component(form.form, after);
    if (!after.empty() && (!place || (inside && !holds_others(place.object())))) return fail(Fault::missing, "no such question");
    if (after.empty()) components_of(form.form.get_object()).push_back(std::move(made));
    else if (inside) components_of(place.object()).push_back(std::move(made));
    else place.list->insert(place.list->begin() + static_cast<std::ptrdiff_t>(place.index) + 1, std::move(made));
    return NewQuestion{put_form(files, municipality.value, form), component};
}

Result<NewQuestion> with_copied_question(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::string& component) {
    Opened opened;
    TRY(open(opened, files, municipality, id, component));
    json::object copy = opened.place.object();
    std::set<std::string> taken;
    each_component(opened.form.form, [&](const ComponentPlace& place) {
        taken.insert(json::text(place.object(), "id"));
        taken.insert(own_key(place.object()));
    });
    take_from(copy, "/properties/page");
    take_from(copy, "/properties/pageTitle");
    rename_copy(opened.form, copy, taken, true);
    const auto made = json::text(copy, "id");
    take_from(opened.form.texts.get_object(), "/" + made + "/pageTitle");
    opened.place.list->insert(opened.place.list->begin() + static_cast<std::ptrdiff_t>(opened.place.index) + 1, std::move(copy));
    return NewQuestion{put_form(files, municipality.value, opened.form), made};
}

Result<ServiceFiles> with_moved_question(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::string& component, bool up) {
    Opened opened;
    TRY(open(opened, files, municipality, id, component));
    auto& list = *opened.place.list;
    const auto at = opened.place.index;
    if (up ? at == 0 : at + 1 >= list.size()) return files;
    const auto other = up ? at - 1 : at + 1;
    auto pages = pages_of(opened.form.form);
    if (opened.place.around.empty() && pages[at].page != pages[other].page) {
        pages[at].page = pages[other].page;
    } else {
        std::swap(list[at], list[other]);
        if (opened.place.around.empty()) std::swap(pages[at], pages[other]);
    }
    mark_pages(opened.form.form, opened.form.texts.get_object(), pages);
    return put_form(files, municipality.value, opened.form);
}

Result<ServiceFiles> without_question(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::string& component) {
    Opened opened;
    TRY(open(opened, files, municipality, id, component));
    auto pages = pages_of(opened.form.form);
    auto& texts = opened.form.texts.get_object();
    std::erase_if(pages, [&](const auto& page) { return page.component == component; });
    std::vector<std::string> gone{component};
    each_component(opened.form.form, [&](const ComponentPlace& place) {
        for (const auto* holder : place.around)
            if (json::text(*holder, "id") == component) {
                gone.push_back(json::text(place.object(), "id"));
                break;
            }
    });
    hand_page_on(opened.form, opened.place.object(), pages);
    opened.place.list->erase(opened.place.list->begin() + static_cast<std::ptrdiff_t>(opened.place.index));
    for (const auto& one : gone)
        if (auto found = texts.find(one); found != texts.end()) texts.stable_erase(found);
    mark_pages(opened.form.form, texts, pages);
    return put_form(files, municipality.value, opened.form);
}

}  // namespace raekoda::services
