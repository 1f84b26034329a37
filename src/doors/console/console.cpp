#include "doors/console/console.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/log.h"
#include "base/text.h"
#include "doors/console/decide.h"
#include "doors/console/catalogue_command.h"
#include "doors/console/import.h"
#include "doors/console/keep.h"
#include "doors/console/serve.h"
#include "doors/console/tck.h"
#include "doors/console/town.h"
#include "doors/identity/identity.h"

namespace raekoda::doors::console {

int run(int argc, char** argv) {
    CLI::App app{"Raekoda: one open digital town hall for a municipality and its people", "raekoda"};
    app.require_subcommand(1);
    app.fallthrough();  // options of the program itself may come after the command; subcommands inherit this
    app.set_config("--config", "", "read options from a file (TOML)");
    Configuration configuration;
    int code = 0;
    auto common = [&](CLI::App* command) {
        command->add_option("--database", configuration.database, "a file's path or postgresql://…")->capture_default_str()->envname("RAEKODA_DATABASE");
        command->add_option("--catalogue", configuration.catalogue, "folder of the catalogue")->capture_default_str()->envname("RAEKODA_CATALOGUE");
        command->add_option("--key-file", configuration.key_file, "master key of the vault (default: beside the database)");
        return command;
    };
    bool quiet = false, verbose = false;
    app.add_flag("--quiet", quiet, "log warnings and errors only");
    app.add_flag("--verbose", verbose, "log everything, every route that is served too");
    app.parse_complete_callback([&] {
        if (verbose) log::set_level(log::Level::debug);
        if (quiet) log::set_level(log::Level::warning);
    });

    ServeOptions serving;
    bool no_limits = false, database_given = false;
    auto* serve_command = common(app.add_subcommand("serve", "serve the town hall"));
    serve_command->add_option("--address", serving.address, "address to listen on")->capture_default_str();
    serve_command->add_option("--port", serving.port, "port; 0: any free one")->capture_default_str()->check(CLI::Range(0, 65535));
    serve_command->add_flag("--demo", serving.demo, "with sample people and reports");
    serve_command->add_option("--demo-password", serving.demo_password, "password of the sample officials")->capture_default_str();
    serve_command->add_option("--origin", serving.public_origin, "public address, https://…");
    serve_command->add_option("--tiles", configuration.tiles, "tile address of the base map instead of the catalogue's");
    serve_command->add_option("--gazetteer", configuration.gazetteer, "address search of the Land Board, https://…/gazetteer, besides the catalogue's places");
    serve_command->add_option("--registers", configuration.registers, "file that says how the state's registers are reached (src/doors/xroad/README.md)")->envname("RAEKODA_REGISTERS");
    serve_command->add_option("--workers", serving.workers, "threads for requests")->capture_default_str()->check(CLI::Range(1, 1000));
    serve_command->add_option("--readers", configuration.readers, "database connections for reading")->capture_default_str()->check(CLI::Range(1, 200));
    serve_command->add_option("--trusted-proxy", serving.trusted_proxies, "address of a proxy whose X-Forwarded-For counts");
    serve_command->add_option("--smtp", serving.smtp_url, "mail server, smtp://host:port or smtps://…; without it letters wait")->envname("RAEKODA_SMTP");
    serve_command->add_option("--smtp-user", serving.smtp_user, "user at the mail server");
    serve_command->add_option("--smtp-password", serving.smtp_password, "password at the mail server")->envname("RAEKODA_SMTP_PASSWORD");
    serve_command->add_option("--bounce-domain", serving.bounce_domain, "domain that takes letters that come back");
    identity::ProviderOptions provider;
    std::string provider_kind;
    serve_command->add_option("--login", provider_kind, "where residents log in: tara or govsso; without it by e-mail only")
        ->check(CLI::IsMember({"tara", "govsso"}))->envname("RAEKODA_LOGIN");
    serve_command->add_option("--login-issuer", provider.issuer, "the provider's issuer, exactly as its tokens say it")->envname("RAEKODA_LOGIN_ISSUER");
    serve_command->add_option("--login-client", provider.client_id, "our name at the provider")->envname("RAEKODA_LOGIN_CLIENT");
    serve_command->add_option("--login-secret", provider.client_secret, "our secret at the provider")->envname("RAEKODA_LOGIN_SECRET");
    serve_command->add_option("--login-scope", provider.scope, "what is asked for, for example \"openid idcard mid smartid eidas\"")->capture_default_str();
    serve_command->add_option("--media-worker", serving.media_worker, "the program raekoda-media (default: beside this one)");
    serve_command->add_flag("--no-rate-limits", no_limits, "for measuring only: no limits by address");
    serve_command->callback([&] {
        serving.rate_limits = !no_limits;
        if (!provider_kind.empty()) {
            provider.kind = provider_kind == "tara" ? identity::ProviderOptions::Kind::tara : identity::ProviderOptions::Kind::govsso;
            serving.identity = provider;
        }
        database_given = serve_command->count("--database") > 0 || std::getenv("RAEKODA_DATABASE");
        if (serving.demo && !database_given) configuration.database = "data/demo.db";
        code = serve(configuration, serving);
    });

    common(app.add_subcommand("migrate", "bring the database's tables up to date"))->callback([&] { code = migrate(configuration); });
    common(app.add_subcommand("check", "check catalogue, texts and configuration: all problems, file and line"))->callback([&] { code = check(configuration); });

    bool over_desk = false;
    std::string export_folder;
    auto* catalogue_command = app.add_subcommand("catalogue", "services as files and as the register has them")->require_subcommand(1);
    common(catalogue_command->add_subcommand("check", "the files, and the open data made of them"))->callback([&] { code = catalogue_check(configuration); });
    common(catalogue_command->add_subcommand("diff", "services whose files differ from what is in force; exit 1 when any does"))->callback([&] { code = catalogue_diff(configuration); });
    auto* catalogue_import_command = common(catalogue_command->add_subcommand("import", "publish what the files have"));
    catalogue_import_command->add_flag("--over-desk", over_desk, "also over what officials changed in the browser, or was imported by itself");
    OneServiceImport one_service;
    auto* one_folder = catalogue_import_command->add_option("FOLDER", one_service.folder, "one service alone: its folder, named by its id")->check(CLI::ExistingDirectory);
    catalogue_import_command->add_option("--municipality", one_service.municipality, "whose service it is")->needs(one_folder);
    catalogue_import_command->add_option("--from", one_service.valid_from, "the day it begins to hold (default: today)")->needs(one_folder);
    catalogue_import_command->add_flag("--dry-run", one_service.dry_run, "only say what would change and what is wrong")->needs(one_folder);
    catalogue_import_command->callback([&] { code = one_service.folder.empty() ? catalogue_import(configuration, over_desk) : catalogue_import_one(configuration, one_service); });
    auto* catalogue_export_command = common(catalogue_command->add_subcommand("export", "write what is in force as files"));
    catalogue_export_command->add_option("FOLDER", export_folder, "where to")->required();
    catalogue_export_command->callback([&] { code = catalogue_export(configuration, export_folder); });

    bool compare = false;
    auto* rebuild_command = common(app.add_subcommand("rebuild", "make the tables again from the journal"));
    rebuild_command->add_flag("--check", compare, "say whether they were equal before; exit 1 when not");
    rebuild_command->callback([&] { code = rebuild(configuration, compare); });

    auto* journal_command = app.add_subcommand("journal", "the journal")->require_subcommand(1);
    common(journal_command->add_subcommand("verify", "recompute every seal"))->callback([&] { code = verify(configuration); });

    std::string path;
    bool with_key = false;
    auto* backup_command = common(app.add_subcommand("backup", "a consistent copy of the database, while it is in use"));
    backup_command->add_option("FILE", path, "where to")->required();
    backup_command->add_flag("--with-key", with_key, "also copy the master key to FILE.key: keep it apart from the copy");
    backup_command->callback([&] { code = backup(configuration, path, with_key); });
    auto* restore_command = common(app.add_subcommand("restore", "put a copy in place of the database; the one there is kept beside it"));
    restore_command->add_option("FILE", path, "the copy")->required();
    restore_command->callback([&] { code = restore(configuration, path); });

    std::string municipality, kind_map;
    auto* import_command = app.add_subcommand("import", "bring in data")->require_subcommand(1);
    auto* georeport = common(import_command->add_subcommand("georeport", "GeoReport requests, JSON lines, plain or gzip"));
    georeport->add_option("FILE", path, "the file; - for standard input")->required();
    georeport->add_option("--municipality", municipality, "whose reports they are")->required();
    georeport->add_option("--kinds", kind_map, "JSON file: service_name or service_code → kind");
    georeport->callback([&] { code = import_georeport(configuration, municipality, path, kind_map); });
    auto* boundaries = common(import_command->add_subcommand("boundaries", "municipality borders, GeoJSON (WGS 84) with EHAK codes"));
    boundaries->add_option("FILE", path, "the file")->required();
    boundaries->callback([&] { code = import_boundaries(configuration, path); });

    StaffOptions staff;
    auto* staff_command = app.add_subcommand("staff", "officials")->require_subcommand(1);
    auto* staff_add = common(staff_command->add_subcommand("add", "add an official; the password is read from standard input"));
    staff_add->add_option("--municipality", staff.municipality, "where they work")->required();
    staff_add->add_option("--login", staff.login, "name to sign in with")->required();
    staff_add->add_option("--name", staff.name, "name that people see")->required();
    staff_add->add_option("--role", staff.roles, "clerk, handler, editor, manager (several allowed)")->required();
    staff_add->add_option("--area", staff.areas, "area of work (several allowed; none: all)");
    staff_add->add_option("--team", staff.team, "team they work in");
    staff_add->callback([&] { code = add_staff(configuration, staff); });

    KeyOptions key;
    auto* key_command = app.add_subcommand("key", "keys of partners' programs")->require_subcommand(1);
    auto* key_add = common(key_command->add_subcommand("add", "issue a key; it is printed once"));
    key_add->add_option("--municipality", key.municipality, "for which municipality")->required();
    key_add->add_option("--name", key.name, "whose program")->required();
    key_add->add_option("--contact", key.contact, "e-mail of the partner");
    key_add->add_option("--per-minute", key.per_minute, "posts a minute")->capture_default_str();
    key_add->add_option("--per-day", key.per_day, "posts a day")->capture_default_str();
    key_add->callback([&] { code = add_key(configuration, key); });

    auto* mail_command = app.add_subcommand("mail", "letters")->require_subcommand(1);
    common(mail_command->add_subcommand("bounce", "a letter that came back, on standard input"))->callback([&] { code = take_bounce(configuration); });

    DecideOptions decision;
    auto* decide_command = app.add_subcommand("decide", "evaluate, explain or check a DMN model");
    decide_command->add_option("MODEL", decision.model, "the model, a .dmn file; what it imports stands in the same folder")->required();
    decide_command->add_option("FACTS", decision.facts, "JSON object of inputs by name; with --table a CSV file; - for standard input");
    decide_command->add_option("--decision", decision.decision, "name or id (default: those that no other decision requires)");
    decide_command->add_option("--explain", decision.explain, "say the reasons in this language")->check(CLI::IsMember({"et", "en", "ru"}));
    decide_command->add_flag("--reasons", decision.reasons, "JSON with the reasons");
    auto* decide_table_flag = decide_command->add_flag("--table", decision.table, "one decision for each row of a CSV file");
    decide_command->add_flag("--check", decision.check, "list the model's problems and what is wrong with its tables")->excludes(decide_table_flag);
    decide_command->callback([&] { code = decide(decision); });

    TckOptions tck;
    auto* tck_command = app.add_subcommand("tck", "run the cases of the DMN Technology Compatibility Kit");
    tck_command->add_option("DIR", tck.folder, "folder that holds compliance-level-2 and compliance-level-3")->required();
    tck_command->add_option("--csv", tck.csv, "write the results in the kit's own form");
    tck_command->add_flag("--failed", tck.failed, "list the cases that failed");
    tck_command->add_option("--only", tck.only, "only tests whose folder's name contains this");
    tck_command->callback([&] { code = run_tck(tck); });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) ? 64 : 0;  // EX_USAGE
    }
    return code;
}

}  // namespace raekoda::doors::console
