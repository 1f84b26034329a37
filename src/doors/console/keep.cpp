#include "doors/console/keep.h"

#include <filesystem>
#include <iostream>

#include "base/text.h"
#include "doors/mail/mail.h"

namespace raekoda::doors::console {

namespace fs = std::filesystem;

int migrate(const Configuration& configuration) {
    auto town = open_journal(configuration, false);
    if (!town) return failed(town.error());
    auto applied = store::migrate(*town->database, all_migrations());
    if (!applied) return failed(applied.error());
    std::cout << "migrations applied: " << *applied << "\n";
    return 0;
}

int check(const Configuration& configuration) {
    // Texts and pages were checked when the program was built; here is what may change afterwards.
    auto loaded = services::Catalogue::load(configuration.catalogue);
    bool sound = print_problems(loaded.problems);
    if (auto rules = load_rules(configuration.catalogue); !rules) {
        std::cerr << rules.error().detail << "\n";
        sound = false;
    }
    if (std::error_code problem; fs::exists(key_path(configuration), problem)) {
        auto mode = fs::status(key_path(configuration), problem).permissions();
        if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
            std::cerr << key_path(configuration) << ": others may read the master key (chmod 600)\n";
            sound = false;
        }
    }
    std::cout << (sound ? "no problems\n" : "");
    std::cerr << (sound ? "" : std::to_string(loaded.problems.size()) + " problems in the catalogue\n");
    return sound ? 0 : 65;
}

int rebuild(const Configuration& configuration, bool compare) {
    auto town = open_journal(configuration);
    if (!town) return failed(town.error());
    std::map<std::string, std::string> before;
    if (compare) {
        auto hashes = town->journal->table_hashes();
        if (!hashes) return failed(hashes.error());
        before = std::move(*hashes);
    }
    Instant start = now();
    Result<std::int64_t> events = 0;
    {
        ProgressLine progress("events");
        events = town->journal->rebuild([&](journal::Journal::Progress p) { progress.show(p.events, p.of); });
    }
    if (!events) return failed(events.error());
    double seconds = static_cast<double>(now().microseconds - start.microseconds) / 1e6;
    std::cout << "events " << *events << ", seconds " << seconds << "\n";
    if (!compare) return 0;
    auto after = town->journal->table_hashes();
    if (!after) return failed(after.error());
    int different = 0;
    for (const auto& [table, hash] : *after)
        if (before[table] != hash) {
            std::cout << table << ": differed from the journal\n";
            ++different;
        }
    std::cout << (different ? "the tables were not equal; they are now\n" : "the tables were equal\n");
    return different ? 1 : 0;
}

int verify(const Configuration& configuration) {
    auto town = open_journal(configuration);
    if (!town) return failed(town.error());
    Result<std::vector<journal::Journal::Seal>> seals = std::vector<journal::Journal::Seal>{};
    {
        ProgressLine progress("events");
        seals = town->journal->verify([&](journal::Journal::Progress p) { progress.show(p.events, p.of); });
    }
    if (!seals) return failed(seals.error());
    for (const auto& seal : *seals) std::cout << seal.municipality.value << "\t" << seal.events << "\t" << seal.head << "\n";
    std::cout << "every event fits its seal\n";
    return 0;
}

int backup(const Configuration& configuration, const std::string& path, bool with_key) {
    if (fs::exists(path)) return failed(Error{Fault::conflict, {}, path + ": is there already", {}});
    auto town = open_journal(configuration, false);
    if (!town) return failed(town.error());
    if (auto done = town->database->backup_to(path); !done) return failed(done.error());
    if (with_key) {
        std::error_code problem;
        fs::copy_file(key_path(configuration), path + ".key", problem);
        if (problem) return failed(Error{Fault::unavailable, {}, path + ".key: " + problem.message(), {}});
    } else {
        std::cerr << "The master key is not in the copy; without it nobody can read the vault. It is at " << key_path(configuration) << ": keep a copy of it apart.\n";
    }
    std::cout << path << "\n";
    return 0;
}

int restore(const Configuration& configuration, const std::string& path) {
    if (configuration.database.find("://") != std::string::npos) return failed(Error{Fault::invalid, {}, "restore works on a database file; PostgreSQL has its own tools", {}});
    // The copy is looked at before anything is touched.
    Configuration copy = configuration;
    std::string scratch = configuration.database + ".restoring";
    std::error_code problem;
    fs::create_directories(fs::absolute(configuration.database).parent_path(), problem);
    fs::copy_file(path, scratch, fs::copy_options::overwrite_existing, problem);
    if (problem) return failed(Error{Fault::unavailable, {}, path + ": " + problem.message(), {}});
    copy.database = scratch;
    auto looked_at = [&]() -> Outcome {
        auto town = TRY(open_journal(copy));
        TRY(town.database->check_file());
        TRY(town.journal->verify([](auto) {}));
        return {};
    }();
    if (!looked_at) {
        for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(scratch + suffix, problem);
        return failed(looked_at.error());
    }
    if (fs::exists(configuration.database)) {
        std::string kept = configuration.database + ".before-restore-" + std::to_string(now().microseconds / 1'000'000);
        for (const char* suffix : {"", "-wal", "-shm"})
            if (fs::exists(configuration.database + suffix)) fs::rename(configuration.database + suffix, kept + suffix, problem);
        if (problem) return failed(Error{Fault::unavailable, {}, problem.message(), {}});
        std::cerr << "What was there is kept as " << kept << "\n";
    }
    for (const char* suffix : {"-wal", "-shm", ""})
        if (fs::exists(scratch + suffix)) fs::rename(scratch + suffix, configuration.database + suffix, problem);
    if (problem) return failed(Error{Fault::unavailable, {}, problem.message(), {}});
    std::cout << configuration.database << "\n";
    return 0;
}

int add_staff(const Configuration& configuration, const StaffOptions& options) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    MunicipalityId id(options.municipality);
    const auto* municipality = town->catalogue->municipality(id);
    if (!municipality) return failed(Error{Fault::missing, {}, "unknown municipality " + options.municipality, {}});
    people::NewStaff member{options.login, options.name, "", {}, options.areas, options.team};
    for (const auto& name : options.roles) {
        auto role = people::role_of(name);
        if (!role) return failed(Error{Fault::invalid, {}, "unknown role " + name + ": clerk, handler, editor or manager", {}});
        member.roles.push_back(*role);
    }
    for (const auto& area : options.areas)
        if (std::none_of(municipality->areas_of_work.begin(), municipality->areas_of_work.end(), [&](const auto& known) { return known.id == area; }))
            return failed(Error{Fault::invalid, {}, "unknown area of work " + area, {}});
    if (!options.team.empty() && !municipality->team(options.team)) return failed(Error{Fault::invalid, {}, "unknown team " + options.team, {}});
    std::getline(std::cin, member.password);
    auto added = town->people->add_staff({id, now(), "system", {}}, member);
    if (!added) return failed(added.error());
    std::cout << added->value << "\n";
    return 0;
}

int add_key(const Configuration& configuration, const KeyOptions& options) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    MunicipalityId id(options.municipality);
    if (!town->catalogue->municipality(id)) return failed(Error{Fault::missing, {}, "unknown municipality " + options.municipality, {}});
    auto issued = town->people->issue_key({id, now(), "system", {}}, options.name, options.contact, options.per_minute, options.per_day);
    if (!issued) return failed(issued.error());
    std::cout << issued->key << "\n";
    return 0;
}

int take_bounce(const Configuration& configuration) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    std::string message;
    for (char chunk[65536]; std::cin.read(chunk, sizeof chunk) || std::cin.gcount();) {
        message.append(chunk, static_cast<std::size_t>(std::cin.gcount()));
        if (message.size() > (2u << 20)) return failed(Error{Fault::too_large, {}, "a letter of more than 2 MiB", {}});
    }
    mail::PostmanOptions options;
    options.signing_key = town->derived_key("bounce");
    mail::Postman postman(*town->journal, *town->cases, options);
    if (auto taken = postman.take_bounce(message, now()); !taken) return failed(taken.error());
    return 0;
}

}  // namespace raekoda::doors::console
