#include "services/service_editor.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.h"
#include "services/catalogue_files.h"
#include "services/edited_files.h"

namespace raekoda::services {

namespace {

constexpr std::size_t line_width = 150;

bool is_local_text(const json::value& value) {
    const auto* object = value.if_object();
    if (!object || object->empty()) return false;
    return std::all_of(object->begin(), object->end(), [](const auto& member) { return (member.key() == "et" || member.key() == "en" || member.key() == "ru") && member.value().is_string(); });
}
// Every text in three languages below a value, in the order of the file.
void each_text(json::value& value, const Pointer& place, const std::function<void(const Pointer&, json::value&)>& visit) {
    if (is_local_text(value)) return visit(place, value);
    if (auto* object = value.if_object()) {
        for (auto& member : *object) {
            std::string name(member.key());
            if (place.empty() && (name == "parameters" || name == "keywords" || name == "decision" || name == "source")) continue;
            each_text(member.value(), place / std::string_view(name), visit);
        }
    } else if (auto* list = value.if_array()) {
        std::size_t i = 0;
        for (auto& item : *list) each_text(item, place / i++, visit);
    }
}
const json::value* at(const json::value& root, const Pointer& place) {
    boost::system::error_code error;
    return root.is_null() ? nullptr : root.find_pointer(place, error);
}

void each_question(json::value& value, const std::function<void(const std::string& component, const std::string& part, json::value& estonian)>& visit) {
    auto* object = value.if_object();
    if (!object) return;
    std::string id = json::text(*object, "id");
    if (!json::text(*object, "type").empty() && json::text(*object, "type") != "default") {
        for (const auto& one : part_places) {
            boost::system::error_code error;
            if (auto* found = value.find_pointer(one.pointer, error); found && found->is_string() && !found->get_string().starts_with("=")) visit(id, one.part, *found);
        }
        for (const auto& [list, key] : {std::pair{"values", "value"}, {"columns", "key"}})
            if (auto* items = object->if_contains(list); items && items->is_array())
                for (auto& item : items->get_array())
                    if (auto* choice = item.if_object(); choice && choice->contains("label") && choice->at("label").is_string()) {
                        const auto& name = choice->contains(key) ? choice->at(key) : json::value("");
                        visit(id, std::string(list) + "." + (name.is_string() ? json::as_text(name) : json::serialize(name)), choice->at("label"));
                    }
    }
    if (auto* inside = object->if_contains("components"); inside && inside->is_array())
        for (auto& one : inside->get_array()) each_question(one, visit);
}

std::string one_line(const json::value& value) {
    if (const auto* object = value.if_object()) {
        std::string out;
        for (const auto& member : *object) out += (out.empty() ? "" : ", ") + json::quoted(std::string_view(member.key().data(), member.key().size())) + ": " + one_line(member.value());
        return out.empty() ? "{}" : "{" + out + "}";
    }
    if (const auto* list = value.if_array()) {
        std::string out;
        for (const auto& item : *list) out += (out.empty() ? "" : ", ") + one_line(item);
        return "[" + out + "]";
    }
    return json::serialize(value);
}
void readable(const json::value& value, std::size_t indent, std::string& out) {
    std::string line = one_line(value);
    if ((!value.is_object() && !value.is_array()) || (indent > 0 && code_point_count(line) + indent <= line_width) || line.size() <= 2) {
        out += line;
        return;
    }
    bool is_object = value.is_object(), first = true;
    out += is_object ? "{\n" : "[\n";
    auto begin = [&] {
        out += (first ? "" : ",\n") + std::string(indent + 2, ' ');
        first = false;
    };
    if (is_object) {
        for (const auto& member : value.get_object()) {
            begin();
            out += json::quoted(std::string_view(member.key().data(), member.key().size())) + ": ";
            readable(member.value(), indent + 2, out);
        }
    } else {
        for (const auto& item : value.get_array()) {
            begin();
            readable(item, indent + 2, out);
        }
    }
    out += "\n" + std::string(indent, ' ') + (is_object ? "}" : "]");
}

}  // namespace

json::value patch_between(const json::value& from, const json::value& to) {
    json::object out;
    if (!from.is_object() || !to.is_object()) return to;
    for (const auto& member : from.get_object())
        if (!to.get_object().contains(member.key())) out[member.key()] = nullptr;
    for (const auto& member : to.get_object()) {
        const auto* before = from.get_object().if_contains(member.key());
        if (before && *before == member.value()) continue;
        out[member.key()] = before && before->is_object() && member.value().is_object() ? patch_between(*before, member.value()) : member.value();
    }
    return out;
}

std::string readable_json(const json::value& value) {
    std::string out;
    readable(value, 0, out);
    return out + "\n";
}

std::vector<EditableText> service_texts(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id) {
    std::vector<EditableText> out;
    auto all = merged_service(files, municipality.value, id);
    if (!all) return out;
    static const std::set<std::string> shown{"description", "appeal", "result", "text", "if_no_reply", "note", "purpose"};
    each_text(all->all, "", [&](const Pointer& place, json::value& value) {
        EditableText one;
        one.place = place;
        one.part = place.substr(1, place.find('/', 1) - 1);
        one.text = local_text(value.get_object());
        one.is_long = shown.contains(place.substr(place.rfind('/') + 1));
        one.needed = true;  // a text that is there speaks all languages
        const auto* common = at(all->common, place);
        one.local = !all->common.is_null() && (!common || *common != value);
        out.push_back(std::move(one));
    });
    return out;
}

Result<ServiceFiles> with_service_texts(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const NewTexts& texts) {
    auto before = TRY(merged_service(files, municipality.value, id));
    json::value after = before.all;
    each_text(after, "", [&](const Pointer& place, json::value& value) {
        if (auto found = texts.find(place); found != texts.end()) value = as_json(found->second);
    });
    return put_service(std::move(files), municipality.value, id, before, after);
}

Result<ServiceFiles> with_list_item(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const std::string& list, std::optional<std::size_t> remove) {
    auto before = TRY(merged_service(files, municipality.value, id));
    json::value after = before.all;
    const LocalText nothing;
    json::object fresh;
    if (list == "steps") fresh = {{"name", as_json(nothing)}, {"text", as_json(nothing)}};
    else if (list == "conditions") fresh = {{"text", as_json(nothing)}};
    else if (list == "evidence") fresh = {{"name", as_json(nothing)}, {"from", "person"}};
    else if (list == "legal_basis") fresh = {{"title", as_json(nothing)}, {"status", "to_confirm"}};
    else return fail(Fault::invalid, "no such list");
    auto& value = after.get_object()[list];
    if (!value.is_array()) value = json::array();
    auto& items = value.get_array();
    if (remove && *remove >= items.size()) return fail(Fault::missing, "no such entry");
    if (remove) items.erase(items.begin() + static_cast<std::ptrdiff_t>(*remove));
    else items.push_back(fresh);
    return put_service(std::move(files), municipality.value, id, before, after);
}

std::vector<EditableText> form_texts(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id) {
    std::vector<EditableText> out;
    auto form = form_files(files, municipality.value, id);
    if (!form) return out;
    each_question(form->form, [&](const std::string& component, const std::string& part, json::value& estonian) {
        EditableText one;
        one.place = component + "/" + part;
        one.component = component;
        one.part = part;
        one.text.et = json::as_text(estonian);
        if (const auto* texts = json::member(form->texts.get_object(), component))
            if (const auto* others = json::member(*texts, part)) one.text.en = json::text(*others, "en"), one.text.ru = json::text(*others, "ru");
        one.is_long = is_long_part(part);
        one.needed = true;
        out.push_back(std::move(one));
    });
    return out;
}

Result<ServiceFiles> with_form_texts(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const NewTexts& texts) {
    auto form = TRY(form_files(files, municipality.value, id));
    each_question(form.form, [&](const std::string& component, const std::string& part, json::value& estonian) {
        auto found = texts.find(component + "/" + part);
        if (found == texts.end()) return;
        estonian = found->second.et;
        auto& of_component = form.texts.get_object()[component];
        if (!of_component.is_object()) of_component = json::object();
        if (found->second.en.empty() && found->second.ru.empty()) of_component.get_object().erase(part);
        else of_component.get_object()[part] = json::object{{"en", found->second.en}, {"ru", found->second.ru}};
    });
    return put_form(std::move(files), municipality.value, form);
}

namespace {

Result<json::value> typed_object(const std::string& text) {
    auto value = json::parse(text, file_limit);
    if (!value || !value->is_object()) return fail(std::vector<Problem>{{"form", "service_desk.form_no_json", {{"detail", value ? std::string() : value.error().detail}}}});
    return std::move(*value);
}

}  // namespace

std::string form_file_text(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id) {
    auto form = form_files(files, municipality.value, id);
    return form ? files.at(form->form_path) : std::string();
}

Result<ServiceFiles> with_service_file(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const std::string& service_json) {
    files[in_folder(municipality.value, id, "service.json")] = readable_json(TRY(typed_object(service_json)));
    return files;
}

Result<ServiceFiles> with_form_file(ServiceFiles files, const MunicipalityId& municipality, const std::string& id, const std::string& form_json) {
    auto form = TRY(form_files(files, municipality.value, id));
    form.form = TRY(typed_object(form_json));
    return put_form(std::move(files), municipality.value, form);
}

Result<ServiceFiles> with_values_from(ServiceFiles files, const Service& service, const NewValues& wanted, Date today) {
    const std::string& municipality = service.municipality.value;
    std::vector<Problem> problems;
    if (wanted.valid_from < today) problems.push_back({"valid_from", "service_desk.day_is_past", {}});
    if (trimmed(wanted.source).empty()) problems.push_back({"source", "service_desk.source_missing", {}});
    json::object values;
    for (const auto& [name, label] : service.parameter_labels) {
        auto found = wanted.values.find(name);
        if (found == wanted.values.end() || trimmed(found->second).empty()) problems.push_back({"value[" + name + "]", "service_desk.value_missing", {}});
        else values[name] = typed_value(std::string(trimmed(found->second)));
    }
    if (!problems.empty()) return fail(std::move(problems));
    json::object row{{"valid_from", wanted.valid_from.iso()}, {"valid_to", nullptr}, {"source", wanted.source}, {"confirmed", wanted.confirmed}, {"values", std::move(values)}};
    bool of_model = !service.decision.model.empty();
    auto before = TRY(merged_service(files, municipality, service.id));
    std::string path = of_model ? path_of(files, municipality, service.decision.model, "parameters.json") : "";
    json::value document = of_model ? parsed_file(files, path) : before.all;
    if (!document.is_object()) return fail(Fault::invalid, "the values cannot be read");
    json::object* holder = &document.get_object();
    if (!of_model) {
        auto* inside = document.get_object().if_contains("parameters");
        if (!inside || !inside->is_object()) return fail(Fault::missing, "the service has no values");
        holder = &inside->get_object();
    }
    auto& versions = (*holder)["versions"];
    if (!versions.is_array()) versions = json::array();
    // What has not begun yet gives way; what holds now ends the day before by the new one's beginning.
    auto& rows = versions.get_array();
    for (std::size_t i = rows.size(); i-- > 0;) {
        auto from = rows[i].is_object() ? Date::from_iso(json::text(rows[i].get_object(), "valid_from")) : std::nullopt;
        if (from && *from >= wanted.valid_from && *from >= today) rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (!rows.empty() && rows.back().is_object()) {
        auto to = Date::from_iso(json::text(rows.back().get_object(), "valid_to"));
        if (to && *to >= wanted.valid_from) rows.back().get_object()["valid_to"] = wanted.valid_from.plus_days(-1).iso();
    }
    rows.push_back(std::move(row));
    if (!of_model) return put_service(std::move(files), municipality, service.id, before, document);
    files[in_folder(municipality, service.decision.model, "parameters.json")] = readable_json(document);
    return files;
}

}  // namespace raekoda::services
