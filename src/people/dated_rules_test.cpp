// Rules with days: read whole or refused; ages on birthdays; months back.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "people/dated_rules.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {

const std::string two = R"({"versions":[
    {"valid_from":"2020-01-01","valid_until":"2025-12-31","source":"s","keep_register_queries_months":12,"act_alone_from_age":18},
    {"valid_from":"2026-01-01","valid_until":null,"source":"s","keep_register_queries_months":36,"act_alone_from_age":18,"apply_from_age":{"information-request":7}}]})";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("dated rules: read, or told what is wrong") {
    auto rules = read_dated_rules(two).value();
    CHECK(rules.on({2025, 12, 31})->keep_register_queries_months == 12);
    CHECK(rules.on({2026, 1, 1})->keep_register_queries_months == 36);
    CHECK_FALSE(rules.on({2019, 12, 31}));
    CHECK_FALSE(rules.on({2026, 1, 1})->keep_decided_years);  // no rule: without end
    auto kept = read_dated_rules(replaced(two, ":7}", ":7},\"keep_decided_years\":7,\"keep_decided_years_of\":{\"parking-permit\":5},\"keep_withdrawn_days\":90")).value();
    CHECK(kept.on({2026, 1, 1})->keep_decided_years == 7);
    CHECK(kept.on({2026, 1, 1})->keep_decided_years_of.at("parking-permit") == 5);
    CHECK(kept.on({2026, 1, 1})->keep_withdrawn_days == 90);
    const std::pair<const char*, const char*> changes[] = {{"2025-12-31", "2026-01-01"}, {"2025-12-31", "2019-01-01"}, {"2020-01-01", "soon"}, {"\"source\":\"s\",", ""}, {":12,", ":0,"},
                                                           {":12,", ":601,"}, {":18", ":22"}, {":18", ":\"18\""}, {":7}", ":-1}"}, {":7}", ":7},\"keep_decided_years\":0"}, {":7}", ":7},\"keep_withdrawn_days\":-1"},
                                                           {":7}", ":7},\"keep_decided_years_of\":{\"parking-permit\":5}"}, {":7}", ":7},\"keep_decided_years\":7,\"keep_decided_years_of\":{\"parking-permit\":101}"},
                                                           {"act_alone_from_age", "age"}, {"versions", "rules"}};
    for (const auto& change : changes) {
        CAPTURE(change.second);
        CHECK(read_dated_rules(replaced(two, change.first, change.second)).error().fault == Fault::invalid);
    }
    for (const char* text : {"", "{", "[]", R"({"versions":[]})", R"({"versions":[1]})"}) CHECK_FALSE(read_dated_rules(text));
}

TEST_CASE("dated rules: those of the catalogue are good and say who may act today") {
    std::ifstream in(std::string(RAEKODA_SOURCE_DIR) + "/catalogue/common/people.json");
    auto rules = read_dated_rules(std::string(std::istreambuf_iterator<char>(in), {})).value();
    const Date today{2026, 11, 21};
    REQUIRE(rules.on(today));
    CHECK(rules.on(today)->keep_decided_years);
    CHECK(rules.on(today)->keep_withdrawn_days);
    // Born on 21 November 2008: grown up today. (The codes' numbers are given to nobody.)
    CHECK(may_act(rules, "EE50811219997", "parking-permit", today) == may_act(rules, "EE50811219997", {}, today));
    CHECK(may_act(rules, "email:child@example.ee", {}, today));
    CHECK(may_act(rules, "LV010190-12345", {}, today));
}

TEST_CASE("dated rules: on the birthday itself, and where a day does not exist") {
    CHECK(full_years({2008, 11, 21}, {2026, 11, 20}) == 17);
    CHECK(full_years({2008, 11, 21}, {2026, 11, 21}) == 18);
    CHECK(full_years({2008, 2, 29}, {2026, 2, 28}) == 17);
    CHECK(full_years({2008, 2, 29}, {2026, 3, 1}) == 18);
    auto rules = read_dated_rules(two).value();
    // 62402299733 is born on 29 February 2024, 60001019906 on 1 January 2000.
    CHECK(may_act(rules, "EE60001019906", {}, {2026, 11, 21}));
    CHECK_FALSE(may_act(rules, "EE62402299733", {}, {2026, 11, 21}));
    CHECK_FALSE(may_act(rules, "EE62402299733", "information-request", {2031, 2, 28}));
    CHECK(may_act(rules, "EE62402299733", "information-request", {2031, 3, 1}));
    CHECK_FALSE(may_act(rules, "EE62402299733", "parking-permit", {2031, 3, 1}));
    CHECK(may_act(rules, "EE62402299733", {}, {2019, 1, 1}));  // no rule then
    CHECK(months_before({2026, 3, 31}, 1) == Date{2026, 2, 28});
    CHECK(months_before({2026, 1, 15}, 36) == Date{2023, 1, 15});
    CHECK(months_before({2026, 1, 15}, 13) == Date{2024, 12, 15});
}
