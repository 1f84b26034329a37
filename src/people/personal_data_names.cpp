// Names: one to three capitalised words after words that introduce a person. Which words may stand between and after depends on the introduction.
#include <unicode/uchar.h>

#include "people/personal_data_scan.h"

namespace raekoda::people {

namespace {

enum class Way {
    greeting,  // "Tere, Mari!": the name ends the clause
    closing,   // "Lugupidamisega⏎Mari Maasikas": the name ends the line or clause
    stated,    // "minu nimi on Mari Maasikas"
    label,     // "Nimi: Mari Maasikas": with a colon
    self,      // "olen Mari Maasikas": two words, or one that ends the clause
    title,     // "härra Tamm", "naaber Kalle"
    call,      // "helista Marile": the case says it, or what follows
    with,      // "rääkisin Mari Maasikaga": two words
};

struct Introduction {
    std::vector<std::string_view> words;
    Way way;
};

const std::vector<Introduction> introductions = {
    {{"tere"}, Way::greeting}, {{"tere", "päevast"}, Way::greeting}, {{"tere", "hommikust"}, Way::greeting}, {{"tere", "õhtust"}, Way::greeting},
    {{"tervist"}, Way::greeting}, {{"tervitus"}, Way::greeting}, {{"tsau"}, Way::greeting}, {{"tšau"}, Way::greeting}, {{"hei"}, Way::greeting}, {{"lugupeetud"}, Way::greeting},
    {{"lugupeetav"}, Way::greeting}, {{"austatud"}, Way::greeting}, {{"kallis"}, Way::greeting}, {{"hea"}, Way::greeting}, {{"aitäh"}, Way::greeting},
    {{"hello"}, Way::greeting}, {{"hi"}, Way::greeting}, {{"hey"}, Way::greeting}, {{"dear"}, Way::greeting}, {{"good", "morning"}, Way::greeting},
    {{"good", "afternoon"}, Way::greeting}, {{"good", "evening"}, Way::greeting}, {{"здравствуйте"}, Way::greeting}, {{"здравствуй"}, Way::greeting},
    {{"привет"}, Way::greeting}, {{"добрый", "день"}, Way::greeting}, {{"добрый", "вечер"}, Way::greeting}, {{"доброе", "утро"}, Way::greeting},
    {{"уважаемый"}, Way::greeting}, {{"уважаемая"}, Way::greeting}, {{"дорогой"}, Way::greeting}, {{"дорогая"}, Way::greeting},

    {{"lugupidamisega"}, Way::closing}, {{"austusega"}, Way::closing}, {{"parimate", "soovidega"}, Way::closing}, {{"heade", "soovidega"}, Way::closing},
    {{"parimat"}, Way::closing}, {{"tervitades"}, Way::closing}, {{"tervitustega"}, Way::closing}, {{"tervitusega"}, Way::closing}, {{"tänades"}, Way::closing},
    {{"ette", "tänades"}, Way::closing}, {{"tänades", "ette"}, Way::closing}, {{"tänuga"}, Way::closing}, {{"kõike", "head"}, Way::closing},
    {{"regards"}, Way::closing}, {{"sincerely"}, Way::closing}, {{"yours", "faithfully"}, Way::closing}, {{"yours", "truly"}, Way::closing},
    {{"best", "wishes"}, Way::closing}, {{"many", "thanks"}, Way::closing}, {{"sincerely", "yours"}, Way::closing}, {{"с", "уважением"}, Way::closing},
    {{"с", "наилучшими", "пожеланиями"}, Way::closing}, {{"с", "благодарностью"}, Way::closing}, {{"всего", "доброго"}, Way::closing},

    {{"nimi", "on"}, Way::stated}, {{"nimeks", "on"}, Way::stated}, {{"my", "name", "is"}, Way::stated}, {{"his", "name", "is"}, Way::stated},
    {{"her", "name", "is"}, Way::stated}, {{"name's"}, Way::stated}, {{"меня", "зовут"}, Way::stated}, {{"его", "зовут"}, Way::stated}, {{"её", "зовут"}, Way::stated}, {{"ее", "зовут"}, Way::stated},
    {{"моё", "имя"}, Way::stated}, {{"мое", "имя"}, Way::stated},

    {{"nimi"}, Way::label}, {{"ees-", "ja", "perekonnanimi"}, Way::label}, {{"perekonnanimi"}, Way::label}, {{"eesnimi"}, Way::label}, {{"kontakt"}, Way::label},
    {{"kontaktisik"}, Way::label}, {{"name"}, Way::label}, {{"contact"}, Way::label}, {{"имя"}, Way::label}, {{"фио"}, Way::label}, {{"фамилия"}, Way::label}, {{"контакт"}, Way::label},

    {{"olen"}, Way::self}, {{"mina", "olen"}, Way::self}, {{"i'm"}, Way::self}, {{"i", "am"}, Way::self}, {{"я"}, Way::self},

    {{"härra"}, Way::title}, {{"proua"}, Way::title}, {{"preili"}, Way::title}, {{"hr"}, Way::title}, {{"pr"}, Way::title}, {{"prl"}, Way::title},
    {{"kodanik"}, Way::title}, {{"elanik"}, Way::title}, {{"naaber"}, Way::title}, {{"naabri"}, Way::title}, {{"naabrimees"}, Way::title},
    {{"naabrinaine"}, Way::title}, {{"omanik"}, Way::title}, {{"üürnik"}, Way::title}, {{"kontaktisik"}, Way::title}, {{"mr"}, Way::title},
    {{"mrs"}, Way::title}, {{"ms"}, Way::title}, {{"miss"}, Way::title}, {{"neighbour"}, Way::title}, {{"neighbor"}, Way::title},
    {{"neighbour's", "name", "is"}, Way::title}, {{"господин"}, Way::title}, {{"господина"}, Way::title}, {{"госпожа"}, Way::title}, {{"госпожи"}, Way::title},
    {{"г-н"}, Way::title}, {{"г-жа"}, Way::title}, {{"гражданин"}, Way::title}, {{"гражданка"}, Way::title}, {{"сосед"}, Way::title}, {{"соседа"}, Way::title}, {{"соседка"}, Way::title}, {{"соседки"}, Way::title},

    {{"helista"}, Way::call}, {{"helistage"}, Way::call}, {{"helistada"}, Way::call}, {{"helistasin"}, Way::call}, {{"kirjuta"}, Way::call}, {{"kirjutage"}, Way::call},
    {{"teatage"}, Way::call}, {{"anna", "teada"}, Way::call}, {{"andke", "teada"}, Way::call}, {{"kõne", "alla"}, Way::call}, {{"kõne", "alla", "palun"}, Way::call}, {{"call"}, Way::call}, {{"phone"}, Way::call}, {{"ask", "for"}, Way::call}, {{"contact"}, Way::call},
    {{"звоните"}, Way::call}, {{"позвоните"}, Way::call}, {{"звонить"}, Way::call}, {{"спросить"}, Way::call}, {{"спросите"}, Way::call},

    {{"rääkisin"}, Way::with}, {{"rääkige"}, Way::with}, {{"räägi"}, Way::with}, {{"rääkida"}, Way::with}, {{"vestlesin"}, Way::with}, {{"suhtlesin"}, Way::with}, {{"võtke", "ühendust"}, Way::with}, {{"võta", "ühendust"}, Way::with},
};

// Words that are written large at the beginning of a sentence or of a title, and are no names.
const std::vector<std::string_view> not_names = {
    "kõik*", "head", "hea", "teie", "teil", "teile", "te", "sina", "sa", "mina", "ma", "mul", "mulle", "meil", "meile", "meie", "me", "minu", "mu", "palun", "palume", "soovin", "soovime",
    "sooviks", "tahan", "tahaks", "tahaksin", "sooviksin", "siin", "seal", "täna*", "eile", "homme", "kuidas", "miks", "millal", "kus", "kas", "kes", "mis", "see", "sel", "selle", "need", "nad", "ta", "tema", "olen",
    "oleme", "on", "oli", "ei", "kirjutan", "teatan", "tean", "aitäh", "lugupeetud", "austatud", "kallis", "tere", "vabandust", "vabandage", "kui", "nüüd", "juba", "jälle", "eesti*", "euroopa*",
    "tartlane", "tartlased", "linn*", "vald", "valla*", "abilinnapea", "ametnik*", "inimesed", "sõbrad", "sõber", "kolleeg*", "naab*", "elanik*", "kodanik*", "korteri*", "raekoda", "toimetus", "tänav*", "lugeja*", "õpetaja*", "arst*",
    "esmaspäev*", "teisipäev*", "kolmapäev*", "neljapäev*", "reede*", "laupäev*", "pühapäev*", "jaanuar*", "veebruar*", "märts*", "aprill*", "juuni*", "juuli*", "august*", "september*", "oktoober*", "november*",
    "detsember*", "härra", "proua", "preili", "jõudu", "jumal", "uut", "aasta*", "jõule", "pühi", "häid", "ilusat", "kena", "päästeame*", "politsei*", "häire*", "jaga*", "lapsevanem*", "ema", "isa",
    "all", "everyone", "everybody", "team", "sir", "sirs", "madam", "there", "please", "the", "this", "that", "these", "i", "we", "my", "our", "your", "you", "it", "is", "are", "what", "when", "where", "why",
    "how", "can", "could", "would", "thanks", "thank", "city", "town", "council", "mayor", "municipality", "neighbours", "neighbors", "residents", "officials", "friends", "colleagues", "police", "emergency", "estonia*", "english",
    "russian*", "european*", "monday*", "tuesday*", "wednesday*", "thursday*", "friday*", "saturday*", "sunday*", "january", "february", "march", "april", "may", "june", "july", "october", "december", "citizen*", "customer*",
    "st", "ave", "rd", "case", "will", "government", "support", "service*", "office*", "department", "a", "an", "in", "on", "at", "of", "for", "from", "and", "no", "not", "yes", "happy", "merry", "new", "god", "lord", "just", "since", "yesterday", "today", "tomorrow", "mr", "mrs", "ms",
    "все", "всем", "господа", "господин*", "госпожа", "друзья", "друг", "коллег*", "пожалуйста", "прошу", "просим", "я", "мы", "вы", "он", "она", "они", "у", "на", "в", "во", "с", "к", "по", "за", "от", "до", "не", "а", "и", "но", "хочу", "хотел*",
    "скажите", "подскажите", "почему", "когда", "где", "как", "что", "кто", "это", "этот", "эта", "там", "тут", "здесь", "город*", "мэр*", "администраци*", "жител*", "сосед*", "полици*", "спасател*", "эстон*", "сегодня", "вчера", "завтра", "уже", "опять", "спасибо",
    "понедельник*", "вторник*", "сред*", "четверг*", "пятниц*", "суббот*", "воскресень*", "мой", "моя", "мои", "наш*", "ваш*", "если", "можно", "управа", "управы", "редакци*", "уважаем*", "тартусц*"};

// Endings of words for bodies; a run of capitalised words with one of these is an institution. (Also in the lower-case word right after.)
const std::vector<std::string_view> body_words = {
    "valitsus", "volikogu", "ministeerium", "ameti", "amet", "osakon", "keskus", "kesklin", "kool", "koolis", "lasteae", "lasteaia", "ühistu", "selts", "ühing", "energia", "elekter", "elektri", "vesi", "veevärk", "pank", "panga", "kindlustus",
    "raamatukog", "muuseum", "teater", "haigla", "perearstikeskus", "valve", "infotelefon", "infoliin", "klienditugi", "teenindus", "ülikool", "gümnaasium", "kliinik", "apteek", "vabariigi", "vabariik", "linnapea", "vallavanem",
    "council", "government", "department", "office", "university", "school", "library", "museum", "hospital", "centre", "center", "police", "service", "services", "board", "agency", "street", "road", "helpline",
    "управлени", "департамент", "министерств", "школ", "больниц", "библиотек", "центр", "служб", "товариществ"};

// After a capitalised word these make it a place: Riia tänav, Tiigi tn, Soola street.
const std::vector<std::string_view> place_words = {
    "tänav*", "tn", "maantee*", "mnt", "puiestee*", "pst", "tee", "teel", "teelt", "teele", "plats*", "põik*", "allee*", "väljak*", "park", "pargi*", "silla*", "sild", "turg", "turu*", "linn", "linna*", "vald", "valla*", "küla*", "alevik*", "linnaos*", "maja*",
    "kandis", "kooli*", "lasteae*", "lasteai*", "bussi*", "peatus*", "ristmi*", "elanik*", "elanikud", "kodanik*", "inimes*", "rahvas", "ühistu*", "selts*", "korteriühistu*", "naabr*", "keskus*", "poe", "pood", "poodi", "jaam*", "järv*", "jõe*", "jõgi", "ringtee*",
    "street*", "road", "avenue", "square", "bridge", "park", "district", "residents", "resident", "house", "school", "station", "lane", "roundabout",
    "улиц*", "ул", "шоссе", "площад*", "парк*", "мост*", "район*", "жител*", "дом", "дома", "школ*", "остановк*", "переул*", "проспект*", "бульвар*"};

bool is_upper(char32_t c) { return u_isupper(static_cast<UChar32>(c)) || u_istitle(static_cast<UChar32>(c)); }

bool is_body_word(std::string_view lower) {
    for (auto part : body_words) {
        if (auto at = lower.find(part); at != std::string_view::npos && (at == 0 || part.size() >= 5) && lower.size() - at <= part.size() + 8) return true;
    }
    return false;
}

// Mari, Mari-Liis, O'Connor; `shouted` allows MARI. Not KÜ, MTÜle, iPhone.
bool is_name_word(const ScannedText& text, const ScannedText::Word& word, bool shouted) {
    if (word.end - word.begin < 2) return false;
    bool all_upper = true;
    bool begins_part = true;  // first letter, and the one after - or '
    bool well_formed = true;
    for (auto i = word.begin; i < word.end; ++i) {
        auto c = text.code[i];
        if (c == U'-' || c == U'\'') {
            begins_part = true;
            continue;
        }
        if (is_upper(c) != begins_part) well_formed = false;
        if (!is_upper(c)) all_upper = false;
        begins_part = false;
    }
    if (all_upper) return shouted && word.end - word.begin >= 3;
    return well_formed;
}

class NameScanner {
   public:
    NameScanner(ScannedText& text, const PublicContacts& contacts) : text_(text), contacts_(contacts) {}

    void run() {
        for (std::size_t word = 0; word < text_.words.size(); ++word) {
            if (text_.in_link[text_.words[word].begin]) continue;
            // The longest introduction that fits decides.
            const Introduction* best = nullptr;
            std::vector<const Introduction*> fitting;
            for (const auto& introduction : introductions) {
                if (fits(introduction, word)) fitting.push_back(&introduction);
            }
            for (const auto* introduction : fitting) {
                if (best == nullptr || introduction->words.size() > best->words.size()) best = introduction;
            }
            for (const auto* introduction : fitting) {
                if (introduction->words.size() == best->words.size() && find(word + introduction->words.size(), introduction->way)) break;
            }
        }
    }

   private:
    bool fits(const Introduction& introduction, std::size_t word) const {
        if (text_.words[word].lower != introduction.words[0]) return false;
        if (word + introduction.words.size() > text_.words.size()) return false;
        for (std::size_t i = 1; i < introduction.words.size(); ++i) {
            const auto& here = text_.words[word + i];
            if (here.lower != introduction.words[i] || here.begin != text_.words[word + i - 1].end + 1) return false;
        }
        return introduction.words[0] != "ms" || is_upper(text_.code[text_.words[word].begin]);
    }

    // What may stand between the introduction and the name.
    bool gap_allows(std::size_t word_begin, std::size_t begin, std::size_t end, Way way) const {
        if (end > begin + 6 || begin == end) return false;
        bool colon = false;
        for (auto i = begin; i < end; ++i) {
            auto c = text_.code[i];
            if (c == U' ') continue;
            bool good = false;
            switch (way) {
                case Way::greeting: good = c == U',' && i == begin; break;
                case Way::closing: good = c == U'\n' || c == U',' || c == U'.' || c == U'!' || c == U':' || c == U';' || c == U'-'; break;
                case Way::stated: good = c == U':' || c == U'-'; break;
                case Way::label: good = c == U':' || c == U'\n'; colon = colon || c == U':'; break;
                case Way::self: good = c == U'-'; break;
                case Way::title: good = c == U'.' && i == begin && begin - word_begin <= 3; break;  // hr. pr. mr. mrs.
                case Way::call: good = c == U':'; break;
                case Way::with: break;
            }
            if (!good) return false;
        }
        return way != Way::label || colon;
    }

    bool ends_clause(std::size_t index) const {
        auto c = text_.at(index);
        if (c == U' ') {
            auto next = text_.at(index + 1);
            return next == U'\n' || next == U'-' || next == U'(' || index + 1 >= text_.size() || text_.taken[index + 1];
        }
        return c == U'\n' || c == U',' || c == U'.' || c == U'!' || c == U'?' || c == U';' || c == U':' || c == U')' || c == U'(' || c == U'/' || c == U'|' || c == U'-';
    }

    bool next_word_is(std::size_t index, const std::vector<std::string_view>& list) const {
        auto next = text_.first_word_from(index);
        return next < text_.words.size() && text_.words[next].begin == index + 1 && text_.at(index) == U' ' && is_in(text_.words[next].lower, list);
    }

    bool is_known_place(std::string_view lower) const {
        for (const auto& entry : contacts_.not_names) {
            if (lower == entry || (entry.size() >= 4 && lower.starts_with(entry) && lower.size() <= entry.size() + 4)) return true;
        }
        return false;
    }

    bool find(std::size_t first, Way way) {
        if (first >= text_.words.size()) return false;
        if (!gap_allows(text_.words[first - 1].begin, text_.words[first - 1].end, text_.words[first].begin, way)) return false;
        bool shouted = way == Way::closing || way == Way::label || way == Way::stated;
        auto begin = text_.words[first].begin;
        auto end = begin;
        std::vector<std::size_t> found;
        auto word = first;
        for (; word < text_.words.size() && found.size() < 3; ++word) {
            const auto& here = text_.words[word];
            bool initial = here.end - here.begin == 1 && is_upper(text_.code[here.begin]) && (text_.at(here.end) == U'.' || !found.empty());
            if (word > first) {
                auto gap = here.begin - end;
                bool after_initial = gap == 0 && text_.before(here.begin) == U'.';
                if (!after_initial && (gap != 1 || text_.at(end) != U' ')) break;
            }
            if (!(initial || is_name_word(text_, here, shouted)) || is_in(here.lower, not_names) || text_.taken[here.begin]) break;
            found.push_back(word);
            end = here.end + (initial && text_.at(here.end) == U'.' ? 1 : 0);
        }
        for (auto one : found) {
            if (is_body_word(text_.words[one].lower)) return false;
        }
        if (word < text_.words.size() && text_.words[word].begin == end + 1 && text_.at(end) == U' ' && is_body_word(text_.words[word].lower)) return false;
        // "Tiigi tänav", "Tiigi 5": the last word is a place.
        bool house = text_.at(end) == U' ' && text_.is_digit(end + 1) && !text_.taken[end + 1];
        bool dropped = false;
        if (!found.empty() && (house || next_word_is(end, place_words))) {
            found.pop_back();
            dropped = true;
        }
        if (found.empty()) return false;
        end = text_.words[found.back()].end;
        if (end - text_.words[found.back()].begin == 1 && text_.at(end) == U'.') ++end;
        bool only_initials = true;
        bool only_places = true;
        for (auto one : found) {
            only_initials = only_initials && text_.words[one].end - text_.words[one].begin == 1;
            only_places = only_places && is_known_place(text_.words[one].lower);
        }
        if (only_initials || only_places) return false;
        if (!suits(way, found, end, dropped) || !text_.is_free(begin, end)) return false;
        text_.take(begin, end, PersonalDataKind::name);
        return true;
    }

    bool suits(Way way, const std::vector<std::size_t>& found, std::size_t end, bool dropped) const {
        const auto& last = text_.words[found.back()].lower;
        switch (way) {
            case Way::greeting:
                return ends_clause(end) || next_word_is(end, {"siin", "kirjutab", "räägib", "here", "пишет", "это"});
            case Way::closing: return ends_clause(end) || dropped;
            case Way::self: return found.size() >= 2 || (!is_in(text_.words[found[0] - 1].lower, {"am", "i'm"}) && (text_.at(end) == U',' || next_word_is(end, {"ja", "ning", "и"})));
            case Way::call:
                return last.ends_with("le") || is_in(text_.words[found[0] - 1].lower, {"for", "alla"}) || ends_clause(end) || next_word_is(end, {"on", "at", "по", "на"});
            case Way::with: return found.size() >= 2 && last.ends_with("ga");
            case Way::stated:
            case Way::label:
            case Way::title: return true;
        }
        return false;
    }

    ScannedText& text_;
    const PublicContacts& contacts_;
};

}  // namespace

void scan_names(ScannedText& text, const PublicContacts& contacts) { NameScanner(text, contacts).run(); }

}  // namespace raekoda::people
