// raekoda catalogue …: the register of services and the files of the catalogue, from one to the other.
#pragma once
#include "doors/console/town.h"

namespace raekoda::doors::console {

// Services of the files that are not in force, and how they differ; exit 1 when there are any.
int catalogue_diff(const Configuration&);
// Publishes what the files have; `over_desk`: also over what officials changed in the browser.
int catalogue_import(const Configuration&, bool over_desk);
// One service from a folder of its own: what stands in it becomes the municipality's; what the service takes from `common` and from its decision is
// as it is in force. Published at once, or from a day on; `dry_run` only says what would change and what is wrong. Exit 1 when anything is wrong.
struct OneServiceImport {
    std::string folder, municipality, valid_from;  // valid_from: ISO day; empty: today
    bool dry_run = false;
};
int catalogue_import_one(const Configuration&, const OneServiceImport&);
// Writes what is in force today into a folder, as the files of a catalogue.
int catalogue_export(const Configuration&, const std::string& folder);
// The files, and the open data that is made of them by the rules of CPSV-AP.
int catalogue_check(const Configuration&);

}  // namespace raekoda::doors::console
