#include <doctest/doctest.h>

#include <stdexcept>

#include "base/log.h"
#include "http/http.h"

using namespace raekoda;
using namespace raekoda::http;

namespace {
Handler says(std::string text) {
    return [text](const Request&) { return Response::text(text); };
}
Response ask(const Router& router, Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    auto match = router.match(method, request.path);
    return router.answer(request, match);
}
}  // namespace

TEST_CASE("patterns: literals win, names take one segment, rest takes all") {
    Router router;
    for (auto pattern : {"/", "/{lang}", "/{lang}/reports", "/{lang}/reports/new", "/{lang}/reports/{number}", "/{town}/reports/{id}/photos/{photo}",
                         "/assets/{path...}", "/assets/app.css", "/{lang}/help/"}) {
        router.get(pattern, says(pattern));
    }
    struct Case { std::string path, pattern; };
    const Case cases[] = {
        {"/", "/"}, {"/et", "/{lang}"}, {"/et/reports", "/{lang}/reports"}, {"/et/reports/new", "/{lang}/reports/new"},
        {"/et/reports/12", "/{lang}/reports/{number}"}, {"/assets/app.css", "/assets/app.css"}, {"/assets/a/b.js", "/assets/{path...}"},
        {"/assets", "/{lang}"}, {"/et/reports/new/photos/3", "/{town}/reports/{id}/photos/{photo}"}, {"/et/help/", "/{lang}/help/"},
        {"/et/help", ""}, {"/et/reports/", ""}, {"//", ""}, {"/et/nothing", ""}, {"/assets/", ""}, {"", ""}, {"et", ""},
    };
    for (const auto& one : cases) {
        CAPTURE(one.path);
        CHECK(router.match(Method::get, one.path).pattern == one.pattern);
    }
    auto match = router.match(Method::get, "/et/reports/õ-1/photos/3");
    CHECK(match.path_values == std::map<std::string, std::string>{{"town", "et"}, {"id", "õ-1"}, {"photo", "3"}});
    CHECK(router.match(Method::get, "/assets/a/b/c").path_values.at("path") == "a/b/c");
    std::string deep = "/assets";
    for (int i = 0; i < 1000; ++i) deep += "/x";
    CHECK(router.match(Method::get, deep).handler == nullptr);
}

TEST_CASE("methods: HEAD by GET, OPTIONS, 405 with Allow, 404") {
    Router router;
    router.get("/a", says("get"));
    router.post("/a", says("post"));
    router.post("/{x}", says("post x"));
    router.on(Method::del, "/d", says("deleted"));
    CHECK(ask(router, Method::get, "/a").body == "get");
    CHECK(ask(router, Method::head, "/a").body == "get");
    CHECK(ask(router, Method::post, "/d").body == "post x");  // the literal has no POST, the name has
    auto refused = ask(router, Method::put, "/a");
    CHECK(refused.status == 405);
    CHECK(refused.header("Allow") == "GET, HEAD, POST, OPTIONS");
    auto options = ask(router, Method::options, "/a");
    CHECK(options.status == 204);
    CHECK(options.header("Allow") == "GET, HEAD, POST, OPTIONS");
    CHECK(ask(router, Method::get, "/x/y").status == 404);
    CHECK(ask(router, Method::options, "/x/y").status == 404);
}

TEST_CASE("mistakes in patterns are bugs") {
    Router router;
    router.get("/a/{x}", says(""));
    CHECK_THROWS_AS(router.get("/a/{y}", says("")), std::logic_error);
    CHECK_THROWS_AS(router.get("a", says("")), std::logic_error);
    CHECK_THROWS_AS(router.get("/{x...}/b", says("")), std::logic_error);
    CHECK_NOTHROW(router.post("/a/{y}", says("")));
    CHECK(router.match(Method::post, "/a/1").path_values.count("y") == 1);
}

TEST_CASE("before, after and the error page") {
    log::set_level(log::Level::error);
    Router router;
    router.get("/ok", says("ok"));
    router.get("/closed", says("never"));
    router.get("/throws", [](const Request&) -> Response { throw std::runtime_error("bug (this test means it)"); });
    int asked = 0;
    router.before([&](const Request& request) -> std::optional<Response> {
        ++asked;
        if (request.path == "/closed") return Response::text("sign in", 401);
        return std::nullopt;
    });
    router.after([](const Request&, Response& response) { response.with_header("X-Safe", "yes"); });
    router.on_error([](const Request&, int status) { return Response::html("<p>" + std::to_string(status)); });
    CHECK(ask(router, Method::get, "/ok").header("X-Safe") == "yes");
    CHECK(ask(router, Method::get, "/closed").body == "sign in");
    CHECK(asked == 2);
    auto missing = ask(router, Method::get, "/none");
    CHECK(asked == 2);
    CHECK(missing.status == 404);
    CHECK(missing.body == "<p>404");
    CHECK(missing.header("X-Safe") == "yes");
    auto broken = ask(router, Method::get, "/throws");
    CHECK(broken.status == 500);
    CHECK(broken.body == "<p>500");
    CHECK(router.error_response({}, 413).header("X-Safe") == "yes");
    router.on_error([](const Request&, int) -> Response { throw std::runtime_error("so is the page (this test means it)"); });
    CHECK(ask(router, Method::get, "/none").body == "404 Not Found\n");
    router.after([](const Request&, Response&) { throw std::runtime_error("and the last step (this test means it)"); });
    CHECK(ask(router, Method::get, "/ok").status == 500);
}
