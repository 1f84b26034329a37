// FRONT DOOR of applications: what a resident asks of the town for themselves, a child, a ward or a company, from the draft to the decision
// and the appeal. What was asked, what is known and what was decided lies sealed in the vault under the applicant; the journal and the
// tables application_* hold references, dates and codes only.
//
// Who may see an application is decided here: to anybody else it is missing, never forbidden.
#pragma once
#include <algorithm>
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
#include "people/dated_rules.h"
#include "people/people.h"
#include "people/residents.h"
#include "services/services.h"

namespace raekoda::applications {

using people::PersonId;
using people::SealedTextId;
using people::StaffId;
using FileId = Id<struct ApplicationFileTag>;
using DraftId = Id<struct DraftTag>;

// The number that people see: "T-2026-000123". Unique within the municipality.
using ApplicationNumber = Id<struct ApplicationTag>;

enum class Status {
    awaiting_signature,  // sent, but another person must sign too; the clock has not begun
    submitted,           // nobody has begun
    in_progress,
    waiting,             // for the applicant: more was asked, or they are heard; the clock stands still
    decided,
    appealed,            // the decision is contested and not decided again yet
    withdrawn,
};
std::string_view status_name(Status);  // "in_progress"
std::optional<Status> status_of(std::string_view);
inline bool is_open(Status s) { return s != Status::decided && s != Status::withdrawn; }

enum class Decided { granted, partly, refused, unconsidered };  // unconsidered: left without examination
std::string_view decided_name(Decided);
std::optional<Decided> decided_of(std::string_view);
// What takes something from the applicant: law asks for reasons, hearing and how to appeal.
inline bool is_burdening(Decided d) { return d != Decided::granted; }

// How long the town may take. One of both; neither: without undue delay, no day is promised.
struct Term {
    int working_days = 0, calendar_days = 0;
    bool empty() const { return !working_days && !calendar_days; }
};
// The moment after which it is late: the end of the last day; a term of calendar days that ends on a day off goes on to the next working
// day. Time that the clock stood still is added before.
Instant due_of(const services::WorkCalendar&, Instant start, const Term&, std::int64_t paused_microseconds = 0, std::string_view zone = default_zone);
// The last day of a term of calendar days for a person: the day itself does not count.
Date last_day_of(const services::WorkCalendar&, Date from, int calendar_days);

namespace limits {
inline constexpr std::size_t words = 8000, content_bytes = 180'000, files = 20, file_bytes = 10u << 20, cosigners = 5, drafts_of_person = 100;
inline constexpr std::size_t appointments = 20, place = 300;
inline constexpr int shortest_appointment = 5, longest_appointment = 24 * 60;  // minutes
inline constexpr int appointment_days_ahead = 730;
inline constexpr int signature_days = 30;  // whoever was asked to sign has so long
inline constexpr int appeal_days = 30, appeal_decision_days = 10, appeal_extension_days = 30;
inline constexpr std::int64_t draft_seconds = 365LL * 24 * 3600;
}

// By what right somebody acts: "self", "custody", "guardianship", "board", "mandate", "chain", "counter" (an official at the resident's wish).
struct Right {
    std::string kind = "self";
    std::string mandate;  // id at the source of mandates; may be empty
};
inline constexpr std::string_view counter_right = "counter";

// Who looks. `acting` is whose matters they may see now by custody, guardianship, office or mandate; the same as `person` for oneself.
// `also`: whom else the books know as this person (people/known_as.h), guests and proved e-mails; theirs is seen and gone on with as one's own,
// while one acts for oneself. `scopes`: the services for which they may act; empty: all.
struct Viewer {
    PersonId person, acting;
    std::vector<PersonId> also = {};
    std::vector<std::string> scopes = {};
    bool covers(std::string_view service) const { return scopes.empty() || std::find(scopes.begin(), scopes.end(), service) != scopes.end(); }
    std::vector<PersonId> whose() const {  // whose matters these are
        std::vector<PersonId> all{acting.empty() ? person : acting};
        all.insert(all.end(), also.begin(), also.end());
        return all;
    }
};

struct NewApplication {
    std::string service, service_version;
    std::string language = "et";
    std::string channel = "web";      // "web", "counter", "paper"
    PersonId applicant;               // whose matter it is; empty: a guest, known by `contact` at most
    people::Contact contact;          // of a guest; checked here
    PersonId submitter;               // who sent it; the same for oneself; empty for the counter
    Right right;
    bool company = false;             // the applicant is a legal person
    std::string content;              // what was asked and answered, JSON of `Content`; sealed under the applicant
    std::string consent;              // counter: how the resident showed who they are and agreed; sealed
    std::optional<Decided> proposal;  // what the rules make of the facts
    Term term;
    std::string team;
    std::vector<PersonId> cosigners;
    std::vector<FileId> files;        // kept for the draft before
    DraftId draft;                    // ends with the sending; may be empty
};

struct Submitted {
    ApplicationNumber number;
    std::string guest_secret;  // for the private link of a guest; derived, the database keeps its hash only
    Instant due;               // 0: no promise, or co-signers are missing
};

// `seen_version`: the version on the page from which somebody acts; 0: whatever it is now.
struct Act {
    ApplicationNumber number;
    std::int64_t seen_version = 0;
};

// A decision as it is issued. Words in plain text, the language of administration first.
struct Decision {
    Decided outcome = Decided::granted;
    std::string resolution;  // what is decided
    std::string reasons;     // facts, law, what was weighed
    std::string law;         // the acts and sections it stands on
    std::string appeal;      // where, until when and how it can be contested
    std::string conditions;  // side conditions; may be empty
    std::string hearing;     // why nobody was heard before a burdening decision: a code of hearing_exceptions(); empty when they were
    std::optional<Date> valid_from, valid_to;  // of a permit or benefit
    std::int64_t amount_cents = 0;
};
// Codes of the cases in which law lets an authority decide without hearing; texts applications.hearing_<code>.
const std::vector<std::string_view>& hearing_exceptions();
std::string encode(const Decision&);
std::optional<Decision> decode_decision(std::string_view json);

// What a resident says against a decision.
struct Appeal {
    std::string reasons, demand;
    bool no_court = false;  // confirms that no court has decided or deals with it
};

// The state of an application as it stands; no words in it.
struct ApplicationView {
    MunicipalityId municipality;
    ApplicationNumber number;
    std::string service, service_version;
    Status status = Status::submitted;
    std::optional<Decided> outcome, proposal;
    std::string appeal_outcome;  // "upheld", "changed", "annulled"; empty: not appealed, or not decided
    std::string language, channel;
    PersonId applicant, submitter;
    Right right;
    bool company = false;
    std::vector<PersonId> unsigned_by;  // who must still sign
    std::string team;
    StaffId staff;
    Term term;
    Instant submitted, updated, due;
    std::optional<Instant> decided, read, paused_since;
    std::int64_t paused_microseconds = 0;
    std::string waiting_for;  // "more", "hearing", "appointment"; empty
    std::optional<Date> waiting_until;
    bool more_asked = false, heard = false;  // at any time since the last decision
    std::optional<Date> appeal_until, valid_from, valid_to;
    SealedTextId content, decision, consent;
    std::string guest_hash;
    int files = 0;
    std::int64_t version = 0;
    bool promised() const { return due.microseconds > 0; }
    bool overdue(Instant now) const { return promised() && is_open(status) && !paused_since && now > due; }
};

// One thing that happened, oldest first. `words` only where the reader may see them and they are not erased.
struct Happening {
    std::int64_t version = 0;
    std::string type;  // "ApplicationSubmitted", "MoreAsked", …
    Instant at;
    std::string actor;  // "person/<id>", "person/<id>/for/<id>/<kind>", "staff/<id>", "system", "resident"
    bool internal = false;
    std::string words;
    std::string code;   // outcome, waiting_for, team
    std::optional<Date> until;
    std::vector<FileId> files;
};

// A time and place that an official offers in a matter: a visit to a home, a look at a tree, papers to fetch.
enum class AppointmentState { proposed, suits, unsuitable, cancelled };
std::string_view appointment_state_name(AppointmentState);
std::optional<AppointmentState> appointment_state_of(std::string_view);
struct Appointment {
    std::string id;              // random: names it in calendars for ever
    ApplicationNumber number;
    PersonId applicant;
    Instant starts, changed;
    int minutes = 60;
    AppointmentState state = AppointmentState::proposed;
    int sequence = 0;            // grows when it is moved or cancelled
    std::string place, words;    // empty: erased
    std::string answer;          // what the resident said to it
    SealedTextId sealed_words, sealed_answer;
    Instant ends() const { return starts.plus_minutes(minutes); }
    bool to_come(Instant now) const { return state != AppointmentState::cancelled && ends() > now; }
};
struct NewAppointment {
    Instant starts;
    int minutes = 60;
    std::string place, words;    // words may be empty
    bool pauses = false;         // the rules of the service let the clock stand still until it is answered
};

// A line of a list.
struct ApplicationLine {
    ApplicationNumber number;
    std::string service, service_version;
    Status status = Status::submitted;
    std::optional<Decided> outcome, proposal;
    PersonId applicant, submitter;
    std::string team, waiting_for;
    StaffId staff;
    Instant submitted, updated, due;
    std::optional<Instant> decided, read;
    std::optional<Date> waiting_until, appeal_until, valid_from, valid_to;
    bool paused = false, signature_wanted = false;  // signature_wanted: of the person who looks
};

struct ApplicationFile {
    FileId id;
    std::string name, type;  // as sent, cleaned; the type is what the content is
    std::int64_t bytes = 0;
    std::string content;
};

// Somebody's half-filled form. `content` belongs to the pages. Two windows: a save that saw an older version is kept as a draft of its own.
struct Draft {
    DraftId id;
    std::string service, service_version;
    PersonId owner;    // empty: a guest's, known by its secret
    PersonId for_whom; // whose matter it is; the same as owner for oneself
    Right right;
    std::string content, page;
    Instant started, saved;
    std::int64_t version = 0;
};
struct DraftLine {
    DraftId id;
    std::string service, service_version;
    PersonId for_whom;
    Instant saved;
    bool counter = false;  // an official began it for them at the counter
};
struct SavedDraft {
    DraftId id;
    std::int64_t version = 0;
    bool kept_beside = false;  // another window had saved meanwhile: this is a draft of its own now
};

// The public register of decisions: nothing in it tells who.
struct DecisionLine {
    ApplicationNumber number;
    std::string service, team;
    Decided outcome = Decided::granted;
    Instant decided;
    bool company = false, appealed = false;
};
struct DecisionFilter {
    std::string service;
    int year = 0;  // 0: all
};

struct QueueFilter {
    std::string team, service;  // empty: all
    StaffId staff;              // empty: anybody's
    enum class Clock { any, overdue, waiting, appealed, decided } clock = Clock::any;
};

class Applications {
public:
    using CatalogueNow = std::function<std::shared_ptr<const services::Catalogue>()>;
    Applications(std::shared_ptr<journal::Journal>, std::shared_ptr<people::People>, CatalogueNow);
    static std::vector<std::shared_ptr<journal::Projection>> projections();

    // --- drafts: sealed under their owner, a year from the last save ---
    struct NewDraft {
        std::string service, service_version;
        PersonId owner, for_whom;  // both empty: a guest
        Right right;
        std::string content, page;
        DraftId id{};  // a random one, when something was written down by it before; empty: a new one
    };
    struct OpenedDraft {
        DraftId id;
        std::string guest_secret;  // of a guest's; shown once, the database keeps its hash
    };
    Result<OpenedDraft> open_draft(const MunicipalityId&, const NewDraft&, Instant now);
    // Somebody else's or an expired one: nullopt. `secret` for guests.
    Result<std::optional<Draft>> draft(const MunicipalityId&, const DraftId&, const PersonId& owner, std::string_view secret, Instant now);
    Result<SavedDraft> save_draft(const MunicipalityId&, const Draft& as_read, Instant now);  // missing: deleted or sent meanwhile
    Outcome delete_draft(const MunicipalityId&, const Draft&);
    // What a guest began for themselves belongs from now on to whom they turned out to be, with its files, sealed under them. missing: it is not
    // that guest's. The caller has checked who the guest is.
    Outcome adopt_draft(const MunicipalityId&, const DraftId&, const PersonId& guest, const PersonId& person, Instant now);
    Result<std::vector<DraftLine>> drafts_of(const MunicipalityId&, const PersonId& owner, Instant now);
    Outcome forget_expired(Instant now);  // drafts and files that nobody sent
    // Words, files and decisions of applications past the day until which the rule keeps them; number, outcome and what happened when stay.
    // Not of whom a hold covers. How many went.
    Result<int> forget_over(const people::DatedRules&, Instant now);
    Outcome end_unsigned(Instant now);    // applications whose signatures did not come within limits::signature_days; applicants are told

    // --- files: what they are is found from their bytes; pictures must be decoded by the caller before ---
    // invalid: files.unknown_type, files.too_large, files.too_many.
    // Sealed under a key of its own, which lies in the vault under the person: who is erased takes the files along.
    Result<FileId> keep_file(const MunicipalityId&, const DraftId&, std::string_view name, std::string_view content, Instant now);
    Result<FileId> keep_file(const MunicipalityId&, const ApplicationNumber&, std::string_view name, std::string_view content, Instant now);  // for a reply
    // Only after the caller has checked who asks; nullopt: none, erased, or of another application.
    Result<std::optional<ApplicationFile>> file(const MunicipalityId&, const ApplicationNumber&, const FileId&);
    Result<std::vector<ApplicationFile>> files_of(const MunicipalityId&, const ApplicationNumber&);  // without content

    // --- residents ---
    Result<Submitted> submit(const journal::Context&, const NewApplication&);  // the same draft twice is one application
    Result<std::optional<ApplicationNumber>> sent_from(const MunicipalityId&, const DraftId&);  // the application that a draft became
    // The same for a guest who knows the secret of the draft, with the secret of the application. nullopt: never sent, or another secret.
    Result<std::optional<Submitted>> sent_by_guest(const MunicipalityId&, const DraftId&, std::string_view secret);
    Outcome cosign(const journal::Context&, const Act&, const Viewer&);
    // Whoever was asked does not sign: nothing comes of the application, its applicant is told. `words`: why, may be empty.
    Outcome refuse_signature(const journal::Context&, const Act&, const Viewer&, const std::string& words);
    Outcome reply(const journal::Context&, const Act&, const Viewer&, const std::string& words, const std::vector<FileId>&);
    Outcome withdraw(const journal::Context&, const Act&, const Viewer&, const std::string& words);
    Outcome note_read(const journal::Context&, const ApplicationNumber&, const Viewer&);  // the decision was opened: it counts as delivered
    Outcome appeal(const journal::Context&, const Act&, const Viewer&, const Appeal&);
    // A guest by the secret of their link; missing when it is another's. Then they are the applicant.
    Result<Viewer> guest(const MunicipalityId&, const ApplicationNumber&, std::string_view secret);

    // Whether an offered time suits; invalid: words are missing where it does not. A later answer takes the place of an earlier one.
    Outcome answer_appointment(const journal::Context&, const Act&, const Viewer&, const std::string& id, bool suits, const std::string& words);

    // --- officials ---
    // Each tells the applicant. invalid, by field: starts, minutes, place, words.
    Outcome propose_appointment(const journal::Context&, const Act&, const NewAppointment&);
    Outcome move_appointment(const journal::Context&, const Act&, const std::string& id, const NewAppointment&);
    Outcome cancel_appointment(const journal::Context&, const Act&, const std::string& id, const std::string& words);
    Outcome begin(const journal::Context&, const Act&, const StaffId&);
    Outcome assign(const journal::Context&, const Act&, const std::string& team, const StaffId&);
    Outcome ask_more(const journal::Context&, const Act&, const std::string& words, Date until);
    Outcome open_hearing(const journal::Context&, const Act&, const std::string& words, Date until, Decided intended);
    Outcome go_on(const journal::Context&, const Act&);  // the applicant's term is over, or the answer came another way
    Outcome add_note(const journal::Context&, const Act&, const std::string& words);
    Outcome extend(const journal::Context&, const Act&, Date until, const std::string& reasons);
    // invalid with every problem by field: a burdening decision without reasons, law, appeal or hearing cannot be issued.
    Outcome decide(const journal::Context&, const Act&, const Decision&);
    Outcome decide_appeal(const journal::Context&, const Act&, const std::string& outcome, const Decision&);

    // --- reading ---
    Result<std::optional<ApplicationView>> of_viewer(const MunicipalityId&, const ApplicationNumber&, const Viewer&);
    Result<std::optional<ApplicationView>> application(const MunicipalityId&, const ApplicationNumber&);  // officials
    Result<std::vector<Happening>> happenings(const MunicipalityId&, const ApplicationNumber&, bool internal);
    Result<std::optional<std::string>> sealed(const MunicipalityId&, const SealedTextId&);
    Result<std::optional<Decision>> decision(const MunicipalityId&, const ApplicationView&);
    // All of an application by their time, cancelled ones too; those to come of the person acted for, and of the town: the next one first.
    Result<std::vector<Appointment>> appointments(const MunicipalityId&, const ApplicationNumber&);
    Result<std::vector<Appointment>> appointments_to_come(const MunicipalityId&, const Viewer&, Instant now, int limit);
    Result<std::vector<Appointment>> appointments_to_come(const MunicipalityId&, const std::string& team, const StaffId&, Instant now, int limit);  // empty: anybody's
    // Newest first: of the person acted for, and what the person sent for others. As their applicant sees them: nobody's names, no team, no proposal.
    Result<std::vector<ApplicationLine>> of_person(const MunicipalityId&, const Viewer&, int limit);
    // The same page by page, without what others want signed. Each cursor is empty when there is nothing there.
    enum class Turn { older, newer };
    struct PersonPage {
        std::vector<ApplicationLine> lines;
        std::string older, newer;
    };
    Result<PersonPage> page_of_person(const MunicipalityId&, const Viewer&, Turn, std::string_view cursor, int limit);
    Result<std::vector<ApplicationLine>> to_sign(const MunicipalityId&, const PersonId&, int limit);
    // What officials did since then in a person's matters, of each the last, newest first; no words. The lines stay the caller's.
    struct News {
        const ApplicationLine* line;
        Happening happening;
    };
    Result<std::vector<News>> news(const MunicipalityId&, const std::vector<ApplicationLine>&, Instant since, std::size_t limit);
    struct QueuePage {
        std::vector<ApplicationLine> lines;
        std::string next;
    };
    Result<QueuePage> queue(const MunicipalityId&, const QueueFilter&, Instant now, std::string_view cursor, int limit);
    struct RegisterPage {
        std::vector<DecisionLine> lines;
        std::string next;
    };
    Result<RegisterPage> decisions(const MunicipalityId&, const DecisionFilter&, std::string_view cursor, int limit);

    // Who looked at the data in this matter: noted for the applicant, who sent it for them, and who were asked to sign. `purpose` is a text key.
    Outcome note_access(const journal::Context&, const ApplicationView&, const StaffId&, std::string_view purpose);

    people::People& people() { return *people_; }
    journal::Journal& journal() { return *journal_; }
    std::shared_ptr<const services::Catalogue> catalogue() const { return catalogue_(); }
    std::string guest_secret(const MunicipalityId&, const ApplicationNumber&) const;

private:
    struct Change;
    Result<FileId> keep_file_at(const MunicipalityId&, const std::string& place, std::string_view name, std::string_view content, Instant now);
    Result<int> forget_over_of(const MunicipalityId&, std::string_view status, const people::DatedRules::Version&, Instant before, Instant now);
    Outcome act(const journal::Context&, const Act&, const std::function<Outcome(Change&)>& decide);
    Outcome act_of_viewer(const journal::Context&, const Act&, const Viewer&, const std::function<Outcome(Change&)>& decide);

    std::shared_ptr<journal::Journal> journal_;
    std::shared_ptr<people::People> people_;
    CatalogueNow catalogue_;
};

// What this room holds of a person: shown in their export, reached by their erasure. What law keeps stays until its day: an open matter as
// long as it is open, a decided one as many years after its last change as the rule of the day says, and as long as it is valid. Drafts and
// what was withdrawn go at once.
std::shared_ptr<people::PersonalDataHolder> personal_data_of(Applications&, people::DatedRules);

// What the mail door sends, from the outbox's payload. The letter only says that there is something to read: nothing of the matter is in it.
struct LetterOrder {
    std::string letter;  // "submitted", "cosign", "cosign_over", "cosign_refused", "cosign_lapsed", "asked", "hearing", "extended", "decided", "appeal_received", "appeal_decided", "withdrawn",
                         // "appointment", "appointment_moved", "appointment_cancelled"
    ApplicationNumber number;
    PersonId person;
    std::string language;
};
std::string encode(const LetterOrder&);
std::optional<LetterOrder> decode_letter_order(std::string_view payload);  // nullopt: a letter of another room

}  // namespace raekoda::applications
