// The questions of a service's form, one by one: what an official sees and changes instead of the form's JSON. Pure functions from files to files;
// members that are not shown stay as they are. What may be written about a question follows from form::properties_of.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/service_editor.h"

namespace raekoda::services {

// A line of the list: questions, words between them, groups with what is in them.
struct QuestionLine {
    std::string id, type, key;  // type as form-js names it; key: with the paths of the groups around it
    LocalText label;            // what people read of it; may be empty
    std::string page;           // id; empty: the form has no pages
    LocalText page_title;
    bool begins_page = false;
    int depth = 0;
    bool required = false, conditional = false, first = false, last = false;  // first and last: among those that it can change places with
};
std::vector<QuestionLine> questions(const ServiceFiles&, const MunicipalityId&, const std::string& id);

// A property as an official types it. Empty: not there.
enum class PropertyInput {
    text,      // as it is
    number,    // "5", or FEEL: "=age + 1"
    yes,       // "true"
    flexible,  // "true", or FEEL: "=kind = \"x\""
    feel,      // "=…"
    hide,      // "=…": is not asked when that is true
    choice,    // one of `choices`
    value      // a text, a number, a list as JSON
};
struct EditableProperty {
    std::string name;  // "validate.minLength"
    PropertyInput input = PropertyInput::text;
    std::string value;
    std::vector<std::string> choices;
};
struct EditableChoice {
    std::string value;
    LocalText label;
};
struct EditableQuestion {
    QuestionLine line;
    std::vector<EditableText> texts;  // place: the part
    std::vector<EditableProperty> properties;
    std::vector<EditableChoice> choices;       // of `values`; of a table its columns
    bool has_choices = false;
    std::string inside;                        // id of the group or list around it; empty: none
    std::vector<QuestionLine> places;          // groups and lists that it may stand in
    std::vector<std::string> types;            // what it may become
};
// Error: missing, when the form has no such question.
Result<EditableQuestion> question(const ServiceFiles&, const MunicipalityId&, const std::string& id, const std::string& component);

struct QuestionChange {
    std::string type;                               // empty: as it is
    std::map<std::string, std::string> properties;  // name → as EditableProperty::value; names that are not there are left
    NewTexts texts;                                 // part → text
    std::optional<std::vector<EditableChoice>> choices;
    std::optional<std::string> inside;
};
// A fact that the service does not name among its needs yet is added there; its purpose has to be written then.
Result<ServiceFiles> with_question(const ServiceFiles&, const MunicipalityId&, const std::string& id, const std::string& component, const QuestionChange&);

struct NewQuestion {
    ServiceFiles files;
    std::string component;
};
// `after`: it stands behind that one; of a group or list `inside` it, at its end; empty: at the end.
Result<NewQuestion> with_new_question(const ServiceFiles&, const MunicipalityId&, const std::string& id, const std::string& type, const std::string& after, bool inside = false);
// With everything in it; the new ones get ids and keys of their own.
Result<NewQuestion> with_copied_question(const ServiceFiles&, const MunicipalityId&, const std::string& id, const std::string& component);
// Over the border of a page it goes to the other page and stays at its place.
Result<ServiceFiles> with_moved_question(const ServiceFiles&, const MunicipalityId&, const std::string& id, const std::string& component, bool up);
Result<ServiceFiles> without_question(const ServiceFiles&, const MunicipalityId&, const std::string& id, const std::string& component);
// Types that can be added, in the order offered.
const std::vector<std::string>& question_types();

// Who needs the answer of a question: to be told before it is taken away or gets another key.
struct QuestionUse {
    enum class By { decision, question, example } by = By::question;
    std::string name;  // the decision's input; the component's id; the example's file
    LocalText label;   // of a question
};
std::vector<QuestionUse> uses_of_question(const ServiceFiles&, const MunicipalityId&, const std::string& id, const std::string& component);

// What is wrong, at its question; `component` empty: with the whole form. `others`: problems of the service, for examples that do not come true.
struct QuestionProblem {
    std::string component;
    std::string about;  // the property or part: "conditional.hide", "label", "values.2"; empty: the question as a whole
    std::string text;   // English, as `raekoda check` says it
    std::string missing_in;  // language of a text that is missing: "ru"; empty: something else is wrong
};
std::vector<QuestionProblem> question_problems(const ServiceFiles&, const MunicipalityId&, const std::string& id, const std::vector<CatalogueProblem>& others);

// The form as far as it can be read, also with problems; nullptr: nothing of it.
std::shared_ptr<const form::Form> form_as_written(const ServiceFiles&, const MunicipalityId&, const std::string& id);

}  // namespace raekoda::services
