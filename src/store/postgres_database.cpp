#include "store/postgres_database.h"

#include <libpq-fe.h>

#include <charconv>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "base/log.h"
#include "base/text.h"
#include "base/waiting.h"
#include "store/writer_lane.h"

namespace raekoda::store {

namespace {

Fault fault_of(const char* state) {
    std::string_view code = state ? state : "";
    if (code == "23505") return Fault::conflict;                       // unique_violation
    if (code.empty() || code.starts_with("08") || code.starts_with("53") || code.starts_with("57") || code.starts_with("40") ||
        code.starts_with("55") || code.starts_with("58"))
        return Fault::unavailable;  // connection, resources, shutdown, serialisation, lock, system
    return Fault::broken;
}

struct ResultOwner {
    PGresult* result;
    ~ResultOwner() { PQclear(result); }
};

class PostgresRow final : public Row {
public:
    PostgresRow(PGresult* result, int row) : result_(result), row_(row) {}
    bool is_null(int c) const override { return PQgetisnull(result_, row_, c); }
    std::int64_t integer(int c) const override {
        std::string_view s = text(c);
        if (s == "t") return 1;
        std::int64_t value = 0;
        std::from_chars(s.data(), s.data() + s.size(), value);
        return value;
    }
    double number(int c) const override {
        std::string_view s = text(c);
        double value = 0;
        std::from_chars(s.data(), s.data() + s.size(), value);
        return value;
    }
    std::string_view text(int c) const override {
        return {PQgetvalue(result_, row_, c), static_cast<std::size_t>(PQgetlength(result_, row_, c))};
    }
    std::string_view bytes(int c) const override {
        std::string_view s = text(c);
        if (!s.starts_with("\\x")) return s;
        if (decoded_.size() <= static_cast<std::size_t>(c)) decoded_.resize(static_cast<std::size_t>(c) + 1);
        return decoded_[static_cast<std::size_t>(c)] = from_hex(s.substr(2)).value_or("");
    }

private:
    PGresult* result_;
    int row_;
    mutable std::vector<std::string> decoded_;
};

class PostgresSession final : public Session {
public:
    explicit PostgresSession(std::string address) : address_(std::move(address)) {}
    ~PostgresSession() override { PQfinish(connection_); }

    Outcome connect() {
        PQfinish(connection_);
        prepared_.clear();
        owed_.clear();
        pipelined_ = false;
        connection_ = PQconnectdb(address_.c_str());
        if (PQstatus(connection_) != CONNECTION_OK) return fail(Fault::unavailable, one_line(PQerrorMessage(connection_)));
        PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
        return run_script("SET client_min_messages=warning; SET timezone='UTC'; SET synchronous_commit=on; SET statement_timeout='60s'");
    }
    bool connected() const { return connection_ && PQstatus(connection_) == CONNECTION_OK; }
    bool in_transaction() const {
        auto status = PQtransactionStatus(connection_);
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
    }

    // From here on statements are sent without waiting for the answers of those before (libpq 34.5): for the writer lane's own connection.
    Outcome begin_pipeline() {
        if (!PQenterPipelineMode(connection_)) return error("pipeline", nullptr);
        pipelined_ = true;
        return {};
    }
    // A command without parameters, its answer waited for later.
    Outcome command_later(const char* text) {
        if (!PQsendQueryParams(connection_, text, 0, nullptr, nullptr, nullptr, nullptr, 0)) return error(text, nullptr);
        owed_.push_back(text);
        return {};
    }
    // Reads every answer that is still to come. After a failure the server skips what was sent behind it; then the connection can be used again.
    Outcome settle() {
        if (owed_.empty()) return {};
        if (!PQsendFlushRequest(connection_)) return error("pipeline", nullptr);
        return read_owed();
    }

    // The end of a group: only between syncs does the server count what was written, and without the count it never looks at the tables again
    // and keeps the plans that it made when they were empty.
    void sync() { recover(); }

    Result<std::int64_t> run(const Sql& sql, const std::vector<Parameter>& parameters, const OnRowUntil& on_row) override {
        if (!pipelined_) {
            const char* name = TRY(prepared_statement(sql));
            Bound bound(parameters);
            ResultOwner owner{PQexecPrepared(connection_, name, bound.count(), bound.values.data(), bound.lengths.data(), bound.formats.data(), 0)};
            return rows_of(sql, owner.result, on_row);
        }
        TRY(send(sql, parameters));
        owed_.pop_back();  // this one's answer is read below
        if (!PQsendFlushRequest(connection_)) return error(sql.name, nullptr);
        Outcome before = read_owed();
        if (!before) {
            if (!recovered_) drop_answer();
            return tl::unexpected(std::move(before.error()));
        }
        ResultOwner owner{PQgetResult(connection_)};
        drop_answer();
        auto result = rows_of(sql, owner.result, on_row);
        auto status = PQresultStatus(owner.result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) recover();
        return result;
    }

    Outcome run_later(const Sql& sql, const std::vector<Parameter>& parameters) override {
        if (!pipelined_) return Session::run_later(sql, parameters);
        TRY(send(sql, parameters));
        // Answers that nobody reads would fill the socket, and both ends would wait.
        if (owed_.size() >= most_owed) return settle();
        return {};
    }

    Outcome prepare(const Sql& sql) override {
        TRY(prepared_statement(sql));
        return {};
    }

    Outcome run_script(std::string_view script) override {
        const bool pipelined = pipelined_;
        if (pipelined) {
            TRY(settle());
            if (!PQexitPipelineMode(connection_)) return error("pipeline", nullptr);
            pipelined_ = false;
        }
        ResultOwner owner{PQexec(connection_, std::string(script).c_str())};
        auto status = PQresultStatus(owner.result);
        if (pipelined && connected()) TRY(begin_pipeline());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return {};
        return error("script", owner.result);
    }
    Outcome each_row_of(const std::string& table, const std::function<void(const std::vector<std::optional<std::string>>&)>& on_row) override {
        ResultOwner owner{PQexec(connection_, ("SELECT * FROM " + table).c_str())};
        if (PQresultStatus(owner.result) != PGRES_TUPLES_OK) return error(table.c_str(), owner.result);
        for (int i = 0; i < PQntuples(owner.result); ++i) {
            PostgresRow row(owner.result, i);
            std::vector<std::optional<std::string>> columns;
            for (int c = 0; c < PQnfields(owner.result); ++c) columns.push_back(row.optional_text(c));
            on_row(columns);
        }
        return {};
    }
    bool is_postgres() const override { return true; }

private:
    // Parameters as libpq takes them.
    struct Bound {
        explicit Bound(const std::vector<Parameter>& parameters)
            : kept(parameters.size()), values(parameters.size()), lengths(parameters.size()), formats(parameters.size()) {
            for (std::size_t i = 0; i < parameters.size(); ++i)
                std::visit(
                    [&](const auto& v) {
                        using T = std::decay_t<decltype(v)>;
                        if constexpr (std::is_same_v<T, std::nullptr_t>) return;
                        else if constexpr (std::is_same_v<T, std::int64_t>) kept[i] = std::to_string(v);
                        else if constexpr (std::is_same_v<T, double>) {
                            char buffer[40];
                            kept[i].assign(buffer, std::to_chars(buffer, buffer + sizeof buffer, v).ptr);
                        } else if constexpr (std::is_same_v<T, Bytes>) {
                            kept[i].assign(v.value);
                            formats[i] = 1;
                        } else {
                            kept[i].assign(v);
                        }
                        values[i] = kept[i].c_str();
                        lengths[i] = static_cast<int>(kept[i].size());
                    },
                    parameters[i]);
        }
        int count() const { return static_cast<int>(values.size()); }
        std::vector<std::string> kept;
        std::vector<const char*> values;
        std::vector<int> lengths, formats;
    };

    Result<const char*> prepared_statement(const Sql& sql) {
        auto found = prepared_.find(&sql);
        if (found != prepared_.end()) return found->second.c_str();
        std::string name = "s" + std::to_string(++counter_);
        const char* text = sql.postgres_text ? sql.postgres_text : sql.text;
        if (pipelined_) {
            if (!PQsendPrepare(connection_, name.c_str(), text, 0, nullptr)) return error(sql.name, nullptr);
            owed_.push_back(sql.name);
            // Only what the server has understood may be used again.
            TRY(settle());
        } else {
            ResultOwner owner{PQprepare(connection_, name.c_str(), text, 0, nullptr)};
            if (PQresultStatus(owner.result) != PGRES_COMMAND_OK) return error(sql.name, owner.result);
        }
        return prepared_.emplace(&sql, std::move(name)).first->second.c_str();
    }

    Outcome send(const Sql& sql, const std::vector<Parameter>& parameters) {
        const char* name = TRY(prepared_statement(sql));
        Bound bound(parameters);
        if (!PQsendQueryPrepared(connection_, name, bound.count(), bound.values.data(), bound.lengths.data(), bound.formats.data(), 0))
            return error(sql.name, nullptr);
        owed_.push_back(sql.name);
        return {};
    }

    Result<std::int64_t> rows_of(const Sql& sql, PGresult* result, const OnRowUntil& on_row) const {
        auto status = PQresultStatus(result);
        if (status == PGRES_COMMAND_OK) return parse_integer(PQcmdTuples(result)).value_or(0);
        if (status != PGRES_TUPLES_OK) return error(sql.name, result);
        int count = PQntuples(result);
        for (int i = 0; i < count; ++i) {
            PostgresRow row(result, i);
            if (!on_row(row)) break;
        }
        return std::int64_t{count};
    }

    // The first failure among the answers that were owed; after it everything is thrown away up to a sync.
    Outcome read_owed() {
        recovered_ = false;
        for (const char* name : owed_) {
            ResultOwner owner{PQgetResult(connection_)};
            auto status = PQresultStatus(owner.result);
            drop_answer();
            if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) continue;
            Outcome failed = error(name, owner.result);
            recover();
            return failed;
        }
        owed_.clear();
        return {};
    }
    // Every answer ends with a null.
    void drop_answer() {
        if (!connected()) return;
        while (PGresult* rest = PQgetResult(connection_)) PQclear(rest);
    }
    void recover() {
        owed_.clear();
        recovered_ = true;
        if (!connected() || !PQpipelineSync(connection_)) return;
        while (connected()) {
            ResultOwner owner{PQgetResult(connection_)};
            if (PQresultStatus(owner.result) == PGRES_PIPELINE_SYNC) return;
        }
    }
    static std::string one_line(const char* message) {
        std::string text(trimmed(message ? message : ""));
        for (char& c : text)
            if (c == '\n') c = ' ';
        return text;
    }
    tl::unexpected<Error> error(const char* name, PGresult* result) const {
        // The primary message only: details may quote values of rows, which may be personal data.
        const char* message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
        return fail(fault_of(result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr),
                    std::string(name) + ": " + one_line(message ? message : PQerrorMessage(connection_)));
    }

    std::string address_;
    PGconn* connection_ = nullptr;
    std::unordered_map<const Sql*, std::string> prepared_;
    std::int64_t counter_ = 0;
    static constexpr std::size_t most_owed = 64;
    bool pipelined_ = false;
    bool recovered_ = false;          // read_owed met a failure and threw the rest away
    std::vector<const char*> owed_;  // names of the statements whose answers were not read yet
};

// The writer lane's connection: what does not have to be waited for is not.
class PostgresGroup final : public GroupConnection {
public:
    explicit PostgresGroup(std::unique_ptr<PostgresSession> session) : session_(std::move(session)) {}
    Session& session() override { return *session_; }
    Outcome begin() override {
        open_ = false;
        if (session_->connected() && begun_before_)
            if (Outcome begun = begin_here(); begun || session_->connected()) return begun;
        TRY(session_->connect());
        TRY(session_->begin_pipeline());
        begun_before_ = true;
        return begin_here();
    }
    Outcome commit() override {
        TRY(session_->command_later("COMMIT"));
        TRY(session_->settle());
        session_->sync();
        open_ = false;
        return {};
    }
    void roll_back() override {
        if (session_->connected() && session_->command_later("ROLLBACK")) (void)session_->settle();
        open_ = false;
    }
    Outcome savepoint() override { return session_->command_later("SAVEPOINT job"); }
    Outcome release() override {
        TRY(session_->command_later("RELEASE job"));
        return session_->settle();
    }
    Outcome roll_back_to_savepoint() override {
        (void)session_->settle();  // what failed is undone now
        TRY(session_->command_later("ROLLBACK TO job"));
        TRY(session_->command_later("RELEASE job"));
        return session_->settle();
    }
    bool in_transaction() override { return open_ && session_->connected(); }

private:
    Outcome begin_here() {
        TRY(session_->command_later("BEGIN"));
        // Groups of all nodes come one after another, so that positions in the journal are seen in the order they were given.
        TRY(session_->command_later("SELECT pg_advisory_xact_lock(72656164)"));
        TRY(session_->settle());
        open_ = true;
        return {};
    }
    std::unique_ptr<PostgresSession> session_;
    bool begun_before_ = false, open_ = false;
};

class PostgresDatabase final : public Database {
public:
    PostgresDatabase(Options options, std::unique_ptr<PostgresSession> writer)
        : options_(std::move(options)), lane_(std::make_unique<PostgresGroup>(std::move(writer))) {}

    Outcome read(const std::function<Outcome(Session&)>& work) override {
        Waiting waiting;  // for the server's answers
        auto session = TRY(borrow());
        Outcome outcome = begin_read(*session);
        if (outcome) {
            try {
                outcome = work(*session);
            } catch (...) {
                give_back(std::move(session));
                throw;
            }
            if (session->connected()) (void)session->run_script("COMMIT");
        }
        give_back(std::move(session));
        return outcome;
    }

    Outcome read_once(const std::function<Outcome(Session&)>& work) override {
        Waiting waiting;
        auto session = TRY(borrow());
        Outcome outcome;
        try {
            if (session->connected()) outcome = work(*session);
            if (!session->connected()) {
                outcome = session->connect();
                if (outcome) outcome = work(*session);
            }
        } catch (...) {
            give_back(std::move(session));
            throw;
        }
        give_back(std::move(session));
        return outcome;
    }

    Outcome write(const std::function<Outcome(Session&)>& work) override { return lane_.write(work); }
    bool is_postgres() const override { return true; }
    Outcome ping() override {
        TRY(read([](Session& session) { return session.run_script("SELECT 1"); }));
        return write([](Session&) -> Outcome { return {}; });
    }
    Outcome check_file() override { return {}; }
    Outcome backup_to(const std::string&) override {
        return fail(Fault::unavailable, "PostgreSQL is backed up with its own tools: pg_dump, pg_basebackup");
    }
    Figures figures() const override { return lane_.figures(); }

private:
    static Outcome begin_read(PostgresSession& session) {
        constexpr const char* text = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        if (session.connected())
            if (Outcome begun = session.run_script(text); begun || session.connected()) return begun;
        TRY(session.connect());
        return session.run_script(text);
    }
    Result<std::unique_ptr<PostgresSession>> borrow() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !idle_.empty() || opened_ < options_.reader_limit; });
        if (!idle_.empty()) {
            auto session = std::move(idle_.back());
            idle_.pop_back();
            return session;
        }
        ++opened_;
        return std::make_unique<PostgresSession>(options_.address);
    }
    void give_back(std::unique_ptr<PostgresSession> session) {
        // A session that is still in a transaction (its work threw) starts afresh.
        if (session->connected() && session->in_transaction()) (void)session->run_script("ROLLBACK");
        {
            std::lock_guard lock(mutex_);
            idle_.push_back(std::move(session));
        }
        returned_.notify_one();
    }

    Options options_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<PostgresSession>> idle_;
    int opened_ = 0;
    WriterLane lane_;
};

}  // namespace

Result<std::shared_ptr<Database>> open_postgres(const Options& options) {
    auto writer = std::make_unique<PostgresSession>(options.address);
    TRY(writer->connect());
    return std::shared_ptr<Database>(std::make_shared<PostgresDatabase>(options, std::move(writer)));
}

}  // namespace raekoda::store
