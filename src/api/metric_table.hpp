#pragma once

#include "metrics_page.hpp"

#include <watchpost/api/api.hpp>
#include <watchpost/core/device_status.hpp>

#include <optional>
#include <span>

namespace watchpost::api {

/// What the metrics are made of, at one moment.
struct MetricFacts {
    Sources const& sources;
    SystemStatus status;
    std::optional<double> free_percent; ///< of the disk with the data directory
};

struct Metric {
    std::string_view name; ///< without the prefix
    std::string_view type; ///< "counter", "gauge" or "histogram"
    std::string_view help;
    void (*write)(MetricsPage& page, MetricFacts const& facts);
};

/// All there are. Every label but `device` takes one of a small fixed set of words; devices are bounded in number, by
/// the status board (`StatusBoard::kMaxDevices`). None names a viewer.
std::span<Metric const> metric_table();

} // namespace watchpost::api
