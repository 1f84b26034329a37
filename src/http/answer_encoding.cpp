#include "http/answer_encoding.h"

#include <ctime>

#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "http/request_head.h"

namespace raekoda::http {

namespace {

// RFC 9110 §5.6.7: Sun, 06 Nov 1994 08:49:37 GMT. Made once a second and thread.
const std::string& date_line() {
    thread_local std::int64_t second = -1;
    thread_local std::string line;
    std::int64_t now_second = now().microseconds / 1'000'000;
    if (now_second != second) {
        second = now_second;
        static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::time_t moment = second;
        std::tm t{};
        gmtime_r(&moment, &t);
        char buffer[96];
        std::snprintf(buffer, sizeof buffer, "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n", days[t.tm_wday], t.tm_mday, months[t.tm_mon],
                      t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
        line = buffer;
    }
    return line;
}

bool is_ours(std::string_view name) {
    for (std::string_view ours : {"Content-Length", "Connection", "Date", "Transfer-Encoding", "Keep-Alive"}) {
        if (name.size() == ours.size() && equals_ignoring_ascii_case(name, ours)) return true;
    }
    return false;
}

}  // namespace

EncodedAnswer encode(Response&& response, Method method, bool keep_alive) {
    EncodedAnswer answer;
    // 1xx and nonsense are no final answers.
    answer.status = response.status >= 200 && response.status <= 599 ? response.status : 500;
    answer.shared_body = std::move(response.shared_body);
    answer.body = std::move(response.body);
    bool never_content = answer.status == 204 || answer.status == 304;
    answer.without_body = never_content || method == Method::head;

    auto& head = answer.head;
    std::size_t expected = 160 + (response.shared_headers ? response.shared_headers->lines().size() : 0);
    for (const auto& [name, value] : response.headers) expected += name.size() + value.size() + 4;
    head.reserve(expected);
    head += "HTTP/1.1 ";
    head += std::to_string(answer.status);
    head += ' ';
    head += reason_phrase(answer.status);
    head += "\r\n";
    head += date_line();
    for (const auto& [name, value] : response.headers) {
        if (is_ours(name)) continue;
        if (!is_token(name) || !is_header_value(value)) {
            log::error("http.header_dropped", {{"status", answer.status}});
            continue;
        }
        head += name;
        head += ": ";
        head += value;
        head += "\r\n";
    }
    if (response.shared_headers) head += response.shared_headers->lines();
    if (!never_content) {
        head += "Content-Length: ";
        head += std::to_string(answer.shared_body ? answer.shared_body->size() : answer.body.size());
        head += "\r\n";
    }
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return answer;
}

}  // namespace raekoda::http
