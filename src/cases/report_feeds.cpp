// The same reports for programs: what the map asks for, Atom (RFC 4287), CSV (RFC 4180), GeoJSON (RFC 7946). Public ones only; the filters
// are those of the list. CSV and GeoJSON give the newest 1000 and link to what follows (Link: rel="next").
#include "base/json.h"
#include "base/text.h"
#include "cases/report_pages_parts.h"

namespace raekoda::cases {

using view::text;

namespace {

constexpr int feed_length = 50, data_length = 1000;
constexpr const char* for_a_minute = "public, max-age=60";

// 400 as JSON; the parameter is named, the sentence is for people.
http::Response refused(const people::Visit& visit, const std::vector<Problem>& problems) {
    std::string out = "{\"errors\":[";
    for (std::size_t i = 0; i < problems.size(); ++i)
        out += (i ? "," : "") + std::string("{\"parameter\":") + json::quoted(problems[i].field) + ",\"description\":" +
               json::quoted(text(visit.language(), problems[i].text_key, problems[i].arguments)) + "}";
    return http::Response::json(out + "]}", 400);
}

struct Chosen {
    ReadFilter read;
    BrowsePage page;
};
// What a feed shows, or the answer that refuses.
tl::expected<Chosen, http::Response> choose(ReportPages& pages, people::Visit& visit, int length) {
    Chosen chosen{read_filter(visit.request.query, pages.municipality(visit)), {}};
    if (!chosen.read.problems.empty()) return tl::unexpected(refused(visit, chosen.read.problems));
    auto found = pages.cases.browse(visit.municipality, chosen.read.filter, visit.request.query.get("before"), length);
    if (!found) return tl::unexpected(pages.reception.problem(visit, found.error()));
    chosen.page = std::move(*found);
    return chosen;
}

http::Response data_answer(const people::Visit& visit, const Chosen& chosen, const char* type, const std::string& path, std::string body) {
    auto response = http::Response::of_type(type, std::move(body));
    response.with_header("Cache-Control", for_a_minute);
    if (!chosen.page.next.empty())
        response.with_header("Link", "<" + visit.frame.origin + visit.frame.to(path) + "?" + (chosen.read.query.empty() ? "" : chosen.read.query + "&") +
                                         "before=" + url_encoded(chosen.page.next) + ">; rel=\"next\"");
    return response;
}

// XML 1.0 §2.2: characters that may not stand in a document are left out. The rest is UTF-8 already.
std::string xml(std::string_view plain) {
    std::string out;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const char c = plain[i];
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') break;
                if (plain.substr(i, 3) == "\xEF\xBF\xBE" || plain.substr(i, 3) == "\xEF\xBF\xBF") {
                    i += 2;
                    break;
                }
                out += c;
        }
    }
    return out;
}

// A cell is quoted when it must be. Words of residents that a spreadsheet would take for a formula get an apostrophe in front.
std::string csv_cell(std::string_view value, bool from_people = false) {
    std::string cell(value);
    if (from_people && !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) cell.insert(0, "'");
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string out = "\"";
    for (char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

const char* state_name(Status status) { return is_open(status) ? "open" : "closed"; }

// tag: URIs (RFC 4151) stay the same when the address of the house changes its scheme or port.
std::string tag_uri(const people::Visit& visit, const std::string& specific) {
    return "tag:" + visit.request.host + ",2026:" + visit.municipality.value + "/" + specific;
}

std::string link_of(const people::Visit& visit, const ReportLine& line) { return visit.frame.origin + visit.frame.to(report_path(line.number)); }

void atom_entry(std::string& out, const ReportLine& line, const services::Municipality& municipality, const people::Visit& visit) {
    const auto language = visit.language();
    auto kind = kind_name(municipality, line.kind, language);
    auto place = place_words(municipality, line.address, line.district, line.lat, line.lon, language);
    auto state = state_tag(line.status, line.outcome, municipality, language).text;
    out += "<entry>\n<id>" + xml(tag_uri(visit, "reports/" + line.number.value)) + "</id>\n<title>" +
           xml(report_title(line.words, municipality, line.kind, language)) + "</title>\n<link href=\"" + xml(link_of(visit, line)) + "\"/>\n<published>" +
           iso_utc(line.opened) + "</published>\n<updated>" + iso_utc(line.updated) + "</updated>\n<category term=\"" + xml(line.kind) + "\" label=\"" +
           xml(kind) + "\"/>\n<summary>" + xml(state + " · " + kind + " · " + place + (line.words.empty() ? "" : "\n\n" + line.words)) +
           "</summary>\n<georss:point>" + view::coordinate(line.lat) + " " + view::coordinate(line.lon) + "</georss:point>\n</entry>\n";
}

struct MapParts {
    std::string clusters, points;
};

void add_cluster(std::string& out, const MapCluster& c) {
    if (!out.empty()) out += ",";
    out += "{\"lat\":" + view::coordinate(c.lat) + ",\"long\":" + view::coordinate(c.lon) + ",\"count\":" + std::to_string(c.count) + ",\"bounds\":[" +
           view::coordinate(c.west) + "," + view::coordinate(c.south) + "," + view::coordinate(c.east) + "," + view::coordinate(c.north) + "]}";
}

void add_point(std::string& out, const MapCluster& c, const std::string& words, const services::Municipality& municipality, const people::Visit& visit) {
    if (!out.empty()) out += ",";
    out += "{\"number\":" + json::quoted(c.number.value) + ",\"lat\":" + view::coordinate(c.lat) + ",\"long\":" + view::coordinate(c.lon) +
           ",\"state\":\"" + (c.open ? "open" : "closed") + "\",\"kind\":" + json::quoted(kind_name(municipality, c.kind, visit.language())) +
           ",\"title\":" + json::quoted(report_title(words, municipality, c.kind, visit.language(), 60)) + ",\"url\":" +
           json::quoted(visit.frame.to(report_path(c.number))) + "}";
}

}  // namespace

http::Response map_json(ReportPages& pages, people::Visit& visit) {
    if (double wait = pages.map_limit.take(visit.request.peer); wait > 0) {
        auto response = http::Response::json("{\"errors\":[{\"parameter\":\"\",\"description\":" +
                                             json::quoted(text(visit.language(), "general.fault_rate_limited")) + "}]}", 429);
        return response.with_header("Retry-After", std::to_string(static_cast<int>(wait) + 1));
    }
    const auto& municipality = pages.municipality(visit);
    auto read = read_filter(visit.request.query, municipality);
    if (!read.problems.empty()) return refused(visit, read.problems);
    auto view = read_map_view(visit.request.query, read.filter);
    if (!view) return refused(visit, view.error().problems);
    auto clusters = pages.cases.map(visit.municipality, *view);

    std::vector<std::string> numbers;
    for (const auto& c : clusters)
        if (c.count == 1) numbers.push_back(c.number.value);
    auto beginnings = pages.cases.beginnings(visit.municipality, numbers);
    if (!beginnings) return pages.reception.problem(visit, beginnings.error());
    MapParts parts;
    for (const auto& c : clusters) {
        if (c.count > 1) {
            add_cluster(parts.clusters, c);
            continue;
        }
        // The map is a moment behind: what was taken out of public view meanwhile has no beginning and is not shown.
        if (auto words = beginnings->find(c.number.value); words != beginnings->end()) add_point(parts.points, c, words->second, municipality, visit);
    }
    auto response = http::Response::json("{\"clusters\":[" + parts.clusters + "],\"points\":[" + parts.points + "]}");
    return response.with_header("Cache-Control", "public, max-age=5");
}

http::Response feed_atom(ReportPages& pages, people::Visit& visit) {
    auto chosen = choose(pages, visit, feed_length);
    if (!chosen) return chosen.error();
    const auto& municipality = pages.municipality(visit);
    const auto language = visit.language();
    std::string query = chosen->read.query.empty() ? "" : "?" + chosen->read.query;
    std::string self = visit.frame.origin + visit.frame.to("/reports/feed.atom") + query, list = visit.frame.origin + visit.frame.to("/reports") + query;
    Instant updated = chosen->page.lines.empty() ? visit.now : Instant{0};
    for (const auto& line : chosen->page.lines) updated = std::max(updated, line.updated);
    std::string out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:georss=\"http://www.georss.org/georss\" xml:lang=\"" +
                      std::string(view::code(language)) + "\">\n<id>" + xml(tag_uri(visit, "reports" + query)) + "</id>\n<title>" +
                      xml(text(language, "reports.feed_title", {{"municipality", municipality.name.in(language)}})) + "</title>\n<updated>" + iso_utc(updated) +
                      "</updated>\n<author><name>" + xml(municipality.name.in(language)) + "</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"" +
                      xml(self) + "\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"" + xml(list) + "\"/>\n";
    for (const auto& line : chosen->page.lines) atom_entry(out, line, municipality, visit);
    auto response = http::Response::of_type("application/atom+xml; charset=utf-8", out + "</feed>\n");
    return response.with_header("Cache-Control", for_a_minute);
}

// UTF-8 with a byte order mark: spreadsheets guess another encoding without it and break õ, ä, ö, ü. Programs skip it.
http::Response reports_csv(ReportPages& pages, people::Visit& visit) {
    auto chosen = choose(pages, visit, data_length);
    if (!chosen) return chosen.error();
    const auto& municipality = pages.municipality(visit);
    const auto language = visit.language();
    std::string out = "\xEF\xBB\xBFnumber,kind,kind_name,state,outcome,opened,updated,due,lat,long,address,district,holder,followers,words,url\r\n";
    for (const auto& line : chosen->page.lines) {
        std::string cells[] = {line.number.value, csv_cell(line.kind), csv_cell(kind_name(municipality, line.kind, language)), state_name(line.status),
                               csv_cell(line.outcome), iso_local(line.opened), iso_local(line.updated),
                               line.due.microseconds > 0 ? iso_local(line.due) : std::string(), view::coordinate(line.lat), view::coordinate(line.lon),
                               csv_cell(line.address, true), csv_cell(district_name(municipality, line.district, language)),
                               csv_cell(team_name(municipality, line.holder_team, language)), std::to_string(line.followers), csv_cell(line.words, true),
                               link_of(visit, line)};
        bool first = true;
        for (const auto& cell : cells) out += (first ? "" : ",") + cell, first = false;
        out += "\r\n";
    }
    auto response = data_answer(visit, *chosen, "text/csv; charset=utf-8; header=present", "/reports/reports.csv", std::move(out));
    return response.with_header("Content-Disposition", "attachment; filename=\"" + visit.municipality.value + "-reports.csv\"");
}

http::Response reports_geojson(ReportPages& pages, people::Visit& visit) {
    auto chosen = choose(pages, visit, data_length);
    if (!chosen) return chosen.error();
    const auto& municipality = pages.municipality(visit);
    const auto language = visit.language();
    std::string out = "{\"type\":\"FeatureCollection\",\"features\":[";
    bool first = true;
    for (const auto& line : chosen->page.lines) {
        out += std::string(first ? "" : ",") + "\n{\"type\":\"Feature\",\"id\":" + json::quoted(line.number.value) +
               ",\"geometry\":{\"type\":\"Point\",\"coordinates\":[" + view::coordinate(line.lon) + "," + view::coordinate(line.lat) +
               "]},\"properties\":{\"number\":" + json::quoted(line.number.value) + ",\"kind\":" + json::quoted(line.kind) + ",\"kind_name\":" +
               json::quoted(kind_name(municipality, line.kind, language)) + ",\"state\":\"" + state_name(line.status) + "\",\"outcome\":" +
               json::quoted(line.outcome) + ",\"opened\":\"" + iso_local(line.opened) + "\",\"updated\":\"" + iso_local(line.updated) + "\",\"due\":" +
               (line.due.microseconds > 0 ? "\"" + iso_local(line.due) + "\"" : "null") + ",\"address\":" + json::quoted(line.address) + ",\"district\":" +
               json::quoted(district_name(municipality, line.district, language)) + ",\"words\":" + json::quoted(line.words) + ",\"url\":" +
               json::quoted(link_of(visit, line)) + "}}";
        first = false;
    }
    return data_answer(visit, *chosen, "application/geo+json", "/reports/reports.geojson", out + "\n]}\n");
}

}  // namespace raekoda::cases
