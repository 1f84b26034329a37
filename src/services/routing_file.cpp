// Rule tables: who holds what. First match wins.
#include "services/catalogue_files.h"

namespace raekoda::services {

namespace {

bool has(const std::vector<std::string>& list, const std::string& one) { return std::find(list.begin(), list.end(), one) != list.end(); }
bool has(const std::vector<int>& list, int one) { return std::find(list.begin(), list.end(), one) != list.end(); }
bool share_one(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::any_of(a.begin(), a.end(), [&](const auto& one) { return has(b, one); });
}

Rule read_rule(Members& members) {
    Rule rule;
    rule.pointer = members.pointer();
    rule.id = members.identifier("id", Need::required);
    rule.note = members.local("note", Need::required, 500);
    members.object("when", Need::required, [&](Members& when) {
        rule.kinds = when.texts("kinds", Need::optional);
        rule.areas = when.texts("areas", Need::optional);
        rule.districts = when.texts("districts", Need::optional);
        rule.street_classes = when.texts("street_classes", Need::optional);
        rule.months = when.integers("months", 1, 12, Need::optional);
        for (const auto& day : when.texts("weekdays", Need::optional)) {
            if (day.size() == 1 && day[0] >= '1' && day[0] <= '7') rule.weekdays.push_back(day[0] - '0');
            else when.problem("weekdays", "rule " + rule.id + ": weekday \"" + day + "\" is none of 1 (Monday) to 7 (Sunday)");
        }
        if (auto minute = when.integer("from_minute", 0, 1439, Need::optional)) rule.from_minute = static_cast<int>(*minute);
        if (auto minute = when.integer("to_minute", 1, 1440, Need::optional)) rule.to_minute = static_cast<int>(*minute);
        // An empty list would match everything: surely not what was meant.
        for (const char* name : {"kinds", "areas", "districts", "street_classes", "months", "weekdays"})
            if (auto* list = when.any(name, Need::optional); list && list->is_array() && list->get_array().empty())
                when.problem(name, "rule " + rule.id + ": \"" + name + "\" is empty; leave it out to mean all");
        when.object("answers", Need::optional, [&](Members& answers) {
            answers.each_member([&](const std::string& code, const json::value&) { rule.answers[code] = answers.texts(code, Need::required); });
        });
    });
    members.object("then", Need::required, [&](Members& then) {
        rule.team = then.identifier("team", Need::required);
        rule.contractor = then.boolean("contractor", false);
        rule.answer = then.text("answer", Need::optional, 64);
        then.object("limit", Need::optional, [&](Members& limit) { rule.limit = read_limit(limit); });
    });
    return rule;
}

}  // namespace

bool Rule::matches_all() const {
    return kinds.empty() && areas.empty() && districts.empty() && street_classes.empty() && months.empty() && weekdays.empty() && !from_minute &&
           !to_minute && answers.empty();
}

bool Rule::matches(const RoutingFacts& facts) const {
    if (!kinds.empty() && !has(kinds, facts.kind)) return false;
    if (!areas.empty() && !share_one(areas, facts.areas)) return false;
    if (!districts.empty() && !has(districts, facts.district)) return false;
    if (!street_classes.empty() && !has(street_classes, facts.street_class)) return false;
    if (!months.empty() && !has(months, facts.at.date.month)) return false;
    if (!weekdays.empty() && !has(weekdays, facts.at.date.weekday())) return false;
    if (from_minute || to_minute) {
        int from = from_minute.value_or(0), to = to_minute.value_or(1440), minute = facts.at.minute_of_day;
        bool inside = from <= to ? minute >= from && minute < to : minute >= from || minute < to;
        if (!inside) return false;
    }
    for (const auto& [code, keys] : answers) {
        auto given = facts.answers.find(code);
        if (given == facts.answers.end() || !share_one(keys, given->second)) return false;
    }
    return true;
}

std::vector<RuleTable> read_routing(Document& document) {
    std::vector<RuleTable> tables;
    Members members(document, document.root(), "");
    members.each_object("versions", Need::required, [&](Members& version) {
        RuleTable table;
        table.pointer = version.pointer();
        table.period = read_period(version);
        version.each_object("rules", Need::required, [&](Members& one) {
            Rule rule = read_rule(one);
            for (const auto& other : table.rules)
                if (other.id == rule.id) one.problem("id", "rule " + rule.id + " stands twice in this version");
            if (!table.rules.empty() && table.rules.back().matches_all())
                one.problem("rule " + rule.id + " is never reached: rule " + table.rules.back().id + " before it matches everything");
            table.rules.push_back(std::move(rule));
        });
        if (!table.rules.empty() && !table.rules.back().matches_all())
            document.problem(table.rules.back().pointer, "rule " + table.rules.back().id + ": the last rule must match everything (\"when\": {})");
        tables.push_back(std::move(table));
    });
    members.done();

    std::vector<const RuleTable*> order;
    for (const auto& table : tables) order.push_back(&table);
    std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) { return a->period.from < b->period.from; });
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i + 1 == order.size()) break;
        // Days that no version holds belong to the one before: only an overlap leaves a choice.
        const auto& to = order[i]->period.to;
        Date next = order[i + 1]->period.from;
        if (!to || *to >= next)
            document.problem(order[i + 1]->pointer, "the version from " + next.iso() + " overlaps the one from " + order[i]->period.from.iso());
    }
    return tables;
}

}  // namespace raekoda::services
