#include "chunked_body.hpp"

#include <algorithm>

namespace watchpost::net {
namespace {

constexpr std::size_t kMostDigits = 16;

/// 16 for what is no hexadecimal digit.
std::size_t digit_of(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::size_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::size_t>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<std::size_t>(c - 'A') + 10;
    return 16;
}

bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
}

} // namespace

std::size_t ChunkedBody::put(std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && state_ == State::more) {
        if (part_ != Part::data) {
            next(bytes[used++]);
            continue;
        }
        auto const piece = bytes.substr(used, left_);
        body_.append(piece);
        used += piece.size();
        left_ -= piece.size();
        if (left_ == 0) part_ = Part::data_cr;
    }
    return used;
}

void ChunkedBody::next(char c) {
    switch (part_) {
    case Part::size:
        return in_size(c);
    case Part::blanks:
    case Part::extension:
        return in_extension(c);
    case Part::size_end:
        if (c != '\n') return fail();
        return end_of_size_line();
    case Part::data:
        break;
    case Part::data_cr:
        return expect(c, '\r', Part::data_lf);
    case Part::data_lf:
        return expect(c, '\n', Part::size);
    case Part::trailer:
    case Part::in_trailer:
        return in_trailer(c);
    case Part::trailer_lf:
        return expect(c, '\n', Part::trailer);
    case Part::last_lf:
        state_ = c == '\n' ? State::done : State::malformed;
    }
}

void ChunkedBody::in_size(char c) {
    auto const digit = digit_of(c);
    if (digit < 16) {
        if (++digits_ > kMostDigits) return fail();
        left_ = left_ * 16 + digit;
        if (left_ > limit_ - body_.size()) state_ = State::too_large;
        return;
    }
    if (digits_ == 0) return fail();
    if (c == '\r')
        part_ = Part::size_end;
    else if (c == ';' || c == ' ' || c == '\t')
        part_ = c == ';' ? Part::extension : Part::blanks;
    else
        fail();
}

void ChunkedBody::in_extension(char c) {
    if (++extensions_ > kMostExtensions) return fail();
    if (part_ == Part::blanks) {
        if (c == ';')
            part_ = Part::extension;
        else if (c != ' ' && c != '\t')
            fail();
        return;
    }
    if (c == '\r')
        part_ = Part::size_end;
    else if (is_control(c))
        fail();
}

void ChunkedBody::in_trailer(char c) {
    if (++trailers_ > kMostTrailers) return fail();
    if (c == '\r')
        part_ = part_ == Part::trailer ? Part::last_lf : Part::trailer_lf;
    else if (is_control(c) || (part_ == Part::trailer && (c == ' ' || c == '\t')))
        fail();
    else
        part_ = Part::in_trailer;
}

void ChunkedBody::expect(char c, char wanted, Part then) {
    if (c != wanted) return fail();
    part_ = then;
}

void ChunkedBody::end_of_size_line() {
    part_ = left_ == 0 ? Part::trailer : Part::data;
    digits_ = 0;
}

} // namespace watchpost::net
