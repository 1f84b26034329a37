#include "applications/application_papers.h"

#include "applications/application_views.h"

namespace raekoda::applications {

namespace {

using Kind = PaperLine::Kind;
using view::Language;

std::string say(Language language, std::string_view key, std::initializer_list<view::Argument> arguments = {}) {
    return view::text(language, "application." + std::string(key), arguments);
}

void add_answers(Paper& paper, const std::vector<AnsweredLine>& lines, Language language) {
    for (const auto& line : lines) {
        if (!line.page.empty()) paper.add(Kind::heading, line.page);
        std::string value = line.value;
        if (line.disputed) value += "\n" + say(language, "disputed");
        else if (!line.source.empty()) value += "\n" + say(language, "source", {{"source", line.source}});
        if (line.heading) paper.add(Kind::words, line.label);
        else paper.add(Kind::fact, line.label, value);
    }
}

std::string applicant_words(const Content& content) {
    return content.applicant_subject.empty() ? content.applicant_name : content.applicant_name + ", " + code_in_words(content.applicant_subject);
}

}  // namespace

std::string validity_words(const std::optional<Date>& from, const std::optional<Date>& to, Language language) {
    std::string a = from ? date_words(*from, language) : "", b = to ? date_words(*to, language) : "";
    if (from && to) return say(language, "valid_from_to", {{"from", a}, {"to", b}});
    if (from) return say(language, "valid_from", {{"from", a}});
    return to ? say(language, "valid_to", {{"to", b}}) : std::string();
}

Paper receipt_paper(const services::Municipality& municipality, const ApplicationView& a, const Content& content, const std::vector<ApplicationFile>& files, Language language) {
    Paper paper;
    paper.title = say(language, "heading", {{"number", a.number.value}});
    paper.language = view::code(language);
    paper.author = municipality.name.in(language);
    paper.made = a.submitted;
    paper.foot = paper.author + " · " + a.number.value;
    paper.add(Kind::small, municipality.name.in(language));
    paper.add(Kind::title, content.service_name.empty() ? paper.title : content.service_name);
    paper.add(Kind::fact, say(language, "fact_number"), a.number.value);
    if (!content.applicant_name.empty()) paper.add(Kind::fact, say(language, "fact_applicant"), applicant_words(content));
    if (!content.submitter_name.empty() && content.submitter_name != content.applicant_name)
        paper.add(Kind::fact, say(language, "fact_submitter"), content.submitter_name + ", " + right_words(a.right, language));
    paper.add(Kind::fact, say(language, "fact_submitted"), moment_words(a.submitted, language));
    paper.add(Kind::fact, due_label(a, language), due_words(a, language));
    add_answers(paper, content.answers, language);
    if (!files.empty()) {
        paper.add(Kind::heading, say(language, "fact_files"));
        for (const auto& file : files) paper.add(Kind::words, file.name);
    }
    paper.add(Kind::small, say(language, "receipt_note", {{"municipality", municipality.name.in(language)}}));
    return paper;
}

Paper decision_paper(const services::Municipality& municipality, const ApplicationView& a, const Content& content, const Decision& decision, const std::string& service, const std::string& official) {
    const Language language = Language::et;
    Paper paper;
    paper.title = say(language, "decision_heading", {{"number", a.number.value}});
    paper.language = view::code(language);
    paper.author = municipality.name.in(language);
    paper.made = a.decided.value_or(a.updated);
    paper.foot = paper.author + " · " + a.number.value;
    paper.add(Kind::small, municipality.name.in(language));
    paper.add(Kind::title, paper.title);
    if (!service.empty()) paper.add(Kind::fact, say(language, "fact_service"), service);
    paper.add(Kind::fact, say(language, "fact_decided"), date_words(paper.made, language));
    if (!content.applicant_name.empty()) paper.add(Kind::fact, say(language, "fact_applicant"), applicant_words(content));
    if (!official.empty()) paper.add(Kind::fact, say(language, "fact_decided_by"), official);
    paper.add(Kind::fact, say(language, "fact_outcome"), decided_words(decision.outcome, language));
    if (auto validity = validity_words(decision.valid_from, decision.valid_to, language); !validity.empty()) paper.add(Kind::fact, say(language, "valid"), validity);
    if (decision.amount_cents) paper.add(Kind::fact, say(language, "amount"), money_words(decision.amount_cents, language));
    auto part = [&](const char* heading, const std::string& words) {
        if (words.empty()) return;
        paper.add(Kind::heading, say(language, heading));
        paper.add(Kind::words, words);
    };
    part("decision_resolution", decision.resolution);
    part("decision_conditions", decision.conditions);
    part("decision_reasons", decision.reasons);
    part("decision_hearing", hearing_words(decision, language));
    part("decision_law", decision.law);
    part("decision_appeal", decision.appeal);
    for (const auto* line : {&municipality.address.in(language), &municipality.phone, &municipality.email})
        if (!line->empty()) paper.add(Kind::small, *line);
    return paper;
}

}  // namespace raekoda::applications
