// Rooms include downwards and through front doors only; pure files stay pure; files keep their names and sizes.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/laws/source_tree.h"

using namespace raekoda::laws;

namespace {

struct Room {
    int floor = 0;
    std::set<std::string> may_include, public_headers;
};

struct House {
    std::map<std::string, Room> rooms;
    std::vector<std::string> pure;
};

House house() {
    House read;
    std::istringstream lines(read_file("src/rooms.txt"));
    std::string line;
    while (std::getline(lines, line)) {
        if (line.empty() || line[0] == '#') continue;
        auto words = words_of(line);
        if (words[0] == "pure") read.pure.insert(read.pure.end(), words.begin() + 1, words.end());
        if (words[0] != "room") continue;
        Room room{std::stoi(words[2]), {}, {}};
        auto first = line.find(':'), second = line.find(':', first + 1);
        for (const auto& w : words_of(line.substr(first + 1, second - first - 1))) room.may_include.insert(w);
        for (const auto& w : words_of(line.substr(second + 1))) room.public_headers.insert(w);
        read.rooms[words[1]] = room;
    }
    return read;
}

// "doors/site/site.h" → {"doors/site", "site.h"}; {"", …} when it is in no room.
std::pair<std::string, std::string> room_and_rest(const std::string& path) {
    auto slash = path.find('/');
    if (slash != std::string::npos && path.compare(0, slash, "doors") == 0) slash = path.find('/', slash + 1);
    if (slash == std::string::npos) return {"", path};
    return {path.substr(0, slash), path.substr(slash + 1)};
}

bool matches(const std::string& pattern, const std::string& path) {
    auto star = pattern.find('*');
    if (star == std::string::npos) return pattern == path;
    auto end = pattern.substr(star + 1);
    return path.size() >= star + end.size() && path.compare(0, star, pattern, 0, star) == 0 && path.compare(path.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

TEST_CASE("rooms.txt: floors go up") {
    auto plan = house();
    REQUIRE(plan.rooms.size() >= 9);
    std::vector<std::string> problems;
    for (const auto& [name, room] : plan.rooms) {
        for (const auto& other : room.may_include) {
            if (!plan.rooms.count(other)) problems.push_back(name + " may include " + other + ", which is no room");
            else if (plan.rooms.at(other).floor > room.floor) problems.push_back(name + " may not include " + other + " of a floor above");
            else if (plan.rooms.at(other).may_include.count(name)) problems.push_back(name + " and " + other + " include each other");
        }
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("includes obey rooms.txt and take other rooms by their front doors") {
    auto plan = house();
    std::vector<std::string> problems;
    int seen = 0;
    for (const auto& file : sources()) {
        if (!file.is_cpp()) continue;
        auto [room, rest] = room_and_rest(file.in_src());
        bool is_main = room.empty() && file.name() == "main.cpp";
        if (!is_main && !plan.rooms.count(room)) {
            problems.push_back(file.path + ": in no room of rooms.txt");
            continue;
        }
        for (const auto& include : file.includes) {
            if (!include.own) continue;
            ++seen;
            auto [other, header] = room_and_rest(include.path);
            if (other == "tests") {
                if (!file.is_test()) problems.push_back(at(file, include.line, "only tests include tests/"));
                continue;
            }
            if (!plan.rooms.count(other)) {
                if (file.path.find("/main.cpp") == std::string::npos) problems.push_back(at(file, include.line, "\"" + include.path + "\" is in no room: includes begin with the room"));
                continue;
            }
            if (other == room) continue;
            if (!is_main && !plan.rooms.at(room).may_include.count(other))
                problems.push_back(at(file, include.line, room + " may not include " + other));
            auto front = other.substr(other.rfind('/') + 1) + ".h";
            const auto& open = plan.rooms.at(other).public_headers;
            bool is_pages = header.size() > 8 && header.compare(header.size() - 8, 8, "_pages.h") == 0;
            if (header != front && header != "pages.h" && !open.count("*") && !open.count(header) && !(room == "doors/console" && is_pages))
                problems.push_back(at(file, include.line, include.path + " is private to " + other));
        }
    }
    CHECK(seen > 200);
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("only store includes a database driver") {
    std::vector<std::string> problems;
    bool store_does = false;
    for (const auto& file : sources()) {
        for (const auto& include : file.includes) {
            if (!std::regex_search(include.path, std::regex("(^|/)(sqlite3|libpq-fe|pqxx|soci)"))) continue;
            if (file.path.rfind("src/store/", 0) == 0) store_does = true;
            else problems.push_back(at(file, include.line, include.path + " belongs to store"));
        }
    }
    CHECK(store_does);
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("pure files know no clock, file, network, database or thread") {
    auto plan = house();
    std::vector<std::string> problems;
    const std::set<std::string> forbidden{"fstream", "filesystem", "thread", "mutex", "random", "iostream", "base/crypto.h", "base/log.h"};
    static const std::regex clock(R"(\b(now\s*\(\s*\)|system_clock|steady_clock|random_id|random_bytes|getenv)\b|\bnow\(\))");
    for (const auto& pattern : plan.pure) {
        if (pattern.find("report_form") != std::string::npos && std::none_of(sources().begin(), sources().end(), [&](const auto& f) { return matches(pattern, f.in_src()); })) continue;
        int found = 0;
        for (const auto& file : sources()) {
            if (!file.is_cpp() || !matches(pattern, file.in_src()) || file.is_test()) continue;
            ++found;
            for (const auto& include : file.includes) {
                if (forbidden.count(include.path) || include.path.rfind("store/", 0) == 0 || include.path.rfind("http/", 0) == 0 || include.path.rfind("sys/", 0) == 0)
                    problems.push_back(at(file, include.line, "a pure file includes " + include.path));
            }
            for (std::sregex_iterator hit(file.code.begin(), file.code.end(), clock), end; hit != end; ++hit)
                problems.push_back(at(file, line_of(file.code, static_cast<std::size_t>(hit->position())), "a pure file uses " + hit->str()));
        }
        if (found == 0) problems.push_back("src/rooms.txt: no file " + pattern);
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("names say what is inside, and no file is too long") {
    std::vector<std::string> problems;
    static const std::regex vague("(^|_)(utils?|helpers?|common|managers?|misc|stuff)(_|\\.)");
    for (const auto& file : sources()) {
        if (std::regex_search(file.name(), vague)) problems.push_back(file.path + ": a name that says nothing");
        auto lines = std::count(file.text.begin(), file.text.end(), '\n');
        if (lines > 700) problems.push_back(file.path + ": " + std::to_string(lines) + " lines; split it by meaning");
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}

TEST_CASE("no file names this machine or where packages come from") {
    std::vector<std::string> problems;
    // In pieces, so that this file obeys too.
    const std::vector<std::string> forbidden{std::string("/wo") + "rk/", std::string("/ro") + "ot/", std::string("registry.") + "npmjs", std::string("registry.") + "yarnpkg",
                                             std::string("deb.") + "debian.org", std::string("py") + "pi.org", std::string("node") + "source", std::string("wt-") + "checks"};
    static const std::regex home(std::string("/ho") + "me/[a-z]");
    auto files = project_files();
    REQUIRE(files.size() > 100);
    for (const auto& path : files) {
        auto text = read_file(path);
        if (text.find('\0') != std::string::npos) continue;
        std::vector<std::string> hits;
        for (const auto& word : forbidden)
            if (text.find(word) != std::string::npos) hits.push_back(word);
        if (std::regex_search(path, home)) hits.push_back(path);
        for (auto at_ = text.find(std::string("/ho") + "me/"); at_ != std::string::npos; at_ = text.find(std::string("/ho") + "me/", at_ + 1))
            if (at_ == 0 || std::string(" \"'=(:\n").find(text[at_ - 1]) != std::string::npos) hits.push_back("a home directory");
        for (const auto& hit : hits)
            if (!allowed("machine", path, hit)) problems.push_back(path + ": " + hit);
    }
    CHECK_MESSAGE(problems.empty(), report(problems));
}
