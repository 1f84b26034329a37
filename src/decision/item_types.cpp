#include "decision/item_types.h"

#include <set>

namespace raekoda::decision {

namespace {

// Byte position of a row and column (from 1, code points) in a text.
std::size_t position_in(std::string_view text, std::uint32_t row, std::uint32_t column) {
    std::size_t i = 0;
    for (; row > 1 && i < text.size(); ++i)
        if (text[i] == '\n') --row;
    for (; column > 1 && i < text.size(); --column)
        do ++i;
        while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80);
    return i;
}

constexpr std::size_t most_nested = 100;

class Builder {
public:
    Builder(const source::Definitions& d, const ItemTypes& self, std::map<std::string, TypePointer>& types, ModelProblems& problems)
        : d_(d), self_(self), types_(types), problems_(problems) {
        for (auto& item : d.items)
            if (!items_.emplace(item.name, &item).second)
                problem("duplicate_name", "there are two item definitions '" + item.name + "'", item, {{"name", item.name}});
    }
    void run() {
        for (auto& item : d_.items) define(item.name);
    }

private:
    void problem(const char* code, std::string words, const source::ItemDefinition& at, std::map<std::string, std::string> arguments = {}) {
        problems_.push_back({Severity::error, code, std::move(words), std::move(arguments), d_.place(at.offset, at.id, at.name)});
    }
    TypePointer define(const std::string& name) {
        if (auto found = types_.find(name); found != types_.end()) return found->second;
        auto item = items_.find(name);
        if (item == items_.end()) return nullptr;
        if (!open_.insert(name).second) {
            problem("cyclic_type", "the item definition '" + name + "' contains itself", *item->second, {{"name", name}});
            return nullptr;
        }
        if (open_.size() > most_nested) {
            problem("too_deep", "item definitions refer to each other deeper than " + std::to_string(most_nested), *item->second);
            return nullptr;
        }
        auto type = make(*item->second, name);
        open_.erase(name);
        return types_[name] = type;
    }
    TypePointer reference(const std::string& ref, const source::ItemDefinition& at) {
        if (ref.empty()) return nullptr;
        if (items_.count(ref)) return define(ref);
        return self_.find(ref, d_.place(at.offset, at.id, at.name), problems_);
    }
    std::shared_ptr<const UnaryTests> tests(const source::Text& text, const TypePointer& type, const source::ItemDefinition& at) {
        if (text.empty()) return nullptr;
        auto compiled = compile_unary_tests(text.text, {}, type);
        add_diagnostics(compiled.diagnostics, d_, text, at.id, at.name, !compiled, problems_);
        return compiled.program;
    }
    TypePointer make(const source::ItemDefinition& item, const std::string& name) {
        auto type = std::make_shared<Type>();
        if (item.is_function) {
            type->kind = Type::Kind::function;
            for (auto& p : item.function_parameters) type->parameters.push_back(reference(p.type_ref, item));
            type->result = reference(item.function_output, item);
        } else if (!item.components.empty()) {
            type->kind = Type::Kind::context;
            std::set<std::string> seen;
            for (auto& c : item.components) {
                if (!seen.insert(c.name).second) problem("duplicate_name", "the item definition has two components '" + c.name + "'", c, {{"name", c.name}});
                type->members.push_back({c.name, make(c, {})});
            }
        } else if (auto base = reference(item.type_ref, item)) {
            *type = *base;
        } else if (item.type_ref.empty() && item.allowed_values.empty() && !item.is_collection) {
            type->kind = Type::Kind::any;
        }
        if (!item.is_collection) {
            type->name = name;
            // A type that restricts a restricted type: both restrictions hold.
            auto values = tests(item.allowed_values, type, item);
            auto constraint = tests(item.type_constraint, type, item);
            for (auto& one : {values, constraint}) {
                if (!one) continue;
                if (!type->allowed_values) type->allowed_values = one;
                else if (!type->constraint) type->constraint = one;
                else problem("too_many_constraints", "more than two constraints upon each other", item);
            }
            return type;
        }
        auto list = std::make_shared<Type>();
        list->kind = Type::Kind::list;
        list->name = name;
        list->allowed_values = tests(item.allowed_values, type, item);
        list->element = std::move(type);
        list->constraint = tests(item.type_constraint, list, item);
        return list;
    }

    const source::Definitions& d_;
    const ItemTypes& self_;
    std::map<std::string, TypePointer>& types_;
    ModelProblems& problems_;
    std::map<std::string, const source::ItemDefinition*> items_;
    std::set<std::string> open_;
};

}  // namespace

void ItemTypes::build(const source::Definitions& d, const std::vector<std::pair<std::string, const ItemTypes*>>& imported, ModelProblems& problems) {
    for (auto& [import, types] : imported)
        for (auto& [name, type] : types->types_) types_[import.empty() ? name : import + "." + name] = type;
    Builder(d, *this, types_, problems).run();
    for (auto& [name, type] : types_)
        if (type) names_.add_type(name, type);
}

TypePointer ItemTypes::find(std::string_view ref) const {
    if (auto found = types_.find(std::string(ref)); found != types_.end()) return found->second;
    if (auto type = builtin_type(ref)) return type->kind == Type::Kind::any ? nullptr : type;
    return nullptr;
}

TypePointer ItemTypes::find(std::string_view ref, const Place& at, ModelProblems& problems) const {
    if (ref.empty()) return nullptr;
    if (types_.count(std::string(ref)) || builtin_type(ref)) return find(ref);
    if (ref.find('<') != std::string_view::npos)
        if (auto type = compile_type(ref, names_)) return type;
    problems.push_back({Severity::error, "unknown_type", "there is no type '" + std::string(ref) + "'", {{"type", std::string(ref)}}, at});
    return nullptr;
}

void add_diagnostics(const std::vector<Diagnostic>& diagnostics, const source::Definitions& d, const source::Text& text, std::string_view id,
                     std::string_view name, bool errors, ModelProblems& problems) {
    for (auto& diagnostic : diagnostics) {
        ModelProblem p;
        p.severity = errors ? Severity::error : Severity::warning;
        p.code = diagnostic.code == Code::external_function ? "external_function" : code_name(diagnostic.code);
        if (diagnostic.code == Code::external_function) p.severity = Severity::error;
        p.words = diagnostic.text;
        for (std::size_t i = 0; i < diagnostic.arguments.size(); ++i) p.arguments[std::to_string(i + 1)] = diagnostic.arguments[i];
        p.place = d.place_in(text, position_in(text.text, diagnostic.place.row, diagnostic.place.column), id, name);
        problems.push_back(std::move(p));
    }
}

}  // namespace raekoda::decision
