#pragma once

#include <watchpost/core/histogram.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchpost::api {

/// The text that Prometheus reads (its exposition format, version 0.0.4): one family after another.
class MetricsPage {
public:
    using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

    /// What follows belongs to it. `name` without the prefix.
    void family(std::string_view name, std::string_view type, std::string_view help);

    void sample(Labels const& labels, std::uint64_t value, std::string_view suffix = "");
    void sample(Labels const& labels, double value, std::string_view suffix = "");
    void sample(Labels const& labels, int value) { sample(labels, static_cast<double>(value)); }
    void sample(Labels const& labels, bool value) { sample(labels, std::uint64_t{value}); }

    template <auto const& kBounds>
    void histogram(Labels const& labels, Histogram<kBounds> const& values) {
        auto const within = values.within();
        for (std::size_t i = 0; i < within.size(); ++i)
            bucket(labels, number(kBounds[i]), within[i]);
        bucket(labels, "+Inf", values.count());
        sample(labels, values.sum(), "_sum");
        sample(labels, values.count(), "_count");
    }

    std::string take() { return std::move(text_); }

private:
    static std::string number(double value);
    void bucket(Labels labels, std::string_view bound, std::uint64_t count);
    void line(Labels const& labels, std::string const& value, std::string_view suffix);

    std::string text_;
    std::string name_;
};

} // namespace watchpost::api
