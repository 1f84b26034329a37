// "This is my concern too": joining a report of somebody else.
#include "base/text.h"
#include "cases/pages.h"
#include "cases/report_form_desk.h"

namespace raekoda::cases {

namespace {

// The report may lie in the municipality of the draft from which the person comes.
Result<DraftInHand> where_from(const FormDesk& desk, const people::Visit& visit) {
    std::string secret(visit.request.method == http::Method::post ? visit.request.form.get("draft") : visit.request.query.get("draft"));
    if (!secret.empty())
        if (auto draft = desk.load(visit, secret)) return draft;
    return desk.fresh(visit);
}

Result<ReportView> public_report(const FormDesk& desk, const DraftInHand& from, const ReportNumber& number) {
    auto report = TRY(desk.cases.report(from.draft.municipality, number));
    if (!report || report->visibility != Visibility::open) return fail(Fault::missing, "no such public report");
    return std::move(*report);
}

std::string report_url(const people::Visit& visit, const DraftInHand& from, const ReportNumber& number) {
    auto path = visit.frame.to(report_path(number));
    return from.draft.municipality == visit.municipality ? path : origin_of(visit, *from.municipality) + path;
}

http::Response show_join(const FormDesk& desk, people::Visit& visit, const DraftInHand& from, const ReportView& report, const std::vector<Problem>& problems) {
    const auto language = visit.language();
    prepare_frame(visit, "report_form.join_title", problems);
    visit.frame.path = report_path(report.number) + "/join";
    JoinPage page;
    page.head = desk.head(visit, from, FormStep::words, problems);
    page.head.action = visit.frame.to(visit.frame.path);
    page.number = report.number.value;
    page.title = report_title(report.words, *from.municipality, report.kind, language);
    page.report_url = report_url(visit, from, report.number);
    page.draft = from.secret;
    page.email.name = page.email.type = page.email.autocomplete = "email";
    page.email.label = view::text(language, "report_form.email");
    page.email.required = true;
    page.email.value = first_code_points(typed(visit.request, "email").value_or(""), 300);
    page.email.error_text = error_of(problems, "email", language);
    return desk.reception.show(visit, pages::report_join(visit.frame, page), problems.empty() ? 200 : 400);
}

Result<http::Response> join_asked(const FormDesk& desk, people::Visit& visit) {
    auto from = TRY(where_from(desk, visit));
    auto report = TRY(public_report(desk, from, ReportNumber(visit.request.path_value("number"))));
    return show_join(desk, visit, from, report, {});
}

Result<http::Response> joined(const FormDesk& desk, people::Visit& visit) {
    auto from = TRY(where_from(desk, visit));
    auto report = TRY(public_report(desk, from, ReportNumber(visit.request.path_value("number"))));
    people::Contact contact;
    contact.name = typed(visit.request, "name").value_or("");
    contact.email = typed(visit.request, "email").value_or("");
    contact.language = view::code(visit.language());
    auto secret = desk.cases.join_report(desk.context(visit, from), report.number, contact);
    if (!secret && secret.error().problems.empty()) return tl::unexpected(secret.error());
    if (!secret) return show_join(desk, visit, from, report, secret.error().problems);
    // The private link goes by mail only: shown here, it would tell whoever types a stranger's address whether that person follows already.
    return http::Response::redirect(visit.frame.to(report_path(report.number) + "/joined") + (from.secret.empty() ? "" : "?draft=" + url_encoded(from.secret)));
}

Result<http::Response> show_joined(const FormDesk& desk, people::Visit& visit) {
    auto from = TRY(where_from(desk, visit));
    auto report = TRY(public_report(desk, from, ReportNumber(visit.request.path_value("number"))));
    prepare_frame(visit, "report_form.joined_title");
    JoinedPage page{report.number.value, report_url(visit, from, report.number), {}};
    if (!from.secret.empty() && from.draft.number.empty()) page.draft_url = visit.frame.to("/report/" + from.secret);
    return desk.reception.show(visit, pages::report_joined(visit.frame, page));
}

}  // namespace

void add_join_pages(std::shared_ptr<const FormDesk> desk) {
    auto page = [desk](Result<http::Response> (*run)(const FormDesk&, people::Visit&)) {
        return [desk, page = desk->page([desk, run](people::Visit& visit) { return run(*desk, visit); })](people::Visit& visit) { return page(visit); };
    };
    desk->reception.get("/reports/{number}/join", page(join_asked));
    desk->reception.post("/reports/{number}/join", page(joined));
    desk->reception.get("/reports/{number}/joined", page(show_joined));
}

}  // namespace raekoda::cases
