#include "form/template.h"

#include <algorithm>

#include "base/text.h"

namespace raekoda::form {
namespace {

constexpr std::size_t deepest_template = 10;
constexpr std::size_t longest_output = 64 << 10;

bool is_name_sign(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// Names that may stand in the text of an expression: runs of word signs outside of texts, not members and not called.
std::vector<std::string> names_in(std::string_view feel) {
    std::vector<std::string> out;
    bool in_text = false;
    for (std::size_t i = 0; i < feel.size(); ++i) {
        if (feel[i] == '"' && (i == 0 || feel[i - 1] != '\\')) in_text = !in_text;
        if (in_text || !is_name_sign(feel[i])) continue;
        std::size_t end = i;
        while (end < feel.size() && is_name_sign(feel[end])) ++end;
        bool member = i > 0 && feel[i - 1] == '.', called = end < feel.size() && feel[end] == '(', number = feel[i] >= '0' && feel[i] <= '9';
        if (!member && !called && !number) out.emplace_back(feel.substr(i, end - i));
        i = end - 1;
    }
    return out;
}

bool is_reserved(std::string_view name) {
    static constexpr std::string_view words[] = {"if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "true", "false", "null",
                                                 "between", "instance", "of", "function", "this", "parent", "i", "_this_", "_parent_", "_i_", "item"};
    return std::find(std::begin(words), std::end(words), name) != std::end(words);
}

void append_safe(std::string& out, std::string_view text, Template::As as) {
    if (as == Template::As::text) {
        out += text;
    } else if (as == Template::As::html) {
        out += view::escaped(text).text();
    } else {
        // Signs of Markdown lose their meaning, and no line begins anew.
        for (char c : text) {
            if (c == '\n' || c == '\r') { out += ' '; continue; }
            if ((c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~')) out += '\\';
            out += c;
        }
    }
}

std::optional<std::string> day_text(std::string_view iso, view::Language language) {
    if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return {};
    auto year = parse_integer(iso.substr(0, 4)), month = parse_integer(iso.substr(5, 2)), day = parse_integer(iso.substr(8, 2));
    if (!year || !month || !day || !decision::Date::of(*year, static_cast<int>(*month), static_cast<int>(*day))) return {};
    if (iso.size() == 10) return view::date_text(language, static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day));
    if (iso.size() < 16 || iso[10] != 'T' || iso[13] != ':') return {};
    auto hour = parse_integer(iso.substr(11, 2)), minute = parse_integer(iso.substr(14, 2));
    if (!hour || !minute || *hour > 23 || *minute > 59) return {};
    return view::moment_text(language, static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day), static_cast<int>(*hour * 60 + *minute));
}

}  // namespace

std::string readable(const decision::Value& value, view::Language language) {
    using Kind = decision::Value::Kind;
    switch (value.kind()) {
        case Kind::null: return {};
        case Kind::boolean: return view::text(language, value.is_true() ? "form.yes" : "form.no");
        case Kind::number: {
            auto out = value.number().text();
            if (language != view::Language::en) std::replace(out.begin(), out.end(), '.', ',');
            return out;
        }
        case Kind::list: {
            std::string out;
            for (const auto& item : value.list().items()) {
                if (!out.empty()) out += ", ";
                out += readable(item, language);
                if (out.size() > longest_output) break;
            }
            return out;
        }
        default: {
            auto out = decision::to_text(value);
            if (auto day = day_text(out, language)) return *day;
            return out;
        }
    }
}

// Reads the source once; blocks nest by calls, so their depth is limited.
struct Template::Reader {
    std::string_view source;
    std::string& problem;
    std::vector<std::uint32_t>& reads;
    std::size_t at = 0;

    void say(std::string words) { if (problem.empty()) problem = std::move(words); }

    std::shared_ptr<const decision::Expression> compile(std::string_view feel, const decision::Names& names, std::uint32_t outer_slots) {
        if (feel.size() > 2000) return say("an expression of more than 2000 bytes in a text"), nullptr;
        auto compiled = decision::compile(trimmed(feel), names);
        if (!compiled.diagnostics.empty()) say("{{" + std::string(feel) + "}}: " + compiled.diagnostics[0].text);
        if (compiled)
            for (auto slot : compiled->reads())
                if (slot < outer_slots) reads.push_back(slot);
        return compiled.program;
    }

    // Until the end, or the closing mark of this block.
    std::vector<Node> block(const decision::Names& names, std::uint32_t outer_slots, std::string_view closing, std::size_t depth) {
        std::vector<Node> nodes;
        while (at < source.size()) {
            auto open = source.find("{{", at);
            auto close = open == std::string_view::npos ? open : source.find("}}", open);
            if (close == std::string_view::npos) {
                if (open != std::string_view::npos) say("{{ is not closed");
                add_words(nodes, source.substr(at));
                at = source.size();
                break;
            }
            add_words(nodes, source.substr(at, open - at));
            auto inside = trimmed(source.substr(open + 2, close - open - 2));
            at = close + 2;
            if (inside == closing && !closing.empty()) return nodes;
            if (inside.starts_with("#if ") || inside.starts_with("#loop ")) {
                if (depth >= deepest_template) {
                    say("blocks are too deep");
                    at = source.size();
                    return nodes;
                }
                nodes.push_back(inside.starts_with("#if ") ? condition(inside.substr(4), names, outer_slots, depth) : loop(inside.substr(6), names, outer_slots, depth));
            } else if (inside.starts_with('#') || inside.starts_with('/')) {
                say("{{" + std::string(inside) + "}} has no meaning here");
            } else {
                Node node;
                node.kind = Node::Kind::value;
                node.expression = compile(inside.starts_with('=') ? inside.substr(1) : inside, names, outer_slots);
                if (node.expression) nodes.push_back(std::move(node));
            }
        }
        if (!closing.empty()) say("{{" + std::string(closing) + "}} is missing");
        return nodes;
    }

    static void add_words(std::vector<Node>& nodes, std::string_view words) {
        if (words.empty()) return;
        nodes.emplace_back().words = std::string(words);
    }

    Node condition(std::string_view feel, const decision::Names& names, std::uint32_t outer_slots, std::size_t depth) {
        Node node;
        node.kind = Node::Kind::condition;
        node.expression = compile(feel, names, outer_slots);
        node.nodes = block(names, outer_slots, "/if", depth + 1);
        return node;
    }

    Node loop(std::string_view feel, const decision::Names& names, std::uint32_t outer_slots, std::size_t depth) {
        Node node;
        node.kind = Node::Kind::loop;
        node.expression = compile(feel, names, outer_slots);
        node.first_slot = static_cast<std::uint32_t>(names.size());
        // Which members the elements have is not known here: every name that the inside uses may be one.
        decision::Names inner = names;
        auto rest = source.substr(at);
        for (std::size_t from = 0; (from = rest.find("{{", from)) != std::string_view::npos;) {
            auto to = rest.find("}}", from);
            if (to == std::string_view::npos) break;
            for (auto& name : names_in(rest.substr(from + 2, to - from - 2))) {
                if (is_reserved(name) || name == "loop" || std::any_of(node.names.begin(), node.names.end(), [&](const auto& n) { return n.name == name; })) continue;
                std::int64_t outer = -1;
                for (std::size_t slot = 0; slot < names.entries().size(); ++slot)
                    if (names.entries()[slot].name == name) outer = static_cast<std::int64_t>(slot);
                if (outer >= 0 && outer < outer_slots) reads.push_back(static_cast<std::uint32_t>(outer));
                node.names.push_back({name, outer});
                inner.add(name);
                if (node.names.size() > 200) break;
            }
            from = to + 2;
        }
        inner.add("this");
        inner.add("_this_");
        inner.add("parent");
        node.nodes = block(inner, outer_slots, "/loop", depth + 1);
        return node;
    }
};

struct Template::Writer {
    using Value = decision::Value;
    decision::Evaluation& evaluation;
    std::vector<Value>& slots;
    As as;
    view::Language language;
    std::string out;

    void write(const std::vector<Node>& nodes) {
        for (const auto& node : nodes) {
            if (out.size() > longest_output || evaluation.stopped()) return;
            if (node.kind == Node::Kind::words) {
                out += node.words;
                continue;
            }
            if (!node.expression) continue;
            auto value = node.expression->evaluate(evaluation, slots);
            if (node.kind == Node::Kind::value) append_safe(out, readable(value, language), as);
            else if (node.kind == Node::Kind::condition) { if (value.is_true()) write(node.nodes); }
            else repeat(node, value);
        }
    }

    void repeat(const Node& node, const Value& items) {
        if (!items.is(Value::Kind::list)) return;
        auto before = slots.size();
        slots.resize(node.first_slot + node.names.size() + 3);
        for (const auto& item : items.list().items()) {
            if (!evaluation.charge(1 + node.names.size())) break;
            const auto* members = item.is(Value::Kind::context) ? &item.context() : nullptr;
            for (std::size_t i = 0; i < node.names.size(); ++i) {
                const auto* member = members ? members->find(node.names[i].name) : nullptr;
                slots[node.first_slot + i] = member ? *member : node.names[i].outer >= 0 ? slots[static_cast<std::size_t>(node.names[i].outer)] : Value();
            }
            auto after = node.first_slot + node.names.size();
            slots[after] = slots[after + 1] = item;
            write(node.nodes);
            if (out.size() > longest_output || evaluation.stopped()) break;
        }
        slots.resize(before);
    }
};

Template Template::compile(std::string_view source, const decision::Names& names, std::string& problem) {
    Template made;
    Reader reader{source, problem, made.reads_};
    made.nodes_ = reader.block(names, static_cast<std::uint32_t>(names.size()), "", 0);
    std::sort(made.reads_.begin(), made.reads_.end());
    made.reads_.erase(std::unique(made.reads_.begin(), made.reads_.end()), made.reads_.end());
    return made;
}

std::string Template::fill(decision::Evaluation& evaluation, std::vector<decision::Value>& slots, As as, view::Language language) const {
    Writer writer{evaluation, slots, as, language, {}};
    writer.write(nodes_);
    return std::move(writer.out);
}

}  // namespace raekoda::form
