// The forms of the desk: fields, answer templates, what was typed before.
#include "cases/desk_act_fields.h"

#include "base/text.h"

namespace raekoda::cases {

namespace {

using people::Visit;
using Kind = ActField::Kind;

ActField field(const Visit& visit, std::string_view act, std::string_view name, Kind kind, bool required, std::size_t maximum = 0) {
    ActField f{kind, {}, {}, {}};
    f.field.name = act_field(act, name);
    const std::string own = "field_" + std::string(act) + "_" + std::string(name), shared = "field_" + std::string(name);
    f.field.label = words(visit, view::has_text("desk." + own) ? own : shared);
    if (std::string hint = "hint_" + std::string(act) + "_" + std::string(name); view::has_text("desk." + hint)) f.field.hint = words(visit, hint);
    f.field.required = required;
    f.field.maximum = maximum;
    return f;
}
ActField words_field(const Visit& visit, std::string_view act) { return field(visit, act, "words", Kind::area, true, limits::words); }

std::vector<view::Option> kind_options(const Visit& visit, const DeskCase& found) {
    std::vector<view::Option> options;
    for (const auto& kind : found.municipality->kinds) options.push_back({kind.id, kind.name.in(visit.language()), {}, false});
    return options;
}

// {number} {kind} {place} {date} of a template. The words go to the reporter, so they are in the language of the report.
std::string filled(std::string text, const DeskCase& found, view::Language language, Instant date) {
    const auto& r = found.report;
    const std::pair<std::string_view, std::string> places[] = {
        {"{number}", r.number.value},
        {"{kind}", kind_name(*found.municipality, r.kind, language)},
        {"{place}", place_words(*found.municipality, r.address, r.district, r.lat, r.lon, language)},
        {"{date}", date_words(date, language)}};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        bool put = false;
        for (const auto& [mark, value] : places)
            if (text.compare(at, mark.size(), mark) == 0) out += value, at += mark.size(), put = true;
        if (!put) out += text[at++];
    }
    return out;
}

// Templates that say how it ended belong to the closing, all others to questions and answers on the way.
void add_templates(Desk& desk, const Visit& visit, const DeskCase& found, ActForm& form) {
    if (form.act != "answer" && form.act != "ask" && form.act != "close") return;
    auto templates = desk.cases.answer_templates(visit.municipality);
    if (!templates) return;  // the form works without them
    const auto language = view::language_of(found.report.language).value_or(view::Language::et);
    const bool closing = form.act == "close";
    const Instant date = closing || !found.report.promised() ? visit.now : found.report.due;
    for (const auto& t : *templates)
        if (closing || t.outcome.empty()) form.templates.push_back({t.id, t.title.in(visit.language()), filled(t.body.in(language), found, language, date)});
    form.template_target = view::Field::element_id(act_field(form.act, "words"));
    if (visit.request.query.get("form") != form.act || visit.request.method == http::Method::post) return;
    form.open = true;
    for (const auto& t : *templates) {
        if (t.id != visit.request.query.get("template")) continue;
        for (auto& f : form.fields) {
            if (f.field.name == act_field(form.act, "words")) f.field.value = filled(t.body.in(language), found, language, date);
            for (auto& option : f.options)
                if (f.field.name == act_field(form.act, "outcome")) option.checked = option.value == t.outcome;
        }
    }
}

void add_typed(const Visit& visit, const Attempt& attempt, ActForm& form) {
    form.open = true;
    for (auto& f : form.fields) {
        auto value = typed(visit, f.field.name);
        f.field.value = value;
        for (auto& option : f.options) option.checked = option.value == value;
        for (const auto& problem : attempt.error.problems)
            if (act_field(form.act, problem.field) == f.field.name) f.field.error_text = view::text(visit.language(), problem.text_key, problem.arguments);
    }
}

}  // namespace

std::vector<view::Option> ActForm::template_options() const {
    std::vector<view::Option> options;
    for (const auto& t : templates) options.push_back({t.text, t.title, {}, false});
    return options;
}

std::vector<std::string> closing_reasons(const DeskCase& found) {
    const auto* kind = found.municipality->kind(found.report.kind);
    if (kind && !kind->outcomes.empty()) return kind->outcomes;
    std::vector<std::string> all;
    for (const auto& reason : found.municipality->closing_reasons) all.push_back(reason.id);
    return all;
}

std::vector<ActField> answer_fields(Desk&, const Visit& visit, const DeskCase&) { return {words_field(visit, "answer")}; }
std::vector<ActField> ask_fields(Desk&, const Visit& visit, const DeskCase&) { return {words_field(visit, "ask")}; }
std::vector<ActField> note_fields(Desk&, const Visit& visit, const DeskCase&) { return {words_field(visit, "note")}; }
std::vector<ActField> reopen_fields(Desk&, const Visit& visit, const DeskCase&) { return {words_field(visit, "reopen")}; }
std::vector<ActField> hide_fields(Desk&, const Visit& visit, const DeskCase&) { return {field(visit, "hide", "reason", Kind::area, true, limits::words)}; }
std::vector<ActField> merge_fields(Desk&, const Visit& visit, const DeskCase&) { return {field(visit, "merge", "into", Kind::line, true, 40)}; }
std::vector<ActField> place_fields(Desk&, const Visit& visit, const DeskCase&) { return {field(visit, "place", "place", Kind::place, true)}; }

std::vector<ActField> close_fields(Desk&, const Visit& visit, const DeskCase& found) {
    auto outcome = field(visit, "close", "outcome", Kind::select, true);
    outcome.empty_choice = words(visit, "choose");
    for (const auto& id : closing_reasons(found))
        if (const auto* reason = found.municipality->closing_reason(id))
            outcome.options.push_back({id, reason->name.in(visit.language()) + (reason->asks_picture ? " " + words(visit, "asks_picture") : ""), {}, false});
    auto photos = field(visit, "close", "photos", Kind::files, false);
    photos.field.accept = "image/jpeg,image/png,image/webp,image/heic,image/gif";
    photos.field.several = true;
    return {outcome, words_field(visit, "close"), photos};
}

std::vector<ActField> assign_fields(Desk& desk, const Visit& visit, const DeskCase& found) {
    auto team = field(visit, "assign", "team", Kind::select, true);
    for (const auto& one : found.municipality->teams) team.options.push_back({one.id, one.name.in(visit.language()), {}, one.id == found.report.holder.team});
    auto staff = field(visit, "assign", "staff", Kind::select, false);
    staff.empty_choice = words(visit, "nobody_in_particular");
    if (auto members = desk.cases.people().staff(visit.municipality))
        for (const auto& member : *members)
            if (member.active) staff.options.push_back({member.id.value, member.display_name, {}, member.id == found.report.holder.staff});
    return {team, staff, field(visit, "assign", "reason", Kind::area, false, limits::words)};
}

std::vector<ActField> kind_fields(Desk&, const Visit& visit, const DeskCase& found) {
    auto kind = field(visit, "kind", "kind", Kind::select, true);
    kind.options = kind_options(visit, found);
    for (auto& option : kind.options) option.checked = option.value == found.report.kind;
    return {kind};
}

std::vector<ActField> split_fields(Desk&, const Visit& visit, const DeskCase& found) {
    auto kind = field(visit, "split", "kind", Kind::select, true);
    kind.options = kind_options(visit, found);
    kind.empty_choice = words(visit, "choose");
    return {kind, words_field(visit, "split")};
}

std::vector<ActForm> act_forms(Desk& desk, const Visit& visit, const DeskCase& found, const Attempt* attempt, bool quick) {
    std::vector<ActForm> forms;
    for (const auto& act : desk_acts()) {
        if (quick != (act.fields == nullptr) || !is_offered(act, visit.staff->member, found)) continue;
        const std::string name(act.name);
        ActForm form{name, words(visit, "act_" + name), {}, std::string(act.shortcut), act.fields ? act.fields(desk, visit, found) : std::vector<ActField>{}, {}, {}, false, false, act.danger};
        if (view::has_text("desk.act_hint_" + name)) form.hint = words(visit, "act_hint_" + name);
        for (const auto& f : form.fields) form.sends_files = form.sends_files || f.kind == Kind::files;
        add_templates(desk, visit, found, form);
        if (attempt && attempt->act == name) add_typed(visit, *attempt, form);
        forms.push_back(std::move(form));
    }
    return forms;
}

}  // namespace raekoda::cases
