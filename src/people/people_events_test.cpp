// What the journal says of officials, keys, mandates and corrections is read for ever.
#include <doctest/doctest.h>

#include "people/api_key.h"
#include "people/correction.h"
#include "people/mandate.h"
#include "people/staff.h"
#include "tests/golden_events.h"

using namespace raekoda;
using namespace raekoda::people;

TEST_CASE("events of people in old journals decode for ever") {
    testing::check_golden_events<StaffEvent>("staff_events", decode_staff_event);
    testing::check_golden_events<ApiKeyEvent>("api_key_events", decode_api_key_event);
    testing::check_golden_events<MandateEvent>("mandate_events", decode_mandate_event);
    testing::check_golden_events<CorrectionEvent>("correction_events", decode_correction_event);
    // As they were written before fields without a value were left out.
    auto given = decode_mandate_event("MandateGiven", R"({"represented":"p1","holder":"p2","based_on":"","scopes":[],"may_pass_on":false,"from":"2026-01-01","until":""})");
    REQUIRE(given);
    CHECK(std::get<MandateGiven>(*given) == MandateGiven{"p1", "p2", "", {}, false, "2026-01-01", ""});
    auto asked = decode_correction_event("CorrectionAsked", R"({"person":"p1","fact":"residence.address","words":"","more":1})");
    REQUIRE(asked);
    CHECK(std::get<CorrectionAsked>(*asked) == CorrectionAsked{"p1", "residence.address", ""});
}
