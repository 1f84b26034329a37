// Text, names and scopes.
#include <algorithm>
#include <array>

#include "decision/compiler.h"

namespace raekoda::decision {
namespace {

// Decodes one code point; 0 at the end or for damaged text.
char32_t code_point(std::string_view text, std::size_t at, std::size_t& length) {
    if (at >= text.size()) return length = 0, 0;
    auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
    const unsigned b = byte(0);
    if (b < 0x80) return length = 1, b;
    if (b < 0xe0) return length = 2, ((b & 0x1f) << 6) | (byte(1) & 0x3f);
    if (b < 0xf0) return length = 3, ((b & 0x0f) << 12) | ((byte(1) & 0x3f) << 6) | (byte(2) & 0x3f);
    return length = 4, ((b & 0x07) << 18) | ((byte(1) & 0x3f) << 12) | ((byte(2) & 0x3f) << 6) | (byte(3) & 0x3f);
}

// Rules 28 to 30.
bool name_start(char32_t c) {
    if (c < 0x80) return c == '?' || c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return (c >= 0xc0 && c != 0xd7 && c != 0xf7 && c <= 0x2ff) || (c >= 0x370 && c <= 0x37d) || (c >= 0x37f && c <= 0x1fff) || (c >= 0x200c && c <= 0x200d) ||
           (c >= 0x2070 && c <= 0x218f) || (c >= 0x2c00 && c <= 0x2fef) || (c >= 0x3001 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfdcf) ||
           (c >= 0xfdf0 && c <= 0xfffd) || (c >= 0x10000 && c <= 0xeffff);
}
bool name_part(char32_t c) {
    return name_start(c) || (c >= '0' && c <= '9') || c == 0xb7 || (c >= 0x300 && c <= 0x36f) || (c >= 0x203f && c <= 0x2040);
}
bool name_symbol(char c) { return c == '.' || c == '/' || c == '-' || c == '\'' || c == '+' || c == '*'; }

// White space of rule 61, as bytes.
std::size_t space_length(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    const char c = text[at];
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    if (static_cast<unsigned char>(c) < 0x80) return 0;
    std::size_t length;
    const char32_t p = code_point(text, at, length);
    const bool space = p == 0x85 || p == 0xa0 || p == 0x1680 || p == 0x180e || (p >= 0x2000 && p <= 0x200b) || p == 0x2028 || p == 0x2029 || p == 0x202f || p == 0x205f ||
                       p == 0x3000 || p == 0xfeff;
    return space ? length : 0;
}

constexpr std::array keywords{"and", "or", "between", "in", "instance", "then", "else", "return", "satisfies", "external"};

const TypePointer& element_of(const TypePointer& type) {
    const TypePointer* t = &type;
    while (*t && (*t)->kind == Type::Kind::list) t = &(*t)->element;
    return *t;
}
bool has_member(const TypePointer& type, std::string_view name) {
    const TypePointer& t = element_of(type);
    if (!t || t->kind != Type::Kind::context) return false;
    return std::any_of(t->members.begin(), t->members.end(), [&](const Type::Member& m) { return m.name == name; });
}

}  // namespace

bool is_keyword(std::string_view word) { return std::find(keywords.begin(), keywords.end(), word) != keywords.end(); }

std::string collapsed(std::string_view name) {
    std::string out;
    bool gap = false;
    for (std::size_t i = 0; i < name.size();) {
        if (std::size_t n = space_length(name, i)) {
            gap = !out.empty();
            i += n;
            continue;
        }
        if (gap) out += ' ';
        gap = false;
        out += name[i++];
    }
    return out;
}

std::uint32_t Names::add(std::string_view name, TypePointer type) {
    entries_.push_back({collapsed(name), std::move(type)});
    return static_cast<std::uint32_t>(entries_.size() - 1);
}
void Names::add_type(std::string_view name, TypePointer type) { types_.push_back({collapsed(name), std::move(type)}); }

Compiler::Compiler(std::string_view t, const Names& n, const CompileOptions& o) : text(t), names(n), options(o) {
    levels.emplace_back();
    std::uint32_t row = 1, column = 1;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i % checkpoint_bytes == 0) checkpoints.emplace_back(row, column);
        if (i == text.size()) break;
        if (text[i] == '\n') {
            ++row;
            column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
            ++column;
        }
    }
    auto note = [&](const std::string& name, std::unordered_set<std::string>& set) {
        longest_name = std::max(longest_name, name.size());
        set.insert(name);
    };
    std::uint32_t budget = 20'000;  // types may be recursive
    auto members = [&](auto& self, const TypePointer& type, int depth) -> void {
        const TypePointer& t = element_of(type);
        if (!t || depth > 8 || budget == 0) return;
        for (const auto& member : t->members) {
            if (budget == 0 || --budget == 0) return;
            note(member.name, seen_keys);
            self(self, member.type, depth + 1);
        }
    };
    for (const auto& entry : n.entries()) {
        note(entry.name, known);
        members(members, entry.type, 0);
    }
    for (const char* property : {"start included", "end included", "time offset"}) note(property, seen_keys);
    for (const Builtin& builtin : builtins()) longest_name = std::max(longest_name, builtin.name.size());
}

void Compiler::skip_space() {
    for (;;) {
        if (std::size_t n = space_length(text, position)) {
            position += n;
        } else if (text.substr(position, 2) == "//") {
            auto end = text.find('\n', position);
            position = end == std::string_view::npos ? text.size() : end;
        } else if (text.substr(position, 2) == "/*") {
            auto end = text.find("*/", position + 2);
            position = end == std::string_view::npos ? text.size() : end + 2;
        } else {
            return;
        }
    }
}

std::size_t Compiler::name_run(std::size_t from, bool first) const {
    std::size_t at = from, length;
    while (at < text.size()) {
        const char32_t c = code_point(text, at, length);
        if (length == 0 || at + length > text.size() || !(first && at == from ? name_start(c) : name_part(c))) break;
        at += length;
    }
    return at - from;
}

bool Compiler::at_keyword(std::string_view word) {
    return at(word) && name_run(position + word.size(), false) == 0;
}
bool Compiler::take_keyword(std::string_view word) {
    if (!at_keyword(word)) return false;
    position += word.size();
    return true;
}
void Compiler::expect(char c, const char* where) {
    if (!take(c)) fail(std::string("'") + c + "' is missing " + where);
}
void Compiler::expect_keyword(std::string_view word, const char* where) {
    if (!take_keyword(word)) fail("'" + std::string(word) + "' is missing " + where);
}

bool Compiler::known_name(const std::string& name, bool member_position, const TypePointer& base_type) const {
    if (member_position) return has_member(base_type, name) || seen_keys.contains(name);
    for (const Level& level : levels) {
        if (!level.own_name.empty() && level.own_name == name) return true;
        for (const Local& local : level.locals) {
            if (local.filter ? seen_keys.contains(name) || has_member(local.type, name) : local.name == name) return true;
        }
    }
    return known.contains(name) || find_builtin(name) != nullptr;
}

std::string Compiler::read_name(bool member_position, const TypePointer& base_type) {
    skip_space();
    const std::size_t start = position;
    std::size_t run = name_run(start, true);
    if (run == 0) return {};
    // Grow word by word and sign by sign; remember the longest that is known.
    std::string spelled(text.substr(start, run)), best;
    std::size_t end = start + run, best_end = 0;
    if (known_name(spelled, member_position, base_type)) {
        best = spelled;
        best_end = end;
    }
    std::size_t at = end;
    bool after_symbol = false;
    while (spelled.size() < longest_name) {
        std::size_t gap = at;
        while (std::size_t n = space_length(text, gap)) gap += n;
        if (gap >= text.size()) break;
        const bool spaced = gap != at;
        std::size_t word = name_run(gap, false);
        if (word != 0 && (spaced || after_symbol)) {
            if (spaced) spelled += ' ';
            spelled += text.substr(gap, word);
            at = gap + word;
            after_symbol = false;
        } else if (name_symbol(text[gap])) {
            if (spaced) spelled += ' ';
            spelled += text[gap];
            at = gap + 1;
            after_symbol = true;
        } else {
            break;
        }
        if (known_name(spelled, member_position, base_type)) {
            best = spelled;
            best_end = at;
        }
    }
    if (!best.empty()) {
        position = best_end;
        return best;
    }
    // Unknown: two words never stand side by side in FEEL, unless one is a keyword; so the words belong together.
    std::string words(text.substr(start, run));
    position = end;
    for (;;) {
        std::size_t gap = position;
        while (std::size_t n = space_length(text, gap)) gap += n;
        if (gap == position) break;
        std::size_t word = name_run(gap, true);
        if (word == 0 || is_keyword(text.substr(gap, word))) break;
        words += ' ';
        words += text.substr(gap, word);
        position = gap + word;
    }
    return words;
}

std::string Compiler::read_key(const char* stops) {
    skip_space();
    const std::size_t start = position;
    std::size_t at = start;
    if (name_run(at, true) == 0) return {};
    while (at < text.size()) {
        std::size_t step = name_run(at, false);
        if (step == 0) step = space_length(text, at);
        if (step == 0 && name_symbol(text[at]) && text.substr(at, 2) != ".." && text.substr(at, 2) != "/*") step = 1;
        if (step == 0) break;
        at += step;
    }
    if (at >= text.size() || std::string_view(stops).find(text[at]) == std::string_view::npos) return {};
    position = at;
    return collapsed(text.substr(start, at - start));
}

std::string Compiler::declared_until_keyword(std::string_view keyword) {
    skip_space();
    const std::size_t start = position;
    std::size_t at = start;
    while (at < text.size()) {
        std::size_t run = name_run(at, at == start);
        if (run != 0) {
            if (at != start && text.substr(at, run) == keyword) {
                std::string name = collapsed(text.substr(start, at - start));
                position = at;
                return name;
            }
            at += run;
            continue;
        }
        std::size_t step = space_length(text, at);
        if (step == 0 && at != start && name_symbol(text[at])) step = 1;
        if (step == 0) break;
        at += step;
    }
    return {};
}

bool Compiler::argument_name(std::string& name) {
    const std::size_t before = position;
    name = read_key(":");
    if (name.empty()) {
        position = before;
        return false;
    }
    ++position;
    return true;
}

Node Compiler::fail(std::string message) {
    skip_space();
    return fail_at(position, Code::syntax, std::move(message));
}
Node Compiler::fail_at(std::size_t where, Code code, std::string message, std::vector<std::string> arguments) {
    if (!failed_) {
        failed_ = true;
        Diagnostic diagnostic{code, std::move(arguments), std::move(message), {}};
        find_place(where, diagnostic.place.row, diagnostic.place.column);
        diagnostics.insert(diagnostics.begin(), std::move(diagnostic));
    }
    return nullptr;
}
void Compiler::warn_at(std::size_t where, Code code, std::string message, std::vector<std::string> arguments) {
    if (diagnostics.size() >= 50) return;
    Diagnostic diagnostic{code, std::move(arguments), std::move(message), {}};
    find_place(where, diagnostic.place.row, diagnostic.place.column);
    diagnostics.push_back(std::move(diagnostic));
}

void Compiler::find_place(std::size_t where, std::uint32_t& row, std::uint32_t& column) const {
    const std::size_t checkpoint = std::min(where / checkpoint_bytes, checkpoints.size() - 1);
    row = checkpoints[checkpoint].first;
    column = checkpoints[checkpoint].second;
    for (std::size_t i = checkpoint * checkpoint_bytes; i < where && i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++row;
            column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
            ++column;
        }
    }
}
Node Compiler::placed(Node node, std::size_t where) {
    if (!node) return node;
    if (node->depth > max_node_depth) return fail_at(where, Code::too_deep, "the expression is nested too deeply");
    find_place(where, node->row, node->column);
    return node;
}

std::uint32_t Compiler::declare(std::string name, TypePointer type, bool filter) {
    Level& level = levels.back();
    const std::uint32_t index = level.next++;
    level.size = std::max(level.size, level.next);
    longest_name = std::max(longest_name, name.size());
    level.locals.push_back({std::move(name), index, std::move(type), filter});
    return index;
}

Node Compiler::resolve(const std::string& name, std::size_t depth, bool quiet) {
    Level& level = levels[depth];
    for (std::size_t i = level.locals.size(); i-- > 0;) {
        const Local local = level.locals[i];
        if (!local.filter) {
            if (local.name != name) continue;
            Node node = local_node(local.index);
            node->type = local.type;
            return node;
        }
        // A filter: members of the item come first.
        const TypePointer& type = element_of(local.type);
        if (type && type->kind == Type::Kind::context) {
            for (const auto& member : type->members) {
                if (member.name != name) continue;
                Node node = filter_name_node(name, local.index, nullptr);
                node->type = member.type;
                return node;
            }
        }
        Node outside;
        if (name == "item") {
            outside = local_node(local.index);
        } else {
            std::vector<Local> hidden(level.locals.begin() + static_cast<std::ptrdiff_t>(i), level.locals.end());
            level.locals.resize(i);
            outside = resolve(name, depth, true);
            for (auto& h : hidden) levels[depth].locals.push_back(std::move(h));
        }
        TypePointer known_type = outside ? outside->type : nullptr;
        if (name == "item") known_type = element_of(local.type);
        // A scalar's name outside can hardly be meant otherwise; but the item may be a context with that entry.
        Node node = filter_name_node(name, local.index, std::move(outside));
        node->type = known_type;
        return node;
    }
    for (const auto& [captured, index] : level.captured) {
        if (captured != name) continue;
        return local_node(index);
    }
    if (!level.own_name.empty() && level.own_name == name) return self_node();
    if (depth > 0) {
        Node outside = resolve(name, depth - 1, quiet);
        if (!outside || outside->constant()) return outside;
        TypePointer type = outside->type;
        Level& here = levels[depth];
        const std::uint32_t index = here.next++;
        here.size = std::max(here.size, here.next);
        here.captures.emplace_back(std::move(outside), index);
        here.captured.emplace_back(name, index);
        Node node = local_node(index);
        node->type = type;
        return node;
    }
    const auto& entries = names.entries();
    for (std::size_t i = entries.size(); i-- > 0;) {
        if (entries[i].name != name) continue;
        const auto slot = static_cast<std::uint32_t>(i);
        if (std::find(reads.begin(), reads.end(), slot) == reads.end()) reads.push_back(slot);
        Node node = slot_node(slot);
        node->type = entries[i].type;
        return node;
    }
    if (Value function = builtin_function(name); !function.is_null()) return constant_node(std::move(function));
    return nullptr;
}

Node Compiler::resolve_name(const std::string& name, std::size_t where) {
    if (name == "?") mentions_input = true;
    if (Node node = resolve(name, levels.size() - 1, false)) return placed(std::move(node), where);
    const std::string message = "unknown name '" + name + "'";
    if (options.unknown_names_are_errors) return fail_at(where, Code::unknown_name, message, {name});
    warn_at(where, Code::unknown_name, message, {name});
    return placed(failing_node(Code::unknown_name, message, {name}), where);
}

}  // namespace raekoda::decision
