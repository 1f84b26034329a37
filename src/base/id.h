// Strong identifiers: Id<Report> and Id<Person> do not mix. The value is a short ASCII string, never personal data.
#pragma once
#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace raekoda {

template <class Tag>
struct Id {
    std::string value;

    Id() = default;
    explicit Id(std::string text) : value(std::move(text)) {}
    bool empty() const { return value.empty(); }
    auto operator<=>(const Id&) const = default;
};

// The municipality that a row, event or query belongs to: its folder's name in catalogue/, for example "river".
using MunicipalityId = Id<struct MunicipalityTag>;

// 16 random bytes in Crockford's base 32, lower case: 26 characters.
std::string random_id();

}  // namespace raekoda

template <class Tag>
struct std::hash<raekoda::Id<Tag>> {
    std::size_t operator()(const raekoda::Id<Tag>& id) const { return std::hash<std::string>{}(id.value); }
};
