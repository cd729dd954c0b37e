#include <watchpost/core/printable.hpp>
#include <watchpost/net/http_message.hpp>

namespace watchpost::net {
namespace {

std::string json_string(std::string_view text) {
    std::string out = "\"";
    for (char const c : printable(text, 512)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

} // namespace

std::vector<std::string_view> Request::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (auto const& [key, value] : headers)
        if (key == name) values.emplace_back(value);
    return values;
}

std::string_view Request::header(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (key == name) return value;
    return {};
}

bool Request::has(std::string_view name) const {
    for (auto const& item : headers)
        if (item.first == name) return true;
    return false;
}

std::string_view reason_phrase(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 426:
        return "Upgrade Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    case 507:
        return "Insufficient Storage";
    default:
        return "Unknown";
    }
}

Response problem(int status, std::string_view detail) {
    Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body = R"({"type":"about:blank","title":)" + json_string(reason_phrase(status)) + R"(,"status":)" +
                    std::to_string(status) + R"(,"detail":)" + json_string(detail) + "}";
    return response;
}

} // namespace watchpost::net
