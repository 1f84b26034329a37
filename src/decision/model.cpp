#include "decision/model.h"

#include "decision/graph.h"
#include "decision/table_check.h"

namespace raekoda::decision {

Model::Model(std::shared_ptr<const Graph> graph) : graph_(std::move(graph)) {}
Model::~Model() = default;
const std::string& Model::name() const { return graph_->name; }
const std::string& Model::name_space() const { return graph_->name_space; }
int Model::version() const { return graph_->version; }
const std::vector<InputInfo>& Model::inputs() const { return graph_->inputs; }
const std::vector<DecisionInfo>& Model::decisions() const { return graph_->decisions; }
const std::vector<KnowledgeInfo>& Model::knowledge() const { return graph_->knowledge; }
const std::vector<ServiceInfo>& Model::services() const { return graph_->services; }
const std::vector<TableView>& Model::tables() const { return graph_->tables.views; }

namespace {
template <class Info>
std::optional<std::size_t> find(const std::vector<Info>& all, std::string_view name) {
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].name == name) return i;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].id.empty() && all[i].id == name) return i;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].import_name.empty() && all[i].import_name + "." + all[i].name == name) return i;
    return std::nullopt;
}
}  // namespace

std::optional<std::size_t> Model::find_decision(std::string_view name) const { return find(graph_->decisions, name); }
std::optional<std::size_t> Model::find_service(std::string_view name) const { return find(graph_->services, name); }
std::optional<std::size_t> Model::find_input(std::string_view name) const { return find(graph_->inputs, name); }

Value Model::function(std::string_view name) const {
    for (auto& node : graph_->nodes)
        if ((node.name == name || node.id == name) && node.function.is(Value::Kind::function)) return node.function;
    return {};
}

std::vector<Finding> Model::check_tables() const {
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < graph_->tables.programs.size(); ++i)
        if (auto& program = graph_->tables.programs[i]) check_table(*program, graph_->tables.views[i], findings);
    return findings;
}

std::string hit_policy_letter(HitPolicy policy, Aggregation aggregation) {
    static constexpr const char* letters[] = {"U", "F", "P", "A", "C", "R", "O"};
    static constexpr const char* aggregations[] = {"", "+", "#", "<", ">"};
    return std::string(letters[static_cast<int>(policy)]) + aggregations[static_cast<int>(aggregation)];
}

}  // namespace raekoda::decision
