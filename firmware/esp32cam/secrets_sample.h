// Copy this file to secrets.h and fill it in. secrets.h is never committed.
#pragma once

static char const* const kWifiName = "name of your network";
static char const* const kWifiPassword = "its password";

static char const* const kHost = "192.168.0.10"; // where watchpost runs; an address needs no name server
static int const kPort = 3000;

static char const* const kToken = "the token of this board in the configuration of watchpost";
static char const* const kDeviceId = "front-door"; // 1 to 32 of a-z 0-9 _ -
