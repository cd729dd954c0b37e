#include "json.hpp"

#include <charconv>
#include <cstdio>

namespace cam {

/// Recursive descent; the depth is bounded.
class JsonReader {
public:
    JsonReader(std::string_view text, std::vector<JsonObject::Member>& members)
        : text_(text)
        , members_(members) {}

    bool read() {
        skip_space();
        if (!next_is('{') || !object("", 1)) return false;
        skip_space();
        return at_ == text_.size();
    }

private:
    using Kind = JsonObject::Kind;

    bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
    bool take(char c) {
        if (!next_is(c)) return false;
        ++at_;
        return true;
    }
    bool take(std::string_view word) {
        if (text_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        return true;
    }
    void skip_space() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }
    bool next_is_digit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }
    bool digits() {
        if (!next_is_digit()) return false;
        while (next_is_digit())
            ++at_;
        return true;
    }

    bool object(std::string const& prefix, int depth) {
        if (depth > JsonObject::kMaxDepth) return false;
        take('{');
        skip_space();
        if (take('}')) return true;
        do {
            skip_space();
            JsonObject::Member member;
            if (!string(member.name)) return false;
            member.name = prefix + member.name;
            skip_space();
            if (!take(':') || !value(&member, depth)) return false;
            skip_space();
        } while (take(','));
        return take('}');
    }

    bool array(int depth) {
        if (depth > JsonObject::kMaxDepth) return false;
        take('[');
        skip_space();
        if (take(']')) return true;
        do {
            if (!value(nullptr, depth)) return false;
            skip_space();
        } while (take(','));
        return take(']');
    }

    /// `member` is null inside arrays, whose contents nobody keeps.
    bool value(JsonObject::Member* member, int depth) {
        JsonObject::Member ignored;
        JsonObject::Member& into = member != nullptr ? *member : ignored;
        skip_space();
        if (next_is('{')) {
            into.kind = Kind::object;
            // Kept first: a member of this object may have the name of one before.
            auto const prefix = into.name + ".";
            if (!keep(member)) return false;
            if (member != nullptr) return object(prefix, depth + 1);
            auto const kept = members_.size();
            bool const well = object("", depth + 1);
            members_.resize(kept);
            return well;
        }
        if (next_is('[')) {
            into.kind = Kind::array;
            return keep(member) && array(depth + 1);
        }
        if (next_is('"')) {
            into.kind = Kind::text;
            return string(into.text) && keep(member);
        }
        into.yes = take("true");
        if (into.yes || take("false")) {
            into.kind = Kind::boolean;
            return keep(member);
        }
        if (take("null")) return keep(member);
        return number(into) && keep(member);
    }

    bool keep(JsonObject::Member const* member) {
        if (member == nullptr) return true;
        if (members_.size() >= JsonObject::kMaxMembers) return false;
        members_.push_back(*member);
        return true;
    }

    bool number(JsonObject::Member& into) {
        auto const begin = at_;
        take('-');
        if (take('0')) {
            if (next_is_digit()) return false;
        } else if (!digits()) {
            return false;
        }
        auto const whole = text_.substr(begin, at_ - begin);
        bool fraction = false;
        if (take('.')) {
            fraction = true;
            if (!digits()) return false;
        }
        if (take('e') || take('E')) {
            fraction = true;
            if (!take('+')) take('-');
            if (!digits()) return false;
        }
        auto const result = std::from_chars(whole.data(), whole.data() + whole.size(), into.number);
        into.kind = fraction || result.ec != std::errc{} ? Kind::other_number : Kind::whole;
        return true;
    }

    bool string(std::string& into) {
        if (!take('"')) return false;
        while (at_ < text_.size()) {
            auto const c = text_[at_++];
            if (c == '"') return true;
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c != '\\') {
                into += c;
            } else if (!escape(into)) {
                return false;
            }
        }
        return false;
    }

    bool escape(std::string& into) {
        if (at_ >= text_.size()) return false;
        auto const c = text_[at_++];
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (auto const i = letters.find(c); i != std::string_view::npos) {
            into += meanings[i];
            return true;
        }
        if (c != 'u' || text_.size() - at_ < 4) return false;
        unsigned code = 0;
        auto const result = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, code, 16);
        if (result.ec != std::errc{} || result.ptr != text_.data() + at_ + 4) return false;
        at_ += 4;
        // Names and words that this board knows are ASCII; anything else only has to stay harmless.
        into += code < 0x80 ? static_cast<char>(code) : '?';
        return true;
    }

    std::string_view text_;
    std::vector<JsonObject::Member>& members_;
    std::size_t at_ = 0;
};

std::optional<JsonObject> JsonObject::read(std::string_view text) {
    JsonObject object;
    if (text.size() > kMaxText || !JsonReader(text, object.members_).read()) return std::nullopt;
    return object;
}

JsonObject::Member const* JsonObject::find(std::string_view name) const {
    for (auto it = members_.rbegin(); it != members_.rend(); ++it)
        if (it->name == name) return &*it;
    return nullptr;
}

std::optional<std::string> JsonObject::text(std::string_view name) const {
    auto const* const member = find(name);
    if (member == nullptr || member->kind != Kind::text) return std::nullopt;
    return member->text;
}

std::optional<bool> JsonObject::boolean(std::string_view name) const {
    auto const* const member = find(name);
    if (member == nullptr || member->kind != Kind::boolean) return std::nullopt;
    return member->yes;
}

std::optional<std::int64_t> JsonObject::whole(std::string_view name) const {
    auto const* const member = find(name);
    if (member == nullptr || member->kind != Kind::whole) return std::nullopt;
    return member->number;
}

std::string json_quoted(std::string_view text) {
    std::string quoted = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(byte));
            quoted += code;
        } else {
            quoted += byte < 0x80 ? c : '?';
        }
    }
    return quoted += '"';
}

} // namespace cam
