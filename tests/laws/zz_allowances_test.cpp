// Named to run last: exceptions that nothing needs any more are taken off the list.
#include <doctest/doctest.h>

#include "tests/laws/source_tree.h"

TEST_CASE("every exception in allowed.txt is needed") {
    auto unused = raekoda::laws::unused_allowances();
    CHECK_MESSAGE(unused.empty(), raekoda::laws::report(unused));
}
