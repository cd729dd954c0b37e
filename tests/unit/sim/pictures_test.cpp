#include "file_pictures.hpp"
#include "panorama.hpp"
#include "scene_pictures.hpp"
#include "video_pictures.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <unistd.h>

#include <fstream>

namespace watchpost::sim {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

SteadyTime const kShutter = SteadyTime{} + 1h;

class Folder {
public:
    Folder()
        : path_(fs::temp_directory_path() / ("watchpost-pictures-" + std::to_string(::getpid()))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;

    fs::path operator/(std::string const& name) const { return path_ / name; }
    fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

Bytes jpeg_of(cv::Size size, int shade, std::vector<int> const& how = {}) {
    Bytes bytes;
    cv::imencode(".jpg", cv::Mat(size, CV_8UC3, cv::Scalar::all(shade)), bytes, how);
    return bytes;
}

void write(fs::path const& path, Bytes const& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<char const*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

bool board_could_send(Picture const& picture) {
    auto const check = media::walk_jpeg(*picture.jpeg);
    return check.verdict == media::JpegVerdict::ok && check.width == picture.width && check.height == picture.height;
}

double difference(Picture const& a, Picture const& b) {
    cv::Mat const left = cv::imdecode(*a.jpeg, cv::IMREAD_COLOR);
    cv::Mat const right = cv::imdecode(*b.jpeg, cv::IMREAD_COLOR);
    return cv::norm(left, right, cv::NORM_L1) / static_cast<double>(left.total() * 3);
}

TEST(ScenePictures, AreBoardSizedAndMoveWithTheHead) {
    auto const head = std::make_shared<PanTilt>();
    Landscapes landscapes(1);
    auto const camera = landscapes.camera("sim-cam-1", 0, head);
    auto const ahead = camera->take({kShutter, 80, false});
    ASSERT_TRUE(ahead);
    EXPECT_TRUE(board_could_send(*ahead));
    EXPECT_EQ(ahead->width, 800);
    EXPECT_EQ(ahead->height, 600);
    EXPECT_GT(ahead->jpeg->size(), 20'000U);
    EXPECT_LT(ahead->jpeg->size(), 90'000U);

    auto const later = camera->take({kShutter + 500ms, 80, false});
    double const by_itself = difference(*ahead, *later);
    EXPECT_GT(by_itself, 0);

    head->move_to({120, 60}, kShutter, 0s);
    EXPECT_GT(difference(*ahead, *camera->take({kShutter + 500ms, 80, false})), 5 * by_itself);
}

TEST(ScenePictures, DifferFromCameraToCameraAndStayInsideAtTheEnds) {
    auto const head = std::make_shared<PanTilt>();
    Landscapes landscapes(1);
    auto const one = landscapes.camera("a", 0, head)->take({kShutter, 80, false});
    auto const two = landscapes.camera("b", 1, head)->take({kShutter, 80, false});
    EXPECT_GT(difference(*one, *two), 20);
    for (Bearing const end : {Bearing{20, 20}, Bearing{160, 160}, Bearing{0, 180}}) {
        head->move_to(end, kShutter, 0s);
        EXPECT_TRUE(landscapes.camera("a", 0, head)->take({kShutter, 80, true}));
    }
}

TEST(Album, KeepsBytesThatABoardCouldHaveSentAndOrdersByName) {
    Folder const folder;
    Bytes const first = jpeg_of({640, 480}, 10);
    Bytes const second = jpeg_of({800, 600}, 200);
    write(folder / "b.jpg", second);
    write(folder / "a.JPEG", first);
    write(folder / "c.jpg", Bytes(100, 7)); // no picture
    write(folder / "notes.txt", Bytes(5, 'x'));

    auto const album = load_album(folder.path());
    ASSERT_TRUE(album);
    ASSERT_EQ((*album)->size(), 2U);
    auto const camera = make_album_pictures(*album, 1);
    EXPECT_EQ(*camera->take({kShutter})->jpeg, second);
    EXPECT_EQ(*camera->take({kShutter})->jpeg, first);
    EXPECT_EQ(*camera->take({kShutter})->jpeg, second);
}

TEST(Album, MakesOverWhatNoBoardSends) {
    Folder const folder;
    write(folder / "progressive.jpg", jpeg_of({640, 480}, 90, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}));
    write(folder / "huge.jpg", jpeg_of({4000, 3000}, 90));
    cv::imwrite((folder / "drawn.png").string(), cv::Mat(100, 200, CV_8UC3, cv::Scalar(1, 2, 3)));
    cv::Mat noise(1944, 2592, CV_8UC3);
    cv::randu(noise, 0, 255);
    cv::imwrite((folder / "noise.jpg").string(), noise);

    auto const album = load_album(folder.path());
    ASSERT_TRUE(album);
    EXPECT_EQ((*album)->size(), 4U);
    for (Picture const& picture : **album) {
        EXPECT_TRUE(board_could_send(picture));
        EXPECT_LE(picture.jpeg->size(), 1'048'576U);
        EXPECT_LE(picture.width, 1600);
    }
}

TEST(Album, SaysWhenThereIsNothing) {
    Folder const folder;
    EXPECT_FALSE(load_album(folder.path()));
    EXPECT_FALSE(load_album(folder / "none.jpg"));
}

TEST(VideoPictures, PlayInTheirOwnTimeAndBeginAgain) {
    Folder const folder;
    fs::path const file = folder / "film.avi";
    {
        cv::VideoWriter writer(file.string(), cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10, {320, 240});
        ASSERT_TRUE(writer.isOpened());
        for (int i = 0; i < 10; ++i)
            writer.write(cv::Mat(240, 320, CV_8UC3, cv::Scalar::all(20 * i)));
    }
    auto const video = make_video_pictures(file, 0);
    ASSERT_TRUE(video);
    auto const shade = [&](SteadyTime when) {
        auto const picture = (*video)->take({when, 90, false});
        return cv::mean(cv::imdecode(*picture->jpeg, cv::IMREAD_COLOR))[0] / 20;
    };
    double const start = shade(kShutter);
    EXPECT_NEAR(shade(kShutter + 300ms), start + 3, 0.3);
    EXPECT_NEAR(shade(kShutter + 310ms), start + 3, 0.3);
    EXPECT_LT(shade(kShutter + 1000ms), start + 1);
    EXPECT_FALSE(make_video_pictures(folder / "none.mp4", 0));
}

} // namespace
} // namespace watchpost::sim
