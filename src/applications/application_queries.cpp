#include "applications/application_queries_sql.h"

#include <climits>

#include "applications/application_rows.h"
#include "base/json.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

// "microseconds/number": where the last page ended.
struct Cursor {
    std::int64_t at;
    std::string number;
};
Cursor cursor_of(std::string_view text, Cursor start) {
    auto slash = text.find('/');
    if (slash == std::string_view::npos) return start;
    auto at = parse_integer(text.substr(0, slash));
    return at ? Cursor{*at, std::string(text.substr(slash + 1))} : start;
}
std::string cursor_text(Instant at, const ApplicationNumber& number) { return std::to_string(at.microseconds) + "/" + number.value; }

constexpr Cursor from_newest() { return {INT64_MAX, "~"}; }

struct WordsOf {
    Happening& happening;
    SealedTextId words;

    void operator()(const ApplicationSubmitted& e) { take_files(e.files); }
    void operator()(const ApplicationSigned&) {}
    void operator()(const SignatureRefused& e) { take(e.words, {}, {}); }
    void operator()(const SignaturesLapsed& e) { happening.until = Date::from_iso(e.until); }
    void operator()(const HandlingBegun&) {}
    void operator()(const ApplicationAssigned& e) { happening.code = e.team; }
    void operator()(const MoreAsked& e) { take(e.words, {}, e.until); }
    void operator()(const HearingOpened& e) { take(e.words, e.intended, e.until); }
    void operator()(const ApplicantReplied& e) {
        take(e.words, {}, {});
        take_files(e.files);
    }
    void operator()(const HandlingResumed&) {}
    void operator()(const ApplicationNoted& e) { take(e.words, {}, {}); }
    void operator()(const TermExtended& e) {
        take(e.words, {}, {});
        happening.until = local_time(Instant{e.due}).date;
    }
    void operator()(const DecisionMade& e) { happening.code = e.outcome; }
    void operator()(const DecisionRead& e) { happening.until = Date::from_iso(e.appeal_until); }
    void operator()(const AppealFiled& e) { take(e.words, e.late ? "late" : "", {}); }
    void operator()(const AppealDecided& e) { happening.code = e.appeal_outcome; }
    void operator()(const ApplicationWithdrawn& e) { take(e.words, {}, {}); }
    void operator()(const ApplicationForgotten&) {}
    void operator()(const AppointmentProposed& e) { take(e.words, {}, day_of(e.starts)); }
    void operator()(const AppointmentMoved& e) { take(e.words, {}, day_of(e.starts)); }
    void operator()(const AppointmentCancelled& e) { take(e.words, {}, {}); }
    void operator()(const AppointmentAnswered& e) { take(e.words, e.suits ? "suits" : "unsuitable", {}); }
    static std::string day_of(std::int64_t starts) { return local_time(Instant{starts}).date.iso(); }

    void take(const std::string& sealed, const std::string& code, const std::string& until) {
        words = SealedTextId(sealed);
        happening.code = code;
        happening.until = Date::from_iso(until);
    }
    void take_files(const std::vector<std::string>& ids) {
        for (const auto& id : ids) happening.files.emplace_back(id);
    }
};

// In the order of the columns of happenings_of and news_of_number.
struct FoundHappening {
    Happening happening;
    std::string data;
};
FoundHappening found_happening(const store::Row& row) {
    return {{row.integer(0), std::string(row.text(1)), Instant{row.integer(2)}, std::string(row.text(3)), row.integer(4) != 0, {}, {}, {}, {}}, std::string(row.text(5))};
}

std::string place_and_words(const std::string& said) {
    auto parsed = json::parse(said);
    const auto* o = parsed ? parsed->if_object() : nullptr;
    if (!o) return {};
    auto words = json::text(*o, "words");
    return json::text(*o, "place") + (words.empty() ? "" : "\n" + words);
}

// A person's lines in the services that the viewer may see, from a place on. What a narrow mandate leaves out takes no place on a page.
Result<std::vector<ApplicationLine>> lines_seen(store::Session& session, const MunicipalityId& municipality, const PersonId& person, const Viewer& viewer, bool newer, Cursor from, int limit) {
    std::vector<ApplicationLine> seen;
    for (;;) {
        auto lines = newer ? session.all(sql::lines_of_applicant_newer, own_line_from, municipality.value, person.value, from.at, from.number, limit)
                           : session.all(sql::lines_of_applicant_older, own_line_from, municipality.value, person.value, from.at, from.number, limit);
        if (!lines) return fail(lines.error());
        const bool over = lines->size() < static_cast<std::size_t>(limit);
        if (!lines->empty()) from = {lines->back().submitted.microseconds, lines->back().number.value};
        for (auto& line : *lines)
            if (seen.size() < static_cast<std::size_t>(limit) && viewer.covers(line.service)) seen.push_back(std::move(line));
        if (over || seen.size() >= static_cast<std::size_t>(limit)) return seen;
    }
}

}  // namespace

Result<std::optional<ApplicationView>> Applications::application(const MunicipalityId& municipality, const ApplicationNumber& number) {
    return journal_->database().read_value<std::optional<ApplicationView>>([&](store::Session& session) { return load_application(session, municipality, number); });
}

Result<std::optional<ApplicationView>> Applications::of_viewer(const MunicipalityId& municipality, const ApplicationNumber& number, const Viewer& viewer) {
    auto found = TRY(application(municipality, number));
    if (found && !may_see(*found, viewer)) found.reset();
    return found;
}

Result<std::vector<Happening>> Applications::happenings(const MunicipalityId& municipality, const ApplicationNumber& number, bool internal) {
    return journal_->database().read_value<std::vector<Happening>>([&](store::Session& session) -> Result<std::vector<Happening>> {
        auto rows = TRY(session.all(sql::happenings_of, found_happening, municipality.value, number.value));
        std::vector<Happening> out;
        for (auto& row : rows) {
            if (row.happening.internal && !internal) continue;
            auto event = TRY(decode_application_event(row.happening.type, row.data));
            WordsOf words{row.happening, {}};
            std::visit(words, event);
            if (!words.words.empty()) row.happening.words = TRY(people_->vault().text(session, municipality, words.words)).value_or("");
            // A time that is offered says where, and perhaps something more.
            const bool offered = std::holds_alternative<AppointmentProposed>(event) || std::holds_alternative<AppointmentMoved>(event);
            if (offered) row.happening.words = place_and_words(row.happening.words);
            out.push_back(std::move(row.happening));
        }
        return out;
    });
}

Result<std::optional<std::string>> Applications::sealed(const MunicipalityId& municipality, const SealedTextId& id) {
    if (id.empty()) return std::nullopt;
    return journal_->database().read_value<std::optional<std::string>>([&](store::Session& session) { return people_->vault().text(session, municipality, id); });
}

Result<std::optional<Decision>> Applications::decision(const MunicipalityId& municipality, const ApplicationView& application) {
    auto text = TRY(sealed(municipality, application.decision));
    return text ? decode_decision(*text) : std::nullopt;
}

Result<std::vector<ApplicationLine>> Applications::of_person(const MunicipalityId& municipality, const Viewer& viewer, int limit) {
    return journal_->database().read_value<std::vector<ApplicationLine>>([&](store::Session& session) -> Result<std::vector<ApplicationLine>> {
        const auto& whose = viewer.acting.empty() ? viewer.person : viewer.acting;
        auto lines = viewer.scopes.empty() ? session.all(sql::lines_of_applicant, own_line_from, municipality.value, whose.value, limit)
                                           : lines_seen(session, municipality, whose, viewer, false, from_newest(), limit);
        if (!lines) return fail(lines.error());
        for (const auto& guest : viewer.also)
            for (auto& line : TRY(session.all(sql::lines_of_applicant, own_line_from, municipality.value, guest.value, limit))) lines->push_back(std::move(line));
        if (!viewer.also.empty()) std::stable_sort(lines->begin(), lines->end(), [](const auto& a, const auto& b) { return a.submitted > b.submitted; });
        auto to_sign = TRY(session.all(sql::lines_to_sign, line_from, municipality.value, viewer.person.value, limit));
        for (auto& line : to_sign) line.signature_wanted = true;
        lines->insert(lines->begin(), to_sign.begin(), to_sign.end());
        return lines;
    });
}

Result<std::vector<ApplicationLine>> Applications::to_sign(const MunicipalityId& municipality, const PersonId& person, int limit) {
    auto lines = TRY(journal_->database().read_value<std::vector<ApplicationLine>>([&](store::Session& session) { return session.all(sql::lines_to_sign, line_from, municipality.value, person.value, limit); }));
    for (auto& line : lines) line.signature_wanted = true;
    return lines;
}

Result<Applications::PersonPage> Applications::page_of_person(const MunicipalityId& municipality, const Viewer& viewer, Turn turn, std::string_view cursor, int limit) {
    const bool newer = turn == Turn::newer;
    const auto from = cursor_of(cursor, newer ? Cursor{-1, ""} : from_newest());
    PersonPage page;
    page.lines = TRY(journal_->database().read_value<std::vector<ApplicationLine>>([&](store::Session& session) -> Result<std::vector<ApplicationLine>> {
        std::vector<ApplicationLine> all;
        for (const auto& person : viewer.whose()) {
            auto lines = TRY(lines_seen(session, municipality, person, viewer, newer, from, limit + 1));
            std::move(lines.begin(), lines.end(), std::back_inserter(all));
        }
        return all;
    }));
    auto place = [](const ApplicationLine& line) { return std::pair(line.submitted.microseconds, line.number.value); };
    std::sort(page.lines.begin(), page.lines.end(), [&](const auto& a, const auto& b) { return newer ? place(a) < place(b) : place(b) < place(a); });
    const bool more = page.lines.size() > static_cast<std::size_t>(limit);
    // A way forward that ends before the page is full has come to the first one; past the last one there is nothing to read.
    if (!cursor.empty() && (newer ? !more : page.lines.empty())) return page_of_person(municipality, viewer, Turn::older, {}, limit);
    if (more) page.lines.resize(static_cast<std::size_t>(limit));
    if (newer) std::reverse(page.lines.begin(), page.lines.end());
    if (page.lines.empty()) return page;
    const auto &first = page.lines.front(), &last = page.lines.back();
    if (newer || more) page.older = cursor_text(last.submitted, last.number);
    if (!cursor.empty()) page.newer = cursor_text(first.submitted, first.number);
    return page;
}

Result<std::vector<Applications::News>> Applications::news(const MunicipalityId& municipality, const std::vector<ApplicationLine>& lines, Instant since, std::size_t limit) {
    constexpr std::size_t looked_at = 5;  // matters for one piece of news
    std::vector<const ApplicationLine*> moved;
    for (const auto& line : lines)
        if (!line.signature_wanted && line.updated >= since) moved.push_back(&line);
    std::vector<News> news;
    if (moved.empty() || limit == 0) return news;
    std::stable_sort(moved.begin(), moved.end(), [](const auto* a, const auto* b) { return a->updated > b->updated; });
    moved.resize(std::min(moved.size(), looked_at * limit));  // in the others nobody may have done anything but the applicant
    TRY(journal_->database().read([&](store::Session& session) -> Outcome {
        for (const auto* line : moved) {
            // What an official did is no newer than the matter's last move: the rest is older than what was found.
            if (news.size() == limit && news.back().happening.at >= line->updated) break;
            auto last = TRY(session.first(sql::news_of_number, found_happening, municipality.value, line->number.value, since.microseconds));
            if (!last) continue;
            auto event = TRY(decode_application_event(last->happening.type, last->data));
            WordsOf codes{last->happening, {}};
            std::visit(codes, event);
            auto place = std::find_if(news.begin(), news.end(), [&](const auto& one) { return one.happening.at < last->happening.at; });
            news.insert(place, {line, std::move(last->happening)});
            if (news.size() > limit) news.pop_back();
        }
        return {};
    }));
    return news;
}

Result<Applications::QueuePage> Applications::queue(const MunicipalityId& municipality, const QueueFilter& filter, Instant now, std::string_view cursor, int limit) {
    using Clock = QueueFilter::Clock;
    const bool decided = filter.clock == Clock::decided;
    auto at = cursor_of(cursor, decided ? from_newest() : Cursor{-1, ""});
    const char* clock = filter.clock == Clock::overdue ? "overdue" : filter.clock == Clock::waiting ? "waiting" : filter.clock == Clock::appealed ? "appealed" : "any";
    QueuePage page;
    page.lines = TRY(journal_->database().read_value<std::vector<ApplicationLine>>([&](store::Session& session) {
        if (decided) return session.all(sql::queue_decided, line_from, municipality.value, at.at, at.number, filter.team, filter.service, filter.staff.value, limit + 1);
        return session.all(sql::queue_open, line_from, municipality.value, at.at, at.number, filter.team, filter.service, filter.staff.value, clock, now.microseconds, limit + 1);
    }));
    if (page.lines.size() > static_cast<std::size_t>(limit)) {
        page.lines.resize(static_cast<std::size_t>(limit));
        const auto& last = page.lines.back();
        page.next = cursor_text(decided ? last.decided.value_or(Instant{}) : last.due, last.number);
    }
    return page;
}

Result<Applications::RegisterPage> Applications::decisions(const MunicipalityId& municipality, const DecisionFilter& filter, std::string_view cursor, int limit) {
    auto at = cursor_of(cursor, from_newest());
    std::int64_t from = INT64_MIN;
    if (filter.year) {
        from = instant_of({filter.year, 1, 1}, 0).microseconds;
        at.at = std::min(at.at, instant_of({filter.year + 1, 1, 1}, 0).microseconds - 1);
    }
    auto line = [](const store::Row& row) {
        return DecisionLine{ApplicationNumber(std::string(row.text(0))), std::string(row.text(1)), std::string(row.text(2)), decided_of(row.text(3)).value_or(Decided::granted),
                            Instant{row.integer(4)}, row.integer(5) != 0, status_of(row.text(6)) == Status::appealed};
    };
    RegisterPage page;
    page.lines = TRY(journal_->database().read_value<std::vector<DecisionLine>>([&](store::Session& session) {
        if (filter.service.empty()) return session.all(sql::register_all, line, municipality.value, at.at, at.number, from, limit + 1);
        return session.all(sql::register_service, line, municipality.value, at.at, at.number, from, limit + 1, filter.service);
    }));
    if (page.lines.size() > static_cast<std::size_t>(limit)) {
        page.lines.resize(static_cast<std::size_t>(limit));
        page.next = cursor_text(page.lines.back().decided, page.lines.back().number);
    }
    return page;
}

}  // namespace raekoda::applications
