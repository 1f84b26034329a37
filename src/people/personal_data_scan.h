// Inside of personal_data: the text made ready for the scanners, which each take what they find.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "people/personal_data.h"

namespace raekoda::people {

struct ScannedText {
    explicit ScannedText(std::string_view utf8);

    // Characters, with look-alikes made one: all spaces ' ', all hyphens and dashes '-', full-width digits '0' to '9'. Invisible ones are left out.
    std::vector<char32_t> code;
    std::vector<char32_t> low;  // the same in lower case
    std::vector<std::size_t> byte_begin;
    std::vector<std::size_t> byte_end;
    std::vector<bool> taken;
    std::vector<bool> in_link;  // inside http://… or www.…

    struct Word {  // letters, with - and ' between them
        std::size_t begin;
        std::size_t end;
        std::string lower;
    };
    std::vector<Word> words;
    struct Digits {
        std::size_t begin;
        std::size_t end;
    };
    std::vector<Digits> digits;

    std::vector<PersonalDataSpan> spans;

    std::size_t size() const { return code.size(); }
    char32_t at(std::size_t index) const { return index < code.size() ? code[index] : U'\n'; }
    char32_t before(std::size_t index) const { return index > 0 ? code[index - 1] : U'\n'; }
    bool is_digit(std::size_t index) const { return index < code.size() && code[index] >= U'0' && code[index] <= U'9'; }
    bool is_letter(std::size_t index) const;
    bool is_word_part(std::size_t index) const { return is_digit(index) || is_letter(index); }
    bool is_free(std::size_t begin, std::size_t end) const;
    void take(std::size_t begin, std::size_t end, PersonalDataKind kind);
    // The lower-case text at `index` is this ASCII or other text; `end` becomes what follows it.
    bool starts_with(std::size_t index, std::u32string_view lower_text) const;

    std::size_t first_word_from(std::size_t index) const;  // index into words of the first that begins at or after
    // One of the last `count` words before `index`, on the same line and not over 60 characters away, is in the list. "auto*" means begins with.
    bool word_before(std::size_t index, std::size_t count, const std::vector<std::string_view>& list) const;
    bool word_after(std::size_t index, std::size_t count, const std::vector<std::string_view>& list) const;
};

bool is_in(std::string_view lower_word, const std::vector<std::string_view>& list);  // "auto*" means begins with

void scan_codes_and_accounts(ScannedText&);
void scan_emails(ScannedText&, const PublicContacts&);
void scan_phones(ScannedText&, const PublicContacts&);
void scan_number_plates(ScannedText&);
void scan_names(ScannedText&, const PublicContacts&);

}  // namespace raekoda::people
