// What is wrong with a model, and where: every problem has a place and plain words for the one who draws the model.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace raekoda::decision {

// Where in a model. Row and column count from 1 in code points; 0: the whole model is meant.
struct Place {
    std::string model;         // name of the model; empty before it is known
    std::string element_id;    // nearest element with an id
    std::string element_name;  // nearest element with a name (a decision, a business knowledge model, an item definition …)
    int row = 0;
    int column = 0;
};

enum class Severity { warning, error };

struct ModelProblem {
    Severity severity = Severity::error;
    std::string code;                              // "cyclic_requirement"; the closed list stands in README.md
    std::string words;                             // English, for those who draw models
    std::map<std::string, std::string> arguments;  // what the words were filled with
    Place place;
};

using ModelProblems = std::vector<ModelProblem>;

// "model.dmn:12:5: error: words [code] (decision 'Name')"
std::string text_of(const ModelProblem&);
bool has_errors(const ModelProblems&);

}  // namespace raekoda::decision
