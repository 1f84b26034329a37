// Services of the catalogue: taking over, dated variants, values in texts, versions.
#include <doctest/doctest.h>

#include "services/service_folder.h"
#include "services/services.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const std::string root = RAEKODA_SOURCE_DIR;
const MunicipalityId river("river"), hill("hill");
const Date in_2026{2026, 6, 1}, in_2027{2027, 1, 1};

const Catalogue& good() {
    static const auto loaded = Catalogue::load(root + "/tests/catalogue_cases/good");
    REQUIRE(loaded.catalogue);
    return *loaded.catalogue;
}

}  // namespace

TEST_CASE("a common service is taken over with changes") {
    auto toll = good().service(river, "toll", in_2026);
    REQUIRE(toll);
    CHECK(toll->origin == Service::Origin::adapted);
    CHECK(toll->local == std::vector<std::string>{"time_limit", "related", "parameters"});
    CHECK(toll->time_limit.calendar_days == 7);
    CHECK(toll->time_limit.working_days == 0);
    CHECK(toll->owner.en == "Bridge keeper");
    REQUIRE(toll->decision_model);
    CHECK(toll->decision_model->id == "toll");
    CHECK(toll->decision.facts.front().second == "data.vehicle");
    CHECK(good().services(hill, in_2026).empty());  // it has a decision of that name, but no such service
    CHECK_FALSE(good().service(river, "boat", in_2026));
}

TEST_CASE("values in texts are those of the day") {
    auto toll = good().service(river, "toll", in_2026);
    REQUIRE(toll);
    CHECK(toll->say(toll->summary, Language::et, in_2026) == "Vankriga üle silla: 1,50 eurot.");
    CHECK(toll->say(toll->summary, Language::en, {2025, 3, 1}) == "Across the bridge with a cart: 1 euros.");
    CHECK(toll->say(toll->summary, Language::en, {2026, 1, 15}) == "Across the bridge with a cart: {cart} euros.");  // nothing is valid that day
    auto pass = good().service(river, "ferry-pass", in_2026);
    REQUIRE(pass);
    CHECK(pass->say(pass->summary, Language::ru, in_2026) == "Месяц на пароме, 12,50 евро.");
    CHECK(with_values("{a} {price", {}, Language::et) == "{a} {price");
}

TEST_CASE("a dated variant holds from its day on and leaves what was before as it is") {
    auto now = good().service(river, "toll", in_2026), later = good().service(river, "toll", in_2027);
    REQUIRE(now);
    REQUIRE(later);
    CHECK(now->result.en == "A ticket");
    CHECK(later->result.en == "A ticket and a letter of thanks");
    CHECK(later->valid_from == in_2027);
    CHECK(now->version != later->version);
    CHECK_FALSE(now->files.contains("river/toll/from-2027-01-01.json"));
    CHECK(later->files.contains("river/toll/from-2027-01-01.json"));
    CHECK(now->version.size() == 16);
}

TEST_CASE("a service is the same when it is read from its kept files") {
    for (Date day : {in_2026, in_2027}) {
        auto toll = good().service(river, "toll", day);
        auto again = service_from_files(toll->files, river, "toll");
        for (const auto& problem : again.problems) MESSAGE(problem.file, ":", problem.line, ": ", problem.text);
        REQUIRE(again.service);
        CHECK(again.service->version == toll->version);
        CHECK(again.service->result.et == toll->result.et);
        CHECK(again.service->decision_model->parameter_rows.size() == toll->decision_model->parameter_rows.size());
        CHECK(again.service->local == toll->local);
    }
    auto pass = good().service(river, "ferry-pass", in_2026);
    CHECK(pass->form_file == "river/ferry-pass/form.json");
    CHECK(pass->form_examples.size() == 1);
    auto again = service_from_files(pass->files, river, "ferry-pass");
    REQUIRE(again.service);
    CHECK(again.service->form_json == pass->form_json);
    auto files = pass->files;
    files["river/ferry-pass/service.json"] = "{\n \"type\": \"service\"\n}";
    auto broken = service_from_files(files, river, "ferry-pass");
    CHECK_FALSE(broken.service);
    CHECK(broken.problems.size() > 5);
    CHECK_FALSE(service_from_files({}, river, "ferry-pass").service);
}

TEST_CASE("life events and themes") {
    const auto* municipality = good().municipality(river);
    REQUIRE(municipality->life_event("moving"));
    CHECK(municipality->life_event("moving")->steps.front().services.size() == 2);
    CHECK(municipality->service_theme("roads")->name.et == "Teed");
    CHECK_FALSE(municipality->life_event("birth"));
}

TEST_CASE("the project's own services") {
    auto loaded = Catalogue::load(root + "/catalogue");
    REQUIRE(loaded.catalogue);
    for (const auto& municipality : loaded.catalogue->municipalities())
        for (const auto& variants : loaded.catalogue->service_variants(municipality.id))
            for (const auto& service : variants) {
                CAPTURE(municipality.id.value + "/" + service->id);
                auto again = service_from_files(service->files, municipality.id, service->id);
                REQUIRE(again.service);
                CHECK(again.service->version == service->version);
                for (auto language : view::all_languages) {
                    auto text = service->say(service->summary, language, {2026, 11, 21});
                    CHECK(text.find('{') == std::string::npos);
                }
            }
}
