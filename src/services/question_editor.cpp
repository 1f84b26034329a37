// Reading: the list of questions, one of them, who uses it, what is wrong with it.
#include "services/question_editor.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "form/form.h"
#include "services/edited_files.h"
#include "services/form_tree.h"
#include "services/question_properties.h"

namespace raekoda::services {

namespace {

using form::Type;

bool is_name_sign(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

bool has_word(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !is_name_sign(text[at - 1]), ends = at + word.size() == text.size() || !is_name_sign(text[at + word.size()]);
        if (begins && ends) return true;
    }
    return false;
}

// Rather once too often: every part of the key stands in the text.
bool names_key(std::string_view text, const std::string& key) {
    auto parts = split(key, '.');
    return !key.empty() && std::all_of(parts.begin(), parts.end(), [&](auto part) { return has_word(text, part); });
}

// FEEL of a component and of its templates, without what stands inside of it.
void feel_of(const json::value& value, std::string& out) {
    if (value.is_string()) {
        auto text = json::as_text(value);
        if (text.starts_with('=')) out += text + "\n";
        for (auto open = text.find("{{"); open != std::string::npos; open = text.find("{{", open + 2)) out += text.substr(open, text.find("}}", open) - open) + "\n";
    } else if (const auto* object = value.if_object()) {
        for (const auto& member : *object)
            if (member.key() != "components") feel_of(member.value(), out);
    } else if (const auto* list = value.if_array()) {
        for (const auto& item : *list) feel_of(item, out);
    }
}

LocalText text_of(const FormFiles& form, const json::object& component, const PartPlace& part) {
    LocalText out;
    if (const auto* et = at_pointer(component, part.pointer)) out.et = json::as_text(*et);
    if (const auto* texts = json::member(form.texts.get_object(), json::text(component, "id")))
        if (const auto* others = json::member(*texts, part.part)) out.en = json::text(*others, "en"), out.ru = json::text(*others, "ru");
    return out;
}

LocalText label_of(const FormFiles& form, const json::object& component) {
    for (const char* wanted : {"label", "dateLabel", "timeLabel", "text", "content", "alt"})
        for (const auto& part : part_places)
            if (part.part == std::string_view(wanted))
                if (auto text = text_of(form, component, part); !text.et.empty()) return text;
    return {};
}

QuestionLine line_of(const FormFiles& form, const ComponentPlace& place) {
    QuestionLine line;
    const auto& component = place.object();
    line.id = json::text(component, "id");
    line.type = json::text(component, "type");
    line.key = key_of(place);
    line.label = label_of(form, component);
    line.depth = static_cast<int>(place.around.size());
    const auto *required = at_pointer(component, "/validate/required"), *hide = at_pointer(component, "/conditional/hide");
    line.required = required && (required->is_string() || (required->is_bool() && required->get_bool()));
    line.conditional = hide && !hide->is_null();
    line.first = place.index == 0;
    line.last = place.index + 1 == place.list->size();
    return line;
}

LocalText page_title(const FormFiles& form, const json::object& component) {
    for (const auto& part : part_places)
        if (part.part == std::string_view("pageTitle"))
            if (auto title = text_of(form, component, part); !title.et.empty()) return title;
    return holds_others(component) ? label_of(form, component) : LocalText{};
}

std::vector<EditableChoice> choices_of(const FormFiles& form, const json::object& component, Type type) {
    std::vector<EditableChoice> out;
    const char* member = choices_member(type);
    const auto* list = member ? json::list(component, member) : nullptr;
    const auto* texts = json::member(form.texts.get_object(), json::text(component, "id"));
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const auto* one = (*list)[i].if_object();
        if (!one) continue;
        EditableChoice choice;
        if (const auto* value = one->if_contains(choice_key(type))) choice.value = value->is_string() ? json::as_text(*value) : json::serialize(*value);
        choice.label.et = json::text(*one, "label");
        if (const auto* others = texts ? json::member(*texts, std::string(member) + "." + choice.value) : nullptr) choice.label.en = json::text(*others, "en"), choice.label.ru = json::text(*others, "ru");
        out.push_back(std::move(choice));
    }
    return out;
}

// What a place in the form's file is about: the innermost component around it, and what of it.
QuestionProblem at_component(const json::value& form, const std::string& pointer) {
    QuestionProblem out;
    const json::value* here = &form;
    for (auto part : split(std::string_view(pointer).substr(std::min<std::size_t>(1, pointer.size())), '/')) {
        if (part.empty()) continue;
        if (const auto* object = here->if_object()) here = object->if_contains(part);
        else if (const auto* list = here->if_array()) {
            auto index = parse_integer(part);
            here = index && *index >= 0 && static_cast<std::size_t>(*index) < list->size() ? &(*list)[static_cast<std::size_t>(*index)] : nullptr;
        } else here = nullptr;
        out.about += (out.about.empty() ? "" : ".") + std::string(part);
        if (!here) break;
        if (const auto* object = here->if_object(); object && object->contains("type")) {
            out.component = json::text(*object, "id");
            out.about.clear();
        }
    }
    if (out.component.empty()) out.about.clear();
    return out;
}

// The language of the text that is missing, when that is the problem.
std::string missing_language(const std::string& text) {
    constexpr std::string_view sign = " has no text in \"", no_label = "\"label\" ";
    if (auto at = text.find(sign); at != std::string::npos) return text.substr(at + sign.size(), 2);
    return text.starts_with(no_label) && text.find(" is missing") != std::string::npos ? "et" : "";
}

// "\"label\" of \"name\" has no text …": the part stands in the sentence when the place is the whole component.
std::string part_in(const std::string& text) {
    if (!text.starts_with('"')) return {};
    auto part = text.substr(1, text.find('"', 1) - 1);
    return std::any_of(std::begin(part_places), std::end(part_places), [&](const auto& one) { return one.part == part; }) ? part : std::string();
}

}  // namespace

std::vector<QuestionLine> questions(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id) {
    std::vector<QuestionLine> out;
    auto form = form_files(files, municipality.value, id);
    if (!form) return out;
    name_components(form->form);
    std::map<std::string, std::string> pages;
    for (auto& one : pages_of(form->form)) pages[one.component] = one.page;
    std::string page;
    bool any = false;
    each_component(form->form, [&](const ComponentPlace& place) {
        auto line = line_of(*form, place);
        if (place.around.empty()) {
            line.begins_page = !any || pages[line.id] != page;
            any = true;
            page = pages[line.id];
            if (line.begins_page) line.page_title = page_title(*form, place.object());
        }
        line.page = page;
        out.push_back(std::move(line));
    });
    return out;
}

Result<EditableQuestion> question(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::string& component) {
    auto form = TRY(form_files(files, municipality.value, id));
    name_components(form.form);
    auto place = find_component(form.form, component);
    auto type = place ? component_type(place.object()) : std::nullopt;
    if (!type) return fail(Fault::missing, "no such question");
    EditableQuestion out;
    for (auto& line : questions(files, municipality, id))
        if (line.id == component) out.line = line;
    for (const auto& part : part_places) {
        if (!has_property(*type, part.property)) continue;
        EditableText text;
        text.place = text.part = part.part;
        text.component = component;
        text.text = text_of(form, place.object(), part);
        text.is_long = is_long_part(part.part);
        text.needed = !text.text.et.empty() || !text.text.en.empty() || !text.text.ru.empty();
        out.texts.push_back(std::move(text));
    }
    for (auto& property : empty_properties(*type)) {
        if (property.name == "properties.page" && !place.around.empty()) continue;  // pages are of the top
        property.value = typed_of(property, at_pointer(place.object(), pointer_of(property.name)));
        out.properties.push_back(std::move(property));
    }
    out.choices = choices_of(form, place.object(), *type);
    out.has_choices = choices_member(*type) != nullptr;
    if (!place.around.empty()) out.inside = json::text(*place.around.back(), "id");
    each_component(form.form, [&](const ComponentPlace& other) {
        const bool within = std::any_of(other.around.begin(), other.around.end(), [&](const auto* holder) { return json::text(*holder, "id") == component; });
        if (holds_others(other.object()) && json::text(other.object(), "id") != component && !within) out.places.push_back(line_of(form, other));
    });
    if (*type < Type::expression)
        for (std::size_t i = 0; i < static_cast<std::size_t>(Type::expression); ++i) out.types.emplace_back(form::type_name(static_cast<Type>(i)));
    return out;
}

std::vector<QuestionUse> uses_of_question(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::string& component) {
    std::vector<QuestionUse> out;
    auto form = form_files(files, municipality.value, id);
    if (!form) return out;
    name_components(form->form);
    auto place = find_component(form->form, component);
    if (!place) return out;
    // Its own key and those of everything in it.
    std::set<std::string> own{component};
    std::vector<std::string> keys{key_of(place)};
    each_component(form->form, [&](const ComponentPlace& inner) {
        for (const auto* holder : inner.around)
            if (json::text(*holder, "id") == component) {
                own.insert(json::text(inner.object(), "id"));
                keys.push_back(key_of(inner));
                break;
            }
    });
    auto uses = [&](std::string_view text) { return std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return names_key(text, key); }); };
    if (auto service = merged_service(files, municipality.value, id))
        if (const auto* decision = json::member(service->all.get_object(), "decision"))
            if (const auto* facts = json::member(*decision, "facts"))
                for (const auto& fact : *facts)
                    if (has_word(json::as_text(fact.value()), "data") && uses(json::as_text(fact.value()))) out.push_back({QuestionUse::By::decision, std::string(fact.key()), {}});
    each_component(form->form, [&](const ComponentPlace& other) {
        auto other_id = json::text(other.object(), "id");
        std::string feel;
        feel_of(other.object(), feel);
        if (!own.contains(other_id) && uses(feel)) out.push_back({QuestionUse::By::question, other_id, label_of(*form, other.object())});
    });
    for (const auto& [path, text] : files)
        if (path.find("/" + id + "/form_examples/") != std::string::npos && uses(text)) out.push_back({QuestionUse::By::example, path.substr(path.rfind('/') + 1), {}});
    return out;
}

namespace {

form::Loaded loaded_form(const FormFiles& form) {
    form::LoadOptions options;
    options.context.push_back({"parameters", nullptr});
    return form::Form::load(json::serialize(form.form), json::serialize(form.texts), options);
}

}  // namespace

std::shared_ptr<const form::Form> form_as_written(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id) {
    auto form = form_files(files, municipality.value, id);
    return form ? loaded_form(*form).form : nullptr;
}

std::vector<QuestionProblem> question_problems(const ServiceFiles& files, const MunicipalityId& municipality, const std::string& id, const std::vector<CatalogueProblem>& others) {
    std::vector<QuestionProblem> out;
    auto form = form_files(files, municipality.value, id);
    if (!form) return out;
    name_components(form->form);
    auto loaded = loaded_form(*form);
    for (const auto& problem : loaded.problems) {
        constexpr std::string_view texts = "texts:";
        QuestionProblem one;
        if (problem.path.starts_with(texts)) {
            auto parts = split(std::string_view(problem.path).substr(texts.size()), '/');
            if (parts.size() > 1 && find_component(form->form, std::string(parts[1]))) one.component = parts[1];
            if (parts.size() > 2) one.about = parts[2];
        } else {
            one = at_component(form->form, problem.path);
        }
        if (one.about.empty()) one.about = part_in(problem.text);
        one.text = problem.text;
        one.missing_in = missing_language(problem.text);
        out.push_back(std::move(one));
    }
    for (const auto& problem : others) {
        if (problem.file.find("/form_examples/") == std::string::npos) continue;
        std::string component;
        each_component(form->form, [&](const ComponentPlace& place) {
            auto key = key_of(place);
            if (component.empty() && !key.empty() && problem.text.find("\"" + key + "\"") != std::string::npos) component = json::text(place.object(), "id");
        });
        out.push_back({component, "", problem.file.substr(problem.file.rfind('/') + 1) + ": " + problem.text, ""});
    }
    return out;
}

}  // namespace raekoda::services
