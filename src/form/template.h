// Texts with places to fill in: {{FEEL}}, {{#if FEEL}} … {{/if}}, {{#loop FEEL}} … {{/loop}} (inside, the members of the element are names, and
// `this` is the element). Compiled once. Inside of the room.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decision/feel.h"
#include "view/view.h"

namespace raekoda::form {

class Template {
public:
    enum class As { text, markdown, html };  // how filled-in values are made harmless

    // `problem`: what is wrong, empty when nothing is. What cannot be read stands as it is.
    static Template compile(std::string_view source, const decision::Names&, std::string& problem);

    bool empty() const { return nodes_.empty(); }
    bool plain() const { return nodes_.size() == 1 && nodes_[0].kind == Node::Kind::words; }
    const std::string& words() const { return nodes_[0].words; }  // when plain
    const std::vector<std::uint32_t>& reads() const { return reads_; }  // slots, ascending
    // `slots` is made longer while loops run, and is as before afterwards.
    std::string fill(decision::Evaluation&, std::vector<decision::Value>& slots, As, view::Language) const;

private:
    struct Node {
        enum class Kind { words, value, condition, loop };
        Kind kind = Kind::words;
        std::string words;
        std::shared_ptr<const decision::Expression> expression;
        std::vector<Node> nodes;
        // loop: names used inside, each a slot after those of the scope around; `outer` is the slot of that spelling there, or -1.
        struct Name { std::string name; std::int64_t outer; };
        std::vector<Name> names;
        std::uint32_t first_slot = 0;
    };
    struct Reader;
    struct Writer;
    std::vector<Node> nodes_;
    std::vector<std::uint32_t> reads_;
};

// A value as people read it: numbers with the language's decimal mark, ISO days and moments as they are written, lists with commas.
std::string readable(const decision::Value&, view::Language);

}  // namespace raekoda::form
