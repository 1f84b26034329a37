// What changed between two versions, in words; which version one follows.
#include <doctest/doctest.h>

#include "doors/site/service_desk_parts.h"

using namespace raekoda;
using namespace raekoda::doors::site;
using services::ChangedFile;
using services::Publication;

TEST_CASE("old stands beside new, with places named as on the pages of editing") {
    const std::vector<ChangedFile> changes{
        {ChangedFile::Kind::changed, "river/toll/service.json", {{"/steps/1/text/en", "Come", "Come early"}, {"/result/et", "", "Pilet"}}},
        {ChangedFile::Kind::changed, "river/toll/form.json", {{"/components/2/label", "Nimi", "Eesnimi"}}},
        {ChangedFile::Kind::added, "river/toll/letters.json", {{"/law/et", "", "Seadus"}}},
        {ChangedFile::Kind::changed, "common/toll/decision.dmn", {}}};
    const auto files = changed_file_views(view::Language::et, changes);
    REQUIRE(files.size() == 4);
    CHECK(files[0].heading == view::text(view::Language::et, "service_desk.service"));
    REQUIRE(files[0].rows.size() == 2);
    CHECK(files[0].rows[0].place.find(" 2 › ") != std::string::npos);
    CHECK(files[0].rows[0].place.ends_with(view::text(view::Language::et, "general.language_en")));
    CHECK(files[0].rows[0].before == "Come");
    CHECK(files[0].rows[0].after == "Come early");
    CHECK(files[0].rows[1].before == view::text(view::Language::et, "service_desk.changes_nothing"));
    CHECK(files[0].rows[1].place.starts_with(view::text(view::Language::et, "service_facts.f_result")));
    REQUIRE(files[1].rows.size() == 1);
    CHECK(files[1].rows[0].place == view::text(view::Language::et, "service_desk.questions") + " 3 › " + view::text(view::Language::et, "service_desk.question_label"));
    CHECK(files[2].text == view::text(view::Language::et, "service_desk.changes_added"));
    CHECK(files[3].rows.empty());
    CHECK(files[3].text == view::text(view::Language::et, "service_desk.changes_whole"));
}

TEST_CASE("a list without end is cut, and that is said") {
    ChangedFile file{ChangedFile::Kind::changed, "river/toll/letters.json", {}};
    for (int i = 0; i < 350; ++i) file.members.push_back({"/reasons/" + std::to_string(i) + "/text/et", "a", "b"});
    const auto files = changed_file_views(view::Language::en, {file});
    REQUIRE(files.size() == 1);
    CHECK(files[0].rows.size() == 300);
    CHECK(files[0].text.find("50") != std::string::npos);
}

TEST_CASE("a version follows the one that held before its first day") {
    auto line = [](std::int64_t sequence, Date from, bool withdrawn = false) {
        Publication one;
        one.sequence = sequence;
        one.valid_from = from;
        one.withdrawn = withdrawn;
        return one;
    };
    const std::vector<Publication> all{line(5, {2026, 7, 1}), line(4, {2026, 6, 1}, true), line(3, {2026, 6, 1}), line(2, {2027, 1, 1}), line(1, {1900, 1, 1})};
    REQUIRE(publication_before(all, all[0]));
    CHECK(publication_before(all, all[0])->sequence == 3);  // not the one that was taken back, nor the one of next year
    CHECK(publication_before(all, all[2])->sequence == 1);
    CHECK(publication_before(all, all[3])->sequence == 1);
    CHECK_FALSE(publication_before(all, all[4]));
}
