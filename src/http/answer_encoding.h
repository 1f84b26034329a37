// A Response as the bytes that go out. Inside the room only.
#pragma once
#include <memory>
#include <string>

#include "http/http.h"

namespace raekoda::http {

struct EncodedAnswer {
    int status = 0;
    std::string head;
    std::string body;
    std::shared_ptr<const std::string> shared_body;
    bool without_body = false;  // HEAD, 204, 304
    std::string_view content() const {
        if (without_body) return {};
        return shared_body ? std::string_view(*shared_body) : std::string_view(body);
    }
};

EncodedAnswer encode(Response&&, Method, bool keep_alive);

}  // namespace raekoda::http
