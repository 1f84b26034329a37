#include "base/crypto.h"

#include <sodium.h>

#include <cstdlib>

#include "base/id.h"

namespace raekoda {

namespace {
void ready() {
    static const bool done = [] {
        if (sodium_init() < 0) std::abort();  // no random source: nothing here may go on
        return true;
    }();
    (void)done;
}
const unsigned char* bytes_of(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }
}  // namespace

std::string random_bytes(std::size_t count) {
    ready();
    std::string out(count, '\0');
    randombytes_buf(out.data(), count);
    return out;
}

std::string random_id() {
    static constexpr char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string bytes = random_bytes(17);
    std::string out(26, '0');
    std::size_t bit = 0;
    for (char& c : out) {
        unsigned pair = static_cast<unsigned char>(bytes[bit / 8]) << 8 | static_cast<unsigned char>(bytes[bit / 8 + 1 < bytes.size() ? bit / 8 + 1 : bit / 8]);
        c = alphabet[pair >> (11 - bit % 8) & 31];
        bit += 5;
    }
    return out;
}

std::string hash_256(std::string_view bytes) {
    ready();
    std::string out(32, '\0');
    crypto_generichash(bytes_of(out), out.size(), bytes_of(bytes), bytes.size(), nullptr, 0);
    return out;
}

std::string sha_256(std::string_view bytes) {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return out;
}
std::string keyed_hash_256(std::string_view key, std::string_view bytes) {
    ready();
    std::string out(32, '\0');
    crypto_generichash(bytes_of(out), out.size(), bytes_of(bytes), bytes.size(), bytes_of(key), key.size());
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string seal(std::string_view key, std::string_view plain, std::string_view context) {
    if (key.size() != seal_key_size) std::abort();
    std::string out = random_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    std::size_t head = out.size();
    out.resize(head + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(out) + head, nullptr, bytes_of(plain), plain.size(), bytes_of(context),
                                               context.size(), nullptr, bytes_of(out), bytes_of(key));
    return out;
}

std::optional<std::string> open_sealed(std::string_view key, std::string_view box, std::string_view context) {
    constexpr std::size_t head = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, tail = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (key.size() != seal_key_size || box.size() < head + tail) return std::nullopt;
    ready();
    std::string out(box.size() - head - tail, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(out), nullptr, nullptr, bytes_of(box) + head, box.size() - head,
                                                   bytes_of(context), context.size(), bytes_of(box), bytes_of(key)) != 0)
        return std::nullopt;
    return out;
}

std::string password_hash(std::string_view password) {
    ready();
    char out[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(out, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        throw std::bad_alloc();
    return out;
}

bool password_matches(std::string_view hash, std::string_view password) {
    ready();
    std::string terminated(hash);
    return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

}  // namespace raekoda
