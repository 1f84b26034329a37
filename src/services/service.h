// A service of the town as data: what a resident reads about it, what its form asks, what decides, and since when. Catalogue folders
// `<common|municipality>/<service>/`; the format is told in catalogue/README.md. Everything here is read once and never changes.
// Standards: CPSV-AP 3.2.0 (Public Service, Event, Requirement, Evidence, Channel, Cost), schema.org GovernmentService.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "decision/value.h"
#include "view/view.h"

namespace raekoda::form { class Form; }  // form/form.h

namespace raekoda::services {

using view::Language;
using view::LocalText;

struct DecisionModel;
struct DecisionParameters;

struct NamedText {
    std::string id;
    LocalText name;
};

// Where a statement comes from. What is not verified is marked on the page: the owner has to confirm it.
struct Source {
    bool verified = false;
    std::string where, note;
};

enum class Level { information, form, prefilled, automatic, proactive };
std::string_view level_name(Level);

struct ServiceStep {
    LocalText name, text;  // text may be empty
};
struct Evidence {
    LocalText name, text;
    std::string from;      // "person", "municipality" or a register: "population", "education", "business", "land", "building", "vehicle", "social", "health"
    bool optional = false; // only some need it
};
// A fact that the form may ask from a register, and what for. Nothing else is asked.
struct FactNeed {
    std::string fact;  // "residence.address"
    LocalText purpose;
};
struct LegalBasis {
    LocalText title;
    std::string url, where;
    std::optional<Date> valid_from, valid_to;
    bool verified = false;
};
enum class ChannelType { online, other_site, phone, email, counter, post, automatic };
std::string_view channel_name(ChannelType);
struct Channel {
    ChannelType type = ChannelType::online;
    std::string url, phone, email;
    LocalText place, hours, note;
};
struct ServiceContact {
    LocalText name, place, hours;
    std::string phone, email, url;
    bool empty() const { return name.et.empty() && place.et.empty() && phone.empty() && email.empty() && url.empty(); }
};
// How long the town has to decide. Neither: not said.
struct TimeLimit {
    int working_days = 0, calendar_days = 0;
    bool waits_for_appointments = false;  // stands still while the applicant has not answered a time that was offered to them
    LocalText note;
    bool empty() const { return !working_days && !calendar_days; }
};
struct Fee {
    enum class Kind { unknown, free, amount, varies } kind = Kind::unknown;
    std::int64_t amount_cents = 0;
    LocalText note;
};
struct Volume {
    int year = 0;
    std::optional<std::int64_t> applications, online, granted;
};
struct Measure {
    LocalText name, target;
};
// What decides. `facts`: FEEL over `data` (of the form), `facts` (known facts) and `today`, one for each input that the service fills.
struct ServiceDecision {
    std::string model;  // id of the municipality's decision
    std::vector<std::pair<std::string, std::string>> facts;  // input → FEEL
};
// form_examples/*.json
struct FormExample {
    std::string id;
    LocalText name;
    Date on;
    std::string given_json, facts_json, expected_json;  // objects
};

struct Service {
    std::string id;           // "funeral-grant"
    MunicipalityId municipality;
    LocalText name, summary, description;  // description: Markdown, may be empty
    std::map<std::string, std::vector<std::string>> keywords;  // language → stems and phrases
    Level level = Level::information;
    std::vector<std::string> themes, life_events, target_group, related, languages;  // ids
    std::string goal;
    LocalText owner, provider;  // provider empty: the municipality
    std::vector<ServiceStep> steps;
    std::vector<LocalText> conditions;
    std::vector<Evidence> evidence;
    std::vector<FactNeed> needs;
    std::vector<LegalBasis> legal_basis;
    std::vector<Channel> channels;
    TimeLimit time_limit;
    Fee fee;
    LocalText result, appeal, if_no_reply;
    ServiceContact contact;     // empty: the municipality's own
    LocalText residence_of;     // the question whose last residence decides which municipality it is; empty: the applicant's own matter
    std::string assurance_level;  // that applying needs: "email" (a mailbox that answers), or of eIDAS "low", "substantial", "high"; empty: none
    bool grave = false;         // no cheerful words, no ratings, no suggestions beside the matter
    std::vector<Volume> volumes;
    std::vector<Measure> measures;
    ServiceDecision decision;
    Source source;

    std::string form_file;                       // where it stands: "common/funeral-grant/form.json"; empty: the service has no form
    std::string form_json, form_texts_json;      // as written
    std::shared_ptr<const form::Form> form;      // nullptr: none
    std::vector<FormExample> form_examples;
    std::shared_ptr<const DecisionModel> decision_model;  // that of `decision.model`; nullptr: none

    // Dated values: of the decision model, or of the service itself. Oldest first.
    std::vector<std::pair<std::string, LocalText>> parameter_labels;
    std::vector<DecisionParameters> parameter_rows;
    decision::Value parameters_on(Date) const;  // a context; null when nothing is valid that day
    // A text with its {values} filled in as they are on a day. Every text of a service goes through this before it is shown.
    std::string say(const LocalText&, Language, Date) const;

    // Where it came from. `local`: members of service.json that the municipality changed or added, in the file's order.
    enum class Origin { own, common, adapted } origin = Origin::own;
    std::vector<std::string> local;
    Date valid_from{1900, 1, 1};           // of this variant: the day of its `from-….json`
    std::string version;                   // 16 hex digits over its files: a case keeps the version it began with
    std::map<std::string, std::string> files;  // path in the catalogue → text: all that the version is made of
    bool has_form() const { return !form_json.empty(); }
};

// A value as people read it: 250; 6 kuud; 1.9.2026; jah.
std::string value_text(Language, const decision::Value&);

struct ServiceTheme {
    std::string id;
    LocalText name, summary;
    std::string icon;
};

struct LifeEventLink {
    LocalText name;
    std::string url;
};
struct LifeEventStep {
    LocalText name, text, who, when;  // all but the name may be empty; text is Markdown
    std::vector<std::string> services;
    std::vector<LifeEventLink> links;
};
struct LifeEventHelp {
    LocalText name, text;
    std::string phone, url;
};
struct LifeEvent {
    std::string id;
    LocalText name, summary, intro;
    bool business = false, grave = false;
    std::vector<LifeEventStep> steps;
    std::vector<LifeEventHelp> help;
    Source source;
};

}  // namespace raekoda::services
