// What the shared components of pages take (components/*.html). Plain data: rooms fill it, the components write the HTML.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "view/view.h"

namespace raekoda::view {

// How grave or how good something is; always said in words too, never by colour alone.
enum class Tone { neutral, info, success, warning, danger };
std::string_view code(Tone);  // "info": the value of data-color and data-tone

struct Link {
    std::string text;
    std::string url;
};

struct Option {
    std::string value;
    std::string label;
    std::string hint;
    bool checked = false;
};

// One field of a form. `name` is what the form sends; the element's id is made from it, so problems can link to it.
struct Field {
    std::string name;
    std::string label;
    std::string hint;
    std::string value;
    std::string error_text;    // empty: no problem
    bool required = false;     // fields that are not required say so
    bool says_optional = true; // but not where all are choices: filters
    std::string type = "text"; // text, email, tel, url, search, password, number
    std::string autocomplete;  // HTML autocomplete token: "name", "email", "tel"
    std::string input_mode;    // "numeric", "decimal" …
    std::size_t maximum = 0;   // characters; 0: no limit shown
    int rows = 5;              // text_area
    std::string accept;        // file_field: "image/jpeg,image/png"
    bool several = false;      // file_field
    std::string within = {};   // what tells it from a field of the same name in another form of the page
    std::string id() const { return within.empty() ? element_id(name) : element_id(within + "." + name); }
    bool is_described() const { return !hint.empty() || !error_text.empty(); }
    std::string described_by() const;  // ids of hint, count and problem that are there; empty when none
    static std::string element_id(std::string_view name);  // "answers[depth]" → "f-answers-depth"
};

struct ProblemView {
    std::string field;  // name of the field; empty: of the whole form
    std::string text;
    std::string target() const { return "#" + (field.empty() ? std::string("main") : Field::element_id(field)); }
};

struct TagView {
    std::string text;
    Tone tone = Tone::neutral;
};

struct TimelineItem {
    std::string what;         // "Teade saadeti hooldajale"
    std::string moment;       // machine-readable: 2026-11-21T14:30:00+02:00
    std::string moment_text;  // as people write it
    std::string actor;        // who; may be empty
    Html body;                // what was said; may be empty
    Tone tone = Tone::info;
};

// A report in a list.
struct ReportCard {
    std::string number;       // 2026-000123; also ties the card to its marker on the map
    std::string title;
    std::string url;
    std::string kind;
    std::string place;
    std::string moment;       // as in TimelineItem
    std::string moment_text;
    TagView state;
    std::string late_text;    // "Tähtaeg möödas 2 päeva"; empty: in time
    std::string distance;     // "120 m"; empty: not known
    std::string image_url;    // small picture; decoration only
};

struct StatView {
    std::string value;
    std::string label;
    std::string hint;
};

struct PageTurn {
    std::string older_url;
    std::string newer_url;
    std::string text;  // "1–25 / 312"; may be empty
};

struct Action {
    enum class Kind { primary, secondary, quiet, danger };
    std::string text;
    std::string url;    // a link; empty: a submit button
    std::string name;   // of the button; may be empty
    std::string value;
    Kind kind = Kind::primary;
    std::string shortcut;  // desk pages: one key, such as "a"
    static Action link(std::string text, std::string url, Kind kind = Kind::secondary) { return {std::move(text), std::move(url), {}, {}, kind, {}}; }
    static Action submit(std::string text, std::string name = {}, std::string value = {}, Kind kind = Kind::primary) {
        return {std::move(text), {}, std::move(name), std::move(value), kind, {}};
    }
};
std::string option_id(const Field&, const std::vector<Option>& options, const Option& one_of_them);  // the first has the field's own id
std::string_view variant(Action::Kind);  // the value of data-variant

// Base map of a municipality, as configured.
struct BaseMap {
    std::string tiles;        // https://host/{z}/{x}/{y}.png; {-y} for TMS; empty: no tiles
    std::string attribution;  // plain text
    std::string attribution_url;
    double west = 0, south = 0, east = 0, north = 0;  // of the municipality, degrees
    std::string outline_url;  // GeoJSON; empty: none
    int maximum_zoom = 18;
    std::string bounds() const;  // "west,south,east,north"
};

// A map of many reports: asks the source for what the view shows.
struct MapView {
    BaseMap base;
    std::string source_url;  // /et/reports/map.json
    std::string filters;     // "kind=snow&state=open"; may be empty
    std::string label;       // accessible name of the map
};

// One point on a map (a report's page).
struct PointMap {
    BaseMap base;
    double latitude = 0, longitude = 0;
    std::string label;
};

// Where a report is about: fields lat, long, address of the form.
struct PlaceView {
    BaseMap base;
    std::string latitude, longitude;  // as the form sends them; may be empty
    Field address;                    // name "address"
    std::string coordinates_error;
};

std::string coordinate(double degrees);  // six decimals, "." as the point

}  // namespace raekoda::view
