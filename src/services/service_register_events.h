// What happens in this room, as the journal has it: to services, of the stream "service/<id>"; and what comes in from outside, borders and
// answer templates. Inside of the room. How they are written: service_register_events.cpp.
#pragma once
#include <boost/json/value.hpp>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "journal/journal.h"
#include "services/service_register.h"
#include "services/services.h"

namespace raekoda::services {

struct ServiceVersionKept {  // a version that is published for the first time, or with other examples
    static constexpr const char* type = "ServiceVersionKept";
    std::string service, version;
    ServiceFiles files;
};
struct ServicePublished {
    static constexpr const char* type = "ServicePublished";
    std::string service, version, valid_from, slot, origin, written_by, note;  // days: ISO
};
struct ServicePublicationWithdrawn {
    static constexpr const char* type = "ServicePublicationWithdrawn";
    std::string service;
    std::int64_t sequence = 0;
};
struct ServiceDraftSaved {
    static constexpr const char* type = "ServiceDraftSaved";
    std::string service, based_on;
    ServiceFiles files;
    std::string editors;  // actors, by commas
};
struct ServiceDraftSubmitted {
    static constexpr const char* type = "ServiceDraftSubmitted";
    std::string service, valid_from, note;
};
struct ServiceDraftReturned {
    static constexpr const char* type = "ServiceDraftReturned";
    std::string service, answer;
};
struct ServiceDraftDiscarded {
    static constexpr const char* type = "ServiceDraftDiscarded";
    std::string service;
};
struct BoundaryImported {
    static constexpr const char* type = "BoundaryImported";
    std::string ehak, name;
    json::value geometry;  // GeoJSON
};
struct AnswerTemplateChanged {
    static constexpr const char* type = "AnswerTemplateChanged";
    AnswerTemplate answer;
};
using ServiceEvent = std::variant<ServiceVersionKept, ServicePublished, ServicePublicationWithdrawn, ServiceDraftSaved, ServiceDraftSubmitted, ServiceDraftReturned,
                                  ServiceDraftDiscarded, BoundaryImported, AnswerTemplateChanged>;

journal::Event encode(const ServiceEvent&);
// broken: of another room, or not such an event.
Result<ServiceEvent> decode_service_event(std::string_view type, std::string_view data);

json::object files_json(const ServiceFiles&);
ServiceFiles files_of(const json::object&);
ServiceDraft draft_of(const store::Row&);  // a row of the statement service_draft

// Writes services_version, services_publication, services_draft.
std::shared_ptr<journal::Projection> register_projection();

}  // namespace raekoda::services
