// raekoda catalogue …: the register of services and the files of the catalogue, from one to the other.
#pragma once
#include "doors/console/town.h"

namespace raekoda::doors::console {

// Services of the files that are not in force, and how they differ; exit 1 when there are any.
int catalogue_diff(const Configuration&);
// Publishes what the files have; `over_desk`: also over what officials changed in the browser.
int catalogue_import(const Configuration&, bool over_desk);
// Writes what is in force today into a folder, as the files of a catalogue.
int catalogue_export(const Configuration&, const std::string& folder);
// The files, and the open data that is made of them by the rules of CPSV-AP.
int catalogue_check(const Configuration&);

}  // namespace raekoda::doors::console
