#include "decision/number.h"

#include <bid_conf.h>
#include <bid_functions.h>

#include <array>
#include <charconv>
#include <cmath>

namespace raekoda::decision {
namespace {

using Wide = unsigned __int128;

// Rounding as Intel's library numbers it.
enum IntelRounding : unsigned { nearest_even = 0, downward = 1, upward = 2, to_zero = 3, nearest_away = 4 };

constexpr int bias = 6176;
constexpr std::uint64_t sign_mask = 0x8000'0000'0000'0000u;
constexpr std::uint64_t coefficient_mask = (std::uint64_t{1} << 49) - 1;

constexpr std::array<std::uint64_t, 20> powers = [] {
    std::array<std::uint64_t, 20> p{};
    p[0] = 1;
    for (std::size_t i = 1; i < p.size(); ++i) p[i] = p[i - 1] * 10;
    return p;
}();

BID_UINT128 intel(const Number& n) {
    BID_UINT128 x;
    x.w[0] = n.low_bits();
    x.w[1] = n.high_bits();
    return x;
}
Number number(BID_UINT128 x) { return Number::from_bits(x.w[0], x.w[1]); }

// The coefficient fits the low 64 bits and the number is finite.
bool small(const Number& n) { return (n.high_bits() & coefficient_mask) == 0 && (n.high_bits() & 0x6000'0000'0000'0000u) != 0x6000'0000'0000'0000u; }
int exponent_of(const Number& n) { return static_cast<int>((n.high_bits() >> 49) & 0x3fff) - bias; }
Number made(std::uint64_t coefficient, int exponent, bool negative) {
    return Number::from_bits(coefficient, (static_cast<std::uint64_t>(exponent + bias) << 49) | (negative ? sign_mask : 0));
}
// Finite, with the coefficient where it usually stands.
bool plain(const Number& n) { return (n.high_bits() & 0x6000'0000'0000'0000u) != 0x6000'0000'0000'0000u; }
bool signed_bit(const Number& n) { return (n.high_bits() & sign_mask) != 0; }
Wide coefficient_of(const Number& n) { return (static_cast<Wide>(n.high_bits() & coefficient_mask) << 64) | n.low_bits(); }

std::string digits_of(Wide value) {
    char buffer[40];
    char* end = buffer + sizeof buffer;
    char* p = end;
    do { *--p = static_cast<char>('0' + static_cast<int>(value % 10)); value /= 10; } while (value != 0);
    return {p, end};
}

Number wide(Wide coefficient, int exponent, bool negative) {
    const Number n = made(static_cast<std::uint64_t>(coefficient), exponent, negative);
    return Number::from_bits(n.low_bits(), n.high_bits() | static_cast<std::uint64_t>(coefficient >> 64));
}

// x / y as a long division. Exact: the exponent nearest to 0, which the standard prefers; else 34 digits, half even. Exponent 1: not found.
struct Quotient {
    Wide coefficient;
    int exponent;
};
Quotient divided(std::uint64_t x, std::uint64_t y) {
    Wide quotient = x / y;
    std::uint64_t rest = x % y;
    if (rest == 0) return {quotient, 0};
    int digits = 0;  // of the quotient, without leading zeros
    while (digits < 20 && quotient >= powers[static_cast<std::size_t>(digits)]) ++digits;
    // Exact when only twos and fives are left of the divisor.
    std::uint64_t odd = y >> __builtin_ctzll(y);
    while (odd % 5 == 0) odd /= 5;
    if (odd == 1 || x % odd == 0) {
        for (int exponent = -1; exponent >= -12 && digits - exponent <= 34; --exponent) {
            const Wide next = static_cast<Wide>(rest) * 10;
            quotient = quotient * 10 + next / y;
            rest = static_cast<std::uint64_t>(next % y);
            if (rest == 0) return {quotient, exponent};
        }
        return {0, 1};
    }
    int exponent = 0;
    while (digits < 34) {
        const int step = digits == 0 ? 1 : 34 - digits < 19 ? 34 - digits : 19;
        const Wide next = static_cast<Wide>(rest) * powers[static_cast<std::size_t>(step)];
        const auto more = static_cast<std::uint64_t>(next / y);
        rest = static_cast<std::uint64_t>(next - static_cast<Wide>(more) * y);
        quotient = quotient * powers[static_cast<std::size_t>(step)] + more;
        exponent -= step;
        digits = quotient == 0 ? 0 : digits + step;
    }
    // rest is not 0 and y has another factor than two and five, so half a unit never happens exactly.
    if (rest > y - rest) ++quotient;
    return {quotient, exponent};
}

Number add(const Number& a, const Number& b, std::uint64_t flip) {
    const std::uint64_t b_high = b.high_bits() ^ flip;
    if (small(a) && small(b)) {
        std::uint64_t x = a.low_bits(), y = b.low_bits();
        int ex = exponent_of(a), ey = exponent_of(b);
        if (ex != ey) {  // both at the smaller exponent, when that fits
            std::uint64_t& larger = ex > ey ? x : y;
            int distance = ex > ey ? ex - ey : ey - ex;
            if (distance > 19 || __builtin_mul_overflow(larger, powers[static_cast<std::size_t>(distance)], &larger)) goto library;
            ex = ex < ey ? ex : ey;
        }
        const bool minus_a = signed_bit(a), minus_b = (b_high & sign_mask) != 0;
        if (minus_a == minus_b) {
            std::uint64_t sum;
            if (!__builtin_add_overflow(x, y, &sum)) return made(sum, ex, minus_a);
        } else if (x != y) {
            return x > y ? made(x - y, ex, minus_a) : made(y - x, ex, minus_b);
        } else {
            return made(0, ex, false);
        }
    }
library:
    unsigned flags = 0;
    return number(bid128_add(intel(a), intel(Number::from_bits(b.low_bits(), b_high)), nearest_even, &flags));
}

}  // namespace

std::optional<Number> Number::parse(std::string_view text) {
    std::size_t i = 0;
    bool negative = false;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';
    std::uint64_t coefficient = 0;
    int digits = 0, fraction = 0, significant = 0;
    bool point = false;
    for (; i < text.size(); ++i) {
        char c = text[i];
        if (c == '.' && !point) { point = true; continue; }
        if (c < '0' || c > '9') break;
        ++digits;
        if (point) ++fraction;
        if (significant > 0 || c != '0') ++significant;
        if (significant <= 19) coefficient = coefficient * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (digits == 0 || (point && fraction == 0)) return std::nullopt;
    int exponent = 0;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        bool minus = false;
        if (i < text.size() && (text[i] == '-' || text[i] == '+')) minus = text[i++] == '-';
        if (i >= text.size()) return std::nullopt;
        for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
            if (exponent < 100'000'000) exponent = exponent * 10 + (text[i] - '0');
        if (minus) exponent = -exponent;
    }
    if (i != text.size()) return std::nullopt;
    int scale = exponent - fraction;
    if (significant <= 19 && scale >= -6000 && scale <= 6000) return made(coefficient, scale, negative);
    unsigned flags = 0;
    std::string copy(text);
    Number result = number(bid128_from_string(copy.data(), nearest_even, &flags));
    if (!result.finite()) return std::nullopt;
    return result;
}

std::optional<Number> Number::from_double(double value) {
    if (!std::isfinite(value)) return std::nullopt;
    char buffer[40];
    auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    if (error != std::errc()) return std::nullopt;
    return parse({buffer, static_cast<std::size_t>(end - buffer)});
}

Number Number::scaled(std::int64_t coefficient, int exponent) {
    bool negative = coefficient < 0;
    return made(negative ? 0 - static_cast<std::uint64_t>(coefficient) : static_cast<std::uint64_t>(coefficient), exponent, negative);
}

bool Number::is_integer() const {
    if (!finite()) return false;
    int exponent = exponent_of(*this);
    if (exponent >= 0 || zero()) return true;
    Wide c = coefficient_of(*this);
    if (exponent < -34) exponent = -35;
    for (; exponent < 0; ++exponent) {
        if (c % 10 != 0) return false;
        c /= 10;
    }
    return true;
}

std::optional<std::int64_t> Number::integer() const {
    if (small(*this) && exponent_of(*this) == 0) [[likely]] {
        if (low_ <= static_cast<std::uint64_t>(INT64_MAX)) return signed_bit(*this) ? -static_cast<std::int64_t>(low_) : static_cast<std::int64_t>(low_);
        return std::nullopt;
    }
    if (!is_integer()) return std::nullopt;
    if (zero()) return 0;
    Wide c = coefficient_of(*this);
    int exponent = exponent_of(*this);
    for (; exponent < 0; ++exponent) c /= 10;
    for (; exponent > 0; --exponent) {
        c *= 10;
        if (c > static_cast<Wide>(INT64_MAX)) return std::nullopt;
    }
    if (c > static_cast<Wide>(INT64_MAX)) return std::nullopt;
    return signed_bit(*this) ? -static_cast<std::int64_t>(c) : static_cast<std::int64_t>(c);
}

double Number::to_double() const {
    unsigned flags = 0;
    return bid128_to_binary64(intel(*this), nearest_even, &flags);
}

std::string Number::text() const {
    if (!finite()) return "not a number";
    if (zero()) return "0";
    std::string digits = digits_of(coefficient_of(*this));
    int exponent = exponent_of(*this);
    while (digits.size() > 1 && digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    std::string out = negative() ? "-" : "";
    const int size = static_cast<int>(digits.size());
    const int point = size + exponent;  // digits before the point
    if (point > 35 || point < -34) {
        out += digits[0];
        if (size > 1) out.append(".").append(digits, 1);
        return out + "E" + (point - 1 < 0 ? "-" : "+") + std::to_string(std::abs(point - 1));
    }
    if (exponent >= 0) return out + digits + std::string(static_cast<std::size_t>(exponent), '0');
    if (point <= 0) return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    return out + digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
}

Number operator+(const Number& a, const Number& b) { return add(a, b, 0); }
Number operator-(const Number& a, const Number& b) { return add(a, b, sign_mask); }

Number operator*(const Number& a, const Number& b) {
    if (small(a) && small(b)) {
        std::uint64_t product;
        int exponent = exponent_of(a) + exponent_of(b);
        if (exponent >= -6000 && exponent <= 6000 && !__builtin_mul_overflow(a.low_bits(), b.low_bits(), &product))
            return made(product, exponent, signed_bit(a) != signed_bit(b));
    }
    unsigned flags = 0;
    return number(bid128_mul(intel(a), intel(b), nearest_even, &flags));
}

Number operator/(const Number& a, const Number& b) {
    if (small(a) && small(b) && a.low_bits() != 0 && b.low_bits() != 0) {
        const int exponent = exponent_of(a) - exponent_of(b);
        const auto quotient = divided(a.low_bits(), b.low_bits());
        if (quotient.exponent <= 0 && exponent >= -6000 && exponent <= 6000)
            return wide(quotient.coefficient, exponent + quotient.exponent, signed_bit(a) != signed_bit(b));
    }
    unsigned flags = 0;
    return number(bid128_div(intel(a), intel(b), nearest_even, &flags));
}

Number Number::operator-() const { return zero() ? *this : from_bits(low_, high_ ^ sign_bit); }

int Number::compare_any(const Number& a, const Number& b) {
    if (small(a) && small(b)) {
        std::uint64_t x = a.low_bits(), y = b.low_bits();
        if (x == 0 || y == 0 || signed_bit(a) != signed_bit(b)) {
            int sx = x == 0 ? 0 : signed_bit(a) ? -1 : 1, sy = y == 0 ? 0 : signed_bit(b) ? -1 : 1;
            return sx - sy;
        }
        const int sign = signed_bit(a) ? -1 : 1;
        const int distance = exponent_of(a) - exponent_of(b);
        if (distance == 0) return x == y ? 0 : x < y ? -sign : sign;
        if (distance > -19 && distance < 19) {
            Wide wx = x, wy = y;
            if (distance > 0) wx *= powers[static_cast<std::size_t>(distance)];
            else wy *= powers[static_cast<std::size_t>(-distance)];
            return wx == wy ? 0 : wx < wy ? -sign : sign;
        }
    }
    unsigned flags = 0;
    if (bid128_quiet_less(intel(a), intel(b), &flags)) return -1;
    return bid128_quiet_equal(intel(a), intel(b), &flags) ? 0 : 1;
}

Number Number::rounded(int digits, Rounding rounding) const {
    if (small(*this) && exponent_of(*this) == -digits) return *this;
    if (auto off = -digits - exponent_of(*this); off > 0 && off <= 34 && rounding == Rounding::half_even && plain(*this)) {
        const Wide unit = off > 19 ? static_cast<Wide>(powers[19]) * powers[static_cast<std::size_t>(off - 19)] : powers[static_cast<std::size_t>(off)];
        const Wide c = coefficient_of(*this);
        Wide kept = c / unit;
        const Wide rest = c - kept * unit, other = unit - rest;
        if (rest > other || (rest == other && (kept & 1))) ++kept;
        return wide(kept, -digits, signed_bit(*this));
    }
    if (digits > 6176) digits = 6176;
    if (digits < -6111) digits = -6111;
    unsigned mode = nearest_even;
    switch (rounding) {
        case Rounding::half_even: mode = nearest_even; break;
        case Rounding::up: mode = negative() ? downward : upward; break;
        case Rounding::down: mode = to_zero; break;
        case Rounding::half_up: mode = nearest_away; break;
        case Rounding::half_down: mode = to_zero; break;
        case Rounding::floor: mode = downward; break;
        case Rounding::ceiling: mode = upward; break;
    }
    unsigned flags = 0;
    Number unit = made(1, -digits, false);
    Number result = number(bid128_quantize(intel(*this), intel(unit), mode, &flags));
    if (!result.finite()) return *this;  // more digits asked for than a number has: nothing to round
    if (rounding == Rounding::half_down) {
        Number half = made(5, -digits - 1 < -6176 ? -6176 : -digits - 1, false);
        if ((*this - result).absolute() > half) result = negative() ? result - unit : result + unit;
    }
    return result;
}

Number Number::modulo(const Number& divisor) const {
    unsigned flags = 0;
    Number rest = number(bid128_fmod(intel(*this), intel(divisor), &flags));
    if (rest.finite() && !rest.zero() && rest.negative() != divisor.negative()) rest = rest + divisor;
    return rest;
}

Number Number::power(const Number& exponent) const {
    auto whole = exponent.integer();
    if (whole && *whole > -100'000 && *whole < 100'000) {  // exact as far as 34 digits reach
        if (zero() && *whole < 0) return Number(1) / Number(0);
        auto n = static_cast<std::uint64_t>(*whole < 0 ? -*whole : *whole);
        Number result = 1, base = *this;
        while (n != 0 && result.finite()) {
            if (n & 1) result = result * base;
            n >>= 1;
            if (n != 0) base = base * base;
        }
        return *whole < 0 ? Number(1) / result : result;
    }
    unsigned flags = 0;
    return number(bid128_pow(intel(*this), intel(exponent), nearest_even, &flags));
}

Number Number::square_root() const {
    unsigned flags = 0;
    return number(bid128_sqrt(intel(*this), nearest_even, &flags));
}
Number Number::exponential() const {
    unsigned flags = 0;
    return number(bid128_exp(intel(*this), nearest_even, &flags));
}
Number Number::logarithm() const {
    unsigned flags = 0;
    return number(bid128_log(intel(*this), nearest_even, &flags));
}

Number Number::normalised() const {
    if (!finite()) return *this;
    if (zero()) return Number(0);
    Wide c = coefficient_of(*this);
    int exponent = exponent_of(*this);
    while (c % 10 == 0) {
        c /= 10;
        ++exponent;
    }
    return from_bits(static_cast<std::uint64_t>(c), (high_ & sign_bit) | (static_cast<std::uint64_t>(exponent + bias) << 49) | static_cast<std::uint64_t>(c >> 64));
}

std::size_t Number::hash() const {
    Number n = normalised();
    std::uint64_t h = n.low_ * 0x9e37'79b9'7f4a'7c15u ^ (n.high_ * 0xc2b2'ae3d'27d4'eb4fu);
    return h ^ (h >> 29);
}

}  // namespace raekoda::decision
