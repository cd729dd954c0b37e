#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace watchpost::net {

/// Looks at the lines of a request's header while they come, each byte once, for what RFC 9112 forbids and servers read
/// in different ways: so it is refused at once, and not when the header is late.
class HeaderLines {
public:
    enum class Fault : std::uint8_t {
        none,
        line_end,   ///< LF without CR, or CR without LF (section 2.2)
        folded,     ///< a line that begins with a blank (section 5.2, and section 2.2 behind the request line)
        no_version, ///< a request line of HTTP/0.9 (section 3)
        blanks,     ///< a request line with more blanks than two (section 3)
    };

    /// `text` is what has come of the header so far, with all that was given before. What stands behind the empty line
    /// that ends a header is not looked at.
    Fault check(std::string_view text);
    /// The empty line has come.
    bool is_over() const { return is_over_; }

private:
    Fault next(std::string_view text, char c);

    std::size_t looked_at_ = 0;
    std::size_t line_begin_ = 0;
    bool is_first_line_ = true;
    bool behind_cr_ = false;
    bool is_over_ = false;
    Fault fault_ = Fault::none;
};

/// What is wrong, as a sentence for people; requires a fault.
std::string_view to_string(HeaderLines::Fault fault);

} // namespace watchpost::net
