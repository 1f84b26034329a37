// A mandate as an aggregate, and the events of the stream "mandate/<id>". Pure. Names and codes stand in the vault; here are PersonIds.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "people/residents.h"

namespace raekoda::people {

struct MandateGiven {
    static constexpr const char* type = "MandateGiven";
    std::string represented, holder, based_on;
    std::vector<std::string> scopes;
    bool may_pass_on = false;
    std::string valid_from, valid_until;  // ISO days; valid_until may be empty
    bool operator==(const MandateGiven&) const = default;
};
struct MandateEnded {
    static constexpr const char* type = "MandateEnded";
    bool operator==(const MandateEnded&) const = default;
};
using MandateEvent = std::variant<MandateGiven, MandateEnded>;

journal::Event encode(const MandateEvent&);
Result<MandateEvent> decode_mandate_event(std::string_view type, std::string_view data);  // broken: not an event of this stream

struct MandateState {
    std::int64_t version = 0;  // 0: no such mandate
    std::string represented, holder;
    bool ended = false;

    void apply(const MandateEvent&);
    Result<std::vector<MandateEvent>> end() const;  // nothing happens when it has ended
};

inline constexpr std::string_view mandate_stream = "mandate/";

}  // namespace raekoda::people
