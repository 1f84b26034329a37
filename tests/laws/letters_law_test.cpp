// What a decision is written from (letters.json of the catalogue): a form never stands without words for granting and refusing, all of them in
// three languages with the same marks, and every refusal that a table can give has its sentence.
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

// Reasons (third output) of the rows that refuse (first output).
std::set<std::string> refusals_of(const std::string& dmn, const std::string& refuses) {
    std::set<std::string> out;
    static const std::regex row("_out1\"><text>\"([^\"]*)\"</text>[\\s\\S]*?_out3\"><text>\"([^\"]*)\"</text>");
    for (std::sregex_iterator hit(dmn.begin(), dmn.end(), row), end; hit != end; ++hit)
        if ((*hit)[1].str() == refuses) out.insert((*hit)[2].str());
    return out;
}

}  // namespace

TEST_CASE("every form has the words of its decision, in three languages") {
    const fs::path root = fs::path(RAEKODA_SOURCE_DIR) / "catalogue";
    std::size_t seen = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.path().filename() != "form.json") continue;
        auto folder = entry.path().parent_path();
        INFO(folder.string());
        auto parsed = json::parse(read_text(folder / "letters.json"), 1u << 20);
        REQUIRE(parsed);
        const auto& letters = parsed->as_object();
        check_texts(*parsed);
        auto outcomes = members_of(letters, "letters", "outcome");
        CHECK(outcomes.count("granted"));
        CHECK(outcomes.count("refused"));
        CHECK(json::member(letters, "law"));
        CHECK(json::member(letters, "appeal"));
        CHECK(members_of(letters, "reasons", "id").size() >= 1);
        ++seen;
        if (!json::member(letters, "result")) continue;
        std::string refuses;
        for (const auto& letter : *json::list(letters, "letters"))
            if (json::text(letter.as_object(), "outcome") == "refused") refuses = json::text(letter.as_object(), "answer");
        auto reasons = refusals_of(read_text(folder / "decision.dmn"), refuses);
        CHECK(reasons.size() >= 3);
        auto worded = members_of(letters, "reasons", "answer");
        for (const auto& reason : reasons) CHECK_MESSAGE(worded.count(reason), reason);
    }
    CHECK(seen >= 12);
    auto shared = json::parse(read_text(root / "common" / "letters.json"), 1u << 20);
    REQUIRE(shared);
    check_texts(*shared);
    auto uses = members_of(shared->as_object(), "letters", "use");
    for (const char* use : {"hearing", "ask", "extend", "decide"}) CHECK_MESSAGE(uses.count(use), use);
}
