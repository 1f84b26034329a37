// embed_sql FILE.sql ROOM OUT.h: named statements of a .sql file as a C++ header. A build program.
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    std::ifstream in(argv[1]);
    if (!in) {
        std::cerr << argv[1] << ": cannot be read\n";
        return 1;
    }
    struct Statement {
        std::string common, postgres;
    };
    std::map<std::string, Statement> statements;
    std::vector<std::string> order;
    std::string line, *current = nullptr;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.rfind("-- name:", 0) == 0) {
            std::istringstream words(line.substr(8));
            std::string name, variant;
            words >> name >> variant;
            if (!statements.count(name)) order.push_back(name);
            auto& statement = statements[name];
            current = variant == "(postgres)" ? &statement.postgres : &statement.common;
            if (name.empty() || !current->empty() || (!variant.empty() && variant != "(postgres)")) {
                std::cerr << argv[1] << ":" << number << ": a statement needs a name of its own\n";
                return 1;
            }
        } else if (line.rfind("--", 0) == 0 || line.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        } else if (!current) {
            std::cerr << argv[1] << ":" << number << ": SQL before the first -- name:\n";
            return 1;
        } else {
            *current += line + "\n";
        }
    }
    std::ofstream out(argv[3]);
    std::string room = argv[2];
    for (std::size_t at; (at = room.find('/')) != std::string::npos;) room.replace(at, 1, "::");
    out << "// Made from " << std::string(argv[1]).substr(std::string(argv[1]).rfind('/') + 1) << "\n#pragma once\n#include \"store/store.h\"\n\nnamespace raekoda::" << room << "::sql {\n";
    for (const auto& name : order) {
        const auto& statement = statements[name];
        if (statement.common.empty()) {
            std::cerr << argv[1] << ": " << name << " has no common text\n";
            return 1;
        }
        out << "inline constexpr store::Sql " << name << "{\"" << room << "." << name << "\", R\"sql(" << statement.common << ")sql\", ";
        if (statement.postgres.empty()) out << "nullptr";
        else out << "R\"sql(" << statement.postgres << ")sql\"";
        out << "};\n";
    }
    out << "inline constexpr const store::Sql* all_of_" << std::string(argv[3]).substr(std::string(argv[3]).rfind('/') + 1, std::string(argv[3]).size() - std::string(argv[3]).rfind('/') - 3) << "[] = {";
    for (const auto& name : order) out << "&" << name << ", ";
    out << "};\n}\n";
}
