// What a decision is written from (letters.json of the catalogue): a form of the sample never stands without words. What they must have is checked with
// the catalogue (services/letters_file.cpp, tests/catalogue_cases/letters); here the words that all services share.
#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "base/json.h"
#include "tests/files.h"

using namespace raekoda;
namespace fs = std::filesystem;

namespace {

using testing::read_text;

std::set<std::string> marks_of(const std::string& text) {
    static const std::regex mark("\\{[^{}]+\\}");
    return {std::sregex_token_iterator(text.begin(), text.end(), mark), std::sregex_token_iterator()};
}

// Every text of the file: an object with "et".
void check_texts(const json::value& value) {
    if (const auto* list = value.if_array())
        for (const auto& one : *list) check_texts(one);
    const auto* o = value.if_object();
    if (!o) return;
    if (!o->contains("et")) {
        for (const auto& member : *o) check_texts(member.value());
        return;
    }
    auto estonian = json::text(*o, "et");
    INFO(estonian);
    CHECK_FALSE(estonian.empty());
    for (const char* language : {"en", "ru"}) {
        CHECK_FALSE(json::text(*o, language).empty());
        CHECK(marks_of(json::text(*o, language)) == marks_of(estonian));
    }
}

std::set<std::string> members_of(const json::object& o, const char* list, const char* member) {
    std::set<std::string> out;
    if (const auto* items = json::list(o, list))
        for (const auto& item : *items) out.insert(json::text(item.as_object(), member));
    return out;
}

}  // namespace

TEST_CASE("every form has the words of its decision; the shared ones speak three languages") {
    const fs::path root = fs::path(RAEKODA_SOURCE_DIR) / "catalogue";
    std::size_t seen = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.path().filename() != "form.json") continue;
        auto folder = entry.path().parent_path();
        INFO(folder.string());
        CHECK(fs::exists(folder / "letters.json"));
        ++seen;
    }
    CHECK(seen >= 12);
    auto shared = json::parse(read_text(root / "common" / "letters.json"), 1u << 20);
    REQUIRE(shared);
    check_texts(*shared);
    auto uses = members_of(shared->as_object(), "letters", "use");
    for (const char* use : {"hearing", "ask", "extend", "decide"}) CHECK_MESSAGE(uses.count(use), use);
}
