// Small models for the tests of this room.
#pragma once
#include <string>
#include <vector>

namespace raekoda::decision::sample {

inline std::string model(const std::string& content, const std::string& name_space = "https://www.omg.org/spec/DMN/20230324/MODEL/") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"" + name_space + "\" name=\"Sample\" namespace=\"urn:sample\" id=\"sample\">\n" + content + "\n</definitions>\n";
}
inline std::string escaped(const std::string& text) {
    std::string out;
    for (char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
    return out;
}
inline std::string literal(const std::string& text, const std::string& type = {}) {
    return "<literalExpression" + (type.empty() ? "" : " typeRef=\"" + type + "\"") + "><text>" + escaped(text) + "</text></literalExpression>";
}
inline std::string input(const std::string& name, const std::string& type = {}) {
    return "<inputData name=\"" + name + "\" id=\"" + name + "\"><variable name=\"" + name + "\"" + (type.empty() ? "" : " typeRef=\"" + type + "\"") + "/></inputData>\n";
}
// `required`: ids of inputs with "i:", of decisions with "d:", of knowledge with "k:".
inline std::string decision(const std::string& name, std::initializer_list<std::string> required, const std::string& logic, const std::string& type = {}) {
    std::string out = "<decision name=\"" + name + "\" id=\"" + name + "\"><variable name=\"" + name + "\"" + (type.empty() ? "" : " typeRef=\"" + type + "\"") + "/>";
    for (auto& r : required) {
        auto id = r.substr(2);
        if (r[0] == 'i') out += "<informationRequirement><requiredInput href=\"#" + id + "\"/></informationRequirement>";
        if (r[0] == 'd') out += "<informationRequirement><requiredDecision href=\"#" + id + "\"/></informationRequirement>";
        if (r[0] == 'k') out += "<knowledgeRequirement><requiredKnowledge href=\"#" + id + "\"/></knowledgeRequirement>";
    }
    return out + logic + "</decision>\n";
}
struct Rule {
    std::vector<std::string> inputs, outputs;
    std::string annotation;
};
// `inputs`: expressions; `outputs`: names, or "name|allowed values|default".
inline std::string table(const std::string& attributes, std::initializer_list<std::string> inputs, std::initializer_list<std::string> outputs, const std::vector<Rule>& rules) {
    std::string out = "<decisionTable " + attributes + ">\n";
    for (auto& i : inputs) out += "<input label=\"" + i + "\"><inputExpression><text>" + escaped(i) + "</text></inputExpression></input>\n";
    for (auto& o : outputs) {
        auto first = o.find('|'), second = first == std::string::npos ? first : o.find('|', first + 1);
        out += "<output name=\"" + o.substr(0, first) + "\">";
        if (first != std::string::npos && second != first + 1) out += "<outputValues><text>" + escaped(o.substr(first + 1, second - first - 1)) + "</text></outputValues>";
        if (second != std::string::npos) out += "<defaultOutputEntry><text>" + escaped(o.substr(second + 1)) + "</text></defaultOutputEntry>";
        out += "</output>\n";
    }
    int number = 0;
    for (auto& r : rules) {
        out += "<rule id=\"r" + std::to_string(++number) + "\">";
        for (auto& i : r.inputs) out += "<inputEntry><text>" + escaped(i) + "</text></inputEntry>";
        for (auto& o : r.outputs) out += "<outputEntry><text>" + escaped(o) + "</text></outputEntry>";
        if (!r.annotation.empty()) out += "<annotationEntry><text>" + r.annotation + "</text></annotationEntry>";
        out += "</rule>\n";
    }
    return out + "</decisionTable>";
}

}  // namespace raekoda::decision::sample
