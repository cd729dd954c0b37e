#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/core/result.hpp>
#include <watchpost/core/token_bucket.hpp>
#include <watchpost/core/workers.hpp>
#include <watchpost/hub/hub.hpp>

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace watchpost::archive {

class PhotoFolder;
class PhotoShelf;
struct PhotoRoom;

/// Keeps the photos of all cameras below the data directory, knows what is there, and tells the hub: a photo that was
/// asked for is answered for when it is on the disk. Loop thread only; the disk is left to the workers. When there are
/// more bytes or photos than allowed, whoever takes more than its share makes room, and its photos that came first go
/// first (SECURITY rule 36). Photos that nobody asked for come at a rate. A disk that is full or read-only costs the
/// photo, with an event that says so, and nothing else; the next photo tries again. Errors name no place outside the
/// data directory.
class Gallery final : private hub::PhotoSubscriber {
public:
    /// Photos that wait for a slow disk, of all cameras and of one; beyond, they are refused.
    static constexpr std::size_t kMaxPending = 24;
    static constexpr std::size_t kMaxPendingOfOne = 6;
    /// However small they are, there is no more than one photo for so many of the bytes that are allowed.
    static constexpr std::uint64_t kBytesForOne = 16 * 1024;
    /// Of photos that nobody asked for one camera may send so many at once, and then one each time; cameras whose names
    /// nobody owns may also send only so many together, so that more names are no more photos.
    static constexpr int kUnaskedAtOnce = 10;
    static constexpr std::chrono::seconds kUnaskedEvery{10};
    static constexpr int kStrangersAtOnce = 40;
    static constexpr std::chrono::seconds kStrangersEvery{2};

    /// `hub` and `workers` live longer. Nothing is there before `open`.
    Gallery(hub::Hub& hub, Workers& workers, std::filesystem::path const& data_dir, std::uint64_t max_bytes,
            std::uint64_t bytes_for_one = kBytesForOne);
    ~Gallery();

    /// Begins to find out what is there. A folder that cannot be used is told to the log, and is looked through again
    /// when it can.
    void open();

    /// Which cameras' names are owned, by a token or the configuration: each has a share of the room, and all others
    /// have one together. Nobody's are until then. Call again when that changes.
    void set_owned(std::function<bool(DeviceId const&)> owned);

    /// Asked before a photo of `size` bytes that nobody asked for is stored: false when it came too soon, which is
    /// counted.
    bool takes_unasked(DeviceId const& camera, std::size_t size);

    using Stored = std::function<void(Result<StoredPhoto>)>;
    /// Keeps a photo; `done` hears its id, or why it could not be kept.
    void store(PhotoPtr photo, Stored done);

    using Loaded = std::function<void(Result<std::string>)>;
    /// The bytes of a photo that `find` knows. One whose file is gone fails, and `find` does not know it any more.
    void load(std::string const& id, Loaded done);

    using Removed = std::function<void(std::optional<Error>)>;
    /// A photo that `find` knows, and from now on does not, unless the disk refuses.
    void remove(std::string const& id, Removed done);

    std::optional<StoredPhoto> find(std::string const& id) const;
    /// The one that came last first: `limit` of them behind the first `offset`, of one camera or of all.
    std::vector<StoredPhoto> list(std::optional<DeviceId> const& camera, std::size_t offset, std::size_t limit) const;
    std::size_t count(std::optional<DeviceId> const& camera) const;
    /// What the files take on the disk.
    std::uint64_t used_bytes() const;
    std::uint64_t max_bytes() const { return max_bytes_; }
    void set_max_bytes(std::uint64_t max_bytes);

    /// Nothing while photos can be kept, as far as is known; else the reason why not.
    std::optional<Error> const& trouble() const { return trouble_; }

private:
    struct Waiting {
        PhotoPtr photo;
        Stored done;
    };
    static constexpr std::size_t kMostRates = 1024;

    void on_photo(PhotoPtr const& photo) override;
    void write_waiting();
    void write(PhotoPtr const& photo, Stored done);
    void end(Photo const& photo, Result<StoredPhoto> stored, Stored const& done);
    std::optional<Error> refusal_of(Photo const& photo);
    void drop(std::string const& id);
    void make_room(std::string const& newcomer);
    void note(std::optional<Error> trouble);
    PhotoRoom room() const;

    hub::Hub& hub_;
    Workers& workers_;
    std::filesystem::path data_dir_;
    std::shared_ptr<PhotoFolder> folder_; ///< the workers' own while they use it
    std::unique_ptr<PhotoShelf> shelf_;
    bool knows_all_ = false; ///< what is in the folder
    bool is_opening_ = false;
    std::deque<Waiting> waiting_; ///< for that
    std::map<DeviceId, std::size_t> pending_;
    std::size_t all_pending_ = 0;
    std::set<CommandId> answering_; ///< whose photo is being written
    std::map<DeviceId, TokenBucket> unasked_;
    TokenBucket strangers_{kStrangersEvery, kStrangersAtOnce};
    std::uint64_t newest_ = 0; ///< the number of the photo that came last
    std::uint64_t max_bytes_;
    std::uint64_t bytes_for_one_;
    std::optional<Error> trouble_;
    Guard subscription_;
};

} // namespace watchpost::archive
