#include "simulation.hpp"

#include "camera_board.hpp"
#include "file_pictures.hpp"
#include "pico_board.hpp"
#include "plan.hpp"
#include "scene_pictures.hpp"
#include "video_pictures.hpp"

namespace watchpost::sim {
namespace {

using Pictures = std::vector<std::unique_ptr<PictureSource>>;
using Heads = std::vector<std::shared_ptr<PanTilt>>;

class Boards final : public Simulation {
public:
    explicit Boards(std::vector<std::shared_ptr<Board>> boards)
        : boards_(std::move(boards)) {}
    ~Boards() override { stop(); }
    Boards(Boards const&) = delete;
    Boards& operator=(Boards const&) = delete;

    void start() override {
        for (auto const& board : boards_)
            board->start();
    }

    void stop() override {
        for (auto const& board : boards_)
            board->stop();
    }

private:
    std::vector<std::shared_ptr<Board>> boards_;
};

/// What each camera sees.
Result<Pictures> make_pictures(SimulationOptions const& options, Heads const& heads) {
    Pictures pictures;
    auto const cameras = static_cast<std::size_t>(options.cameras);
    if (!options.source) {
        Landscapes landscapes(options.seed);
        for (std::size_t i = 0; i < cameras; ++i)
            pictures.push_back(landscapes.camera("sim-cam-" + std::to_string(i + 1), i, heads[i]));
        return pictures;
    }
    std::error_code unknown;
    if (std::filesystem::is_directory(*options.source, unknown) || is_picture_file(*options.source)) {
        auto const album = load_album(*options.source);
        if (!album) return album.error();
        for (std::size_t i = 0; i < cameras; ++i)
            pictures.push_back(make_album_pictures(*album, i));
        return pictures;
    }
    for (std::size_t i = 0; i < cameras; ++i) {
        constexpr double kSecondsApart = 3;
        auto video = make_video_pictures(*options.source, static_cast<double>(i) * kSecondsApart);
        if (!video) return video.error();
        pictures.push_back(std::move(*video));
    }
    return pictures;
}

} // namespace

Result<std::unique_ptr<Simulation>> make_simulation(asio::io_context& context, SimulationOptions options) {
    auto const plan = make_plan(std::move(options));
    if (!plan) return plan.error();
    SimulationOptions const& chosen = plan->options;

    // Pico N turns the head that camera N looks along; either may be alone.
    Heads heads(static_cast<std::size_t>(std::max(chosen.cameras, chosen.picos)));
    for (auto& head : heads)
        head = std::make_shared<PanTilt>();
    auto pictures = make_pictures(chosen, heads);
    if (!pictures) return pictures.error();

    std::vector<std::shared_ptr<Board>> boards;
    std::uint64_t seed = chosen.seed;
    for (int i = 0; i < chosen.cameras; ++i) {
        auto const index = static_cast<std::size_t>(i);
        boards.push_back(std::make_shared<CameraBoard>(context.get_executor(), plan->camera(i), plan->faults, ++seed,
                                                       plan->firmware, std::move((*pictures)[index]), chosen.fps));
    }
    for (int i = 0; i < chosen.picos; ++i) {
        auto const index = static_cast<std::size_t>(i);
        boards.push_back(std::make_shared<PicoBoard>(context.get_executor(), plan->pico(i), plan->faults, ++seed,
                                                     heads[index], chosen.move_speed, chosen.pico_device_ids));
    }
    return std::unique_ptr<Simulation>(std::make_unique<Boards>(std::move(boards)));
}

} // namespace watchpost::sim
