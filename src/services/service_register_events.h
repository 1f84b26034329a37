// What happens to a service in the register, as the journal has it. Stream "service/<id>". Inside of the room.
//
//   ServiceVersionKept            service, version, files       a version that is published for the first time, or with other examples
//   ServicePublished              service, version, valid_from, slot, origin, written_by, note
//   ServicePublicationWithdrawn   service, sequence
//   ServiceDraftSaved             service, based_on, files, editors
//   ServiceDraftSubmitted         service, valid_from, note
//   ServiceDraftReturned          service, answer
//   ServiceDraftDiscarded         service
#pragma once
#include "base/json.h"
#include "journal/journal.h"
#include "services/service_register.h"

namespace raekoda::services {

inline json::object files_json(const ServiceFiles& files) {
    json::object out;
    for (const auto& [path, text] : files) out[path] = text;
    return out;
}
inline ServiceFiles files_of(const json::object& object) {
    ServiceFiles out;
    for (const auto& member : object) out[std::string(member.key())] = json::as_text(member.value());
    return out;
}

ServiceDraft draft_of(const store::Row&);  // a row of the statement service_draft

// Writes services_version, services_publication, services_draft.
std::shared_ptr<journal::Projection> register_projection();

}  // namespace raekoda::services
