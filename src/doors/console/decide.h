// raekoda decide: evaluates, explains, checks and sweeps DMN models.
#pragma once
#include <string>

namespace raekoda::doors::console {

struct DecideOptions {
    std::string model;     // a .dmn file; models it imports stand in the same folder
    std::string facts;     // JSON object of inputs by name; with `table`, a CSV file whose columns are inputs
    std::string decision;  // name or id; empty: those that no other decision requires
    std::string explain;   // et, en, ru: readable text instead of JSON
    bool reasons = false;  // JSON with reasons
    bool table = false;
    bool check = false;
};
// Exit codes: 0 done, 1 done with problems or findings, 65 the model or the facts cannot be used, 66 a file cannot be read.
int decide(const DecideOptions&);

}  // namespace raekoda::doors::console
