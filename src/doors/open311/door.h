// The door's inside: one call of a partner's program, who answers it, and how it is refused. Inside the room only.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cases/cases.h"
#include "doors/open311/arguments.h"
#include "doors/open311/document.h"
#include "doors/open311/open311.h"
#include "http/http.h"

namespace raekoda::doors::open311 {

struct Call {
    const http::Request& request;
    view::Language language;  // of texts in the answer
    Arguments arguments;
    std::shared_ptr<const services::Catalogue> catalogue;
    Instant now;
};

struct Refusal {
    std::vector<Wrong> wrongs;
    double retry_after_seconds = 0;
};
using Answer = tl::expected<Document, Refusal>;

}  // namespace raekoda::doors::open311

namespace raekoda::detail {
// TRY for what may be refused.
template <class T>
T take(tl::expected<T, doors::open311::Refusal>&& result) { return std::move(*result); }
}  // namespace raekoda::detail

namespace raekoda::doors::open311 {

tl::unexpected<Refusal> refuse(Wrong);
tl::unexpected<Refusal> refuse(std::vector<Wrong>);
tl::unexpected<Refusal> refuse(const Error&);
Wrong wrong_of(const Problem&);  // a field of cases as the parameter that GeoReport calls it
int status_of(const Refusal&);

class Door {
public:
    Door(cases::Cases&, media::PhotoWorkshop&, Open311Options);

    using Method = Answer (Door::*)(const Call&);
    http::Response answer(const http::Request&, Format, Method);
    http::Response unknown_path(const http::Request&);  // 404

    Answer discovery(const Call&);
    Answer services(const Call&);
    Answer service_definition(const Call&);  // path value "code", with the suffix
    Answer new_request(const Call&);
    Answer token(const Call&);
    Answer requests(const Call&);
    Answer one_request(const Call&);
    Answer no_such_path(const Call&);

    std::string token_of(const MunicipalityId&, const cases::ReportNumber&) const;

private:
    struct Photos {
        std::vector<media::Photo> prepared;
        std::size_t offered = 0;
    };
    tl::expected<const services::Municipality*, Refusal> municipality(const Call&) const;
    Result<Node> request_node(const Call&, const services::Municipality&, const cases::ReportView&);
    tl::expected<people::ApiKey, Refusal> partner(const Call&, const services::Municipality&);
    tl::expected<Photos, Refusal> photos(const Call&);
    std::string origin(const http::Request&) const;
    std::string photo_address(const http::Request&, const cases::PhotoId&) const;
    http::Response written_answer(const Call&, Format, const Answer&) const;

    cases::Cases& cases_;
    media::PhotoWorkshop& workshop_;
    Open311Options options_;
    http::RateLimiter readers_, wrong_keys_, partners_;
};

// Documents of the service list (GeoReport v2, GET service list and definition).
Node service_node(const services::ReportKind&, view::Language);
Node definition_node(const services::ReportKind&, view::Language);

// What was last said in public of how it goes or ended, since it was last opened.
std::string status_notes(const services::Municipality&, const cases::ReportView&, const std::vector<cases::Happening>&, view::Language);
std::string team_name(const services::Municipality&, const cases::ReportView&, view::Language);
std::string note_key(std::string_view happening_type);  // "WorkBegun" → "open311.note_work_begun"
std::string day_text(Instant, const services::Municipality&, view::Language);

Node attributes_node(const services::ReportKind*, const cases::ReportView&, view::Language);
Node notes_node(const services::Municipality&, const cases::ReportView&, const std::vector<cases::Happening>&, view::Language);

// The one point that an address in words means; nullopt: none or several.
std::optional<services::PlaceFound> place_of(const services::Catalogue&, const MunicipalityId&, const std::string& address);

}  // namespace raekoda::doors::open311
