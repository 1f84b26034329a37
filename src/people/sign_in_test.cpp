#include "people/people_state.h"

#include <atomic>
#include <thread>

#include "base/text.h"
#include "people/people_test_town.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {
const std::string password = "kolm suurt kurge", peer = "192.0.2.7";

Fault fault_of_sign_in(Town& town, std::string_view login, std::string_view with, Instant at) {
    auto signed_in = town.people->sign_in(here, login, with, peer, at);
    REQUIRE_FALSE(signed_in);
    return signed_in.error().fault;
}
std::int64_t rows_of(Town& town, const std::string& table) {
    std::int64_t rows = 0;
    REQUIRE(town.scratch.database->read([&](store::Session& s) { return s.each_row_of(table, [&](const auto&) { ++rows; }); }));
    return rows;
}
}  // namespace

TEST_CASE("sign-in gives a secret of its own each time, and the same answer for an unknown login and a wrong password") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& people = *town->people;
        auto id = people.add_staff(as_manager(), mari()).value();
        auto secret = people.sign_in(here, " MARI.Maasikas ", password, peer, start).value();
        CHECK(from_base64url(secret).value().size() == 32);
        auto session = people.session(here, secret, start).value();
        REQUIRE(session);
        CHECK(session->member.id == id);
        CHECK(session->member.login == "mari.maasikas");
        CHECK(session->id != secret);
        CHECK(session->csrf_secret.size() == 43);
        CHECK(session->csrf_secret != secret);
        CHECK(session->expires == start.plus_minutes(30));
        auto second = people.sign_in(here, "mari.maasikas", password, peer, start).value();
        CHECK(second != secret);
        CHECK(people.session(here, second, start).value()->csrf_secret != session->csrf_secret);

        auto wrong = people.sign_in(here, "mari.maasikas", "vale vale vale", peer, start);
        auto unknown = people.sign_in(here, "jaan", password, peer, start);
        REQUIRE_FALSE(wrong);
        REQUIRE_FALSE(unknown);
        CHECK(wrong.error().fault == Fault::unauthenticated);
        CHECK(wrong.error().text_key == "staff.wrong_login_or_password");
        CHECK(unknown.error().fault == wrong.error().fault);
        CHECK(unknown.error().text_key == wrong.error().text_key);
        CHECK(unknown.error().detail == wrong.error().detail);
        CHECK(people.sign_in(there, "mari.maasikas", password, peer, start).error().fault == Fault::unauthenticated);

        // The secret itself is nowhere in the database.
        bool found = false;
        REQUIRE(town->scratch.database->read([&](store::Session& s) {
            return s.each_row_of("people_session", [&](const auto& columns) {
                for (const auto& column : columns) found = found || column == secret;
            });
        }));
        CHECK_FALSE(found);
        CHECK_FALSE(people.session(there, secret, start).value());
        CHECK_FALSE(people.session(here, "", start).value());
        CHECK_FALSE(people.session(here, std::string(43, 'A'), start).value());
        REQUIRE(people.sign_out(here, secret));
        REQUIRE(people.sign_out(here, "unknown"));
        CHECK_FALSE(people.session(here, secret, start).value());
        CHECK(people.session(here, second, start).value());
    }
}

TEST_CASE("a session ends after 30 idle minutes and after 8 hours") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& people = *town->people;
        REQUIRE(people.add_staff(as_manager(), mari()));
        auto secret = people.sign_in(here, "mari.maasikas", password, peer, start).value();
        auto last_used = [&] {
            std::int64_t at = 0;
            (void)town->scratch.database->read([&](store::Session& s) {
                return s.each_row_of("people_session", [&](const auto& columns) { at = parse_integer(columns[4].value_or("")).value_or(0); });
            });
            return Instant{at};
        };
        // Written at most once a minute.
        CHECK(people.session(here, secret, start.plus_seconds(59)).value());
        CHECK(last_used() == start);
        CHECK(people.session(here, secret, start.plus_seconds(60)).value()->expires == start.plus_seconds(60).plus_minutes(30));
        CHECK(last_used() == start.plus_seconds(60));
        CHECK_FALSE(people.session(here, secret, start.plus_seconds(60).plus_minutes(30)).value());
        Instant at = start.plus_seconds(60);
        for (; at < start.plus_hours(8); at = at.plus_minutes(29)) {
            auto session = people.session(here, secret, at).value();
            REQUIRE(session);
            CHECK(session->expires <= start.plus_hours(8));
        }
        CHECK(people.session(here, secret, start.plus_hours(8).plus_seconds(-1)).value());
        CHECK_FALSE(people.session(here, secret, start.plus_hours(8)).value());
        // The next sign-in clears away what is over.
        REQUIRE(people.sign_in(here, "mari.maasikas", password, peer, start.plus_hours(9)));
        CHECK(rows_of(*town, "people_session") == 1);
    }
}

TEST_CASE("another password or disabling ends the sessions") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& people = *town->people;
        auto id = people.add_staff(as_manager(), mari()).value();
        auto first = people.sign_in(here, "mari.maasikas", password, peer, start).value();
        CHECK(people.set_password(as_manager(), id, "lühike").error().fault == Fault::invalid);
        CHECK(people.session(here, first, start).value());
        REQUIRE(people.set_password(as_manager(), id, "neli väikest varest"));
        CHECK_FALSE(people.session(here, first, start).value());
        CHECK(fault_of_sign_in(*town, "mari.maasikas", password, start) == Fault::unauthenticated);
        // The same password typed on another keyboard, ä in two code points, is the same password.
        auto second = people.sign_in(here, "mari.maasikas", "neli va\xCC\x88ikest varest", peer, start).value();
        REQUIRE(people.disable_staff(as_manager(), id));
        CHECK_FALSE(people.session(here, second, start).value());
        CHECK(fault_of_sign_in(*town, "mari.maasikas", "neli väikest varest", start) == Fault::unauthenticated);
        CHECK(fault_of_sign_in(*town, "mari.maasikas", "", start) == Fault::unauthenticated);
    }
}

TEST_CASE("the wait doubles after the free tries") {
    CHECK(delay_after(0, 5) == 0);
    CHECK(delay_after(4, 5) == 0);
    CHECK(delay_after(5, 5) == 1);
    CHECK(delay_after(6, 5) == 2);
    CHECK(delay_after(14, 5) == 512);
    CHECK(delay_after(15, 5) == 900);
    CHECK(delay_after(100'000, 5) == 900);
}

TEST_CASE("guessing at a login is slowed, by address too, and a restart forgets nothing") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& database = *town->scratch.database;
        auto throttle = std::make_unique<SignInThrottle>(*town->vault);
        auto admits = [&](std::string_view login, std::string_view from, Instant at) {
            auto admitted = throttle->admit(database, here, login, from, at);
            if (!admitted) CHECK(admitted.error().fault == Fault::rate_limited);
            return admitted.has_value();
        };
        for (int i = 0; i < 5; ++i) CHECK(admits("mari", "p" + std::to_string(i), start));
        CHECK_FALSE(admits("mari", "p9", start));
        CHECK_FALSE(admits("mari", "p9", start));
        throttle = std::make_unique<SignInThrottle>(*town->vault);  // after a restart, or on another node
        CHECK_FALSE(admits("mari", "p9", start));
        CHECK(admits("jaan", "p9", start));
        CHECK(throttle->admit(database, there, "mari", "p9", start));
        CHECK(admits("mari", "p9", start.plus_seconds(1)));        // sixth failure: two seconds
        CHECK_FALSE(admits("mari", "p9", start.plus_seconds(2)));
        CHECK(admits("mari", "p9", start.plus_seconds(3)));
        // Refused tries do not count: the wait does not grow by asking.
        for (int i = 0; i < 20; ++i) CHECK_FALSE(admits("mari", "p9", start.plus_seconds(4)));
        CHECK(admits("mari", "p9", start.plus_seconds(7)));
        REQUIRE(town->write([&](store::Session& s) { return throttle->succeeded(s, here, "mari", "p9"); }));
        for (int i = 0; i < 5; ++i) CHECK(admits("mari", "q" + std::to_string(i), start.plus_seconds(8)));
        CHECK_FALSE(admits("mari", "q", start.plus_seconds(8)));
        REQUIRE(town->write([&](store::Session& s) { return throttle->forget_login(s, here, "mari"); }));
        CHECK(admits("mari", "q", start.plus_seconds(8)));

        for (int i = 0; i < 20; ++i) CHECK(admits("login" + std::to_string(i), "attacker", start.plus_seconds(9)));
        CHECK_FALSE(admits("someone", "attacker", start.plus_seconds(9)));
        // Signing in with an own account gives back one try and no more.
        CHECK(admits("own", "attacker", start.plus_seconds(10)));
        REQUIRE(town->write([&](store::Session& s) { return throttle->succeeded(s, here, "own", "attacker"); }));
        CHECK_FALSE(admits("someone", "attacker", start.plus_seconds(10)));
        CHECK(admits("someone", "attacker", start.plus_seconds(11)));
        CHECK(rows_of(*town, "people_sign_in_failure") > 20);
        // An hour later everything is forgotten.
        CHECK(admits("mari", "attacker", start.plus_hours(2)));
        for (int i = 0; i < 4; ++i) CHECK(admits("mari", "attacker", start.plus_hours(2)));
        CHECK_FALSE(admits("mari", "attacker", start.plus_hours(2)));
        std::int64_t plain = 0;
        REQUIRE(database.read([&](store::Session& s) {
            return s.each_row_of("people_sign_in_failure", [&](const auto& columns) {
                for (const auto& column : columns) plain += column == "attacker" || column == "mari";
            });
        }));
        CHECK(plain == 0);
    }
}

TEST_CASE("tries side by side do not slip through") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        SignInThrottle one(*town->vault), two(*town->vault);  // two nodes
        std::atomic<int> admitted = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 24; ++t)
            threads.emplace_back([&, t] {
                if ((t % 2 ? one : two).admit(*town->scratch.database, here, "mari", "p" + std::to_string(t), start)) ++admitted;
            });
        for (auto& thread : threads) thread.join();
        CHECK(admitted == 5);
    }
}

TEST_CASE("the right password waits too once too many were wrong, and works afterwards") {
    Town town(testing::sqlite_database());
    REQUIRE(town.people->add_staff(as_manager(), mari()));
    for (int i = 0; i < 5; ++i) CHECK(fault_of_sign_in(town, "mari.maasikas", "vale vale vale", start) == Fault::unauthenticated);
    auto refused = town.people->sign_in(here, "mari.maasikas", password, peer, start);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::rate_limited);
    CHECK(refused.error().text_key == "staff.too_many_attempts");
    CHECK(town.people->sign_in(here, "mari.maasikas", password, peer, start.plus_seconds(1)));
    CHECK(fault_of_sign_in(town, "mari.maasikas", "vale vale vale", start.plus_seconds(1)) == Fault::unauthenticated);
    CHECK(fault_of_sign_in(town, std::string(100'000, 'x'), std::string(1'000'000, 'x'), start.plus_seconds(1)) == Fault::unauthenticated);
}
