#include "people/staff.h"

#include "people/people_test_town.h"
#include "people/staff_test_sql.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {

StaffMember member(std::vector<Role> roles, std::vector<std::string> areas = {}, bool active = true) {
    return {StaffId("1"), here, "login", "Name", std::move(roles), std::move(areas), "", active};
}
bool names(const Error& error, std::string_view field, std::string_view key) {
    for (const auto& problem : error.problems)
        if (problem.field == field && problem.text_key == key) return true;
    return false;
}

}  // namespace

TEST_CASE("events of officials as they were written once decode for ever") {
    CHECK(decode_staff_event("StaffAdded", R"({"roles":["clerk","handler"],"areas_of_work":["roads"],"team":"street"})").value() ==
          StaffEvent(StaffAdded{{Role::clerk, Role::handler}, {"roads"}, "street"}));
    CHECK(decode_staff_event("StaffChanged", R"({"roles":["editor","manager"],"areas_of_work":[],"team":""})").value() ==
          StaffEvent(StaffChanged{{Role::editor, Role::manager}, {}, ""}));
    CHECK(decode_staff_event("StaffPasswordSet", "{}").value() == StaffEvent(StaffPasswordSet{}));
    CHECK(decode_staff_event("StaffDisabled", "{}").value() == StaffEvent(StaffDisabled{}));
    for (auto [type, data] : {std::pair{"StaffAdded", R"({"roles":["king"],"areas_of_work":[],"team":""})"}, {"StaffAdded", "{}"}, {"StaffAdded", "[]"},
                              {"StaffAdded", "{"}, {"StaffAdded", R"({"roles":[1],"areas_of_work":[]})"}, {"Other", "{}"}}) {
        CAPTURE(data);
        CHECK_FALSE(decode_staff_event(type, data));
    }
    for (const StaffEvent& event : {StaffEvent(StaffAdded{{Role::manager}, {"a", "õ\""}, "t"}), StaffEvent(StaffChanged{}), StaffEvent(StaffPasswordSet{}), StaffEvent(StaffDisabled{})}) {
        auto written = encode(event);
        CHECK(decode_staff_event(written.type, written.data).value() == event);
    }
}

TEST_CASE("the table of permissions") {
    using P = Permission;
    const P all[] = {P::see_desk, P::see_contacts, P::work_on_report, P::assign_report, P::redact, P::edit_answers, P::manage_staff, P::manage_keys, P::see_figures, P::edit_services};
    auto allowed = [&](Role role) {
        std::string out;
        for (P permission : all) out += may(member({role}), permission) ? '+' : '-';
        return out;
    };
    CHECK(allowed(Role::clerk) == "++++------");
    CHECK(allowed(Role::handler) == "+++-------");
    CHECK(allowed(Role::editor) == "+---++---+");
    CHECK(allowed(Role::manager) == "++++--++++");
    for (P permission : all) CHECK_FALSE(may(member({}), permission));
    for (P permission : all) CHECK_FALSE(may(member({Role::manager, Role::clerk}, {}, false), permission));

    auto handler = member({Role::handler}, {"roads", "lights"});
    CHECK(may(handler, P::work_on_report, "roads"));
    CHECK(may(handler, P::work_on_report));
    CHECK_FALSE(may(handler, P::work_on_report, "trees"));
    CHECK_FALSE(may(handler, P::see_contacts, "trees"));
    CHECK(may(member({Role::handler}), P::work_on_report, "trees"));
    CHECK(may(member({Role::handler, Role::clerk}, {"roads"}), P::work_on_report, "trees"));
    CHECK(may(member({Role::clerk}, {"roads"}), P::work_on_report, "trees"));
    for (Role role : {Role::clerk, Role::handler, Role::editor, Role::manager}) CHECK(role_of(role_name(role)) == role);
    CHECK_FALSE(role_of("king"));
}

TEST_CASE("officials are added, changed, disabled; a rebuild gives the same tables") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& people = *town->people;
        auto id = people.add_staff(as_manager(), mari()).value();
        auto found = people.staff_member(here, id).value();
        REQUIRE(found);
        CHECK(found->login == "mari.maasikas");
        CHECK(found->display_name == "Mari Maasikas");
        CHECK(found->roles == std::vector{Role::clerk, Role::handler});
        CHECK(found->areas_of_work == std::vector<std::string>{"roads"});
        CHECK(found->team == "street");
        CHECK(found->active);
        CHECK_FALSE(people.staff_member(there, id).value());

        auto taken = people.add_staff(as_manager(), mari());
        REQUIRE_FALSE(taken);
        CHECK(taken.error().fault == Fault::conflict);
        CHECK(taken.error().text_key == "staff.login_taken");
        auto elsewhere = people.add_staff(as_manager(there), mari()).value();
        // The same command again adds nobody.
        NewStaff jaan{.login = "jaan", .display_name = "Jaan Tamm", .password = "pikk salasõna", .roles = {Role::manager}, .areas_of_work = {}, .team = ""};
        auto second = people.add_staff(as_manager(here, start, "add jaan"), jaan).value();
        CHECK(people.add_staff(as_manager(here, start, "add jaan"), jaan).value() == second);

        REQUIRE(people.change_staff(as_manager(), id, {Role::editor}, {"parks", "roads"}, ""));
        auto head = town->journal->head(here).value();
        REQUIRE(people.change_staff(as_manager(), id, {Role::editor, Role::editor}, {"parks", "roads"}, ""));
        CHECK(town->journal->head(here).value() == head);  // nothing changed, nothing happened
        CHECK(people.staff_member(here, id).value()->roles == std::vector{Role::editor});
        CHECK(people.change_staff(as_manager(there), id, {Role::editor}, {}, "").error().fault == Fault::missing);

        REQUIRE(people.disable_staff(as_manager(), id));
        REQUIRE(people.disable_staff(as_manager(), id));
        CHECK(people.disable_staff(as_manager(), StaffId("nobody")).error().fault == Fault::missing);
        CHECK_FALSE(people.staff_member(here, id).value()->active);
        CHECK(people.change_staff(as_manager(), id, {Role::manager}, {}, "").error().fault == Fault::gone);
        CHECK(people.set_password(as_manager(), id, "uus pikk salasõna").error().fault == Fault::gone);
        CHECK(people.set_password(as_manager(), StaffId("nobody"), "uus pikk salasõna").error().fault == Fault::missing);
        CHECK(people.staff_member(here, id).value()->display_name == "Mari Maasikas");

        auto all = people.staff(here).value();
        REQUIRE(all.size() == 2);
        CHECK(all[0].id == second);
        CHECK(people.staff(there).value().at(0).id == elsewhere);

        // The journal holds no login, name or password.
        const auto history = town->journal->after(here, 0, 100).value();
        CHECK(history.size() == 4);
        for (const auto& event : history)
            for (const char* personal : {"aasikas", "jaan", "Jaan", "argon2"}) CHECK(event.data.find(personal) == std::string::npos);

        auto key = people.issue_key(as_manager(), "Rakendus", "info@naide.ee", 60, 5000).value();
        REQUIRE(people.issue_key(as_manager(), "Teine", "info@naide.ee", 6, 50));
        REQUIRE(people.revoke_key(as_manager(), key.id));
        auto before = town->journal->table_hashes().value();
        CHECK(before.at("people_staff").starts_with("3 "));
        CHECK(before.at("people_api_key").starts_with("2 "));
        REQUIRE(town->write([](store::Session& s) -> Outcome {
            TRY(s.execute(sql::forget_staff, here.value));
            TRY(s.execute(sql::revive_keys, here.value));
            return {};
        }));
        CHECK(town->journal->table_hashes().value() != before);
        REQUIRE(town->journal->rebuild([](auto) {}));
        CHECK(town->journal->table_hashes().value() == before);
        CHECK(people.staff(here).value().size() == 2);
    }
}

TEST_CASE("what is wrong with a new official is named, all at once") {
    Town town(testing::sqlite_database());
    auto wrong = town.people->add_staff(as_manager(), {.login = "m", .display_name = " ", .password = "lühike", .roles = {}, .areas_of_work = {""}, .team = "a\nb\x01"});
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().fault == Fault::invalid);
    CHECK(names(wrong.error(), "login", "staff.login_wrong"));
    CHECK(names(wrong.error(), "display_name", "staff.name_missing"));
    CHECK(names(wrong.error(), "password", "staff.password_too_short"));
    CHECK(names(wrong.error(), "roles", "staff.role_missing"));
    CHECK(names(wrong.error(), "areas_of_work", "staff.areas_wrong"));
    CHECK(names(wrong.error(), "team", "staff.team_wrong"));
    auto person = mari();
    person.password = "MARI.maasikas";
    CHECK(names(town.people->add_staff(as_manager(), person).error(), "password", "staff.password_is_login"));
    person.password = std::string(201, 'x');
    CHECK(names(town.people->add_staff(as_manager(), person).error(), "password", "staff.password_too_long"));
    person = mari();
    person.login = "mari maasikas";
    CHECK(names(town.people->add_staff(as_manager(), person).error(), "login", "staff.login_wrong"));
    CHECK(town.people->staff(here).value().empty());
}
