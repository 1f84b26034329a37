#include "decision/table_check.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace raekoda::decision {

namespace {

// How much is looked at and said: a table of thousands of rules is checked as far as this goes, and the findings say so.
constexpr std::size_t most_steps = 400'000, most_findings_of_a_kind = 20, most_atoms = 20'000, most_inputs = 500;

using Kind = Value::Kind;
using Bits = std::vector<std::uint64_t>;

bool has(const Bits& bits, std::size_t i) { return bits[i / 64] >> i % 64 & 1; }
void put(Bits& bits, std::size_t i) { bits[i / 64] |= std::uint64_t{1} << i % 64; }
bool none(const Bits& bits) {
    return std::all_of(bits.begin(), bits.end(), [](auto w) { return w == 0; });
}

// The values of one input, cut where any cell changes its answer: points (the constants) and the gaps between them.
class Axis {
public:
    void build(const TableProgram& table, std::size_t input) {
        std::vector<const UnaryTests*> cells;
        for (auto& rule : table.rules) cells.push_back(rule.cells[input].get());
        auto& in = table.inputs[input];
        auto* allowed = in.values ? in.values.get() : in.type && in.type->allowed_values ? in.type->allowed_values.get() : nullptr;
        if (in.type) kind_ = kind_of_type(in.type->kind);
        for (auto* cell : cells) find_kind(*cell);
        if (allowed) find_kind(*allowed);
        if (kind_ == Kind::boolean) borders_ = {Value(false), Value(true)};
        else if (kind_ != Kind::null) {
            for (auto* cell : cells)
                if (simple(*cell)) take(*cell);
            if (allowed && simple(*allowed)) take(*allowed);
        }
        if (kind_ != Kind::boolean) {
            // Constants that cannot all be compared (times with and without zone) are no axis.
            for (std::size_t i = 1; i < borders_.size(); ++i)
                if (!compare(borders_[0], borders_[i])) borders_.clear(), kind_ = Kind::null;
            std::sort(borders_.begin(), borders_.end(), [](auto& a, auto& b) { return compare(a, b).value_or(0) < 0; });
            borders_.erase(std::unique(borders_.begin(), borders_.end(), [](auto& a, auto& b) { return compare(a, b).value_or(1) == 0; }), borders_.end());
        }
        auto places = borders_.size() * 2 + 1;
        std::vector<char> open(places);
        for (std::size_t p = 0; p < places; ++p) open[p] = p % 2 == 1 || inhabited(p);
        if (!ranges_ && kind_ == Kind::string && places > 1) {
            // Only single words are named: everything else is one atom.
            for (std::size_t p = 0; p + 1 < places; p += 2) open[p] = false;
        }
        if (allowed && simple(*allowed)) {
            auto inside = answer(*allowed);
            for (std::size_t p = 0; p < places; ++p) open[p] = open[p] && inside[p];
        }
        for (std::size_t p = 0; p < places; ++p)
            if (open[p]) atoms_.push_back(p);
        rules_.resize(cells.size());
        for (std::size_t r = 0; r < cells.size(); ++r) {
            known_.push_back(simple(*cells[r]) || cells[r]->any());
            auto& mine = rules_[r];
            mine.assign((atoms_.size() + 63) / 64, 0);
            if (!known_[r]) continue;
            auto inside = cells[r]->any() ? std::vector<char>(places, 1) : answer(*cells[r]);
            for (std::size_t a = 0; a < atoms_.size(); ++a)
                if (inside[atoms_[a]]) put(mine, a);
        }
    }
    std::size_t atoms() const { return atoms_.size(); }
    bool known(std::size_t rule) const { return known_[rule]; }
    const Bits& of(std::size_t rule) const { return rules_[rule]; }
    std::string example(std::size_t atom) const {
        auto p = atoms_[atom];
        if (p % 2 == 1) return to_literal(borders_[p / 2]);
        if (borders_.empty()) return "-";
        const Value* low = p > 0 ? &borders_[p / 2 - 1] : nullptr;
        const Value* high = p / 2 < borders_.size() ? &borders_[p / 2] : nullptr;
        if (kind_ == Kind::string && !ranges_) {
            std::string other = "other";
            while (std::any_of(borders_.begin(), borders_.end(), [&](auto& b) { return b.string() == other; })) other += "_";
            return to_literal(Value(other));
        }
        if (auto between = inside(low, high)) return to_literal(*between);
        if (!low) return "< " + to_literal(*high);
        if (!high) return "> " + to_literal(*low);
        return "(" + to_literal(*low) + ".." + to_literal(*high) + ")";
    }

private:
    static Kind kind_of_type(Type::Kind kind) {
        switch (kind) {
            case Type::Kind::boolean: return Kind::boolean;
            case Type::Kind::number: return Kind::number;
            case Type::Kind::string: return Kind::string;
            case Type::Kind::date: return Kind::date;
            case Type::Kind::time: return Kind::time;
            case Type::Kind::date_time: return Kind::date_time;
            case Type::Kind::duration: return Kind::duration;
            case Type::Kind::months: return Kind::months;
            default: return Kind::null;
        }
    }
    static Kind kind_of_test(const UnaryTest& test) {
        if (test.shape == UnaryTest::Shape::equal) return test.value.kind();
        if (test.shape != UnaryTest::Shape::range) return Kind::null;
        auto& range = test.value.range();
        return range.low().is_null() ? range.high().kind() : range.low().kind();
    }
    void find_kind(const UnaryTests& cell) {
        for (auto& test : cell.tests()) {
            auto kind = kind_of_test(test);
            if (kind_ == Kind::null && kind != Kind::null && kind < Kind::list) kind_ = kind;
            if (test.shape == UnaryTest::Shape::range && kind == kind_) ranges_ = true;
        }
    }
    bool simple(const UnaryTests& cell) const {
        if (cell.any() || kind_ == Kind::null) return false;
        return std::all_of(cell.tests().begin(), cell.tests().end(), [&](auto& test) {
            return kind_of_test(test) == kind_ && (kind_ != Kind::boolean || test.shape == UnaryTest::Shape::equal);
        });
    }
    void take(const UnaryTests& cell) {
        for (auto& test : cell.tests()) {
            if (test.shape == UnaryTest::Shape::equal) {
                borders_.push_back(test.value);
                continue;
            }
            for (auto* end : {&test.value.range().low(), &test.value.range().high()})
                if (!end->is_null()) borders_.push_back(*end);
        }
    }
    // Place by place: does the cell hold there?
    std::vector<char> answer(const UnaryTests& cell) const {
        std::vector<char> inside(borders_.size() * 2 + 1);
        auto position = [&](const Value& v) {
            if (kind_ == Kind::boolean) return std::size_t{v.boolean()};
            auto found = std::lower_bound(borders_.begin(), borders_.end(), v, [](auto& a, auto& b) { return compare(a, b).value_or(0) < 0; });
            return static_cast<std::size_t>(found - borders_.begin());
        };
        for (auto& test : cell.tests()) {
            if (test.shape == UnaryTest::Shape::equal) {
                inside[position(test.value) * 2 + 1] = true;
                continue;
            }
            auto& range = test.value.range();
            std::size_t from = range.low().is_null() ? 0 : position(range.low()) * 2 + (range.low_included() ? 1 : 2);
            std::size_t to = range.high().is_null() ? inside.size() - 1 : position(range.high()) * 2 + (range.high_included() ? 1 : 0);
            for (auto p = from; p <= to && p < inside.size(); ++p) inside[p] = true;
        }
        if (cell.negated())
            for (auto& place : inside) place = !place;
        return inside;
    }
    // Some value strictly between two.
    std::optional<Value> inside(const Value* low, const Value* high) const {
        switch (kind_) {
            case Kind::number: {
                if (!low) return Value(high->number() - Number(1));
                if (!high) return Value(low->number() + Number(1));
                auto middle = (low->number() + high->number()) / Number(2);
                auto whole = middle.rounded(0, Number::Rounding::floor);
                if (whole > low->number()) return Value(whole);
                return middle > low->number() && middle < high->number() ? std::optional<Value>(middle) : std::nullopt;
            }
            case Kind::date:
                if (!low) return Value(Date{high->date().day - 1});
                return Value(Date{low->date().day + 1});
            case Kind::months:
                if (!low) return Value(Months{high->months().months - 1});
                return Value(Months{low->months().months + 1});
            case Kind::string: {
                if (!low) return high->string().empty() ? std::nullopt : std::optional<Value>(Value(""));
                for (auto* tail : {" a", " ", "!"}) {
                    Value longer(std::string(low->string()) + tail);
                    if (!high || compare(longer, *high).value_or(1) < 0) return longer;
                }
                return std::nullopt;
            }
            default: return std::nullopt;
        }
    }
    // Is there a value in the gap?
    bool inhabited(std::size_t place) const {
        if (kind_ == Kind::boolean) return false;
        if (place == 0 && kind_ == Kind::string && !borders_.empty()) return !borders_[0].string().empty();
        if (place == 0 || place / 2 >= borders_.size()) return true;
        auto& low = borders_[place / 2 - 1];
        auto& high = borders_[place / 2];
        if (kind_ == Kind::date) return high.date().day - low.date().day > 1;
        if (kind_ == Kind::months) return high.months().months - low.months().months > 1;
        return true;
    }

    Kind kind_ = Kind::null;
    bool ranges_ = false;
    std::vector<Value> borders_;
    std::vector<std::size_t> atoms_;  // places that hold values and are allowed
    std::vector<Bits> rules_;         // rule → its atoms
    std::vector<bool> known_;
};

class Checker {
public:
    Checker(const TableProgram& table, const TableView& view, std::vector<Finding>& findings) : table_(table), view_(view), findings_(findings) {}

    void run() {
        outputs();
        if (table_.inputs.empty() || table_.rules.empty()) return;
        if (table_.inputs.size() > most_inputs) return too_large();
        axes_.resize(table_.inputs.size());
        for (std::size_t i = 0; i < axes_.size(); ++i) {
            axes_[i].build(table_, i);
            if (axes_[i].atoms() > most_atoms || axes_[i].atoms() == 0) return too_large();
        }
        computed_.assign(table_.rules.size(), false);
        std::string uncertain;
        for (std::size_t r = 0; r < computed_.size(); ++r) {
            for (auto& axis : axes_)
                if (!axis.known(r)) computed_[r] = true;
            if (computed_[r]) uncertain += (uncertain.empty() ? "" : ", ") + std::to_string(r + 1);
        }
        if (!uncertain.empty()) add(Finding::Kind::not_checked, {}, {}, "cells of these rules depend on more than their input, so they are left out of the check: " + uncertain);
        bool single = table_.hit_policy != HitPolicy::collect && table_.hit_policy != HitPolicy::rule_order && table_.hit_policy != HitPolicy::output_order;
        bool defaults = std::any_of(table_.outputs.begin(), table_.outputs.end(), [](auto& o) { return o.otherwise != nullptr; });
        if (single && !defaults) gaps();
        if (table_.hit_policy == HitPolicy::unique || table_.hit_policy == HitPolicy::any) overlaps();
        unreachable();
        if (steps_ > most_steps) too_large();
    }

private:
    void add(Finding::Kind kind, std::vector<std::uint32_t> rules, std::vector<std::string> example, std::string words) {
        findings_.push_back({kind, table_.number, std::move(rules), std::move(example), std::move(words)});
    }
    void too_large() { add(Finding::Kind::not_checked, {}, {}, "the table is too large to be checked wholly"); }
    std::string at(const std::vector<std::string>& example) const {
        std::string s;
        for (std::size_t i = 0; i < example.size(); ++i) s += (i ? ", " : "") + view_.inputs[i].label + " = " + example[i];
        return s;
    }
    static std::string rule(std::size_t r) { return "rule " + std::to_string(r + 1); }

    // A place in `box` (one set of atoms for each input; empty: all) that none of `rules` covers. Rules are kept as a set of bits; a set that
    // was found to cover everything from some input on is not looked at again.
    struct Search {
        std::vector<Bits> box;
        std::vector<std::unordered_set<std::string>> covered;
        std::vector<std::size_t> path;
        std::vector<std::vector<std::size_t>> found;
        std::size_t most = 1;
    };
    void search(Search& s, std::size_t input, const Bits& rules) {
        if (s.found.size() >= s.most || steps_ > most_steps) return;
        if (none(rules)) {
            auto path = s.path;
            for (auto i = input; i < axes_.size(); ++i) {
                std::size_t atom = 0;
                while (!s.box.empty() && !has(s.box[i], atom)) ++atom;
                path.push_back(atom);
            }
            s.found.push_back(std::move(path));
            return;
        }
        if (input == axes_.size()) return;
        std::string key(reinterpret_cast<const char*>(rules.data()), rules.size() * sizeof(rules[0]));
        if (!s.covered[input].insert(key).second) return;
        std::set<Bits> seen;
        for (std::size_t atom = 0; atom < axes_[input].atoms(); ++atom) {
            if (!s.box.empty() && !has(s.box[input], atom)) continue;
            if (++steps_ > most_steps) return;
            Bits left(rules.size(), 0);
            for (std::size_t w = 0; w < rules.size(); ++w)
                for (auto bits = rules[w]; bits; bits &= bits - 1) {
                    auto r = w * 64 + static_cast<std::size_t>(__builtin_ctzll(bits));
                    // For gaps, cells that cannot be known are taken to match: a gap that is reported is one.
                    if (!axes_[input].known(r) || has(axes_[input].of(r), atom)) put(left, r);
                }
            if (!seen.insert(left).second) continue;
            s.path.push_back(atom);
            search(s, input + 1, left);
            s.path.pop_back();
        }
    }
    std::vector<std::string> example(const std::vector<std::size_t>& path) const {
        std::vector<std::string> example;
        for (std::size_t i = 0; i < path.size(); ++i) example.push_back(axes_[i].example(path[i]));
        return example;
    }
    void gaps() {
        Search s;
        s.covered.resize(axes_.size());
        s.most = most_findings_of_a_kind;
        Bits all((table_.rules.size() + 63) / 64, 0);
        for (std::size_t r = 0; r < table_.rules.size(); ++r) put(all, r);
        search(s, 0, all);
        for (auto& path : s.found) {
            auto e = example(path);
            auto words = "no rule matches " + at(e);
            add(Finding::Kind::gap, {}, std::move(e), std::move(words));
        }
    }
    void overlaps() {
        std::size_t found = 0;
        for (std::size_t a = 0; a < table_.rules.size(); ++a) {
            if (computed_[a]) continue;
            for (auto b = a + 1; b < table_.rules.size(); ++b) {
                if (computed_[b]) continue;
                if (++steps_ > most_steps || found >= most_findings_of_a_kind) return;
                if (table_.hit_policy == HitPolicy::any) {
                    auto &x = table_.rules[a], &y = table_.rules[b];
                    if (!x.constant || !y.constant || (x.result.is_null() && y.result.is_null()) || equal(x.result, y.result).value_or(false)) continue;
                }
                std::vector<std::size_t> path;
                for (auto& axis : axes_) {
                    std::size_t atom = 0;
                    while (atom < axis.atoms() && !(has(axis.of(a), atom) && has(axis.of(b), atom))) ++atom;
                    if (atom == axis.atoms()) break;
                    path.push_back(atom);
                }
                if (path.size() != axes_.size()) continue;
                ++found;
                auto e = example(path);
                auto words = rule(a) + " and " + rule(b) + " both match " + at(e) + (table_.hit_policy == HitPolicy::any ? " with different outputs" : "");
                add(Finding::Kind::overlap, {static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)}, std::move(e), std::move(words));
            }
        }
    }
    // Null lies in no constant and no range. Where every rule that goes before asks for one and this one asks for nothing, a fact that is
    // not known comes through to this rule: the row at the end that says what follows then.
    bool takes_unknown_facts(std::size_t r, const Bits& others) const {
        auto refuses_null = [](const UnaryTests& cell) {
            return !cell.any() && !cell.negated() && std::all_of(cell.tests().begin(), cell.tests().end(), [](const UnaryTest& test) {
                return test.shape == UnaryTest::Shape::range || (test.shape == UnaryTest::Shape::equal && !test.value.is_null());
            });
        };
        for (std::size_t o = 0; o < table_.rules.size(); ++o) {
            if (!has(others, o)) continue;
            bool lets_through = false;
            for (std::size_t i = 0; i < table_.inputs.size(); ++i) {
                auto &mine = table_.rules[r].cells[i], &theirs = table_.rules[o].cells[i];
                lets_through |= mine && theirs && mine->any() && refuses_null(*theirs);
            }
            if (!lets_through) return false;
        }
        return true;
    }
    void unreachable() {
        for (std::size_t r = 0; r < table_.rules.size(); ++r) {
            if (computed_[r] || steps_ > most_steps) continue;
            bool impossible = false;
            for (auto& axis : axes_) impossible |= none(axis.of(r));
            if (impossible) {
                add(Finding::Kind::unreachable, {static_cast<std::uint32_t>(r)}, {}, rule(r) + " never matches: a cell of it allows no value that the input can have");
                continue;
            }
            Bits others((table_.rules.size() + 63) / 64, 0);
            for (std::size_t o = 0; o < table_.rules.size(); ++o) {
                if (o == r || computed_[o]) continue;
                if (table_.hit_policy == HitPolicy::first && o < r) put(others, o);
                if (table_.hit_policy == HitPolicy::priority && table_.rules[r].constant && table_.rules[o].constant &&
                    table_.by_priority(table_.rules[o].result, table_.rules[r].result) < 0)
                    put(others, o);
            }
            if (none(others) || takes_unknown_facts(r, others)) continue;
            Search s;
            s.covered.resize(axes_.size());
            for (auto& axis : axes_) s.box.push_back(axis.of(r));
            search(s, 0, others);
            if (!s.found.empty() || steps_ > most_steps) continue;
            add(Finding::Kind::unreachable, {static_cast<std::uint32_t>(r)}, {},
                rule(r) + " never decides: wherever it matches, " + (table_.hit_policy == HitPolicy::first ? "an earlier rule does" : "a rule of higher priority does"));
        }
    }
    void outputs() {
        Evaluation evaluation;
        std::vector<Value> frame(table_.visible);
        auto check = [&](std::size_t i, const Step& step, std::vector<std::uint32_t> rules, const std::string& what) {
            auto& output = table_.outputs[i];
            auto* constant = dynamic_cast<const ConstantStep*>(&step);
            if (!constant || constant->value.is_null()) return;
            auto fitting = output.type ? coerced(evaluation, constant->value, output.type) : std::optional<Value>(constant->value);
            if (fitting && (!output.values || output.values->matches(evaluation, *fitting, frame))) return;
            auto literal = to_literal(constant->value);
            auto allowed = output.values ? output.values->text() : type_text(output.type);
            add(Finding::Kind::outside_values, std::move(rules), {literal}, "the output " + literal + " of " + what + " is not allowed; allowed are " + allowed);
        };
        for (std::uint32_t r = 0; r < table_.rules.size(); ++r)
            for (std::size_t i = 0; i < table_.outputs.size(); ++i) check(i, *table_.rules[r].outputs[i], {r}, rule(r));
        for (std::size_t i = 0; i < table_.outputs.size(); ++i)
            if (table_.outputs[i].otherwise) check(i, *table_.outputs[i].otherwise, {}, "the default");
    }

    const TableProgram& table_;
    const TableView& view_;
    std::vector<Finding>& findings_;
    std::vector<Axis> axes_;
    std::vector<bool> computed_;
    std::size_t steps_ = 0;
};

}  // namespace

void check_table(const TableProgram& table, const TableView& view, std::vector<Finding>& findings) { Checker(table, view, findings).run(); }

}  // namespace raekoda::decision
