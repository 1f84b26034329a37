// A bounce comes from strangers: whatever it is, it is read or refused; a token is never longer than an address allows.
#include <cstdint>
#include <cstdlib>

#include "doors/mail/mail.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto bounce = raekoda::doors::mail::read_bounce({reinterpret_cast<const char*>(data), size});
    if (bounce && (bounce->token.size() > 64 || bounce->status.size() > 16)) std::abort();
    if (bounce) (void)raekoda::doors::mail::address_is_dead(bounce->status);
    return 0;
}
