// A schema's `pattern` is a regular expression of JavaScript. RE2 matches it in linear time; what RE2 cannot do is refused when the form is read.
#include "base/text.h"
#include "form/rules.h"

namespace raekoda::form {
namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// What both write differently: \uXXXX, \u{…}, \/, named groups, [^], and white space, which is Unicode's in JavaScript.
std::string translated(std::string_view in, std::string& problem) {
    std::string out;
    bool in_set = false;
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in[i] == '\\' && i + 1 < in.size()) {
            char c = in[++i];
            if (c == 'u' && i + 4 < in.size() && is_hex(in[i + 1]) && is_hex(in[i + 2]) && is_hex(in[i + 3]) && is_hex(in[i + 4])) {
                out += "\\x{" + std::string(in.substr(i + 1, 4)) + "}";
                i += 4;
            } else if (c == 'u' && i + 1 < in.size() && in[i + 1] == '{') {
                out += "\\x";
            } else if (c == '/' || c == '-' || c == '#' || c == '&' || c == '%' || c == '@' || c == '\'' || c == '"' || c == ':' || c == ';' || c == ',' || c == '=' || c == '!' || c == '<' || c == '>' || c == '~' || c == '`' || c == '_') {
                if (c == '-' || c == '&' || c == '~') out += '\\';
                out += c;
            } else if (c == 's') {
                out += in_set ? "\\s\\x{a0}\\x{feff}\\p{Z}" : "[\\s\\x{a0}\\x{feff}\\p{Z}]";
            } else if (c == 'S' && !in_set) {
                out += "[^\\s\\x{a0}\\x{feff}\\p{Z}]";
            } else if (c >= '1' && c <= '9') {
                problem = "back-references cannot be matched in linear time";
            } else if (c == 'k') {
                problem = "named back-references cannot be matched in linear time";
            } else {
                out += '\\';
                out += c;
            }
        } else if (!in_set && in[i] == '[') {
            if (in.substr(i, 3) == "[^]") {
                out += "(?s:.)";
                i += 2;
            } else {
                in_set = true;
                out += '[';
            }
        } else if (in_set && in[i] == '[') {
            out += "\\[";
        } else if (in_set && in[i] == ']') {
            in_set = false;
            out += ']';
        } else if (!in_set && (in.substr(i, 3) == "(?=" || in.substr(i, 3) == "(?!" || in.substr(i, 4) == "(?<=" || in.substr(i, 4) == "(?<!")) {
            problem = "look-ahead and look-behind cannot be matched in linear time";
            return out;
        } else if (!in_set && in.substr(i, 3) == "(?<") {
            out += "(?P<";
            i += 2;
        } else {
            out += in[i];
        }
    }
    return out;
}

}  // namespace

std::unique_ptr<re2::RE2> javascript_pattern(std::string_view pattern, std::string& problem) {
    auto text = translated(pattern, problem);
    if (!problem.empty()) return nullptr;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    auto compiled = std::make_unique<re2::RE2>(text, options);
    if (compiled->ok()) return compiled;
    problem = "the pattern cannot be read: " + compiled->error();
    return nullptr;
}

}  // namespace raekoda::form
