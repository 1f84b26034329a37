#include <doctest/doctest.h>

#include "base/crypto.h"
#include "http/http.h"
#include "http/request_head.h"

using namespace raekoda;
using namespace raekoda::http;

TEST_CASE("urlencoded forms") {
    struct Case { std::string_view body; std::vector<std::pair<std::string, std::string>> fields; };
    const Case good[] = {
        {"", {}},
        {"a=1&b=2", {{"a", "1"}, {"b", "2"}}},
        {"a=1&a=2", {{"a", "1"}, {"a", "2"}}},
        {"nimi=J%C3%BCri+M%C3%A4gi", {{"nimi", "Jüri Mägi"}}},
        {"a", {{"a", ""}}},
        {"=x", {{"", "x"}}},
        {"&&a=b&&", {{"a", "b"}}},
        {"a=b=c", {{"a", "b=c"}}},
        {"%61%3D=%26", {{"a=", "&"}}},
        {"x=%00%FF", {{"x", std::string("\0\xFF", 2)}}},
    };
    for (const auto& one : good) {
        CAPTURE(one.body);
        auto fields = parse_urlencoded(one.body, 10);
        REQUIRE(fields.has_value());
        CHECK(fields->items() == one.fields);
    }
    for (std::string_view bad : {"a=%", "a=%4", "a=%zz", "%=1", "a=1&b=%g0"}) {
        CAPTURE(bad);
        auto fields = parse_urlencoded(bad, 10);
        REQUIRE_FALSE(fields.has_value());
        CHECK(fields.error().fault == Fault::invalid);
    }
    CHECK(parse_urlencoded("a&b&c", 3).has_value());
    CHECK(parse_urlencoded("a&b&c", 2).error().fault == Fault::too_large);
}

namespace {
RouteLimits upload_limits() {
    RouteLimits limits;
    limits.files = 2;
    limits.file_bytes = 20;
    limits.form_fields = 3;
    return limits;
}
const std::string name_part = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
std::string file_part(const std::string& name, const std::string& content) {
    return "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + name + "\"\r\nContent-Type: image/png\r\n\r\n" + content + "\r\n";
}
}  // namespace

TEST_CASE("multipart: text parts and files") {
    auto parts = parse_multipart("preamble\r\n" + name_part + "line\r\n--Bx\r\nline\r\n" + file_part("õ.png", std::string("\0\r\n--\r\n", 7)) +
                                     file_part("b.png", "") + name_part + "\r\n--B--\r\nepilogue",
                                 "B", upload_limits());
    REQUIRE(parts.has_value());
    REQUIRE(parts->form.items().size() == 2);
    CHECK(parts->form.get("a") == "line\r\n--Bx\r\nline");
    CHECK(parts->form.all("a")[1] == "");
    REQUIRE(parts->files.size() == 2);
    CHECK(parts->files[0].field == "f");
    CHECK(parts->files[0].file_name == "õ.png");
    CHECK(parts->files[0].content_type == "image/png");
    CHECK(parts->files[0].content == std::string("\0\r\n--\r\n", 7));
    CHECK(parts->files[1].content.empty());
}

TEST_CASE("multipart: an empty part may share its line end with the delimiter, a file input left empty is no file") {
    auto parts = parse_multipart(name_part + "--B--", "B", upload_limits());
    REQUIRE(parts.has_value());
    CHECK(parts->form.items().size() == 1);
    parts = parse_multipart(file_part("", "") + "--B--\r\n", "B", upload_limits());
    REQUIRE(parts.has_value());
    CHECK(parts->files.empty());
    CHECK(parts->form.items().empty());
    CHECK(parse_multipart("--B--\r\n", "B", upload_limits()).has_value());
}

TEST_CASE("multipart: names in quotes and in RFC 8187") {
    struct Case { std::string parameter, file_name; };
    const Case cases[] = {
        {R"(filename="a\"b\\c.png")", R"(a"b\c.png)"},
        {R"(filename="C:\temp\a.png")", R"(C:\temp\a.png)"},
        {"filename=plain.png", "plain.png"},
        {"filename=\"x.png\"; filename*=UTF-8''n%C3%A4gu.png", "nägu.png"},
        {"filename*=utf-8'et'%C3%B5.png; filename=\"x.png\"", "õ.png"},
        {"filename=\"a;b=c.png\"", "a;b=c.png"},
        {"filename=\"../../etc/passwd\"", "../../etc/passwd"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.parameter);
        auto parts = parse_multipart("--B\r\ncontent-disposition: form-data; name=f; " + one.parameter + "\r\n\r\nx\r\n--B--", "B", upload_limits());
        REQUIRE(parts.has_value());
        REQUIRE(parts->files.size() == 1);
        CHECK(parts->files[0].file_name == one.file_name);
    }
}

TEST_CASE("multipart: hostile and unfinished bodies are refused") {
    struct Case { std::string body; Fault fault; };
    std::string many;
    for (int i = 0; i < 4; ++i) many += name_part + "x\r\n";
    std::string long_head = "--B\r\nX: " + std::string(9000, 'x') + "\r\n\r\n";
    std::string many_headers = "--B\r\n";
    for (int i = 0; i < 20; ++i) many_headers += "X: y\r\n";
    const Case cases[] = {
        {"", Fault::invalid},
        {"no boundary at all", Fault::invalid},
        {"--B", Fault::invalid},
        {"--B\r\n", Fault::invalid},
        {"--B\n\n", Fault::invalid},
        {name_part, Fault::invalid},
        {name_part + "text", Fault::invalid},
        {name_part + "text\r\n--B", Fault::invalid},
        {name_part + "text\r\n--B-", Fault::invalid},
        {name_part + "text\r\n--B\r\n", Fault::invalid},
        {file_part("a", "123"), Fault::invalid},
        {"--B\r\n\r\nno headers\r\n--B--", Fault::invalid},
        {"--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--", Fault::invalid},
        {"--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--", Fault::invalid},
        {"--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--", Fault::invalid},
        {"--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--", Fault::invalid},
        {"--B\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--B--", Fault::invalid},
        {"--B\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\nx\r\n--B--", Fault::invalid},
        {std::string("--B\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nx\r\n--B--", 58), Fault::invalid},
        {"--B\r\nContent-Disposition: form-data; name=a; filename*=latin1''%E4\r\n\r\nx\r\n--B--", Fault::invalid},
        {"--B\r\nContent-Disposition: form-data; name=a; filename*=UTF-8''%E4\r\n\r\nx\r\n--B--", Fault::invalid},
        {"--B\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--B--", Fault::invalid},
        {"--B\r\n folded: x\r\n\r\nx\r\n--B--", Fault::invalid},
        {many + "--B--", Fault::too_large},
        {file_part("a", "1") + file_part("b", "2") + file_part("c", "3") + "--B--", Fault::too_large},
        {file_part("a", std::string(21, 'x')) + "--B--", Fault::too_large},
        {long_head, Fault::too_large},
        {many_headers + "\r\nx\r\n--B--", Fault::too_large},
    };
    for (const auto& one : cases) {
        CAPTURE(one.body);
        auto parts = parse_multipart(one.body, "B", upload_limits());
        REQUIRE_FALSE(parts.has_value());
        CHECK(parts.error().fault == one.fault);
    }
    CHECK(parse_multipart(file_part("a", std::string(20, 'x')) + "--B--", "B", upload_limits()).has_value());
    CHECK_FALSE(parse_multipart(file_part("a", "x") + "--B--", "B", RouteLimits{}).has_value());  // this route takes no files
}

TEST_CASE("the boundary of a content type") {
    CHECK(multipart_boundary("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxk") == "----WebKitFormBoundary7MA4YWxk");
    CHECK(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\"") == "a b:c");
    CHECK(multipart_boundary("multipart/form-data; boundary====x==") == "===x==");
    for (std::string_view bad : {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "text/plain; boundary=x",
                                 "multipart/form-data; boundary=\"a", "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=õ",
                                 "multipart/form-data; boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghh"}) {
        CAPTURE(bad);
        CHECK_FALSE(multipart_boundary(bad).has_value());
    }
}

TEST_CASE("request targets") {
    struct Case { std::string target; int status; std::string path; };
    const Case cases[] = {
        {"/", 0, "/"}, {"/et/teated?leht=2&leht=3", 0, "/et/teated"}, {"/otsing/%C3%B5un", 0, "/otsing/õun"}, {"/a//b", 0, "/a//b"},
        {"/...", 0, "/..."}, {"/a%20b", 0, "/a b"}, {"/otsing?q=õun", 0, "/otsing"},
        {"", 400, ""}, {"*", 400, ""}, {"http://evil.example/", 400, ""}, {"evil.example:443", 400, ""}, {"/a%00b", 400, ""},
        {"/a/../b", 400, ""}, {"/..", 400, ""}, {"/a/%2e%2E/b", 400, ""}, {"/./a", 400, ""}, {"/a%2Fb", 400, ""}, {"/a%2f", 400, ""},
        {"/a%5Cb", 400, ""}, {"/a\\b", 400, ""}, {"/%C3", 400, ""}, {"/%ff", 400, ""}, {"/%", 400, ""}, {"/%4", 400, ""}, {"/%zz", 400, ""},
        {"/a#b", 400, ""}, {"/a%0d%0aX:y", 400, ""}, {"/a?x=%", 400, ""}, {"/\xC3", 400, ""}, {"/" + std::string(9000, 'a'), 414, ""},
    };
    for (const auto& one : cases) {
        CAPTURE(one.target);
        Request request;
        CHECK(read_target(one.target, request) == one.status);
        if (one.status == 0) CHECK(request.path == one.path);
    }
    Request request;
    CHECK(read_target("/x?leht=2&leht=3&t=%C3%B5", request) == 0);
    CHECK(request.query.all("leht") == std::vector<std::string_view>{"2", "3"});
    CHECK(request.query.get("t") == "õ");
}

TEST_CASE("hosts") {
    struct Case { std::string_view authority; int status; std::string_view host; };
    const Case cases[] = {
        {"Linn.Example", 0, "linn.example"}, {"linn.example:8080", 0, "linn.example"}, {"linn.example.", 0, "linn.example"}, {"[::1]:80", 0, "[::1]"},
        {"127.0.0.1", 0, "127.0.0.1"}, {"linn.example:", 400, ""}, {"", 400, ""}, {"a b", 400, ""}, {"a/b", 400, ""}, {"a@b", 400, ""}, {"a:b", 400, ""},
        {"a:99999", 400, ""}, {"a:+80", 400, ""}, {"[::1", 400, ""}, {"[x]", 400, ""}, {":80", 400, ""}, {"a,b", 400, ""}, {"õ.example", 400, ""},
    };
    for (const auto& one : cases) {
        CAPTURE(one.authority);
        Request request;
        CHECK(read_host(one.authority, request) == one.status);
        if (one.status == 0) CHECK(request.host == one.host);
    }
}

TEST_CASE("forwarded addresses count only from trusted proxies") {
    ServerOptions options;
    options.trusted_proxies = {"10.0.0.1", "10.0.0.2"};
    auto read = [&](std::string_view peer, std::string forwarded, std::string protocol = "https") {
        Request request;
        request.headers.add("x-forwarded-for", std::move(forwarded));
        request.headers.add("x-forwarded-proto", std::move(protocol));
        read_forwarded(options, peer, request);
        return std::pair(request.peer, request.secure);
    };
    CHECK(read("10.0.0.1", "203.0.113.9") == std::pair(std::string("203.0.113.9"), true));
    CHECK(read("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2") == std::pair(std::string("203.0.113.9"), true));
    CHECK(read("10.0.0.1", "garbage, 10.0.0.2") == std::pair(std::string("10.0.0.2"), true));
    CHECK(read("10.0.0.1", "203.0.113.9", "http") == std::pair(std::string("203.0.113.9"), false));
    CHECK(read("198.51.100.7", "203.0.113.9") == std::pair(std::string("198.51.100.7"), false));
}

TEST_CASE("redirects stay on this site") {
    for (std::string_view good : {"/", "/et", "/et/teated?x=1#a", "/õun"}) {
        CAPTURE(good);
        CHECK(Response::redirect(good).header("location") == good);
    }
    for (std::string_view bad : {"", "//evil.example", "/\\evil.example", "\\\\evil", "https://evil.example", "javascript:alert(1)", "et", "/a\r\nX: y",
                                 "/a b", "/\tx", " /a", "/a\\b", "/\x7f", "/\xff"}) {
        CAPTURE(bad);
        CHECK(Response::redirect(bad).header("location") == "/");
    }
    CHECK(Response::redirect("/x").status == 303);
}

TEST_CASE("cookies") {
    Request request;
    request.headers.add("cookie", "a=1; session=x.y-z; b=\"q\"; bad=a\\b; asession=no");
    request.headers.add("cookie", "c=3");
    CHECK(request.cookie("session") == "x.y-z");
    CHECK(request.cookie("b") == "q");
    CHECK(request.cookie("bad") == "");
    CHECK(request.cookie("c") == "3");
    CHECK(request.cookie("sess") == "");

    Cookie cookie{"session", "abc"};
    cookie.max_age_seconds = 3600;
    Response response;
    response.with_cookie(cookie, true);
    CHECK(response.header("Set-Cookie") == "session=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
    Response other;
    other.with_cookie(Cookie{"lang", "et", -1, false, true, "/et"}, false);
    CHECK(other.header("set-cookie") == "lang=et; Path=/et; SameSite=Strict");
    CHECK_THROWS(other.with_cookie(Cookie{"a", "b; Domain=evil"}, true));
    CHECK_THROWS(other.with_cookie(Cookie{"a b", "c"}, true));
    CHECK_THROWS(other.with_cookie(Cookie{"a", "b\r\nX: y"}, true));
}

TEST_CASE("a header is set once, cookies add up") {
    Response response;
    response.with_header("X-A", "1").with_header("x-a", "2");
    CHECK(response.headers.size() == 1);
    CHECK(response.header("X-A") == "2");
    response.with_cookie({"a", "1"}, true).with_cookie({"b", "2"}, true);
    CHECK(response.headers.size() == 3);
}

TEST_CASE("signatures belong to key, purpose and value") {
    const std::string key(32, 'k');
    auto signature = sign(key, "csrf", "session-1");
    CHECK(verify(key, "csrf", "session-1", signature));
    CHECK_FALSE(verify(key, "csrf", "session-2", signature));
    CHECK_FALSE(verify(key, "form", "session-1", signature));
    CHECK_FALSE(verify(std::string(32, 'l'), "csrf", "session-1", signature));
    CHECK_FALSE(verify(key, "csrfs", "ession-1", signature));
    CHECK_FALSE(verify(key, "csrf", "session-1", ""));
    CHECK_THROWS(sign("short", "a", "b"));
}

TEST_CASE("the rate limiter counts each key by itself and refills with time") {
    double time = 100;
    RateLimiter limiter(2, 3, [&] { return time; });
    for (int i = 0; i < 3; ++i) CHECK(limiter.take("a") == 0);
    CHECK(limiter.take("a") == doctest::Approx(0.5));
    CHECK(limiter.take("b") == 0);
    time += 0.25;
    CHECK(limiter.take("a") == doctest::Approx(0.25));
    time += 0.25;
    CHECK(limiter.take("a") == 0);
    CHECK(limiter.take("a") > 0);
    time += 3600;
    for (int i = 0; i < 3; ++i) CHECK(limiter.take("a") == 0);
    CHECK(limiter.take("a") > 0);  // no more than the burst was saved up
    time -= 50;
    CHECK(limiter.take("a") > 0);  // a clock that goes back gives nothing
    CHECK(limiter.take("vip", 1, 1) == 0);
    CHECK(limiter.take("vip", 1, 1) == doctest::Approx(1));
    CHECK(limiter.take("never", 0, 1) == 0);
    CHECK(limiter.take("never", 0, 1) > 1000);
}

TEST_CASE("the rate limiter's memory is bounded and forgets who is full again") {
    double time = 0;
    RateLimiter limiter(1, 2, [&] { return time; });
    for (int i = 0; i < 200'000; ++i) limiter.take("flood" + std::to_string(i));
    CHECK(limiter.keys() <= 16 * 8192);
    time = 60;
    for (int i = 0; i < 100'000; ++i) limiter.take("same" + std::to_string(i % 1024));
    CHECK(limiter.keys() < 2000);
}

TEST_CASE("media types and words") {
    CHECK(mime_type_of("a/b.CSS") == "text/css; charset=utf-8");
    CHECK(mime_type_of("x.svg") == "image/svg+xml");
    CHECK(mime_type_of("none") == "application/octet-stream");
    CHECK(method_name(Method::del) == "DELETE");
    CHECK(reason_phrase(413) == "Content Too Large");
    CHECK(reason_phrase(299) == "Success");
}
