// A JSON file of the catalogue that knows its lines, and readers that collect every problem instead of stopping at the first.
// Inside of the room.
#pragma once
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/json_lines.h"
#include "services/services.h"

namespace raekoda::services {

inline constexpr std::size_t file_limit = 8u << 20;         // bytes of one file
inline constexpr std::size_t problems_per_file_limit = 50;  // more would only hide the first

// Where a problem of one file is, for those who show it at a field. The member may be missing.
struct ProblemPlace {
    std::string file, place, text;  // place: RFC 6901
};
// All problems in the order found; `places` beside them: of those that a file's reader found.
struct Problems : std::vector<CatalogueProblem> {
    using std::vector<CatalogueProblem>::vector;
    std::vector<ProblemPlace> places;
};

using json::line_of;
using json::Pointer;
using json::repeated_members;
using json::operator/;

// RFC 7386.
void merge_patch(json::value& target, const json::value& patch);

// The text of a file, or of a common file with a municipality's merge patch over it.
class Document {
public:
    // Problems: too large, not UTF-8, not JSON, not an object, repeated members. `valid` tells.
    Document(std::string file, std::string text, Problems&);
    // A merge patch over this document: lines are looked up in the patch first.
    void apply(Document patch);

    bool valid() const { return valid_; }
    const json::value& root() const { return root_; }
    const std::string& file() const { return file_; }
    // `member`: of the object at the pointer, when it may be missing: the line is that of the pointer.
    void problem(const Pointer&, std::string text, std::string_view member = {});

private:
    std::string file_, text_;
    json::value root_;
    Problems* problems_;
    std::size_t count_ = 0;
    bool valid_ = false;
    std::vector<Document> patches_;
};

enum class Need { required, optional };

// The members of one object. Every getter names a member that may be there; `done` reports the others.
class Members {
public:
    Members(Document&, const json::value&, Pointer);  // a value that is no object is a problem

    std::string text(std::string_view name, Need, std::size_t longest = 2000);
    std::string identifier(std::string_view name, Need);  // lower-case letters, digits, "-" and "_"; at most 64
    LocalText local(std::string_view name, Need, std::size_t longest = 4000);  // all three languages
    LocalText local_or_same(std::string_view name, Need);                     // or one text for all languages: names of places
    std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most, Need);
    std::optional<double> number(std::string_view name, double least, double most, Need);
    bool boolean(std::string_view name, bool fallback);
    std::optional<Date> date(std::string_view name, Need);  // null is the same as absent
    // One of a closed list; the position in it, or 0 with a problem.
    std::size_t choice(std::string_view name, std::initializer_list<std::string_view> choices, Need);
    std::vector<std::string> texts(std::string_view name, Need, std::size_t at_most = 1000);
    std::vector<int> integers(std::string_view name, int least, int most, Need);
    void each_object(std::string_view name, Need, const std::function<void(Members&)>&);  // `done` is called for each
    void object(std::string_view name, Need, const std::function<void(Members&)>&);
    void each_member(const std::function<void(const std::string& name, const json::value&)>&);
    const json::value* any(std::string_view name, Need);
    bool has(std::string_view name) const;
    void done();

    const Pointer& pointer() const { return pointer_; }
    Document& document() { return *document_; }
    void problem(std::string_view member, std::string text);
    void problem(std::string text) { document_->problem(pointer_, std::move(text)); }
    void missing(std::string_view member) { document_->problem(pointer_, "member \"" + std::string(member) + "\" is missing", member); }

private:
    const json::value* find(std::string_view name, Need, std::string_view expected, bool (*fits)(const json::value&));

    Document* document_;
    const json::object* object_ = nullptr;
    Pointer pointer_;
    std::vector<std::string> known_;
};

}  // namespace raekoda::services
