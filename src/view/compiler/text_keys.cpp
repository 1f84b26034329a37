#include "view/compiler/text_keys.h"

#include <algorithm>

namespace raekoda::view::compiler {

TextKeys read_text_keys(std::string_view list) {
    TextKeys keys;
    while (!list.empty()) {
        auto end = list.find('\n');
        std::string_view line = list.substr(0, end);
        list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
        std::vector<std::string> words;
        while (!(line = without_outer_space(line)).empty()) {
            auto space = line.find(' ');
            words.emplace_back(line.substr(0, space));
            line = space == std::string_view::npos ? std::string_view{} : line.substr(space);
        }
        if (words.empty()) continue;
        auto& arguments = keys[words[0]];
        for (std::size_t i = 1; i < words.size(); ++i) {
            bool number = words[i].back() == '#';
            arguments.push_back({number ? words[i].substr(0, words[i].size() - 1) : words[i], number});
        }
    }
    return keys;
}

std::string text_symbol(std::string_view key) {
    auto dot = key.find('.');
    return "::raekoda::view::texts::of_" + std::string(key.substr(0, dot)) + "::key_" + std::string(key.substr(dot + 1));
}

namespace {

std::string_view identifier_at(std::string_view code, std::size_t at) {
    std::size_t end = at;
    while (end < code.size() && is_identifier_character(code[end])) ++end;
    return code.substr(at, end - at);
}

std::size_t closing_bracket(std::string_view code, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < code.size();) {
        if (begins_literal(code, i)) {
            i = after_literal(code, i);
            continue;
        }
        if (code[i] == '(') ++depth;
        if (code[i] == ')' && --depth == 0) return i;
        ++i;
    }
    return std::string_view::npos;
}

}  // namespace

std::string with_texts(std::string_view code, int line, const TextKeys& keys, bool lasting, Faults& faults) {
    std::string out;
    for (std::size_t i = 0; i < code.size();) {
        if (begins_literal(code, i)) {
            std::size_t end = after_literal(code, i);
            out += code.substr(i, end - i);
            i = end;
            continue;
        }
        if (!is_identifier_character(code[i])) {
            if (code[i] == '\n') ++line;
            out += code[i++];
            continue;
        }
        std::string_view word = identifier_at(code, i);
        auto before = out.find_last_not_of(" \t\r\n");
        bool member = before != std::string::npos &&
                      (out[before] == '.' || (before > 0 && ((out[before] == '>' && out[before - 1] == '-') || (out[before] == ':' && out[before - 1] == ':'))));
        std::size_t file_at = i + 2;
        std::string_view file = word == "t" && !member && i + 1 < code.size() && code[i + 1] == '.' ? identifier_at(code, file_at) : "";
        std::size_t name_at = file_at + file.size() + 1;
        std::string_view name = !file.empty() && name_at - 1 < code.size() && code[name_at - 1] == '.' ? identifier_at(code, name_at) : "";
        if (name.empty()) {
            out += word;
            i += word.size();
            continue;
        }
        std::string key = std::string(file) + "." + std::string(name);
        i = name_at + name.size();
        std::vector<std::string_view> given;
        if (i < code.size() && code[i] == '(') {
            std::size_t close = closing_bracket(code, i);
            if (close == std::string_view::npos) {
                faults.push_back({line, "text " + key + ": the bracket is not closed"});
                return out;
            }
            given = comma_parts(code.substr(i + 1, close - i - 1), false);
            i = close + 1;
        }
        auto found = keys.find(key);
        if (found == keys.end()) {
            faults.push_back({line, "there is no text " + key + " in locale/"});
            out += "\"\"";
            continue;
        }
        std::vector<std::string> names;
        std::string arguments;
        for (std::string_view item : given) {
            auto equals = item.find('=');
            std::string argument(without_outer_space(item.substr(0, equals)));
            if (equals == std::string_view::npos || (equals + 1 < item.size() && item[equals + 1] == '=') || argument.empty()) {
                faults.push_back({line, "text " + key + ": arguments are name = expression"});
                continue;
            }
            auto wanted = std::find_if(found->second.begin(), found->second.end(), [&](const TextArgument& a) { return a.name == argument; });
            if (wanted == found->second.end()) faults.push_back({line, "text " + key + " has no argument " + argument});
            if (std::find(names.begin(), names.end(), argument) != names.end()) faults.push_back({line, "text " + key + ": " + argument + " twice"});
            names.push_back(argument);
            int inner_line = line + static_cast<int>(std::count(given.front().data(), item.data(), '\n'));
            arguments += arguments.empty() ? "" : ", ";
            arguments += wanted != found->second.end() && wanted->number ? "::raekoda::view::Argument::of_number(\"" : "::raekoda::view::Argument(\"";
            arguments += argument + "\", " + with_texts(without_outer_space(item.substr(equals + 1)), inner_line, keys, false, faults) + ")";
        }
        for (const TextArgument& wanted : found->second)
            if (std::find(names.begin(), names.end(), wanted.name) == names.end())
                faults.push_back({line, "text " + key + " needs the argument " + wanted.name});
        std::string call = "::raekoda::view::text(frame.language, " + text_symbol(key);
        if (!arguments.empty()) out += call + ", {" + arguments + "})";
        else if (lasting) out += "::std::string(" + call + "))";
        else out += call + ")";
    }
    return out;
}

}  // namespace raekoda::view::compiler
