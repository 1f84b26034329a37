// Where in HTML a page stands: decides how an expression is escaped, or that it is refused. Follows the tokenizer of the HTML standard
// (13.2.5) as far as well-formed pages need it.
#pragma once
#include <string>
#include <string_view>

#include "view/compiler/page.h"

namespace raekoda::view::compiler {

class HtmlContext {
public:
    enum class Escape { text, attribute, url, refused };

    // Goes over literal HTML; gives it back with white space between and inside tags made small. `begins_line`: the line end before it
    // has been written already.
    std::string feed(std::string_view literal, int line, bool begins_line, Faults& faults);

    // How to escape an expression here; when refused, `why` says the reason. Moves past the expression.
    Escape expression(std::string& why);

    bool in_text() const { return place_ == Place::text; }
    std::string where() const;  // for messages: "in the attribute href"

    // A statement stands here: names of tags and attributes must not go on after it. False when no statement may stand here.
    bool statement();
    // Two ways lead here. False when they come from different places.
    bool join(const HtmlContext& other);

private:
    enum class Place { text, raw_text, tag_open, tag_name, in_tag, attribute_name, after_attribute_name, before_value, quoted_value,
                       unquoted_value, cut_name, markup, comment };
    bool in_tag_class() const;
    void end_of_tag();

    Place place_ = Place::text;
    std::string tag_;        // name of the tag being read, or of the raw text element
    std::string attribute_;  // name of the attribute being read
    std::string ending_;     // of raw text and comments: the last characters
    char quote_ = 0;
    bool closing_ = false;       // </tag>
    bool value_empty_ = false;   // nothing of the value has been written yet, perhaps
    bool value_fixed_ = false;   // the beginning of the URL is literal up to a / ? or #, or its scheme is
    int keep_space_ = 0;         // inside so many pre and textarea
    std::string value_;          // the literal part of the value so far
};

}  // namespace raekoda::view::compiler
