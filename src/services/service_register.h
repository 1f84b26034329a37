// The register of services: which version of a service is in force on which day. Files of the catalogue come in when the program starts;
// officials change texts, values and questions in the browser, a second person approves, and it is published now or later. Every version that
// was ever published is kept as it was: an application stays with the one it began with.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "journal/journal.h"
#include "services/services.h"

namespace raekoda::services {

using ServiceFiles = std::map<std::string, std::string>;  // path in the catalogue → text

// One line of a service's history.
struct Publication {
    std::string service, version;
    std::int64_t sequence = 0;  // grows; of two with the same first day the later one holds
    Date valid_from;
    std::string origin;         // "catalogue", "desk", "import"
    Instant published;
    std::string written_by, approved_by;  // actors: "staff/<id>", "system", "import"; several writers are joined by a comma
    std::string note;
    bool withdrawn = false;
};

struct ServiceDraft {
    std::string service, based_on;  // the version it began with
    std::int64_t version = 0;       // grows with every change: whoever acts on an older one gets a conflict
    ServiceFiles files;
    bool waiting = false;           // for a second person
    std::vector<std::string> editors;
    Date valid_from;                // when it waits: from which day on it shall hold
    std::string note, answer;       // what changed and why; what the second person said when it was sent back
    Instant changed;
};

// What became of a draft since somebody saw it.
struct DraftSince {
    struct Act {
        enum class Kind { saved, submitted, returned, discarded, published } kind = Kind::saved;
        std::string actor;
        Instant at;
    };
    ServiceFiles before;     // as they saw it
    std::vector<Act> acts;   // in order; of several of one kind by one actor the last
};

class ServiceRegister {
public:
    using CatalogueNow = std::function<std::shared_ptr<const Catalogue>()>;
    ServiceRegister(std::shared_ptr<journal::Journal>, CatalogueNow);
    ~ServiceRegister();

    // What is in force on a day, also services that were begun at the desk. Sorted by id. Falls back to the files when nothing was ever published.
    std::vector<std::shared_ptr<const Service>> services(const MunicipalityId&, Date on) const;
    std::shared_ptr<const Service> service(const MunicipalityId&, std::string_view id, Date on) const;  // nullptr: there is none
    // A version that was published once, whatever holds today. Error: missing.
    Result<std::shared_ptr<const Service>> service_version(const MunicipalityId&, std::string_view id, std::string_view version) const;
    // The catalogue with the services as they are published instead of those of its files: for every room that only asks what holds.
    std::shared_ptr<const Catalogue> published() const;
    // Newest first.
    Result<std::vector<Publication>> history(const MunicipalityId&, std::string_view id) const;

    // Publishes what the files of the catalogue have and the register does not. A service that officials changed in the browser, or that was
    // imported by itself, is left as it is and named in the answer, unless `over_desk`.
    struct Taken {
        int published = 0;
        std::vector<std::string> left;
    };
    Result<Taken> take_catalogue(const journal::Context&, bool over_desk = false);
    // The same for files that are not the catalogue's: of one service. Error: invalid, when they have problems.
    Outcome import_files(const journal::Context&, const std::string& id, const ServiceFiles&, Date valid_from, const std::string& note);

    // --- editing; the context's actor is an official ---
    Result<std::optional<ServiceDraft>> draft(const MunicipalityId&, std::string_view id) const;
    Result<std::vector<ServiceDraft>> drafts(const MunicipalityId&) const;  // without their files
    // For whoever gets a conflict; `seen` as in save_draft.
    Result<DraftSince> since(const journal::Context&, const std::string& id, std::int64_t seen) const;
    // Begins a service that the municipality does not have. Error: invalid at the field "id", when the id is no name for a service or is taken.
    Outcome begin_draft(const journal::Context&, const std::string& id, const ServiceFiles&);
    // `seen`: version of the draft that the official saw, 0: there was none. Problems in the files do not hinder saving.
    Outcome save_draft(const journal::Context&, const std::string& id, const ServiceFiles&, std::int64_t seen);
    Outcome discard_draft(const journal::Context&, const std::string& id, std::int64_t seen);
    // Asks for a second person. Error: invalid, when the files have problems or the day is past.
    Outcome submit_draft(const journal::Context&, const std::string& id, std::int64_t seen, Date valid_from, const std::string& note);
    Outcome return_draft(const journal::Context&, const std::string& id, std::int64_t seen, const std::string& answer);
    // Publishes. Error: forbidden for everybody who wrote in the draft.
    Outcome approve_draft(const journal::Context&, const std::string& id, std::int64_t seen);
    // A draft with the files of an older version that waits for a second person at once.
    Outcome roll_back(const journal::Context&, const std::string& id, const std::string& version, const std::string& note);
    // Takes back a publication whose day has not come. Error: conflict, when it has.
    Outcome withdraw(const journal::Context&, const std::string& id, std::int64_t sequence);

    // Problems of files as the catalogue tells them; empty: they can be published.
    std::vector<CatalogueProblem> problems_of(const MunicipalityId&, const std::string& id, const ServiceFiles&, std::shared_ptr<const Service>* read = nullptr) const;

private:
    struct Line {
        Date valid_from;
        std::int64_t sequence;
        std::shared_ptr<const Service> service;
    };
    struct Lines {
        std::vector<Line> lines;  // in the order of valid_from, sequence
        bool of_files = false;    // came from the catalogue's files: not offered any more when they take it away
    };
    struct Snapshot {
        std::int64_t changed = -1;  // newest change of the book that it knows
        std::shared_ptr<const Catalogue> catalogue;
        std::map<std::string, Lines, std::less<>> services;
        bool offers(std::string_view id, const MunicipalityId&) const;
        std::vector<Catalogue::ServiceVariants> variants(const MunicipalityId&) const;
    };
    std::shared_ptr<const Snapshot> snapshot(const MunicipalityId&) const;
    // As it was kept; `as_in_files`: the catalogue's own object will do when it is the same version (its examples may be others).
    Result<std::shared_ptr<const Service>> kept_version(const MunicipalityId&, std::string_view id, std::string_view version, bool as_in_files) const;
    Result<std::shared_ptr<const Snapshot>> read_snapshot(const MunicipalityId&, const std::shared_ptr<const Snapshot>& before) const;
    void forget(const MunicipalityId&);  // what was read is read again
    bool has(const MunicipalityId&, std::string_view id) const;  // in the files or published once
    enum class Draft { may_be, must_be, begins };
    Outcome change(const journal::Context&, const std::string& id, std::int64_t seen, Draft,
                   const std::function<Result<std::vector<journal::Event>>(journal::Recorder&, const ServiceDraft&)>&);

    std::shared_ptr<journal::Journal> journal_;
    CatalogueNow catalogue_;
    struct Memory;
    std::unique_ptr<Memory> memory_;
};

}  // namespace raekoda::services
