// embed_files OUT.cpp SYMBOL NAME=PATH…: files as bytes inside the program, found by name. A build program.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    std::ofstream out(argv[1]);
    std::string symbol = argv[2];
    out << "#include \"base/embedded.h\"\n";
    std::vector<std::string> names;
    for (int i = 3; i < argc; ++i) {
        std::string item = argv[i];
        auto at = item.find('=');
        if (at == std::string::npos || !std::ifstream(item.substr(at + 1))) {
            std::cerr << item << ": not a readable NAME=PATH\n";
            return 1;
        }
        std::string label = symbol + "_" + std::to_string(i - 3);
        names.push_back(item.substr(0, at));
        out << "asm(\".section .rodata\\n.balign 16\\n" << label << "_begin:\\n.incbin \\\"" << item.substr(at + 1) << "\\\"\\n" << label
            << "_end:\\n.byte 0\\n.text\\n\");\nextern \"C\" const char " << label << "_begin[], " << label << "_end[];\n";
    }
    out << "namespace raekoda::embedded {\nconst std::vector<File>& " << symbol << "() {\n    static const std::vector<File> files = {\n";
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::string label = symbol + "_" + std::to_string(i);
        out << "        {\"" << names[i] << "\", {" << label << "_begin, static_cast<std::size_t>(" << label << "_end - " << label << "_begin)}},\n";
    }
    out << "    };\n    return files;\n}\n}\n";
}
