#include <watchpost/net/form_data.hpp>

#include <algorithm>

namespace watchpost::net {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kMaxHeaders = 8;    ///< of one part
constexpr std::size_t kMaxLine = 1024;    ///< bytes of one header
constexpr std::size_t kMaxParameters = 8; ///< of one header
constexpr std::size_t kMaxBoundary = 70;  ///< RFC 2046 section 5.1.1

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_token_char(char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_boundary(std::string_view text) {
    auto const is_allowed = [](char c) {
        return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= kMaxBoundary && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), is_allowed);
}

void skip_blanks(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool take(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

std::string_view take_token(std::string_view& text) {
    auto const end = std::find_if_not(text.begin(), text.end(), is_token_char);
    auto const token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(token.size());
    return token;
}

/// A token, or a quoted string (RFC 9110 section 5.6.4); nothing when it is neither.
std::optional<std::string> take_value(std::string_view& text) {
    if (!take(text, "\"")) {
        auto const token = take_token(text);
        return token.empty() ? std::nullopt : std::optional(std::string(token));
    }
    std::string value;
    while (!text.empty()) {
        char c = text.front();
        text.remove_prefix(1);
        if (c == '"') return value;
        if (c == '\\') {
            if (text.empty()) break;
            c = text.front();
            text.remove_prefix(1);
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) break;
        value += c;
    }
    return std::nullopt;
}

struct Parameter {
    std::string name; ///< lower case
    std::string value;
};

/// `; name=value` until the end; nothing when it is written otherwise, a name comes twice, or there are more than 8.
std::optional<std::vector<Parameter>> read_parameters(std::string_view text) {
    std::vector<Parameter> parameters;
    for (;;) {
        skip_blanks(text);
        if (text.empty()) return parameters;
        if (!take(text, ";")) return std::nullopt;
        skip_blanks(text);
        std::string name(take_token(text));
        std::transform(name.begin(), name.end(), name.begin(), lower);
        if (name.empty() || !take(text, "=")) return std::nullopt;
        auto value = take_value(text);
        if (!value) return std::nullopt;
        if (parameters.size() == kMaxParameters) return std::nullopt; // each is compared with all
        if (std::any_of(parameters.begin(), parameters.end(), [&](auto const& one) { return one.name == name; }))
            return std::nullopt;
        parameters.push_back({std::move(name), std::move(*value)});
    }
}

std::optional<std::string> boundary_of(std::string_view content_type) {
    auto const end = std::min(content_type.find_first_of("; \t"), content_type.size());
    if (!same(content_type.substr(0, end), "multipart/form-data")) return std::nullopt;
    auto parameters = read_parameters(content_type.substr(end));
    if (!parameters) return std::nullopt;
    for (auto& [name, value] : *parameters)
        if (name == "boundary" && is_boundary(value)) return std::move(value);
    return std::nullopt;
}

/// Name and file name from the value of Content-Disposition.
std::optional<FormPart> read_disposition(std::string_view value) {
    skip_blanks(value);
    if (!same(take_token(value), "form-data")) return std::nullopt;
    auto parameters = read_parameters(value);
    if (!parameters) return std::nullopt;
    FormPart part;
    for (auto& [name, text] : *parameters) {
        if (name == "name")
            part.name = std::move(text);
        else if (name == "filename")
            part.filename = std::move(text);
        else
            return std::nullopt; // filename* is forbidden in a form (RFC 7578 section 4.2)
    }
    if (part.name.empty()) return std::nullopt;
    return part;
}

bool is_plain_encoding(std::string_view value) {
    skip_blanks(value);
    return same(value, "7bit") || same(value, "8bit") || same(value, "binary");
}

/// The headers of a part, up to and with the empty line.
Result<FormPart> take_headers(std::string_view& rest) {
    std::optional<FormPart> part;
    for (std::size_t count = 0;; ++count) {
        auto const end = rest.substr(0, kMaxLine + kLineEnd.size()).find(kLineEnd);
        if (end == std::string_view::npos) return Error{"a part of the form has no end of its headers"};
        auto line = rest.substr(0, end);
        rest.remove_prefix(end + kLineEnd.size());
        if (line.empty()) break;
        if (count == kMaxHeaders) return Error{"a part of the form has more than 8 headers"};
        auto const name = take_token(line);
        if (name.empty() || !take(line, ":")) return Error{"a part of the form has a header without a name"};
        if (same(name, "content-disposition")) {
            if (part) return Error{"a part of the form has two Content-Disposition"};
            part = read_disposition(line);
            if (!part) return Error{"Content-Disposition of a part must be form-data with a name"};
        } else if (same(name, "content-transfer-encoding") && !is_plain_encoding(line)) {
            return Error{"a part of the form is encoded; it must be sent as it is"};
        }
    }
    if (!part) return Error{"a part of the form has no Content-Disposition"};
    return std::move(*part);
}

} // namespace

Result<std::vector<FormPart>> parse_form_data(std::string_view content_type, std::string_view body) {
    auto const boundary = boundary_of(content_type);
    if (!boundary) return Error{"Content-Type must be multipart/form-data with a boundary of 1 to 70 characters"};
    auto const opening = "--" + *boundary;
    auto const delimiter = std::string(kLineEnd) + opening;
    auto rest = body;
    take(rest, kLineEnd);
    if (!take(rest, opening)) return Error{"the form does not begin with its boundary"};
    std::vector<FormPart> parts;
    while (!take(rest, "--")) {
        if (!take(rest, kLineEnd)) return Error{"a boundary of the form is not followed by a line break"};
        if (parts.size() == kMaxFormParts)
            return Error{"the form has more than " + std::to_string(kMaxFormParts) + " parts"};
        auto part = take_headers(rest);
        if (!part) return part.error();
        auto const end = rest.find(delimiter);
        if (end == std::string_view::npos) return Error{"the form ends within the part " + part->name};
        part->bytes = rest.substr(0, end);
        rest.remove_prefix(end + delimiter.size());
        if (std::any_of(parts.begin(), parts.end(), [&](auto const& one) { return one.name == part->name; }))
            return Error{"the form has " + part->name + " twice"};
        parts.push_back(std::move(*part));
    }
    take(rest, kLineEnd);
    if (!rest.empty()) return Error{"something follows the end of the form"};
    return parts;
}

} // namespace watchpost::net
