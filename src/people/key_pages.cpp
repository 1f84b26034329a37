// Keys of partners: issued (shown once), with quotas, revoked.
#include "base/text.h"
#include "people/pages.h"
#include "people/people_page_parts.h"

namespace raekoda::people {

namespace {

constexpr std::size_t longest_attempt = 64;

KeyRow row_of(const Visit& visit, const ApiKey& key) {
    auto at = local_time(key.issued).date;
    return {key.id.value, key.name, key.contact, view::date_text(visit.language(), at.year, at.month, at.day),
            words(visit, "quota_line", {{"minute", view::number_text(visit.language(), key.per_minute)}, {"day", view::number_text(visit.language(), key.per_day)}}),
            key.active};
}

// The number typed, or one that the command refuses with its own words.
int number_in(const http::Fields& form, std::string_view name) {
    auto number = parse_integer(trimmed(form.get(name)));
    return number && *number >= 0 && *number <= 1'000'000'000 ? static_cast<int>(*number) : 0;
}

http::Response keys_page(Reception& reception, People& people, Visit& visit, const std::string& issued, const Error* error) {
    auto keys = people.keys(visit.municipality);
    if (!keys) return reception.problem(visit, keys.error());
    const auto& form = visit.request.form;
    auto typed = [&](std::string_view name, const char* otherwise) { return error ? clean_input(form.get(name)).value_or("") : otherwise; };
    KeysPage page;
    for (const auto& key : *keys) page.rows.push_back(row_of(visit, key));
    page.name = {.name = "name", .label = words(visit, "key_name"), .hint = words(visit, "key_name_hint"), .value = typed("name", ""), .required = true, .maximum = 200};
    page.contact = {.name = "contact", .label = words(visit, "key_contact"), .hint = words(visit, "key_contact_hint"), .value = typed("contact", ""), .required = true, .type = "email", .maximum = 254};
    page.per_minute = {.name = "per_minute", .label = words(visit, "per_minute"), .value = typed("per_minute", "60"), .required = true, .input_mode = "numeric"};
    page.per_day = {.name = "per_day", .label = words(visit, "per_day"), .value = typed("per_day", "5000"), .required = true, .input_mode = "numeric"};
    page.attempt = random_id();
    page.issued_key = issued;
    if (visit.request.query.get("done") == "revoked") page.done = words(visit, "done_revoked");
    if (error) {
        auto problems = error->problems;
        if (problems.empty()) problems.push_back({"", !error->text_key.empty() ? error->text_key : std::string("general.fault_") + fault_name(error->fault), {}});
        for (const auto& problem : problems) {
            page.problems.push_back({problem.field, problem_text(visit, problem)});
            for (auto* field : {&page.name, &page.contact, &page.per_minute, &page.per_day})
                if (field->name == problem.field) field->error_text = page.problems.back().text;
        }
    }
    visit.frame.title = words(visit, "keys");
    visit.frame.path = "/desk/keys";  // also when it answers a form: languages change on a page that can be read
    return reception.show(visit, pages::keys_page(visit.frame, page), error ? fault_status(error->fault) : 200);
}

}  // namespace

void add_key_pages(Reception& reception, People& people) {
    constexpr auto permission = Permission::manage_keys;
    reception.desk_get("/desk/keys", permission, [&](Visit& visit) { return keys_page(reception, people, visit, {}, nullptr); });
    reception.desk_post("/desk/keys", permission, [&](Visit& visit) {
        const auto& form = visit.request.form;
        auto attempt = form.get("attempt");
        auto issued = people.issue_key(visit.as_staff(attempt.empty() ? "" : "desk-key/" + std::string(attempt.substr(0, longest_attempt))),
                                       std::string(form.get("name")), std::string(form.get("contact")), number_in(form, "per_minute"), number_in(form, "per_day"));
        if (!issued) return keys_page(reception, people, visit, {}, &issued.error());
        return keys_page(reception, people, visit, issued->key, nullptr);
    });
    reception.desk_post("/desk/keys/{id}/revoke", permission, [&](Visit& visit) {
        if (auto done = people.revoke_key(visit.as_staff(), ApiKeyId(visit.request.path_value("id"))); !done) return reception.problem(visit, done.error());
        return http::Response::redirect(visit.frame.to("/desk/keys?done=revoked"));
    });
}

}  // namespace raekoda::people
