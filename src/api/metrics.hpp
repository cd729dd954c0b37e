#pragma once

#include <watchpost/api/api.hpp>
#include <watchpost/core/shared_question.hpp>

#include <optional>

namespace watchpost::api {

/// How much of the disk is free.
using FreePercent = SharedQuestion<std::optional<double>>;

/// The page for Prometheus: every metric of the table, as it is now.
net::Answer get_metrics(Sources const& sources, FreePercent& disk);

} // namespace watchpost::api
