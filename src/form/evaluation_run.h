// One evaluation of a form: first the values are made, in their order, then the fields that people see. Inside of the room.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "form/rules.h"

namespace raekoda::form {

struct ListRow;

// What is known of one component while values are made.
struct Cell {
    bool hidden = false;       // by itself or by what stands around
    bool readonly = false;
    bool disabled = false;
    bool wrong = false;        // what was typed cannot be the value
    bool disputed = false;
    std::string rule;          // why it is wrong: "number", "option", "date", …
    const Known* known = nullptr;
    Value value;               // clean
    Value typed;               // as it lies in the data
    std::vector<OptionState> options;
    std::vector<ListRow> rows;
    std::size_t rows_given = 0;
};

struct ListRow {
    std::vector<Cell> cells;
    const decision::Context* fact = nullptr;  // of the list's fact
    std::string mark;
};

// Where an expression is evaluated: the root, or a row.
struct Place {
    const Scope* scope = nullptr;
    std::vector<Cell>* cells = nullptr;
    Place* outer = nullptr;
    std::size_t row = 0;              // from 0
    const decision::Context* data = nullptr;   // raw values of the scope
    const decision::Context* fact = nullptr;   // of the row
    bool fact_list = false;           // the rows come from a fact
    bool rows_disputed = false;
    bool current = false;             // the slots this, parent and i are those of this place
    std::string name;                 // "children[2]."; empty at the root
};

class Run {
public:
    Run(const Form&, const Input&, State&);
    void values();
    void fields();

private:
    friend class FieldMaker;
    // evaluate.cpp: values
    void decide_all(Place&);
    void decide(Place&, const Component&);
    void decide_list(Place&, const Component&, Cell&);
    void decide_rows(Place&, const Component&, Cell&, const Scope&, const Value& typed, const Value& known);
    bool take_fact(Place&, const Component&, Cell&);
    void take_typed(Place&, const Component&, Cell&);
    void finish(Place&, const Component&, Cell&);
    Value evaluate(const Rule&, Place&);
    bool is_true(const Rule& rule, Place& place) { return rule.given && evaluate(rule, place).is_true(); }
    void enter(Place&);
    void build_facts();
    Value scope_value(const Place&);         // the values of a scope so far
    Value outer_context(const Place*);
    const Known* find_fact(std::string_view name) const;
    bool is_disputed(const std::string& name) const;
    std::string field_name(const Place&, const Component&) const;
    void set_root(const Component&, const Value&);
    // options.cpp
    void read_options(Place&, const Component&, Cell&);
    bool choose(const Component&, Cell&, const Value& typed);

    const Form& form_;
    const Form::Inside& inside_;
    const Input& input_;
    State& state_;
    decision::Evaluation evaluation_;
    std::vector<Value> slots_;
    std::vector<Cell> root_;
    Place root_place_;
    bool facts_built_ = false;
    Place* entered_ = nullptr;
    std::vector<std::string> disputed_;
};

// The value of a typed or known value for this type; `rule` names what is wrong. Not for options, lists and files.
Value fitted(const Component&, const Value& typed, const std::optional<decision::Now>&, std::string& rule);
// What stands in the fields when a person has to see a value again.
struct TypedTexts { std::string text, time; };
TypedTexts typed_texts(const Component&, const Value& typed, view::Language);
std::string shown_value(const Component&, const Cell&, view::Language);

// Dates and times as people write them → ISO; empty when they cannot be understood.
std::string iso_date(std::string_view);
std::string iso_time(std::string_view);  // "14:30"

}  // namespace raekoda::form
