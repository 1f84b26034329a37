// Which addresses of the network our server may be asked to fetch from by a stranger. Pure.
#pragma once
#include <string_view>

namespace raekoda::doors::open311 {

// True for an address of the public internet, IPv4 ("203.0.114.9") or IPv6. False for everything the IANA special-purpose registries
// (RFC 6890) keep from it: this host, private and shared nets, link-local (where clouds keep their secrets), documentation, multicast; for
// IPv6 addresses that carry such an IPv4 address inside; and for what is no address.
bool is_public_address(std::string_view ip_address);

}  // namespace raekoda::doors::open311
