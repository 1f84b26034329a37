// Values as FEEL text.
#include "decision/value.h"

namespace raekoda::decision {
namespace {

using Kind = Value::Kind;

void quote(std::string& out, std::string_view text) {
    out += '"';
    for (char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default: out += c;
        }
    }
    out += '"';
}

bool plain_name(std::string_view name) {
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
    for (unsigned char c : name)
        if (!(c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ' ' || c == '-')) return false;
    return name.front() != ' ' && name.back() != ' ' && name.front() != '-';
}

void write(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Kind::null: out += "null"; return;
        case Kind::boolean: out += value.boolean() ? "true" : "false"; return;
        case Kind::number: out += value.number().text(); return;
        case Kind::string: quote(out, value.string()); return;
        case Kind::date: out += value.date().text(); return;
        case Kind::time: out += value.time().text(); return;
        case Kind::date_time: out += value.date_time().text(); return;
        case Kind::duration: out += value.duration().text(); return;
        case Kind::months: out += value.months().text(); return;
        case Kind::list: {
            out += '[';
            bool first = true;
            for (const Value& item : value.list()) {
                if (!first) out += ", ";
                first = false;
                write(out, item);
            }
            out += ']';
            return;
        }
        case Kind::context: {
            out += '{';
            bool first = true;
            for (const auto& entry : value.context().entries()) {
                if (!first) out += ", ";
                first = false;
                if (plain_name(entry.name.string())) out += entry.name.string();
                else quote(out, entry.name.string());
                out += ": ";
                write(out, entry.value);
            }
            out += '}';
            return;
        }
        case Kind::range: {
            const Range& range = value.range();
            static constexpr const char* signs[] = {"", "< ", "<= ", "> ", ">= ", "= ", "!= "};
            if (range.comparison() != Value::Comparison::none) {
                out += signs[static_cast<std::size_t>(range.comparison())];
                write(out, range.high().is_null() ? range.low() : range.high());
                return;
            }
            out += range.low_included() ? '[' : '(';
            write(out, range.low());
            out += "..";
            write(out, range.high());
            out += range.high_included() ? ']' : ')';
            return;
        }
        case Kind::function: {
            out += "function(";
            bool first = true;
            for (const auto& parameter : value.function().parameters()) {
                if (!first) out += ", ";
                first = false;
                out += parameter.name;
            }
            out += ')';
            return;
        }
    }
}

}  // namespace

std::string to_literal(const Value& value) {
    std::string out;
    write(out, value);
    return out;
}
std::string to_text(const Value& value) { return value.is(Kind::string) ? std::string(value.string()) : to_literal(value); }

}  // namespace raekoda::decision
