#pragma once
#include "doors/console/town.h"

namespace raekoda::doors::console {

// GeoReport requests, one JSON object a line (plain or gzip; "-": standard input). Safe to run again: what is known is left alone.
// Kinds are chosen by the request's service_name; `kind_map` (JSON object, service_name or service_code → kind) goes first.
int import_georeport(const Configuration&, const std::string& municipality, const std::string& file, const std::string& kind_map);
int import_boundaries(const Configuration&, const std::string& file);

// One line as a report; errors name the member at fault.
Result<cases::Cases::Imported> read_georeport_line(std::string_view line, const services::Catalogue&, const MunicipalityId&,
                                                   const std::map<std::string, std::string>& kind_map);

}  // namespace raekoda::doors::console
