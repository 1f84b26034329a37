// Reads an XPath regular expression (XML Schema part 2 appendix F, XPath F&O §5.6.1) and writes it for RE2 and PCRE2. Sets of characters are
// computed with ICU, because subtraction, blocks and the classes \i \c \w have no counterpart there.
#include <unicode/uniset.h>
#include <unicode/ustring.h>

#include <algorithm>

#include "decision/pattern.h"

namespace raekoda::decision {
namespace {

class Translator {
public:
    Translator(std::string_view pattern, std::string_view flags) : text_(pattern) {
        for (char flag : flags) {
            switch (flag) {
                case 's': dot_all_ = true; break;
                case 'm': lines_ = true; break;
                case 'i': ignore_case_ = true; break;
                case 'x': spaced_ = true; break;
                case 'q': literal_ = true; break;
                default: problem("no such flag: '" + std::string(1, flag) + "'");
            }
        }
    }

    TranslatedPattern run() {
        if (literal_) {
            out_ = ignore_case_ ? "(?i)" : "";
            for (std::size_t i = 0; i < text_.size();) literal(code_point(i));
            return result();
        }
        if (spaced_) remove_space();
        if (ignore_case_) out_ = "(?i)";
        alternatives(0);
        if (at_ < text_.size()) problem("')' without '('");
        return result();
    }

private:
    using Set = icu::UnicodeSet;

    TranslatedPattern result() {
        TranslatedPattern translated{std::move(out_), groups_, back_references_, std::move(problem_)};
        return translated;
    }
    bool failed() const { return !problem_.empty(); }
    void problem(std::string text) {
        if (problem_.empty()) problem_ = std::move(text);
    }
    bool done() const { return failed() || at_ >= text_.size(); }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        if (done() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    UChar32 code_point(std::size_t& at) const {
        UChar32 c;
        auto i = static_cast<std::int32_t>(at);
        U8_NEXT(text_.data(), i, static_cast<std::int32_t>(text_.size()), c);
        at = static_cast<std::size_t>(i);
        return c;
    }

    // Flag x: white space outside [ ] does not count.
    void remove_space() {
        int brackets = 0;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            const char c = text_[i];
            if (c == '\\' && i + 1 < text_.size() && std::string_view(" \t\n\r").find(text_[i + 1]) == std::string_view::npos) {
                kept_ += c;
                kept_ += text_[++i];
                continue;
            }
            if (c == '[') ++brackets;
            if (c == ']') --brackets;
            if (brackets > 0 || std::string_view(" \t\n\r").find(c) == std::string_view::npos) kept_ += c;
        }
        text_ = kept_;
    }

    void literal(UChar32 c) {
        if (c < 0x80 && c > 0 && !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == ' ')) {
            if (c < 0x20 || c == 0x7f) {
                hexadecimal(c);
            } else {
                out_ += '\\';
                out_ += static_cast<char>(c);
            }
            return;
        }
        if (c < 0x80) out_ += static_cast<char>(c);
        else hexadecimal(c);
    }
    void hexadecimal(UChar32 c) {
        char buffer[16];
        std::snprintf(buffer, sizeof buffer, "\\x{%x}", static_cast<unsigned>(c < 0 ? 0xfffd : c));
        out_ += buffer;
    }
    void write(const Set& set) {
        if (set.isEmpty()) {
            out_ += "[^\\x{0}-\\x{10ffff}]";
            return;
        }
        out_ += ignore_case_ ? "(?-i:[" : "[";
        for (std::int32_t i = 0; i < set.getRangeCount(); ++i) {
            hexadecimal(set.getRangeStart(i));
            if (set.getRangeEnd(i) != set.getRangeStart(i)) {
                out_ += '-';
                hexadecimal(set.getRangeEnd(i));
            }
        }
        out_ += ignore_case_ ? "])" : "]";
    }

    void alternatives(int depth) {
        if (depth > 100) return problem("groups inside groups too deeply");
        while (!done()) {
            const char c = peek();
            if (c == ')') return;
            if (c == '|') {
                out_ += '|';
                ++at_;
                continue;
            }
            if (!atom(depth)) return;
            quantifier();
        }
    }

    bool atom(int depth) {
        const char c = peek();
        switch (c) {
            case '(': {
                ++at_;
                int number = 0;
                if (take('?')) {
                    if (!take(':')) return problem("'(?' is followed by ':' only"), false;
                    out_ += "(?:";
                } else {
                    out_ += '(';
                    number = ++groups_;
                }
                alternatives(depth + 1);
                if (!take(')')) return problem("')' is missing"), false;
                out_ += ')';
                if (number != 0) closed_.push_back(number);
                return !failed();
            }
            case '[': {
                ++at_;
                const Set set = group(0);
                if (!failed()) write(set);
                return !failed();
            }
            case '.':
                ++at_;
                out_ += dot_all_ ? "(?s:.)" : "[^\\n\\r]";
                return true;
            case '^':
                ++at_;
                out_ += lines_ ? "(?m:^)" : "\\A";
                return true;
            case '$':
                ++at_;
                out_ += lines_ ? "(?m:$)" : "\\z";
                return true;
            case '\\': return escape();
            case '*':
            case '+':
            case '?': return problem("nothing to repeat"), false;
            case '{':
            case '}':
            case ']': return problem(std::string("'") + c + "' needs a '\\' before it"), false;
            default: {
                literal(code_point(at_));
                return true;
            }
        }
    }

    void quantifier() {
        if (done()) return;
        const char c = peek();
        if (c == '*' || c == '+' || c == '?') {
            out_ += c;
            ++at_;
        } else if (c == '{') {
            const std::size_t from = at_++;
            auto number = [&](long& value) {
                const std::size_t begin = at_;
                value = 0;
                while (peek() >= '0' && peek() <= '9' && at_ - begin < 6) value = value * 10 + (text_[at_++] - '0');
                return at_ != begin;
            };
            long low = 0, high = 0;
            if (!number(low)) return problem("a number is missing after '{'");
            if (take(',')) {
                if (number(high) && high < low) return problem("{n,m} with n greater than m");
            }
            if (!take('}')) return problem("'}' is missing");
            if (low > 5000 || high > 5000) return problem("too many repeats");
            out_ += text_.substr(from, at_ - from);
        } else {
            return;
        }
        if (take('?')) out_ += '?';
        if (!done() && (peek() == '*' || peek() == '+' || peek() == '?' || peek() == '{')) problem("a repeat of a repeat");
    }

    bool escape() {
        ++at_;
        if (done()) return problem("'\\' at the end"), false;
        const char c = peek();
        if (c >= '1' && c <= '9') {
            // The longest number that names a group that is closed already.
            ++at_;
            int number = c - '0';
            if (std::find(closed_.begin(), closed_.end(), number) == closed_.end()) return problem("a reference to a group that is not there"), false;
            while (peek() >= '0' && peek() <= '9' && std::find(closed_.begin(), closed_.end(), number * 10 + (peek() - '0')) != closed_.end())
                number = number * 10 + (text_[at_++] - '0');
            out_ += "(?:\\" + std::to_string(number) + ")";
            back_references_ = true;
            return true;
        }
        UChar32 single = 0;
        Set set;
        if (!read_escape(single, set)) return false;
        if (single != 0) literal(single);
        else write(set);
        return true;
    }

    // After '\\': one character, or a class.
    bool read_escape(UChar32& single, Set& set) {
        const char c = peek();
        ++at_;
        static constexpr std::string_view plain = "\\|.?*+(){}-[]^$";
        switch (c) {
            case 'n': return single = '\n', true;
            case 'r': return single = '\r', true;
            case 't': return single = '\t', true;
            case 's': case 'S': pattern(set, "[\\u0020\\u0009\\u000A\\u000D]"); break;
            case 'd': case 'D': pattern(set, "[:Nd:]"); break;
            case 'w': case 'W': pattern(set, "[^[:P:][:Z:][:C:]]"); break;
            case 'i': case 'I':
                pattern(set, "[:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF"
                             "\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\U00010000-\\U000EFFFF]");
                set.add(':');
                break;
            case 'c': case 'C':
                pattern(set, "[-.0-9A-Z_a-z\\u00B7\\u0300-\\u036F\\u203F-\\u2040\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D"
                             "\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\U00010000-\\U000EFFFF]");
                set.add(':');
                break;
            case 'p': case 'P': {
                if (!take('{')) return problem("'{' is missing after \\p"), false;
                std::string name;
                while (!done() && peek() != '}') name += text_[at_++];
                if (!take('}')) return problem("'}' is missing after \\p{"), false;
                property(set, name);
                break;
            }
            default:
                if (plain.find(c) == std::string_view::npos) return problem(std::string("no such escape: \\") + c), false;
                return single = c, true;
        }
        if (c >= 'A' && c <= 'Z') set.complement();
        return !failed();
    }

    void pattern(Set& set, const char* icu_pattern) {
        UErrorCode error = U_ZERO_ERROR;
        // [:name:] and [ … ] with escapes are both patterns of ICU; a leading ':' inside brackets is added apart.
        std::string spelled(icu_pattern);
        if (spelled.starts_with("[:A-Z")) spelled.erase(1, 1);
        set.applyPattern(icu::UnicodeString::fromUTF8(spelled), error);
        if (U_FAILURE(error)) problem("a class of characters cannot be built");
    }

    // \p{Lu}, \p{IsBasicLatin}.
    void property(Set& set, const std::string& name) {
        UErrorCode error = U_ZERO_ERROR;
        if (name.starts_with("Is")) {
            // Blocks are named without spaces; ICU compares without regard to spaces, case, - and _.
            set.applyPropertyAlias(icu::UnicodeString("block"), icu::UnicodeString::fromUTF8(name.substr(2)), error);
            if (name.find(' ') != std::string::npos) error = U_ILLEGAL_ARGUMENT_ERROR;
        } else {
            static constexpr std::string_view categories[] = {"L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
                                                              "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn"};
            if (std::find(std::begin(categories), std::end(categories), name) == std::end(categories)) error = U_ILLEGAL_ARGUMENT_ERROR;
            else set.applyPropertyAlias(icu::UnicodeString("gc"), icu::UnicodeString::fromUTF8(name), error);
        }
        if (U_FAILURE(error)) problem("no such property: \\p{" + name + "}");
    }

    // After '[': ranges, escapes, and what is taken away by -[…].
    Set group(int depth) {
        Set set;
        if (depth > 20) return problem("classes inside classes too deeply"), set;
        const bool negative = take('^');
        bool first = true;
        for (;; first = false) {
            if (done()) return problem("']' is missing"), set;
            if (!first && take(']')) break;
            if (first && peek() == ']') return problem("a class of characters is empty"), set;
            if (peek() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] == '[') {
                if (first) return problem("'-[' takes away from nothing"), set;
                at_ += 2;
                const Set away = group(depth + 1);
                if (!take(']') && !failed()) problem("']' is missing after '-[…]'");
                finish(set, negative);
                return set.removeAll(away);
            }
            UChar32 low = 0;
            Set many;
            if (!one(low, many)) return set;
            if (low == 0) {
                set.addAll(many);
                continue;
            }
            const bool range = peek() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']' && text_[at_ + 1] != '[';
            if (!range) {
                set.add(low);
                continue;
            }
            ++at_;
            UChar32 high = 0;
            if (!one(high, many)) return set;
            if (high == 0 || high < low) return problem("a range of characters that has no end, or ends before it begins"), set;
            set.add(low, high);
        }
        finish(set, negative);
        return set;
    }
    void finish(Set& set, bool negative) const {
        if (ignore_case_) {
            set.closeOver(USET_CASE_INSENSITIVE);
            set.removeAllStrings();
        }
        if (negative) set.complement();
    }
    bool one(UChar32& single, Set& many) {
        if (peek() == '\\') {
            ++at_;
            if (done()) return problem("'\\' at the end"), false;
            if (peek() >= '0' && peek() <= '9') return problem("a reference to a group inside a class"), false;
            return read_escape(single, many);
        }
        if (peek() == '[') return problem("'[' inside a class needs a '\\' before it"), false;
        single = code_point(at_);
        if (single <= 0) single = 0xfffd;
        return true;
    }

    std::string_view text_;
    std::string kept_;
    std::size_t at_ = 0;
    std::string out_, problem_;
    int groups_ = 0;
    std::vector<int> closed_;
    bool dot_all_ = false, lines_ = false, ignore_case_ = false, spaced_ = false, literal_ = false, back_references_ = false;
};

}  // namespace

TranslatedPattern translate_pattern(std::string_view pattern, std::string_view flags) { return Translator(pattern, flags).run(); }

}  // namespace raekoda::decision
