// One decision over many rows of facts: columns in, columns out. For population sweeps; one Batch for each thread.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "decision/model.h"

namespace raekoda::decision {

// A column of facts. Its name is an input's name ("Age"), or a path into an input that is a context ("Person.age").
struct FactColumn {
    std::string name;
    std::vector<Value> values;  // one for each row
};

class Batch {
public:
    // Fails when a column is no input of the model, or is named twice.
    static Result<Batch> open(std::shared_ptr<const Model>, std::size_t decision, std::vector<std::string> columns, Budget = {}, std::optional<Now> = {});

    // The type that the values of a column should have; nullptr: any.
    const TypePointer& type(std::size_t column) const { return places_[column].type; }
    struct Row {
        Value value;
        std::string problem;  // plain English, empty when there was none
    };
    // One row for each of `rows`; the budget is for each row. Memory does not grow with the number of calls.
    void run(std::span<const FactColumn> columns, std::size_t rows, std::vector<Row>& results);
    // The same for one row, values in the order of the columns.
    void run_row(std::span<const Value> facts, Row& result);

private:
    struct Place {
        std::size_t input = 0;
        std::vector<Value> path;  // names inside the input; empty: the input itself
        TypePointer type;
    };
    Batch() = default;
    Value assembled(std::span<const Value> facts, std::span<const std::size_t> columns, std::size_t depth) const;

    std::unique_ptr<Session> session_;
    std::size_t decision_ = 0;
    std::vector<Place> places_;
    std::vector<std::vector<std::size_t>> columns_of_;  // input → its columns, those of one member side by side
    std::vector<Value> row_;
};

}  // namespace raekoda::decision
