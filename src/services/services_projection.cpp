// The only writer of services_* tables.
#include "base/json.h"
#include "services/services.h"
#include "services/service_register_events.h"
#include "services/services_projection_sql.h"

namespace raekoda::services {

namespace {

class ServicesProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"services_boundary", "services_answer_template"}; }

    Outcome apply(store::Session& session, const journal::Recorded& event) override {
        if (event.type != BoundaryImported::type && event.type != AnswerTemplateChanged::type) return {};
        auto decoded = TRY(decode_service_event(event.type, event.data));
        if (const auto* e = std::get_if<BoundaryImported>(&decoded))
            TRY(session.execute(sql::put_boundary, event.municipality.value, e->ehak, e->name, e->geometry.is_null() ? std::string() : json::serialize(e->geometry), event.at.microseconds));
        if (const auto* e = std::get_if<AnswerTemplateChanged>(&decoded))
            TRY(session.execute(sql::put_answer_template, event.municipality.value, e->answer.id, e->answer.outcome, event.data, event.at.microseconds, event.actor));
        return {};
    }
};

}  // namespace

std::vector<std::shared_ptr<journal::Projection>> projections() { return {std::make_shared<ServicesProjection>(), register_projection()}; }

}  // namespace raekoda::services
