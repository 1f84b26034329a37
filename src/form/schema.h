// Reads the two files of a form into components; FEEL is kept as text with its place, for the loader to compile. Inside of the room.
#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json_lines.h"
#include "form/form.h"

namespace raekoda::form {

// Collects problems with the lines of the file.
class ProblemList {
public:
    explicit ProblemList(std::vector<Problem>& problems) : problems_(&problems) {}
    void add(std::string_view file, const json::Pointer&, std::string_view prefix, std::string text);

private:
    static constexpr std::size_t most = 100;  // more would only hide the first
    std::vector<Problem>* problems_;
};

// A property whose FEEL is compiled when all names are known.
struct Pending {
    std::uint32_t component;
    std::string_view property;  // "hide", "validate.min", …
    std::string feel;           // without the "=" before it
    json::Pointer place;
};

struct SchemaReader {
    SchemaReader(std::string_view form_json, std::vector<Problem>& problems, const LoadOptions& options)
        : file(form_json), problems(problems), options(options) {}

    bool read(std::vector<Component>& components, std::string& id);

    std::vector<Pending> pending;
    std::vector<std::pair<std::uint32_t, std::string>> patterns;
    std::map<std::uint32_t, std::map<std::string, Value>> constants;  // of properties that may be FEEL
    std::vector<json::Pointer> places;                                // by Component::index
    std::map<std::uint32_t, std::string> page_ids;                    // `properties.page`
    std::vector<std::string> values_keys;
    std::uint32_t count = 0;

    void problem(const json::Pointer& place, std::string text) { problems.add(file, place, "", std::move(text)); }
    void problem(std::uint32_t component, std::string text) { problem(places[component], std::move(text)); }

private:
    struct Around {  // what stands around a component
        std::vector<std::string> path;
        std::size_t depth = 0;
        std::set<std::string>* taken = nullptr;  // paths of the scope
    };
    void read_list(const json::array&, const json::Pointer&, Around, std::vector<Component>&);
    void read_component(const json::object&, const json::Pointer&, const Around&, Component&);
    void read_texts(const json::object&, const json::Pointer&, Component&);
    void read_type(const json::object&, const json::Pointer&, Component&);
    void read_time(const json::object&, const json::Pointer&, Component&);
    void read_choices(const json::object&, const json::Pointer&, Component&);
    void read_columns(const json::object&, const json::Pointer&, Component&);
    void read_validate(const json::object&, const json::Pointer&, Component&);
    void read_extensions(const json::object&, const json::Pointer&, Component&);
    void read_key(const json::object&, const json::Pointer&, const Around&, Component&);
    void refuse_unknown(const json::object&, const json::Pointer&, std::span<const std::string_view> known, const std::string& what);
    // A constant of the wanted kind, or FEEL.
    enum class Kind { boolean, number, text };
    void flexible(const json::object&, const char* member, const json::Pointer&, Component&, std::string_view property, Kind);
    std::string word(const json::object&, const char* member, const json::Pointer&, bool needed, std::size_t longest = 20'000);

    std::string file;
    ProblemList problems;
    const LoadOptions& options;
    std::set<std::string> ids_;
};

// form.texts.json: English and Russian by component id. Puts them into the components; what is missing or meant for nothing is a problem.
void read_translations(std::string_view texts_json, std::string_view form_json, std::vector<Component>&, const SchemaReader&, std::vector<Page>&,
                       std::vector<Problem>&);

decision::Value value_of_json(const json::value&);

}  // namespace raekoda::form
