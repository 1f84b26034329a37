// Literals, names, lists, ranges, contexts, function definitions and types.
#include <algorithm>
#include <array>

#include "decision/compiler.h"

namespace raekoda::decision {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

std::optional<char32_t> hexadecimal(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return std::nullopt;
    char32_t value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        const char c = text[i];
        const int d = digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (d < 0) return std::nullopt;
        value = value * 16 + static_cast<char32_t>(d);
    }
    return value;
}

}  // namespace

Node Compiler::read_primary() {
    skip_space();
    const std::size_t where = position;
    if (position >= text.size()) return fail("an expression is missing");
    const char c = text[position];
    if (digit(c) || (c == '.' && position + 1 < text.size() && digit(text[position + 1]))) return read_number();
    switch (c) {
        case '"': return read_string();
        case '@': return read_at_literal();
        case '[': return read_list_or_range();
        case '(': return read_parenthesis();
        case '{': return read_context();
        case ']': {
            ++position;
            Node low = read_expression();
            if (failed_) return nullptr;
            if (!take("..")) return fail("'..' is missing in a range");
            return range_rest(std::move(low), false, where);
        }
        default: break;
    }
    const std::size_t run = name_run(position, true);
    if (run == 0) return fail(std::string("'") + std::string(text.substr(position, 1)) + "' does not begin an expression");
    const std::string_view word = text.substr(position, run);
    // A known name may begin with a word of the language ("if applicable").
    std::string name = read_name(false, nullptr);
    if (name.size() == run || !known_name(name, false, nullptr)) {
        const std::size_t after = position;
        position = where;
        if (word == "if") return read_if();
        if (word == "for") return read_for();
        if (word == "some") return read_quantified(false);
        if (word == "every") return read_quantified(true);
        if (word == "function") return read_function();
        for (auto [literal, value] : {std::pair<std::string_view, Value>{"true", true}, {"false", false}, {"null", Value()}}) {
            if (word != literal) continue;
            position += run;
            return placed(constant_node(value), where);
        }
        if (is_keyword(word)) return fail("an expression is missing before '" + std::string(word) + "'");
        position = after;
    }
    if (at('(')) {
        const bool hidden = std::any_of(names.entries().begin(), names.entries().end(), [&](const auto& e) { return e.name == name; }) ||
                            std::any_of(levels.begin(), levels.end(), [&](const Level& l) {
                                return l.own_name == name || std::any_of(l.locals.begin(), l.locals.end(), [&](const Local& local) { return !local.filter && local.name == name; });
                            });
        if (const Builtin* builtin = hidden ? nullptr : find_builtin(name)) return read_call(nullptr, name, builtin, where);
        if (!hidden) {
            const bool inside_filter = std::any_of(levels.back().locals.begin(), levels.back().locals.end(), [](const Local& l) { return l.filter; });
            if (!inside_filter) {
                const std::string message = "unknown function '" + name + "'";
                if (options.unknown_names_are_errors) return fail_at(where, Code::unknown_function, message, {name});
                warn_at(where, Code::unknown_function, message, {name});
                return placed(failing_node(Code::unknown_function, message, {name}), where);
            }
        }
    }
    return resolve_name(name, where);
}

// Rule 37.
Node Compiler::read_number() {
    const std::size_t where = position;
    while (position < text.size() && digit(text[position])) ++position;
    if (position + 1 < text.size() && text[position] == '.' && digit(text[position + 1])) {
        ++position;
        while (position < text.size() && digit(text[position])) ++position;
    }
    if (position < text.size() && (text[position] == 'e' || text[position] == 'E')) {
        std::size_t at = position + 1;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (at < text.size() && digit(text[at])) {
            while (at < text.size() && digit(text[at])) ++at;
            position = at;
        }
    }
    std::string spelled(text.substr(where, position - where));
    if (spelled[0] == '.') spelled.insert(0, "0");
    auto number = Number::parse(spelled);
    if (!number) {
        warn_at(where, Code::not_finite, "the number is too large", {});
        return placed(failing_node(Code::not_finite, "the number is too large", {}), where);
    }
    return placed(constant_node(*number), where);
}

// Rules 35 and 64.
std::string Compiler::read_string_text() {
    std::string out;
    const std::size_t where = position++;
    for (;;) {
        if (position >= text.size()) {
            fail_at(where, Code::syntax, "the text has no end: \" is missing");
            return out;
        }
        char c = text[position++];
        if (c == '"') return out;
        if (c != '\\' || position >= text.size()) {
            out += c;
            continue;
        }
        c = text[position++];
        switch (c) {
            case 'n': out += '\n'; break;
            case 'r': out += '\r'; break;
            case 't': out += '\t'; break;
            case '"': out += '"'; break;
            case '\'': out += '\''; break;
            case '\\': out += '\\'; break;
            case 'u':
            case 'U': {
                const std::size_t digits = c == 'u' ? 4 : 6;
                auto value = hexadecimal(text, position, digits);
                if (!value) {
                    out += '\\';
                    out += c;
                    break;
                }
                position += digits;
                if (*value >= 0xd800 && *value < 0xdc00 && text.substr(position, 2) == "\\u") {  // two halves of UTF-16
                    auto low = hexadecimal(text, position + 2, 4);
                    if (low && *low >= 0xdc00 && *low < 0xe000) {
                        value = 0x10000 + ((*value - 0xd800) << 10) + (*low - 0xdc00);
                        position += 6;
                    }
                }
                if (*value > 0x10ffff || (*value >= 0xd800 && *value < 0xe000)) value = 0xfffd;
                append_utf8(out, *value);
                break;
            }
            default:  // as in patterns: "\d" stays as it is
                out += '\\';
                out += c;
        }
    }
}
Node Compiler::read_string() {
    const std::size_t where = position;
    std::string value = read_string_text();
    if (failed_) return nullptr;
    return placed(constant_node(Value(std::string_view(value))), where);
}

// Rule 66: @"…" is a date, a time, a date and time or a duration, whichever it looks like.
Node Compiler::read_at_literal() {
    const std::size_t where = position++;
    if (!at('"')) return fail("a text is missing after @");
    std::string value = read_string_text();
    if (failed_) return nullptr;
    if (auto date = Date::parse(value)) return placed(constant_node(*date), where);
    if (auto moment = DateTime::parse(value)) return placed(constant_node(*moment), where);
    if (auto time = Time::parse(value)) return placed(constant_node(*time), where);
    if (auto months = Months::parse(value)) return placed(constant_node(*months), where);
    if (auto duration = Duration::parse(value)) return placed(constant_node(*duration), where);
    const std::string message = "@\"" + value + "\" is no date, time or duration";
    warn_at(where, Code::invalid_value, message, {value});
    return placed(failing_node(Code::invalid_value, message, {value}), where);
}

// After `low ..`.
Node Compiler::range_rest(Node low, bool low_included, std::size_t where) {
    const bool before = std::exchange(range_end, true);
    Node high = read_sum();
    range_end = before;
    if (failed_) return nullptr;
    bool high_included = false;
    if (take(']')) high_included = true;
    else if (!take(')') && !take('[')) return fail("the range has no end: ']', ')' or '[' is missing");
    return placed(range_node(std::move(low), low_included, std::move(high), high_included), where);
}

Node Compiler::read_list_or_range() {
    const std::size_t where = position++;
    std::vector<Node> items;
    if (take(']')) return placed(list_node({}), where);
    do {
        Node item = read_test(true);
        if (failed_) return nullptr;
        if (items.empty() && take("..")) return range_rest(std::move(item), true, where);
        items.push_back(std::move(item));
    } while (take(','));
    expect(']', "after the elements of a list");
    if (failed_) return nullptr;
    TypePointer element = items.front()->type;
    Node list = placed(list_node(std::move(items)), where);
    if (list && element) list->type = list_of(element);
    return list;
}

Node Compiler::read_parenthesis() {
    const std::size_t where = position++;
    Node inside = read_test(true);
    if (failed_) return nullptr;
    if (take("..")) return range_rest(std::move(inside), false, where);
    expect(')', "after an expression in brackets");
    return failed_ ? nullptr : std::move(inside);
}

// Rules 57 to 59.
Node Compiler::read_context() {
    const std::size_t where = position++, visible = levels.back().locals.size();
    std::vector<ContextEntryNode> entries;
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::context;
    bool twice = false;
    if (!take('}')) {
        std::unordered_set<std::string> keys;
        do {
            skip_space();
            std::string key;
            if (at('"')) {
                key = read_string_text();
            } else {
                key = read_key(":");
                if (key.empty()) return fail("the name of an entry is missing");
            }
            if (failed_) return nullptr;
            expect(':', "after the name of an entry");
            longest_name = std::max(longest_name, key.size());
            seen_keys.insert(key);
            function_name = at_keyword("function") ? key : std::string();
            Node value = read_expression();
            function_name.clear();
            if (failed_) return nullptr;
            if (!keys.insert(key).second) twice = true;
            type->members.push_back({key, value->type});
            const std::uint32_t local = declare(key, value->type);
            entries.push_back({Value(std::string_view(key)), std::move(value), local});
        } while (take(','));
        forget(visible);
        expect('}', "after the entries of a context");
        if (failed_) return nullptr;
    }
    if (twice) {
        warn_at(where, Code::invalid_value, "a context has two entries of one name", {});
        return placed(failing_node(Code::invalid_value, "a context has two entries of one name", {}), where);
    }
    Node node = placed(context_node(std::move(entries)), where);
    if (node) node->type = std::move(type);
    return node;
}

// Rule 55.
Node Compiler::read_function() {
    const std::size_t where = position;
    std::string own_name = std::exchange(function_name, {});
    take("function");
    expect('(', "after function");
    if (failed_) return nullptr;
    auto body = std::make_shared<FunctionBody>();
    levels.emplace_back();
    levels.back().own_name = std::move(own_name);
    if (!take(')')) {
        do {
            std::string name = read_key(",:)");
            if (name.empty()) return fail("the name of a parameter is missing");
            if (std::any_of(body->parameters.begin(), body->parameters.end(), [&](const Parameter& p) { return p.name == name; }))
                return fail("two parameters are called '" + name + "'");
            TypePointer type;
            if (take(':')) {
                skip_space();
                const std::size_t type_at = position;
                type = read_type();
                if (failed_) return nullptr;
                if (!type) {
                    std::string type_name(text.substr(type_at, position - type_at));
                    warn_at(type_at, Code::unknown_type, "unknown type '" + type_name + "'", {type_name});
                }
            }
            body->parameters.push_back({name, type});
            declare(std::move(name), std::move(type));
        } while (take(','));
        expect(')', "after the parameters");
        if (failed_) return nullptr;
    }
    if (take_keyword("external")) {
        Node ignored = read_expression();  // { java: { class: …, method signature: … } } is read and refused
        if (failed_) return nullptr;
        levels.pop_back();
        const std::string message = "external functions (Java, PMML) are not run";
        warn_at(where, Code::external_function, message, {});
        return placed(failing_node(Code::external_function, message, {}), where);
    }
    body->expression = read_expression();
    if (failed_) return nullptr;
    Level level = std::move(levels.back());
    levels.pop_back();
    body->locals = level.size;
    std::vector<Node> captures;
    for (auto& [node, place] : level.captures) {
        captures.push_back(std::move(node));
        body->capture_places.push_back(place);
    }
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::function;
    for (const auto& p : body->parameters) type->parameters.push_back(p.type);
    type->result = body->expression->type;
    Node node = placed(function_node(std::move(body), std::move(captures)), where);
    if (node) node->type = std::move(type);
    return node;
}

// Rule 52: named types, list<…>, range<…>, context<…>, function<…> -> …
TypePointer Compiler::read_type() {
    if (++parse_depth > max_parse_depth) return fail("types inside types too deeply"), nullptr;
    skip_space();
    const std::size_t where = position;
    auto inside = [&](std::string_view word) {
        if (!take_keyword(word)) return false;
        if (take('<')) return true;
        position = where;
        return false;
    };
    TypePointer result;
    if (inside("list") || (position = where, inside("range"))) {
        auto type = std::make_shared<Type>();
        type->kind = text.substr(where, 1) == "l" ? Type::Kind::list : Type::Kind::range;
        type->element = read_type();
        expect('>', "after the type of the elements");
        if (!failed_) result = type->element ? type : nullptr;
    } else if (inside("context")) {
        auto type = std::make_shared<Type>();
        type->kind = Type::Kind::context;
        bool known_types = true;
        if (!at('>')) {
            do {
                std::string name = read_key(":");
                if (name.empty()) fail("the name of an entry is missing");
                expect(':', "after the name of an entry");
                if (failed_) break;
                TypePointer member = read_type();
                known_types = known_types && member;
                type->members.push_back({std::move(name), std::move(member)});
            } while (take(','));
        }
        expect('>', "after the types of the entries");
        if (!failed_ && known_types) result = type;
    } else if (inside("function")) {
        auto type = std::make_shared<Type>();
        type->kind = Type::Kind::function;
        bool known_types = true;
        if (!at('>')) {
            do {
                type->parameters.push_back(read_type());
                known_types = known_types && type->parameters.back();
            } while (!failed_ && take(','));
        }
        expect('>', "after the types of the parameters");
        if (!failed_ && take("->")) {
            type->result = read_type();
            known_types = known_types && type->result;
        }
        if (!failed_ && known_types) result = type;
    } else {
        result = read_named_type();
    }
    --parse_depth;
    return failed_ ? nullptr : result;
}

TypePointer Compiler::read_named_type() {
    skip_space();
    const std::size_t start = position;
    std::size_t at = start, best_end = 0;
    TypePointer best;
    bool after_word = false;
    std::size_t first_end = 0;
    while (at < text.size() && at - start < 400) {
        const std::size_t run = name_run(at, false);
        if (run != 0) {
            at += run;
            after_word = true;
            if (first_end == 0) first_end = at;
        } else {
            const char c = text[at];
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '.' || c == '-' || c == '/' || c == '\'' || c == '+' || c == '*') ++at;
            else break;
            if (c == '.' && first_end == at - 1) first_end = 0;
            after_word = false;
        }
        if (!after_word) continue;
        const std::string name = collapsed(text.substr(start, at - start));
        TypePointer found;
        for (const auto& entry : names.types())
            if (entry.name == name) found = entry.type;
        if (!found) found = builtin_type(name);
        if (found) {
            best = found;
            best_end = at;
        }
    }
    if (best) {
        position = best_end;
        return best;
    }
    if (first_end == 0) return fail("a type is missing"), nullptr;
    position = first_end;  // an unknown type: the caller says so
    return nullptr;
}

}  // namespace raekoda::decision
