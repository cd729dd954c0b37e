#pragma once

#include <cstdint>

namespace watchpost::test {

/// The opcodes of RFC 6455 section 5.2.
namespace opcode {
constexpr std::uint8_t kContinuation = 0x0;
constexpr std::uint8_t kText = 0x1;
constexpr std::uint8_t kBinary = 0x2;
constexpr std::uint8_t kClose = 0x8;
constexpr std::uint8_t kPing = 0x9;
constexpr std::uint8_t kPong = 0xA;
} // namespace opcode

} // namespace watchpost::test
