// What the pages of decision models show: officials read a model here and try it.
#pragma once
#include <string>
#include <vector>

#include "view/components.h"
#include "view/view.h"

namespace raekoda::doors::site {

struct NameAndValue {
    std::string name, value;
    bool code = false;  // FEEL text
};

struct ModelRow {
    std::string id, name, description, url;
    std::string file;  // only where another model has the same name
    std::vector<std::string> decisions;
    std::string origin;                    // whose the model and the parameters are, in words
    std::vector<NameAndValue> parameters;  // valid today
    std::string parameters_note;           // since when, or that nothing is valid
};
struct ModelsPage {
    std::vector<ModelRow> rows;
};

// --- decision tables ---

struct CellView {
    enum class Mark { none, matched, failed };
    std::string label;  // of the column: cards on narrow screens repeat it
    std::string text;   // empty: any value
    Mark mark = Mark::none;
};
struct RuleRow {
    enum class State { none, decided, matched, near };
    int number = 0;
    std::string id;  // of the element
    State state = State::none;
    view::TagView tag;  // the state in words
    std::vector<CellView> inputs, outputs, annotations;
    std::string_view state_code() const;
};
struct ColumnHead {
    std::string label, expression, values;  // expression empty when it says the same as the label
    std::string given;                      // in a trial: the value
    bool has_given = false;
};
struct RuleLink {
    int rule = 0;
    std::string text, url;
};
struct FindingLine {
    view::TagView tag;
    std::string text;
    std::string english;  // words for those who draw models, when no sentence says more
};
struct TablePart {
    std::string id, caption;  // id of the element
    std::string policy, policy_name, policy_words;
    std::string defaults;  // "otherwise" in words; empty: none
    std::vector<ColumnHead> inputs, outputs;
    std::vector<std::string> annotations;
    std::vector<RuleRow> rules;
    std::vector<FindingLine> findings;
    bool tried = false;
    std::string runs;             // used several times
    std::string outcome;          // no rule matched, or several did
    std::vector<RuleLink> near;   // what would change the result
    bool more_near = false;
};

// A boxed expression. Tables stand in their own section; here is a link to them, unless the table is the whole logic.
struct LogicPart {
    enum class Kind { none, code, table, entries, list, relation };
    Kind kind = Kind::none;
    std::string name;  // as a part of something: "limit", "if", the name of a parameter
    std::string code;
    std::string table_id, table_name;
    std::string lead;                  // what the whole is: "a function of …"
    std::vector<std::string> columns;  // relation
    std::vector<LogicPart> parts;      // entries; items; rows of a relation, each a list
};

// --- decisions ---

struct NeedLink {
    std::string text, url, kind;
};
struct ResultView {
    std::string text;                  // one value
    std::vector<NameAndValue> values;  // or several with names
    std::vector<std::vector<NameAndValue>> items;  // or a list of such
    bool none = false;
};
struct Answer {
    std::string name;
    ResultView result;
};
struct DecisionPart {
    std::string id, name, technical_name, question, description, allowed_answers, origin;
    bool is_answer = false;  // the decision that answers the model's question
    bool is_function = false;
    std::vector<NeedLink> needs;
    LogicPart logic;
    std::vector<TablePart> tables;
    bool tried = false;
    ResultView result;
};
struct ReasonGroup {
    std::string text, url;
    std::vector<std::string> sentences;
    std::vector<std::string> problems;  // English, for those who draw models
};

// A decision and what it needs, as a tree; what was told before is only named again.
struct NeedTree {
    std::string text, url, kind;
    bool told_before = false;
    std::vector<NeedTree> needs;
};

// --- the drawing ---

struct DrawnNode {
    int x = 0, y = 0, width = 0, height = 0;
    std::string kind, title, url;
    struct Line { int x, y; std::string text; };
    std::vector<Line> lines;
};
struct DrawnEdge {
    std::string path, kind;
};
struct Drawing {
    int width = 0, height = 0;
    std::vector<DrawnNode> nodes;
    std::vector<DrawnEdge> edges;
    std::string box() const { return "0 0 " + std::to_string(width) + " " + std::to_string(height); }
};

// --- try it ---

struct FactField {
    enum class Kind { text, area, choice, choices, date, group };
    Kind kind = Kind::text;
    view::Field field;
    std::vector<view::Option> options;
    bool opens_group = false, closes_group = false;  // members of a context stand in a fieldset named field.label
};

struct ParameterPeriod {
    std::string since, source;
    bool current = false, confirmed = false;
    std::vector<NameAndValue> lines;
};

struct ModelPage {
    std::string name, description, url, origin, parameters_origin, version, file;
    std::vector<view::ProblemView> problems;
    std::vector<FactField> facts;
    view::Field day;
    std::vector<view::Link> examples;
    bool tried = false;  // a result is there
    std::string tried_with;  // the day and its parameters, in words
    std::vector<Answer> answers;
    std::vector<ReasonGroup> reasons;
    std::vector<std::string> trouble;  // English, for those who draw models: what belongs to no decision
    std::string no_parameters;         // nothing is valid on the day asked about
    bool stopped = false;              // a budget was used up
    std::vector<NeedTree> needs;
    Drawing drawing;
    std::vector<DecisionPart> decisions;
    std::vector<ParameterPeriod> parameters;
    std::size_t finding_count = 0;
    std::vector<FindingLine> findings;  // of all tables
};

}  // namespace raekoda::doors::site
