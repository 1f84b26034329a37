// One evaluation of a form: first the values are made, in their order, then the fields that people see. Inside of the room.
#pragma once
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
    bool disputed = false;
    bool too_many = false;     // rows
    std::string_view wrong;    // the text key of what is wrong with what was typed; the value is null then
    const Known* known = nullptr;
    Value value;               // clean
    Value typed;               // as it lies in the data
    std::vector<OptionState> options;
    std::vector<ListRow> rows;
};

struct ListRow {
    std::vector<Cell> cells;
    const decision::Context* data = nullptr;  // as it was typed
    const decision::Context* fact = nullptr;  // of the list's fact
    std::string mark;
};

// Where an expression is evaluated: the root, or a row.
struct Place {
    const Scope* scope = nullptr;
    std::vector<Cell>* cells = nullptr;
    const Place* outer = nullptr;
    std::size_t row = 0;                       // from 1; 0: the root
    const decision::Context* data = nullptr;   // as it was typed
    const decision::Context* fact = nullptr;   // of the row
    const Cell* list = nullptr;                // of the row
    std::string name;                          // "children[2]."; empty at the root
    std::uint64_t version = 0;                 // of its values
};

class Run {
public:
    Run(const Form&, const Input&, State&);
    void values();  // evaluate.cpp: makes every value, and the data
    void fields();  // fields.cpp: what people see, and what is wrong

private:
    void decide_all(Place&);
    void decide(Place&, const Component&);
    void decide_field(Place&, const Component&, Cell&);
    void decide_list(Place&, const Component&, Cell&);
    void find_rows(const Place&, const Component&, Cell&);
    void decide_rows(Place&, const Component&, Cell&);
    bool take_known(const Place&, const Component&, Cell&);
    void take_typed(const Place&, const Component&, Cell&);
    void settle(const Component&, Cell&, const Value& typed);
    void publish(Place&, const Component&, const Value&);
    Value evaluate(const Rule&, const Place&);
    bool is_true(const Rule& rule, const Place& place) { return rule.given && evaluate(rule, place).is_true(); }
    void enter(const Place&, const Reads&);
    void build_facts();
    Value scope_value(const Scope&, const std::vector<Cell>&, bool for_data) const;
    Value indices(const Place&) const;
    Value outer_context(const Place*) const;
    const Known* find_fact(std::string_view name) const;
    bool is_disputed(const std::string& name) const;
    // options.cpp
    void read_options(const Place&, const Component&, Cell&);
    void choose(const Component&, Cell&, const Value& typed);
    // fields.cpp
    void make_fields(const std::vector<Component>&, const Place&, bool checked, std::vector<FieldState>&);
    void make_field(const Component&, const Place&, bool checked, FieldState&);
    void make_input(const Component&, const Place&, Cell&, FieldState&);
    void make_list(const Component&, const Place&, bool checked, FieldState&);
    void make_shown(const Component&, const Place&, FieldState&);
    void make_table(const Component&, const Place&, FieldState&);
    std::string words(const Component&, Part, const Place&, Template::As = Template::As::text);
    bool is_checked(const Component&) const;
    // check.cpp
    void check(const Component&, const Place&, const Cell&, FieldState&);
    void check_required(const Component&, const Cell&, FieldState&);
    void check_text(const Component&, const Place&, const Cell&, FieldState&);
    void check_number(const Component&, const Place&, const Cell&, FieldState&);
    void check_time(const Component&, const Cell&, FieldState&);
    void check_files(const Component&, FieldState&);
    void check_rule(const Component&, const Place&, const Cell*, FieldState&);
    void error(FieldState&, std::string_view rule, std::string_view key, std::initializer_list<view::Argument> = {});

    const Form& form_;
    const Form::Inside& inside_;
    const Input& input_;
    State& state_;
    decision::Evaluation evaluation_;
    decision::Evaluation::Silence silence_;  // a wrong value is null; nobody reads why
    std::vector<Value> slots_;
    std::vector<Cell> root_;
    Place root_place_;
    const Place* entered_ = nullptr;  // the place whose values stand in the slots of `this`, `parent` and `i`
    Reads made_;                      // which of them do
    std::uint64_t entered_version_ = 0, version_ = 0;
    std::vector<std::string_view> disputed_;
    std::size_t page_ = 0;
};

std::string name_of(const Place&, const Component&);  // "children[2].name"
const decision::Context* context_of(const Value&);    // nullptr when it is none
const Value* value_at(const decision::Context*, const std::vector<std::string>& path);
// The value with another one put below it at the path.
Value with(const Value* whole, std::span<const std::string> path, const Value&);

// Members of data that are ours: names of disputed facts at the root, the mark of a row that a fact made.
inline constexpr std::string_view disputed_member = "_disputed", row_member = "_row";

// The value of a typed or known value for this type; `wrong` is the text key of what is wrong. Not for options, lists and files.
Value fitted(const Component&, const Value& typed, const std::optional<decision::Now>&, std::string_view& wrong);
// What stands in the fields when a person has to see a value again.
struct TypedTexts { std::string text, time; };
TypedTexts typed_texts(const Component&, const Value& typed, const std::optional<decision::Now>&, view::Language);
bool is_empty(const Value&);  // null, "", []

// Dates and times as people write them → ISO; empty when they cannot be understood.
std::string iso_date(std::string_view);
std::string iso_time(std::string_view);  // "14:30"

}  // namespace raekoda::form
