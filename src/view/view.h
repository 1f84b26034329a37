// FRONT DOOR of views: pages are compiled from `pages/*.html` into typed C++ functions; this header is what they and their callers use.
//
// A page begins with directives and goes on as HTML:
//
//   @page report_page(const ReportPage& page)      the C++ function: Html report_page(const Frame&, const ReportPage& page)
//   @include "cases/case_pages.h"                  where its types are
//   @body                                          (components only) the component has a body: {% call name(...) %} … {% end %};
//                                                  from C++: Html name(const Frame&, const Html& body, arguments)
//
//   {{ page.title }}             escaped for where it stands: text, attribute, or a URL attribute (href, src, action: scheme checked)
//   {{ t.case.heading }}         a text of locale/<lang>/case.json, key "heading", in the reader's language
//   {{ t.case.days(count = page.days, name = page.name) }}   with arguments
//   {{ page.body }}              of type view::Html: as it is
//   {% if expr %} {% elif expr %} {% else %} {% end %}   {% for row in page.rows %} … {% end %}   {% let name = expr %}
//   {% use card(page.first) %}   another page or component, in its place      {% call layout(page) %} … {% end %}  with a body
//   {% body %}                   in a component: where the body goes           {# comment #}
//
// Expressions are C++; a wrong field or key does not compile, and the error names the line of the .html file. An expression directly in
// <script>, <style>, on*=, style= or an unquoted attribute is refused by the page compiler.
#pragma once
#include <concepts>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace raekoda::embedded {
struct File;
}

namespace raekoda::view {

enum class Language { et, en, ru };
inline constexpr Language all_languages[] = {Language::et, Language::en, Language::ru};
std::string_view code(Language);                       // "et"
std::optional<Language> language_of(std::string_view code);
Language preferred_language(std::string_view accept_language_header);  // RFC 9110 §12.5.4; et when nothing fits

// Text that is already HTML. Made by pages, by `escaped`, by `markdown`; by nobody else.
class Html {
public:
    Html() = default;
    static Html trusted(std::string html) { Html h; h.text_ = std::move(html); return h; }
    const std::string& text() const { return text_; }
    std::string take() && { return std::move(text_); }
    bool empty() const { return text_.empty(); }

private:
    std::string text_;
};
Html escaped(std::string_view);
// The language of what people wrote, where its letters give it away ("ru": more Cyrillic than other letters); empty when it could be any. For `lang`:
// read aloud in the page's own language such words are noise.
std::string_view language_by_script(std::string_view text);
Html paragraphs(std::string_view plain);  // line breaks kept, everything escaped; no links are made of what people write
Html markdown(std::string_view source);   // CommonMark of our own texts; raw HTML and unsafe links are dropped

// Text in all languages, from the catalogue. Falls back et → en → ru.
struct LocalText {
    std::string et, en, ru;
    const std::string& in(Language) const;
    bool complete() const { return !et.empty() && !en.empty() && !ru.empty(); }
};

// Arguments of a text: {name} in the text takes the value. A number can also choose a plural form:
//   "{count, plural, one {# teade} other {# teadet}}"   forms of CLDR: et, en one other; ru one few many other
struct Argument {
    std::string_view name;
    std::string value;
    std::optional<std::int64_t> number;
    Argument(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
    Argument(std::string_view n, std::string_view v) : name(n), value(v) {}
    Argument(std::string_view n, const char* v) : name(n), value(v) {}
    template <std::integral T>
        requires(!std::same_as<T, bool> && !std::same_as<T, char>)
    Argument(std::string_view n, T v) : name(n), value(std::to_string(v)), number(static_cast<std::int64_t>(v)) {}
    // For texts that choose a plural form: nothing but a number compiles.
    template <std::integral T>
    static Argument of_number(std::string_view n, T v) { return Argument(n, v); }
};

// Texts of locale/: compiled in; keys checked in all three languages at build. `key` is "<file>.<key>".
std::string text(Language, std::string_view key, std::initializer_list<Argument> = {});
std::string text(Language, std::string_view key, const std::map<std::string, std::string>& arguments);
bool has_text(std::string_view key);
std::vector<std::string_view> text_keys();

// Dates, times and numbers as people write them: 21.11.2026; 21.11.2026 kell 14.30 (en: 21 November 2026, 14:30; ru: 21.11.2026 в 14:30).
// The arguments are local: year, month, day, minute of the day.
std::string date_text(Language, int year, int month, int day);
std::string moment_text(Language, int year, int month, int day, int minute_of_day);
std::string number_text(Language, std::int64_t);  // thousands apart by a no-break space (en: comma)

// What every page knows of where it is shown. Doors may fill more.
struct Frame {
    Language language = Language::et;
    std::string municipality_id;       // "river"
    LocalText municipality_name;       // "River town"
    std::string theme;                 // name of the theme's style sheet: "river"
    std::string path;                  // path of this page without the language: "/reports/2026-000123"
    std::string query;                 // with "?" or empty, to stay on the page when the language changes
    std::string csrf_token;
    std::string origin;                // https://host of this site, for share links
    std::string staff_name;            // empty: no official is signed in
    std::string resident_name;         // empty: no resident is signed in
    std::string acting_for;            // whom they act for; empty: themselves
    std::string acting_right;          // by what right, in words
    std::string acting_ended;          // whom they acted for until that right ended, said once
    std::string title;
    std::string description;           // for the head, one sentence or empty
    std::string section;               // which item of the menu is current: "report", "browse", "desk", …
    bool wide = false;                 // desk pages use the whole width
    bool index = true;                 // false: robots keep out
    bool sample = false;               // a demonstration with made-up people; every page says so
    std::string contact_address;       // of the municipality, for the footer; empty ones are not shown
    std::string contact_phone;
    std::string contact_email;
    std::vector<std::string> scripts;  // names of islands: "map", "report"
    std::string path_in(Language) const;       // this page in a language
    std::string to(std::string_view path) const;  // "/et" + path
};

// What stands between {% call %} and its {% end %}: refers to a callable that lives longer.
class Body {
public:
    template <class F>
        requires(std::invocable<const F&> && !std::same_as<F, Body>)
    explicit Body(const F& write) : object_(&write), write_([](const void* object) { (*static_cast<const F*>(object))(); }) {}
    void operator()() const { write_(object_); }

private:
    const void* object_;
    void (*write_)(const void*);
};

// Where pages write. Used by compiled pages only. What is neither text, whole number nor Html does not compile.
class Writer {
public:
    explicit Writer(const Frame&);
    ~Writer();
    const Frame& frame() const { return frame_; }
    void raw(std::string_view s) {
        if (static_cast<std::size_t>(end_ - at_) < s.size()) grow(s.size());
        std::memcpy(at_, s.data(), s.size());
        at_ += s.size();
    }
    void text(std::string_view s);       // escapes & < >
    void attribute(std::string_view s);  // escapes & < > " '
    void url(std::string_view s);        // see is_safe_url; anything else becomes "#"; then as attribute
    void text(const Html& h) { raw(h.text()); }
    void attribute(const Html&) = delete;  // HTML stands in text only
    void url(const Html&) = delete;
    template <std::integral T>
        requires(!std::same_as<T, bool> && !std::same_as<T, char>)
    void text(T v) { raw(std::to_string(v)); }
    template <std::integral T>
        requires(!std::same_as<T, bool> && !std::same_as<T, char>)
    void attribute(T v) { raw(std::to_string(v)); }
    Html take() const;

private:
    template <bool quotes>
    void escape(std::string_view);
    void grow(std::size_t more);
    const Frame& frame_;
    std::unique_ptr<char[]> out_;
    char* at_;   // written up to here
    char* end_;  // of the room
};

// The name under which an asset is served, with the hash of its content: asset("app.css") → "/assets/app-3f2a91c0.css".
std::string asset(std::string_view name);  // unknown: "/assets/<name>"
// The file of a name below /assets/, with the hash or without; nullptr when there is none. Only a name with the hash may be kept for long:
// that is when it differs from the file's own name.
const embedded::File* asset_file(std::string_view name);

// http, https, mailto, tel, geo, sms or a path, without control characters: what may stand in href and src.
bool is_safe_url(std::string_view);

}  // namespace raekoda::view
