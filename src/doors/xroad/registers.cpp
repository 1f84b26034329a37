// The port over the exchange: each question asked, its answer read.
#include "doors/xroad/exchange.h"
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

private:
    template <class T>
    Result<T> ask(const char* question, const RegisterQuery& query, Result<T> (*read)(std::string_view, std::string_view, Date)) {
        auto body = TRY(exchange_.ask(question, query));
        auto answer = read(body, query.about, local_time(now()).date);
        if (!answer) log::warning("xroad.unusable", {{"municipality", query.municipality.value}, {"question", question}, {"id", query.id}, {"detail", answer.error().detail}});
        return answer;
    }

    Exchange exchange_;
};

}  // namespace

std::shared_ptr<Registers> connect(Setup setup) { return std::make_shared<XRoadRegisters>(std::move(setup)); }

}  // namespace raekoda::doors::xroad
