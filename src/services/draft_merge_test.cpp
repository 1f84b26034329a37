// Two officials in one draft: what only one of them changed holds, what both did is the second one's, nothing typed is lost.
#include <doctest/doctest.h>

#include "services/service_editor.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const MunicipalityId river("river");
const std::string service_file_path = "river/raft/service.json", letters_path = "river/raft/letters.json";

struct Case {
    const char *name, *before, *theirs, *mine, *expected;
    std::vector<std::string> lost = {};
};
// Of a service; entries of "steps" come back, those of others are lost.
const Case cases[] = {
    {"different members", R"({"a":"1","b":"1"})", R"({"a":"2","b":"1"})", R"({"a":"1","b":"3"})", R"({"a":"2","b":"3"})"},
    {"the same member: mine", R"({"a":"1"})", R"({"a":"2"})", R"({"a":"3"})", R"({"a":"3"})"},
    {"languages of one text", R"({"name":{"et":"a","en":"b"}})", R"({"name":{"et":"A","en":"b"}})", R"({"name":{"et":"a","en":"B"}})", R"({"name":{"et":"A","en":"B"}})"},
    {"they added, I added", R"({})", R"({"a":1})", R"({"b":2})", R"({"a":1,"b":2})"},
    {"they took away what I left", R"({"a":1,"b":1})", R"({"b":1})", R"({"a":1,"b":2})", R"({"b":2})"},
    {"they took away what I changed", R"({"a":1,"b":1})", R"({"b":2})", R"({"a":3,"b":1})", R"({"b":2,"a":3})"},
    {"I took away what they left", R"({"a":1,"b":1})", R"({"a":1,"b":2})", R"({"b":1})", R"({"b":2})"},
    {"lists of words are one thing", R"({"a":["x"]})", R"({"a":["x","y"]})", R"({"a":["x","z"]})", R"({"a":["x","z"]})"},
    {"their new first entry", R"({"steps":[{"t":"a"},{"t":"b"}]})", R"({"steps":[{"t":"n"},{"t":"a"},{"t":"b"}]})", R"({"steps":[{"t":"a"},{"t":"B"}]})", R"({"steps":[{"t":"n"},{"t":"a"},{"t":"B"}]})"},
    {"another entry went", R"({"steps":[{"t":"a"},{"t":"b"}]})", R"({"steps":[{"t":"b"}]})", R"({"steps":[{"t":"a"},{"t":"B"}]})", R"({"steps":[{"t":"B"}]})"},
    {"my entry went: it comes back", R"({"steps":[{"t":"a"},{"t":"b"}]})", R"({"steps":[{"t":"a"}]})", R"({"steps":[{"t":"a"},{"t":"B"}]})", R"({"steps":[{"t":"a"},{"t":"B"}]})"},
    {"or is told", R"({"parts":[{"id":"a","t":"a"},{"id":"b","t":"b"}]})", R"({"parts":[{"id":"a","t":"a"}]})", R"({"parts":[{"id":"a","t":"a"},{"id":"b","t":"B"}]})", R"({"parts":[{"id":"a","t":"a"}]})", {"B"}},
    {"entries with names may move", R"({"parts":[{"id":"a","t":"a"},{"id":"b","t":"b"}]})", R"({"parts":[{"id":"b","t":"b"},{"id":"a","t":"x"}]})", R"({"parts":[{"id":"a","t":"a"},{"id":"b","t":"B"}]})",
     R"({"parts":[{"id":"b","t":"B"},{"id":"a","t":"x"}]})"},
    {"entries that I added", R"({"parts":[{"id":"a","t":"a"}]})", R"({"parts":[{"id":"a","t":"x"}]})", R"({"parts":[{"id":"a","t":"a"},{"id":"b","t":"b"}]})", R"({"parts":[{"id":"a","t":"a"},{"id":"b","t":"b"}]})"},
};

std::string plain(const std::string& text) { return json::serialize(json::parse(text).value()); }

}  // namespace

TEST_CASE("what two officials typed is put together, of the service and of any file beside it") {
    for (const auto& one : cases) {
        CAPTURE(one.name);
        for (const auto& path : {service_file_path, letters_path}) {
            auto merged = merged_draft(river, "raft", {{path, one.before}}, {{path, one.theirs}}, {{path, one.mine}}, {"steps"});
            CHECK(plain(merged.files.at(path)) == plain(one.expected));
            CHECK(merged.lost == one.lost);
        }
    }
}

TEST_CASE("a file that only one of them has stays; one that is no JSON is the one who typed it") {
    const ServiceFiles before{{"river/raft/letters.json", R"({"a":1})"}, {"river/raft/decision.dmn", "<a/>"}};
    auto theirs = before, mine = before;
    theirs["river/raft/note.json"] = R"({"b":1})";
    theirs["river/raft/letters.json"] = R"({"a":2})";
    mine["river/raft/decision.dmn"] = "<b/>";
    auto merged = merged_draft(river, "raft", before, theirs, mine, {});
    CHECK(merged.files.at("river/raft/note.json") == R"({"b":1})");
    CHECK(merged.files.at("river/raft/letters.json") == R"({"a":2})");
    CHECK(merged.files.at("river/raft/decision.dmn") == "<b/>");
}

TEST_CASE("over a common service both differences stay") {
    const ServiceFiles before{{"common/raft/service.json", R"({"type":"service","name":{"et":"a"},"steps":[{"t":"a"},{"t":"b"}]})"}};
    auto theirs = before, mine = before;
    theirs[service_file_path] = R"({"type":"service","steps":[{"t":"A"},{"t":"b"}]})";
    mine[service_file_path] = R"({"type":"service","name":{"et":"x"},"steps":[{"t":"a"},{"t":"B"}]})";
    auto merged = merged_draft(river, "raft", before, theirs, mine, {"steps"});
    CHECK(plain(merged.files.at(service_file_path)) == plain(R"({"type":"service","name":{"et":"x"},"steps":[{"t":"A"},{"t":"B"}]})"));
    CHECK(merged.files.at("common/raft/service.json") == before.at("common/raft/service.json"));
}
