#include "view/components.h"

#include <doctest/doctest.h>

using namespace raekoda::view;

TEST_CASE("a field's id can stand in a selector and differs from other ids of a page") {
    CHECK(Field::element_id("words") == "f-words");
    CHECK(Field::element_id("answers[depth]") == "f-answers-depth");
    CHECK(Field::element_id("photo[]") == "f-photo");
    CHECK(Field::element_id("a\"><b>") == "f-a-b");
    CHECK(Field::element_id("") == "f-");
}

TEST_CASE("a field is described by what is there, its problem first") {
    Field field;
    field.name = "email";
    CHECK(field.described_by().empty());
    field.hint = "x";
    CHECK(field.described_by() == "f-email-hint");
    field.error_text = "y";
    CHECK(field.described_by() == "f-email-problem f-email-hint");
}

TEST_CASE("a problem links to its field, or to the page's main part") {
    CHECK(ProblemView{"answers[depth]", "t"}.target() == "#f-answers-depth");
    CHECK(ProblemView{"", "t"}.target() == "#main");
}

TEST_CASE("bounds are west, south, east, north with a point in every locale") {
    BaseMap map;
    map.west = 26.5;
    map.south = 58.25;
    map.east = 26.875;
    map.north = 58.4375;
    CHECK(map.bounds() == "26.500000,58.250000,26.875000,58.437500");
}
