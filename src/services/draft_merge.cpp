// Two officials wrote in one draft: what the second one typed, over what the first one saved. JSON is compared member by member, entries of lists
// are known again by their ids or by what stands around them.
#include <algorithm>
#include <set>

#include "services/edited_files.h"
#include "services/service_folder.h"

namespace raekoda::services {

std::string identity_of(const json::value& entry) {
    const auto* object = entry.if_object();
    for (const char* name : {"id", "key", "value"})
        if (object && object->contains(name) && object->at(name).is_string()) return json::as_text(object->at(name));
    return {};
}

namespace {

bool all_named(const json::array& list) {
    std::set<std::string> seen;
    return std::all_of(list.begin(), list.end(), [&](const auto& one) { return !identity_of(one).empty() && seen.insert(identity_of(one)).second; });
}

}  // namespace

std::vector<int> same_entries(const json::array& before, const json::array& after) {
    std::vector<int> out(after.size(), -1);
    if (all_named(before) && all_named(after)) {
        for (std::size_t j = 0; j < after.size(); ++j)
            for (std::size_t i = 0; i < before.size(); ++i)
                if (identity_of(before[i]) == identity_of(after[j])) out[j] = static_cast<int>(i);
        return out;
    }
    std::size_t first = 0, end_before = before.size(), end_after = after.size();
    while (first < end_before && first < end_after && before[first] == after[first]) out[first] = static_cast<int>(first), ++first;
    while (end_before > first && end_after > first && before[end_before - 1] == after[end_after - 1]) out[--end_after] = static_cast<int>(--end_before);
    for (std::size_t i = first; i < end_before && i < end_after; ++i) out[i] = static_cast<int>(i);
    return out;
}

namespace {

using Lists = std::set<std::string, std::less<>>;

struct Merging {
    const Lists& grows;              // lists at the top of the file that an entry may come back to
    std::vector<std::string>& lost;
};

void texts_of(const json::value& before, const json::value& mine, std::vector<std::string>& out) {
    if (mine == before) return;
    if (mine.is_string() && !mine.get_string().empty()) out.push_back(json::as_text(mine));
    if (const auto* object = mine.if_object())
        for (const auto& member : *object) {
            const auto* was = before.is_object() ? before.get_object().if_contains(member.key()) : nullptr;
            texts_of(was ? *was : json::value(), member.value(), out);
        }
    if (const auto* list = mine.if_array())
        for (std::size_t i = 0; i < list->size(); ++i) texts_of(before.is_array() && i < before.get_array().size() ? before.get_array()[i] : json::value(), (*list)[i], out);
}

json::value merged(const json::value& before, const json::value& theirs, const json::value& mine, const std::string& member, const Merging& how);

json::value merged_object(const json::object& before, const json::object& theirs, const json::object& mine, const std::string& member, const Merging& how) {
    json::object out;
    for (const auto& one : theirs) {
        const auto *was = before.if_contains(one.key()), *wanted = mine.if_contains(one.key());
        const auto name = member.empty() ? std::string(one.key()) : member;
        if (wanted) out[one.key()] = merged(was ? *was : json::value(), one.value(), *wanted, name, how);
        else if (!was) out[one.key()] = one.value();
    }
    for (const auto& one : mine) {
        const auto* was = before.if_contains(one.key());
        if (!theirs.contains(one.key()) && (!was || *was != one.value())) out[one.key()] = one.value();
    }
    return out;
}

// Mine has the entries of before, in their order: fields are typed, entries come and go by buttons of their own.
json::value merged_list(const json::array& before, const json::array& theirs, const json::array& mine, const std::string& member, const Merging& how) {
    const bool of_objects = std::all_of(mine.begin(), mine.end(), [](const auto& one) { return one.is_object(); });
    if (mine.size() != before.size() || !of_objects) return mine;
    json::array out;
    std::vector<bool> there(before.size());
    auto was = same_entries(before, theirs);
    for (std::size_t j = 0; j < theirs.size(); ++j) {
        const auto i = static_cast<std::size_t>(std::max(was[j], 0));
        if (was[j] >= 0) there[i] = true;
        out.push_back(was[j] < 0 ? theirs[j] : merged(before[i], theirs[j], mine[i], member, how));
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (there[i] || mine[i] == before[i]) continue;
        if (how.grows.contains(member)) out.push_back(mine[i]);
        else texts_of(before[i], mine[i], how.lost);
    }
    return out;
}

json::value merged(const json::value& before, const json::value& theirs, const json::value& mine, const std::string& member, const Merging& how) {
    if (mine == before) return theirs;
    if (theirs == before || theirs == mine) return mine;
    const json::object nothing;
    if (theirs.is_object() && mine.is_object()) return merged_object(before.is_object() ? before.get_object() : nothing, theirs.get_object(), mine.get_object(), member, how);
    if (before.is_array() && theirs.is_array() && mine.is_array()) return merged_list(before.get_array(), theirs.get_array(), mine.get_array(), member, how);
    return mine;
}

// The municipality's own file, else that of `common`.
json::value standing(const ServiceFiles& files, const std::string& path) {
    auto own = parsed_file(files, path);
    return own.is_null() ? parsed_file(files, "common" + path.substr(path.find('/'))) : own;
}

}  // namespace

MergedDraft merged_draft(const MunicipalityId& municipality, const std::string& id, const ServiceFiles& before, const ServiceFiles& theirs, const ServiceFiles& mine,
                         const std::vector<std::string>& grows) {
    MergedDraft out{theirs, {}};
    const Lists lists(grows.begin(), grows.end());
    const Merging how{lists, out.lost};
    const auto service_path = in_folder(municipality.value, id, service_file);
    for (const auto& [path, text] : mine) {
        auto was = before.find(path);
        if (was != before.end() && was->second == text) continue;
        if (path == service_path) {
            auto of_before = merged_service(before, municipality.value, id), of_theirs = merged_service(theirs, municipality.value, id), of_mine = merged_service(mine, municipality.value, id);
            if (of_before && of_theirs && of_mine) out.files = put_service(std::move(out.files), municipality.value, id, *of_theirs, merged(of_before->all, of_theirs->all, of_mine->all, "", how));
            continue;
        }
        auto of_theirs = standing(theirs, path), of_mine = parsed_file(mine, path);
        out.files[path] = of_theirs.is_null() || of_mine.is_null() ? text : readable_json(merged(standing(before, path), of_theirs, of_mine, "", how));
    }
    return out;
}

}  // namespace raekoda::services
