// The routes, the reading methods, and how every answer and refusal is written.
#include "doors/open311/open311.h"

#include <cmath>

#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "doors/open311/door.h"
#include "doors/open311/public_address.h"

namespace raekoda::doors::open311 {

namespace {

constexpr double seconds_until_again = 30;  // what is unavailable now
constexpr std::string_view changeset = "2026-11-21T00:00:00Z";  // of this contract; later ones sort after it

// `locale` of the call, else what the client reads.
view::Language language_for(const http::Request& request, const Arguments& arguments) {
    const auto locale = ascii_lower(arguments.get("locale"));
    if (locale.size() == 2 || (locale.size() > 2 && (locale[2] == '-' || locale[2] == '_')))
        if (auto language = view::language_of(std::string_view(locale).substr(0, 2))) return *language;
    return view::preferred_language(request.header("accept-language"));
}

std::string description_of(const Wrong& wrong, view::Language language) {
    auto sentence = view::text(language, wrong.text_key, wrong.arguments);
    return wrong.parameter.empty() ? sentence : wrong.parameter + ": " + sentence;
}

Document error_document(const Refusal& refusal, view::Language language) {
    Node list = Node::list("error");
    for (const auto& wrong : refusal.wrongs) {
        Node error = Node::object();
        error.with("code", Node::whole(wrong.code)).with("description", Node::text(description_of(wrong, language)));
        list.add(std::move(error));
    }
    return {"errors", std::move(list)};
}

// "street-light.json" → its stem; nullopt without a suffix that we speak.
std::optional<std::pair<std::string, Format>> with_suffix(std::string_view name) {
    for (auto [suffix, format] : {std::pair{std::string_view(".xml"), Format::xml}, std::pair{std::string_view(".json"), Format::json}})
        if (name.size() > suffix.size() && name.ends_with(suffix)) return std::pair{std::string(name.substr(0, name.size() - suffix.size())), format};
    return std::nullopt;
}

// The last segment of the path, without its suffix.
std::string named_in_path(const http::Request& request) {
    auto found = with_suffix(request.path_value("name"));
    return found ? found->first : std::string();
}

}  // namespace

tl::unexpected<Refusal> refuse(Wrong wrong) { return tl::unexpected<Refusal>(Refusal{{std::move(wrong)}, 0}); }
tl::unexpected<Refusal> refuse(std::vector<Wrong> wrongs) { return tl::unexpected<Refusal>(Refusal{std::move(wrongs), 0}); }

Wrong wrong_of(const Problem& problem) {
    static const std::map<std::string, std::string> parameters{{"words", "description"},     {"kind", "service_code"},  {"place", "lat, long"},
                                                               {"address", "address_string"}, {"photos", "media"},       {"name", "first_name, last_name"}};
    constexpr std::string_view answer = "answers.";
    std::string parameter = problem.field;
    if (auto found = parameters.find(parameter); found != parameters.end()) parameter = found->second;
    else if (parameter.starts_with(answer)) parameter = "attribute[" + parameter.substr(answer.size()) + "]";
    return {400, parameter, problem.text_key, problem.arguments};
}

tl::unexpected<Refusal> refuse(const Error& error) {
    std::vector<Wrong> wrongs;
    for (const auto& problem : error.problems) wrongs.push_back(wrong_of(problem));
    if (wrongs.empty()) {
        const int status = fault_status(error.fault);
        if (status >= 500) log::error("open311.failed", {{"fault", fault_name(error.fault)}, {"detail", error.detail}});
        wrongs.push_back({status, "", error.text_key.empty() ? std::string("general.fault_") + fault_name(error.fault) : error.text_key, {}});
    }
    Refusal refusal{std::move(wrongs), 0};
    if (error.fault == Fault::unavailable) refusal.retry_after_seconds = seconds_until_again;
    return tl::unexpected<Refusal>(std::move(refusal));
}

int status_of(const Refusal& refusal) {
    const int first = refusal.wrongs.empty() ? 500 : refusal.wrongs.front().code;
    for (const auto& wrong : refusal.wrongs)
        if (wrong.code != first) return 400;
    return first;
}

Door::Door(cases::Cases& cases, media::PhotoWorkshop& workshop, Open311Options options)
    : cases_(cases), workshop_(workshop), options_(std::move(options)),
      readers_(options_.address_per_minute / 60, options_.address_per_minute, options_.seconds),
      wrong_keys_(options_.wrong_keys_per_minute / 60, options_.wrong_keys_per_minute, options_.seconds), partners_(1, 60, options_.seconds) {
    if (!options_.now) options_.now = [] { return now(); };
    if (!options_.photo_path) options_.photo_path = [](std::string_view id) { return "/photos/" + std::string(id) + "/large"; };
    if (!options_.may_fetch_from) options_.may_fetch_from = is_public_address;
}

std::string Door::origin(const http::Request& request) const {
    if (!options_.origin.empty()) return options_.origin;
    return (request.secure ? "https://" : "http://") + request.authority;
}

std::string Door::photo_address(const http::Request& request, const cases::PhotoId& id) const { return origin(request) + options_.photo_path(id.value); }

http::Response Door::written_answer(const Call& call, Format format, const Answer& answer) const {
    http::Response response;
    if (answer) {
        response = http::Response::of_type(std::string(content_type(format)), written(*answer, format));
    } else {
        response = http::Response::of_type(std::string(content_type(format)), written(error_document(answer.error(), call.language), format),
                                           status_of(answer.error()));
        if (answer.error().retry_after_seconds > 0)
            response.with_header("Retry-After", std::to_string(static_cast<long long>(std::ceil(answer.error().retry_after_seconds))));
    }
    response.with_header("Vary", "Accept-Language");
    // Anybody's page may read what is public; sending reports needs a key, which does not belong into a page.
    if (call.request.method == http::Method::get || call.request.method == http::Method::head) response.with_header("Access-Control-Allow-Origin", "*");
    return response;
}

http::Response Door::answer(const http::Request& request, Format format, Method method) {
    Call call{request, view::Language::et, read_arguments(request.form, request.query), cases_.catalogue(), options_.now()};
    call.language = language_for(request, call.arguments);
    if (options_.rate_limits && request.method != http::Method::post)
        if (double wait = readers_.take(request.peer); wait > 0)
            return written_answer(call, format, tl::unexpected<Refusal>(Refusal{{{429, "", "general.fault_rate_limited", {}}}, wait}));
    if (!call.arguments.unreadable.empty()) {
        std::vector<Wrong> wrongs;
        for (const auto& name : call.arguments.unreadable) wrongs.push_back({400, name, "open311.not_utf8", {}});
        return written_answer(call, format, refuse(std::move(wrongs)));
    }
    return written_answer(call, format, (this->*method)(call));
}

Answer Door::no_such_path(const Call&) { return refuse(Wrong{404, "", "open311.unknown_path", {}}); }

tl::expected<const services::Municipality*, Refusal> Door::municipality(const Call& call) const {
    const auto& id = call.arguments.get("jurisdiction_id");
    if (!id.empty()) {
        if (const auto* found = call.catalogue->by_jurisdiction(trimmed(id))) return found;
        return refuse(Wrong{404, "jurisdiction_id", "open311.unknown_jurisdiction", {{"value", first_code_points(id, 100)}}});
    }
    const auto& all = call.catalogue->municipalities();
    if (all.size() == 1) return &all.front();
    // A host that is one municipality's own says which is meant. by_host answers for hosts of nobody too.
    const services::Municipality* own = nullptr;
    for (const auto& one : all)
        if (std::find(one.hosts.begin(), one.hosts.end(), call.request.host) != one.hosts.end()) {
            if (own) return refuse(Wrong{400, "jurisdiction_id", "open311.required", {}});
            own = &one;
        }
    if (own) return own;
    return refuse(Wrong{400, "jurisdiction_id", "open311.required", {}});
}

Answer Door::discovery(const Call& call) {
    const auto* municipality = call.catalogue->by_host(call.request.host);
    const std::string contact = municipality ? municipality->email : "";
    Node formats = Node::list("format");
    formats.add(Node::text("text/xml")).add(Node::text("application/json"));
    Node endpoint = Node::object();
    endpoint.with("specification", Node::text("http://wiki.open311.org/GeoReport_v2"))
        .with("url", Node::text(origin(call.request) + std::string(base_path)))
        .with("changeset", Node::text(changeset))
        .with("type", Node::text(options_.test_endpoint ? "test" : "production"))
        .with("formats", std::move(formats));
    Node endpoints = Node::list("endpoint");
    endpoints.add(std::move(endpoint));
    Node node = Node::object();
    node.with("changeset", Node::text(changeset))
        .with("contact", Node::text(contact))
        .with("key_service", Node::text(view::text(call.language, "open311.key_service", {{"contact", contact}})))
        .with("endpoints", std::move(endpoints));
    return Document{"discovery", std::move(node)};
}

Answer Door::services(const Call& call) {
    const auto* municipality = TRY(this->municipality(call));
    Node list = Node::list("service");
    for (const auto& kind : municipality->kinds) list.add(service_node(kind, call.language));
    return Document{"services", std::move(list)};
}

Answer Door::service_definition(const Call& call) {
    const auto* municipality = TRY(this->municipality(call));
    const auto code = named_in_path(call.request);
    const auto* kind = municipality->kind(code);
    if (!kind) return refuse(Wrong{404, "service_code", "open311.unknown_service", {{"value", first_code_points(code, 100)}}});
    return Document{"service_definition", definition_node(*kind, call.language)};
}

// A token is made of the number and a mark that only this server can make: nothing has to be kept for it.
std::string Door::token_of(const MunicipalityId& municipality, const cases::ReportNumber& number) const {
    return "t" + number.value + "-" + cases_.people().vault().derived_secret("open311-token", municipality.value + "/" + number.value).substr(0, 16);
}

Answer Door::token(const Call& call) {
    const auto* municipality = TRY(this->municipality(call));
    const auto token = named_in_path(call.request);
    constexpr std::size_t mark = 17;  // "-" and 16 characters
    if (token.size() > 1 + mark && token.size() < 64) {
        const cases::ReportNumber number(token.substr(1, token.size() - 1 - mark));
        if (equal_in_constant_time(token, token_of(municipality->id, number))) {
            auto report = cases_.report(municipality->id, number);
            if (!report) return refuse(report.error());
            if (*report) {
                Node request = Node::object();
                request.with("service_request_id", Node::text(number.value)).with("token", Node::text(token));
                Node list = Node::list("request");
                list.add(std::move(request));
                return Document{"service_requests", std::move(list)};
            }
        }
    }
    return refuse(Wrong{404, "token", "open311.unknown_token", {}});
}

Answer Door::requests(const Call& call) {
    const auto* municipality = TRY(this->municipality(call));
    std::vector<Wrong> wrongs;
    auto filter = read_filter(call.arguments, call.now, wrongs);
    if (!wrongs.empty()) return refuse(std::move(wrongs));
    Node list = Node::list("request");
    if (filter.nothing) return Document{"service_requests", std::move(list)};
    auto found = cases_.search(municipality->id, filter.search);
    if (!found) return refuse(found.error());
    // Newest first, tie by number; by their last change when they were asked for by it.
    const bool by_update = filter.search.updated_from || filter.search.updated_to;
    std::stable_sort(found->begin(), found->end(), [&](const auto& a, const auto& b) {
        auto left = by_update ? a.updated : a.opened, right = by_update ? b.updated : b.opened;
        return left != right ? left > right : a.number > b.number;
    });
    for (const auto& report : *found) {
        auto node = request_node(call, *municipality, report);
        if (!node) return refuse(node.error());
        list.add(std::move(*node));
    }
    return Document{"service_requests", std::move(list)};
}

Answer Door::one_request(const Call& call) {
    const auto* municipality = TRY(this->municipality(call));
    const auto id = named_in_path(call.request);
    auto report = cases_.report(municipality->id, cases::ReportNumber(id));
    if (!report) return refuse(report.error());
    if (!*report || (*report)->visibility != cases::Visibility::open)
        return refuse(Wrong{404, "service_request_id", "open311.unknown_request", {{"value", first_code_points(id, 100)}}});
    auto node = request_node(call, *municipality, **report);
    if (!node) return refuse(node.error());
    Node list = Node::list("request");
    list.add(std::move(*node));
    return Document{"service_requests", std::move(list)};
}

http::Response Door::unknown_path(const http::Request& request) {
    auto found = with_suffix(request.path);
    return answer(request, found ? found->second : Format::xml, &Door::no_such_path);
}

void add_open311(http::Router& router, cases::Cases& cases, media::PhotoWorkshop& workshop, const Open311Options& options) {
    auto door = std::make_shared<Door>(cases, workshop, options);
    const std::string base(base_path);
    http::RouteLimits limits;
    limits.files = cases::limits::photos;
    limits.file_bytes = media::max_file_bytes;
    limits.body_bytes = limits.files * limits.file_bytes + 256 * 1024;
    for (auto [suffix, format] : {std::pair{".xml", Format::xml}, std::pair{".json", Format::json}}) {
        auto method = [door, format = format](Door::Method asked) { return [=](const http::Request& request) { return door->answer(request, format, asked); }; };
        router.get(base + "/discovery" + suffix, method(&Door::discovery));
        router.get(base + "/services" + suffix, method(&Door::services));
        router.get(base + "/requests" + suffix, method(&Door::requests));
        router.post(base + "/requests" + suffix, method(&Door::new_request), limits);
    }
    auto named = [&](std::string_view folder, Door::Method asked) {
        router.get(base + "/" + std::string(folder) + "/{name}", [door, asked](const http::Request& request) {
            auto found = with_suffix(request.path_value("name"));
            return found ? door->answer(request, found->second, asked) : door->unknown_path(request);
        });
    };
    named("services", &Door::service_definition);
    named("tokens", &Door::token);
    named("requests", &Door::one_request);
    auto unknown = [door](const http::Request& request) { return door->unknown_path(request); };
    router.get(base + "/{rest...}", unknown);
    router.post(base + "/{rest...}", unknown);
}

}  // namespace raekoda::doors::open311
