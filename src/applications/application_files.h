// What a file is, by its bytes and not by its name. Pure.
#pragma once
#include <string>
#include <string_view>

namespace raekoda::applications {

// "application/pdf", "image/jpeg", "image/png", "application/vnd.etsi.asic-e+zip", office documents; empty: none that is taken.
// Containers are told apart by what their directory names; nothing is unpacked.
std::string type_of_content(std::string_view bytes);

// May it be kept? The type, or why not: "applications.file_unknown_type", "…_unpacks_too_large", "…_is_locked", "…_holds_program",
// "…_is_damaged". Pictures are judged by the room media. At most a second or so, and some megabytes, whatever the file says of itself.
struct ContentCheck {
    std::string type, problem;  // one of them is empty
};
ContentCheck check_content(std::string_view bytes);
// Without a path, control characters and direction overrides, at most 120 characters, with an ending that fits the type.
std::string clean_file_name(std::string_view as_sent, std::string_view type);

}  // namespace raekoda::applications
