// A decision model tried out: the form made from its inputs, the facts typed into it, and what came out.
#pragma once
#include <string>
#include <vector>

#include "decision/model.h"
#include "doors/site/model_views.h"
#include "http/http.h"
#include "services/services.h"

namespace raekoda::doors::site {

inline constexpr std::string_view parameters_input = "parameters";  // filled by the catalogue, not by people

struct FactForm {
    std::vector<FactField> fields;
    view::Field day;
    std::vector<view::ProblemView> problems;
    std::vector<decision::Value> facts;  // by position in Model::inputs(); null: nothing was typed
    Date on;
    bool asked = false;  // the form was sent
};
// The form as it was typed, or empty for today. Nothing typed is lost, every field at fault says why.
FactForm fact_form(const services::DecisionModel&, view::Language, const http::Fields& query, Date today);
// The query that fills the form with these facts; names without an input are left out.
std::string fact_query(const services::DecisionModel&, const decision::Value& facts, Date on);

// What an example expects of the decisions, as fields: read like facts. Named "check[i]" and "result[i]" by position in Model::decisions().
struct ExpectedResult {
    std::size_t decision = 0;
    view::Field check;
    bool checked = false;            // the example says something of this decision
    std::vector<FactField> fields;
    decision::Value value;           // null: that nothing is decided
};
struct ExpectedForm {
    std::vector<ExpectedResult> results;
    std::vector<view::ProblemView> problems;
};
ExpectedForm expected_form(const services::DecisionModel&, view::Language, const http::Fields& query);
std::string expected_query(const services::DecisionModel&, const decision::Value& expected);  // goes on after fact_query

// What the model says of facts, by position in Model::decisions().
std::vector<decision::Value> decided(const services::DecisionModel&, const std::vector<decision::Value>& facts, Date on);

struct Trial {
    std::vector<std::size_t> targets;      // decisions asked for, the model's answer first
    std::vector<decision::Value> results;  // beside targets
    decision::Reasons reasons;
    std::vector<std::string> trouble;  // English
    bool stopped = false;              // a budget was used up
};
Trial try_model(const services::DecisionModel&, const FactForm&, const decision::Value& parameters, std::string_view time_zone);
// The decisions that answer: the model's own, or those that no other needs.
std::vector<std::size_t> answers_of(const services::DecisionModel&);

// Names as people read them; the model's own name where there is no label.
std::string label_of(const std::vector<services::DecisionLabel>&, std::string_view name, view::Language);
// "31.12.2026" or "2026-12-31".
std::optional<Date> typed_day(std::string_view);
std::string day_text(view::Language, Date);

}  // namespace raekoda::doors::site
