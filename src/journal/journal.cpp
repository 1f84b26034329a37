#include "journal/journal.h"

#include <cstring>

#include "base/crypto.h"
#include "base/text.h"
#include "journal/journal_sql.h"

namespace raekoda::journal {

namespace {

constexpr int batch_size = 2000;

void add_length_prefixed(std::string& out, std::string_view part) {
    out += std::to_string(part.size());
    out += ':';
    out += part;
}

// seal(n) = BLAKE2b-256(seal(n-1) ‖ every field of the event, length-prefixed). The first follows the empty seal.
std::string seal_after(std::string_view previous, const Recorded& e) {
    std::string bytes(previous);
    add_length_prefixed(bytes, e.municipality.value);
    add_length_prefixed(bytes, std::to_string(e.position));
    add_length_prefixed(bytes, e.stream);
    add_length_prefixed(bytes, std::to_string(e.version));
    add_length_prefixed(bytes, e.type);
    add_length_prefixed(bytes, std::to_string(e.at.microseconds));
    add_length_prefixed(bytes, e.actor);
    add_length_prefixed(bytes, e.data);
    return hash_256(bytes);
}

struct Head {
    std::int64_t position = 0;
    std::string seal;
};

Result<Head> head_in(store::Session& session, const MunicipalityId& municipality) {
    auto found = TRY(session.first(sql::head_of, [](const store::Row& row) { return Head{row.integer(0), std::string(row.bytes(1))}; }, municipality.value));
    return found.value_or(Head{});
}

Recorded recorded_from(const store::Row& row, const MunicipalityId& municipality) {
    return {municipality,           row.integer(0),           std::string(row.text(1)), row.integer(2),
            std::string(row.text(3)), Instant{row.integer(4)}, std::string(row.text(5)), std::string(row.text(6))};
}

class TransactionRecorder final : public Recorder {
public:
    TransactionRecorder(store::Session& session, const Context& context, const std::vector<std::shared_ptr<Projection>>& projections)
        : session_(session), context_(context), projections_(projections) {}

    store::Session& session() override { return session_; }
    const Context& context() const override { return context_; }

    Outcome append(const std::string& stream, std::int64_t expected_version, const std::vector<Event>& events, std::optional<Instant> at) override {
        if (!head_) head_ = TRY(head_in(session_, context_.municipality));
        for (const auto& event : events) {
            Recorded e{context_.municipality, ++head_->position, stream, ++expected_version, event.type, at.value_or(context_.now), context_.actor, event.data};
            head_->seal = seal_after(head_->seal, e);
            TRY(session_.execute_later(sql::insert_event, e.municipality.value, e.position, e.stream, e.version, e.type, e.at.microseconds, e.actor,
                                 e.data, store::Bytes{head_->seal}));
            for (const auto& projection : projections_) TRY(projection->apply(session_, e));
        }
        return {};
    }

    Outcome replay(const std::string& stream, const std::function<void(const Recorded&)>& each) override {
        return session_.each(
            sql::events_of_stream,
            [&](const store::Row& row) {
                each({context_.municipality, row.integer(0), stream, row.integer(1), std::string(row.text(2)), Instant{row.integer(3)},
                      std::string(row.text(4)), std::string(row.text(5))});
            },
            context_.municipality.value, stream);
    }

    Outcome send(const std::string& channel, const std::string& payload, Instant due) override {
        TRY(session_.execute_later(sql::insert_outgoing, context_.municipality.value, random_id(), channel, payload, context_.now.microseconds,
                             due.microseconds));
        return {};
    }

private:
    store::Session& session_;
    const Context& context_;
    const std::vector<std::shared_ptr<Projection>>& projections_;
    std::optional<Head> head_;
};

}  // namespace

Journal::Journal(std::shared_ptr<store::Database> database, std::vector<std::shared_ptr<Projection>> projections)
    : database_(std::move(database)), projections_(std::move(projections)) {}

Result<std::string> Journal::execute(const Context& context, const std::function<Result<std::string>(Recorder&)>& work) {
    if (context.municipality.empty()) return fail(Fault::broken, "a command without a municipality");
    auto result = database_->write_value<std::string>([&](store::Session& session) -> Result<std::string> {
        const bool once = !context.idempotency_key.empty();
        if (once) {
            auto kept = TRY(session.first(sql::receipt_of, [](const store::Row& row) { return std::string(row.text(0)); },
                                          context.municipality.value, context.idempotency_key));
            if (kept) return *kept;
        }
        TransactionRecorder recorder(session, context, projections_);
        std::string value = TRY(work(recorder));
        if (once)
            TRY(session.execute_later(sql::insert_receipt, context.municipality.value, context.idempotency_key, value, context.now.microseconds));
        return value;
    });
    if (result) {
        {
            std::lock_guard lock(mutex_);
            ++appended_;
        }
        news_.notify_all();
    }
    return result;
}

Result<std::vector<Recorded>> Journal::after(const MunicipalityId& municipality, std::int64_t position, int limit) {
    return database_->read_value<std::vector<Recorded>>([&](store::Session& session) {
        return session.all(sql::events_after, [&](const store::Row& row) { return recorded_from(row, municipality); }, municipality.value, position, limit);
    });
}

Result<std::int64_t> Journal::head(const MunicipalityId& municipality) {
    return database_->read_value<std::int64_t>([&](store::Session& session) -> Result<std::int64_t> { return TRY(head_in(session, municipality)).position; });
}

Result<std::vector<MunicipalityId>> Journal::municipalities() {
    return database_->read_value<std::vector<MunicipalityId>>([](store::Session& session) -> Result<std::vector<MunicipalityId>> {
        std::vector<MunicipalityId> all;
        for (std::string last;;) {
            // One index look-up each: the journal itself is never walked.
            auto next = TRY(session.first(sql::next_municipality, [](const store::Row& row) { return std::string(row.text(0)); }, last));
            if (!next) return all;
            all.emplace_back(last = *next);
        }
    });
}

void Journal::wait_for_news(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    auto seen = appended_;
    news_.wait_for(lock, at_most, [&] { return appended_ != seen; });
}

Result<std::int64_t> Journal::rebuild(const std::function<void(Progress)>& progress) {
    Progress so_far;
    auto all = TRY(municipalities());
    for (const auto& municipality : all) so_far.of += TRY(head(municipality));
    TRY(database_->write([&](store::Session& session) -> Outcome {
        for (const auto& projection : projections_)
            for (const auto& table : projection->tables()) TRY(session.delete_rows_of(table));
        return {};
    }));
    for (const auto& municipality : all) {
        for (std::int64_t position = 0;;) {
            std::int64_t last = position, count = 0;
            TRY(database_->write([&](store::Session& session) -> Outcome {
                last = position;
                count = 0;
                auto events = TRY(session.all(sql::events_after, [&](const store::Row& row) { return recorded_from(row, municipality); },
                                              municipality.value, position, batch_size));
                for (const auto& event : events) {
                    for (const auto& projection : projections_) TRY(projection->apply(session, event));
                    last = event.position;
                    ++count;
                }
                return {};
            }));
            so_far.events += count;
            position = last;
            progress(so_far);
            if (count < batch_size) break;
        }
    }
    return so_far.events;
}

Result<std::vector<Journal::Seal>> Journal::verify(const std::function<void(Progress)>& progress) {
    Progress so_far;
    std::vector<Seal> seals;
    auto all = TRY(municipalities());
    for (const auto& municipality : all) so_far.of += TRY(head(municipality));
    for (const auto& municipality : all) {
        std::string seal;
        std::int64_t position = 0;
        for (bool more = true; more;) {
            std::int64_t count = 0, bad = 0;
            TRY(database_->read([&](store::Session& session) {
                return session.each(
                    sql::sealed_events_after,
                    [&](const store::Row& row) {
                        if (bad) return;
                        Recorded event = recorded_from(row, municipality);
                        seal = seal_after(seal, event);
                        if (event.position != position + 1 || row.bytes(7) != seal) bad = position + 1;
                        position = event.position;
                        ++count;
                    },
                    municipality.value, position, batch_size);
            }));
            if (bad) return fail(Fault::broken, municipality.value + ": the event at position " + std::to_string(bad) + " does not fit its seal");
            so_far.events += count;
            progress(so_far);
            more = count == batch_size;
        }
        seals.push_back({municipality, position, hex(seal)});
    }
    return seals;
}

Result<std::map<std::string, std::string>> Journal::table_hashes() {
    std::map<std::string, std::string> hashes;
    for (const auto& projection : projections_)
        for (const auto& table : projection->tables()) {
            // The rows of a table are a set: the hashes of the rows are added up, so their order does not matter.
            std::uint64_t sums[4] = {};
            std::int64_t rows = 0;
            TRY(database_->read([&](store::Session& session) {
                return session.each_row_of(table, [&](const std::vector<std::optional<std::string>>& columns) {
                    std::string bytes;
                    for (const auto& column : columns) {
                        bytes += column ? '+' : '-';
                        if (column) add_length_prefixed(bytes, *column);
                    }
                    std::string hash = hash_256(bytes);
                    for (int lane = 0; lane < 4; ++lane) {
                        std::uint64_t part;
                        std::memcpy(&part, hash.data() + lane * 8, 8);
                        sums[lane] += part;
                    }
                    ++rows;
                });
            }));
            hashes[table] = std::to_string(rows) + " " + hex({reinterpret_cast<const char*>(sums), sizeof sums});
        }
    return hashes;
}

Result<std::vector<Outgoing>> Journal::take_due(const std::string& channel, Instant now, int limit, std::chrono::seconds lease) {
    return database_->write_value<std::vector<Outgoing>>([&](store::Session& session) -> Result<std::vector<Outgoing>> {
        auto due = TRY(session.all(
            sql::due_outgoing,
            [&](const store::Row& row) {
                return Outgoing{MunicipalityId(std::string(row.text(0))), std::string(row.text(1)), channel, std::string(row.text(2)),
                                static_cast<int>(row.integer(3)) + 1,     Instant{row.integer(4)}};
            },
            channel, now.microseconds, limit));
        for (const auto& message : due)
            TRY(session.execute(sql::lease_outgoing, message.municipality.value, message.id, now.plus_seconds(lease.count()).microseconds));
        return due;
    });
}

namespace {
Outcome settle(store::Database& database, const Outgoing& message, const char* state, Instant due, const std::string& reason) {
    return database.write([&](store::Session& session) -> Outcome {
        TRY(session.execute(sql::settle_outgoing, message.municipality.value, message.id, state, due.microseconds, reason));
        return {};
    });
}
}  // namespace

Outcome Journal::sent(const Outgoing& message, Instant now) { return settle(*database_, message, "sent", now, ""); }
Outcome Journal::failed(const Outgoing& message, Instant retry_at, const std::string& reason) {
    return settle(*database_, message, "waiting", retry_at, reason);
}
Outcome Journal::gave_up(const Outgoing& message, Instant now, const std::string& reason) {
    return settle(*database_, message, "given_up", now, reason);
}
Outcome Journal::dropped(const Outgoing& message, Instant now, const std::string& reason) {
    return settle(*database_, message, "dropped", now, reason);
}

Result<std::map<std::string, std::int64_t>> Journal::outbox_counts() {
    std::map<std::string, std::int64_t> counts;
    TRY(database_->read([&](store::Session& session) {
        return session.each(sql::outgoing_counts, [&](const store::Row& row) { counts.emplace(row.text(0), row.integer(1)); });
    }));
    return counts;
}

}  // namespace raekoda::journal
