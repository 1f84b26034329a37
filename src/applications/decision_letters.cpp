#include "applications/decision_letters.h"

#include <fstream>
#include <iterator>
#include <mutex>

#include "applications/known_facts.h"
#include "base/json.h"
#include "decision/feel.h"

namespace raekoda::applications {

namespace {

constexpr std::uint64_t steps_of_a_day = 100'000;

view::LocalText local_text(const json::object& o, const char* name) {
    const auto* texts = json::member(o, name);
    if (!texts) return {};
    return {json::text(*texts, "et"), json::text(*texts, "en"), json::text(*texts, "ru")};
}

template <class F>
void each_object(const json::object& o, const char* list, F take) {
    if (const auto* items = json::list(o, list))
        for (const auto& item : *items)
            if (const auto* one = item.if_object()) take(*one);
}

}  // namespace

const DecisionLetter* DecisionLetters::of_outcome(Decided outcome) const {
    for (const auto& letter : letters)
        if (letter.outcome == outcome) return &letter;
    return nullptr;
}
const DecisionLetter* DecisionLetters::of_use(std::string_view use) const {
    for (const auto& letter : letters)
        if (letter.use == use) return &letter;
    return nullptr;
}
const LetterReason* DecisionLetters::of_answer(std::string_view answer) const {
    for (const auto& reason : reasons)
        if (!answer.empty() && reason.answer == answer) return &reason;
    return nullptr;
}

DecisionLetters read_letters(std::string_view text) {
    DecisionLetters out;
    auto parsed = json::parse(text, 1u << 20);
    const auto* o = parsed ? parsed->if_object() : nullptr;
    if (!o) return out;
    out.law = local_text(*o, "law");
    out.appeal = local_text(*o, "appeal");
    if (const auto* result = json::member(*o, "result")) {
        out.outcome_member = json::text(*result, "outcome");
        out.amount_member = json::text(*result, "amount");
        out.reason_member = json::text(*result, "reason");
    }
    if (const auto* valid = json::member(*o, "valid")) out.valid_from = json::text(*valid, "from"), out.valid_to = json::text(*valid, "to");
    each_object(*o, "letters", [&](const json::object& l) {
        out.letters.push_back({json::text(l, "id"), json::text(l, "use"), json::text(l, "answer"), decided_of(json::text(l, "outcome")), local_text(l, "name"), local_text(l, "resolution"),
                               local_text(l, "conditions"), local_text(l, "reasons"), local_text(l, "law"), local_text(l, "text")});
    });
    each_object(*o, "reasons", [&](const json::object& r) { out.reasons.push_back({json::text(r, "id"), json::text(r, "answer"), local_text(r, "text")}); });
    return out;
}

DecisionLetters letters_of(const services::Service& service) {
    for (const auto& owner : {service.municipality.value, std::string("common")})
        if (auto found = service.files.find(owner + "/" + service.id + "/letters.json"); found != service.files.end()) return read_letters(found->second);
    return {};
}

const DecisionLetters& shared_letters(const services::Catalogue& catalogue) {
    static std::mutex mutex;
    static std::map<std::string, DecisionLetters> by_folder;
    std::lock_guard lock(mutex);
    auto [found, is_new] = by_folder.try_emplace(catalogue.folder());
    if (is_new) {
        std::ifstream in(catalogue.folder() + "/common/letters.json");
        found->second = read_letters(std::string(std::istreambuf_iterator<char>(in), {}));
    }
    return found->second;
}

std::map<std::string, std::string> parameter_marks(const decision::Value& parameters, view::Language language) {
    std::map<std::string, std::string> out;
    if (parameters.is(decision::Value::Kind::context))
        for (const auto& entry : parameters.context().entries()) out[std::string(entry.name.string())] = services::value_text(language, entry.value);
    return out;
}

std::optional<Date> day_said(std::string_view feel, std::string_view data_json, Instant now) {
    if (feel.empty()) return std::nullopt;
    decision::Names names;
    for (auto name : {"data", "today"}) names.add(name);
    auto compiled = decision::compile(feel, names);
    if (!compiled) return std::nullopt;
    decision::Budget budget;
    budget.steps = steps_of_a_day;
    decision::Evaluation evaluation(budget);
    const auto today = local_time(now).date;
    const decision::Value slots[] = {value_of_json(data_json), decision::Value(decision::Date::of(today.year, today.month, today.day).value_or(decision::Date{}))};
    const auto said = compiled->evaluate(evaluation, slots);
    if (!said.is(decision::Value::Kind::date)) return std::nullopt;
    const auto parts = said.date().parts();
    constexpr int first_year = 1900, last_year = 2200;
    if (parts.year < first_year || parts.year > last_year) return std::nullopt;
    return Date{static_cast<int>(parts.year), parts.month, parts.day};
}

std::string filled(std::string_view words, const std::map<std::string, std::string>& known) {
    std::string out;
    while (!words.empty()) {
        auto open = words.find('{');
        auto close = open == std::string_view::npos ? open : words.find('}', open);
        if (close == std::string_view::npos) return out.append(words);
        out.append(words.substr(0, open));
        auto found = known.find(std::string(words.substr(open + 1, close - open - 1)));
        if (found != known.end() && !found->second.empty()) out += found->second;
        else out.append(words.substr(open, close - open + 1));
        words.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace raekoda::applications
