// The map's tree against counting one by one.
#include "cases/report_map.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace raekoda;
using namespace raekoda::cases;

namespace {

using Point = PointTree::Point;

struct Field {
    std::mt19937 random{20'261'121};
    std::map<std::string, Point> points;
    PointTree tree;

    double between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); }
    int one_of(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); }
    std::string number(int i) const {
        char buffer[16];
        std::snprintf(buffer, sizeof buffer, "2026-%06d", i);
        return buffer;
    }
    void put(int i) {
        Point p;
        p.number = number(i);
        // Half of them crowd in a few places, some in exactly one.
        const bool crowd = one_of(2) == 0;
        p.lat = crowd ? 58.38 + 0.01 * one_of(3) : between(58.2, 58.6);
        p.lon = crowd ? 26.72 + 0.02 * one_of(3) : between(26.4, 27.0);
        p.kind = "kind" + std::to_string(one_of(7));
        p.district = one_of(5) ? "district" + std::to_string(one_of(9)) : "";
        p.open = one_of(3) > 0;
        p.opened = *parse_iso("2024-01-15T12:00:00Z");
        p.opened = p.opened.plus_hours(24 * one_of(900));
        points[p.number] = p;
        tree.put(p);
    }
    void remove(int i) {
        points.erase(number(i));
        tree.remove(number(i));
    }
    static int month(Instant at) {
        auto day = local_time(at).date;
        return day.year * 12 + day.month - 1;
    }
    static bool fits(const Point& p, const BrowseFilter& f) {
        return (f.kind.empty() || p.kind == f.kind) && (f.district.empty() || p.district == f.district) && (!f.open || p.open == *f.open) &&
               (!f.from_month || month(p.opened) >= f.from_month) && (!f.to_month || month(p.opened) <= f.to_month);
    }
    BrowseFilter filter() {
        BrowseFilter f;
        if (one_of(2)) f.kind = "kind" + std::to_string(one_of(8));  // one that nobody has, too
        if (one_of(3) == 0) f.district = "district" + std::to_string(one_of(9));
        if (one_of(2)) f.open = one_of(2) == 0;
        if (one_of(3) == 0) f.from_month = 2024 * 12 + one_of(30);
        if (one_of(3) == 0) f.to_month = 2024 * 12 + one_of(36);
        return f;
    }
};

std::int64_t total(const std::vector<MapCluster>& clusters) {
    std::int64_t sum = 0;
    for (const auto& c : clusters) sum += c.count;
    return sum;
}

void compare_everything(Field& field, int rounds) {
    for (int round = 0; round < rounds; ++round) {
        auto filter = field.filter();
        std::int64_t expected = 0;
        for (const auto& [number, p] : field.points) expected += Field::fits(p, filter);
        for (int zoom : {0, 6, 9, 12, 15, 18, 22}) {
            CAPTURE(round);
            CAPTURE(zoom);
            auto clusters = field.tree.view({-180, -90, 180, 90, zoom, filter});
            CHECK(total(clusters) == expected);
            CHECK(clusters.size() <= PointTree::most_cells);
            // What stands alone is the report itself.
            for (const auto& c : clusters) {
                if (c.count != 1) {
                    CHECK(c.number.empty());
                    continue;
                }
                auto found = field.points.find(c.number.value);
                REQUIRE(found != field.points.end());
                CHECK(Field::fits(found->second, filter));
                CHECK(std::abs(c.lat - found->second.lat) < 1e-6);
                CHECK(std::abs(c.lon - found->second.lon) < 1e-6);
                CHECK(c.kind == found->second.kind);
                CHECK(c.open == found->second.open);
            }
        }
    }
}

}  // namespace

TEST_CASE("the whole map counts what there is, through additions, changes and removals") {
    Field field;
    for (int i = 1; i <= 3000; ++i) field.put(i);
    CHECK(field.tree.size() == 3000);
    compare_everything(field, 12);
    for (int i = 1; i <= 3000; i += 3) field.put(i);  // moved, closed, of another kind
    for (int i = 2; i <= 3000; i += 5) field.remove(i);
    field.tree.remove("2026-999999");
    CHECK(field.tree.size() == field.points.size());
    compare_everything(field, 12);
    for (int i = 1; i <= 3000; ++i) field.remove(i);
    CHECK(field.tree.size() == 0);
    CHECK(field.tree.view({-180, -90, 180, 90, 3, {}}).empty());
}

TEST_CASE("a view shows every report in it and few beyond its edge") {
    Field field;
    for (int i = 1; i <= 3000; ++i) field.put(i);
    for (int round = 0; round < 60; ++round) {
        auto filter = field.filter();
        const int zoom = 9 + field.one_of(10);
        const double width = 360.0 / std::ldexp(1.0, zoom) * 3, height = width / 2;
        const double west = field.between(26.4, 27.0), south = field.between(58.2, 58.6);
        MapView view{west, south, west + width, south + height, zoom, filter};
        // Cells at the edge are shown whole: a cell is a quarter of a tile wide.
        const double cell = 360.0 / std::ldexp(1.0, zoom + PointTree::cell_levels) * 1.001;
        std::int64_t inside = 0, around = 0;
        for (const auto& [number, p] : field.points) {
            if (!Field::fits(p, filter)) continue;
            inside += p.lon >= west && p.lon < west + width && p.lat >= south && p.lat < south + height;
            around += p.lon >= west - cell && p.lon < west + width + cell && p.lat >= south - cell && p.lat < south + height + cell;
        }
        auto clusters = field.tree.view(view);
        CAPTURE(round);
        CAPTURE(zoom);
        CHECK(total(clusters) >= inside);
        CHECK(total(clusters) <= around);
        CHECK(clusters.size() <= PointTree::most_cells);
    }
}

TEST_CASE("a view that makes no sense is empty") {
    Field field;
    field.put(1);
    CHECK(field.tree.view({27, 58, 26, 59, 10, {}}).empty());
    CHECK(field.tree.view({26, 59, 27, 58, 10, {}}).empty());
    CHECK(field.tree.view({26, NAN, 27, 58, 10, {}}).empty());
}

TEST_CASE("what is near, nearest first") {
    Field field;
    for (int i = 1; i <= 3000; ++i) field.put(i);
    for (int round = 0; round < 40; ++round) {
        const double lat = field.between(58.3, 58.45), lon = field.between(26.6, 26.85), metres = 30 + field.one_of(4000);
        const bool open_only = field.one_of(2);
        const std::string kind = field.one_of(2) ? "kind1" : "";
        std::vector<std::pair<double, std::string>> expected;
        for (const auto& [number, p] : field.points) {
            double distance = services::metres_between(lat, lon, p.lat, p.lon);
            if (distance <= metres && (kind.empty() || p.kind == kind) && (!open_only || p.open)) expected.emplace_back(distance, number);
        }
        std::sort(expected.begin(), expected.end());
        auto found = field.tree.near(lat, lon, metres, kind, open_only, 10'000);
        CAPTURE(round);
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) CHECK(std::abs(found[i].metres - expected[i].first) < 0.01);
        auto few = field.tree.near(lat, lon, metres, kind, open_only, 3);
        CHECK(few.size() == std::min<std::size_t>(3, expected.size()));
    }
}
