// Reports on their sender's desk: of who was logged in, and of a mailbox that answered.
#include "cases/reports_of_person.h"

#include "cases/cases_test_town.h"
#include "people/known_as.h"

namespace raekoda::cases {

TEST_CASE("who is logged in and leaves a contact finds the report; who leaves none, or acts for another, stays unknown") {
    for (auto& town : test_towns()) {
        CAPTURE(town->scratch.name);
        auto person = [&](const std::string& subject) { return town->scratch.database->write_value<PersonId>([&](store::Session& session) { return town->vault->keep_subject(session, tartu, subject, monday_noon); }).value(); };
        const auto kadri = person("EE48803149719"), company = person("EE10000018");
        auto with_contact = pothole("Auk üks.");
        with_contact.contact = mari();
        auto found = town->cases->open_report(town->at(monday_noon, "person/" + kadri.value), with_contact).value();
        REQUIRE(town->cases->open_report(town->at(monday_noon, "person/" + kadri.value), pothole("Auk kaks.")));
        REQUIRE(town->cases->open_report(town->at(monday_noon, "person/" + kadri.value + "/for/" + company.value + "/board"), with_contact));
        REQUIRE(town->cases->open_report(town->at(monday_noon, "resident"), with_contact));
        auto theirs = town->cases->of_reporter(tartu, kadri, 10).value();
        REQUIRE(theirs.size() == 1);
        CHECK(theirs[0].number == found.number);
        auto contact = town->read<std::optional<people::Contact>>([&](store::Session& session) { return town->vault->contact(session, tartu, kadri); });
        REQUIRE(contact);
        CHECK(contact->email == "mari@example.ee");
        CHECK(town->see(found.number).reporter == kadri);
        // Whoever opened a letter of that mailbox has what was sent with its address; who only typed it has not.
        const auto guest = person("email:mari@example.ee");
        auto known = people::known_as(*town->people, tartu, guest).value();
        REQUIRE(known.contacts.size() == 1);
        CHECK(town->cases->of_reporter(tartu, known.contacts[0], 10)->size() == 2);
        auto copy = town->read<std::string>([&](store::Session& session) { return personal_data_of(*town->cases)->export_json(session, tartu, {kadri, known.contacts[0]}); });
        CHECK(copy.find(found.number.value) != std::string::npos);
        CHECK(copy.find("Auk üks.") != std::string::npos);
        CHECK(copy.find("Auk kaks.") == std::string::npos);
        CHECK(town->read<std::string>([&](store::Session& session) { return personal_data_of(*town->cases)->export_json(session, tartu, {company}); }) == "null");
    }
}

}  // namespace raekoda::cases
