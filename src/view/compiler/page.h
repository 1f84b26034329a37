// What the page compiler knows of a page after reading it. A build program: plain C++ only, quick to compile.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace raekoda::view::compiler {

struct Fault {
    int line;
    std::string message;
};
using Faults = std::vector<Fault>;

struct Parameter {
    std::string declaration;  // "const ReportPage& page"
    std::string name;         // "page"
    std::string fallback;     // the default value, or empty
};

struct Part {
    enum class Kind { literal, expression, condition, otherwise_if, otherwise, loop, let, use, call, body, end };
    Kind kind;
    int line;          // of the first character of `text`
    std::string text;  // the literal or the expression
    std::string name;  // of `let` and `for`: what is named; "key, value" gives two names
    bool begins_line = false;  // a literal after a statement that took its whole line with it
};

struct Page {
    std::string name;
    std::vector<Parameter> parameters;
    std::vector<std::string> includes;  // with their quotes or angle brackets
    bool has_body = false;
    std::vector<Part> parts;
};

Page parse_page(std::string_view source, Faults& faults);

// C++ source seen as far as the compiler must: where literals and brackets end.
std::size_t after_literal(std::string_view code, std::size_t quote);  // position past the string or character literal that begins there
bool begins_literal(std::string_view code, std::size_t at);
bool is_identifier_character(char c);
std::string_view without_outer_space(std::string_view text);
std::vector<std::string_view> comma_parts(std::string_view code, bool angle_brackets);  // at the outermost level

}  // namespace raekoda::view::compiler
