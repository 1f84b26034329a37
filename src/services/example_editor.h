// The examples of a service's decision, as officials change them: facts in, what must come of them out. Pure functions from files to files. An example
// that stands in `common` and speaks of this municipality becomes the municipality's own when it is changed.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "services/service_editor.h"

namespace raekoda::services {

struct ExampleLine {
    std::string path;       // of its file
    DecisionExample example;
    bool shared = false;    // stands in `common`
    std::vector<std::string> problems;  // what does not come true, as the check of the files says it
};
struct WrittenDecision {
    DecisionModel model;
    std::vector<ExampleLine> examples;  // in the order of their files, the municipality's own first
    const ExampleLine* example(std::string_view id) const;  // nullptr: there is none
};
// Of the files as they are, also when something else in them is wrong. Error: missing, when the service decides by no model or the model cannot be read.
Result<WrittenDecision> written_decision(const ServiceFiles&, const MunicipalityId&, const std::string& id);

struct NewExample {
    LocalText name;
    Date on;
    json::object given, expected;  // by input, by decision
};
struct ExampleSaved {
    ServiceFiles files;
    std::string example;  // its id
};
// `example`: the id of the one that is changed; empty: a new one. Error: invalid at "et:name" …, "expected".
Result<ExampleSaved> with_example(ServiceFiles, const MunicipalityId&, const std::string& id, const std::string& example, const NewExample&);
Result<ServiceFiles> without_example(ServiceFiles, const MunicipalityId&, const std::string& id, const std::string& example);

// An example of the service's form: answers and known facts in; whether it can be sent and what is wrong is what the form says now. One of the same
// Estonian name gives way. `written`: the service that the files make, with its form.
struct NewFormExample {
    LocalText name;
    Date on;
    json::object given, facts;
};
std::vector<NamedText> form_examples(const ServiceFiles&, const MunicipalityId&, const std::string& id);  // also those that do not come true
Result<ServiceFiles> with_form_example(ServiceFiles, const Service& written, const NewFormExample&);
Result<ServiceFiles> without_form_example(ServiceFiles, const MunicipalityId&, const std::string& id, const std::string& example);

}  // namespace raekoda::services
