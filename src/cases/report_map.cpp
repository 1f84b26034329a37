#include "cases/report_map.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/log.h"
#include "base/text.h"
#include "cases/report_events.h"
#include "cases/report_memory.h"
#include "cases/report_queries_sql.h"
#include "cases/report_rows.h"

namespace raekoda::cases {

namespace {

constexpr double pi = 3.14159265358979323846;

// Web map plane (EPSG:3857), 0 to 1 from the north-west corner.
double plane_x(double lon) { return (lon + 180) / 360; }
double plane_y(double lat) {
    double s = std::sin(std::clamp(lat, -85.05, 85.05) * pi / 180);
    return 0.5 - std::log((1 + s) / (1 - s)) / (4 * pi);
}
double lon_of(double x) { return x * 360 - 180; }
double lat_of(double y) { return std::atan(std::sinh(pi * (1 - 2 * y))) * 180 / pi; }

// What a report is counted by, in one number: district 8 bits, kind 8, open 1, month 12.
std::uint32_t key_of(std::uint32_t district, std::uint32_t kind, bool open, int month) {
    return district << 24 | kind << 16 | static_cast<std::uint32_t>(open) << 15 | (static_cast<std::uint32_t>(month) & 0xFFF);
}
constexpr int month_base = 1990 * 12;  // months are kept as an offset, to fit

std::uint32_t packed_number(std::string_view number) {
    // "2026-000123": 12 bits for the year, 20 for the rest.
    auto year = parse_integer(number.substr(0, 4)).value_or(0), rest = number.size() > 5 ? parse_integer(number.substr(5)).value_or(0) : 0;
    return static_cast<std::uint32_t>(year & 0xFFF) << 20 | static_cast<std::uint32_t>(rest & 0xFFFFF);
}
std::string unpacked_number(std::uint32_t packed) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%04u-%06u", packed >> 20, packed & 0xFFFFF);
    return buffer;
}

}  // namespace

struct PointTree::Stored {
    double x, y;  // plane
    std::uint32_t number, key;
};

struct PointTree::Filter {
    int kind = -1, district = -1;  // -1: any; -2: none has it
    std::optional<bool> open;
    std::uint32_t from_month = 0, to_month = 0xFFF;
    bool everything() const { return kind == -1 && district == -1 && !open && from_month == 0 && to_month == 0xFFF; }
    bool matches(std::uint32_t key) const {
        if (kind != -1 && static_cast<int>(key >> 16 & 0xFF) != kind) return false;
        if (district != -1 && static_cast<int>(key >> 24) != district) return false;
        if (open && static_cast<bool>(key >> 15 & 1) != *open) return false;
        return (key & 0xFFF) >= from_month && (key & 0xFFF) <= to_month;
    }
};

struct PointTree::Node {
    double x = 0, y = 0, size = 1;  // upper left corner and side, plane
    int level = 0;
    std::int64_t count = 0;
    double sum_x = 0, sum_y = 0;
    std::vector<std::pair<std::uint32_t, std::int32_t>> counts;  // by key, sorted
    std::array<std::unique_ptr<Node>, 4> children;
    std::vector<Stored> points;  // of a leaf
    bool leaf = true;

    void add(const Stored& p, int sign) {
        count += sign;
        sum_x += sign * p.x;
        sum_y += sign * p.y;
        auto at = std::lower_bound(counts.begin(), counts.end(), p.key, [](const auto& entry, std::uint32_t key) { return entry.first < key; });
        if (at == counts.end() || at->first != p.key) at = counts.insert(at, {p.key, 0});
        at->second += sign;
        if (at->second <= 0) counts.erase(at);
    }
    std::int64_t matching(const Filter& filter) const {
        if (filter.everything()) return count;
        std::int64_t n = 0;
        for (const auto& [key, c] : counts)
            if (filter.matches(key)) n += c;
        return n;
    }
    int child_of(const Stored& p) const { return (p.x >= x + size / 2 ? 1 : 0) + (p.y >= y + size / 2 ? 2 : 0); }
    Node& child(int which) {
        if (!children[static_cast<std::size_t>(which)]) {
            auto made = std::make_unique<Node>();
            made->size = size / 2;
            made->x = x + (which & 1 ? made->size : 0);
            made->y = y + (which & 2 ? made->size : 0);
            made->level = level + 1;
            children[static_cast<std::size_t>(which)] = std::move(made);
        }
        return *children[static_cast<std::size_t>(which)];
    }
    bool touches(double west, double north, double east, double south) const { return x < east && x + size > west && y < south && y + size > north; }
    template <class F> void each_point(const F& f) const {
        for (const auto& p : points) f(p);
        for (const auto& c : children)
            if (c) c->each_point(f);
    }
};

PointTree::PointTree() : root_(std::make_unique<Node>()) {}
PointTree::~PointTree() = default;

std::uint32_t PointTree::interned(std::vector<std::string>& names, const std::string& name) {
    auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
        // The key has room for 256; what comes after shares the last place, so filters may show too much but never lose a report.
        if (names.size() >= 255) return 255;
        at = names.insert(names.end(), name);
    }
    return static_cast<std::uint32_t>(at - names.begin());
}

void PointTree::insert(Node& start, const Stored& p) {
    for (Node* node = &start;;) {
        node->add(p, +1);
        if (!node->leaf) {
            node = &node->child(node->child_of(p));
            continue;
        }
        node->points.push_back(p);
        if (node->points.size() > leaf_capacity && node->level < deepest) {
            node->leaf = false;
            std::vector<Stored> moving = std::move(node->points);
            node->points = {};
            for (const auto& q : moving) insert(node->child(node->child_of(q)), q);
        }
        return;
    }
}

void PointTree::erase(Node& start, const Stored& p) {
    for (Node* node = &start;;) {
        node->add(p, -1);
        if (node->leaf) {
            std::erase_if(node->points, [&](const Stored& q) { return q.number == p.number; });
            return;
        }
        node = &node->child(node->child_of(p));
    }
}

void PointTree::put(const Point& point) {
    Stored stored{plane_x(point.lon), plane_y(point.lat), packed_number(point.number), 0};
    auto local = local_time(point.opened).date;
    stored.key = key_of(interned(districts_, point.district), interned(kinds_, point.kind), point.open,
                        std::clamp(local.year * 12 + local.month - 1 - month_base, 0, 0xFFF));
    auto [at, added] = points_.try_emplace(stored.number, stored);
    if (!added) {
        erase(*root_, at->second);
        at->second = stored;
    }
    insert(*root_, stored);
}

void PointTree::remove(const std::string& number) {
    auto at = points_.find(packed_number(number));
    if (at == points_.end()) return;
    erase(*root_, at->second);
    points_.erase(at);
}

MapCluster PointTree::single(const Stored& p) const {
    MapCluster c;
    c.lat = lat_of(p.y);
    c.lon = lon_of(p.x);
    c.count = 1;
    c.west = c.east = c.lon;
    c.south = c.north = c.lat;
    c.number = ReportNumber(unpacked_number(p.number));
    std::size_t kind = p.key >> 16 & 0xFF;
    if (kind < kinds_.size()) c.kind = kinds_[kind];
    c.open = p.key >> 15 & 1;
    return c;
}

void PointTree::visit_cells(const Node& node, const MapView& view, const Filter& filter, int level, std::vector<MapCluster>& out) const {
    if (!node.count || !node.touches(plane_x(view.west), plane_y(view.north), plane_x(view.east), plane_y(view.south))) return;
    if (node.level < level && !node.leaf) {
        for (const auto& child : node.children)
            if (child) visit_cells(*child, view, filter, level, out);
        return;
    }
    if (node.level < level) {
        // A leaf above the level of the cells: few points, grouped here.
        std::map<std::pair<std::int64_t, std::int64_t>, std::vector<const Stored*>> cells;
        const double scale = std::ldexp(1.0, level), cell_size = 1 / scale;
        const double west = plane_x(view.west) - cell_size, east = plane_x(view.east), north = plane_y(view.north) - cell_size, south = plane_y(view.south);
        for (const auto& p : node.points) {
            const double x = std::floor(p.x * scale), y = std::floor(p.y * scale);
            // Only cells that touch the view, as for nodes.
            if (x * cell_size <= west || x * cell_size >= east || y * cell_size <= north || y * cell_size >= south) continue;
            if (filter.matches(p.key)) cells[{static_cast<std::int64_t>(x), static_cast<std::int64_t>(y)}].push_back(&p);
        }
        for (const auto& [cell, members] : cells) {
            if (members.size() == 1) {
                out.push_back(single(*members.front()));
                continue;
            }
            MapCluster c;
            c.count = static_cast<std::int64_t>(members.size());
            double left = 1, right = 0, top = 1, bottom = 0, sx = 0, sy = 0;
            for (const auto* p : members) {
                left = std::min(left, p->x), right = std::max(right, p->x), top = std::min(top, p->y), bottom = std::max(bottom, p->y);
                sx += p->x, sy += p->y;
            }
            c.lat = lat_of(sy / static_cast<double>(c.count)), c.lon = lon_of(sx / static_cast<double>(c.count));
            c.west = lon_of(left), c.east = lon_of(right), c.north = lat_of(top), c.south = lat_of(bottom);
            out.push_back(c);
        }
        return;
    }
    std::int64_t n = node.matching(filter);
    if (n == 0) return;
    if (n == 1) {
        const Stored* only = nullptr;
        node.each_point([&](const Stored& p) {
            if (filter.matches(p.key)) only = &p;
        });
        if (only) out.push_back(single(*only));
        return;
    }
    MapCluster c;
    c.count = n;
    c.lat = lat_of(node.sum_y / static_cast<double>(node.count)), c.lon = lon_of(node.sum_x / static_cast<double>(node.count));
    c.west = lon_of(node.x), c.east = lon_of(node.x + node.size), c.north = lat_of(node.y), c.south = lat_of(node.y + node.size);
    out.push_back(c);
}

std::vector<MapCluster> PointTree::view(const MapView& view) const {
    std::vector<MapCluster> out;
    if (!(view.west < view.east) || !(view.south < view.north)) return out;
    auto index_of = [](const std::vector<std::string>& names, const std::string& name) {
        if (name.empty()) return -1;
        auto at = std::find(names.begin(), names.end(), name);
        return at == names.end() ? -2 : static_cast<int>(at - names.begin());
    };
    Filter filter{index_of(kinds_, view.filter.kind), index_of(districts_, view.filter.district), view.filter.open};
    if (view.filter.from_month) filter.from_month = static_cast<std::uint32_t>(std::clamp(view.filter.from_month - month_base, 0, 0xFFF));
    if (view.filter.to_month) filter.to_month = static_cast<std::uint32_t>(std::clamp(view.filter.to_month - month_base, 0, 0xFFF));
    int level = std::clamp(view.zoom, 0, 20) + cell_levels;
    double width = plane_x(view.east) - plane_x(view.west), height = plane_y(view.south) - plane_y(view.north);
    while (level > 0 && width * height * std::ldexp(1.0, 2 * level) > static_cast<double>(most_cells)) --level;
    visit_cells(*root_, view, filter, level, out);
    return out;
}

std::vector<PointTree::Near> PointTree::near(double lat, double lon, double metres, const std::string& kind, bool open_only, int limit) const {
    double degrees = metres / 111'320.0, wide = degrees / std::max(0.05, std::cos(lat * pi / 180));
    double west = plane_x(lon - wide), east = plane_x(lon + wide), north = plane_y(lat + degrees), south = plane_y(lat - degrees);
    std::vector<Near> found;
    auto visit = [&](const auto& self, const Node& node) -> void {
        if (!node.count || !node.touches(west, north, east, south)) return;
        for (const auto& p : node.points) {
            if (open_only && !(p.key >> 15 & 1)) continue;
            std::size_t k = p.key >> 16 & 0xFF;
            if (!kind.empty() && (k >= kinds_.size() || kinds_[k] != kind)) continue;
            double distance = services::metres_between(lat, lon, lat_of(p.y), lon_of(p.x));
            if (distance <= metres) found.push_back({unpacked_number(p.number), distance, k < kinds_.size() ? kinds_[k] : ""});
        }
        for (const auto& child : node.children)
            if (child) self(self, *child);
    };
    visit(visit, *root_);
    std::sort(found.begin(), found.end(), [](const Near& a, const Near& b) { return std::pair(a.metres, a.number) < std::pair(b.metres, b.number); });
    if (static_cast<int>(found.size()) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
}

// --- following ---

namespace {
struct MapRow {
    PointTree::Point point;
    bool shown;
};
MapRow map_row(const store::Row& row) {
    return {{row.number(1), row.number(2), std::string(row.text(0)), std::string(row.text(3)), std::string(row.text(4)), row.text(5) != "closed", Instant{row.integer(6)}},
            row.text(7) == visibility_name(Visibility::open)};
}
}  // namespace

void ReportMap::start() {
    thread_ = std::thread([this] {
        while (!stopping_) {
            if (auto done = catch_up(); !done) log::warning("map.follow_failed", {{"detail", done.error().detail}});
            else ready_ = true;
            if (!stopping_) journal_->wait_for_news(std::chrono::milliseconds(500));
        }
    });
}

void ReportMap::stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

Outcome ReportMap::catch_up() {
    constexpr int batch = 500;
    for (const auto& municipality : TRY(journal_->municipalities())) {
        if (!positions_.count(municipality)) {
            // The position first: what is appended while the table is read is read again from the journal.
            std::int64_t position = TRY(journal_->head(municipality));
            TRY(load(municipality));
            positions_[municipality] = position;
        }
        for (;;) {
            auto events = TRY(journal_->after(municipality, positions_[municipality], batch));
            if (events.empty()) break;
            std::vector<std::string> numbers;
            for (const auto& event : events)
                if (auto number = number_of_stream(event.stream)) numbers.push_back(number->value);
            std::sort(numbers.begin(), numbers.end());
            numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
            TRY(refresh(municipality, numbers));
            positions_[municipality] = events.back().position;
            if (static_cast<int>(events.size()) < batch) break;
        }
    }
    return {};
}

Outcome ReportMap::load(const MunicipalityId& municipality) {
    constexpr int batch = 5000;
    auto tree = std::make_unique<PointTree>();
    for (std::string last;;) {
        int count = 0;
        TRY(journal_->database().read([&](store::Session& session) {
            return session.each(
                sql::map_points_after,
                [&](const store::Row& row) {
                    auto item = map_row(row);
                    last = item.point.number;
                    ++count;
                    if (item.shown) tree->put(item.point);
                },
                municipality.value, last, batch);
        }));
        if (count < batch || stopping_) break;
    }
    std::unique_lock lock(mutex_);
    trees_[municipality] = std::move(tree);
    return {};
}

Outcome ReportMap::refresh(const MunicipalityId& municipality, const std::vector<std::string>& numbers) {
    std::vector<MapRow> rows;
    TRY(journal_->database().read([&](store::Session& session) -> Outcome {
        for (const auto& number : numbers)
            TRY(session.each(sql::map_point, [&](const store::Row& row) { rows.push_back(map_row(row)); }, municipality.value, number));
        return {};
    }));
    std::unique_lock lock(mutex_);
    auto& tree = *trees_[municipality];
    for (const auto& row : rows) {
        if (row.shown) tree.put(row.point);
        else tree.remove(row.point.number);
    }
    return {};
}

std::vector<MapCluster> ReportMap::view(const MunicipalityId& municipality, const MapView& wanted) const {
    std::shared_lock lock(mutex_);
    auto tree = trees_.find(municipality);
    return tree == trees_.end() ? std::vector<MapCluster>{} : tree->second->view(wanted);
}

std::vector<PointTree::Near> ReportMap::near(const MunicipalityId& municipality, double lat, double lon, double metres, const std::string& kind,
                                             bool open_only, int limit) const {
    std::shared_lock lock(mutex_);
    auto tree = trees_.find(municipality);
    return tree == trees_.end() ? std::vector<PointTree::Near>{} : tree->second->near(lat, lon, metres, kind, open_only, limit);
}

// --- Cases' part ---

Cases::Cases(std::shared_ptr<journal::Journal> journal, std::shared_ptr<people::People> people, CatalogueNow catalogue)
    : journal_(std::move(journal)), people_(std::move(people)), catalogue_(std::move(catalogue)), map_(std::make_shared<ReportMap>(journal_)),
      memory_(std::make_shared<ReportMemory>()) {}
Cases::~Cases() { map_->stop(); }
void Cases::start_following() { map_->start(); }
void Cases::stop_following() { map_->stop(); }
bool Cases::map_ready() const { return map_->ready(); }
std::vector<MapCluster> Cases::map(const MunicipalityId& municipality, const MapView& wanted) { return map_->view(municipality, wanted); }

std::map<std::string, int> Cases::kinds_near(const MunicipalityId& municipality, double lat, double lon, double metres) {
    std::map<std::string, int> counts;
    for (const auto& near : map_->near(municipality, lat, lon, metres, "", false, 200)) ++counts[near.kind];
    return counts;
}

Result<std::vector<NearbyReport>> Cases::nearby(const MunicipalityId& municipality, double lat, double lon, double metres, const std::string& kind,
                                                bool open_only, int limit) {
    auto near = map_->near(municipality, lat, lon, metres, kind, open_only, limit);
    std::vector<NearbyReport> found;
    TRY(journal_->database().read([&](store::Session& session) -> Outcome {
        for (const auto& item : near) {
            auto line = TRY(session.first(sql::line_by_number, line_from, municipality.value, item.number));
            if (line && line->visibility == Visibility::open) found.push_back({line->number, item.metres, std::move(*line)});
        }
        return {};
    }));
    return found;
}

}  // namespace raekoda::cases
