#include "decision/batch.h"

#include <algorithm>

namespace raekoda::decision {

Result<Batch> Batch::open(std::shared_ptr<const Model> model, std::size_t decision, std::vector<std::string> columns, Budget budget, std::optional<Now> now) {
    Batch batch;
    batch.decision_ = decision;
    batch.columns_of_.resize(model->inputs().size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        auto& name = columns[c];
        if (std::count(columns.begin(), columns.end(), name) > 1) return fail(Fault::invalid, "the column '" + name + "' is there twice");
        Place place;
        auto input = model->find_input(name);
        // A name may hold dots itself: the longest input's name that the column begins with counts.
        auto end = name.size();
        while (!input && (end = name.rfind('.', end ? end - 1 : 0)) != std::string::npos && end > 0) input = model->find_input(std::string_view(name).substr(0, end));
        if (!input) return fail(Fault::invalid, "the column '" + name + "' is no input of the model");
        place.input = *input;
        place.type = model->inputs()[*input].type;
        for (auto from = end; from < name.size();) {
            auto dot = std::min(name.find('.', from + 1), name.size());
            auto member = std::string_view(name).substr(from + 1, dot - from - 1);
            place.path.emplace_back(member);
            TypePointer inner;
            if (place.type && place.type->kind == Type::Kind::context) {
                for (auto& m : place.type->members)
                    if (m.name == member) inner = m.type;
                if (!inner && !place.type->members.empty() &&
                    std::none_of(place.type->members.begin(), place.type->members.end(), [&](auto& m) { return m.name == member; }))
                    return fail(Fault::invalid, "the column '" + name + "' names no member of " + type_text(place.type));
            }
            place.type = inner;
            from = dot;
        }
        if (place.path.size() > 16) return fail(Fault::invalid, "the column '" + name + "' reaches too deep");
        batch.columns_of_[*input].push_back(c);
        batch.places_.push_back(std::move(place));
    }
    for (auto& of_input : batch.columns_of_) {
        std::sort(of_input.begin(), of_input.end(), [&](std::size_t a, std::size_t b) {
            auto &x = batch.places_[a].path, &y = batch.places_[b].path;
            return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end(), [](auto& m, auto& n) { return m.string() < n.string(); });
        });
        for (std::size_t i = 0; i + 1 < of_input.size(); ++i) {
            auto &x = batch.places_[of_input[i]].path, &y = batch.places_[of_input[i + 1]].path;
            if (x.size() < y.size() && std::equal(x.begin(), x.end(), y.begin(), [](auto& m, auto& n) { return m.string() == n.string(); }))
                return fail(Fault::invalid, "the column '" + columns[of_input[i + 1]] + "' is a part of the column '" + columns[of_input[i]] + "'");
        }
    }
    batch.session_ = std::make_unique<Session>(std::move(model), std::move(budget), now);
    return batch;
}

Value Batch::assembled(std::span<const Value> facts, std::span<const std::size_t> columns, std::size_t depth) const {
    if (columns.size() == 1 && places_[columns[0]].path.size() == depth) return facts[columns[0]];
    ContextBuilder context;
    for (std::size_t i = 0; i < columns.size();) {
        auto& name = places_[columns[i]].path[depth];
        auto end = i + 1;
        while (end < columns.size() && places_[columns[end]].path[depth].string() == name.string()) ++end;
        context.append(name, assembled(facts, columns.subspan(i, end - i), depth + 1));
        i = end;
    }
    return context.build();
}

void Batch::run_row(std::span<const Value> facts, Row& result) {
    session_->begin();
    for (std::size_t input = 0; input < columns_of_.size(); ++input)
        if (!columns_of_[input].empty()) session_->set(input, assembled(facts, columns_of_[input], 0));
    result.value = session_->decide(decision_);
    auto& diagnostics = session_->evaluation().diagnostics();
    if (diagnostics.empty()) result.problem.clear();
    else result.problem = diagnostics.front().text;
}

void Batch::run(std::span<const FactColumn> columns, std::size_t rows, std::vector<Row>& results) {
    results.resize(rows);
    row_.resize(columns.size());
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns.size(); ++c) row_[c] = r < columns[c].values.size() ? columns[c].values[r] : Value();
        run_row(row_, results[r]);
    }
}

}  // namespace raekoda::decision
