#pragma once

#include <cstdlib>

static char const* const kWifiName = "lab";
static char const* const kWifiPassword = "unused";
static char const* const kHost = "127.0.0.1";
static int const kPort = std::atoi(std::getenv("WATCHPOST_PORT"));
static char const* const kToken = std::getenv("WATCHPOST_TOKEN");
static char const* const kDeviceId = "front-door";
