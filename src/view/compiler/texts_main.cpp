// compile_texts LOCALE TEXT_KEYS.txt TABLE.cpp: checks the texts of all languages and makes the table of them.
// Every problem is named as file:line at once; nothing is written then.
#include "view/compiler/build_file.h"
#include "view/compiler/text_files.h"

using namespace raekoda::view::compiler;

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "compile_texts LOCALE TEXT_KEYS.txt TABLE.cpp\n";
        return 2;
    }
    std::vector<FileFault> faults;
    Catalogue catalogue = read_catalogue(argv[1], faults);
    for (const FileFault& fault : faults) std::cerr << fault.file << ":" << fault.line << ": error: " << fault.message << "\n";
    if (!faults.empty()) return 1;
    return write_if_changed(argv[2], key_list(catalogue)) && write_if_changed(argv[3], text_table(catalogue)) ? 0 : 1;
}
