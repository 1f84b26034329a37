// One dated version of a rule table: a DMN model in which the first rule that fits decides. Inside of the room.
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decision/model.h"
#include "services/catalogue_files.h"

namespace raekoda::services {

// What a rule says when it decides. Its conditions are the model's; `id` is what its output "rule" says.
struct Rule {
    std::string id;
    LocalText note;
    std::string team, answer;
    bool contractor = false;
    Limit limit;
    int line = 0;
};

class RuleTable {
public:
    Period period;
    std::string file;
    std::vector<Rule> rules;

    // Takes the model into use, once the rules are there. Its inputs that are no facts of a report are left empty.
    void use(std::shared_ptr<const decision::Model>, std::size_t decision, std::vector<std::string> answer_codes);
    const std::shared_ptr<const decision::Model>& model() const { return model_; }
    // The rule that decides; nullptr when none fits. By many threads at once.
    const Rule* decide(const RoutingFacts&) const;

private:
    // A session evaluates for one thread at a time; those that nobody needs wait here.
    struct Waiting {
        std::mutex mutex;
        std::vector<std::unique_ptr<decision::Session>> sessions;
    };

    std::shared_ptr<const decision::Model> model_;
    std::size_t decision_ = 0;
    std::optional<std::size_t> kind_, areas_, district_, street_class_, month_, weekday_, time_, answers_;
    std::vector<std::pair<std::string, decision::Value>> answer_codes_;  // and the same as a value
    std::unordered_map<std::string_view, const Rule*> by_id_;
    std::unique_ptr<Waiting> waiting_ = std::make_unique<Waiting>();
};

}  // namespace raekoda::services
