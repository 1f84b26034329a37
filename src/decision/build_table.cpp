#include <set>

#include "base/text.h"
#include "decision/build.h"

namespace raekoda::decision {

std::shared_ptr<const UnaryTests> StepBuilder::tests(const source::Text& text, std::string_view id, const Scope& scope, const TypePointer& type, bool& good) {
    auto compiled = compile_unary_tests(trimmed(text.text).empty() ? "-" : std::string_view(text.text), scope.names, type);
    add_diagnostics(compiled.diagnostics, d_, text, id.empty() ? std::string_view(owner_id_) : id, owner_, !compiled, problems_);
    if (!compiled) good = false;
    return compiled.program;
}

void StepBuilder::view(const source::Expression& e, const source::Table& t) {
    TableView view;
    view.owner = owner_;
    view.owner_id = owner_id_;
    view.id = e.id;
    view.hit_policy = t.hit_policy;
    view.aggregation = t.aggregation;
    view.rules_as_columns = t.rules_as_columns;
    view.annotations = t.annotations;
    for (auto& input : t.inputs) view.inputs.push_back({input.label.empty() ? input.expression.text : input.label, input.expression.text, input.values.text});
    for (auto& output : t.outputs) {
        auto label = !output.label.empty() ? output.label : !output.name.empty() ? output.name : !t.output_label.empty() ? t.output_label : owner_;
        view.outputs.push_back({label, output.name, output.values.text, output.default_entry.text.text});
    }
    for (auto& rule : t.rules) {
        TableView::Rule r{rule.id, rule.description, {}, {}, rule.annotations, place(rule.offset, rule.id).row};
        for (auto& cell : rule.inputs) r.inputs.push_back(cell.text);
        for (auto& cell : rule.outputs) r.outputs.push_back(cell.text.text);
        view.rules.push_back(std::move(r));
    }
    tables_.views.push_back(std::move(view));
}

Built StepBuilder::table(const source::Expression& e, const Scope& outer) {
    auto& t = *e.table;
    auto program = std::make_shared<TableProgram>();
    bool good = true;
    program->number = static_cast<std::uint32_t>(tables_.views.size());
    view(e, t);
    tables_.programs.push_back(nullptr);
    program->hit_policy = t.hit_policy;
    program->aggregation = t.aggregation;
    program->place = place(e.offset, e.id);
    program->visible = outer.visible();
    program->scratch = outer.visible();
    // Values of inputs stand behind the names in scope.
    Scope scope = outer;
    *scope.most = std::max<std::uint32_t>(*scope.most, outer.visible() + static_cast<std::uint32_t>(t.inputs.size()));

    for (auto& input : t.inputs) {
        TableProgram::Input made;
        made.label = input.label.empty() ? input.expression.text : input.label;
        made.type = type_of(input.type_ref, input.offset, input.id);
        made.step = literal(input.expression, input.offset, input.id, scope);
        if (!input.values.empty()) made.values = tests(input.values, input.id, scope, made.type, good);
        if (made.values && made.values->any()) made.values = nullptr;
        program->inputs.push_back(std::move(made));
    }
    std::set<std::string> seen;
    for (auto& output : t.outputs) {
        TableProgram::Output made;
        made.name = Value(output.name);
        if (!output.name.empty() && !seen.insert(output.name).second)
            problem("duplicate_name", "the table has two outputs '" + output.name + "'", output.offset, output.id);
        made.type = type_of(output.type_ref, output.offset, output.id);
        // The decision's own type speaks of one value, or of a list of them where the policy gives a list.
        if (!output.values.empty()) made.values = tests(output.values, output.id, scope, made.type, good);
        if (made.values && made.values->any()) made.values = nullptr;
        auto* ordered = made.values ? made.values.get() : made.type ? made.type->allowed_values.get() : nullptr;
        if (ordered)
            for (auto& test : ordered->tests())
                if (test.shape == UnaryTest::Shape::equal) made.order.push_back(test.value);
        if (made.order.empty() && (t.hit_policy == HitPolicy::priority || t.hit_policy == HitPolicy::output_order) && t.outputs.size() == 1)
            problem("no_priorities", "the hit policy orders rules by the outputs' allowed values, but there are none", output.offset, output.id, Severity::warning);
        if (!has_empty_text(output.default_entry)) made.otherwise = build(output.default_entry, scope).step;
        program->outputs.push_back(std::move(made));
    }
    for (auto& rule : t.rules) {
        good &= rule.sound;
        TableProgram::Rule made;
        for (std::size_t i = 0; i < rule.inputs.size(); ++i) made.cells.push_back(tests(rule.inputs[i], rule.id, scope, program->inputs[i].type, good));
        made.constant = true;
        for (auto& output : rule.outputs) {
            if (has_empty_text(output)) {
                made.outputs.push_back(std::make_shared<ConstantStep>());
                continue;
            }
            made.outputs.push_back(build(output, scope).step);
            if (!dynamic_cast<const ConstantStep*>(made.outputs.back().get())) made.constant = false;
        }
        // Outputs that are constants are checked and put together once.
        if (made.constant) {
            Evaluation trial;
            ContextBuilder context;
            for (std::size_t i = 0; i < made.outputs.size() && made.constant; ++i) {
                auto& output = program->outputs[i];
                auto& value = static_cast<const ConstantStep&>(*made.outputs[i]).value;
                auto fitting = output.type && !value.is_null() ? coerced(trial, value, output.type) : std::optional<Value>(value);
                std::vector<Value> nothing(scope.visible());
                if (!fitting || (output.values && !fitting->is_null() && !output.values->matches(trial, *fitting, nothing))) {
                    made.constant = false;  // said by the static check, and again whenever the rule decides
                    break;
                }
                if (made.outputs.size() == 1) made.result = *fitting;
                else context.append(output.name, *fitting);
            }
            if (made.constant && made.outputs.size() > 1) made.result = context.build();
        }
        program->rules.push_back(std::move(made));
    }

    TypePointer type = program->outputs.size() == 1 ? program->outputs[0].type : nullptr;
    if (program->outputs.size() > 1) {
        auto context = std::make_shared<Type>();
        context->kind = Type::Kind::context;
        for (auto& output : program->outputs) context->members.push_back({std::string(output.name.string()), output.type});
        type = context;
    }
    bool list = t.hit_policy == HitPolicy::rule_order || t.hit_policy == HitPolicy::output_order || (t.hit_policy == HitPolicy::collect && t.aggregation == Aggregation::none);
    if (list) type = list_of(type);
    if (t.hit_policy == HitPolicy::collect && t.aggregation == Aggregation::count) type = builtin_type("number");
    // A table with a cell that cannot be read would give wrong answers by leaving rules out.
    if (!good) return {broken(Code::syntax, "a cell of the table is wrong", program->place), type};
    std::vector<const TableIndex::Cells*> cells;
    for (auto& rule : program->rules) cells.push_back(&rule.cells);
    program->index.build(program->inputs.size(), cells);
    tables_.programs[program->number] = program;
    return {std::move(program), type};
}

}  // namespace raekoda::decision
