#include "doors/open311/public_address.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace raekoda::doors::open311 {

namespace {

using Bytes6 = std::array<std::uint8_t, 16>;

struct Block4 {
    std::uint32_t net;
    int bits;
};
constexpr std::uint32_t ip(int a, int b, int c, int d) {
    return static_cast<std::uint32_t>(a) << 24 | static_cast<std::uint32_t>(b) << 16 | static_cast<std::uint32_t>(c) << 8 | static_cast<std::uint32_t>(d);
}
constexpr Block4 closed4[] = {
    {ip(0, 0, 0, 0), 8},       {ip(10, 0, 0, 0), 8},     {ip(100, 64, 0, 0), 10},  {ip(127, 0, 0, 0), 8},   {ip(169, 254, 0, 0), 16},
    {ip(172, 16, 0, 0), 12},   {ip(192, 0, 0, 0), 24},   {ip(192, 0, 2, 0), 24},   {ip(192, 88, 99, 0), 24}, {ip(192, 168, 0, 0), 16},
    {ip(198, 18, 0, 0), 15},   {ip(198, 51, 100, 0), 24}, {ip(203, 0, 113, 0), 24}, {ip(224, 0, 0, 0), 4},   {ip(240, 0, 0, 0), 4},
};
bool is_public(std::uint32_t address) {
    for (const auto& block : closed4)
        if ((address ^ block.net) >> (32 - block.bits) == 0) return false;
    return true;
}

bool begins(const Bytes6& address, std::initializer_list<std::uint8_t> prefix, int bits) {
    int i = 0;
    for (std::uint8_t expected : prefix) {
        const int here = bits - 8 * i;
        if (here <= 0) return true;
        const int shift = here >= 8 ? 0 : 8 - here;
        if ((address[static_cast<std::size_t>(i)] ^ expected) >> shift) return false;
        ++i;
    }
    return true;
}
std::uint32_t last_four(const Bytes6& a) { return ip(a[12], a[13], a[14], a[15]); }

bool is_public(const Bytes6& a) {
    // NAT64 (RFC 6052) and IPv4-mapped addresses lead to the IPv4 address inside.
    if (begins(a, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, 96)) return is_public(last_four(a));
    if (begins(a, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96)) return is_public(last_four(a));
    if (!begins(a, {0x20}, 3)) return false;  // global unicast is 2000::/3
    return !begins(a, {0x20, 0x01, 0x00}, 23)            // protocol assignments, Teredo among them
           && !begins(a, {0x20, 0x01, 0x0d, 0xb8}, 32)   // documentation
           && !begins(a, {0x20, 0x02}, 16)               // 6to4 carries an IPv4 address
           && !begins(a, {0x3f, 0xff, 0x00}, 20);        // documentation
}

}  // namespace

bool is_public_address(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return false;
    const std::string address(text);
    in_addr four{};
    if (inet_pton(AF_INET, address.c_str(), &four) == 1) return is_public(ntohl(four.s_addr));
    in6_addr six{};
    if (inet_pton(AF_INET6, address.c_str(), &six) != 1) return false;
    Bytes6 bytes;
    std::memcpy(bytes.data(), &six, bytes.size());
    return is_public(bytes);
}

}  // namespace raekoda::doors::open311
