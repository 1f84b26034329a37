// Times that officials offer and residents answer. When and how long is in the journal; where and what was said lies sealed under the applicant.
#include "applications/application_appointments_sql.h"
#include "applications/application_change.h"
#include "base/json.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

std::string said_in(const std::string& place, const std::string& words) { return json::serialize(json::object{{"place", place}, {"words", words}}); }

Outcome unseal(people::Vault& vault, store::Session& session, const MunicipalityId& municipality, Appointment& a) {
    if (!a.sealed_words.empty())
        if (auto said = TRY(vault.text(session, municipality, a.sealed_words)))
            if (auto parsed = json::parse(*said); parsed && parsed->is_object()) {
                a.place = json::text(parsed->get_object(), "place");
                a.words = json::text(parsed->get_object(), "words");
            }
    if (!a.sealed_answer.empty()) a.answer = TRY(vault.text(session, municipality, a.sealed_answer)).value_or("");
    return {};
}

// As they came from the page, cleaned; everything that is wrong at once.
Result<NewAppointment> checked(const NewAppointment& offer, Instant now) {
    NewAppointment clean = offer;
    clean.place = TRY(check_words(offer.place, "place", false));
    clean.words = TRY(check_words(offer.words, "words", false));
    auto problems = problems_of_appointment(clean, now);
    if (!problems.empty()) return fail(std::move(problems));
    return clean;
}

// One that can still be changed or answered. Errors: missing; conflict, when it is cancelled or over.
Result<Appointment> to_come(store::Session& session, const ApplicationView& application, const std::string& id, Instant now) {
    for (auto& one : TRY(load_appointments(session, application.municipality, application.number)))
        if (one.id == id) {
            if (!one.to_come(now)) return fail(Fault::conflict, "the appointment is over", "applications.appointment_over");
            return std::move(one);
        }
    return fail(Fault::missing, "no such appointment");
}

}  // namespace

Outcome Applications::propose_appointment(const journal::Context& context, const Act& step, const NewAppointment& offer) {
    auto clean = TRY(checked(offer, context.now));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::propose_appointment));
        if (TRY(load_appointments(change.session(), context.municipality, step.number)).size() >= limits::appointments)
            return fail(std::vector<Problem>{{"", "applications.too_many_appointments", {{"limit", std::to_string(limits::appointments)}}}});
        auto words = TRY(change.seal(said_in(clean.place, clean.words)));
        TRY(change.record(AppointmentProposed{random_id(), words, clean.starts.microseconds, clean.minutes, clean.pauses}));
        return change.tell("appointment");
    });
}

Outcome Applications::move_appointment(const journal::Context& context, const Act& step, const std::string& id, const NewAppointment& offer) {
    auto clean = TRY(checked(offer, context.now));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::change_appointment));
        TRY(to_come(change.session(), change.application, id, context.now));
        auto words = TRY(change.seal(said_in(clean.place, clean.words)));
        TRY(change.record(AppointmentMoved{id, words, clean.starts.microseconds, clean.minutes, clean.pauses}));
        return change.tell("appointment_moved");
    });
}

Outcome Applications::cancel_appointment(const journal::Context& context, const Act& step, const std::string& id, const std::string& words) {
    auto text = TRY(check_words(words, "words", true));
    return act(context, step, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::change_appointment));
        TRY(to_come(change.session(), change.application, id, context.now));
        auto said = TRY(change.seal(text));
        TRY(change.record(AppointmentCancelled{id, said, change.due_after_appointment()}));
        return change.tell("appointment_cancelled");
    });
}

Outcome Applications::answer_appointment(const journal::Context& context, const Act& step, const Viewer& viewer, const std::string& id, bool suits, const std::string& words) {
    auto text = TRY(check_words(words, "words", !suits));
    return act_of_viewer(context, step, viewer, [&](Change& change) -> Outcome {
        TRY(allowed(change.application, Step::answer_appointment));
        TRY(to_come(change.session(), change.application, id, context.now));
        auto said = TRY(change.seal(text));
        return change.record(AppointmentAnswered{id, said, suits, change.due_after_appointment()});
    });
}

Result<std::vector<Appointment>> Applications::appointments(const MunicipalityId& municipality, const ApplicationNumber& number) {
    return journal_->database().read_value<std::vector<Appointment>>([&](store::Session& session) -> Result<std::vector<Appointment>> {
        auto all = TRY(load_appointments(session, municipality, number));
        for (auto& one : all) TRY(unseal(people_->vault(), session, municipality, one));
        return all;
    });
}

namespace {

// One that has begun and is not over still comes.
std::int64_t began_after(Instant now) { return now.plus_minutes(-limits::longest_appointment).microseconds; }
void keep_to_come(std::vector<Appointment>& all, Instant now) {
    std::erase_if(all, [&](const Appointment& one) { return !one.to_come(now); });
}

// Those in the services of a narrow mandate; which service it is stands at the application.
constexpr int most_looked_through = 500;
Outcome leave_covered(store::Session& session, const MunicipalityId& municipality, const Viewer& viewer, int limit, std::vector<Appointment>& all) {
    std::vector<Appointment> covered;
    for (auto& one : all) {
        if (covered.size() >= static_cast<std::size_t>(limit)) break;
        auto application = TRY(load_application(session, municipality, one.number));
        if (application && viewer.covers(application->service)) covered.push_back(std::move(one));
    }
    all = std::move(covered);
    return {};
}

}  // namespace

Result<std::vector<Appointment>> Applications::appointments_to_come(const MunicipalityId& municipality, const Viewer& viewer, Instant now, int limit) {
    return journal_->database().read_value<std::vector<Appointment>>([&](store::Session& session) -> Result<std::vector<Appointment>> {
        const auto& whose = viewer.acting.empty() ? viewer.person : viewer.acting;
        auto all = TRY(session.all(sql::appointments_of_applicant, appointment_from, municipality.value, whose.value, began_after(now), viewer.scopes.empty() ? limit : most_looked_through));
        if (!viewer.scopes.empty()) TRY(leave_covered(session, municipality, viewer, limit, all));
        for (const auto& guest : viewer.also)
            for (auto& one : TRY(session.all(sql::appointments_of_applicant, appointment_from, municipality.value, guest.value, began_after(now), limit))) all.push_back(std::move(one));
        if (!viewer.also.empty()) std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.starts < b.starts; });
        keep_to_come(all, now);
        for (auto& one : all) TRY(unseal(people_->vault(), session, municipality, one));
        return all;
    });
}

Result<std::vector<Appointment>> Applications::appointments_to_come(const MunicipalityId& municipality, const std::string& team, const StaffId& staff, Instant now, int limit) {
    return journal_->database().read_value<std::vector<Appointment>>([&](store::Session& session) -> Result<std::vector<Appointment>> {
        auto all = TRY(session.all(sql::appointments_of_town, appointment_from, municipality.value, began_after(now), team, staff.value, limit));
        keep_to_come(all, now);
        return all;
    });
}

}  // namespace raekoda::applications
