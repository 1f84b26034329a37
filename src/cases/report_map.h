// Reports on the map, in memory: a quadtree over web map tiles whose nodes count reports by kind, state, district and month, so a view costs
// as many nodes as it shows cells, however many reports there are. Fed from the tables and then from the journal.
#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <shared_mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "cases/cases.h"

namespace raekoda::cases {

// Points of one municipality. Not thread-safe.
class PointTree {
public:
    struct Point {
        double lat = 0, lon = 0;
        std::string number, kind, district;
        bool open = true;
        Instant opened;
    };
    PointTree();
    ~PointTree();
    void put(const Point&);                     // replaces the point with this number
    void remove(const std::string& number);
    std::size_t size() const { return points_.size(); }
    std::vector<MapCluster> view(const MapView&) const;
    struct Near {
        std::string number;
        double metres;
        std::string kind;
    };
    // Nearest first. kind empty: any.
    std::vector<Near> near(double lat, double lon, double metres, const std::string& kind, bool open_only, int limit) const;

    static constexpr int deepest = 22;            // level of a leaf that is never split
    static constexpr int leaf_capacity = 32;      // points
    static constexpr int cell_levels = 2;         // a cluster's cell is a tile this many levels deeper: 64 pixels
    static constexpr std::size_t most_cells = 1500;  // a view wide for its zoom gets larger cells

private:
    struct Node;
    struct Stored;
    struct Filter;
    Node* root() const { return root_.get(); }
    void insert(Node&, const Stored&);
    void erase(Node&, const Stored&);
    void visit_cells(const Node&, const MapView&, const Filter&, int level, std::vector<MapCluster>&) const;
    MapCluster single(const Stored&) const;
    std::uint32_t interned(std::vector<std::string>& names, const std::string& name);

    std::unique_ptr<Node> root_;
    std::unordered_map<std::uint32_t, Stored> points_;  // by packed number
    std::vector<std::string> kinds_, districts_;
};

class ReportMap {
public:
    explicit ReportMap(std::shared_ptr<journal::Journal> journal) : journal_(std::move(journal)) {}
    ~ReportMap() { stop(); }
    void start();
    void stop();
    bool ready() const { return ready_; }
    std::vector<MapCluster> view(const MunicipalityId&, const MapView&) const;
    std::vector<PointTree::Near> near(const MunicipalityId&, double lat, double lon, double metres, const std::string& kind, bool open_only, int limit) const;
    // Reads what was appended since the last time; for tests, and the thread's own step.
    Outcome catch_up();

private:
    Outcome load(const MunicipalityId&);
    Outcome refresh(const MunicipalityId&, const std::vector<std::string>& numbers);

    std::shared_ptr<journal::Journal> journal_;
    mutable std::shared_mutex mutex_;
    std::map<MunicipalityId, std::unique_ptr<PointTree>> trees_;
    std::map<MunicipalityId, std::int64_t> positions_;
    std::atomic<bool> ready_ = false, stopping_ = false;
    std::thread thread_;
};

}  // namespace raekoda::cases
