// Changing services as files: only differences are written, both languages of a form stay together, what was valid stays.
#include <doctest/doctest.h>

#include "services/service_begin.h"
#include "services/service_editor.h"
#include "services/service_folder.h"

using namespace raekoda;
using namespace raekoda::services;

namespace {

const MunicipalityId river("river");
const Date today{2026, 6, 1};

const Catalogue& good() {
    static const auto loaded = Catalogue::load(std::string(RAEKODA_SOURCE_DIR) + "/tests/catalogue_cases/good");
    REQUIRE(loaded.catalogue);
    return *loaded.catalogue;
}
std::shared_ptr<const Service> toll(Date on = today) { return good().service(river, "toll", on); }
std::shared_ptr<const Service> read(const ServiceFiles& files, const std::string& id) {
    auto made = service_from_files(files, river, id);
    for (const auto& problem : made.problems) MESSAGE(problem.file, ":", problem.line, ": ", problem.text);
    REQUIRE(made.service);
    return made.service;
}
const EditableText& text_at(const std::vector<EditableText>& texts, const std::string& place) {
    auto found = std::find_if(texts.begin(), texts.end(), [&](const auto& one) { return one.place == place; });
    REQUIRE(found != texts.end());
    return *found;
}

}  // namespace

TEST_CASE("a patch between two texts makes the second of the first") {
    const char* pairs[][2] = {{R"({"a":1,"b":{"c":2,"d":[1]}})", R"({"a":1,"b":{"c":3,"e":null}})"}, {R"({})", R"({"a":{"b":1}})"}, {R"({"a":{"b":1}})", R"({"a":[1]})"}};
    for (const auto& pair : pairs) {
        auto from = json::parse(pair[0]).value(), to = json::parse(pair[1]).value(), again = from;
        auto patch = patch_between(from, to);
        merge_patch(again, patch);
        if (std::string(pair[1]).find("null") == std::string::npos) CHECK(json::serialize(again) == json::serialize(to));
    }
    CHECK(json::serialize(patch_between(json::parse(R"({"a":1,"b":2})").value(), json::parse(R"({"a":1,"b":3})").value())) == R"({"b":3})");
}

TEST_CASE("a changed text of a shared service is written as a difference") {
    auto texts = service_texts(toll()->files, river, "toll");
    CHECK_FALSE(text_at(texts, "/name").local);
    CHECK(text_at(texts, "/steps/0/name").text.en == "Come to the bridge");
    auto files = with_service_texts(toll()->files, river, "toll", {{"/name", {"Jõepilet", "River ticket", "Билет"}}});
    REQUIRE(files);
    CHECK(files->at("common/toll/service.json") == toll()->files.at("common/toll/service.json"));
    auto own = json::parse(files->at("river/toll/service.json")).value();
    CHECK(own.get_object().size() == 4);  // type, name, what was local before
    auto service = read(*files, "toll");
    CHECK(service->name.en == "River ticket");
    CHECK(service->time_limit.calendar_days == 7);
    CHECK(service->time_limit.working_days == 0);
    CHECK(text_at(service_texts(*files, river, "toll"), "/name").local);
    // Back to the common words: the difference is gone.
    auto back = with_service_texts(*files, river, "toll", {{"/name", toll()->name}});
    CHECK_FALSE(json::parse(back->at("river/toll/service.json")).value().get_object().contains("name"));
}

TEST_CASE("a dated patch that holds becomes part of what is written") {
    auto later = toll({2027, 2, 1});
    auto files = with_service_texts(later->files, river, "toll", {{"/name", {"a", "b", "c"}}});
    REQUIRE(files);
    CHECK_FALSE(files->contains("river/toll/from-2027-01-01.json"));
    CHECK(read(*files, "toll")->result.en == "A ticket and a letter of thanks");
}

TEST_CASE("lists grow and shrink") {
    auto grown = with_list_item(toll()->files, river, "toll", "steps", std::nullopt);
    REQUIRE(grown);
    CHECK_FALSE(service_from_files(*grown, river, "toll").service);  // an empty text is missing
    auto filled = with_service_texts(*grown, river, "toll", {{"/steps/1/name", {"a", "b", "c"}}, {"/steps/1/text", {"a", "b", "c"}}});
    CHECK(read(*filled, "toll")->steps.size() == 2);
    CHECK(read(*with_list_item(*filled, river, "toll", "steps", 0), "toll")->steps.front().name.et == "a");
    CHECK_FALSE(with_list_item(toll()->files, river, "toll", "steps", 5));
    CHECK_FALSE(with_list_item(toll()->files, river, "toll", "secrets", std::nullopt));
}

TEST_CASE("new values hold from their day; older ones stay") {
    NewValues values{{2026, 9, 1}, {{"cart", "2,5"}, {"free from", "22:00:00"}, {"grace", "PT2H"}}, "Otsus 7", true};
    auto files = with_values_from(toll()->files, *toll(), values, today);
    REQUIRE(files);
    auto service = read(*files, "toll");
    CHECK(service->say(service->summary, Language::en, {2026, 8, 31}) == "Across the bridge with a cart: 1.50 euros.");
    CHECK(service->say(service->summary, Language::en, {2026, 9, 1}) == "Across the bridge with a cart: 2.50 euros.");
    values.values["cart"] = "3";  // once more for the same day: the row that has not begun gives way
    auto again = with_values_from(*files, *service, values, today);
    CHECK(read(*again, "toll")->parameter_rows.size() == service->parameter_rows.size());
    CHECK(read(*again, "toll")->say(service->summary, Language::en, {2026, 9, 1}) == "Across the bridge with a cart: 3 euros.");
    values.valid_from = {2026, 5, 1};
    values.values.erase("grace");
    values.source = " ";
    auto wrong = with_values_from(toll()->files, *toll(), values, today);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().problems.size() == 3);
    auto pass = good().service(river, "ferry-pass", today);
    auto own = with_values_from(pass->files, *pass, {{2026, 7, 1}, {{"price", "15"}}, "x", true}, today);
    REQUIRE(own);
    CHECK(read(*own, "ferry-pass")->say(pass->summary, Language::en, {2026, 7, 1}) == "A month of the ferry, 15 euros.");
}

TEST_CASE("questions are changed in three languages at once") {
    auto pass = good().service(river, "ferry-pass", today);
    auto texts = form_texts(pass->files, river, "ferry-pass");
    REQUIRE(texts.size() == 1);
    CHECK(texts[0].text.ru == "Лодка");
    auto files = with_form_texts(pass->files, river, "ferry-pass", {{"Field_1/label", {"Laev", "Ship", "Корабль"}}});
    REQUIRE(files);
    auto service = read(*files, "ferry-pass");
    CHECK(service->version != pass->version);
    CHECK(form_texts(*files, river, "ferry-pass")[0].text.et == "Laev");
    CHECK_FALSE(with_form_file(pass->files, river, "ferry-pass", "[]"));
    CHECK_FALSE(with_form_file(pass->files, river, "ferry-pass", "{"));
    auto file = with_form_file(pass->files, river, "ferry-pass", pass->form_json);
    REQUIRE(file);
    CHECK(read(*file, "ferry-pass")->form != nullptr);
}

TEST_CASE("written JSON is read by people") {
    auto text = readable_json(json::parse(R"({"type":"service","name":{"et":"a","en":"b","ru":"c"},"list":[]})").value());
    CHECK(text == "{\n  \"type\": \"service\",\n  \"name\": {\"et\": \"a\", \"en\": \"b\", \"ru\": \"c\"},\n  \"list\": []\n}\n");
}

TEST_CASE("a service that is begun says what has to be written; with texts it can be read") {
    auto files = begun_service(river, {"raft", {"Parv", "Raft", "Плот"}, {"Parve luba", "A permit", "Разрешение"}, {"roads"}, {"resident"}, true});
    auto made = service_from_files(files, river, "raft");
    CHECK_FALSE(made.service);
    NewTexts texts;
    for (const auto& text : service_texts(files, river, "raft")) texts[text.place] = {"Sõnad", "Words", "Слова"};
    CHECK(texts.contains("/appeal"));
    CHECK(texts.contains("/owner"));
    auto filled = with_service_texts(files, river, "raft", texts);
    REQUIRE(filled);
    CHECK(read(*filled, "raft")->has_form());
    auto plain = begun_service(river, {"raft", {"Parv", "Raft", "Плот"}, {"a", "b", "c"}, {"roads"}, {"resident"}, false});
    for (const auto& text : service_texts(plain, river, "raft")) texts[text.place] = {"Sõnad", "Words", "Слова"};
    auto without = with_service_texts(plain, river, "raft", texts);
    CHECK_FALSE(read(*without, "raft")->has_form());
    auto later = with_new_form(*without, river, "raft");
    REQUIRE(later);
    CHECK(read(*with_service_texts(*later, river, "raft", texts), "raft")->has_form());
    CHECK_FALSE(with_new_form(*later, river, "raft"));
}

TEST_CASE("a copy is a whole service of its own and decides as the other does") {
    auto files = copied_service(*toll(), "toll-two", {"Teine", "Second", "Вторая"});
    REQUIRE(files);
    CHECK_FALSE(files->contains("river/toll/service.json"));
    auto service = read(*files, "toll-two");
    CHECK(service->origin == Service::Origin::own);
    CHECK(service->name.en == "Second");
    CHECK(service->time_limit.calendar_days == 7);
    CHECK(service->decision_model != nullptr);
    CHECK(service->say(service->summary, Language::en, today) == toll()->say(toll()->summary, Language::en, today));
    auto pass = good().service(river, "ferry-pass", today);
    auto copy = copied_service(*pass, "boat-pass", {});
    CHECK(read(*copy, "boat-pass")->form_examples.size() == pass->form_examples.size());
    CHECK(read(*copy, "boat-pass")->name.et == pass->name.et);
}

TEST_CASE("a common service is taken over with unconfirmed values of another municipality") {
    const MunicipalityId hill("hill");
    CHECK(common_services_left(good(), river).empty());
    auto left = common_services_left(good(), hill);
    REQUIRE(left.size() == 1);
    CHECK(left[0].id == "toll");
    auto files = taken_over_service(good(), hill, "toll");
    REQUIRE(files);
    CHECK(files->contains("common/toll/service.json"));
    CHECK(files->at("hill/toll/parameters.json").find("\"confirmed\": true") == std::string::npos);
    CHECK_FALSE(taken_over_service(good(), river, "toll"));
    CHECK_FALSE(taken_over_service(good(), hill, "../river"));
}
