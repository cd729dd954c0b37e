// A form: the Content-Type up to the first line feed, then the body. What is understood keeps the rules of the header,
// and means the same when it is written anew.

#include "property.hpp"

#include <watchpost/net/form_data.hpp>

#include <set>
#include <string>

using namespace watchpost;
using fuzz::require;

namespace {

constexpr std::string_view kBoundary = "a boundary of our own";

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string written(std::vector<net::FormPart> const& parts) {
    std::string form;
    for (auto const& part : parts) {
        form += "--" + std::string(kBoundary) + "\r\nContent-Disposition: form-data; name=" + quoted(part.name);
        if (part.filename) form += "; filename=" + quoted(*part.filename);
        form += "\r\n\r\n" + std::string(part.bytes) + "\r\n";
    }
    return form + "--" + std::string(kBoundary) + "--\r\n";
}

bool is_within(std::string_view part, std::string_view whole) {
    return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

void check_rules(std::vector<net::FormPart> const& parts, std::string_view body) {
    require(parts.size() <= net::kMaxFormParts, "a form has few parts");
    std::set<std::string> names;
    for (auto const& part : parts) {
        require(!part.name.empty() && names.insert(part.name).second, "every part has a name of its own", part.name);
        require(is_within(part.bytes, body), "a part views the body");
    }
}

void check_round_trip(std::vector<net::FormPart> const& parts, std::string_view body) {
    // A header of the new form is longer than one of the old may be when all of its name must be escaped.
    for (auto const& part : parts)
        if (part.name.size() + part.filename.value_or("").size() > 400) return;
    if (parts.empty() || body.find(kBoundary) != std::string_view::npos) return;
    auto const form = written(parts);
    auto const again = net::parse_form_data("multipart/form-data; boundary=" + quoted(kBoundary), form);
    require(bool(again), "a form that was understood is understood when it is written anew", form);
    require(again->size() == parts.size(), "no part is lost", form);
    for (std::size_t i = 0; i < parts.size(); ++i)
        require((*again)[i].name == parts[i].name && (*again)[i].filename == parts[i].filename &&
                    (*again)[i].bytes == parts[i].bytes,
                "a part means the same when it is written anew", form);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::Input input{data, size};
    auto const content_type = input.until('\n');
    auto const body = input.rest();
    auto const parts = net::parse_form_data(content_type, body);
    if (!parts) {
        require(!parts.error().message.empty(), "a refusal says why");
        return 0;
    }
    check_rules(*parts, body);
    check_round_trip(*parts, body);
    return 0;
}
