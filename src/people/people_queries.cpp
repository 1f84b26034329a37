#include "people/people_queries_sql.h"

#include "people/people_state.h"
#include "people/staff.h"

namespace raekoda::people {

StaffMember staff_member_of(const store::Row& row, const MunicipalityId& municipality) {
    // The projection wrote these lists; one that does not decode gives no rights.
    return {StaffId(std::string(row.text(0))),
            municipality,
            std::string(row.text(1)),
            std::string(row.text(2)),
            decode_roles(row.text(3)).value_or(std::vector<Role>{}),
            decode_list(row.text(4)).value_or(std::vector<std::string>{"?"}),
            std::string(row.text(5)),
            row.integer(6) != 0};
}

Result<std::vector<StaffMember>> People::staff(const MunicipalityId& municipality) {
    return journal_->database().read_value<std::vector<StaffMember>>([&](store::Session& session) {
        return session.all(sql::staff_of_municipality, [&](const store::Row& row) { return staff_member_of(row, municipality); }, municipality.value);
    });
}

Result<std::optional<StaffMember>> People::staff_member(const MunicipalityId& municipality, const StaffId& id) {
    return journal_->database().read_value<std::optional<StaffMember>>([&](store::Session& session) {
        return session.first(sql::staff_by_id, [&](const store::Row& row) { return staff_member_of(row, municipality); }, municipality.value, id.value);
    });
}

}  // namespace raekoda::people
