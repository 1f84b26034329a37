// The only writer of people_staff, people_api_key, people_mandate and people_correction.
#include "people/api_key.h"
#include "people/correction.h"
#include "people/mandate.h"
#include "people/people.h"
#include "people/people_projection_sql.h"
#include "people/staff.h"

namespace raekoda::people {

namespace {

class StaffProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"people_staff"}; }

    Outcome apply(store::Session& session, const journal::Recorded& event) override {
        if (!event.stream.starts_with(staff_stream)) return {};
        std::string_view id = std::string_view(event.stream).substr(staff_stream.size());
        const auto& municipality = event.municipality.value;
        auto decoded = TRY(decode_staff_event(event.type, event.data));
        if (const auto* e = std::get_if<StaffAdded>(&decoded))
            TRY(session.execute(sql::insert_staff, municipality, id, encode_roles(e->roles), encode_list(e->areas_of_work), e->team));
        else if (const auto* e = std::get_if<StaffChanged>(&decoded))
            TRY(session.execute(sql::update_staff, municipality, id, encode_roles(e->roles), encode_list(e->areas_of_work), e->team));
        else if (std::holds_alternative<StaffDisabled>(decoded))
            TRY(session.execute(sql::deactivate_staff, municipality, id));
        return {};
    }
};

class ApiKeyProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"people_api_key"}; }

    Outcome apply(store::Session& session, const journal::Recorded& event) override {
        if (!event.stream.starts_with(api_key_stream)) return {};
        std::string_view id = std::string_view(event.stream).substr(api_key_stream.size());
        auto decoded = TRY(decode_api_key_event(event.type, event.data));
        if (const auto* e = std::get_if<ApiKeyIssued>(&decoded))
            TRY(session.execute(sql::insert_api_key, event.municipality.value, id, e->hash, e->name, e->contact, e->per_minute, e->per_day,
                                event.at.microseconds));
        else
            TRY(session.execute(sql::deactivate_api_key, event.municipality.value, id));
        return {};
    }
};

class MandateProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"people_mandate"}; }

    Outcome apply(store::Session& session, const journal::Recorded& event) override {
        if (!event.stream.starts_with(mandate_stream)) return {};
        std::string_view id = std::string_view(event.stream).substr(mandate_stream.size());
        const auto& municipality = event.municipality.value;
        auto decoded = TRY(decode_mandate_event(event.type, event.data));
        if (const auto* e = std::get_if<MandateGiven>(&decoded))
            TRY(session.execute(sql::insert_mandate, municipality, id, e->represented, e->holder, e->based_on, encode_list(e->scopes), e->may_pass_on, e->valid_from,
                                e->valid_until.empty() ? std::nullopt : std::optional(e->valid_until), event.at.microseconds, event.actor));
        else
            TRY(session.execute(sql::end_mandate, municipality, id, event.at.microseconds, event.actor));
        return {};
    }
};

class CorrectionProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"people_correction"}; }

    Outcome apply(store::Session& session, const journal::Recorded& event) override {
        if (!event.stream.starts_with(correction_stream)) return {};
        std::string_view id = std::string_view(event.stream).substr(correction_stream.size());
        const auto& municipality = event.municipality.value;
        auto decoded = TRY(decode_correction_event(event.type, event.data));
        if (const auto* e = std::get_if<CorrectionAsked>(&decoded))
            TRY(session.execute(sql::insert_correction, municipality, id, e->person, e->fact, e->words, event.at.microseconds));
        else if (const auto* e = std::get_if<CorrectionAnswered>(&decoded))
            TRY(session.execute(sql::answer_correction, municipality, id, e->outcome, e->answer, event.at.microseconds, event.actor));
        return {};
    }
};

}  // namespace

std::vector<std::shared_ptr<journal::Projection>> People::projections() {
    return {std::make_shared<StaffProjection>(), std::make_shared<ApiKeyProjection>(), std::make_shared<MandateProjection>(), std::make_shared<CorrectionProjection>()};
}

}  // namespace raekoda::people
