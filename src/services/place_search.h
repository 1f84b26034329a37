// Search by address, street and name over the places of one municipality. Inside of the room.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "services/geometry.h"
#include "services/services.h"

namespace raekoda::services {

class PlaceSearch {
public:
    enum class Sort { address, street, district };
    void add(Sort, std::string label, const std::vector<std::string>& names, Point at);
    // Words that say nothing here: the municipality's own name.
    void ignore(std::string_view words);

    struct Found {
        const std::string* label;
        Point at;
        double score;
    };
    // Every word must begin a word of the place; a number must be there as it is, or with a letter behind; when no place has the number, streets
    // are found without it.
    std::vector<Found> find(std::string_view words, int limit) const;

private:
    struct Entry {
        Sort sort;
        std::string label;
        std::vector<std::string> tokens;  // folded
        Point at;
    };
    std::vector<Entry> entries_;
    std::vector<std::string> ignored_;
};

}  // namespace raekoda::services
