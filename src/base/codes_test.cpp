#include <doctest/doctest.h>

#include "base/iban.h"
#include "base/personal_code.h"

using namespace raekoda;

TEST_CASE("personal codes are checked") {
    for (auto code : {"60001019906", "60001018800", "37101010021", "38206084915", "38501010013", "50001029996", "38501010087", "38501011610"}) {
        CAPTURE(std::string(code));
        CHECK(is_valid_personal_code(code));
        // Any single wrong digit at the end is noticed.
        for (char last = '0'; last <= '9'; ++last) {
            auto other = std::string(code, 10) + last;
            CHECK(is_valid_personal_code(other) == (other == code));
        }
    }
    for (auto wrong : {"", "6000101990", "600010199061", "6000101990a", "00001019906", "90001019906", "36002300000", "38513010010", "38501320010"}) {
        CAPTURE(std::string(wrong));
        CHECK_FALSE(is_valid_personal_code(wrong));
    }
}

TEST_CASE("a personal code says birth date and sex") {
    auto woman = read_personal_code("60001019906");
    REQUIRE(woman);
    CHECK(woman->birth_date == Date{2000, 1, 1});
    CHECK(woman->sex == Sex::female);
    auto man = read_personal_code("38206084915");
    REQUIRE(man);
    CHECK(man->birth_date == Date{1982, 6, 8});
    CHECK(man->sex == Sex::male);
    // Centuries: 1 and 2 the 1800s, 7 and 8 the 2100s. 1900 was no leap year, 2000 was.
    for (char century : std::string("12345678")) {
        std::string without_check = std::string(1, century) + "000229990";
        int found = 0;
        for (char check = '0'; check <= '9'; ++check) found += is_valid_personal_code(without_check + check);
        CHECK(found == (century == '5' || century == '6' ? 1 : 0));
    }
}

TEST_CASE("codes as people type them") {
    CHECK(typed_personal_code(" ee 600010 19906 ")->digits == "60001019906");
    CHECK(typed_personal_code("600-0101-9906")->digits == "60001019906");
    CHECK_FALSE(typed_personal_code("LV60001019906"));
    CHECK_FALSE(typed_personal_code("60001019907"));
}

TEST_CASE("registry codes and subjects") {
    for (auto code : {"70006317", "70008440"}) {
        CHECK(is_valid_registry_code(code));
        for (char last = '0'; last <= '9'; ++last) {
            auto other = std::string(code, 7) + last;
            CHECK(is_valid_registry_code(other) == (other == code));
        }
    }
    for (auto wrong : {"", "7000631", "700063170", "00000000", "7000631x"}) CHECK_FALSE(is_valid_registry_code(wrong));
    CHECK(subject_of_code("60001019906") == "EE60001019906");
    CHECK(personal_code_of_subject("EE60001019906")->digits == "60001019906");
    CHECK_FALSE(personal_code_of_subject("LT60001019906"));
    CHECK_FALSE(personal_code_of_subject("EE70006317"));
    CHECK(is_company_subject("EE70006317"));
    CHECK_FALSE(is_company_subject("EE60001019906"));
}

TEST_CASE("age counts whole years") {
    CHECK(age_on({2008, 11, 22}, {2026, 11, 21}) == 17);
    CHECK(age_on({2008, 11, 21}, {2026, 11, 21}) == 18);
    CHECK(age_on({2008, 2, 29}, {2026, 2, 28}) == 17);
    CHECK(age_on({2008, 2, 29}, {2026, 3, 1}) == 18);
    CHECK(age_on({2027, 1, 1}, {2026, 12, 31}) == -1);
}

TEST_CASE("bank accounts are checked") {
    for (auto iban : {"EE382200221020145685", "ee382200221020145685", "GB29NWBK60161331926819", "DE89370400440532013000", "NO9386011117947"}) CHECK(is_valid_iban(iban));
    for (auto wrong : {"", "EE", "EE382200221020145686", "EE38220022102014568", "EE3822002210201456850", "XX382200221020145685", "EE38 2200 2210 2014 5685", "EEEE2200221020145685"}) CHECK_FALSE(is_valid_iban(wrong));
    CHECK(typed_iban("ee38 2200-2210 2014 5685") == "EE382200221020145685");
    CHECK_FALSE(typed_iban("EE38 2200 2210 2014 5686"));
    CHECK_FALSE(typed_iban("EE38 2200 2210 2014 568õ"));
    CHECK(grouped_iban("EE382200221020145685") == "EE38 2200 2210 2014 5685");
}
