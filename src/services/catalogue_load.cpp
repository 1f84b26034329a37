// From the folder to the catalogue: files are read one by one, then what they say of each other is checked.
#include <filesystem>
#include <fstream>
#include <set>

#include "base/text.h"
#include "services/loaded_catalogue.h"

namespace raekoda::services {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t municipality_limit = 200;

class Loading {
public:
    Loading(const std::string& folder, Problems& problems)
        : folder_(folder), shown_(folder_.lexically_normal().filename().empty() ? folder_.lexically_normal().parent_path().filename() : folder_.lexically_normal().filename()), problems_(problems) {}

    std::shared_ptr<LoadedCatalogue::Content> all() {
        auto content = std::make_shared<LoadedCatalogue::Content>();
        content->folder = folder_.string();
        std::error_code error;
        if (!fs::is_directory(folder_, error)) {
            problems_.push_back({folder_.string(), 0, "there is no such folder"});
            return content;
        }
        content->calendar = read("common/calendar.json", read_calendar);
        goals_ = read("common/goals.json", read_goals);
        reasons_ = read("common/closing_reasons.json", read_closing_reasons);
        answers_ = read("common/answers.json", read_answers);

        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder_, error))
            if (entry.is_directory() && entry.path().filename() != "common" && !entry.path().filename().string().starts_with('.')) names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        if (names.empty()) problems_.push_back({shown_.string(), 0, "the catalogue has no municipality"});
        if (names.size() > municipality_limit) {
            problems_.push_back({shown_.string(), 0, "more than " + std::to_string(municipality_limit) + " municipalities"});
            names.resize(municipality_limit);
        }
        for (const auto& name : names) one_municipality(name, *content);
        unused_kinds();
        answers_of_kinds();
        return content;
    }

private:
    std::string shown(const std::string& path) const { return (shown_ / path).lexically_normal().generic_string(); }
    bool exists(const std::string& path) const {
        std::error_code error;
        return fs::is_regular_file(folder_ / path, error);
    }
    // A file of the catalogue; nullopt with a problem when it cannot be read.
    std::optional<Document> open(const std::string& path) {
        std::error_code error;
        if (!exists(path)) {
            problems_.push_back({shown(path), 0, "the file is missing"});
            return std::nullopt;
        }
        if (fs::file_size(folder_ / path, error) > file_limit || error) {
            problems_.push_back({shown(path), 0, "the file is larger than " + std::to_string(file_limit >> 20) + " MiB"});
            return std::nullopt;
        }
        std::ifstream in(folder_ / path, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        if (in.bad()) {
            problems_.push_back({shown(path), 0, "the file cannot be read"});
            return std::nullopt;
        }
        Document document(shown(path), std::move(text), problems_);
        if (!document.valid()) return std::nullopt;
        return document;
    }
    template <class T>
    T read(const std::string& path, T (*reader)(Document&)) {
        auto document = open(path);
        return document ? reader(*document) : T{};
    }

    std::optional<ReportKind> kind_of(const std::string& municipality, const KindEntry& entry, Document& listed) {
        std::string own = municipality + "/report-" + entry.id + "/service.json", common = "common/report-" + entry.id + "/service.json";
        if (entry.id.empty()) return std::nullopt;
        if (!exists(entry.own ? own : common)) {
            listed.problem(entry.pointer, "report kind " + entry.id + ": there is no file " + shown(entry.own ? own : common));
            return std::nullopt;
        }
        auto document = open(entry.own ? own : common);
        bool overridden = !entry.own && exists(own);
        if (document && overridden) {
            if (auto patch = open(own)) document->apply(std::move(*patch));
        }
        if (!document) return std::nullopt;
        ReportKind kind = read_kind(*document);
        if (!kind.id.empty() && kind.id != entry.id) document->problem("/id", "the kind is called \"" + kind.id + "\", its folder report-" + entry.id);
        if (!goals_.goals.empty() && !kind.goal.empty() && !knows(goals_.goals, kind.goal)) document->problem("/goal", "unknown goal \"" + kind.goal + "\"");
        if (!goals_.life_events.empty() && !kind.life_event.empty() && !knows(goals_.life_events, kind.life_event))
            document->problem("/life_event", "unknown life event \"" + kind.life_event + "\"");
        for (std::size_t i = 0; i < kind.outcomes.size(); ++i)
            if (!reasons_.empty() && !knows(reasons_, kind.outcomes[i]))
                document->problem(Pointer("/outcomes") / i, "unknown outcome \"" + kind.outcomes[i] + "\": it is not in common/closing_reasons.json");
        kind.area_of_work = entry.area_of_work;
        kind.own = entry.own;
        kind.overridden = overridden;
        return kind;
    }

    template <class List>
    static bool knows(const List& list, std::string_view id) {
        return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.id == id; });
    }

    void one_municipality(const std::string& name, LoadedCatalogue::Content& content) {
        auto document = open(name + "/municipality.json");
        if (!document) return;
        MunicipalityFile file = read_municipality(*document);
        Municipality& m = file.municipality;
        if (m.id.value != name) document->problem("/id", "the municipality is called \"" + m.id.value + "\", its folder " + name);
        for (std::size_t i = 0; i < m.hosts.size(); ++i)
            if (auto [other, is_new] = hosts_.emplace(m.hosts[i], name); !is_new)
                document->problem(Pointer("/hosts") / i, "host \"" + m.hosts[i] + "\" belongs to " + other->second + " already");
        for (auto [member, value] : {std::pair{"ehak", &m.ehak}, {"jurisdiction", &m.jurisdiction}})
            if (auto [other, is_new] = codes_.emplace(std::string(member) + *value, name); !is_new)
                document->problem(Pointer("/") + member, std::string(member) + " \"" + *value + "\" belongs to " + other->second + " already");
        for (const auto& entry : file.kinds) {
            if (!entry.own) used_common_.insert(entry.id);
            if (auto kind = kind_of(name, entry, *document)) m.kinds.push_back(std::move(*kind));
        }
        std::error_code error;
        for (const auto& folder : fs::directory_iterator(folder_ / name, error)) {
            std::string folder_name = folder.path().filename().string();
            if (folder.is_directory() && folder_name.starts_with("report-") && !knows(file.kinds, folder_name.substr(7)))
                problems_.push_back({shown(name + "/" + folder_name + "/service.json"), 0, "the kind is not among the report_kinds of " + name});
        }
        m.goals = goals_.goals;
        m.life_events = goals_.life_events;
        m.closing_reasons = reasons_;
        m.answers = answers_;
        if (exists(name + "/answers.json"))
            for (auto& own : read(name + "/answers.json", read_answers)) {
                auto same = std::find_if(m.answers.begin(), m.answers.end(), [&](const auto& one) { return one.id == own.id; });
                if (same == m.answers.end()) m.answers.push_back(std::move(own));
                else *same = std::move(own);
            }
        for (const auto& answer : m.answers)
            if (!answer.outcome.empty() && !reasons_.empty() && !knows(reasons_, answer.outcome))
                problems_.push_back({shown(exists(name + "/answers.json") ? name + "/answers.json" : "common/answers.json"), 0,
                                     "answer " + answer.id + ": unknown outcome \"" + answer.outcome + "\""});

        for (const auto& kind : file.kinds) all_kinds_.insert(kind.id);

        Ground ground;
        ground.search().ignore(m.short_name.et);
        if (auto places = open(name + "/places.geojson")) {
            auto read = read_places(*places);
            for (const auto& place : read) ground.add(place, m);
            if (ground.boundary().empty()) places->problem("/features", "no feature has the role boundary");
            else if (!ground.boundary().contains({m.map.lon, m.map.lat})) document->problem("/map/centre", "the centre of the map is outside of the boundary");
        }
        for (const auto* name : {&m.name.et, &m.short_name.et}) m.lower_place_names.push_back(lower(*name));
        for (const auto& district : m.districts) m.lower_place_names.push_back(lower(district.name.et));
        std::vector<RuleTable> rules;
        if (auto routing = open(name + "/routing.json")) {
            rules = read_routing(*routing);
            for (const auto& table : rules)
                for (const auto& rule : table.rules) check(rule, m, file.kinds, ground, *routing);
        }
        content.suggesters.emplace_back(m.kinds);
        content.levels.push_back(std::move(file.service_levels));
        content.rules.push_back(std::move(rules));
        content.grounds.push_back(std::move(ground));
        content.municipalities.push_back(std::move(m));
    }

    // What a rule speaks of must exist.
    void check(const Rule& rule, const Municipality& m, const std::vector<KindEntry>& listed, const Ground& ground, Document& routing) {
        auto say = [&](const Pointer& where, const std::string& what) { routing.problem(rule.pointer + where, "rule " + rule.id + ": " + what); };
        if (!rule.team.empty() && !m.team(rule.team)) say("/then/team", "unknown team \"" + rule.team + "\"");
        if (!rule.answer.empty() && !m.answers.empty() && !knows(m.answers, rule.answer)) say("/then/answer", "unknown answer \"" + rule.answer + "\"");
        if (const Team* team = m.team(rule.team); team && rule.contractor && team->kind == "department") say("/then/contractor", "team " + team->id + " is a department, nothing is handed over to it");
        auto each = [&](const char* member, const std::vector<std::string>& ids, const std::string& what, auto known) {
            for (std::size_t i = 0; i < ids.size(); ++i)
                if (!known(ids[i])) say(Pointer("/when") / member / i, "unknown " + what + " \"" + ids[i] + "\"");
        };
        each("kinds", rule.kinds, "kind", [&](const auto& id) { return knows(listed, id); });
        each("areas", rule.areas, "area", [&](const auto& id) { return ground.has_area(id); });
        each("districts", rule.districts, "district", [&](const auto& id) { return m.district(id) != nullptr; });
        auto classes = known_street_classes();
        each("street_classes", rule.street_classes, "street class", [&](const auto& id) { return std::find(classes.begin(), classes.end(), id) != classes.end(); });
        for (const auto& [code, keys] : rule.answers) {
            Pointer where = Pointer("/when/answers") / code;
            std::vector<const Question*> asked;
            for (const auto& kind : m.kinds) {
                if (!rule.kinds.empty() && std::find(rule.kinds.begin(), rule.kinds.end(), kind.id) == rule.kinds.end()) continue;
                if (const auto* question = find_question(kind, code)) asked.push_back(question);
            }
            // A kind whose own file is in disorder has been reported there.
            if (asked.empty() && std::any_of(listed.begin(), listed.end(), [&](const auto& entry) { return !m.kind(entry.id); })) continue;
            if (asked.empty()) {
                say(where, "no kind of the rule asks \"" + code + "\"");
                continue;
            }
            for (std::size_t i = 0; i < keys.size(); ++i) {
                const std::string& wanted = keys[i];
                if (std::none_of(asked.begin(), asked.end(), [&](auto* q) { return std::any_of(q->values.begin(), q->values.end(), [&wanted](const auto& v) { return v.key == wanted; }); }))
                    say(where / i, "question \"" + code + "\" has no value \"" + keys[i] + "\"");
            }
        }
    }
    static const Question* find_question(const ReportKind& kind, const std::string& code) {
        for (const auto& question : kind.questions)
            if (question.code == code) return &question;
        return nullptr;
    }

    // A common kind that no municipality offers is read all the same: it must be right when one takes it over.
    void unused_kinds() {
        std::error_code error;
        for (const auto& folder : fs::directory_iterator(folder_ / "common", error)) {
            std::string name = folder.path().filename().string();
            if (!folder.is_directory() || !name.starts_with("report-") || used_common_.contains(name.substr(7))) continue;
            if (auto document = open("common/" + name + "/service.json")) read_kind(*document);
        }
    }

    // The answers are for all municipalities: a kind that one of them has is enough.
    void answers_of_kinds() {
        for (const auto& answer : answers_)
            for (const auto& kind : answer.kinds)
                if (!all_kinds_.contains(kind)) problems_.push_back({shown("common/answers.json"), 0, "answer " + answer.id + ": unknown kind \"" + kind + "\""});
    }

    fs::path folder_, shown_;
    Problems& problems_;
    Goals goals_;
    std::vector<ClosingReason> reasons_;
    std::vector<AnswerTemplate> answers_;
    std::map<std::string, std::string> hosts_, codes_;
    std::set<std::string> used_common_, all_kinds_;
};

}  // namespace

Catalogue::Loaded Catalogue::load(const std::string& folder) {
    Loaded loaded;
    auto content = Loading(folder, loaded.problems).all();
    // Each problem once: a common file is read for every municipality that has it.
    std::set<std::tuple<std::string, int, std::string>> seen;
    std::erase_if(loaded.problems, [&](const auto& p) { return !seen.insert({p.file, p.line, p.text}).second; });
    std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                     [](const auto& a, const auto& b) { return a.file != b.file ? a.file < b.file : a.line < b.line; });
    if (loaded.problems.empty()) loaded.catalogue = std::make_shared<LoadedCatalogue>(std::move(content), std::vector<LoadedCatalogue::Border>{});
    return loaded;
}

}  // namespace raekoda::services
