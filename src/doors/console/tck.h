// raekoda tck: runs the cases of a folder in the layout of the DMN Technology Compatibility Kit.
#pragma once
#include <cstddef>
#include <map>
#include <string>

namespace raekoda::doors::console {

struct TckOptions {
    std::string folder;    // holds compliance-level-2 and -3, or is TestCases' parent, or is one level, or one test
    std::string csv;       // results in the kit's own form; empty: none
    bool failed = false;   // also list the cases that failed, with what was expected and what came
    std::string only;      // names of tests that contain this
};
struct TckCount {
    std::size_t passed = 0, all = 0;
    void add(bool good) { passed += good, ++all; }
};
struct TckLevel {
    TckCount cases, values, errors;  // all; those that expect a value; those that expect an error
};
std::map<std::string, TckLevel> tck_results(const TckOptions&);  // by level; the folder is there
// Prints the counts; exit code 0 when every case passed, 1 when not, 66 and 73 when files cannot be read or written.
int run_tck(const TckOptions&);

}  // namespace raekoda::doors::console
