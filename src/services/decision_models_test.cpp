#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "decision/model.h"
#include "services/services.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const std::string root = RAEKODA_SOURCE_DIR;
const MunicipalityId river("river"), hill("hill"), tartu("tartu");

const Catalogue& good() {
    static const auto loaded = Catalogue::load(root + "/tests/catalogue_cases/good");
    REQUIRE(loaded.catalogue);
    return *loaded.catalogue;
}
const Catalogue& project() {
    static const auto loaded = Catalogue::load(root + "/catalogue");
    REQUIRE(loaded.catalogue);
    return *loaded.catalogue;
}

}  // namespace

TEST_CASE("a municipality takes a common model over with parameters and words of its own, or has its own model") {
    const auto* toll = good().decision_model(river, "toll");
    REQUIRE(toll);
    CHECK(toll->origin == "common");
    CHECK(toll->parameters_origin == "river");
    CHECK(toll->file == "common/toll/decision.dmn");
    CHECK(toll->name.et == "Jõemaks");                          // of the merge patch
    CHECK(toll->description.et == "Mis maksab silla ületamine.");  // of common
    CHECK(toll->decision == "Sillamaks");
    REQUIRE(toll->inputs.size() == 2);  // without `parameters`, in the model's order
    CHECK(toll->inputs[0].name == "sõiduk");
    REQUIRE(toll->inputs[0].values.size() == 2);
    CHECK(toll->inputs[0].values[1].key == "cart");
    CHECK(toll->inputs[1].hint.et == "aastates");
    CHECK(toll->parameters.size() == 3);
    CHECK(toll->examples.size() == 3);
    CHECK(toll->version.size() == 12);

    const auto* own = good().decision_model(hill, "toll");
    REQUIRE(own);
    CHECK(own->origin == "hill");
    CHECK(own->parameters_origin.empty());
    CHECK(own->parameter_rows.empty());
    CHECK(own->examples.empty());  // those of common speak of another model
    CHECK(own->version != toll->version);
    CHECK(good().decision_model(hill, "bridge") == nullptr);
    CHECK(good().decision_models(MunicipalityId("sea")).empty());
}

TEST_CASE("parameters are those of the day") {
    auto cart = [](Date day) {
        auto values = good().parameters_on(river, "toll", day);
        return values.is_null() ? "none" : decision::to_literal(values);
    };
    CHECK(cart({2024, 12, 31}) == "none");
    CHECK(cart({2025, 1, 1}) == "{cart: 1, free from: 22:00:00, grace: PT1H}");
    CHECK(cart({2025, 12, 31}) == cart({2025, 1, 1}));
    CHECK(cart({2026, 1, 1}) == "none");  // between two rows, the first of which has ended
    CHECK(cart({2026, 2, 1}).starts_with("{cart: 1.5"));
    CHECK(cart({2099, 1, 1}).starts_with("{cart: 1.5"));
    CHECK(good().parameters_on(hill, "toll", {2026, 1, 1}).is_null());
    CHECK(good().parameters_on(river, "bridge", {2026, 1, 1}).is_null());
    REQUIRE(good().decision_model(river, "toll")->parameter_rows.size() == 2);
    CHECK(good().decision_model(river, "toll")->parameter_rows[0].valid_to == Date{2025, 12, 31});
}

TEST_CASE("versions of the rule table can be read like every other decision") {
    const auto* table = good().decision_model(river, "report_routing_2026-10-01");
    REQUIRE(table);
    CHECK(table->origin == "river");
    REQUIRE(table->model->tables().size() == 1);
    CHECK(table->model->tables()[0].rules.size() == 4);
    CHECK(good().decision_model(river, "report_routing_2025-01-01"));
}

TEST_CASE("the sample decisions: every municipality, with examples; what is not certain says so") {
    std::size_t examples = 0, unconfirmed = 0;
    for (const auto& municipality : project().municipalities()) {
        CAPTURE(municipality.id.value);
        for (const char* id : {"funeral-grant", "school-start-grant", "participatory-budget-vote"}) {
            CAPTURE(id);
            const auto* found = project().decision_model(municipality.id, id);
            REQUIRE(found);
            CHECK(!found->examples.empty());
            examples += found->examples.size();
            for (const auto& row : found->parameter_rows) unconfirmed += !row.confirmed;
        }
    }
    CHECK(examples >= 35);
    CHECK(unconfirmed >= 5);
    REQUIRE(project().decision_model(tartu, "parking-permit"));
    CHECK(project().decision_model(MunicipalityId("elva"), "participatory-budget-vote")->origin == "elva");
    // The same facts, another municipality, another answer: the parameters differ, the model does not.
    CHECK(project().decision_model(tartu, "funeral-grant")->model == project().decision_model(MunicipalityId("elva"), "funeral-grant")->model);
}

TEST_CASE("many threads route at once and get what one would") {
    std::vector<RoutingFacts> facts;
    for (int month = 1; month <= 12; ++month)
        for (const char* kind : {"snow-and-ice", "pothole", "dangerous-wire", "trees"})
            for (const char* area : {"west", "east", "nowhere"})
                facts.push_back({kind, "", "main", {area}, {{"what", {"ice", "power-line"}}, {"danger", {"yes"}}}, LocalTime{{2026, month, 7}, month * 100}});
    std::vector<std::string> expected;
    for (const auto& one : facts) expected.push_back(project().route(tartu, one)->rule_id);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 20; ++turn)
                for (std::size_t i = 0; i < facts.size(); ++i) {
                    auto routing = project().route(tartu, facts[i]);
                    if (!routing || routing->rule_id != expected[i]) ++wrong;
                }
        });
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
}
