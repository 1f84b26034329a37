// The decision requirements diagram (DMN 1.5 §6): the answer above, what it needs below, arrows from what is needed to who needs it.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "doors/site/model_view.h"

namespace raekoda::doors::site {

namespace {

constexpr std::size_t most_drawn = 40, most_lines = 3, line_length = 19;  // code points
constexpr int node_width = 168, node_height = 72, gap_x = 24, gap_y = 44, margin = 8, line_height = 18;

struct Node {
    std::string name, kind;
    std::vector<std::size_t> needs;
    int level = 0;  // 0: needs nothing
    double place = 0;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (auto word : split(text, ' ')) {
        if (!lines.empty() && code_point_count(lines.back()) + 1 + code_point_count(word) <= line_length) lines.back() += " " + std::string(word);
        else if (lines.size() < most_lines) lines.push_back(first_code_points(word, line_length));
        else if (!lines.back().ends_with("…")) lines.back() = first_code_points(lines.back(), line_length - 1) + "…";
    }
    return lines;
}

std::vector<Node> nodes_of(const services::DecisionModel& model, view::Language language) {
    std::vector<Node> nodes;
    const auto& m = *model.model;
    const auto inputs = m.inputs().size(), knowledge = m.knowledge().size();
    for (const auto& input : m.inputs()) {
        if (input.name == parameters_input) nodes.push_back({view::text(language, "decision_page.parameters"), "parameters", {}});
        else nodes.push_back({label_of(model.inputs, input.name, language), "input", {}});
    }
    for (const auto& function : m.knowledge()) {
        nodes.push_back({function.name, "function", {}});
        for (auto other : function.requires_knowledge) nodes.back().needs.push_back(inputs + other);
    }
    for (const auto& decision : m.decisions()) {
        nodes.push_back({label_of(model.decisions, decision.name, language), "decision", {}});
        for (auto i : decision.requires_inputs) nodes.back().needs.push_back(i);
        for (auto i : decision.requires_knowledge) nodes.back().needs.push_back(inputs + i);
        for (auto i : decision.requires_decisions) nodes.back().needs.push_back(inputs + knowledge + i);
    }
    return nodes;
}

// Levels by the longest way down; what nothing needs more of stands just below its nearest user.
void set_levels(std::vector<Node>& nodes) {
    for (std::size_t turn = 0; turn < nodes.size(); ++turn)  // a broken model may have circles: so many turns and no more
        for (auto& node : nodes)
            for (auto need : node.needs) node.level = std::min(static_cast<int>(nodes.size()), std::max(node.level, nodes[need].level + 1));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].kind == "decision") continue;
        int nearest = static_cast<int>(nodes.size()) + 1;
        for (const auto& user : nodes)
            if (std::find(user.needs.begin(), user.needs.end(), i) != user.needs.end()) nearest = std::min(nearest, user.level);
        if (nearest <= static_cast<int>(nodes.size())) nodes[i].level = std::max(nodes[i].level, nearest - 1);
    }
}

}  // namespace

Drawing drawing_of(const services::DecisionModel& model, view::Language language) {
    Drawing drawing;
    auto nodes = nodes_of(model, language);
    if (nodes.empty() || nodes.size() > most_drawn || model.model->decisions().empty()) return drawing;
    set_levels(nodes);
    std::map<int, std::vector<std::size_t>, std::greater<>> levels;  // from above
    for (std::size_t i = 0; i < nodes.size(); ++i) levels[nodes[i].level].push_back(i);
    std::size_t widest = 0;
    for (auto& [level, members] : levels) widest = std::max(widest, members.size());
    auto spread = [&](std::vector<std::size_t>& members) {
        for (std::size_t k = 0; k < members.size(); ++k) nodes[members[k]].place = (static_cast<double>(k) + 0.5) * static_cast<double>(widest) / static_cast<double>(members.size());
    };
    for (auto& [level, members] : levels) spread(members);
    // Below those who need it, as far as there is room: fewer arrows cross.
    for (auto& [level, members] : levels) {
        std::map<std::size_t, double> wanted;
        for (auto i : members) {
            double sum = 0;
            int users = 0;
            for (const auto& user : nodes)
                if (std::find(user.needs.begin(), user.needs.end(), i) != user.needs.end()) sum += user.place, ++users;
            wanted[i] = users ? sum / users : nodes[i].place;
        }
        std::stable_sort(members.begin(), members.end(), [&](auto a, auto b) { return wanted[a] < wanted[b]; });
        spread(members);
    }
    drawing.width = static_cast<int>(widest) * (node_width + gap_x) - gap_x + 2 * margin;
    drawing.height = static_cast<int>(levels.size()) * (node_height + gap_y) - gap_y + 2 * margin;
    std::vector<DrawnNode> drawn(nodes.size());
    int y = margin;
    for (auto& [level, members] : levels) {
        for (auto i : members) {
            auto& to = drawn[i];
            int centre = margin + static_cast<int>(nodes[i].place * (node_width + gap_x)) - gap_x / 2;
            to = {centre - node_width / 2, y, node_width, node_height, nodes[i].kind, nodes[i].name, {}, {}};
            auto lines = lines_of(nodes[i].name);
            int first = y + node_height / 2 - (static_cast<int>(lines.size()) - 1) * line_height / 2 + 5;
            for (std::size_t k = 0; k < lines.size(); ++k) to.lines.push_back({centre, first + static_cast<int>(k) * line_height, lines[k]});
        }
        y += node_height + gap_y;
    }
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (auto need : nodes[i].needs) {
            const auto &from = drawn[need], &to = drawn[i];
            int x1 = from.x + node_width / 2, x2 = to.x + node_width / 2, y1 = from.y, y2 = to.y + node_height + 6, bend = (y1 - y2) / 2;
            drawing.edges.push_back({"M" + std::to_string(x1) + " " + std::to_string(y1) + " C" + std::to_string(x1) + " " + std::to_string(y1 - bend) + " " + std::to_string(x2) + " " +
                                         std::to_string(y2 + bend) + " " + std::to_string(x2) + " " + std::to_string(y2),
                                     nodes[need].kind});
        }
    drawing.nodes = std::move(drawn);
    return drawing;
}

}  // namespace raekoda::doors::site
