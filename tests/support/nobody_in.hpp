#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace watchpost::test {

/// While it lives, a process of root's, who may write everywhere, is one of nobody's, to whom this folder belongs.
class NobodyIn {
public:
    explicit NobodyIn(std::filesystem::path const& folder) {
        if (::geteuid() != 0) return;
        constexpr uid_t nobody = 65534;
        EXPECT_EQ(::chown(folder.c_str(), nobody, nobody), 0);
        for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
            EXPECT_EQ(::chown(entry.path().c_str(), nobody, nobody), 0);
        EXPECT_EQ(::seteuid(nobody), 0);
        changed_ = true;
    }
    NobodyIn(NobodyIn const&) = delete;
    NobodyIn& operator=(NobodyIn const&) = delete;
    ~NobodyIn() { EXPECT_TRUE(!changed_ || ::seteuid(0) == 0); }

private:
    bool changed_ = false;
};

} // namespace watchpost::test
