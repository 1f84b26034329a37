// `html` components: an author's markup goes to the page only when every element and attribute is one of a short list.
#include <algorithm>

#include "base/text.h"
#include "form/rules.h"

namespace raekoda::form {
namespace {

constexpr std::string_view elements[] = {"p", "br", "b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "ul", "ol", "li", "dl", "dt", "dd", "h2", "h3", "h4", "h5",
                                         "blockquote", "code", "pre", "hr", "span", "div", "a", "table", "caption", "thead", "tbody", "tr", "th", "td"};
constexpr std::string_view empty_elements[] = {"br", "hr"};

template <std::size_t n>
bool among(const std::string_view (&list)[n], std::string_view name) { return std::find(std::begin(list), std::end(list), name) != std::end(list); }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// After the name of an element: only href="…" (a), lang="…" and scope="…" (th).
bool read_attributes(std::string_view html, std::size_t& at, std::string_view element, std::string& problem) {
    while (true) {
        while (at < html.size() && (html[at] == ' ' || html[at] == '\n' || html[at] == '\t' || html[at] == '\r')) ++at;
        if (at >= html.size()) return problem = "an element is not closed", false;
        if (html[at] == '>') return ++at, true;
        if (html.substr(at, 2) == "/>" && among(empty_elements, element)) return at += 2, true;
        std::size_t begin = at;
        while (at < html.size() && (is_letter(html[at]) || html[at] == '-')) ++at;
        auto name = ascii_lower(html.substr(begin, at - begin));
        bool known = (name == "href" && element == "a") || name == "lang" || (name == "scope" && element == "th");
        if (!known || html.substr(at, 2) != "=\"") return problem = "the attribute \"" + name + "\" of <" + std::string(element) + "> may not stand in a form", false;
        at += 2;
        std::size_t end = html.find('"', at);
        if (end == std::string_view::npos) return problem = "an attribute is not closed", false;
        auto value = html.substr(at, end - at);
        if (name == "href" && (!view::is_safe_url(value) || value.find('&') != std::string_view::npos || value.find("{{") != std::string_view::npos))
            return problem = "this address may not stand in a form: \"" + std::string(value) + "\"", false;
        at = end + 1;
    }
}

}  // namespace

bool is_plain_html(std::string_view html, std::string& problem) {
    std::vector<std::string> open;
    for (std::size_t at = 0; at < html.size();) {
        if (html.substr(at, 2) == "{{") {  // what is filled in is escaped; a comparison inside is no element
            auto end = html.find("}}", at);
            at = end == std::string_view::npos ? html.size() : end + 2;
            continue;
        }
        if (html[at] != '<') {
            ++at;
            continue;
        }
        bool closing = html.substr(at, 2) == "</";
        at += closing ? 2 : 1;
        std::size_t begin = at;
        while (at < html.size() && (is_letter(html[at]) || (html[at] >= '0' && html[at] <= '9'))) ++at;
        auto name = ascii_lower(html.substr(begin, at - begin));
        if (!among(elements, name)) return problem = "the element <" + name + "> may not stand in a form", false;
        if (closing) {
            if (html.substr(at, 1) != ">" || open.empty() || open.back() != name) return problem = "</" + name + "> closes nothing", false;
            open.pop_back();
            ++at;
            continue;
        }
        if (!read_attributes(html, at, name, problem)) return false;
        if (!among(empty_elements, name)) open.push_back(name);
        if (open.size() > 50) return problem = "elements are too deep", false;
    }
    if (!open.empty()) problem = "<" + open.back() + "> is not closed";
    return open.empty();
}

}  // namespace raekoda::form
