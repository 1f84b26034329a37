// Everything that a command works with, opened from one configuration.
#pragma once
#include <memory>
#include <string>

#include "applications/applications.h"
#include "cases/cases.h"
#include "journal/journal.h"
#include "media/media.h"
#include "people/dated_rules.h"
#include "people/people.h"
#include "people/registers.h"
#include "people/residents.h"
#include "services/service_register.h"
#include "services/services.h"

namespace raekoda::doors::console {

struct Configuration {
    std::string database = "data/raekoda.db";
    std::string catalogue = "catalogue";
    std::string key_file;  // empty: beside the database file, else data/raekoda.key
    int readers = 8;
    std::string tiles;      // address of map tiles instead of the catalogue's
    std::string registers;  // file that says how the state's registers are reached; empty: they are not
    std::string gazetteer;  // address search of the Land Board, https://…/gazetteer; empty: the catalogue's own places only
};

struct Town {
    std::shared_ptr<store::Database> database;
    std::shared_ptr<journal::Journal> journal;
    std::shared_ptr<people::Vault> vault;
    std::shared_ptr<people::People> people;
    std::shared_ptr<people::RegisterFacts> registers;  // always there; without a connection every source is unavailable
    std::shared_ptr<people::Residents> residents;
    std::shared_ptr<const services::Catalogue> catalogue;
    std::shared_ptr<services::ServiceRegister> services;
    std::shared_ptr<cases::Cases> cases;
    std::shared_ptr<applications::Applications> applications;
    people::DatedRules rules;
    std::string master_key;

    std::string derived_key(std::string_view purpose) const;  // 32 bytes, a purpose each
};

// Opens the database, brings its tables up to date, loads key and catalogue. Every problem of the catalogue is printed.
Result<Town> open_town(const Configuration&);
// Database and journal alone: for commands that need no catalogue and no secrets.
Result<Town> open_journal(const Configuration&, bool bring_up_to_date = true);
Result<people::DatedRules> load_rules(const std::string& catalogue);  // common/people.json; invalid, missing: says the file and what is wrong
std::string key_path(const Configuration&);
// Prints problems as "file:line: what"; true when there are none.
bool print_problems(const std::vector<services::CatalogueProblem>&);
std::vector<store::Migration> all_migrations();
std::vector<std::shared_ptr<journal::Projection>> all_projections();

// "label 120/500" on standard error, at most ten times a second; a new line at the end.
class ProgressLine {
public:
    explicit ProgressLine(std::string label) : label_(std::move(label)) {}
    ~ProgressLine();
    void show(std::int64_t done, std::int64_t of);

private:
    std::string label_;
    Instant last_{};
    std::int64_t done_ = 0, of_ = 0;
    bool shown_ = false;
};

// Prints why a command failed; gives its exit code.
int failed(const Error&);

}  // namespace raekoda::doors::console
