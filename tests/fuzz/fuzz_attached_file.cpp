// Any bytes as a file that somebody attaches: looked into within its budget, one verdict, the same type as the quick look.
#include <cstdint>
#include <cstdlib>

#include "applications/application_files.h"
#include "applications/attached_content.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace raekoda::applications;
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto checked = check_content(bytes);
    if (checked.type.empty() == checked.problem.empty()) std::abort();
    if (!checked.type.empty() && checked.type != type_of_content(bytes)) std::abort();
    UnpackBudget budget{1u << 20, 100};
    auto archive = read_archive(bytes, budget);
    if (archive.fault != ContentFault::none && !archive.entries.empty()) std::abort();
    for (const auto& entry : archive.entries)  // each lies inside
        if (entry.packed.data() < bytes.data() || entry.packed.data() + entry.packed.size() > bytes.data() + bytes.size()) std::abort();
    fault_of_archive(archive, budget);
    fault_of_pdf(bytes, budget);
    if (budget.bytes > (1u << 20) || budget.entries > 100) std::abort();
    return 0;
}
