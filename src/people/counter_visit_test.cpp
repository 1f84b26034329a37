// Whom an official serves at the counter: with recorded consent, for half an hour, for that official alone.
#include "people/counter_visit.h"

#include "people/known_as.h"
#include "people/people_test_town.h"

namespace raekoda::people {

TEST_CASE("a visit at the counter: consent sealed and noted, for one official and half an hour") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        const auto kadri = town->residents->keep_person(here, {"EE48803149719", "Kadri", "Õunap", {}, Assurance::high, "", ""}, start).value();
        auto secret = open_counter_visit(*town->people, here, kadri, StaffId("kalle"), "ID-kaart, suuline nõus.", "applications.purpose_counter", start).value();
        auto visit = counter_visit(*town->people, here, secret, StaffId("kalle"), start.plus_minutes(29)).value();
        REQUIRE(visit);
        CHECK(visit->person == kadri);
        CHECK(visit->consent == "ID-kaart, suuline nõus.");
        CHECK_FALSE(counter_visit(*town->people, here, secret, StaffId("kalle"), start.plus_minutes(30)).value());
        CHECK_FALSE(counter_visit(*town->people, here, secret, StaffId("malle"), start).value());
        // For finishing a form it is known when it ended, to that official alone.
        auto given = counter_visit_given(*town->people, here, secret, StaffId("kalle")).value();
        REQUIRE(given);
        CHECK(given->ends == start.plus_minutes(30));
        CHECK_FALSE(counter_visit_given(*town->people, here, secret, StaffId("malle")).value());
        CHECK_FALSE(counter_visit_given(*town->people, there, secret, StaffId("kalle")).value());
        CHECK_FALSE(counter_visit(*town->people, there, secret, StaffId("kalle"), start).value());
        for (std::string bad : {secret.substr(1), secret + "A", std::string(), std::string("x"), std::string(5000, 'A')}) CHECK_FALSE(counter_visit(*town->people, here, bad, StaffId("kalle"), start).value());
        auto looks = town->residents->accesses(here, kadri, 10).value();
        REQUIRE(looks.size() == 1);
        CHECK(looks[0].staff == StaffId("kalle"));
        REQUIRE(looks[0].subject.starts_with(consent_subject));
        CHECK(consent_words(*town->people, here, looks[0].subject.substr(consent_subject.size())).value() == "ID-kaart, suuline nõus.");
        // Who is erased takes the words along.
        REQUIRE(town->residents->erase({here, start, "person/" + kadri.value, {}}, kadri));
        CHECK(counter_visit(*town->people, here, secret, StaffId("kalle"), start).value()->consent.empty());
    }
}

TEST_CASE("whom the books know as one person: guests that were joined, and a mailbox that answered, never one that was typed") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto contact = [&](const char* email) { return town->scratch.database->write_value<PersonId>([&](store::Session& session) { return town->vault->keep_contact(session, here, {"", email, "", "et"}, start); }).value(); };
        const auto wrote = contact("mia@naide.ee"), typed = contact("kadri@naide.ee");
        const auto kadri = town->residents->keep_person(here, {"EE48803149719", "Kadri", "Õunap", {}, Assurance::high, "", "kadri@naide.ee"}, start).value();
        const auto guest = town->residents->keep_person(here, {"email:mia@naide.ee", "", "", {}, Assurance::email, "email", "mia@naide.ee"}, start).value();
        CHECK(known_as(*town->people, here, kadri)->persons == std::vector<PersonId>{kadri});
        CHECK(known_as(*town->people, here, kadri)->contacts.empty());  // the login only mentioned it
        CHECK(known_as(*town->people, here, guest)->contacts == std::vector<PersonId>{wrote});
        REQUIRE(town->residents->join_guest({here, start, "person/" + kadri.value, {}}, kadri, guest));
        CHECK(known_as(*town->people, here, kadri)->persons == std::vector<PersonId>{kadri, guest});
        CHECK(known_as(*town->people, here, kadri)->contacts == std::vector<PersonId>{wrote});
        CHECK(known_as(*town->people, here, guest)->persons == std::vector<PersonId>{guest});  // never the reverse
        auto written = contacts_of(*town->people, here, kadri).value();
        CHECK(std::any_of(written.begin(), written.end(), [](const Contact& c) { return c.email == "mia@naide.ee"; }));
        CHECK(std::none_of(written.begin(), written.end(), [](const Contact& c) { return c.email == "kadri@naide.ee"; }));
        (void)typed;
    }
}

}  // namespace raekoda::people
