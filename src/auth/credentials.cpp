#include <watchpost/auth/credentials.hpp>

#include <algorithm>
#include <array>

namespace watchpost::auth {
namespace {

TokenKind token_kind_of(DeviceKind kind) {
    return kind == DeviceKind::pico ? TokenKind::pico : TokenKind::esp32cam;
}

constexpr std::array kPrograms{TokenKind::viewer, TokenKind::operator_};

void add_name(std::vector<std::string>& names, std::string const& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string board_credential(TokenKind kind, TokenHash const& hash) {
    return "board/" + std::string(to_string(kind)) + "/" + to_hex(hash);
}

} // namespace

Credentials::Credentials(std::span<settings::Board const> boards, Secrets const& secrets, TokenKey const& own_key)
    : own_key_(own_key)
    , file_key_(secrets.key) {
    for (auto const& token : secrets.tokens)
        add({token.kind, token.hash, false, {token.name}});
    for (auto const& board : boards) {
        owned_.insert({board.kind, board.id});
        if (board.token.empty()) continue;
        auto const kind = token_kind_of(board.kind);
        if (auto const* const same = find(board.token, std::array{kind}))
            add_name(entries_[static_cast<std::size_t>(same - entries_.data())].names, board.id);
        else
            entries_.push_back({kind, own_key_.hash(board.token), true, {board.id}});
    }
    for (auto& entry : entries_) {
        auto const kind = board_of(entry.kind);
        if (!kind) continue;
        entry.credential = board_credential(entry.kind, entry.hash);
        for (auto const& name : entry.names)
            owned_.insert({*kind, name});
    }
}

void Credentials::add(Entry entry) {
    for (auto& other : entries_) {
        if (other.kind != entry.kind || !same_hash(other.hash, entry.hash)) continue;
        for (auto const& name : entry.names)
            add_name(other.names, name);
        return;
    }
    entries_.push_back(std::move(entry));
}

std::optional<BoardMatch> Credentials::board(DeviceKind kind, std::string_view token) const {
    auto const* const entry = find(token, std::array{token_kind_of(kind)});
    if (entry == nullptr) return std::nullopt;
    auto const id = entry->names.size() == 1 ? std::optional(entry->names.front()) : std::nullopt;
    return BoardMatch{kind, id, entry->credential, entry->names};
}

bool Credentials::has_board(std::string_view credential) const {
    return std::any_of(entries_.begin(), entries_.end(),
                       [credential](Entry const& entry) { return entry.credential == credential; });
}

bool Credentials::is_owned(DeviceKind kind, DeviceId const& id) const {
    return owned_.contains({kind, id});
}

std::optional<ProgramMatch> Credentials::program(std::string_view token) const {
    auto const* const entry = find(token, kPrograms);
    if (entry == nullptr || entry->names.size() != 1) return std::nullopt;
    return ProgramMatch{entry->names.front(), *role_of(entry->kind), entry->kind, entry->hash};
}

Credentials::Entry const* Credentials::find(std::string_view token, std::span<TokenKind const> kinds) const {
    auto const own = own_key_.hash(token);
    auto const kept = file_key_.hash(token);
    Entry const* found = nullptr;
    for (auto const& entry : entries_) { // all of them, always: an early end would tell which one it was
        bool const same = same_hash(entry.hash, entry.is_own ? own : kept);
        bool const wanted = std::find(kinds.begin(), kinds.end(), entry.kind) != kinds.end();
        if (same && wanted) found = &entry;
    }
    return found;
}

} // namespace watchpost::auth
