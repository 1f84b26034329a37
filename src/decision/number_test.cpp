// Numbers: the short ways give bit for bit what the library gives; texts read back as the same number.
#include "decision/number.h"

#include <bid_conf.h>
#include <bid_functions.h>
#include <doctest/doctest.h>

#include <random>

using raekoda::decision::Number;

namespace {

BID_UINT128 intel(const Number& n) {
    BID_UINT128 x;
    x.w[0] = n.low_bits();
    x.w[1] = n.high_bits();
    return x;
}
bool same_bits(const Number& n, BID_UINT128 x) { return n.low_bits() == x.w[0] && n.high_bits() == x.w[1]; }

Number any_number(std::mt19937_64& random) {
    const auto bits = static_cast<int>(random() % 64);
    auto coefficient = static_cast<std::int64_t>(random() >> (63 - bits) >> 1);
    if (random() % 8 == 0) coefficient = 0;
    if (random() % 2 == 0) coefficient = -coefficient;
    Number n = Number::scaled(coefficient, static_cast<int>(random() % 50) - 25);
    return random() % 4 == 0 ? n * n : n;  // also coefficients beyond 64 bits
}

}  // namespace

TEST_CASE("the four operations and the order are those of decimal128") {
    std::mt19937_64 random(34);
    for (int i = 0; i < 50'000; ++i) {
        const Number a = any_number(random), b = any_number(random);
        CAPTURE(a.text());
        CAPTURE(b.text());
        unsigned flags = 0;
        REQUIRE(same_bits(a + b, bid128_add(intel(a), intel(b), 0, &flags)));
        REQUIRE(same_bits(a - b, bid128_sub(intel(a), intel(b), 0, &flags)));
        REQUIRE(same_bits(a * b, bid128_mul(intel(a), intel(b), 0, &flags)));
        REQUIRE(same_bits(a / b, bid128_div(intel(a), intel(b), 0, &flags)));
        const int order = bid128_quiet_less(intel(a), intel(b), &flags) ? -1 : bid128_quiet_equal(intel(a), intel(b), &flags) ? 0 : 1;
        const int ours = Number::compare(a, b);
        REQUIRE_EQ(ours < 0 ? -1 : ours > 0, order);
        if (order == 0) REQUIRE_EQ(a.hash(), b.hash());
    }
}

TEST_CASE("quotients of small numbers and rounding are those of decimal128") {
    std::mt19937_64 random(36);
    for (int i = 0; i < 50'000; ++i) {
        const Number a = Number::scaled(static_cast<std::int64_t>(random() % 100'000), -static_cast<int>(random() % 4));
        const Number b = Number::scaled(static_cast<std::int64_t>(random() % (i % 2 ? 100 : 100'000)) + 1, -static_cast<int>(random() % 4));
        CAPTURE(a.text());
        CAPTURE(b.text());
        unsigned flags = 0;
        REQUIRE(same_bits(a / b, bid128_div(intel(a), intel(b), 0, &flags)));
        const Number c = i % 2 ? a / b : any_number(random);
        const int digits = static_cast<int>(random() % 45) - 5;
        CAPTURE(c.text());
        CAPTURE(digits);
        const auto quantized = bid128_quantize(intel(c), intel(Number::scaled(1, -digits)), 0, &flags);
        if (bid128_isFinite(quantized)) REQUIRE(same_bits(c.rounded(digits, Number::Rounding::half_even), quantized));
    }
    // Halves go to the even neighbour.
    CHECK_EQ(Number::scaled(25, -1).rounded(0, Number::Rounding::half_even).text(), "2");
    CHECK_EQ(Number::scaled(35, -1).rounded(0, Number::Rounding::half_even).text(), "4");
    CHECK_EQ(Number::scaled(-25, -1).rounded(0, Number::Rounding::half_even).text(), "-2");
}

TEST_CASE("texts read back") {
    std::mt19937_64 random(35);
    for (int i = 0; i < 5'000; ++i) {
        const Number a = any_number(random);
        CAPTURE(a.text());
        auto read = Number::parse(a.text());
        REQUIRE(read);
        REQUIRE(*read == a);
    }
    CHECK_EQ(Number::parse("12345678901234567890123456789012345")->text(), "12345678901234567890123456789012340");
    CHECK_EQ(Number::parse("1e-40")->text(), "1E-40");
    CHECK_EQ(Number::from_double(0.1)->text(), "0.1");
    for (const char* wrong : {"", ".", "1.", "1e", "1e+", "--1", "1 ", "0x1", "1e999999999", "nan", "1.2.3"}) {
        CAPTURE(wrong);
        CHECK_FALSE(Number::parse(wrong));
    }
}

TEST_CASE("whole numbers") {
    CHECK_EQ(Number(INT64_MAX).integer(), INT64_MAX);
    CHECK_EQ(Number::scaled(1200, -2).integer(), 12);
    CHECK_EQ(Number::scaled(12, 2).integer(), 1200);
    CHECK_FALSE(Number::scaled(12, -1).integer());
    CHECK_FALSE(Number::scaled(1, 30).integer());
    CHECK(Number::scaled(1, 30).is_integer());
    CHECK_EQ(Number(INT64_MIN).text(), "-9223372036854775808");
}
