// Texts at run time: found by entry or by name, arguments filled in, plural forms chosen.
#include <array>
#include <stdexcept>
#include <unordered_map>

#include "base/text.h"
#include "view/text_entry.h"

namespace raekoda::view {

namespace {

const std::unordered_map<std::string_view, const TextEntry*>& entries() {
    static const auto all = [] {
        std::unordered_map<std::string_view, const TextEntry*> out;
        for (const TextEntry* const* entry = texts::table; *entry; ++entry) out.emplace((*entry)->key, *entry);
        return out;
    }();
    return all;
}

const TextEntry* find_entry(std::string_view key) {
    auto found = entries().find(key);
    return found == entries().end() ? nullptr : found->second;
}

std::size_t closing_brace(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] == '}' && --depth == 0) return i;
    }
    return text.size();
}

// "one {# teade} other {# teadet}": the text of the form that a number takes; an exact "=0 {…}" goes first.
std::string_view chosen_form(Language language, std::string_view forms, std::int64_t number) {
    std::string exact = "=" + std::to_string(number);
    std::string_view form = plural_form(language, number), best, other;
    while (!(forms = trimmed(forms)).empty()) {
        auto open = forms.find('{');
        if (open == std::string_view::npos) break;
        std::size_t close = closing_brace(forms, open);
        std::string_view name = trimmed(forms.substr(0, open)), value = forms.substr(open + 1, close - open - 1);
        if (name == exact) return value;
        if (name == form) best = value;
        if (name == "other") other = value;
        forms = forms.substr(std::min(close + 1, forms.size()));
    }
    return best.data() ? best : other;
}

void append_filled(std::string& out, Language language, std::string_view pattern, const Argument* first, std::size_t count,
                   const std::int64_t* number) {
    while (!pattern.empty()) {
        const std::size_t special = number ? pattern.find_first_of("{#") : pattern.find('{');
        out.append(pattern.substr(0, special));
        if (special == std::string_view::npos) return;
        if (pattern[special] == '#') {
            out += number_text(language, *number);
            pattern = pattern.substr(special + 1);
            continue;
        }
        std::size_t close = closing_brace(pattern, special);
        std::string_view inside = pattern.substr(special + 1, close - special - 1);
        auto comma = inside.find(',');
        std::string_view name = trimmed(inside.substr(0, comma));
        const Argument* given = nullptr;
        for (std::size_t i = 0; i < count; ++i)
            if (first[i].name == name) given = &first[i];
        if (!given) {
            out.append(pattern.substr(special, close + 1 - special));
        } else if (comma == std::string_view::npos) {
            out += given->value;
        } else {
            std::string_view forms = inside.substr(comma + 1);
            forms = forms.substr(std::min(forms.find(','), forms.size() - 1) + 1);
            if (!number && given->number) append_filled(out, language, chosen_form(language, forms, *given->number), first, count, &*given->number);
            else out += given->value;
        }
        pattern = pattern.substr(std::min(close + 1, pattern.size()));
    }
}

}  // namespace

// CLDR plural rules for whole numbers: et and en one: n = 1; ru one: 1, 21, 31 …, few: 2–4, 22–24 …, many: the others.
std::string_view plural_form(Language language, std::int64_t number) {
    std::uint64_t n = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    if (language != Language::ru) return n == 1 ? "one" : "other";
    std::uint64_t ten = n % 10, hundred = n % 100;
    if (ten == 1 && hundred != 11) return "one";
    if (ten >= 2 && ten <= 4 && !(hundred >= 12 && hundred <= 14)) return "few";
    return "many";
}

std::string filled(Language language, std::string_view pattern, const Argument* first, std::size_t count) {
    std::string out;
    out.reserve(pattern.size() + 32);
    append_filled(out, language, pattern, first, count, nullptr);
    return out;
}

std::string text(Language language, const TextEntry& entry, std::initializer_list<Argument> arguments) {
    if (entry.plain) return std::string(text(language, entry));
    return filled(language, text(language, entry), arguments.begin(), arguments.size());
}

// An unknown key is a bug; people see the key, which says where to look.
std::string text(Language language, std::string_view key, std::initializer_list<Argument> arguments) {
    const TextEntry* entry = find_entry(key);
    return entry ? text(language, *entry, arguments) : std::string(key);
}

std::string text(Language language, std::string_view key, const std::map<std::string, std::string>& arguments) {
    const TextEntry* entry = find_entry(key);
    if (!entry) return std::string(key);
    std::vector<Argument> list;
    for (const auto& [name, value] : arguments) {
        list.emplace_back(name, value);
        list.back().number = parse_integer(value);
    }
    return filled(language, text(language, *entry), list.data(), list.size());
}

bool has_text(std::string_view key) { return find_entry(key) != nullptr; }

std::vector<std::string_view> text_keys() {
    std::vector<std::string_view> keys;
    for (const TextEntry* const* entry = texts::table; *entry; ++entry) keys.push_back((*entry)->key);
    return keys;
}

namespace {

void append_number(std::string& out, int value, bool two_digits = false) {
    if (two_digits && value < 10) out += '0';
    if (value >= 0 && value < 10) out += static_cast<char>('0' + value);
    else out += std::to_string(value);
}

// Asked for three times a page, so found once.
std::string_view month_name(Language language, int month) {
    static const auto entries = [] {
        std::array<const TextEntry*, 12> all{};
        for (int m = 1; m <= 12; ++m) all[static_cast<std::size_t>(m - 1)] = find_entry("general.month_" + std::to_string(m));
        return all;
    }();
    return text(language, *entries[static_cast<std::size_t>(month - 1)]);
}

}  // namespace

std::string date_text(Language language, int year, int month, int day) {
    std::string out;
    if (language != Language::en || month < 1 || month > 12) {
        append_number(out, day, true);
        out += '.';
        append_number(out, month, true);
        out += '.';
    } else {
        append_number(out, day);
        out += ' ';
        out += month_name(language, month);
        out += ' ';
    }
    append_number(out, year);
    return out;
}

std::string moment_text(Language language, int year, int month, int day, int minute_of_day) {
    std::string time;
    append_number(time, minute_of_day / 60, language != Language::et);
    time += language == Language::et ? '.' : ':';
    append_number(time, minute_of_day % 60, true);
    // Asked for many times a page, so the pattern is cut once.
    struct Cut {
        std::string_view before, between, after;
        bool date_first = true;
    };
    static const auto cuts = [] {
        std::array<Cut, 3> all;
        for (auto each : all_languages) {
            auto pattern = text(each, *find_entry("general.moment"));
            auto date_at = pattern.find("{date}"), time_at = pattern.find("{time}");
            auto first = std::min(date_at, time_at), second = std::max(date_at, time_at);
            if (second == std::string_view::npos) throw std::logic_error("general.moment needs {date} and {time}");
            all[static_cast<std::size_t>(each)] = {pattern.substr(0, first), pattern.substr(first + 6, second - first - 6), pattern.substr(second + 6), date_at < time_at};
        }
        return all;
    }();
    const Cut& cut = cuts[static_cast<std::size_t>(language)];
    const std::string date = date_text(language, year, month, day);
    std::string out;
    out.reserve(40);
    out += cut.before;
    out += cut.date_first ? date : time;
    out += cut.between;
    out += cut.date_first ? time : date;
    out += cut.after;
    return out;
}

std::string number_text(Language language, std::int64_t number) {
    std::string digits = std::to_string(number);
    std::string_view apart = language == Language::en ? "," : "\u00A0";
    std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, apart);
    return digits;
}

}  // namespace raekoda::view
