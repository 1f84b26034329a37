// The only writer of the register's tables.
#include "services/service_register_events.h"
#include "services/service_register_projection_sql.h"

namespace raekoda::services {

namespace {

class RegisterProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"services_version", "services_publication", "services_draft"}; }

    Outcome apply(store::Session& session, const journal::Recorded& event) override {
        if (!event.stream.starts_with("service/")) return {};
        auto value = TRY(json::parse(event.data, 64u << 20));
        const auto* data = value.if_object();
        if (!data) return fail(Fault::broken, event.type + " without an object");
        const std::string &municipality = event.municipality.value, service = json::text(*data, "service");
        if (event.type == "ServiceVersionKept") {
            const auto* files = json::member(*data, "files");
            TRY(session.execute(sql::put_service_version, municipality, service, json::text(*data, "version"), files ? json::serialize(*files) : std::string("{}"), event.at.microseconds));
        } else if (event.type == "ServicePublished") {
            TRY(session.execute(sql::put_service_publication, municipality, service, event.position, json::text(*data, "version"), json::text(*data, "valid_from"),
                                json::text(*data, "slot"), json::text(*data, "origin"), event.at.microseconds, json::text(*data, "written_by"), event.actor, json::text(*data, "note")));
            if (json::text(*data, "origin") == "desk") TRY(session.execute(sql::service_draft_gone, municipality, service));
        } else if (event.type == "ServicePublicationWithdrawn") {
            TRY(session.execute(sql::withdraw_service_publication, municipality, service, json::integer(*data, "sequence"), event.position));
        } else {
            TRY(draft(session, event, *data, service));
        }
        return {};
    }

private:
    static Outcome draft(store::Session& session, const journal::Recorded& event, const json::object& data, const std::string& service) {
        const std::string& municipality = event.municipality.value;
        if (event.type == "ServiceDraftSaved") {
            const auto* files = json::member(data, "files");
            TRY(session.execute(sql::put_service_draft, municipality, service, event.version, files ? json::serialize(*files) : std::string("{}"), json::text(data, "based_on"),
                                json::text(data, "editors"), event.at.microseconds));
        } else if (event.type == "ServiceDraftSubmitted") {
            TRY(session.execute(sql::service_draft_waits, municipality, service, event.version, json::text(data, "valid_from"), json::text(data, "note"), event.at.microseconds));
        } else if (event.type == "ServiceDraftReturned") {
            TRY(session.execute(sql::service_draft_returned, municipality, service, event.version, json::text(data, "answer"), event.at.microseconds));
        } else if (event.type == "ServiceDraftDiscarded") {
            TRY(session.execute(sql::service_draft_gone, municipality, service));
        }
        return {};
    }
};

}  // namespace

std::shared_ptr<journal::Projection> register_projection() { return std::make_shared<RegisterProjection>(); }

}  // namespace raekoda::services
