#include "form/component.h"

#include "form/form.h"

namespace raekoda::form {
namespace {

constexpr std::string_view names[type_count] = {
    "textfield", "textarea", "number", "checkbox", "radio", "select", "checklist", "taglist", "datetime", "filepicker", "expression",
    "text", "html", "image", "iframe", "spacer", "separator", "button", "table", "documentPreview",
    "group", "dynamiclist",
};
constexpr std::string_view parts[part_count] = {
    "label", "description", "prefixAdorner", "suffixAdorner", "patternErrorMessage", "checkMessage", "dateLabel", "timeLabel", "content", "alt", "pageTitle",
};

// What every component may have; then what each type adds. A dot is a member of an object.
#define RAEKODA_ANY "type", "id", "layout.row", "layout.columns", "conditional.hide", "properties.page", "properties.pageTitle", "properties.check", "properties.checkMessage"
#define RAEKODA_FIELD RAEKODA_ANY, "key", "label", "description", "readonly", "disabled", "validate.required", "properties.fact", "properties.purpose", "properties.cosign"
#define RAEKODA_CHOICE RAEKODA_FIELD, "defaultValue", "values", "valuesKey", "valuesExpression"
using Names = std::string_view;
constexpr Names textfield[] = {RAEKODA_FIELD, "defaultValue", "appearance.prefixAdorner", "appearance.suffixAdorner", "validate.minLength", "validate.maxLength",
    "validate.pattern", "validate.patternErrorMessage", "validate.validationType", "properties.format", "properties.autocomplete", "properties.lookup"};
constexpr Names textarea[] = {RAEKODA_FIELD, "defaultValue", "validate.minLength", "validate.maxLength"};
constexpr Names number[] = {RAEKODA_FIELD, "defaultValue", "appearance.prefixAdorner", "appearance.suffixAdorner", "decimalDigits", "increment", "serializeToString",
    "validate.min", "validate.max"};
constexpr Names checkbox[] = {RAEKODA_FIELD, "defaultValue", "properties.declaration"};
constexpr Names radio[] = {RAEKODA_CHOICE};
constexpr Names select[] = {RAEKODA_CHOICE, "searchable"};
constexpr Names checklist[] = {RAEKODA_CHOICE};
constexpr Names taglist[] = {RAEKODA_CHOICE};
constexpr Names datetime[] = {RAEKODA_FIELD, "defaultValue", "subtype", "dateLabel", "timeLabel", "use24h", "timeInterval", "timeSerializingFormat", "disallowPassedDates",
    "properties.format"};
constexpr Names filepicker[] = {RAEKODA_FIELD, "accept", "multiple"};
constexpr Names expression[] = {"type", "id", "layout.row", "layout.columns", "conditional.hide", "properties.page", "key", "expression", "computeOn"};
constexpr Names text[] = {RAEKODA_ANY, "text"};
constexpr Names html[] = {RAEKODA_ANY, "content"};
constexpr Names image[] = {RAEKODA_ANY, "source", "alt"};
constexpr Names iframe[] = {RAEKODA_ANY, "label", "url", "height", "security"};
constexpr Names spacer[] = {RAEKODA_ANY, "height"};
constexpr Names separator[] = {RAEKODA_ANY};
constexpr Names button[] = {RAEKODA_ANY, "label", "action"};
constexpr Names table[] = {RAEKODA_ANY, "label", "dataSource", "columns", "columnsExpression", "rowCount"};
constexpr Names document_preview[] = {RAEKODA_ANY, "label", "dataSource", "maxHeight"};
constexpr Names group[] = {RAEKODA_ANY, "label", "path", "showOutline", "verticalAlignment", "components"};
constexpr Names dynamiclist[] = {RAEKODA_ANY, "label", "path", "showOutline", "verticalAlignment", "components", "isRepeating", "allowAddRemove", "defaultRepetitions",
    "disableCollapse", "nonCollapsedItems", "properties.fact", "properties.purpose"};
#undef RAEKODA_ANY
#undef RAEKODA_FIELD
#undef RAEKODA_CHOICE

constexpr std::span<const Names> tables[type_count] = {
    textfield, textarea, number, checkbox, radio, select, checklist, taglist, datetime, filepicker, expression,
    text, html, image, iframe, spacer, separator, button, table, document_preview, group, dynamiclist,
};

}  // namespace

std::string_view type_name(Type type) { return names[static_cast<std::size_t>(type)]; }
std::string_view part_name(Part part) { return parts[static_cast<std::size_t>(part)]; }
bool has_options(Type type) { return type == Type::radio || type == Type::select || has_several_values(type); }
bool has_several_values(Type type) { return type == Type::checklist || type == Type::taglist; }
bool is_shown_only(Type type) { return type >= Type::text && type <= Type::document_preview; }
std::string_view lookup_name(Lookup lookup) {
    constexpr std::string_view names[] = {"", "address", "deceased"};
    return names[static_cast<std::size_t>(lookup)];
}

std::span<const std::string_view> properties_of(Type type) { return tables[static_cast<std::size_t>(type)]; }

}  // namespace raekoda::form
