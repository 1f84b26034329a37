// The only writer of application_record, application_happening, application_signature and application_appointment.
#include "applications/application.h"
#include "applications/application_projection_sql.h"
#include "applications/application_rows.h"

namespace raekoda::applications {

namespace {

class ApplicationProjection final : public journal::Projection {
public:
    std::vector<std::string> tables() const override { return {"application_record", "application_happening", "application_signature", "application_appointment"}; }

    Outcome apply(store::Session& session, const journal::Recorded& recorded) override {
        auto number = number_of_stream(recorded.stream);
        if (!number) return {};
        ApplicationEvent event = TRY(decode_application_event(recorded.type, recorded.data));
        ApplicationView view;
        const bool is_new = std::holds_alternative<ApplicationSubmitted>(event);
        if (!is_new) {
            auto found = TRY(load_application(session, recorded.municipality, *number));
            if (!found) return fail(Fault::broken, "an event of an application that was never sent: " + number->value);
            view = std::move(*found);
        }
        view.municipality = recorded.municipality;
        view.number = *number;
        auto unsigned_before = view.unsigned_by;
        applications::apply(view, event, recorded.at);
        TRY(write(session, is_new ? sql::insert_record : sql::update_record, view));
        TRY(write_signatures(session, view, unsigned_before));
        TRY(write_appointment(session, view, event, recorded.at));
        TRY(session.execute_later(sql::insert_happening, recorded.municipality.value, number->value, recorded.version, recorded.type, recorded.at.microseconds,
                                  recorded.actor, is_internal(event), recorded.data));
        return {};
    }

private:
    static Outcome write(store::Session& session, const store::Sql& statement, const ApplicationView& a) {
        auto moment = [](const std::optional<Instant>& t) { return t ? std::optional(t->microseconds) : std::nullopt; };
        auto outcome = [](const std::optional<Decided>& d) { return d ? decided_name(*d) : std::string_view(); };
        return session.execute_later(statement, a.municipality.value, a.number.value, a.service, a.service_version, status_name(a.status), outcome(a.outcome),
                                     outcome(a.proposal), a.appeal_outcome, a.language, a.channel, a.applicant.value, a.submitter.value, a.right.kind, a.right.mandate,
                                     a.company, encode_persons(a.unsigned_by), a.team, a.staff.value, a.term.working_days, a.term.calendar_days, a.submitted.microseconds,
                                     a.updated.microseconds, a.due.microseconds, moment(a.decided), moment(a.read), moment(a.paused_since), a.paused_microseconds,
                                     a.waiting_for, iso_of(a.waiting_until), a.more_asked, a.heard, iso_of(a.appeal_until), iso_of(a.valid_from), iso_of(a.valid_to),
                                     a.content.value, a.decision.value, a.consent.value, a.guest_hash, a.files, a.version);
    }

    // Who must still sign finds it by their own name.
    static Outcome write_signatures(store::Session& session, const ApplicationView& a, const std::vector<PersonId>& before) {
        auto in = [](const std::vector<PersonId>& list, const PersonId& person) { return std::find(list.begin(), list.end(), person) != list.end(); };
        for (const auto& person : a.unsigned_by)
            if (!in(before, person)) TRY(session.execute_later(sql::insert_signature, a.municipality.value, person.value, a.number.value));
        for (const auto& person : before)
            if (!in(a.unsigned_by, person)) TRY(session.execute_later(sql::delete_signature, a.municipality.value, person.value, a.number.value));
        return {};
    }

    static Outcome write_appointment(store::Session& session, const ApplicationView& view, const ApplicationEvent& event, Instant at) {
        if (const auto* offered = std::get_if<AppointmentProposed>(&event)) {
            Appointment a;
            a.id = offered->id;
            applications::apply(a, event, at);
            return session.execute_later(sql::insert_appointment, view.municipality.value, view.number.value, a.id, view.applicant.value, a.starts.microseconds, a.minutes,
                                         appointment_state_name(a.state), a.sequence, a.sealed_words.value, a.sealed_answer.value, a.changed.microseconds);
        }
        const bool names_one = std::holds_alternative<AppointmentMoved>(event) || std::holds_alternative<AppointmentCancelled>(event) || std::holds_alternative<AppointmentAnswered>(event);
        if (!names_one) return {};
        for (auto& a : TRY(load_appointments(session, view.municipality, view.number))) {
            applications::apply(a, event, at);
            TRY(session.execute_later(sql::update_appointment, view.municipality.value, view.number.value, a.id, a.starts.microseconds, a.minutes, appointment_state_name(a.state),
                                      a.sequence, a.sealed_words.value, a.sealed_answer.value, a.changed.microseconds));
        }
        return {};
    }
};

}  // namespace

std::vector<std::shared_ptr<journal::Projection>> Applications::projections() { return {std::make_shared<ApplicationProjection>()}; }

}  // namespace raekoda::applications
