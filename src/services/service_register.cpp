// Reading: which version holds. The book is read again when something was published, here or by another node.
#include "services/service_register.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "base/log.h"
#include "base/text.h"
#include "services/decorated_catalogue.h"
#include "services/service_folder.h"
#include "services/service_register_events.h"
#include "services/service_register_queries_sql.h"

namespace raekoda::services {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto look_again_after = std::chrono::seconds(2);
constexpr std::size_t most_missing_known = 1000;

Date day(std::string_view iso) { return Date::from_iso(iso).value_or(Date{1900, 1, 1}); }

}  // namespace

ServiceDraft draft_of(const store::Row& row) {
    ServiceDraft out;
    out.service = row.text(0);
    out.version = row.integer(1);
    if (auto files = json::parse(row.text(2), 64u << 20); files && files->is_object()) out.files = files_of(files->get_object());
    out.based_on = row.text(3);
    out.waiting = row.integer(4) != 0;
    for (auto one : split(row.text(5), ',')) out.editors.emplace_back(one);
    out.valid_from = day(row.text(6));
    out.note = row.text(7);
    out.answer = row.text(8);
    out.changed = Instant{row.integer(9)};
    return out;
}

struct ServiceRegister::Memory {
    std::mutex mutex;
    struct Known {
        std::shared_ptr<const Snapshot> snapshot;
        Clock::time_point looked{};
    };
    std::map<std::string, Known> municipalities;
    std::map<std::string, std::shared_ptr<const Service>> versions;  // municipality/service/version: read from kept files
    std::map<std::string, Clock::time_point> missing;                // looked for a moment ago and not there
    std::shared_ptr<const Catalogue> published;
    std::vector<std::shared_ptr<const Snapshot>> published_of;  // by municipality: what it was made of
};

ServiceRegister::ServiceRegister(std::shared_ptr<journal::Journal> journal, CatalogueNow catalogue)
    : journal_(std::move(journal)), catalogue_(std::move(catalogue)), memory_(std::make_unique<Memory>()) {}
ServiceRegister::~ServiceRegister() = default;

void ServiceRegister::forget(const MunicipalityId& municipality) {
    std::lock_guard lock(memory_->mutex);
    memory_->municipalities[municipality.value].looked = {};
}

std::shared_ptr<const ServiceRegister::Snapshot> ServiceRegister::snapshot(const MunicipalityId& municipality) const {
    std::shared_ptr<const Snapshot> before;
    {
        std::lock_guard lock(memory_->mutex);
        auto& known = memory_->municipalities[municipality.value];
        if (known.snapshot && Clock::now() - known.looked < look_again_after && known.snapshot->catalogue == catalogue_()) return known.snapshot;
        before = known.snapshot;
    }
    auto read = read_snapshot(municipality, before);
    if (!read) {
        log::warning("services.register_unread", {{"detail", read.error().detail}});
        if (before) return before;
        auto nothing = std::make_shared<Snapshot>();
        nothing->catalogue = catalogue_();
        return nothing;
    }
    std::lock_guard lock(memory_->mutex);
    memory_->municipalities[municipality.value] = {*read, Clock::now()};
    return *read;
}

Result<std::shared_ptr<const ServiceRegister::Snapshot>> ServiceRegister::read_snapshot(const MunicipalityId& municipality, const std::shared_ptr<const Snapshot>& before) const {
    auto catalogue = catalogue_();
    struct Row {
        std::string service, version, valid_from, slot, origin;
        std::int64_t sequence;
    };
    std::int64_t changed = 0;
    std::vector<Row> rows;
    TRY(journal_->database().read([&](store::Session& session) -> Outcome {
        changed = TRY(session.first(sql::newest_service_change, [](const store::Row& row) { return row.integer(0); }, municipality.value)).value_or(0);
        if (before && before->changed == changed && before->catalogue == catalogue) return {};
        rows = TRY(session.all(sql::service_publications_in_force, [](const store::Row& row) {
            return Row{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)), row.integer(2)};
        }, municipality.value));
        return {};
    }));
    if (before && before->changed == changed && before->catalogue == catalogue) return before;
    auto made = std::make_shared<Snapshot>();
    made->changed = changed;
    made->catalogue = catalogue;
    // What was published since may be a version that is known, with other examples.
    auto is_known = [&](const Row& row) {
        if (!before) return true;
        auto found = before->services.find(row.service);
        return found != before->services.end() && std::any_of(found->second.lines.begin(), found->second.lines.end(), [&](const auto& line) { return line.sequence == row.sequence; });
    };
    for (const auto& row : rows)
        if (!is_known(row)) {
            std::lock_guard lock(memory_->mutex);
            memory_->versions.erase(municipality.value + "/" + row.service + "/" + row.version);
        }
    for (const auto& row : rows) {
        auto service = kept_version(municipality, row.service, row.version, row.origin == "catalogue");
        if (!service) {
            log::warning("services.version_unread", {{"service", row.service}, {"version", row.version}, {"detail", service.error().detail}});
            continue;
        }
        auto& lines = made->services[row.service];
        lines.lines.push_back({day(row.valid_from), row.sequence, *service});
        lines.of_files |= row.origin == "catalogue";
    }
    return std::shared_ptr<const Snapshot>(made);
}

// Who the catalogue took away is not offered any more; its versions stay for the applications that began with them. A service of the desk needs no files.
bool ServiceRegister::Snapshot::offers(std::string_view id, const MunicipalityId& municipality) const {
    auto found = services.find(id);
    if (found != services.end() && !found->second.of_files) return true;
    const auto& variants = catalogue->service_variants(municipality);
    return std::any_of(variants.begin(), variants.end(), [&](const auto& one) { return one.front()->id == id; });
}

bool ServiceRegister::has(const MunicipalityId& municipality, std::string_view id) const {
    auto known = snapshot(municipality);
    return known->services.contains(id) || known->offers(id, municipality);
}

std::vector<std::shared_ptr<const Service>> ServiceRegister::services(const MunicipalityId& municipality, Date on) const {
    auto known = snapshot(municipality);
    std::set<std::string_view> ids;
    for (const auto& variants : known->catalogue->service_variants(municipality)) ids.insert(variants.front()->id);
    for (const auto& [id, lines] : known->services) ids.insert(id);
    std::vector<std::shared_ptr<const Service>> out;
    for (auto id : ids)
        if (auto one = service(municipality, id, on)) out.push_back(std::move(one));
    return out;
}

std::shared_ptr<const Service> ServiceRegister::service(const MunicipalityId& municipality, std::string_view id, Date on) const {
    auto known = snapshot(municipality);
    auto found = known->services.find(id);
    if (found == known->services.end()) return known->catalogue->service(municipality, id, on);
    if (!known->offers(id, municipality)) return nullptr;
    const auto& lines = found->second.lines;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line)
        if (line->valid_from <= on) return line->service;
    return nullptr;
}

namespace {

class PublishedCatalogue final : public DecoratedCatalogue {
public:
    using Services = std::map<std::string, std::vector<ServiceVariants>>;  // by municipality
    PublishedCatalogue(std::shared_ptr<const Catalogue> own, Services services) : DecoratedCatalogue(std::move(own)), services_(std::move(services)) {}
    const std::vector<ServiceVariants>& service_variants(const MunicipalityId& id) const override {
        auto found = services_.find(id.value);
        return found == services_.end() ? own_->service_variants(id) : found->second;
    }

private:
    Services services_;
};

}  // namespace

// The variants of one municipality: what was published instead of what the files have, each from its day on.
std::vector<Catalogue::ServiceVariants> ServiceRegister::Snapshot::variants(const MunicipalityId& municipality) const {
    std::map<std::string_view, Catalogue::ServiceVariants> by_id;
    for (const auto& variants : catalogue->service_variants(municipality)) by_id[variants.front()->id] = variants;
    for (const auto& [id, published] : services) {
        by_id.erase(id);
        if (!offers(id, municipality)) continue;
        auto& variants = by_id[id];
        for (const auto& line : published.lines) {
            if (line.service->valid_from == line.valid_from) {
                variants.push_back(line.service);
                continue;
            }
            auto dated = std::make_shared<Service>(*line.service);
            dated->valid_from = line.valid_from;
            variants.push_back(std::move(dated));
        }
    }
    std::vector<Catalogue::ServiceVariants> out;
    for (auto& [id, variants] : by_id)
        if (!variants.empty()) out.push_back(std::move(variants));
    return out;
}

std::shared_ptr<const Catalogue> ServiceRegister::published() const {
    auto catalogue = catalogue_();
    std::vector<std::shared_ptr<const Snapshot>> made_of;
    for (const auto& municipality : catalogue->municipalities()) made_of.push_back(snapshot(municipality.id));
    {
        std::lock_guard lock(memory_->mutex);
        if (memory_->published && memory_->published_of == made_of) return memory_->published;
    }
    PublishedCatalogue::Services services;
    for (std::size_t i = 0; i < made_of.size(); ++i) services[catalogue->municipalities()[i].id.value] = made_of[i]->variants(catalogue->municipalities()[i].id);
    auto made = std::make_shared<PublishedCatalogue>(catalogue, std::move(services));
    std::lock_guard lock(memory_->mutex);
    memory_->published = made;
    memory_->published_of = std::move(made_of);
    return made;
}

Result<std::shared_ptr<const Service>> ServiceRegister::service_version(const MunicipalityId& municipality, std::string_view id, std::string_view version) const {
    return kept_version(municipality, id, version, true);
}

Result<std::shared_ptr<const Service>> ServiceRegister::kept_version(const MunicipalityId& municipality, std::string_view id, std::string_view version, bool as_in_files) const {
    auto catalogue = catalogue_();
    for (const auto& variants : catalogue->service_variants(municipality))
        if (as_in_files && variants.front()->id == id)
            for (const auto& one : variants)
                if (one->version == version) return one;
    std::string key = municipality.value + "/" + std::string(id) + "/" + std::string(version);
    {
        std::lock_guard lock(memory_->mutex);
        if (auto known = memory_->versions.find(key); known != memory_->versions.end()) return known->second;
        if (auto none = memory_->missing.find(key); none != memory_->missing.end() && Clock::now() - none->second < look_again_after)
            return fail(Fault::missing, "no such version of a service");
    }
    std::optional<std::string> text;
    TRY(journal_->database().read([&](store::Session& session) -> Outcome {
        text = TRY(session.first(sql::service_version_files, [](const store::Row& row) { return std::string(row.text(0)); }, municipality.value, id, version));
        return {};
    }));
    if (!text) {
        std::lock_guard lock(memory_->mutex);
        if (memory_->missing.size() >= most_missing_known) memory_->missing.clear();
        memory_->missing[key] = Clock::now();
        return fail(Fault::missing, "no such version of a service");
    }
    auto files = TRY(json::parse(*text, 64u << 20));
    if (!files.is_object()) return fail(Fault::broken, "a kept version without files");
    auto read = service_from_files(files_of(files.get_object()), municipality, std::string(id));
    if (!read.service) return fail(Fault::broken, "a kept version cannot be read: " + (read.problems.empty() ? std::string() : read.problems.front().file + ": " + read.problems.front().text));
    std::lock_guard lock(memory_->mutex);
    return memory_->versions.emplace(key, read.service).first->second;
}

Result<std::vector<Publication>> ServiceRegister::history(const MunicipalityId& municipality, std::string_view id) const {
    return journal_->database().read_value<std::vector<Publication>>([&](store::Session& session) {
        return session.all(sql::service_publications_by_service, [](const store::Row& row) {
            Publication one;
            one.service = row.text(0), one.version = row.text(1), one.sequence = row.integer(2), one.valid_from = day(row.text(3)), one.origin = row.text(4);
            one.published = Instant{row.integer(5)}, one.written_by = row.text(6), one.approved_by = row.text(7), one.note = row.text(8), one.withdrawn = row.integer(9) != 0;
            return one;
        }, municipality.value, id);
    });
}

Result<std::optional<ServiceDraft>> ServiceRegister::draft(const MunicipalityId& municipality, std::string_view id) const {
    return journal_->database().read_value<std::optional<ServiceDraft>>(
        [&](store::Session& session) { return session.first(sql::service_draft, draft_of, municipality.value, id); });
}
Result<std::vector<ServiceDraft>> ServiceRegister::drafts(const MunicipalityId& municipality) const {
    return journal_->database().read_value<std::vector<ServiceDraft>>(
        [&](store::Session& session) { return session.all(sql::service_drafts, draft_of, municipality.value); });
}

std::vector<CatalogueProblem> ServiceRegister::problems_of(const MunicipalityId& municipality, const std::string& id, const ServiceFiles& files, std::shared_ptr<const Service>* read) const {
    auto catalogue = catalogue_();
    const auto* here = catalogue->municipality(municipality);
    if (!here) return {{id, 0, "no such municipality"}};
    // Any service that some municipality has may be named.
    ServiceWords words = words_of(*here, {});
    for (const auto& other : catalogue->municipalities())
        for (const auto& variants : catalogue->service_variants(other.id)) words.services.insert(variants.front()->id);
    for (const auto& [known, lines] : snapshot(municipality)->services) words.services.insert(known);
    auto made = service_from_files(files, municipality, id, words);
    if (read) *read = made.service;
    return made.problems;
}

}  // namespace raekoda::services
