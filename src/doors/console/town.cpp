#include "doors/console/town.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/crypto.h"
#include "base/embedded.h"
#include "base/log.h"
#include "base/text.h"
#include "cases/reports_of_person.h"
#include "doors/xroad/xroad.h"
#include "http/http.h"
#include "people/register_rights.h"
#include "services/gazetteer.h"

namespace raekoda::doors::console {

namespace fs = std::filesystem;

namespace {

bool is_file_address(const std::string& address) { return address.find("://") == std::string::npos; }

Result<std::string> load_key(const Configuration& configuration) {
    if (const char* given = std::getenv("RAEKODA_MASTER_KEY")) {
        auto key = from_hex(given);
        if (!key || key->size() != seal_key_size) return fail(Fault::invalid, "RAEKODA_MASTER_KEY: 64 hexadecimal digits are needed");
        return *key;
    }
    std::string path = key_path(configuration);
    if (std::ifstream in(path); in) {
        std::string text((std::istreambuf_iterator<char>(in)), {});
        auto key = from_hex(trimmed(text));
        if (!key || key->size() != seal_key_size) return fail(Fault::invalid, path + ": not a key of 64 hexadecimal digits");
        return *key;
    }
    std::string key = random_bytes(seal_key_size);
    fs::create_directories(fs::absolute(path).parent_path());
    mode_t before = ::umask(0077);
    std::ofstream out(path);
    out << hex(key) << "\n";
    out.close();
    ::umask(before);
    if (!out) return fail(Fault::unavailable, path + ": the key cannot be written");
    log::info("key.made", {{"path", path}});
    return key;
}

// The registers by the file of --registers; null: none is connected.
Result<std::shared_ptr<people::Registers>> connect_registers(const std::string& file) {
    if (file.empty()) return nullptr;
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Fault::missing, file + ": cannot be read");
    auto setup = xroad::read_setup(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!setup) return fail(setup.error().fault, file + ": " + setup.error().detail);
    return xroad::connect(std::move(*setup));
}

}  // namespace

Result<people::DatedRules> load_rules(const std::string& catalogue) {
    const std::string file = catalogue + "/common/people.json";
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Fault::missing, file + ": cannot be read");
    auto rules = people::read_dated_rules(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!rules) return fail(rules.error().fault, file + ": " + rules.error().detail);
    return rules;
}

std::string key_path(const Configuration& configuration) {
    if (!configuration.key_file.empty()) return configuration.key_file;
    return is_file_address(configuration.database) ? configuration.database + ".key" : "data/raekoda.key";
}

std::string Town::derived_key(std::string_view purpose) const { return keyed_hash_256(master_key, "raekoda/" + std::string(purpose)); }

std::vector<store::Migration> all_migrations() {
    std::vector<store::Migration> all;
    for (const auto& file : embedded::migrations()) all.push_back({std::string(file.name.substr(0, file.name.rfind('.'))), std::string(file.content)});
    return all;
}

std::vector<std::shared_ptr<journal::Projection>> all_projections() {
    std::vector<std::shared_ptr<journal::Projection>> all;
    for (const auto& room : {people::People::projections(), services::projections(), cases::Cases::projections(), applications::Applications::projections()})
        all.insert(all.end(), room.begin(), room.end());
    return all;
}

Result<Town> open_journal(const Configuration& configuration, bool bring_up_to_date) {
    Town town;
    if (is_file_address(configuration.database)) {
        std::error_code problem;
        fs::create_directories(fs::absolute(configuration.database).parent_path(), problem);
    }
    store::Options options;
    options.address = configuration.database;
    options.reader_limit = configuration.readers;
    town.database = TRY(store::Database::open(options));
    if (bring_up_to_date) TRY(store::migrate(*town.database, all_migrations()));
    town.journal = std::make_shared<journal::Journal>(town.database, all_projections());
    return town;
}

bool print_problems(const std::vector<services::CatalogueProblem>& problems) {
    for (const auto& problem : problems) {
        std::cerr << problem.file;
        if (problem.line) std::cerr << ":" << problem.line;
        std::cerr << ": " << problem.text << "\n";
    }
    return problems.empty();
}

Result<Town> open_town(const Configuration& configuration) {
    auto loaded = services::Catalogue::load(configuration.catalogue);
    if (!print_problems(loaded.problems) || !loaded.catalogue)
        return fail(Fault::invalid, "the catalogue has problems: nothing was started");
    auto rules = TRY(load_rules(configuration.catalogue));
    Town town = TRY(open_journal(configuration));
    town.rules = std::move(rules);
    town.master_key = TRY(load_key(configuration));
    town.vault = std::make_shared<people::Vault>(town.master_key);
    town.people = std::make_shared<people::People>(town.journal, town.vault);
    town.registers = std::make_shared<people::RegisterFacts>(town.database, town.vault, TRY(connect_registers(configuration.registers)));
    town.residents = std::make_shared<people::Residents>(town.journal, town.vault);
    town.residents->ask_registers(people::rights_by_registers(town.registers));
    auto imported = TRY(services::boundaries(*town.database));
    town.catalogue = imported.empty() ? loaded.catalogue : services::with_boundaries(loaded.catalogue, imported);
    if (!configuration.tiles.empty()) town.catalogue = services::with_tiles(town.catalogue, configuration.tiles);
    if (!configuration.gazetteer.empty()) {
        auto fetch = [](const std::string& url) -> Result<std::string> {
            http::ClientRequest request;
            request.url = url;
            request.timeout_milliseconds = 1500;  // somebody is typing
            request.max_bytes = 1u << 20;
            auto answer = TRY(http::send(request));
            if (answer.status != 200) return fail(Fault::unavailable, "the gazetteer answered " + std::to_string(answer.status));
            return answer.body;
        };
        town.catalogue = services::with_gazetteer(town.catalogue, std::make_shared<services::Gazetteer>(configuration.gazetteer, fetch));
    }
    town.services = std::make_shared<services::ServiceRegister>(town.journal, [catalogue = town.catalogue] { return catalogue; });
    town.cases = std::make_shared<cases::Cases>(town.journal, town.people, [catalogue = town.catalogue] { return catalogue; });
    town.applications = std::make_shared<applications::Applications>(town.journal, town.people, [services = town.services] { return services->published(); });
    town.residents->add_holder(applications::personal_data_of(*town.applications, town.rules));
    town.residents->add_holder(cases::personal_data_of(*town.cases));
    return town;
}

void ProgressLine::show(std::int64_t done, std::int64_t of) {
    done_ = done;
    of_ = of;
    Instant moment = now();
    if (done < of && moment.microseconds - last_.microseconds < 100'000) return;
    last_ = moment;
    shown_ = true;
    std::cerr << (isatty(STDERR_FILENO) ? "\r" : "") << label_ << " " << done << (of ? "/" + std::to_string(of) : "")
              << (isatty(STDERR_FILENO) ? "   " : "\n") << std::flush;
}
ProgressLine::~ProgressLine() {
    if (shown_ && isatty(STDERR_FILENO)) std::cerr << "\n";
}

int failed(const Error& error) {
    std::cerr << "raekoda: " << fault_name(error.fault) << ": " << (error.detail.empty() ? error.text_key : error.detail) << "\n";
    for (const auto& problem : error.problems) {
        std::cerr << "  " << (problem.field.empty() ? "" : problem.field + ": ")
                  << (view::has_text(problem.text_key) ? view::text(view::Language::en, problem.text_key, problem.arguments) : problem.text_key) << "\n";
    }
    return fault_exit_code(error.fault);
}

}  // namespace raekoda::doors::console
