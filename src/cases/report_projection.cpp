// The only writer of case_report, case_happening, case_photo and case_follower.
#include "cases/report.h"
#include "cases/report_projection_sql.h"
#include "cases/report_rows.h"

namespace raekoda::cases {

namespace {

const std::vector<std::string>* photos_in(const ReportEvent& event) {
    if (const auto* e = std::get_if<ReportOpened>(&event)) return &e->photos;
    if (const auto* e = std::get_if<ReporterReplied>(&event)) return &e->photos;
    if (const auto* e = std::get_if<ReportClosed>(&event)) return &e->photos;
    return nullptr;
}

class ReportProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"case_report", "case_happening", "case_photo", "case_follower"}; }

    Outcome apply(store::Session& session, const journal::Recorded& recorded) override {
        auto number = number_of_stream(recorded.stream);
        if (!number) return {};
        ReportEvent event = TRY(decode_report_event(recorded.type, recorded.data));
        ReportView report;
        const bool opened = std::holds_alternative<ReportOpened>(event);
        if (!opened) {
            auto found = TRY(load_report(session, recorded.municipality, *number));
            if (!found) return fail(Fault::broken, "an event of a report that was never opened: " + number->value);
            report = std::move(*found);
        }
        report.municipality = recorded.municipality;
        report.number = *number;
        cases::apply(report, event, recorded.at);
        TRY(write(session, opened ? sql::insert_report : sql::update_report, report));
        if (!opened)
            TRY(session.execute_later(sql::insert_happening, recorded.municipality.value, number->value, recorded.version, recorded.type,
                                recorded.at.microseconds, recorded.actor, is_internal(event), recorded.data));
        TRY(write_photos(session, recorded, *number, event));
        return write_followers(session, recorded, *number, event);
    }

private:
    static Outcome write(store::Session& session, const store::Sql& statement, const ReportView& r) {
        auto moment = [](const std::optional<Instant>& t) { return t ? std::optional(t->microseconds) : std::nullopt; };
        TRY(session.execute_later(statement, r.municipality.value, r.number.value, r.kind, r.kind_version, status_name(r.status), r.outcome,
                            visibility_name(r.visibility), channel_name(r.channel), r.language, r.lat, r.lon, r.district, r.street_class,
                            r.zipcode, encode_answers(r.answers), r.opened.microseconds, r.updated.microseconds, r.due.microseconds,
                            moment(r.closed), moment(r.paused_since), r.paused_microseconds, r.holder.team, r.holder.contractor,
                            r.holder.staff.value, r.rule_id, r.rule_table, r.limit.hours, r.limit.working_days, r.merged_into.value,
                            r.split_from.value, r.followers, r.photos.empty() ? std::string() : r.photos.front().value, r.version,
                            r.reporter.value, r.follow_hash, r.external_reference));
        return {};
    }

    static Outcome write_photos(store::Session& session, const journal::Recorded& recorded, const ReportNumber& number, const ReportEvent& event) {
        if (const auto* photos = photos_in(event)) {
            int ordinal = 0;
            for (const auto& photo : *photos)
                TRY(session.execute_later(sql::insert_photo, recorded.municipality.value, number.value, recorded.version, ++ordinal, photo));
        } else if (const auto* covered = std::get_if<PhotoCovered>(&event)) {
            TRY(session.execute_later(sql::replace_photo, recorded.municipality.value, covered->photo, covered->by));
        } else if (const auto* removed = std::get_if<PhotoRemoved>(&event)) {
            TRY(session.execute_later(sql::delete_photo, recorded.municipality.value, removed->photo));
        }
        return {};
    }

    static Outcome write_followers(store::Session& session, const journal::Recorded& recorded, const ReportNumber& number, const ReportEvent& event) {
        auto add = [&](const std::string& person, const std::string& hash) -> Outcome {
            TRY(session.execute_later(sql::insert_follower, recorded.municipality.value, number.value, person, hash, recorded.at.microseconds));
            return {};
        };
        if (const auto* joined = std::get_if<FollowerJoined>(&event)) return add(joined->person, joined->follow_hash);
        if (const auto* took = std::get_if<ReportTookOver>(&event)) {
            for (std::size_t i = 0; i < took->people.size() && i < took->follow_hashes.size(); ++i) TRY(add(took->people[i], took->follow_hashes[i]));
        } else if (const auto* left = std::get_if<FollowerLeft>(&event)) {
            TRY(session.execute_later(sql::delete_follower, recorded.municipality.value, number.value, left->person));
        }
        return {};
    }
};

}  // namespace

std::vector<std::shared_ptr<journal::Projection>> Cases::projections() { return {std::make_shared<ReportProjection>()}; }

}  // namespace raekoda::cases
