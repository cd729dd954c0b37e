#include "header_lines.hpp"

#include <algorithm>

namespace watchpost::net {
namespace {

/// "METHOD TARGET HTTP/1.1"; what stands in each part is somebody else's matter.
bool has_version(std::string_view request_line) {
    auto const blank = request_line.rfind(' ');
    return blank != std::string_view::npos && request_line.substr(blank + 1).starts_with("HTTP/") &&
           request_line.find(' ') < blank;
}

/// Bytes of something else, such as TLS, are not called a request without a version.
bool is_old_request(std::string_view line) {
    return line.starts_with("GET ") && !has_version(line);
}

/// A target with a blank in it is read in several ways.
bool has_odd_blanks(std::string_view request_line) {
    return has_version(request_line) && std::count(request_line.begin(), request_line.end(), ' ') != 2;
}

} // namespace

HeaderLines::Fault HeaderLines::check(std::string_view text) {
    for (; looked_at_ < text.size() && !is_over_ && fault_ == Fault::none; ++looked_at_)
        fault_ = next(text, text[looked_at_]);
    return fault_;
}

HeaderLines::Fault HeaderLines::next(std::string_view text, char c) {
    bool const begins = looked_at_ == line_begin_;
    if (begins && !is_first_line_ && (c == ' ' || c == '\t')) return Fault::folded;
    if (c != '\n') {
        if (behind_cr_) return Fault::line_end;
        behind_cr_ = c == '\r';
        return Fault::none;
    }
    auto const line = text.substr(line_begin_, looked_at_ - line_begin_ - (behind_cr_ ? 1 : 0));
    if (is_first_line_ && is_old_request(line)) return Fault::no_version;
    if (is_first_line_ && has_odd_blanks(line)) return Fault::blanks;
    if (!behind_cr_) return Fault::line_end;
    is_over_ = line.empty();
    is_first_line_ = behind_cr_ = false;
    line_begin_ = looked_at_ + 1;
    return Fault::none;
}

std::string_view to_string(HeaderLines::Fault fault) {
    switch (fault) {
    case HeaderLines::Fault::no_version:
        return "The request line ends without a version; only HTTP/1.0 and HTTP/1.1 are spoken here.";
    case HeaderLines::Fault::blanks:
        return "The request line is not a method, a target and a version with one blank between.";
    case HeaderLines::Fault::folded:
        return "A header line begins with a blank; each header stands on one line.";
    case HeaderLines::Fault::line_end:
    case HeaderLines::Fault::none:
        break;
    }
    return "A line of the header does not end with CR LF.";
}

} // namespace watchpost::net
