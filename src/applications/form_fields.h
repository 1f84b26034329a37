// The fields of a form as pages show them: made of a form's state, by the house's components. Works without scripts; the island `form` asks the
// same address with `live=1` for form::live_answer() while people type. What stands around (the <form novalidate>, csrf, the button to go on) is the
// page's own. Buttons inside post `add`, `remove`, `wrong`, `right` (form.h) and `remove_file` = "<field>/<id of the file>".
#pragma once
#include <string>
#include <vector>

#include "form/form.h"
#include "view/components.h"

namespace raekoda::applications {

// Components of one layout row stand side by side where there is room.
struct FormRow {
    std::vector<const form::FieldState*> cells;
};
std::vector<FormRow> form_rows(const std::vector<form::FieldState>&, std::size_t page);

// `{% use form_page_fields(state, page) %}` in a page; this for those who have no page.
view::Html form_fields(const view::Frame&, const form::State&, std::size_t page);

// For error_summary: what is wrong on a page, each linked with its field. The words of a stopped form come first.
std::vector<view::ProblemView> form_problems(const form::State&, std::size_t page);

view::Field field_view(const form::FieldState&);
view::Field day_view(const view::Frame&, const form::FieldState&);   // of a day and time: two fields
view::Field time_view(const view::Frame&, const form::FieldState&);
std::vector<view::Option> option_views(const form::FieldState&);
std::string error_text(const form::FieldState&);
std::string adorned_by(const form::FieldState&, const view::Field&);  // ids that describe a field with something before or after it
// Is it asked here, so that `@asked` belongs to it?
bool is_asked(const form::FieldState&);
bool has_errors(const form::FieldState&);  // itself or inside

// "Check your answers": the lines of a page, with a link to it.
struct AnswersOfPage {
    std::string title, change_url;
    std::vector<form::SummaryLine> lines;
};
// `change_url`: of a page, by its id.
std::vector<AnswersOfPage> answers_by_page(const form::Form&, const form::State&, view::Language, const std::string& address_before_page_id);

}  // namespace raekoda::applications
