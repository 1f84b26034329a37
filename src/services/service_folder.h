// Folders of services: what lies in them belongs together and is read together, from the catalogue or from a kept version. Inside of the room.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/decision_models.h"
#include "services/service_file.h"

namespace raekoda::services {

inline constexpr const char* service_file = "service.json";

// Is it a folder of a service, by itself or in `common`?
bool is_service_folder(const CatalogueFolder&, const std::string& owner, const std::string& id);

class ServiceReader {
public:
    ServiceReader(CatalogueFolder& files, ServiceWords known) : files_(files), known_(std::move(known)) {}

    // The services of a municipality: own ones, and common ones for which it has a service.json. `decisions`: those of the municipality.
    std::vector<Catalogue::ServiceVariants> of(const std::string& municipality, const std::vector<DecisionModel>& decisions);
    // The common services by themselves, taken over or not: they must be right as they stand.
    void common();

private:
    std::vector<std::string> dated_patches(const std::string& folder);  // names of from-….json, oldest first
    std::optional<Document> merged(const std::string& municipality, const std::string& id, Date on, Service::Origin&, std::vector<std::string>& local);
    std::shared_ptr<const Service> variant(const std::string& municipality, const std::string& id, Date from, const std::vector<DecisionModel>& decisions);
    void take_decision(Document&, Service&, const std::vector<DecisionModel>& decisions);
    void take_form(Document&, Service&, const std::string& municipality);
    void check_letters_of(const Service&, const std::string& municipality);
    void take_examples(Service&, const std::string& folder);
    void take_files(Service&, const std::string& municipality);

    CatalogueFolder& files_;
    ServiceWords known_;
};

// A service from its files alone (Service::files): a kept version, a draft. Problems name the files as the catalogue does.
struct ServiceFromFiles {
    std::shared_ptr<const Service> service;  // nullptr when there is any problem
    Problems problems;
};
ServiceFromFiles service_from_files(const std::map<std::string, std::string>& files, const MunicipalityId&, const std::string& id, const ServiceWords& known = {});
// What the services of a municipality may speak of.
ServiceWords words_of(const Municipality&, const std::vector<Catalogue::ServiceVariants>& all);

}  // namespace raekoda::services
