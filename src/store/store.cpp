#include "store/store.h"

#include <map>

#include "base/crypto.h"
#include "base/text.h"
#include "base/time.h"
#include "store/postgres_database.h"
#include "store/sqlite_database.h"

namespace raekoda::store {

Result<std::shared_ptr<Database>> Database::open(const Options& options) {
    std::string_view address = options.address;
    if (address.starts_with("postgresql://") || address.starts_with("postgres://")) return open_postgres(options);
    if (address.starts_with("sqlite:")) address.remove_prefix(7);
    if (address.empty() || address.find("://") != std::string_view::npos)
        return fail(Fault::invalid, "database address: a file's path, sqlite:PATH or postgresql://…");
    return open_sqlite(std::string(address), options);
}

namespace {

constexpr Sql create_table{"migrations table", "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)",
                           nullptr};
constexpr Sql applied_migrations{"applied migrations", "SELECT name, hash FROM schema_migration", nullptr};
constexpr Sql note_migration{"note migration", "INSERT INTO schema_migration (name, hash, applied_at) VALUES ($1, $2, $3)", nullptr};

std::string for_dialect(std::string_view text, bool postgres) {
    std::string out;
    for (std::string_view line : split(text, '\n')) {
        for (auto [mark, wanted] : {std::pair{std::string_view("-- only sqlite:"), !postgres}, {std::string_view("-- only postgres:"), postgres}})
            if (line.starts_with(mark)) {
                if (wanted) line.remove_prefix(mark.size());
                break;
            }
        out += line;
        out += '\n';
    }
    constexpr std::string_view token = "@without_rowid";
    for (std::size_t at; (at = out.find(token)) != std::string::npos;) out.replace(at, token.size(), postgres ? "" : "WITHOUT ROWID");
    return out;
}

// SQLite's planner thinks, where it knows no better, that the first column of a key picks ten rows. Every key here begins with the municipality, which picks
// all of them: without these figures it reads a whole town where an index names a person (https://www.sqlite.org/fileformat2.html, sqlite_stat1).
// The figures are the same for every town, so that the plans are, too; a partial index counts as half.
constexpr const char* planner_figures = R"sql(
ANALYZE schema_migration;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT name, idx, count || ' ' || group_concat(CASE WHEN seqno = 0 AND col = 'municipality' THEN count WHEN uni AND seqno = last THEN 1 ELSE max(2, 11 - seqno) END, ' ')
FROM (SELECT t.name, CASE WHEN i.origin = 'pk' AND t.sql LIKE '%WITHOUT ROWID%' THEN t.name ELSE i.name END AS idx, i."unique" AS uni, c.seqno, c.name AS col,
        1000000 / (1 + i.partial) AS count, (SELECT max(seqno) FROM pragma_index_info(i.name)) AS last
      FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
      ORDER BY t.name, i.name, c.seqno)
GROUP BY name, idx;
ANALYZE sqlite_schema;
)sql";
constexpr Sql has_planner_figures{"has planner figures", "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'", nullptr};

Outcome tell_planner(Session& session, bool tables_are_new) {
    const bool told = TRY(session.first(has_planner_figures, [](const Row& row) { return row.integer(0); })).value_or(0) > 0;
    return told && !tables_are_new ? Outcome{} : session.run_script(planner_figures);
}

}  // namespace

Result<int> migrate(Database& database, const std::vector<Migration>& migrations) {
    TRY(database.write([](Session& session) -> Outcome {
        TRY(session.execute(create_table));
        return {};
    }));
    int applied = 0;
    for (const auto& migration : migrations) {
        bool ran = false;
        TRY(database.write([&](Session& session) -> Outcome {
            ran = false;
            std::map<std::string, std::string> known;
            TRY(session.each(applied_migrations, [&](const Row& row) { known.emplace(row.text(0), row.text(1)); }));
            std::string hash = hex(hash_256(migration.text)).substr(0, 16);
            if (auto found = known.find(migration.name); found != known.end()) {
                if (found->second != hash) return fail(Fault::broken, "migration " + migration.name + " has changed since it was applied");
                return {};
            }
            if (auto done = session.run_script(for_dialect(migration.text, session.is_postgres())); !done)
                return fail(done.error().fault, "migration " + migration.name + ": " + done.error().detail);
            TRY(session.execute(note_migration, migration.name, hash, now().microseconds));
            ran = true;
            return {};
        }));
        applied += ran;
    }
    if (!database.is_postgres()) TRY(database.write([&](Session& session) { return tell_planner(session, applied > 0); }));
    return applied;
}

}  // namespace raekoda::store
