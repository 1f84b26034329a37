// Expressions from the weakest binding to the strongest, and unary tests.
#include <algorithm>

#include "base/text.h"
#include "decision/compiler.h"

namespace raekoda::decision {

// Rule 1: every nesting passes here, so the depth is counted here.
Node Compiler::read_expression() {
    if (failed_) return nullptr;
    if (++parse_depth > max_parse_depth) return fail_at(position, Code::too_deep, "brackets inside brackets too deeply");
    const bool before = std::exchange(range_end, false);
    Node node = read_expression_inside();
    range_end = before;
    --parse_depth;
    return failed_ ? nullptr : std::move(node);
}

Node Compiler::read_expression_inside() { return read_disjunction(); }

// Rule 45.
Node Compiler::read_if() {
    const std::size_t where = position;
    take("if");
    Node condition = read_expression();
    expect_keyword("then", "after the condition of if");
    Node then = read_expression();
    expect_keyword("else", "after then");
    Node otherwise = read_expression();
    if (failed_) return nullptr;
    return placed(if_node(std::move(condition), std::move(then), std::move(otherwise)), where);
}

// Rules 44 and 46: name in domain {, name in domain}.
std::vector<Iterator> Compiler::read_iterators() {
    std::vector<Iterator> iterators;
    do {
        std::string name = declared_until_keyword("in");
        if (name.empty()) {
            fail("a name and 'in' are missing");
            return iterators;
        }
        take("in");
        Iterator iterator{0, read_expression(), nullptr};
        if (failed_) return iterators;
        TypePointer element = iterator.domain->type && iterator.domain->type->kind == Type::Kind::list ? iterator.domain->type->element : nullptr;
        if (take("..")) {
            iterator.range_end = read_expression();
            element = nullptr;
        }
        iterator.local = declare(std::move(name), std::move(element));
        iterators.push_back(std::move(iterator));
    } while (!failed_ && take(','));
    return iterators;
}

Node Compiler::read_for() {
    const std::size_t where = position, visible = levels.back().locals.size();
    take("for");
    auto iterators = read_iterators();
    if (failed_) return nullptr;
    expect_keyword("return", "after the iterations of for");
    const bool mentions_partial = text.find("partial", position) != std::string_view::npos;
    const std::uint32_t partial = mentions_partial ? declare("partial") : UINT32_MAX;
    Node result = read_expression();
    forget(visible);
    if (failed_) return nullptr;
    return placed(for_node(std::move(iterators), std::move(result), partial), where);
}

Node Compiler::read_quantified(bool every) {
    const std::size_t where = position, visible = levels.back().locals.size();
    take(every ? "every" : "some");
    auto iterators = read_iterators();
    if (failed_) return nullptr;
    expect_keyword("satisfies", "after the iterations");
    Node condition = read_expression();
    forget(visible);
    if (failed_) return nullptr;
    return placed(quantified_node(every, std::move(iterators), std::move(condition)), where);
}

Node Compiler::read_disjunction() {
    std::vector<Node> operands;
    skip_space();
    const std::size_t where = position;
    do {
        operands.push_back(read_conjunction());
        if (failed_) return nullptr;
    } while (take_keyword("or"));
    if (operands.size() == 1) return std::move(operands[0]);
    return placed(logical_node(false, std::move(operands)), where);
}
Node Compiler::read_conjunction() {
    std::vector<Node> operands;
    skip_space();
    const std::size_t where = position;
    do {
        operands.push_back(read_comparison());
        if (failed_) return nullptr;
    } while (take_keyword("and"));
    if (operands.size() == 1) return std::move(operands[0]);
    return placed(logical_node(true, std::move(operands)), where);
}

// Rule 49.
Node Compiler::read_comparison() {
    Node left = read_sum();
    while (!failed_) {
        skip_space();
        const std::size_t where = position;
        if (take_keyword("between")) {
            Node low = read_sum();
            expect_keyword("and", "after the lower end of between");
            Node high = failed_ ? nullptr : read_sum();
            if (failed_) return nullptr;
            left = placed(between_node(std::move(left), std::move(low), std::move(high)), where);
            continue;
        }
        if (take_keyword("in")) {
            std::vector<Node> tests;
            skip_space();
            const std::size_t open = position;
            if (take('(')) {
                Node first = read_test(true);
                if (failed_) return nullptr;
                if (take("..")) {
                    tests.push_back(range_rest(std::move(first), false, open));
                } else {
                    tests.push_back(std::move(first));
                    while (!failed_ && take(',')) tests.push_back(read_test(true));
                    expect(')', "after the tests of in");
                }
            } else {
                tests.push_back(read_test(false));
            }
            if (failed_) return nullptr;
            left = placed(in_node(std::move(left), std::move(tests)), where);
            continue;
        }
        Operator op;
        if (take("!=")) op = Operator::not_equal;
        else if (take("<=")) op = Operator::less_equal;
        else if (take(">=")) op = Operator::greater_equal;
        else if (take('<')) op = Operator::less;
        else if (take('>')) op = Operator::greater;
        else if (take('=')) op = Operator::equal;
        else break;
        Node right = read_sum();
        if (failed_) return nullptr;
        left = placed(binary_node(op, std::move(left), std::move(right)), where);
    }
    return failed_ ? nullptr : std::move(left);
}

// Operations of one rank, grouped from the left.
Node Compiler::read_chain(Node (Compiler::*part)(), std::initializer_list<Sign> signs) {
    Node left = (this->*part)();
    while (!failed_) {
        skip_space();
        const std::size_t where = position;
        auto sign = std::find_if(signs.begin(), signs.end(), [&](const Sign& one) { return !(one.text == "*" && at("**")) && take(one.text); });
        if (sign == signs.end()) break;
        Node right = (this->*part)();
        if (failed_) return nullptr;
        left = placed(binary_node(sign->operation, std::move(left), std::move(right)), where);
    }
    return failed_ ? nullptr : std::move(left);
}
Node Compiler::read_sum() { return read_chain(&Compiler::read_product, {{"+", Operator::add}, {"-", Operator::subtract}}); }
Node Compiler::read_product() { return read_chain(&Compiler::read_power, {{"*", Operator::multiply}, {"/", Operator::divide}}); }
Node Compiler::read_power() { return read_chain(&Compiler::read_negation, {{"**", Operator::power}}); }
Node Compiler::read_negation() {
    skip_space();
    const std::size_t where = position;
    if (!take('-')) return read_instance();
    if (++parse_depth > max_parse_depth) return fail_at(where, Code::too_deep, "too many signs");
    Node operand = read_negation();
    --parse_depth;
    if (failed_) return nullptr;
    return placed(negate_node(std::move(operand)), where);
}

// Rule 51.
Node Compiler::read_instance() {
    Node value = read_postfix();
    while (!failed_ && at_keyword("instance")) {
        const std::size_t where = position;
        take("instance");
        expect_keyword("of", "after instance");
        skip_space();
        const std::size_t type_at = position;
        TypePointer tested = failed_ ? nullptr : read_type();
        if (failed_) return nullptr;
        if (!tested) {
            std::string name(text.substr(type_at, position - type_at));
            warn_at(type_at, Code::unknown_type, "unknown type '" + name + "'", {name});
            value = placed(failing_node(Code::unknown_type, "unknown type '" + name + "'", {name}), where);
        } else {
            value = placed(instance_of_node(std::move(value), std::move(tested)), where);
        }
    }
    return failed_ ? nullptr : std::move(value);
}

bool Compiler::closes_range() {
    if (!range_end || !at('[')) return false;
    const std::size_t before = position++;
    skip_space();
    const bool closes = position >= text.size() || std::string_view(",).]}=<>!;").find(text[position]) != std::string_view::npos ||
                        is_keyword(text.substr(position, name_run(position, true)));
    position = before;
    return closes;
}

// Rules 20 (filter), 18 (path), 40 (function invocation).
Node Compiler::read_postfix() {
    Node node = read_primary();
    while (!failed_) {
        skip_space();
        const std::size_t where = position;
        if (position >= text.size()) break;
        if (text[position] == '.' && text.substr(position, 2) != "..") {
            ++position;
            std::string member = read_name(true, node->type);
            if (member.empty()) return fail("a name is missing after '.'");
            TypePointer type = node->type;
            bool list = false;
            while (type && type->kind == Type::Kind::list) type = type->element, list = true;
            TypePointer member_type;
            if (type) {
                for (const auto& m : type->members)
                    if (m.name == member) member_type = m.type;
            }
            node = placed(path_node(std::move(node), std::move(member)), where);
            if (node) node->type = list && member_type ? list_of(member_type) : member_type;
        } else if (text[position] == '[' && !closes_range()) {
            ++position;
            TypePointer type = node->type;
            const std::size_t visible = levels.back().locals.size();
            const std::uint32_t item = declare("", type, true);
            Node filter = read_expression();
            forget(visible);
            expect(']', "after a filter");
            if (failed_) return nullptr;
            const bool position_in_list = filter->constant() && filter->constant()->is(Value::Kind::number);
            node = placed(filter_node(std::move(node), std::move(filter), item), where);
            if (node) node->type = position_in_list && type && type->kind == Type::Kind::list ? type->element : type;
        } else if (text[position] == '(') {
            node = read_call(std::move(node), "", nullptr, where);
        } else {
            break;
        }
    }
    return failed_ ? nullptr : std::move(node);
}

Node Compiler::read_call(Node callee, const std::string&, const Builtin* builtin, std::size_t where) {
    take('(');
    std::vector<Node> positional;
    std::vector<std::pair<std::string, Node>> named;
    bool any_named = false;
    if (!take(')')) {
        do {
            std::string name;
            const bool has_name = argument_name(name);
            if (has_name ? !positional.empty() : any_named) return fail("arguments are all named or none");
            any_named = any_named || has_name;
            Node argument = read_expression();
            if (failed_) return nullptr;
            if (has_name) named.emplace_back(std::move(name), std::move(argument));
            else positional.push_back(std::move(argument));
        } while (take(','));
        expect(')', "after the arguments");
        if (failed_) return nullptr;
    }
    if (!builtin) {
        if (!any_named) {
            TypePointer result = callee->type && callee->type->kind == Type::Kind::function ? callee->type->result : nullptr;
            Node node = placed(call_node(std::move(callee), std::move(positional)), where);
            if (node) node->type = std::move(result);
            return node;
        }
        return placed(named_call_node(std::move(callee), std::move(named)), where);
    }
    const BuiltinSignature* chosen = nullptr;
    if (any_named) {
        for (const auto& signature : builtin->signatures) {
            std::size_t found = 0, needed = 0;
            for (const auto& p : signature.parameters) {
                const bool given_here = std::any_of(named.begin(), named.end(), [&](const auto& n) { return n.first == p.name; });
                found += given_here;
                needed += !p.optional && !given_here;
            }
            if (found == named.size() && needed == 0) {
                chosen = &signature;
                break;
            }
        }
        if (!chosen) {
            std::string name(builtin->name);
            std::string message = name + "() has no such parameters";
            warn_at(where, Code::wrong_arguments, message, {name});
            return placed(failing_node(Code::wrong_arguments, message, {name}), where);
        }
        std::size_t last = 0;
        for (std::size_t i = 0; i < chosen->parameters.size(); ++i)
            for (auto& n : named)
                if (n.first == chosen->parameters[i].name) last = i + 1;
        for (std::size_t i = 0; i < last; ++i) {
            Node value;
            for (auto& n : named)
                if (n.first == chosen->parameters[i].name && n.second) value = std::move(n.second);
            positional.push_back(value ? std::move(value) : constant_node({}));
        }
    }
    // Literals such as date("2026-01-01") become constants.
    static constexpr std::string_view foldable[] = {"date", "time", "date and time", "duration"};
    if (std::find(std::begin(foldable), std::end(foldable), builtin->name) != std::end(foldable) &&
        std::all_of(positional.begin(), positional.end(), [](const Node& n) { return n->constant() != nullptr; })) {
        std::vector<Value> values;
        for (const Node& n : positional) values.push_back(*n->constant());
        Evaluation trial;
        if (Value value = call_builtin(trial, *builtin, values, chosen); !value.is_null()) return placed(constant_node(std::move(value)), where);
    }
    return placed(builtin_call_node(builtin, std::move(positional), chosen), where);
}

// Rules 7 and 14.
Node Compiler::read_test(bool whole) {
    using C = Value::Comparison;
    skip_space();
    const std::size_t where = position;
    C comparison = C::none;
    if (take("!=")) comparison = C::not_equal;
    else if (take("<=")) comparison = C::less_equal;
    else if (take(">=")) comparison = C::greater_equal;
    else if (take('<')) comparison = C::less;
    else if (take('>')) comparison = C::greater;
    else if (take('=')) comparison = C::equal;
    if (comparison == C::none) return whole ? read_expression() : read_sum();
    Node border = read_sum();
    if (failed_) return nullptr;
    return placed(comparison_range_node(comparison, std::move(border)), where);
}

Compiled<Expression> Compiler::expression(std::string_view source, const Names& names, const CompileOptions& options) {
    Compiled<Expression> result;
    if (source.size() > options.text_bytes || !is_valid_utf8(source)) {
        result.diagnostics.push_back({Code::syntax, {}, source.size() > options.text_bytes ? "the expression is too long" : "the expression is not UTF-8", {}});
        return result;
    }
    std::shared_ptr<Expression> program(new Expression());
    program->text_ = std::string(source);
    Compiler compiler(program->text_, names, options);
    if (compiler.at_keyword("function")) compiler.function_name = std::string(options.own_name);
    program->root_ = compiler.read_expression();
    if (!compiler.failed_) {
        compiler.skip_space();
        if (compiler.position < program->text_.size()) compiler.fail("the expression should end here");
    }
    result.diagnostics = std::move(compiler.diagnostics);
    if (compiler.failed_) return result;
    std::sort(compiler.reads.begin(), compiler.reads.end());
    program->reads_ = std::move(compiler.reads);
    program->locals_ = compiler.levels.front().size;
    result.program = std::move(program);
    return result;
}

Compiled<UnaryTests> Compiler::unary_tests(std::string_view source, const Names& names, TypePointer input_type, const CompileOptions& options) {
    Compiled<UnaryTests> result;
    if (source.size() > options.text_bytes || !is_valid_utf8(source)) {
        result.diagnostics.push_back({Code::syntax, {}, source.size() > options.text_bytes ? "the tests are too long" : "the tests are not UTF-8", {}});
        return result;
    }
    for (bool negated : {true, false}) {
        std::shared_ptr<UnaryTests> program(new UnaryTests());
        program->text_ = std::string(source);
        Compiler compiler(program->text_, names, options);
        compiler.declare("?", input_type);
        compiler.skip_space();
        // Rule 15: `-` or nothing.
        if (compiler.position >= program->text_.size()) {
            program->any_ = true;
        } else if (compiler.take('-')) {
            compiler.skip_space();
            if (compiler.position >= program->text_.size()) program->any_ = true;
            else compiler.position = 0;
        }
        if (!program->any_) {
            if (negated) {
                if (!compiler.take_keyword("not") || !compiler.take('(')) continue;
                program->negated_ = true;
            }
            do {
                compiler.mentions_input = false;
                Node node = compiler.read_test(true);
                if (compiler.failed_) break;
                UnaryTest test;
                if (const Value* constant = node->constant(); constant && !compiler.mentions_input) {
                    test.value = *constant;
                    test.shape = constant->is(Value::Kind::range) ? UnaryTest::Shape::range : constant->is(Value::Kind::list) ? UnaryTest::Shape::other : UnaryTest::Shape::equal;
                    if (constant->is(Value::Kind::range) && constant->range().comparison() == Value::Comparison::not_equal) test.shape = UnaryTest::Shape::other;
                    if (constant->is(Value::Kind::range) && constant->range().comparison() == Value::Comparison::equal) {
                        test.value = constant->range().low();
                        test.shape = test.value.is(Value::Kind::list) ? UnaryTest::Shape::other : UnaryTest::Shape::equal;
                    }
                    if (constant->is(Value::Kind::function)) test.shape = UnaryTest::Shape::other;
                }
                program->tests_.push_back(std::move(test));
                program->mentions_input_.push_back(compiler.mentions_input);
                program->nodes_.push_back(std::move(node));
            } while (compiler.take(','));
            if (negated && !compiler.failed_) compiler.expect(')', "after not(");
            if (!compiler.failed_) {
                compiler.skip_space();
                if (compiler.position < program->text_.size()) compiler.fail("the tests should end here");
            }
            if (compiler.failed_ && negated) continue;  // not(…) as a function inside an expression
        }
        result.diagnostics = std::move(compiler.diagnostics);
        if (compiler.failed_) return result;
        std::sort(compiler.reads.begin(), compiler.reads.end());
        program->reads_ = std::move(compiler.reads);
        program->locals_ = compiler.levels.front().size;
        result.program = std::move(program);
        return result;
    }
    return result;
}

TypePointer Compiler::type(std::string_view source, const Names& names) {
    if (source.size() > 10'000 || !is_valid_utf8(source)) return nullptr;
    CompileOptions options;
    Compiler compiler(source, names, options);
    TypePointer type = compiler.read_type();
    compiler.skip_space();
    return compiler.failed_ || compiler.position < source.size() ? nullptr : type;
}

}  // namespace raekoda::decision
