// Values from JSON and to JSON.
#include "base/json.h"
#include "decision/feel.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

std::optional<Value> read(Evaluation& e, const json::value& in, const TypePointer& type, const std::string& path, int depth) {
    if (depth > static_cast<int>(Shared::max_nesting) - 2 || !e.charge()) {
        e.problem(Code::too_deep, "the facts are nested too deeply at " + path);
        return std::nullopt;
    }
    switch (in.kind()) {
        case boost::json::kind::null: return Value();
        case boost::json::kind::bool_: return Value(in.get_bool());
        case boost::json::kind::int64: return Value(in.get_int64());
        case boost::json::kind::uint64:
        case boost::json::kind::double_: {
            auto number = in.is_double() ? Number::from_double(in.get_double()) : Number::parse(std::to_string(in.get_uint64()));
            return number ? Value(*number) : Value();
        }
        case boost::json::kind::string: {
            const std::string_view text{in.get_string().data(), in.get_string().size()};
            std::optional<Value> value;
            auto take = [&](auto parsed) { if (parsed) value = Value(*parsed); };
            switch (type ? type->kind : Type::Kind::any) {
                case Type::Kind::date: take(Date::parse(text)); break;
                case Type::Kind::time: take(Time::parse(text)); break;
                case Type::Kind::date_time:
                    take(DateTime::parse(text));
                    if (auto date = value ? std::nullopt : Date::parse(text)) value = Value(DateTime{*date, 0, {}});
                    break;
                case Type::Kind::duration: take(Duration::parse(text)); break;
                case Type::Kind::months: take(Months::parse(text)); break;
                case Type::Kind::number: take(Number::parse(text)); break;  // a number that JSON readers would round
                default: value = Value(text); break;
            }
            if (!value) e.problem(Code::invalid_value, path + ": not a " + type_text(type), {path, type_text(type)});
            return value;
        }
        case boost::json::kind::array: {
            const TypePointer element = type && type->kind == Type::Kind::list ? type->element : nullptr;
            std::vector<Value> items;
            items.reserve(in.get_array().size());
            for (const auto& item : in.get_array()) {
                auto value = read(e, item, element, path + "[" + std::to_string(items.size() + 1) + "]", depth + 1);
                if (!value) return std::nullopt;
                items.push_back(std::move(*value));
            }
            return Value::list(std::move(items));
        }
        case boost::json::kind::object: {
            ContextBuilder builder;
            for (const auto& member : in.get_object()) {
                const std::string_view name{member.key().data(), member.key().size()};
                TypePointer member_type;
                if (type)
                    for (const auto& m : type->members)
                        if (m.name == name) member_type = m.type;
                auto value = read(e, member.value(), member_type, path.empty() ? std::string(name) : path + "." + std::string(name), depth + 1);
                if (!value) return std::nullopt;
                builder.append(Value(name), std::move(*value));
            }
            return builder.build();
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Value> from_json(Evaluation& e, const json::value& in, const TypePointer& type) {
    auto value = read(e, in, type && type->kind == Type::Kind::list && !in.is_array() && type->element ? type->element : type, "", 0);
    if (!value || !type) return value;
    auto fitting = coerced(e, *value, type);
    if (!fitting) e.problem(Code::wrong_type, "the value is not a " + type_text(type), {type_text(type)});
    return fitting;
}

json::value to_json(const Value& value) {
    switch (value.kind()) {
        case Kind::null: return nullptr;
        case Kind::boolean: return value.boolean();
        case Kind::number:
            if (auto integer = value.number().integer()) return *integer;
            return value.number().to_double();
        case Kind::list: {
            json::array array;
            array.reserve(value.list().size());
            for (const Value& item : value.list()) array.push_back(to_json(item));
            return array;
        }
        case Kind::context: {
            json::object object;
            for (const auto& entry : value.context().entries()) object[entry.name.string()] = to_json(entry.value);
            return object;
        }
        default: {
            const std::string text = to_text(value);
            return boost::json::string(text);
        }
    }
}

}  // namespace raekoda::decision
