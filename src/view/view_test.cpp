#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

#include "view/asset_names.h"
#include "view/text_entry.h"
#include "view/view.h"

using namespace raekoda;
using namespace raekoda::view;

namespace {

std::string text_html(std::string_view s) {
    Frame frame;
    Writer writer(frame);
    writer.text(s);
    return writer.take().take();
}
std::string attribute_html(std::string_view s) {
    Frame frame;
    Writer writer(frame);
    writer.attribute(s);
    return writer.take().take();
}
std::string url_html(std::string_view s) {
    Frame frame;
    Writer writer(frame);
    writer.url(s);
    return writer.take().take();
}

template <class T>
concept Text = requires(Writer& writer, T value) { writer.text(value); };
template <class T>
concept Attribute = requires(Writer& writer, T value) { writer.attribute(value); };
template <class T>
concept Url = requires(Writer& writer, T value) { writer.url(value); };
enum class Colour { red };

static_assert(Text<std::string> && Text<std::string_view> && Text<const char*> && Text<int> && Text<std::size_t> && Text<std::uint8_t> && Text<Html>);
static_assert(!Text<bool> && !Text<double> && !Text<char> && !Text<std::optional<std::string>> && !Text<Colour> && !Text<LocalText>);
static_assert(Attribute<std::string> && Attribute<int> && !Attribute<Html> && !Attribute<bool> && !Attribute<double> && !Attribute<std::optional<int>>);
static_assert(Url<std::string> && !Url<Html> && !Url<int>);

}  // namespace

TEST_CASE("hostile strings are escaped") {
    CHECK(text_html("") == "");
    CHECK(text_html("plain õ") == "plain õ");
    CHECK(text_html("<script>alert('1' & \"2\")</script>") == "&lt;script&gt;alert('1' &amp; \"2\")&lt;/script&gt;");
    CHECK(attribute_html("\"><img src=x onerror='alert(1)'>&amp;") == "&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;amp;");
    CHECK(escaped("</textarea>&").text() == "&lt;/textarea&gt;&amp;");
    CHECK(text_html(std::string_view("a\0<", 3)) == std::string("a\0&lt;", 6));
}

TEST_CASE("every byte is escaped, wherever it stands") {
    for (std::size_t size = 1; size <= 40; ++size)
        for (std::size_t at = 0; at < size; ++at)
            for (std::string_view special : {"<", ">", "&", "\"", "'", "\xC3", "x"}) {
                std::string plain;
                for (std::size_t i = 0; i < size; ++i) plain += static_cast<char>('a' + i % 26);
                const std::string before = plain.substr(0, at), after = plain.substr(at + 1);
                plain.replace(at, 1, special);
                CAPTURE(plain);
                CHECK(text_html(plain) == before + escaped(special).text() + after);
                const std::string quoted = special == "\"" ? "&quot;" : special == "'" ? "&#39;" : escaped(special).text();
                CHECK(attribute_html(plain) == before + quoted + after);
            }
}

TEST_CASE("addresses with a script in them are dropped") {
    for (std::string_view good : {"", "/", "/et/x?a=b:c", "x", "#a:b", "?q=a:b", "./a:b", "//host/x", "https://river.example/", "HTTP://x", "mailto:a@b.ee", "tel:+3727361000",
                                  "geo:58.38,26.72", "sms:112", "/õ"}) {
        CAPTURE(good);
        CHECK(is_safe_url(good));
    }
    for (std::string_view bad : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
                                 "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "blob:x", ":x", "a b:c", "javascript&colon;:x", "/a\r\nb"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_safe_url(bad));
        CHECK(url_html(bad) == "#");
    }
    CHECK(url_html("/a?b=1&c='\"<") == "/a?b=1&amp;c=&#39;&quot;&lt;");
}

TEST_CASE("paragraphs keep what people wrote, and nothing else") {
    CHECK(paragraphs("").text() == "");
    CHECK(paragraphs("\n \n").text() == "");
    CHECK(paragraphs("Яма на дороге (Riia 1).\n\nЕщё").text() == "<p lang=\"ru\">Яма на дороге (Riia 1).</p>\n<p lang=\"ru\">Ещё</p>\n");
    CHECK(language_by_script("Õue tänav 5, слово").empty());
    CHECK(language_by_script("12, !").empty());
    CHECK(paragraphs("a\nb\r\n\r\n\nc <b> http://x").text() == "<p>a<br>\nb</p>\n<p>c &lt;b&gt; http://x</p>\n");
}

TEST_CASE("markdown gives no way to HTML or scripts") {
    CHECK(markdown("# A\n\n*b* [c](https://x.ee/?a&b) ~~d~~").text() == "<h1>A</h1>\n<p><em>b</em> <a href=\"https://x.ee/?a&amp;b\">c</a> <del>d</del></p>\n");
    CHECK(markdown("a <b onclick=x>c</b>\n\n<script>alert(1)</script>\n").text() == "<p>a c</p>\n");
    for (const char* link : {"[x](javascript:alert(1))", "[x](JAVASCRIPT&colon;alert(1))", "![x](data:image/svg+xml,y)", "[x](file:///a)", "<javascript:alert(1)>", "[x][y]\n\n[y]: vbscript:z"}) {
        CAPTURE(link);
        std::string html = markdown(link).text();
        CHECK((html.find("href=\"#\"") != std::string::npos || html.find("src=\"#\"") != std::string::npos));
    }
    CHECK(markdown("| a | b |\n|---|---|\n| 1 | 2 |").text().find("<table>") == 0);
    CHECK(markdown("\xFF").text() == "<p>\uFFFD</p>\n");
}

TEST_CASE("the language of a reader by Accept-Language") {
    struct Row {
        const char* header;
        Language language;
    };
    for (auto [header, language] : {Row{"", Language::et}, Row{"en", Language::en}, Row{"en-GB,en;q=0.9", Language::en}, Row{"fr, de;q=0.9", Language::et},
                                    Row{"ru;q=0.8, en;q=0.9", Language::en}, Row{"ru, en", Language::ru}, Row{"en;q=0.5, ru;q=0.5", Language::en},
                                    Row{"fr, *;q=0.5", Language::et}, Row{"et;q=0, *", Language::en}, Row{"et;q=0,en;q=0,*;q=0.1", Language::ru},
                                    Row{"*;q=0.5, ru;q=0.6", Language::ru}, Row{"RU-ru ; q=1.000", Language::ru}, Row{"en;q=2, ru;q=0.1", Language::ru},
                                    Row{"en;q=x, ru", Language::ru}, Row{";;;,,,=", Language::et}, Row{"est", Language::et}, Row{"english, ru;q=0.1", Language::ru},
                                    Row{"en;q=0", Language::et}, Row{"en-US;q=0.1, ru;q=0.5, en;q=0.8", Language::en}}) {
        CAPTURE(header);
        CHECK(code(preferred_language(header)) == code(language));
    }
    CHECK(preferred_language(std::string(100000, ',') + "en") == Language::et);
    CHECK(language_of("ru") == Language::ru);
    CHECK_FALSE(language_of("EE"));
}

TEST_CASE("local texts fall back from Estonian to English to Russian") {
    LocalText text{"a", "", "c"};
    CHECK(text.in(Language::ru) == "c");
    CHECK(text.in(Language::en) == "a");
    CHECK(LocalText{"", "b", "c"}.in(Language::et) == "b");
    CHECK(LocalText{"", "", "c"}.in(Language::en) == "c");
    CHECK_FALSE(text.complete());
}

TEST_CASE("plural forms of CLDR") {
    struct Row {
        std::int64_t number;
        const char *et, *ru;
    };
    for (auto [number, et, ru] : {Row{0, "other", "many"}, Row{1, "one", "one"}, Row{2, "other", "few"}, Row{4, "other", "few"}, Row{5, "other", "many"},
                                  Row{11, "other", "many"}, Row{12, "other", "many"}, Row{14, "other", "many"}, Row{21, "other", "one"}, Row{22, "other", "few"},
                                  Row{25, "other", "many"}, Row{100, "other", "many"}, Row{101, "other", "one"}, Row{111, "other", "many"}, Row{112, "other", "many"},
                                  Row{122, "other", "few"}, Row{1001, "other", "one"}, Row{-1, "one", "one"}, Row{-3, "other", "few"},
                                  Row{std::numeric_limits<std::int64_t>::min(), "other", "many"}}) {
        CAPTURE(number);
        CHECK(plural_form(Language::et, number) == et);
        CHECK(plural_form(Language::en, number) == et);
        CHECK(plural_form(Language::ru, number) == ru);
    }
}

TEST_CASE("arguments of texts are filled in") {
    auto fill = [](Language language, std::string_view pattern, std::initializer_list<Argument> arguments) {
        return filled(language, pattern, arguments.begin(), arguments.size());
    };
    std::string_view days = "{name}: {count, plural, =0 {нет} one {# день} few {# дня} many {# дней} other {# дня}}.";
    CHECK(fill(Language::ru, days, {{"count", 0}, {"name", "x"}}) == "x: нет.");
    CHECK(fill(Language::ru, days, {{"count", 2}, {"name", "{count}"}}) == "{count}: 2 дня.");
    CHECK(fill(Language::ru, days, {{"count", 1211}, {"name", "x"}}) == "x: 1\u00A0211 дней.");
    CHECK(fill(Language::et, "{n, plural, one {# {what}} other {# {what}t #}}", {{"n", 5}, {"what", "#teade"}}) == "5 #teadet 5");
    CHECK(fill(Language::et, "{a} # {b}", {{"a", "1"}}) == "1 # {b}");
    CHECK(fill(Language::et, "{n, plural, one {x} other {y}}", {{"n", "many"}}) == "many");
}

TEST_CASE("texts are found by name") {
    CHECK(text(Language::en, "general.search") == "Search");
    CHECK(text(Language::en, "general.moment", {{"date", "D"}, {"time", "T"}}) == "D, T");
    CHECK(text(Language::ru, "general.moment", std::map<std::string, std::string>{{"date", "D"}, {"time", "T"}}) == "D в T");
    CHECK(text(Language::en, "general.no_such_text") == "general.no_such_text");
    CHECK(has_text("general.fault_broken"));
    CHECK_FALSE(has_text("general"));
    CHECK(text_keys().size() > 30);
    for (std::string_view key : text_keys()) CHECK(has_text(key));
}

TEST_CASE("dates and numbers as people write them") {
    CHECK(date_text(Language::et, 2026, 11, 21) == "21.11.2026");
    CHECK(date_text(Language::et, 2026, 2, 3) == "03.02.2026");
    CHECK(date_text(Language::en, 2026, 11, 21) == "21 November 2026");
    CHECK(date_text(Language::en, 2026, 2, 3) == "3 February 2026");
    CHECK(date_text(Language::ru, 2026, 11, 21) == "21.11.2026");
    CHECK(moment_text(Language::et, 2026, 11, 21, 14 * 60 + 30) == "21.11.2026 kell 14.30");
    CHECK(moment_text(Language::et, 2026, 11, 21, 9 * 60 + 5) == "21.11.2026 kell 9.05");
    CHECK(moment_text(Language::en, 2026, 11, 21, 14 * 60 + 30) == "21 November 2026, 14:30");
    CHECK(moment_text(Language::ru, 2026, 11, 21, 0) == "21.11.2026 в 00:00");
    CHECK(number_text(Language::et, 0) == "0");
    CHECK(number_text(Language::et, -999) == "-999");
    CHECK(number_text(Language::et, 1000) == "1\u00A0000");
    CHECK(number_text(Language::en, -1234567) == "-1,234,567");
    CHECK(number_text(Language::ru, std::numeric_limits<std::int64_t>::min()) == "-9\u00A0223\u00A0372\u00A0036\u00A0854\u00A0775\u00A0808");
}

TEST_CASE("paths carry the language") {
    Frame frame;
    frame.path = "/reports/1";
    frame.query = "?a=b";
    CHECK(frame.path_in(Language::ru) == "/ru/reports/1?a=b");
    CHECK(frame.to("/x") == "/et/x");
}

TEST_CASE("assets are served under the hash of their content") {
    std::vector<embedded::File> files = {{"app.css", "a{}"}, {"fonts/a.woff2", "x"}, {"LICENCE", "y"}};
    AssetNames names(files);
    std::string path = names.path("app.css");
    REQUIRE(path.size() == std::string("/assets/app-12345678.css").size());
    CHECK(path.starts_with("/assets/app-"));
    CHECK(path.ends_with(".css"));
    CHECK(names.file(path.substr(8)) == &files[0]);
    CHECK(names.file("app.css") == &files[0]);
    CHECK(names.file("app-00000000.css") == nullptr);
    CHECK(names.path("fonts/a.woff2").starts_with("/assets/fonts/a-"));
    CHECK(names.path("LICENCE").starts_with("/assets/LICENCE-"));
    CHECK(names.path("none.js") == "/assets/none.js");
    std::vector<embedded::File> other = {{"app.css", "b{}"}};
    CHECK(AssetNames(other).path("app.css") != path);
    for (const embedded::File& file : embedded::assets()) CHECK(asset_file(asset(file.name).substr(8)) == &file);
}
