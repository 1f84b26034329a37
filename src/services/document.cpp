#include "services/document.h"

#include "base/text.h"

namespace raekoda::services {

namespace {

// Length of the longest common subsequence tells which known name was meant.
std::string nearest_name(const std::string& name, const std::vector<std::string>& known) {
    std::string best;
    double best_share = 0.7;
    for (const auto& other : known) {
        std::vector<int> row(other.size() + 1, 0);
        for (char c : name) {
            int diagonal = 0;
            for (std::size_t j = 1; j <= other.size(); ++j) {
                int above = row[j];
                row[j] = c == other[j - 1] ? diagonal + 1 : std::max(row[j], row[j - 1]);
                diagonal = above;
            }
        }
        double share = 2.0 * row.back() / static_cast<double>(name.size() + other.size());
        if (share > best_share) {
            best_share = share;
            best = other;
        }
    }
    return best;
}

bool is_string(const json::value& v) { return v.is_string(); }
bool is_object(const json::value& v) { return v.is_object(); }
bool is_array(const json::value& v) { return v.is_array(); }
bool is_number(const json::value& v) { return v.is_number(); }
bool is_bool(const json::value& v) { return v.is_bool(); }
bool is_anything(const json::value&) { return true; }

}  // namespace

void merge_patch(json::value& target, const json::value& patch) {
    if (!patch.is_object()) {
        target = patch;
        return;
    }
    if (!target.is_object()) target = json::object();
    auto& object = target.get_object();
    for (const auto& [name, value] : patch.get_object()) {
        if (value.is_null()) object.erase(name);
        else merge_patch(object[name], value);
    }
}

Document::Document(std::string file, std::string text, Problems& problems) : file_(std::move(file)), text_(std::move(text)), problems_(&problems) {
    if (text_.size() > file_limit) {
        problem("", "the file is larger than " + std::to_string(file_limit >> 20) + " MiB");
        return;
    }
    if (!is_valid_utf8(text_)) {
        problem("", "the file is not UTF-8");
        return;
    }
    auto parsed = json::parse(text_, file_limit);
    if (!parsed) {
        // "line 3, column 7: …" of the parser becomes a line of ours.
        const std::string& detail = parsed.error().detail;
        int line = 0;
        if (detail.starts_with("line "))
            for (std::size_t i = 5; i < detail.size() && detail[i] >= '0' && detail[i] <= '9' && line < 100'000'000; ++i) line = line * 10 + (detail[i] - '0');
        auto colon = detail.find(": ");
        problems.push_back({file_, line, "not JSON: " + (line && colon != std::string::npos ? detail.substr(colon + 2) : detail)});
        return;
    }
    root_ = std::move(*parsed);
    if (!root_.is_object()) {
        problem("", "an object is expected");
        return;
    }
    for (const auto& pointer : repeated_members(text_, problems_per_file_limit)) problem(pointer, "the member stands twice");
    valid_ = true;
}

void Document::apply(Document patch) {
    if (!patch.valid()) return;
    merge_patch(root_, patch.root_);
    patches_.push_back(std::move(patch));
}

void Document::problem(const Pointer& pointer, std::string text, std::string_view member) {
    if (count_ < problems_per_file_limit) problems_->places.push_back({file_, member.empty() ? pointer : pointer / member, text});
    if (++count_ > problems_per_file_limit) {
        if (count_ == problems_per_file_limit + 1) problems_->push_back({file_, 0, "more problems are not shown"});
        return;
    }
    // What a patch says wins; when it says nothing of the place, the text beneath is meant.
    for (auto patch = patches_.rbegin(); patch != patches_.rend(); ++patch)
        if (int line = pointer.empty() ? 0 : line_of(patch->text_, pointer); line > 0) {
            problems_->push_back({patch->file_, line, std::move(text)});
            return;
        }
    problems_->push_back({file_, valid_ || root_.is_object() ? line_of(text_, pointer) : 0, std::move(text)});
}

Members::Members(Document& document, const json::value& value, Pointer pointer)
    : document_(&document), object_(value.if_object()), pointer_(std::move(pointer)) {
    if (!object_) problem("an object is expected");
}

void Members::problem(std::string_view member, std::string text) {
    if (has(member)) document_->problem(pointer_ / member, std::move(text));
    else document_->problem(pointer_, std::move(text), member);
}

bool Members::has(std::string_view name) const { return object_ && object_->contains(name); }

const json::value* Members::find(std::string_view name, Need need, std::string_view expected, bool (*fits)(const json::value&)) {
    known_.emplace_back(name);
    if (!object_) return nullptr;
    const json::value* value = object_->if_contains(name);
    if (!value || (value->is_null() && need == Need::optional)) {
        if (need == Need::required) missing(name);
        return nullptr;
    }
    if (!fits(*value)) {
        problem(name, "\"" + std::string(name) + "\": " + std::string(expected) + " is expected");
        return nullptr;
    }
    return value;
}

std::string Members::text(std::string_view name, Need need, std::size_t longest) {
    const json::value* value = find(name, need, "a text", is_string);
    if (!value) return {};
    std::string out = json::as_text(*value);
    if (trimmed(out).empty() && need == Need::required) problem(name, "\"" + std::string(name) + "\" is empty");
    if (code_point_count(out) > longest) problem(name, "\"" + std::string(name) + "\" is longer than " + std::to_string(longest) + " characters");
    return out;
}

std::string Members::identifier(std::string_view name, Need need) {
    std::string out = text(name, need, 64);
    for (char c : out)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
            problem(name, "\"" + std::string(name) + "\": only a–z, 0–9, \"-\" and \"_\" may stand in \"" + out + "\"");
            break;
        }
    return out;
}

LocalText Members::local(std::string_view name, Need need, std::size_t longest) {
    LocalText out;
    const json::value* value = find(name, need, "a text in three languages", is_object);
    if (!value) return out;
    Members inner(*document_, *value, pointer_ / name);
    auto one = [&](std::string_view language) {
        const json::value* said = inner.find(language, Need::optional, "a text", is_string);
        std::string words = said ? json::as_text(*said) : std::string();
        if (trimmed(words).empty())
            inner.document_->problem(inner.has(language) ? inner.pointer_ / language : inner.pointer_,
                                     "\"" + std::string(name) + "\" has no text in \"" + std::string(language) + "\"");
        if (code_point_count(words) > longest)
            inner.problem(language, "\"" + std::string(name) + "\" is longer than " + std::to_string(longest) + " characters");
        return words;
    };
    out.et = one("et");
    out.en = one("en");
    out.ru = one("ru");
    inner.done();
    return out;
}

LocalText Members::local_or_same(std::string_view name, Need need) {
    if (object_) {
        if (auto* value = object_->if_contains(name); value && value->is_string()) {
            std::string same = text(name, need, 200);
            return {same, same, same};
        }
    }
    return local(name, need, 200);
}

std::optional<std::int64_t> Members::integer(std::string_view name, std::int64_t least, std::int64_t most, Need need) {
    const json::value* value = find(name, need, "a number", is_number);
    if (!value) return std::nullopt;
    auto number = json::optional_integer(*object_, name);
    if (!number || *number < least || *number > most) {
        problem(name, "\"" + std::string(name) + "\": a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected");
        return std::nullopt;
    }
    return number;
}

std::optional<double> Members::number(std::string_view name, double least, double most, Need need) {
    const json::value* value = find(name, need, "a number", is_number);
    if (!value) return std::nullopt;
    double number = value->to_number<double>();
    if (!(number >= least && number <= most)) {
        problem(name, "\"" + std::string(name) + "\" is out of range");
        return std::nullopt;
    }
    return number;
}

bool Members::boolean(std::string_view name, bool fallback) {
    const json::value* value = find(name, Need::optional, "true or false", is_bool);
    return value ? value->get_bool() : fallback;
}

std::optional<Date> Members::date(std::string_view name, Need need) {
    std::string written = text(name, need, 10);
    if (written.empty()) return std::nullopt;
    auto date = Date::from_iso(written);
    if (!date) problem(name, "\"" + std::string(name) + "\": a date like 2026-11-21 is expected");
    return date;
}

std::size_t Members::choice(std::string_view name, std::initializer_list<std::string_view> choices, Need need) {
    const json::value* value = find(name, need, "a text", is_string);
    if (!value) return 0;
    std::string said = json::as_text(*value), all;
    std::size_t i = 0;
    for (auto one : choices) {
        if (one == said) return i;
        ++i;
        all += (all.empty() ? "" : ", ") + std::string(one);
    }
    problem(name, "\"" + std::string(name) + "\": \"" + said + "\" is none of " + all);
    return 0;
}

std::vector<std::string> Members::texts(std::string_view name, Need need, std::size_t at_most) {
    std::vector<std::string> out;
    const json::value* value = find(name, need, "a list of texts", is_array);
    if (!value) return out;
    Pointer list = pointer_ / name;
    std::size_t i = 0;
    for (const auto& item : value->get_array()) {
        std::string one = json::as_text(item);
        if (trimmed(one).empty()) document_->problem(list / i, "\"" + std::string(name) + "\": a text is expected");
        else if (code_point_count(one) > 200) document_->problem(list / i, "\"" + std::string(name) + "\": longer than 200 characters");
        else out.push_back(std::move(one));
        if (++i > at_most) {
            document_->problem(list, "\"" + std::string(name) + "\" has more than " + std::to_string(at_most) + " entries");
            break;
        }
    }
    if (out.empty() && i == 0 && need == Need::required) problem(name, "\"" + std::string(name) + "\" is empty");
    return out;
}

std::vector<int> Members::integers(std::string_view name, int least, int most, Need need) {
    std::vector<int> out;
    const json::value* value = find(name, need, "a list of numbers", is_array);
    if (!value) return out;
    std::size_t i = 0;
    for (const auto& item : value->get_array()) {
        if (!item.is_int64() || item.get_int64() < least || item.get_int64() > most)
            document_->problem(pointer_ / name / i, "\"" + std::string(name) + "\": whole numbers from " + std::to_string(least) + " to " +
                                                        std::to_string(most) + " are expected");
        else out.push_back(static_cast<int>(item.get_int64()));
        if (++i > 1000) break;
    }
    return out;
}

void Members::each_object(std::string_view name, Need need, const std::function<void(Members&)>& each) {
    const json::value* value = find(name, need, "a list", is_array);
    if (!value) return;
    Pointer list = pointer_ / name;
    std::size_t i = 0;
    for (const auto& item : value->get_array()) {
        Members inner(*document_, item, list / i++);
        if (!inner.object_) continue;
        each(inner);
        inner.done();
    }
    if (i == 0 && need == Need::required) problem(name, "\"" + std::string(name) + "\" is empty");
}

void Members::object(std::string_view name, Need need, const std::function<void(Members&)>& read) {
    const json::value* value = find(name, need, "an object", is_object);
    if (!value) return;
    Members inner(*document_, *value, pointer_ / name);
    read(inner);
    inner.done();
}

void Members::each_member(const std::function<void(const std::string&, const json::value&)>& each) {
    if (!object_) return;
    for (const auto& [name, value] : *object_) {
        known_.emplace_back(name);
        each(std::string(name), value);
    }
}

const json::value* Members::any(std::string_view name, Need need) { return find(name, need, "a value", is_anything); }

void Members::done() {
    if (!object_) return;
    for (const auto& [name, value] : *object_) {
        // Where a fact comes from may be noted beside any fact.
        if (name == "source" || name == "texts_status" || std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
        std::string meant = nearest_name(std::string(name), known_);
        problem(name, "unknown member \"" + std::string(name) + "\"" + (meant.empty() ? "" : ": is \"" + meant + "\" meant?"));
    }
}

}  // namespace raekoda::services
