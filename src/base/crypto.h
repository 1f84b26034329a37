// Secrets: random bytes, hashes, sealed bytes, passwords. All by libsodium; keys and secrets are raw byte strings.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace raekoda {

std::string random_bytes(std::size_t count);
std::string hash_256(std::string_view bytes);                             // BLAKE2b, 32 bytes
std::string sha_256(std::string_view bytes);                              // SHA-256, 32 bytes: where a standard asks for it
std::string keyed_hash_256(std::string_view key, std::string_view bytes);  // BLAKE2b keyed, 32 bytes; key of 16 to 64 bytes
bool equal_in_constant_time(std::string_view, std::string_view);

inline constexpr std::size_t seal_key_size = 32;
// XChaCha20-Poly1305, nonce in front. `context` is bound to the box: opening with another one fails.
std::string seal(std::string_view key, std::string_view plain, std::string_view context);
std::optional<std::string> open_sealed(std::string_view key, std::string_view box, std::string_view context);

// argon2id, the library's interactive cost: about 0.1 s and 64 MiB a call.
std::string password_hash(std::string_view password);
bool password_matches(std::string_view hash, std::string_view password);

}  // namespace raekoda
