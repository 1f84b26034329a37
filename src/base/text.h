// Text is UTF-8. Lengths that people meet count code points, not bytes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace raekoda {

bool is_valid_utf8(std::string_view);
std::size_t code_point_count(std::string_view valid_utf8);
std::string first_code_points(std::string_view valid_utf8, std::size_t count);

std::string_view trimmed(std::string_view);  // without white space (Unicode too) at both ends
std::vector<std::string_view> split(std::string_view, char separator);
std::string joined(const std::vector<std::string>&, std::string_view separator);
bool equals_ignoring_ascii_case(std::string_view, std::string_view);
std::string ascii_lower(std::string_view);

// Lower case by Unicode rules; `folded` also drops diacritics (õ → o, š → s) and turns ё into е: for matching, not for showing.
std::string lower(std::string_view);
std::string folded(std::string_view);
// A key by which texts are put in the order that readers of a language ("et", "en", "ru") expect: compare keys as bytes.
std::string sort_key(std::string_view text, std::string_view language);
std::string first_letter(std::string_view text);  // upper case; empty when the text has no letter or digit

// Words of a text (letters and digits of any script), lower case, in order.
std::vector<std::string> words(std::string_view);

// What a form field may hold: valid UTF-8, normalised to NFC, line ends as \n, without control characters but \n and \t,
// without what nobody sees (direction overrides, soft hyphens, byte order marks; the joiners and tags of emoji and scripts stay); ends
// trimmed. nullopt when the bytes are not UTF-8.
std::optional<std::string> clean_input(std::string_view);

std::string url_encoded(std::string_view);                             // RFC 3986 unreserved characters stay
std::optional<std::string> url_decoded(std::string_view, bool plus_is_space);
std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view);
std::string base64url(std::string_view bytes);  // RFC 4648 §5, no padding
std::optional<std::string> from_base64url(std::string_view);
std::string base64(std::string_view bytes);

std::optional<std::int64_t> parse_integer(std::string_view);  // the whole text, decimal, in range
std::optional<double> parse_number(std::string_view);         // the whole text, finite; "." as decimal mark

}  // namespace raekoda
