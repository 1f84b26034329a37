// Photos that come with a request: uploads, and addresses that our server is asked to fetch.
#include <atomic>
#include <thread>

#include "doors/open311/open311_test_town.h"
#include "doors/open311/photo_fetch.h"

using namespace raekoda;
using namespace raekoda::doors::open311;

namespace {

// A server of somebody else, on this machine.
struct Elsewhere {
    std::shared_ptr<http::Router> router = std::make_shared<http::Router>();
    std::unique_ptr<http::Server> server;
    std::thread thread;
    std::atomic<int> asked{0};

    Elsewhere() {
        router->get("/photo.png", [this](const http::Request&) { ++asked; return http::Response::of_type("image/png", file("photo.png")); });
        router->get("/words", [this](const http::Request&) { ++asked; return http::Response::text("no picture"); });
        router->get("/gone", [this](const http::Request&) { ++asked; return http::Response::text("gone", 404); });
        router->get("/long", [this](const http::Request&) { ++asked; return http::Response::text(std::string(5000, 'x')); });
        router->get("/turn/{to}", [this](const http::Request& request) {
            ++asked;
            auto to = request.path_value("to");
            return http::Response::text("", 302).with_header("Location", to == "inside" ? "http://169.254.169.254/secret" : to == "file" ? "file:///etc/passwd" : "/" + to);
        });
        router->get("/round", [this](const http::Request&) { ++asked; return http::Response::text("", 302).with_header("Location", "/round"); });
        http::ServerOptions options;
        options.port = 0;
        options.workers = 2;
        server = http::Server::listen(options, router).value();
        thread = std::thread([this] { server->run(); });
    }
    ~Elsewhere() {
        server->stop();
        thread.join();
    }
    std::string at(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(server->port()) + path; }
};

bool this_machine_too(std::string_view address) { return address == "127.0.0.1"; }

http::Upload upload(std::string field, std::string content) { return {std::move(field), "x.png", "image/png", std::move(content)}; }

}  // namespace

TEST_CASE("addresses of the web") {
    for (const char* url : {"http://a.ee/x", "https://a.ee", "HTTPS://a.ee:8443/x?y#z", "http://[2a00::1]/"}) CHECK(is_web_address(url));
    for (const char* url : {"", "ftp://a.ee/x", "file:///etc/passwd", "http:/a.ee", "http://", "http:///x", "http://a:b@c.ee/", "http://a.ee@127.0.0.1/", "gopher://a",
                            "http://a.ee/ x", "http://a.ee\\@b/", "//a.ee/x", "data:image/png;base64,AA"}) {
        CAPTURE(url);
        CHECK_FALSE(is_web_address(url));
    }
}

TEST_CASE("fetching asks for every address and bounds size and turns") {
    Elsewhere elsewhere;
    std::vector<std::string> seen;
    auto fetch = [&](const std::string& path, std::size_t most = 100'000) {
        return fetch_photo(elsewhere.at(path), most, 5000, [&](std::string_view address) {
            seen.emplace_back(address);
            return this_machine_too(address);
        });
    };
    CHECK(fetch("/photo.png").value() == file("photo.png"));
    CHECK(seen == std::vector<std::string>{"127.0.0.1"});
    CHECK(fetch("/turn/photo.png").value() == file("photo.png"));
    CHECK(fetch("/gone").error().fault == Fault::unavailable);
    CHECK(fetch("/long", 4999).error().fault == Fault::too_large);
    CHECK(fetch("/round").error().fault == Fault::unavailable);
    CHECK(fetch("/turn/file").error().fault == Fault::invalid);
    seen.clear();
    CHECK(fetch("/turn/inside").error().fault == Fault::unavailable);
    CHECK(seen == std::vector<std::string>{"127.0.0.1", "169.254.169.254"});
    const int before = elsewhere.asked;
    CHECK_FALSE(fetch_photo(elsewhere.at("/photo.png"), 100'000, 5000, [](std::string_view) { return false; }));
    CHECK(elsewhere.asked == before);
}

TEST_CASE("a name that leads inside is not followed; the report is made and says so") {
    Elsewhere elsewhere;
    Town town(testing::sqlite_database());
    for (std::string url : {elsewhere.at("/photo.png"), "http://localhost:" + std::to_string(elsewhere.server->port()) + "/photo.png",
                            "http://2130706433:" + std::to_string(elsewhere.server->port()) + "/photo.png"}) {
        CAPTURE(url);
        auto post = town.post(town.good_post("&media_url=" + url_encoded(url)));
        REQUIRE_MESSAGE(post.status == 200, post.body);
        CHECK(json::text(Town::first(post), "service_notice").find("foto") != std::string::npos);
    }
    CHECK(elsewhere.asked == 0);
    CHECK(town.count() == 3);
}

TEST_CASE("media_url is fetched, media[] goes before it") {
    Elsewhere elsewhere;
    Open311Options options;
    options.may_fetch_from = this_machine_too;
    Town town(testing::sqlite_database(), project_catalogue(), options);
    auto shown = [&](const http::Response& post) {
        REQUIRE_MESSAGE(post.status == 200, post.body);
        return town.list("requests.json?jurisdiction_id={jurisdiction}&extensions=true&service_request_id=" + json::text(Town::first(post), "service_request_id"))[0].get_object();
    };
    auto two = shown(town.post(town.good_post("&media_url=" + url_encoded(elsewhere.at("/photo.png")) + "&media_url=" + url_encoded(elsewhere.at("/turn/photo.png")))));
    const auto url = json::text(two, "media_url");
    REQUIRE(url.starts_with("https://town.example/photos/"));
    CHECK(url.ends_with("/large"));
    CHECK(two["extended_attributes"].at("media_urls").get_array().size() == 2);
    const auto id = url.substr(28, url.size() - 28 - 6);
    CHECK(town.cases->photo(town.municipality, cases::PhotoId(id), true).value().value().jpeg.starts_with("\xFF\xD8"));

    for (const char* path : {"/words", "/gone"}) {
        auto post = town.post(town.good_post("&media_url=" + url_encoded(elsewhere.at(path))));
        CHECK(shown(post)["media_url"].is_null());
        CHECK(json::text(Town::first(post), "service_notice").find("foto") != std::string::npos);
    }
    const int before = elsewhere.asked;
    auto request = town.posting("requests.json", town.good_post("&media_url=" + url_encoded(elsewhere.at("/photo.png"))));
    request.files = {upload("media[]", file("photo.png")), upload("media", file("photo.png")), upload("other", "x")};
    CHECK(shown(town.ask(request))["extended_attributes"].at("media_urls").get_array().size() == 2);
    CHECK(elsewhere.asked == before);
    // Nothing is fetched for a request that is refused anyway.
    CHECK(town.post(town.filled("{bare}&lat={lat}&long={long}&media_url=") + url_encoded(elsewhere.at("/photo.png"))).status == 400);
    CHECK(elsewhere.asked == before);
}

TEST_CASE("an upload that is no picture is refused, too many are") {
    Town town(testing::sqlite_database());
    auto request = town.posting("requests.json", town.good_post());
    request.files = {upload("media[]", "no picture")};
    auto refused = town.ask(request);
    CHECK(refused.status == 400);
    CHECK(refused.body.find("media") != std::string::npos);
    request.files.assign(7, upload("media[]", file("photo.png")));
    CHECK(town.ask(request).status == 400);
    std::string many;
    for (int i = 0; i < 7; ++i) many += "&media_url=http://a.example/" + std::to_string(i);
    CHECK(town.post(town.good_post(many)).status == 400);
    CHECK(town.count() == 0);
}
