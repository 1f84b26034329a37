// The parts of a form as its file says them: what stands where, with its texts in three languages. FEEL and templates are compiled beside them,
// inside of the room.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decision/value.h"
#include "view/view.h"

namespace raekoda::form {

using view::LocalText;

// Types of form-js schema 1.x (schemaVersion up to 19).
enum class Type : std::uint8_t {
    textfield, textarea, number, checkbox, radio, select, checklist, taglist, datetime, filepicker, expression,  // keyed: they have a value
    text, html, image, iframe, spacer, separator, button, table, document_preview,                                // shown only
    group, dynamiclist,                                                                                            // hold others
};
inline constexpr std::size_t type_count = 22;
std::string_view type_name(Type);  // "textfield", "documentPreview"
bool has_options(Type);            // radio, select, checklist, taglist
bool has_several_values(Type);     // checklist, taglist
bool is_shown_only(Type);

// Texts that a component may have; each may hold templates `{{ FEEL }}`.
enum class Part : std::uint8_t {
    label, description, prefix, suffix, pattern_message, check_message, date_label, time_label, content, alt, page_title,
};
inline constexpr std::size_t part_count = 11;
std::string_view part_name(Part);  // as form.texts.json names it: "label", "patternErrorMessage", "content"

struct Choice {
    decision::Value value;
    LocalText label;
};

struct Column {
    std::string key;
    LocalText label;
};

enum class Subtype : std::uint8_t { date, time, date_time };
enum class TimeForm : std::uint8_t { utc_offset, utc_normalized, no_timezone };
enum class TextCheck : std::uint8_t { none, email, phone };
// Our extension `properties.format`.
enum class Format : std::uint8_t { none, personal_code, iban, past_date };

// Our extension `properties.lookup`: what may be looked up beside the field; it brings the facts "<name>.…".
enum class Lookup : std::uint8_t { none, address, deceased };
std::string_view lookup_name(Lookup);  // "address"

struct Component {
    Type type = Type::text;
    std::string id;
    // Where the value lies: `key` (or `path` of a group or list) below the paths of the groups around it, counted from the root or from the row.
    std::vector<std::string> path;
    std::array<LocalText, part_count> texts;
    const LocalText& words(Part part) const { return texts[static_cast<std::size_t>(part)]; }

    std::vector<Choice> choices;   // `values`
    std::string values_key;        // `valuesKey`
    decision::Value default_value;
    bool has_default = false;

    int decimal_digits = -1;       // number; -1: any
    std::string increment;
    bool serialize_to_string = false;
    TextCheck text_check = TextCheck::none;
    Subtype subtype = Subtype::date;
    bool hours_24 = true;
    int time_interval = 15;        // minutes
    TimeForm time_form = TimeForm::utc_offset;
    bool past_dates_refused = false;
    bool searchable = false;
    std::vector<std::string> accept;  // filepicker: ".pdf", "image/*"
    bool computed_at_end = false;     // expression: computeOn presubmit
    std::string source;               // image, iframe: where it is
    bool is_reset = false;            // button
    std::vector<Column> columns;      // table
    std::size_t row_count = 10;       // table: rows a page
    int height = 0;                   // iframe, spacer, documentPreview; points of the screen

    bool outline = false;             // group
    bool repeats = false;             // dynamiclist; one that does not is a group
    bool rows_may_change = false;     // allowAddRemove
    std::size_t default_rows = 1;
    std::size_t open_rows = 5;        // nonCollapsedItems; 0: all

    // Our extensions: `properties`.
    std::string fact;                 // name of a known fact that fills it, "residence.address"; in a list filled by a fact: the member of its rows
    std::string purpose;              // why it is asked, a word of the service's table of purposes
    std::string autocomplete;         // HTML token; follows from well-known facts when not given
    Format format = Format::none;
    bool declaration = false;
    Lookup lookup = Lookup::none;

    std::string layout_row;           // components of one row stand side by side
    int layout_columns = 0;           // of 16; 0: by itself
    std::size_t page = 0;             // position in Form::pages()

    std::vector<Component> children;
    std::uint32_t index = 0;          // among all components of the form, in the order of the file
    std::uint32_t place = 0;          // among those of its scope: the root, or one list
};

}  // namespace raekoda::form
