// The port over the exchange: each question asked, its answer read.
#include "doors/xroad/exchange.h"
#include "base/json.h"
#include "base/log.h"

namespace raekoda::doors::xroad {

using namespace people;

namespace {

class XRoadRegisters final : public Registers {
public:
    explicit XRoadRegisters(Setup setup) : exchange_(std::move(setup)) {}

    Result<RegisteredPerson> person(const RegisterQuery& query) override { return ask("person", query, read_person); }
    Result<RegisteredResidence> residence(const RegisterQuery& query) override { return ask("residence", query, read_residence); }
    Result<std::vector<Relation>> family(const RegisterQuery& query) override { return ask("family", query, read_family); }
    Result<RegisteredDeath> death(const RegisterQuery& query) override { return ask("death", query, read_death); }
    Result<std::vector<Study>> studies(const RegisterQuery& query) override { return ask("studies", query, read_studies); }
    Result<std::vector<CompanyRole>> companies(const RegisterQuery& query) override { return ask("companies", query, read_companies); }
    Result<std::vector<RegisteredMandate>> mandates(const RegisterQuery& query) override { return ask("mandates", query, read_mandates); }
    Result<std::vector<AddressEntry>> find_addresses(const RegisterQuery& query, std::string_view words) override {
        auto asked = json::serialize(json::object{{"words", words}, {"limit", most_addresses}});
        return told(query, "addresses", read_addresses(TRY(exchange_.ask_about_no_one("addresses", query, std::move(asked))), words));
    }
    Result<AddressEntry> address(const RegisterQuery& query, std::string_view object_id) override {
        auto asked = json::serialize(json::object{{"adsOid", object_id}});
        return told(query, "address", read_address_entry(TRY(exchange_.ask_about_no_one("address", query, std::move(asked))), object_id));
    }

private:
    template <class T>
    Result<T> ask(const char* question, const RegisterQuery& query, Result<T> (*read)(std::string_view, std::string_view, Date)) {
        auto body = TRY(exchange_.ask(question, query));
        return told(query, question, read(body, query.about, local_time(now()).date));
    }
    template <class T>
    static Result<T> told(const RegisterQuery& query, const char* question, Result<T> answer) {
        if (!answer) log::warning("xroad.unusable", {{"municipality", query.municipality.value}, {"question", question}, {"id", query.id}, {"detail", answer.error().detail}});
        return answer;
    }

    Exchange exchange_;
};

}  // namespace

std::shared_ptr<Registers> connect(Setup setup) { return std::make_shared<XRoadRegisters>(std::move(setup)); }

}  // namespace raekoda::doors::xroad
