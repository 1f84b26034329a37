// What is wrong with a model, and where: every problem has a place and plain words for the one who draws the model.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "decision/evaluation.h"

namespace raekoda::decision {

enum class Severity { warning, error };

struct ModelProblem {
    Severity severity = Severity::error;
    std::string code;                              // "cyclic_requirement"; the closed list stands in README.md
    std::string words;                             // English, for those who draw models
    std::map<std::string, std::string> arguments;  // what the words were filled with
    Place place;                                   // row and column in the file; 0: the whole model is meant
};

using ModelProblems = std::vector<ModelProblem>;

// "model.dmn:12:5: error: words [code] (in 'Name')"
std::string text_of(const ModelProblem&);
bool has_errors(const ModelProblems&);

}  // namespace raekoda::decision
