#include "doors/console/import.h"

#include <zlib.h>

#include <fstream>
#include <iostream>

#include "base/json.h"
#include "base/text.h"

namespace raekoda::doors::console {

namespace {

constexpr std::size_t line_limit = 1u << 20;
constexpr std::size_t batch_size = 250;

// Lines of a file, gzip or plain: zlib reads both.
class Lines {
public:
    explicit Lines(const std::string& path) : file_(path == "-" ? gzdopen(0, "rb") : gzopen(path.c_str(), "rb")) {}
    ~Lines() {
        if (file_) gzclose(file_);
    }
    bool open() const { return file_; }
    // False at the end. Sets `problem` when the file is damaged or a line too long.
    bool next(std::string& line, std::string& problem) {
        line.clear();
        for (char chunk[16384]; gzgets(file_, chunk, sizeof chunk);) {
            line += chunk;
            if (line.size() > line_limit) return problem = "a line longer than 1 MiB", false;
            if (line.back() == '\n') return true;
        }
        int code = 0;
        const char* message = gzerror(file_, &code);
        if (code != Z_OK && code != Z_STREAM_END) problem = message;
        return problem.empty() && !line.empty();
    }
    std::int64_t offset() const { return gzoffset(file_); }

private:
    gzFile file_;
};

Result<std::map<std::string, std::string>> read_kind_map(const std::string& path) {
    std::map<std::string, std::string> map;
    if (path.empty()) return map;
    std::ifstream in(path);
    if (!in) return fail(Fault::missing, path + ": cannot be read");
    auto parsed = TRY(json::parse(std::string((std::istreambuf_iterator<char>(in)), {})));
    if (!parsed.is_object()) return fail(Fault::invalid, path + ": a JSON object is needed");
    for (const auto& item : parsed.get_object()) map[std::string(item.key())] = json::as_text(item.value());
    return map;
}

}  // namespace

Result<cases::Cases::Imported> read_georeport_line(std::string_view line, const services::Catalogue& catalogue, const MunicipalityId& id,
                                                   const std::map<std::string, std::string>& kind_map) {
    auto parsed = TRY(json::parse(line, line_limit));
    const auto* o = parsed.if_object();
    if (!o) return fail(Fault::invalid, "not a JSON object");
    const auto* municipality = catalogue.municipality(id);
    if (!municipality) return fail(Fault::missing, "unknown municipality " + id.value);
    cases::Cases::Imported imported;
    auto& report = imported.report;
    report.channel = cases::Channel::import;
    report.language = "en";
    report.external_reference = json::text(*o, "service_request_id");
    if (report.external_reference.empty()) return fail(Fault::invalid, "service_request_id is missing");
    auto requested = parse_iso(json::text(*o, "requested_datetime"));
    if (!requested) return fail(Fault::invalid, "requested_datetime: not a date-time with zone");
    report.happened = *requested;
    imported.updated = parse_iso(json::text(*o, "updated_datetime")).value_or(*requested);
    if (imported.updated < *requested) imported.updated = *requested;
    auto lat = json::optional_number(*o, "lat"), lon = json::optional_number(*o, "long");
    if (!lat || !lon) return fail(Fault::invalid, "lat, long: both are needed");
    report.lat = *lat;
    report.lon = *lon;
    report.address = first_code_points(json::text(*o, "address"), cases::limits::address);
    std::string service = json::text(*o, "service_name"), code = json::text(*o, "service_code");
    std::string status = json::text(*o, "status");
    if (status != "open" && status != "closed") return fail(Fault::invalid, "status: open or closed");
    imported.closed = status == "closed";
    imported.status_notes = first_code_points(json::text(*o, "status_notes"), cases::limits::words);
    report.words = first_code_points(json::text(*o, "description"), cases::limits::words);
    if (trimmed(report.words).empty()) report.words = service;
    for (const auto& key : {code, service})
        if (auto found = kind_map.find(key); found != kind_map.end() && report.kind.empty()) report.kind = found->second;
    if (report.kind.empty() && municipality->kind(code)) report.kind = code;
    if (report.kind.empty()) {
        auto suggested = catalogue.suggest(id, service, 6, {}, 1);
        report.kind = suggested.empty() ? "other" : suggested.front().kind;
    }
    // Required answers cannot be asked any more: the first choice stands for "not known" where there is one.
    if (const auto* kind = municipality->kind(report.kind))
        for (const auto& question : kind->questions)
            if (question.required) {
                if (question.values.empty()) report.answers[question.code] = {"0"};
                else report.answers[question.code] = {question.values.back().key};
            }
    return imported;
}

int import_georeport(const Configuration& configuration, const std::string& municipality, const std::string& file, const std::string& kind_map_path) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    auto kind_map = read_kind_map(kind_map_path);
    if (!kind_map) return failed(kind_map.error());
    MunicipalityId id(municipality);
    if (!town->catalogue->municipality(id)) return failed(Error{Fault::missing, {}, "unknown municipality " + municipality, {}});
    Lines lines(file);
    if (!lines.open()) return failed(Error{Fault::missing, {}, file + ": cannot be read", {}});

    std::vector<cases::Cases::Imported> batch;
    cases::Cases::ImportCount total;
    std::int64_t number = 0, refused = 0;
    ProgressLine progress("reports imported");
    auto flush = [&]() -> Outcome {
        auto send = [&](const std::vector<cases::Cases::Imported>& some) -> Outcome {
            auto count = TRY(town->cases->import_reports({id, now(), "import", {}}, some));
            total.opened += count.opened;
            total.closed += count.closed;
            total.known += count.known;
            return {};
        };
        Outcome sent = send(batch);
        if (!sent && sent.error().fault == Fault::invalid) {
            // One of them is at fault: one by one, so that the others come in.
            for (const auto& one : batch)
                if (auto alone = send({one}); !alone) {
                    if (alone.error().fault != Fault::invalid) return alone;
                    ++refused;
                    std::cerr << "\n" << file << ": request " << one.report.external_reference << ": ";
                    for (const auto& problem : alone.error().problems) std::cerr << problem.field << " " << problem.text_key << " ";
                    std::cerr << "\n";
                }
            sent = {};
        }
        batch.clear();
        progress.show(total.opened + total.known, 0);
        return sent;
    };
    std::string line, problem;
    while (lines.next(line, problem)) {
        ++number;
        if (trimmed(line).empty()) continue;
        auto imported = read_georeport_line(line, *town->catalogue, id, *kind_map);
        if (!imported) {
            ++refused;
            std::cerr << "\n" << file << ":" << number << ": " << imported.error().detail << "\n";
            continue;
        }
        batch.push_back(std::move(*imported));
        if (batch.size() >= batch_size)
            if (auto sent = flush(); !sent) return failed(sent.error());
    }
    if (!batch.empty())
        if (auto sent = flush(); !sent) return failed(sent.error());
    if (!problem.empty()) return failed(Error{Fault::invalid, {}, file + ":" + std::to_string(number + 1) + ": " + problem, {}});
    std::cout << "lines " << number << ", new " << total.opened << ", closed " << total.closed << ", known before " << total.known << ", refused " << refused << "\n";
    return refused ? 1 : 0;
}

int import_boundaries(const Configuration& configuration, const std::string& file) {
    auto town = open_town(configuration);
    if (!town) return failed(town.error());
    std::ifstream in(file);
    if (!in) return failed(Error{Fault::missing, {}, file + ": cannot be read", {}});
    auto read = services::read_boundaries(std::string((std::istreambuf_iterator<char>(in)), {}));
    if (!read) return failed(read.error());
    auto kept = services::keep_boundaries(*town->journal, {town->catalogue->municipalities().front().id, now(), "import", {}}, *read);
    if (!kept) return failed(kept.error());
    std::cout << "boundaries " << read->size() << "\n";
    return 0;
}

}  // namespace raekoda::doors::console
