// From boxed expressions as read to steps that run. Private to the room.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "decision/item_types.h"
#include "decision/steps.h"
#include "decision/source.h"
#include "decision/table.h"

namespace raekoda::decision {

// Names in scope; every name is a slot of the frame. Inner scopes are copies.
struct Scope {
    Names names;
    std::uint32_t* most = nullptr;  // slots that the frame needs

    std::uint32_t add(std::string_view name, TypePointer type) {
        auto slot = names.add(name, std::move(type));
        *most = std::max<std::uint32_t>(*most, static_cast<std::uint32_t>(names.size()));
        return slot;
    }
    std::uint32_t visible() const { return static_cast<std::uint32_t>(names.size()); }
};

struct Built {
    StepPointer step;
    TypePointer type;  // as far as it is known without evaluating; nullptr: any
};

struct Tables {
    std::vector<TableView> views;
    std::vector<std::shared_ptr<const TableProgram>> programs;
};

class StepBuilder {
public:
    StepBuilder(const source::Definitions& d, const ItemTypes& types, Tables& tables, ModelProblems& problems, std::string owner_id, std::string owner)
        : d_(d), types_(types), tables_(tables), problems_(problems), owner_id_(std::move(owner_id)), owner_(std::move(owner)) {}

    Built build(const source::Expression&, const Scope&, std::string_view own_name = {});
    // Parameters and body; the scope's names are captured. `self`: slot of the function itself or -1.
    struct BuiltFunction {
        std::shared_ptr<const BoxedBody> body;
        std::vector<Parameter> parameters;
        TypePointer result, type;
    };
    BuiltFunction build_function(const source::Expression&, const Scope&, std::int32_t self, TypePointer result = nullptr);
    TypePointer type_of(std::string_view ref, std::ptrdiff_t offset, std::string_view id);
    bool has_empty_text(const source::Expression&) const;

private:
    Place place(std::ptrdiff_t offset, std::string_view id) const { return d_.place(offset, id.empty() ? std::string_view(owner_id_) : id, owner_); }
    void problem(const char* code, std::string words, std::ptrdiff_t offset, std::string_view id, Severity = Severity::error);
    StepPointer broken(Code, std::string words, const Place&);
    StepPointer literal(const source::Text&, std::ptrdiff_t offset, std::string_view id, const Scope&, std::string_view own_name = {});
    Built untyped(const source::Expression&, const Scope&, std::string_view own_name);
    Built context(const source::Expression&, const Scope&);
    Built table(const source::Expression&, const Scope&);
    Built iteration(const source::Expression&, const Scope&);
    Built filter(const source::Expression&, const Scope&);
    std::shared_ptr<const UnaryTests> tests(const source::Text&, std::string_view id, const Scope&, const TypePointer&, bool& good);
    void view(const source::Expression&, const source::Table&);

    const source::Definitions& d_;
    const ItemTypes& types_;
    Tables& tables_;
    ModelProblems& problems_;
    std::string owner_id_, owner_;
};

}  // namespace raekoda::decision
