// CommonMark with tables and strikethrough by cmark-gfm. Raw HTML is taken out of the tree, links are held to is_safe_url.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <memory>

#include "view/view.h"

namespace raekoda::view {

namespace {

void make_safe(cmark_node* root) {
    std::vector<cmark_node*> dropped;
    std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> nodes(cmark_iter_new(root), cmark_iter_free);
    for (cmark_event_type event; (event = cmark_iter_next(nodes.get())) != CMARK_EVENT_DONE;) {
        if (event != CMARK_EVENT_ENTER) continue;
        cmark_node* node = cmark_iter_get_node(nodes.get());
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) dropped.push_back(node);
        if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
            const char* url = cmark_node_get_url(node);
            if (url && !is_safe_url(url)) cmark_node_set_url(node, "#");
        }
    }
    for (cmark_node* node : dropped) cmark_node_free(node);
}

}  // namespace

Html markdown(std::string_view source) {
    cmark_gfm_core_extensions_ensure_registered();
    constexpr int options = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;  // safe is the default
    std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(cmark_parser_new(options), cmark_parser_free);
    for (const char* name : {"table", "strikethrough"})
        if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name)) cmark_parser_attach_syntax_extension(parser.get(), extension);
    cmark_parser_feed(parser.get(), source.data(), source.size());
    std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document(cmark_parser_finish(parser.get()), cmark_node_free);
    make_safe(document.get());
    char* html = cmark_render_html(document.get(), options, cmark_parser_get_syntax_extensions(parser.get()));
    Html out = Html::trusted(html);
    cmark_get_default_mem_allocator()->free(html);
    return out;
}

}  // namespace raekoda::view
