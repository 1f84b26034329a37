// What the pages of people show.
#pragma once
#include <string>
#include <vector>

#include "view/components.h"
#include "view/view.h"

namespace raekoda::people {

struct SignInPage {
    std::string back;
    view::Field login, password;
    std::string code_login;  // where officials log in with their personal code; empty: nowhere
    std::string trouble;  // why it did not work; empty: nothing tried yet
    bool ended = false;   // a session of theirs is over
};

struct StaffRow {
    std::string id, name, login, roles, areas, team;
    bool active = true;
};
struct StaffFields {
    view::Field login, display_name, password, roles, areas_of_work, team;
    std::vector<view::Option> role_options, area_options, team_options;
};
struct StaffListPage {
    std::vector<StaffRow> rows;
    std::vector<view::ProblemView> problems;
    StaffFields fields;
    std::string done;  // what has just been done, in words; empty: nothing
};
struct StaffMemberPage {
    StaffRow row;
    bool self = false;
    bool has_code = false;  // a personal code is bound: they may log in with it
    view::Field code;
    std::vector<view::ProblemView> problems;
    StaffFields fields;
    std::string done;
};

struct KeyRow {
    std::string id, name, contact, issued, quota;
    bool active = true;
};
struct KeysPage {
    std::vector<KeyRow> rows;
    std::vector<view::ProblemView> problems;
    view::Field name, contact, per_minute, per_day;
    std::string attempt;     // pressing the button twice issues one key
    std::string issued_key;  // shown once; empty: none was issued now
    std::string done;
};

}  // namespace raekoda::people
