// English and Russian beside the form: {"<id>": {"label": {"en": …, "ru": …}, "values.<value>": …, "columns.<key>": …}}.
#include <algorithm>

#include "base/text.h"
#include "form/schema.h"

namespace raekoda::form {
namespace {

// Signs and numbers say the same in every language; words do not.
bool has_words(std::string_view s) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s.substr(i, 2) == "{{") ++depth, ++i;
        else if (s.substr(i, 2) == "}}" && depth > 0) --depth, ++i;
        else if (depth == 0 && ((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z'))) return true;
    }
    return false;
}

class Translations {
public:
    Translations(std::string_view text, const SchemaReader& schema, std::string_view form, std::vector<Problem>& problems)
        : text_(text), form_(form), schema_(schema), problems_(problems) {}

    void read(std::vector<Component>& components) {
        using json::operator/;
        if (!text_.empty()) {
            auto parsed = text_.size() > most_file_bytes ? fail(Fault::too_large, "the file is too large") : json::parse(text_, most_file_bytes);
            if (!parsed) problem("", "not JSON: " + parsed.error().detail);
            else if (!parsed->is_object()) problem("", "an object is expected");
            else root_ = std::move(parsed->get_object());
        }
        for (const auto& place : json::repeated_members(root_.empty() ? "{}" : text_, 50)) problem(place, "the member stands twice");
        walk(components);
        for (const auto& member : root_) {
            auto id = std::string(member.key());
            const auto* texts = member.value().if_object();
            if (!texts) {
                problem(json::Pointer() / id, "an object of texts is expected");
                continue;
            }
            for (const auto& one : *texts)
                if (!used_.count({id, std::string(one.key())})) problem(json::Pointer() / id / std::string(one.key()), "no text of the form is meant by this");
            if (texts->empty() && !ids_.count(id)) problem(json::Pointer() / id, "the form has no component \"" + id + "\"");
        }
    }

private:
    void problem(const json::Pointer& place, std::string words) { problems_.add(text_, place, "texts:", std::move(words)); }

    void walk(std::vector<Component>& components) {
        for (auto& c : components) {
            ids_.insert(c.id);
            for (std::size_t i = 0; i < part_count; ++i) {
                auto part = static_cast<Part>(i);
                auto name = std::string(part_name(part));
                if (part == Part::content && c.type == Type::text) name = "text";
                translate(c, name, c.texts[i]);
            }
            for (auto& choice : c.choices) translate(c, "values." + decision::to_text(choice.value), choice.label);
            for (auto& column : c.columns) translate(c, "columns." + column.key, column.label);
            walk(c.children);
        }
    }

    void translate(const Component& c, const std::string& name, LocalText& text) {
        using json::operator/;
        used_.insert({c.id, name});
        if (text.et.empty()) return;
        const json::object* said = nullptr;
        if (const auto* own = root_.if_contains(c.id); own && own->is_object())
            if (const auto* one = own->get_object().if_contains(name)) said = one->if_object();
        auto place = json::Pointer() / c.id / name;
        if (said)
            for (const auto& member : *said)
                if (member.key() != "en" && member.key() != "ru") problem(place / std::string(member.key()), "only \"en\" and \"ru\": Estonian stands in the form");
        auto in = [&](const char* language) {
            auto words = said ? json::text(*said, language) : std::string();
            if (trimmed(words).empty()) {
                if (has_words(text.et)) {
                    std::string what = "\"" + name + "\" of \"" + c.id + "\" has no text in \"" + language + "\"";
                    if (said) problem(place, std::move(what));
                    else problems_.add(form_, schema_.places[c.index], "", std::move(what));
                }
                return text.et;
            }
            return words;
        };
        text.en = in("en");
        text.ru = in("ru");
    }

    std::string_view text_, form_;
    const SchemaReader& schema_;
    ProblemList problems_;
    json::object root_;
    std::set<std::pair<std::string, std::string>> used_;
    std::set<std::string> ids_;
};

// The page of a component at the top holds until another one begins.
void number_pages(std::vector<Component>& components, const SchemaReader& schema, std::vector<Page>& pages) {
    auto page_at = [&](const std::string& id) {
        auto found = std::find_if(pages.begin(), pages.end(), [&](const Page& p) { return p.id == id; });
        if (found == pages.end()) found = pages.insert(pages.end(), Page{id, {}});
        return static_cast<std::size_t>(found - pages.begin());
    };
    std::string current;
    auto mark = [](auto&& self, Component& c, std::size_t page) -> void {
        c.page = page;
        for (auto& child : c.children) self(self, child, page);
    };
    for (auto& c : components) {
        bool begins = schema.page_ids.count(c.index) > 0;
        if (begins) current = schema.page_ids.at(c.index);
        auto page = page_at(current.empty() ? "form" : current);
        mark(mark, c, page);
        auto& title = pages[page].title;
        if (!c.words(Part::page_title).et.empty()) title = c.words(Part::page_title);
        else if (begins && c.type == Type::group && title.et.empty()) title = c.words(Part::label);
    }
    if (pages.empty()) pages.push_back({"form", {}});
}

}  // namespace

void read_translations(std::string_view texts_json, std::string_view form_json, std::vector<Component>& components, const SchemaReader& schema,
                       std::vector<Page>& pages, std::vector<Problem>& problems) {
    Translations(texts_json, schema, form_json, problems).read(components);
    number_pages(components, schema, pages);
}

}  // namespace raekoda::form
