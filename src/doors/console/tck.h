// raekoda tck: runs the cases of a folder in the layout of the DMN Technology Compatibility Kit.
#pragma once
#include <string>

namespace raekoda::doors::console {

struct TckOptions {
    std::string folder;    // holds compliance-level-2 and -3, or is TestCases' parent, or is one level, or one test
    std::string csv;       // results in the kit's own form; empty: none
    bool failed = false;   // also list the cases that failed, with what was expected and what came
    std::string only;      // names of tests that contain this
};
int run_tck(const TckOptions&);

}  // namespace raekoda::doors::console
