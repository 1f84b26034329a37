// Folders of decisions: the model, its words, its dated parameters, its examples. Inside of the room.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "decision/model.h"
#include "services/catalogue_folder.h"

namespace raekoda::services {

inline constexpr const char *model_file = "decision.dmn", *words_file = "decision.json", *parameters_file = "parameters.json";  // of a decision's folder
inline constexpr std::string_view parameters_input = "parameters";  // the input that the catalogue fills

class DecisionReader {
public:
    explicit DecisionReader(CatalogueFolder& files) : files_(files) {}

    // The decisions of a municipality: models of its own, and common ones for which it has a folder. Examples are run.
    std::vector<DecisionModel> of(const std::string& municipality);
    // After all municipalities: common models that nobody took over, and common examples of nobody, must be right too.
    void common_left();

    // A model and everything wrong with it: in its file, and what the check of its tables finds. The line is that of the file.
    std::shared_ptr<const decision::Model> model(const std::string& path);

    struct Words {
        LocalText name, description;
        std::string decision;
        std::vector<DecisionLabel> inputs, decisions, parameters;
    };
    // `besides`: members of the file that somebody else reads.
    Words words(Document&, const decision::Model*, std::initializer_list<std::string_view> besides = {});
    void parameters(Document&, DecisionModel&);  // the model stands in it; rows are added
    const std::string& text(const std::string& path) { return models_[path].text; }  // of a model that was read
    std::string version(const std::string& path, std::string_view with = {});

private:
    struct Known {
        std::shared_ptr<const decision::Model> model;
        std::string text;
    };
    DecisionModel one(const std::string& municipality, const std::string& id);
    void example(const std::string& path, const std::string& municipality, DecisionModel&, bool common, bool run);

    CatalogueFolder& files_;
    std::map<std::string, Known> models_;
    std::map<std::string, std::set<std::string>> users_;  // id of a common folder → municipalities that have it
};

// Does the model say what the example expects? Problems stand at the example's members.
void run_example(const DecisionModel&, const DecisionExample&, Document&);

}  // namespace raekoda::services
