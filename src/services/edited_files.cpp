#include "services/edited_files.h"

#include <algorithm>

#include "services/service_folder.h"

namespace raekoda::services {

namespace {

bool is_dated(const std::string& path, const std::string& folder) { return path.starts_with(folder + "/from-") && path.ends_with(".json"); }

}  // namespace

std::string in_folder(const std::string& owner, const std::string& id, std::string_view file) { return owner + "/" + id + "/" + std::string(file); }

json::value parsed_file(const ServiceFiles& files, const std::string& path) {
    auto found = files.find(path);
    if (found == files.end()) return nullptr;
    auto value = json::parse(found->second, file_limit);
    return value ? std::move(*value) : json::value(nullptr);
}

Result<MergedService> merged_service(const ServiceFiles& files, const std::string& municipality, const std::string& id) {
    MergedService out;
    auto layer = [&](json::value& target, const std::string& owner) {
        if (auto text = parsed_file(files, in_folder(owner, id, service_file)); !text.is_null()) {
            if (target.is_null()) target = std::move(text);
            else merge_patch(target, text);
        }
        for (const auto& [path, text] : files)
            if (is_dated(path, owner + "/" + id)) merge_patch(target, parsed_file(files, path));
    };
    layer(out.common, "common");
    out.all = out.common;
    layer(out.all, municipality);
    if (!out.all.is_object()) return fail(Fault::invalid, "service.json cannot be read");
    return out;
}

ServiceFiles put_service(ServiceFiles files, const std::string& municipality, const std::string& id, const MergedService& before, const json::value& after) {
    std::erase_if(files, [&](const auto& file) { return is_dated(file.first, municipality + "/" + id); });
    json::value own = after;
    if (!before.common.is_null()) {
        own = json::object{{"type", "service"}};
        json::value patch = patch_between(before.common, after);
        for (const auto& member : patch.get_object()) own.get_object()[member.key()] = member.value();
    }
    files[in_folder(municipality, id, service_file)] = readable_json(own);
    return files;
}

std::string path_of(const ServiceFiles& files, const std::string& municipality, const std::string& id, const std::string& name) {
    std::string own = in_folder(municipality, id, name);
    return files.contains(own) ? own : in_folder("common", id, name);
}

Result<FormFiles> form_files(const ServiceFiles& files, const std::string& municipality, const std::string& id) {
    auto service = TRY(merged_service(files, municipality, id));
    std::string form = json::text(service.all.get_object(), "form"), texts = json::text(service.all.get_object(), "texts");
    if (form.empty()) return fail(Fault::missing, "the service has no form");
    FormFiles out{path_of(files, municipality, id, form), path_of(files, municipality, id, texts), {}, {}};
    out.form = parsed_file(files, out.form_path), out.texts = parsed_file(files, out.texts_path);
    if (!out.form.is_object()) return fail(Fault::invalid, "the form cannot be read");
    if (!out.texts.is_object()) out.texts = json::object();
    return out;
}

ServiceFiles put_form(ServiceFiles files, const std::string& municipality, const FormFiles& form) {
    auto own = [&](const std::string& path) { return municipality + path.substr(path.find('/')); };
    files[own(form.form_path)] = readable_json(form.form);
    files[own(form.texts_path)] = readable_json(form.texts);
    return files;
}

LocalText local_text(const json::object& object) { return {json::text(object, "et"), json::text(object, "en"), json::text(object, "ru")}; }
json::object as_json(const LocalText& text) { return {{"et", text.et}, {"en", text.en}, {"ru", text.ru}}; }

json::value typed_value(const std::string& typed) {
    std::string number = typed;
    std::replace(number.begin(), number.end(), ',', '.');
    if (auto read = json::parse(number); read && read->is_number()) return *read;
    if (auto read = json::parse(typed); read && !read->is_null()) return *read;
    return json::value(typed);
}

bool is_long_part(std::string_view part) { return part == "description" || part == "text" || part == "content" || part == "checkMessage"; }

}  // namespace raekoda::services
