// Somebody says that a fact is wrong: an aggregate, and the events of the stream "correction/<id>". Pure. The words stand in the vault.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "people/residents.h"

namespace raekoda::people {

struct CorrectionAsked {
    static constexpr const char* type = "CorrectionAsked";
    std::string person, fact, words;  // words: id of a sealed text
    bool operator==(const CorrectionAsked&) const = default;
};
struct CorrectionAnswered {
    static constexpr const char* type = "CorrectionAnswered";
    std::string outcome, answer;  // answer: id of a sealed text
    bool operator==(const CorrectionAnswered&) const = default;
};
using CorrectionEvent = std::variant<CorrectionAsked, CorrectionAnswered>;

journal::Event encode(const CorrectionEvent&);
Result<CorrectionEvent> decode_correction_event(std::string_view type, std::string_view data);  // broken: not an event of this stream

bool is_correction_outcome(std::string_view);  // "corrected", "forwarded", "declined"

inline constexpr std::string_view correction_stream = "correction/";

}  // namespace raekoda::people
