#include "doors/open311/arguments.h"

#include <doctest/doctest.h>

using namespace raekoda;
using namespace raekoda::doors::open311;

namespace {
Arguments read(std::string_view form, std::string_view query = "") {
    return read_arguments(http::parse_urlencoded(form, 500).value(), http::parse_urlencoded(query, 500).value());
}
using Texts = std::vector<std::string>;
}  // namespace

TEST_CASE("attributes in every spelling") {
    for (const char* form : {"attribute[a]=1&attribute[a]=2", "attribute[a][]=1&attribute[a][]=2", "attribute[a][0]=1&attribute[a][1]=2",
                             "attribute%5Ba%5D%5B%5D=1&attribute%5Ba%5D%5B%5D=2", "attribute[a][]=1&attribute%5ba%5d[7]=2", "+attribute[a]=1&attribute[a]+=2"}) {
        CAPTURE(form);
        CHECK(read(form).attributes.at("a") == Texts{"1", "2"});
    }
    CHECK(read("attribute[post-number]=T+12").attributes.at("post-number") == Texts{"T 12"});
    for (const char* form : {"attribute[]=1", "attribute[a=1", "attribute[a]b=1", "attribute=1", "attribute[a][b]=1", "attribute[a]=", "attribute[a]=+%0A"}) {
        CAPTURE(form);
        CHECK(read(form).attributes.empty());
    }
}

TEST_CASE("an empty argument is absent, the form goes before the query") {
    auto arguments = read("lat=+&long=26&media_url[]=a&media_url[]=b", "long=1&lat=58&status=open&status=");
    CHECK(arguments.get("lat") == "58");
    CHECK(arguments.get("long") == "26");
    CHECK(arguments.get("none").empty());
    CHECK(arguments.all("media_url") == Texts{"a", "b"});
    CHECK(arguments.list("status") == Texts{"open"});
    CHECK(read("a=1,+2,,1,3").list("a") == Texts{"1", "2", "3"});
    CHECK(read("a=%FF&b=1").unreadable == Texts{"a"});
}

TEST_CASE("moments need a zone") {
    const Instant utc = parse_iso("2026-09-01T08:00:00Z").value();
    for (const char* text : {"2026-09-01T08:00:00Z", "2026-09-01T11:00:00+03:00", "2026-09-01T11:00:00 03:00", " 2026-09-01T08:00:00Z "}) {
        CAPTURE(text);
        REQUIRE(moment_of(text));
        CHECK(*moment_of(text) == utc);
    }
    for (const char* text : {"", "2026-09-01", "2026-09-01T08:00:00", "2026-13-01T08:00:00Z", "yesterday"}) CHECK_FALSE(moment_of(text));
}

TEST_CASE("the period of requests: at most 90 days, one bound gives the other, ids override") {
    const Instant now = parse_iso("2026-09-21T12:00:00Z").value();
    auto filter_of = [&](const char* query, std::size_t wrong = 0) {
        std::vector<Wrong> wrongs;
        auto filter = read_filter(read("", query), now, wrongs);
        CAPTURE(query);
        CHECK(wrongs.size() == wrong);
        return filter.search;
    };
    auto plain = filter_of("");
    CHECK(plain.opened_from == parse_iso("2026-06-23T12:00:00Z"));
    CHECK_FALSE(plain.opened_to);
    CHECK(plain.limit == 1000);
    CHECK_FALSE(plain.open);
    CHECK(filter_of("start_date=2026-01-01T00:00:00Z").opened_to == parse_iso("2026-04-01T00:00:00Z"));
    CHECK(filter_of("end_date=2026-04-01T00:00:00Z").opened_from == parse_iso("2026-01-01T00:00:00Z"));
    filter_of("start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:00Z");
    filter_of("start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:01Z", 1);
    auto changed = filter_of("updated_after=2020-01-01T00:00:00Z");
    CHECK_FALSE(changed.opened_from);
    CHECK(changed.updated_from == parse_iso("2020-01-01T00:00:00Z"));
    CHECK(filter_of("status=OPEN").open == true);
    CHECK(filter_of("status=closed").open == false);
    auto page = filter_of("page=3&page_size=250");
    CHECK(page.offset == 500);
    CHECK(page.limit == 250);
    filter_of("page=100001", 1);
    filter_of("page=-1", 1);
    filter_of("page_size=1001", 1);
    auto ids = filter_of("service_request_id=2,1,2&status=wrong&start_date=x&page=0");
    CHECK(ids.numbers == Texts{"2", "1"});
    CHECK_FALSE(ids.opened_from);
}
