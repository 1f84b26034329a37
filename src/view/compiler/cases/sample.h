// What the sample pages of the page compiler's tests show.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "view/view.h"

namespace raekoda::view::compiler::cases {

struct Row {
    std::string name;
    std::string address;
    int count = 0;
    bool done = false;
};
struct Sample {
    std::string title;
    Html body;
    std::vector<Row> rows;
    std::map<std::string, int> totals;
};

}  // namespace raekoda::view::compiler::cases
