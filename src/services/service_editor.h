// Changing a service as its files: pure functions from files to files. What an official changes in the browser becomes the same files that
// a person with an editor would write: over a common service, a merge patch with the differences alone.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "services/service_register.h"

namespace raekoda::services {

// A text in three languages and where it stands: "/name", "/steps/0/text" of the service; "Field_1/label" of the form.
struct EditableText {
    std::string place;
    std::string part;      // the member it belongs to: "steps"; of a form the part: "label", "values.yes"
    std::string component; // of a form: the component's id
    LocalText text;
    bool needed = false;   // must not be empty
    bool is_long = false;
    bool local = false;    // the municipality's own words, not those of the common service
};
std::vector<EditableText> service_texts(const ServiceFiles&, const MunicipalityId&, const std::string& id);
std::vector<EditableText> form_texts(const ServiceFiles&, const MunicipalityId&, const std::string& id);

using NewTexts = std::map<std::string, LocalText>;  // place → text; places that are not there are left
Result<ServiceFiles> with_service_texts(ServiceFiles, const MunicipalityId&, const std::string& id, const NewTexts&);
Result<ServiceFiles> with_form_texts(ServiceFiles, const MunicipalityId&, const std::string& id, const NewTexts&);
// Lists that grow and shrink: steps, conditions, evidence, legal_basis. `at`: nullopt adds one at the end, else that one goes.
Result<ServiceFiles> with_list_item(ServiceFiles, const MunicipalityId&, const std::string& id, const std::string& list, std::optional<std::size_t> remove);

// Dated values. What was valid before stays: a row is added, or one that has not begun yet is replaced.
struct NewValues {
    Date valid_from;
    std::map<std::string, std::string> values;  // name → as typed: 250; 2026-09-01; P6M; ["a", "b"]
    std::string source;
    bool confirmed = false;
};
Result<ServiceFiles> with_values_from(ServiceFiles, const Service&, const NewValues&, Date today);

// The form as the open editor writes it. Error: invalid, when it is no JSON object.
std::string form_file_text(const ServiceFiles&, const MunicipalityId&, const std::string& id);  // as it is; empty: there is none
Result<ServiceFiles> with_form_file(ServiceFiles, const MunicipalityId&, const std::string& id, const std::string& form_json);
// The municipality's own service.json, for whoever knows it. Error: invalid, when it is no JSON object.
Result<ServiceFiles> with_service_file(ServiceFiles, const MunicipalityId&, const std::string& id, const std::string& service_json);

// Two officials wrote in one draft. `mine`: what the second one typed, made of `before`, the draft as they saw it; `theirs`: the draft as it is now.
// What only one of them changed holds; where both did, it is mine. An entry that they took away and I changed comes back at the end of the lists
// that grow, else its texts are told in `lost`.
struct MergedDraft {
    ServiceFiles files;
    std::vector<std::string> lost;
};
MergedDraft merged_draft(const MunicipalityId&, const std::string& id, const ServiceFiles& before, const ServiceFiles& theirs, const ServiceFiles& mine, const std::vector<std::string>& grows);

// What one version of a service has otherwise than another, member by member. A file of the municipality stands over the common one of that name,
// service.json with all its patches: what was taken over and what was changed stand side by side.
struct ChangedMember {
    std::string place;          // RFC 6901; of an entry that went, the place that it had
    std::string before, after;  // empty: it was not there, or is not there any more
};
struct ChangedFile {
    enum class Kind { changed, added, removed } kind = Kind::changed;
    std::string path;
    std::vector<ChangedMember> members;  // empty: no JSON
};
std::vector<ChangedFile> changes_between(const MunicipalityId&, const std::string& id, const ServiceFiles& before, const ServiceFiles& after);

// RFC 7386 turned round: the patch that makes `to` of `from`.
json::value patch_between(const json::value& from, const json::value& to);
// JSON as people read it: an object or list stands on one line when it fits into 150 characters.
std::string readable_json(const json::value&);

}  // namespace raekoda::services
