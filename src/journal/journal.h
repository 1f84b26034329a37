// FRONT DOOR of the journal: what happened, in order, for ever. Rooms append events; in the same transaction their projections write the
// tables that queries read. An event's meaning is the business of the room that owns its stream.
//
// Books beside the events: receipts (a command with the same key is carried out once) and the outbox (what must leave the house).
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "store/store.h"

namespace raekoda::journal {

// Something that happened, before it is recorded.
struct Event {
    std::string type;  // "ReportOpened"
    std::string data;  // JSON; never personal data: references to the vault
};

// As it stands in the journal.
struct Recorded {
    MunicipalityId municipality;
    std::int64_t position = 0;  // 1, 2, … within the municipality
    std::string stream;         // "report/2026-000123"
    std::int64_t version = 0;   // 1, 2, … within the stream
    std::string type;
    Instant at;
    std::string actor;  // "resident", "staff/<id>", "key/<id>", "system", "import"
    std::string data;
};

// Under which circumstances a command is carried out. Aggregates get now and actor from here, never from a clock of their own.
struct Context {
    MunicipalityId municipality;
    Instant now;
    std::string actor;
    std::string idempotency_key;  // empty: no receipt. The same key again gives the first result and changes nothing.
};

// Writes a room's tables from events, and nothing else does. Must depend on the events alone: a rebuild gives the same rows.
class Projection {
public:
    virtual ~Projection() = default;
    virtual std::vector<std::string> tables() const = 0;  // tables it owns: emptied by a rebuild, compared by tests
    virtual Outcome apply(store::Session&, const Recorded&) = 0;
};

// What a command's work may do, inside its transaction.
class Recorder {
public:
    virtual ~Recorder() = default;
    virtual store::Session& session() = 0;
    virtual const Context& context() const = 0;
    // Appends to a stream that stands at `expected_version` (0: new) and applies the projections. Error: conflict when it does not.
    // `at`: when it happened, if that was not now (imports).
    virtual Outcome append(const std::string& stream, std::int64_t expected_version, const std::vector<Event>&, std::optional<Instant> at = {}) = 0;
    // Events of a stream in order, decoded by the caller.
    virtual Outcome replay(const std::string& stream, const std::function<void(const Recorded&)>&) = 0;
    // Puts something into the outbox. `payload` is JSON without personal data. `due`: not before.
    virtual Outcome send(const std::string& channel, const std::string& payload, Instant due) = 0;
};

// A message waiting to leave the house.
struct Outgoing {
    MunicipalityId municipality;
    std::string id;
    std::string channel;  // "mail"
    std::string payload;
    int attempts = 0;
    Instant created;
};

class Journal {
public:
    Journal(std::shared_ptr<store::Database>, std::vector<std::shared_ptr<Projection>>);

    // Carries out a command: `work` decides and appends; its result (text) is kept under the idempotency key. Everything or nothing.
    Result<std::string> execute(const Context&, const std::function<Result<std::string>(Recorder&)>& work);

    // Events after a position, at most `limit`; for followers and readers of history.
    Result<std::vector<Recorded>> after(const MunicipalityId&, std::int64_t position, int limit);
    Result<std::int64_t> head(const MunicipalityId&);
    Result<std::vector<MunicipalityId>> municipalities();
    // Waits until something was appended here, or the time is over (other nodes append too: followers look at both).
    void wait_for_news(std::chrono::milliseconds at_most);

    // Outbox: takes up to `limit` due messages of a channel for `lease`; settle each.
    Result<std::vector<Outgoing>> take_due(const std::string& channel, Instant now, int limit, std::chrono::seconds lease);
    Outcome sent(const Outgoing&, Instant now);
    Outcome failed(const Outgoing&, Instant retry_at, const std::string& reason);  // will be taken again
    Outcome gave_up(const Outgoing&, Instant now, const std::string& reason);
    Outcome dropped(const Outgoing&, Instant now, const std::string& reason);  // there is nothing to send (any more)
    Result<std::map<std::string, std::int64_t>> outbox_counts();  // state → how many

    // Empties the projections' tables and makes them again from the journal, in batches; memory does not grow with the number of events.
    struct Progress {
        std::int64_t events = 0, of = 0;
    };
    Result<std::int64_t> rebuild(const std::function<void(Progress)>&);
    // Recomputes the chain of seals. Error: broken, with municipality and position of the first event that does not fit.
    struct Seal {
        MunicipalityId municipality;
        std::int64_t events = 0;
        std::string head;  // hex; write it down elsewhere to notice a cut-off end
    };
    Result<std::vector<Seal>> verify(const std::function<void(Progress)>&);
    // One hash a table of the projections, over its rows in order: equal tables have equal hashes.
    Result<std::map<std::string, std::string>> table_hashes();

    store::Database& database() { return *database_; }

private:
    std::shared_ptr<store::Database> database_;
    std::vector<std::shared_ptr<Projection>> projections_;
    std::mutex mutex_;
    std::condition_variable news_;
    std::int64_t appended_ = 0;
};

}  // namespace raekoda::journal
