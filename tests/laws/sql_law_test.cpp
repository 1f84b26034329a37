// SQL stands in .sql files, every table has one writer, and everything carries its municipality.
#include <doctest/doctest.h>

#include <sstream>

#include "tests/laws/source_tree.h"

using namespace raekoda::laws;

namespace {

struct Statement {
    std::string name, text;
    int line = 0;
};

std::vector<Statement> statements_of(const SourceFile& file) {
    std::vector<Statement> found;
    std::istringstream lines(file.text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (line.rfind("-- name:", 0) == 0) found.push_back({words_of(line.substr(8)).at(0), "", number});
        else if (!found.empty() && line.rfind("--", 0) != 0) found.back().text += line + "\n";
    }
    return found;
}

// Tables that a text writes. A sub-select does not count.
std::set<std::string> written_tables(const std::string& text) {
    static const std::regex write(R"(\b(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE(?!\s+SET)|DELETE\s+FROM|TRUNCATE|REPLACE\s+INTO)\s+(\w+))", std::regex::icase);
    std::set<std::string> tables;
    for (std::sregex_iterator hit(text.begin(), text.end(), write), end; hit != end; ++hit) tables.insert((*hit)[3]);
    tables.erase("SET");
    tables.erase("of");
    return tables;
}

bool may_write(const SourceFile& file) {
    return std::regex_search(file.path, std::regex("(_projection|_books|_vault)\\.sql$|^src/journal/journal\\.sql$"));
}

}  // namespace

TEST_CASE("no SQL in C++ outside store") {
    std::vector<std::string> problems;
    static const std::regex sql(R"(\b(SELECT\s+[\w*(]|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX|SCHEMA)|DROP\s+TABLE|ALTER\s+TABLE|PRAGMA\s|ORDER\s+BY\s|WHERE\s+\w+\s*=))");
    for (const auto& file : sources()) {
        if (!file.is_cpp() || file.is_build_program() || file.path.rfind("src/store/", 0) == 0) continue;
        for (const auto& literal : file.literals)
            if (std::regex_search(literal.text, sql) && !allowed("sql", file.path, literal.text)) problems.push_back(at(file, literal.line, "SQL in C++: " + literal.text.substr(0, 60)));
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("only projections, books and the vault write, and every table has one file that writes it") {
    std::vector<std::string> problems;
    std::map<std::string, std::set<std::string>> writers;
    for (const auto& file : sources()) {
        if (!file.ends_with(".sql") || file.ends_with("_test.sql")) continue;  // tests tamper with tables
        for (const auto& statement : statements_of(file)) {
            for (const auto& table : written_tables(statement.text)) {
                writers[table].insert(file.path);
                if (!may_write(file)) problems.push_back(at(file, statement.line, statement.name + " writes " + table + "; only *_projection.sql, *_books.sql and *_vault.sql may"));
            }
        }
    }
    CHECK(writers.size() > 10);
    for (const auto& [table, files] : writers) {
        if (files.size() == 1) continue;
        std::string all;
        for (const auto& file : files) all += " " + file;
        problems.push_back("the table " + table + " is written by several files:" + all);
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("statements of a projection are used by its own file alone") {
    std::vector<std::string> problems;
    for (const auto& file : sources()) {
        for (const auto& include : file.includes) {
            static const std::regex header("([a-z_0-9/]+)_projection_sql\\.h$");
            std::smatch match;
            if (!file.is_test() && std::regex_search(include.path, match, header) && file.path != "src/" + match[1].str() + "_projection.cpp")
                problems.push_back(at(file, include.line, include.path + " belongs to " + match[1].str() + "_projection.cpp"));
        }
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("every statement carries its municipality and is used") {
    std::vector<std::string> problems;
    std::map<std::string, std::string> code;  // room → its C++
    for (const auto& file : sources())
        if (file.is_cpp()) code[file.path.substr(0, file.path.rfind('/'))] += file.code;
    int seen = 0;
    for (const auto& file : sources()) {
        if (!file.ends_with(".sql")) continue;
        for (const auto& statement : statements_of(file)) {
            ++seen;
            if (statement.text.find("municipality") == std::string::npos && !allowed("municipality", file.path, statement.name))
                problems.push_back(at(file, statement.line, statement.name + " does not mention the municipality"));
            if (!std::regex_search(code[file.path.substr(0, file.path.rfind('/'))], std::regex("\\b" + statement.name + "\\b")))
                problems.push_back(at(file, statement.line, statement.name + " is used nowhere"));
        }
    }
    CHECK(seen > 50);
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("primary keys begin with the municipality, and tables bear their room's name") {
    std::vector<std::string> problems;
    static const std::regex create(R"(CREATE TABLE (\w+) \(([\s\S]*?)\n\))");
    int tables = 0;
    for (const auto& path : project_files()) {
        if (path.rfind("migrations/", 0) != 0) continue;
        if (!std::regex_match(path, std::regex("migrations/[0-9]{4}_[a-z0-9]+_[a-z0-9_]+\\.sql"))) problems.push_back(path + ": the name is NNNN_room_verb.sql");
        auto text = read_file(path);
        for (std::sregex_iterator hit(text.begin(), text.end(), create), end; hit != end; ++hit) {
            ++tables;
            std::string table = (*hit)[1], body = (*hit)[2];
            auto line = std::to_string(line_of(text, static_cast<std::size_t>(hit->position())));
            if (!std::regex_search(body, std::regex("PRIMARY KEY \\(municipality[,)]"))) problems.push_back(path + ":" + line + ": the primary key of " + table + " does not begin with municipality");
            if (!std::regex_search(table, std::regex("^(journal|people|services|case|application|search|knowledge|participation|meeting|insight)_"))) problems.push_back(path + ":" + line + ": " + table + " bears no room's name");
        }
    }
    CHECK(tables > 15);
    CHECK_MESSAGE(problems.empty(), report(problems));
}
