#include "decision/source.h"

#include <algorithm>

#include "base/text.h"

namespace raekoda::decision {

std::string text_of(const ModelProblem& problem) {
    std::string s = problem.place.model.empty() ? "model" : problem.place.model;
    if (problem.place.row > 0) s += ":" + std::to_string(problem.place.row) + ":" + std::to_string(problem.place.column);
    s += problem.severity == Severity::error ? ": error: " : ": warning: ";
    s += problem.words + " [" + problem.code + "]";
    if (!problem.place.name.empty()) s += " (in '" + problem.place.name + "')";
    return s;
}

bool has_errors(const ModelProblems& problems) {
    return std::any_of(problems.begin(), problems.end(), [](const ModelProblem& p) { return p.severity == Severity::error; });
}

}  // namespace raekoda::decision

namespace raekoda::decision::source {

namespace {

struct Version {
    std::string_view name_space;
    int version;
};
constexpr Version versions[] = {
    {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", 11},
    {"http://www.omg.org/spec/DMN/20180521/MODEL/", 12},
    {"https://www.omg.org/spec/DMN/20191111/MODEL/", 13},
    {"https://www.omg.org/spec/DMN/20211108/MODEL/", 14},
    {"https://www.omg.org/spec/DMN/20230324/MODEL/", 15},
};
constexpr std::string_view feel_spaces[] = {
    "http://www.omg.org/spec/FEEL/20140401",       "http://www.omg.org/spec/DMN/20180521/FEEL/",  "https://www.omg.org/spec/DMN/20191111/FEEL/",
    "https://www.omg.org/spec/DMN/20211108/FEEL/", "https://www.omg.org/spec/DMN/20230324/FEEL/",
};

// Names: white space as one space (DMN 1.5 §10.3.1.3).
std::string name_text(std::string_view raw) {
    std::string out;
    for (char c : raw) {
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

class Reader {
public:
    Reader(Definitions& d, ModelProblems& problems) : d_(d), problems_(problems) {}

    bool definitions(pugi::xml_node root) {
        if (local_name(root) != "definitions") {
            problem("not_a_model", "the file's first element is <" + std::string(root.name()) + ">, not <definitions> of DMN", root);
            return false;
        }
        auto space = namespace_of(root);
        for (auto& v : versions)
            if (v.name_space == space) d_.version = v.version;
        if (!d_.version) {
            problem("wrong_namespace", "the namespace '" + space + "' is not that of DMN 1.1, 1.2, 1.3, 1.4 or 1.5", root, {{"namespace", space}});
            return false;
        }
        space_ = space;
        d_.name = name_text(root.attribute("name").value());
        d_.id = root.attribute("id").value();
        d_.name_space = root.attribute("namespace").value();
        d_.expression_language = root.attribute("expressionLanguage").value();
        if (d_.name_space.empty()) problem("missing_attribute", "definitions have no namespace attribute", root, {{"attribute", "namespace"}});
        language(d_.expression_language, root);
        for (auto child : root.children()) {
            if (!ours(child)) continue;
            auto name = local_name(child);
            if (name == "import") import(child);
            else if (name == "itemDefinition") d_.items.push_back(item(child, true));
            else if (name == "decision") decision(child);
            else if (name == "inputData") input_data(child);
            else if (name == "businessKnowledgeModel") knowledge_model(child);
            else if (name == "decisionService") service(child);
            else if (name == "knowledgeSource") d_.nodes.push_back(node(child, NodeKind::knowledge_source));
            else if (name != "description" && name != "extensionElements" && name != "elementCollection" && name != "performanceIndicator" &&
                     name != "organizationUnit" && name != "textAnnotation" && name != "association" && name != "group")
                problem("unknown_element", "unknown element <" + std::string(child.name()) + ">", child, {}, Severity::warning);
        }
        return true;
    }

private:
    void problem(const char* code, std::string words, pugi::xml_node at, std::map<std::string, std::string> arguments = {}, Severity severity = Severity::error) {
        std::string id, name;
        for (auto n = at; n && (id.empty() || name.empty()); n = n.parent()) {
            if (id.empty()) id = n.attribute("id").value();
            if (name.empty() && local_name(n) != "definitions") name = n.attribute("name").value();
        }
        problems_.push_back({severity, code, std::move(words), std::move(arguments), d_.place(at.offset_debug(), id, name)});
    }
    bool ours(pugi::xml_node n) {
        if (n.type() != pugi::node_element) return false;
        std::string_view name = n.name();
        // Siblings mostly share prefix and parent: the walk up is made once for them.
        auto prefix = name.substr(0, name.find(':') == std::string_view::npos ? 0 : name.find(':'));
        bool declares = false;
        for (auto a : n.attributes())
            if (std::string_view(a.name()).starts_with("xmlns")) declares = true;
        if (declares || n.parent() != cached_parent_ || prefix != cached_prefix_) {
            cached_space_ = namespace_of(n);
            cached_parent_ = declares ? pugi::xml_node() : n.parent();
            cached_prefix_ = prefix;
        }
        auto& space = cached_space_;
        if (space == space_) return true;
        for (auto& v : versions)
            if (v.name_space == space) {
                problem("wrong_namespace", "<" + std::string(name) + "> is of another version of DMN than the model", n, {{"namespace", space}});
                return false;
            }
        return false;
    }
    pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
        for (auto n : parent.children())
            if (n.type() == pugi::node_element && local_name(n) == name && ours(n)) return n;
        return {};
    }
    // What an element of type text holds: <text> in it.
    Text text_in(pugi::xml_node n) {
        if (!n) return {};
        auto t = child(n, "text");
        if (!t) return {};
        auto read = text_of_element(t);
        return {std::move(read.text), read.offset < 0 ? t.offset_debug() : read.offset};
    }
    std::string type_name(pugi::xml_node at, std::string_view raw) {
        auto name = name_text(raw);
        auto colon = name.find(':');
        if (colon == std::string::npos) return name;
        // QNames (DMN 1.1, or by habit): a prefix of FEEL or of this model says nothing; of an import, it is the import's name.
        auto space = namespace_of_prefix(at, name.substr(0, colon));
        auto rest = name.substr(colon + 1);
        for (auto feel : feel_spaces)
            if (feel == space) return rest;
        if (space.empty()) {
            auto prefix = name.substr(0, colon);
            if (prefix == "feel") return rest;
            for (auto& import : d_.imports)
                if (import.name == prefix) return prefix + "." + rest;
            return name;
        }
        if (space == d_.name_space) return rest;
        for (auto& import : d_.imports)
            if (import.name_space == space) return import.name.empty() ? rest : import.name + "." + rest;
        return rest;
    }
    std::string type_of(pugi::xml_node n) {
        if (auto a = n.attribute("typeRef")) return type_name(n, a.value());
        if (auto c = child(n, "typeRef")) return type_name(c, text_of_element(c).text);
        return {};
    }
    void language(std::string_view uri, pugi::xml_node at) {
        if (uri.empty()) return;
        for (auto feel : feel_spaces)
            if (feel == uri) return;
        auto lower = ascii_lower(uri);
        if (lower == "feel" || lower.find("/feel") != std::string::npos) return;
        problem("unknown_language", "the expression language '" + std::string(uri) + "' is not FEEL", at, {{"language", std::string(uri)}});
    }
    Variable variable(pugi::xml_node n) {
        return {name_text(n.attribute("name").value()), type_of(n), n.attribute("id").value(), n.offset_debug()};
    }
    void import(pugi::xml_node n) {
        Import i{name_text(n.attribute("name").value()), n.attribute("namespace").value(), n.attribute("locationURI").value(), n.attribute("importType").value(), n.offset_debug()};
        bool model = false;
        for (auto& v : versions)
            if (v.name_space == i.type) model = true;
        if (!model) {
            problem("import_type", "imports of type '" + i.type + "' are not read; only DMN models are", n, {{"type", i.type}});
            return;
        }
        d_.imports.push_back(std::move(i));
    }
    ItemDefinition item(pugi::xml_node n, bool top) {
        ItemDefinition d;
        d.name = name_text(n.attribute("name").value());
        d.id = n.attribute("id").value();
        d.offset = n.offset_debug();
        d.is_collection = n.attribute("isCollection").as_bool();
        d.type_ref = type_of(n);
        d.allowed_values = text_in(child(n, "allowedValues"));
        d.type_constraint = text_in(child(n, "typeConstraint"));
        for (auto c : n.children()) {
            if (!ours(c)) continue;
            if (local_name(c) == "itemComponent") d.components.push_back(item(c, false));
            if (local_name(c) == "functionItem") {
                d.is_function = true;
                if (auto a = c.attribute("outputTypeRef")) d.function_output = type_name(c, a.value());
                for (auto p : c.children())
                    if (ours(p) && local_name(p) == "parameters") d.function_parameters.push_back(variable(p));
            }
        }
        if (d.name.empty()) problem("missing_attribute", top ? "an item definition has no name" : "an item component has no name", n, {{"attribute", "name"}});
        return d;
    }
    Node node(pugi::xml_node n, NodeKind kind) {
        Node node;
        node.kind = kind;
        node.id = n.attribute("id").value();
        node.name = name_text(n.attribute("name").value());
        node.offset = n.offset_debug();
        node.description = text_of_element(child(n, "description")).text;
        node.question = text_of_element(child(n, "question")).text;
        node.allowed_answers = text_of_element(child(n, "allowedAnswers")).text;
        if (auto v = child(n, "variable")) node.variable = variable(v);
        if (node.variable.name.empty()) node.variable.name = node.name;
        if (kind != NodeKind::knowledge_source && node.name.empty()) problem("missing_attribute", "<" + std::string(n.name()) + "> has no name", n, {{"attribute", "name"}});
        for (auto c : n.children()) {
            if (!ours(c)) continue;
            for (auto r : c.children()) {
                if (!ours(r)) continue;
                auto name = local_name(r);
                Reference reference{r.attribute("href").value(), r.offset_debug()};
                if (name == "requiredInput") node.requires_inputs.push_back(reference);
                else if (name == "requiredDecision") node.requires_decisions.push_back(reference);
                else if (name == "requiredKnowledge") node.requires_knowledge.push_back(reference);
            }
        }
        return node;
    }
    void input_data(pugi::xml_node n) { d_.nodes.push_back(node(n, NodeKind::input_data)); }
    void decision(pugi::xml_node n) {
        auto d = node(n, NodeKind::decision);
        d.expression = only_expression(n);
        d_.nodes.push_back(std::move(d));
    }
    void knowledge_model(pugi::xml_node n) {
        auto k = node(n, NodeKind::knowledge_model);
        if (auto logic = child(n, "encapsulatedLogic")) k.expression = function(logic);
        d_.nodes.push_back(std::move(k));
    }
    void service(pugi::xml_node n) {
        auto s = node(n, NodeKind::service);
        for (auto c : n.children()) {
            if (!ours(c)) continue;
            auto name = local_name(c);
            Reference reference{c.attribute("href").value(), c.offset_debug()};
            if (name == "outputDecision") s.output_decisions.push_back(reference);
            else if (name == "encapsulatedDecision") s.encapsulated_decisions.push_back(reference);
            else if (name == "inputDecision") s.input_decisions.push_back(reference);
            else if (name == "inputData") s.input_data.push_back(reference);
        }
        d_.nodes.push_back(std::move(s));
    }

    static bool is_expression(std::string_view name) {
        static constexpr std::string_view names[] = {"literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition",
                                                     "conditional", "filter", "for", "some", "every"};
        return std::find(std::begin(names), std::end(names), name) != std::end(names);
    }
    std::vector<Expression> expressions(pugi::xml_node parent) {
        std::vector<Expression> found;
        for (auto c : parent.children())
            if (c.type() == pugi::node_element && is_expression(local_name(c)) && ours(c)) found.push_back(expression(c));
        return found;
    }
    Expression only_expression(pugi::xml_node parent) {
        auto found = expressions(parent);
        if (found.size() > 1) problem("many_expressions", "more than one expression where one is meant", parent);
        return found.empty() ? Expression{} : std::move(found.front());
    }
    Expression part(pugi::xml_node parent, const char* name) {
        auto n = child(parent, name);
        auto e = n ? only_expression(n) : Expression{};
        if (e.kind == Kind::none) problem("missing_expression", std::string("<") + parent.name() + "> has no <" + name + ">", parent, {{"element", name}});
        return e;
    }
    Expression function(pugi::xml_node n) {
        Expression e;
        start(e, n, Kind::function);
        std::string_view kind = n.attribute("kind").value();
        e.function = kind.empty() || kind == "FEEL" ? FunctionKind::feel : kind == "Java" ? FunctionKind::java : kind == "PMML" ? FunctionKind::pmml : FunctionKind::unknown;
        if (e.function != FunctionKind::feel)
            problem("external_function", "external functions (" + std::string(kind) + ") are refused: a model may run no foreign code", n, {{"kind", std::string(kind)}});
        for (auto c : n.children())
            if (ours(c) && local_name(c) == "formalParameter") e.names.push_back(variable(c));
        e.children.push_back(only_expression(n));
        return e;
    }
    void start(Expression& e, pugi::xml_node n, Kind kind) {
        e.kind = kind;
        e.id = n.attribute("id").value();
        e.offset = n.offset_debug();
        e.type_ref = type_of(n);
        e.language = n.attribute("expressionLanguage").value();
        language(e.language, n);
    }
    Expression literal(pugi::xml_node n) {
        Expression e;
        start(e, n, Kind::literal);
        e.text = text_in(n);
        if (child(n, "importedValues")) problem("import_type", "imported values are not read", n);
        return e;
    }
    Expression expression(pugi::xml_node n) {
        auto name = local_name(n);
        Expression e;
        if (name == "literalExpression") return literal(n);
        if (name == "functionDefinition") return function(n);
        if (name == "decisionTable") {
            start(e, n, Kind::table);
            e.table = table(n);
        } else if (name == "context") {
            start(e, n, Kind::context);
            for (auto c : n.children()) {
                if (!ours(c) || local_name(c) != "contextEntry") continue;
                auto v = child(c, "variable");
                Variable entry = v ? variable(v) : Variable{};
                if (!v) entry.offset = c.offset_debug();
                e.names.push_back(std::move(entry));
                e.children.push_back(only_expression(c));
            }
        } else if (name == "list") {
            start(e, n, Kind::list);
            e.children = expressions(n);
        } else if (name == "relation") {
            start(e, n, Kind::relation);
            for (auto c : n.children()) {
                if (!ours(c)) continue;
                if (local_name(c) == "column") e.names.push_back(variable(c));
                if (local_name(c) != "row") continue;
                auto cells = expressions(c);
                if (cells.size() != e.names.size())
                    problem("relation_row", "a row of the relation has " + std::to_string(cells.size()) + " cells for " + std::to_string(e.names.size()) + " columns", c);
                cells.resize(e.names.size());
                for (auto& cell : cells) e.children.push_back(std::move(cell));
            }
        } else if (name == "invocation") {
            start(e, n, Kind::invocation);
            e.children.push_back(only_expression(n));
            for (auto c : n.children()) {
                if (!ours(c) || local_name(c) != "binding") continue;
                auto p = child(c, "parameter");
                e.names.push_back(p ? variable(p) : Variable{});
                e.children.push_back(only_expression(c));
            }
        } else if (name == "conditional") {
            start(e, n, Kind::conditional);
            for (auto* which : {"if", "then", "else"}) e.children.push_back(part(n, which));
        } else if (name == "filter") {
            start(e, n, Kind::filter);
            for (auto* which : {"in", "match"}) e.children.push_back(part(n, which));
        } else {
            start(e, n, name == "for" ? Kind::iterator_for : name == "some" ? Kind::iterator_some : Kind::iterator_every);
            e.iterator = name_text(n.attribute("iteratorVariable").value());
            if (e.iterator.empty()) problem("missing_attribute", "the iterator has no iteratorVariable", n, {{"attribute", "iteratorVariable"}});
            e.children.push_back(part(n, "in"));
            e.children.push_back(part(n, name == "for" ? "return" : "satisfies"));
        }
        return e;
    }
    std::unique_ptr<Table> table(pugi::xml_node n) {
        auto t = std::make_unique<Table>();
        std::string_view policy = n.attribute("hitPolicy").value(), aggregation = n.attribute("aggregation").value();
        static constexpr std::pair<std::string_view, HitPolicy> policies[] = {
            {"", HitPolicy::unique}, {"UNIQUE", HitPolicy::unique}, {"FIRST", HitPolicy::first}, {"PRIORITY", HitPolicy::priority}, {"ANY", HitPolicy::any},
            {"COLLECT", HitPolicy::collect}, {"RULE ORDER", HitPolicy::rule_order}, {"OUTPUT ORDER", HitPolicy::output_order},
        };
        static constexpr std::pair<std::string_view, Aggregation> aggregations[] = {
            {"", Aggregation::none}, {"SUM", Aggregation::sum}, {"COUNT", Aggregation::count}, {"MIN", Aggregation::min}, {"MAX", Aggregation::max},
        };
        bool known = false;
        for (auto& [text, value] : policies)
            if (text == policy) t->hit_policy = value, known = true;
        if (!known) problem("unknown_hit_policy", "unknown hit policy '" + std::string(policy) + "'", n, {{"hit_policy", std::string(policy)}});
        known = false;
        for (auto& [text, value] : aggregations)
            if (text == aggregation) t->aggregation = value, known = true;
        if (!known) problem("unknown_hit_policy", "unknown aggregation '" + std::string(aggregation) + "'", n, {{"hit_policy", std::string(aggregation)}});
        if (t->aggregation != Aggregation::none && t->hit_policy != HitPolicy::collect)
            problem("unknown_hit_policy", "an aggregation goes only with the hit policy COLLECT", n, {{"hit_policy", std::string(policy)}});
        t->rules_as_columns = std::string_view(n.attribute("preferredOrientation").value()) == "Rule-as-Column";
        t->output_label = n.attribute("outputLabel").value();
        for (auto c : n.children()) {
            if (!ours(c)) continue;
            auto name = local_name(c);
            if (name == "input") {
                TableInput input;
                input.id = c.attribute("id").value();
                input.label = c.attribute("label").value();
                input.offset = c.offset_debug();
                if (auto e = child(c, "inputExpression")) {
                    input.expression = text_in(e);
                    input.type_ref = type_of(e);
                    language(e.attribute("expressionLanguage").value(), e);
                }
                if (input.expression.empty()) problem("missing_expression", "an input of the table has no expression", c, {{"element", "inputExpression"}});
                input.values = text_in(child(c, "inputValues"));
                t->inputs.push_back(std::move(input));
            } else if (name == "output") {
                TableOutput output;
                output.id = c.attribute("id").value();
                output.name = name_text(c.attribute("name").value());
                output.label = c.attribute("label").value();
                output.type_ref = type_of(c);
                output.offset = c.offset_debug();
                output.values = text_in(child(c, "outputValues"));
                if (auto e = child(c, "defaultOutputEntry")) output.default_entry = literal(e);
                t->outputs.push_back(std::move(output));
            } else if (name == "annotation") {
                t->annotations.push_back(c.attribute("name").value());
            } else if (name == "rule") {
                t->rules.push_back(rule(c, *t));
            }
        }
        if (t->outputs.empty()) problem("missing_element", "the table has no output", n, {{"element", "output"}});
        if (t->outputs.size() > 1)
            for (auto& output : t->outputs)
                if (output.name.empty()) problem("missing_attribute", "with several outputs, each needs a name", n, {{"attribute", "name"}});
        return t;
    }
    TableRule rule(pugi::xml_node n, const Table& t) {
        TableRule r;
        r.id = n.attribute("id").value();
        r.offset = n.offset_debug();
        r.description = text_of_element(child(n, "description")).text;
        for (auto c : n.children()) {
            if (!ours(c)) continue;
            auto name = local_name(c);
            if (name == "inputEntry") {
                auto entry = text_in(c);
                if (entry.offset < 0) entry.offset = c.offset_debug();
                r.inputs.push_back(std::move(entry));
                language(c.attribute("expressionLanguage").value(), c);
            } else if (name == "outputEntry") {
                r.outputs.push_back(literal(c));
            } else if (name == "annotationEntry") {
                r.annotations.push_back(text_in(c).text);
            }
        }
        if (r.inputs.size() != t.inputs.size())
            problem("rule_cells", "the rule has " + std::to_string(r.inputs.size()) + " input entries for " + std::to_string(t.inputs.size()) + " inputs", n);
        if (r.outputs.size() != t.outputs.size())
            problem("rule_cells", "the rule has " + std::to_string(r.outputs.size()) + " output entries for " + std::to_string(t.outputs.size()) + " outputs", n);
        r.sound = r.inputs.size() == t.inputs.size() && r.outputs.size() == t.outputs.size();
        r.inputs.resize(t.inputs.size());
        r.outputs.resize(t.outputs.size());
        return r;
    }

    Definitions& d_;
    ModelProblems& problems_;
    std::string space_;
    pugi::xml_node cached_parent_;
    std::string cached_prefix_, cached_space_;
};

}  // namespace

Place Definitions::place(std::ptrdiff_t offset, std::string_view id, std::string_view name) const {
    auto spot = document ? document->spot(offset) : XmlDocument::Spot{};
    return {file.empty() ? this->name : file, std::string(id), std::string(name), static_cast<std::uint32_t>(spot.row), static_cast<std::uint32_t>(spot.column)};
}

Place Definitions::place_in(const Text& text, std::size_t position, std::string_view id, std::string_view name) const {
    auto spot = document ? document->spot_in_text(text.offset, position) : XmlDocument::Spot{};
    return {file.empty() ? this->name : file, std::string(id), std::string(name), static_cast<std::uint32_t>(spot.row), static_cast<std::uint32_t>(spot.column)};
}

std::shared_ptr<Definitions> read(std::string_view xml, std::string_view file, const XmlLimits& limits, ModelProblems& problems) {
    auto d = std::make_shared<Definitions>();
    d->file = file;
    d->document = std::make_shared<XmlDocument>();
    auto before = problems.size();
    bool good = d->document->read(xml, limits, problems);
    for (auto i = before; i < problems.size(); ++i) problems[i].place.model = file;
    if (!good || !Reader(*d, problems).definitions(d->document->root())) return nullptr;
    return d;
}

}  // namespace raekoda::decision::source
