// From reports to what pages show: every page of the room says the same thing in the same words. Inside the room (and its pages) only.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cases/cases.h"
#include "people/visit.h"
#include "view/components.h"

namespace raekoda::cases {

using StaffNames = std::map<StaffId, std::string>;  // the names officials act under in public

// --- moments and lengths of time ---
std::string moment_words(Instant, view::Language);   // "21.11.2026 kell 14.30", local time
std::string date_words(Instant, view::Language);     // "21.11.2026"
std::string duration_words(double hours, view::Language);  // "alla tunni", "5 tundi", "3 päeva"; days from 48 hours on
std::string within_words(double hours, view::Language);    // "tunni jooksul", "5 tunni jooksul", "3 päeva jooksul"

// --- names of the catalogue; what the catalogue no longer has is said in general words ---
std::string kind_name(const services::Municipality&, std::string_view kind, view::Language);
std::string team_name(const services::Municipality&, std::string_view team, view::Language);
std::string district_name(const services::Municipality&, std::string_view district, view::Language);  // may be empty
std::string outcome_name(const services::Municipality&, std::string_view outcome, view::Language);
// Address and district in a line; without both the coordinates.
std::string place_words(const services::Municipality&, std::string_view address, std::string_view district, double lat, double lon, view::Language);
// The beginning of what was written, at most `limit` code points; when nothing was left visible, the kind.
std::string report_title(std::string_view words, const services::Municipality&, std::string_view kind, view::Language, std::size_t limit = 90);

// --- the clock ---
// "Tähtaeg möödas 2 päeva"; empty: in time, closed, paused or nothing promised.
std::string late_words(Instant due, bool counts, Instant now, view::Language);
// What was promised and how it stands: "Lubatud 24.11.2026", with the hour when the limit is in hours; the clock that stands still; a
// closed one: in time or how late. Empty when nothing was promised.
std::string promise_words(const ReportView&, Instant now, view::Language);
// How long such reports really took; empty under 5 of them.
std::string usual_words(const UsualDuration&, view::Language);

// --- components ---
view::BaseMap base_map(const services::Municipality&, const view::Frame&);
view::TagView state_tag(Status, std::string_view outcome, const services::Municipality&, view::Language);
view::TagView visibility_tag(Visibility, view::Language);  // for officials; empty text for what everybody sees
view::ReportCard card_of(const ReportLine&, const services::Municipality&, const people::Visit&);
std::string report_path(const ReportNumber&);        // "/reports/2026-000123": frame.to() makes it a link
enum class PhotoSize { large, thumbnail };
std::string photo_path(const PhotoId&, PhotoSize);   // for everybody: "/photos/<id>/large", the same in all languages. frame.to() before
                                                     // it gives the one that a signed-in official sees even when the report is not public

// One item of the timeline. `opened_words`: sealed words of an internal note that the official may read; empty: what is published.
view::TimelineItem timeline_item(const Happening&, const services::Municipality&, const view::Frame&, const StaffNames&, bool internal,
                                 const std::string& opened_words = {});
// All of it, oldest first, beginning with the report's coming in. `internal`: officials' eyes.
std::vector<view::TimelineItem> timeline_of(const ReportView&, const std::vector<Happening>&, const services::Municipality&, const view::Frame&,
                                            const StaffNames&, bool internal);

// Answers to the kind's questions, label and value in words. `all`: for officials, else only what may be public.
struct AnswerView {
    std::string label, value;
};
std::vector<AnswerView> answers_of(const ReportView&, const services::Municipality&, view::Language, bool all);

// What stands in the timeline under a happening: words and pictures.
struct HappeningBody {
    std::string words;
    struct Picture {
        std::string large, thumbnail;  // addresses
    };
    std::vector<Picture> pictures;
    std::string picture_text;  // alternative text of each
};

}  // namespace raekoda::cases
