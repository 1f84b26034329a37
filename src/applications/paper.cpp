#include "applications/paper.h"

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <stdexcept>

#include "base/text.h"

namespace raekoda::applications {

namespace {

// Points of 1/72 inch.
constexpr double page_width = 595.28, page_height = 841.89, margin = 56, foot_room = 34, label_part = 0.36, gap = 12;
constexpr const char* family = "DejaVu Sans";

struct Style {
    double size, before, after;
    bool bold;
    const char* tag;
};
Style style_of(PaperLine::Kind kind) {
    switch (kind) {
        case PaperLine::Kind::title: return {17, 0, 8, true, "H1"};
        case PaperLine::Kind::heading: return {12, 14, 4, true, "H2"};
        case PaperLine::Kind::words: return {10, 0, 6, false, "P"};
        case PaperLine::Kind::fact: return {10, 0, 4, false, "P"};
        case PaperLine::Kind::small: return {8, 2, 4, false, "P"};
    }
    return {10, 0, 6, false, "P"};
}

cairo_status_t take_bytes(void* out, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const { release(object); }
};
using Layout = std::unique_ptr<PangoLayout, Release<g_object_unref>>;

class Sheets {
public:
    Sheets(const Paper& paper, int pages) : paper_(paper), pages_(pages), surface_(cairo_pdf_surface_create_for_stream(take_bytes, &bytes_, page_width, page_height)), cairo_(cairo_create(surface_.get())) {
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, paper.title.c_str());
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_AUTHOR, paper.author.c_str());
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, iso_utc(paper.made).c_str());
    }

    std::string finished() {
        for (const auto& line : paper_.lines) put(line);
        foot();
        cairo_show_page(cairo_.get());
        cairo_surface_finish(surface_.get());
        if (auto status = cairo_surface_status(surface_.get()); status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
        return std::move(bytes_);
    }

    int pages() const { return page_; }

private:
    Layout layout(std::string_view text, const Style& style, double width) {
        Layout made(pango_cairo_create_layout(cairo_.get()));
        std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>> font(pango_font_description_new());
        pango_font_description_set_family(font.get(), family);
        pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
        if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
        pango_layout_set_font_description(made.get(), font.get());
        pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_spacing(made.get(), static_cast<int>(style.size * 0.25 * PANGO_SCALE));
        pango_context_set_language(pango_layout_get_context(made.get()), pango_language_from_string(paper_.language.c_str()));
        std::unique_ptr<char, Release<g_free>> valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
        pango_layout_set_text(made.get(), valid.get(), -1);
        return made;
    }

    static double line_height(PangoLayoutLine* line) {
        PangoRectangle logical;
        pango_layout_line_get_extents(line, nullptr, &logical);
        return static_cast<double>(logical.height) / PANGO_SCALE;
    }
    static double baseline(PangoLayoutLine* line) {
        PangoRectangle logical;
        pango_layout_line_get_extents(line, nullptr, &logical);
        return -static_cast<double>(logical.y) / PANGO_SCALE;
    }

    void put(const PaperLine& line) {
        const Style style = style_of(line.kind);
        const double width = page_width - 2 * margin;
        if (y_ > margin) y_ += style.before;
        // A heading does not stand alone at the end of a page.
        if (line.kind == PaperLine::Kind::heading && y_ > page_height - margin - foot_room - 48) turn();
        if (line.kind != PaperLine::Kind::fact) {
            auto words = layout(line.text, style, width);
            write({{words.get(), margin}}, style.tag);
        } else {
            Style label = style;
            label.bold = true;
            auto what = layout(line.text, label, width * label_part - gap);
            auto value = layout(line.value.empty() ? "–" : line.value, style, width * (1 - label_part));
            write({{what.get(), margin}, {value.get(), margin + width * label_part}}, style.tag);
        }
        y_ += style.after;
    }

    struct Column {
        PangoLayout* layout;
        double x;
    };
    // Columns side by side, line by line, over as many pages as they need.
    void write(const std::vector<Column>& columns, const char* tag) {
        cairo_tag_begin(cairo_.get(), tag, nullptr);
        int lines = 0;
        for (const auto& column : columns) lines = std::max(lines, pango_layout_get_line_count(column.layout));
        for (int i = 0; i < lines; ++i) {
            double height = 0;
            for (const auto& column : columns)
                if (auto* line = pango_layout_get_line_readonly(column.layout, i)) height = std::max(height, line_height(line));
            if (y_ + height > page_height - margin - foot_room) {
                cairo_tag_end(cairo_.get(), tag);
                turn();
                cairo_tag_begin(cairo_.get(), tag, nullptr);
            }
            for (const auto& column : columns) {
                auto* line = pango_layout_get_line_readonly(column.layout, i);
                if (!line) continue;
                cairo_move_to(cairo_.get(), column.x, y_ + baseline(line));
                pango_cairo_show_layout_line(cairo_.get(), line);
            }
            y_ += height * 1.2;
        }
        cairo_tag_end(cairo_.get(), tag);
    }

    void foot() {
        auto words = layout(paper_.foot + "  ·  " + std::to_string(++page_) + (pages_ ? " / " + std::to_string(pages_) : ""), {8, 0, 0, false, "P"}, page_width - 2 * margin);
        pango_layout_set_alignment(words.get(), PANGO_ALIGN_CENTER);
        cairo_move_to(cairo_.get(), margin, page_height - margin);
        pango_cairo_show_layout(cairo_.get(), words.get());
    }
    void turn() {
        foot();
        cairo_show_page(cairo_.get());
        y_ = margin;
    }

    const Paper& paper_;
    const int pages_;  // in all; 0: not known yet
    std::string bytes_;
    std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>> surface_;
    std::unique_ptr<cairo_t, Release<cairo_destroy>> cairo_;
    double y_ = margin;
    int page_ = 0;
};

}  // namespace

std::string as_pdf(const Paper& paper) {
    Sheets counted(paper, 0);
    (void)counted.finished();
    return Sheets(paper, counted.pages()).finished();
}

}  // namespace raekoda::applications
