// Registers whose answers a test sets; they remember what was asked.
#pragma once
#include <functional>
#include <mutex>

#include "people/registers.h"

namespace raekoda::people {

inline const std::string parent = "EE48803149719", child = "EE51905209763", widow = "EE45109179710", deceased = "EE34802039235", daughter = "EE47912119709";

struct OwnRegisters final : Registers {
    std::mutex mutex;
    std::vector<std::pair<std::string, RegisterQuery>> asked;
    std::map<std::string, Fault> faults;  // question → failure
    bool alive = true, died = false;
    std::vector<Relation> relations{{Relation::Kind::child, child, "Mihkel", "Õunap", Date{2019, 5, 20}}, {Relation::Kind::custody, child, "Mihkel", "Õunap", Date{2019, 5, 20}}};
    std::map<std::string, std::vector<Relation>> families;  // by subject; others have `relations`
    std::vector<CompanyRole> roles{{"EE70006317", "Bürood", "board_member"}};
    std::map<std::string, std::vector<RegisteredMandate>> given;  // by holder
    std::map<std::string, RegisteredResidence> homes;             // by subject; others live in Tähe 56-12
    std::map<std::string, std::vector<Study>> studying;           // by subject
    std::vector<AddressEntry> addresses;  // found by the beginning of their text, or by object id
    std::function<void()> on_ask;

    template <class T>
    Result<T> answer(const char* question, const RegisterQuery& query, T value) {
        {
            std::lock_guard lock(mutex);
            asked.emplace_back(question, query);
        }
        if (on_ask) on_ask();
        if (auto fault = faults.find(question); fault != faults.end()) return fail(fault->second);
        return value;
    }
    Result<RegisteredPerson> person(const RegisterQuery& q) override {
        return answer<RegisteredPerson>("person", q, {q.about, "Kadri", "Õunap", {1988, 3, 14}, Sex::female, "EE", alive, alive, "kadri@example.ee", ""});
    }
    Result<RegisteredResidence> residence(const RegisterQuery& q) override {
        if (auto home = homes.find(q.about); home != homes.end()) return answer("residence", q, home->second);
        return answer<RegisteredResidence>("residence", q, {RegisteredAddress{"Tähe 56-12", "0079", "0793", "8151", "XX1", "50103"}, Date{2019, 3, 1}});
    }
    Result<std::vector<Relation>> family(const RegisterQuery& q) override {
        auto own = families.find(q.about);
        return answer("family", q, own == families.end() ? relations : own->second);
    }
    Result<RegisteredDeath> death(const RegisterQuery& q) override {
        RegisteredDeath death{died, died ? std::optional(Date{2026, 10, 28}) : std::nullopt, "", std::nullopt, "Kadri", "Õunap"};
        return answer<RegisteredDeath>("death", q, death);
    }
    Result<std::vector<Study>> studies(const RegisterQuery& q) override { return answer("studies", q, studying[q.about]); }
    Result<std::vector<CompanyRole>> companies(const RegisterQuery& q) override { return answer("companies", q, roles); }
    Result<std::vector<RegisteredMandate>> mandates(const RegisterQuery& q) override { return answer("mandates", q, given[q.about]); }
    Result<std::vector<AddressEntry>> find_addresses(const RegisterQuery& q, std::string_view words) override {
        std::vector<AddressEntry> found;
        for (const auto& entry : addresses)
            if (entry.address.text.starts_with(words)) found.push_back(entry);
        return answer("addresses", q, found);
    }
    Result<AddressEntry> address(const RegisterQuery& q, std::string_view object_id) override {
        for (const auto& entry : addresses)
            if (entry.address.object_id == object_id) return answer("address", q, entry);
        auto unknown = answer("address", q, AddressEntry{});
        return unknown ? Result<AddressEntry>(fail(Fault::missing)) : unknown;
    }
};

}  // namespace raekoda::people
