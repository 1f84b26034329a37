// The files of one service as JSON, for those who change them: read with all patches, put back as the municipality's own. Inside of the room.
#pragma once
#include <string>

#include "base/json.h"
#include "services/document.h"
#include "services/service_editor.h"

namespace raekoda::services {

std::string in_folder(const std::string& owner, const std::string& id, std::string_view file);
json::value parsed_file(const ServiceFiles&, const std::string& path);  // null when it is not there or no JSON

// The service as it is after all patches: of `common` alone, and with the municipality's.
struct MergedService {
    json::value common, all;  // common is null when the service is the municipality's own
};
Result<MergedService> merged_service(const ServiceFiles&, const std::string& municipality, const std::string& id);
// Puts the changed service back: as a patch over the common one, or whole. The municipality's dated patches are in it now.
ServiceFiles put_service(ServiceFiles, const std::string& municipality, const std::string& id, const MergedService& before, const json::value& after);

// A form and the texts beside it: Estonian stands in the form, the others in the texts.
struct FormFiles {
    std::string form_path, texts_path;
    json::value form, texts;  // objects
};
// The municipality's own file of that name, else the one of `common`.
std::string path_of(const ServiceFiles&, const std::string& municipality, const std::string& id, const std::string& name);
// Error: missing, when the service has no form; invalid, when it cannot be read.
Result<FormFiles> form_files(const ServiceFiles&, const std::string& municipality, const std::string& id);
// Both files become the municipality's own: the form of `common` is not changed from here.
ServiceFiles put_form(ServiceFiles, const std::string& municipality, const FormFiles&);

// For each entry of `after` which one of `before` it was, by its id or by what stands around it; -1: it is new.
std::vector<int> same_entries(const json::array& before, const json::array& after);
// What an entry of a list is called among the others; empty: nothing.
std::string identity_of(const json::value& entry);

LocalText local_text(const json::object&);
json::object as_json(const LocalText&);
// As an official types it: JSON where it is JSON, else a text; a decimal comma is a comma all the same.
json::value typed_value(const std::string& typed);

// Where the Estonian of a text stands in a component, and the property that says whether its type has one (form::properties_of).
struct PartPlace {
    const char *part, *pointer, *property;
};
inline constexpr PartPlace part_places[] = {
    {"label", "/label", "label"}, {"description", "/description", "description"}, {"text", "/text", "text"}, {"content", "/content", "content"}, {"alt", "/alt", "alt"},
    {"dateLabel", "/dateLabel", "dateLabel"}, {"timeLabel", "/timeLabel", "timeLabel"},
    {"prefixAdorner", "/appearance/prefixAdorner", "appearance.prefixAdorner"}, {"suffixAdorner", "/appearance/suffixAdorner", "appearance.suffixAdorner"},
    {"patternErrorMessage", "/validate/patternErrorMessage", "validate.patternErrorMessage"}, {"pageTitle", "/properties/pageTitle", "properties.pageTitle"},
    {"checkMessage", "/properties/checkMessage", "properties.checkMessage"}};
bool is_long_part(std::string_view part);  // takes several lines

}  // namespace raekoda::services
