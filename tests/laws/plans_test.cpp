// No statement walks through everything that a town ever had: SQLite's own plan of each is read, with the figures that migrations give its planner.
#include <doctest/doctest.h>

#include <deque>

#include "all_statements.h"
#include "tests/databases.h"
#include "tests/laws/source_tree.h"

using namespace raekoda;

namespace {

// Tables that grow with what a town hall has, not with its people, matters and events.
const std::set<std::string> small{"people_staff", "people_credential", "people_staff_subject", "people_api_key", "services_boundary", "services_answer_template",
                                  "services_version", "services_publication", "services_draft"};

// "SCAN case_report", "SEARCH r USING INDEX case_report_kind (municipality=?)" → the table or alias; else empty.
std::string walked_through(const std::string& step) {
    auto words = laws::words_of(step);
    if (words.size() < 2 || step.find("VIRTUAL TABLE") != std::string::npos || words[1] == "CONSTANT") return {};
    const bool whole = words[0] == "SCAN", by_town_alone = words[0] == "SEARCH" && step.ends_with("(municipality=?)");
    return whole || by_town_alone ? words[1] : std::string();
}

// The table behind a name: an alias stands after it in the statement.
std::string table_of(const std::string& name, const std::string& text) {
    std::smatch found;
    return std::regex_search(text, found, std::regex("\\b(?:FROM|JOIN|UPDATE|,)\\s+([a-z]+_[a-z_]+)\\s+(?:AS\\s+)?" + name + "\\b", std::regex::icase)) ? found[1].str() : name;
}

std::vector<std::string> plan_of(store::Database& database, const store::Sql& sql) {
    static std::deque<std::string> texts;
    static std::deque<store::Sql> statements;  // their addresses are keys
    statements.push_back({sql.name, texts.emplace_back(std::string("EXPLAIN QUERY PLAN ") + sql.text).c_str(), nullptr});
    std::vector<std::string> steps;
    auto read = database.read([&](store::Session& session) -> Outcome {
        TRY(session.each(statements.back(), [&](const store::Row& row) { steps.emplace_back(row.text(3)); }));
        return {};
    });
    REQUIRE_MESSAGE(read, sql.name << ": " << read.error().detail);
    return steps;
}

std::vector<std::string> walks_of(store::Database& database, const store::Sql& sql) {
    std::vector<std::string> out;
    std::set<std::string> made;  // results of parts of the statement itself
    for (const auto& step : plan_of(database, sql)) {
        auto words = laws::words_of(step);
        if (words.size() > 1 && (words[0] == "CO-ROUTINE" || words[0] == "MATERIALIZE")) made.insert(words[1]);
        auto name = walked_through(step);
        if (!name.empty() && !made.contains(name) && !small.contains(table_of(name, sql.text))) out.push_back(step);
    }
    return out;
}

std::string file_of(const std::string& name) {
    const auto own = name.substr(name.rfind('.') + 1);  // "cases.queue_sums"
    for (const auto& file : laws::sources())
        if (file.ends_with(".sql") && file.text.find("-- name: " + own + "\n") != std::string::npos) return file.path;
    return {};
}

}  // namespace

TEST_CASE("every statement finds what it asks for by an index") {
    auto scratch = testing::sqlite_database();
    testing::make_tables(scratch);
    std::vector<std::string> problems;
    for (const auto* sql : all_statements())
        for (const auto& step : walks_of(*scratch.database, *sql))
            if (auto file = file_of(sql->name); !laws::allowed("plan", file, sql->name)) problems.push_back(file + ": " + sql->name + ": " + step);
    CHECK_MESSAGE(problems.empty(), laws::report(problems));
}

TEST_CASE("a statement that walks through a table is noticed") {
    auto scratch = testing::sqlite_database();
    testing::make_tables(scratch);
    static constexpr store::Sql walking[] = {
        {"whole", "SELECT count(*) FROM case_report", nullptr},
        {"whole by a name", "SELECT count(*) FROM case_happening h WHERE h.actor = $1", nullptr},
        {"the town alone", "SELECT number FROM case_happening WHERE municipality = $1 AND actor = $2", nullptr},
        {"in a part", "SELECT (SELECT count(*) FROM application_record a WHERE a.municipality = $1 AND a.service = $2)", nullptr}};
    for (const auto& one : walking) CHECK_MESSAGE(!walks_of(*scratch.database, one).empty(), one.name);
    static constexpr store::Sql found[] = {
        {"by its key", "SELECT kind FROM case_report WHERE municipality = $1 AND number = $2", nullptr},
        {"a small table", "SELECT s.roles FROM people_staff s WHERE s.municipality = $1", nullptr},
        {"its own part", "WITH few AS MATERIALIZED (SELECT kind FROM case_report WHERE municipality = $1 AND number = $2) SELECT count(*) FROM few", nullptr}};
    for (const auto& one : found) CHECK_MESSAGE(walks_of(*scratch.database, one).empty(), one.name);
}
