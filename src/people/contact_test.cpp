#include "people/contact.h"

#include <doctest/doctest.h>

#include "people/people.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {
std::string problem_of(const Contact& contact, std::string_view field) {
    auto checked = check_contact(contact);
    if (checked) return "";
    for (const auto& problem : checked.error().problems)
        if (problem.field == field) return problem.text_key;
    return "";
}
}  // namespace

TEST_CASE("e-mail addresses in the shape of RFC 5321") {
    for (const char* good : {"mari@naide.ee", "Mari.Maasikas+teated@post.naide.ee", "o'neil@example.com", "a@b.co", "x_y@sub-domain.example.org"}) {
        CAPTURE(good);
        CHECK(is_email(good));
    }
    std::string long_local(65, 'a'), long_label(64, 'a'), too_long = "a@" + std::string(63, 'b') + "." + std::string(63, 'c') + "." + std::string(63, 'd') + "." + std::string(63, 'e') + ".ee";
    for (const std::string& bad : {std::string("mari"), std::string("@naide.ee"), std::string("mari@"), std::string("mari@naide"), std::string("mari@naide."),
                                   std::string(".mari@naide.ee"), std::string("ma..ri@naide.ee"), std::string("mari@-naide.ee"), std::string("mari@naide-.ee"),
                                   std::string("mari maasikas@naide.ee"), std::string("a@b@naide.ee"), std::string("mari@127.0.0.1"), std::string("<mari@naide.ee>"),
                                   std::string("mari@naide.ee\r\nBcc: all@naide.ee"), long_local + "@naide.ee", "a@" + long_label + ".ee", too_long}) {
        CAPTURE(bad);
        CHECK_FALSE(is_email(bad));
    }
}

TEST_CASE("the same phone is written the same") {
    for (const char* same : {"5123 4567", "+372 5123 4567", "00372 51234567", "(+372)51234567", "372 5123-4567", "+372.5123.4567"}) {
        CAPTURE(same);
        CHECK(normalised_phone(same) == "37251234567");
    }
    CHECK(normalised_phone("+358 40 123 4567") == "358401234567");
    CHECK(normalised_phone("730 1234") == "3727301234");
    CHECK(normalised_phone("") == "");
    CHECK(normalised_email(" Mari@NAIDE.ee") == "mari@naide.ee");
}

TEST_CASE("contact data are cleaned, every field at fault is named") {
    auto good = check_contact({.name = "  Mari\n Maasikas ", .email = " mari@naide.ee ", .phone = "+372 5123 4567", .language = "ru"}).value();
    CHECK(good.name == "Mari Maasikas");
    CHECK(good.email == "mari@naide.ee");
    CHECK(good.phone == "+372 5123 4567");
    CHECK(good.language == "ru");
    CHECK(check_contact({}).value().empty());
    CHECK(check_contact({.language = "<b>"}).value().language == "et");

    std::string name;
    for (int i = 0; i < 200; ++i) name += "õ";
    CHECK(check_contact({.name = name}));
    CHECK(problem_of({.name = name + "õ"}, "name") == "contact.name_too_long");
    CHECK(problem_of({.name = "\xff\xfe"}, "name") == "contact.not_text");
    CHECK(problem_of({.email = "mari"}, "email") == "contact.email_wrong");
    for (const char* bad : {"1234", "1234567890123456", "call me", "123+4567", "5123x4567"}) CHECK(problem_of({.phone = bad}, "phone") == "contact.phone_wrong");
    CHECK(check_contact({.phone = "12345"}));
    auto all = check_contact({.name = name + "õ", .email = "mari", .phone = "1"});
    REQUIRE_FALSE(all);
    CHECK(all.error().fault == Fault::invalid);
    CHECK(all.error().problems.size() == 3);
}
