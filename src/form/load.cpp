// From the two files to a form that can be evaluated: FEEL and texts compiled, values ordered.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "form/rules.h"
#include "form/schema.h"

namespace raekoda::form {
namespace {

std::set<std::string, std::less<>> identifiers(std::string_view feel) {
    auto sign = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    std::set<std::string, std::less<>> out;
    for (std::size_t i = 0; i < feel.size();) {
        std::size_t end = i;
        while (end < feel.size() && sign(feel[end])) ++end;
        if (end > i) out.emplace(feel.substr(i, end - i));
        i = end + 1;
    }
    return out;
}

Rule* rule_of(Rules& rules, std::string_view property) {
    if (property == "hide") return &rules.hide;
    if (property == "readonly") return &rules.readonly;
    if (property == "disabled") return &rules.disabled;
    if (property == "required") return &rules.required;
    if (property == "cosign") return &rules.cosign;
    if (property == "multiple") return &rules.multiple;
    if (property == "min") return &rules.minimum;
    if (property == "max") return &rules.maximum;
    if (property == "min_length") return &rules.min_length;
    if (property == "max_length") return &rules.max_length;
    if (property == "options") return &rules.options;
    if (property == "expression") return &rules.expression;
    if (property == "data_source") return &rules.data_source;
    if (property == "columns") return &rules.columns;
    if (property == "fact") return &rules.fact;
    return property == "check" ? &rules.check : nullptr;
}

// Whether FEEL that reads a name of several parts ("child" of child.home, child.chosen) reads this path: not when the name always stands with another
// part after it.
bool reads_path(std::string_view feel, const std::vector<std::string>& path) {
    auto sign = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    if (path.size() < 2) return true;
    for (auto at = feel.find(path[0]); at != std::string_view::npos; at = feel.find(path[0], at + 1)) {
        auto end = at + path[0].size();
        if ((at > 0 && (sign(feel[at - 1]) || feel[at - 1] == '.')) || (end < feel.size() && sign(feel[end]))) continue;  // part of another name
        if (end >= feel.size() || feel[end] != '.') return true;                                                       // the whole
        auto begin = end + 1, after = begin;
        while (after < feel.size() && sign(feel[after])) ++after;
        if (after == begin || feel.substr(begin, after - begin) == path[1]) return true;
    }
    return false;
}

}  // namespace

class Loader {
public:
    Loader(std::string_view form_json, std::string_view texts_json, const LoadOptions& options)
        : texts_(texts_json), form_text_(form_json), options_(options), schema_(form_json, loaded_.problems, options), form_(new Form) {}

    Loaded run() {
        if (!schema_.read(form_->components_, form_->id_)) return std::move(loaded_);
        read_translations(texts_, form_text_, form_->components_, schema_, form_->pages_, loaded_.problems);
        form_->inside_ = std::make_unique<Form::Inside>();
        inside().rules.resize(schema_.count);
        inside().scope_of.resize(schema_.count);
        inside().slot_of.resize(schema_.count);
        name_slots();
        compile_rules();
        for_all(form_->components_, [&](Component& c) { compile_words(c); });
        add_scope(nullptr, form_->components_);
        for_all(form_->components_, [&](Component& c) { check_component(c); });
        loaded_.form = form_;
        return std::move(loaded_);
    }

private:
    Form::Inside& inside() { return *form_->inside_; }
    Rules& rules(const Component& c) { return inside().rules[c.index]; }

    template <class F>
    void for_all(std::vector<Component>& components, const F& f) {
        for (auto& c : components) {
            f(c);
            for_all(c.children, f);
        }
    }

    // Names of FEEL: the scope's, the caller's, then the form's own.
    void name_slots() {
        auto& names = inside().names;
        for (const char* name : {"this", "parent", "i", "_this_", "_parent_", "_i_", "facts", "value"}) names.add(name);
        for (const auto& name : options_.context) names.add(name.name, name.type);
        inside().first_own_slot = static_cast<std::uint32_t>(names.size());
        name_own(form_->components_);
    }

    void name_own(const std::vector<Component>& components) {
        for (const auto& c : components) {
            if (c.type == Type::group) {
                name_own(c.children);
                continue;
            }
            if (c.path.empty()) continue;
            const auto& name = c.path[0];
            auto& own = inside().own_names;
            auto found = std::find(own.begin(), own.end(), name);
            if (found == own.end()) {
                bool taken = name == "facts" || name == "this" || name == "parent" || name == "i";
                for (const auto& given : options_.context) taken |= given.name == name;
                if (taken) schema_.problem(c.index, "\"" + name + "\" is a name with a meaning of its own here");
                inside().names.add(name);
                found = own.insert(own.end(), name);
            }
            inside().slot_of[c.index] = inside().first_own_slot + static_cast<std::uint32_t>(found - own.begin());
        }
    }

    // A field named like a function of FEEL hides it: sum(…) would be a value that is called.
    void check_hidden_functions(const Pending& one) {
        for (const auto& name : inside().own_names) {
            if (decision::builtin_function(name).is_null()) continue;
            for (auto at = one.feel.find(name); at != std::string::npos; at = one.feel.find(name, at + 1)) {
                bool begins = at == 0 || std::string_view(" (,[=+-*/{\n").find(one.feel[at - 1]) != std::string_view::npos;
                auto after = one.feel.find_first_not_of(' ', at + name.size());
                if (begins && after != std::string::npos && one.feel[after] == '(') return schema_.problem(one.place, "the field \"" + name + "\" hides the function " + name + "(): give the field another key");
            }
        }
    }

    void compile_rules() {
        for (auto& [index, constants] : schema_.constants)
            for (auto& [property, value] : constants)
                if (auto* rule = rule_of(inside().rules[index], property)) {
                    rule->constant = value;
                    rule->given = true;
                }
        for (const auto& one : schema_.pending) {
            auto* rule = rule_of(inside().rules[one.component], one.property);
            if (!rule) continue;
            rule->given = true;
            std::string feel = one.feel;
            if (one.place.ends_with("/valuesKey")) feel = key_expression(feel);
            check_hidden_functions(one);
            auto compiled = decision::compile(feel, inside().names);
            for (const auto& diagnostic : compiled.diagnostics) {
                schema_.problem(one.place, "FEEL " + std::to_string(diagnostic.place.row) + ":" + std::to_string(diagnostic.place.column) + ": " + diagnostic.text);
                break;
            }
            rule->expression = compiled.program;
            if (!compiled) continue;
            rule->reads.add(compiled->reads());
            inside().facts_read |= rule->reads.facts;
        }
        for (const auto& [index, pattern] : schema_.patterns) {
            std::string problem;
            inside().rules[index].pattern = javascript_pattern(pattern, problem);
            if (!problem.empty()) schema_.problem(index, "\"pattern\": " + problem);
        }
    }

    // Options by key come from the form's data, from the caller's context, or from what is known.
    std::string key_expression(const std::string& key) {
        auto first = key.substr(0, key.find('.'));
        for (const auto& entry : inside().names.entries())
            if (entry.name == first) return key;
        return "facts." + key;
    }

    void compile_words(const Component& c) {
        auto& made = rules(c);
        auto compile = [&](const LocalText& text, std::array<Template, 3>& in, const std::string& what) {
            for (auto language : view::all_languages) {
                std::string problem;
                in[static_cast<std::size_t>(language)] = Template::compile(text.in(language), inside().names, problem);
                if (!problem.empty()) schema_.problem(c.index, "\"" + what + "\" (" + std::string(view::code(language)) + "): " + problem);
            }
        };
        for (std::size_t i = 0; i < part_count; ++i) {
            const auto& text = c.texts[i];
            auto& words = made.words[i];
            words.given = !text.et.empty();
            if (!words.given) continue;
            compile(text, words.in, std::string(part_name(static_cast<Part>(i))));
            for (const auto& one : words.in) words.reads.add(one.reads());
            inside().facts_read |= words.reads.facts;
        }
        if (c.type != Type::html) return;
        for (auto language : view::all_languages)
            if (std::string problem; !is_plain_html(c.words(Part::content).in(language), problem)) schema_.problem(c.index, "\"content\": " + problem);
            else made.html_fine[static_cast<std::size_t>(language)] = true;
    }

    // ---- scopes and order

    struct Node {
        const Component* component;
        const Component* around;
        std::vector<std::size_t> after;
    };

    void collect(std::vector<Component>& components, const Component* around, Scope& scope, std::vector<Node>& nodes) {
        for (auto& c : components) {
            c.place = scope.places++;
            scope.parents.push_back(around);
            bool decided = c.type == Type::group || !c.path.empty();
            if (decided) nodes.push_back({&c, around, {}});
            if (c.type == Type::group) collect(c.children, &c, scope, nodes);
        }
    }

    // The rules that make a component's value; of a list also those of everything in it.
    void value_rules(const Component& c, std::vector<const Rule*>& out) {
        const auto& r = inside().rules[c.index];
        for (const Rule* rule : {&r.hide, &r.readonly, &r.disabled, &r.options, &r.expression, &r.fact})
            if (rule->expression) out.push_back(rule);
        if (c.type == Type::dynamiclist)
            for (const auto& child : c.children) inner_rules(child, out);
    }
    void inner_rules(const Component& c, std::vector<const Rule*>& out) {
        value_rules(c, out);
        if (c.type == Type::group)
            for (const auto& child : c.children) inner_rules(child, out);
    }

    bool depends(const Component& c, const Component& on, bool in_root, const std::vector<const Rule*>& own) {
        if (on.path.empty() || on.type == Type::group) return false;
        for (const Rule* rule : own) {
            const auto& reads = rule->expression->reads();
            if (in_root && std::binary_search(reads.begin(), reads.end(), inside().slot_of[on.index]) && reads_path(rule->expression->text(), on.path)) return true;
            // Through `this` or `parent`: whoever's name stands in the text.
            bool through = std::any_of(reads.begin(), reads.end(), [](auto slot) { return slot <= slot_i_ && slot != slot_i && slot != slot_i_; });
            if (through && identifiers(rule->expression->text()).count(on.path.back())) return true;
        }
        (void)c;
        return false;
    }

    void add_scope(const Component* list, std::vector<Component>& components) {
        auto position = inside().scopes.size();
        inside().scopes.emplace_back();
        Scope scope;
        scope.list = list;
        std::vector<Node> nodes;
        collect(components, nullptr, scope, nodes);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            std::vector<const Rule*> own;
            value_rules(*nodes[i].component, own);
            for (std::size_t j = 0; j < nodes.size(); ++j)
                if (i != j && (nodes[j].component == nodes[i].around || depends(*nodes[i].component, *nodes[j].component, !list, own))) nodes[i].after.push_back(j);
        }
        sort_nodes(nodes, scope);
        if (list) {
            std::vector<const Rule*> all;
            value_rules(*list, all);
            for (const auto* rule : all) {
                const auto& reads = rule->expression->reads();
                scope.reads_itself |= inside().slot_of[list->index] >= first_free_slot && std::binary_search(reads.begin(), reads.end(), inside().slot_of[list->index]);
            }
            inside().scope_of[list->index] = position;
        }
        inside().scopes[position] = std::move(scope);
        add_lists(components);
    }

    void add_lists(std::vector<Component>& components) {
        for (auto& c : components) {
            if (c.type == Type::dynamiclist) add_scope(&c, c.children);
            if (c.type == Type::group) add_lists(c.children);
        }
    }

    // Earliest in the file first, among those whose needs are met; a circle is a problem and goes on in the order of the file.
    void sort_nodes(const std::vector<Node>& nodes, Scope& scope) {
        std::vector<char> done(nodes.size());
        bool told = false;
        for (std::size_t left = nodes.size(); left > 0; --left) {
            std::size_t next = nodes.size(), first = nodes.size();
            for (std::size_t i = 0; i < nodes.size() && next == nodes.size(); ++i) {
                if (done[i]) continue;
                if (first == nodes.size()) first = i;
                if (std::all_of(nodes[i].after.begin(), nodes[i].after.end(), [&](auto j) { return done[j] != 0; })) next = i;
            }
            if (next == nodes.size()) {
                next = first;
                if (!told) schema_.problem(nodes[next].component->index, "this depends on itself, by way of others: \"" + nodes[next].component->id + "\"");
                told = true;
            }
            done[next] = 1;
            scope.order.push_back(nodes[next].component);
        }
    }

    void check_component(const Component& c) {
        const auto& r = rules(c);
        if (r.readonly.constant.is_true() && r.required.constant.is_true() && c.fact.empty() && !c.has_default)
            schema_.problem(c.index, "required and readonly without a value: nobody could ever answer it");
        if (!c.fact.empty() && c.type != Type::dynamiclist && c.purpose.empty() && !in_fact_list(c))
            schema_.problem(c.index, "a fact is used for a purpose: \"purpose\" is missing");
        if (!c.fact.empty() && !in_fact_list(c)) {
            auto& needs = form_->needs_;
            if (std::none_of(needs.begin(), needs.end(), [&](const auto& n) { return n.fact == c.fact && n.purpose == c.purpose; })) needs.push_back({c.fact, c.purpose});
        }
        auto bounds = [&](const Rule& rule, const char* what, bool whole) {
            if (!rule.given || rule.expression) return;
            if (!rule.constant.is(Value::Kind::number) || (whole && (!rule.constant.number().integer() || rule.constant.number().negative())))
                schema_.problem(c.index, std::string("\"") + what + "\" is a number" + (whole ? " of characters" : ""));
        };
        bounds(r.minimum, "min", false);
        bounds(r.maximum, "max", false);
        bounds(r.min_length, "minLength", true);
        bounds(r.max_length, "maxLength", true);
    }

    bool in_fact_list(const Component& c) {
        for (const auto& scope : inside().scopes)
            if (scope.list && !scope.list->fact.empty() && std::find(scope.order.begin(), scope.order.end(), &c) != scope.order.end()) return true;
        return false;
    }

    Loaded loaded_;
    std::string_view texts_, form_text_;
    const LoadOptions& options_;
    SchemaReader schema_;
    std::shared_ptr<Form> form_;
};

Form::Form() = default;
Form::~Form() = default;

std::size_t Form::page_of(std::string_view id) const {
    return static_cast<std::size_t>(std::find_if(pages_.begin(), pages_.end(), [&](const Page& p) { return p.id == id; }) - pages_.begin());
}

Loaded Form::load(std::string_view form_json, std::string_view texts_json, const LoadOptions& options) { return Loader(form_json, texts_json, options).run(); }

}  // namespace raekoda::form
