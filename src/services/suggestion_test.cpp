#include "services/suggestion.h"

#include <doctest/doctest.h>

#include <fstream>

#include "base/text.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

ReportKind kind(std::string id, std::vector<std::string> keywords, std::vector<int> months = {}) {
    ReportKind out;
    out.id = std::move(id);
    out.keywords["et"] = std::move(keywords);
    out.months = std::move(months);
    return out;
}

std::string ids(const std::vector<Suggestion>& suggestions) {
    std::string out;
    for (const auto& one : suggestions) out += (out.empty() ? "" : " ") + one.kind;
    return out;
}

}  // namespace

TEST_CASE("sentences as people write them, in three languages, against the project's catalogue") {
    auto loaded = Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + "/catalogue");
    REQUIRE(loaded.catalogue);
    // The sentences are written for the municipality that offers most.
    const auto& all = loaded.catalogue->municipalities();
    const auto& largest = *std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.kinds.size() < b.kinds.size(); });
    std::ifstream in(std::string(RAEKODA_SOURCE_DIR) + "/tests/suggestion_sentences.tsv");
    std::string line;
    int count = 0, first = 0;
    while (std::getline(in, line)) {
        auto parts = split(line, '\t');
        if (line.empty() || line[0] == '#') continue;
        REQUIRE(parts.size() == 3);
        CAPTURE(line);
        auto found = loaded.catalogue->suggest(largest.id, parts[2], static_cast<int>(parse_integer(parts[1]).value()), {}, 3);
        CAPTURE(ids(found));
        CHECK(std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.kind == parts[0]; }));
        ++count;
        first += !found.empty() && found[0].kind == parts[0];
    }
    CHECK(count >= 60);
    CHECK(first * 10 >= count * 9);
}

TEST_CASE("stems, compounds, slips and phrases") {
    Suggester suggester({kind("hole", {"löökauk", "auk"}), kind("lamp", {"lamp", "valgusti", "ei põle"}), kind("fire", {"põleng"})});
    auto asked = [&](std::string_view text) { return ids(suggester.suggest(text, 6, {}, 3)); };
    CHECK(asked("Tänavavalgustid") == "lamp");     // a compound
    CHECK(asked("VALGUSTITE") == "lamp");          // the beginning
    CHECK(asked("valgsuti") == "lamp");            // two letters exchanged
    CHECK(asked("loklauk") == "");                // two slips are too many
    CHECK(asked("lookauk") == "hole");             // without diacritics
    CHECK(asked("ei tea") == "");                  // half a phrase
    CHECK(asked("See enam ei põle") == "lamp");
    CHECK(asked("aukartus") == "");                // a short stem takes a short ending only
    CHECK(asked("auku") == "hole");
    CHECK(asked("") == "");
    CHECK(asked("!?") == "");
    CHECK(suggester.suggest("auk", 6, {}, 0).empty());
    CHECK(suggester.suggest("auk", 6, {}, -1).empty());
}

TEST_CASE("season, neighbours and rare words weigh") {
    Suggester suggester({kind("snow", {"koristamata", "lumi"}, {12, 1, 2}), kind("leaves", {"koristamata", "leht"}, {9, 10})});
    CHECK(ids(suggester.suggest("koristamata", 1, {}, 3)) == "snow leaves");
    CHECK(ids(suggester.suggest("koristamata", 10, {}, 3)) == "leaves snow");
    CHECK(ids(suggester.suggest("koristamata leht", 1, {}, 3)) == "leaves snow");
    CHECK(ids(suggester.suggest("koristamata", 6, {{"leaves", 3}}, 3)) == "leaves snow");
    CHECK(ids(suggester.suggest("", 6, {{"leaves", 3}, {"unknown", 9}}, 3)) == "leaves");
    CHECK(suggester.suggest(std::string(100'000, 'a'), 6, {}, 3).empty());
}
