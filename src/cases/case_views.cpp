#include "cases/case_views.h"

#include <cmath>

#include "base/text.h"
#include "cases/pages.h"

namespace raekoda::cases {

using view::Language;
using view::text;
using view::Tone;

namespace {

constexpr double days_from_hours = 48;  // shorter lengths are said in hours

std::int64_t whole_days(double hours) { return std::max<std::int64_t>(1, std::llround(hours / 24)); }

// "ReportOpened" → "report_opened"
std::string snake_case(std::string_view name) {
    std::string out;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') {
            if (!out.empty()) out += '_';
            out += static_cast<char>(c - 'A' + 'a');
        } else {
            out += c;
        }
    }
    return out;
}

std::string staff_of_actor(std::string_view actor) {
    constexpr std::string_view prefix = "staff/";
    return actor.starts_with(prefix) ? std::string(actor.substr(prefix.size())) : std::string();
}

std::string actor_words(const std::string& actor, const StaffNames& names, Language language) {
    if (auto staff = staff_of_actor(actor); !staff.empty()) {
        auto found = names.find(StaffId(staff));
        return found == names.end() ? text(language, "case_views.actor_official") : found->second;
    }
    if (actor == "resident") return text(language, "case_views.actor_resident");
    return {};
}

Tone tone_of(std::string_view type, std::string_view outcome) {
    if (type == "ReportClosed") return outcome == "done" ? Tone::success : Tone::neutral;
    if (type == "ReporterAsked" || type == "ReportReopened") return Tone::warning;
    if (type == "ReportHidden" || type == "MailBounced") return Tone::danger;
    if (type == "NoteAdded" || type == "WordsRedacted" || type == "FollowerJoined" || type == "FollowerLeft") return Tone::neutral;
    return Tone::info;
}

view::Html body_of(const view::Frame& frame, const std::string& words, const std::vector<PhotoId>& photos, bool internal) {
    if (words.empty() && photos.empty()) return {};
    HappeningBody body{words, {}, text(frame.language, "case_views.photo_of_happening")};
    for (const auto& photo : photos) {
        auto large = photo_path(photo, PhotoSize::large), small = photo_path(photo, PhotoSize::thumbnail);
        body.pictures.push_back(internal ? HappeningBody::Picture{frame.to(large), frame.to(small)} : HappeningBody::Picture{large, small});
    }
    return pages::happening_body(frame, body);
}

}  // namespace

// --- moments and lengths of time ---

std::string moment_words(Instant at, Language language) {
    auto local = local_time(at);
    return view::moment_text(language, local.date.year, local.date.month, local.date.day, local.minute_of_day);
}
std::string date_words(Instant at, Language language) {
    auto day = local_time(at).date;
    return view::date_text(language, day.year, day.month, day.day);
}
std::string duration_words(double hours, Language language) {
    if (hours < 1) return text(language, "case_views.lasted_under_an_hour");
    if (hours < days_from_hours) return text(language, "case_views.lasted_hours", {{"count", std::llround(hours)}});
    return text(language, "case_views.lasted_days", {{"count", whole_days(hours)}});
}
std::string within_words(double hours, Language language) {
    if (hours < 1) return text(language, "case_views.within_an_hour");
    if (hours < days_from_hours) return text(language, "case_views.within_hours", {{"count", std::llround(std::ceil(hours))}});
    return text(language, "case_views.within_days", {{"count", whole_days(hours)}});
}

// --- names of the catalogue ---

std::string kind_name(const services::Municipality& municipality, std::string_view kind, Language language) {
    const auto* found = municipality.kind(kind);
    return found ? found->name.in(language) : text(language, "case_views.kind_unknown");
}
std::string team_name(const services::Municipality& municipality, std::string_view team, Language language) {
    const auto* found = municipality.team(team);
    return found ? found->name.in(language) : municipality.name.in(language);
}
std::string district_name(const services::Municipality& municipality, std::string_view district, Language language) {
    const auto* found = municipality.district(district);
    return found ? found->name.in(language) : std::string();
}
std::string outcome_name(const services::Municipality& municipality, std::string_view outcome, Language language) {
    const auto* found = municipality.closing_reason(outcome);
    return found ? found->name.in(language) : text(language, "case_views.state_closed");
}

std::string place_words(const services::Municipality& municipality, std::string_view address, std::string_view district, double lat, double lon,
                        Language language) {
    std::string part = district_name(municipality, district, language), place(address);
    if (place.empty() && part.empty()) {
        char buffer[48];
        std::snprintf(buffer, sizeof buffer, "%.5f, %.5f", lat, lon);
        return buffer;
    }
    // Addresses are written in Estonian: "Ilmatsalu alevik" need not name its district again in another script.
    const auto said = [&](const std::string& name) { return !name.empty() && place.find(name) != std::string::npos; };
    if (!part.empty() && !said(part) && !said(district_name(municipality, district, Language::et))) place += (place.empty() ? "" : ", ") + part;
    return place;
}

std::string report_title(std::string_view words, const services::Municipality& municipality, std::string_view kind, Language language, std::size_t limit) {
    auto line = trimmed(words.substr(0, words.find('\n')));
    if (line.empty()) return kind_name(municipality, kind, language);
    if (code_point_count(line) <= limit) return std::string(line);
    std::string cut = first_code_points(line, limit);
    // At the end of a word, unless that would cut away too much.
    if (auto space = cut.rfind(' '); space != std::string::npos && space > cut.size() / 2) cut.resize(space);
    return cut + "…";
}

// --- the clock ---

std::string late_words(Instant due, bool counts, Instant now, Language language) {
    if (!counts || due.microseconds <= 0 || now <= due) return {};
    return text(language, "case_views.late", {{"time", duration_words(static_cast<double>(now.seconds_since(due)) / 3600, language)}});
}

std::string promise_words(const ReportView& report, Instant now, Language language) {
    if (!report.promised()) return {};
    const bool by_hour = report.limit.hours > 0;
    std::string due = by_hour ? moment_words(report.due, language) : date_words(report.due, language);
    if (report.closed) {
        if (*report.closed <= report.due) return text(language, "case_views.kept_promise", {{"date", due}});
        double hours = static_cast<double>(report.closed->seconds_since(report.due)) / 3600;
        return text(language, "case_views.broke_promise", {{"date", due}, {"time", duration_words(hours, language)}});
    }
    if (report.paused_since) return text(language, "case_views.clock_stands");
    if (auto late = late_words(report.due, true, now, language); !late.empty())
        return text(language, "case_views.promise_overdue", {{"date", due}, {"late", late}});
    return text(language, "case_views.promised", {{"date", due}});
}

std::string usual_words(const UsualDuration& usual, Language language) {
    if (usual.count < 5) return {};
    return text(language, "case_views.usual", {{"median", within_words(usual.median_hours, language)}, {"most", within_words(usual.most_hours, language)},
                                               view::Argument::of_number("count", usual.count)});
}

// --- components ---

view::BaseMap base_map(const services::Municipality& municipality, const view::Frame&) {
    const auto& map = municipality.map;
    return {map.tiles, map.attribution, {}, map.west, map.south, map.east, map.north, "/outline.geojson", 18};
}

view::TagView state_tag(Status status, std::string_view outcome, const services::Municipality& municipality, Language language) {
    switch (status) {
        case Status::received: return {text(language, "case_views.state_received"), Tone::info};
        case Status::in_progress: return {text(language, "case_views.state_in_progress"), Tone::info};
        case Status::waiting: return {text(language, "case_views.state_waiting"), Tone::warning};
        case Status::closed: return {outcome_name(municipality, outcome, language), outcome == "done" ? Tone::success : Tone::neutral};
    }
    return {};
}

view::TagView visibility_tag(Visibility visibility, Language language) {
    switch (visibility) {
        case Visibility::open: return {};
        case Visibility::awaiting_review: return {text(language, "case_views.visibility_awaiting_review"), Tone::warning};
        case Visibility::hidden: return {text(language, "case_views.visibility_hidden"), Tone::danger};
    }
    return {};
}

std::string report_path(const ReportNumber& number) { return "/reports/" + number.value; }
std::string photo_path(const PhotoId& id, PhotoSize size) { return "/photos/" + id.value + (size == PhotoSize::large ? "/large" : "/thumbnail"); }

view::ReportCard card_of(const ReportLine& line, const services::Municipality& municipality, const people::Visit& visit) {
    const auto language = visit.language();
    view::ReportCard card;
    card.number = line.number.value;
    card.title = report_title(line.words, municipality, line.kind, language);
    card.url = visit.frame.to(report_path(line.number));
    card.kind = kind_name(municipality, line.kind, language);
    card.place = place_words(municipality, line.address, line.district, line.lat, line.lon, language);
    card.moment = iso_local(line.opened);
    card.moment_text = moment_words(line.opened, language);
    card.state = state_tag(line.status, line.outcome, municipality, language);
    card.late_text = late_words(line.due, is_open(line.status) && !line.paused, visit.now, language);
    if (!line.first_photo.empty()) card.image_url = photo_path(line.first_photo, PhotoSize::thumbnail);
    return card;
}

view::TimelineItem timeline_item(const Happening& h, const services::Municipality& municipality, const view::Frame& frame, const StaffNames& names,
                                 bool internal, const std::string& opened_words) {
    const auto language = frame.language;
    std::string key = "case_views.happened_" + snake_case(h.type);
    if (h.type == "ReportAssigned" && h.contractor) key += "_contractor";
    view::TimelineItem item;
    item.what = text(language, view::has_text(key) ? key : "case_views.happened_other",
                     {{"team", h.team.empty() ? std::string() : team_name(municipality, h.team, language)},
                      {"number", h.other_number},
                      {"kind", h.kind.empty() ? std::string() : kind_name(municipality, h.kind, language)},
                      {"outcome", outcome_name(municipality, h.outcome, language)}});
    item.moment = iso_local(h.at);
    item.moment_text = moment_words(h.at, language);
    item.actor = actor_words(h.actor, names, language);
    item.body = body_of(frame, opened_words.empty() ? h.words : opened_words, h.photos, internal);
    item.tone = tone_of(h.type, h.outcome);
    return item;
}

std::vector<view::TimelineItem> timeline_of(const ReportView& report, const std::vector<Happening>& happenings, const services::Municipality& municipality,
                                            const view::Frame& frame, const StaffNames& names, bool internal) {
    const auto language = frame.language;
    std::vector<view::TimelineItem> items;
    if (happenings.empty() || happenings.front().type != "ReportOpened") {
        std::string how = report.split_from.empty() ? text(language, std::string("case_views.came_by_") + std::string(channel_name(report.channel)))
                                                    : text(language, "case_views.came_by_split", {{"number", report.split_from.value}});
        items.push_back({how, iso_local(report.opened), moment_words(report.opened, language), {}, {}, Tone::info});
    }
    for (const auto& h : happenings) {
        if (h.internal && !internal) continue;
        if (!internal && report.visibility != Visibility::open && !h.photos.empty()) {
            auto without_photos = h;  // nobody could open them
            without_photos.photos.clear();
            items.push_back(timeline_item(without_photos, municipality, frame, names, internal));
        } else {
            items.push_back(timeline_item(h, municipality, frame, names, internal));
        }
    }
    return items;
}

std::vector<AnswerView> answers_of(const ReportView& report, const services::Municipality& municipality, Language language, bool all) {
    std::vector<AnswerView> out;
    const auto* kind = municipality.kind(report.kind);
    if (!kind) return out;
    for (const auto& question : kind->questions) {
        if (!all && !question.is_public) continue;
        std::vector<std::string> values;
        if (auto keys = report.answers.find(question.code); keys != report.answers.end())
            for (const auto& key : keys->second) {
                auto choice = std::find_if(question.values.begin(), question.values.end(), [&](const auto& c) { return c.key == key; });
                values.push_back(choice == question.values.end() ? key : choice->name.in(language));
            }
        if (auto typed = report.typed_answers.find(question.code); typed != report.typed_answers.end())
            values.insert(values.end(), typed->second.begin(), typed->second.end());
        if (!values.empty()) out.push_back({question.label.in(language), joined(values, ", ")});
    }
    return out;
}

}  // namespace raekoda::cases
