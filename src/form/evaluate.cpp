// The values of a form: in the order of what depends on what, from what is known, what was typed, and what is computed.
#include <algorithm>

#include "base/text.h"
#include "form/evaluation_run.h"

namespace raekoda::form {
namespace {

decision::Budget budget() {
    decision::Budget b;
    b.steps = 1'000'000;
    b.calls = 100;
    b.list_size = 10'000;
    b.string_bytes = 256 << 10;
    b.diagnostics = 0;
    return b;
}

std::string mark_of(const Value& fact_row) {
    auto n = decision::hash(fact_row);
    std::string out;
    for (; n > 0; n /= 36) out += "0123456789abcdefghijklmnopqrstuvwxyz"[n % 36];
    return out;
}

}  // namespace

const decision::Context* context_of(const Value& value) { return value.is(Value::Kind::context) ? &value.context() : nullptr; }

// The value with another one put below it at the path.
Value with(const Value* whole, std::span<const std::string> path, const Value& value) {
    if (path.empty()) return value;
    decision::ContextBuilder builder;
    const decision::Context* before = whole ? context_of(*whole) : nullptr;
    if (before) builder = decision::ContextBuilder(*before);
    builder.put(std::string_view(path[0]), with(before ? before->find(path[0]) : nullptr, path.subspan(1), value));
    return builder.build();
}

bool is_empty(const Value& value) {
    return value.is_null() || (value.is(Value::Kind::string) && trimmed(value.string()).empty()) || (value.is(Value::Kind::list) && value.list().size() == 0);
}

const Value* value_at(const decision::Context* context, const std::vector<std::string>& path) {
    const Value* value = nullptr;
    for (const auto& part : path) {
        value = context ? context->find(part) : nullptr;
        if (!value) return nullptr;
        context = context_of(*value);
    }
    return value;
}

std::string name_of(const Place& place, const Component& c) {
    std::string name = place.name;
    for (std::size_t i = 0; i < c.path.size(); ++i) {
        if (i) name += '.';
        name += c.path[i];
    }
    return name;
}

Run::Run(const Form& form, const Input& input, State& state)
    : form_(form), inside_(form.inside()), input_(input), state_(state), evaluation_(budget(), input.now), silence_(evaluation_) {
    slots_.resize(inside_.names.size());
    for (std::size_t i = 0; i < input.context.size() && first_free_slot + i < inside_.first_own_slot; ++i) slots_[first_free_slot + i] = input.context[i];
    root_.resize(inside_.scopes[0].places);
    root_place_.scope = &inside_.scopes[0];
    root_place_.cells = &root_;
    root_place_.data = context_of(input.data);
    page_ = form.page_of(input.page);
    if (const auto* disputed = root_place_.data ? root_place_.data->find(disputed_member) : nullptr; disputed && disputed->is(Value::Kind::list))
        for (const auto& name : disputed->list().items())
            if (name.is(Value::Kind::string)) disputed_.push_back(name.string());
    if (inside_.facts_read) build_facts();
}

// { person: {given_name: …}, children: […] }
void Run::build_facts() {
    Value facts;
    for (const auto& known : input_.facts) {
        std::vector<std::string> path;
        std::size_t begin = 0;
        for (std::size_t dot; (dot = known.name.find('.', begin)) != std::string::npos; begin = dot + 1) path.push_back(known.name.substr(begin, dot - begin));
        path.push_back(known.name.substr(begin));
        facts = with(&facts, path, known.value);
    }
    slots_[slot_facts] = facts;
}

const Known* Run::find_fact(std::string_view name) const {
    for (const auto& known : input_.facts)
        if (known.name == name) return &known;
    return nullptr;
}

bool Run::is_disputed(const std::string& name) const { return std::find(disputed_.begin(), disputed_.end(), name) != disputed_.end(); }

// ---- names of FEEL

Value Run::evaluate(const Rule& rule, const Place& place) {
    if (!rule.expression) return rule.constant;
    if (rule.reads.scope()) enter(place, rule.reads);
    return rule.expression->evaluate(evaluation_, slots_);
}

void Run::enter(const Place& place, const Reads& reads) {
    if (entered_ != &place || entered_version_ != version_) {
        made_ = {};
        entered_ = &place;
        entered_version_ = version_;
    }
    if (reads.own && !made_.own) slots_[slot_this] = slots_[slot_this_] = scope_value(*place.scope, *place.cells, false);
    if (reads.parent && !made_.parent) slots_[slot_parent] = slots_[slot_parent_] = outer_context(place.outer);
    if (reads.i && !made_.i) slots_[slot_i] = slots_[slot_i_] = indices(place);
    made_.own |= reads.own;
    made_.parent |= reads.parent;
    made_.i |= reads.i;
}

Value Run::indices(const Place& place) const {
    std::vector<Value> out;
    for (const Place* p = &place; p && p->row > 0; p = p->outer) out.insert(out.begin(), Value(static_cast<std::int64_t>(p->row)));
    return Value::list(std::move(out));
}

// What `parent` is in a row: the names of the scope around.
Value Run::outer_context(const Place* place) const {
    if (!place) return {};
    decision::ContextBuilder out;
    for (std::size_t i = 0; i < inside_.own_names.size(); ++i) out.append(Value(inside_.own_names[i]), slots_[inside_.first_own_slot + i]);
    auto own = scope_value(*place->scope, *place->cells, false), around = outer_context(place->outer), i = indices(*place);
    for (const char* name : {"this", "_this_"}) out.put(std::string_view(name), own);
    for (const char* name : {"parent", "_parent_"}) out.put(std::string_view(name), around);
    for (const char* name : {"i", "_i_"}) out.put(std::string_view(name), i);
    return out.build();
}

Value Run::scope_value(const Scope& scope, const std::vector<Cell>& cells, bool for_data) const {
    decision::ContextBuilder flat;
    Value nested;
    bool deep = false;
    for (const auto* c : scope.order) {
        if (c->type == Type::group || c->path.empty()) continue;
        const auto& cell = cells[c->place];
        if (cell.hidden || (for_data && cell.disabled)) continue;
        Value value = cell.value;
        if (for_data && c->type == Type::dynamiclist) {
            std::vector<Value> rows;
            for (const auto& row : cell.rows) rows.push_back(scope_value(inside_.scopes[inside_.scope_of[c->index]], row.cells, true));
            value = Value::list(std::move(rows));
        }
        if (c->path.size() == 1) {
            flat.append(Value(c->path[0]), std::move(value));
        } else {
            nested = with(&nested, c->path, value);
            deep = true;
        }
    }
    if (deep)
        for (const auto& entry : nested.context().entries()) flat.put(entry.name, entry.value);
    return flat.build();
}

// The value becomes visible to what depends on it.
void Run::publish(Place& place, const Component& c, const Value& value) {
    ++version_;
    if (place.row > 0) return;
    auto& slot = slots_[inside_.slot_of[c.index]];
    slot = c.path.size() == 1 ? value : with(&slot, std::span(c.path).subspan(1), value);
}

// ---- values

void Run::values() {
    decide_all(root_place_);
    if (input_.with_data) state_.data = scope_value(inside_.scopes[0], root_, true);
    state_.stopped = evaluation_.stopped();
}

void Run::decide_all(Place& place) {
    for (const auto* c : place.scope->order) {
        if (evaluation_.stopped()) break;
        decide(place, *c);
    }
}

void Run::decide(Place& place, const Component& c) {
    auto& cell = (*place.cells)[c.place];
    const auto& rules = inside_.rules[c.index];
    const auto* around = place.scope->parents[c.place];
    cell.hidden = (around && (*place.cells)[around->place].hidden) || is_true(rules.hide, place);
    if (c.type == Type::group) return;
    if (cell.hidden) {
        cell.value = {};
        cell.rows.clear();
        return publish(place, c, {});
    }
    if (c.type == Type::dynamiclist) return decide_list(place, c, cell);
    if (c.type == Type::expression) {
        cell.value = c.computed_at_end && input_.check != Check::all ? Value() : evaluate(rules.expression, place);
        if (cell.value.is(Value::Kind::function) || cell.value.is(Value::Kind::range)) cell.value = {};
    } else {
        decide_field(place, c, cell);
    }
    publish(place, c, cell.value);
}

void Run::decide_field(Place& place, const Component& c, Cell& cell) {
    const auto& rules = inside_.rules[c.index];
    cell.readonly = is_true(rules.readonly, place);
    cell.disabled = is_true(rules.disabled, place);
    if (has_options(c.type)) read_options(place, c, cell);
    if (c.type == Type::filepicker) {
        const auto* key = value_at(place.data, c.path);
        for (const auto& upload : input_.uploads)
            if (key && key->is(Value::Kind::string) && key->string() == upload.key && !upload.files.empty()) cell.value = *key;
        cell.typed = cell.value;
        return;
    }
    if (!take_known(place, c, cell)) take_typed(place, c, cell);
}

// Known and not said to be wrong: that is the value, whatever the client sends. False: it has to be typed.
bool Run::take_known(const Place& place, const Component& c, Cell& cell) {
    const Value* value = nullptr;
    const Known* known = nullptr;
    Value part;
    if (const auto& rule = inside_.rules[c.index].fact) {
        known = find_fact(c.fact);
        if (!known) return false;
        part = evaluate(rule, place);
        value = &part;
    } else if (place.fact) {
        value = c.fact.empty() ? value_at(place.fact, c.path) : place.fact->find(c.fact);
        known = place.list->known;
    } else if (!c.fact.empty() && (known = find_fact(c.fact))) {
        value = &known->value;
    }
    if (!value || is_empty(*value)) return false;
    settle(c, cell, *value);
    if (!cell.wrong.empty() || is_empty(cell.value)) {  // not what this field can hold: it is asked
        cell.wrong = {};
        cell.value = {};
        for (auto& option : cell.options) option.chosen = false;
        return false;
    }
    cell.known = known;
    cell.disputed = place.fact ? place.list->disputed : !disputed_.empty() && is_disputed(name_of(place, c));
    if (!cell.disputed) {
        cell.readonly = true;
        return true;
    }
    // What was known stands in the field until something else is typed.
    if (!value_at(place.data, c.path)) return true;
    cell.value = {};
    for (auto& option : cell.options) option.chosen = false;
    return false;
}

void Run::take_typed(const Place& place, const Component& c, Cell& cell) {
    const Value* typed = cell.readonly || cell.disabled ? nullptr : value_at(place.data, c.path);
    if (!typed && c.has_default) typed = &c.default_value;
    if (!typed && c.type == Type::checkbox) {
        cell.typed = cell.value = Value(false);
        return;
    }
    settle(c, cell, typed ? *typed : Value());
}

void Run::settle(const Component& c, Cell& cell, const Value& typed) {
    cell.typed = typed;
    if (has_options(c.type)) choose(c, cell, typed);
    else cell.value = fitted(c, typed, input_.now, cell.wrong);
}

// ---- lists

void Run::find_rows(const Place& place, const Component& c, Cell& cell) {
    const auto* typed = value_at(place.data, c.path);
    std::vector<const decision::Context*> given;
    if (typed && typed->is(Value::Kind::list))
        for (const auto& row : typed->list().items()) given.push_back(context_of(row));
    const auto* known = c.fact.empty() ? nullptr : find_fact(c.fact);
    std::vector<std::pair<const decision::Context*, std::string>> facts;
    if (known && known->value.is(Value::Kind::list))
        for (const auto& row : known->value.list().items())
            if (context_of(row)) facts.emplace_back(context_of(row), mark_of(row));
    auto mark = [](const decision::Context* row) {
        const auto* value = row ? row->find(row_member) : nullptr;
        return value && value->is(Value::Kind::string) ? value->string() : std::string_view();
    };
    // By its mark; rows that were never marked (posted by something else than our page) by their position.
    auto row_of = [&](const std::string& wanted, std::size_t position) -> const decision::Context* {
        for (const auto* row : given)
            if (mark(row) == wanted) return row;
        return position < given.size() && mark(given[position]).empty() ? given[position] : nullptr;
    };
    if (!facts.empty()) {
        cell.known = known;
        cell.disputed = is_disputed(name_of(place, c));
    }
    if (!facts.empty() && (!cell.disputed || given.empty())) {
        for (auto& fact : facts) cell.rows.push_back({{}, row_of(fact.second, cell.rows.size()), fact.first, fact.second});
    } else {
        std::size_t rows = !c.repeats ? 1 : !c.rows_may_change && facts.empty() ? c.default_rows : typed && typed->is(Value::Kind::list) ? given.size() : c.default_rows;
        for (std::size_t i = 0; i < rows; ++i) {
            const auto* row = i < given.size() ? given[i] : nullptr;
            const decision::Context* fact = nullptr;
            for (const auto& one : facts)
                if (one.second == mark(row)) fact = one.first;
            cell.rows.push_back({{}, row, fact, std::string(fact ? mark(row) : "")});
            if (cell.rows.size() > most_rows) break;
        }
    }
    cell.too_many = cell.rows.size() > most_rows;
    if (cell.too_many) cell.rows.resize(most_rows);
}

void Run::decide_list(Place& place, const Component& c, Cell& cell) {
    cell.rows.clear();
    find_rows(place, c, cell);
    decide_rows(place, c, cell);
    // Rows that read the whole list see what the first round made of it.
    if (inside_.scopes[inside_.scope_of[c.index]].reads_itself) decide_rows(place, c, cell);
}

void Run::decide_rows(Place& place, const Component& c, Cell& cell) {
    const auto& scope = inside_.scopes[inside_.scope_of[c.index]];
    std::vector<Value> values;
    values.reserve(cell.rows.size());
    auto name = name_of(place, c);
    for (std::size_t i = 0; i < cell.rows.size(); ++i) {
        auto& row = cell.rows[i];
        row.cells.assign(scope.places, Cell{});
        Place inner{&scope, &row.cells, &place, i + 1, row.data, row.fact, &cell, name + "[" + std::to_string(i) + "]."};
        decide_all(inner);
        entered_ = nullptr;  // another row may come to lie where this one was
        values.push_back(scope_value(scope, row.cells, false));
        if (evaluation_.stopped()) break;
    }
    cell.value = Value::list(std::move(values));
    publish(place, c, cell.value);
}

State evaluate(const Form& form, const Input& input) {
    State state;
    state.language = input.language;
    Run run(form, input, state);
    run.values();
    run.fields();
    return state;
}

std::size_t State::next_page(std::size_t page) const {
    for (++page; page < pages.size(); ++page)
        if (pages[page].visible) return page;
    return npos;
}

std::size_t State::previous_page(std::size_t page) const {
    while (page-- > 0)
        if (pages[page].visible) return page;
    return npos;
}

}  // namespace raekoda::form
