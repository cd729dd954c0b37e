#pragma once

#include <watchpost/core/link_report.hpp>

#include <string>

namespace watchpost::protocol {

/// What `GET /api/v1/devices/{id}/diagnosis` answers (docs/reference.md).
std::string diagnosis_document(LinkReport const& report);

} // namespace watchpost::protocol
