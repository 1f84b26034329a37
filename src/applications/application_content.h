// What was sent, exactly as the person saw it: sealed with the application, so that nothing that changes later (the form, the service's
// words, a register) changes what was asked and answered. Pure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "applications/applications.h"

namespace raekoda::applications {

// A line of "check your answers".
struct AnsweredLine {
    std::string page;    // title of its question page, on the first line of each; else empty
    std::string label, value;
    std::string source;  // of a known fact, in words: "rahvastikuregister, 20.11.2026"; empty: answered by the person
    int depth = 0;
    bool heading = false, disputed = false, declaration = false;
};
// What the rules made of the facts at the moment of sending.
struct Proposal {
    std::optional<Decided> outcome;
    std::string result;                // the decision's value, as people read it
    std::vector<std::string> reasons;  // sentences, in the language of administration
    std::vector<std::pair<std::string, std::string>> facts;  // what was decided on: label, value
    std::string rows_valid_from;       // of the parameters that were used; ISO day or empty
    std::int64_t amount_cents = 0;
    std::vector<std::string> steps;    // how the rules came to it, in the language of administration
};
inline constexpr const char* not_logged_in = "none";  // as an assurance: the name is as somebody wrote it
struct Content {
    std::string service_name;       // in the applicant's language
    std::string applicant_name, applicant_subject, submitter_name;
    std::string login_method, assurance;      // how whoever sent it showed who they are: "mid", "substantial"; both empty: at the counter, or not kept
    std::vector<AnsweredLine> answers;        // in the language of the application
    std::vector<AnsweredLine> answers_et;     // the same for officials; empty: the application is in Estonian
    std::string data_json = "{}";   // of the form, clean
    std::vector<std::string> sources_missing; // registers that did not answer: what they know was asked by hand
    Proposal proposal;
    const std::vector<AnsweredLine>& for_official() const { return answers_et.empty() ? answers : answers_et; }
};
std::string encode(const Content&);
std::optional<Content> decode_content(std::string_view json);

}  // namespace raekoda::applications
