// Two versions of a service side by side.
#include <algorithm>
#include <set>

#include "services/edited_files.h"
#include "services/service_folder.h"

namespace raekoda::services {

namespace {

// Shown as a whole: a value, or a list of values. An empty list is neither that nor entries.
bool is_leaf(const json::value& value) {
    const auto* list = value.if_array();
    return list ? !list->empty() && std::none_of(list->begin(), list->end(), [](const auto& one) { return one.is_structured(); }) : !value.is_object() || value.get_object().empty();
}

std::string shown(const json::value* value) {
    if (!value || value->is_null()) return {};
    if (value->is_string()) return json::as_text(*value);
    const auto* list = value->if_array();
    if (!list || !is_leaf(*value)) return json::serialize(*value);
    std::string out;
    for (const auto& one : *list) out += (out.empty() ? "" : ", ") + shown(&one);
    return out;
}

class Comparison {
public:
    explicit Comparison(std::vector<ChangedMember>& out) : out_(out) {}

    // nullptr: it is not there.
    void compare(const json::value* before, const json::value* after, const json::Pointer& place) {
        if (before && after && *before == *after) return;
        const json::value* there = after ? after : before;
        if ((before && is_leaf(*before)) || (after && is_leaf(*after)) || (before && after && before->kind() != after->kind())) {
            out_.push_back({place, shown(before), shown(after)});
        } else if (there->is_object()) {
            static const json::object nothing;
            objects(before ? before->get_object() : nothing, after ? after->get_object() : nothing, place);
        } else {
            static const json::array nothing;
            lists(before ? before->get_array() : nothing, after ? after->get_array() : nothing, place);
        }
    }

private:
    void objects(const json::object& before, const json::object& after, const json::Pointer& place) {
        for (const auto& one : after) compare(before.if_contains(one.key()), &one.value(), json::operator/(place, std::string_view(one.key())));
        for (const auto& one : before)
            if (!after.contains(one.key())) compare(&one.value(), nullptr, json::operator/(place, std::string_view(one.key())));
    }
    void lists(const json::array& before, const json::array& after, const json::Pointer& place) {
        const auto was = same_entries(before, after);
        std::set<int> kept;
        bool in_order = true;
        for (std::size_t j = 0; j < after.size(); ++j) {
            if (was[j] >= 0) in_order &= kept.empty() || was[j] > *kept.rbegin();
            if (was[j] >= 0) kept.insert(was[j]);
            compare(was[j] < 0 ? nullptr : &before[static_cast<std::size_t>(was[j])], &after[j], json::operator/(place, j));
        }
        for (std::size_t i = 0; i < before.size(); ++i)
            if (!kept.contains(static_cast<int>(i))) compare(&before[i], nullptr, json::operator/(place, i));
        if (!in_order) out_.push_back({place, names_of(before), names_of(after)});
    }
    static std::string names_of(const json::array& list) {
        std::string out;
        for (const auto& one : list) out += (out.empty() ? "" : ", ") + identity_of(one);
        return out;
    }

    std::vector<ChangedMember>& out_;
};

// "toll/form.json", whoever it belongs to.
std::string below_owner(const std::string& path) { return path.substr(std::min(path.find('/') + 1, path.size())); }

// The municipality's own file, else the common one; nullptr: there is none.
const std::pair<const std::string, std::string>* standing(const ServiceFiles& files, const std::string& municipality, const std::string& name) {
    auto found = files.find(municipality + "/" + name);
    if (found == files.end()) found = files.find("common/" + name);
    return found == files.end() ? nullptr : &*found;
}

void compare_texts(const std::string& before, const std::string& after, ChangedFile& file) {
    auto was = json::parse(before, file_limit), is = json::parse(after, file_limit);
    if ((before.empty() || was) && (after.empty() || is)) Comparison(file.members).compare(was ? &*was : nullptr, is ? &*is : nullptr, "");
}

}  // namespace

std::vector<ChangedFile> changes_between(const MunicipalityId& municipality, const std::string& id, const ServiceFiles& before, const ServiceFiles& after) {
    std::vector<ChangedFile> out;
    const auto was = merged_service(before, municipality.value, id), is = merged_service(after, municipality.value, id);
    const bool merged = was && is;
    if (merged) {
        ChangedFile file{ChangedFile::Kind::changed, in_folder(municipality.value, id, service_file), {}};
        Comparison(file.members).compare(&was->all, &is->all, "");
        if (!file.members.empty()) out.push_back(std::move(file));
    }
    std::set<std::string> names;
    for (const auto* files : {&before, &after})
        for (const auto& [path, text] : *files) names.insert(below_owner(path));
    for (const auto& name : names) {
        // Those that the service is made of have been compared as one.
        if (merged && (name == id + "/" + service_file || (name.starts_with(id + "/from-") && name.ends_with(".json")))) continue;
        const auto *old = standing(before, municipality.value, name), *now = standing(after, municipality.value, name);
        if (old && now && old->second == now->second) continue;
        ChangedFile file{!old ? ChangedFile::Kind::added : !now ? ChangedFile::Kind::removed : ChangedFile::Kind::changed, now ? now->first : old->first, {}};
        const bool is_json = name.ends_with(".json");
        if (is_json) compare_texts(old ? old->second : "", now ? now->second : "", file);
        // The same written otherwise is no change.
        auto same = [&] { return old && now && json::parse(old->second, file_limit).has_value() && json::parse(now->second, file_limit).has_value(); };
        if (is_json && file.members.empty() && same()) continue;
        out.push_back(std::move(file));
    }
    return out;
}

}  // namespace raekoda::services
