#include "applications/application_rows.h"

#include "applications/application_appointments_sql.h"
#include "applications/application_queries_sql.h"
#include "base/text.h"

namespace raekoda::applications {

namespace {

std::optional<Instant> moment(const store::Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(Instant{row.integer(column)});
}

// In the order of the columns of record_by_number.
ApplicationView view_from(const store::Row& row) {
    int c = 0;
    auto text = [&] { return std::string(row.text(c++)); };
    auto whole = [&] { return static_cast<int>(row.integer(c++)); };
    auto day = [&] { return Date::from_iso(row.text(c++)); };
    ApplicationView a;
    a.service = text();
    a.service_version = text();
    a.status = status_of(row.text(c++)).value_or(Status::submitted);
    a.outcome = decided_of(row.text(c++));
    a.proposal = decided_of(row.text(c++));
    a.appeal_outcome = text();
    a.language = text();
    a.channel = text();
    a.applicant = PersonId(text());
    a.submitter = PersonId(text());
    a.right.kind = text();
    a.right.mandate = text();
    a.company = whole() != 0;
    for (auto person : split(row.text(c++), ' '))
        if (!person.empty()) a.unsigned_by.emplace_back(std::string(person));
    a.team = text();
    a.staff = StaffId(text());
    a.term.working_days = whole();
    a.term.calendar_days = whole();
    a.submitted = Instant{row.integer(c++)};
    a.updated = Instant{row.integer(c++)};
    a.due = Instant{row.integer(c++)};
    a.decided = moment(row, c++);
    a.read = moment(row, c++);
    a.paused_since = moment(row, c++);
    a.paused_microseconds = row.integer(c++);
    a.waiting_for = text();
    a.waiting_until = day();
    a.more_asked = whole() != 0;
    a.heard = whole() != 0;
    a.appeal_until = day();
    a.valid_from = day();
    a.valid_to = day();
    a.content = SealedTextId(text());
    a.decision = SealedTextId(text());
    a.consent = SealedTextId(text());
    a.guest_hash = text();
    a.files = whole();
    a.version = row.integer(c++);
    return a;
}

}  // namespace

Appointment appointment_from(const store::Row& row) {
    Appointment a;
    a.number = ApplicationNumber(std::string(row.text(0)));
    a.id = row.text(1);
    a.applicant = PersonId(std::string(row.text(2)));
    a.starts = Instant{row.integer(3)};
    a.minutes = static_cast<int>(row.integer(4));
    a.state = appointment_state_of(row.text(5)).value_or(AppointmentState::proposed);
    a.sequence = static_cast<int>(row.integer(6));
    a.sealed_words = SealedTextId(std::string(row.text(7)));
    a.sealed_answer = SealedTextId(std::string(row.text(8)));
    a.changed = Instant{row.integer(9)};
    return a;
}
Result<std::vector<Appointment>> load_appointments(store::Session& session, const MunicipalityId& municipality, const ApplicationNumber& number) {
    return session.all(sql::appointments_of_number, appointment_from, municipality.value, number.value);
}

std::string encode_persons(const std::vector<PersonId>& persons) {
    std::string out;
    for (const auto& person : persons) out += (out.empty() ? "" : " ") + person.value;
    return out;
}
std::string iso_of(const std::optional<Date>& day) { return day ? day->iso() : ""; }

Result<std::optional<ApplicationView>> load_application(store::Session& session, const MunicipalityId& municipality, const ApplicationNumber& number) {
    auto found = TRY(session.first(sql::record_by_number, view_from, municipality.value, number.value));
    if (found) {
        found->municipality = municipality;
        found->number = number;
    }
    return found;
}

ApplicationLine line_from(const store::Row& row) {
    ApplicationLine line;
    line.number = ApplicationNumber(std::string(row.text(0)));
    line.service = row.text(1);
    line.service_version = row.text(2);
    line.status = status_of(row.text(3)).value_or(Status::submitted);
    line.outcome = decided_of(row.text(4));
    line.proposal = decided_of(row.text(5));
    line.applicant = PersonId(std::string(row.text(6)));
    line.submitter = PersonId(std::string(row.text(7)));
    line.team = row.text(8);
    line.waiting_for = row.text(9);
    line.staff = StaffId(std::string(row.text(10)));
    line.submitted = Instant{row.integer(11)};
    line.updated = Instant{row.integer(12)};
    line.due = Instant{row.integer(13)};
    line.decided = moment(row, 14);
    line.read = moment(row, 15);
    line.waiting_until = Date::from_iso(row.text(16));
    line.appeal_until = Date::from_iso(row.text(17));
    line.valid_from = Date::from_iso(row.text(18));
    line.valid_to = Date::from_iso(row.text(19));
    line.paused = !row.is_null(20);
    return line;
}

ApplicationLine own_line_from(const store::Row& row) {
    ApplicationLine line;
    line.number = ApplicationNumber(std::string(row.text(0)));
    line.service = row.text(1);
    line.service_version = row.text(2);
    line.status = status_of(row.text(3)).value_or(Status::submitted);
    line.outcome = decided_of(row.text(4));
    line.waiting_for = row.text(5);
    line.submitted = Instant{row.integer(6)};
    line.updated = Instant{row.integer(7)};
    line.due = Instant{row.integer(8)};
    line.read = moment(row, 9);
    line.waiting_until = Date::from_iso(row.text(10));
    line.appeal_until = Date::from_iso(row.text(11));
    line.valid_to = Date::from_iso(row.text(12));
    line.paused = !row.is_null(13);
    return line;
}

}  // namespace raekoda::applications
