#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cam {

/// One JSON object, read strictly (RFC 8259), with bounds that fit a small board. Members of objects inside have the
/// path as name: `camera_settings.brightness`. Arrays are checked and then left out.
class JsonObject {
public:
    static constexpr std::size_t kMaxText = 4'096;
    static constexpr std::size_t kMaxMembers = 48;
    static constexpr int kMaxDepth = 8;

    /// Nothing when `text` is no JSON object, or beyond the bounds.
    static std::optional<JsonObject> read(std::string_view text);

    bool has(std::string_view name) const { return find(name) != nullptr; }
    std::optional<std::string> text(std::string_view name) const;
    std::optional<bool> boolean(std::string_view name) const;
    /// A number without a fraction or an exponent, and nothing that merely looks like one.
    std::optional<std::int64_t> whole(std::string_view name) const;

private:
    friend class JsonReader;
    enum class Kind { null, boolean, whole, other_number, text, object, array };
    struct Member {
        std::string name;
        Kind kind = Kind::null;
        bool yes = false;
        std::int64_t number = 0;
        std::string text;
    };

    Member const* find(std::string_view name) const;

    std::vector<Member> members_; ///< of two with one name the later counts
};

/// `text` as a JSON string with its quotes: always valid JSON and always UTF-8, whatever bytes come in.
std::string json_quoted(std::string_view text);

} // namespace cam
