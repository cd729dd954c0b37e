#pragma once

#include "pan_tilt.hpp"
#include "picture_source.hpp"

#include <memory>
#include <string>

namespace watchpost::sim {

/// Draws the landscapes that cameras look at, each once, however many cameras look at it.
class Landscapes {
public:
    explicit Landscapes(std::uint64_t seed);
    ~Landscapes();
    Landscapes(Landscapes const&) = delete;
    Landscapes& operator=(Landscapes const&) = delete;

    /// A camera that looks through a window of 800x600, where `head` points it. Clouds and cars move, and the corners
    /// tell camera, time and bearing. Cameras of neighbouring numbers see different landscapes.
    std::unique_ptr<PictureSource> camera(std::string name, std::uint64_t number, std::shared_ptr<PanTilt const> head);

private:
    struct Drawn;
    std::uint64_t seed_;
    std::unique_ptr<Drawn> drawn_;
};

} // namespace watchpost::sim
