// The log and the sources in words for the person they are about.
#include <algorithm>

#include "base/text.h"
#include "people/registers.h"

namespace raekoda::people {

namespace {

using view::Argument;
using view::Language;

// The text of a key put together from a name of data; the name itself when there is none.
std::string text_or_name(Language language, const std::string& key, std::string_view name) {
    return view::has_text(key) ? view::text(language, key) : std::string(name);
}

std::string what_was_asked(const RegisterQueryLine& line, Language language) {
    std::vector<std::string> labels;
    for (const auto& fact : line.facts) labels.push_back(fact_label(fact, language));
    return labels.empty() ? text_or_name(language, "registers.question_" + line.question, line.question) : joined(labels, ", ");
}

}  // namespace

Purpose usual_purpose(std::string_view id) {
    std::string key = "registers.purpose_" + std::string(id);
    return {std::string(id), {text_or_name(Language::et, key, id), text_or_name(Language::en, key, id), text_or_name(Language::ru, key, id)}};
}

Purpose service_purpose(std::string_view service, const view::LocalText& name) {
    auto in = [&](Language language) { return view::text(language, "registers.purpose_service", {Argument("service", name.in(language))}); };
    return {"service/" + std::string(service), {in(Language::et), in(Language::en), in(Language::ru)}};
}

std::string source_label(std::string_view source, Language language) { return text_or_name(language, "registers." + std::string(source), source); }

std::string fact_label(std::string_view fact, Language language) {
    std::string key = "registers.fact_" + std::string(fact);
    std::replace(key.begin() + static_cast<std::ptrdiff_t>(sizeof "registers." - 1), key.end(), '.', '_');
    return text_or_name(language, key, fact);
}

std::string in_plain_words(const RegisterQueryLine& line, Language language, std::string_view who) {
    std::string source(register_name(line.source)), right = line.right.empty() ? "" : text_or_name(language, "registers.right_" + line.right, line.right);
    std::vector<std::string> sentences{view::text(language, "registers.asked_" + source, {Argument("what", what_was_asked(line, language))})};
    if (!who.empty() && right.empty()) sentences.push_back(view::text(language, "registers.who", {Argument("who", who)}));
    if (!who.empty() && !right.empty()) sentences.push_back(view::text(language, "registers.who_by_right", {Argument("who", who), Argument("right", right)}));
    const auto& purpose = line.purpose.words.in(language);
    sentences.push_back(view::text(language, "registers.why", {Argument("purpose", purpose.empty() ? line.purpose.id : purpose)}));
    // A person that a register does not know is another sentence than an address that it does not know.
    std::string outcome = "registers.outcome_" + line.outcome;
    if (std::string own = outcome + "_" + source; view::has_text(own)) outcome = own;
    sentences.push_back(text_or_name(language, outcome, line.outcome));
    return joined(sentences, " ");
}

}  // namespace raekoda::people
