// What is offered to be sent once more, and to whom.
#include "doors/site/form_again.h"

#include <doctest/doctest.h>

namespace raekoda::doors::site {

namespace {

struct Late {
    http::Request request;
    Late() {
        request.method = http::Method::post, request.path = request.target = "/et/apply/x/y/z";
        request.headers.add("sec-fetch-site", "same-origin"), request.headers.add("sec-fetch-mode", "navigate");
        request.form.add("csrf", "old"), request.form.add("words", "Pikk <jutt>\nteisel real"), request.form.add("words", "veel");
    }
    std::optional<FormAgain> again() const {
        people::Visit visit{request, MunicipalityId("here"), {}, {}, {}, {}};
        visit.frame.origin = "https://town.example";
        return form_again(visit);
    }
};

}  // namespace

TEST_CASE("a form that came too late keeps what was typed, but the token") {
    Late late;
    auto again = late.again();
    REQUIRE(again);
    CHECK(again->action == "/et/apply/x/y/z");
    CHECK(again->fields == std::vector<std::pair<std::string, std::string>>{{"words", "Pikk <jutt>\nteisel real"}, {"words", "veel"}});
    CHECK(again->login_url.empty());
    CHECK_FALSE(again->files_lost);
    late.request.files.push_back({"files", "a.pdf", "application/pdf", "x"});
    late.request.headers.add("cookie", "raekoda_resident=over");
    again = late.again();
    CHECK(again->files_lost);
    CHECK(again->login_url == "/et/login");
}

TEST_CASE("an official whose session is over is led to where officials sign in") {
    Late late;
    late.request.path = late.request.target = "/et/desk/applications/T-2026-000001/note";
    late.request.headers.add("cookie", "raekoda_session=over");
    CHECK(late.again()->login_url == "/et/sign-in");
}

TEST_CASE("nothing is offered of another site's form, of scripts, of passwords, of too much") {
    for (auto [name, value] : {std::pair("sec-fetch-site", "cross-site"), std::pair("sec-fetch-site", "same-site"), std::pair("sec-fetch-mode", "cors")}) {
        Late late;
        late.request.headers = {};
        late.request.headers.add(name, value);
        CHECK_MESSAGE(!late.again(), name << " " << value);
    }
    Late old;  // a browser that says only where the form stood
    old.request.headers = {};
    CHECK_FALSE(old.again());
    old.request.headers.add("origin", "https://town.example.evil");
    CHECK_FALSE(old.again());
    old.request.headers = {};
    old.request.headers.add("origin", "https://town.example");
    CHECK(old.again());
    Late secret;
    secret.request.form.add("password", "x");
    CHECK_FALSE(secret.again());
    Late much;
    much.request.form.add("words", std::string((1 << 20) + 1, 'a'));
    CHECK_FALSE(much.again());
}

}  // namespace raekoda::doors::site
