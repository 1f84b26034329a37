// From the folder to the catalogue: files are read one by one, then what they say of each other is checked.
#include <set>

#include "base/text.h"
#include "services/catalogue_folder.h"
#include "services/decision_models.h"
#include "services/loaded_catalogue.h"
#include "services/routing_file.h"
#include "services/service_folder.h"

namespace raekoda::services {

namespace {

constexpr std::size_t municipality_limit = 200;

class Loading {
public:
    Loading(const std::string& folder, Problems& problems) : files_(folder, problems), decisions_(files_), problems_(problems) {}

    std::shared_ptr<LoadedCatalogue::Content> all() {
        auto content = std::make_shared<LoadedCatalogue::Content>();
        content->folder = files_.path().string();
        if (!files_.is_there()) {
            problems_.push_back({files_.path().string(), 0, "there is no such folder"});
            return content;
        }
        content->calendar = files_.read("common/calendar.json", read_calendar);
        goals_ = files_.read("common/goals.json", read_goals);
        if (files_.exists("common/units.json")) content->units = files_.read("common/units.json", read_units);
        read_common_life_events();
        reasons_ = files_.read("common/closing_reasons.json", read_closing_reasons);
        answers_ = files_.read("common/answers.json", read_answers);

        auto names = files_.folders("");
        std::erase(names, "common");
        if (names.empty()) files_.problem("", "the catalogue has no municipality");
        if (names.size() > municipality_limit) {
            files_.problem("", "more than " + std::to_string(municipality_limit) + " municipalities");
            names.resize(municipality_limit);
        }
        for (const auto& name : names) one_municipality(name, *content);
        decisions_.common_left();
        common_services();
        unused_kinds();
        answers_of_kinds();
        return content;
    }

private:
    std::optional<ReportKind> kind_of(const std::string& municipality, const KindEntry& entry, Document& listed) {
        std::string own = municipality + "/report-" + entry.id + "/service.json", common = "common/report-" + entry.id + "/service.json";
        if (entry.id.empty()) return std::nullopt;
        if (!files_.exists(entry.own ? own : common)) {
            listed.problem(entry.pointer, "report kind " + entry.id + ": there is no file " + files_.shown(entry.own ? own : common));
            return std::nullopt;
        }
        auto document = files_.open(entry.own ? own : common);
        bool overridden = !entry.own && files_.exists(own);
        if (document && overridden) {
            if (auto patch = files_.open(own)) document->apply(std::move(*patch));
        }
        if (!document) return std::nullopt;
        ReportKind kind = read_kind(*document);
        if (!kind.id.empty() && kind.id != entry.id) document->problem("/id", "the kind is called \"" + kind.id + "\", its folder report-" + entry.id);
        if (!goals_.empty() && !kind.goal.empty() && !knows(goals_, kind.goal)) document->problem("/goal", "unknown goal \"" + kind.goal + "\"");
        if (!life_.themes.empty() && !kind.life_event.empty() && !knows(life_.themes, kind.life_event) && !knows(life_.life_events, kind.life_event))
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
        auto document = files_.open(name + "/municipality.json");
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
        for (const auto& folder : files_.folders(name))
            if (folder.starts_with("report-") && !knows(file.kinds, folder.substr(7)))
                files_.problem(name + "/" + folder + "/service.json", "the kind is not among the report_kinds of " + name);
        m.goals = goals_;
        take_life_events(name, m);
        m.closing_reasons = reasons_;
        m.answers = answers_;
        if (files_.exists(name + "/answers.json"))
            for (auto& own : files_.read(name + "/answers.json", read_answers)) {
                auto same = std::find_if(m.answers.begin(), m.answers.end(), [&](const auto& one) { return one.id == own.id; });
                if (same == m.answers.end()) m.answers.push_back(std::move(own));
                else *same = std::move(own);
            }
        for (const auto& answer : m.answers)
            if (!answer.outcome.empty() && !reasons_.empty() && !knows(reasons_, answer.outcome))
                problems_.push_back({files_.shown(files_.exists(name + "/answers.json") ? name + "/answers.json" : "common/answers.json"), 0,
                                     "answer " + answer.id + ": unknown outcome \"" + answer.outcome + "\""});

        for (const auto& kind : file.kinds) all_kinds_.insert(kind.id);

        Ground ground;
        ground.search().ignore(m.short_name.et);
        if (auto places = files_.open(name + "/places.geojson")) {
            auto read = read_places(*places);
            for (const auto& place : read) ground.add(place, m);
            if (ground.boundary().empty()) places->problem("/features", "no feature has the role boundary");
            else if (!ground.boundary().contains({m.map.lon, m.map.lat})) document->problem("/map/centre", "the centre of the map is outside of the boundary");
        }
        for (const auto* name : {&m.name.et, &m.short_name.et}) m.lower_place_names.push_back(lower(*name));
        for (const auto& district : m.districts) m.lower_place_names.push_back(lower(district.name.et));
        Routings routings = read_routing(files_, decisions_, {m, [&](auto id) { return knows(file.kinds, id); }, [&](auto id) { return ground.has_area(id); },
                                                              m.kinds.size() == file.kinds.size()});
        content.suggesters.emplace_back(m.kinds);
        auto decisions = decisions_.of(name);
        content.services.push_back(services_of(name, m, decisions));
        std::move(routings.models.begin(), routings.models.end(), std::back_inserter(decisions));
        content.decisions.push_back(std::move(decisions));
        content.levels.push_back(std::move(file.service_levels));
        content.rules.push_back(std::move(routings.tables));
        content.grounds.push_back(std::move(ground));
        content.municipalities.push_back(std::move(m));
    }

    void read_common_life_events() {
        if (auto document = files_.open("common/life_events.json")) {
            life_ = read_life_events(*document);
            for (std::size_t i = 0; i < life_.life_events.size(); ++i) check_steps(*document, life_.life_events[i], life_.places[i]);
        }
    }

    // A service that one municipality or `common` has may be named by all: where it is missing, it is left out.
    void check_steps(Document& document, const LifeEvent& event, const Pointer& place) {
        for (std::size_t i = 0; i < event.steps.size(); ++i)
            for (std::size_t k = 0; k < event.steps[i].services.size(); ++k)
                if (!all_services().contains(event.steps[i].services[k]))
                    document.problem(place / "steps" / i / "services" / k, "unknown service \"" + event.steps[i].services[k] + "\"");
    }

    // The municipality's own themes and life events: those with the same id take the place of the common ones.
    void take_life_events(const std::string& name, Municipality& m) {
        m.themes = life_.themes, m.target_groups = life_.target_groups, m.life_events = life_.life_events;
        if (!files_.exists(name + "/life_events.json")) return;
        auto document = files_.open(name + "/life_events.json");
        if (!document) return;
        auto own = read_life_events(*document);
        for (std::size_t i = 0; i < own.life_events.size(); ++i) check_steps(*document, own.life_events[i], own.places[i]);
        auto put = [](auto& list, auto& more) {
            for (auto& one : more) {
                auto same = std::find_if(list.begin(), list.end(), [&](const auto& known) { return known.id == one.id; });
                if (same == list.end()) list.push_back(std::move(one));
                else *same = std::move(one);
            }
        };
        put(m.themes, own.themes), put(m.target_groups, own.target_groups), put(m.life_events, own.life_events);
    }

    const std::set<std::string, std::less<>>& all_services() {
        if (!services_known_) {
            services_known_ = true;
            for (const auto& owner : files_.folders(""))
                for (const auto& id : files_.folders(owner))
                    if (!id.starts_with("report") && is_service_folder(files_, owner, id)) services_.insert(id);
        }
        return services_;
    }

    ServiceWords words(const Municipality& m) {
        auto words = words_of(m, {});
        words.services = all_services();
        return words;
    }

    std::vector<Catalogue::ServiceVariants> services_of(const std::string& name, const Municipality& m, const std::vector<DecisionModel>& decisions) {
        ServiceReader reader(files_, words(m));
        return reader.of(name, decisions);
    }

    void common_services() {
        Municipality all;
        all.themes = life_.themes, all.target_groups = life_.target_groups, all.life_events = life_.life_events, all.goals = goals_;
        ServiceReader(files_, words(all)).common();
    }

    // A common kind that no municipality offers is read all the same: it must be right when one takes it over.
    void unused_kinds() {
        for (const auto& name : files_.folders("common")) {
            if (!name.starts_with("report-") || used_common_.contains(name.substr(7))) continue;
            if (auto document = files_.open("common/" + name + "/service.json")) read_kind(*document);
        }
    }

    // The answers are for all municipalities: a kind that one of them has is enough.
    void answers_of_kinds() {
        for (const auto& answer : answers_)
            for (const auto& kind : answer.kinds)
                if (!all_kinds_.contains(kind)) problems_.push_back({files_.shown("common/answers.json"), 0, "answer " + answer.id + ": unknown kind \"" + kind + "\""});
    }

    CatalogueFolder files_;
    DecisionReader decisions_;
    Problems& problems_;
    std::vector<NamedText> goals_;
    LifeEvents life_;
    std::set<std::string, std::less<>> services_;  // ids, of all municipalities and `common`
    bool services_known_ = false;
    std::vector<ClosingReason> reasons_;
    std::vector<AnswerTemplate> answers_;
    std::map<std::string, std::string> hosts_, codes_;
    std::set<std::string> used_common_, all_kinds_;
};

}  // namespace

Catalogue::Loaded Catalogue::load(const std::string& folder) {
    Loaded loaded;
    Problems problems;
    auto content = Loading(folder, problems).all();
    loaded.problems = std::move(problems);
    // Each problem once: a common file is read for every municipality that has it.
    std::set<std::tuple<std::string, int, std::string>> seen;
    std::erase_if(loaded.problems, [&](const auto& p) { return !seen.insert({p.file, p.line, p.text}).second; });
    std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                     [](const auto& a, const auto& b) { return a.file != b.file ? a.file < b.file : a.line < b.line; });
    if (loaded.problems.empty()) loaded.catalogue = std::make_shared<LoadedCatalogue>(std::move(content), std::vector<LoadedCatalogue::Border>{});
    return loaded;
}

}  // namespace raekoda::services
