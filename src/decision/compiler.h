// From FEEL text to nodes: a recursive descent over the grammar of DMN 1.5 §10.3.1.2; numbers of its rules stand at the functions.
// Names may hold spaces and operators, so there is no lexer apart: what a name is depends on which names are known where it stands.
// Internal to the room.
#pragma once
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "decision/builtin.h"
#include "decision/feel.h"
#include "decision/program.h"

namespace raekoda::decision {

struct Compiler {
    Compiler(std::string_view text, const Names& names, const CompileOptions& options);

    static Compiled<Expression> expression(std::string_view text, const Names&, const CompileOptions&);
    static Compiled<UnaryTests> unary_tests(std::string_view text, const Names&, TypePointer input_type, const CompileOptions&);
    static TypePointer type(std::string_view text, const Names&);

private:
    static constexpr std::uint32_t max_parse_depth = 120;  // brackets inside brackets
    static constexpr std::uint32_t max_node_depth = 800;   // also a + b + c + …

    // compile_names.cpp: text, names, scopes
    void skip_space();
    bool at(char c) { skip_space(); return position < text.size() && text[position] == c; }
    bool at(std::string_view symbol) { skip_space(); return text.substr(position, symbol.size()) == symbol; }
    bool take(char c) { if (!at(c)) return false; ++position; return true; }
    bool take(std::string_view symbol) { if (!at(symbol)) return false; position += symbol.size(); return true; }
    bool at_keyword(std::string_view word);
    bool take_keyword(std::string_view word);
    void expect(char c, const char* where);
    void expect_keyword(std::string_view word, const char* where);
    std::size_t name_run(std::size_t from, bool first) const;  // bytes of a word of a name; 0: none
    // The longest known name here, else the words up to the next keyword or sign; empty: no name.
    std::string read_name(bool member_position, const TypePointer& base_type);
    bool known_name(const std::string& name, bool member_position, const TypePointer& base_type) const;
    std::string read_key(const char* stops);  // a name that is being declared, up to one of these characters
    std::string declared_until_keyword(std::string_view keyword);
    bool argument_name(std::string& name);    // `name :` of a named argument
    bool failed() const { return failed_; }
    Node fail(std::string message);
    Node fail_at(std::size_t where, Code code, std::string message, std::vector<std::string> arguments = {});
    void warn_at(std::size_t where, Code code, std::string message, std::vector<std::string> arguments);
    void find_place(std::size_t where, std::uint32_t& row, std::uint32_t& column) const;
    Node placed(Node node, std::size_t where);

    struct Local { std::string name; std::uint32_t index; TypePointer type; bool filter; };
    struct Level {  // one function body, or the outermost expression
        std::vector<Local> locals;  // visible now, innermost last
        std::uint32_t size = 0;     // all that were ever needed at the same time
        std::uint32_t next = 0;
        std::string own_name;
        std::vector<std::pair<Node, std::uint32_t>> captures;
        std::vector<std::pair<std::string, std::uint32_t>> captured;  // name → local
    };
    std::uint32_t declare(std::string name, TypePointer type = nullptr, bool filter = false);
    void forget(std::size_t locals) { levels.back().locals.resize(locals); }
    Node resolve(const std::string& name, std::size_t level, bool quiet);
    Node resolve_name(const std::string& name, std::size_t where);

    // compile_expression.cpp
    Node read_expression();
    Node read_expression_inside();
    Node read_if();
    Node read_for();
    Node read_quantified(bool every);
    std::vector<Iterator> read_iterators();
    Node read_disjunction();
    Node read_conjunction();
    Node read_comparison();
    struct Sign {
        std::string_view text;
        Operator operation;
    };
    Node read_chain(Node (Compiler::*part)(), std::initializer_list<Sign> signs);
    Node read_sum();
    Node read_product();
    Node read_power();
    Node read_negation();
    Node read_instance();
    Node read_postfix();
    Node read_call(Node callee, const std::string& name, const Builtin* builtin, std::size_t where);
    Node read_test(bool whole);  // what may stand after `in` and in unary tests; whole: any expression, else up to comparisons
    bool closes_range();         // is the [ here the end of [a..b[ ?

    // compile_primary.cpp
    Node read_primary();
    Node read_number();
    Node read_string();
    std::string read_string_text();
    Node read_at_literal();
    Node read_list_or_range();
    Node read_parenthesis();
    Node read_context();
    Node read_function();
    Node range_rest(Node low, bool low_included, std::size_t where);
    bool external_body();
    TypePointer read_type();
    TypePointer read_named_type();

    std::string_view text;
    const Names& names;
    const CompileOptions& options;
    std::size_t position = 0;
    std::uint32_t parse_depth = 0;
    bool failed_ = false;
    bool mentions_input = false;
    std::vector<Level> levels;
    std::vector<std::uint32_t> reads;
    std::vector<Diagnostic> diagnostics;
    std::unordered_set<std::string> known;       // names of slots and types' members
    std::unordered_set<std::string> seen_keys;   // keys of contexts written here, members of types
    std::size_t longest_name = 0;
    static constexpr std::size_t checkpoint_bytes = 256;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> checkpoints;  // row and column at every so many bytes
    bool range_end = false;                      // the end of a range is being read
    std::string function_name;                   // of the context entry whose value is being read
};

bool is_keyword(std::string_view word);
std::string collapsed(std::string_view name);  // trimmed, white space inside to one space

}  // namespace raekoda::decision
