// How a room writes its events as JSON and reads them again, for ever. A room's events are a std::variant of structs; each struct names its
// `type` and, in the room's namespace, lists its fields once:
//
//   struct HandlingBegun { static constexpr const char* type = "HandlingBegun"; std::string staff; };
//   template <class A> void fields(A& a, HandlingBegun& e) { a("staff", e.staff); }
//
// That list writes and reads. What has its default is left out, so events stay short and an absent field keeps its default: a new field
// needs nothing more. Codes are whole texts, numbers, flags and lists; times are microseconds. Besides a("name", field) there are
//
//   a.always("team", e.team)                            written empty too, as events were before the default was left out
//   a.words("roles", e.roles, role_name, role_of)       a list of a room's own words; broken when it is not there or knows another word
//   a.object("title", [&](auto& a) { a("et", e.et); })  an object inside
#pragma once
#include <boost/json/serialize.hpp>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
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
    void operator()(const char* name, const std::map<std::string, std::string>& v) {
        if (v.empty()) return;
        json::object texts;
        for (const auto& [key, text] : v) texts[key] = text;
        out[name] = std::move(texts);
    }
    void operator()(const char* name, const json::value& v) { if (!v.is_null()) out[name] = v; }  // whatever it is
    void operator()(const char* name, const std::map<std::string, std::vector<std::string>>& v) {
        if (v.empty()) return;
        json::object lists;
        for (const auto& [key, list] : v) lists[key] = json::array(list.begin(), list.end());
        out[name] = std::move(lists);
    }
    template <class T>
    void always(const char* name, const T& v) {
        (*this)(name, v);
        if (out.contains(name)) return;
        if constexpr (std::is_arithmetic_v<T>) out[name] = v;
        else if constexpr (std::is_same_v<T, std::string>) out[name] = "";
        else if constexpr (std::is_same_v<T, std::vector<std::string>>) out[name] = json::array();
        else out[name] = json::object();
    }
    template <class W, class NameOf, class WordOf>
    void words(const char* name, const std::vector<W>& v, NameOf name_of, WordOf) {
        json::array names;
        for (W word : v) names.emplace_back(name_of(word));
        out[name] = std::move(names);
    }
    template <class Fields>
    void object(const char* name, Fields list) {
        FieldWriter inside;
        list(inside);
        out[name] = std::move(inside.out);
    }
};

struct FieldReader {
    const json::object& in;
    bool broken = false;  // something that must be there is not
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
    void operator()(const char* name, std::map<std::string, std::string>& v) const {
        if (const auto* texts = json::member(in, name))
            for (const auto& item : *texts) v[std::string(item.key())] = json::as_text(item.value());
    }
    void operator()(const char* name, json::value& v) const {
        if (const auto* there = in.if_contains(name)) v = *there;
    }
    template <class T>
    void always(const char* name, T& v) const { (*this)(name, v); }
    template <class W, class NameOf, class WordOf>
    void words(const char* name, std::vector<W>& v, NameOf, WordOf word_of) {
        const auto* list = json::list(in, name);
        broken = broken || !list;
        for (const auto& item : texts(list)) {
            auto word = word_of(item);
            broken = broken || !word;
            if (word) v.push_back(*word);
        }
    }
    template <class Fields>
    void object(const char* name, Fields list) {
        const auto* there = json::member(in, name);
        if (!there) return;
        FieldReader inside{*there};
        list(inside);
        broken = broken || inside.broken;
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

// Error: broken, for a type of another room, data that is not an object or not what such an event must have.
template <class Variant>
Result<Variant> decode_event(std::string_view type, std::string_view data, std::size_t max_bytes = 16u << 20) {
    auto parsed = TRY(json::parse(data, max_bytes));
    const auto* object = parsed.if_object();
    Variant event;
    auto attempt = [&]<class E>(E candidate) {
        if (type != E::type) return false;
        FieldReader reader{*object};
        fields(reader, candidate);
        event = std::move(candidate);
        return !reader.broken;
    };
    const bool known = object && [&]<class... E>(const std::variant<E...>*) { return (attempt(E{}) || ...); }(static_cast<const Variant*>(nullptr));
    if (!known) return fail(Fault::broken, "not an event of this room: " + std::string(type));
    return event;
}

}  // namespace raekoda::journal
