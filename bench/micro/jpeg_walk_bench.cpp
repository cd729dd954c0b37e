// What it costs to see that a camera's message is a sane JPEG.

#include "jpeg_maker.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <benchmark/benchmark.h>

#include <string>

namespace {

void jpeg_walk(benchmark::State& state) {
    // A made picture holds few 0xFF, a photograph about one in 256 bytes, and at each the walk stops to look.
    auto picture = fanbench::make_jpeg(static_cast<std::size_t>(state.range(0)), 7);
    for (auto at = picture.find("\xff\xda") + 16; at + 4 < picture.size(); at += 256)
        picture.replace(at, 3, {'\xff', '\0', '\x11'});
    std::span<std::uint8_t const> const bytes{reinterpret_cast<std::uint8_t const*>(picture.data()), picture.size()};
    for (auto _ : state) {
        auto const check = watchpost::media::walk_jpeg(bytes);
        if (check.verdict != watchpost::media::JpegVerdict::ok) state.SkipWithError("not a sane JPEG");
        benchmark::DoNotOptimize(check.width);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * picture.size()));
}
BENCHMARK(jpeg_walk)->Arg(8 * 1024)->Arg(25 * 1024)->Arg(60 * 1024);

} // namespace
