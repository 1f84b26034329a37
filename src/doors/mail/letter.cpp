#include "doors/mail/letter.h"

#include "base/text.h"

namespace raekoda::doors::mail {

namespace {

constexpr std::string_view letters[] = {"received", "joined", "asked", "answered", "closed", "reopened", "merged", "split", "withdrawn"};

std::string moment_in(view::Language language, Instant at, std::string_view zone) {
    auto local = local_time(at, zone);
    return view::moment_text(language, local.date.year, local.date.month, local.date.day, local.minute_of_day);
}

std::string signature_of(const services::Municipality& municipality, view::Language language) {
    std::vector<std::string> lines{municipality.name.in(language)};
    for (const auto* line : {&municipality.phone, &municipality.email})
        if (!line->empty()) lines.push_back(*line);
    return joined(lines, "\n");
}

}  // namespace

bool is_letter(std::string_view name) { return std::find(std::begin(letters), std::end(letters), name) != std::end(letters); }

Letter compose(std::string_view name, view::Language language, const LetterFacts& facts) {
    const auto& [municipality, report, happening, other_number, link, link_number, follower] = facts;
    const auto* kind = municipality.kind(report.kind);
    const auto* team = municipality.team(report.holder.team);
    const auto* outcome = municipality.closing_reason(report.outcome);
    const std::map<std::string, std::string> arguments{
        {"number", report.number.value},
        {"other", other_number},
        {"kind", kind ? kind->name.in(language) : report.kind},
        {"place", report.address},
        {"municipality", municipality.name.in(language)},
        {"team", team ? team->name.in(language) : municipality.name.in(language)},
        {"outcome", outcome ? outcome->name.in(language) : report.outcome},
        {"due", report.promised() ? moment_in(language, report.due, municipality.time_zone) : ""},
        {"link", link},
    };
    auto say = [&](std::string_view key) { return view::text(language, "mail." + std::string(key), arguments); };
    const std::string letter(name);

    Letter result{language, say(letter + "_subject"), {}};
    auto add = [&](Paragraph::Kind what, std::string text, std::string url = {}) {
        result.paragraphs.push_back({what, std::move(text), std::move(url)});
    };
    add(Paragraph::Kind::words, say("greeting"));
    add(Paragraph::Kind::words, say(letter + "_body"));
    add(Paragraph::Kind::words, report.address.empty() ? arguments.at("kind") : say("what_and_where"));
    if (happening && !happening->words.empty()) {
        add(Paragraph::Kind::words, say(happening->actor == "resident" ? "words_of_reporter" : "words_of_town"));
        add(Paragraph::Kind::quote, happening->words);
    }
    if (letter == "received" && report.promised()) add(Paragraph::Kind::words, say("received_due"));
    add(Paragraph::Kind::words, say(letter == "closed" ? (follower ? "closed_next_follower" : "closed_next_reporter") : letter + "_next"));
    add(Paragraph::Kind::link, view::text(language, "mail.link", {{"number", link_number}}), link);
    add(Paragraph::Kind::small, say("link_private"));
    add(Paragraph::Kind::small, say(follower ? "why_follower" : "why_reporter"));
    add(Paragraph::Kind::small, say("stop"));
    add(Paragraph::Kind::small, say("reply_to"));
    add(Paragraph::Kind::words, signature_of(municipality, language));
    return result;
}

Letter sign_in_link_letter(view::Language language, const services::Municipality& municipality, const std::string& url) {
    auto say = [&](std::string_view key) { return view::text(language, "mail." + std::string(key), {{"municipality", municipality.name.in(language)}}); };
    return {language, say("sign_in_link_subject"),
            {{Paragraph::Kind::words, say("greeting"), {}},
             {Paragraph::Kind::words, say("sign_in_link_body"), {}},
             {Paragraph::Kind::link, say("sign_in_link_link"), url},
             {Paragraph::Kind::small, say("sign_in_link_not_you"), {}},
             {Paragraph::Kind::words, signature_of(municipality, language), {}}}};
}

std::string plain_text(const Letter& letter) {
    std::string out;
    for (const auto& paragraph : letter.paragraphs) {
        if (!out.empty()) out += '\n';
        if (paragraph.kind == Paragraph::Kind::quote) {
            for (auto line : split(paragraph.text, '\n')) out.append(line.empty() ? ">" : "> ").append(line) += '\n';
        } else {
            out.append(paragraph.text) += '\n';
            if (!paragraph.url.empty()) out.append(paragraph.url) += '\n';
        }
    }
    return out;
}

std::string html_text(const Letter& letter) {
    auto safe = [](std::string_view text) { return view::escaped(text).take(); };
    std::string out = "<!doctype html>\n<html lang=\"" + std::string(view::code(letter.language)) + "\"><head><meta charset=\"utf-8\"><title>" +
                      safe(letter.subject) + "</title></head>\n<body style=\"font:16px/1.5 sans-serif;max-width:40em;margin:1em\">\n";
    for (const auto& paragraph : letter.paragraphs) {
        switch (paragraph.kind) {
            case Paragraph::Kind::words: out += view::paragraphs(paragraph.text).take(); break;
            case Paragraph::Kind::quote:
                out += "<blockquote style=\"margin:0 0 1em;padding:0 0 0 1em;border-left:4px solid #888\">" + view::paragraphs(paragraph.text).take() + "</blockquote>";
                break;
            case Paragraph::Kind::link: out += "<p><a href=\"" + safe(paragraph.url) + "\">" + safe(paragraph.text) + "</a></p>"; break;
            case Paragraph::Kind::small: out += "<p style=\"font-size:14px;color:#555\">" + safe(paragraph.text) + "</p>"; break;
        }
        out += '\n';
    }
    return out + "</body></html>\n";
}

}  // namespace raekoda::doors::mail
