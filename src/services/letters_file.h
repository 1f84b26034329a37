// letters.json beside a service: the words that its decisions begin with. Whether they can be used; who uses them reads them. Inside of the room.
#pragma once
#include "services/document.h"

namespace raekoda::services {

inline constexpr const char* letters_file = "letters.json";

// Three languages with the same {marks}, words for granting and for refusing, a sentence for every reason for which the model refuses.
void check_letters(Document&, const Service&);

}  // namespace raekoda::services
