#include "doors/console/tck.h"

#include <doctest/doctest.h>
#include <filesystem>

using namespace raekoda::doors::console;

TEST_CASE("the compatibility kit: level 2 wholly, level 3 but for functions of Java, which are refused") {
    TckOptions options;
    options.folder = std::string(RAEKODA_SOURCE_DIR) + "/../shared/data/dmn-tck";
    if (!std::filesystem::is_directory(options.folder)) {
        MESSAGE("skipped: the kit is not there");
        return;
    }
    auto levels = tck_results(options);
    REQUIRE(levels.size() == 2);
    auto& two = levels["compliance-level-2"];
    auto& three = levels["compliance-level-3"];
    CHECK(two.cases.passed == two.cases.all);
    CHECK(two.cases.all >= 116);
    CHECK(three.errors.passed == three.errors.all);
    // Fourteen cases call java.lang.Math and the like.
    CHECK(three.values.passed + 14 >= three.values.all);
    CHECK(three.cases.all >= 2'855);
}
