// Phone numbers: international ones by their sign, Estonian ones by their form (numbering plan: mobiles begin with 5 and have 7 or 8 digits,
// landlines have 7), others only beside a word such as "tel".
#include <algorithm>

#include "people/personal_data_scan.h"

namespace raekoda::people {

namespace {

const std::vector<std::string_view> phone_words = {
    "tel", "telefon*", "telef", "mob", "mobiil*", "mobla*", "gsm", "helista*", "helistag*", "whatsapp*", "viber*", "phone*", "call", "mobile", "sms",
    "тел", "телефон*", "моб", "мобильн*", "звони*", "позвони*", "ватсап*", "вайбер*"};

// A number after one of these is a reference, not a phone.
const std::vector<std::string_view> reference_words = {
    "arve*", "viitenumb*", "registrikood*", "registrinumb*", "kood*", "katast*", "leping*", "toimik*", "dokument*", "teatis*", "teate*", "taotlus*",
    "pöördumi*", "juhtum*", "tellimus*", "invoice*", "reference", "ref", "code*", "case", "report", "order", "ticket", "contract", "счет*", "счёт*", "код*", "заявк*",
    "договор*", "обращени*", "заявлени*", "заказ*"};

const std::vector<std::string_view> units = {
    "eur", "euro*", "eek", "kroon*", "sent*", "usd", "dollar*", "rub*", "km", "m", "cm", "mm", "kg", "g", "t", "tonn*", "l", "liit*", "kwh", "mwh", "kw", "w",
    "tk", "inime*", "elanik*", "korda", "aasta*", "ha", "hektar*", "people", "residents", "times", "metres", "meters", "meetri*", "ruutmeet*", "rub", "руб*", "евро",
    "км", "м", "кг", "г", "человек", "жител*", "раз", "штук", "шт", "л", "метр*", "тонн*", "год*", "г"};

std::string digits_of(const ScannedText& text, std::size_t group) {
    std::string out;
    for (auto i = text.digits[group].begin; i < text.digits[group].end; ++i) out += static_cast<char>(text.code[i]);
    return out;
}

// The characters between two groups of digits may stand inside one number: a space, a hyphen, a dot, brackets around an area code.
bool joins(const ScannedText& text, std::size_t group, bool generous) {
    auto begin = text.digits[group].end;
    auto end = text.digits[group + 1].begin;
    if (end == begin + 1 && (text.code[begin] == U' ' || text.code[begin] == U'-')) return true;
    if (!generous || end > begin + 3) return false;
    for (auto i = begin; i < end; ++i) {
        auto c = text.code[i];
        if (c != U' ' && c != U'-' && c != U'(' && c != U')' && !(c == U'.' && end == begin + 1)) return false;
    }
    return true;
}

// What may follow 372, or stand alone.
bool is_estonian_number(std::string_view number) {
    if (number.empty()) return false;
    if (number[0] == '5') return number.size() == 7 || number.size() == 8;
    if (number.size() != 7) return false;
    auto area = number.substr(0, 2);
    if (area[0] == '6') return true;
    for (std::string_view known : {"32", "33", "35", "38", "39", "43", "44", "45", "46", "47", "48", "71", "73", "74", "75", "76", "77", "78", "79", "88"}) {
        if (area == known) return true;
    }
    return false;
}

// How people group seven and eight digits. Others ("73 51003": a house and its postcode) are no phones.
bool is_usual_grouping(std::string_view lengths) {
    for (std::string_view known : {"7", "8", "34", "43", "322", "223", "232", "44", "35", "53", "422", "233", "332", "323", "2222"}) {
        if (lengths == known) return true;
    }
    return false;
}

struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;  // 0: none
    std::string number;   // digits without the country's 372
};

Match international(const ScannedText& text, std::size_t group) {
    auto begin = text.digits[group].begin;
    auto first = digits_of(text, group);
    bool plus = text.before(begin) == U'+';
    bool zeros = first.size() >= 5 && first.starts_with("00") && first[2] != '0';
    if (zeros && first != "00372" && first.size() < 11) return {};
    bool bare = !plus && (first == "372" || (first.starts_with("372") && is_estonian_number(first.substr(3))));
    if (!plus && !zeros && !bare) return {};
    auto start = plus ? begin - 1 : begin;
    if (start > 0 && text.is_word_part(start - 1)) return {};
    if (bare && start > 1 && (text.before(start) == U'.' || text.before(start) == U',' || text.before(start) == U'-') && text.is_digit(start - 2)) return {};
    if (plus && first[0] == '0') return {};

    Match match;
    std::string all;
    for (auto i = group; i < text.digits.size(); ++i) {
        if (i > group && !joins(text, i - 1, true)) break;
        all += digits_of(text, i);
        if (all.size() > 17) break;
        auto number = zeros ? all.substr(2) : all;
        bool estonian = number.starts_with("372");
        bool good = estonian ? is_estonian_number(std::string_view(number).substr(3)) : !bare && number.size() >= 8 && number.size() <= 15;
        if (good) match = {start, text.digits[i].end, estonian ? number.substr(3) : number};
        if (number.size() >= (estonian ? 11u : 12u)) break;
    }
    // An Estonian code with digits of a form we do not know is still a phone when it says so with a plus.
    if (match.end == 0 && plus && all.size() >= 10 && all.size() <= 12 && all.starts_with("372")) {
        auto i = group;
        while (i + 1 < text.digits.size() && joins(text, i, true)) ++i;
        match = {start, text.digits[i].end, all.substr(3)};
    }
    // "(+372) 5123 4567": the bracket belongs to it.
    if (match.end != 0 && match.begin > 0 && text.code[match.begin - 1] == U'(' && text.at(begin + first.size()) == U')') --match.begin;
    return match;
}

// 8 (912) 345-67-89, as written in Russian.
Match russian(const ScannedText& text, std::size_t group) {
    auto begin = text.digits[group].begin;
    if (digits_of(text, group) != "8" || (begin > 0 && text.is_word_part(begin - 1))) return {};
    std::string all;
    std::string lengths;
    for (auto i = group; i < text.digits.size() && all.size() < 11; ++i) {
        if (i > group && !joins(text, i - 1, true)) return {};
        all += digits_of(text, i);
        lengths += static_cast<char>('0' + std::min<std::size_t>(9, text.digits[i].end - text.digits[i].begin));
        if (all.size() == 11 && all[1] == '9' && (lengths == "1322" || lengths == "13322" || lengths == "1334" || lengths == "137")) {
            return {begin, text.digits[i].end, all};
        }
    }
    return {};
}

// L-EST97 coordinates: a northing (7 digits, 6,37 to 6,65 million) beside an easting (6 digits).
bool is_northing(const ScannedText& text, std::size_t group, std::string_view number) {
    if (number < "6370000" || number > "6650000") return false;
    auto is_easting = [&](std::size_t other) { return text.digits[other].end - text.digits[other].begin == 6; };
    auto near = [&](std::size_t from, std::size_t to) { return to - from <= 12; };
    for (std::size_t step = 1; step <= 2; ++step) {  // a group of decimals may stand between
        if (group >= step && is_easting(group - step) && near(text.digits[group - step].end, text.digits[group].begin)) return true;
        if (group + step < text.digits.size() && is_easting(group + step) && near(text.digits[group].end, text.digits[group + step].begin)) return true;
    }
    return false;
}

bool touches_other_number(const ScannedText& text, std::size_t begin, std::size_t end) {
    if (begin > 0) {
        auto c = text.code[begin - 1];
        if (text.is_word_part(begin - 1) || c == U'#' || c == U'_' || c == U'=' || c == U'$' || c == 0x20AC) return true;
        if ((c == U'-' || c == U'.' || c == U':' || c == U',') && begin > 1 && text.is_word_part(begin - 2) && (c == U'-' || text.is_digit(begin - 2))) return true;
    }
    auto c = text.at(end);
    if (text.is_word_part(end) || c == U'_') return true;
    return (c == U'-' || c == U'.' || c == U':' || c == U',') && text.is_digit(end + 1);
}

bool is_amount(const ScannedText& text, std::size_t end) {
    auto i = end;
    if (text.at(i) == U' ') ++i;
    auto c = text.at(i);
    if (c == 0x20AC || c == U'$' || c == U'%' || c == 0xB0) return true;  // € $ % °
    auto word = text.first_word_from(i);
    return word < text.words.size() && text.words[word].begin == i && is_in(text.words[word].lower, units);
}

bool looks_round(std::string_view number) { return number.ends_with("0000") || number.find_first_not_of(number[0]) == std::string_view::npos; }

Match national(const ScannedText& text, std::size_t group, bool beside_phone_word) {
    auto begin = text.digits[group].begin;
    std::string all;
    std::string lengths;
    Match match;
    std::size_t last = group;
    for (auto i = group; i < text.digits.size() && i < group + 4; ++i) {
        if (i > group && !joins(text, i - 1, false)) break;
        all += digits_of(text, i);
        lengths += static_cast<char>('0' + std::min<std::size_t>(9, text.digits[i].end - text.digits[i].begin));
        if (all.size() > 8) break;
        if (!is_estonian_number(all) || !is_usual_grouping(lengths) || touches_other_number(text, begin, text.digits[i].end)) continue;
        match = {begin, text.digits[i].end, all};
        last = i;
    }
    if (match.end == 0 || beside_phone_word) return match;
    if (looks_round(match.number) || is_amount(text, match.end) || is_northing(text, group, match.number)) return {};
    if (text.word_before(begin, 2, reference_words)) return {};
    bool range = last == group + 1 && text.code[text.digits[group].end] == U'-' && digits_of(text, group).ends_with("00") && digits_of(text, last).ends_with("00");
    return range ? Match{} : match;
}

// Beside "tel": whatever has 7 to 12 digits.
Match announced(const ScannedText& text, std::size_t group) {
    auto begin = text.digits[group].begin;
    std::string all;
    Match match;
    for (auto i = group; i < text.digits.size(); ++i) {
        if (i > group && !joins(text, i - 1, true)) break;
        all += digits_of(text, i);
        if (all.size() > 12) break;
        if (all.size() >= 7 && !touches_other_number(text, begin, text.digits[i].end)) match = {begin, text.digits[i].end, all};
    }
    return match.end != 0 && !is_amount(text, match.end) ? match : Match{};
}

bool is_public(std::string_view number, const PublicContacts& contacts) {
    for (const auto& entry : contacts.phones) {
        std::string digits;
        for (char c : entry) {
            if (c >= '0' && c <= '9') digits += c;
        }
        if (digits.starts_with("00")) digits.erase(0, 2);
        if (digits.size() > 8 && digits.starts_with("372")) digits.erase(0, 3);
        if (digits == number) return true;
    }
    return false;
}

}  // namespace

void scan_phones(ScannedText& text, const PublicContacts& contacts) {
    for (std::size_t group = 0; group < text.digits.size(); ++group) {
        auto begin = text.digits[group].begin;
        if (text.taken[begin] || text.in_link[begin] || text.digits[group].end - begin > 17) continue;
        auto match = international(text, group);
        if (match.end == 0) match = russian(text, group);
        if (match.end == 0) {
            bool beside = text.word_before(begin, 3, phone_words) && !text.word_before(begin, 1, reference_words);
            match = national(text, group, beside);
            if (match.end == 0 && beside) match = announced(text, group);
        }
        if (match.end == 0 || !text.is_free(match.begin, match.end)) continue;
        if (!is_public(match.number, contacts)) text.take(match.begin, match.end, PersonalDataKind::phone);
        while (group + 1 < text.digits.size() && text.digits[group + 1].begin < match.end) ++group;
    }
}

}  // namespace raekoda::people
