// No sentence a resident reads and no name of a municipality, service or vendor stands in the code; text keys exist.
#include <doctest/doctest.h>

#include <filesystem>
#include <iostream>

#include "base/json.h"
#include "tests/laws/source_tree.h"

using namespace raekoda;
using namespace raekoda::laws;

namespace {

std::string lower_ascii(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

struct CatalogueNames {
    std::set<std::string> municipalities, kinds;
};

CatalogueNames catalogue_names() {
    CatalogueNames names;
    for (const auto& path : project_files()) {
        static const std::regex municipality("^catalogue/([^/]+)/municipality\\.json$"), service("^catalogue/[^/]+/[^/]+/service\\.json$");
        std::smatch match;
        if (std::regex_match(path, match, municipality)) names.municipalities.insert(match[1]);
        if (std::regex_match(path, service)) {
            auto document = json::parse(read_file(path));
            if (document && document->is_object()) names.kinds.insert(json::text(document->as_object(), "id"));
        }
    }
    names.kinds.erase("");
    return names;
}

// Keys of the texts, "room.key".
std::set<std::string> text_keys(std::set<std::string>& rooms) {
    std::set<std::string> keys;
    for (const auto& path : project_files()) {
        static const std::regex file("^locale/et/([a-z0-9_]+)\\.json$");
        std::smatch match;
        if (!std::regex_match(path, match, file)) continue;
        rooms.insert(match[1]);
        auto document = json::parse(read_file(path));
        REQUIRE_MESSAGE(document, path);
        for (const auto& member : document->as_object()) keys.insert(match[1].str() + "." + std::string(member.key()));
    }
    return keys;
}

bool is_log_name(const Literal& literal) { return std::regex_search(literal.before, std::regex("log::(debug|info|warning|error)\\(\\s*$|log::write\\([^\"]*$")); }

// Letters beyond ASCII (õ, Я), not punctuation such as … or –. Two-byte UTF-8 from U+00C0 on.
bool has_foreign_letter(const std::string& text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0xC3 && c <= 0xDF) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("no name of a municipality, service or vendor in src") {
    auto names = catalogue_names();
    REQUIRE(names.municipalities.size() >= 3);
    REQUIRE(names.kinds.size() >= 25);
    std::vector<std::string> problems;
    std::string pattern;
    for (const auto& name : names.municipalities) pattern += (pattern.empty() ? "" : "|") + name;
    for (const char* vendor : {"google", "facebook", "microsoft", "azure", "cloudflare", "amazon", "mapbox", "twilio", "maa-amet", "maaamet"}) pattern += std::string("|") + vendor;
    const std::regex word("(^|[^a-z0-9_])(" + pattern + ")([^a-z0-9_]|$)");
    for (const auto& file : sources()) {
        if (file.is_test()) continue;  // some walk through the real catalogue
        auto text = lower_ascii(file.text);
        for (std::sregex_iterator hit(text.begin(), text.end(), word), end; hit != end; ++hit) {
            auto line = line_of(text, static_cast<std::size_t>(hit->position()) + (*hit)[1].length());
            if (!allowed("name", file.path, (*hit)[2].str())) problems.push_back(at(file, line, "names " + (*hit)[2].str()));
        }
        if (!file.is_cpp() || file.is_build_program()) continue;
        for (const auto& literal : file.literals)
            if (names.kinds.count(literal.text) && literal.text != "other" && !allowed("name", file.path, literal.text))
                problems.push_back(at(file, literal.line, "names the kind " + literal.text));
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("no sentence for residents in C++") {
    std::vector<std::string> problems;
    static const std::regex page_file("_pages?[_.]|^src/doors/(site|mail)/");
    static const std::regex sentence("[A-Za-z][a-z]+ [A-Za-z]?[a-z]+ [a-z]+ [a-z]+");
    for (const auto& file : sources()) {
        if (!file.is_cpp() || file.is_test() || file.is_build_program()) continue;
        for (const auto& literal : file.literals) {
            if (has_foreign_letter(literal.text) && !allowed("sentence", file.path, literal.text))
                problems.push_back(at(file, literal.line, "letters of a language: " + literal.text.substr(0, 60)));
            else if (std::regex_search(file.path, page_file) && std::regex_search(literal.text, sentence) && !std::regex_search(literal.before, std::regex("fail\\(.*$|log::\\w+\\(.*$|throw .*$")) &&
                     !allowed("sentence", file.path, literal.text))
                problems.push_back(at(file, literal.line, "looks like a sentence: " + literal.text.substr(0, 60)));
        }
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("every text key that the code names exists") {
    std::set<std::string> rooms;
    auto keys = text_keys(rooms);
    REQUIRE(keys.size() > 50);
    std::vector<std::string> problems;
    std::set<std::string> used, used_prefixes;
    std::string pages;
    static const std::regex form("^([a-z0-9_]+)\\.([a-z0-9_]+)$");
    for (const auto& file : sources()) {
        if (file.ends_with(".html")) pages += file.text;
        if (!file.is_cpp()) continue;
        for (const auto& literal : file.literals) {
            std::smatch match;
            if (!std::regex_match(literal.text, match, form) || !rooms.count(match[1])) continue;
            used.insert(literal.text);
            bool prefix = literal.text.back() == '_';
            if (prefix) used_prefixes.insert(literal.text);
            if (file.is_test() || is_log_name(literal)) continue;
            bool exists = prefix ? [&] { auto next = keys.lower_bound(literal.text); return next != keys.end() && next->rfind(literal.text, 0) == 0; }() : keys.count(literal.text) > 0;
            if (!exists && !allowed("key", file.path, literal.text)) problems.push_back(at(file, literal.line, "no text " + literal.text));
        }
        // The room alone, with the rest put together: nothing of that room can be called unused.
        for (const auto& literal : file.literals)
            if (literal.text.size() > 1 && literal.text.back() == '.' && rooms.count(literal.text.substr(0, literal.text.size() - 1))) used_prefixes.insert(literal.text);
    }
    CHECK_MESSAGE(problems.empty(), report(problems));

    // Unused texts are said, not refused: a room may be under way.
    std::set<std::string> in_pages;
    static const std::regex named("\\bt\\.([a-z0-9_]+\\.[a-z0-9_]+)");
    for (std::sregex_iterator hit(pages.begin(), pages.end(), named), end; hit != end; ++hit) in_pages.insert((*hit)[1]);
    std::vector<std::string> unused;
    for (const auto& key : keys) {
        bool by_prefix = false;
        for (const auto& prefix : used_prefixes) by_prefix |= key.rfind(prefix, 0) == 0;
        if (!by_prefix && !used.count(key) && !in_pages.count(key)) unused.push_back(key);
    }
    if (!unused.empty()) {
        std::cout << "texts that nothing names (" << unused.size() << "):";
        for (const auto& key : unused) std::cout << " " << key;
        std::cout << "\n";
    }
}

TEST_CASE("the reader of C++ sees comments, strings and raw strings") {
    auto file = parse_source("src/x/x.cpp", "#include \"a/b.h\"\n// \"no\"\nauto s = \"ye\\\"s\"; /* \"no\" */ char c = '\"'; auto n = 1'000; auto r = R\"x(ra\nw)x\"; f(\"last\");\n");
    REQUIRE(file.literals.size() == 3);
    CHECK(file.literals[0].text == "ye\\\"s");
    CHECK(file.literals[1].text == "ra\nw");
    CHECK(file.literals[2].text == "last");
    CHECK(file.literals[2].line == 4);
    REQUIRE(file.includes.size() == 1);
    CHECK(file.includes[0].path == "a/b.h");
}
