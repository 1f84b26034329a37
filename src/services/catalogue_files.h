// The kinds of file of a catalogue and what is read from each. Every reader takes any well-formed object, reports what is wrong to its
// document and returns what it understood. Inside of the room.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/document.h"
#include "services/geometry.h"
#include "services/services.h"

namespace raekoda::services {

// A period of days, both ends included; without an end it goes on.
struct Period {
    Date from{1900, 1, 1};
    std::optional<Date> to;
    bool contains(Date day) const { return from <= day && (!to || day <= *to); }
};

struct ServiceLevel {
    std::string kind;
    Period period;
    Limit limit;
    Pointer pointer;
};

struct KindEntry {
    std::string id, area_of_work;
    bool own = false;
    Pointer pointer;
};

// <municipality>/municipality.json
struct MunicipalityFile {
    Municipality municipality;
    std::vector<KindEntry> kinds;
    std::vector<ServiceLevel> service_levels;
};
MunicipalityFile read_municipality(Document&);

// report-<id>/service.json, merged
ReportKind read_kind(Document&);

// <municipality>/places.geojson
enum class Role { boundary, area, district, street, address };
struct Place {
    Role role = Role::address;
    std::string id, street_class, zipcode;
    std::string known_as;         // of an address: what is there
    std::optional<Point> centre;  // of a district
    LocalText name;
    Geometry geometry;
    Pointer pointer;
};
std::vector<Place> read_places(Document&);
std::vector<std::string> known_street_classes();

// common/calendar.json
WorkCalendar read_calendar(Document&);
// common/answers.json, and a municipality's own beside it
std::vector<AnswerTemplate> read_answers(Document&);
// The first {placeholder} of an answer that nobody fills; empty: none.
std::string unknown_placeholder(std::string_view body);
// common/closing_reasons.json
std::vector<ClosingReason> read_closing_reasons(Document&);
// common/units.json: names of counties and municipalities by EHAK code
std::map<std::string, std::string> read_units(Document&);
// common/goals.json
std::vector<NamedText> read_goals(Document&);
// common/life_events.json, and a municipality's own beside it
struct LifeEvents {
    std::vector<ServiceTheme> themes;
    std::vector<NamedText> target_groups;
    std::vector<LifeEvent> life_events;
    std::vector<Pointer> places;  // of the life events
};
LifeEvents read_life_events(Document&);
// The value of a parameter as a JSON file writes it: texts that are dates, times or durations become such.
decision::Value parameter_value(const json::value&);

// {hours} or {working_days}, exactly one of them.
Limit read_limit(Members&);
Period read_period(Members&);

}  // namespace raekoda::services
