// One page's post over what was there before. Names are looked for, not walked: what the page does not ask has no effect.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "form/evaluation_run.h"

namespace raekoda::form {
namespace {

constexpr std::size_t most_fields = 50'000;

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::replace(text.begin(), text.end(), '\t', ' ');
    return text;
}

class PostReader {
public:
    PostReader(const Form& form, std::string_view page, PostedFields fields, Posted& posted) : form_(form), page_(form.page_of(page)), whole_(page.empty()), posted_(posted) {
        for (const auto& [name, value] : fields) {
            if (name == "@asked" || name == "@asked[]") {
                posted.asked.push_back(value);
                note_rows(value);
            } else {
                given_[name].push_back(value);
                note_rows(name);
            }
        }
        std::sort(posted.asked.begin(), posted.asked.end());
        posted.asked.erase(std::unique(posted.asked.begin(), posted.asked.end()), posted.asked.end());
    }

    Value read(const Value& before) {
        const auto* data = context_of(before);
        auto after = read_scope(form_.components(), "", data);
        for (std::string_view action : {"wrong", "right"})
            if (auto name = first(action); name && actions_.count(std::string(*name))) {
                after = dispute(after, std::string(*name), action == "wrong");
                posted_.stay = true;
                posted_.focus = *name;
            }
        return after;
    }

private:
    // "children[2].name": the list "children" has a row 2.
    void note_rows(std::string_view name) {
        for (std::size_t open = name.find('['); open != std::string_view::npos; open = name.find('[', open + 1)) {
            auto close = name.find(']', open);
            if (close == std::string_view::npos) return;
            auto index = parse_integer(name.substr(open + 1, close - open - 1));
            if (!index || *index < 0) return;
            auto& most = rows_[std::string(name.substr(0, open))];
            most = std::max(most, std::min(static_cast<std::size_t>(*index) + 1, most_rows + 1));
        }
    }

    std::optional<std::string_view> first(std::string_view name) const {
        auto found = given_.find(name);
        if (found == given_.end()) return {};
        return found->second.front();
    }
    bool asked(const std::string& name) const { return std::binary_search(posted_.asked.begin(), posted_.asked.end(), name); }

    Value read_scope(const std::vector<Component>& components, const std::string& prefix, const decision::Context* before) {
        decision::ContextBuilder flat;
        if (before) flat = decision::ContextBuilder(*before);
        read_components(components, prefix, before, flat);
        return flat.build();
    }

    void read_components(const std::vector<Component>& components, const std::string& prefix, const decision::Context* before, decision::ContextBuilder& into) {
        for (const auto& c : components) {
            if (!whole_ && c.page != page_) continue;
            if (c.type == Type::group) {
                read_components(c.children, prefix, before, into);
                continue;
            }
            if (c.path.empty() || c.type == Type::expression) continue;
            std::string name = prefix + joined(c.path, ".");
            auto value = c.type == Type::dynamiclist ? read_rows(c, name, value_at(before, c.path)) : read_field(c, name);
            if (!c.fact.empty()) actions_.insert(name);
            if (!value) continue;
            std::string_view top = c.path[0];
            into.put(top, with(into.find(top), std::span(c.path).subspan(1), *value));
        }
    }

    std::optional<Value> read_field(const Component& c, const std::string& name) {
        if (c.type == Type::filepicker) return {};  // files are kept by somebody else, see put_upload
        if (c.type == Type::datetime && c.subtype == Subtype::date_time) return read_moment(name);
        auto found = given_.find(name);
        if (found == given_.end()) {
            if (!asked(name)) return {};
            if (c.type == Type::checkbox) return Value(false);
            if (has_several_values(c.type)) return Value::list(std::vector<Value>{});
            return {};
        }
        if (c.type == Type::checkbox) return Value(found->second.back() == "true" || found->second.back() == "on");
        if (has_several_values(c.type)) {
            std::vector<Value> values;
            for (auto one : found->second)
                if (auto text = clean_input(one); text && !text->empty() && values.size() < most_options) values.emplace_back(*text);
            return Value::list(std::move(values));
        }
        auto text = clean_input(found->second.front());
        if (!text || text->empty()) return Value();
        if (c.type != Type::textarea) *text = one_line(std::move(*text));
        if (c.type == Type::number) {
            std::string_view wrong;
            auto number = fitted(c, Value(*text), {}, wrong);
            return wrong.empty() ? number : Value(*text);
        }
        if (c.type == Type::datetime) {
            auto iso = c.subtype == Subtype::date ? iso_date(*text) : iso_time(*text);
            return Value(iso.empty() ? *text : iso);
        }
        return Value(*text);
    }

    // Two fields, day and time; kept apart while they cannot be put together.
    std::optional<Value> read_moment(const std::string& name) {
        auto part = [&](const char* which) -> std::optional<std::string> {
            auto found = given_.find(name + which);
            if (found == given_.end()) return {};
            auto text = clean_input(found->second.front());
            return text ? one_line(std::move(*text)) : "";
        };
        auto date = part("@date"), time = part("@time");
        if (!date && !time) return {};
        if (date.value_or("").empty() && time.value_or("").empty()) return Value();
        auto day = iso_date(date.value_or("")), clock = iso_time(time.value_or(""));
        if (!day.empty() && !clock.empty()) return Value(day + "T" + clock);
        decision::ContextBuilder both;
        both.put(std::string_view("date"), Value(date.value_or("")));
        both.put(std::string_view("time"), Value(time.value_or("")));
        return both.build();
    }

    std::optional<Value> read_rows(const Component& c, const std::string& name, const Value* before) {
        std::vector<const decision::Context*> rows;
        bool had = before && before->is(Value::Kind::list);
        if (had)
            for (const auto& row : before->list().items()) rows.push_back(context_of(row));
        auto given = rows_.find(name);
        if (given != rows_.end() && rows.size() < given->second) rows.resize(given->second);
        if (rows.size() > most_rows + 1) rows.resize(most_rows + 1);
        std::vector<Value> values;
        values.reserve(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::string row = name + "[" + std::to_string(i) + "]";
            auto value = read_scope(c.children, row + ".", rows[i]);
            if (auto mark = first(row + "@row"); mark && !mark->empty() && mark->size() <= 20 && std::all_of(mark->begin(), mark->end(), [](char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'); })) {
                decision::ContextBuilder marked;
                if (const auto* own = context_of(value)) marked = decision::ContextBuilder(*own);
                marked.put(row_member, Value(*mark));
                value = marked.build();
            }
            values.push_back(std::move(value));
        }
        bool changed = change_rows(c, name, values);
        if (!had && !changed && given == rows_.end()) return {};
        return Value::list(std::move(values));
    }

    bool change_rows(const Component& c, const std::string& name, std::vector<Value>& rows) {
        if (!c.repeats || !c.rows_may_change) return false;
        if (auto list = first("add"); list && *list == name && rows.size() < most_rows) {
            rows.push_back(decision::ContextBuilder().build());
            posted_.stay = true;
            posted_.focus = name + "[" + std::to_string(rows.size() - 1) + "]";
            return true;
        }
        auto row = first("remove");
        if (!row || row->size() < name.size() + 3 || !row->starts_with(name) || (*row)[name.size()] != '[' || row->back() != ']') return false;
        auto index = parse_integer(row->substr(name.size() + 1, row->size() - name.size() - 2));
        if (!index || *index < 0 || static_cast<std::size_t>(*index) >= rows.size()) return false;
        rows.erase(rows.begin() + *index);
        posted_.stay = true;
        posted_.focus = name;
        return true;
    }

    static Value dispute(const Value& data, const std::string& name, bool wrong) {
        decision::ContextBuilder builder;
        std::vector<Value> names;
        if (const auto* before = context_of(data)) {
            builder = decision::ContextBuilder(*before);
            if (const auto* disputed = before->find(disputed_member); disputed && disputed->is(Value::Kind::list))
                for (const auto& one : disputed->list().items())
                    if (one.is(Value::Kind::string) && one.string() != name && names.size() < most_components) names.push_back(one);
        }
        if (wrong) names.emplace_back(name);
        builder.put(disputed_member, Value::list(std::move(names)));
        return builder.build();
    }

    const Form& form_;
    std::size_t page_;
    bool whole_;
    Posted& posted_;
    struct Less {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const { return a < b; }
    };
    std::map<std::string, std::vector<std::string_view>, Less> given_;
    std::map<std::string, std::size_t> rows_;
    std::set<std::string> actions_;  // names of fields whose facts may be disputed
};

bool any_new(const std::vector<FieldState>& fields, std::size_t page, const Posted& posted) {
    for (const auto& field : fields) {
        if (field.hidden || field.component->page != page) continue;
        bool holder = field.component->type == Type::group || field.component->type == Type::dynamiclist;
        if (holder) {
            if (any_new(field.children, page, posted)) return true;
            continue;
        }
        if (is_shown_only(field.component->type) || field.readonly || field.disabled) continue;
        if (!std::binary_search(posted.asked.begin(), posted.asked.end(), field.name)) return true;
    }
    return false;
}

const Component* find_field(const std::vector<Component>& components, std::string_view name) {
    for (const auto& c : components) {
        if (c.type == Type::group) {
            if (const auto* found = find_field(c.children, name)) return found;
        } else if (!c.path.empty() && joined(c.path, ".") == name) {
            return &c;
        }
    }
    return nullptr;
}

// The data with an upload at "children[2].proof"; null when there is no such field or row.
Value put_at(const std::vector<Component>& components, const Value& data, std::string_view name, const Value& value) {
    auto open = name.find('[');
    const auto* c = find_field(components, name.substr(0, open));
    if (!c) return {};
    if (open == std::string_view::npos) return c->type == Type::filepicker ? with(&data, c->path, value) : Value();
    auto close = name.find("].", open);
    auto index = close == std::string_view::npos ? std::nullopt : parse_integer(name.substr(open + 1, close - open - 1));
    const auto* before = value_at(context_of(data), c->path);
    auto at = static_cast<std::size_t>(index.value_or(-1));
    if (c->type != Type::dynamiclist || at >= most_rows) return {};
    std::vector<Value> rows;
    if (before && before->is(Value::Kind::list)) rows.assign(before->list().begin(), before->list().end());
    if (at >= rows.size()) rows.resize(at + 1, decision::ContextBuilder().build());
    auto row = put_at(c->children, rows[at], name.substr(close + 2), value);
    if (row.is_null()) return {};
    rows[at] = row;
    return with(&data, c->path, Value::list(std::move(rows)));
}

}  // namespace

Posted read_posted(const Form& form, std::string_view page, PostedFields fields, const Value& before) {
    Posted posted;
    std::size_t bytes = 0;
    for (const auto& field : fields) bytes += field.first.size() + field.second.size();
    if (bytes > most_data_bytes || fields.size() > most_fields) {
        posted.data = before;
        posted.too_large = true;
        return posted;
    }
    PostReader reader(form, page, fields, posted);
    posted.data = reader.read(before);
    return posted;
}

bool reveals_more(const State& state, std::size_t page, const Posted& posted) {
    return !posted.asked.empty() && any_new(state.fields, page, posted);
}

bool put_upload(const Form& form, Value& data, std::string_view name, std::string_view key) {
    auto after = put_at(form.components(), data.is_null() ? decision::ContextBuilder().build() : data, name, key.empty() ? Value() : Value(key));
    if (after.is_null()) return false;
    data = after;
    return true;
}

}  // namespace raekoda::form
