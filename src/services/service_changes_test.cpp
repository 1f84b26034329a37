// What changed between two versions: old beside new, over everything that stands over each other.
#include <doctest/doctest.h>

#include "services/service_editor.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const MunicipalityId river("river");

std::vector<std::string> lines(const ServiceFiles& before, const ServiceFiles& after) {
    std::vector<std::string> out;
    for (const auto& file : changes_between(river, "toll", before, after)) {
        out.push_back((file.kind == ChangedFile::Kind::added ? "+ " : file.kind == ChangedFile::Kind::removed ? "- " : "~ ") + file.path);
        for (const auto& one : file.members) out.push_back(one.place + ": " + one.before + " -> " + one.after);
    }
    return out;
}
using Lines = std::vector<std::string>;

const ServiceFiles shared{{"common/toll/service.json", R"({"name": {"et": "Tasu", "en": "Toll"}, "themes": ["roads", "water"], "steps": [{"text": "a"}, {"text": "b"}]})"}};

ServiceFiles with(ServiceFiles files, const std::string& path, const std::string& text) {
    files[path] = text;
    return files;
}

}  // namespace

TEST_CASE("old and new stand side by side, also when the municipality wrote over the common words for the first time") {
    CHECK(lines(shared, shared).empty());
    CHECK(lines(shared, with(shared, "river/toll/service.json", R"({"name": {"en": "River toll"}, "goal": "green"})")) ==
          Lines{"~ river/toll/service.json", "/name/en: Toll -> River toll", "/goal:  -> green"});
    CHECK(lines(shared, with(shared, "river/toll/from-2027-01-01.json", R"({"themes": ["roads"]})")) == Lines{"~ river/toll/service.json", "/themes: roads, water -> roads"});
    // The same written otherwise is no change.
    CHECK(lines(shared, with(shared, "river/toll/service.json", "{}")).empty());
}

TEST_CASE("entries of lists are known again") {
    auto steps = [](const std::string& list) { return with(shared, "river/toll/service.json", R"({"steps": )" + list + "}"); };
    CHECK(lines(shared, steps(R"([{"text": "a"}, {"text": "new"}, {"text": "b"}])")) == Lines{"~ river/toll/service.json", "/steps/1/text:  -> new"});
    CHECK(lines(shared, steps(R"([{"text": "b"}])")) == Lines{"~ river/toll/service.json", "/steps/0/text: a -> "});
    CHECK(lines(steps("[]"), shared) == Lines{"~ river/toll/service.json", "/steps/0/text:  -> a", "/steps/1/text:  -> b"});
    auto form = [](const std::string& list) { return with(shared, "river/toll/form.json", R"({"components": )" + list + "}"); };
    auto two = form(R"([{"id": "one", "label": "x"}, {"id": "two", "label": "y"}])");
    CHECK(lines(two, form(R"([{"id": "two", "label": "y"}, {"id": "one", "label": "z"}])")) ==
          Lines{"~ river/toll/form.json", "/components/1/label: x -> z", "/components: one, two -> two, one"});
}

TEST_CASE("files that come, go or are no JSON") {
    auto letters = with(shared, "river/toll/letters.json", R"({"law": {"et": "Seadus"}})");
    CHECK(lines(shared, letters) == Lines{"+ river/toll/letters.json", "/law/et:  -> Seadus"});
    CHECK(lines(letters, shared) == Lines{"- river/toll/letters.json", "/law/et: Seadus -> "});
    CHECK(lines(with(shared, "common/toll/decision.dmn", "<a/>"), with(shared, "common/toll/decision.dmn", "<b/>")) == Lines{"~ common/toll/decision.dmn"});
    // What cannot be read is named all the same.
    CHECK(lines(letters, with(shared, "river/toll/letters.json", "{")) == Lines{"~ river/toll/letters.json"});
}
