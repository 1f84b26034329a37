#include "base/json_lines.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace raekoda::json {

Pointer operator/(const Pointer& pointer, std::string_view member) {
    Pointer out = pointer + "/";
    for (char c : member) {
        if (c == '~') out += "~0";
        else if (c == '/') out += "~1";
        else out += c;
    }
    return out;
}
Pointer operator/(const Pointer& pointer, std::size_t index) { return pointer + "/" + std::to_string(index); }

namespace {

// Walks over JSON that a parser has accepted before; it only finds where things stand.
struct Walker {
    std::string_view text;
    std::size_t at = 0;

    char peek() const { return at < text.size() ? text[at] : '\0'; }
    void white_space() {
        while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) ++at;
    }
    std::string_view string() {  // as written, escapes and all
        std::size_t begin = ++at;
        while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
        std::size_t end = std::min(at, text.size());
        ++at;
        return text.substr(begin, end - begin);
    }
    void value() {
        int depth = 0;
        do {
            white_space();
            char c = peek();
            if (c == '"') {
                string();
            } else if (c == '{' || c == '[') {
                ++depth;
                ++at;
            } else if (c == '}' || c == ']') {
                --depth;
                ++at;
            } else if (c == ',' || c == ':') {
                ++at;
            } else {
                std::size_t begin = at;
                while (at < text.size() && std::string_view(",]} \t\r\n").find(text[at]) == std::string_view::npos) ++at;
                if (at == begin) ++at;
            }
            white_space();
        } while (depth > 0 && at < text.size());
    }
};

std::string decoded(std::string_view written) {
    if (written.find('\\') == std::string_view::npos) return std::string(written);
    auto parsed = json::parse("\"" + std::string(written) + "\"");
    return parsed ? json::as_text(*parsed) : std::string(written);
}

std::string unescaped(std::string_view part) {
    std::string out;
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i] == '~' && i + 1 < part.size()) out += part[++i] == '1' ? '/' : '~';
        else out += part[i];
    }
    return out;
}

// Moves the walker to the value of a member or element of the value it stands at.
bool descend(Walker& walker, const std::string& part) {
    walker.white_space();
    if (walker.peek() == '{') {
        ++walker.at;
        std::optional<std::size_t> found;  // the last one of that name counts, as for the parser
        while (true) {
            walker.white_space();
            if (walker.peek() != '"') break;
            std::string name = decoded(walker.string());
            walker.white_space();
            ++walker.at;  // the colon
            walker.white_space();
            if (name == part) found = walker.at;
            walker.value();
            walker.white_space();
            if (walker.peek() != ',') break;
            ++walker.at;
        }
        if (!found) return false;
        walker.at = *found;
        return true;
    }
    if (walker.peek() == '[') {
        auto index = parse_integer(part);
        if (!index) return false;
        ++walker.at;
        for (std::int64_t i = 0;; ++i) {
            walker.white_space();
            if (walker.peek() == ']' || walker.peek() == '\0') return false;
            if (i == *index) return true;
            walker.value();
            walker.white_space();
            if (walker.peek() != ',') return false;
            ++walker.at;
        }
    }
    return false;
}

void repeated(Walker& walker, const Pointer& pointer, std::vector<Pointer>& found, std::size_t limit) {
    walker.white_space();
    bool is_object = walker.peek() == '{';
    if (!is_object && walker.peek() != '[') return walker.value();
    ++walker.at;
    std::set<std::string> names;
    for (std::size_t i = 0; walker.at < walker.text.size(); ++i) {
        walker.white_space();
        if (walker.peek() == '}' || walker.peek() == ']') {
            ++walker.at;
            return;
        }
        if (walker.peek() == ',') {
            ++walker.at;
            walker.white_space();
        }
        if (is_object) {
            std::string name = decoded(walker.string());
            walker.white_space();
            ++walker.at;
            if (!names.insert(name).second && found.size() < limit) found.push_back(pointer / name);
            repeated(walker, pointer / name, found, limit);
        } else if (walker.white_space(); walker.peek() == '{' || walker.peek() == '[') {
            repeated(walker, pointer / i, found, limit);
        } else {
            walker.value();
        }
        walker.white_space();
    }
}

}  // namespace

int line_of(std::string_view text, const Pointer& pointer) {
    Walker walker{text};
    if (!pointer.empty())
        for (auto part : split(std::string_view(pointer).substr(1), '/'))
            if (!descend(walker, unescaped(part))) return 0;
    walker.white_space();
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(walker.at, text.size())), '\n'));
}

std::vector<Pointer> repeated_members(std::string_view text, std::size_t limit) {
    std::vector<Pointer> found;
    Walker walker{text};
    repeated(walker, "", found, limit);
    return found;
}

}  // namespace raekoda::json
