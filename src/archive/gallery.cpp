#include "photo_folder.hpp"
#include "photo_name.hpp"

#include <watchpost/archive/gallery.hpp>
#include <watchpost/disk/atomic_file.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace watchpost::archive {
namespace {

using std::chrono::milliseconds;

/// The outcome of work until it is done, and of work that a fault of ours ended.
Error not_done() {
    return {"the work on the disk failed; the log says more"};
}

DeviceKey key_of(DeviceId const& camera) {
    return {DeviceKind::esp32cam, camera};
}

} // namespace

Gallery::Gallery(hub::Hub& hub, Workers& workers, std::filesystem::path const& data_dir, std::uint64_t max_bytes)
    : hub_(hub)
    , workers_(workers)
    , data_dir_(data_dir)
    , folder_(std::make_shared<PhotoFolder>(data_dir / "photos"))
    , max_bytes_(max_bytes)
    , subscription_(hub.photo_takers.join(*this)) {}

Gallery::~Gallery() = default;

void Gallery::open() {
    auto const found = std::make_shared<PhotoFolder::Found>(PhotoFolder::Found{{}, not_done()});
    workers_.run([folder = folder_, found] { *found = folder->open(); },
                 [this, found] {
                     note(found->trouble);
                     for (auto const& photo : found->photos)
                         put(photo);
                     make_room({});
                 });
}

void Gallery::store(PhotoPtr photo, Stored done) {
    if (reserved_.size() >= kMaxPending) return done(Error{"too many photos wait for the disk"});
    StoredPhoto stored{free_id(*photo), photo->camera, photo->jpeg.size(), photo->width,
                       photo->height,   photo->terms,  photo->taken};
    reserved_.insert(stored.id);
    auto const failure = std::make_shared<std::optional<Error>>(not_done());
    workers_.run([folder = folder_, photo, id = stored.id, failure] { *failure = folder->store(id, photo->jpeg); },
                 [this, stored, failure, tell = std::move(done)] {
                     reserved_.erase(stored.id);
                     bool const recovered = trouble_ && !*failure;
                     note(*failure);
                     if (*failure) return tell(disk::without_place(**failure, data_dir_));
                     put(stored);
                     make_room(stored.id);
                     hub_.events.tell(key_of(stored.camera), Event::PhotoCaptured{stored});
                     tell(stored);
                     if (recovered) open();
                 });
}

void Gallery::load(std::string const& id, Loaded done) {
    struct Outcome {
        Result<std::string> bytes = not_done();
        bool gone = false;
    };
    auto const outcome = std::make_shared<Outcome>();
    auto work = [folder = folder_, id, outcome] {
        outcome->bytes = folder->load(id);
        outcome->gone = !outcome->bytes && folder->lacks(id);
    };
    workers_.run(std::move(work), [this, id, outcome, tell = std::move(done)] {
        if (outcome->gone) drop(id);
        if (outcome->bytes) return tell(std::move(*outcome->bytes));
        spdlog::warn("photos: {}", outcome->bytes.error().message);
        tell(disk::without_place(outcome->bytes.error(), data_dir_));
    });
}

void Gallery::remove(std::string const& id, Removed done) {
    auto const photo = find(id);
    if (!photo) return done(std::nullopt);
    take_out(id);
    auto const failure = std::make_shared<std::optional<Error>>(not_done());
    workers_.run([folder = folder_, id, failure] { *failure = folder->remove(id); },
                 [this, photo = *photo, failure, tell = std::move(done)] {
                     if (!*failure) {
                         if (photos_.contains(photo.id)) take_out(photo.id); // found again meanwhile
                         hub_.events.tell(key_of(photo.camera), Event::PhotoDeleted{photo.id});
                         return tell(std::nullopt);
                     }
                     put(photo);
                     spdlog::warn("photos: {}", (*failure)->message);
                     tell(disk::without_place(**failure, data_dir_));
                 });
}

std::optional<StoredPhoto> Gallery::find(std::string const& id) const {
    auto const it = photos_.find(id);
    return it == photos_.end() ? std::nullopt : std::optional(it->second);
}

std::vector<StoredPhoto> Gallery::list(std::optional<DeviceId> const& camera, std::size_t offset,
                                       std::size_t limit) const {
    std::vector<StoredPhoto> photos;
    for (auto it = photos_.rbegin(); it != photos_.rend() && photos.size() < limit; ++it) {
        if (camera && it->second.camera != *camera) continue;
        if (offset > 0)
            --offset;
        else
            photos.push_back(it->second);
    }
    return photos;
}

std::size_t Gallery::count(std::optional<DeviceId> const& camera) const {
    if (!camera) return photos_.size();
    return static_cast<std::size_t>(std::count_if(
        photos_.begin(), photos_.end(), [&camera](auto const& item) { return item.second.camera == *camera; }));
}

void Gallery::on_photo(PhotoPtr const& photo) {
    auto const asked = hub_.commands.capture_of(key_of(photo->camera), photo->terms);
    store(photo, [this, asked, camera = photo->camera](Result<StoredPhoto> const& stored) {
        hub::BoardAnswer answer{};
        answer.about = "capture_photo";
        answer.command = asked.value_or(0); // none has this number: nobody asked for it
        answer.refused = !stored;
        answer.detail = stored ? stored->id : stored.error().message;
        if (!stored) hub_.events.tell(key_of(camera), Event::PhotoFailed{answer.detail});
        hub_.commands.on_answer(key_of(camera), std::move(answer));
    });
}

void Gallery::put(StoredPhoto photo) {
    auto const size = photo.size;
    if (photos_.emplace(photo.id, std::move(photo)).second) used_bytes_ += size;
}

void Gallery::take_out(std::string const& id) {
    auto const it = photos_.find(id);
    used_bytes_ -= it->second.size;
    photos_.erase(it);
}

void Gallery::drop(std::string const& id) {
    auto const it = photos_.find(id);
    if (it == photos_.end()) return;
    auto const camera = it->second.camera;
    take_out(id);
    hub_.events.tell(key_of(camera), Event::PhotoDeleted{id});
}

void Gallery::set_max_bytes(std::uint64_t max_bytes) {
    max_bytes_ = max_bytes;
    make_room({});
}

/// The newcomer stays, though a clock that was set back makes it the oldest.
void Gallery::make_room(std::string const& newcomer) {
    for (auto it = photos_.begin(); used_bytes_ > max_bytes_ && photos_.size() > 1;) {
        auto const oldest = (it++)->first;
        if (oldest == newcomer) continue;
        drop(oldest);
        workers_.run([folder = folder_, oldest] { folder->remove(oldest); }, [] {});
    }
}

/// Said once when it begins and once when it is over.
void Gallery::note(std::optional<Error> trouble) {
    if (trouble && !trouble_) spdlog::warn("photos cannot be kept: {}", trouble->message);
    if (!trouble && trouble_) spdlog::info("photos can be kept again");
    if (trouble) trouble = disk::without_place(std::move(*trouble), data_dir_);
    trouble_ = std::move(trouble);
}

/// Two photos of one millisecond do not share a name.
std::string Gallery::free_id(Photo const& photo) const {
    Photo named{{}, photo.camera, photo.width, photo.height, photo.terms, photo.taken};
    auto id = photo_id(named);
    while (photos_.contains(id) || reserved_.contains(id)) {
        named.taken += milliseconds(1);
        id = photo_id(named);
    }
    return id;
}

} // namespace watchpost::archive
