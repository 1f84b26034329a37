#include "view/compiler/html_context.h"

#include <algorithm>
#include <array>

namespace raekoda::view::compiler {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

template <std::size_t N>
bool one_of(const std::string& name, const std::array<const char*, N>& list) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

// Content is not HTML; expressions inside would need the rules of another language.
constexpr std::array raw_elements = {"script", "style", "iframe", "xmp", "noembed", "noframes"};
constexpr std::array space_elements = {"pre", "textarea", "listing"};
constexpr std::array url_attributes = {"href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href", "background", "manifest"};
constexpr std::array safe_schemes = {"http:", "https:", "mailto:", "tel:", "geo:", "sms:"};

}  // namespace

bool HtmlContext::in_tag_class() const { return place_ == Place::in_tag || place_ == Place::cut_name || place_ == Place::after_attribute_name; }

void HtmlContext::end_of_tag() {
    place_ = Place::text;
    if (one_of(tag_, space_elements)) keep_space_ = std::max(0, keep_space_ + (closing_ ? -1 : 1));
    if (!closing_ && one_of(tag_, raw_elements)) {
        place_ = Place::raw_text;
        ending_.clear();
    }
}

std::string HtmlContext::feed(std::string_view literal, int line, bool begins_line, Faults& faults) {
    std::string out;
    out.reserve(literal.size());
    auto refuse = [&](std::string message) { faults.push_back({line, std::move(message)}); };
    for (std::size_t i = 0; i < literal.size(); ++i) {
        char c = literal[i];
        if (c == '\0') refuse("a NUL character");
        // White space that holds a line end becomes one line end in text and one space in tags; elsewhere it stays.
        bool shrink = (place_ == Place::text && keep_space_ == 0) || place_ == Place::in_tag || place_ == Place::cut_name ||
                      place_ == Place::tag_name || place_ == Place::attribute_name;
        if (is_space(c) && shrink) {
            std::size_t end = i;
            int lines = 0;
            while (end < literal.size() && is_space(literal[end])) lines += literal[end++] == '\n';
            bool indentation = i == 0 && begins_line;
            if (lines || indentation) {
                if (place_ != Place::text) out += ' ';
                else if (!indentation) out += '\n';
                if (place_ != Place::text) place_ = Place::in_tag;
                line += lines;
                i = end - 1;
                continue;
            }
        }
        if (c == '\n') ++line;
        out += c;
        switch (place_) {
            case Place::text:
                if (c == '<' && i + 1 < literal.size()) {
                    char next = literal[i + 1];
                    if (is_letter(next) || next == '/') {
                        place_ = Place::tag_open;
                        tag_.clear();
                        closing_ = false;
                    } else if (next == '!' || next == '?') {
                        bool comment = literal.substr(i, 4) == "<!--";
                        place_ = comment ? Place::comment : Place::markup;
                        ending_.clear();
                    }
                } else if (c == '<') {
                    place_ = Place::tag_open;  // a statement or expression follows directly
                    tag_.clear();
                    closing_ = false;
                }
                break;
            case Place::raw_text: {
                ending_ += lower(c);
                std::string close = "</" + tag_;
                if (ending_.size() >= close.size() && ending_.compare(ending_.size() - close.size(), close.size(), close) == 0) {
                    place_ = Place::tag_name;
                    closing_ = true;
                }
                break;
            }
            case Place::comment:
                ending_ += c;
                if (ending_.size() > 4 && ending_.compare(ending_.size() - 3, 3, "-->") == 0) place_ = Place::text;
                break;
            case Place::markup:
                if (c == '>') place_ = Place::text;
                break;
            case Place::tag_open:
                if (c == '/') {
                    closing_ = true;
                    break;
                }
                place_ = Place::tag_name;
                [[fallthrough]];
            case Place::tag_name:
                if (c == '>') end_of_tag();
                else if (is_space(c) || c == '/') place_ = Place::in_tag;
                else tag_ += lower(c);
                break;
            case Place::cut_name:
                if (!is_space(c) && c != '/' && c != '>') refuse("a statement cuts the name of a tag or attribute in two; put a space between");
                [[fallthrough]];
            case Place::in_tag:
                if (c == '>') {
                    end_of_tag();
                } else if (!is_space(c) && c != '/') {
                    place_ = Place::attribute_name;
                    attribute_ = std::string(1, lower(c));
                } else {
                    place_ = Place::in_tag;
                }
                break;
            case Place::attribute_name:
                if (c == '=') place_ = Place::before_value;
                else if (c == '>') end_of_tag();
                else if (is_space(c)) place_ = Place::after_attribute_name;
                else if (c == '/') place_ = Place::in_tag;
                else attribute_ += lower(c);
                break;
            case Place::after_attribute_name:
                if (c == '=') {
                    place_ = Place::before_value;
                } else if (c == '>') {
                    end_of_tag();
                } else if (c == '/') {
                    place_ = Place::in_tag;
                } else if (!is_space(c)) {
                    place_ = Place::attribute_name;
                    attribute_ = std::string(1, lower(c));
                }
                break;
            case Place::before_value:
                if (c == '"' || c == '\'') {
                    place_ = Place::quoted_value;
                    quote_ = c;
                    value_.clear();
                    value_empty_ = true;
                    value_fixed_ = false;
                } else if (c == '>') {
                    end_of_tag();
                } else if (!is_space(c)) {
                    place_ = Place::unquoted_value;
                }
                break;
            case Place::quoted_value:
                if (c == quote_) {
                    place_ = Place::in_tag;
                    break;
                }
                value_ += lower(c);
                value_empty_ = value_empty_ && is_space(c);
                if (c == '/' || c == '?' || c == '#') value_fixed_ = true;
                if (c == ':') value_fixed_ = value_fixed_ || one_of(value_, safe_schemes);
                break;
            case Place::unquoted_value:
                if (c == '>') end_of_tag();
                else if (is_space(c)) place_ = Place::in_tag;
                break;
        }
    }
    return out;
}

HtmlContext::Escape HtmlContext::expression(std::string& why) {
    switch (place_) {
        case Place::text: return Escape::text;
        case Place::raw_text: why = "an expression inside <" + tag_ + ">; hand data over in a data- attribute"; return Escape::refused;
        case Place::comment:
        case Place::markup: why = "an expression inside a comment or declaration"; return Escape::refused;
        case Place::tag_open:
        case Place::tag_name: why = "an expression as the name of a tag"; return Escape::refused;
        case Place::in_tag:
        case Place::cut_name:
        case Place::attribute_name:
        case Place::after_attribute_name:
            why = "an expression as the name of an attribute; write {% if x %}name{% end %}";
            return Escape::refused;
        case Place::before_value:
        case Place::unquoted_value:
            place_ = Place::unquoted_value;
            why = "an expression in the attribute " + attribute_ + " without quotes";
            return Escape::refused;
        case Place::quoted_value: break;
    }
    if (attribute_ == "style" || attribute_ == "srcdoc" || attribute_.starts_with("on")) {
        why = "an expression in the attribute " + attribute_;
        return Escape::refused;
    }
    if (!one_of(attribute_, url_attributes)) return Escape::attribute;
    bool first = value_empty_;
    value_empty_ = false;
    value_ += '\x01';  // whatever the expression writes is no literal scheme
    if (first) return Escape::url;
    if (value_fixed_) return Escape::attribute;
    why = "an expression in the middle of the address in " + attribute_ +
          " whose beginning is not fixed; make the whole address one expression, or write a / ? or # before it";
    return Escape::refused;
}

std::string HtmlContext::where() const {
    switch (place_) {
        case Place::text: return keep_space_ ? "in preformatted text" : "in text";
        case Place::raw_text: return "inside <" + tag_ + ">";
        case Place::comment:
        case Place::markup: return "in a comment or declaration";
        case Place::quoted_value:
        case Place::unquoted_value:
        case Place::before_value: return "in the attribute " + attribute_;
        default: return "inside the tag <" + tag_ + ">";
    }
}

bool HtmlContext::statement() {
    if (place_ == Place::tag_name || place_ == Place::attribute_name || place_ == Place::after_attribute_name) place_ = Place::cut_name;
    return place_ != Place::tag_open && place_ != Place::before_value && place_ != Place::unquoted_value && place_ != Place::markup;
}

bool HtmlContext::join(const HtmlContext& other) {
    if (in_tag_class() && other.in_tag_class()) {
        if (other.place_ == Place::cut_name) place_ = Place::cut_name;
        return tag_ == other.tag_ && closing_ == other.closing_;
    }
    if (place_ != other.place_) return false;
    value_empty_ = value_empty_ || other.value_empty_;
    value_fixed_ = value_fixed_ && other.value_fixed_;
    if (place_ == Place::text) return keep_space_ == other.keep_space_;
    if (place_ == Place::raw_text) return tag_ == other.tag_;
    if (place_ == Place::quoted_value) return quote_ == other.quote_ && attribute_ == other.attribute_ && tag_ == other.tag_;
    return true;
}

}  // namespace raekoda::view::compiler
