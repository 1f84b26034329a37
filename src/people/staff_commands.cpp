#include "base/crypto.h"
#include "base/text.h"
#include "people/people_queries_sql.h"
#include "people/people_staff_books_sql.h"
#include "people/people_state.h"
#include "people/staff.h"

namespace raekoda::people {

std::string stream_of(const StaffId& id) { return std::string(staff_stream) + id.value; }

Result<Staff> load_staff(journal::Recorder& recorder, const StaffId& id) {
    Staff staff;
    Outcome decoded;
    TRY(recorder.replay(stream_of(id), [&](const journal::Recorded& event) {
        if (!decoded) return;
        auto e = decode_staff_event(event.type, event.data);
        if (e) staff.apply(*e);
        else decoded = tl::unexpected(e.error());
    }));
    TRY(Outcome(decoded));
    return staff;
}

namespace {

constexpr std::size_t longest_login = 100, longest_display_name = 200, longest_id = 100, most_areas = 200;

Outcome record(journal::Recorder& recorder, const StaffId& id, const Staff& staff, const std::vector<StaffEvent>& events) {
    std::vector<journal::Event> encoded;
    for (const auto& event : events) encoded.push_back(encode(event));
    return recorder.append(stream_of(id), staff.version, encoded);
}

bool is_login(std::string_view text) {
    if (text.size() < 2 || text.size() > longest_login) return false;
    for (char c : text)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("._-@+").find(c) != std::string_view::npos)) return false;
    return true;
}

void check_password(std::vector<Problem>& problems, const std::string& password, const std::string& login) {
    std::size_t length = code_point_count(password);
    if (length < shortest_password) problems.push_back({"password", "staff.password_too_short", {{"least", std::to_string(shortest_password)}}});
    else if (length > longest_password) problems.push_back({"password", "staff.password_too_long", {{"most", std::to_string(longest_password)}}});
    else if (lower(password) == login) problems.push_back({"password", "staff.password_is_login", {}});
}

void check_standing(std::vector<Problem>& problems, const std::vector<Role>& roles, const std::vector<std::string>& areas_of_work, const std::string& team) {
    if (roles.empty()) problems.push_back({"roles", "staff.role_missing", {}});
    auto is_id = [](const std::string& id) { return id.size() <= longest_id && clean_input(id) == id; };
    bool good = areas_of_work.size() <= most_areas;
    for (const auto& area : areas_of_work) good = good && !area.empty() && is_id(area);
    if (!good) problems.push_back({"areas_of_work", "staff.areas_wrong", {}});
    if (!is_id(team)) problems.push_back({"team", "staff.team_wrong", {}});
}

// Each once, in the order of the enum: the same rights are written the same way.
std::vector<Role> in_order(std::vector<Role> roles) {
    std::sort(roles.begin(), roles.end());
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    return roles;
}

}  // namespace

std::string prepared_login(std::string_view as_typed) { return lower(clean_input(as_typed).value_or("")); }
std::string prepared_password(std::string_view as_typed) { return clean_input(as_typed).value_or(""); }

People::People(std::shared_ptr<journal::Journal> journal, std::shared_ptr<Vault> vault)
    : journal_(std::move(journal)), vault_(std::move(vault)), state_(std::make_shared<State>(*vault_)) {}

Result<StaffId> People::add_staff(const journal::Context& context, const NewStaff& as_typed) {
    std::vector<Problem> problems;
    std::string login = prepared_login(as_typed.login), password = prepared_password(as_typed.password);
    std::string display_name = clean_input(as_typed.display_name).value_or("");
    if (!is_login(login)) problems.push_back({"login", "staff.login_wrong", {}});
    if (display_name.empty()) problems.push_back({"display_name", "staff.name_missing", {}});
    if (code_point_count(display_name) > longest_display_name) problems.push_back({"display_name", "staff.name_too_long", {{"most", std::to_string(longest_display_name)}}});
    check_password(problems, password, login);
    check_standing(problems, as_typed.roles, as_typed.areas_of_work, as_typed.team);
    if (!problems.empty()) return fail(std::move(problems));

    const StaffId new_id(random_id());
    const StaffAdded added{in_order(as_typed.roles), as_typed.areas_of_work, as_typed.team};
    const std::string hash = password_hash(password);  // slow: not on the writer lane
    auto id = TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        const auto& municipality = context.municipality.value;
        if (TRY(recorder.session().first(sql::login_exists, [](const store::Row&) { return true; }, municipality, login)))
            return fail(Fault::conflict, "the login exists", "staff.login_taken");
        TRY(recorder.session().execute(sql::insert_credential, municipality, new_id.value, login, display_name, hash));
        TRY(record(recorder, new_id, Staff{}, {added}));
        return new_id.value;
    }));
    return StaffId(id);
}

Outcome People::change_staff(const journal::Context& context, const StaffId& id, const std::vector<Role>& roles,
                             const std::vector<std::string>& areas_of_work, const std::string& team) {
    std::vector<Problem> problems;
    check_standing(problems, roles, areas_of_work, team);
    if (!problems.empty()) return fail(std::move(problems));
    const StaffChanged changed{in_order(roles), areas_of_work, team};
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto staff = TRY(load_staff(recorder, id));
        TRY(record(recorder, id, staff, TRY(staff.change(changed))));
        return id.value;
    }));
    return {};
}

Outcome People::disable_staff(const journal::Context& context, const StaffId& id) {
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto staff = TRY(load_staff(recorder, id));
        TRY(record(recorder, id, staff, TRY(staff.disable())));
        TRY(recorder.session().execute(sql::delete_sessions_of, context.municipality.value, id.value));
        // The name stays: what was done under it is still read. The password serves nobody any more.
        TRY(recorder.session().execute(sql::update_password, context.municipality.value, id.value, ""));
        return id.value;
    }));
    return {};
}

Outcome People::set_password(const journal::Context& context, const StaffId& id, const std::string& as_typed) {
    const auto& municipality = context.municipality;
    auto login = TRY(journal_->database().read_value<std::optional<std::string>>([&](store::Session& session) {
        return session.first(sql::login_of, [](const store::Row& row) { return std::string(row.text(0)); }, municipality.value, id.value);
    }));
    if (!login) return fail(Fault::missing, "no such official");
    std::vector<Problem> problems;
    std::string password = prepared_password(as_typed);
    check_password(problems, password, *login);
    if (!problems.empty()) return fail(std::move(problems));
    const std::string hash = password_hash(password);
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto staff = TRY(load_staff(recorder, id));
        TRY(record(recorder, id, staff, TRY(staff.set_password())));
        TRY(recorder.session().execute(sql::update_password, municipality.value, id.value, hash));
        TRY(recorder.session().execute(sql::delete_sessions_of, municipality.value, id.value));
        TRY(state_->throttle.forget_login(recorder.session(), municipality, *login));
        return id.value;
    }));
    return {};
}

}  // namespace raekoda::people
