// Residents: a login becomes a session, facts are sealed with their source, rights to act end when they end.
#include "base/json.h"
#include "people/acting_rules.h"
#include "people/people_test_town.h"

namespace raekoda::people {

namespace {

const Identity kadri{"EE48803149719", "Kadri", "Õunap", Date{1988, 3, 14}, Assurance::high, "smartid", ""};
const Identity jaan{"EE38611029284", "Jaan", "Šmõt-Žukov", Date{1986, 11, 2}, Assurance::high, "idcard", ""};

std::optional<ResidentSession> session_of(Town& town, const std::string& secret, Instant at = start) { return town.residents->session(here, secret, at).value(); }
ResidentSession signed_in(Town& town, const Identity& who, Instant at = start) { return *session_of(town, town.residents->sign_in(here, who, at).value(), at); }
journal::Context as(const ResidentSession& who, Instant at = start) { return {here, at, who.actor(), {}}; }
std::vector<std::string> stored(Town& town, const std::vector<std::string>& tables) {
    std::vector<std::string> all;
    for (const auto& table : tables)
        (void)town.scratch.database->read([&](store::Session& s) {
            return s.each_row_of(table, [&](const auto& columns) {
                for (const auto& column : columns) all.push_back(column.value_or(""));
            });
        });
    return all;
}

}  // namespace

TEST_CASE("a login becomes a person and a session; the same login is the same person, in each municipality another") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto secret = town->residents->sign_in(here, kadri, start).value();
        auto session = session_of(*town, secret);
        REQUIRE(session);
        CHECK(session->name == "Kadri Õunap");
        CHECK(session->subject == kadri.subject);
        CHECK(session->assurance == Assurance::high);
        CHECK(session->acting.is_self());
        CHECK(session->actor() == "person/" + session->person.value);
        CHECK(signed_in(*town, kadri, start.plus_hours(1)).person == session->person);
        CHECK(town->residents->person_by_subject(here, kadri.subject).value() == session->person);
        CHECK_FALSE(town->residents->person_by_subject(there, kadri.subject).value());
        CHECK_FALSE(town->residents->session(there, secret, start).value());
        CHECK_FALSE(town->residents->session(here, (secret[0] == 'x' ? "y" : "x") + secret.substr(1), start).value());
        // Neither code nor name stand anywhere in the open.
        for (const auto& value : stored(*town, {"people_subject", "people_fact", "people_resident_session", "people_person", "journal_event"}))
            for (const char* plain : {"48803149719", "Kadri", "1988-03-14"}) CHECK(value.find(plain) == std::string::npos);
    }
}

TEST_CASE("a session ends when idle, after eight hours, with its provider's, at signing out and when the provider says so") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        auto secret = residents.sign_in(here, kadri, start).value();
        CHECK(session_of(*town, secret, start.plus_minutes(29)));
        CHECK(session_of(*town, secret, start.plus_minutes(58)));
        CHECK_FALSE(session_of(*town, secret, start.plus_minutes(58 + 30)));
        secret = residents.sign_in(here, kadri, start).value();
        for (int minute = 20; minute < 480; minute += 20) CHECK(session_of(*town, secret, start.plus_minutes(minute)));
        CHECK_FALSE(session_of(*town, secret, start.plus_hours(8)));

        ProviderSession provider{"sso", "sid-1", "refresh", "token", start.plus_minutes(15), "answer-1"};
        secret = residents.sign_in(here, kadri, start, provider).value();
        auto session = session_of(*town, secret, start.plus_minutes(12));
        REQUIRE(session);
        CHECK(session->renew_at == start.plus_minutes(13));
        CHECK(residents.provider_session(here, *session).value().refresh_token == "refresh");
        provider.expires = start.plus_minutes(28);
        provider.refresh_token = "second";
        CHECK(residents.renew(here, *session, provider, start.plus_minutes(13)));
        CHECK(session_of(*town, secret, start.plus_minutes(20)));
        CHECK_FALSE(session_of(*town, secret, start.plus_minutes(28)));

        auto other = residents.sign_in(here, jaan, start, {"sso", "sid-2", "", "", {}, "answer-2"}).value();
        CHECK(residents.end_by_provider_session(here, "sso", "sid-1").value() == 1);
        CHECK(residents.end_by_provider_session(here, "other", "sid-2").value() == 0);
        CHECK_FALSE(session_of(*town, secret));
        CHECK(session_of(*town, other));
        CHECK(residents.sign_out(here, other));
        CHECK_FALSE(session_of(*town, other));
    }
}

TEST_CASE("an answer of the provider opens one session only") {
    for (auto& town : towns()) {
        ProviderSession provider{"sso", "", "", "", {}, "answer"};
        REQUIRE(town->residents->sign_in(here, kadri, start, provider));
        auto again = town->residents->sign_in(here, kadri, start.plus_seconds(1), provider);
        REQUIRE_FALSE(again);
        CHECK(again.error().fault == Fault::conflict);
        CHECK(town->residents->use_once(here, "notice", start, start.plus_hours(1)).value());
        CHECK_FALSE(town->residents->use_once(here, "notice", start, start.plus_hours(1)).value());
        CHECK(town->residents->use_once(there, "notice", start, start.plus_hours(1)).value());
    }
}

TEST_CASE("identities that cannot be are refused") {
    for (auto& town : towns()) {
        for (auto bad : {Identity{"", "Kadri", "Õunap"}, Identity{"EE1\n2", "Kadri", "Õunap"}, Identity{"EE48803149719", "", ""}, Identity{std::string(301, 'x'), "Kadri", "Õunap"},
                         Identity{"EE48803149719", std::string(201, 'a'), "b"}, Identity{"EE48803149719", "\xff", "b"}}) {
            auto tried = town->residents->sign_in(here, bad, start);
            REQUIRE_FALSE(tried);
            CHECK(tried.error().fault == Fault::invalid);
        }
    }
}

TEST_CASE("facts: sealed, by source, disputed until the source says something else") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        auto person = signed_in(*town, kadri).person;
        auto fact = [&](const char* value, const char* source, Instant at) { return Fact{"residence.address", value, source, at, "residents.purpose_login"}; };
        REQUIRE(residents.keep_facts(here, person, {fact(R"("Tähe 56-12, Tartu")", "population_register", start), fact(R"("Tähe 58, Tartu")", "typed", start.plus_hours(1))}));
        auto known = residents.facts(here, person).value();
        auto of = [&](std::string_view name, std::string_view source) {
            auto all = residents.facts(here, person).value();
            for (const auto& f : all)
                if (f.name == name && f.source == source) return f;
            return Fact{};
        };
        CHECK(of("person.code", "login").value_json == R"("48803149719")");
        CHECK(of("person.birth_date", "login").value_json == R"("1988-03-14")");
        auto first = std::find_if(known.begin(), known.end(), [](const Fact& f) { return f.name == "residence.address"; });
        CHECK(first->source == "typed");  // the newest first
        REQUIRE(residents.dispute_fact(here, person, "residence.address", "population_register", true));
        CHECK(of("residence.address", "population_register").disputed);
        REQUIRE(residents.keep_facts(here, person, {fact(R"("Tähe 56-12, Tartu")", "population_register", start.plus_hours(2))}));
        CHECK(of("residence.address", "population_register").disputed);
        REQUIRE(residents.keep_facts(here, person, {fact(R"("Riia 1, Tartu")", "population_register", start.plus_hours(3))}));
        CHECK_FALSE(of("residence.address", "population_register").disputed);
        CHECK(residents.dispute_fact(here, person, "no.such", "typed", true).error().fault == Fault::missing);
        for (auto bad : {Fact{"", "1", "typed", start}, Fact{"a", "{", "typed", start}, Fact{"a", "1", "", start}, Fact{"a", '"' + std::string(70'000, 'a') + '"', "typed", start}})
            CHECK_FALSE(residents.keep_facts(here, person, {bad}));
        CHECK(residents.facts(there, person).value().empty());
        const std::string_view wanted[] = {"residence.address", "person.code", "no.such"};
        auto best = [&] {
            std::map<std::string, std::string> values;
            auto all = residents.best_facts(here, person, wanted).value();
            for (const auto& f : all) values[f.name] = f.value_json;
            CHECK(values.size() == all.size());
            return values;
        };
        CHECK(best() == std::map<std::string, std::string>{{"person.code", R"("48803149719")"}, {"residence.address", R"("Riia 1, Tartu")"}});  // a register before what was typed
        REQUIRE(residents.dispute_fact(here, person, "residence.address", "population_register", true));
        CHECK(best()["residence.address"] == R"("Tähe 58, Tartu")");
        REQUIRE(residents.keep_facts(here, person, {fact("null", "population_register", start.plus_hours(4))}));
        CHECK(best()["residence.address"] == R"("Tähe 58, Tartu")");
        CHECK(residents.best_facts(there, person, wanted).value().empty());
    }
}

TEST_CASE("facts are forgotten after their day, but not while something holds them") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        auto person = signed_in(*town, kadri).person;
        const Date today = local_time(start).date;
        REQUIRE(residents.keep_facts(here, person, {{"a", "1", "typed", start, "", today}, {"b", "2", "typed", start, "", today.plus_days(5)}}));
        CHECK(residents.forget_expired(here, start).value() == 0);
        REQUIRE(residents.hold(here, person, {"application/2026-000001", today.plus_days(3), "staff/x", start}));
        CHECK(residents.forget_expired(here, start.plus_hours(48)).value() == 0);
        CHECK(residents.forget_expired(there, start.plus_hours(24 * 30)).value() == 0);
        CHECK(residents.forget_expired(here, start.plus_hours(24 * 5)).value() == 1);
        CHECK(residents.holds(here, person).value().size() == 1);
        REQUIRE(residents.release(here, person, "application/2026-000001", "staff/x", start));
        CHECK(residents.release(here, person, "application/2026-000001", "staff/x", start).error().fault == Fault::missing);
        CHECK(residents.forget_expired(here, start.plus_hours(24 * 7)).value() == 1);
    }
}

TEST_CASE("erasure: what no law keeps goes; when nothing has to stay, the key goes too") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        auto secret = residents.sign_in(here, kadri, start).value();
        auto session = *session_of(*town, secret);
        const Date today = local_time(start).date;
        REQUIRE(residents.keep_facts(here, session.person, {{"grant.account", R"("EE38")", "typed", start, "residents.purpose_login", today.plus_days(100), true}, {"hobby", "1", "typed", start}}));
        auto before = residents.what_erasure_leaves(here, session.person, start).value();
        CHECK(before.kept.size() == 1);
        CHECK(before.facts == 5);
        auto erased = residents.erase(as(session), session.person).value();
        CHECK_FALSE(erased.whole);
        auto left = residents.facts(here, session.person).value();
        REQUIRE(left.size() == 1);
        CHECK(left[0].name == "grant.account");
        CHECK(session_of(*town, secret));

        REQUIRE(residents.hold(here, session.person, {"court/1", {}, "staff/x", start}));
        CHECK(residents.erase(as(session, start.plus_hours(24 * 200)), session.person).value().facts == 0);
        REQUIRE(residents.release(here, session.person, "court/1", "staff/x", start));
        CHECK(residents.erase(as(session, start.plus_hours(24 * 200)), session.person).value().whole);
        CHECK_FALSE(session_of(*town, secret));
        CHECK_FALSE(residents.person_by_subject(here, kadri.subject).value());
        CHECK_FALSE(residents.known(here, session.person).value());
        CHECK(signed_in(*town, kadri).person != session.person);
        CHECK(residents.accesses(here, session.person, 10).value().size() == 2);
    }
}

TEST_CASE("erasure reaches guests who turned out to be them, and contacts of reports by an e-mail that they proved") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        auto contact = [&](const char* email) { return town->write<PersonId>([&](store::Session& session) { return town->vault->keep_contact(session, here, {"", email, "", "et"}, start); }).value(); };
        auto reads = [&](const PersonId& person) { return town->read<std::optional<Contact>>([&](store::Session& session) { return town->vault->contact(session, here, person); }).has_value(); };
        const PersonId hers = contact("mia@naide.ee"), typed = contact("kadri@example.ee"), other = contact("keegi@naide.ee");
        auto session = signed_in(*town, kadri);  // the login said kadri@example.ee: nobody has proved it
        Identity by_letter{"email:mia@naide.ee", {}, {}, {}, Assurance::email, "email", "mia@naide.ee"};
        auto guest = signed_in(*town, by_letter).person;
        REQUIRE(residents.join_guest(as(session), session.person, guest));
        REQUIRE(residents.keep_facts(here, guest, {{"hobby", "1", "typed", start}}));
        auto before = residents.what_erasure_leaves(here, session.person, start).value();
        CHECK(before.contacts == 1);
        CHECK(before.whole);
        // A hold on the contact keeps that, and says so.
        REQUIRE(residents.hold(here, hers, {"report/1", {}, "staff/x", start}));
        CHECK(residents.what_erasure_leaves(here, session.person, start)->contacts == 0);
        CHECK_FALSE(residents.what_erasure_leaves(here, session.person, start)->whole);
        REQUIRE(residents.release(here, hers, "report/1", "staff/x", start));
        CHECK(residents.erase(as(session), session.person)->whole);
        CHECK_FALSE(reads(hers));
        CHECK(residents.facts(here, guest).value().empty());
        CHECK_FALSE(residents.known(here, guest).value());
        CHECK(reads(typed));
        CHECK(reads(other));
    }
}

TEST_CASE("a hold covers everybody whom the books know as the person: guests, proved contacts, their facts") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        const PersonId hers = town->write<PersonId>([&](store::Session& session) { return town->vault->keep_contact(session, here, {"", "mia@naide.ee", "", "et"}, start); }).value();
        auto session = signed_in(*town, kadri);
        Identity by_letter{"email:mia@naide.ee", {}, {}, {}, Assurance::email, "email", "mia@naide.ee"};
        auto as_guest = signed_in(*town, by_letter);
        REQUIRE(residents.join_guest(as(session), session.person, as_guest.person));
        const Date today = local_time(start).date;
        REQUIRE(residents.keep_facts(here, as_guest.person, {{"hobby", "1", "typed", start, "", today}}));
        const auto facts = residents.facts(here, as_guest.person).value().size();
        REQUIRE(residents.hold(here, session.person, {"court/1", {}, "staff/x", start}));
        auto left = residents.what_erasure_leaves(here, session.person, start).value();
        CHECK(left.facts == 0);
        CHECK(left.contacts == 0);
        REQUIRE(left.kept.size() == 1);  // told once, not once for each
        CHECK(left.kept[0].reference == "court/1");
        // Whoever is there by a mailbox alone reads that something is kept, not why.
        auto told = residents.what_erasure_leaves(here, as_guest.person, start).value();
        REQUIRE(told.kept.size() == 1);
        CHECK(told.kept[0].text_key == "residents.kept_by_hold");
        CHECK(told.kept[0].reference.empty());
        for (const auto* who : {&session, &as_guest}) {
            CHECK_FALSE(residents.erase(as(*who), who->person)->whole);
            CHECK(residents.known(here, as_guest.person).value());
            CHECK(residents.facts(here, as_guest.person)->size() == facts);
            CHECK(town->read<std::optional<Contact>>([&](store::Session& s) { return town->vault->contact(s, here, hers); }));
        }
        CHECK(residents.forget_expired(here, start.plus_hours(48)).value() == 0);
        REQUIRE(residents.release(here, session.person, "court/1", "staff/x", start));
        CHECK(residents.forget_expired(here, start.plus_hours(48)).value() == 1);
        CHECK(residents.erase(as(session), session.person)->whole);
        CHECK_FALSE(residents.known(here, as_guest.person).value());
        CHECK_FALSE(town->read<std::optional<Contact>>([&](store::Session& s) { return town->vault->contact(s, here, hers); }));
    }
}

TEST_CASE("a hold that a law forbids to tell keeps, and names no reason") {
    Town town(testing::sqlite_database());
    auto session = signed_in(town, kadri);
    REQUIRE(town.residents->hold(here, session.person, {"1-26-1234", {}, "staff/x", start, "KrMS § 214"}));
    auto left = town.residents->what_erasure_leaves(here, session.person, start).value();
    REQUIRE(left.kept.size() == 1);
    CHECK(left.kept[0].text_key == "residents.kept_by_law");
    CHECK(left.kept[0].reference.empty());
    CHECK(left.facts == 0);
    REQUIRE(town.residents->release(here, session.person, "1-26-1234", "staff/y", start.plus_hours(1)));
    auto all = town.residents->held_persons(here, 10).value();
    REQUIRE(all.size() == 1);
    CHECK(all[0].hold.ended_by == "staff/y");
    CHECK(all[0].name == kadri.name());
    CHECK(town.residents->holds(here, session.person).value().empty());
    // The same reason again begins anew.
    REQUIRE(town.residents->hold(here, session.person, {"1-26-1234", {}, "staff/z", start.plus_hours(2)}));
    CHECK_FALSE(town.residents->held_persons(here, 10).value()[0].hold.ended);
}

TEST_CASE("what another room holds is in the copy, and keeps the person's key") {
    struct Files final : PersonalDataHolder {
        std::vector<Kept> kept;
        std::string name() const override { return "applications.your_applications"; }
        Result<std::string> export_json(store::Session&, const MunicipalityId&, const std::vector<PersonId>& persons) override { return "[" + std::to_string(persons.size()) + "]"; }
        Result<std::vector<Kept>> must_stay(store::Session&, const MunicipalityId&, const PersonId&, Date) override { return kept; }
        Outcome erase(store::Session&, const MunicipalityId&, const PersonId&, Instant) override { return ++erased, Outcome{}; }
        int erased = 0;
    };
    for (auto& town : towns()) {
        auto files = std::make_shared<Files>();
        files->kept = {{"applications.kept_by_law", "2026-000001", {}}};
        town->residents->add_holder(files);
        auto session = signed_in(*town, kadri);
        CHECK(town->residents->export_json(here, session.person, start).value().find("\"applications.your_applications\":[1]") != std::string::npos);
        auto erased = town->residents->erase(as(session), session.person).value();
        CHECK_FALSE(erased.whole);
        CHECK(erased.facts == 4);
        CHECK(town->residents->known(here, session.person).value());
        files->kept.clear();
        // A hold keeps what the room would let go.
        const int before = files->erased;
        REQUIRE(town->residents->hold(here, session.person, {"court/1", {}, "staff/x", start, "KrMS § 214"}));
        CHECK_FALSE(town->residents->erase(as(session), session.person).value().whole);
        CHECK(files->erased == before);
        REQUIRE(town->residents->release(here, session.person, "court/1", "staff/x", start));
        CHECK(town->residents->erase(as(session, start.plus_seconds(1)), session.person).value().whole);
    }
}

TEST_CASE("a copy of everything known, with who looked; a correction is asked and answered") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        auto session = signed_in(*town, kadri);
        REQUIRE(residents.note_access(here, session.person, "person/somebody/for/" + session.person.value + "/custody", "residents.purpose_login", "application/1", start));
        REQUIRE(residents.note_access(here, session.person, "system/registers", "residents.purpose_login", "", start.plus_seconds(1)));
        auto looks = residents.accesses(here, session.person, 10).value();
        REQUIRE(looks.size() == 2);
        CHECK(looks[0].viewer == "system/registers");
        CHECK(looks[0].staff.empty());
        CHECK(residents.request_correction(as(session), session.person, "person.birth_date", " ").error().fault == Fault::invalid);
        CHECK(residents.request_correction(as(session), session.person, "no.such", "vale").error().fault == Fault::missing);
        auto id = residents.request_correction(as(session), session.person, "person.birth_date", "Sündisin päev hiljem").value();
        CHECK(residents.open_corrections(here, 10).value().at(0).words == "Sündisin päev hiljem");
        CHECK(residents.open_corrections(there, 10).value().empty());
        CHECK(residents.answer_correction(as_manager(), id, "whatever", "").error().problems.size() == 2);
        REQUIRE(residents.answer_correction(as_manager(), id, "forwarded", "Saatsime registrile."));
        CHECK(residents.answer_correction(as_manager(), id, "declined", "Ei").error().fault == Fault::conflict);
        CHECK(residents.open_corrections(here, 10).value().empty());
        auto asked = residents.corrections(here, session.person).value();
        REQUIRE(asked.size() == 1);
        CHECK(asked[0].outcome == "forwarded");
        CHECK(asked[0].answer == "Saatsime registrile.");
        auto parsed = json::parse(residents.export_json(here, session.person, start).value()).value();
        const auto& o = parsed.as_object();
        CHECK(json::text(o.at("known").as_array()[0].as_object(), "identifier") == kadri.subject);
        CHECK(o.at("known").as_array()[0].as_object().at("facts").as_array().size() == 4);
        CHECK(o.at("accesses").as_array().size() == 2);
        CHECK(json::text(o.at("corrections").as_array()[0].as_object(), "answer") == "Saatsime registrile.");
        // The words are in no journal.
        for (const auto& value : stored(*town, {"journal_event", "people_correction"})) CHECK(value.find("hiljem") == std::string::npos);
    }
}

TEST_CASE("guests by e-mail: a link that works once and not for long; joined to a personal code later") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto& residents = *town->residents;
        journal::Context somebody{here, start, "resident", {}};
        CHECK(residents.send_email_link(somebody, "mitte aadress", "et", "/et/my").error().fault == Fault::invalid);
        CHECK(residents.send_email_link(somebody, "", "et", "/et/my").error().fault == Fault::invalid);
        auto letter = [&](Instant at) {
            REQUIRE(residents.send_email_link({here, at, "resident", {}}, "Mia@Naide.ee", "ru", "/ru/my"));
            auto due = town->journal->take_due("mail", at, 10, std::chrono::seconds(60)).value();
            REQUIRE(due.size() == 1);
            CHECK(due[0].payload.find("aide") == std::string::npos);
            REQUIRE(town->journal->sent(due[0], at));
            auto link = residents.link_letter(here, json::text(json::parse(due[0].payload).value().as_object(), "link"), at).value();
            REQUIRE(link);
            CHECK(link->email == "Mia@Naide.ee");
            return link->secret;
        };
        auto secret = letter(start);
        CHECK(residents.email_link(here, secret, start).value()->language == "ru");
        CHECK_FALSE(residents.email_link(there, secret, start).value());
        for (std::string bad : {secret.substr(1), secret + "a", std::string("x.y"), std::string(), std::string(5000, 'a')}) CHECK_FALSE(residents.email_link(here, bad, start).value());
        auto cookie = residents.sign_in_by_link(here, secret, start).value();
        CHECK(residents.sign_in_by_link(here, secret, start).error().fault == Fault::gone);
        CHECK(residents.sign_in_by_link(here, letter(start), start.plus_minutes(31)).error().fault == Fault::gone);
        auto guest = *session_of(*town, cookie);
        CHECK(guest.assurance == Assurance::email);
        CHECK(guest.name == "mia@naide.ee");
        CHECK(signed_in(*town, kadri).person != guest.person);

        auto person = signed_in(*town, kadri);
        CHECK(residents.join_guest(as(person), guest.person, person.person).error().fault == Fault::forbidden);
        REQUIRE(residents.join_guest(as(person), person.person, guest.person));
        CHECK(residents.join_guest(as(person), person.person, guest.person));
        CHECK(residents.join_guest(as(person), signed_in(*town, jaan).person, guest.person).error().fault == Fault::conflict);
        CHECK(residents.all_of(here, person.person).value() == std::vector<PersonId>{person.person, guest.person});
        // A mailbox alone opens nothing of the person with the code.
        CHECK(residents.all_of(here, guest.person).value() == std::vector<PersonId>{guest.person});
        Identity foreigner{"FI/EE/131057-308T", "Väinö", "Mäkelä", Date{1957, 10, 13}, Assurance::substantial, "eidas", ""};
        auto abroad = signed_in(*town, foreigner);
        REQUIRE(residents.join_guest(as(person), person.person, abroad.person));
        CHECK(residents.all_of(here, person.person).value().size() == 3);
    }
}

TEST_CASE("officials log in by their personal code once a manager has bound it") {
    for (auto& town : towns()) {
        auto& residents = *town->residents;
        auto mari_id = town->people->add_staff(as_manager(), mari()).value();
        auto other = mari();
        other.login = "jaan";
        auto jaan_id = town->people->add_staff(as_manager(), other).value();
        CHECK(residents.bind_staff(as_manager(), mari_id, "48803149710").error().fault == Fault::invalid);
        REQUIRE(residents.bind_staff(as_manager(), mari_id, "488 0314 9719"));
        CHECK(residents.bind_staff(as_manager(), mari_id, "48803149719"));
        CHECK(residents.bind_staff(as_manager(), jaan_id, "48803149719").error().fault == Fault::conflict);
        CHECK(residents.staff_by_subject(here, kadri.subject).value() == mari_id);
        CHECK_FALSE(residents.staff_by_subject(there, kadri.subject).value());
        CHECK_FALSE(residents.staff_by_subject(here, jaan.subject).value());
        CHECK(residents.staff_is_bound(here, mari_id).value());
        REQUIRE(residents.unbind_staff(as_manager(), mari_id));
        CHECK_FALSE(residents.staff_by_subject(here, kadri.subject).value());
        REQUIRE(residents.bind_staff(as_manager(), mari_id, "48803149719"));
        REQUIRE(town->people->disable_staff(as_manager(), mari_id));
        CHECK_FALSE(residents.staff_by_subject(here, kadri.subject).value());
        CHECK(residents.bind_staff(as_manager(), jaan_id, "48803149719"));
        CHECK(residents.staff_by_subject(here, kadri.subject).value() == jaan_id);
        for (const auto& value : stored(*town, {"journal_event", "people_staff_subject"})) CHECK(value.find("48803149719") == std::string::npos);
    }
}

}  // namespace raekoda::people
