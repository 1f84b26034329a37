#include <filesystem>

#include "base/text.h"
#include "people/people_projection_sql.h"
#include "people/people_queries_sql.h"
#include "people/people_resident_books_sql.h"
#include "people/people_staff_books_sql.h"
#include "people/people_test_town.h"
#include "people/people_vault_sql.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {

const Contact mari_contact{.name = "Mari Maasikas", .email = "Mari@naide.ee", .phone = "+372 5123 4567", .language = "et"};

PersonId keep(Town& town, const Contact& contact, const MunicipalityId& municipality = here, Instant at = start) {
    return town.write<PersonId>([&](store::Session& s) { return town.vault->keep_contact(s, municipality, contact, at); }).value();
}
std::optional<Contact> contact_of(Town& town, const PersonId& person, const MunicipalityId& municipality = here) {
    return town.read<std::optional<Contact>>([&](store::Session& s) { return town.vault->contact(s, municipality, person); });
}
bool bounces(Town& town, const PersonId& person) {
    return town.read<bool>([&](store::Session& s) { return town.vault->bounces(s, here, person); });
}
// Every byte that the database or its log holds; PostgreSQL: every value of the tables.
std::string everything_stored(Town& town) {
    std::string all;
    if (!town.scratch.folder.empty()) {
        for (const auto& entry : std::filesystem::directory_iterator(town.scratch.folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), {});
        }
        return all;
    }
    for (const char* table : {"people_person", "people_sealed_text", "people_access", "journal_event"})
        (void)town.scratch.database->read([&](store::Session& s) {
            return s.each_row_of(table, [&](const auto& columns) {
                for (const auto& column : columns) all += column.value_or("");
            });
        });
    // PostgreSQL shows bytes as hexadecimal digits.
    std::string plain = all;
    for (std::size_t at = 0; (at = all.find("\\x", at)) != std::string::npos; at += 2) {
        std::size_t end = all.find_first_not_of("0123456789abcdef", at + 2);
        std::size_t length = (end == std::string::npos ? all.size() : end) - at - 2;
        plain += from_hex(all.substr(at + 2, length & ~std::size_t{1})).value_or("");
    }
    return plain;
}

}  // namespace

TEST_CASE("the same person is found by e-mail and by phone, in their own municipality") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto person = keep(*town, mari_contact);
        CHECK(keep(*town, mari_contact) == person);
        CHECK(keep(*town, {.email = "MARI@NAIDE.EE"}) == person);
        CHECK(keep(*town, {.phone = "5123 4567"}) == person);
        CHECK(keep(*town, mari_contact, there) != person);
        CHECK_FALSE(contact_of(*town, person, there));
        auto kept = contact_of(*town, person).value();
        CHECK(kept.name == "Mari Maasikas");
        CHECK(kept.phone == "5123 4567");
        CHECK(kept.email == "MARI@NAIDE.EE");
        // Only a name is known: somebody new each time.
        CHECK(keep(*town, {.name = "Mari Maasikas"}) != keep(*town, {.name = "Mari Maasikas"}));
        // Another address with the same phone is another person, and the first one's address stays.
        auto child = keep(*town, {.name = "Jaan", .email = "jaan@naide.ee", .phone = "51234567"}, here, start.plus_seconds(1));
        CHECK(child != person);
        CHECK(keep(*town, {.phone = "51234567"}) == person);
        CHECK(contact_of(*town, person).value().email == "MARI@NAIDE.EE");
    }
}

TEST_CASE("what is new is taken over, what is left out stays") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto person = keep(*town, mari_contact);
        keep(*town, {.email = "mari@naide.ee", .phone = "7301234", .language = "en"});
        auto kept = contact_of(*town, person).value();
        CHECK(kept.name == "Mari Maasikas");
        CHECK(kept.phone == "7301234");
        CHECK(kept.language == "en");
        CHECK(keep(*town, {.phone = "+3727301234"}) == person);
        CHECK(keep(*town, {.phone = "51234567"}) != person);  // no more this person's
    }
}

TEST_CASE("nothing that is kept is plain to read") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto person = keep(*town, mari_contact);
        REQUIRE(town->write<SealedTextId>([&](store::Session& s) { return town->vault->keep_text(s, here, person, "Minu isikukood on salajane", start); }));
        std::string all = everything_stored(*town);
        CHECK(all.find(person.value) != std::string::npos);  // we do look at the right place
        for (const char* plain : {"Mari@naide", "mari@naide", "Maasikas", "5123", "salajane"}) {
            CAPTURE(plain);
            CHECK(all.find(plain) == std::string::npos);
        }
        Vault other(random_bytes(32));
        auto read = town->scratch.database->read_value<std::optional<Contact>>([&](store::Session& s) { return other.contact(s, here, person); });
        REQUIRE_FALSE(read);
        CHECK(read.error().fault == Fault::broken);
    }
}

TEST_CASE("an erased person cannot be read or found") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto person = keep(*town, mari_contact), other = keep(*town, {.email = "jaan@naide.ee"});
        auto text = [&](const SealedTextId& id) { return town->read<std::optional<std::string>>([&](store::Session& s) { return town->vault->text(s, here, id); }); };
        auto keep_text = [&](const PersonId& of, std::string_view words) {
            return town->write<SealedTextId>([&](store::Session& s) { return town->vault->keep_text(s, here, of, words, start); });
        };
        auto first = keep_text(person, "esimene").value(), second = keep_text(person, "").value(), others = keep_text(other, "jääb alles").value();
        CHECK(text(first) == "esimene");
        CHECK(text(second) == "");
        REQUIRE(town->write([&](store::Session& s) { return town->vault->erase_text(s, here, first); }));
        CHECK_FALSE(text(first));
        REQUIRE(town->write([&](store::Session& s) { return town->vault->note_access(s, here, person, StaffId("a"), "access.report", "report/1", start); }));

        REQUIRE(town->write([&](store::Session& s) { return town->vault->erase_person(s, here, person); }));
        CHECK_FALSE(contact_of(*town, person));
        CHECK_FALSE(text(second));
        CHECK(text(others) == "jääb alles");
        CHECK(contact_of(*town, other).value().email == "jaan@naide.ee");
        CHECK(keep_text(person, "veel").error().fault == Fault::gone);
        CHECK(keep_text(PersonId("nobody"), "veel").error().fault == Fault::missing);
        CHECK(keep(*town, mari_contact) != person);
        // Who looked stays known; erasing once more is no fault, erasing an unknown person is.
        CHECK(town->read<std::vector<Vault::Access>>([&](store::Session& s) { return town->vault->accesses(s, here, person, 10); }).size() == 1);
        CHECK(town->write([&](store::Session& s) { return town->vault->erase_person(s, here, person); }));
        CHECK(town->write([&](store::Session& s) { return town->vault->erase_person(s, there, person); }).error().fault == Fault::missing);
    }
}

TEST_CASE("a person known by nothing has words sealed too") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto nobody = town->write<PersonId>([&](store::Session& s) { return town->vault->keep_nobody(s, here, start); }).value();
        CHECK(contact_of(*town, nobody).value().empty());
        CHECK(keep(*town, {}) != nobody);
        auto id = town->write<SealedTextId>([&](store::Session& s) { return town->vault->keep_text(s, here, nobody, "sõnad", start); }).value();
        CHECK(town->read<std::optional<std::string>>([&](store::Session& s) { return town->vault->text(s, here, id); }) == "sõnad");
        CHECK_FALSE(town->read<std::optional<std::string>>([&](store::Session& s) { return town->vault->text(s, there, id); }));
        CHECK(town->write<SealedTextId>([&](store::Session& s) { return town->vault->keep_text(s, here, nobody, std::string(200'001, 'x'), start); }).error().fault == Fault::too_large);
    }
}

TEST_CASE("an address that bounces is known until it is given anew") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto person = keep(*town, mari_contact);
        CHECK_FALSE(bounces(*town, person));
        REQUIRE(town->write([&](store::Session& s) { return town->vault->note_bounce(s, here, person, start); }));
        CHECK(bounces(*town, person));
        CHECK(keep(*town, {.name = "Mari M", .phone = "51234567"}) == person);
        CHECK(bounces(*town, person));  // the address was not given
        CHECK(keep(*town, {.email = "mari@naide.ee"}) == person);
        CHECK_FALSE(bounces(*town, person));
    }
}

TEST_CASE("who looked at whom, newest first") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        auto person = keep(*town, mari_contact);
        for (int i = 0; i < 3; ++i)
            REQUIRE(town->write([&](store::Session& s) {
                return town->vault->note_access(s, here, person, StaffId("clerk"), "access.answer", "report/" + std::to_string(i), start.plus_minutes(i));
            }));
        // The same look noted twice is one.
        REQUIRE(town->write([&](store::Session& s) { return town->vault->note_access(s, here, person, StaffId("clerk"), "access.answer", "report/0", start); }));
        auto seen = town->read<std::vector<Vault::Access>>([&](store::Session& s) { return town->vault->accesses(s, here, person, 2); });
        REQUIRE(seen.size() == 2);
        CHECK(seen[0].subject == "report/2");
        CHECK(seen[0].at == start.plus_minutes(2));
        CHECK(seen[0].staff == StaffId("clerk"));
        CHECK(seen[0].purpose == "access.answer");
        CHECK(town->read<std::vector<Vault::Access>>([&](store::Session& s) { return town->vault->accesses(s, here, person, 10); }).size() == 3);
        CHECK(town->read<std::vector<Vault::Access>>([&](store::Session& s) { return town->vault->accesses(s, there, person, 10); }).empty());
    }
}

TEST_CASE("derived secrets and boxes under the master key") {
    Vault vault(std::string(32, 'k')), same(std::string(32, 'k')), other(std::string(32, 'l'));
    auto secret = vault.derived_secret("follow", "report/1");
    CHECK(secret.size() == 22);
    CHECK(secret == same.derived_secret("follow", "report/1"));
    CHECK(secret != other.derived_secret("follow", "report/1"));
    CHECK(secret != vault.derived_secret("follow", "report/2"));
    CHECK(vault.derived_secret("ab", "c") != vault.derived_secret("a", "bc"));
    auto box = vault.sealed_with_master("draft", "form/1");
    CHECK(same.opened_with_master(box, "form/1") == "draft");
    CHECK_FALSE(same.opened_with_master(box, "form/2"));
    CHECK_FALSE(other.opened_with_master(box, "form/1"));
    box.back() = static_cast<char>(box.back() ^ 1);
    CHECK_FALSE(vault.opened_with_master(box, "form/1"));
    CHECK_THROWS(Vault("short"));
}

TEST_CASE("every statement runs on both databases") {
    for (auto& town : towns()) {
        CAPTURE(town->scratch.name);
        int count = 0;
        auto run_all = [&](const auto& statements) {
            for (const store::Sql* sql : statements) {
                CAPTURE(sql->name);
                std::size_t parameters = 0;
                for (std::string_view text = sql->text; parameters < 20 && text.find("$" + std::to_string(parameters + 1)) != std::string_view::npos;) ++parameters;
                Error why;
                (void)town->scratch.database->write([&](store::Session& session) -> Outcome {
                    auto ran = session.run(*sql, std::vector<store::Parameter>(parameters, std::int64_t{0}), [](const store::Row&) { return true; });
                    why = ran ? Error{} : ran.error();
                    return fail(Fault::invalid, "leave nothing");
                });
                CHECK_MESSAGE(why.detail.empty(), why.detail);
                ++count;
            }
        };
        run_all(sql::all_of_people_projection_sql);
        run_all(sql::all_of_people_vault_sql);
        run_all(sql::all_of_people_staff_books_sql);
        run_all(sql::all_of_people_resident_books_sql);
        run_all(sql::all_of_people_queries_sql);
        CHECK(count > 30);
    }
}
