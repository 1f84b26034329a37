#include "decision/table_index.h"

#include <algorithm>

namespace raekoda::decision {

namespace {

// Bits of all inputs of one table: 32 MB. Inputs beyond that have their cells evaluated.
constexpr std::size_t most_words = std::size_t{1} << 22;

using Kind = Value::Kind;

// Kinds whose values are all comparable with each other. Times may or may not have a zone.
bool indexable(Kind kind) {
    return kind == Kind::number || kind == Kind::string || kind == Kind::date || kind == Kind::boolean || kind == Kind::duration || kind == Kind::months;
}

// Kind of the constants of a test; null when it has none that can be indexed.
Kind kind_of(const UnaryTest& test) {
    if (test.shape == UnaryTest::Shape::equal) return test.value.kind();
    if (test.shape != UnaryTest::Shape::range) return Kind::null;
    auto& range = test.value.range();
    if (range.low().is_null()) return range.high().kind();
    if (range.high().is_null() || range.high().kind() == range.low().kind()) return range.low().kind();
    return Kind::null;
}

bool simple(const UnaryTests& cell, Kind kind) {
    for (auto& test : cell.tests()) {
        if (test.shape != UnaryTest::Shape::equal && test.shape != UnaryTest::Shape::range) return false;
        if (kind_of(test) != kind) return false;
        if (kind == Kind::boolean && test.shape == UnaryTest::Shape::range) return false;
    }
    return !cell.tests().empty();
}

int order(const Value& a, const Value& b) {
    if (a.is(Kind::boolean)) return int(a.boolean()) - int(b.boolean());
    return compare(a, b).value_or(0);
}

}  // namespace

void TableIndex::build(std::size_t inputs, std::span<const Cells* const> cells) {
    auto rules = cells.size();
    words_ = (rules + 63) / 64;
    all_.assign(words_, 0);
    for (std::size_t r = 0; r < rules; ++r) all_[r / 64] |= Word{1} << r % 64;
    columns_.assign(inputs, {});
    auto left = most_words;
    for (std::size_t input = 0; input < inputs; ++input) {
        auto& column = columns_[input];
        column.residual.assign(words_, 0);
        column.not_any.assign(words_, 0);
        for (std::size_t r = 0; r < rules; ++r) {
            auto& cell = (*cells[r])[input];
            if (cell && cell->any()) continue;
            column.has_tests = true;
            column.not_any[r / 64] |= Word{1} << r % 64;
            if (!cell) continue;
            for (auto& test : cell->tests())
                if (column.kind == Kind::null && indexable(kind_of(test))) column.kind = kind_of(test);
        }
        if (column.kind == Kind::null) continue;
        for (std::size_t r = 0; r < rules; ++r) {
            auto& cell = (*cells[r])[input];
            if (!cell || cell->any()) continue;
            if (!simple(*cell, column.kind)) {
                column.residual[r / 64] |= Word{1} << r % 64;
                column.has_residual = true;
                continue;
            }
            for (auto& test : cell->tests()) {
                if (test.shape == UnaryTest::Shape::equal) {
                    column.borders.push_back(test.value);
                } else {
                    for (auto* end : {&test.value.range().low(), &test.value.range().high()})
                        if (!end->is_null()) column.borders.push_back(*end);
                }
            }
        }
        auto& borders = column.borders;
        std::sort(borders.begin(), borders.end(), [](const Value& a, const Value& b) { return order(a, b) < 0; });
        borders.erase(std::unique(borders.begin(), borders.end(), [](const Value& a, const Value& b) { return order(a, b) == 0; }), borders.end());
        auto places = borders.size() * 2 + 1;
        if (places * words_ > left) {
            column.kind = Kind::null;
            borders.clear();
            continue;
        }
        left -= places * words_;
        column.sets.assign(places * words_, 0);
        auto position = [&](const Value& v) {
            return static_cast<std::size_t>(std::lower_bound(borders.begin(), borders.end(), v, [](const Value& a, const Value& b) { return order(a, b) < 0; }) - borders.begin());
        };
        std::vector<char> hit(places);
        for (std::size_t r = 0; r < rules; ++r) {
            auto& cell = (*cells[r])[input];
            if (!cell) continue;
            auto bit = Word{1} << r % 64;
            bool everywhere = cell->any() || (column.residual[r / 64] & bit);
            std::fill(hit.begin(), hit.end(), everywhere);
            if (!everywhere) {
                for (auto& test : cell->tests()) {
                    if (test.shape == UnaryTest::Shape::equal) {
                        hit[position(test.value) * 2 + 1] = true;
                        continue;
                    }
                    auto& range = test.value.range();
                    std::size_t from = 0, to = places - 1;
                    if (!range.low().is_null()) from = position(range.low()) * 2 + (range.low_included() ? 1 : 2);
                    if (!range.high().is_null()) to = position(range.high()) * 2 + (range.high_included() ? 1 : 0);
                    for (auto p = from; p <= to && p < places; ++p) hit[p] = true;
                }
                if (cell->negated())
                    for (auto& h : hit) h = !h;
            }
            for (std::size_t p = 0; p < places; ++p)
                if (hit[p]) column.sets[p * words_ + r / 64] |= bit;
        }
        if (column.kind == Kind::number)
            for (auto& border : borders) column.numbers.push_back(border.number());
    }
}

TableIndex::Answer TableIndex::look_up(std::size_t input, const Value& value) const {
    auto& column = columns_[input];
    if (!column.has_tests) return {all_.data(), nullptr};
    if (column.kind == Kind::null || value.kind() != column.kind) return {all_.data(), column.not_any.data()};
    auto search = [](std::size_t count, auto compared) {
        std::size_t low = 0, high = count;
        while (low < high) {
            auto middle = (low + high) / 2;
            auto difference = compared(middle);  // the border against the value
            if (difference == 0) return middle * 2 + 1;
            if (difference < 0) low = middle + 1;
            else high = middle;
        }
        return low * 2;
    };
    std::size_t place;
    if (column.kind == Kind::number) {
        auto number = value.number();
        place = search(column.numbers.size(), [&](std::size_t i) { return Number::compare(column.numbers[i], number); });
    } else {
        place = search(column.borders.size(), [&](std::size_t i) { return order(column.borders[i], value); });
    }
    return {column.sets.data() + place * words_, column.has_residual ? column.residual.data() : nullptr};
}

}  // namespace raekoda::decision
