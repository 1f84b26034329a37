// What a file is, by its bytes and not by its name. Pure.
#pragma once
#include <string>
#include <string_view>

namespace raekoda::applications {

// "application/pdf", "image/jpeg", "image/png", "application/vnd.etsi.asic-e+zip", office documents; empty: none that is taken.
// Containers are told apart by the name of their first entry or `mimetype`; nothing is unpacked, so no bomb can go off.
std::string type_of_content(std::string_view bytes);
// Without a path, control characters and direction overrides, at most 120 characters, with an ending that fits the type.
std::string clean_file_name(std::string_view as_sent, std::string_view type);

}  // namespace raekoda::applications
