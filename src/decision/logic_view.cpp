#include "decision/logic_view.h"

namespace raekoda::decision {

namespace {

using source::Kind;

class Viewer {
public:
    Viewer(const std::vector<std::size_t>& own, const Tables& tables) : own_(own), tables_(tables) {}

    LogicView view(const source::Expression& e) {
        LogicView v;
        switch (e.kind) {
            case Kind::none: v.kind = LogicView::Kind::none; break;
            case Kind::literal: v.kind = LogicView::Kind::literal; v.text = e.text.text; break;
            case Kind::table: v.kind = LogicView::Kind::table; v.table = position(e); return v;
            case Kind::context: v.kind = LogicView::Kind::context; break;
            case Kind::list: v.kind = LogicView::Kind::list; break;
            case Kind::relation: v.kind = LogicView::Kind::relation; break;
            case Kind::invocation: v.kind = LogicView::Kind::invocation; break;
            case Kind::function: v.kind = LogicView::Kind::function; break;
            case Kind::conditional: v.kind = LogicView::Kind::conditional; break;
            case Kind::filter: v.kind = LogicView::Kind::filter; break;
            case Kind::iterator_for: v.kind = LogicView::Kind::iterator_for; v.text = e.iterator; break;
            case Kind::iterator_some: v.kind = LogicView::Kind::iterator_some; v.text = e.iterator; break;
            case Kind::iterator_every: v.kind = LogicView::Kind::iterator_every; v.text = e.iterator; break;
        }
        for (auto& name : e.names) v.names.push_back(name.name);
        for (auto& child : e.children) v.parts.push_back(view(child));
        return v;
    }

private:
    // By its id where it has one; tables are built in the order of the file.
    std::size_t position(const source::Expression& e) {
        auto at = next_++;
        if (!e.id.empty() && (at >= own_.size() || tables_.views[own_[at]].id != e.id))
            for (auto table : own_)
                if (tables_.views[table].id == e.id) return table;
        return at < own_.size() ? own_[at] : tables_.views.size();
    }

    const std::vector<std::size_t>& own_;
    const Tables& tables_;
    std::size_t next_ = 0;
};

}  // namespace

LogicView logic_view(const source::Expression& e, const std::vector<std::size_t>& own, const Tables& tables) { return Viewer(own, tables).view(e); }

}  // namespace raekoda::decision
