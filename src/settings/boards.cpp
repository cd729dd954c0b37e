#include "boards.hpp"

#include "entry_keys.hpp"
#include "typed_value.hpp"

#include <watchpost/json/json.hpp>

#include <algorithm>
#include <set>

namespace watchpost::settings {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestToken = 256;

std::string kind_of_value(json const& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    return std::string("a ") + value.type_name();
}

bool is_token(std::string const& text) {
    return !text.empty() && text.size() <= kLongestToken &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7e && c != ','; });
}

Result<Board> read_board(std::string const& where, json const& entry) {
    if (!entry.is_object()) {
        return Error{where + " is " + kind_of_value(entry) + "; it must be an object with id, kind and token"};
    }
    static EntryKeys const keys{{"id", "kind"}, {"token"}, "a board has id and kind, and may have a token"};
    if (auto wrong = check_keys(where, entry, keys)) return *wrong;
    auto id = plain_text(entry["id"]);
    if (!id || !is_device_id(*id)) {
        return Error{where + ".id is " + shown(entry["id"]) +
                     "; it must be 1 to 32 of the characters a-z, 0-9, _ and -"};
    }
    auto const kind = device_kind_from(plain_text(entry["kind"]).value_or(""));
    if (!kind) return Error{where + ".kind is " + shown(entry["kind"]) + "; it must be esp32cam or pico"};
    if (!entry.contains("token")) return Board{std::move(*id), *kind, {}};
    auto token = plain_text(entry["token"]);
    if (!token || !is_token(*token)) {
        return Error{where + ".token (of " + *id +
                     ") is not usable; it must be a string of 1 to 256 visible ASCII characters without a comma or a "
                     "space (its value is not shown here)"};
    }
    return Board{std::move(*id), *kind, std::move(*token)};
}

} // namespace

Result<std::vector<Board>> read_boards(json const& list) {
    if (!list.is_array()) {
        return Error{"boards is " + kind_of_value(list) + "; it must be a list of objects with id, kind and token"};
    }
    std::vector<Board> boards;
    std::set<DeviceKey> seen;
    for (auto const& entry : list) {
        auto const where = "boards[" + std::to_string(boards.size()) + "]";
        auto board = read_board(where, entry);
        if (!board) return board.error();
        if (!seen.insert({board->kind, board->id}).second) {
            return Error{where + ".id is " + in_quotes(board->id) + ", which an earlier " +
                         std::string(to_string(board->kind)) + " has already; every id must be unique within its kind"};
        }
        boards.push_back(std::move(*board));
    }
    return boards;
}

} // namespace watchpost::settings
