#include <doctest/doctest.h>

#include <fstream>

#include "view/compiler/text_files.h"

using namespace raekoda::view::compiler;

namespace {

struct Locale {
    std::filesystem::path folder;
    Locale() {
        std::string pattern = (std::filesystem::temp_directory_path() / "raekoda_texts_XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()));
        folder = pattern;
    }
    ~Locale() { std::filesystem::remove_all(folder); }
    void write(const std::string& name, const std::string& content) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << content;
    }
    std::string problems() {
        std::vector<FileFault> faults;
        catalogue = read_catalogue(folder, faults);
        std::string out;
        for (const auto& fault : faults) out += fault.file + ":" + std::to_string(fault.line) + ": " + fault.message + "\n";
        return out;
    }
    Catalogue catalogue;
};

std::string json_problem(const std::string& json) {
    Faults faults;
    read_text_file(json, faults);
    return faults.empty() ? "" : std::to_string(faults[0].line) + ": " + faults[0].message;
}

std::string text_problem(const std::string& text, const std::string& language = "et") {
    Faults faults;
    text_arguments(text, language, 1, faults);
    return faults.empty() ? "" : faults[0].message;
}

}  // namespace

TEST_CASE("a good catalogue gives keys with arguments and a table") {
    Locale locale;
    locale.write("et/x.json", R"({"days": "{count, plural, one {# päev} other {# päeva}} – {name}", "plain": "a \"b\" ?"})");
    locale.write("en/x.json", R"({"days": "{name}: {count, plural, one {# day} other {# days}}", "plain": "a"})");
    locale.write("ru/x.json", R"({"days": "{name}: {count, plural, =0 {нет} one {# день} few {# дня} many {# дней} other {# дня}}", "plain": "\u0430"})");
    CHECK(locale.problems() == "");
    CHECK(key_list(locale.catalogue) == "x.days count# name\nx.plain\n");
    CHECK(locale.catalogue.texts["x.plain"]["ru"] == "а");
    std::string table = text_table(locale.catalogue);
    CHECK(table.find(R"(key_plain{"x.plain", {{{"a \"b\" \?", 7}, {"a", 1}, {"а", 2}}}, true};)") != std::string::npos);
}

TEST_CASE("all problems of a catalogue are named at once") {
    Locale locale;
    locale.write("et/x.json", "{\n  \"a\": \"{n}\",\n  \"b\": \" \",\n  \"c\": \"c\",\n  \"c\": \"c\"\n}");
    locale.write("en/x.json", "{\n  \"a\": \"{m}\",\n  \"b\": \"b\"\n}");
    locale.write("ru/x.json", "{\n  \"a\": \"{n, plural, one {#} other {#}}\",\n  \"b\": \"b\",\n  \"c\": \"c\"}");
    locale.write("et/y.json", "{}");
    CHECK(locale.problems() ==
          "locale/en/x.json:1: the text \"c\" is missing\n"
          "locale/en/x.json:2: the text \"a\" has other arguments than in locale/et/x.json\n"
          "locale/en/y.json:1: the file is missing\n"
          "locale/et/x.json:3: the text \"b\" is empty\n"
          "locale/et/x.json:5: key \"c\" stands twice\n"
          "locale/ru/x.json:2: plural of n: form \"few\" is missing\n"
          "locale/ru/x.json:2: plural of n: form \"many\" is missing\n"
          "locale/ru/y.json:1: the file is missing\n");
}

TEST_CASE("text files are strict JSON") {
    CHECK(json_problem("{}") == "");
    CHECK(json_problem("{ \"a\" : \"\\u00f5\\ud83d\\ude00\\n\" }\n") == "");
    for (const char* bad : {"", "[]", "{\"a\"}", "{\"a\": 1}", "{\"a\": \"x\",}", "{\"a\": \"x\"} x", "{\"a\": \"x", "{\"a\": \"\\x\"}", "{\"a\": \"\\ud83d\"}",
                            "{\"a\": \"\\u12\"}", "{\"a\": {\"b\": \"c\"}}", "{\"a\": \"line\nend\"}", "{\"A b\": \"x\"}", "{\"a__b\": \"x\"}", "{\"a\" \"b\"}", "{'a': 'b'}"}) {
        CAPTURE(bad);
        CHECK(json_problem(bad) != "");
    }
    CHECK(json_problem("{\n\n\"a\": x}") == "3: a text in quotes is expected");
}

TEST_CASE("brackets and plural forms of a text are checked") {
    CHECK(text_problem("{a} {b, plural, one {# {a}} other {x}}") == "");
    CHECK(text_problem("{a, plural, one {1} few {2} many {3} other {4}}", "ru") == "");
    for (const char* bad : {"{", "}", "{}", "{a b}", "{a, select, x {y}}", "{a, plural}", "{a, plural, one {1}}", "{a, plural, one {1} one {1} other {2}}",
                            "{a, plural, one {1} other {}}", "{a, plural, one {1} few {2} other {3}}", "{a, plural, one 1 other {2}}",
                            "{a, plural, one {{b, plural, one {1} other {2}}} other {3}}", "{a, plural, =x {1} one {1} other {2}}"}) {
        CAPTURE(bad);
        CHECK(text_problem(bad) != "");
    }
}

TEST_CASE("texts are composed, well-formed UTF-8 without hidden characters") {
    auto problem = [](std::string_view text) {
        Faults faults;
        check_characters(text, 1, faults);
        return faults.empty() ? std::string() : faults[0].message;
    };
    CHECK(problem("Õhtu, žürii, Ёлка, й\n😀") == "");
    for (std::string_view bad : {"o\u0303", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\tb", "\u202Eabc", "\uFEFFa", "\x7F"}) {
        CAPTURE(bad);
        CHECK(problem(bad) != "");
    }
}
