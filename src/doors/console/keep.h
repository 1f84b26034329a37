// Commands that keep a town running.
#pragma once
#include "doors/console/town.h"

namespace raekoda::doors::console {

int migrate(const Configuration&);
int check(const Configuration&);
int rebuild(const Configuration&, bool compare);
int verify(const Configuration&);
int backup(const Configuration&, const std::string& path, bool with_key);
int restore(const Configuration&, const std::string& path);

struct StaffOptions {
    std::string municipality, login, name, team;
    std::vector<std::string> roles, areas;
};
int add_staff(const Configuration&, const StaffOptions&);

struct KeyOptions {
    std::string municipality, name, contact;
    int per_minute = 60, per_day = 5000;
};
int add_key(const Configuration&, const KeyOptions&);
int take_bounce(const Configuration&);

}  // namespace raekoda::doors::console
