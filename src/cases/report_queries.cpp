#include <algorithm>
#include <iterator>
#include <limits>

#include "base/json.h"
#include "base/text.h"
#include "cases/report_map.h"
#include "cases/report_memory.h"
#include "cases/report_queries_sql.h"
#include "cases/report_rows.h"

namespace raekoda::cases {

namespace {

constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();

// A cursor is the place of the last line: "<microseconds>.<number>". Anything else starts from the beginning.
struct Cursor {
    std::int64_t at;
    std::string number;
};
Cursor cursor_of(std::string_view text, Cursor start) {
    auto dot = text.find('.');
    if (dot == std::string_view::npos) return start;
    auto at = parse_integer(text.substr(0, dot));
    return at ? Cursor{*at, std::string(text.substr(dot + 1))} : start;
}
std::string cursor_text(Instant at, const ReportNumber& number) { return std::to_string(at.microseconds) + "." + number.value; }

Instant month_start(int month_index) { return instant_of({month_index / 12, month_index % 12 + 1, 1}, 0); }

BrowsePage page_of(std::vector<ReportLine> lines, int limit, Instant ReportLine::*order) {
    BrowsePage page;
    page.lines = std::move(lines);
    if (static_cast<int>(page.lines.size()) > limit) {
        page.lines.resize(static_cast<std::size_t>(limit));
        page.next = cursor_text(page.lines.back().*order, page.lines.back().number);
    }
    return page;
}

std::string_view open_or_closed(const std::optional<bool>& open) { return !open ? "" : *open ? "open" : "closed"; }

}  // namespace

Result<std::optional<ReportView>> Cases::report(const MunicipalityId& municipality, const ReportNumber& number) {
    return journal_->database().read_value<std::optional<ReportView>>([&](store::Session& session) { return load_report(session, municipality, number); });
}

namespace {
Result<std::vector<Happening>> load_happenings(store::Session& session, people::Vault& vault, const MunicipalityId& municipality, const ReportNumber& number, bool internal,
                                               const PhotosByVersion& photos) {
    std::vector<Happening> all;
    TRY(session.each(
        sql::happenings_of,
        [&](const store::Row& row) {
            if (row.integer(4) && !internal) return;
            Happening h;
            h.version = row.integer(0);
            h.type = row.text(1);
            h.at = Instant{row.integer(2)};
            h.actor = row.text(3);
            h.internal = row.integer(4) != 0;
            h.words = row.text(6);
            h.sealed_words = people::SealedTextId(std::string(row.text(7)));
            if (auto text = row.text(5); text.size() <= 2) {
                // "{}": most happenings carry nothing
            } else if (auto data = json::parse(text); data && data->is_object()) {
                const auto& fields = data->get_object();
                h.team = json::text(fields, "team");
                h.outcome = json::text(fields, "outcome");
                h.rule_id = json::text(fields, "rule");
                h.rule_table = json::text(fields, "table");
                h.kind = json::text(fields, "kind");
                h.contractor = json::boolean(fields, "contractor");
                for (const char* name : {"into", "from"})
                    if (auto other = json::optional_text(fields, name)) h.other_number = *other;
            }
            all.push_back(std::move(h));
        },
        municipality.value, number.value));
    // Notes lie sealed whole: officials read them as they are.
    for (auto& h : all)
        if (h.type == "NoteAdded" || h.type == "ReportHidden") {
            if (!h.sealed_words.empty()) h.words = TRY(vault.text(session, municipality, h.sealed_words)).value_or("");
            h.sealed_words = {};
        }
    for (const auto& [version, id] : photos)
        for (auto& h : all)
            if (h.version == version) h.photos.push_back(id);
    return all;
}
}  // namespace

Result<std::vector<Happening>> Cases::happenings(const MunicipalityId& municipality, const ReportNumber& number, bool internal) {
    return journal_->database().read_value<std::vector<Happening>>(
        [&](store::Session& session) -> Result<std::vector<Happening>> {
            auto photos = TRY(load_photos(session, municipality, number));
            return load_happenings(session, people_->vault(), municipality, number, internal, photos);
        });
}

Result<std::shared_ptr<const Cases::ReportWithHistory>> Cases::report_with_history(const MunicipalityId& municipality, const ReportNumber& number) {
    auto& database = journal_->database();
    std::optional<std::int64_t> version;
    TRY(database.read_once([&](store::Session& session) -> Outcome {
        version = TRY(session.first(sql::version_of, [](const store::Row& row) { return row.integer(0); }, municipality.value, number.value));
        return {};
    }));
    if (!version) return std::shared_ptr<const ReportWithHistory>();
    if (auto remembered = memory_->at_version(municipality, number, *version)) return remembered;
    auto found = std::make_shared<ReportWithHistory>();
    bool exists = false;
    TRY(database.read([&](store::Session& session) -> Outcome {
        auto photos = TRY(load_photos(session, municipality, number));
        exists = TRY(load_report_into(found->report, session, municipality, number, photos));
        if (exists) found->happenings = TRY(load_happenings(session, people_->vault(), municipality, number, false, photos));
        return {};
    }));
    if (!exists) return std::shared_ptr<const ReportWithHistory>();
    memory_->remember(municipality, number, found);
    return std::shared_ptr<const ReportWithHistory>(std::move(found));
}

Result<std::map<std::string, std::string>> Cases::beginnings(const MunicipalityId& municipality, const std::vector<std::string>& numbers) {
    std::map<std::string, std::string> found;
    if (numbers.empty()) return found;
    std::string list = json::serialize(json::array(numbers.begin(), numbers.end()));
    TRY(journal_->database().read([&](store::Session& session) {
        return session.each(sql::beginnings_of, [&](const store::Row& row) { found[std::string(row.text(0))] = row.text(1); }, municipality.value, list);
    }));
    return found;
}

Result<BrowsePage> Cases::browse(const MunicipalityId& municipality, const BrowseFilter& filter, std::string_view cursor, int limit) {
    std::int64_t end = filter.to_month ? month_start(filter.to_month + 1).microseconds : for_ever;
    std::int64_t begin = filter.from_month ? month_start(filter.from_month).microseconds : 0;
    Cursor from = cursor_of(cursor, {end, ""});
    if (from.at > end) from = {end, ""};
    auto lines = TRY(journal_->database().read_value<std::vector<ReportLine>>([&](store::Session& session) {
        return filter.kind.empty() ? session.all(sql::browse_all, line_from, municipality.value, from.at, from.number, begin, filter.district,
                                                 open_or_closed(filter.open), limit + 1)
                                   : session.all(sql::browse_kind, line_from, municipality.value, from.at, from.number, begin, filter.district,
                                                 open_or_closed(filter.open), limit + 1, filter.kind);
    }));
    return page_of(std::move(lines), limit, &ReportLine::opened);
}

Result<BrowsePage> Cases::queue(const MunicipalityId& municipality, const QueueFilter& filter, Instant now, std::string_view cursor, int limit) {
    using Clock = QueueFilter::Clock;
    std::string kinds = filter.kinds.empty() ? "" : ",";
    for (const auto& kind : filter.kinds) kinds += kind + ",";
    if (filter.clock == Clock::closed) {
        const auto from = cursor_of(cursor, {for_ever, ""});
        auto lines = TRY(journal_->database().read_value<std::vector<ReportLine>>([&](store::Session& session) {
            return session.all(sql::queue_closed, line_from, municipality.value, from.at, from.number, filter.team, filter.staff.value, kinds, limit + 1);
        }));
        return page_of(std::move(lines), limit, &ReportLine::updated);
    }
    const bool by_promise = filter.clock == Clock::overdue || filter.clock == Clock::soon;
    const std::int64_t latest_due = filter.clock == Clock::overdue ? now.microseconds : filter.clock == Clock::soon ? now.plus_hours(24).microseconds : for_ever;
    // Promises in the order in which they end; after them what nobody promised an end for, which is kept with due 0.
    const auto from = cursor_of(cursor, {filter.clock == Clock::soon ? now.microseconds + 1 : 1, ""});
    std::vector<ReportLine> lines;
    TRY(journal_->database().read([&](store::Session& session) -> Outcome {
        auto take = [&](const Cursor& after, std::int64_t until) -> Outcome {
            auto more = TRY(session.all(sql::queue_open, line_from, municipality.value, after.at, after.number, filter.team, filter.staff.value,
                                        filter.clock == Clock::waiting ? "waiting" : "", filter.clock == Clock::review ? "awaiting_review" : "", until, kinds,
                                        by_promise ? 1 : 0, limit + 1 - static_cast<int>(lines.size())));
            std::move(more.begin(), more.end(), std::back_inserter(lines));
            return {};
        };
        const bool promised = from.at > 0;
        if (promised) TRY(take(from, latest_due));
        if (!by_promise && static_cast<int>(lines.size()) <= limit) TRY(take(promised ? Cursor{-1, ""} : from, 0));
        return {};
    }));
    return page_of(std::move(lines), limit, &ReportLine::due);
}

Result<Cases::QueueCounts> Cases::queue_counts(const MunicipalityId& municipality, const QueueFilter& filter, Instant now) {
    QueueCounts counts;
    TRY(journal_->database().read([&](store::Session& session) {
        return session.each(
            sql::queue_sums,
            [&](const store::Row& row) {
                std::string kind(row.text(0));
                if (!filter.kinds.empty() && std::find(filter.kinds.begin(), filter.kinds.end(), kind) == filter.kinds.end()) return;
                counts.open += row.integer(1);
                counts.overdue += row.integer(2);
                counts.waiting += row.integer(3);
                counts.review += row.integer(4);
            },
            municipality.value, filter.team, now.microseconds, filter.staff.value);
    }));
    return counts;
}

Result<std::vector<ReportView>> Cases::search(const MunicipalityId& municipality, const ReportSearch& wanted) {
    std::vector<ReportView> found;
    TRY(journal_->database().read([&](store::Session& session) -> Outcome {
        if (!wanted.numbers.empty()) {
            for (const auto& number : wanted.numbers) {
                auto report = TRY(load_report(session, municipality, ReportNumber(number)));
                if (report && report->visibility == Visibility::open) found.push_back(std::move(*report));
            }
            return {};
        }
        std::string kinds = wanted.kinds.empty() ? "" : "," + joined(wanted.kinds, ",") + ",";
        auto at = [](const std::optional<Instant>& t, std::int64_t otherwise) { return t ? t->microseconds : otherwise; };
        const bool by_update = wanted.updated_from || wanted.updated_to;
        TRY(session.each(by_update ? sql::search_updated : sql::search_opened, [&](const store::Row& row) { found.push_back(report_from(row, municipality)); },
                         municipality.value, at(wanted.opened_from, 0), at(wanted.opened_to, for_ever), at(wanted.updated_from, 0),
                         at(wanted.updated_to, for_ever), open_or_closed(wanted.open), kinds, wanted.limit, wanted.offset));
        for (auto& report : found)
            TRY(session.each(
                sql::photos_of,
                [&](const store::Row& row) {
                    if (row.integer(0) == 1) report.photos.emplace_back(std::string(row.text(1)));
                },
                municipality.value, report.number.value));
        return {};
    }));
    return found;
}

Result<std::vector<ReportLine>> Cases::of_reporter(const MunicipalityId& municipality, const PersonId& person, int limit) {
    return journal_->database().read_value<std::vector<ReportLine>>(
        [&](store::Session& session) { return session.all(sql::lines_of_reporter, line_from, municipality.value, person.value, limit); });
}

Result<UsualDuration> Cases::usual_duration(const MunicipalityId& municipality, const std::string& kind) {
    std::vector<double> hours;
    TRY(journal_->database().read([&](store::Session& session) {
        return session.each(sql::last_durations, [&](const store::Row& row) { hours.push_back(static_cast<double>(row.integer(0)) / 3.6e9); },
                            municipality.value, kind);
    }));
    UsualDuration usual;
    usual.count = static_cast<int>(hours.size());
    if (hours.empty()) return usual;
    std::sort(hours.begin(), hours.end());
    usual.median_hours = hours[hours.size() / 2];
    usual.most_hours = hours[std::min(hours.size() - 1, hours.size() * 4 / 5)];
    return usual;
}

Result<Cases::TownFigures> Cases::town_figures(const MunicipalityId& municipality, Instant now) {
    TownFigures figures;
    TRY(journal_->database().read([&](store::Session& session) {
        return session.each(
            sql::town_sums,
            [&](const store::Row& row) {
                figures = {row.integer(0), row.integer(1), row.integer(2)};
            },
            municipality.value, now.plus_hours(-24 * 30).microseconds);
    }));
    return figures;
}

std::string encode(const MailOrder& order) {
    return json::serialize(json::object{{"letter", order.letter}, {"number", order.number.value}, {"person", order.person.value},
                                        {"follower", order.follower}, {"language", order.language}, {"version", order.version}});
}
std::optional<MailOrder> decode_mail_order(std::string_view payload) {
    auto parsed = json::parse(payload);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    const auto& o = parsed->get_object();
    return MailOrder{json::text(o, "letter"), ReportNumber(json::text(o, "number")), PersonId(json::text(o, "person")), json::boolean(o, "follower"),
                     json::text(o, "language", "et"), json::integer(o, "version")};
}

}  // namespace raekoda::cases
