// What people see of a form: texts in their language, values as they write them, and what is wrong where they were asked.
#include <algorithm>

#include "base/text.h"
#include "form/evaluation_run.h"

namespace raekoda::form {
namespace {

std::string shown_value(const Component& c, const Cell& cell, const TypedTexts& typed, view::Language language) {
    if (c.type == Type::checkbox) return view::text(language, cell.value.is_true() ? "form.yes" : "form.no");
    if (has_options(c.type)) {
        std::string out;
        for (const auto& option : cell.options)
            if (option.chosen) out += (out.empty() ? "" : ", ") + option.label;
        return out;
    }
    if (c.type == Type::datetime && c.subtype == Subtype::date) return readable(cell.value, language);
    if (c.type == Type::datetime) return cell.value.is_null() ? "" : typed.text.empty() ? typed.time : typed.text + " " + typed.time;
    if (c.type == Type::textfield || c.type == Type::textarea) return cell.value.is(Value::Kind::string) ? std::string(cell.value.string()) : "";
    return readable(cell.value, language);
}

// A document to be read: {fileName, endpoint} or {metadata: {fileName}, endpoint}; only of this site.
std::optional<File> document_of(const Value& value) {
    if (!value.is(Value::Kind::context)) return {};
    auto text = [](const decision::Context& in, std::string_view name) {
        const auto* found = in.find(name);
        return found && found->is(Value::Kind::string) ? std::string(found->string()) : std::string();
    };
    File file;
    file.id = text(value.context(), "endpoint");
    file.name = text(value.context(), "fileName");
    if (const auto* about = value.context().find("metadata"); about && about->is(Value::Kind::context)) {
        if (file.name.empty()) file.name = text(about->context(), "fileName");
        file.media_type = text(about->context(), "contentType");
    }
    if (!file.id.starts_with('/') || file.id.starts_with("//") || file.name.empty() || !view::is_safe_url(file.id)) return {};
    return file;
}

}  // namespace

bool Run::is_checked(const Component& c) const {
    return input_.check == Check::all || (input_.check == Check::page && c.page == page_);
}

std::string Run::words(const Component& c, Part part, const Place& place, Template::As as) {
    const auto& words = inside_.rules[c.index].part(part);
    if (!words.given) return {};
    const auto& in = words.of(input_.language);
    if (in.plain()) return in.words();
    if (words.reads.scope()) enter(place, words.reads);
    return in.fill(evaluation_, slots_, as, input_.language);
}

void Run::fields() {
    state_.pages.resize(form_.pages().size());
    for (std::size_t i = 0; i < state_.pages.size(); ++i) state_.pages[i].page = &form_.pages()[i];
    for (const auto& name : disputed_) state_.disputed.emplace_back(name);
    state_.fields.reserve(form_.components().size());
    make_fields(form_.components(), root_place_, true, state_.fields);
    state_.stopped = evaluation_.stopped();
    if (state_.stopped) state_.valid = false;
}

void Run::make_fields(const std::vector<Component>& components, const Place& place, bool checked, std::vector<FieldState>& into) {
    into.reserve(into.size() + components.size());
    for (const auto& c : components) {
        if (c.type == Type::expression) continue;
        make_field(c, place, checked, into.emplace_back());
    }
}

void Run::make_field(const Component& c, const Place& place, bool checked, FieldState& field) {
    field.component = &c;
    auto& cell = (*place.cells)[c.place];
    const auto& rules = inside_.rules[c.index];
    if (is_shown_only(c.type)) {
        const auto* around = place.scope->parents[c.place];
        cell.hidden = (around && (*place.cells)[around->place].hidden) || is_true(rules.hide, place);
    }
    field.hidden = cell.hidden;
    bool keyed = !is_shown_only(c.type) && c.type != Type::group;
    field.name = keyed ? name_of(place, c) : place.name + c.id;
    if (c.type != Type::html) field.label = words(c, Part::label, place);
    if (c.type == Type::datetime && field.label.empty()) field.label = words(c, c.subtype == Subtype::time ? Part::time_label : Part::date_label, place);
    if (keyed && c.type != Type::dynamiclist) field.description = words(c, Part::description, place);
    checked = checked && is_checked(c) && !cell.hidden;
    if (c.type == Type::group) make_fields(c.children, place, checked, field.children);
    else if (c.type == Type::dynamiclist) make_list(c, place, checked, field);
    else if (keyed) make_input(c, place, cell, field);
    else make_shown(c, place, field);
    if (field.hidden) return;
    state_.pages[c.page].visible |= keyed || c.type == Type::text || c.type == Type::html || c.type == Type::table || c.type == Type::document_preview || c.type == Type::image;
    if (field.cosign) state_.needs_cosigner = true;
    bool unasked = keyed && c.type != Type::dynamiclist && !cell.readonly && !input_.asked.empty() && !std::binary_search(input_.asked.begin(), input_.asked.end(), field.name);
    if (!checked || unasked) return;
    if (keyed && c.type != Type::dynamiclist) check(c, place, cell, field);
    else check_rule(c, place, nullptr, field);
    if (cell.too_many) error(field, "rows", "form.wrong_rows", {{"count", static_cast<std::int64_t>(most_rows)}});
    if (field.errors.empty()) return;
    state_.valid = false;
    state_.pages[c.page].errors += field.errors.size();
}

void Run::make_input(const Component& c, const Place& place, Cell& cell, FieldState& field) {
    const auto& rules = inside_.rules[c.index];
    field.prefix = words(c, Part::prefix, place);
    field.suffix = words(c, Part::suffix, place);
    field.readonly = cell.readonly;
    field.disabled = cell.disabled;
    field.declaration = c.declaration;
    if (cell.hidden) {
        if (has_options(c.type) && cell.options.empty()) read_options(place, c, cell);  // there when it is shown without a new page
        field.options = std::move(cell.options);
        return;
    }
    field.required = is_true(rules.required, place);
    field.cosign = is_true(rules.cosign, place);
    field.disputed = cell.disputed;
    field.known = cell.known;
    field.value = cell.value;
    auto typed = typed_texts(c, cell.typed, input_.now, input_.language);
    field.shown = shown_value(c, cell, typed, input_.language);
    field.typed = std::move(typed.text);
    field.typed_time = std::move(typed.time);
    field.options = std::move(cell.options);
    if (auto limit = evaluate(rules.max_length, place); limit.is(Value::Kind::number))
        if (auto n = limit.number().integer(); n && *n > 0) field.max_length = static_cast<std::size_t>(*n);
    if (c.type != Type::filepicker) return;
    field.several_files = is_true(rules.multiple, place);
    field.shown.clear();
    for (const auto& upload : input_.uploads)
        if (cell.value.is(Value::Kind::string) && upload.key == cell.value.string()) field.files = upload.files;
    for (const auto& file : field.files) field.shown += (field.shown.empty() ? "" : ", ") + file.name;
}

void Run::make_list(const Component& c, const Place& place, bool checked, FieldState& field) {
    auto& cell = (*place.cells)[c.place];
    field.known = cell.known;
    field.disputed = cell.disputed;
    field.readonly = cell.known && !cell.disputed;
    bool may_change = c.repeats && c.rows_may_change && !field.readonly;
    field.may_add = may_change && cell.rows.size() < most_rows;
    const auto& scope = inside_.scopes[inside_.scope_of[c.index]];
    for (std::size_t i = 0; i < cell.rows.size(); ++i) {
        auto& row = cell.rows[i];
        auto& made = field.children.emplace_back();
        made.component = &c;
        made.row = i + 1;
        made.name = field.name + "[" + std::to_string(i) + "]";
        made.row_mark = row.mark;
        made.may_remove = may_change;
        made.readonly = field.readonly;
        made.label = view::text(input_.language, "form.row_heading", {{"label", field.label}, {"number", static_cast<std::int64_t>(i + 1)}});
        Place inner{&scope, &row.cells, &place, i + 1, row.data, row.fact, &cell, made.name + "."};
        entered_ = nullptr;
        if (row.cells.size() == scope.places) make_fields(c.children, inner, checked, made.children);
        entered_ = nullptr;
    }
}

void Run::make_shown(const Component& c, const Place& place, FieldState& field) {
    const auto& rules = inside_.rules[c.index];
    switch (c.type) {
        case Type::text: field.content = view::markdown(words(c, Part::content, place, Template::As::markdown)); break;
        case Type::html:
            if (rules.html_fine[static_cast<std::size_t>(input_.language)]) field.content = view::Html::trusted(words(c, Part::content, place, Template::As::html));
            break;
        case Type::image: field.typed = c.source; field.label = words(c, Part::alt, place); break;
        case Type::iframe: field.typed = c.source; break;
        case Type::table: make_table(c, place, field); break;
        case Type::document_preview:
            if (auto documents = evaluate(rules.data_source, place); documents.is(Value::Kind::list))
                for (const auto& one : documents.list().items())
                    if (auto file = document_of(one); file && field.files.size() < most_rows) field.files.push_back(std::move(*file));
            break;
        default: break;
    }
}

void Run::make_table(const Component& c, const Place& place, FieldState& field) {
    const auto& rules = inside_.rules[c.index];
    auto source = evaluate(rules.data_source, place);
    std::vector<std::pair<std::string, std::string>> columns;
    for (const auto& column : c.columns) columns.emplace_back(column.key, column.label.in(input_.language));
    if (auto computed = evaluate(rules.columns, place); computed.is(Value::Kind::list))
        for (const auto& one : computed.list().items()) {
            if (!one.is(Value::Kind::context) || columns.size() >= 30) continue;
            const auto *key = one.context().find("key"), *label = one.context().find("label");
            if (key && key->is(Value::Kind::string)) columns.emplace_back(std::string(key->string()), label ? readable(*label, input_.language) : std::string(key->string()));
        }
    for (const auto& column : columns) field.table.heads.push_back(column.second);
    if (!source.is(Value::Kind::list)) return;
    for (const auto& row : source.list().items()) {
        if (field.table.rows.size() >= most_rows) break;
        auto& cells = field.table.rows.emplace_back();
        for (const auto& column : columns) {
            const auto* value = row.is(Value::Kind::context) ? row.context().find(column.first) : nullptr;
            cells.push_back(value ? readable(*value, input_.language) : "");
        }
    }
}

}  // namespace raekoda::form
