#pragma once

#include <string>
#include <utility>
#include <variant>

namespace watchpost {

/// Why something expected did not work, in a sentence a person can act on: it names the thing, the value and what is
/// allowed.
struct Error {
    std::string message;
};

/// A value, or the reason there is none. Expected failures travel in here; exceptions are bugs.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error)
        : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    /// Requires: `*this` holds a value.
    T& operator*() { return std::get<0>(state_); }
    T const& operator*() const { return std::get<0>(state_); }
    T* operator->() { return &std::get<0>(state_); }
    T const* operator->() const { return &std::get<0>(state_); }
    /// Requires: `*this` holds an error.
    Error const& error() const { return std::get<1>(state_); }

private:
    std::variant<T, Error> state_;
};

} // namespace watchpost
