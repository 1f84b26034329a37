#include "base/text.h"

#include <doctest/doctest.h>

using namespace raekoda;

TEST_CASE("text is counted in code points and cut between them") {
    CHECK(code_point_count("õäöü🙂") == 5);
    CHECK(first_code_points("õäöü🙂", 4) == "õäöü");
    CHECK(first_code_points("abc", 9) == "abc");
}

TEST_CASE("input is cleaned, never guessed") {
    CHECK(clean_input("  tere\r\nõhtust\xC2\xA0 ") == "tere\nõhtust");
    CHECK(clean_input("o\xCC\x83") == "õ");
    CHECK(clean_input("a\u202Eb\x01") == "ab");
    CHECK(clean_input("a\u00ADb\u200Bc\uFEFF") == "abc");
    CHECK(clean_input("\U0001F469\u200D\U0001F467") == "\U0001F469\u200D\U0001F467");  // joiners belong to what they join
    CHECK(clean_input("a\u2028b") == "a\nb");
    CHECK_FALSE(clean_input("\xC3").has_value());
}

TEST_CASE("words and folding for matching") {
    CHECK(words("Tänaval, auk—suur!") == std::vector<std::string>{"tänaval", "auk", "suur"});
    CHECK(folded("Õhtu ŠŽ Ёлка") == "ohtu sz елка");
}

TEST_CASE("encodings round trip") {
    CHECK(base64url("\xFF\xEF\x01") == "_-8B");
    CHECK(from_base64url("_-8B") == "\xFF\xEF\x01");
    CHECK(url_encoded("ä b/") == "%C3%A4%20b%2F");
    CHECK(url_decoded("a%20b+c", true) == "a b c");
    CHECK_FALSE(url_decoded("%4", true).has_value());
    CHECK(base64("ab") == "YWI=");
}

TEST_CASE("numbers are the whole text or nothing") {
    CHECK(parse_number("58.38") == 58.38);
    CHECK_FALSE(parse_number("nan").has_value());
    CHECK_FALSE(parse_number("1e999").has_value());
    CHECK_FALSE(parse_integer("12a").has_value());
}
