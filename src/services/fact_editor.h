// The facts of a service and the words of its decisions, field by field (fact_fields.h): read from the files as they are typed, and put back. Pure
// functions from files to files. What cannot be right is saved all the same, told at its field, and hinders publishing.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/fact_fields.h"
#include "services/service_editor.h"

namespace raekoda::services {

// One field as it is typed. Names of what is typed: the place; of a text in three languages "et:<place>"; beside a choice of members "<place>#value".
struct EditableFact {
    std::string place;                // "/channels/0/phone"
    FactField field;
    std::string value;                // choice, line, number … ; which: the member; tick: "true"
    std::string amount;               // which: 12.50 for euros
    LocalText text;                   // three …
    std::vector<std::string> values;  // several
    bool local = false;               // otherwise than in the common service
    std::string problem;              // what the check of the files says; empty: right
};
struct FactEntry {
    std::string place;
    std::vector<EditableFact> facts;
    std::vector<std::string> problems;  // that belong to none of its fields
};
struct FactSection {
    const FactGroup* group = nullptr;
    std::vector<FactEntry> entries;     // of a list as many as there are; else one
    std::vector<std::string> problems;
};
// Error: missing, when there is no such part, or the service has no letters.
Result<std::vector<FactSection>> facts_of(const ServiceFiles&, const MunicipalityId&, const std::string& id, const FactPart&);

// What was typed, by the names above. Places that are not there are left; a tick or a list of ticks is looked at when there is a "shown:<place>".
using TypedFacts = std::map<std::string, std::vector<std::string>>;
TypedFacts as_typed(const std::vector<FactSection>&);  // what a browser would send of the page unchanged
struct FactChange {
    TypedFacts typed;
    std::string add;     // a list that gets an entry: "channels"
    std::string remove;  // an entry that goes: "/channels/2"
};
Result<ServiceFiles> with_facts(ServiceFiles, const MunicipalityId&, const std::string& id, const FactPart&, const FactChange&);

// Words of decisions to begin from: granted, refused and one reason. Error: conflict, when there are some.
Result<ServiceFiles> with_new_letters(ServiceFiles, const MunicipalityId&, const std::string& id);
bool has_letters(const ServiceFiles&, const MunicipalityId&, const std::string& id);

// Words that all services share (common/letters.json), as they stand: nobody changes them from a service.
struct SharedLetter {
    std::string use;          // "hearing", "ask", "extend", "decide"
    LocalText name;
    std::vector<LocalText> texts;  // of a decision: resolution, reasons
};
std::vector<SharedLetter> shared_letters(const Catalogue&);

// Values that have dates, of a service without a decision: a name for texts ("{price}") and what it is called.
struct NewParameter {
    std::string name;
    LocalText label;
    std::string value;
    Date valid_from;
    std::string source;
    bool confirmed = false;
};
Result<ServiceFiles> with_parameter(ServiceFiles, const MunicipalityId&, const std::string& id, const NewParameter&);
Result<ServiceFiles> without_parameter(ServiceFiles, const MunicipalityId&, const std::string& id, const std::string& name);  // with all that it ever was

}  // namespace raekoda::services
