// FRONT DOOR of the database: SQLite or PostgreSQL behind the same named statements. Only this room sees a driver's header.
//
// SQL stands in `.sql` files as named statements (`-- name: report_by_number`), with parameters $1…$n; a second text marked
// `-- name: report_by_number (postgres)` replaces the first on PostgreSQL. The build makes `<room>/<file>_sql.h` of each file.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace raekoda::store {

// A named statement. Statements are static; their address is the key of the cache of prepared statements.
struct Sql {
    const char* name;
    const char* text;
    const char* postgres_text;  // null: the same text
};

struct Bytes {  // a BYTEA value, told apart from text
    std::string_view value;
};
using Parameter = std::variant<std::nullptr_t, std::int64_t, double, std::string_view, Bytes>;

// Something to bind: numbers, text, Bytes, nullopt. Views must live until the call returns.
inline Parameter parameter(std::nullptr_t) { return nullptr; }
inline Parameter parameter(bool v) { return std::int64_t{v}; }
inline Parameter parameter(int v) { return std::int64_t{v}; }
inline Parameter parameter(std::int64_t v) { return v; }
inline Parameter parameter(std::size_t v) { return static_cast<std::int64_t>(v); }
inline Parameter parameter(double v) { return v; }
inline Parameter parameter(const char* v) { return std::string_view(v); }
inline Parameter parameter(std::string_view v) { return v; }
inline Parameter parameter(const std::string& v) { return std::string_view(v); }
inline Parameter parameter(Bytes v) { return v; }
template <class T>
Parameter parameter(const std::optional<T>& v) { return v ? parameter(*v) : Parameter(nullptr); }

// One row of a result; columns from 0. Views live until the next row.
class Row {
public:
    virtual ~Row() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  // 0 for NULL
    virtual double number(int column) const = 0;         // 0 for NULL
    virtual std::string_view text(int column) const = 0;  // empty for NULL
    virtual std::string_view bytes(int column) const = 0;  // empty for NULL
    std::optional<std::int64_t> optional_integer(int column) const { return is_null(column) ? std::nullopt : std::optional(integer(column)); }
    std::optional<double> optional_number(int column) const { return is_null(column) ? std::nullopt : std::optional(number(column)); }
    std::optional<std::string> optional_text(int column) const { return is_null(column) ? std::nullopt : std::optional(std::string(text(column))); }
};

using OnRow = std::function<void(const Row&)>;
// For long results: return false to stop.
using OnRowUntil = std::function<bool(const Row&)>;

// One connection inside a transaction (write) or a read. Not shared between threads.
class Session {
public:
    virtual ~Session() = default;

    // Runs a statement; `on_row` sees each row. Returns the number of rows read or changed. Large results are streamed.
    // Errors: conflict (a unique key exists), unavailable (locked, disk full, connection lost), broken (anything else).
    virtual Result<std::int64_t> run(const Sql&, const std::vector<Parameter>&, const OnRowUntil& on_row) = 0;
    // A write of which nobody asks how many rows it changed: a database over a socket is sent it without waiting for the answer. Its failure
    // comes out of this call or of a later one of the same work, at the latest when the work is settled: then the work is undone and its
    // caller gets the failure.
    virtual Outcome run_later(const Sql& sql, const std::vector<Parameter>& parameters) {
        TRY(run(sql, parameters, [](const Row&) { return true; }));
        return {};
    }
    virtual Outcome prepare(const Sql&) = 0;               // does the database understand it? Nothing is run
    virtual Outcome run_script(std::string_view sql) = 0;  // several statements, no parameters: migrations only
    // Every row of a table with all its columns as text, in no order: to compare tables.
    virtual Outcome each_row_of(const std::string& table, const std::function<void(const std::vector<std::optional<std::string>>&)>&) = 0;
    // Empties a table that is named at run time: a projection's, before it is made again.
    Outcome delete_rows_of(const std::string& table) { return run_script("DELETE FROM " + table); }
    virtual bool is_postgres() const = 0;

    template <class... A>
    Result<std::int64_t> execute(const Sql& sql, const A&... arguments) {
        return run(sql, {parameter(arguments)...}, [](const Row&) { return true; });
    }
    template <class... A>
    Outcome execute_later(const Sql& sql, const A&... arguments) {
        return run_later(sql, {parameter(arguments)...});
    }
    template <class... A>
    Outcome each(const Sql& sql, const OnRow& on_row, const A&... arguments) {
        TRY(run(sql, {parameter(arguments)...}, [&](const Row& row) { on_row(row); return true; }));
        return {};
    }
    // The first row made a T, or nullopt. `make` is called with a const Row&.
    template <class Make, class... A>
    auto first(const Sql& sql, Make make, const A&... arguments) -> Result<std::optional<decltype(make(std::declval<const Row&>()))>> {
        std::optional<decltype(make(std::declval<const Row&>()))> found;
        TRY(run(sql, {parameter(arguments)...}, [&](const Row& row) { found = make(row); return false; }));
        return found;
    }
    template <class Make, class... A>
    auto all(const Sql& sql, Make make, const A&... arguments) -> Result<std::vector<decltype(make(std::declval<const Row&>()))>> {
        std::vector<decltype(make(std::declval<const Row&>()))> found;
        TRY(run(sql, {parameter(arguments)...}, [&](const Row& row) { found.push_back(make(row)); return true; }));
        return found;
    }
};

struct Options {
    std::string address;      // a file's path, "sqlite:PATH" or "postgresql://…"
    int reader_limit = 8;     // connections for reading; borrowed for the length of one read
    std::int64_t busy_milliseconds = 5000;
};

class Database {
public:
    // Opens or creates. SQLite: WAL, synchronous=FULL, foreign keys on, secure_delete on.
    static Result<std::shared_ptr<Database>> open(const Options&);
    virtual ~Database() = default;

    // Runs `work` with a connection for reading, in the caller's thread: one consistent snapshot.
    virtual Outcome read(const std::function<Outcome(Session&)>& work) = 0;
    // The same for one statement, which is a snapshot by itself: nothing has to be begun and ended around it. `work` may be run again when
    // the connection was lost.
    virtual Outcome read_once(const std::function<Outcome(Session&)>& work) = 0;

    // Runs `work` on the writer lane and returns when its group is durable. Work of many callers is committed together, each behind
    // a savepoint of its own: an error undoes this work alone. `work` must not wait for anything. It may be run again from the
    // start when its group could not be committed, so it must not change anything but through the session and its captured result.
    virtual Outcome write(const std::function<Outcome(Session&)>& work) = 0;

    virtual bool is_postgres() const = 0;
    virtual Outcome ping() = 0;                                // can it read and write?
    virtual Outcome backup_to(const std::string& path) = 0;    // a consistent copy while in use; SQLite only, else unavailable
    virtual Outcome check_file() = 0;                          // broken: pages of the file are damaged; PostgreSQL looks after its own

    struct Figures {
        std::int64_t groups = 0, jobs = 0, largest_group = 0, failed_commits = 0;
    };
    virtual Figures figures() const = 0;

    template <class T>
    Result<T> read_value(const std::function<Result<T>(Session&)>& work) { return value_through<T>(work, [&](auto f) { return read(f); }); }
    template <class T>
    Result<T> read_value_once(const std::function<Result<T>(Session&)>& work) { return value_through<T>(work, [&](auto f) { return read_once(f); }); }
    template <class T>
    Result<T> write_value(const std::function<Result<T>(Session&)>& work) { return value_through<T>(work, [&](auto f) { return write(f); }); }

private:
    template <class T, class Way>
    static Result<T> value_through(const std::function<Result<T>(Session&)>& work, Way way) {
        std::optional<T> value;
        Outcome done = way([&](Session& session) -> Outcome {
            value.reset();
            value = TRY(work(session));
            return {};
        });
        if (!done) return tl::unexpected(std::move(done.error()));
        return std::move(*value);
    }
};

// Applies the migrations that the database does not have yet, in the order of their names. Safe to run by several nodes at once.
// In the text, `@without_rowid` becomes SQLite's WITHOUT ROWID or nothing; a line beginning `-- only sqlite:` or `-- only postgres:`
// runs its rest on that database alone. A migration that was applied and has changed since is an error.
struct Migration {
    std::string name;  // 0001_journal_create
    std::string text;
};
Result<int> migrate(Database&, const std::vector<Migration>&);

}  // namespace raekoda::store
