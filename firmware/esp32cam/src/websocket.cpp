#include "websocket.hpp"

#include "sha1.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace cam {
namespace {

constexpr int kContinuation = 0;
constexpr int kText = 1;
constexpr int kBinary = 2;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

constexpr char kAcceptGuid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 section 1.3

/// Bytes of a picture that are masked at a time.
constexpr std::size_t kChunk = 4'096;

unsigned byte_at(std::string const& text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

char mask_byte(std::uint32_t mask, std::size_t i) {
    return static_cast<char>((mask >> (8 * (3 - i % 4))) & 0xff);
}

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 32 && c <= 126; });
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const first = static_cast<unsigned char>(text[i]);
        std::size_t const length = first < 0x80       ? 1
                                   : first >> 5 == 6  ? 2
                                   : first >> 4 == 14 ? 3
                                   : first >> 3 == 30 ? 4
                                                      : 0;
        if (length == 0 || i + length > text.size()) return false;
        std::uint32_t code = length == 1 ? first : first & (0x7fU >> length);
        for (std::size_t k = 1; k < length; ++k) {
            auto const next = static_cast<unsigned char>(text[i + k]);
            if (next >> 6 != 2) return false;
            code = code << 6 | (next & 63U);
        }
        constexpr std::uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
        if (code < lowest[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
        i += length;
    }
    return true;
}

} // namespace

WebSocket::WebSocket(std::string_view host, int port, std::string_view path, Headers const& headers,
                     std::function<std::uint32_t()> random)
    : random_(std::move(random)) {
    std::string key;
    for (int i = 0; i < 4; ++i)
        for (std::uint32_t word = random_(), k = 0; k < 4; ++k, word >>= 8)
            key += static_cast<char>(word & 0xff);
    key = base64(key);
    expected_accept_ = base64(sha1(key + kAcceptGuid));
    out_ = "GET " + std::string(path) + " HTTP/1.1\r\nHost: " + std::string(host);
    if (port != 80) out_ += ':' + std::to_string(port);
    out_ += "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key;
    bool well = is_printable(host) && is_printable(path);
    for (auto const& [name, value] : headers) {
        well = well && is_printable(name) && is_printable(value);
        out_ += "\r\n" + name + ": " + value;
    }
    out_ += "\r\n\r\n";
    if (well) return;
    out_.clear();
    fail("host, token and id must be visible ASCII", 0);
}

std::vector<std::string> WebSocket::feed(View data) {
    std::vector<std::string> texts;
    if (state_ == State::closed || state_ == State::failed) return texts;
    in_.append(reinterpret_cast<char const*>(data.data), data.size);
    if (state_ == State::opening && !read_answer()) return texts;
    while (state_ == State::open || state_ == State::closing) {
        auto frame = next_frame();
        if (!frame) break;
        take(std::move(*frame), texts);
    }
    return texts;
}

bool WebSocket::read_answer() {
    auto const end = in_.find("\r\n\r\n");
    if (end == std::string::npos) {
        if (in_.size() > kLongestAnswer) {
            refused_with_ = 0;
            fail("the answer is no HTTP", 0);
        }
        return false;
    }
    std::string const exact = in_.substr(0, end + 2);
    std::string const answer = lower(exact);
    in_.erase(0, end + 4);
    int status = 0;
    if (answer.rfind("http/1.", 0) == 0 && answer.size() > 12)
        std::from_chars(answer.data() + 9, answer.data() + 12, status);
    bool const upgraded = answer.find("\r\nupgrade: websocket\r\n") != std::string::npos &&
                          answer.find("\r\nconnection: upgrade\r\n") != std::string::npos;
    auto const accept = answer.find("\r\nsec-websocket-accept: ");
    bool const proven = accept != std::string::npos &&
                        exact.compare(accept + 24, expected_accept_.size() + 2, expected_accept_ + "\r\n") == 0;
    if (status != 101 || !upgraded || !proven) {
        refused_with_ = status == 101 ? 0 : status;
        fail("the server refused the handshake", 0);
        return false;
    }
    state_ = State::open;
    return true;
}

std::optional<WebSocket::Frame> WebSocket::next_frame() {
    if (in_.size() < 2) return std::nullopt;
    int const opcode = static_cast<int>(byte_at(in_, 0) & 15);
    bool const last = (byte_at(in_, 0) & 128) != 0;
    bool const control = opcode >= kClose;
    std::uint64_t length = byte_at(in_, 1) & 127;
    std::size_t head = 2;
    if ((byte_at(in_, 0) & 0x70) != 0 || (byte_at(in_, 1) & 128) != 0 || opcode > kPong ||
        (opcode > kBinary && !control) || (control && (length > 125 || !last))) {
        fail("the server broke the WebSocket protocol", 1002);
        return std::nullopt;
    }
    if (length >= 126) {
        head = length == 126 ? 4 : 10;
        if (in_.size() < head) return std::nullopt;
        length = 0;
        for (std::size_t i = 2; i < head; ++i)
            length = length << 8 | byte_at(in_, i);
    }
    if (length > kLongestMessage) {
        fail("the server sent too much", 1009);
        return std::nullopt;
    }
    if (in_.size() < head + length) return std::nullopt;
    Frame frame{opcode, last, in_.substr(head, static_cast<std::size_t>(length))};
    in_.erase(0, head + static_cast<std::size_t>(length));
    return frame;
}

void WebSocket::take(Frame frame, std::vector<std::string>& texts) {
    if (frame.opcode == kPing) {
        if (state_ == State::open) push(kPong, frame.payload);
    } else if (frame.opcode == kClose) {
        if (frame.payload.size() == 1) return fail("half a close code", 1002);
        if (!frame.payload.empty())
            close_code_ = static_cast<int>(byte_at(frame.payload, 0) << 8 | byte_at(frame.payload, 1));
        if (state_ == State::open) push(kClose, frame.payload.substr(0, 2));
        state_ = State::closed;
    } else if (frame.opcode != kPong && state_ == State::open) {
        take_data(std::move(frame), texts);
    }
}

void WebSocket::take_data(Frame frame, std::vector<std::string>& texts) {
    bool const continues = frame.opcode == kContinuation;
    if (continues != (message_opcode_ != 0)) return fail("fragments out of order", 1002);
    if (!continues) message_opcode_ = frame.opcode;
    message_ += frame.payload;
    if (message_.size() > kLongestMessage) return fail("the server sent too much", 1009);
    if (!frame.last) return;
    // A camera is never sent anything binary.
    bool const is_text = std::exchange(message_opcode_, 0) == kText;
    auto text = std::exchange(message_, {});
    if (!is_text) return;
    if (!is_utf8(text)) return fail("text that is not UTF-8", 1007);
    texts.push_back(std::move(text));
}

bool WebSocket::send_text(std::string_view text) {
    if (state_ != State::open || out_.size() - out_at_ + later_.size() + text.size() > kLongestQueue + kChunk)
        return false;
    push(kText, text);
    return true;
}

bool WebSocket::send_picture(View data) {
    if (state_ != State::open || picture_.size > 0 || !later_.empty() || data.size == 0) return false;
    picture_ = data;
    picture_at_ = 0;
    picture_mask_ = new_mask();
    out_ += header(kBinary, data.size, picture_mask_);
    return true;
}

void WebSocket::close(int code) {
    if (state_ != State::open) return;
    char const payload[] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    push(kClose, std::string_view(payload, sizeof payload));
    state_ = State::closing;
}

View WebSocket::unsent() {
    if (out_at_ == out_.size()) {
        out_.clear();
        out_at_ = 0;
        if (picture_.size > 0) {
            auto const count = std::min(kChunk, picture_.size);
            out_.resize(count);
            for (std::size_t i = 0; i < count; ++i)
                out_[i] = static_cast<char>(picture_.data[i] ^
                                            static_cast<unsigned char>(mask_byte(picture_mask_, picture_at_ + i)));
            picture_.data += count;
            picture_.size -= count;
            picture_at_ += count;
        } else {
            out_.swap(later_);
        }
    }
    return {reinterpret_cast<std::uint8_t const*>(out_.data()) + out_at_, out_.size() - out_at_};
}

void WebSocket::written(std::size_t count) {
    out_at_ += std::min(count, out_.size() - out_at_);
    if (out_at_ < out_.size()) return;
    out_.clear();
    out_at_ = 0;
}

void WebSocket::push(int opcode, std::string_view payload) {
    auto const mask = new_mask();
    // Nothing may come between the bytes of a picture, but everything waits for its turn in one order.
    auto& queue = picture_.size > 0 || !later_.empty() ? later_ : out_;
    queue += header(opcode, payload.size(), mask);
    for (std::size_t i = 0; i < payload.size(); ++i)
        queue += static_cast<char>(payload[i] ^ mask_byte(mask, i));
}

std::string WebSocket::header(int opcode, std::size_t length, std::uint32_t mask) const {
    std::string head(1, static_cast<char>(0x80 | opcode));
    if (length < 126) {
        head += static_cast<char>(0x80 | length);
    } else {
        int const bytes = length < 65'536 ? 2 : 8;
        head += static_cast<char>(0x80 | (bytes == 2 ? 126 : 127));
        for (int i = bytes - 1; i >= 0; --i)
            head += static_cast<char>(static_cast<std::uint64_t>(length) >> (8 * i) & 0xff);
    }
    for (std::size_t i = 0; i < 4; ++i)
        head += mask_byte(mask, i);
    return head;
}

void WebSocket::fail(char const* why, int code) {
    failure_ = why;
    if (code != 0) close(code);
    state_ = State::failed;
}

} // namespace cam
