// What a form computes: the FEEL of its components, compiled, and the order in which values are made. Inside of the room.
#pragma once
#include <re2/re2.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "form/form.h"
#include "form/template.h"

namespace raekoda::form {

// The slots of FEEL names: first these, then LoadOptions::context, then the form's own names (a later one hides an earlier one).
enum Slot : std::uint32_t { slot_this, slot_parent, slot_i, slot_this_, slot_parent_, slot_i_, slot_facts, slot_value, first_free_slot };

// Names whose values have to be made first, because they change from place to place.
struct Reads {
    bool own = false;     // this
    bool parent = false;
    bool i = false;
    bool facts = false;
    bool scope() const { return own || parent || i; }
    void add(const std::vector<std::uint32_t>& slots) {
        for (auto slot : slots) {
            own |= slot == slot_this || slot == slot_this_;
            parent |= slot == slot_parent || slot == slot_parent_;
            i |= slot == slot_i || slot == slot_i_;
            facts |= slot == slot_facts;
        }
    }
};

// A property that is a constant or FEEL.
struct Rule {
    std::shared_ptr<const decision::Expression> expression;
    Value constant;
    bool given = false;
    Reads reads;
    explicit operator bool() const { return given; }
};

struct Words {
    std::array<Template, 3> in;  // by language
    bool given = false;
    Reads reads;  // of all languages
    const Template& of(view::Language language) const { return in[static_cast<std::size_t>(language)]; }
};

struct Rules {
    Rule hide, readonly, disabled, required, cosign, multiple;
    Rule minimum, maximum, min_length, max_length;
    Rule options;       // valuesExpression
    Rule expression;    // expression
    Rule data_source;   // table, documentPreview
    Rule columns;       // columnsExpression
    Rule check;
    Rule fact;          // which part of a known list: =facts.children_home[code = child][1].home
    std::array<Words, part_count> words;
    std::unique_ptr<re2::RE2> pattern;
    std::array<bool, 3> html_fine{};               // html: nothing but plain elements, by language
    const Words& part(Part p) const { return words[static_cast<std::size_t>(p)]; }
};

// The root, or one list: the values of a row.
struct Scope {
    const Component* list = nullptr;              // nullptr: the root
    std::vector<const Component*> order;          // keyed components, groups and lists, in the order in which they are decided
    std::vector<const Component*> parents;        // by place: the group around, or nullptr
    std::uint32_t places = 0;
    bool reads_itself = false;                    // something in a row reads the whole list
};

struct Form::Inside {
    std::vector<Rules> rules;                     // by Component::index
    std::vector<Scope> scopes;                    // 0: the root
    std::vector<std::size_t> scope_of;            // by Component::index: the scope that a list's rows make; 0 otherwise
    decision::Names names;
    std::vector<std::string> own_names;           // of the slots after the context
    std::uint32_t first_own_slot = 0;
    std::vector<std::uint32_t> slot_of;           // by Component::index: slot of the first part of the path, of components of the root scope
    bool facts_read = false;
};

// JavaScript's regular expressions, as far as they can be matched in linear time; nullptr and a problem otherwise.
std::unique_ptr<re2::RE2> javascript_pattern(std::string_view, std::string& problem);

// HTML of a form's author, when it holds nothing but plain elements; the problem names what else stands there.
bool is_plain_html(std::string_view, std::string& problem);

}  // namespace raekoda::form
