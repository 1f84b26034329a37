// The only writer of the register's tables.
#include "services/service_register_events.h"
#include "services/service_register_projection_sql.h"

namespace raekoda::services {

namespace {

struct Writer {
    store::Session& session;
    const journal::Recorded& event;
    const std::string& municipality;

    template <class... Values>
    Outcome write(const store::Sql& statement, const Values&... values) {
        TRY(session.execute(statement, municipality, values...));
        return {};
    }
    static std::string text_of(const ServiceFiles& files) { return json::serialize(files_json(files)); }

    Outcome operator()(const ServiceVersionKept& e) { return write(sql::put_service_version, e.service, e.version, text_of(e.files), event.at.microseconds); }
    Outcome operator()(const ServicePublished& e) {
        TRY(write(sql::put_service_publication, e.service, event.position, e.version, e.valid_from, e.slot, e.origin, event.at.microseconds, e.written_by, event.actor, e.note));
        return e.origin == "desk" ? write(sql::service_draft_gone, e.service) : Outcome();
    }
    Outcome operator()(const ServicePublicationWithdrawn& e) { return write(sql::withdraw_service_publication, e.service, e.sequence, event.position); }
    Outcome operator()(const ServiceDraftSaved& e) { return write(sql::put_service_draft, e.service, event.version, text_of(e.files), e.based_on, e.editors, event.at.microseconds); }
    Outcome operator()(const ServiceDraftSubmitted& e) { return write(sql::service_draft_waits, e.service, event.version, e.valid_from, e.note, event.at.microseconds); }
    Outcome operator()(const ServiceDraftReturned& e) { return write(sql::service_draft_returned, e.service, event.version, e.answer, event.at.microseconds); }
    Outcome operator()(const ServiceDraftDiscarded& e) { return write(sql::service_draft_gone, e.service); }
    Outcome operator()(const BoundaryImported&) { return {}; }
    Outcome operator()(const AnswerTemplateChanged&) { return {}; }
};

class RegisterProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"services_version", "services_publication", "services_draft"}; }

    Outcome apply(store::Session& session, const journal::Recorded& event) override {
        if (!event.stream.starts_with("service/")) return {};
        auto decoded = TRY(decode_service_event(event.type, event.data));
        return std::visit(Writer{session, event, event.municipality.value}, decoded);
    }
};

}  // namespace

std::shared_ptr<journal::Projection> register_projection() { return std::make_shared<RegisterProjection>(); }

}  // namespace raekoda::services
