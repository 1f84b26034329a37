#include "applications/application_page_parts.h"

#include "applications/application_files.h"
#include "base/crypto.h"
#include "base/text.h"
#include "people/known_as.h"

namespace raekoda::applications {

std::vector<view::Option> Hall::form_choices(const people::Visit& visit, std::string_view chosen) const {
    const Date today = local_time(visit.now).date;
    std::vector<view::Option> choices;
    for (const auto& service : services.services(visit.municipality, today))
        if (service->has_form()) choices.push_back({service->id, service->say(service->name, visit.language(), today), {}, service->id == chosen});
    return choices;
}

Viewer viewer_of(const people::Visit& visit) {
    if (!visit.resident) return {};
    const auto& acting = visit.resident->acting;
    if (acting.is_self() || acting.person.empty()) return {visit.resident->person, visit.resident->person};
    return {visit.resident->person, acting.person, {}, acting.scopes};
}

Result<Viewer> with_guests(Hall& hall, const MunicipalityId& municipality, const PersonId& person) {
    auto known = TRY(people::known_as(hall.applications.people(), municipality, person));
    Viewer viewer{person, person};
    viewer.also.assign(known.persons.begin() + 1, known.persons.end());
    viewer.also.insert(viewer.also.end(), known.contacts.begin(), known.contacts.end());
    return viewer;
}
Result<Viewer> viewer_with_guests(Hall& hall, const people::Visit& visit) {
    auto viewer = viewer_of(visit);
    if (!visit.resident || !visit.resident->acting.is_self()) return viewer;
    return with_guests(hall, visit.municipality, viewer.person);
}

Result<Looker> looker_of(Hall& hall, const people::Visit& visit) {
    ApplicationNumber number(visit.request.path_value("number"));
    if (visit.request.path_values.count("secret")) {
        const auto& secret = visit.request.path_value("secret");
        auto viewer = TRY(hall.applications.guest(visit.municipality, number, secret));
        return Looker{viewer, visit.frame.to("/application/" + number.value + "/" + url_encoded(secret)), true};
    }
    return Looker{TRY(viewer_with_guests(hall, visit)), visit.frame.to("/my/applications/" + number.value), false};
}

Result<ApplicationView> application_of(Hall& hall, const people::Visit& visit, const Looker& looker) {
    auto found = TRY(hall.applications.of_viewer(visit.municipality, ApplicationNumber(visit.request.path_value("number")), looker.viewer));
    // Whether there is such a number is no matter of a narrow mandate: what it does not reach is told alike.
    if (!found && !looker.viewer.scopes.empty()) return fail(Fault::forbidden, "outside the mandate", "applications.outside_mandate");
    if (!found) return fail(Fault::missing, "no such application of theirs");
    return std::move(*found);
}

std::string typed(const people::Visit& visit, std::string_view field) { return clean_input(visit.request.form.get(field)).value_or(""); }

std::string once_key(const people::Visit& visit, std::string_view what) {
    constexpr std::size_t longest = 64;
    auto once = visit.request.form.get("once");
    if (once.empty()) return {};
    std::string content = visit.request.path;
    for (const auto& [name, value] : visit.request.form.items())
        if (name != "csrf") content += "\n" + name + "=" + std::to_string(value.size()) + ":" + value;
    for (const auto& file : visit.request.files) content += "\n" + hash_256(file.content);
    return std::string(what) + "/" + std::string(once.substr(0, longest)) + "/" + base64url(hash_256(content));
}

StaffNames staff_names(Hall& hall, const MunicipalityId& municipality) {
    StaffNames names;
    // Without the names the page still tells what happened: "an official".
    if (auto members = hall.applications.people().staff(municipality))
        for (const auto& member : *members) names[member.id] = member.display_name;
    return names;
}

std::string decided_by(Hall& hall, const MunicipalityId& municipality, const ApplicationNumber& number) {
    constexpr std::string_view staff = "staff/";
    auto happenings = hall.applications.happenings(municipality, number, false);
    if (!happenings) return {};
    std::string actor;
    for (const auto& h : *happenings)
        if (h.type == "DecisionMade" || h.type == "AppealDecided") actor = h.actor;
    if (!actor.starts_with(staff)) return {};
    auto names = staff_names(hall, municipality);
    auto name = names.find(StaffId(actor.substr(staff.size())));
    return name == names.end() ? std::string() : name->second;
}

Result<std::string> clean_upload(Hall& hall, const http::Upload& upload) {
    auto type = type_of_content(upload.content);
    if (type != "image/jpeg" && type != "image/png") return upload.content;
    // Decoded in the sandbox and written anew: nothing but the picture itself is kept.
    auto photo = hall.workshop.prepare(upload.content);
    if (!photo) return fail(std::vector<Problem>{{"files", photo.error().text_key.empty() ? "applications.file_unknown_type" : photo.error().text_key, {}}});
    return std::move(photo->large);
}

http::RouteLimits upload_limits() {
    constexpr std::size_t fields = 4000, together = 4;
    return {.body_bytes = together * limits::file_bytes, .files = limits::files, .file_bytes = limits::file_bytes, .form_fields = fields};
}

}  // namespace raekoda::applications
