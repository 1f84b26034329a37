// What the handlers of the room's pages share. Inside the room only.
#pragma once
#include "applications/application_pages.h"
#include "applications/application_views.h"

namespace raekoda::applications {

struct Hall : PageParts {
    explicit Hall(const PageParts& parts) : PageParts(parts) {}
    std::shared_ptr<const services::Catalogue> catalogue() const { return applications.catalogue(); }
    // In force today; nullptr: there is none.
    std::shared_ptr<const services::Service> service_now(const people::Visit& visit, std::string_view id) const { return services.service(visit.municipality, id, local_time(visit.now).date); }
    // The services that have a form today, as choices of a list.
    std::vector<view::Option> form_choices(const people::Visit&, std::string_view chosen) const;
};
using Halls = std::shared_ptr<Hall>;

// Who looks at an application and from where: a resident at their desk, or a guest by the link.
struct Looker {
    Viewer viewer;
    std::string base;  // "/et/my/applications/T-2026-000123" or "/et/application/T-2026-000123/<secret>"
    bool guest = false;
};
// missing: not theirs, no such application, no such link.
Result<Looker> looker_of(Hall&, const people::Visit&);
Viewer viewer_of(const people::Visit&);  // of who is signed in; empty for nobody
Result<Viewer> with_guests(Hall&, const MunicipalityId&, const PersonId&);  // whoever looks at their own, with whom else the books know as them
Result<Viewer> viewer_with_guests(Hall&, const people::Visit&);  // viewer_of, with guests while they act for themselves

Result<ApplicationView> application_of(Hall&, const people::Visit&, const Looker&);
std::string typed(const people::Visit&, std::string_view field);
// The same form with the same content pressed twice is one command.
std::string once_key(const people::Visit&, std::string_view what);
StaffNames staff_names(Hall&, const MunicipalityId&);
// The official who made the decision that holds, by name: a decision without it is none. Empty: no decision, or nobody knows their name any more.
std::string decided_by(Hall&, const MunicipalityId&, const ApplicationNumber&);
Result<std::string> clean_upload(Hall&, const http::Upload&);
// Files of a posted form, kept for an application or draft: pictures are decoded and written anew, the rest is told by its bytes.
template <class Place>
Result<std::vector<FileId>> keep_files(Hall& hall, const people::Visit& visit, const Place& place, std::string_view field) {
    std::vector<FileId> kept;
    for (const auto& upload : visit.request.files) {
        if (upload.field != field) continue;
        auto clean = TRY(clean_upload(hall, upload));
        kept.push_back(TRY(hall.applications.keep_file(visit.municipality, place, upload.file_name, clean, visit.now)));
    }
    return kept;
}
http::RouteLimits upload_limits();

// Each adds its pages.
void add_my_application_pages(const Halls&);
void add_my_desk_pages(const Halls&);
void add_apply_pages(const Halls&);
void add_official_pages(const Halls&);
void add_register_pages(const Halls&);

}  // namespace raekoda::applications
