#include "form/schema.h"

#include <algorithm>

#include "base/text.h"

namespace raekoda::form {
namespace {

constexpr std::size_t longest_feel = 4000;

bool is_word(std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

void read_accept(const std::string& list, Component& c) {
    for (auto part : split(list, ','))
        if (!trimmed(part).empty()) c.accept.push_back(ascii_lower(trimmed(part)));
}

const json::object* object_of(const json::object& o, const char* member) {
    const auto* value = o.if_contains(member);
    return value ? value->if_object() : nullptr;
}

std::optional<Type> type_of(std::string_view name) {
    for (std::size_t i = 0; i < type_count; ++i)
        if (type_name(static_cast<Type>(i)) == name) return static_cast<Type>(i);
    return {};
}

// HTML tokens that follow from what a well-known fact is about.
std::string autocomplete_of(std::string_view fact, bool in_lines) {
    auto last = fact.substr(fact.rfind('.') + 1);
    if (last == "given_name") return "given-name";
    if (last == "family_name") return "family-name";
    if (last == "birth_date") return "bday";
    if (last == "email") return "email";
    if (last == "phone") return "tel";
    if (last == "address") return in_lines ? "street-address" : "address-line1";  // HTML: a whole address is of several lines
    if (last == "postcode") return "postal-code";
    return {};
}

// The name of the fact that FEEL reads first: "children_home" of "=facts.children_home[code = child][1].home"; empty: none.
std::string fact_read_by(std::string_view feel) {
    constexpr std::string_view facts = "facts.";
    auto begin = feel.find(facts);
    if (begin == std::string_view::npos) return {};
    begin += facts.size();
    auto end = feel.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.0123456789", begin);
    return std::string(feel.substr(begin, end == std::string_view::npos ? end : end - begin));
}

}  // namespace

decision::Value value_of_json(const json::value& value) {
    decision::Evaluation evaluation;
    return decision::from_json(evaluation, value).value_or(Value());
}

void ProblemList::add(std::string_view file, const json::Pointer& place, std::string_view prefix, std::string text) {
    if (problems_->size() > most) return;
    if (problems_->size() == most) return problems_->push_back({"", 0, "more problems are not shown"});
    problems_->push_back({std::string(prefix) + place, json::line_of(file, place), std::move(text)});
}

bool SchemaReader::read(std::vector<Component>& components, std::string& id) {
    if (file.size() > most_file_bytes) return problem("", "the file is larger than " + std::to_string(most_file_bytes >> 10) + " KiB"), false;
    auto parsed = json::parse(file, most_file_bytes);
    if (!parsed) return problem("", "not JSON: " + parsed.error().detail), false;
    const auto* root = parsed->if_object();
    if (!root) return problem("", "an object is expected"), false;
    for (const auto& place : json::repeated_members(file, 50)) problem(place, "the member stands twice");
    static constexpr std::string_view members[] = {"type", "id", "schemaVersion", "executionPlatform", "executionPlatformVersion", "versionTag", "exporter", "components", "properties", "$schema"};
    refuse_unknown(*root, "", members, "a form");
    if (json::text(*root, "type") != "default") problem("", "\"type\" of a form is \"default\"");
    if (auto version = json::optional_integer(*root, "schemaVersion"); version && (*version < 1 || *version > 19))
        problem("/schemaVersion", "schemaVersion 1 to 19 can be read");
    id = json::text(*root, "id", "form");
    const auto* list = json::list(*root, "components");
    if (!list) return problem("", "\"components\" is missing"), false;
    std::set<std::string> taken;
    read_list(*list, "/components", {{}, 0, &taken}, components);
    return count <= most_components;
}

void SchemaReader::read_list(const json::array& list, const json::Pointer& at, Around around, std::vector<Component>& into) {
    using json::operator/;
    if (around.depth > deepest) return problem(at, "groups and lists are more than " + std::to_string(deepest) + " deep");
    into.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto place = at / i;
        if (count >= most_components) {
            if (count++ == most_components) problem(place, "a form has at most " + std::to_string(most_components) + " components");
            return;
        }
        const auto* object = list[i].if_object();
        if (!object) {
            problem(place, "an object is expected");
            continue;
        }
        auto type = type_of(json::text(*object, "type"));
        if (!type) {
            problem(place, "no such type: \"" + json::text(*object, "type") + "\"");
            continue;
        }
        Component& component = into.emplace_back();
        component.type = *type;
        component.index = count++;
        places.push_back(place);
        read_component(*object, place, around, component);
    }
}

void SchemaReader::refuse_unknown(const json::object& o, const json::Pointer& at, std::span<const std::string_view> known, const std::string& what) {
    using json::operator/;
    for (const auto& member : o) {
        std::string name(member.key());
        bool found = false;
        for (auto one : known) found |= one == name || (one.size() > name.size() && one[name.size()] == '.' && one.starts_with(name));
        if (!found) problem(at / name, what + " has no property \"" + name + "\"");
    }
}

std::string SchemaReader::word(const json::object& o, const char* member, const json::Pointer& at, bool needed, std::size_t longest) {
    using json::operator/;
    const auto* value = o.if_contains(member);
    if (!value || value->is_null()) {
        if (needed) problem(at, "\"" + std::string(member) + "\" is missing");
        return {};
    }
    if (!value->is_string()) return problem(at / member, "a text is expected"), "";
    auto out = json::as_text(*value);
    if (needed && trimmed(out).empty()) problem(at / member, "\"" + std::string(member) + "\" is empty");
    if (out.size() > longest) return problem(at / member, "longer than " + std::to_string(longest) + " bytes"), "";
    return out;
}

void SchemaReader::flexible(const json::object& o, const char* member, const json::Pointer& at, Component& c, std::string_view property, Kind kind) {
    using json::operator/;
    const auto* value = o.if_contains(member);
    if (!value || value->is_null()) return;
    if (value->is_string()) {
        auto words = json::as_text(*value);
        if (words.starts_with('=')) {
            if (words.size() > longest_feel) return problem(at / member, "an expression of more than " + std::to_string(longest_feel) + " bytes");
            pending.push_back({c.index, property, words.substr(1), at / member});
            return;
        }
        if (words.empty()) return;
        if (kind == Kind::text) {
            constants[c.index][std::string(property)] = Value(words);
            return;
        }
        // The open editor writes some numbers as texts.
        if (auto number = decision::Number::parse(words); number && kind == Kind::number) {
            constants[c.index][std::string(property)] = Value(*number);
            return;
        }
        if (kind == Kind::boolean && (words == "true" || words == "false")) {
            constants[c.index][std::string(property)] = Value(words == "true");
            return;
        }
        return problem(at / member, "FEEL begins with \"=\"");
    }
    if ((kind == Kind::boolean && !value->is_bool()) || (kind == Kind::number && !value->is_number()) || kind == Kind::text)
        return problem(at / member, "a value of another type is expected");
    constants[c.index][std::string(property)] = value_of_json(*value);
}

void SchemaReader::read_component(const json::object& o, const json::Pointer& at, const Around& around, Component& c) {
    using json::operator/;
    refuse_unknown(o, at, properties_of(c.type), std::string(type_name(c.type)));
    for (const char* member : {"layout", "conditional", "properties", "validate", "appearance", "security"})
        if (const auto* inner = o.if_contains(member); inner && !inner->is_object() && !inner->is_null()) problem(at / member, "an object is expected");
    c.id = word(o, "id", at, false, 100);
    if (c.id.empty()) c.id = std::string(type_name(c.type)) + "_" + std::to_string(c.index);
    if (!ids_.insert(c.id).second) problem(at, "the id \"" + c.id + "\" stands twice");
    if (const auto* layout = object_of(o, "layout")) {
        c.layout_row = word(*layout, "row", at / "layout", false, 100);
        c.layout_columns = static_cast<int>(json::integer(*layout, "columns"));
        if (c.layout_columns != 0 && (c.layout_columns < 2 || c.layout_columns > 16)) problem(at / "layout" / "columns", "columns are 2 to 16");
    }
    if (const auto* conditional = object_of(o, "conditional")) flexible(*conditional, "hide", at / "conditional", c, "hide", Kind::boolean);
    read_texts(o, at, c);
    read_type(o, at, c);
    read_validate(o, at, c);
    read_extensions(o, at, c);
    read_key(o, at, around, c);
    if (c.type != Type::group && c.type != Type::dynamiclist) return;
    const auto* inner = json::list(o, "components");
    if (!inner) return problem(at, "\"components\" is missing");
    std::set<std::string> rows;
    Around inside{c.type == Type::group ? c.path : std::vector<std::string>{}, around.depth + 1, c.type == Type::group ? around.taken : &rows};
    read_list(*inner, at / "components", inside, c.children);
}

void SchemaReader::read_key(const json::object& o, const json::Pointer& at, const Around& around, Component& c) {
    using json::operator/;
    c.path = around.path;
    bool holder = c.type == Type::group || c.type == Type::dynamiclist;
    if (is_shown_only(c.type)) {
        c.path.clear();
        return;
    }
    const char* member = holder ? "path" : "key";
    auto key = word(o, member, at, c.type != Type::group, 200);
    if (key.empty()) return;
    for (auto part : split(key, '.')) {
        if (!is_word(part)) return problem(at / member, "letters a–z, digits and \"_\", with dots between: \"" + key + "\"");
        c.path.emplace_back(part);
    }
    if (c.path.size() > deepest) problem(at / member, "more than " + std::to_string(deepest) + " parts");
    if (c.path[0] == "_disputed" || c.path[0] == "_row") problem(at / member, "\"" + c.path[0] + "\" is kept for us");
    if (c.type == Type::group) return;
    std::string whole = joined(c.path, ".");
    // Neither the same place twice, nor one that holds another.
    for (const auto& other : *around.taken)
        if (other == whole || other.starts_with(whole + ".") || whole.starts_with(other + ".")) {
            problem(at / member, "\"" + whole + "\" is taken by another field");
            break;
        }
    around.taken->insert(whole);
}

void SchemaReader::read_texts(const json::object& o, const json::Pointer& at, Component& c) {
    using json::operator/;
    auto put = [&](Part part, const json::object& in, const char* member, const json::Pointer& place) {
        c.texts[static_cast<std::size_t>(part)].et = word(in, member, place, false);
    };
    auto known = properties_of(c.type);
    auto has = [&](std::string_view name) { return std::find(known.begin(), known.end(), name) != known.end(); };
    if (has("label")) put(Part::label, o, "label", at);
    if (has("description")) put(Part::description, o, "description", at);
    if (has("dateLabel")) put(Part::date_label, o, "dateLabel", at);
    if (has("timeLabel")) put(Part::time_label, o, "timeLabel", at);
    if (c.type == Type::text) put(Part::content, o, "text", at);
    if (c.type == Type::html) put(Part::content, o, "content", at);
    if (c.type == Type::image) put(Part::alt, o, "alt", at);
    if (const auto* look = object_of(o, "appearance"); look && has("appearance.prefixAdorner")) {
        put(Part::prefix, *look, "prefixAdorner", at / "appearance");
        put(Part::suffix, *look, "suffixAdorner", at / "appearance");
    }
    if (const auto* validate = object_of(o, "validate"); validate && has("validate.patternErrorMessage"))
        put(Part::pattern_message, *validate, "patternErrorMessage", at / "validate");
    if (const auto* ours = object_of(o, "properties")) {
        put(Part::check_message, *ours, "checkMessage", at / "properties");
        put(Part::page_title, *ours, "pageTitle", at / "properties");
    }
    bool labelled = c.type == Type::dynamiclist || (c.type < Type::expression && c.type != Type::datetime);
    if (labelled && c.words(Part::label).et.empty()) problem(at, "\"label\" is missing: nobody could tell what is asked");
    if (c.type == Type::datetime && c.words(Part::label).et.empty() && c.words(Part::date_label).et.empty() && c.words(Part::time_label).et.empty())
        problem(at, "\"label\" or \"dateLabel\" is missing");
}

void SchemaReader::read_type(const json::object& o, const json::Pointer& at, Component& c) {
    using json::operator/;
    auto number = [&](const char* member, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
        const auto* value = o.if_contains(member);
        if (!value || value->is_null()) return otherwise;
        auto n = json::optional_integer(o, member);
        if (!n || *n < least || *n > most) return problem(at / member, "a whole number from " + std::to_string(least) + " to " + std::to_string(most)), otherwise;
        return *n;
    };
    if (const auto* given = o.if_contains("defaultValue"); given && !given->is_null()) {
        c.default_value = value_of_json(*given);
        c.has_default = true;
    }
    flexible(o, "readonly", at, c, "readonly", Kind::boolean);
    flexible(o, "disabled", at, c, "disabled", Kind::boolean);
    switch (c.type) {
        case Type::number: {
            c.decimal_digits = static_cast<int>(number("decimalDigits", 0, 30, -1));
            if (const auto* step = o.if_contains("increment"); step && !step->is_null()) {
                c.increment = decision::to_text(value_of_json(*step));
                if (auto n = decision::Number::parse(c.increment); !n || n->negative() || n->zero()) problem(at / "increment", "a number above 0");
            }
            c.serialize_to_string = json::boolean(o, "serializeToString");
            break;
        }
        case Type::select: c.searchable = json::boolean(o, "searchable"); [[fallthrough]];
        case Type::radio: case Type::checklist: case Type::taglist: read_choices(o, at, c); break;
        case Type::datetime: read_time(o, at, c); break;
        case Type::filepicker:
            read_accept(word(o, "accept", at, false, 500), c);
            flexible(o, "multiple", at, c, "multiple", Kind::boolean);
            break;
        case Type::expression:
            if (!json::text(o, "expression").starts_with('=')) problem(at, "\"expression\" is FEEL and begins with \"=\"");
            flexible(o, "expression", at, c, "expression", Kind::text);
            if (auto when = json::text(o, "computeOn", "change"); when == "presubmit") c.computed_at_end = true;
            else if (when != "change") problem(at / "computeOn", "\"change\" or \"presubmit\"");
            break;
        case Type::image: c.source = word(o, "source", at, true, 1000);
            if (!c.source.starts_with('/') || c.source.starts_with("//")) problem(at / "source", "pictures come from this site: a path that begins with \"/\"");
            break;
        case Type::iframe: {
            c.source = word(o, "url", at, true, 1000);
            c.height = static_cast<int>(number("height", 1, 4000, 200));
            bool fine = false;
            for (const auto& host : options.frame_hosts) fine |= c.source == "https://" + host || c.source.starts_with("https://" + host + "/");
            if (!fine) problem(at / "url", "pages of this host may not be shown in a form: \"" + c.source + "\"");
            break;
        }
        case Type::spacer: c.height = static_cast<int>(number("height", 1, 1000, 60)); break;
        case Type::button:
            if (auto action = json::text(o, "action", "submit"); action == "reset") c.is_reset = true;
            else if (action != "submit") problem(at / "action", "\"submit\" or \"reset\"");
            break;
        case Type::table: read_columns(o, at, c);
            c.row_count = static_cast<std::size_t>(number("rowCount", 1, 1000, 10));
            [[fallthrough]];
        case Type::document_preview:
            if (!json::text(o, "dataSource").starts_with('=')) problem(at, "\"dataSource\" is FEEL and begins with \"=\"");
            flexible(o, "dataSource", at, c, "data_source", Kind::text);
            if (c.type == Type::document_preview) c.height = static_cast<int>(number("maxHeight", 1, 4000, 0));
            break;
        case Type::group: c.outline = json::boolean(o, "showOutline"); break;
        case Type::dynamiclist: {
            c.outline = json::boolean(o, "showOutline");
            c.repeats = json::boolean(o, "isRepeating", true);
            c.rows_may_change = json::boolean(o, "allowAddRemove", true);
            c.default_rows = static_cast<std::size_t>(number("defaultRepetitions", 0, static_cast<std::int64_t>(most_rows), 1));
            c.open_rows = json::boolean(o, "disableCollapse") ? 0 : static_cast<std::size_t>(number("nonCollapsedItems", 1, static_cast<std::int64_t>(most_rows), 5));
            break;
        }
        default: break;
    }
}

void SchemaReader::read_time(const json::object& o, const json::Pointer& at, Component& c) {
    using json::operator/;
    auto subtype = json::text(o, "subtype", "date"), form = json::text(o, "timeSerializingFormat", "utc_offset");
    if (subtype == "time") c.subtype = Subtype::time;
    else if (subtype == "datetime") c.subtype = Subtype::date_time;
    else if (subtype != "date") problem(at / "subtype", "\"date\", \"time\" or \"datetime\"");
    if (form == "utc_normalized") c.time_form = TimeForm::utc_normalized;
    else if (form == "no_timezone") c.time_form = TimeForm::no_timezone;
    else if (form != "utc_offset") problem(at / "timeSerializingFormat", "\"utc_offset\", \"utc_normalized\" or \"no_timezone\"");
    c.hours_24 = json::boolean(o, "use24h", true);
    c.past_dates_refused = json::boolean(o, "disallowPassedDates");
    auto interval = json::integer(o, "timeInterval", 1);
    if (interval < 1 || interval > 60) problem(at / "timeInterval", "1 to 60 minutes"), interval = 1;
    c.time_interval = static_cast<int>(interval);
}

void SchemaReader::read_choices(const json::object& o, const json::Pointer& at, Component& c) {
    using json::operator/;
    const auto* values = o.if_contains("values");
    c.values_key = word(o, "valuesKey", at, false, 200);
    bool computed = !json::text(o, "valuesExpression").empty();
    if (int(values != nullptr) + int(!c.values_key.empty()) + int(computed) != 1)
        problem(at, "options come from exactly one of \"values\", \"valuesKey\", \"valuesExpression\"");
    if (computed) {
        if (!json::text(o, "valuesExpression").starts_with('=')) problem(at / "valuesExpression", "FEEL begins with \"=\"");
        flexible(o, "valuesExpression", at, c, "options", Kind::text);
    }
    if (!c.values_key.empty()) {
        for (auto part : split(c.values_key, '.'))
            if (!is_word(part)) return problem(at / "valuesKey", "letters a–z, digits and \"_\", with dots between");
        values_keys.push_back(c.values_key);
        pending.push_back({c.index, "options", c.values_key, at / "valuesKey"});
    }
    if (!values) return;
    const auto* list = values->if_array();
    if (!list || list->empty()) return problem(at / "values", "a list of options is expected");
    if (list->size() > most_options) return problem(at / "values", "more than " + std::to_string(most_options) + " options");
    std::set<std::string> keys;
    for (std::size_t i = 0; i < list->size(); ++i) {
        auto place = at / "values" / i;
        const auto* option = (*list)[i].if_object();
        if (!option || !option->contains("value")) {
            problem(place, "an option has \"value\" and \"label\"");
            continue;
        }
        Choice choice{value_of_json(option->at("value")), {}};
        choice.label.et = word(*option, "label", place, true);
        if (!keys.insert(decision::to_text(choice.value)).second) problem(place, "the value \"" + decision::to_text(choice.value) + "\" stands twice");
        if (decision::to_text(choice.value).empty() || choice.value.is_null()) problem(place, "an option needs a value");
        c.choices.push_back(std::move(choice));
    }
}

void SchemaReader::read_columns(const json::object& o, const json::Pointer& at, Component& c) {
    using json::operator/;
    const auto* list = json::list(o, "columns");
    bool computed = !json::text(o, "columnsExpression").empty();
    if ((list != nullptr) == computed) problem(at, "a table has either \"columns\" or \"columnsExpression\"");
    if (computed) flexible(o, "columnsExpression", at, c, "columns", Kind::text);
    if (!list) return;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* column = (*list)[i].if_object();
        auto place = at / "columns" / i;
        if (!column) {
            problem(place, "a column has \"key\" and \"label\"");
            continue;
        }
        Column made;
        made.key = word(*column, "key", place, true, 200);
        made.label.et = word(*column, "label", place, true);
        c.columns.push_back(std::move(made));
    }
    if (c.columns.empty() || c.columns.size() > 30) problem(at / "columns", "a table has 1 to 30 columns");
}

void SchemaReader::read_validate(const json::object& o, const json::Pointer& at, Component& c) {
    using json::operator/;
    const auto* validate = object_of(o, "validate");
    if (!validate) return;
    auto place = at / "validate";
    std::vector<std::string_view> known;
    for (auto property : properties_of(c.type))
        if (property.starts_with("validate.")) known.push_back(property.substr(9));
    refuse_unknown(*validate, place, known, "validate of " + std::string(type_name(c.type)));
    flexible(*validate, "required", place, c, "required", Kind::boolean);
    flexible(*validate, "min", place, c, "min", Kind::number);
    flexible(*validate, "max", place, c, "max", Kind::number);
    flexible(*validate, "minLength", place, c, "min_length", Kind::number);
    flexible(*validate, "maxLength", place, c, "max_length", Kind::number);
    if (auto pattern = word(*validate, "pattern", place, false, 1000); !pattern.empty()) patterns.emplace_back(c.index, pattern);
    auto type = json::text(*validate, "validationType", "custom");
    if (type == "email") c.text_check = TextCheck::email;
    else if (type == "phone") c.text_check = TextCheck::phone;
    else if (type != "custom" && !type.empty()) problem(place / "validationType", "\"email\", \"phone\" or \"custom\"");
}

void SchemaReader::read_extensions(const json::object& o, const json::Pointer& at, Component& c) {
    using json::operator/;
    const auto* ours = object_of(o, "properties");
    if (!ours) return;
    auto place = at / "properties";
    std::vector<std::string_view> known;
    for (auto property : properties_of(c.type))
        if (property.starts_with("properties.")) known.push_back(property.substr(11));
    refuse_unknown(*ours, place, known, "\"properties\" of " + std::string(type_name(c.type)));
    c.fact = word(*ours, "fact", place, false, 500);
    if (c.fact.starts_with('=')) {
        flexible(*ours, "fact", place, c, "fact", Kind::text);
        c.fact = fact_read_by(c.fact);
        if (c.fact.empty() || c.type == Type::dynamiclist) problem(place / "fact", "FEEL for one field, which reads a known fact: =facts.children[1].name");
    }
    c.purpose = word(*ours, "purpose", place, false, 100);
    c.autocomplete = word(*ours, "autocomplete", place, false, 50);
    if (c.autocomplete.empty()) c.autocomplete = autocomplete_of(c.fact, c.type == Type::textarea);
    if (auto page = word(*ours, "page", place, false, 64); !page.empty()) {
        if (!std::all_of(page.begin(), page.end(), [](char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '_'; }))
            problem(place / "page", "only a–z, 0–9, \"-\" and \"_\"");
        page_ids[c.index] = page;
    }
    // The open editor writes all of `properties` as texts.
    flexible(*ours, "cosign", place, c, "cosign", Kind::boolean);
    if (const auto* check = ours->if_contains("check")) {
        if (!check->is_string() || !json::as_text(*check).starts_with('=')) problem(place / "check", "\"check\" is FEEL and begins with \"=\"");
        else flexible(*ours, "check", place, c, "check", Kind::text);
        if (c.words(Part::check_message).et.empty()) problem(place, "a \"check\" needs a \"checkMessage\": what is wrong, and what to do");
    }
    if (const auto* declares = ours->if_contains("declaration"))
        c.declaration = (declares->is_bool() && declares->as_bool()) || (declares->is_string() && json::as_text(*declares) == "true");
    auto lookup = json::text(*ours, "lookup");
    for (auto one : {Lookup::address, Lookup::deceased})
        if (lookup == lookup_name(one)) c.lookup = one;
    if (!lookup.empty() && c.lookup == Lookup::none) problem(place / "lookup", "\"address\" or \"deceased\"");
    auto format = json::text(*ours, "format");
    if (format == "personalcode") c.format = Format::personal_code;
    else if (format == "iban") c.format = Format::iban;
    else if (format == "date-in-past") c.format = Format::past_date;
    else if (!format.empty()) problem(place / "format", "\"personalcode\", \"iban\" or \"date-in-past\"");
    if ((c.format == Format::past_date) != (c.type == Type::datetime) && c.format != Format::none) problem(place / "format", "this format does not fit the type");
}

}  // namespace raekoda::form
