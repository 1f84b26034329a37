#include "base/result.h"

namespace raekoda {

namespace {
struct FaultRow {
    const char* name;
    int status;
    int exit_code;
};
// In the order of the enum; exit codes follow sysexits.h where it has one.
constexpr FaultRow fault_table[] = {
    {"invalid", 400, 65},  {"unauthenticated", 401, 77}, {"forbidden", 403, 77},    {"missing", 404, 66},     {"conflict", 409, 75},
    {"gone", 410, 66},     {"too_large", 413, 65},       {"rate_limited", 429, 75}, {"unavailable", 503, 69}, {"broken", 500, 70},
};
}  // namespace

int fault_status(Fault fault) { return fault_table[static_cast<int>(fault)].status; }
int fault_exit_code(Fault fault) { return fault_table[static_cast<int>(fault)].exit_code; }
const char* fault_name(Fault fault) { return fault_table[static_cast<int>(fault)].name; }

}  // namespace raekoda
