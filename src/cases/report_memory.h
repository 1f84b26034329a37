// What reports looked like when they were last read, with their history, as everybody sees them. A report's version tells whether that is
// still so: every change of its rows, words and photos comes with an event of its own and raises it. Thread-safe. Inside the room only.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "cases/cases.h"

namespace raekoda::cases {

class ReportMemory {
public:
    using Report = std::shared_ptr<const Cases::ReportWithHistory>;
    Report at_version(const MunicipalityId&, const ReportNumber&, std::int64_t version);  // nullptr: not remembered, or another version
    void remember(const MunicipalityId&, const ReportNumber&, Report);

private:
    static constexpr std::size_t shelves = 8, reports_a_shelf = 256;  // two generations of these: 4,096 reports, some 3 KB each
    static constexpr std::size_t longest_history = 200;                // what is longer is read each time
    struct Shelf {
        std::mutex mutex;
        std::unordered_map<std::string, Report> young, old;  // the young become the old when there are enough of them
    };
    Shelf& shelf_of(const std::string& key) { return shelves_[std::hash<std::string>{}(key) % shelves]; }
    static void keep(Shelf&, const std::string& key, Report);
    std::array<Shelf, shelves> shelves_;
};

}  // namespace raekoda::cases
