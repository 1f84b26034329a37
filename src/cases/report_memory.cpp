#include "cases/report_memory.h"

namespace raekoda::cases {

namespace {
std::string key_of(const MunicipalityId& municipality, const ReportNumber& number) { return municipality.value + "/" + number.value; }
}  // namespace

ReportMemory::Report ReportMemory::at_version(const MunicipalityId& municipality, const ReportNumber& number, std::int64_t version) {
    const std::string key = key_of(municipality, number);
    Shelf& shelf = shelf_of(key);
    std::lock_guard lock(shelf.mutex);
    if (auto found = shelf.young.find(key); found != shelf.young.end()) return found->second->report.version == version ? found->second : nullptr;
    auto found = shelf.old.find(key);
    if (found == shelf.old.end() || found->second->report.version != version) return nullptr;
    Report report = std::move(found->second);
    shelf.old.erase(found);
    keep(shelf, key, report);
    return report;
}

void ReportMemory::remember(const MunicipalityId& municipality, const ReportNumber& number, Report report) {
    if (report->happenings.size() > longest_history) return;
    const std::string key = key_of(municipality, number);
    Shelf& shelf = shelf_of(key);
    std::lock_guard lock(shelf.mutex);
    keep(shelf, key, std::move(report));
}

void ReportMemory::keep(Shelf& shelf, const std::string& key, Report report) {
    if (shelf.young.size() >= reports_a_shelf) {
        shelf.old = std::move(shelf.young);
        shelf.young.clear();
    }
    shelf.young[key] = std::move(report);
}

}  // namespace raekoda::cases
