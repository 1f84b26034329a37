// Mandates given and ended by residents.
#include "base/json.h"
#include "base/personal_code.h"
#include "base/text.h"
#include "people/acting_rules.h"
#include "people/mandate.h"
#include "people/people_queries_sql.h"
#include "people/residents_state.h"

namespace raekoda::people {

namespace {

constexpr std::size_t most_scopes = 100, longest_scope = 100, longest_name = 200;
constexpr int grown_up = 18;

std::string stream_of(std::string_view id) { return std::string(mandate_stream) + std::string(id); }

Result<MandateState> load(journal::Recorder& recorder, std::string_view id) {
    MandateState mandate;
    Outcome decoded;
    TRY(recorder.replay(stream_of(id), [&](const journal::Recorded& event) {
        if (!decoded) return;
        auto e = decode_mandate_event(event.type, event.data);
        if (e) mandate.apply(*e);
        else decoded = tl::unexpected(e.error());
    }));
    TRY(Outcome(decoded));
    return mandate;
}

bool is_minor(std::string_view subject, Date today) {
    auto code = personal_code_of_subject(subject);
    return code && age_on(code->birth_date, today) < grown_up;
}

struct Checked {
    std::string subject, name;
    Date from;
    bool is_company = false;
};
Result<Checked> check(const NewMandate& typed, const Acting& acting, Date today) {
    std::vector<Problem> problems;
    auto add = [&](const char* field, const char* key) { problems.push_back({field, key, {}}); };
    Checked checked{"EE" + clean_input(typed.holder_subject).value_or(""), clean_input(typed.holder_name).value_or(""), typed.valid_from.value_or(today)};
    if (checked.subject.starts_with("EEEE")) checked.subject.erase(0, 2);
    const std::string code = checked.subject.substr(2);
    checked.is_company = is_valid_registry_code(code);
    if (!checked.is_company && !is_valid_personal_code(code)) add("holder_subject", "residents.mandate_code_wrong");
    else if (checked.subject == acting.subject) add("holder_subject", "residents.mandate_to_self");
    else if (!checked.is_company && is_minor(checked.subject, today)) add("holder_subject", "residents.mandate_to_minor");
    if (checked.name.empty() || code_point_count(checked.name) > longest_name || checked.name.find('\n') != std::string::npos) add("holder_name", "residents.mandate_name_wrong");
    if (checked.from < today) add("valid_from", "residents.mandate_from_past");
    if (typed.valid_until && *typed.valid_until < checked.from) add("valid_until", "residents.mandate_until_before");
    bool good = typed.scopes.size() <= most_scopes;
    for (const auto& scope : typed.scopes) good = good && !scope.empty() && scope.size() <= longest_scope && clean_input(scope) == scope;
    if (!good) add("scopes", "residents.mandate_scopes_wrong");
    if (!problems.empty()) return fail(std::move(problems));
    return checked;
}

// May whoever acts give this on? Themselves, a board member for the company, or the holder of a mandate that says so.
Outcome may_give(const ResidentSession& resident, Date today) {
    const auto& acting = resident.acting;
    if (resident.assurance < Assurance::substantial) return fail(Fault::forbidden, "a mandate needs a sure login", "residents.mandate_needs_login");
    if (acting.is_self() && is_estonian_code(acting.subject) && is_minor(acting.subject, today)) return fail(Fault::forbidden, "a minor gives no mandate", "residents.mandate_by_minor");
    if (acting.until && *acting.until < today) return fail(Fault::forbidden, "this right has ended", "residents.mandate_not_yours");
    if (acting.is_self() || acting.kind == "board") return {};
    return fail(Fault::forbidden, "this right cannot be given on", "residents.mandate_not_yours");
}

// What of a mandate is passed on: never more than it allows today, nor than whoever passes it on may do.
struct PassedOn {
    PersonId represented;
    std::vector<std::string> scopes;
    std::optional<Date> until;
};
Result<PassedOn> passed_on(const NewMandate& typed, const Acting& acting, const MandateBook& book, Date from, Date today) {
    auto held = TRY(book.by_id(typed.based_on));
    if (!held || held->holder != acting.person || !held->may_pass_on) return fail(Fault::forbidden, "this mandate may not be passed on", "residents.mandate_not_yours");
    auto stands = TRY(standing(*held, book, today));
    if (!stands || static_cast<int>(stands->path.size()) >= longest_chain) return fail(Fault::forbidden, "this mandate does not stand", "residents.mandate_not_yours");
    auto most = both_allow(acting.scopes, stands->scopes);
    auto scopes = most ? both_allow(typed.scopes, *most) : std::nullopt;
    if (!scopes) return fail(std::vector<Problem>{{"scopes", "residents.mandate_scopes_outside", {}}});
    std::optional<Date> until = typed.valid_until;
    for (const auto& last : {stands->until, acting.until})
        if (last && (!until || *last < *until)) until = last;
    if (until && *until < from) return fail(std::vector<Problem>{{"valid_until", "residents.mandate_until_before", {}}});
    return PassedOn{held->represented, std::move(*scopes), until};
}

}  // namespace

Result<std::string> Residents::give_mandate(const journal::Context& context, const ResidentSession& resident, const NewMandate& typed) {
    const Date today = local_time(context.now).date;
    const auto& acting = resident.acting;
    TRY(may_give(resident, today));
    auto checked = TRY(check(typed, acting, today));
    const std::string id = random_id();
    return journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto& session = recorder.session();
        const auto& municipality = context.municipality;
        const bool passes_on = !typed.based_on.empty();
        PassedOn what{acting.person, typed.scopes, typed.valid_until};
        if (passes_on) what = TRY(passed_on(typed, acting, mandate_book(*vault_, session, municipality), checked.from, today));
        auto holder = TRY(vault_->keep_subject(session, municipality, checked.subject, context.now));
        if (holder == what.represented || (passes_on && (holder == acting.person || holder == resident.person))) return fail(std::vector<Problem>{{"holder_subject", "residents.mandate_to_self", {}}});
        TRY(keep_facts_in(*vault_, session, municipality, holder,
                          {{checked.is_company ? "company.name" : "person.name", json::quoted(checked.name), "typed", context.now, "residents.purpose_named"}}));
        MandateGiven given{what.represented.value, holder.value, typed.based_on, what.scopes, typed.may_pass_on, checked.from.iso(), what.until ? what.until->iso() : ""};
        TRY(recorder.append(stream_of(id), 0, {encode(MandateEvent(given))}));
        return id;
    });
}

Outcome Residents::end_mandate(const journal::Context& context, const ResidentSession& resident, std::string_view id) {
    TRY(journal_->execute(context, [&](journal::Recorder& recorder) -> Result<std::string> {
        auto mandate = TRY(load(recorder, id));
        const std::string& party = resident.acting.person.value;
        // Somebody else's mandate is not there at all: its number tells nothing.
        if (mandate.represented != party && mandate.holder != party) return fail(Fault::missing, "no such mandate of this party");
        bool by_right = resident.acting.is_self() || resident.acting.kind == "board";
        if (!by_right) return fail(Fault::forbidden, "this right cannot end mandates", "residents.mandate_not_yours");
        std::vector<journal::Event> events;
        for (const auto& event : TRY(mandate.end())) events.push_back(encode(event));
        if (!events.empty()) TRY(recorder.append(stream_of(id), mandate.version, events));
        return std::string(id);
    }));
    return {};
}

}  // namespace raekoda::people
