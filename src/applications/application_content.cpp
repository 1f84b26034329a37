#include "applications/application_content.h"

#include "base/json.h"

namespace raekoda::applications {

namespace {

json::array lines_json(const std::vector<AnsweredLine>& lines) {
    json::array out;
    for (const auto& line : lines) {
        json::object o{{"label", line.label}, {"value", line.value}};
        if (!line.page.empty()) o["page"] = line.page;
        if (!line.source.empty()) o["source"] = line.source;
        if (line.depth) o["depth"] = line.depth;
        if (line.heading) o["heading"] = true;
        if (line.disputed) o["disputed"] = true;
        if (line.declaration) o["declaration"] = true;
        out.push_back(std::move(o));
    }
    return out;
}
std::vector<AnsweredLine> lines_of(const json::array* list) {
    std::vector<AnsweredLine> out;
    if (!list) return out;
    for (const auto& item : *list)
        if (const auto* o = item.if_object())
            out.push_back({json::text(*o, "page"), json::text(*o, "label"), json::text(*o, "value"), json::text(*o, "source"), static_cast<int>(json::integer(*o, "depth")),
                           json::boolean(*o, "heading"), json::boolean(*o, "disputed"), json::boolean(*o, "declaration")});
    return out;
}
json::array texts_json(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }
std::vector<std::string> texts_of(const json::array* list) {
    std::vector<std::string> out;
    if (list)
        for (const auto& item : *list) out.push_back(json::as_text(item));
    return out;
}

json::object proposal_json(const Proposal& p) {
    json::object out{{"result", p.result}, {"reasons", texts_json(p.reasons)}};
    if (p.outcome) out["outcome"] = std::string(decided_name(*p.outcome));
    if (!p.rows_valid_from.empty()) out["rows_valid_from"] = p.rows_valid_from;
    if (p.amount_cents) out["amount_cents"] = p.amount_cents;
    if (!p.steps.empty()) out["steps"] = texts_json(p.steps);
    json::array facts;
    for (const auto& fact : p.facts) facts.push_back(json::object{{"label", fact.first}, {"value", fact.second}});
    out["facts"] = std::move(facts);
    return out;
}
Proposal proposal_of(const json::object* o) {
    Proposal p;
    if (!o) return p;
    p.outcome = decided_of(json::text(*o, "outcome"));
    p.result = json::text(*o, "result");
    p.reasons = texts_of(json::list(*o, "reasons"));
    p.rows_valid_from = json::text(*o, "rows_valid_from");
    p.amount_cents = json::integer(*o, "amount_cents");
    p.steps = texts_of(json::list(*o, "steps"));
    if (const auto* facts = json::list(*o, "facts"))
        for (const auto& fact : *facts)
            if (const auto* f = fact.if_object()) p.facts.emplace_back(json::text(*f, "label"), json::text(*f, "value"));
    return p;
}

}  // namespace

std::string encode(const Content& c) {
    json::object out{{"service_name", c.service_name}, {"applicant_name", c.applicant_name}, {"applicant_subject", c.applicant_subject}, {"submitter_name", c.submitter_name}};
    if (!c.login_method.empty()) out["login_method"] = c.login_method;
    if (!c.assurance.empty()) out["assurance"] = c.assurance;
    out["answers"] = lines_json(c.answers);
    if (!c.answers_et.empty()) out["answers_et"] = lines_json(c.answers_et);
    out["data"] = c.data_json;
    if (!c.sources_missing.empty()) out["sources_missing"] = texts_json(c.sources_missing);
    out["proposal"] = proposal_json(c.proposal);
    return json::serialize(out);
}

std::optional<Content> decode_content(std::string_view text) {
    auto parsed = json::parse(text);
    const auto* o = parsed ? parsed->if_object() : nullptr;
    if (!o) return std::nullopt;
    Content c;
    c.service_name = json::text(*o, "service_name");
    c.applicant_name = json::text(*o, "applicant_name");
    c.applicant_subject = json::text(*o, "applicant_subject");
    c.submitter_name = json::text(*o, "submitter_name");
    c.login_method = json::text(*o, "login_method");
    c.assurance = json::text(*o, "assurance");
    c.answers = lines_of(json::list(*o, "answers"));
    c.answers_et = lines_of(json::list(*o, "answers_et"));
    c.data_json = json::text(*o, "data", "{}");
    c.sources_missing = texts_of(json::list(*o, "sources_missing"));
    c.proposal = proposal_of(json::member(*o, "proposal"));
    return c;
}

}  // namespace raekoda::applications
