// FRONT DOOR of cases: every contact of a resident is a case with one life that its owner can watch. The first kind: the report, a
// problem in public space. Commands decide and record; queries read; nothing else touches the tables case_*.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "journal/journal.h"
#include "media/media.h"
#include "people/people.h"
#include "services/services.h"

namespace raekoda::cases {

using people::PersonId;
using people::StaffId;
using PhotoId = Id<struct PhotoTag>;

// The number that people see: "2026-000123". Unique within the municipality and the name of the case.
using ReportNumber = Id<struct ReportTag>;

enum class Status {
    received,     // somebody holds it, nobody has begun
    in_progress,
    waiting,      // for the reporter's reply; the clock stands still
    closed,
};
std::string_view status_name(Status);  // "in_progress"
std::optional<Status> status_of(std::string_view);
inline bool is_open(Status s) { return s != Status::closed; }

enum class Visibility {
    open,             // everybody sees it
    awaiting_review,  // an official looks before it is published
    hidden,           // taken out of public view
};
std::string_view visibility_name(Visibility);
std::optional<Visibility> visibility_of(std::string_view);

enum class Channel { web, open311, phone, mail, import };
std::string_view channel_name(Channel);
std::optional<Channel> channel_of(std::string_view);

// Limits of input, in code points where text is meant.
namespace limits {
inline constexpr std::size_t words = 4000, address = 300, answer = 1000, photos = 6, message_photos = 4;
}

using Answers = std::map<std::string, std::vector<std::string>>;  // question → keys of choices, or the one thing typed

struct NewReport {
    std::string kind, words;
    double lat = 0, lon = 0;
    std::string address;  // as typed or found; empty: what the catalogue knows of the point
    Answers answers;
    std::string language = "et";
    Channel channel = Channel::web;
    people::Contact contact;
    std::vector<media::Photo> photos;    // prepared by the workshop
    std::vector<PhotoId> kept_photos;    // put aside with keep_photo before (drafts)
    std::optional<Instant> happened;     // import: when it was reported there
    std::string external_reference;      // import: its number there
};

struct Opened {
    ReportNumber number;
    std::string follow_secret;  // for the private link; derived, the database keeps its hash only
    Instant due;
};

// What an official or the reporter does. `seen_version` is the version on the page they acted from: when the case has moved on since,
// the answer is Fault::conflict and nothing changes.
struct Act {
    ReportNumber number;
    std::int64_t seen_version = 0;  // 0: whatever it is now
};

struct Holder {
    std::string team;
    bool contractor = false;
    StaffId staff;  // may be empty
};

// What everybody may see of a report, and with `internal` what officials see besides. Words are what is published.
struct ReportView {
    MunicipalityId municipality;
    ReportNumber number;
    std::string kind, kind_version;
    Status status = Status::received;
    std::string outcome;  // of a closed one: "done", "not_ours", "duplicate", "withdrawn", …
    Visibility visibility = Visibility::open;
    Channel channel = Channel::web;
    std::string language;
    std::string words, address, zipcode, district, street_class;
    Answers answers;        // keys of choices
    Answers typed_answers;  // numbers and words, published as they are shown here
    double lat = 0, lon = 0;
    Instant opened, updated, due;
    std::optional<Instant> closed, paused_since;
    std::int64_t paused_microseconds = 0;
    Holder holder;
    std::string rule_id, rule_table;  // which rule of which dated table chose the holder; empty: chosen by hand
    services::Limit limit;
    ReportNumber merged_into, split_from;
    int followers = 0;
    std::vector<PhotoId> photos;
    std::int64_t version = 0;
    // internal
    PersonId reporter;
    people::SealedTextId sealed_words;  // set when the public words cover something
    std::string external_reference, follow_hash;
    bool promised() const { return due.microseconds > 0; }  // imported ones and kinds without a service level promise nothing
    bool overdue(Instant now) const { return promised() && is_open(status) && !paused_since && now > due; }
};

// One thing that happened, oldest first. `type` is the event's name; `words` what was said, if anything.
struct Happening {
    std::int64_t version = 0;
    std::string type;   // "ReportOpened", "ReportAssigned", "ReporterAsked", "ReporterReplied", "NoteAdded", "AnswerSent", "ReportClosed", …
    Instant at;
    std::string actor;  // "resident", "staff/<id>", "system", …
    bool internal = false;
    std::string words;
    people::SealedTextId sealed_words;
    std::string team, outcome, other_number, rule_id, rule_table, kind;
    bool contractor = false;
    std::vector<PhotoId> photos;
};

// A line of a list.
struct ReportLine {
    ReportNumber number;
    std::string kind, words, address, district, holder_team, outcome;
    StaffId staff;
    Status status = Status::received;
    Visibility visibility = Visibility::open;
    double lat = 0, lon = 0;
    Instant opened, updated, due;
    bool paused = false;
    int followers = 0;
    PhotoId first_photo;
};

struct BrowseFilter {
    std::string kind, district;
    std::optional<bool> open;      // nullopt: both
    int from_month = 0, to_month = 0;  // year*12+month-1 of opening, local; 0: no bound
};
struct BrowsePage {
    std::vector<ReportLine> lines;  // newest first
    std::string next;               // cursor; empty: the end
};

struct QueueFilter {
    std::string team;                    // empty: all
    std::vector<std::string> kinds;      // empty: all that the official may see
    StaffId staff;                       // empty: anybody's
    enum class Clock { any, overdue, soon, waiting, review, closed } clock = Clock::any;
};

// How long reports of a kind really took, of the last 200 closed as done. Days as people count: hours / 24.
struct UsualDuration {
    int count = 0;
    double median_hours = 0, most_hours = 0;  // most: four of five were done by then
};

struct NearbyReport {
    ReportNumber number;
    double metres = 0;
    ReportLine line;
};

// Open311 and other readers of many reports at once.
struct ReportSearch {
    std::vector<std::string> numbers;  // when set, everything else is ignored
    std::vector<std::string> kinds;
    std::optional<Instant> opened_from, opened_to, updated_from, updated_to;  // half-open [from, to)
    std::optional<bool> open;
    int limit = 1000, offset = 0;
};

// The map: clusters of a view, counted in memory. Cost depends on the view, not on how many reports there are.
struct MapCluster {
    double lat = 0, lon = 0;
    std::int64_t count = 0;
    double west = 0, south = 0, east = 0, north = 0;
    ReportNumber number;  // of a single report
    std::string kind;
    bool open = false;
};
struct MapView {
    double west = 0, south = 0, east = 0, north = 0;
    int zoom = 0;  // web map zoom, 0 to 22
    BrowseFilter filter;
};

class ReportMap;
class ReportMemory;

class Cases {
public:
    using CatalogueNow = std::function<std::shared_ptr<const services::Catalogue>()>;
    Cases(std::shared_ptr<journal::Journal>, std::shared_ptr<people::People>, CatalogueNow);
    ~Cases();
    static std::vector<std::shared_ptr<journal::Projection>> projections();

    // --- residents and partners ---
    // Everything wrong at once: Fault::invalid with problems named by field (words, kind, place, answers.<code>, photos, name, email,
    // phone). `place` outside: text keys cases.place_other {name} or cases.place_unknown.
    Result<Opened> open_report(const journal::Context&, const NewReport&);
    // The municipality whose the point is, if this installation serves it.
    Result<MunicipalityId> municipality_of(double lat, double lon) const;
    // What would be published of these words: personal data covered.
    struct Preview {
        struct Part {
            std::string text;
            std::string covered;  // text key of the mark that stands here for personal data; empty: plain text
        };
        std::vector<Part> parts;
        std::string published;
        bool covers_something = false;
        services::Routing routing;
        Instant due;
    };
    Result<Preview> preview(const journal::Context&, const NewReport&) const;
    // "This is my concern too": follow and be told the same answer. Gives the follower's secret.
    Result<std::string> join_report(const journal::Context&, const ReportNumber&, const people::Contact&);
    // Acts of the reporter (or a follower) by their secret; wrong secret: missing.
    enum class FollowRole { reporter, follower };
    Result<FollowRole> follow_role(const MunicipalityId&, const ReportNumber&, std::string_view secret);
    // `kept_photos`: put aside with keep_photo before, when the words were not acceptable yet.
    Outcome reply(const journal::Context&, const Act&, const std::string& words, const std::vector<media::Photo>&, const std::vector<PhotoId>& kept_photos = {});
    Outcome disagree(const journal::Context&, const Act&, const std::string& words);  // reopens at the same desk
    Outcome withdraw(const journal::Context&, const Act&, const std::string& words);
    Outcome leave(const journal::Context&, const ReportNumber&, std::string_view secret);  // stop following; the person is forgotten

    // --- officials ---
    Outcome begin_work(const journal::Context&, const Act&, const StaffId&);
    Outcome assign(const journal::Context&, const Act&, const Holder&, const std::string& reason);
    Outcome route_again(const journal::Context&, const Act&);  // by the rule table as it is now: team or contractor
    Outcome ask_reporter(const journal::Context&, const Act&, const std::string& words);
    Outcome add_note(const journal::Context&, const Act&, const std::string& words);
    Outcome answer(const journal::Context&, const Act&, const std::string& words);
    Outcome close(const journal::Context&, const Act&, const std::string& outcome, const std::string& words, const std::vector<media::Photo>&);
    Outcome reopen(const journal::Context&, const Act&, const std::string& words);
    Outcome merge(const journal::Context&, const Act&, const ReportNumber& into);
    Result<ReportNumber> split(const journal::Context&, const Act&, const std::string& kind, const std::string& words);
    Outcome change_kind(const journal::Context&, const Act&, const std::string& kind);  // routed again
    Outcome change_place(const journal::Context&, const Act&, double lat, double lon, const std::string& address);
    Outcome publish(const journal::Context&, const Act&);
    Outcome hide(const journal::Context&, const Act&, const std::string& reason);
    // Replaces words of the happening `version` (1: the report itself); what stood there is destroyed, the sealed original too.
    Outcome redact_words(const journal::Context&, const Act&, std::int64_t version, const std::string& words);
    Outcome redact_photo(const journal::Context&, const Act&, const PhotoId&, const media::Photo& covered);
    Outcome remove_photo(const journal::Context&, const Act&, const PhotoId&);
    Outcome note_bounce(const journal::Context&, const ReportNumber&, const PersonId&);

    // What lies sealed, for an official who works on the report; who looked, at what and why is noted.
    Result<std::optional<std::string>> read_sealed(const journal::Context&, const ReportNumber&, const people::SealedTextId&, const StaffId&);
    Result<std::optional<people::Contact>> reporter_contact(const journal::Context&, const ReportNumber&, const StaffId&);

    // Words that officials answer with, as they are now: the catalogue's and those changed in the browser.
    Result<std::vector<services::AnswerTemplate>> answer_templates(const MunicipalityId&);
    Outcome change_answer_template(const journal::Context&, const services::AnswerTemplate&);

    // --- import: GeoReport requests of another system ---
    struct Imported {
        NewReport report;
        bool closed = false;
        Instant updated;
        std::string status_notes, agency;
    };
    // All or none of a batch; those whose external_reference is known already are left as they are, or closed when they have been since.
    struct ImportCount {
        int opened = 0, closed = 0, known = 0;
    };
    Result<ImportCount> import_reports(const journal::Context&, const std::vector<Imported>&);

    // --- reading ---
    Result<std::optional<ReportView>> report(const MunicipalityId&, const ReportNumber&);
    Result<std::vector<Happening>> happenings(const MunicipalityId&, const ReportNumber&, bool internal);
    // Both at once, of one moment, as everybody sees them: what a report's page shows; nullptr when there is no such report. What was read
    // before is given again while the report's version is the same.
    struct ReportWithHistory {
        ReportView report;
        std::vector<Happening> happenings;
    };
    Result<std::shared_ptr<const ReportWithHistory>> report_with_history(const MunicipalityId&, const ReportNumber&);
    // The first 200 characters of what was written, of those of these reports that everybody may see now.
    Result<std::map<std::string, std::string>> beginnings(const MunicipalityId&, const std::vector<std::string>& numbers);
    Result<BrowsePage> browse(const MunicipalityId&, const BrowseFilter&, std::string_view cursor, int limit);  // public ones only
    Result<BrowsePage> queue(const MunicipalityId&, const QueueFilter&, Instant now, std::string_view cursor, int limit);
    struct QueueCounts {
        std::int64_t open = 0, overdue = 0, waiting = 0, review = 0;
    };
    Result<QueueCounts> queue_counts(const MunicipalityId&, const QueueFilter&, Instant now);
    Result<std::vector<ReportView>> search(const MunicipalityId&, const ReportSearch&);  // public ones only
    Result<std::vector<ReportLine>> of_reporter(const MunicipalityId&, const PersonId&, int limit);
    Result<UsualDuration> usual_duration(const MunicipalityId&, const std::string& kind);
    struct TownFigures {
        std::int64_t open = 0, closed_in_30_days = 0, opened_in_30_days = 0;
    };
    Result<TownFigures> town_figures(const MunicipalityId&, Instant now);

    // The map and what is near; from memory, a moment behind the journal at most.
    std::vector<MapCluster> map(const MunicipalityId&, const MapView&);
    Result<std::vector<NearbyReport>> nearby(const MunicipalityId&, double lat, double lon, double metres, const std::string& kind, bool open_only, int limit);
    std::map<std::string, int> kinds_near(const MunicipalityId&, double lat, double lon, double metres);
    void start_following();  // a thread reads the journal until stop_following
    void stop_following();
    bool map_ready() const;

    // --- photos ---
    Result<PhotoId> keep_photo(const MunicipalityId&, const media::Photo&, Instant now);  // aside, for a draft; forgotten after 2 days
    struct PhotoBytes {
        std::string jpeg;
        bool visible = false;  // to everybody
    };
    Result<std::optional<PhotoBytes>> photo(const MunicipalityId&, const PhotoId&, bool large);

    // --- drafts of the report form: sealed, known only to who holds the secret ---
    Result<std::string> new_draft(const MunicipalityId&, std::string_view content, Instant now);  // gives its secret
    Result<std::optional<std::string>> draft(const MunicipalityId&, std::string_view secret, Instant now);
    Outcome save_draft(const MunicipalityId&, std::string_view secret, std::string_view content, Instant now);  // missing: expired
    Outcome forget_expired(Instant now);  // drafts and photos that nobody sent

    people::People& people() { return *people_; }
    std::shared_ptr<const services::Catalogue> catalogue() const { return catalogue_(); }
    std::string follow_secret(const MunicipalityId&, const ReportNumber&, const PersonId& follower = {}) const;

private:
    struct Change;
    Outcome act(const journal::Context&, const Act&, const std::function<Outcome(Change&)>& decide);
    // The same with a result, which a repeated command gives again.
    Result<std::string> act_with_result(const journal::Context&, const Act&, const std::function<Result<std::string>(Change&)>& decide);

    std::shared_ptr<journal::Journal> journal_;
    std::shared_ptr<people::People> people_;
    CatalogueNow catalogue_;
    std::shared_ptr<ReportMap> map_;
    std::shared_ptr<ReportMemory> memory_;
};

// What the mail door sends: read from the outbox's payload. No address in it: that is looked up when it is sent.
struct MailOrder {
    std::string letter;  // text keys mail.<letter>_subject and _body: "received", "asked", "answered", "closed", "reopened", "merged", "withdrawn"
    ReportNumber number;
    PersonId person;
    bool follower = false;
    std::string language;
    std::int64_t version = 0;  // the happening whose words it carries; 0: none
};
std::string encode(const MailOrder&);
std::optional<MailOrder> decode_mail_order(std::string_view payload);

}  // namespace raekoda::cases
