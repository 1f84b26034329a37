#include "store/sqlite_database.h"

#include <sqlite3.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <unordered_map>

#include "base/log.h"
#include "store/writer_lane.h"

namespace raekoda::store {

namespace {

Fault fault_of(int code) {
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID ? Fault::conflict
                                                                                                                              : Fault::broken;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_NOMEM: return Fault::unavailable;
        default: return Fault::broken;
    }
}

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
    bool is_null(int c) const override { return sqlite3_column_type(statement_, c) == SQLITE_NULL; }
    std::int64_t integer(int c) const override { return sqlite3_column_int64(statement_, c); }
    double number(int c) const override { return sqlite3_column_double(statement_, c); }
    std::string_view text(int c) const override {
        // A text's bytes as they lie there; other types are turned into text. The column is looked up once: one thread has the connection.
        auto* value = sqlite3_column_value(statement_, c);
        auto* start = static_cast<const char*>(sqlite3_value_type(value) == SQLITE_TEXT ? sqlite3_value_blob(value) : static_cast<const void*>(sqlite3_value_text(value)));
        return start ? std::string_view(start, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
    }
    std::string_view bytes(int c) const override {
        auto* value = sqlite3_column_value(statement_, c);
        auto* start = static_cast<const char*>(sqlite3_value_blob(value));
        return start ? std::string_view(start, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
    }

private:
    sqlite3_stmt* statement_;
};

class SqliteSession final : public Session {
public:
    ~SqliteSession() override {
        for (auto& [sql, prepared] : cache_) sqlite3_finalize(prepared.statement);
        sqlite3_close_v2(handle_);
    }

    static Result<std::unique_ptr<SqliteSession>> open(const std::string& path, const Options& options, bool writer) {
        auto session = std::make_unique<SqliteSession>();
        int flags = SQLITE_OPEN_NOMUTEX | (writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE);
        if (int code = sqlite3_open_v2(path.c_str(), &session->handle_, flags, nullptr); code != SQLITE_OK)
            return fail(Fault::unavailable, path + ": " + sqlite3_errstr(code));
        sqlite3_extended_result_codes(session->handle_, 1);
        sqlite3_busy_timeout(session->handle_, static_cast<int>(options.busy_milliseconds));
        TRY(session->run_script(writer ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                                         "PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=4000;"
                                       : "PRAGMA query_only=ON; PRAGMA cache_size=-6000; PRAGMA temp_store=MEMORY;"));
        return session;
    }

    Result<std::int64_t> run(const Sql& sql, const std::vector<Parameter>& parameters, const OnRowUntil& on_row) override {
        Prepared* prepared = TRY(prepared_statement(sql));
        sqlite3_stmt* statement = prepared->statement;
        // A statement that is being read further up the stack gets a copy for this call.
        sqlite3_stmt* copy = nullptr;
        if (prepared->busy) {
            if (sqlite3_prepare_v2(handle_, sql.text, -1, &copy, nullptr) != SQLITE_OK) return error(sql.name);
            statement = copy;
        }
        bool outer = !copy;
        if (outer) prepared->busy = true;
        Result<std::int64_t> result = step_through(sql, statement, *prepared, parameters, on_row);
        if (outer) {
            prepared->busy = false;
            sqlite3_reset(statement);
            sqlite3_clear_bindings(statement);
        } else {
            sqlite3_finalize(copy);
        }
        return result;
    }

    Outcome prepare(const Sql& sql) override {
        TRY(prepared_statement(sql));
        return {};
    }

    Outcome run_script(std::string_view script) override {
        char* message = nullptr;
        int code = sqlite3_exec(handle_, std::string(script).c_str(), nullptr, nullptr, &message);
        if (code == SQLITE_OK) return {};
        std::string detail = message ? message : sqlite3_errstr(code);
        sqlite3_free(message);
        return fail(fault_of(sqlite3_extended_errcode(handle_)), detail);
    }

    Outcome each_row_of(const std::string& table, const std::function<void(const std::vector<std::optional<std::string>>&)>& on_row) override {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, ("SELECT * FROM " + table).c_str(), -1, &statement, nullptr) != SQLITE_OK) return error(table.c_str());
        int code;
        while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
            SqliteRow row(statement);
            std::vector<std::optional<std::string>> columns;
            for (int c = 0; c < sqlite3_column_count(statement); ++c)
                columns.push_back(row.is_null(c) ? std::nullopt : std::optional<std::string>(row.bytes(c)));
            on_row(columns);
        }
        sqlite3_finalize(statement);
        if (code != SQLITE_DONE) return error(table.c_str());
        return {};
    }

    bool is_postgres() const override { return false; }
    sqlite3* handle() const { return handle_; }

private:
    struct Prepared {
        sqlite3_stmt* statement = nullptr;
        std::vector<int> places;  // places[n]: SQLite's index of $n+1; 0 when the text does not use it
        bool busy = false;
    };

    Result<Prepared*> prepared_statement(const Sql& sql) {
        auto [at, added] = cache_.try_emplace(&sql);
        if (!added) return &at->second;
        if (sqlite3_prepare_v3(handle_, sql.text, -1, SQLITE_PREPARE_PERSISTENT, &at->second.statement, nullptr) != SQLITE_OK) {
            auto problem = error(sql.name);
            cache_.erase(at);
            return problem;
        }
        return &at->second;
    }

    Result<std::int64_t> step_through(const Sql& sql, sqlite3_stmt* statement, Prepared& prepared, const std::vector<Parameter>& parameters,
                                      const OnRowUntil& on_row) {
        for (std::size_t i = prepared.places.size(); i < parameters.size(); ++i)
            prepared.places.push_back(sqlite3_bind_parameter_index(statement, ("$" + std::to_string(i + 1)).c_str()));
        for (std::size_t i = 0; i < parameters.size(); ++i)
            if (int place = prepared.places[i]) bind(statement, place, parameters[i]);
        std::int64_t rows = 0;
        for (;;) {
            int code = sqlite3_step(statement);
            if (code == SQLITE_DONE) break;
            if (code != SQLITE_ROW) return error(sql.name);
            ++rows;
            SqliteRow row(statement);
            if (!on_row(row)) break;
        }
        return sqlite3_column_count(statement) ? rows : static_cast<std::int64_t>(sqlite3_changes64(handle_));
    }

    static void bind(sqlite3_stmt* statement, int place, const Parameter& value) {
        std::visit(
            [&](const auto& v) {
                using T = std::decay_t<decltype(v)>;
                if constexpr (std::is_same_v<T, std::nullptr_t>) sqlite3_bind_null(statement, place);
                else if constexpr (std::is_same_v<T, std::int64_t>) sqlite3_bind_int64(statement, place, v);
                else if constexpr (std::is_same_v<T, double>) sqlite3_bind_double(statement, place, v);
                else if constexpr (std::is_same_v<T, Bytes>)
                    sqlite3_bind_blob64(statement, place, v.value.empty() ? "" : v.value.data(), v.value.size(), SQLITE_STATIC);
                else sqlite3_bind_text64(statement, place, v.empty() ? "" : v.data(), v.size(), SQLITE_STATIC, SQLITE_UTF8);
            },
            value);
    }

    tl::unexpected<Error> error(const char* name) const {
        return fail(fault_of(sqlite3_extended_errcode(handle_)), std::string(name) + ": " + sqlite3_errmsg(handle_));
    }

    sqlite3* handle_ = nullptr;
    std::unordered_map<const Sql*, Prepared> cache_;
};

constexpr Sql begin_immediate{"begin", "BEGIN IMMEDIATE", nullptr};
constexpr Sql begin_read{"begin read", "BEGIN", nullptr};
constexpr Sql commit_all{"commit", "COMMIT", nullptr};
constexpr Sql roll_back_all{"rollback", "ROLLBACK", nullptr};
constexpr Sql set_savepoint{"savepoint", "SAVEPOINT job", nullptr};
constexpr Sql release_savepoint{"release", "RELEASE job", nullptr};
constexpr Sql back_to_savepoint{"rollback to", "ROLLBACK TO job", nullptr};
constexpr Sql first_look{"first look", "SELECT count(*) FROM sqlite_schema", nullptr};
constexpr Sql read_version{"ping", "PRAGMA schema_version", nullptr};
constexpr Sql check_pages{"check file", "PRAGMA integrity_check(1)", nullptr};

Outcome plain(SqliteSession& session, const Sql& sql) {
    TRY(session.execute(sql));
    return {};
}

class SqliteGroup final : public GroupConnection {
public:
    explicit SqliteGroup(std::unique_ptr<SqliteSession> session) : session_(std::move(session)) {}
    Session& session() override { return *session_; }
    Outcome begin() override { return plain(*session_, begin_immediate); }
    Outcome commit() override { return plain(*session_, commit_all); }
    void roll_back() override {
        if (in_transaction()) (void)session_->execute(roll_back_all);
    }
    Outcome savepoint() override { return plain(*session_, set_savepoint); }
    Outcome release() override { return plain(*session_, release_savepoint); }
    Outcome roll_back_to_savepoint() override {
        TRY(plain(*session_, back_to_savepoint));
        return plain(*session_, release_savepoint);
    }
    bool in_transaction() override { return !sqlite3_get_autocommit(session_->handle()); }

private:
    std::unique_ptr<SqliteSession> session_;
};

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::string path, Options options, std::unique_ptr<SqliteSession> writer)
        : path_(std::move(path)), options_(std::move(options)), lane_(std::make_unique<SqliteGroup>(std::move(writer))) {}

    Outcome read(const std::function<Outcome(Session&)>& work) override {
        auto session = TRY(borrow());
        Outcome outcome = plain(*session, begin_read);
        if (outcome) {
            try {
                outcome = work(*session);
            } catch (...) {
                (void)session->execute(roll_back_all);
                give_back(std::move(session));
                throw;
            }
            (void)session->execute(commit_all);
        }
        give_back(std::move(session));
        return outcome;
    }

    Outcome read_once(const std::function<Outcome(Session&)>& work) override {
        auto session = TRY(borrow());
        Outcome outcome;
        try {
            outcome = work(*session);
        } catch (...) {
            give_back(std::move(session));
            throw;
        }
        give_back(std::move(session));
        return outcome;
    }

    Outcome write(const std::function<Outcome(Session&)>& work) override { return lane_.write(work); }
    bool is_postgres() const override { return false; }

    Outcome ping() override {
        TRY(read([](Session& session) { return session.each(read_version, [](const Row&) {}); }));
        return write([](Session&) -> Outcome { return {}; });
    }

    Outcome check_file() override {
        return read([](Session& session) -> Outcome {
            std::string verdict;
            TRY(session.each(check_pages, [&](const Row& row) { verdict = row.text(0); }));
            if (verdict != "ok") return fail(Fault::broken, verdict);
            return {};
        });
    }

    Outcome backup_to(const std::string& path) override {
        // Of one moment: inside a read, begun by its first look. Otherwise SQLite would begin the copy again with every change made by another
        // process, and that of a busy town would never end. Writers go on meanwhile; only their log grows until the copy is done.
        return read([&](Session& session) -> Outcome {
            TRY(session.each(first_look, [](const Row&) {}));
            return copy_to(path, static_cast<SqliteSession&>(session).handle());
        });
    }

    Figures figures() const override { return lane_.figures(); }

private:
    static Outcome copy_to(const std::string& path, sqlite3* source) {
        sqlite3* target = nullptr;
        int code = sqlite3_open_v2(path.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        if (code == SQLITE_OK) {
            sqlite3_backup* backup = sqlite3_backup_init(target, "main", source, "main");
            if (backup) {
                while ((code = sqlite3_backup_step(backup, 2000)) == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
                    if (code != SQLITE_OK) sqlite3_sleep(5);
                sqlite3_backup_finish(backup);
            }
            code = sqlite3_extended_errcode(target);
        }
        std::string detail = target ? sqlite3_errmsg(target) : sqlite3_errstr(code);
        sqlite3_close_v2(target);
        if (code != SQLITE_OK) return fail(Fault::unavailable, path + ": " + detail);
        return {};
    }
    Result<std::unique_ptr<SqliteSession>> borrow() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !idle_.empty() || opened_ < options_.reader_limit; });
        if (!idle_.empty()) {
            auto session = std::move(idle_.back());
            idle_.pop_back();
            return session;
        }
        ++opened_;
        lock.unlock();
        auto session = SqliteSession::open(path_, options_, false);
        if (!session) {
            lock.lock();
            --opened_;
            returned_.notify_one();
        }
        return session;
    }
    void give_back(std::unique_ptr<SqliteSession> session) {
        {
            std::lock_guard lock(mutex_);
            idle_.push_back(std::move(session));
        }
        returned_.notify_one();
    }

    std::string path_;
    Options options_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<SqliteSession>> idle_;
    int opened_ = 0;
    WriterLane lane_;
};

}  // namespace

Result<std::shared_ptr<Database>> open_sqlite(const std::string& path, const Options& options) {
    // Before SQLite's first use: without its memory statistics, allocations of all sessions need no common lock.
    static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)configured;  // SQLITE_MISUSE when something else in the process began first: then it is only slower
    auto writer = TRY(SqliteSession::open(path, options, true));
    return std::shared_ptr<Database>(std::make_shared<SqliteDatabase>(path, options, std::move(writer)));
}

}  // namespace raekoda::store
