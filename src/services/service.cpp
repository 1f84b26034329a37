// What a service says on a day, and its values as people read them.
#include "services/service.h"

#include "services/service_file.h"

namespace raekoda::services {

namespace {

std::string words(Language language, const char* key, std::initializer_list<view::Argument> arguments = {}) {
    return view::text(language, std::string("decision_page.") + key, arguments);
}

}  // namespace

std::string value_text(Language language, const decision::Value& value) {
    switch (value.kind()) {
        case decision::Value::Kind::null: return "–";
        case decision::Value::Kind::boolean: return words(language, value.boolean() ? "yes" : "no");
        case decision::Value::Kind::number: {
            auto text = decision::to_text(value);
            if (language != Language::en) std::replace(text.begin(), text.end(), '.', ',');
            return text;
        }
        case decision::Value::Kind::date: {
            auto day = value.date().parts();
            if (day.year < 1000 || day.year > 9999) break;
            return view::date_text(language, day.year, day.month, day.day);
        }
        case decision::Value::Kind::months: {
            auto months = value.months().months;
            bool whole_years = months != 0 && months % 12 == 0;
            return words(language, whole_years ? "years" : "months", {view::Argument::of_number("count", whole_years ? months / 12 : months)});
        }
        case decision::Value::Kind::duration: {
            constexpr std::int64_t day = 24 * 3600;
            auto duration = value.duration();
            if (duration.seconds % day != 0 || duration.nanoseconds != 0) break;
            return words(language, "days", {view::Argument::of_number("count", duration.seconds / day)});
        }
        case decision::Value::Kind::list: {
            std::string text;
            for (const auto& item : value.list()) text += (text.empty() ? "" : "; ") + value_text(language, item);
            return text.empty() ? words(language, "empty_list") : text;
        }
        case decision::Value::Kind::context: {
            std::string text;
            for (const auto& entry : value.context().entries()) text += (text.empty() ? "" : "; ") + std::string(entry.name.string()) + ": " + value_text(language, entry.value);
            return text;
        }
        default: break;
    }
    return decision::to_text(value);
}

decision::Value Service::parameters_on(Date day) const {
    for (auto row = parameter_rows.rbegin(); row != parameter_rows.rend(); ++row)
        if (row->valid_from <= day) return row->valid_to && *row->valid_to < day ? decision::Value() : row->values;
    return {};
}

std::string Service::say(const LocalText& text, Language language, Date on) const {
    const std::string& words = text.in(language);
    return words.find('{') == std::string::npos ? words : with_values(words, parameters_on(on), language);
}

}  // namespace raekoda::services
