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
        bool boundary = event.type == "BoundaryImported";
        if (!boundary && event.type != "AnswerTemplateChanged") return {};
        auto value = TRY(json::parse(event.data, 64u << 20));
        auto* data = value.if_object();
        if (!data) return fail(Fault::broken, event.type + " without an object");
        if (boundary) {
            auto* geometry = data->if_contains("geometry");
            TRY(session.execute(sql::put_boundary, event.municipality.value, json::text(*data, "ehak"), json::text(*data, "name"),
                                geometry ? json::serialize(*geometry) : std::string(), event.at.microseconds));
        } else {
            TRY(session.execute(sql::put_answer_template, event.municipality.value, json::text(*data, "id"), json::text(*data, "outcome"),
                                event.data, event.at.microseconds, event.actor));
        }
        return {};
    }
};

}  // namespace

std::vector<std::shared_ptr<journal::Projection>> projections() { return {std::make_shared<ServicesProjection>(), register_projection()}; }

}  // namespace raekoda::services
