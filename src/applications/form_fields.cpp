#include "applications/form_fields.h"

#include <algorithm>

#include "applications/pages.h"

namespace raekoda::applications {

using form::FieldState;
using form::Type;

std::vector<FormRow> form_rows(const std::vector<FieldState>& fields, std::size_t page) {
    std::vector<FormRow> rows;
    for (const auto& field : fields) {
        if (field.component->page != page) continue;
        const auto& c = *field.component;
        bool beside = !rows.empty() && !c.layout_row.empty() && c.layout_columns > 0 && rows.back().cells.back()->component->layout_columns > 0 &&
                      rows.back().cells.back()->component->layout_row == c.layout_row;
        if (!beside) rows.emplace_back();
        rows.back().cells.push_back(&field);
    }
    return rows;
}

std::string error_text(const FieldState& field) {
    std::string out;
    for (const auto& error : field.errors) out += (out.empty() ? "" : " ") + error.text;
    return out;
}

std::string adorned_by(const FieldState& field, const view::Field& view) {
    auto out = view.described_by();
    for (const auto& [text, end] : {std::pair(&field.prefix, "-before"), std::pair(&field.suffix, "-after")})
        if (!text->empty()) out += (out.empty() ? "" : " ") + view.id() + end;
    return out;
}

bool is_asked(const FieldState& field) {
    auto type = field.component->type;
    return type < Type::expression && !field.readonly && !field.disabled;
}

bool has_errors(const FieldState& field) {
    return !field.errors.empty() || std::any_of(field.children.begin(), field.children.end(), [](const auto& child) { return has_errors(child); });
}

view::Field field_view(const FieldState& field) {
    const auto& c = *field.component;
    view::Field out;
    out.name = field.name;
    out.label = field.label;
    out.hint = field.description;
    out.value = field.typed;
    out.error_text = error_text(field);
    out.required = field.required;
    out.autocomplete = c.autocomplete;
    switch (c.type) {
        case Type::number: out.input_mode = c.decimal_digits == 0 ? "numeric" : "decimal"; break;
        case Type::textarea: out.maximum = field.max_length; break;
        case Type::datetime:
            if (c.subtype == form::Subtype::time) out.value = field.typed_time, out.input_mode = "decimal";
            break;
        case Type::filepicker:
            for (const auto& one : c.accept) out.accept += (out.accept.empty() ? "" : ",") + one;
            out.several = field.several_files;
            break;
        default: break;
    }
    if (c.text_check == form::TextCheck::email) out.type = "email", out.autocomplete = out.autocomplete.empty() ? "email" : out.autocomplete;
    if (c.text_check == form::TextCheck::phone) out.type = "tel", out.autocomplete = out.autocomplete.empty() ? "tel" : out.autocomplete;
    if (c.format == form::Format::personal_code) out.input_mode = "numeric";
    return out;
}

view::Field day_view(const view::Frame& frame, const FieldState& field) {
    view::Field out;
    out.name = field.name + "@date";
    out.label = view::text(frame.language, "form_fields.day");
    out.value = field.typed;
    out.error_text = error_text(field);
    out.required = field.required;
    out.says_optional = false;
    return out;
}

view::Field time_view(const view::Frame& frame, const FieldState& field) {
    view::Field out;
    out.name = field.name + "@time";
    out.label = view::text(frame.language, "form_fields.time");
    out.value = field.typed_time;
    out.required = field.required;
    out.says_optional = false;
    out.input_mode = "decimal";
    return out;
}

std::vector<view::Option> option_views(const FieldState& field) {
    std::vector<view::Option> out;
    out.reserve(field.options.size());
    for (const auto& option : field.options) out.push_back({option.key, option.label, "", option.chosen});
    return out;
}

view::Html form_fields(const view::Frame& frame, const form::State& state, std::size_t page) { return pages::form_page_fields(frame, state, page); }

namespace {

// A question or a sentence has its own mark at the end; a name gets a colon.
std::string named(const std::string& label) { return std::string_view(".?!:").find(label.back()) == std::string_view::npos ? label + ":" : label; }

void add_problems(const std::vector<FieldState>& fields, std::size_t page, std::vector<view::ProblemView>& problems) {
    for (const auto& field : fields) {
        if (field.hidden || field.component->page != page) continue;
        // Day and time are two fields: the link leads to the first.
        bool two = field.component->type == Type::datetime && field.component->subtype == form::Subtype::date_time;
        for (const auto& error : field.errors)
            problems.push_back({field.name + (two ? "@date" : ""), field.label.empty() || is_shown_only(field.component->type) ? error.text : named(field.label) + " " + error.text});
        add_problems(field.children, page, problems);
    }
}

}  // namespace

std::vector<view::ProblemView> form_problems(const form::State& state, std::size_t page) {
    std::vector<view::ProblemView> problems;
    if (state.stopped) problems.push_back({"", view::text(state.language, "form.stopped")});
    add_problems(state.fields, page, problems);
    return problems;
}

std::vector<AnswersOfPage> answers_by_page(const form::Form& form, const form::State& state, view::Language language, const std::string& address) {
    std::vector<AnswersOfPage> out;
    auto lines = form::summary(state);
    for (std::size_t page = 0; page < form.pages().size(); ++page) {
        AnswersOfPage answers{form.pages()[page].title.in(language), address + form.pages()[page].id, {}};
        for (auto& line : lines)
            if (line.page == page) answers.lines.push_back(std::move(line));
        if (!answers.lines.empty()) out.push_back(std::move(answers));
    }
    return out;
}

}  // namespace raekoda::applications
