#include <watchpost/auth/credentials.hpp>

#include <algorithm>
#include <array>

namespace watchpost::auth {
namespace {

TokenKind token_kind_of(DeviceKind kind) {
    return kind == DeviceKind::pico ? TokenKind::pico : TokenKind::esp32cam;
}

constexpr std::array kPrograms{TokenKind::viewer, TokenKind::operator_};

std::string board_credential(TokenKind kind, TokenHash const& hash) {
    return "board/" + std::string(to_string(kind)) + "/" + to_hex(hash);
}

} // namespace

Credentials::Credentials(std::span<settings::Board const> boards, Secrets const& secrets, TokenKey const& own_key)
    : own_key_(own_key)
    , file_key_(secrets.key) {
    for (auto const& token : secrets.tokens)
        add({token.kind, token.hash, false, token.name});
    for (auto const& board : boards) {
        if (board.token.empty()) continue;
        auto const kind = token_kind_of(board.kind);
        if (auto const* const same = find(board.token, std::array{kind}))
            entries_[static_cast<std::size_t>(same - entries_.data())].name.reset();
        else
            entries_.push_back({kind, own_key_.hash(board.token), true, board.id});
    }
    for (auto& entry : entries_)
        if (board_of(entry.kind)) entry.credential = board_credential(entry.kind, entry.hash);
}

void Credentials::add(Entry entry) {
    for (auto& other : entries_) {
        if (other.kind != entry.kind || !same_hash(other.hash, entry.hash)) continue;
        other.name.reset();
        return;
    }
    entries_.push_back(std::move(entry));
}

std::optional<BoardMatch> Credentials::board(DeviceKind kind, std::string_view token) const {
    auto const* const entry = find(token, std::array{token_kind_of(kind)});
    if (entry == nullptr) return std::nullopt;
    return BoardMatch{kind, entry->name, entry->credential};
}

bool Credentials::has_board(std::string_view credential) const {
    return std::any_of(entries_.begin(), entries_.end(),
                       [credential](Entry const& entry) { return entry.credential == credential; });
}

bool Credentials::is_owned(DeviceKind kind, DeviceId const& id) const {
    return std::any_of(entries_.begin(), entries_.end(), [&, wanted = token_kind_of(kind)](Entry const& entry) {
        return entry.kind == wanted && entry.name == id;
    });
}

std::optional<ProgramMatch> Credentials::program(std::string_view token) const {
    auto const* const entry = find(token, kPrograms);
    if (entry == nullptr || !entry->name) return std::nullopt;
    return ProgramMatch{*entry->name, *role_of(entry->kind), entry->kind, entry->hash};
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
