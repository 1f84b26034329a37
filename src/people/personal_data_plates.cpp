// Estonian number plates: 123 ABC, and with a word about vehicles beside it 12 ABC (motorcycles) and 123 AB (trailers).
#include "people/personal_data_scan.h"

namespace raekoda::people {

namespace {

const std::vector<std::string_view> vehicle_words = {
    "auto", "autod", "autol*", "autog*", "autoni*", "autonu*", "autot", "auto-*", "sõiduauto*", "veoauto*", "sõiduk*", "haagis*", "järelhaagis*", "käru*", "numbrimär*", "numbrimärk", "nr-märk", "regnr", "regnumb*",
    "reg", "mootorrat*", "mopeed*", "tsik*", "buss*", "kaubik*", "veok*", "parkis*", "pargib", "pargitud", "car", "cars", "van", "truck", "lorry", "trailer",
    "plate", "plates", "numberplate", "vehicle*", "motorcycle", "motorbike", "licence", "license", "машин*", "авто*", "госномер*", "номер*", "прицеп*",
    "мотоцикл*", "фургон*", "грузовик*"};

// Three letters after three digits that are a unit, a currency or a common word.
const std::vector<std::string_view> not_plates = {
    "eur", "usd", "gbp", "sek", "nok", "dkk", "rub", "pln", "chf", "eek", "kwh", "mwh", "gwh", "mah", "kmh", "kph", "mph", "min", "sec", "tln", "trt",
    "rpm", "ppm", "ghz", "mhz", "khz", "nda", "nes", "ses", "sel", "sed", "set", "nel", "les", "ste", "lle", "tes", "dat", "tki", "ths", "hrs", "pcs", "mtü", "aga", "see", "kes", "mis",
    "the", "and", "for", "was", "ago", "out", "off", "auk", "aed", "maa", "jah", "kui", "mul", "sai", "iga", "nii", "kas", "all", "are", "not", "but",
    "you", "her", "his", "has", "had", "can", "kuu", "tee", "oli", "mil", "new", "old", "men", "ton", "lux", "psi", "btu", "hpa", "kpa", "mpa",
    "bus", "lat", "dpi", "fps", "com", "org", "pdf", "jpg", "png", "gif", "bmp", "zip", "xml", "csv", "doc", "mp3", "utf", "iso", "gps"};

// A letter of a plate as Latin upper case; Cyrillic look-alikes count. 0: none.
char plate_letter(char32_t c) {
    if (c >= U'a' && c <= U'z') return static_cast<char>(c - U'a' + U'A');
    if (c >= U'A' && c <= U'Z') return static_cast<char>(c);
    constexpr std::u32string_view cyrillic = U"АВЕКМНОРСТУХ";
    constexpr std::string_view latin = "ABEKMHOPCTYX";
    auto found = cyrillic.find(c);
    return found == std::u32string_view::npos ? '\0' : latin[found];
}

bool is_upper(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= 0x410 && c <= 0x42F); }

// The nearest word on this side is written in capitals too: the text shouts, capitals say nothing.
bool is_shouted(const ScannedText& text, std::size_t begin, std::size_t end) {
    auto shouts = [&](const ScannedText::Word& word) {
        if (word.end - word.begin < 4) return false;
        for (auto i = word.begin; i < word.end; ++i) {
            if (text.code[i] == text.low[i]) return false;
        }
        return true;
    };
    auto next = text.first_word_from(end);
    if (next < text.words.size() && text.words[next].begin < end + 3 && shouts(text.words[next])) return true;
    auto here = text.first_word_from(begin);
    return here > 0 && text.words[here - 1].end + 3 > begin && shouts(text.words[here - 1]);
}

}  // namespace

void scan_number_plates(ScannedText& text) {
    for (const auto& group : text.digits) {
        auto count = group.end - group.begin;
        if (count < 2 || count > 3 || text.taken[group.begin] || text.in_link[group.begin]) continue;
        if (group.begin > 0) {
            auto c = text.code[group.begin - 1];
            if (text.is_word_part(group.begin - 1) || c == U'#' || c == U'_') continue;
            bool joined = c == U'-' || c == U'.' || c == U',' || c == U':' || c == U'/';
            if (joined && group.begin > 1 && text.is_word_part(group.begin - 2)) continue;
            if (c == U' ' && group.begin > 1 && text.is_digit(group.begin - 2)) continue;  // 10 123 EUR
        }
        auto begin = group.end;
        auto separator = text.at(begin);
        if (separator == U' ' || separator == U'-') ++begin;
        auto end = begin;
        std::string letters;
        std::string lower;
        bool upper = true;
        bool small = true;
        while (end < text.size() && end - begin < 4 && text.is_letter(end)) {
            auto letter = plate_letter(text.code[end]);
            if (letter == 0) break;
            letters += letter;
            lower += static_cast<char>(letter - 'A' + 'a');
            (is_upper(text.code[end]) ? small : upper) = false;
            ++end;
        }
        // Case endings hang on with a hyphen: 123 ABC-le.
        if (letters.size() < 2 || letters.size() > 3 || (!upper && !small) || text.is_word_part(end)) continue;
        if ((text.at(end) == U'-' || text.at(end) == U'/') && text.is_digit(end + 1)) continue;
        if (!text.is_free(group.begin, end)) continue;
        bool vehicle = text.word_before(group.begin, 6, vehicle_words) || text.word_after(end, 3, vehicle_words);
        bool full = count == 3 && letters.size() == 3;
        if (letters.size() == 2 && count == 2) continue;
        if (is_in(lower, not_plates) && !(vehicle && full && upper && !is_in(lower, {"eur", "kwh", "min", "usd"}))) continue;
        bool together = begin == group.end || (upper && separator == U'-');
        bool found = false;
        if (full) {
            found = upper ? vehicle || together || !is_shouted(text, group.begin, end) : vehicle || together;
        } else {
            found = vehicle && upper && !is_in(lower, {"km", "kg", "gb", "mb", "tb", "mm", "cm", "kw", "mw", "kv", "hp", "hj", "tk", "st", "nd", "rd", "th", "pm", "am", "kl", "hz", "db", "eu", "ee", "ha", "ja", "on", "ma", "ei", "et", "ta", "me", "te", "of", "or", "in", "to", "at", "is"});
        }
        if (found) text.take(group.begin, end, PersonalDataKind::number_plate);
    }
}

}  // namespace raekoda::people
