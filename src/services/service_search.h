// Services by what somebody wrote. Inside of the room and of its doors.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "services/service.h"

namespace raekoda::services {

// The likeliest first; empty when nothing fits. People mix languages and endings: words match by their beginnings, in names, stems and compounds.
std::vector<std::shared_ptr<const Service>> find_services(const std::vector<std::shared_ptr<const Service>>&, std::string_view words, std::size_t limit);

}  // namespace raekoda::services
