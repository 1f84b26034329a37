#include "view/compiler/page.h"

namespace raekoda::view::compiler {

bool is_identifier_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// 1'000 has a quote too, but inside a number.
bool begins_literal(std::string_view code, std::size_t at) {
    if (code[at] == '"') return true;
    return code[at] == '\'' && (at == 0 || !is_identifier_character(code[at - 1]));
}

std::size_t after_literal(std::string_view code, std::size_t quote) {
    for (std::size_t i = quote + 1; i < code.size(); ++i) {
        if (code[i] == '\\') ++i;
        else if (code[i] == code[quote]) return i + 1;
        else if (code[i] == '\n') return i;  // never closed: the C++ compiler will say so
    }
    return code.size();
}

std::string_view without_outer_space(std::string_view text) {
    auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::vector<std::string_view> comma_parts(std::string_view code, bool angle_brackets) {
    std::vector<std::string_view> parts;
    if (without_outer_space(code).empty()) return parts;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < code.size();) {
        if (begins_literal(code, i)) {
            i = after_literal(code, i);
            continue;
        }
        char c = code[i];
        if (c == '(' || c == '[' || c == '{' || (angle_brackets && c == '<')) ++depth;
        if (c == ')' || c == ']' || c == '}' || (angle_brackets && c == '>')) --depth;
        if (c == ',' && depth == 0) {
            parts.push_back(without_outer_space(code.substr(begin, i - begin)));
            begin = i + 1;
        }
        ++i;
    }
    parts.push_back(without_outer_space(code.substr(begin)));
    return parts;
}

}  // namespace raekoda::view::compiler
