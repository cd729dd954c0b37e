#include "photo_folder.hpp"
#include "photo_name.hpp"
#include "photo_shelf.hpp"

#include <watchpost/archive/gallery.hpp>
#include <watchpost/disk/atomic_file.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace watchpost::archive {
namespace {

/// The outcome of work until it is done, and of work that a fault of ours ended.
Error not_done() {
    return {"the work on the disk failed; the log says more"};
}

DeviceKey key_of(DeviceId const& camera) {
    return {DeviceKind::esp32cam, camera};
}

} // namespace

Gallery::Gallery(hub::Hub& hub, Workers& workers, std::filesystem::path const& data_dir, std::uint64_t max_bytes,
                 std::uint64_t bytes_for_one)
    : hub_(hub)
    , workers_(workers)
    , data_dir_(data_dir)
    , folder_(std::make_shared<PhotoFolder>(data_dir / "photos"))
    , shelf_(std::make_unique<PhotoShelf>())
    , max_bytes_(max_bytes)
    , bytes_for_one_(bytes_for_one)
    , subscription_(hub.photo_takers.join(*this)) {}

Gallery::~Gallery() = default;

void Gallery::open() {
    if (std::exchange(is_opening_, true)) return;
    auto const found = std::make_shared<PhotoFolder::Found>(PhotoFolder::Found{{}, false, not_done()});
    workers_.run([folder = folder_, found] { *found = folder->open(); },
                 [this, found] {
                     is_opening_ = false;
                     knows_all_ = knows_all_ || found->is_all;
                     note(found->trouble);
                     for (auto const& photo : found->photos)
                         shelf_->put(photo);
                     make_room({});
                     write_waiting();
                 });
}

void Gallery::set_owned(std::function<bool(DeviceId const&)> owned) {
    shelf_->set_owned(std::move(owned));
}

void Gallery::store(PhotoPtr photo, Stored done) {
    auto& pending = pending_[photo->camera];
    if (pending >= kMaxPendingOfOne || all_pending_ >= kMaxPending) {
        if (pending == 0) pending_.erase(photo->camera);
        ++hub_.traffic.refused_photos["disk_is_slow"];
        return done(Error{"too many photos wait for the disk"});
    }
    ++pending;
    ++all_pending_;
    waiting_.push_back({std::move(photo), std::move(done)});
    // What came before decides the number that a new one has.
    if (knows_all_)
        write_waiting();
    else
        open();
}

void Gallery::write_waiting() {
    while (!waiting_.empty()) {
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        if (knows_all_)
            write(next.photo, std::move(next.done));
        else
            end(*next.photo, trouble_.value_or(not_done()), next.done);
    }
}

/// For the answer the photo counts no more as one that waits.
void Gallery::end(Photo const& photo, Result<StoredPhoto> stored, Stored const& done) {
    auto const pending = pending_.find(photo.camera);
    if (--pending->second == 0) pending_.erase(pending);
    --all_pending_;
    done(std::move(stored));
}

void Gallery::write(PhotoPtr const& photo, Stored done) {
    if (auto refusal = refusal_of(*photo)) return end(*photo, std::move(*refusal), done);
    newest_ = std::max(newest_, shelf_->newest_arrival()) + 1;
    StoredPhoto stored{photo_id(*photo, newest_),
                       photo->camera,
                       photo->jpeg.size(),
                       photo->width,
                       photo->height,
                       photo->terms,
                       photo->taken,
                       newest_,
                       0};
    auto const taken = std::make_shared<Result<std::uint64_t>>(not_done());
    workers_.run([folder = folder_, photo, id = stored.id, taken] { *taken = folder->store(id, photo->jpeg); },
                 [this, photo, stored, taken, tell = std::move(done)]() mutable {
                     auto const failure = *taken ? std::nullopt : std::optional(taken->error());
                     bool const recovered = trouble_ && !failure;
                     note(failure);
                     if (failure) return end(*photo, disk::without_place(*failure, data_dir_), tell);
                     stored.allocated = **taken;
                     shelf_->put(stored);
                     make_room(stored.id);
                     hub_.events.tell(key_of(stored.camera), Event::PhotoCaptured{stored});
                     end(*photo, stored, tell);
                     if (recovered) open();
                 });
}

/// One that is larger than its camera's share would push out the photos of others, or itself.
std::optional<Error> Gallery::refusal_of(Photo const& photo) {
    auto const largest = shelf_->largest_of(photo.camera, room());
    auto const size = photo.jpeg.size();
    if (size <= largest || shelf_->bytes() + size <= max_bytes_) return std::nullopt;
    ++hub_.traffic.refused_photos["share"];
    return Error{"the photo has " + std::to_string(size) + " bytes, and its camera may have " +
                 std::to_string(largest) + " of photos.max_bytes while there is no room"};
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
    auto photo = shelf_->take(id);
    if (!photo) return done(std::nullopt);
    auto const failure = std::make_shared<std::optional<Error>>(not_done());
    workers_.run([folder = folder_, id, failure] { *failure = folder->remove(id); },
                 [this, photo = std::move(*photo), failure, tell = std::move(done)] {
                     if (!*failure) {
                         shelf_->take(photo.id); // found again meanwhile
                         hub_.events.tell(key_of(photo.camera), Event::PhotoDeleted{photo.id});
                         return tell(std::nullopt);
                     }
                     shelf_->put(photo);
                     spdlog::warn("photos: {}", (*failure)->message);
                     tell(disk::without_place(**failure, data_dir_));
                 });
}

std::optional<StoredPhoto> Gallery::find(std::string const& id) const {
    return shelf_->find(id);
}

std::vector<StoredPhoto> Gallery::list(std::optional<DeviceId> const& camera, std::size_t offset,
                                       std::size_t limit) const {
    return shelf_->list(camera, offset, limit);
}

std::size_t Gallery::count(std::optional<DeviceId> const& camera) const {
    return shelf_->count(camera);
}

std::uint64_t Gallery::used_bytes() const {
    return shelf_->bytes();
}

bool Gallery::takes_unasked(DeviceId const& camera, std::size_t size) {
    if (unasked_.size() >= kMostRates && !unasked_.contains(camera)) unasked_.clear();
    auto const now = hub_.clock.now();
    auto& rate = unasked_.try_emplace(camera, kUnaskedEvery, kUnaskedAtOnce).first->second;
    if (rate.take(now) && (shelf_->is_owned(camera) || strangers_.take(now))) return true;
    ++hub_.traffic.refused_photos["unasked"];
    if (hub_.board.knows(key_of(camera)))
        hub_.links.note(key_of(camera), LinkEntry::Kind::unasked, {}, static_cast<std::int64_t>(size));
    return false;
}

/// A second photo for one command is one that nobody asked for.
void Gallery::on_photo(PhotoPtr const& photo) {
    auto asked = hub_.commands.capture_of(key_of(photo->camera), photo->terms);
    if (asked && !answering_.insert(*asked).second) asked.reset();
    if (!asked && !takes_unasked(photo->camera, photo->jpeg.size())) return;
    store(photo, [this, asked, camera = photo->camera](Result<StoredPhoto> const& stored) {
        if (asked) answering_.erase(*asked);
        hub::BoardAnswer answer{};
        answer.about = "capture_photo";
        answer.command = asked.value_or(0); // none has this number: nobody asked for it
        answer.refused = !stored;
        answer.detail = stored ? stored->id : stored.error().message;
        if (!stored) hub_.events.tell(key_of(camera), Event::PhotoFailed{answer.detail});
        hub_.commands.on_answer(key_of(camera), std::move(answer));
    });
}

void Gallery::drop(std::string const& id) {
    auto const photo = shelf_->take(id);
    if (photo) hub_.events.tell(key_of(photo->camera), Event::PhotoDeleted{id});
}

void Gallery::set_max_bytes(std::uint64_t max_bytes) {
    max_bytes_ = max_bytes;
    make_room({});
}

PhotoRoom Gallery::room() const {
    return {max_bytes_, static_cast<std::size_t>(max_bytes_ / bytes_for_one_)};
}

void Gallery::make_room(std::string const& newcomer) {
    std::vector<std::string> gone;
    while (auto const next = shelf_->next_to_go(room(), newcomer)) {
        drop(*next);
        gone.push_back(*next);
    }
    if (gone.empty()) return;
    auto work = [folder = folder_, gone = std::move(gone)] {
        for (auto const& id : gone)
            folder->remove(id);
    };
    workers_.run(std::move(work), [] {});
}

/// Said once when it begins and once when it is over.
void Gallery::note(std::optional<Error> trouble) {
    if (trouble && !trouble_) spdlog::warn("photos cannot be kept: {}", trouble->message);
    if (!trouble && trouble_) spdlog::info("photos can be kept again");
    if (trouble) trouble = disk::without_place(std::move(*trouble), data_dir_);
    trouble_ = std::move(trouble);
}

} // namespace watchpost::archive
