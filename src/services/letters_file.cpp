#include "services/letters_file.h"

#include <set>

#include "base/text.h"
#include "decision/feel.h"
#include "decision/model.h"
#include "services/service_file.h"

namespace raekoda::services {

namespace {

constexpr std::size_t longest = 4000;

std::set<std::string> marks_of(std::string_view text) {
    std::set<std::string> out;
    std::size_t at = 0;
    while (auto found = next_value(text, at)) {
        out.emplace(found->name);
        at = found->end;
    }
    return out;
}

void words(Members& members, std::string_view name, Need need, std::size_t most = longest) {
    auto text = members.local(name, need, most);
    const auto marks = marks_of(text.et);
    for (const auto& [language, other] : {std::pair<std::string_view, const std::string*>{"en", &text.en}, {"ru", &text.ru}})
        if (!trimmed(text.et).empty() && !trimmed(*other).empty() && marks_of(*other) != marks)
            members.document().problem(members.pointer() / name / language, "\"" + std::string(name) + "\" has other {marks} in \"" + std::string(language) + "\" than in \"et\"");
}

// What stands in a cell between quotes.
std::string literal(std::string_view cell) {
    cell = trimmed(cell);
    return cell.size() >= 2 && cell.front() == '"' && cell.back() == '"' ? std::string(cell.substr(1, cell.size() - 2)) : std::string();
}

// The reasons in the rows of the model's tables that come to an outcome.
std::set<std::string> reasons_of(const decision::Model& model, const std::string& outcome_member, const std::string& reason_member, const std::string& outcome) {
    std::set<std::string> out;
    for (const auto& table : model.tables()) {
        std::size_t outcomes = table.outputs.size(), reasons = table.outputs.size();
        for (std::size_t i = 0; i < table.outputs.size(); ++i) {
            if (table.outputs[i].name == outcome_member) outcomes = i;
            if (table.outputs[i].name == reason_member) reasons = i;
        }
        if (outcomes == table.outputs.size() || reasons == table.outputs.size()) continue;
        for (const auto& rule : table.rules)
            if (outcomes < rule.outputs.size() && reasons < rule.outputs.size() && literal(rule.outputs[outcomes]) == outcome)
                if (auto reason = literal(rule.outputs[reasons]); !reason.empty()) out.insert(reason);
    }
    return out;
}

}  // namespace

void check_letters(Document& document, const Service& service) {
    Members members(document, document.root(), "");
    words(members, "law", Need::required);
    words(members, "appeal", Need::required);
    std::set<std::string> ids, outcomes, answers;
    std::string refuses;
    auto once = [&](Members& one, const std::string& sort) {
        auto id = one.identifier("id", Need::required);
        if (!id.empty() && !ids.insert(sort + id).second) one.problem("id", "\"" + id + "\" stands twice");
    };
    members.each_object("letters", Need::required, [&](Members& one) {
        once(one, "letter ");
        const char* const known[] = {"granted", "partly", "refused", "unconsidered"};
        std::string outcome = known[one.choice("outcome", {known[0], known[1], known[2], known[3]}, Need::required)];
        if (one.text("outcome", Need::optional) == outcome && !outcomes.insert(outcome).second) one.problem("outcome", "there is a letter for \"" + outcome + "\" already");
        auto answer = one.text("answer", Need::optional, 300);
        if (outcome == "refused") refuses = answer;
        words(one, "name", Need::required, 300);
        words(one, "resolution", Need::required);
        for (const char* part : {"conditions", "reasons", "law"}) words(one, part, Need::optional);
    });
    for (const char* needed : {"granted", "refused"})
        if (members.has("letters") && !outcomes.contains(needed)) members.problem("letters", "there is no letter for \"" + std::string(needed) + "\"");
    members.each_object("reasons", Need::required, [&](Members& one) {
        once(one, "reason ");
        if (auto answer = one.text("answer", Need::optional, 300); !answer.empty()) answers.insert(answer);
        words(one, "text", Need::required);
    });
    std::string outcome_member, reason_member;
    members.object("result", Need::optional, [&](Members& one) {
        outcome_member = one.text("outcome", Need::required, 200);
        one.text("amount", Need::optional, 200);
        reason_member = one.text("reason", Need::optional, 200);
    });
    members.object("valid", Need::optional, [](Members& one) {
        decision::Names names;
        for (auto name : {"data", "today"}) names.add(name);
        decision::CompileOptions strict;
        strict.unknown_names_are_errors = true;
        for (const char* end : {"from", "to"}) {
            const auto feel = one.text(end, Need::optional, 1000);
            if (!trimmed(feel).empty() && !decision::compile(feel, names, strict)) one.problem(end, "\"" + std::string(end) + "\" is no FEEL expression of data and today");
        }
    });
    if (!refuses.empty() && !reason_member.empty() && service.decision_model && service.decision_model->model)
        for (const auto& reason : reasons_of(*service.decision_model->model, outcome_member, reason_member, refuses))
            if (!answers.contains(reason)) members.problem("reasons", "the model refuses for \"" + reason + "\", no sentence has that answer");
    members.object("source", Need::optional, [](Members& one) {
        one.choice("status", {"to_confirm", "verified"}, Need::required);
        one.text("where", Need::optional, 1000);
        one.text("note", Need::optional, 1000);
    });
    members.done();
}

}  // namespace raekoda::services
