#pragma once

#include <filesystem>
#include <memory>

namespace watchpost::test {

/// A plain port at 127.0.0.1 in front of a TLS port there, so that every client of these tests can speak TLS. Trusts
/// one certificate only, and drops who shows another.
class TlsTunnel {
public:
    TlsTunnel(unsigned short tls_port, std::filesystem::path const& certificate);
    ~TlsTunnel();
    unsigned short port() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace watchpost::test
