// Escaping. Most text has nothing to escape: runs between special characters are appended whole.
#include <array>

#include "view/view.h"

namespace raekoda::view {

namespace {

constexpr std::array<const char*, 256> escapes(bool quotes) {
    std::array<const char*, 256> table{};
    table['&'] = "&amp;";
    table['<'] = "&lt;";
    table['>'] = "&gt;";
    if (quotes) {
        table['"'] = "&quot;";
        table['\''] = "&#39;";
    }
    return table;
}
constexpr auto text_escapes = escapes(false);
constexpr auto attribute_escapes = escapes(true);

void append_escaped(std::string& out, std::string_view s, const std::array<const char*, 256>& table) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const char* escape = table[static_cast<unsigned char>(s[i])];
        if (!escape) continue;
        out.append(s, begin, i - begin);
        out.append(escape);
        begin = i + 1;
    }
    out.append(s, begin, s.size() - begin);
}

bool equals_lower(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (c != lower[i]) return false;
    }
    return true;
}

}  // namespace

void Writer::text(std::string_view s) { append_escaped(out_, s, text_escapes); }
void Writer::attribute(std::string_view s) { append_escaped(out_, s, attribute_escapes); }
void Writer::url(std::string_view s) { append_escaped(out_, is_safe_url(s) ? s : "#", attribute_escapes); }

// Browsers drop control characters and leading spaces before they look for the scheme (WHATWG URL 4.4), so neither is let through.
bool is_safe_url(std::string_view url) {
    for (unsigned char c : url)
        if (c < 0x20 || c == 0x7F) return false;
    if (url.starts_with(' ')) return false;
    auto end = url.find_first_of(":/?#");
    if (end == std::string_view::npos || url[end] != ':') return true;
    for (std::string_view scheme : {"http", "https", "mailto", "tel", "geo", "sms"})
        if (equals_lower(url.substr(0, end), scheme)) return true;
    return false;
}

Html escaped(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    append_escaped(out, s, text_escapes);
    return Html::trusted(std::move(out));
}

// An empty line parts paragraphs, a single line end is <br>.
Html paragraphs(std::string_view plain) {
    std::string out;
    bool open = false;
    int ends = 0;
    while (!plain.empty()) {
        auto end = plain.find('\n');
        std::string_view line = plain.substr(0, end);
        plain = end == std::string_view::npos ? std::string_view{} : plain.substr(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos) {
            ++ends;
            continue;
        }
        if (open && ends > 0) out += "</p>\n<p>";
        else out += open ? "<br>\n" : "<p>";
        open = true;
        ends = 0;
        append_escaped(out, line, text_escapes);
    }
    if (open) out += "</p>\n";
    return Html::trusted(std::move(out));
}

std::string Frame::path_in(Language other) const {
    std::string out = "/";
    out += code(other);
    return out + path + query;
}

std::string Frame::to(std::string_view target) const {
    std::string out = "/";
    out += code(language);
    return out.append(target);
}

}  // namespace raekoda::view
