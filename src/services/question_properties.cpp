#include "services/question_properties.h"

#include <algorithm>

#include "base/text.h"
#include "form/form.h"

namespace raekoda::services {

namespace {

using form::Type;

struct Known {
    const char* name;
    PropertyInput input;
    const char* choices = "";  // with commas between
};
// In the order shown: what it is called, when it is asked, what may be answered, where it comes from, how it looks.
constexpr Known known[] = {
    {"key", PropertyInput::text},
    {"path", PropertyInput::text},
    {"subtype", PropertyInput::choice, "date,time,datetime"},
    {"validate.required", PropertyInput::flexible},
    {"conditional.hide", PropertyInput::hide},
    {"expression", PropertyInput::feel},
    {"computeOn", PropertyInput::choice, "change,presubmit"},
    {"valuesExpression", PropertyInput::feel},
    {"valuesKey", PropertyInput::text},
    {"validate.validationType", PropertyInput::choice, "email,phone,custom"},
    {"properties.format", PropertyInput::choice, "personalcode,iban,date-in-past"},
    {"validate.min", PropertyInput::number},
    {"validate.max", PropertyInput::number},
    {"decimalDigits", PropertyInput::number},
    {"increment", PropertyInput::value},
    {"validate.minLength", PropertyInput::number},
    {"validate.maxLength", PropertyInput::number},
    {"validate.pattern", PropertyInput::text},
    {"disallowPassedDates", PropertyInput::yes},
    {"accept", PropertyInput::text},
    {"multiple", PropertyInput::flexible},
    {"properties.check", PropertyInput::feel},
    {"properties.fact", PropertyInput::text},
    {"properties.purpose", PropertyInput::text},
    {"properties.lookup", PropertyInput::choice, "address,deceased"},
    {"properties.declaration", PropertyInput::yes},
    {"properties.cosign", PropertyInput::flexible},
    {"readonly", PropertyInput::flexible},
    {"disabled", PropertyInput::flexible},
    {"defaultValue", PropertyInput::value},
    {"isRepeating", PropertyInput::yes},
    {"allowAddRemove", PropertyInput::yes},
    {"defaultRepetitions", PropertyInput::number},
    {"nonCollapsedItems", PropertyInput::number},
    {"disableCollapse", PropertyInput::yes},
    {"dataSource", PropertyInput::feel},
    {"columnsExpression", PropertyInput::feel},
    {"rowCount", PropertyInput::number},
    {"properties.page", PropertyInput::text},
    {"showOutline", PropertyInput::yes},
    {"layout.row", PropertyInput::text},
    {"layout.columns", PropertyInput::number},
    {"properties.autocomplete", PropertyInput::text},
    {"use24h", PropertyInput::yes},
    {"timeInterval", PropertyInput::number},
    {"timeSerializingFormat", PropertyInput::choice, "utc_offset,utc_normalized,no_timezone"},
    {"searchable", PropertyInput::yes},
    {"serializeToString", PropertyInput::yes},
    {"source", PropertyInput::text},
    {"url", PropertyInput::text},
    {"height", PropertyInput::number},
    {"maxHeight", PropertyInput::number},
    {"action", PropertyInput::choice, "submit,reset"},
    {"verticalAlignment", PropertyInput::choice, "start,center,end"},
};

// What holds when it is not written.
bool is_yes_by_itself(std::string_view property) { return property == "isRepeating" || property == "allowAddRemove" || property == "use24h"; }

}  // namespace

bool has_property(Type type, std::string_view property) {
    auto all = form::properties_of(type);
    return std::find(all.begin(), all.end(), property) != all.end();
}

const char* choices_member(Type type) { return has_property(type, "values") ? "values" : has_property(type, "columns") ? "columns" : nullptr; }
const char* choice_key(Type type) { return has_property(type, "values") ? "value" : "key"; }

std::vector<EditableProperty> empty_properties(Type type) {
    std::vector<EditableProperty> out;
    for (const auto& one : known) {
        if (!has_property(type, one.name)) continue;
        EditableProperty property{one.name, one.input, "", {}};
        for (auto choice : split(one.choices, ','))
            if (!choice.empty()) property.choices.emplace_back(choice);
        out.push_back(std::move(property));
    }
    return out;
}

std::string pointer_of(const std::string& property) {
    std::string pointer = "/" + property;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    return pointer;
}

std::string typed_of(const EditableProperty& property, const json::value* there) {
    if (!there || there->is_null()) return property.input == PropertyInput::yes && is_yes_by_itself(property.name) ? "true" : "";
    if (there->is_string()) return json::as_text(*there);
    if (there->is_bool() && !there->get_bool()) return "";
    return json::serialize(*there);
}

json::value value_of_typed(const EditableProperty& property, Type type, const std::string& typed) {
    switch (property.input) {
        case PropertyInput::yes: return json::value(typed == "true");
        case PropertyInput::flexible: return typed == "true" ? json::value(true) : json::value(typed);
        case PropertyInput::number: {
            std::string number = typed;
            std::replace(number.begin(), number.end(), ',', '.');
            auto read = json::parse(number);
            return read && read->is_number() ? std::move(*read) : json::value(typed);
        }
        case PropertyInput::value: {
            const bool is_text = type == Type::textfield || type == Type::textarea || type == Type::datetime || ((type == Type::radio || type == Type::select) && property.name == "defaultValue");
            auto read = json::parse(typed);
            return is_text || !read || read->is_null() ? json::value(typed) : std::move(*read);
        }
        case PropertyInput::feel:
        case PropertyInput::hide: return json::value(typed.starts_with('=') ? typed : "=" + typed);
        default: return json::value(typed);
    }
}

}  // namespace raekoda::services
