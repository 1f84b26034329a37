// Regular expressions of XPath and XQuery Functions and Operators 3.1 §5.6.1 (XML Schema part 2 appendix F with ^ $, reluctant quantifiers,
// back-references and groups), as DMN 1.5 asks for matches(), replace() and split(). Run by RE2, whose time is linear; what RE2 cannot do
// (back-references, large repeats) by PCRE2 with limits: such a pattern fails instead of running away. Internal to the room.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace raekoda::decision {

class Pattern {
public:
    // nullptr and a reason when the pattern or a flag (s m i x q) is wrong.
    static std::shared_ptr<const Pattern> compile(std::string_view pattern, std::string_view flags, std::string& problem);
    ~Pattern();

    struct Group { std::size_t begin = 0, end = 0; bool matched = false; };
    enum class Found { no, yes, gave_up };
    // The first match at or after `from`; groups[0] is the whole of it.
    Found find(std::string_view text, std::size_t from, std::vector<Group>& groups) const;
    int group_count() const { return group_count_; }

private:
    Pattern() = default;
    struct Engine;
    std::unique_ptr<Engine> engine_;
    int group_count_ = 0;
};

// XPath syntax → the syntax that both libraries share.
struct TranslatedPattern {
    std::string text;
    int groups = 0;
    bool back_references = false;
    std::string problem;  // not empty: the pattern is wrong
};
TranslatedPattern translate_pattern(std::string_view pattern, std::string_view flags);

}  // namespace raekoda::decision
