// Numbers of FEEL: IEEE 754-2008 decimal128, 34 digits, round half even (DMN 1.5 §10.3.2.3.1). Always in the BID encoding; operations on
// coefficients that fit 64 bits are done here and give bit for bit what Intel's library gives, everything else is done by that library.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace raekoda::decision {

class Number {
public:
    constexpr Number() : low_(0), high_(zero_exponent) {}
    constexpr Number(std::int64_t integer)  // NOLINT: numbers are written as numbers
        : low_(integer < 0 ? 0 - static_cast<std::uint64_t>(integer) : static_cast<std::uint64_t>(integer)),
          high_(zero_exponent | (integer < 0 ? sign_bit : 0)) {}
    constexpr Number(int integer) : Number(static_cast<std::int64_t>(integer)) {}  // NOLINT

    // Decimal text with optional sign, fraction and exponent, nothing around it; nullopt for anything else and for what overflows.
    static std::optional<Number> parse(std::string_view);
    static std::optional<Number> from_double(double);  // shortest decimal that reads back as the same double; nullopt when not finite
    static Number scaled(std::int64_t coefficient, int exponent);  // coefficient × 10^exponent

    // Operations may overflow or be undefined: then the result is not finite. FEEL turns that into null.
    bool finite() const { return (high_ & 0x7800'0000'0000'0000u) != 0x7800'0000'0000'0000u; }
    bool negative() const { return (high_ & sign_bit) != 0 && !zero(); }
    bool zero() const { return low_ == 0 && (high_ & coefficient_bits) == 0; }
    bool is_integer() const;
    std::optional<std::int64_t> integer() const;  // when it is one and fits
    double to_double() const;

    std::string text() const;  // plain decimal notation without trailing zeros; with exponent beyond 1E+34 or below 1E-34

    friend Number operator+(const Number&, const Number&);
    friend Number operator-(const Number&, const Number&);
    friend Number operator*(const Number&, const Number&);
    friend Number operator/(const Number&, const Number&);  // by zero: not finite
    Number operator-() const;
    Number absolute() const { return negative() ? -*this : *this; }

    static int compare(const Number& a, const Number& b) {  // <0, 0, >0
        constexpr std::uint64_t special = std::uint64_t{3} << 61;
        if (a.high_ == b.high_ && (a.high_ & (sign_bit | coefficient_bits)) == 0 && (a.high_ & special) != special) [[likely]]
            return a.low_ < b.low_ ? -1 : a.low_ > b.low_;
        return compare_any(a, b);
    }
    friend bool operator==(const Number& a, const Number& b) { return (a.low_ == b.low_ && a.high_ == b.high_) || compare(a, b) == 0; }
    friend bool operator<(const Number& a, const Number& b) { return compare(a, b) < 0; }
    friend bool operator>(const Number& a, const Number& b) { return compare(a, b) > 0; }
    friend bool operator<=(const Number& a, const Number& b) { return compare(a, b) <= 0; }
    friend bool operator>=(const Number& a, const Number& b) { return compare(a, b) >= 0; }

    enum class Rounding { half_even, up, down, half_up, half_down, floor, ceiling };  // up and down: away from zero and towards it
    Number rounded(int digits_after_point, Rounding) const;
    Number modulo(const Number& divisor) const;  // FEEL: dividend - divisor × floor(dividend / divisor)
    Number power(const Number& exponent) const;
    Number square_root() const;
    Number exponential() const;
    Number logarithm() const;  // natural

    std::size_t hash() const;  // equal numbers have equal hashes
    Number normalised() const;  // no trailing zeros

    std::uint64_t low_bits() const { return low_; }
    std::uint64_t high_bits() const { return high_; }
    static constexpr Number from_bits(std::uint64_t low, std::uint64_t high) { Number n; n.low_ = low; n.high_ = high; return n; }

private:
    static int compare_any(const Number&, const Number&);
    static constexpr std::uint64_t sign_bit = 0x8000'0000'0000'0000u;
    static constexpr std::uint64_t zero_exponent = std::uint64_t{6176} << 49;
    static constexpr std::uint64_t coefficient_bits = (std::uint64_t{1} << 49) - 1;
    std::uint64_t low_;
    std::uint64_t high_;
};

}  // namespace raekoda::decision
