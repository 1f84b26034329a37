#include "services/routing_table.h"

namespace raekoda::services {

namespace {

decision::Value texts(const std::vector<std::string>& list) {
    std::vector<decision::Value> values(list.begin(), list.end());
    return decision::Value::list(std::move(values));
}

}  // namespace

void RuleTable::use(std::shared_ptr<const decision::Model> model, std::size_t decision, std::vector<std::string> answer_codes) {
    model_ = std::move(model);
    decision_ = decision;
    auto input = [&](std::string_view name) { return model_->find_input(name); };
    kind_ = input("kind"), areas_ = input("areas"), district_ = input("district"), street_class_ = input("street_class");
    month_ = input("month"), weekday_ = input("weekday"), time_ = input("time"), answers_ = input("answers");
    for (const auto& rule : rules) by_id_.emplace(rule.id, &rule);
    for (auto& code : answer_codes) answer_codes_.emplace_back(code, decision::Value(code));
}

const Rule* RuleTable::decide(const RoutingFacts& facts) const {
    std::unique_ptr<decision::Session> mine;
    {
        std::lock_guard lock(waiting_->mutex);
        if (!waiting_->sessions.empty()) {
            mine = std::move(waiting_->sessions.back());
            waiting_->sessions.pop_back();
        }
    }
    if (!mine) mine = std::make_unique<decision::Session>(model_);
    auto& session = *mine;
    session.begin();
    if (kind_) session.set(*kind_, facts.kind);
    if (areas_) session.set(*areas_, texts(facts.areas));
    if (district_) session.set(*district_, facts.district);
    if (street_class_) session.set(*street_class_, facts.street_class);
    if (month_) session.set(*month_, facts.at.date.month);
    if (weekday_) session.set(*weekday_, facts.at.date.weekday());
    if (time_) session.set(*time_, decision::Time{(std::int64_t{facts.at.minute_of_day} * 60 + facts.at.second) * 1'000'000'000, {}});
    if (answers_) {
        // Questions that were not asked or answered are empty lists, so that no rule fails for want of one.
        static const decision::Value none = texts({});
        decision::ContextBuilder answers;
        answers.reserve(answer_codes_.size());
        for (const auto& [code, name] : answer_codes_) {
            auto given = facts.answers.find(code);
            answers.append(name, given == facts.answers.end() ? none : texts(given->second));
        }
        session.set(*answers_, answers.build());
    }
    decision::Value result = session.decide(decision_);
    const decision::Value* id = result.is(decision::Value::Kind::context) ? result.context().find("rule") : nullptr;
    auto rule = id && id->is(decision::Value::Kind::string) ? by_id_.find(id->string()) : by_id_.end();
    std::lock_guard lock(waiting_->mutex);
    waiting_->sessions.push_back(std::move(mine));
    return rule == by_id_.end() ? nullptr : rule->second;
}

}  // namespace raekoda::services
