#include "people/personal_data.h"
#include "view/view.h"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "base/text.h"

using namespace raekoda;
using namespace raekoda::people;

namespace {

// "Helista {phone|5123 4567}" says both the text and what is to be found in it.
struct Marked {
    std::string text;
    std::vector<PersonalDataSpan> spans;
};

Marked parse(std::string_view sentence) {
    constexpr std::array<std::string_view, 7> names = {"code", "iban", "card", "email", "phone", "plate", "name"};
    Marked marked;
    while (!sentence.empty()) {
        auto open = sentence.find('{');
        marked.text += sentence.substr(0, open);
        if (open == std::string_view::npos) break;
        auto bar = sentence.find('|', open);
        auto close = sentence.find('}', bar);
        auto name = sentence.substr(open + 1, bar - open - 1);
        auto inside = sentence.substr(bar + 1, close - bar - 1);
        std::size_t kind = 0;
        while (kind < names.size() && names[kind] != name) ++kind;
        REQUIRE(kind < names.size());
        marked.spans.push_back({marked.text.size(), marked.text.size() + inside.size(), static_cast<PersonalDataKind>(kind)});
        marked.text += inside;
        sentence.remove_prefix(close + 1);
    }
    return marked;
}

std::string shown(std::string_view text, const std::vector<PersonalDataSpan>& spans) {
    return covered(text, spans, [](PersonalDataKind kind) { return "[" + covered_text_key(kind).substr(15) + "]"; });
}

const PublicContacts town{{"+372 736 1111", "7361101"}, {"info@linn.example", "@linn.example"}, {"soola", "tiigi", "karlova", "linnake"}};

void expect(std::string_view sentence) {
    auto marked = parse(sentence);
    auto found = find_personal_data(marked.text, town);
    CHECK_MESSAGE(found == marked.spans, marked.text, " → ", shown(marked.text, found));
}

constexpr std::string_view positives[] = {
    // personal codes
    "Minu isikukood on {code|60001019906}.",
    "ik {code|37101010021}",
    "Isikukood: {code|38206084915}, palun vastake.",
    "kood {code|38501010013}-le saadetud kiri",
    "Lapse kood on {code|50001029996}",
    "EE{code|38501010087}",
    "Kood {code|385 0101 1610} on minu oma",
    "{code|6 000101 9906}",
    "{code|600010-18800}",
    "My personal code is {code|60001018800}, thank you",
    "Мой личный код {code|37101010021}",
    "Isikukoodid {code|38206084915} ja {code|60001019906}",
    // bank accounts and cards
    "Palun kandke raha kontole {iban|EE382200221020145685}",
    "Konto {iban|EE38 2200 2210 2014 5685} Mari",
    "iban: {iban|ee382200221020145685}.",
    "Meine IBAN ist {iban|DE89370400440532013000}",
    "Konto {iban|GB29 NWBK 6016 1331 9268 19}, aitäh",
    "Tili {iban|FI21 1234 5600 0007 85}",
    "Konts {iban|LV80BANK0000435195001}",
    "Счёт {iban|NO9386011117947} в банке",
    "{iban|FR14 2004 1010 0505 0001 3M02 606}",
    "Kaart {card|4111 1111 1111 1111} jäi automaati",
    "kaardi number {card|5555555555554444}",
    "card {card|378282246310005}",
    "карта {card|4111-1111-1111-1111}",
    // e-mail
    "Kirjutage mulle {email|mari.maasikas@example.ee}",
    "Minu e-post on {email|mari@example.com}.",
    "({email|jaan_tamm77@mail.example.org})",
    "Vastus aadressile {email|mari+auk@example.ee}, palun",
    "saatke {email|mari@example.ee}-le",
    "meil: {email|mari (at) example.ee}",
    "{email|mari(at)example.ee}",
    "{email|mari[at]example(dot)ee}",
    "{email|mari ät example.ee}",
    "{email|mari ät example punkt ee}",
    "write to {email|mari.maasikas at example.com} please",
    "Пишите на {email|ivan@example.ru}!",
    "почта {email|ivan собака example.ru}",
    "{email|õie.mägi@näidis.ee}",
    "E-mail:{email|A.B@EXAMPLE.EE}",
    // phones
    "Helista mulle {phone|+372 5123 4567}",
    "Tel {phone|+37251234567}.",
    "tel. {phone|5123 4567}",
    "Minu number on {phone|51234567}",
    "Minu number on {phone|5123456}, helistage õhtul",
    "{phone|512 3456}",
    "{phone|512 34 567} palun helistada",
    "{phone|51 234 567}",
    "{phone|5123-4567}",
    "Kodus {phone|736 1234}",
    "{phone|736 12 34}",
    "Tallinnas {phone|6123456} tööajal",
    "{phone|00372 5123 4567}",
    "{phone|(+372) 5123 4567}",
    "{phone|372 5123 4567}",
    "{phone|+358 40 123 4567} on soome number",
    "{phone|+7 (912) 345-67-89}",
    "Мой телефон {phone|8 (912) 345-67-89}",
    "Звоните {phone|8 912 345 67 89}",
    "тел. {phone|89123456789}",
    "call me at {phone|+44 20 7946 0958} after six",
    "{phone|5123 4567}, {phone|5123 4568}",
    "{phone|51234567}/{phone|51234568}",
    "helista {phone|040 123 4567}",
    "Telefon: {phone|5123 4567} (Mari)",
    "Phone {phone|53 12 34 56}!",
    "Mob:{phone|５１２３４５６７}",
    "Whatsapp {phone|5123 4567}",
    // number plates
    "Auto {plate|123 ABC} seisab kõnniteel",
    "Kõnniteel pargib {plate|123ABC}.",
    "Sinine Volvo {plate|456-DEF} blokeerib väravat",
    "auto numbriga {plate|123 abc} pargib iga päev",
    "auto {plate|123abc}",
    "numbrimärk {plate|987 XYZ}, punane",
    "Sõiduk {plate|123 ABC}-le tehti trahv", 
    "Mootorratas {plate|12 ABC} kihutab öösiti",
    "Haagis {plate|123 AB} on hüljatud",
    "A car with the plate {plate|321 CBA} is blocking the way",
    "Машина {plate|123 АВС} стоит на тротуаре",
    "{plate|777 KLM} seisab ees",
    // names
    "Tere, {name|Mari}! Tänaval on auk.",
    "Tere {name|Jüri},\nkas auk parandatakse?",
    "Lugupeetud {name|Mari Maasikas}!",
    "Auk on suur.\nLugupidamisega\n{name|Mari Maasikas}",
    "Lugupidamisega, {name|Mari-Liis Männik}",
    "Lugupidamisega {name|Jaan Tamm}, {phone|5123 4567}",
    "Parimate soovidega\n\n{name|Õie Mägi}\n{phone|5123 4567}",
    "Ette tänades, {name|J. Tamm}",
    "Lugupidamisega\n{name|MARI MAASIKAS}",
    "Minu nimi on {name|Mari Maasikas} ja elan siin.",
    "mu nimi on {name|Mari}",
    "Nimi: {name|Jaan Tamm}",
    "Olen {name|Mari Maasikas} ja elan kolmandal korrusel",
    "Helistage {name|Marile} {phone|5123 4567}",
    "Võti on naaber {name|Kalle} käes",
    "Naabrimees {name|Jüri Tamm} lõhub öösel",
    "Proua {name|Tamm} kukkus libedal",
    "hr {name|Mägi} ütles, et parandatakse",
    "hr. {name|Mägi} ütles",
    "Kõne alla palun {name|Mari}.",
    "Rääkisin {name|Jaan Tammega} eile",
    "Hello {name|John}, the lamp is broken",
    "Dear Mr {name|Smith}, the lamp is out",
    "Kind regards,\n{name|John Smith}",
    "Best regards {name|Anne O'Connor}",
    "My name is {name|John Smith}",
    "I am {name|John Smith} from the third floor",
    "Please ask for {name|Peter}",
    "Mrs {name|Jones} fell here",
    "Меня зовут {name|Иван Петров}",
    "Здравствуйте, {name|Мария Ивановна}! Не горит фонарь.",
    "С уважением,\n{name|Иван Петров}",
    "Сосед {name|Пётр} видел всё",
    "Позвоните {name|Ивану} по номеру {phone|+372 5123 4567}",
    "Имя: {name|Анна Сергеева}",
    // together
    "Tere, {name|Mari}! Minu {email|jaan@example.ee} ja {phone|5123 4567}, auto {plate|123 ABC}.",
    "Lugupidamisega\n{name|Jaan Tamm}\nisikukood {code|38206084915}\n{iban|EE382200221020145685}",
};

constexpr std::string_view negatives[] = {
    // numbers that are no phones
    "Teade 2026-000123 on lahendatud", "Postiindeks 51003", "Koordinaadid 58.3806, 26.7251", "58.3806123 26.7251234", "Post TA-12 ei põle", "Valgustipost TA-5123456",
    "Helista 112", "Helistasin numbril 1789", "Kriisitelefon 1247", "Linna number on 736 1111", "Linna telefon +372 736 1101", "Kell 17.00-18.00", "12.05.2026 kell 18:30",
    "2026-05-12T12:00:00+03:00", "Auk on 50 cm lai ja 20 cm sügav", "Riia 73 51003", "Riia 142, 50411 Tartu", "Turu 45a-12", "Kulus 5000000 eurot", "Eelarve on 51 234 567 eurot",
    "Hind 512 3456 €", "500-1000 inimest", "Vahemik 5000-6000", "Registrikood 70006317", "Viitenumber 5123456", "Arve nr 5123456", "Katastritunnus 79512:001:0012",
    "X 6474317 Y 659226", "L-EST 6474317.9, 659226.5", "Isikukood 60001019907 on vigane", "Number 39913010017 pole kood", "EE382200221020145686 on vigane konto",
    "4111 1111 1111 1112", "12345678901", "https://example.ee/teated/5123456", "www.example.ee/51234567", "#5123456", "Buss nr 5 ja 12", "Liin 7 hilines 15 minutit",
    "Aastatel 2019 2020 2021", "15 000 000 inimest", "+20 kraadi", "+5 °C", "temperatuur -12", "3+4=7", "ISBN 978-9949-00-000-0", "1 234 567 eurot", "7300000", "Tihedus 5555555",
    "Kaev nr 12-345", "0,5123456", "Ruum 312-3456B", "versioon 5.123.4567", "Seadme kood 61234567", "Kilomeeter 5123 4567m",
    // number plates
    "123 EUR", "100 eur kuus", "Kulub 250 kWh", "Ootasin 120 MIN", "Maja 123 aga mitte 125", "200 see on palju", "100 KM eemal", "SEAL ON 200 AUKU", "TEEL ON 100 AUK TÄNAVAL", "Post TA-123 ABC",
    "10 123 ABC", "iPhone 123 Abc", "120 ppm", "Riia 12 AB", "Turu 123 AB", "100 nda korra", "24 TLN", "The 100 the 200", "in 300 men", "https://example.ee/123ABC", "A4 80 GSM paber",
    // e-mails
    "Look at example.ee", "Vaata example.ee lehte", "@tartu on sotsiaalmeedias", "mari@", "@", "a@b", "Kirjuta info@linn.example", "abi@linn.example", "Hind @ 5 eurot", "We met at school.", "meet me at example.com",
    // names
    "Tere! Tänaval on auk.", "Tere, Tänaval on auk", "Tere Kõik!", "Tere päevast! Soovin teatada.", "Tere, kas auk parandatakse?", "Tere Linnavalitsus!", "Lugupeetud linnavalitsus!", "Lugupeetud Tartu Linnavalitsus,",
    "Lugupidamisega\nTiigi tänava elanikud", "Lugupidamisega, mures elanik", "Lugupidamisega KÜ Tiigi 5", "Lugupidamisega", "Lugupidamisega,\n", "Olen Karlova elanik", "Olen mures.", "Olen Eesti Vabariigi kodanik",
    "Olen Tartu Ülikooli tudeng", "Helista Päästeametile", "Helista Eesti Energiale", "Naaber Riia tänavalt", "Naaber Riia 5", "naabri koer haugub", "Tere, Soola!", "Tere hommikust, Karlova!", "Riia tänaval on auk", "Mari tänav on pime", "Tiigi ja Vanemuise nurk",
    "Hello everyone!", "Dear Sir or Madam,", "Dear City Council,", "Hi, The lamp is out", "I am Estonian and I live here", "Call Police now", "Kind regards", "Здравствуйте! Не горит фонарь.", "Здравствуйте, На улице яма", "С уважением, жители дома",
    "Я живу на улице Рийа", "Уважаемый Мэр!", "Добрый день, Прошу починить", "Nimi puudub", "nimi: puudub", "Elanik kaebab müra üle", "Omanik Tartu linn", "I'm in Tartu.", "Call Center is closed", "hea Raekoda", "Aitäh!", "Aitäh, Auk sai korda",
    "128-bit key", "A 180-day school year", "This is Parks Dept property", "It is your neighbor. Will forward", "near Call St, McBride", "see on 700sel auto", "paragraph 52 at example.ee",
    "", " ", "\n", "Auk.", "🙂🙂", "Põrand on märg.",
};

}  // namespace

TEST_CASE("personal data are found where they are") {
    CHECK(std::size(positives) >= 80);
    for (auto sentence : positives) expect(sentence);
}

TEST_CASE("what is public or no personal data stays") {
    CHECK(std::size(negatives) >= 80);
    for (auto sentence : negatives) expect(sentence);
}

TEST_CASE("covering replaces each find by its mark and nothing else") {
    auto marked = parse("Tere, {name|Mari}! Auk õues, tel {phone|5123 4567}. Õhtul.");
    CHECK(shown(marked.text, find_personal_data(marked.text)) == "Tere, [name]! Auk õues, tel [phone]. Õhtul.");
    auto segments = text_segments(marked.text, marked.spans);
    REQUIRE(segments.size() == 5);
    CHECK(segments[1].text == "Mari");
    CHECK(segments[1].kind == PersonalDataKind::name);
    CHECK_FALSE(segments[2].kind.has_value());
    std::string whole;
    for (const auto& segment : segments) whole += segment.text;
    CHECK(whole == marked.text);
    // Spans that do not fit the text are left out.
    CHECK(shown("abc", {{2, 9, PersonalDataKind::name}}) == "abc");
    CHECK(shown("abcdef", {{1, 3, PersonalDataKind::name}, {2, 4, PersonalDataKind::phone}, {5, 5, PersonalDataKind::phone}}) == "a[name]def");
    CHECK(covered_text_key(PersonalDataKind::iban) == "people.covered_iban");
}

TEST_CASE("every mark has its words") {
    // All languages have the same keys: the build sees to that.
    for (int kind = 0; kind <= static_cast<int>(PersonalDataKind::name); ++kind) CHECK(view::has_text(covered_text_key(static_cast<PersonalDataKind>(kind))));
}

TEST_CASE("what was covered is not found again") {
    for (auto sentence : positives) {
        auto text = parse(sentence).text;
        auto once = covered(text, find_personal_data(text, town), [](auto) { return "[kaetud]"; });
        CHECK_MESSAGE(find_personal_data(once, town).empty(), once);
    }
}

namespace {

void expect_sound(std::string_view text) {
    std::size_t at = 0;
    for (const auto& span : find_personal_data(text, town)) {
        REQUIRE(span.begin >= at);
        REQUIRE(span.end > span.begin);
        REQUIRE(span.end <= text.size());
        at = span.end;
    }
    if (is_valid_utf8(text)) CHECK(is_valid_utf8(shown(text, find_personal_data(text, town))));
}

}  // namespace

TEST_CASE("long and strange texts stay sound") {
    for (std::string piece : {"5", "5 ", "5123 4567 ", "@", "a@", "a.", "EE38 ", "+", "+372", "(", "-", "Tere ", "Tere, Mari", "A", "123 ABC ", "olen Mari ", "http://", "õ", "\xC3", "\xFF", "\n", "1-", "\xE2\x80\x8B", "mari ät ", "x (at) y.", "М", "г-", "'"}) {
        std::string text;
        while (text.size() < 64 * 1024) text += piece;
        expect_sound(text);
    }
    // Cut through every byte of a text with everything in it.
    auto text = parse(positives[std::size(positives) - 1]).text + parse(positives[std::size(positives) - 2]).text + "õ🙂";
    for (std::size_t length = 0; length <= text.size(); ++length) {
        expect_sound(std::string_view(text).substr(0, length));
        expect_sound(std::string_view(text).substr(length));
    }
}

TEST_CASE("the big list of naughty strings does no harm") {
    auto path = std::filesystem::path(RAEKODA_SOURCE_DIR) / "../shared/data/robust/blns.json";
    if (!std::filesystem::exists(path)) {
        MESSAGE("skipped: ../shared/data/robust/blns.json is not there");
        return;
    }
    std::ifstream file(path);
    std::stringstream content;
    content << file.rdbuf();
    auto list = json::parse(content.str());
    REQUIRE(list.has_value());
    REQUIRE(list->is_array());
    std::string all;
    for (const auto& entry : list->as_array()) {
        expect_sound(json::as_text(entry));
        all += json::as_text(entry) + "\n";
    }
    expect_sound(all);
}
