#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace watchpost::net {

/// Takes a chunked body apart (RFC 9112 section 7.1), strictly, so that no server before us reads another end. Chunk
/// extensions and trailers are ignored, and bounded. Costs the same for each byte, however they come.
class ChunkedBody {
public:
    enum class State : std::uint8_t { more, done, malformed, too_large };

    static constexpr std::size_t kMostExtensions = 4 * 1024; ///< bytes, over all chunks of a body
    static constexpr std::size_t kMostTrailers = 8 * 1024;   ///< bytes

    /// A body of more than `limit` bytes is too large, as soon as a chunk says that it will be.
    explicit ChunkedBody(std::size_t limit)
        : limit_(limit) {}

    State state() const { return state_; }
    /// The next bytes; answers how many of them belong to the body. All of them while there is more to come.
    std::size_t put(std::string_view bytes);
    std::size_t size() const { return body_.size(); }
    std::string take_body() { return std::move(body_); }

private:
    enum class Part : std::uint8_t {
        size,   ///< its digits
        blanks, ///< behind them, before an extension
        extension,
        size_end, ///< the LF of its line
        data,
        data_cr, ///< behind it
        data_lf,
        trailer, ///< at the begin of a line
        in_trailer,
        trailer_lf, ///< of a line of the trailers
        last_lf,    ///< of the empty line behind them
    };

    void next(char c);
    void in_size(char c);
    void in_extension(char c);
    void in_trailer(char c);
    void expect(char c, char wanted, Part then);
    void end_of_size_line();
    void fail() { state_ = State::malformed; }

    std::size_t limit_;
    std::string body_;
    std::size_t left_ = 0;   ///< of the chunk
    std::size_t digits_ = 0; ///< of its size
    std::size_t extensions_ = 0;
    std::size_t trailers_ = 0;
    Part part_ = Part::size;
    State state_ = State::more;
};

} // namespace watchpost::net
