// String functions (DMN 1.5 §10.3.4.3) and conversions to and from strings. Positions count code points from 1.
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/text.h"
#include "decision/builtin.h"
#include "decision/pattern.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

// Byte position of a code point (0-based), at most the size.
std::size_t byte_of(std::string_view text, std::size_t code_points) {
    std::size_t i = 0;
    while (i < text.size() && code_points > 0) {
        ++i;
        while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) ++i;
        --code_points;
    }
    return i;
}

Value limited(Evaluation& e, std::string_view text) { return e.allows_string(text.size()) ? Value(text) : Value(); }

Value string(Evaluation& e, Arguments a) {
    if (a[0].is(Kind::string) || a[0].is_null()) return a[0];
    return limited(e, to_text(a[0]));
}

Value substring(Evaluation& e, Arguments a) {
    const auto size = static_cast<std::int64_t>(a[0].code_points());
    auto start = a[1].number().rounded(0, Number::Rounding::down).integer();
    if (!start || *start == 0) return e.problem(Code::invalid_value, "substring() begins at 1, or from the end at -1");
    std::int64_t first = *start > 0 ? *start - 1 : size + *start;
    if (first < 0 || first >= size) {
        if (*start < 0) first = 0;
        else return Value("");
    }
    std::int64_t length = size - first;
    if (given(a, 2)) {
        auto wanted = a[2].number().rounded(0, Number::Rounding::down).integer();
        if (!wanted || *wanted < 1) return e.problem(Code::invalid_value, "substring() takes a length of 1 or more");
        length = std::min(length, *wanted);
    }
    const std::string_view text = a[0].string();
    const std::size_t begin = byte_of(text, static_cast<std::size_t>(first));
    return limited(e, text.substr(begin, byte_of(text.substr(begin), static_cast<std::size_t>(length))));
}

Value string_length(Evaluation&, Arguments a) { return static_cast<std::int64_t>(a[0].code_points()); }

// Letters of Latin scripts up to U+017F that turn into one letter of the same two bytes; false when there are others.
bool latin_in_case(std::string_view text, char* to, bool upper) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            const bool letter = upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
            to[i] = static_cast<char>(letter ? c ^ 0x20 : c);
            continue;
        }
        if (c > 0xc5) return false;
        const UChar32 letter = (c & 0x1f) << 6 | (text[i + 1] & 0x3f);
        if (letter == 0xdf || letter == 0x130 || letter == 0x149) return false;  // ß, İ and ŉ: into two
        const UChar32 turned = upper ? u_toupper(letter) : u_tolower(letter);
        if (turned < 0x80 || turned > 0x17f) return false;
        to[i++] = static_cast<char>(0xc0 | turned >> 6);
        to[i] = static_cast<char>(0x80 | (turned & 0x3f));
    }
    return true;
}
Value in_case(Evaluation& e, std::string_view text, bool upper) {
    if (!e.allows_string(text.size())) return {};
    char* to;
    Value same_size = Value::uninitialised_string(text.size(), to);
    if (latin_in_case(text, to, upper)) {
        same_size.finish_string();
        return same_size;
    }
    auto unicode = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    if (upper) unicode.toUpper(icu::Locale::getRoot());
    else unicode.toLower(icu::Locale::getRoot());
    std::string out;
    unicode.toUTF8String(out);
    return Value(out);
}
Value upper_case(Evaluation& e, Arguments a) { return in_case(e, a[0].string(), true); }
Value lower_case(Evaluation& e, Arguments a) { return in_case(e, a[0].string(), false); }

Value substring_before(Evaluation& e, Arguments a) {
    auto at = a[0].string().find(a[1].string());
    return limited(e, at == std::string_view::npos ? std::string_view() : a[0].string().substr(0, at));
}
Value substring_after(Evaluation& e, Arguments a) {
    auto at = a[0].string().find(a[1].string());
    return limited(e, at == std::string_view::npos ? std::string_view() : a[0].string().substr(at + a[1].string().size()));
}
Value contains(Evaluation&, Arguments a) { return a[0].string().find(a[1].string()) != std::string_view::npos; }
Value starts_with(Evaluation&, Arguments a) { return a[0].string().starts_with(a[1].string()); }
Value ends_with(Evaluation&, Arguments a) { return a[0].string().ends_with(a[1].string()); }

std::shared_ptr<const Pattern> pattern_of(Evaluation& e, const Value& pattern, Arguments a, std::size_t flags) {
    std::string problem;
    auto compiled = e.pattern(pattern.string(), given(a, flags) ? a[flags].string() : std::string_view(), problem);
    if (!compiled && !e.stopped()) e.problem(Code::invalid_value, "the pattern is wrong: " + problem, {problem});
    return compiled;
}
Value gave_up(Evaluation& e) { return e.problem(Code::out_of_steps, "the pattern needs too many steps on this text"); }

Value matches(Evaluation& e, Arguments a) {
    auto pattern = pattern_of(e, a[1], a, 2);
    if (!pattern || !e.charge(a[0].string().size() / 16)) return {};
    std::vector<Pattern::Group> groups;
    auto found = pattern->find(a[0].string(), 0, groups);
    if (found == Pattern::Found::gave_up) return gave_up(e);
    return found == Pattern::Found::yes;
}

// $1 to $n, \$ and \\ of a replacement; false when it is wrong.
bool append_replacement(std::string& out, std::string_view replacement, std::string_view text, const std::vector<Pattern::Group>& groups, bool literal) {
    if (literal) return out += replacement, true;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char c = replacement[i];
        if (c == '\\') {
            if (i + 1 >= replacement.size() || (replacement[i + 1] != '\\' && replacement[i + 1] != '$')) return false;
            out += replacement[++i];
        } else if (c == '$') {
            auto digit = [&](std::size_t at) { return at < replacement.size() && replacement[at] >= '0' && replacement[at] <= '9'; };
            if (!digit(i + 1)) return false;
            std::size_t number = static_cast<std::size_t>(replacement[++i] - '0');
            while (digit(i + 1) && number * 10 + static_cast<std::size_t>(replacement[i + 1] - '0') < groups.size()) number = number * 10 + static_cast<std::size_t>(replacement[++i] - '0');
            if (number < groups.size() && groups[number].matched) out += text.substr(groups[number].begin, groups[number].end - groups[number].begin);
        } else {
            out += c;
        }
    }
    return true;
}

Value replace(Evaluation& e, Arguments a) {
    auto pattern = pattern_of(e, a[1], a, 3);
    if (!pattern) return {};
    const std::string_view text = a[0].string();
    const bool literal = given(a, 3) && a[3].string().find('q') != std::string_view::npos;
    std::string out;
    std::vector<Pattern::Group> groups;
    for (std::size_t at = 0; at <= text.size();) {
        if (!e.charge(1 + (text.size() - at) / 256)) return {};
        auto found = pattern->find(text, at, groups);
        if (found == Pattern::Found::gave_up) return gave_up(e);
        if (found == Pattern::Found::no) {
            out += text.substr(at);
            break;
        }
        out += text.substr(at, groups[0].begin - at);
        if (!append_replacement(out, a[2].string(), text, groups, literal)) return e.problem(Code::invalid_value, "the replacement is wrong: $ is followed by a digit, \\ by $ or \\");
        if (out.size() > e.budget().string_bytes) return e.allows_string(out.size()), Value();
        at = groups[0].end;
        if (groups[0].end == groups[0].begin) {  // an empty match: go on after the next character
            const std::size_t next = at + byte_of(text.substr(at), 1);
            out += text.substr(at, next - at);
            at = next == at ? text.size() + 1 : next;
        }
    }
    return limited(e, out);
}

Value split(Evaluation& e, Arguments a) {
    auto pattern = pattern_of(e, a[1], a, 2);
    if (!pattern) return {};
    const std::string_view text = a[0].string();
    std::vector<Value> parts;
    std::vector<Pattern::Group> groups;
    std::size_t begin = 0, at = 0;
    while (at <= text.size()) {
        if (!e.charge(1 + (text.size() - at) / 256)) return {};
        auto found = pattern->find(text, at, groups);
        if (found == Pattern::Found::gave_up) return gave_up(e);
        if (found == Pattern::Found::no) break;
        if (groups[0].end == groups[0].begin) {  // an empty match divides between characters
            if (groups[0].begin >= text.size()) break;
            at = groups[0].begin + byte_of(text.substr(groups[0].begin), 1);
            if (groups[0].begin == begin) continue;
            parts.push_back(limited(e, text.substr(begin, groups[0].begin - begin)));
            begin = groups[0].begin;
            continue;
        }
        parts.push_back(limited(e, text.substr(begin, groups[0].begin - begin)));
        begin = at = groups[0].end;
        if (parts.size() > e.budget().list_size) return e.allows_list(parts.size()), Value();
    }
    parts.push_back(limited(e, text.substr(begin)));
    return Value::list(std::move(parts));
}

Value string_join(Evaluation& e, Arguments a) {
    std::string out;
    bool first = true;
    for (const Value& item : a[0].list()) {
        if (item.is_null()) continue;
        if (!item.is(Kind::string)) return e.problem(Code::wrong_arguments, "string join() joins strings only", {kind_name(item.kind())});
        if (!first && given(a, 1)) out += a[1].string();
        first = false;
        out += item.string();
        if (out.size() > e.budget().string_bytes) return e.allows_string(out.size()), Value();
    }
    if (given(a, 2)) out = std::string(a[2].string()) + out;
    if (given(a, 3)) out += a[3].string();
    return limited(e, out);
}

Value number(Evaluation& e, Arguments a) {
    if (a.size() == 1 && a[0].is(Kind::number)) return a[0];
    if (!a[0].is(Kind::string)) return e.problem(Code::wrong_arguments, "number() reads a string");
    std::string_view group, point = ".";
    for (std::size_t i : {std::size_t{1}, std::size_t{2}})
        if (given(a, i) && !a[i].is(Kind::string)) return e.problem(Code::wrong_arguments, "a separator is a string");
    if (given(a, 1)) {
        group = a[1].string();
        if (group != " " && group != "," && group != ".") return e.problem(Code::invalid_value, "the grouping separator is a space, a comma or a point");
    }
    if (given(a, 2)) {
        point = a[2].string();
        if ((point != "," && point != ".") || point == group) return e.problem(Code::invalid_value, "the decimal separator is a comma or a point, and not the grouping separator");
    }
    if (a[0].string().size() > 10'000) return e.problem(Code::too_large, "the text of a number is too long");
    std::string text;
    for (char c : a[0].string()) {
        if (!group.empty() && c == group[0]) continue;
        text += c == point[0] ? '.' : (c == '.' ? '?' : c);
    }
    if (text.starts_with('.')) text.insert(0, "0");
    if (text.starts_with("-.")) text.insert(1, "0");
    auto parsed = text.starts_with('+') ? std::nullopt : Number::parse(text);
    return parsed ? Value(*parsed) : e.problem(Code::invalid_value, "the text is no number");
}

constexpr BuiltinRow rows[] = {
    {"string", "from:a", string},
    {"substring", "string:s, start position:n, length:n?!", substring},
    {"string length", "string:s", string_length},
    {"upper case", "string:s", upper_case},
    {"lower case", "string:s", lower_case},
    {"substring before", "string:s, match:s", substring_before},
    {"substring after", "string:s, match:s", substring_after},
    {"contains", "string:s, match:s", contains},
    {"starts with", "string:s, match:s", starts_with},
    {"ends with", "string:s, match:s", ends_with},
    {"matches", "input:s, pattern:s, flags:s?!", matches},
    {"replace", "input:s, pattern:s, replacement:s, flags:s?!", replace},
    {"split", "string:s, delimiter:s, flags:s?!", split},
    {"string join", "list:l, delimiter:s?!, prefix:s?!, suffix:s?!", string_join},
    {"number", "from:a, grouping separator:a?, decimal separator:a?", number},
};

}  // namespace

std::span<const BuiltinRow> text_builtins() { return rows; }

}  // namespace raekoda::decision
