#include "base/crypto.h"
#include "base/text.h"
#include "people/api_key.h"
#include "people/contact.h"
#include "people/people_queries_sql.h"
#include "people/people_state.h"

namespace raekoda::people {

namespace {

constexpr std::string_view key_prefix = "rk_";
constexpr std::size_t key_bytes = 32, key_characters = 3 + 43, longest_name = 200;
constexpr int most_per_minute = 100'000, most_per_day = 10'000'000;

std::string stream_of(const ApiKeyId& id) { return std::string(api_key_stream) + id.value; }
std::string hash_of(std::string_view key) { return hex(hash_256(key)); }

ApiKey key_of(const store::Row& row, const MunicipalityId& municipality) {
    return {ApiKeyId(std::string(row.text(0))), municipality,           std::string(row.text(1)), std::string(row.text(2)), static_cast<int>(row.integer(3)),
            static_cast<int>(row.integer(4)),   row.integer(5) != 0, Instant{row.integer(6)}};
}

}  // namespace

std::optional<ApiKey> ApiKeyCache::find(const std::string& name, Instant now) {
    std::lock_guard lock(mutex_);
    auto at = entries_.find(name);
    if (at == entries_.end()) return std::nullopt;
    // A clock that was set back makes an entry old too.
    if (now < at->second.since || now >= at->second.since.plus_seconds(lifetime_seconds)) {
        entries_.erase(at);
        return std::nullopt;
    }
    return at->second.key;
}
std::uint64_t ApiKeyCache::generation() {
    std::lock_guard lock(mutex_);
    return generation_;
}
void ApiKeyCache::keep(const std::string& name, const ApiKey& key, Instant now, std::uint64_t generation) {
    std::lock_guard lock(mutex_);
    if (generation != generation_) return;  // something was revoked since the database was read
    if (entries_.size() >= most) entries_.clear();
    entries_[name] = {key, now};
}
void ApiKeyCache::clear() {
    std::lock_guard lock(mutex_);
    ++generation_;
    entries_.clear();
}

Result<People::IssuedKey> People::issue_key(const journal::Context& context, const std::string& name_as_typed, const std::string& contact_as_typed,
                                            int per_minute, int per_day) {
    std::vector<Problem> problems;
    std::string name = clean_input(name_as_typed).value_or(""), contact = clean_input(contact_as_typed).value_or("");
    if (name.empty() || code_point_count(name) > longest_name) problems.push_back({"name", "staff.key_name_wrong", {{"most", std::to_string(longest_name)}}});
    if (!is_email(contact)) problems.push_back({"contact", "contact.email_wrong", {}});
    if (per_minute < 1 || per_minute > most_per_minute) problems.push_back({"per_minute", "staff.key_limit_wrong", {{"most", std::to_string(most_per_minute)}}});
    if (per_day < 1 || per_day > most_per_day) problems.push_back({"per_day", "staff.key_limit_wrong", {{"most", std::to_string(most_per_day)}}});
    if (!problems.empty()) return fail(std::move(problems));

    IssuedKey issued{ApiKeyId(random_id()), std::string(key_prefix) + base64url(random_bytes(key_bytes))};
    const ApiKeyEvent event = ApiKeyIssued{hash_of(issued.key), name, contact, per_minute, per_day};
    auto id = TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        TRY(recorder.append(stream_of(issued.id), 0, {encode(event)}));
        return issued.id.value;
    }));
    // The same command again: the key was shown then and is kept nowhere.
    if (id != issued.id.value) return fail(Fault::conflict, "the key " + id + " was issued by this command already", "staff.key_already_issued");
    return issued;
}

Outcome People::revoke_key(const journal::Context& context, const ApiKeyId& id) {
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        IssuedApiKey key;
        Outcome decoded;
        TRY(recorder.replay(stream_of(id), [&](const journal::Recorded& event) {
            auto e = decode_api_key_event(event.type, event.data);
            if (e) key.apply(*e);
            else decoded = tl::unexpected(e.error());
        }));
        TRY(Outcome(decoded));
        std::vector<journal::Event> events;
        for (const auto& event : TRY(key.revoke())) events.push_back(encode(event));
        TRY(recorder.append(stream_of(id), key.version, events));
        return id.value;
    }));
    state_->keys.clear();
    return {};
}

Result<std::vector<ApiKey>> People::keys(const MunicipalityId& municipality) {
    return journal_->database().read_value<std::vector<ApiKey>>([&](store::Session& session) {
        return session.all(sql::keys_of_municipality, [&](const store::Row& row) { return key_of(row, municipality); }, municipality.value);
    });
}

Result<std::optional<ApiKey>> People::key_by_secret(const MunicipalityId& municipality, std::string_view key) {
    if (key.size() != key_characters || !key.starts_with(key_prefix)) return std::nullopt;
    const std::string hash = hash_of(key), name = municipality.value + "/" + hash;
    const Instant moment = now();
    if (auto kept = state_->keys.find(name, moment)) return kept;
    auto generation = state_->keys.generation();
    auto found = TRY(journal_->database().read_value<std::optional<ApiKey>>([&](store::Session& session) {
        return session.first(sql::key_by_hash, [&](const store::Row& row) { return key_of(row, municipality); }, municipality.value, hash);
    }));
    // Only keys that exist are kept: guesses would push them out.
    if (found) state_->keys.keep(name, *found, moment, generation);
    return found;
}

}  // namespace raekoda::people
