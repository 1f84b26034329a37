// Item definitions (DMN 1.5 §7.3.3) become types. Private to the room.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "decision/feel.h"
#include "decision/source.h"

namespace raekoda::decision {

// The types that one model's texts may name: its own, and those of its imports as "import.name".
class ItemTypes {
public:
    // `imported`: types of the models it imports, by the import's name.
    void build(const source::Definitions&, const std::vector<std::pair<std::string, const ItemTypes*>>& imported, ModelProblems&);
    // nullptr for "Any", for no name and for an unknown one; the last with a problem at the place.
    TypePointer find(std::string_view type_ref, const Place& at, ModelProblems&) const;
    TypePointer find(std::string_view type_ref) const;
    const std::map<std::string, TypePointer>& all() const { return types_; }
    // Names with these types, nothing else.
    const Names& names() const { return names_; }

private:
    std::map<std::string, TypePointer> types_;
    Names names_;
};

// Diagnostics of a FEEL text, placed in the file.
void add_diagnostics(const std::vector<Diagnostic>&, const source::Definitions&, const source::Text&, std::string_view id, std::string_view name, bool errors,
                     ModelProblems&);

}  // namespace raekoda::decision
