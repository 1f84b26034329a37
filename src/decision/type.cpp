#include "decision/type.h"

#include <algorithm>
#include <array>

#include "decision/feel.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

struct Spelling { const char* name; Type::Kind kind; };
constexpr std::array spellings{
    Spelling{"Any", Type::Kind::any},
    Spelling{"Null", Type::Kind::null},
    Spelling{"number", Type::Kind::number},
    Spelling{"string", Type::Kind::string},
    Spelling{"boolean", Type::Kind::boolean},
    Spelling{"date", Type::Kind::date},
    Spelling{"time", Type::Kind::time},
    Spelling{"date and time", Type::Kind::date_time},
    Spelling{"dateTime", Type::Kind::date_time},
    Spelling{"days and time duration", Type::Kind::duration},
    Spelling{"dayTimeDuration", Type::Kind::duration},
    Spelling{"years and months duration", Type::Kind::months},
    Spelling{"yearMonthDuration", Type::Kind::months},
    Spelling{"list", Type::Kind::list},
    Spelling{"context", Type::Kind::context},
    Spelling{"function", Type::Kind::function},
    Spelling{"range", Type::Kind::range},
};

// How strictly a value is looked at.
struct Look {
    bool null_fits;    // null conforms to every type
    bool constraints;  // allowed values are checked
};

bool allowed(Evaluation& e, const Value& value, const Type& type) {
    if (type.allowed_values) {
        if (type.kind == Type::Kind::list && value.is(Kind::list)) {
            for (const Value& item : value.list())
                if (!type.allowed_values->matches(e, item, {})) return false;
        } else if (!type.allowed_values->matches(e, value, {})) {
            return false;
        }
    }
    return !type.constraint || type.constraint->matches(e, value, {});
}

// Does a function of type `have` do where `wanted` is asked for? Parameters may be wider, the result narrower.
bool type_fits(const TypePointer& have, const TypePointer& wanted, int depth = 0) {
    if (depth > 50) return false;
    if (!wanted || wanted->kind == Type::Kind::any || have == wanted) return true;
    if (!have) return false;
    if (have->kind == Type::Kind::null) return true;
    if (have->kind != wanted->kind) return false;
    switch (have->kind) {
        case Type::Kind::list:
        case Type::Kind::range: return type_fits(have->element, wanted->element, depth + 1);
        case Type::Kind::context:
            return std::all_of(wanted->members.begin(), wanted->members.end(), [&](const Type::Member& w) {
                return std::any_of(have->members.begin(), have->members.end(), [&](const Type::Member& h) { return h.name == w.name && type_fits(h.type, w.type, depth + 1); });
            });
        case Type::Kind::function:
            if (wanted->any_function) return true;
            if (have->any_function || have->parameters.size() != wanted->parameters.size()) return false;
            for (std::size_t i = 0; i < have->parameters.size(); ++i)
                if (!type_fits(wanted->parameters[i], have->parameters[i], depth + 1)) return false;
            return type_fits(have->result, wanted->result, depth + 1);
        default: return true;
    }
}

bool fits(Evaluation& e, const Value& value, const TypePointer& pointer, const Look& look, int depth = 0) {
    if (!pointer) return !value.is_null() || look.null_fits || depth > 0;
    const Type& type = *pointer;
    if (!e.charge() || depth > 300) return false;
    if (value.is_null()) return look.null_fits || depth > 0 || type.kind == Type::Kind::null;  // parts of a value may be null
    bool shape = false;
    switch (type.kind) {
        case Type::Kind::any: shape = true; break;
        case Type::Kind::null: shape = false; break;
        case Type::Kind::boolean: shape = value.is(Kind::boolean); break;
        case Type::Kind::number: shape = value.is(Kind::number); break;
        case Type::Kind::string: shape = value.is(Kind::string); break;
        case Type::Kind::date: shape = value.is(Kind::date); break;
        case Type::Kind::time: shape = value.is(Kind::time); break;
        case Type::Kind::date_time: shape = value.is(Kind::date_time); break;
        case Type::Kind::duration: shape = value.is(Kind::duration); break;
        case Type::Kind::months: shape = value.is(Kind::months); break;
        case Type::Kind::list:
            shape = value.is(Kind::list) && (!type.element || std::all_of(value.list().begin(), value.list().end(), [&](const Value& item) {
                        return fits(e, item, type.element, look, depth + 1);
                    }));
            break;
        case Type::Kind::range: {
            shape = value.is(Kind::range);
            if (shape && type.element)
                for (const Value* end : {&value.range().low(), &value.range().high()}) shape = shape && (end->is_null() || fits(e, *end, type.element, look, depth + 1));
            break;
        }
        case Type::Kind::context:
            shape = value.is(Kind::context) && std::all_of(type.members.begin(), type.members.end(), [&](const Type::Member& member) {
                        const Value* found = value.context().find(member.name);
                        return found && fits(e, *found, member.type, look, depth + 1);
                    });
            break;
        case Type::Kind::function:
            shape = value.is(Kind::function);
            if (shape && !type.any_function) {
                const auto& parameters = value.function().parameters();
                shape = parameters.size() == type.parameters.size();
                for (std::size_t i = 0; shape && i < parameters.size(); ++i)
                    shape = !parameters[i].type || type_fits(type.parameters[i], parameters[i].type);
                if (shape && value.function().result()) shape = type_fits(value.function().result(), type.result);
            }
            break;
    }
    return shape && (!look.constraints || allowed(e, value, type));
}

}  // namespace

TypePointer builtin_type(std::string_view name) {
    for (const auto& spelling : spellings)
        if (name == spelling.name) return simple_type(spelling.kind);
    return nullptr;
}

TypePointer simple_type(Type::Kind kind) {
    static const std::vector<TypePointer> types = [] {
        std::vector<TypePointer> made;
        for (int k = 0; k <= static_cast<int>(Type::Kind::function); ++k) {
            auto type = std::make_shared<Type>();
            type->kind = static_cast<Type::Kind>(k);
            type->any_function = true;
            made.push_back(std::move(type));
        }
        return made;
    }();
    return types[static_cast<std::size_t>(kind)];
}

TypePointer list_of(TypePointer element) {
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::list;
    type->element = std::move(element);
    return type;
}

std::string type_text(const TypePointer& type) {
    if (!type) return "Any";
    if (!type->name.empty()) return type->name;
    std::string out;
    switch (type->kind) {
        case Type::Kind::list: return "list<" + type_text(type->element) + ">";
        case Type::Kind::range: return "range<" + type_text(type->element) + ">";
        case Type::Kind::context:
            if (type->members.empty()) return "context";
            for (const auto& member : type->members) out += (out.empty() ? "context<" : ", ") + member.name + ": " + (member.type && !member.type->name.empty() ? member.type->name : type_text(member.type));
            return out + ">";
        case Type::Kind::function:
            if (type->any_function) return "function";
            for (const auto& p : type->parameters) out += (out.empty() ? "" : ", ") + type_text(p);
            return "function<" + out + "> -> " + type_text(type->result);
        default: break;
    }
    for (const auto& spelling : spellings)
        if (spelling.kind == type->kind) return spelling.name;
    return "Any";
}

bool conforms(Evaluation& e, const Value& value, const TypePointer& type) { return fits(e, value, type, {false, false}); }
bool conforms_or_null(Evaluation& e, const Value& value, const TypePointer& type) { return fits(e, value, type, {true, true}); }

std::optional<Value> coerced(Evaluation& e, const Value& value, const TypePointer& type) {
    if (!type || value.is_null() || conforms_or_null(e, value, type)) return value;
    if (e.stopped()) return std::nullopt;
    if (value.is(Kind::list) && value.list().size() == 1 && type->kind != Type::Kind::list) {
        const Value inner = value.list()[0];
        if (conforms_or_null(e, inner, type)) return inner;
    }
    if (type->kind == Type::Kind::list && !value.is(Kind::list)) {
        Value list = Value::list(std::vector<Value>{value});
        if (!list.is_null() && conforms_or_null(e, list, type)) return list;
    }
    if (type->kind == Type::Kind::date_time && value.is(Kind::date)) {
        Value moment = DateTime{value.date(), 0, Zone::offset(0)};
        if (conforms_or_null(e, moment, type)) return moment;
    }
    return std::nullopt;
}

}  // namespace raekoda::decision
