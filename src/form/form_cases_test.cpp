// Runs tests/forms/*.json: a form, and steps that post to it, with what must come out. The members of a step stand in tests/forms/README.md.
#include <doctest/doctest.h>

#include <filesystem>
#include <iostream>
#include <set>

#include "form/form.h"
#include "form/schema.h"
#include "tests/files.h"

using namespace raekoda;
using namespace raekoda::form;

namespace {

using testing::read_text;

Value value_from(const json::value* value) { return value ? value_of_json(*value) : Value(); }

void each(const std::vector<FieldState>& fields, const std::function<void(const FieldState&)>& f) {
    for (const auto& field : fields) {
        f(field);
        each(field.children, f);
    }
}

// The order of members says nothing.
json::value sorted(const json::value& value) {
    if (value.is_array()) {
        json::array out;
        for (const auto& one : value.as_array()) out.push_back(sorted(one));
        return out;
    }
    if (!value.is_object()) return value;
    std::map<std::string, json::value> members;
    for (const auto& member : value.as_object()) members[std::string(member.key())] = sorted(member.value());
    json::object out;
    for (auto& [name, member] : members) out[name] = std::move(member);
    return out;
}

const FieldState* find(const State& state, std::string_view name) {
    const FieldState* found = nullptr;
    each(state.fields, [&](const FieldState& field) { if (field.name == name) found = &field; });
    return found;
}

struct Case {
    std::string file;
    Loaded loaded;
    std::vector<Known> facts;
    std::vector<Upload> uploads;
    Value draft;

    void read_known(const json::object& step) {
        if (const auto* given = json::member(step, "facts")) {
            facts.clear();
            for (const auto& fact : *given) facts.push_back({std::string(fact.key()), value_from(&fact.value()), "register", "register, 1.11.2026"});
        }
        if (const auto* given = json::list(step, "uploads")) {
            uploads.clear();
            for (const auto& one : *given) {
                const auto& o = one.as_object();
                Upload upload{json::text(o, "key"), {}};
                for (const auto& file_name : *json::list(o, "files")) upload.files.push_back({json::as_text(file_name), json::as_text(file_name), json::text(o, "media_type"), 10});
                uploads.push_back(std::move(upload));
            }
        }
    }

    void step(const json::object& step) {
        read_known(step);
        std::string page = json::text(step, "page");
        Posted posted;
        bool has_post = step.contains("post");
        if (const auto* data = step.if_contains("before")) draft = value_from(data);
        if (has_post) {
            std::vector<std::pair<std::string, std::string>> fields;
            for (const auto& one : *json::list(step, "post")) fields.emplace_back(json::as_text(one.as_array()[0]), json::as_text(one.as_array()[1]));
            posted = read_posted(*loaded.form, page, fields, draft);
            draft = posted.data;
        }
        if (const auto* upload = json::member(step, "upload"))
            for (const auto& one : *upload) CHECK(put_upload(*loaded.form, draft, one.key(), json::as_text(one.value())));
        Input input;
        input.data = draft;
        input.facts = facts;
        input.uploads = uploads;
        // 21.11.2026 14:30 in Tallinn.
        input.now = decision::Now{1'795'264'200'000'000, *decision::Zone::named("Europe/Tallinn")};
        input.language = *view::language_of(json::text(step, "language", "et"));
        std::vector<Value> context{value_from(step.if_contains("context"))};
        input.context = context;
        auto check = json::text(step, "check", page.empty() ? "all" : "page");
        input.check = check == "all" ? Check::all : check == "page" ? Check::page : Check::nothing;
        input.page = page;
        if (json::boolean(step, "only_asked")) input.asked = posted.asked;
        auto state = evaluate(*loaded.form, input);
        const auto* expect = json::member(step, "expect");
        REQUIRE(expect);
        compare(state, posted, page, *expect);
    }

    void compare(const State& state, const Posted& posted, const std::string& page, const json::object& expect) {
        for (const auto& member : expect) {
            std::string name(member.key());
            const auto& wanted = member.value();
            INFO("member " << name);
            std::string actual = json::serialize(sorted(actual_of(name, wanted, state, posted, page))), expected = json::serialize(sorted(wanted));
            CHECK(actual == expected);
        }
    }

    // What the state says under the same members as `wanted` asks for.
    json::value actual_of(const std::string& name, const json::value& wanted, const State& state, const Posted& posted, const std::string& page) {
        if (name == "data") return decision::to_json(state.data);
        if (name == "draft") return decision::to_json(draft);
        if (name == "valid") return state.valid;
        if (name == "stopped") return state.stopped;
        if (name == "needs_cosigner") return state.needs_cosigner;
        if (name == "stay") return posted.stay;
        if (name == "focus") return json::value(posted.focus);
        if (name == "too_large") return posted.too_large;
        if (name == "reveals") return reveals_more(state, loaded.form->page_of(page), posted);
        if (name == "errors") return errors(state);
        if (name == "pages") return pages(state);
        if (name == "summary" || name == "missing") return lines(name == "summary" ? summary(state) : missing(state), name == "missing");
        if (name == "live") return live_answer(state, loaded.form->page_of(page));
        if (name == "disputed") {
            json::array out;
            for (const auto& one : state.disputed) out.emplace_back(one);
            return out;
        }
        // Of named fields only.
        if (wanted.is_array()) {
            json::array out;
            for (const auto& one : wanted.as_array()) out.push_back(flag(name, state, json::as_text(one)) ? one : json::value("not " + name + ": " + json::as_text(one)));
            return out;
        }
        json::object out;
        REQUIRE(wanted.is_object());
        for (const auto& one : wanted.as_object()) out[one.key()] = of_field(name, find(state, one.key()));
        return out;
    }

    static bool flag(const std::string& name, const State& state, const std::string& field_name) {
        const auto* field = find(state, field_name);
        if (name == "absent") return !field;
        if (!field) return false;
        if (name == "hidden") return field->hidden;
        if (name == "visible") return !field->hidden;
        if (name == "readonly") return field->readonly;
        if (name == "asked") return !field->readonly && !field->hidden;
        if (name == "required") return field->required;
        if (name == "cosign") return field->cosign;
        if (name == "declaration") return field->declaration;
        if (name == "may_add") return field->may_add;
        if (name == "may_remove") return field->may_remove;
        if (name == "disabled") return field->disabled;
        FAIL("no such flag: " << name);
        return false;
    }

    static json::value of_field(const std::string& what, const FieldState* field) {
        if (!field) return "no such field";
        auto all = [&](const auto& list, auto f) {
            json::array out;
            for (const auto& one : list) out.emplace_back(f(one));
            return out;
        };
        if (what == "typed") return json::value(field->typed);
        if (what == "typed_time") return json::value(field->typed_time);
        if (what == "shown") return json::value(field->shown);
        if (what == "labels") return json::value(field->label);
        if (what == "descriptions") return json::value(field->description);
        if (what == "prefixes") return json::value(field->prefix);
        if (what == "suffixes") return json::value(field->suffix);
        if (what == "content") return json::value(field->content.text());
        if (what == "sources") return json::value(field->known ? field->known->source_text : "");
        if (what == "max_length") return static_cast<std::int64_t>(field->max_length);
        if (what == "rows") return static_cast<std::int64_t>(field->children.size());
        if (what == "error_texts") return all(field->errors, [](const auto& e) { return e.text; });
        if (what == "options") return all(field->options, [](const auto& o) { return (o.chosen ? "*" : "") + o.key + "=" + o.label; });
        if (what == "files") return all(field->files, [](const auto& f) { return f.name; });
        if (what == "heads") return all(field->table.heads, [](const auto& h) { return h; });
        if (what == "table") return all(field->table.rows, [](const auto& row) { json::array cells; for (const auto& cell : row) cells.emplace_back(cell); return cells; });
        FAIL("no such member of a step: " << what);
        return nullptr;
    }

    static json::value errors(const State& state) {
        std::map<std::string, json::array> all;
        each(state.fields, [&](const FieldState& field) { for (const auto& error : field.errors) all[field.name].emplace_back(error.rule); });
        json::object out;
        for (auto& [name, rules] : all) out[name] = std::move(rules);
        return out;
    }

    static json::value pages(const State& state) {
        json::array out;
        for (const auto& page : state.pages)
            if (page.visible) out.emplace_back(page.page->id);
        return out;
    }

    static json::value lines(const std::vector<SummaryLine>& lines, bool names) {
        json::array out;
        for (const auto& line : lines) {
            if (names) { out.emplace_back(line.name); continue; }
            std::string text = std::string(static_cast<std::size_t>(line.depth) * 2, ' ') + line.label;
            if (!line.heading) text += ": " + line.value;
            if (!line.source_text.empty()) text += " (" + line.source_text + ")";
            if (line.missing) text += " !";
            out.emplace_back(text);
        }
        return out;
    }
};

}  // namespace

TEST_CASE("forms: tests/forms") {
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(RAEKODA_SOURCE_DIR) + "/tests/forms"))
        if (entry.path().extension() == ".json") files.insert(entry.path());
    REQUIRE(files.size() >= 10);
    for (const auto& path : files) {
        auto parsed = json::parse(read_text(path));
        REQUIRE_MESSAGE(parsed, path.filename().string());
        const auto& root = parsed->as_object();
        json::object schema{{"type", "default"}, {"id", "form"}, {"schemaVersion", 19}};
        schema["components"] = root.at("components");
        const auto* texts = root.if_contains("texts");
        LoadOptions options{{{"parameters", nullptr}}, {"maps.example.org"}};
        Case one{path.filename().string(), Form::load(json::serialize(schema), texts ? json::serialize(*texts) : "{}", options), {}, {}, {}};
        INFO(path.filename().string());
        REQUIRE(one.loaded.form);
        std::string problems;
        for (const auto& problem : one.loaded.problems)
            if (problem.text.find("has no text in") == std::string::npos) problems += problem.path + ": " + problem.text + "\n";
        CHECK(problems == json::text(root, "problems"));
        one.read_known(root);
        int number = 0;
        for (const auto& step : *json::list(root, "steps")) {
            ++number;
            INFO("step " << number);
            one.step(step.as_object());
        }
    }
}
