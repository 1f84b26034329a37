#include "decision/build.h"

#include <set>

#include "base/text.h"

namespace raekoda::decision {

using source::Kind;

namespace {

// A name that no model can write: white space only ever stands once inside a name.
constexpr std::string_view hidden_name = "boxed_filter_items_";

std::shared_ptr<Type> context_type() {
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::context;
    return type;
}

}  // namespace

void StepBuilder::problem(const char* code, std::string words, std::ptrdiff_t offset, std::string_view id, Severity severity) {
    problems_.push_back({severity, code, std::move(words), {}, place(offset, id)});
}

StepPointer StepBuilder::broken(Code code, std::string words, const Place& at) {
    auto step = std::make_shared<BrokenStep>();
    step->code = code;
    step->words = std::move(words);
    step->place = at;
    return step;
}

TypePointer StepBuilder::type_of(std::string_view ref, std::ptrdiff_t offset, std::string_view id) { return types_.find(ref, place(offset, id), problems_); }

bool StepBuilder::has_empty_text(const source::Expression& e) const {
    return e.kind == Kind::none || (e.kind == Kind::literal && (trimmed(e.text.text).empty() || trimmed(e.text.text) == "-"));
}

StepPointer StepBuilder::literal(const source::Text& text, std::ptrdiff_t offset, std::string_view id, const Scope& scope, std::string_view own_name) {
    if (trimmed(text.text).empty()) {
        problem("missing_expression", "the expression is empty", offset, id);
        return broken(Code::syntax, "the expression is empty", place(offset, id));
    }
    CompileOptions options;
    options.own_name = own_name;
    auto compiled = compile(text.text, scope.names, options);
    add_diagnostics(compiled.diagnostics, d_, text, id.empty() ? std::string_view(owner_id_) : id, owner_, !compiled, problems_);
    if (!compiled) {
        auto& first = compiled.diagnostics;
        return broken(first.empty() ? Code::syntax : first[0].code, first.empty() ? "the expression is wrong" : first[0].text, place(text.offset, id));
    }
    if (auto* constant = compiled->constant()) {
        auto step = std::make_shared<ConstantStep>();
        step->value = *constant;
        return step;
    }
    if (auto& reads = compiled->reads(); reads.size() == 1 && scope.names.entries()[reads[0]].name == trimmed(text.text)) {
        auto step = std::make_shared<SlotStep>();
        step->slot = reads[0];
        return step;
    }
    auto step = std::make_shared<LiteralStep>();
    step->program = compiled.program;
    step->visible = scope.visible();
    step->place = place(text.offset, id);
    return step;
}

Built StepBuilder::build(const source::Expression& e, const Scope& scope, std::string_view own_name) {
    auto built = untyped(e, scope, own_name);
    // A function's type stands for its result (DMN 1.5 §10.3.2.9.4, as the TCK has it): build_function sees to it.
    if (e.type_ref.empty() || e.kind == Kind::function) return built;
    auto type = type_of(e.type_ref, e.offset, e.id);
    if (!type) return built;
    auto step = std::make_shared<TypedStep>();
    step->inner = std::move(built.step);
    step->type = type;
    step->place = place(e.offset, e.id);
    return {std::move(step), type};
}

Built StepBuilder::untyped(const source::Expression& e, const Scope& scope, std::string_view own_name) {
    switch (e.kind) {
        case Kind::none:
            problem("missing_expression", "an expression is missing", e.offset, e.id, Severity::warning);
            return {broken(Code::model, "the model gives no expression here", place(e.offset, e.id)), nullptr};
        case Kind::literal: return {literal(e.text, e.offset, e.id, scope, own_name), nullptr};
        case Kind::table: return table(e, scope);
        case Kind::context: return context(e, scope);
        case Kind::list: {
            auto step = std::make_shared<ListStep>();
            TypePointer item;
            for (auto& child : e.children) {
                auto built = build(child, scope);
                if (!item) item = built.type;
                step->items.push_back(std::move(built.step));
            }
            return {std::move(step), list_of(item)};
        }
        case Kind::relation: {
            auto step = std::make_shared<RelationStep>();
            auto row = context_type();
            std::vector<TypePointer> types;
            std::set<std::string> seen;
            for (auto& column : e.names) {
                if (!seen.insert(column.name).second) problem("duplicate_name", "the relation has two columns '" + column.name + "'", column.offset, column.id);
                step->columns.emplace_back(column.name);
                types.push_back(type_of(column.type_ref, column.offset, column.id));
                row->members.push_back({column.name, types.back()});
            }
            for (std::size_t i = 0; i < e.children.size(); ++i) {
                auto built = build(e.children[i], scope);
                if (auto& type = types[i % types.size()]) {
                    auto typed = std::make_shared<TypedStep>();
                    typed->inner = std::move(built.step);
                    typed->type = type;
                    typed->place = place(e.children[i].offset, e.children[i].id);
                    built.step = std::move(typed);
                }
                step->cells.push_back(std::move(built.step));
            }
            return {std::move(step), list_of(row)};
        }
        case Kind::invocation: {
            auto step = std::make_shared<InvocationStep>();
            step->place = place(e.offset, e.id);
            auto function = build(e.children.front(), scope);
            step->function = std::move(function.step);
            std::set<std::string> seen;
            for (std::size_t i = 0; i < e.names.size(); ++i) {
                if (!seen.insert(e.names[i].name).second) problem("duplicate_name", "the parameter '" + e.names[i].name + "' is bound twice", e.names[i].offset, e.id);
                step->names.push_back(e.names[i].name);
                auto built = build(e.children[i + 1], scope);
                if (auto type = type_of(e.names[i].type_ref, e.names[i].offset, e.id)) {
                    auto typed = std::make_shared<TypedStep>();
                    typed->inner = std::move(built.step);
                    typed->type = type;
                    typed->place = place(e.names[i].offset, e.id);
                    built.step = std::move(typed);
                }
                step->arguments.push_back(std::move(built.step));
            }
            TypePointer result;
            if (e.children.front().kind == Kind::literal)
                for (auto& entry : scope.names.entries())
                    if (entry.name == trimmed(e.children.front().text.text) && entry.type && entry.type->kind == Type::Kind::function) result = entry.type->result;
            return {std::move(step), result};
        }
        case Kind::function: {
            auto built = build_function(e, scope, -1);
            auto step = std::make_shared<FunctionStep>();
            step->body = built.body;
            step->parameters = built.parameters;
            step->result = built.result;
            return {std::move(step), built.type};
        }
        case Kind::conditional: {
            auto step = std::make_shared<ConditionalStep>();
            step->place = place(e.offset, e.id);
            step->condition = build(e.children[0], scope).step;
            auto then = build(e.children[1], scope);
            step->then = then.step;
            step->otherwise = build(e.children[2], scope).step;
            return {std::move(step), then.type};
        }
        case Kind::filter: return filter(e, scope);
        case Kind::iterator_for:
        case Kind::iterator_some:
        case Kind::iterator_every: return iteration(e, scope);
    }
    return {broken(Code::model, "an expression of unknown kind", place(e.offset, e.id)), nullptr};
}

Built StepBuilder::context(const source::Expression& e, const Scope& outer) {
    Scope scope = outer;
    auto step = std::make_shared<ContextStep>();
    step->place = place(e.offset, e.id);
    auto type = context_type();
    TypePointer result;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < e.names.size(); ++i) {
        auto& name = e.names[i];
        if (name.name.empty()) {
            if (i + 1 != e.names.size()) problem("context_result", "only the last entry of a context may have no name", name.offset, e.id);
            auto built = build(e.children[i], scope);
            result = built.type;
            step->result = std::move(built.step);
            break;
        }
        if (!seen.insert(name.name).second) problem("duplicate_name", "the context has two entries '" + name.name + "'", name.offset, name.id);
        auto declared = type_of(name.type_ref, name.offset, name.id);
        Built built;
        std::uint32_t slot;
        if (e.children[i].kind == Kind::function) {
            // The function knows itself by the entry's name.
            slot = scope.add(name.name, nullptr);
            auto function = build_function(e.children[i], scope, static_cast<std::int32_t>(slot), declared && declared->kind != Type::Kind::function ? declared : nullptr);
            if (declared && declared->kind != Type::Kind::function) declared = nullptr;
            auto made = std::make_shared<FunctionStep>();
            made->body = function.body;
            made->parameters = function.parameters;
            made->result = function.result;
            built = {made, function.type};
        } else {
            built = build(e.children[i], scope, name.name);
            slot = scope.add(name.name, declared ? declared : built.type);
        }
        if (declared) {
            auto typed = std::make_shared<TypedStep>();
            typed->inner = std::move(built.step);
            typed->type = declared;
            typed->place = place(name.offset, name.id);
            built = {typed, declared};
        }
        type->members.push_back({name.name, built.type});
        step->entries.push_back({Value(name.name), std::move(built.step), slot});
    }
    if (step->result) return {std::move(step), result};
    return {std::move(step), type};
}

StepBuilder::BuiltFunction StepBuilder::build_function(const source::Expression& e, const Scope& outer, std::int32_t self, TypePointer result) {
    auto body = std::make_shared<BoxedBody>();
    BuiltFunction built;
    Scope scope{outer.names, &body->frame};
    body->captured = outer.visible();
    body->frame = outer.visible();
    body->self = self;
    body->place = place(e.offset, e.id);
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::function;
    std::set<std::string> seen;
    for (auto& p : e.names) {
        if (!seen.insert(p.name).second) problem("duplicate_name", "the function has two parameters '" + p.name + "'", p.offset, p.id);
        auto parameter = type_of(p.type_ref, p.offset, p.id);
        built.parameters.push_back({p.name, parameter});
        type->parameters.push_back(parameter);
        scope.add(p.name, parameter);
    }
    body->parameters = static_cast<std::uint32_t>(e.names.size());
    if (!e.type_ref.empty()) {
        auto declared = type_of(e.type_ref, e.offset, e.id);
        if (declared && declared->kind == Type::Kind::function) declared = declared->result;
        if (declared) result = declared;
    }
    if (e.function != source::FunctionKind::feel) {
        body->step = broken(Code::external_function, "external functions are refused: a model may run no foreign code", place(e.offset, e.id));
    } else {
        static const source::Expression nothing;
        auto inner = build(e.children.empty() ? nothing : e.children.front(), scope);
        body->step = std::move(inner.step);
        if (!result) type->result = inner.type;
    }
    if (result) type->result = result;
    built.result = result;
    built.type = type;
    built.body = std::move(body);
    return built;
}

Built StepBuilder::iteration(const source::Expression& e, const Scope& outer) {
    auto step = std::make_shared<IterationStep>();
    step->kind = e.kind == Kind::iterator_for ? IterationStep::Kind::each : e.kind == Kind::iterator_some ? IterationStep::Kind::some : IterationStep::Kind::every;
    step->place = place(e.offset, e.id);
    auto in = build(e.children[0], outer);
    step->in = std::move(in.step);
    Scope scope = outer;
    if (step->kind == IterationStep::Kind::each) step->partial_slot = scope.add("partial", nullptr);
    step->slot = scope.add(e.iterator, in.type && in.type->kind == Type::Kind::list ? in.type->element : nullptr);
    auto body = build(e.children[1], scope);
    // Only a text can name it; boxed bodies may hold texts anywhere.
    step->reads_partial = e.children[1].kind != Kind::literal || e.children[1].text.text.find("partial") != std::string::npos;
    step->body = std::move(body.step);
    auto type = e.kind == Kind::iterator_for ? list_of(body.type) : builtin_type("boolean");
    return {std::move(step), type};
}

Built StepBuilder::filter(const source::Expression& e, const Scope& outer) {
    auto in = build(e.children[0], outer);
    auto step = std::make_shared<FilterStep>();
    step->in = std::move(in.step);
    Scope scope = outer;
    step->slot = scope.add(hidden_name, in.type);
    auto& match = e.children[1];
    if (match.kind != Kind::literal) {
        problem("filter_match", "the match of a boxed filter is read only as a literal expression", match.offset, match.id);
        return {broken(Code::model, "the match of a boxed filter is no literal expression", place(match.offset, match.id)), nullptr};
    }
    // The match alone first, so that it cannot close the bracket it is put into, and so that its problems have their place.
    Scope alone = scope;
    auto item = in.type && in.type->kind == Type::Kind::list ? in.type->element : nullptr;
    alone.add("item", item);
    if (item && item->kind == Type::Kind::context)
        for (auto& member : item->members) alone.add(member.name, member.type);
    CompileOptions options;
    auto checked = compile(match.text.text, alone.names, options);
    if (!checked) {
        add_diagnostics(checked.diagnostics, d_, match.text, match.id.empty() ? owner_id_ : match.id, owner_, true, problems_);
        return {broken(Code::syntax, "the match of the filter is wrong", place(match.text.offset, match.id)), nullptr};
    }
    source::Text text;
    text.text = std::string(hidden_name) + "[(" + match.text.text + "\n)]";
    text.offset = match.text.offset;
    auto before = problems_.size();
    step->filter = literal(text, match.offset, match.id, scope);
    problems_.resize(std::min(problems_.size(), before));  // warnings were or were not said of the match alone
    return {std::move(step), in.type};
}

}  // namespace raekoda::decision
