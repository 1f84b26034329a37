#include "cases/report_form.h"

#include <cmath>
#include <cstdio>

#include "base/json.h"
#include "base/text.h"

namespace raekoda::cases {

namespace {

std::vector<std::string> texts_of(const json::value& value) {
    std::vector<std::string> out;
    if (const auto* list = value.if_array())
        for (const auto& item : *list)
            if (item.is_string()) out.push_back(json::as_text(item));
    return out;
}

std::optional<Date> date_of_typed(std::string_view typed) {
    auto parts = split(typed, '.');
    if (parts.size() == 4 && parts[3].empty()) parts.pop_back();  // "21.11.2026."
    if (parts.size() != 3 || parts[2].size() != 4) return std::nullopt;
    auto day = parse_integer(parts[0]), month = parse_integer(parts[1]), year = parse_integer(parts[2]);
    if (!day || !month || !year || *day < 1 || *day > 31 || *month < 1 || *month > 12 || *year < 1900 || *year > 2200) return std::nullopt;
    char iso[16];
    std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day));
    return Date::from_iso(iso);  // knows which days a month has
}

std::optional<int> minute_of_typed(std::string_view typed) {
    auto mark = typed.find_first_of(".:");
    if (mark == std::string_view::npos) return std::nullopt;
    auto hour = parse_integer(typed.substr(0, mark)), minute = parse_integer(typed.substr(mark + 1));
    if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return std::nullopt;
    return static_cast<int>(*hour * 60 + *minute);
}

}  // namespace

std::string_view step_name(FormStep step) {
    switch (step) {
        case FormStep::words: return "words";
        case FormStep::place: return "place";
        case FormStep::kind: return "kind";
        case FormStep::details: return "details";
        case FormStep::check: return "check";
        case FormStep::done: return "done";
    }
    return "words";
}

FormStep next_step(const ReportDraft& draft) {
    if (!draft.number.empty()) return FormStep::done;
    if (draft.words.empty()) return FormStep::words;
    if (!draft.place) return FormStep::place;
    if (draft.kind.empty()) return FormStep::kind;
    return draft.details_seen ? FormStep::check : FormStep::details;
}

FormStep step_of_field(std::string_view field) {
    if (field == "words") return FormStep::words;
    if (field == "place" || field == "address" || field == "lat" || field == "long") return FormStep::place;
    if (field == "kind") return FormStep::kind;
    return FormStep::details;
}

std::string encode(const ReportDraft& draft) {
    json::object o;
    o["municipality"] = draft.municipality.value;
    o["language"] = draft.language;
    o["words"] = first_code_points(draft.words, draft_words);
    if (draft.place) o["place"] = json::object{{"lat", draft.place->lat}, {"lon", draft.place->lon}, {"address", draft.place->address}};
    o["kind"] = draft.kind;
    json::object answers;
    for (const auto& [code, values] : draft.answers) answers[code] = json::array(values.begin(), values.end());
    o["answers"] = std::move(answers);
    json::array photos;
    for (const auto& photo : draft.photos) {
        json::object p{{"id", photo.id.value}};
        if (photo.position) {
            p["lat"] = photo.position->latitude;
            p["lon"] = photo.position->longitude;
        }
        photos.push_back(std::move(p));
    }
    o["photos"] = std::move(photos);
    o["name"] = draft.contact.name;
    o["email"] = draft.contact.email;
    o["phone"] = draft.contact.phone;
    o["details_seen"] = draft.details_seen;
    o["number"] = draft.number.value;
    o["told_by_mail"] = draft.told_by_mail;
    return json::serialize(o);
}

Result<ReportDraft> decode_draft(std::string_view text) {
    if (text.size() > draft_bytes) return fail(Fault::too_large, "the draft is too large");
    auto value = TRY(json::parse(text, draft_bytes));
    const auto* o = value.if_object();
    if (!o || !o->contains("municipality") || !o->contains("words")) return fail(Fault::invalid, "this is no draft");
    ReportDraft draft;
    draft.municipality = MunicipalityId(json::text(*o, "municipality"));
    draft.language = json::text(*o, "language", "et");
    draft.words = json::text(*o, "words");
    if (const auto* place = json::member(*o, "place")) {
        DraftPlace p{json::number(*place, "lat", NAN), json::number(*place, "lon", NAN), json::text(*place, "address")};
        if (std::isfinite(p.lat) && std::isfinite(p.lon)) draft.place = std::move(p);
    }
    draft.kind = json::text(*o, "kind");
    if (const auto* answers = json::member(*o, "answers"))
        for (const auto& item : *answers) draft.answers[std::string(item.key())] = texts_of(item.value());
    if (const auto* photos = json::list(*o, "photos"))
        for (const auto& item : *photos) {
            const auto* p = item.if_object();
            if (!p || json::text(*p, "id").empty() || draft.photos.size() >= limits::photos) continue;
            DraftPhoto photo{PhotoId(json::text(*p, "id")), std::nullopt};
            auto lat = json::optional_number(*p, "lat"), lon = json::optional_number(*p, "lon");
            if (lat && lon) photo.position = media::GeoPosition{*lat, *lon};
            draft.photos.push_back(std::move(photo));
        }
    draft.contact.name = json::text(*o, "name");
    draft.contact.email = json::text(*o, "email");
    draft.contact.phone = json::text(*o, "phone");
    draft.contact.language = draft.language;
    draft.details_seen = json::boolean(*o, "details_seen");
    draft.number = ReportNumber(json::text(*o, "number"));
    draft.told_by_mail = json::boolean(*o, "told_by_mail");
    return draft;
}

NewReport report_of(const ReportDraft& draft) {
    NewReport report;
    report.kind = draft.kind;
    report.words = draft.words;
    if (draft.place) {
        report.lat = draft.place->lat;
        report.lon = draft.place->lon;
        report.address = draft.place->address;
    }
    report.answers = draft.answers;
    report.language = draft.language;
    report.contact = draft.contact;
    report.contact.language = draft.language;
    for (const auto& photo : draft.photos) report.kept_photos.push_back(photo.id);
    return report;
}

std::optional<std::string> moment_of_typed(std::string_view text) {
    std::string_view typed = trimmed(text);
    if (Date::from_iso(typed) || parse_iso(typed)) return std::string(typed);
    // A browser's own field: local date and time without an offset.
    auto space = typed.find_first_of(" T,");
    std::string_view day = typed.substr(0, space), hour = space == std::string_view::npos ? std::string_view() : trimmed(typed.substr(space + 1));
    auto date = date_of_typed(day);
    if (!date) date = Date::from_iso(day);
    if (!date) return std::nullopt;
    for (std::string_view word : {"kell ", "в ", "at "})
        if (hour.starts_with(word)) hour = trimmed(hour.substr(word.size()));
    if (hour.empty()) return date->iso();
    auto minute = minute_of_typed(hour);
    if (!minute) return std::nullopt;
    return iso_local(instant_of(*date, *minute));
}

std::string typed_of_moment(std::string_view iso) {
    char out[32];
    if (auto date = Date::from_iso(iso)) {
        std::snprintf(out, sizeof out, "%02d.%02d.%04d", date->day, date->month, date->year);
        return out;
    }
    if (auto at = parse_iso(iso)) {
        auto local = local_time(*at);
        std::snprintf(out, sizeof out, "%02d.%02d.%04d %02d:%02d", local.date.day, local.date.month, local.date.year, local.minute_of_day / 60,
                      local.minute_of_day % 60);
        return out;
    }
    return std::string(iso);
}

std::optional<double> degrees_of_typed(std::string_view text) {
    std::string_view bare = trimmed(text);
    for (std::string_view tail : {"N", "n", "E", "e", "°"}) {
        if (bare.ends_with(tail)) bare.remove_suffix(tail.size());
        bare = trimmed(bare);
    }
    std::string number;
    for (char c : bare) number += c == ',' ? '.' : c;
    return parse_number(number);
}

}  // namespace raekoda::cases
