#include "people/acting_rules.h"

namespace raekoda::people {

namespace {

std::optional<Date> earlier(const std::optional<Date>& a, const std::optional<Date>& b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

bool same_right(const Right& a, const Right& b) { return a.kind == b.kind && a.person == b.person && a.scopes == b.scopes; }

}  // namespace

std::optional<std::vector<std::string>> both_allow(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    std::vector<std::string> both;
    for (const auto& scope : a)
        if (std::find(b.begin(), b.end(), scope) != b.end()) both.push_back(scope);
    if (both.empty()) return std::nullopt;
    return both;
}

Result<std::optional<Standing>> standing(const Mandate& mandate, const MandateBook& book, Date today) {
    if (!mandate.active(today)) return std::nullopt;
    Standing found{mandate.scopes, mandate.valid_until, {mandate.id}};
    Mandate last = mandate;
    for (int step = 1; !last.based_on.empty(); ++step) {
        if (step >= longest_chain) return std::nullopt;
        auto base = TRY(book.by_id(last.based_on));
        if (!base || !base->active(today) || !base->may_pass_on || base->represented != mandate.represented) return std::nullopt;
        auto scopes = both_allow(found.scopes, base->scopes);
        if (!scopes) return std::nullopt;
        found.scopes = std::move(*scopes);
        found.until = earlier(found.until, base->valid_until);
        found.path.insert(found.path.begin(), base->id);
        last = std::move(*base);
    }
    return found;
}

Result<std::vector<Right>> rights_of(const PersonId& self, const std::vector<Right>& registers, const MandateBook& book, Date today) {
    std::vector<Right> found;
    auto add = [&](Right right) {
        bool known = std::any_of(found.begin(), found.end(), [&](const Right& r) { return same_right(r, right); });
        if (right.person != self && !known && (!right.until || today <= *right.until) && found.size() < most_rights) found.push_back(std::move(right));
    };
    for (const auto& right : registers) add(right);
    for (const auto& mandate : TRY(book.held_by(self)))
        if (auto stands = TRY(standing(mandate, book, today)))
            add({mandate.based_on.empty() ? "mandate" : "chain", mandate.represented, TRY(book.is_company(mandate.represented)), stands->scopes, stands->until, stands->path, false});

    // What was mandated to a company that self stands for. The list grows while it is read: a company may hold another company's mandate.
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Right through = found[i];
        if (!through.is_company || static_cast<int>(through.path.size()) >= longest_chain) continue;
        for (const auto& mandate : TRY(book.held_by(through.person))) {
            auto stands = TRY(standing(mandate, book, today));
            if (!stands || static_cast<int>(through.path.size() + stands->path.size()) > longest_chain) continue;
            auto scopes = both_allow(through.scopes, stands->scopes);
            if (!scopes) continue;
            std::vector<std::string> path = stands->path;
            path.insert(path.end(), through.path.begin(), through.path.end());
            add({"chain", mandate.represented, TRY(book.is_company(mandate.represented)), std::move(*scopes), earlier(through.until, stands->until), std::move(path), through.from_registers});
        }
    }
    return found;
}

}  // namespace raekoda::people
