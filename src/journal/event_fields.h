// How a room writes its events as JSON and reads them again, for ever. A room's events are a std::variant of structs; each struct names its
// `type` and, in the room's namespace, lists its fields once:
//
//   struct HandlingBegun { static constexpr const char* type = "HandlingBegun"; std::string staff; };
//   template <class A> void fields(A& a, HandlingBegun& e) { a("staff", e.staff); }
//
// That list writes and reads. What has its default is left out, so events stay short and an absent field keeps its default: a new field
// needs nothing more. Codes are whole texts, numbers, flags and lists; times are microseconds.
#pragma once
#include <boost/json/serialize.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"
#include "journal/journal.h"

namespace raekoda::journal {

struct FieldWriter {
    json::object out;
    void operator()(const char* name, const std::string& v) { if (!v.empty()) out[name] = v; }
    void operator()(const char* name, bool v) { if (v) out[name] = true; }
    void operator()(const char* name, int v) { if (v) out[name] = v; }
    void operator()(const char* name, std::int64_t v) { if (v) out[name] = v; }
    void operator()(const char* name, double v) { out[name] = v; }  // a place at zero is a place
    void operator()(const char* name, const std::vector<std::string>& v) { if (!v.empty()) out[name] = json::array(v.begin(), v.end()); }
    void operator()(const char* name, const std::map<std::string, std::vector<std::string>>& v) {
        if (v.empty()) return;
        json::object lists;
        for (const auto& [key, list] : v) lists[key] = json::array(list.begin(), list.end());
        out[name] = std::move(lists);
    }
};

struct FieldReader {
    const json::object& in;
    void operator()(const char* name, std::string& v) const { v = json::text(in, name, v); }
    void operator()(const char* name, bool& v) const { v = json::boolean(in, name, v); }
    void operator()(const char* name, int& v) const { v = static_cast<int>(json::integer(in, name, v)); }
    void operator()(const char* name, std::int64_t& v) const { v = json::integer(in, name, v); }
    void operator()(const char* name, double& v) const { v = json::number(in, name, v); }
    void operator()(const char* name, std::vector<std::string>& v) const { v = texts(json::list(in, name)); }
    void operator()(const char* name, std::map<std::string, std::vector<std::string>>& v) const {
        if (const auto* lists = json::member(in, name))
            for (const auto& item : *lists) v[std::string(item.key())] = texts(item.value().if_array());
    }

private:
    static std::vector<std::string> texts(const json::array* list) {
        std::vector<std::string> out;
        if (list)
            for (const auto& item : *list) out.push_back(json::as_text(item));
        return out;
    }
};

template <class... E>
Event encode_event(const std::variant<E...>& event) {
    return std::visit(
        [](auto e) {
            FieldWriter writer;
            fields(writer, e);
            return Event{decltype(e)::type, boost::json::serialize(writer.out)};
        },
        event);
}

// Error: broken, for a type of another room or data that is not an object.
template <class Variant>
Result<Variant> decode_event(std::string_view type, std::string_view data) {
    auto parsed = TRY(json::parse(data));
    const auto* object = parsed.if_object();
    Variant event;
    auto attempt = [&]<class E>(E candidate) {
        if (type != E::type) return false;
        FieldReader reader{*object};
        fields(reader, candidate);
        event = std::move(candidate);
        return true;
    };
    const bool known = object && [&]<class... E>(const std::variant<E...>*) { return (attempt(E{}) || ...); }(static_cast<const Variant*>(nullptr));
    if (!known) return fail(Fault::broken, "not an event of this room: " + std::string(type));
    return event;
}

}  // namespace raekoda::journal
