// raekoda-media: turns strangers' pictures into plain JPEG. Reads a framed request on standard input, writes a framed answer on standard
// output, then the next, until the input ends. Everything a picture can reach happens here, inside the sandbox.
#include <unistd.h>
#include <vips/vips.h>
#include <vips/vector.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <malloc.h>
#include <memory>

#include "media/exif.h"
#include "media/sandbox.h"
#include "media/worker_protocol.h"

namespace {

using namespace raekoda::media;

constexpr unsigned long memory_bytes = 1ul << 30;
constexpr unsigned processor_seconds = 30;  // a picture
constexpr int jpeg_quality = 82;

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

enum class Format { jpeg, png, webp, gif, heic, none };

// By the first bytes alone: JPEG ISO 10918-1 B.1.1.3, PNG 5.2, RIFF/WEBP, GIF89a 17, ISO 14496-12 `ftyp`.
Format format_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return Format::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return Format::png;
    if (bytes.size() >= 12 && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv) return Format::webp;
    if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return Format::gif;
    if (bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp"sv) {
        auto brand = bytes.substr(8, 4);
        for (auto known : {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "mif1"sv}) {
            if (brand == known) return Format::heic;
        }
    }
    return Format::none;
}

// Only the loader that the first bytes name. Reads the header; pixels come later. `shrink` is for JPEG: 1, 2, 4 or 8.
Image load(Format format, std::string_view bytes, int shrink) {
    VipsImage* image = nullptr;
    auto* data = const_cast<char*>(bytes.data());
    auto size = bytes.size();
    auto run = [&](auto loader, auto... more) {
        return loader(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED, more..., nullptr);
    };
    int failed = -1;
    switch (format) {
        case Format::jpeg: failed = run(vips_jpegload_buffer, "shrink", shrink); break;
        case Format::png: failed = run(vips_pngload_buffer); break;
        case Format::webp: failed = run(vips_webpload_buffer); break;
        case Format::gif: failed = run(vips_gifload_buffer); break;
        case Format::heic: failed = run(vips_heifload_buffer); break;
        case Format::none: break;
    }
    return Image(failed == 0 ? image : nullptr);
}

// One vips operation: the image it makes, or none.
template <class Make>
Image made(Make make) {
    VipsImage* image = nullptr;
    return Image(make(&image) == 0 ? image : nullptr);
}

std::string as_jpeg(VipsImage* image) {
    void* bytes = nullptr;
    std::size_t size = 0;
    if (vips_jpegsave_buffer(image, &bytes, &size, "Q", jpeg_quality, "strip", TRUE, "optimize_coding", TRUE, nullptr) != 0) return {};
    std::string out(static_cast<char*>(bytes), size);
    g_free(bytes);
    return out;
}

// At most `side` long, upright, sRGB with 8 bits, without transparency, in memory.
Image scaled(VipsImage* image, int side) {
    // Without a profile the colours are taken as sRGB already; a needless round trip through a profile would shift them.
    bool has_profile = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0 || image->Type == VIPS_INTERPRETATION_CMYK;
    auto small = made([&](VipsImage** out) {
        return has_profile ? vips_thumbnail_image(image, out, side, "height", side, "size", VIPS_SIZE_DOWN, "export_profile", "srgb", nullptr)
                           : vips_thumbnail_image(image, out, side, "height", side, "size", VIPS_SIZE_DOWN, nullptr);
    });
    if (!small) return nullptr;
    if (vips_image_hasalpha(small.get())) {
        double white[] = {255, 255, 255};
        std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> background(
            vips_array_double_new(white, 3), [](VipsArrayDouble* array) { vips_area_unref(VIPS_AREA(array)); });
        small = made([&](VipsImage** out) { return vips_flatten(small.get(), out, "background", background.get(), nullptr); });
        if (!small) return nullptr;
    }
    small = made([&](VipsImage** out) { return vips_colourspace(small.get(), out, VIPS_INTERPRETATION_sRGB, nullptr); });
    if (!small) return nullptr;
    small = made([&](VipsImage** out) { return vips_cast_uchar(small.get(), out, nullptr); });
    if (!small) return nullptr;
    return Image(vips_image_copy_memory(small.get()));
}

bool finish(VipsImage* large, Answer& answer) {
    auto thumbnail = scaled(large, thumbnail_side);
    if (!thumbnail) return false;
    answer.large = as_jpeg(large);
    answer.thumbnail = as_jpeg(thumbnail.get());
    answer.width = vips_image_get_width(large);
    answer.height = vips_image_get_height(large);
    return !answer.large.empty() && !answer.thumbnail.empty();
}

// The header only: what it claims is judged before any pixel is decoded.
Verdict judge(VipsImage* header) {
    long long width = vips_image_get_width(header);
    long long height = vips_image_get_height(header);
    if (width < 1 || height < 1) return Verdict::damaged;
    if (width > max_side || height > max_side || width * height > max_pixels) return Verdict::too_many_pixels;
    return Verdict::done;
}

void read_metadata(VipsImage* header, Answer& answer) {
    const void* block = nullptr;
    std::size_t size = 0;
    if (!vips_image_get_typeof(header, VIPS_META_EXIF_NAME) || vips_image_get_blob(header, VIPS_META_EXIF_NAME, &block, &size) != 0) return;
    auto facts = read_exif({static_cast<const char*>(block), size});
    answer.position = facts.position;
    answer.taken = facts.taken;
    answer.taken_offset = facts.taken_offset;
}

Answer prepare(std::string_view bytes) {
    Answer answer;
    auto format = format_of(bytes);
    if (format == Format::none) {
        answer.verdict = Verdict::not_an_image;
        return answer;
    }
    auto image = load(format, bytes, 1);
    if (!image) return answer;
    answer.verdict = judge(image.get());
    if (answer.verdict != Verdict::done) return answer;
    answer.verdict = Verdict::damaged;
    read_metadata(image.get(), answer);
    if (format == Format::jpeg) {
        // JPEG halves cheaply while decoding; keep twice the size we need so that the last step decides the quality.
        int longest = std::max(vips_image_get_width(image.get()), vips_image_get_height(image.get()));
        int shrink = 1;
        while (shrink < 8 && longest / (shrink * 2) >= 2 * large_side) shrink *= 2;
        if (shrink > 1) image = load(format, bytes, shrink);
        if (!image) return answer;
    }
    auto large = scaled(image.get(), large_side);
    if (large && finish(large.get(), answer)) answer.verdict = Verdict::done;
    return answer;
}

Answer cover(std::string_view jpeg, const std::vector<Rectangle>& areas) {
    Answer answer;
    if (format_of(jpeg) != Format::jpeg) {
        answer.verdict = Verdict::not_an_image;
        return answer;
    }
    auto image = load(Format::jpeg, jpeg, 1);
    if (!image) return answer;
    answer.verdict = judge(image.get());
    if (answer.verdict != Verdict::done) return answer;
    answer.verdict = Verdict::damaged;
    auto large = scaled(image.get(), large_side);
    if (!large) return answer;
    int width = vips_image_get_width(large.get());
    int height = vips_image_get_height(large.get());
    double ink[] = {40, 40, 40};
    // Two pixels more on each side: JPEG spreads colour that far.
    constexpr int margin = 2;
    for (const auto& area : areas) {
        auto edge = [](double fraction, int pixels) { return std::clamp(fraction, 0.0, 1.0) * pixels; };
        int left = std::max(0, static_cast<int>(std::floor(edge(area.left, width))) - margin);
        int top = std::max(0, static_cast<int>(std::floor(edge(area.top, height))) - margin);
        int right = std::min(width, static_cast<int>(std::ceil(edge(area.left + area.width, width))) + margin);
        int bottom = std::min(height, static_cast<int>(std::ceil(edge(area.top + area.height, height))) + margin);
        if (vips_draw_rect(large.get(), ink, 3, left, top, right - left, bottom - top, "fill", TRUE, nullptr) != 0) return answer;
    }
    if (finish(large.get(), answer)) answer.verdict = Verdict::done;
    return answer;
}

bool read_all(void* to, std::size_t size) {
    auto* at = static_cast<char*>(to);
    while (size > 0) {
        auto got = read(STDIN_FILENO, at, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

bool write_frame(std::string_view body) {
    auto frame = frame_header(body.size()).append(body);
    for (std::string_view rest = frame; !rest.empty();) {
        auto put = write(STDOUT_FILENO, rest.data(), rest.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

// Codecs load their tables, plugins and colour profiles at first use; afterwards no file can be opened any more.
bool warm_up() {
    auto picture = made([](VipsImage** out) { return vips_black(out, 32, 32, "bands", 3, nullptr); });
    if (!picture) return false;
    auto coloured = made([&](VipsImage** out) {
        return vips_copy(picture.get(), out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
    });
    if (!coloured) return false;
    auto jpeg = as_jpeg(coloured.get());
    if (prepare(jpeg).verdict != Verdict::done) return false;
    auto profiled = made([&](VipsImage** out) {
        return vips_icc_transform(coloured.get(), out, "p3", "input_profile", "srgb", nullptr);
    });
    if (profiled) scaled(profiled.get(), 16);
    if (vips_type_find("VipsOperation", "heifload_buffer") != 0) load(Format::heic, std::string_view("\0\0\0\x18" "ftypheic\0\0\0\0heicmif1", 24), 1);
    vips_error_clear();
    return true;
}

}  // namespace

int main() {
    if (!limit_files()) return 70;
    mallopt(M_ARENA_MAX, 1);  // one heap: the limit is on addresses, and each further heap reserves 64 MB of them
    if (vips_init("raekoda-media") != 0) return 70;
    vips_block_untrusted_set(TRUE);  // loaders that their own authors do not trust with strangers' files
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_vector_set_enabled(FALSE);  // no code made at run time: the sandbox refuses executable memory
    if (!warm_up() || !limit_memory(memory_bytes) || !limit_processor_time(processor_seconds)) return 70;
    if (!enter_sandbox().empty()) return 71;
    if (!write_frame(ready_greeting)) _exit(0);

    std::string body;
    for (;;) {
        unsigned char header[4];
        if (!read_all(header, sizeof header)) _exit(0);
        auto length = frame_length(header);
        if (length > max_request_bytes) _exit(65);
        body.resize(length);
        if (!read_all(body.data(), length)) _exit(0);
        auto request = decode_request(body);
        if (!request) _exit(65);
        limit_processor_time(processor_seconds);
        auto answer = request->operation == Operation::prepare ? prepare(request->picture) : cover(request->picture, request->areas);
        vips_error_clear();
        if (!write_frame(encode_answer(answer))) _exit(0);
    }
}
