// POST request: a partner's program sends what somebody reported.
#include <chrono>

#include "base/log.h"
#include "base/text.h"
#include "doors/open311/door.h"
#include "doors/open311/photo_fetch.h"

namespace raekoda::doors::open311 {

namespace {

constexpr std::size_t longest_idempotency_key = 200;

bool has_wrong(const std::vector<Wrong>& wrongs, std::string_view parameter) {
    return std::any_of(wrongs.begin(), wrongs.end(), [&](const Wrong& wrong) { return wrong.parameter.find(parameter) != std::string::npos; });
}

// A full location: lat and long, or an address that means one place. Several kinds may come together; the point counts most.
void read_location(const Call& call, const services::Municipality& municipality, cases::NewReport& report, std::vector<Wrong>& wrongs) {
    const auto& lat = call.arguments.get("lat");
    const auto& lon = call.arguments.get("long");
    report.address = call.arguments.get("address_string");
    if (!lat.empty() || !lon.empty()) {
        auto read = [&](const std::string& text, const char* name, double& into) {
            if (text.empty()) return wrongs.push_back({400, name, "open311.half_a_point", {}});
            auto number = parse_number(trimmed(text));
            if (number) into = *number;
            else wrongs.push_back({400, name, "open311.not_a_coordinate", {}});
        };
        read(lat, "lat", report.lat);
        read(lon, "long", report.lon);
    } else if (!report.address.empty()) {
        auto place = place_of(*call.catalogue, municipality.id, report.address);
        if (!place) return wrongs.push_back({400, "address_string", "open311.address_unclear", {}});
        report.lat = place->lat;
        report.lon = place->lon;
    } else if (!call.arguments.get("address_id").empty()) {
        wrongs.push_back({400, "address_id", "open311.unknown_address_id", {}});
    } else {
        wrongs.push_back({400, "lat, long, address_string", "open311.location_required", {}});
    }
    if (has_wrong(wrongs, "lat") || has_wrong(wrongs, "long") || has_wrong(wrongs, "address")) return;
    if (!(report.lat >= -90 && report.lat <= 90 && report.lon >= -180 && report.lon <= 180)) return;  // cases say so
    auto located = call.catalogue->locate(report.lat, report.lon);
    if (located.municipality == municipality.id || located.municipality.empty()) return;
    if (const auto* other = call.catalogue->municipality(located.municipality))
        wrongs.push_back({400, "lat, long", "open311.place_of_other", {{"jurisdiction", other->jurisdiction}, {"name", other->name.in(call.language)}}});
}

std::string full_name(const Arguments& arguments) {
    std::string first = arguments.get("first_name"), last = arguments.get("last_name");
    return first.empty() || last.empty() ? first + last : first + " " + last;
}

cases::NewReport read_report(const Call& call, const services::Municipality& municipality, std::vector<Wrong>& wrongs) {
    cases::NewReport report;
    report.channel = cases::Channel::open311;
    report.language = view::code(call.language);
    report.kind = std::string(trimmed(call.arguments.get("service_code")));
    const auto* kind = municipality.kind(report.kind);
    if (report.kind.empty()) wrongs.push_back({400, "service_code", "open311.required", {}});
    else if (!kind) wrongs.push_back({404, "service_code", "open311.unknown_service", {{"value", first_code_points(report.kind, 100)}}});
    report.words = call.arguments.get("description");
    // GeoReport lets the description be absent; a report has words, then those of its service.
    if (report.words.empty()) report.words = kind ? kind->name.in(call.language) : "-";
    report.answers = call.arguments.attributes;
    report.contact = {full_name(call.arguments), call.arguments.get("email"), call.arguments.get("phone"), report.language};
    read_location(call, municipality, report, wrongs);
    return report;
}

void check_media(const Call& call, std::vector<Wrong>& wrongs) {
    std::size_t files = 0;
    for (const auto& file : call.request.files) files += file.field.starts_with("media");
    const auto urls = call.arguments.all("media_url");
    if (files > cases::limits::photos || urls.size() > cases::limits::photos)
        wrongs.push_back({400, files > cases::limits::photos ? "media" : "media_url", "cases.too_many_photos", {{"limit", std::to_string(cases::limits::photos)}}});
    for (const auto& url : urls)
        if (ascii_lower(url.substr(0, 5)) == "data:") wrongs.push_back({400, "media_url", "open311.data_url", {}});
        else if (!is_web_address(trimmed(url))) wrongs.push_back({400, "media_url", "open311.not_a_web_address", {}});
}

}  // namespace

std::optional<services::PlaceFound> place_of(const services::Catalogue& catalogue, const MunicipalityId& municipality, const std::string& address) {
    auto words_of = [](std::string_view text) { return words(folded(text)); };
    const auto asked = words_of(address);
    auto found = catalogue.find_places(municipality, address, 20);
    // A street is no answer to the question for a house: every number asked for must be there as it is.
    std::erase_if(found, [&](const services::PlaceFound& place) {
        const auto label = words_of(place.label);
        return std::any_of(asked.begin(), asked.end(), [&](const std::string& word) {
            const bool house = word[0] >= '0' && word[0] <= '9' && word.size() < 5;  // five digits: a postal code
            return house && std::find(label.begin(), label.end(), word) == label.end();
        });
    });
    if (found.size() == 1) return found.front();
    std::optional<services::PlaceFound> exact;
    for (const auto& place : found)
        if (words_of(place.label) == asked) {
            if (exact) return std::nullopt;
            exact = place;
        }
    return exact;
}

// 403 without a key of this municipality; 429 above its quota.
tl::expected<people::ApiKey, Refusal> Door::partner(const Call& call, const services::Municipality& municipality) {
    auto wait_for = [](double seconds) { return tl::unexpected<Refusal>(Refusal{{{429, "api_key", "general.fault_rate_limited", {}}}, seconds}); };
    const auto& secret = call.arguments.get("api_key");
    auto key = cases_.people().key_by_secret(municipality.id, trimmed(secret));
    if (!key) return refuse(key.error());
    if (!*key || !(*key)->active) {
        if (double wait = options_.rate_limits ? wrong_keys_.take(call.request.peer) : 0; wait > 0) return wait_for(wait);
        return refuse(Wrong{403, "api_key", secret.empty() ? "open311.key_missing" : "open311.key_unknown", {}});
    }
    const auto& found = **key;
    if (!options_.rate_limits) return found;
    if (double wait = partners_.take(found.id.value + "/minute", found.per_minute / 60.0, found.per_minute); wait > 0) return wait_for(wait);
    if (double wait = partners_.take(found.id.value + "/day", found.per_day / 86'400.0, found.per_day); wait > 0) return wait_for(wait);
    return found;
}

// media[] goes before media_url. An upload that is no picture is the sender's mistake and refused; what the net or a busy workshop keeps
// from us does not lose the report.
tl::expected<Door::Photos, Refusal> Door::photos(const Call& call) {
    Photos photos;
    std::vector<Wrong> wrongs;
    for (const auto& file : call.request.files) {
        if (!file.field.starts_with("media")) continue;
        ++photos.offered;
        auto photo = workshop_.prepare(file.content);
        if (photo) photos.prepared.push_back(std::move(*photo));
        else if (photo.error().fault == Fault::invalid || photo.error().fault == Fault::too_large) wrongs.push_back({400, "media", photo.error().text_key, {}});
        else log::warning("open311.photo_not_prepared", {{"detail", photo.error().detail}});
    }
    if (!wrongs.empty()) return refuse(std::move(wrongs));
    if (photos.offered) return photos;

    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + std::chrono::milliseconds(options_.fetch_milliseconds);
    for (const auto& url : call.arguments.all("media_url")) {
        ++photos.offered;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) continue;
        auto bytes = fetch_photo(std::string(trimmed(url)), media::max_file_bytes, static_cast<int>(left), options_.may_fetch_from);
        auto photo = bytes ? workshop_.prepare(*bytes) : Result<media::Photo>(tl::unexpected(bytes.error()));
        if (photo) photos.prepared.push_back(std::move(*photo));
        else log::info("open311.photo_not_fetched", {{"fault", fault_name(photo.error().fault)}, {"detail", photo.error().detail}});
    }
    return photos;
}

Answer Door::new_request(const Call& call) {
    const auto* municipality = TRY(this->municipality(call));
    const auto key = TRY(partner(call, *municipality));

    std::vector<Wrong> wrongs;
    std::string once(call.request.header("idempotency-key"));
    if (once.empty()) once = call.arguments.get("idempotency_key");
    if (once.size() > longest_idempotency_key) wrongs.push_back({400, "idempotency_key", "open311.too_long", {{"limit", std::to_string(longest_idempotency_key)}}});
    auto report = read_report(call, *municipality, wrongs);
    check_media(call, wrongs);

    journal::Context context{municipality->id, call.now, "key/" + key.id.value, once.empty() ? "" : "open311/" + key.id.value + "/" + once};
    // All that is wrong is said at once, and before anything is fetched. Where nothing is to be fetched, opening the report finds it.
    auto add_problems = [&](const Error& error) {
        for (const auto& problem : error.problems) {
            const bool said = (problem.field == "kind" && has_wrong(wrongs, "service_code")) ||
                              (problem.field == "place" && (has_wrong(wrongs, "lat") || has_wrong(wrongs, "long") || has_wrong(wrongs, "address")));
            if (!said) wrongs.push_back(wrong_of(problem));
        }
    };
    const bool brings_photos = !call.request.files.empty() || !call.arguments.get("media_url").empty();
    if (brings_photos || !wrongs.empty()) {
        auto preview = cases_.preview(context, report);
        if (!preview && preview.error().problems.empty()) return refuse(preview.error());
        if (!preview) add_problems(preview.error());
        if (!wrongs.empty()) return refuse(std::move(wrongs));
    }

    auto photos = TRY(this->photos(call));
    report.photos = std::move(photos.prepared);
    auto opened = cases_.open_report(context, report);
    if (!opened) {
        add_problems(opened.error());
        return wrongs.empty() ? refuse(opened.error()) : refuse(std::move(wrongs));
    }

    // Made of what is kept, so that a repeated call reads the same.
    const auto* kind = municipality->kind(report.kind);
    std::vector<std::string> notice;
    if (kind->urgent_advice) notice.push_back(kind->advice.in(call.language));
    if (opened->due.microseconds > 0) notice.push_back(view::text(call.language, "open311.notice_due", {{"date", day_text(opened->due, *municipality, call.language)}}));
    if (kind->review_before_publishing) notice.push_back(view::text(call.language, "open311.notice_review"));
    if (photos.offered > 0) {
        auto kept = cases_.report(municipality->id, opened->number);
        if (!kept) return refuse(kept.error());
        if (*kept && (*kept)->photos.size() < photos.offered) {
            auto count = photos.offered - (*kept)->photos.size();
            notice.push_back(view::text(call.language, "open311.notice_photos_missing", {view::Argument::of_number("count", count)}));
        }
    }
    Node request = Node::object();
    if (kind->open311_type == "batch") request.with("token", Node::text(token_of(municipality->id, opened->number)));
    else if (kind->open311_type != "blackbox") request.with("service_request_id", Node::text(opened->number.value));
    request.with("service_notice", Node::text(joined(notice, " "))).with("account_id", Node());
    Node list = Node::list("request");
    list.add(std::move(request));
    return Document{"service_requests", std::move(list)};
}

}  // namespace raekoda::doors::open311
