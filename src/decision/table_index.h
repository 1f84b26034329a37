// Which rules of a table may match, found by a look-up for each input instead of a walk over the rules. Private to the room.
//
// For an input whose cells compare with constants of one kind, the constants are sorted; they cut the values of that kind into points and gaps,
// and within each of these every such cell gives one answer: a bit for each rule is kept for each point and gap.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "decision/feel.h"

namespace raekoda::decision {

class TableIndex {
public:
    using Word = std::uint64_t;
    using Cells = std::vector<std::shared_ptr<const UnaryTests>>;

    // cells[rule][input]
    void build(std::size_t inputs, std::span<const Cells* const> cells);
    std::size_t words() const { return words_; }

    struct Answer {
        const Word* matching;  // rules that match or must be tried
        const Word* to_try;    // of these, the ones whose cell has to be evaluated; nullptr: none
    };
    Answer look_up(std::size_t input, const Value&) const;

private:
    struct Column {
        Value::Kind kind = Value::Kind::null;  // of the constants; null: no index
        std::vector<Value> borders;            // ascending
        std::vector<Number> numbers;           // the same, when they are numbers
        std::vector<Word> sets;                // for each gap and point in turn: gap before border 0, border 0, gap, border 1, … last gap
        std::vector<Word> residual;            // cells that must be evaluated whatever the value
        std::vector<Word> not_any;             // cells other than "-"
        bool has_residual = false, has_tests = false;
    };
    std::size_t words_ = 0;
    std::vector<Word> all_;
    std::vector<Column> columns_;
};

}  // namespace raekoda::decision
