// Which kinds of report fit what somebody wrote. Inside of the room.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/services.h"

namespace raekoda::services {

// Keywords are stems of any language: people mix them, so all are tried. A stem matches a word that begins with it; with less weight a compound
// that holds it, or a word one slip away. A match weighs more the fewer kinds share it.
class Suggester {
public:
    explicit Suggester(const std::vector<ReportKind>&);
    std::vector<Suggestion> suggest(std::string_view words, int month, const std::map<std::string, int>& near, int limit) const;

private:
    struct Keyword {
        std::uint32_t kind;
        double weight;
        std::vector<std::u32string> parts;  // one: a stem; more: a phrase, all of them needed
    };
    struct Kind {
        std::string id;
        std::vector<int> months;
    };
    std::vector<Kind> kinds_;
    std::vector<Keyword> keywords_;
};

}  // namespace raekoda::services
