#include "doors/mail/application_letter.h"

#include "base/text.h"

namespace raekoda::doors::mail {

namespace {

constexpr std::string_view letters[] = {"submitted", "cosign", "cosign_over", "cosign_refused", "cosign_lapsed", "asked", "hearing", "extended", "decided", "appeal_received", "appeal_decided", "withdrawn",
                                        "appointment", "appointment_moved", "appointment_cancelled"};

}  // namespace

bool is_application_letter(std::string_view name) { return std::find(std::begin(letters), std::end(letters), name) != std::end(letters); }

Letter compose(std::string_view name, view::Language language, const ApplicationLetterFacts& facts) {
    const std::map<std::string, std::string> arguments{
        {"number", facts.number},
        {"service", facts.service},
        {"municipality", facts.municipality.name.in(language)},
        {"until", facts.until ? view::date_text(language, facts.until->year, facts.until->month, facts.until->day) : ""},
    };
    auto say = [&](const std::string& key) { return view::text(language, "mail_application." + key, arguments); };
    const std::string letter(name);
    Letter result{language, say(letter + "_subject"), {}};
    auto add = [&](Paragraph::Kind what, std::string text, std::string url = {}) { result.paragraphs.push_back({what, std::move(text), std::move(url)}); };
    add(Paragraph::Kind::words, say("greeting"));
    add(Paragraph::Kind::words, say(letter + "_body"));
    if (facts.until && letter == "cosign") add(Paragraph::Kind::words, say("sign_by"));
    if (facts.until && (letter == "asked" || letter == "hearing")) add(Paragraph::Kind::words, say("answer_by"));
    if (!facts.grave) add(Paragraph::Kind::words, say("about"));
    // Whoever need not sign any more has nothing to see there.
    if (letter != "cosign_over") {
        add(Paragraph::Kind::link, say("link"), facts.link);
        add(Paragraph::Kind::small, say(facts.guest ? "link_private" : "link_login"));
    }
    add(Paragraph::Kind::small, say("reply_to"));
    std::vector<std::string> signature{facts.municipality.name.in(language)};
    for (const auto* line : {&facts.municipality.phone, &facts.municipality.email})
        if (!line->empty()) signature.push_back(*line);
    add(Paragraph::Kind::words, joined(signature, "\n"));
    return result;
}

}  // namespace raekoda::doors::mail
