#include <array>
#include <chrono>
#include <mutex>
#include <unordered_map>

#include "base/crypto.h"
#include "http/http.h"

namespace raekoda::http {

namespace {

constexpr std::size_t shard_count = 16;
constexpr std::size_t most_keys_in_shard = 8192;
constexpr std::size_t sweep_every = 4096;  // takes between two sweeps of a shard

struct Bucket {
    double tokens, at, per_second, burst;
    double tokens_at(double time) const { return std::min(burst, tokens + std::max(0.0, time - at) * per_second); }
};
struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
};
struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Bucket, KeyHash, std::equal_to<>> buckets;
    std::size_t takes = 0;

    void forget_full(double time) {
        std::erase_if(buckets, [&](const auto& entry) { return entry.second.tokens_at(time) >= entry.second.burst; });
    }
    // A flood of new keys must not free those who are waiting: of some, the one nearest to full goes.
    void forget_one(double time) {
        auto victim = buckets.begin();
        auto candidate = victim;
        for (int i = 0; i < 16 && candidate != buckets.end(); ++i, ++candidate) {
            if (candidate->second.tokens_at(time) / candidate->second.burst > victim->second.tokens_at(time) / victim->second.burst) victim = candidate;
        }
        if (victim != buckets.end()) buckets.erase(victim);
    }
};

}  // namespace

struct RateLimiter::State {
    std::array<Shard, shard_count> shards;
    std::function<double()> seconds;
};

RateLimiter::RateLimiter(double per_second, double burst, std::function<double()> seconds)
    : state_(std::make_unique<State>()), per_second_(per_second), burst_(burst) {
    state_->seconds = seconds ? std::move(seconds) : [] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    };
}
RateLimiter::~RateLimiter() = default;

double RateLimiter::take(std::string_view key) { return take(key, per_second_, burst_); }

double RateLimiter::take(std::string_view key, double per_second, double burst) {
    std::string short_key;
    if (key.size() > 64) key = short_key = hash_256(key);
    double time = state_->seconds();
    burst = std::max(burst, 1.0);
    // The map uses the low bits of the same hash; the shard takes others.
    auto& shard = state_->shards[(KeyHash{}(key) >> 24) % shard_count];
    std::lock_guard lock(shard.mutex);
    if (++shard.takes >= sweep_every) {
        shard.takes = 0;
        shard.forget_full(time);
    }
    auto found = shard.buckets.find(key);
    if (found == shard.buckets.end()) {
        if (shard.buckets.size() >= most_keys_in_shard) shard.forget_one(time);
        found = shard.buckets.emplace(std::string(key), Bucket{burst, time, per_second, burst}).first;
    }
    auto& bucket = found->second;
    bucket.tokens = bucket.tokens_at(time);
    bucket.at = std::max(bucket.at, time);
    bucket.per_second = per_second;
    bucket.burst = burst;
    bucket.tokens = std::min(bucket.tokens, burst);
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
    }
    // Without a refill there will be none: a day stands for never.
    return per_second > 0 ? (1 - bucket.tokens) / per_second : 86400;
}

std::size_t RateLimiter::keys() const {
    std::size_t count = 0;
    for (auto& shard : state_->shards) {
        std::lock_guard lock(shard.mutex);
        count += shard.buckets.size();
    }
    return count;
}

}  // namespace raekoda::http
