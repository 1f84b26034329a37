// FRONT DOOR of services: the catalogue as data. Municipalities, their report kinds with questions, who holds what by dated rule tables,
// how long it may take by dated service levels and the working-day calendar, and where things are.
// A catalogue that is loaded never changes; a new one takes its place.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "decision/value.h"
#include "journal/journal.h"
#include "services/service.h"
#include "view/view.h"

namespace raekoda::decision { class Model; }  // decision/model.h

namespace raekoda::services {

enum class Datatype { string, text, number, datetime, singlevaluelist, multivaluelist };  // Open311's names
std::string_view datatype_name(Datatype);

struct Choice {
    std::string key;
    LocalText name;
};
struct Question {
    std::string code;
    Datatype datatype = Datatype::string;
    bool required = false;
    bool is_public = true;  // whether the answer may be shown in public
    LocalText label, hint;
    std::vector<Choice> values;
};

struct ReportKind {
    std::string id;  // "pothole"
    LocalText name, short_text, advice;
    bool urgent_advice = false;  // danger: the advice comes before anything else
    std::string icon, life_event, goal, area_of_work;
    std::map<std::string, std::vector<std::string>> keywords;  // language code → stems and phrases
    std::vector<int> months;                                   // season; empty: all year
    bool review_before_publishing = false;
    bool public_default = true;  // what the choice "show in public" begins with
    LocalText open311_group;
    std::string open311_keywords, open311_type = "realtime";
    std::vector<Question> questions;
    std::vector<std::string> outcomes;
    std::string version;  // short hash of the merged text: a case keeps the version it began with
    bool own = false, overridden = false;  // where it came from: the municipality alone, or common with changes
};

struct Team {
    std::string id;
    LocalText name;
    std::string kind;  // "department", "contractor", "partner"
    std::string email, phone;
    std::vector<std::string> areas_of_work;
};

// How long something may take: in clock hours or in working days.
struct Limit {
    int hours = 0;
    int working_days = 0;
    bool empty() const { return !hours && !working_days; }
};

struct ClosingReason {
    std::string id;  // "done", "not_ours", …
    LocalText name;
    bool asks_picture = false, asks_text = false;
};
struct AnswerTemplate {
    std::string id, outcome;  // outcome empty: for any
    LocalText title, body;    // {number} {kind} {place} {date}
    std::string use;                 // when it is offered: "note", "assign", "ask", "close"; empty: always
    std::vector<std::string> kinds;  // empty: for every kind
};

struct Theme {
    std::string brand, brand_dark, accent, mark;
};
struct MapSetting {
    double lat = 0, lon = 0;
    int zoom = 12;
    std::string tiles, attribution;
    double west = 0, south = 0, east = 0, north = 0;  // box of the boundary, degrees
};

struct Municipality {
    MunicipalityId id;
    std::string ehak, jurisdiction;
    LocalText name, short_name;
    std::vector<std::string> hosts;
    std::string phone, email;
    LocalText address, hours;
    std::string emergency_number;  // "112"
    LocalText emergency;           // what to do when somebody is in danger
    std::string time_zone{default_zone};
    std::vector<Language> languages;
    Theme theme;
    MapSetting map;
    std::vector<std::string> public_numbers;
    std::vector<Team> teams;
    std::vector<NamedText> areas_of_work, districts;
    std::vector<std::string> lower_place_names;  // of the municipality and its districts, in Estonian: words that are no person's name
    std::vector<NamedText> goals, target_groups;  // what kinds and services speak of
    std::vector<ServiceTheme> themes;             // what services are about
    std::vector<LifeEvent> life_events;
    std::vector<ReportKind> kinds;
    std::vector<ClosingReason> closing_reasons;
    std::vector<AnswerTemplate> answers;

    const ReportKind* kind(std::string_view id) const;
    const Team* team(std::string_view id) const;
    const NamedText* district(std::string_view id) const;
    const ClosingReason* closing_reason(std::string_view id) const;
    const ServiceTheme* service_theme(std::string_view id) const;
    const LifeEvent* life_event(std::string_view id) const;
};

// Where a point is. Distances in metres on a sphere.
struct Located {
    MunicipalityId municipality;         // empty: none that this installation serves
    std::string other_name;              // whose it is when it is not served: "Luunja vald"; empty: unknown
    std::string district;                // id; empty: none
    std::vector<std::string> areas;      // ids of areas that rules speak of: "west"
    std::string street, street_class;    // the nearest street within 60 m: name and "main", "bus", "side", "cycle"; empty: none
    std::string address;                 // the nearest known address within 80 m, else the street; in words; may be empty
    std::string zipcode;
};
struct PlaceFound {
    std::string label;
    double lat = 0, lon = 0;
    MunicipalityId municipality;
};

// What a rule table looks at.
struct RoutingFacts {
    std::string kind, district, street_class;
    std::vector<std::string> areas;
    std::map<std::string, std::vector<std::string>> answers;  // question → keys
    LocalTime at;
};
struct Routing {
    std::string team;
    bool contractor = false;
    Limit limit;              // empty: the service level of the kind decides
    std::string answer;       // id of the answer template that fits; empty: none in particular
    std::string rule_id;      // which rule decided
    Date table_valid_from;    // of which version of the table
    LocalText note;           // why, in a sentence
};

// Working days and hours. Rules are dated data: holidays by date or by Easter, days before some of them are shorter.
class WorkCalendar {
public:
    bool is_working_day(Date) const;
    int office_minutes(Date) const;       // 0 on days off; 3 hours fewer before some holidays
    Date add_working_days(Date from, int days) const;  // the day itself does not count
    int working_days_between(Date from, Date to) const;  // days after `from` up to and including `to`
    // The end of a limit that begins at `start` and stood still for `paused_microseconds` so far: hours run day and night;
    // working days end at the close of the office on the last one.
    Instant due(Instant start, const Limit&, std::int64_t paused_microseconds = 0, std::string_view zone = default_zone) const;
    const LocalText* holiday(Date) const;  // its name
    static Date easter_sunday(int year);   // Gregorian, the anonymous algorithm

    struct Holiday {
        std::string id;
        LocalText name;
        int month = 0, day = 0;            // or
        std::optional<int> easter_offset;
        Date valid_from{1900, 1, 1};
    };
    struct Shortened {
        int month = 0, day = 0;  // of the holiday
        int minutes = 180;
        Date valid_from{1900, 1, 1};
    };
    std::vector<Holiday> holidays;
    std::vector<Shortened> shortened;
    std::vector<int> working_weekdays{1, 2, 3, 4, 5};  // ISO
    int office_from_minute = 8 * 60, office_to_minute = 17 * 60;
};

// A decision as data: a DMN model and what people read about it. Names in the model are Estonian; labels say them in all languages.
struct DecisionLabel {
    std::string name;            // of the input, decision or parameter, as the model writes it
    LocalText label, hint;       // hint may be empty
    std::vector<Choice> values;  // a closed list: key is the FEEL text value; empty: whatever the type allows
};
// What was valid from a day on: amounts, deadlines, ages. A context of the type that the model's input `parameters` has.
struct DecisionParameters {
    Date valid_from;
    std::optional<Date> valid_to;  // that day included; without one until the next row begins
    decision::Value values;
    std::string source;     // where it was decided
    bool confirmed = false;  // false: a sample that the municipality has not confirmed
};
struct DecisionExample {
    std::string id;  // the file's name without .json
    LocalText name;
    Date on;
    MunicipalityId municipality;
    decision::Value given, expected;  // contexts: facts by input name (without parameters), results by decision name
};
struct DecisionModel {
    std::string id;  // the folder's name: "funeral_grant"
    LocalText name, description;
    std::shared_ptr<const decision::Model> model;
    std::string origin;             // where the model stands: "common" or the municipality's id
    std::string parameters_origin;  // the same for the parameters; empty: the model takes none
    std::string file;               // of the model, from the catalogue's folder on: "common/funeral_grant/decision.dmn"
    std::string decision;           // name of the decision that answers the question; the others lead to it
    std::string version;            // short hash of model and parameters
    std::vector<DecisionLabel> inputs, decisions, parameters;  // inputs without `parameters`, in the model's order
    std::vector<DecisionParameters> parameter_rows;            // oldest first
    std::vector<DecisionExample> examples;                     // those of this municipality
    decision::Value parameters_on(Date) const;                 // null when nothing is valid that day
};

struct Suggestion {
    std::string kind;
    double score = 0;  // comparable within one answer only
};

// A problem of the catalogue, as `raekoda check` prints it: file, line (0: the whole file), what.
struct CatalogueProblem {
    std::string file;
    int line = 0;
    std::string text;
};

class Catalogue {
public:
    // Reads the whole folder. All problems at once; the catalogue is null when there is any.
    struct Loaded {
        std::shared_ptr<const Catalogue> catalogue;
        std::vector<CatalogueProblem> problems;
    };
    static Loaded load(const std::string& folder);
    virtual ~Catalogue() = default;

    virtual const std::vector<Municipality>& municipalities() const = 0;
    const Municipality* municipality(const MunicipalityId&) const;
    const Municipality* by_host(std::string_view host) const;  // the first municipality when no one claims the host
    const Municipality* by_jurisdiction(std::string_view) const;
    virtual const WorkCalendar& calendar() const = 0;

    virtual Located locate(double lat, double lon) const = 0;
    virtual std::vector<PlaceFound> find_places(const MunicipalityId&, std::string_view words, int limit) const = 0;
    virtual Result<Routing> route(const MunicipalityId&, const RoutingFacts&) const = 0;
    // Why a rule of the table that began on this day (ISO) decides as it does; nullptr: no such rule any more.
    virtual const LocalText* rule_note(const MunicipalityId&, std::string_view rule_id, std::string_view table_valid_from) const = 0;
    // The decisions of a municipality by id; empty when there is no such municipality.
    virtual const std::vector<DecisionModel>& decision_models(const MunicipalityId&) const = 0;
    const DecisionModel* decision_model(const MunicipalityId&, std::string_view id) const;  // nullptr: there is none
    // What the input `parameters` is on a day; null: nothing is valid that day (yet), or the model takes no parameters.
    decision::Value parameters_on(const MunicipalityId&, std::string_view id, Date) const;
    // The services of a municipality as the files have them: each with its variants, the oldest first. What is published, from files or by
    // officials in the browser, is what ServiceRegister knows (services/service_register.h).
    using ServiceVariants = std::vector<std::shared_ptr<const Service>>;
    virtual const std::vector<ServiceVariants>& service_variants(const MunicipalityId&) const = 0;
    std::vector<std::shared_ptr<const Service>> services(const MunicipalityId&, Date on) const;
    std::shared_ptr<const Service> service(const MunicipalityId&, std::string_view id, Date on) const;  // nullptr: there is none
    virtual Limit service_level(const MunicipalityId&, std::string_view kind, Date) const = 0;
    // The likeliest kinds for what was written, best first; `near` counts reports of each kind around the place.
    virtual std::vector<Suggestion> suggest(const MunicipalityId&, std::string_view words, int month, const std::map<std::string, int>& near, int limit) const = 0;
    virtual std::string outline_geojson(const MunicipalityId&) const = 0;  // the boundary, for a map without tiles
    virtual std::string folder() const = 0;
    // What the county or municipality with this EHAK code is called; a municipality of the catalogue in the language asked for. Empty: not known.
    virtual std::string unit_name(std::string_view ehak, view::Language) const;
};

// Boundaries that came by `import boundaries`: they take the place of the coarse outlines of the sample. GeoJSON, WGS 84, one feature
// a municipality with its EHAK code (property "code", "OKOOD" or "ehak") and name ("name", "ONIMI").
struct ImportedBoundary {
    std::string ehak, name;
    std::string geometry;  // GeoJSON
};
Result<std::vector<ImportedBoundary>> read_boundaries(std::string_view geojson);
Outcome keep_boundaries(journal::Journal&, const journal::Context&, const std::vector<ImportedBoundary>&);
Result<std::vector<ImportedBoundary>> boundaries(store::Database&);
std::shared_ptr<const Catalogue> with_boundaries(std::shared_ptr<const Catalogue>, const std::vector<ImportedBoundary>&);

// Answer templates that officials changed in the browser; they take the place of those of the catalogue with the same id.
Outcome change_answer_template(journal::Journal&, const journal::Context&, const AnswerTemplate&);
Result<std::vector<AnswerTemplate>> answer_templates(store::Database&, const Municipality&);

std::vector<std::shared_ptr<journal::Projection>> projections();

double metres_between(double lat1, double lon1, double lat2, double lon2);

}  // namespace raekoda::services
