// What is wrong with an answer, in words of the reader's language.
#include <algorithm>

#include "base/iban.h"
#include "base/personal_code.h"
#include "base/text.h"
#include "form/evaluation_run.h"

namespace raekoda::form {
namespace {

bool is_email(std::string_view text) {
    auto at = text.find('@');
    if (at == 0 || at == std::string_view::npos || at > 64 || text.size() > 254 || text.find('@', at + 1) != std::string_view::npos) return false;
    auto domain = text.substr(at + 1);
    if (domain.find('.') == std::string_view::npos) return false;
    for (auto part : split(domain, '.'))
        if (part.empty() || part.size() > 63 || part.front() == '-' || part.back() == '-') return false;
    auto local = text.substr(0, at);
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) return false;
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || std::string_view("()<>[]:;,\\\"").find(c) != std::string_view::npos; });
}

// With or without the country's code; spaces, hyphens and brackets between.
bool is_phone(std::string_view text) {
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] >= '0' && text[i] <= '9') ++digits;
        else if (!(text[i] == '+' && i == 0) && std::string_view(" -()").find(text[i]) == std::string_view::npos) return false;
    }
    return digits >= 5 && digits <= 15;
}

bool accepts(const std::vector<std::string>& accept, const File& file) {
    if (accept.empty()) return true;
    auto name = ascii_lower(file.name), type = ascii_lower(file.media_type);
    return std::any_of(accept.begin(), accept.end(), [&](const std::string& one) {
        if (one.starts_with('.')) return name.ends_with(one);
        if (one.ends_with("/*")) return type.starts_with(one.substr(0, one.size() - 1));
        return type == one;
    });
}

std::optional<decision::Number> number_of(const Value& value) {
    if (value.is(Value::Kind::number)) return value.number();
    return value.is(Value::Kind::string) ? decision::Number::parse(value.string()) : std::nullopt;
}

}  // namespace

void Run::error(FieldState& field, std::string_view rule, std::string_view key, std::initializer_list<view::Argument> arguments) {
    field.errors.push_back({std::string(rule), view::text(input_.language, key, arguments)});
}

void Run::check(const Component& c, const Place& place, const Cell& cell, FieldState& field) {
    if (cell.disabled) return;
    if (!cell.wrong.empty()) {
        auto rule = cell.wrong.substr(cell.wrong.find('_') + 1);
        if (c.type == Type::number || c.type == Type::datetime || has_options(c.type)) error(field, rule, cell.wrong);
        return;
    }
    check_required(c, cell, field);
    if (!field.errors.empty()) return;
    bool empty = c.type == Type::checkbox ? !cell.value.is_true() : is_empty(cell.value);
    if (!empty) {
        if (c.type == Type::textfield || c.type == Type::textarea) check_text(c, place, cell, field);
        else if (c.type == Type::number) check_number(c, place, cell, field);
        else if (c.type == Type::datetime) check_time(c, cell, field);
        else if (c.type == Type::filepicker) check_files(c, field);
    }
    // A rule about an answer speaks when there is one; about a box, always.
    if (field.errors.empty() && (!empty || c.type == Type::checkbox)) check_rule(c, place, &cell, field);
}

void Run::check_required(const Component& c, const Cell& cell, FieldState& field) {
    // What nobody can change here nobody can be asked for.
    if (!field.required || (cell.readonly && !cell.disputed)) return;
    bool missing = c.type == Type::checkbox ? !cell.value.is_true()
                   : cell.value.is(Value::Kind::string) ? trimmed(cell.value.string()).empty()
                                                        : is_empty(cell.value);
    if (!missing) return;
    const char* key = "form.required_text";
    switch (c.type) {
        case Type::number: key = "form.required_number"; break;
        case Type::checkbox: key = "form.required_tick"; break;
        case Type::radio: case Type::select: key = "form.required_choice"; break;
        case Type::checklist: case Type::taglist: key = "form.required_choices"; break;
        case Type::filepicker: key = "form.required_file"; break;
        case Type::datetime: key = c.subtype == Subtype::date ? "form.required_date" : c.subtype == Subtype::time ? "form.required_time" : "form.required_moment"; break;
        default: break;
    }
    error(field, "required", key);
}

void Run::check_text(const Component& c, const Place& place, const Cell& cell, FieldState& field) {
    const auto& rules = inside_.rules[c.index];
    auto text = cell.value.string();
    auto length = static_cast<std::int64_t>(code_point_count(trimmed(text)));
    auto limit = [&](const Rule& rule) -> std::optional<std::int64_t> {
        auto value = rule.given ? evaluate(rule, place) : Value();
        return value.is(Value::Kind::number) ? value.number().integer() : std::nullopt;
    };
    std::int64_t house = static_cast<std::int64_t>(c.type == Type::textarea ? longest_text : longest_line);
    auto least = limit(rules.min_length), most = limit(rules.max_length);
    most = std::min(most.value_or(house), house);
    if (least && length < *least) error(field, "minLength", "form.wrong_min_length", {{"count", *least}});
    if (length > *most) error(field, "maxLength", "form.wrong_max_length", {{"count", *most}});
    if (rules.pattern && !re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *rules.pattern)) {
        auto own = words(c, Part::pattern_message, place);
        if (own.empty()) error(field, "pattern", "form.wrong_pattern");
        else field.errors.push_back({"pattern", std::move(own)});
    }
    if (c.text_check == TextCheck::email && !is_email(text)) error(field, "email", "form.wrong_email");
    if (c.text_check == TextCheck::phone && !is_phone(text)) error(field, "phone", "form.wrong_phone");
    if (c.format == Format::personal_code && !is_valid_personal_code(text)) error(field, "personalcode", "form.wrong_personal_code");
    if (c.format == Format::iban && !is_valid_iban(text)) error(field, "iban", "form.wrong_iban");
}

void Run::check_number(const Component& c, const Place& place, const Cell& cell, FieldState& field) {
    const auto& rules = inside_.rules[c.index];
    auto number = number_of(cell.value);
    if (!number) return;
    if (c.decimal_digits >= 0 && !(number->rounded(c.decimal_digits, decision::Number::Rounding::down) == *number))
        error(field, "decimalDigits", "form.wrong_decimals", {{"count", static_cast<std::int64_t>(c.decimal_digits)}});
    auto least = rules.minimum.given ? number_of(evaluate(rules.minimum, place)) : std::nullopt;
    auto most = rules.maximum.given ? number_of(evaluate(rules.maximum, place)) : std::nullopt;
    if (least && *number < *least) error(field, "min", "form.wrong_min", {{"limit", readable(Value(*least), input_.language)}});
    if (most && *number > *most) error(field, "max", "form.wrong_max", {{"limit", readable(Value(*most), input_.language)}});
}

void Run::check_time(const Component& c, const Cell& cell, FieldState& field) {
    if (c.subtype != Subtype::date && c.time_interval > 1) {
        auto time = iso_time(field.typed_time);
        if (auto minutes = time.size() == 5 ? parse_integer(time.substr(3)) : std::nullopt; minutes && *minutes % c.time_interval != 0)
            error(field, "timeInterval", "form.wrong_interval", {{"count", static_cast<std::int64_t>(c.time_interval)}});
    }
    if (c.subtype == Subtype::time || !input_.now) return;
    auto today = decision::DateTime::from_instant(input_.now->microseconds, input_.now->zone).date;
    auto day = decision::Date::parse(iso_date(field.typed));
    (void)cell;
    if (!day) return;
    if (c.past_dates_refused && *day < today) error(field, "disallowPassedDates", "form.wrong_past");
    if (c.format == Format::past_date && today < *day) error(field, "date-in-past", "form.wrong_future");
}

void Run::check_files(const Component& c, FieldState& field) {
    if (!field.several_files && field.files.size() > 1) error(field, "multiple", "form.wrong_file_count");
    for (const auto& file : field.files)
        if (!accepts(c.accept, file)) {
            std::string types;
            for (const auto& one : c.accept) types += (types.empty() ? "" : ", ") + one;
            error(field, "accept", "form.wrong_file_type", {{"name", file.name}, {"types", types}});
        }
}

// `check`: true is fine. In it, `value` is the answer itself.
void Run::check_rule(const Component& c, const Place& place, const Cell* cell, FieldState& field) {
    const auto& rule = inside_.rules[c.index].check;
    if (!rule.given || evaluation_.stopped()) return;
    slots_[slot_value] = cell ? cell->value : Value();
    bool fine = evaluate(rule, place).is_true();
    if (!fine && !evaluation_.stopped()) {
        auto own = words(c, Part::check_message, place);
        if (own.empty()) error(field, "check", "form.wrong_check");
        else field.errors.push_back({"check", std::move(own)});
    }
    slots_[slot_value] = {};
}

}  // namespace raekoda::form
