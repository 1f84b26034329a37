#include "services/catalogue_files.h"

#include <set>

#include "base/crypto.h"
#include "base/text.h"

namespace raekoda::services {

namespace {

// Reports an id that was there before.
class Unique {
public:
    explicit Unique(std::string what) : what_(std::move(what)) {}
    void see(Members& members, std::string_view member, const std::string& id) {
        if (!id.empty() && !seen_.insert(id).second) members.problem(member, what_ + " \"" + id + "\" stands twice");
    }

private:
    std::string what_;
    std::set<std::string> seen_;
};

bool is_colour(const std::string& text) {
    return text.size() == 7 && text[0] == '#' && text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
}

std::vector<NamedText> read_named(Members& members, std::string_view list, Need need, const std::string& what) {
    std::vector<NamedText> out;
    Unique ids(what);
    members.each_object(list, need, [&](Members& one) {
        NamedText named{one.identifier("id", Need::required), one.local("name", Need::required, 200)};
        ids.see(one, "id", named.id);
        out.push_back(std::move(named));
    });
    return out;
}

void read_theme(Members& members, Theme& theme) {
    for (auto [name, field] : {std::pair{"brand", &theme.brand}, {"brand_dark", &theme.brand_dark}, {"accent", &theme.accent}}) {
        *field = members.text(name, Need::required, 7);
        if (!field->empty() && !is_colour(*field)) members.problem(name, std::string("\"") + name + "\": a colour like #005aa3 is expected");
    }
    theme.mark = members.text("mark", Need::required, 4000);
    if (theme.mark.find_first_not_of("MmLlHhVvCcSsQqTtAaZz0123456789 ,.-+eE") != std::string::npos)
        members.problem("mark", "\"mark\": path data of SVG is expected");
}

void read_map(Members& members, MapSetting& map) {
    auto* centre = members.any("centre", Need::required);
    auto* pair = centre ? centre->if_array() : nullptr;
    if (pair && pair->size() == 2 && (*pair)[0].is_number() && (*pair)[1].is_number()) {
        map.lat = (*pair)[0].to_number<double>();
        map.lon = (*pair)[1].to_number<double>();
        if (auto fault = coordinate_fault(map.lon, map.lat); !fault.empty())
            members.problem("centre", coordinate_fault(map.lat, map.lon).empty() ? "\"centre\" is [latitude, longitude]: the numbers are swapped"
                                                                               : "\"centre\": " + fault);
    } else if (centre) {
        members.problem("centre", "\"centre\": [latitude, longitude] is expected");
    }
    if (auto zoom = members.integer("zoom", 1, 20, Need::optional)) map.zoom = static_cast<int>(*zoom);
    map.tiles = members.text("tiles", Need::optional, 500);
    if (!map.tiles.empty()) {
        if (!map.tiles.starts_with("https://") && !map.tiles.starts_with("http://")) members.problem("tiles", "\"tiles\": an http or https address is expected");
        for (const char* part : {"{z}", "{x}"})
            if (map.tiles.find(part) == std::string::npos) members.problem("tiles", std::string("\"tiles\" has no ") + part);
        if (map.tiles.find("{y}") == std::string::npos && map.tiles.find("{-y}") == std::string::npos) members.problem("tiles", "\"tiles\" has no {y}");
    }
    map.attribution = members.text("attribution", map.tiles.empty() ? Need::optional : Need::required, 300);
}

std::vector<Choice> read_choices(Members& members, bool needed) {
    std::vector<Choice> out;
    Unique keys("value");
    members.each_object("values", needed ? Need::required : Need::optional, [&](Members& one) {
        Choice choice{one.identifier("key", Need::required), one.local("name", Need::required, 200)};
        keys.see(one, "key", choice.key);
        out.push_back(std::move(choice));
    });
    return out;
}

}  // namespace

Limit read_limit(Members& members) {
    auto hours = members.integer("hours", 1, 24 * 365, Need::optional);
    auto days = members.integer("working_days", 1, 1000, Need::optional);
    if (members.has("hours") == members.has("working_days")) members.problem("exactly one of \"hours\" and \"working_days\" is expected");
    return {static_cast<int>(hours.value_or(0)), static_cast<int>(days.value_or(0))};
}

Period read_period(Members& members) {
    Period period;
    if (auto from = members.date("valid_from", Need::required)) period.from = *from;
    period.to = members.date("valid_to", Need::optional);
    if (period.to && *period.to < period.from) members.problem("valid_to", "\"valid_to\" is before \"valid_from\"");
    return period;
}

MunicipalityFile read_municipality(Document& document) {
    MunicipalityFile out;
    Municipality& m = out.municipality;
    Members members(document, document.root(), "");
    m.id = MunicipalityId(members.identifier("id", Need::required));
    m.ehak = members.text("ehak", Need::required, 4);
    if (m.ehak.size() != 4 || m.ehak.find_first_not_of("0123456789") != std::string::npos) members.problem("ehak", "\"ehak\": four digits are expected");
    members.text("county", Need::required, 4);
    m.name = members.local("name", Need::required, 100);
    m.short_name = members.local("short_name", Need::required, 100);
    m.jurisdiction = members.text("jurisdiction", Need::required, 100);
    for (const auto& code : members.texts("languages", Need::required, 3)) {
        std::optional<Language> language;
        if (code == "et") language = Language::et;
        else if (code == "en") language = Language::en;
        else if (code == "ru") language = Language::ru;
        if (!language) members.problem("languages", "unknown language \"" + code + "\"");
        else if (std::find(m.languages.begin(), m.languages.end(), *language) != m.languages.end()) members.problem("languages", "language \"" + code + "\" stands twice");
        else m.languages.push_back(*language);
    }
    if (std::string zone = members.text("time_zone", Need::optional, 60); !zone.empty()) {
        m.time_zone = zone;
        if (zone != default_zone) members.problem("time_zone", "\"time_zone\": only " + std::string(default_zone) + " is known");
    }
    for (const auto& host : members.texts("hosts", Need::required, 50)) {
        if (host != ascii_lower(host) || host.find_first_of("/: ") != std::string::npos)
            members.problem("hosts", "host \"" + host + "\": a name in lower case without scheme and port is expected");
        m.hosts.push_back(host);
    }
    members.object("contact", Need::required, [&](Members& contact) {
        m.phone = contact.text("phone", Need::optional, 40);
        m.email = contact.text("email", Need::required, 200);
        if (!m.email.empty() && m.email.find('@') == std::string::npos) contact.problem("email", "\"email\": an e-mail address is expected");
        m.address = contact.local_or_same("address", Need::required);
        m.hours = contact.local("hours", Need::optional, 300);
    });
    members.object("emergency", Need::optional, [&](Members& emergency) {
        m.emergency_number = emergency.text("number", Need::required, 20);
        m.emergency = emergency.local("text", Need::required, 500);
    });
    members.object("theme", Need::required, [&](Members& theme) { read_theme(theme, m.theme); });
    members.object("map", Need::required, [&](Members& map) { read_map(map, m.map); });
    m.public_numbers = members.texts("public_numbers", Need::optional);
    m.areas_of_work = read_named(members, "areas_of_work", Need::required, "area of work");

    auto has_area = [&](const std::string& id) {
        return std::any_of(m.areas_of_work.begin(), m.areas_of_work.end(), [&](const auto& area) { return area.id == id; });
    };
    Unique teams("team");
    members.each_object("teams", Need::required, [&](Members& one) {
        static constexpr std::string_view kinds[] = {"department", "contractor", "partner"};
        Team team;
        team.id = one.identifier("id", Need::required);
        teams.see(one, "id", team.id);
        team.name = one.local("name", Need::required, 200);
        team.kind = kinds[one.choice("kind", {kinds[0], kinds[1], kinds[2]}, Need::required)];
        team.email = one.text("email", Need::required, 200);
        if (!team.email.empty() && team.email.find('@') == std::string::npos) one.problem("email", "\"email\": an e-mail address is expected");
        team.phone = one.text("phone", Need::optional, 40);
        team.areas_of_work = one.texts("areas_of_work", Need::optional);
        for (const auto& area : team.areas_of_work)
            if (!has_area(area)) one.problem("areas_of_work", "team " + team.id + ": unknown area of work \"" + area + "\"");
        m.teams.push_back(std::move(team));
    });

    Unique kinds("report kind");
    members.each_object("report_kinds", Need::required, [&](Members& one) {
        KindEntry entry;
        entry.id = one.identifier("id", Need::required);
        kinds.see(one, "id", entry.id);
        entry.area_of_work = one.identifier("area_of_work", Need::required);
        if (!entry.area_of_work.empty() && !has_area(entry.area_of_work))
            one.problem("area_of_work", "report kind " + entry.id + ": unknown area of work \"" + entry.area_of_work + "\"");
        entry.own = one.choice("from", {"common", "own"}, Need::required) == 1;
        entry.pointer = one.pointer();
        out.kinds.push_back(std::move(entry));
    });

    members.each_object("service_levels", Need::optional, [&](Members& one) {
        ServiceLevel level;
        level.kind = one.identifier("kind", Need::required);
        level.period = read_period(one);
        level.limit = read_limit(one);
        level.pointer = one.pointer();
        if (std::none_of(out.kinds.begin(), out.kinds.end(), [&](const auto& kind) { return kind.id == level.kind; }))
            one.problem("kind", "service level: unknown kind \"" + level.kind + "\"");
        out.service_levels.push_back(std::move(level));
    });
    // The newest that has begun holds; one that says its end must not reach into the next.
    for (const auto& a : out.service_levels)
        for (const auto& b : out.service_levels)
            if (&a != &b && a.kind == b.kind && a.period.from <= b.period.from && (a.period.from == b.period.from ? &a < &b : a.period.to && *a.period.to >= b.period.from))
                document.problem(b.pointer, "service level of " + b.kind + " from " + b.period.from.iso() + " overlaps the one from " + a.period.from.iso());
    members.done();
    return out;
}

ReportKind read_kind(Document& document) {
    ReportKind kind;
    Members members(document, document.root(), "");
    members.choice("type", {"report"}, Need::required);
    kind.id = members.identifier("id", Need::required);
    kind.name = members.local("name", Need::required, 100);
    kind.short_text = members.local("short", Need::required, 400);
    kind.advice = members.local("advice", Need::optional, 1000);
    kind.urgent_advice = members.boolean("urgent_advice", false);
    if (kind.urgent_advice && kind.advice.et.empty()) members.problem("urgent_advice", "\"urgent_advice\" without \"advice\"");
    kind.life_event = members.identifier("life_event", Need::required);
    kind.goal = members.identifier("goal", Need::required);
    kind.icon = members.identifier("icon", Need::required);
    members.object("keywords", Need::required, [&](Members& keywords) {
        for (const char* language : {"et", "en", "ru"}) {
            kind.keywords[language] = keywords.texts(language, Need::required, 300);
            for (const auto& keyword : kind.keywords[language])
                if (words(keyword).empty()) keywords.problem(language, "keyword \"" + keyword + "\" has no letter");
        }
    });
    members.object("season", Need::optional, [&](Members& season) { kind.months = season.integers("months", 1, 12, Need::required); });
    members.object("open311", Need::required, [&](Members& open311) {
        static constexpr std::string_view types[] = {"realtime", "batch", "blackbox"};
        kind.open311_type = types[open311.choice("type", {types[0], types[1], types[2]}, Need::required)];
        kind.open311_group = open311.local("group", Need::required, 100);
        kind.open311_keywords = open311.text("keywords", Need::optional, 300);
    });
    kind.public_default = members.boolean("public_default", true);
    kind.review_before_publishing = members.choice("review", {"after", "before"}, Need::required) == 1;

    Unique codes("question");
    members.each_object("questions", Need::optional, [&](Members& one) {
        Question question;
        question.code = one.identifier("code", Need::required);
        codes.see(one, "code", question.code);
        question.datatype = static_cast<Datatype>(
            one.choice("datatype", {"string", "text", "number", "datetime", "singlevaluelist", "multivaluelist"}, Need::required));
        question.required = one.boolean("required", false);
        question.is_public = one.boolean("public", true);
        question.label = one.local("label", Need::required, 200);
        question.hint = one.local("hint", Need::optional, 400);
        bool list = question.datatype == Datatype::singlevaluelist || question.datatype == Datatype::multivaluelist;
        question.values = read_choices(one, list);
        if (!list && !question.values.empty()) one.problem("values", "question " + question.code + ": values without a list datatype");
        kind.questions.push_back(std::move(question));
    });
    kind.outcomes = members.texts("outcomes", Need::required, 50);
    members.done();
    kind.version = hex(hash_256(json::serialize(document.root()))).substr(0, 12);
    return kind;
}

WorkCalendar read_calendar(Document& document) {
    WorkCalendar calendar;
    Members members(document, document.root(), "");
    members.identifier("id", Need::optional);
    members.choice("time_zone", {default_zone}, Need::optional);
    if (auto days = members.integers("working_weekdays", 1, 7, Need::optional); !days.empty()) calendar.working_weekdays = days;
    Unique ids("holiday");
    members.each_object("holidays", Need::required, [&](Members& one) {
        WorkCalendar::Holiday holiday;
        holiday.id = one.identifier("id", Need::required);
        ids.see(one, "id", holiday.id);
        holiday.name = one.local("name", Need::required, 100);
        auto month = one.integer("month", 1, 12, Need::optional);
        auto day = one.integer("day", 1, 31, Need::optional);
        auto offset = one.integer("easter_offset", -100, 100, Need::optional);
        if (offset.has_value() == month.has_value() || month.has_value() != day.has_value())
            one.problem("either \"month\" and \"day\" or \"easter_offset\" is expected");
        holiday.month = static_cast<int>(month.value_or(0));
        holiday.day = static_cast<int>(day.value_or(0));
        if (offset) holiday.easter_offset = static_cast<int>(*offset);
        if (auto from = one.date("valid_from", Need::optional)) holiday.valid_from = *from;
        calendar.holidays.push_back(std::move(holiday));
    });
    members.each_object("shortened", Need::optional, [&](Members& one) {
        WorkCalendar::Shortened shortened;
        one.object("before", Need::required, [&](Members& before) {
            shortened.month = static_cast<int>(before.integer("month", 1, 12, Need::required).value_or(0));
            shortened.day = static_cast<int>(before.integer("day", 1, 31, Need::required).value_or(0));
        });
        if (auto from = one.date("valid_from", Need::optional)) shortened.valid_from = *from;
        if (auto minutes = one.integer("minutes", 1, 600, Need::optional)) shortened.minutes = static_cast<int>(*minutes);
        calendar.shortened.push_back(shortened);
    });
    members.object("office_day", Need::required, [&](Members& office) {
        if (auto from = office.integer("from_minute", 0, 1439, Need::required)) calendar.office_from_minute = static_cast<int>(*from);
        if (auto to = office.integer("to_minute", 1, 1440, Need::required)) calendar.office_to_minute = static_cast<int>(*to);
        if (calendar.office_to_minute <= calendar.office_from_minute) office.problem("the office closes before it opens");
    });
    members.done();
    return calendar;
}

std::vector<AnswerTemplate> read_answers(Document& document) {
    std::vector<AnswerTemplate> out;
    Members members(document, document.root(), "");
    for (const auto& name : members.texts("placeholders", Need::optional))
        if (!unknown_placeholder("{" + name + "}").empty()) members.problem("placeholders", "nobody fills the placeholder {" + name + "}");
    Unique ids("answer");
    members.each_object("answers", Need::required, [&](Members& one) {
        AnswerTemplate answer;
        answer.id = one.identifier("id", Need::required);
        ids.see(one, "id", answer.id);
        answer.outcome = one.text("outcome", Need::optional, 64);
        if (one.has("use")) {
            static constexpr std::string_view uses[] = {"note", "assign", "ask", "close"};
            answer.use = uses[one.choice("use", {uses[0], uses[1], uses[2], uses[3]}, Need::required)];
        }
        answer.kinds = one.texts("kinds", Need::optional);
        answer.title = one.local("name", Need::required, 200);
        answer.body = one.local("text", Need::required, 4000);
        for (const std::string* body : {&answer.body.et, &answer.body.en, &answer.body.ru})
            if (auto unknown = unknown_placeholder(*body); !unknown.empty()) one.problem("text", "answer " + answer.id + ": unknown placeholder " + unknown);
        out.push_back(std::move(answer));
    });
    members.done();
    return out;
}

std::string unknown_placeholder(std::string_view body) {
    for (std::size_t open = body.find('{'); open != std::string_view::npos; open = body.find('{', open + 1)) {
        std::size_t close = body.find('}', open);
        std::string_view name = body.substr(open, close == std::string_view::npos ? std::min<std::size_t>(20, body.size() - open) : close - open + 1);
        if (name != "{number}" && name != "{kind}" && name != "{place}" && name != "{date}") return std::string(name);
    }
    return {};
}

std::vector<ClosingReason> read_closing_reasons(Document& document) {
    std::vector<ClosingReason> out;
    Members members(document, document.root(), "");
    Unique ids("closing reason");
    members.each_object("closing_reasons", Need::required, [&](Members& one) {
        ClosingReason reason;
        reason.id = one.identifier("id", Need::required);
        ids.see(one, "id", reason.id);
        reason.name = one.local("name", Need::required, 200);
        reason.asks_picture = one.boolean("asks_picture", false);
        reason.asks_text = one.boolean("asks_text", false);
        out.push_back(std::move(reason));
    });
    members.done();
    return out;
}

std::map<std::string, std::string> read_units(Document& document) {
    constexpr std::size_t code_digits = 4, longest_name = 100;
    std::map<std::string, std::string> out;
    Members members(document, document.root(), "");
    members.text("source", Need::required);
    members.object("units", Need::required, [&](Members& units) {
        units.each_member([&](const std::string& code, const json::value& name) {
            if (code.size() != code_digits || code.find_first_not_of("0123456789") != std::string::npos) return units.problem(code, "a code of EHAK has four digits");
            const std::string words = name.is_string() ? json::as_text(name) : std::string();
            if (words.empty() || words.size() > longest_name) return units.problem(code, "a unit has a name");
            out[code] = words;
        });
    });
    members.done();
    return out;
}

std::vector<NamedText> read_goals(Document& document) {
    Members members(document, document.root(), "");
    auto out = read_named(members, "goals", Need::required, "goal");
    members.done();
    return out;
}

}  // namespace raekoda::services
