// Personal data in free text: what a resident writes that should not be published. Pure; time is linear in the length of the text.
// Few false alarms are worth more than every last find: a person looks at the preview before publication.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace raekoda::people {

enum class PersonalDataKind { personal_code, iban, payment_card, email, phone, number_plate, name };

// Bytes [begin, end) of the text; both lie between characters.
struct PersonalDataSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    PersonalDataKind kind = PersonalDataKind::name;
    bool operator==(const PersonalDataSpan&) const = default;
};

// What is public although it looks personal.
struct PublicContacts {
    std::vector<std::string> phones;     // the municipality's own numbers, with or without country code and spaces
    std::vector<std::string> emails;     // addresses, or "@domain" for all of a domain
    std::vector<std::string> not_names;  // lower-case words that are no person's name here: streets, districts, the municipality itself
};

// In order, without overlaps. Knows Estonian personal codes (EVS 585), IBANs (ISO 13616), payment cards (ISO/IEC 7812), e-mail addresses
// also when written around a filter, phone numbers, Estonian number plates, and names after words that introduce one (et, en, ru).
// Bytes that are not UTF-8 are stepped over.
std::vector<PersonalDataSpan> find_personal_data(std::string_view utf8, const PublicContacts& contacts = {});

// The text key of the mark that stands for what was covered: people.covered_phone …
std::string covered_text_key(PersonalDataKind);

// The text with each span replaced by `mark(kind)`. `spans` as find_personal_data gives them; spans out of order or range are left out.
std::string covered(std::string_view utf8, const std::vector<PersonalDataSpan>& spans,
                    const std::function<std::string(PersonalDataKind)>& mark);

// The text in pieces, for a preview that highlights. `kind` is empty for what stays. The pieces point into `utf8`.
struct TextSegment {
    std::string_view text;
    std::optional<PersonalDataKind> kind;
};
std::vector<TextSegment> text_segments(std::string_view utf8, const std::vector<PersonalDataSpan>& spans);

}  // namespace raekoda::people
