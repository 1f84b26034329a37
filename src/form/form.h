// FRONT DOOR of forms: a form-js schema read on the server. Pure: no clock, no files, no network; what it needs of these the caller gives.
//
//   auto loaded = form::Form::load(form_json, texts_json);             // once; all problems at once, each with its place
//   auto posted = form::read_posted(*loaded.form, "children", fields, draft);   // one page's fields over what was known before
//   auto state = form::evaluate(*loaded.form, {.data = posted.data, .facts = facts, .now = now, .language = …, .check = Check::page, .page = "children"});
//   if (state.valid) … state.data is what may be believed: hidden values are gone, computed and readonly ones are made here.
//
// Limits: 1000 components, 8 containers inside each other, 200 rows a list, 5000 options, 512 KiB a file, 1 MiB of data, a budget of FEEL steps.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "decision/evaluation.h"
#include "decision/feel.h"
#include "form/component.h"

namespace raekoda::form {

using decision::Value;

inline constexpr std::size_t most_components = 1000;
inline constexpr std::size_t deepest = 8;
inline constexpr std::size_t most_rows = 200;
inline constexpr std::size_t most_options = 5000;
inline constexpr std::size_t most_file_bytes = 512u << 10;
inline constexpr std::size_t most_data_bytes = 1u << 20;
inline constexpr std::size_t longest_line = 1000;    // characters of a textfield
inline constexpr std::size_t longest_text = 20'000;  // of a textarea

struct Problem {
    std::string path;  // RFC 6901 in the form's file; in that of the texts after "texts:"
    int line = 0;      // 0: not known
    std::string text;  // English, for those who make forms
};

struct LoadOptions {
    // Names besides the form's own that FEEL may use: `parameters` of a decision, with its type. Input::context gives the values in this order.
    struct Name { std::string name; decision::TypePointer type; };
    std::vector<Name> context;
    std::vector<std::string> frame_hosts;  // hosts that an iframe may show
};

struct Page {
    std::string id;   // "children"; a form without pages has one, "form"
    LocalText title;  // may be empty
};

class Form;
struct Loaded {
    std::shared_ptr<const Form> form;  // nullptr when the file cannot be understood at all
    std::vector<Problem> problems;     // a form with problems must not be published
};

class Form {
public:
    static Loaded load(std::string_view form_json, std::string_view texts_json, const LoadOptions& = {});
    ~Form();

    const std::string& id() const { return id_; }
    const std::vector<Component>& components() const { return components_; }
    const std::vector<Page>& pages() const { return pages_; }
    // Names of the facts that its fields are filled with, each once, and what for.
    struct Need { std::string fact, purpose; };
    const std::vector<Need>& needs() const { return needs_; }
    std::size_t page_of(std::string_view id) const;  // position; pages().size() when there is none

    struct Inside;  // compiled rules; of the room
    const Inside& inside() const { return *inside_; }

private:
    friend class Loader;
    Form();
    std::string id_;
    std::vector<Component> components_;
    std::vector<Page> pages_;
    std::vector<Need> needs_;
    std::unique_ptr<Inside> inside_;
};

// What is known before the person says anything.
struct Known {
    std::string name;         // "residence.address"
    Value value;              // texts, numbers, lists and contexts as JSON has them
    std::string source;       // "population_register"; the door has its name in words
    std::string source_text;  // as people read it, in the language of the page: "rahvastikuregister, 20.11.2026"
};

struct File {  // kept aside by the caller
    std::string id, name, media_type;
    std::size_t bytes = 0;
};
struct Upload {  // the value of a filepicker is the key
    std::string key;  // "files::…"
    std::vector<File> files;
};

enum class Check { nothing, page, all };

struct Input {
    Value data;                          // a context, as read_posted() gives it; null at the beginning
    std::span<const Known> facts;
    std::span<const Upload> uploads;
    std::optional<decision::Now> now;    // for today(), now() and dates that may not be past
    view::Language language = view::Language::et;
    std::span<const Value> context;      // values of LoadOptions::context
    Check check = Check::nothing;        // of what the errors are told
    std::string_view page;               // of Check::page
    std::span<const std::string> asked;  // sorted, Posted::asked: nobody is told off for what was not asked yet; empty: everything was
    bool with_data = true;               // false: State::data stays null, for a page that only shows fields
};

struct FieldError {
    std::string rule;  // "required", "min", "pattern", "check", …
    std::string text;  // as people read it
};

struct OptionState {
    std::string key;  // what the form sends
    std::string label;
    bool chosen = false;
    Value value;
};

struct TableState {
    std::vector<std::string> heads;
    std::vector<std::vector<std::string>> rows;
};

struct FieldState {
    const Component* component = nullptr;
    std::string name;           // as it is posted: "children[2].name"; of what is only shown: its id
    std::size_t row = 0;        // from 1: this is a row of a list, its fields are the children; 0: no row
    std::string row_mark;       // of a row filled by a fact: tells which one it is

    bool hidden = false;
    bool required = false;
    bool readonly = false;      // shown, not asked: by the form, or because it is known
    bool disabled = false;
    bool declaration = false;
    bool cosign = false;        // a second person has to answer or sign this
    bool disputed = false;      // the person said that the known fact is wrong
    bool may_add = false;       // list
    bool may_remove = false;    // row
    bool several_files = false; // filepicker
    const Known* known = nullptr;

    std::string label, description, prefix, suffix;
    view::Html content;         // of text and html: safe
    Value value;                // clean; null when empty or wrong
    std::string typed;          // what stands in the field: as it was typed, or as people write it; datetime: the date
    std::string typed_time;
    std::string shown;          // the value as people read it; empty: no answer
    std::size_t max_length = 0; // characters; 0: no limit to tell
    std::vector<OptionState> options;
    std::vector<File> files;
    TableState table;
    std::vector<FieldError> errors;
    std::vector<FieldState> children;  // group: its fields; list: its rows
};

struct PageState {
    const Page* page = nullptr;
    bool visible = false;       // something on it is asked or shown
    std::size_t errors = 0;     // when everything is checked
};

struct State {
    std::vector<FieldState> fields;      // all pages; component->page tells which
    std::vector<PageState> pages;
    Value data;                          // clean: only what is visible, only what fits
    std::vector<std::string> disputed;   // names of facts that the person said are wrong
    bool needs_cosigner = false;
    bool valid = true;                   // nothing that was checked is wrong
    bool stopped = false;                // FEEL used its budget up: the form is at fault, not the person
    view::Language language = view::Language::et;
    // The next and the previous visible page; npos when there is none.
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    std::size_t next_page(std::size_t) const;
    std::size_t previous_page(std::size_t) const;
};

State evaluate(const Form&, const Input&);

// One page's post over what was there before. What the page does not ask is not read; nothing in it is believed yet.
// Special names: `add` = name of a list, `remove` = name of a row ("children[2]"), `wrong` / `right` = name of a field whose fact is disputed or
// not any more, `@asked` or `@asked[]` = name of a field that was on the page (so that a box without a tick counts as an answer).
struct Posted {
    Value data;
    bool stay = false;               // add, remove, wrong, right: show the page again, without complaints
    std::string focus;               // name of the field where the reader goes on then
    std::vector<std::string> asked;  // sorted
    bool too_large = false;          // more than the limits: data is `before`
};
using PostedFields = std::span<const std::pair<std::string, std::string>>;
Posted read_posted(const Form&, std::string_view page, PostedFields, const Value& before);
// Fields of the page that became visible by this post and were not asked yet: the page has to be shown again.
bool reveals_more(const State&, std::size_t page, const Posted&);

// The value of a filepicker, put there by whoever keeps the files ("files::…"; empty: none any more). False when there is no such field.
bool put_upload(const Form&, Value& data, std::string_view name, std::string_view key);

// "Check your answers": a line for everything asked or known, in order.
struct SummaryLine {
    std::size_t page = 0;       // position in Form::pages()
    std::string name, label;
    std::string value;          // as people read it; empty: not answered
    std::string source_text;    // of a known fact
    int depth = 0;              // of groups and rows
    bool heading = false;       // a group, or row `row` of a list
    std::size_t row = 0;
    bool missing = false;       // must still be answered or corrected
    bool declaration = false;
    bool disputed = false;
    std::vector<File> files;
};
std::vector<SummaryLine> summary(const State&);
std::vector<SummaryLine> missing(const State&);  // only those; the state must have been checked whole

// What the island needs of one page: {"hidden": [names], "errors": {name: text}, "values": {name: text} of what nobody may type,
// "options": {name: [[key, label, chosen]]}, "labels": {name: text}, "texts": {id: html}, "required": {name: true}}.
json::value live_answer(const State&, std::size_t page);

// Every property that a type may have, in the order of docs/form-js-coverage.md; the loader refuses others.
std::span<const std::string_view> properties_of(Type);

}  // namespace raekoda::form
