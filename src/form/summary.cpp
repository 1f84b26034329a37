// "Check your answers", and what the page's island has to know.
#include "form/form.h"

namespace raekoda::form {
namespace {

void add_lines(const std::vector<FieldState>& fields, int depth, std::vector<SummaryLine>& lines) {
    for (const auto& field : fields) {
        if (field.hidden) continue;
        const auto& c = *field.component;
        bool holder = c.type == Type::group || c.type == Type::dynamiclist;
        if (is_shown_only(c.type) && field.errors.empty()) continue;
        // A box that nobody had to tick says nothing; in a row it tells this row from the others.
        if (c.type == Type::checkbox && depth == 0 && !field.required && !field.known && !field.value.is_true() && field.errors.empty()) continue;
        SummaryLine line;
        line.page = c.page;
        line.name = field.name;
        line.label = field.label;
        line.depth = depth;
        line.row = field.row;
        line.heading = holder;
        line.missing = !field.errors.empty();
        line.disputed = field.disputed;
        if (field.known && !field.disputed) line.source_text = field.known->source_text;
        if (!holder) {
            line.value = field.shown;
            line.declaration = field.declaration;
            line.files = field.files;
        }
        // A group without a label is no heading of its own; nor is a list whose rows are named after it, unless there is something to say of it.
        const bool said_by_rows = c.type == Type::dynamiclist && c.repeats && field.row == 0 && !line.missing && !line.disputed && line.source_text.empty();
        bool shown = !holder || (!field.label.empty() && !said_by_rows);
        if (shown) lines.push_back(std::move(line));
        auto before = lines.size();
        add_lines(field.children, depth + (shown ? 1 : 0), lines);
        if (holder && shown && lines.size() == before && c.type == Type::group && field.errors.empty()) lines.pop_back();
    }
}

json::array strings(const std::vector<std::string>& from) {
    json::array out;
    for (const auto& s : from) out.emplace_back(s);
    return out;
}

struct LiveWriter {
    std::size_t page;
    std::vector<std::string> hidden;
    json::object errors, values, options, labels, texts, required;

    void add(const std::vector<FieldState>& fields) {
        for (const auto& field : fields) {
            const auto& c = *field.component;
            if (c.page != page) continue;
            if (field.hidden) hidden.push_back(field.name);
            if (!field.errors.empty()) errors[field.name] = field.errors[0].text;
            bool holder = c.type == Type::group || c.type == Type::dynamiclist;
            if (!field.label.empty() && field.row == 0) labels[field.name] = field.label;
            if (c.type == Type::text || c.type == Type::html) texts[field.name] = field.content.text();
            if (!holder && !is_shown_only(c.type) && !field.hidden) {
                if (field.readonly || field.disabled) values[field.name] = field.shown;
                if (field.required) required[field.name] = true;
            }
            if (has_options(c.type)) add_options(field);
            add(field.children);
        }
    }

    void add_options(const FieldState& field) {
        json::array list;
        for (const auto& option : field.options) list.emplace_back(json::array{json::value(option.key), json::value(option.label), json::value(option.chosen)});
        options[field.name] = std::move(list);
    }
};

}  // namespace

std::vector<SummaryLine> summary(const State& state) {
    std::vector<SummaryLine> lines;
    add_lines(state.fields, 0, lines);
    return lines;
}

std::vector<SummaryLine> missing(const State& state) {
    auto lines = summary(state);
    std::erase_if(lines, [](const SummaryLine& line) { return !line.missing; });
    return lines;
}

json::value live_answer(const State& state, std::size_t page) {
    LiveWriter writer{page, {}, {}, {}, {}, {}, {}, {}};
    writer.add(state.fields);
    json::object out;
    out["hidden"] = strings(writer.hidden);
    out["errors"] = std::move(writer.errors);
    out["values"] = std::move(writer.values);
    out["options"] = std::move(writer.options);
    out["labels"] = std::move(writer.labels);
    out["texts"] = std::move(writer.texts);
    out["required"] = std::move(writer.required);
    return out;
}

}  // namespace raekoda::form
