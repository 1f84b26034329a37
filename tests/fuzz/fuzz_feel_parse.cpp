// Any text as an expression, as unary tests and as a type: a program or problems with their place, never a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "decision/feel.h"

using namespace raekoda::decision;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Names names = [] {
        Names made;
        made.add("a");
        made.add("a-b");
        made.add("Full name", builtin_type("string"));
        made.add("list of things", list_of(builtin_type("number")));
        made.add_type("tThing", builtin_type("number"));
        return made;
    }();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto expression = compile(text, names);
    if (!expression && expression.diagnostics.empty()) std::abort();
    auto tests = compile_unary_tests(text, names);
    if (!tests && tests.diagnostics.empty()) std::abort();
    (void)compile_type(text, names);
    return 0;
}
