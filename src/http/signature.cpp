#include <stdexcept>

#include "base/crypto.h"
#include "base/text.h"
#include "http/http.h"

namespace raekoda::http {

std::string sign(std::string_view key, std::string_view purpose, std::string_view value) {
    if (key.size() < 16 || key.size() > 64) throw std::invalid_argument("a signing key has 16 to 64 bytes");
    // The length in front keeps ("ab", "c") and ("a", "bc") apart.
    std::string bytes = std::to_string(purpose.size());
    bytes += ':';
    bytes += purpose;
    bytes += value;
    return base64url(keyed_hash_256(key, bytes));
}

bool verify(std::string_view key, std::string_view purpose, std::string_view value, std::string_view signature) {
    return equal_in_constant_time(sign(key, purpose, value), signature);
}

}  // namespace raekoda::http
