#include "media/exif.h"

#include <doctest/doctest.h>

#include "media/test_exif.h"
#include "media/worker_protocol.h"

using namespace raekoda;
using namespace raekoda::media;

TEST_CASE("exif: place on all four quarters of the globe") {
    for (double latitude : {58.3806, -33.9}) {
        for (double longitude : {26.7251, -70.6}) {
            for (bool big : {false, true}) {
                auto facts = read_exif(exif_block({.latitude = latitude, .longitude = longitude, .big_endian = big}));
                REQUIRE(facts.position.has_value());
                CHECK(facts.position->latitude == doctest::Approx(latitude).epsilon(1e-6));
                CHECK(facts.position->longitude == doctest::Approx(longitude).epsilon(1e-6));
            }
        }
    }
}

TEST_CASE("exif: places that are none") {
    CHECK_FALSE(read_exif(exif_block({.latitude = 91, .longitude = 26})).position.has_value());
    CHECK_FALSE(read_exif(exif_block({.latitude = 58, .longitude = 181})).position.has_value());
    CHECK_FALSE(read_exif(exif_block({.taken = "2026:09:01 21:14:05"})).position.has_value());
    auto block = exif_block({.latitude = 58, .longitude = 26});
    auto at = block.find(std::string("\x3A\0\0\0\x01\0\0\0", 8));  // 58/1 becomes 58/0
    REQUIRE(at != std::string::npos);
    block[at + 4] = 0;
    CHECK_FALSE(read_exif(block).position.has_value());
}

TEST_CASE("exif: cut or spoilt anywhere it stays harmless") {
    auto block = exif_block({.orientation = 1, .taken = "2026:09:01 21:14:05", .offset = "+03:00", .latitude = 58.1, .longitude = 26.2});
    for (std::size_t length = 0; length < block.size(); ++length) {
        auto facts = read_exif(std::string(block, 0, length));
        if (facts.position) CHECK(std::abs(facts.position->latitude) <= 90);
        CHECK((facts.taken.empty() || facts.taken.size() == 19));
    }
    for (std::size_t at = 0; at < block.size(); ++at) {
        for (char byte : {'\0', '\xFF', '\x7F'}) {
            auto spoilt = block;
            spoilt[at] = byte;
            auto facts = read_exif(spoilt);
            if (facts.position) CHECK(std::abs(facts.position->longitude) <= 180);
            CHECK((facts.taken.empty() || facts.taken.size() == 19));
        }
    }
}

TEST_CASE("exif: moments") {
    auto utc = [](std::string_view taken, std::string_view offset) {
        auto moment = exif_instant(taken, offset, "Europe/Tallinn");
        return moment ? iso_utc(*moment) : std::string("none");
    };
    CHECK(utc("2026:09:01 21:14:05", "+03:00") == "2026-09-01T18:14:05Z");
    CHECK(utc("2026:09:01 21:14:05", "") == "2026-09-01T18:14:05Z");
    CHECK(utc("2026:01:01 00:00:59", "") == "2025-12-31T22:00:59Z");
    CHECK(utc("0000:00:00 00:00:00", "") == "none");
    CHECK(utc("2026:02:30 10:00:00", "") == "none");
    CHECK(utc("", "") == "none");
    CHECK(utc("2026-09-01", "") == "none");
}

TEST_CASE("what worker and server say survives the way and nothing else does") {
    Request request{Operation::cover, {{0.1, 0.2, 0.3, 0.4}}, "bytes"};
    auto encoded = encode_request(request);
    auto decoded = decode_request(encoded);
    REQUIRE(decoded.has_value());
    CHECK(decoded->areas[0].height == 0.4);
    CHECK(decoded->picture == "bytes");
    for (std::size_t length = 0; length < encoded.size(); ++length) CHECK_FALSE(decode_request(encoded.substr(0, length)).has_value());
    CHECK_FALSE(decode_request(encoded + "x").has_value());

    Answer answer{Verdict::done, 10, 20, GeoPosition{58, 26}, "t", "o", "\xFF\xD8\xFF large", "\xFF\xD8\xFF small"};
    auto bytes = encode_answer(answer);
    REQUIRE(decode_answer(bytes).has_value());
    CHECK(decode_answer(bytes)->position->latitude == 58);
    for (std::size_t length = 0; length < bytes.size(); ++length) CHECK_FALSE(decode_answer(bytes.substr(0, length)).has_value());
    answer.position = GeoPosition{500, 26};
    CHECK_FALSE(decode_answer(encode_answer(answer))->position.has_value());
    answer.large = "<html>";
    CHECK_FALSE(decode_answer(encode_answer(answer)).has_value());
    answer.large = "\xFF\xD8\xFF";
    answer.width = 100'000;
    CHECK_FALSE(decode_answer(encode_answer(answer)).has_value());
}
