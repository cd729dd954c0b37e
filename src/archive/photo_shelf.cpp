#include "photo_shelf.hpp"

#include <algorithm>

namespace watchpost::archive {
namespace {

/// Of the cameras of the common share so many at most make the largest photo smaller: more names than a few do not.
constexpr std::size_t kMostThatDivide = 8;

/// The entry that takes most; of two that take as much `favourite`.
template <class Map, class Measure>
auto heaviest(Map const& map, std::string const& favourite, Measure measure) {
    auto found = map.find(favourite);
    for (auto it = map.begin(); it != map.end(); ++it)
        if (found == map.end() || measure(it->second) > measure(found->second)) found = it;
    return found;
}

} // namespace

void PhotoShelf::set_owned(Owned owned) {
    owned_ = std::move(owned);
    shares_.clear();
    share_names_.clear();
    order_.clear();
    bytes_ = 0;
    for (auto const& [id, photo] : photos_)
        add(photo);
}

void PhotoShelf::put(StoredPhoto photo) {
    auto const [it, is_new] = photos_.try_emplace(photo.id, photo);
    if (is_new) add(it->second);
}

std::optional<StoredPhoto> PhotoShelf::take(std::string const& id) {
    auto node = photos_.extract(id);
    if (node.empty()) return std::nullopt;
    subtract(node.mapped());
    return std::move(node.mapped());
}

std::string PhotoShelf::share_of(DeviceId const& camera) const {
    auto const known = share_names_.find(camera);
    if (known != share_names_.end()) return known->second;
    return is_owned(camera) ? camera : std::string();
}

void PhotoShelf::add(StoredPhoto const& photo) {
    newest_ = std::max(newest_, photo.arrival);
    bytes_ += photo.allocated;
    order_.insert({photo.arrival, photo.id});
    auto& share = shares_[share_names_.try_emplace(photo.camera, share_of(photo.camera)).first->second];
    auto& camera = share.cameras[photo.camera];
    camera.order.insert({photo.arrival, photo.id});
    for (Load* const load : {static_cast<Load*>(&share), static_cast<Load*>(&camera)}) {
        load->bytes += photo.allocated;
        ++load->photos;
    }
}

void PhotoShelf::subtract(StoredPhoto const& photo) {
    bytes_ -= photo.allocated;
    order_.erase({photo.arrival, photo.id});
    auto const share = shares_.find(share_of(photo.camera));
    auto const camera = share->second.cameras.find(photo.camera);
    camera->second.order.erase({photo.arrival, photo.id});
    for (Load* const load : {static_cast<Load*>(&share->second), static_cast<Load*>(&camera->second)}) {
        load->bytes -= photo.allocated;
        --load->photos;
    }
    if (camera->second.photos == 0) {
        share->second.cameras.erase(camera);
        share_names_.erase(photo.camera);
    }
    if (share->second.photos == 0) shares_.erase(share);
}

std::optional<StoredPhoto> PhotoShelf::find(std::string const& id) const {
    auto const it = photos_.find(id);
    return it == photos_.end() ? std::nullopt : std::optional(it->second);
}

std::vector<StoredPhoto> PhotoShelf::list(std::optional<DeviceId> const& camera, std::size_t offset,
                                          std::size_t limit) const {
    auto const* order = &order_;
    if (camera) {
        auto const share = shares_.find(share_of(*camera));
        if (share == shares_.end()) return {};
        auto const found = share->second.cameras.find(*camera);
        if (found == share->second.cameras.end()) return {};
        order = &found->second.order;
    }
    std::vector<StoredPhoto> photos;
    if (offset >= order->size()) return photos;
    for (auto it = std::next(order->rbegin(), static_cast<std::ptrdiff_t>(offset));
         it != order->rend() && photos.size() < limit; ++it)
        photos.push_back(photos_.at(it->id));
    return photos;
}

std::size_t PhotoShelf::count(std::optional<DeviceId> const& camera) const {
    if (!camera) return photos_.size();
    auto const share = shares_.find(share_of(*camera));
    if (share == shares_.end()) return 0;
    auto const found = share->second.cameras.find(*camera);
    return found == share->second.cameras.end() ? 0 : found->second.photos;
}

std::optional<std::string> PhotoShelf::next_to_go(PhotoRoom const& room, std::string const& newcomer) const {
    bool const by_bytes = bytes_ > room.bytes;
    if (photos_.empty() || (!by_bytes && photos_.size() <= room.photos)) return std::nullopt;
    auto const measure = [by_bytes](Load const& load) { return by_bytes ? load.bytes : std::uint64_t{load.photos}; };
    auto const mine = photos_.find(newcomer);
    auto const camera = mine == photos_.end() ? DeviceId() : mine->second.camera;
    auto const& share = heaviest(shares_, mine == photos_.end() ? DeviceId() : share_of(camera), measure)->second;
    auto const& first = heaviest(share.cameras, camera, measure)->second.order.begin()->id;
    if (first != newcomer || share.photos == 1) return first;
    std::optional<Arrival> oldest;
    for (auto const& [id, other] : share.cameras)
        for (auto const& arrival : other.order) {
            if (arrival.id == newcomer) continue;
            if (!oldest || arrival < *oldest) oldest = arrival;
            break;
        }
    return oldest->id;
}

std::uint64_t PhotoShelf::largest_of(DeviceId const& camera, PhotoRoom const& room) const {
    auto const share = shares_.find(share_of(camera));
    std::size_t const shares = shares_.size() + (share == shares_.end() ? 1 : 0);
    std::size_t cameras = 1;
    if (share != shares_.end())
        cameras = share->second.cameras.size() + (share->second.cameras.contains(camera) ? 0 : 1);
    return room.bytes / shares / std::min(cameras, kMostThatDivide);
}

} // namespace watchpost::archive
