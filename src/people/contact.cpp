#include "people/contact.h"

#include "base/text.h"
#include "people/people.h"

namespace raekoda::people {

namespace {

constexpr std::size_t longest_email = 254, longest_local_part = 64, longest_domain_label = 63;  // RFC 5321 §4.5.3.1, RFC 1035 §2.3.4
constexpr std::size_t longest_name = 200;
constexpr int fewest_phone_digits = 5, most_phone_digits = 15;  // ITU-T E.164 §6.1: at most 15

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Dot-string = Atom *("." Atom); atext of RFC 5322 §3.2.3.
bool is_dot_string(std::string_view text) {
    for (auto atom : split(text, '.')) {
        if (atom.empty()) return false;
        for (char c : atom)
            if (!is_letter_or_digit(c) && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) == std::string_view::npos) return false;
    }
    return true;
}

bool is_domain(std::string_view text) {
    auto labels = split(text, '.');
    if (labels.size() < 2) return false;
    for (auto label : labels) {
        if (label.empty() || label.size() > longest_domain_label || label.front() == '-' || label.back() == '-') return false;
        for (char c : label)
            if (!is_letter_or_digit(c) && c != '-') return false;
    }
    return !is_digit(labels.back().front());  // else it is an address of numbers
}

bool is_phone(std::string_view text) {
    int digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_digit(text[i])) ++digits;
        else if (text[i] == '+' ? i != 0 : std::string_view(" -()./").find(text[i]) == std::string_view::npos) return false;
    }
    return digits >= fewest_phone_digits && digits <= most_phone_digits;
}

// Line ends and runs of white space become one space.
std::string one_line(std::string_view text) {
    std::string out;
    for (char c : text) {
        bool space = c == ' ' || c == '\t' || c == '\n';
        if (!space) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    return out;
}

}  // namespace

bool is_email(std::string_view text) {
    std::size_t at = text.rfind('@');
    return text.size() <= longest_email && at != std::string_view::npos && at > 0 && at <= longest_local_part &&
           is_dot_string(text.substr(0, at)) && is_domain(text.substr(at + 1));
}

std::string normalised_email(std::string_view email) { return ascii_lower(trimmed(email)); }

std::string normalised_phone(std::string_view phone) {
    std::string digits;
    for (char c : phone)
        if (is_digit(c)) digits += c;
    if (trimmed(phone).starts_with('+')) return digits;
    if (digits.starts_with("00")) return digits.substr(2);
    // Without a country's code: numbers of 7 and 8 digits are Estonian, longer ones carry theirs without the "+".
    return digits.empty() || digits.size() > 8 ? digits : "372" + digits;
}

Result<Contact> check_contact(const Contact& as_typed) {
    std::vector<Problem> problems;
    auto clean = [&](const std::string& text, const char* field) {
        auto kept = clean_input(text);
        if (!kept) problems.push_back({field, "contact.not_text", {}});
        return one_line(kept.value_or(""));
    };
    Contact contact;
    contact.name = clean(as_typed.name, "name");
    contact.email = clean(as_typed.email, "email");
    contact.phone = clean(as_typed.phone, "phone");
    if (code_point_count(contact.name) > longest_name)
        problems.push_back({"name", "contact.name_too_long", {{"most", std::to_string(longest_name)}}});
    if (!contact.email.empty() && !is_email(contact.email)) problems.push_back({"email", "contact.email_wrong", {}});
    if (!contact.phone.empty() && !is_phone(contact.phone)) problems.push_back({"phone", "contact.phone_wrong", {}});
    // A language is chosen by a page, not typed: an unknown one is the default.
    bool language = as_typed.language.size() >= 2 && as_typed.language.size() <= 3;
    for (char c : as_typed.language) language = language && c >= 'a' && c <= 'z';
    if (language) contact.language = as_typed.language;
    if (!problems.empty()) return fail(std::move(problems));
    return contact;
}

}  // namespace raekoda::people
