#include "people/sign_in_throttle.h"

#include "people/people_queries_sql.h"
#include "people/people_staff_books_sql.h"

namespace raekoda::people {

namespace {
constexpr std::int64_t longest_delay = 900;
tl::unexpected<Error> refused() { return fail(Fault::rate_limited, "too many failed sign-ins", "staff.too_many_attempts"); }
}  // namespace

std::int64_t delay_after(std::int64_t failures, std::int64_t free_tries) {
    if (failures < free_tries) return 0;
    std::int64_t doublings = failures - free_tries;
    return doublings >= 10 ? longest_delay : std::min(longest_delay, std::int64_t{1} << doublings);
}

std::string SignInThrottle::subject(std::string_view kind, std::string_view value) const {
    return vault_.derived_secret(std::string("sign-in ") + std::string(kind), value);
}

Outcome SignInThrottle::admit(store::Database& database, const MunicipalityId& municipality, std::string_view login, std::string_view peer, Instant now) {
    struct Counted {
        std::string subject;
        std::int64_t free_tries;
    };
    const Counted counted[] = {{subject("login", login), free_tries_of_login}, {subject("peer", peer), free_tries_of_peer}};
    auto name = [&](const Counted& c) { return municipality.value + "/" + c.subject; };
    {
        std::lock_guard lock(mutex_);
        for (const auto& c : counted)
            if (auto at = refused_until_.find(name(c)); at != refused_until_.end()) {
                if (now < at->second && at->second <= now.plus_seconds(longest_delay)) return refused();
                refused_until_.erase(at);
            }
    }

    struct Verdict {
        std::optional<Instant> until[2];
    };
    const Instant forgotten = now.plus_seconds(-forgotten_after_seconds);
    // On the writer lane: looking and counting are one step, on every node.
    auto verdict = TRY(database.write_value<Verdict>([&](store::Session& session) -> Result<Verdict> {
        Verdict v;
        std::int64_t failures[2] = {};
        TRY(session.execute(sql::delete_old_failures, municipality.value, forgotten.microseconds));
        for (int i = 0; i < 2; ++i) {
            auto row = TRY(session.first(
                sql::failures_of, [](const store::Row& r) { return std::pair(r.integer(0), Instant{r.integer(1)}); }, municipality.value,
                counted[i].subject));
            if (!row) continue;
            // The clock was set back since: a failure that is still to come has not happened.
            if (row->second > now.plus_seconds(longest_delay)) continue;
            failures[i] = row->first;
            Instant until = std::min(row->second, now).plus_seconds(delay_after(row->first, counted[i].free_tries));
            if (now < until) v.until[i] = until;
        }
        if (!v.until[0] && !v.until[1])
            for (int i = 0; i < 2; ++i)
                TRY(session.execute(sql::keep_failures, municipality.value, counted[i].subject, failures[i] + 1, now.microseconds));
        return v;
    }));
    bool admitted = true;
    for (int i = 0; i < 2; ++i)
        if (verdict.until[i]) {
            admitted = false;
            std::lock_guard lock(mutex_);
            if (refused_until_.size() >= most_remembered) std::erase_if(refused_until_, [&](const auto& e) { return e.second <= now; });
            if (refused_until_.size() >= most_remembered) refused_until_.clear();  // the table still knows
            refused_until_[name(counted[i])] = *verdict.until[i];
        }
    if (!admitted) return refused();
    return {};
}

Outcome SignInThrottle::succeeded(store::Session& session, const MunicipalityId& municipality, std::string_view login, std::string_view peer) {
    TRY(session.execute(sql::delete_failures_of, municipality.value, subject("login", login)));
    TRY(session.execute(sql::take_back_failure, municipality.value, subject("peer", peer)));
    return {};
}

Outcome SignInThrottle::forget_login(store::Session& session, const MunicipalityId& municipality, std::string_view login) {
    std::string hash = subject("login", login);
    TRY(session.execute(sql::delete_failures_of, municipality.value, hash));
    std::lock_guard lock(mutex_);
    refused_until_.erase(municipality.value + "/" + hash);
    return {};
}

}  // namespace raekoda::people
