#include "view/compiler/text_files.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <tuple>

namespace raekoda::view::compiler {

namespace {

constexpr const char* languages[] = {"et", "en", "ru"};

struct CodePoint {
    std::uint32_t value;
    int length;  // 0: not well formed
};

// The well-formed sequences of the Unicode standard, table 3-7.
CodePoint code_point_at(std::string_view text, std::size_t at) {
    auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
    unsigned first = byte(0);
    if (first < 0x80) return {first, 1};
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4) return {0, 0};
    std::uint32_t value = first & (0x7Fu >> length);
    for (int i = 1; i < length; ++i) {
        if ((byte(static_cast<std::size_t>(i)) & 0xC0) != 0x80) return {0, 0};
        value = value << 6 | (byte(static_cast<std::size_t>(i)) & 0x3F);
    }
    bool too_long = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (too_long || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {0, 0};
    return {value, length};
}

void append_utf8(std::string& out, std::uint32_t c) {
    auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) return add(c);
    if (c < 0x800) add(0xC0 | c >> 6);
    else if (c < 0x10000) add(0xE0 | c >> 12), add(0x80 | (c >> 6 & 0x3F));
    else add(0xF0 | c >> 18), add(0x80 | (c >> 12 & 0x3F)), add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
}

// "general", "fault_too_large": small letters, digits and single underscores.
bool is_key(std::string_view key) {
    if (key.empty() || key[0] < 'a' || key[0] > 'z' || key.back() == '_') return false;
    for (std::size_t i = 0; i < key.size(); ++i) {
        char c = key[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '_' && key[i - 1] != '_'))) return false;
    }
    return true;
}

class JsonReader {
public:
    JsonReader(std::string_view json, Faults& faults) : json_(json), faults_(faults) {}

    TextFile read() {
        TextFile out;
        if (!expect('{', "a text file is one object")) return out;
        space();
        if (peek() == '}') {
            ++at_;
        } else {
            do {
                space();
                int key_line = line_;
                std::string key, value;
                if (!text(key) || !expect(':', "\":\" is missing")) return out;
                space();
                int line = line_;
                if (!text(value)) return out;
                if (!is_key(key)) fault(key_line, "key \"" + key + "\": small letters, digits and single underscores only");
                if (!out.emplace(key, Text{value, line}).second) fault(key_line, "key \"" + key + "\" stands twice");
                space();
            } while (peek() == ',' && ++at_);
            if (!expect('}', "\",\" or \"}\" is missing")) return out;
        }
        space();
        if (at_ < json_.size()) fault(line_, "something follows the object");
        return out;
    }

private:
    char peek() const { return at_ < json_.size() ? json_[at_] : '\0'; }
    void fault(int line, std::string message) { faults_.push_back({line, std::move(message)}); }
    void space() {
        for (; at_ < json_.size() && std::string_view(" \t\r\n").find(json_[at_]) != std::string_view::npos; ++at_) line_ += json_[at_] == '\n';
    }
    bool expect(char c, const char* message) {
        space();
        if (peek() == c) return ++at_, true;
        fault(line_, message);
        return false;
    }
    std::optional<std::uint32_t> four_digits() {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            char c = peek();
            std::uint32_t digit = c >= '0' && c <= '9' ? static_cast<std::uint32_t>(c - '0')
                                  : c >= 'a' && c <= 'f' ? static_cast<std::uint32_t>(c - 'a' + 10)
                                  : c >= 'A' && c <= 'F' ? static_cast<std::uint32_t>(c - 'A' + 10) : 16u;
            if (digit == 16) return std::nullopt;
            value = value << 4 | digit;
        }
        return value;
    }
    bool text(std::string& out) {
        if (peek() != '"') return fault(line_, "a text in quotes is expected"), false;
        for (++at_; at_ < json_.size(); ) {
            char c = json_[at_++];
            if (c == '"') return true;
            if (static_cast<unsigned char>(c) < 0x20) return fault(line_, "a control character in a text; write \\n"), false;
            if (c != '\\') {
                out += c;
                continue;
            }
            char escape = peek();
            ++at_;
            static constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
            if (auto known = from.find(escape); escape && known != std::string_view::npos) {
                out += to[known];
                continue;
            }
            std::optional<std::uint32_t> unit;
            if (escape == 'u') unit = four_digits();
            if (unit && *unit >= 0xD800 && *unit < 0xDC00 && json_.substr(at_, 2) == "\\u") {
                at_ += 2;
                auto low = four_digits();
                if (low && *low >= 0xDC00 && *low < 0xE000) unit = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
            }
            if (!unit || (*unit >= 0xD800 && *unit < 0xE000)) return fault(line_, "an unknown \\ in a text"), false;
            append_utf8(out, *unit);
        }
        return fault(line_, "a text is not closed"), false;
    }

    std::string_view json_;
    Faults& faults_;
    std::size_t at_ = 0;
    int line_ = 1;
};

std::set<std::string> needed_forms(std::string_view language) {
    if (language == "ru") return {"one", "few", "many", "other"};
    return {"one", "other"};
}

// The } of the { at `open`.
std::size_t closing_brace(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] == '}' && --depth == 0) return i;
    }
    return std::string_view::npos;
}

void collect_arguments(std::string_view text, std::string_view language, bool in_plural, int line, std::map<std::string, bool>& found, Faults& faults) {
    auto fault = [&](std::string message) { faults.push_back({line, std::move(message)}); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '}') return fault("a } without {");
        if (text[i] != '{') continue;
        std::size_t close = closing_brace(text, i);
        if (close == std::string_view::npos) return fault("a { is not closed");
        std::string_view inside = text.substr(i + 1, close - i - 1);
        i = close;
        auto comma = inside.find(',');
        std::string name(without_outer_space(inside.substr(0, comma)));
        if (!is_key(name)) {
            fault("\"" + name + "\" is no name of an argument");
            continue;
        }
        bool& number = found[name];
        if (comma == std::string_view::npos) continue;
        std::string_view rest = inside.substr(comma + 1);
        auto second = rest.find(',');
        if (without_outer_space(rest.substr(0, second)) != "plural" || second == std::string_view::npos || in_plural) {
            fault(in_plural ? "a plural inside a plural" : "{" + name + ", …}: only \"plural\" is known");
            continue;
        }
        number = true;
        rest = rest.substr(second + 1);
        std::set<std::string> needed = needed_forms(language), seen;
        while (!(rest = without_outer_space(rest)).empty()) {
            auto open = rest.find('{');
            std::size_t end = open == std::string_view::npos ? open : closing_brace(rest, open);
            if (end == std::string_view::npos) {
                fault("plural of " + name + ": form {text} expected");
                break;
            }
            std::string form(without_outer_space(rest.substr(0, open)));
            bool exact = form.size() > 1 && form.size() < 10 && form[0] == '=' && form.find_first_not_of("0123456789", 1) == std::string::npos;
            if (!exact && !needed.count(form)) fault("plural of " + name + ": the language has no form \"" + form + "\"");
            if (!seen.insert(form).second) fault("plural of " + name + ": form \"" + form + "\" twice");
            std::string_view value = rest.substr(open + 1, end - open - 1);
            if (without_outer_space(value).empty()) fault("plural of " + name + ": form \"" + form + "\" is empty");
            collect_arguments(value, language, true, line, found, faults);
            rest = rest.substr(end + 1);
        }
        for (const std::string& form : needed)
            if (!seen.count(form)) fault("plural of " + name + ": form \"" + form + "\" is missing");
    }
}

std::string cpp_literal(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\' || c == '?') out += '\\', out += c;
        else if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else out += c;
    }
    return out + "\"";
}

}  // namespace

TextFile read_text_file(std::string_view json, Faults& faults) { return JsonReader(json, faults).read(); }

std::vector<TextArgument> text_arguments(std::string_view text, std::string_view language, int line, Faults& faults) {
    std::map<std::string, bool> found;
    collect_arguments(text, language, false, line, found, faults);
    std::vector<TextArgument> out;
    for (const auto& [name, number] : found) out.push_back({name, number});
    return out;
}

void check_characters(std::string_view text, int line, Faults& faults) {
    for (std::size_t i = 0; i < text.size();) {
        auto [c, length] = code_point_at(text, i);
        if (length == 0) return faults.push_back({line, "not well-formed UTF-8"});
        // Letters of our languages all have composed forms; a mark of its own means that the text was not normalised to NFC.
        if (c >= 0x300 && c <= 0x36F) return faults.push_back({line, "a combining mark on its own: the text is not in composed form (NFC)"});
        if ((c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0)) return faults.push_back({line, "a control character"});
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF)
            return faults.push_back({line, "an invisible character that changes the direction of writing, or a byte order mark"});
        i += static_cast<std::size_t>(length);
    }
}

Catalogue read_catalogue(const std::filesystem::path& locale, std::vector<FileFault>& faults) {
    namespace fs = std::filesystem;
    std::map<std::string, std::map<std::string, TextFile>> files;  // file → language → texts
    for (const char* language : languages) {
        if (!fs::is_directory(locale / language)) {
            faults.push_back({std::string("locale/") + language, 1, "there is no such folder"});
            continue;
        }
        for (const auto& entry : fs::directory_iterator(locale / language)) {
            std::string stem = entry.path().stem().string(), shown = std::string("locale/") + language + "/" + entry.path().filename().string();
            if (entry.path().extension() != ".json") continue;
            if (!is_key(stem)) faults.push_back({shown, 1, "the name of a text file has small letters, digits and single underscores"});
            std::ifstream in(entry.path(), std::ios::binary);
            std::ostringstream all;
            all << in.rdbuf();
            Faults found;
            files[stem][language] = read_text_file(all.str(), found);
            for (auto& fault : found) faults.push_back({shown, fault.line, fault.message});
        }
    }

    Catalogue catalogue;
    for (const auto& [stem, in_languages] : files) {
        auto shown = [&, &stem = stem](const std::string& language) { return "locale/" + language + "/" + stem + ".json"; };
        std::set<std::string> keys;
        for (const auto& [language, texts] : in_languages)
            for (const auto& [key, text] : texts) keys.insert(key);
        for (const char* language : languages)
            if (!in_languages.count(language)) faults.push_back({shown(language), 1, "the file is missing"});
        for (const std::string& key : keys) {
            std::optional<std::vector<TextArgument>> first;
            std::string first_language;
            for (const char* language : languages) {
                auto file = in_languages.find(language);
                if (file == in_languages.end()) continue;
                auto text = file->second.find(key);
                if (text == file->second.end()) {
                    faults.push_back({shown(language), 1, "the text \"" + key + "\" is missing"});
                    continue;
                }
                int line = text->second.line;
                Faults found;
                if (without_outer_space(text->second.value).empty()) found.push_back({line, "the text \"" + key + "\" is empty"});
                check_characters(text->second.value, line, found);
                auto arguments = text_arguments(text->second.value, language, line, found);
                auto same = [](const TextArgument& a, const TextArgument& b) { return a.name == b.name; };
                if (!first) {
                    first = arguments;
                    first_language = language;
                } else if (!std::equal(first->begin(), first->end(), arguments.begin(), arguments.end(), same)) {
                    found.push_back({line, "the text \"" + key + "\" has other arguments than in " + shown(first_language)});
                } else {
                    for (std::size_t i = 0; i < arguments.size(); ++i) (*first)[i].number = (*first)[i].number || arguments[i].number;
                }
                for (auto& fault : found) faults.push_back({shown(language), fault.line, fault.message});
                catalogue.texts[stem + "." + key][language] = text->second.value;
            }
            catalogue.keys[stem + "." + key] = first.value_or(std::vector<TextArgument>{});
        }
    }
    std::stable_sort(faults.begin(), faults.end(),
                     [](const FileFault& a, const FileFault& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
    return catalogue;
}

std::string key_list(const Catalogue& catalogue) {
    std::string out;
    for (const auto& [key, arguments] : catalogue.keys) {
        out += key;
        for (const TextArgument& argument : arguments) out += " " + argument.name + (argument.number ? "#" : "");
        out += "\n";
    }
    return out;
}

std::string text_table(const Catalogue& catalogue) {
    std::string out = "// Made from locale/ by compile_texts; changes belong there.\n#include \"view/text_entry.h\"\n\nnamespace raekoda::view::texts {\n";
    std::string table, file;
    for (const auto& [key, in_languages] : catalogue.texts) {
        auto dot = key.find('.');
        bool plain = true;
        std::string values;
        for (const char* language : languages) {
            const std::string& value = in_languages.at(language);
            plain = plain && value.find('{') == std::string::npos;
            values += std::string(values.empty() ? "" : ", ") + ("{" + cpp_literal(value) + ", " + std::to_string(value.size()) + "}");
        }
        if (key.substr(0, dot) != file) {
            if (!file.empty()) out += "}\n";
            file = key.substr(0, dot);
            out += "namespace of_" + file + " {\n";
        }
        std::string name = "key_" + key.substr(dot + 1);
        out += "extern constinit const TextEntry " + name + "{\"" + key + "\", {{" + values + "}}, " + (plain ? "true" : "false") + "};\n";
        table += "    &of_" + file + "::" + name + ",\n";
    }
    if (!file.empty()) out += "}\n";
    out += "constinit const TextEntry* const table[] = {\n" + table + "    nullptr,\n};\n}  // namespace raekoda::view::texts\n";
    return out;
}

}  // namespace raekoda::view::compiler
