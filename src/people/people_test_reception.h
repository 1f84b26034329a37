// A reception for tests of this room's pages, in the town of people_test_town.h.
#pragma once
#include "people/people_test_town.h"
#include "tests/test_reception.h"

namespace raekoda::people {

struct TestReception final : testing::TestReception {
    explicit TestReception(http::Router& router) : testing::TestReception(router, here, {}, "") { now = start; }
};

}  // namespace raekoda::people
