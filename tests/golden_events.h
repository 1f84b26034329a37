// Events of old journals are read for ever: tests/golden/<file>.jsonl has at least one line for every kind of event of a room. A line is never
// changed or taken away; a new kind or field gets a line of its own.
#pragma once
#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <string>
#include <variant>

#include "base/json.h"
#include "journal/journal.h"

namespace raekoda::testing {

// `take`: what is done with each line's type and data (as one line of JSON).
template <class Take>
void each_golden_event(const std::string& file, Take take) {
    std::ifstream in(std::string(RAEKODA_SOURCE_DIR) + "/tests/golden/" + file + ".jsonl");
    REQUIRE(in);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        CAPTURE(file);
        CAPTURE(++number);
        auto parsed = json::parse(line, 1u << 20);
        REQUIRE(parsed);
        const auto& object = parsed->as_object();
        take(json::text(object, "type"), json::serialize(object.at("data")));
    }
}

// Each line decodes and, written again, is the same: nothing that stands in a journal is lost in reading.
template <class Variant, class Decode>
void check_golden_events(const std::string& file, Decode decode) {
    std::set<std::string> types;
    each_golden_event(file, [&](const std::string& type, const std::string& data) {
        Result<Variant> event = decode(type, data);
        REQUIRE(event);
        types.insert(type);
        journal::Event again = encode(*event);
        CHECK(again.type == type);
        CHECK(again.data == data);
    });
    CHECK(types.size() == std::variant_size_v<Variant>);  // every kind of event has a line
}

}  // namespace raekoda::testing
