// What people type ↔ what data hold.
#include <algorithm>

#include "base/iban.h"
#include "base/personal_code.h"
#include "base/text.h"
#include "form/evaluation_run.h"

namespace raekoda::form {
namespace {

// "1 234,50" → "1234.50"; exponents and two decimal marks are no numbers of people.
std::optional<decision::Number> typed_number(std::string_view text) {
    std::string plain;
    bool mark = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ') continue;
        if (text.substr(i, 2) == "\xC2\xA0") { ++i; continue; }                          // no-break space
        if (text.substr(i, 3) == "\xE2\x80\xAF") { i += 2; continue; }                    // the narrow one
        if (text.substr(i, 3) == "\xE2\x88\x92" && plain.empty()) { plain = "-"; i += 2; continue; }  // a minus sign
        if (text[i] == ',' || text[i] == '.') {
            if (mark) return {};
            mark = true;
            plain += '.';
        } else if ((text[i] >= '0' && text[i] <= '9') || ((text[i] == '-' || text[i] == '+') && plain.empty())) {
            plain += text[i];
        } else {
            return {};
        }
    }
    if (plain.size() > 40) return {};
    if (plain.starts_with('+')) plain.erase(0, 1);
    auto number = decision::Number::parse(plain);
    return number && number->finite() ? number : std::nullopt;
}

std::string two(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

struct Moment {
    std::string date, time;  // ISO, local; "14:30"
    bool wrong_date = false, wrong_time = false;
};

// What is there already in ISO with an offset becomes local time.
Moment local_moment(const decision::DateTime& moment, const std::optional<decision::Now>& now) {
    auto seconds = moment.date.day * 86400 + moment.nanosecond_of_day / 1'000'000'000 - moment.zone.offset_at(moment.date.day, moment.nanosecond_of_day);
    decision::Zone zone = now ? now->zone : decision::Zone{};
    auto there = decision::DateTime::from_instant(seconds * 1'000'000, zone);
    auto minutes = there.nanosecond_of_day / 60'000'000'000;
    return {there.date.text(), two(minutes / 60) + ":" + two(minutes % 60)};
}

decision::Date today(const std::optional<decision::Now>& now) {
    return now ? decision::DateTime::from_instant(now->microseconds, now->zone).date : decision::Date{};
}

Moment read_moment(Subtype subtype, const Value& typed, const std::optional<decision::Now>& now) {
    std::string date, time;
    if (typed.is(Value::Kind::context)) {  // both fields as they were typed
        for (const auto& entry : typed.context().entries())
            if (entry.value.is(Value::Kind::string)) (entry.name.string() == "date" ? date : time) = std::string(entry.value.string());
    } else {
        auto text = typed.is(Value::Kind::string) ? std::string(typed.string()) : decision::to_text(typed);
        if (typed.is(Value::Kind::null)) text.clear();
        if (subtype == Subtype::date) {
            date = text;
        } else if (subtype == Subtype::time) {
            if (auto zoned = decision::Time::parse(text.size() == 5 ? text + ":00" : text.size() > 5 && (text[5] == 'Z' || text[5] == '+' || text[5] == '-') ? text.substr(0, 5) + ":00" + text.substr(5) : text);
                zoned && zoned->zone.kind != decision::Zone::Kind::none)
                time = local_moment({today(now), zoned->nanosecond_of_day, zoned->zone}, now).time;
            else time = text;
        } else if (auto split = text.find('T'); split == 10) {
            auto rest = text.substr(11);
            auto whole = rest.size() == 5 || (rest.size() > 5 && rest[5] != ':') ? text.substr(0, 16) + ":00" + text.substr(16) : text;
            auto moment = decision::DateTime::parse(whole);
            if (moment && moment->zone.kind != decision::Zone::Kind::none) return local_moment(*moment, now);
            date = text.substr(0, 10);
            time = rest.substr(0, 5);
        } else {
            date = text;
        }
    }
    Moment out{iso_date(date), iso_time(time)};
    out.wrong_date = out.date.empty() && !trimmed(date).empty();
    out.wrong_time = out.time.empty() && !trimmed(time).empty();
    return out;
}

// "14:30" of a day, with the offset or in UTC as the schema wants it.
std::string serialized(TimeForm form, const std::string& date, const std::string& time, bool with_date, const std::optional<decision::Now>& now) {
    std::string plain = with_date ? date + "T" + time : time;
    if (form == TimeForm::no_timezone || !now) return plain;
    auto day = date.empty() ? today(now) : decision::Date::parse(date).value_or(decision::Date{});
    auto minutes = parse_integer(time.substr(0, 2)).value_or(0) * 60 + parse_integer(time.substr(3, 2)).value_or(0);
    auto offset = now->zone.offset_at(day.day, minutes * 60'000'000'000);
    if (form == TimeForm::utc_offset) {
        auto size = offset < 0 ? -offset : offset;
        return plain + (offset < 0 ? "-" : "+") + two(size / 3600) + ":" + two(size / 60 % 60);
    }
    auto utc = minutes - offset / 60;
    if (utc < 0) utc += 1440, --day.day;
    if (utc >= 1440) utc -= 1440, ++day.day;
    auto there = two(utc / 60) + ":" + two(utc % 60) + "Z";
    return with_date ? day.text() + "T" + there : there;
}

Value fitted_moment(const Component& c, const Value& typed, const std::optional<decision::Now>& now, std::string_view& wrong) {
    auto moment = read_moment(c.subtype, typed, now);
    if (moment.wrong_date) wrong = "form.wrong_date";
    else if (moment.wrong_time) wrong = "form.wrong_time";
    else if (c.subtype == Subtype::date_time && moment.date.empty() != moment.time.empty()) wrong = "form.wrong_moment";
    if (!wrong.empty()) return {};
    if (c.subtype == Subtype::date) return moment.date.empty() ? Value() : Value(moment.date);
    if (moment.time.empty()) return {};
    return Value(serialized(c.time_form, c.subtype == Subtype::date_time ? moment.date : "", moment.time, c.subtype == Subtype::date_time, now));
}

Value fitted_text(const Component& c, const Value& typed) {
    if (typed.is(Value::Kind::list) || typed.is(Value::Kind::context) || typed.is_null()) return {};
    if (!typed.is(Value::Kind::string)) return Value(decision::to_text(typed));
    auto text = typed.string();
    if (c.format == Format::personal_code)
        if (auto code = typed_personal_code(text)) return Value(code->digits);
    if (c.format == Format::iban)
        if (auto iban = typed_iban(text)) return Value(*iban);
    return typed;
}

}  // namespace

Value fitted(const Component& c, const Value& typed, const std::optional<decision::Now>& now, std::string_view& wrong) {
    switch (c.type) {
        case Type::number: {
            if (typed.is(Value::Kind::number)) return c.serialize_to_string ? Value(typed.number().text()) : typed;
            if (!typed.is(Value::Kind::string) || trimmed(typed.string()).empty()) return {};
            auto number = typed_number(trimmed(typed.string()));
            if (!number) return wrong = "form.wrong_number", Value();
            return c.serialize_to_string ? Value(number->text()) : Value(*number);
        }
        case Type::checkbox: return Value(typed.is_true() || (typed.is(Value::Kind::string) && typed.string() == "true"));
        case Type::datetime: return fitted_moment(c, typed, now, wrong);
        default: return fitted_text(c, typed);
    }
}

TypedTexts typed_texts(const Component& c, const Value& typed, const std::optional<decision::Now>& now, view::Language language) {
    if (typed.is_null()) return {};
    if (c.type == Type::number) {
        auto number = typed.is(Value::Kind::number) ? std::optional(typed.number()) : typed.is(Value::Kind::string) ? typed_number(trimmed(typed.string())) : std::nullopt;
        return {number ? readable(Value(*number), language) : typed.is(Value::Kind::string) ? std::string(typed.string()) : "", ""};
    }
    if (c.type == Type::datetime) {
        // Day and time are typed in one way in all languages: 31.12.2026, and 14.30 or 14:30.
        auto moment = read_moment(c.subtype, typed, now);
        TypedTexts out;
        auto part = [&](const char* member) {
            if (!typed.is(Value::Kind::context)) return typed.is(Value::Kind::string) ? std::string(typed.string()) : std::string();
            const auto* value = typed.context().find(member);
            return value && value->is(Value::Kind::string) ? std::string(value->string()) : std::string();
        };
        if (!moment.date.empty()) out.text = moment.date.substr(8, 2) + "." + moment.date.substr(5, 2) + "." + moment.date.substr(0, 4);
        else if (moment.wrong_date) out.text = part("date");
        out.time = moment.time;
        if (language != view::Language::en) std::replace(out.time.begin(), out.time.end(), ':', '.');
        if (moment.wrong_time) out.time = part("time");
        return out;
    }
    if (typed.is(Value::Kind::list) || typed.is(Value::Kind::context)) return {};
    return {typed.is(Value::Kind::string) ? std::string(typed.string()) : readable(typed, language), ""};
}

}  // namespace raekoda::form
