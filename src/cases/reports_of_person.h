// What this room holds of a person: the reports they sent, for their desk and for the copy of their data. Erasing leaves reports nameless: the
// contact goes with the person, and no law keeps it.
#pragma once
#include <memory>
#include <span>

#include "cases/cases.h"
#include "people/residents.h"
#include "people/visit.h"
#include "view/components.h"

namespace raekoda::cases {

std::shared_ptr<people::PersonalDataHolder> personal_data_of(Cases&);
// Of all whom somebody is known as (people/known_as.h), in the language of who looks; newest first.
std::vector<view::ReportCard> report_cards_of(Cases&, const people::Visit&, std::span<const PersonId> whose, std::size_t most);

}  // namespace raekoda::cases
