// What can happen to an application. Each event lists its fields once; that list writes and reads the JSON of the journal. Old events decode
// for ever: a new field has a default, none is renamed. No words and no personal data: references into the vault.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "applications/applications.h"
#include "journal/journal.h"

namespace raekoda::applications {

struct ApplicationSubmitted {
    static constexpr const char* type = "ApplicationSubmitted";
    std::string service, service_version, language, channel, applicant, submitter, right = "self", mandate, content, consent, proposal, team, guest_hash;
    bool company = false;
    int working_days = 0, calendar_days = 0;
    std::int64_t due = 0;  // microseconds; 0: no promise, or not signed by all yet
    std::vector<std::string> cosigners, files;
    std::string sign_until;  // ISO day; empty: of older ones, which wait without end
};
struct ApplicationSigned {  // by one more person
    static constexpr const char* type = "ApplicationSigned";
    std::string person;
    std::int64_t due = 0;  // set by the last signature
};
struct SignatureRefused {  // by one who was asked: nothing comes of the application
    static constexpr const char* type = "SignatureRefused";
    std::string person, words;  // words: why, sealed; may be empty
};
struct SignaturesLapsed {  // not all have signed in time
    static constexpr const char* type = "SignaturesLapsed";
    std::string until;
};
struct HandlingBegun {
    static constexpr const char* type = "HandlingBegun";
    std::string staff;
};
struct ApplicationAssigned {
    static constexpr const char* type = "ApplicationAssigned";
    std::string team, staff;
};
struct MoreAsked {
    static constexpr const char* type = "MoreAsked";
    std::string words, until;  // words: sealed text; until: ISO day
};
struct HearingOpened {
    static constexpr const char* type = "HearingOpened";
    std::string words, until, intended;
};
struct ApplicantReplied {
    static constexpr const char* type = "ApplicantReplied";
    std::string words;
    std::vector<std::string> files;
    std::int64_t due = 0;  // moved by the pause that ends
};
struct HandlingResumed {  // without a reply
    static constexpr const char* type = "HandlingResumed";
    std::int64_t due = 0;
};
struct ApplicationNoted {
    static constexpr const char* type = "ApplicationNoted";
    std::string words;
};
struct TermExtended {
    static constexpr const char* type = "TermExtended";
    std::string words;
    std::int64_t due = 0;
};
struct DecisionMade {
    static constexpr const char* type = "DecisionMade";
    std::string outcome, decision, hearing, valid_from, valid_to;  // decision: sealed text
};
struct DecisionRead {
    static constexpr const char* type = "DecisionRead";
    std::string appeal_until;
};
struct AppealFiled {
    static constexpr const char* type = "AppealFiled";
    std::string words;
    std::int64_t due = 0;
    bool late = false;
};
struct AppealDecided {
    static constexpr const char* type = "AppealDecided";
    std::string appeal_outcome, outcome, decision, valid_from, valid_to;
};
struct ApplicationWithdrawn {
    static constexpr const char* type = "ApplicationWithdrawn";
    std::string words;
};

struct ApplicationForgotten {  // past its day: no words of it are kept any more
    static constexpr const char* type = "ApplicationForgotten";
};

struct AppointmentProposed {
    static constexpr const char* type = "AppointmentProposed";
    std::string id, words;  // words: sealed JSON of place and words
    std::int64_t starts = 0;
    int minutes = 0;
    bool pauses = false;    // the clock stands still until it is answered
};
struct AppointmentMoved {
    static constexpr const char* type = "AppointmentMoved";
    std::string id, words;
    std::int64_t starts = 0;
    int minutes = 0;
    bool pauses = false;
};
struct AppointmentCancelled {
    static constexpr const char* type = "AppointmentCancelled";
    std::string id, words;  // words: why, sealed
    std::int64_t due = 0;   // moved by the pause that ends
};
struct AppointmentAnswered {
    static constexpr const char* type = "AppointmentAnswered";
    std::string id, words;
    bool suits = false;
    std::int64_t due = 0;
};

using ApplicationEvent = std::variant<ApplicationSubmitted, ApplicationSigned, HandlingBegun, ApplicationAssigned, MoreAsked, HearingOpened, ApplicantReplied,
                                      HandlingResumed, ApplicationNoted, TermExtended, DecisionMade, DecisionRead, AppealFiled, AppealDecided, ApplicationWithdrawn,
                                      AppointmentProposed, AppointmentMoved, AppointmentCancelled, AppointmentAnswered, SignatureRefused, SignaturesLapsed, ApplicationForgotten>;

journal::Event encode(const ApplicationEvent&);
// Errors: broken, for a type of another room or data that is not an event's.
Result<ApplicationEvent> decode_application_event(std::string_view type, std::string_view data);
bool is_internal(const ApplicationEvent&);  // not for the applicant's eyes
std::vector<SealedTextId> sealed_in(const ApplicationEvent&);  // everything that it refers to in the vault

std::string stream_of(const ApplicationNumber&);  // "application/T-2026-000123"
std::optional<ApplicationNumber> number_of_stream(std::string_view stream);

}  // namespace raekoda::applications
