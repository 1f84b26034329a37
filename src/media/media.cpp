#include "media/media.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include "base/log.h"
#include "base/waiting.h"
#include "media/exif.h"
#include "media/worker_process.h"
#include "media/worker_protocol.h"

namespace raekoda::media {

namespace {

constexpr int waiters_per_worker = 16;  // more callers than this are turned away at once

Deadline after(int milliseconds) { return std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds); }

std::string text_key_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::not_an_image: return "media.not_an_image";
        case Verdict::too_many_pixels: return "media.too_many_pixels";
        default: return "media.damaged";
    }
}

bool lies_inside(const Rectangle& area) {
    for (double value : {area.left, area.top, area.width, area.height}) {
        if (!std::isfinite(value)) return false;
    }
    return area.width > 0 && area.height > 0 && area.left < 1 && area.top < 1 && area.left + area.width > 0 && area.top + area.height > 0;
}

}  // namespace

struct PhotoWorkshop::Pool {
    explicit Pool(WorkshopOptions given) : options(std::move(given)) {}

    const WorkshopOptions options;
    std::mutex mutex;
    std::condition_variable freed;
    std::vector<std::unique_ptr<WorkerProcess>> idle;
    int busy = 0;     // workers in use or being started
    int waiting = 0;  // callers

    // A place among the workers: with a process when an idle one was there. Always given back.
    class Place {
       public:
        Place(Pool& pool, std::unique_ptr<WorkerProcess> process) : worker(std::move(process)), pool_(pool) {}
        Place(const Place&) = delete;
        ~Place() {
            if (worker && worker->images_done >= pool_.options.images_per_worker) worker.reset();
            std::lock_guard lock(pool_.mutex);
            if (worker) pool_.idle.push_back(std::move(worker));
            --pool_.busy;
            pool_.freed.notify_one();
        }
        std::unique_ptr<WorkerProcess> worker;

       private:
        Pool& pool_;
    };

    Result<std::unique_ptr<Place>> take() {
        std::unique_lock lock(mutex);
        if (busy >= options.workers) {
            if (waiting >= options.workers * waiters_per_worker) return fail(Fault::unavailable, "media: too many pictures waiting");
            ++waiting;
            bool free = freed.wait_until(lock, after(options.wait_milliseconds), [&] { return busy < options.workers; });
            --waiting;
            if (!free) return fail(Fault::unavailable, "media: no worker became free in time");
        }
        ++busy;
        std::unique_ptr<WorkerProcess> worker;
        if (!idle.empty()) {
            worker = std::move(idle.back());
            idle.pop_back();
        }
        return std::make_unique<Place>(*this, std::move(worker));
    }

    Result<Answer> ask(const Request& request) {
        auto place = TRY(take());
        auto body = encode_request(request);
        // A worker may have been killed from outside; a second one gets the picture once more. Two deaths are the picture's fault.
        for (int attempt = 1; attempt <= 2; ++attempt) {
            if (!place->worker) place->worker = TRY(WorkerProcess::start(options.worker, after(options.start_milliseconds)));
            std::string bytes;
            auto talk = place->worker->exchange(body, bytes, after(options.image_milliseconds));
            if (talk == WorkerProcess::Talk::answered) {
                if (auto answer = decode_answer(bytes)) return std::move(*answer);
            }
            place->worker.reset();
            if (talk == WorkerProcess::Talk::late) {
                log::warning("media.worker_late", {{"milliseconds", options.image_milliseconds}});
                return fail(Fault::invalid, "media: the picture took too long", "media.damaged");
            }
            log::warning("media.worker_died", {{"attempt", attempt}});
        }
        return fail(Fault::invalid, "media: the picture ended its worker", "media.damaged");
    }
};

std::string default_worker_path() {
    if (const char* named = std::getenv("RAEKODA_MEDIA_WORKER"); named && *named) return named;
    char path[4096];
    auto length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0) return "raekoda-media";
    std::string_view own(path, static_cast<std::size_t>(length));
    return std::string(own.substr(0, own.rfind('/') + 1)) + "raekoda-media";
}

PhotoWorkshop::PhotoWorkshop(std::unique_ptr<Pool> pool) : pool_(std::move(pool)) {}
PhotoWorkshop::~PhotoWorkshop() = default;

Result<std::unique_ptr<PhotoWorkshop>> PhotoWorkshop::open(WorkshopOptions options) {
    if (options.workers < 1 || options.workers > 64 || options.images_per_worker < 1 || options.image_milliseconds < 1 ||
        options.wait_milliseconds < 0 || options.start_milliseconds < 1) {
        return fail(Fault::invalid, "media: workshop options out of range");
    }
    auto pool = std::make_unique<Pool>(std::move(options));
    pool->idle.push_back(TRY(WorkerProcess::start(pool->options.worker, after(pool->options.start_milliseconds))));
    return std::unique_ptr<PhotoWorkshop>(new PhotoWorkshop(std::move(pool)));
}

Result<std::unique_ptr<PhotoWorkshop>> PhotoWorkshop::open(std::string worker, int workers) {
    WorkshopOptions options;
    options.worker = std::move(worker);
    options.workers = workers;
    return open(std::move(options));
}

namespace {

Result<Photo> photo_of(Answer answer, std::string_view zone) {
    if (answer.verdict != Verdict::done) return fail(Fault::invalid, "media: picture refused", text_key_of(answer.verdict));
    Photo photo;
    photo.large = std::move(answer.large);
    photo.thumbnail = std::move(answer.thumbnail);
    photo.width = answer.width;
    photo.height = answer.height;
    photo.position = answer.position;
    photo.taken = exif_instant(answer.taken, answer.taken_offset, zone);
    return photo;
}

}  // namespace

Result<Photo> PhotoWorkshop::prepare(std::string_view bytes, std::string_view zone) {
    if (bytes.size() > max_file_bytes) return fail(Fault::too_large, "media: file over the limit", "media.file_too_large");
    Waiting waiting;
    return photo_of(TRY(pool_->ask({Operation::prepare, {}, bytes})), zone);
}

Result<Photo> PhotoWorkshop::cover(std::string_view jpeg, const std::vector<Rectangle>& areas) {
    if (jpeg.size() > max_file_bytes) return fail(Fault::too_large, "media: file over the limit", "media.file_too_large");
    if (areas.empty() || areas.size() > max_rectangles || !std::all_of(areas.begin(), areas.end(), lies_inside)) {
        return fail(Fault::invalid, "media: an area to cover is not inside the picture", "media.bad_area");
    }
    return photo_of(TRY(pool_->ask({Operation::cover, areas, jpeg})), default_zone);
}

}  // namespace raekoda::media
