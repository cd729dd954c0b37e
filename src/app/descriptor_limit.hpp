#pragma once

namespace watchpost::app {

/// Raises the soft limit of open files to the hard one: the usual soft limit of 1,024 is less than the connections that
/// the default configuration allows.
void raise_descriptor_limit();

} // namespace watchpost::app
