#include "decision/table.h"

#include <algorithm>
#include <array>

namespace raekoda::decision {

// The rules that matched, in their order. Few in the usual case: no allocation then.
class TableProgram::Hits {
public:
    void add(std::uint32_t rule) {
        if (size_ < few_.size()) few_[size_] = rule;
        else many_.push_back(rule);
        ++size_;
    }
    std::size_t size() const { return size_; }
    std::uint32_t operator[](std::size_t i) const { return i < few_.size() ? few_[i] : many_[i - few_.size()]; }

private:
    std::array<std::uint32_t, 32> few_;
    std::vector<std::uint32_t> many_;
    std::size_t size_ = 0;
};

bool TableProgram::find(Evaluation& e, Value* frame, Hits& hits, std::size_t enough) const {
    constexpr std::size_t few_inputs = 32;
    std::array<TableIndex::Answer, few_inputs> few;
    std::vector<TableIndex::Answer> many;
    auto* answers = few.data();
    if (inputs.size() > few_inputs) {
        many.resize(inputs.size());
        answers = many.data();
    }
    if (!e.charge(1 + inputs.size())) return false;
    Value* values = frame + scratch;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        auto& input = inputs[i];
        values[i] = input.step->run(e, frame);
        if (e.stopped()) return false;
        if (input.type) values[i] = conformed(e, std::move(values[i]), input.type, "the input");
        if (input.values && !values[i].is_null() && !input.values->matches(e, values[i], {frame, visible})) {
            model_problem(e, "input_not_allowed", "the input '" + input.label + "' is " + to_literal(values[i]) + ", which is not among its allowed values: " + input.values->text());
            return false;
        }
        answers[i] = index.look_up(i, values[i]);
    }
    auto words = index.words();
    for (std::size_t w = 0; w < words; ++w) {
        TableIndex::Word candidates = ~TableIndex::Word{0};
        if (w + 1 == words && rules.size() % 64) candidates = (TableIndex::Word{1} << rules.size() % 64) - 1;
        for (std::size_t i = 0; i < inputs.size(); ++i) candidates &= answers[i].matching[w];
        while (candidates) {
            auto bit = static_cast<std::uint32_t>(__builtin_ctzll(candidates));
            candidates &= candidates - 1;
            auto rule = static_cast<std::uint32_t>(w * 64) + bit;
            bool matches = true;
            for (std::size_t i = 0; i < inputs.size() && matches; ++i) {
                if (!answers[i].to_try || !(answers[i].to_try[w] >> bit & 1)) continue;
                auto& cell = rules[rule].cells[i];
                matches = cell && e.charge() && cell->matches(e, values[i], {frame, visible});
                if (e.stopped()) return false;
            }
            if (!matches) continue;
            hits.add(rule);
            if (hits.size() >= enough) return true;
        }
    }
    return true;
}

Value TableProgram::output_value(Evaluation& e, Value* frame, const Output& output, const Step& step) const {
    auto value = conformed(e, step.run(e, frame), output.type, "the output");
    if (output.values && !value.is_null() && !output.values->matches(e, value, {frame, visible}))
        return model_problem(e, "output_not_allowed", "the output is " + to_literal(value) + ", which is not among its allowed values: " + output.values->text());
    return value;
}

Value TableProgram::output_of(Evaluation& e, Value* frame, const Rule& rule) const {
    if (rule.constant) return rule.result;
    if (outputs.size() == 1) return output_value(e, frame, outputs[0], *rule.outputs[0]);
    ContextBuilder context;
    context.reserve(outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) context.append(outputs[i].name, output_value(e, frame, outputs[i], *rule.outputs[i]));
    return context.build();
}

Value TableProgram::default_output(Evaluation& e, Value* frame) const {
    bool any = false;
    for (auto& output : outputs) any |= output.otherwise != nullptr;
    if (!any) return {};
    if (outputs.size() == 1) return output_value(e, frame, outputs[0], *outputs[0].otherwise);
    ContextBuilder context;
    for (auto& output : outputs) context.append(output.name, output.otherwise ? output_value(e, frame, output, *output.otherwise) : Value());
    return context.build();
}

// Outputs from left to right; values that the list of allowed values does not name go last.
int TableProgram::by_priority(const Value& a, const Value& b) const {
    for (auto& output : outputs) {
        auto rank = [&](const Value& whole) {
            const Value* value = &whole;
            if (outputs.size() > 1) value = whole.is(Value::Kind::context) ? whole.context().find(output.name.string()) : nullptr;
            std::size_t r = 0;
            while (value && r < output.order.size() && !equal(output.order[r], *value).value_or(false)) ++r;
            return value ? r : output.order.size();
        };
        auto x = rank(a), y = rank(b);
        if (x != y) return x < y ? -1 : 1;
    }
    return 0;
}

Value TableProgram::aggregated(Evaluation& e, const std::vector<Value>& values) const {
    if (aggregation == Aggregation::count) return static_cast<std::int64_t>(values.size());
    if (values.empty()) return {};
    Value best = values[0];
    if (aggregation == Aggregation::sum && !best.is(Value::Kind::number)) {
        if (best.is(Value::Kind::duration) || best.is(Value::Kind::months)) return call(e, builtin_function("sum"), std::vector<Value>{Value::list(std::span<const Value>(values))});
        return e.problem(Code::wrong_type, std::string("the sum of outputs needs numbers; one is ") + kind_name(best.kind()));
    }
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (aggregation == Aggregation::sum) {
            if (!values[i].is(Value::Kind::number)) return e.problem(Code::wrong_type, std::string("the sum of outputs needs numbers; one is ") + kind_name(values[i].kind()));
            auto sum = best.number() + values[i].number();
            if (!sum.finite()) return e.problem(Code::not_finite, "the sum of outputs is too large");
            best = sum;
            continue;
        }
        auto difference = compare(values[i], best);
        if (!difference) return e.problem(Code::wrong_type, "outputs that cannot be compared have no least or greatest");
        if (aggregation == Aggregation::min ? *difference < 0 : *difference > 0) best = values[i];
    }
    if (values.size() == 1 && aggregation != Aggregation::sum && !compare(best, best)) return e.problem(Code::wrong_type, "the output cannot be compared");
    return best;
}

Value TableProgram::collected(Evaluation& e, std::vector<Value> values) const {
    if (aggregation == Aggregation::none) return e.allows_list(values.size()) ? Value::list(std::move(values)) : Value();
    if (outputs.size() == 1 || aggregation == Aggregation::count) return aggregated(e, values);
    ContextBuilder context;
    for (auto& output : outputs) {
        std::vector<Value> column;
        for (auto& value : values) {
            auto* found = value.is(Value::Kind::context) ? value.context().find(output.name.string()) : nullptr;
            column.push_back(found ? *found : Value());
        }
        context.append(output.name, aggregated(e, column));
    }
    return context.build();
}

Value TableProgram::run(Evaluation& e, Value* frame) const {
    Evaluation::At at(e, &place, false);
    Hits hits;
    auto enough = hit_policy == HitPolicy::first ? 1 : hit_policy == HitPolicy::unique ? 2 : SIZE_MAX;
    if (e.reasons) enough = SIZE_MAX;  // whoever asks why hears of every rule
    if (!find(e, frame, hits, enough)) return {};
    auto recorded = e.reasons ? record(e, frame, hits) : SIZE_MAX;
    if (hits.size() == 0) {
        if (aggregation == Aggregation::count && !outputs.empty() && !outputs[0].otherwise) return 0;
        return default_output(e, frame);
    }
    switch (hit_policy) {
        case HitPolicy::unique:
            if (hits.size() > 1)
                return model_problem(e, "several_rules_match", "rules " + std::to_string(hits[0] + 1) + " and " + std::to_string(hits[1] + 1) + " both match, but the hit policy is UNIQUE");
            [[fallthrough]];
        case HitPolicy::first: return output_of(e, frame, rules[hits[0]]);
        case HitPolicy::any: {
            auto value = output_of(e, frame, rules[hits[0]]);
            for (std::size_t i = 1; i < hits.size(); ++i) {
                auto other = output_of(e, frame, rules[hits[i]]);
                if (!other.same_object(value) && !equal(value, other).value_or(false))
                    return model_problem(e, "rules_disagree", "rules " + std::to_string(hits[0] + 1) + " and " + std::to_string(hits[i] + 1) + " both match with different outputs, but the hit policy is ANY");
            }
            return value;
        }
        default: break;
    }
    std::vector<Value> values;
    values.reserve(hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) {
        values.push_back(output_of(e, frame, rules[hits[i]]));
        if (e.stopped()) return {};
    }
    auto before = [this](const Value& a, const Value& b) { return by_priority(a, b) < 0; };
    if (hit_policy == HitPolicy::priority) {
        auto best = std::min_element(values.begin(), values.end(), before);
        if (recorded != SIZE_MAX) e.reasons->decisions[e.reasons->current].tables[recorded].decided = {hits[static_cast<std::size_t>(best - values.begin())]};
        return *best;
    }
    if (hit_policy == HitPolicy::output_order) std::stable_sort(values.begin(), values.end(), before);
    return collected(e, std::move(values));
}

std::size_t TableProgram::record(Evaluation& e, Value* frame, const Hits& hits) const {
    auto& all = *e.reasons;
    if (all.current >= all.decisions.size()) return SIZE_MAX;
    auto& tables = all.decisions[all.current].tables;
    if (tables.size() >= Reasons::most_tables) return SIZE_MAX;
    TableReason reason;
    reason.table = number;
    reason.by_default = hits.size() == 0 && std::any_of(outputs.begin(), outputs.end(), [](auto& o) { return o.otherwise != nullptr; });
    reason.inputs.assign(frame + scratch, frame + scratch + inputs.size());
    for (std::size_t i = 0; i < hits.size(); ++i) reason.matched.push_back(hits[i]);
    if (hit_policy != HitPolicy::unique || hits.size() == 1) reason.decided = reason.matched;
    if (hit_policy == HitPolicy::first && hits.size() > 1) reason.decided.resize(1);
    // Which cell failed: found anew, cell by cell; whoever asks why can wait.
    Evaluation::Silence silence(e);
    std::size_t next = 0;
    for (std::uint32_t r = 0; r < rules.size(); ++r) {
        if (next < reason.matched.size() && reason.matched[next] == r) {
            ++next;
            continue;
        }
        bool first = true;
        for (std::uint32_t i = 0; i < inputs.size(); ++i) {
            auto answer = index.look_up(i, frame[scratch + i]);
            bool matches = answer.matching[r / 64] >> r % 64 & 1;
            if (matches && answer.to_try && (answer.to_try[r / 64] >> r % 64 & 1))
                matches = rules[r].cells[i] && rules[r].cells[i]->matches(e, frame[scratch + i], {frame, visible});
            if (matches) continue;
            if (first) reason.failed.push_back({r, i, {}});
            else reason.failed.back().further.push_back(i);
            first = false;
        }
    }
    tables.push_back(std::move(reason));
    return tables.size() - 1;
}

}  // namespace raekoda::decision
