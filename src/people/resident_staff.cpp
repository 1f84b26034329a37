// Officials who log in with their personal code: a manager binds the code to the official's record.
#include "base/personal_code.h"
#include "base/text.h"
#include "people/people_queries_sql.h"
#include "people/people_resident_books_sql.h"
#include "people/people_state.h"
#include "people/residents_state.h"
#include "people/staff.h"

namespace raekoda::people {

namespace {

std::string index_of(const Vault& vault, const MunicipalityId& municipality, std::string_view subject) { return vault.subject_index(municipality, "staff subject", subject); }

Result<Staff> load_active(journal::Recorder& recorder, const StaffId& id) {
    auto staff = TRY(load_staff(recorder, id));
    if (staff.version == 0) return fail(Fault::missing, "no such official");
    if (!staff.active) return fail(Fault::gone, "the official is disabled", "staff.is_disabled");
    return staff;
}

}  // namespace

Outcome Residents::bind_staff(const journal::Context& context, const StaffId& id, std::string_view as_typed) {
    auto code = typed_personal_code(clean_input(as_typed).value_or(""));
    if (!code) return fail(std::vector<Problem>{{"personal_code", "residents.staff_code_wrong", {}}});
    const std::string index = index_of(*vault_, context.municipality, subject_of_code(code->digits));
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto& session = recorder.session();
        auto staff = TRY(load_active(recorder, id));
        auto holder = TRY(session.first(sql::staff_by_subject, [](const store::Row& row) { return std::string(row.text(0)); }, context.municipality.value, store::Bytes{index}));
        if (holder && *holder != id.value) return fail(Fault::conflict, "another official has this code", "residents.staff_code_taken");
        if (holder) return id.value;
        TRY(session.execute(sql::delete_staff_subject, context.municipality.value, id.value));
        TRY(session.execute(sql::delete_staff_subject_by_index, context.municipality.value, store::Bytes{index}));  // of an official who is no more
        TRY(session.execute(sql::insert_staff_subject, context.municipality.value, store::Bytes{index}, id.value));
        TRY(recorder.append(stream_of(id), staff.version, {encode(StaffEvent(StaffCodeBound{}))}));
        return id.value;
    }));
    return {};
}

Outcome Residents::unbind_staff(const journal::Context& context, const StaffId& id) {
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto staff = TRY(load_active(recorder, id));
        if (TRY(recorder.session().execute(sql::delete_staff_subject, context.municipality.value, id.value)) == 0) return id.value;
        TRY(recorder.append(stream_of(id), staff.version, {encode(StaffEvent(StaffCodeUnbound{}))}));
        return id.value;
    }));
    return {};
}

Result<bool> Residents::staff_is_bound(const MunicipalityId& municipality, const StaffId& id) {
    return journal_->database().read_value<bool>([&](store::Session& session) -> Result<bool> {
        return TRY(session.first(sql::staff_is_bound, [](const store::Row&) { return true; }, municipality.value, id.value)).has_value();
    });
}

Result<std::optional<StaffId>> Residents::staff_by_subject(const MunicipalityId& municipality, std::string_view subject) {
    const std::string index = index_of(*vault_, municipality, subject);
    return journal_->database().read_value<std::optional<StaffId>>([&](store::Session& session) {
        return session.first(sql::staff_by_subject, [](const store::Row& row) { return StaffId(std::string(row.text(0))); }, municipality.value, store::Bytes{index});
    });
}

}  // namespace raekoda::people
