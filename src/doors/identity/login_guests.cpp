// Guests: a link in a letter, and joining what a guest did to somebody with a personal code.
#include "base/log.h"
#include "base/text.h"
#include "doors/identity/login_state.h"
#include "doors/identity/pages.h"

namespace raekoda::doors::identity {

http::Response Login::State::send_link(people::Visit& visit) {
    if (!options.email_guests) return notice(visit, "none", 503);
    const std::string typed = clean_input(visit.request.form.get("email")).value_or("");
    // Few letters: nobody's mailbox is filled from here.
    if (letters_by_peer.take(visit.request.peer) > 0 || letters_by_address.take(visit.municipality.value + "/" + ascii_lower(typed)) > 0) {
        const Error often{Fault::rate_limited, {}, "too many links", {}};
        return login(visit, &often);
    }
    auto sent = residents.send_email_link(visit.as_resident(), typed, view::code(visit.language()), back_of(visit, visit.request.form.get("back")));
    if (!sent && sent.error().fault == Fault::invalid) return login(visit, &sent.error());
    if (!sent) return reception->problem(visit, sent.error());
    NoticePage page{login_words(visit, "sent_title"), {login_words(visit, "sent_text", {{"email", typed}}), login_words(visit, "sent_not")}, {}};
    page.actions.push_back(view::Action::link(login_words(visit, "home"), visit.frame.to("/")));
    visit.frame.title = page.title;
    visit.frame.index = false;
    return reception->show(visit, pages::notice_page(visit.frame, page));
}

http::Response Login::State::show_link(people::Visit& visit) {
    const auto& secret = visit.request.path_value("secret");
    auto link = residents.email_link(visit.municipality, secret, visit.now);
    if (!link) return reception->problem(visit, link.error());
    if (!*link) return notice(visit, "gone", 410, visit.frame.to("/login"));
    LinkPage page{(*link)->email, visit.frame.to("/login/link/" + url_encoded(secret)), {}};
    if (visit.resident && people::is_estonian_code(visit.resident->subject)) page.join_name = visit.resident->name;
    visit.frame.title = login_words(visit, "link_title");
    visit.frame.index = false;
    return reception->show(visit, pages::link_page(visit.frame, page));
}

http::Response Login::State::use_link(people::Visit& visit) {
    const auto& secret = visit.request.path_value("secret");
    auto link = residents.email_link(visit.municipality, secret, visit.now);
    if (!link) return reception->problem(visit, link.error());
    auto cookie = residents.sign_in_by_link(visit.municipality, secret, visit.now);
    if (!cookie && cookie.error().fault == Fault::gone) return notice(visit, "gone", 410, visit.frame.to("/login"));
    if (!cookie) return reception->problem(visit, cookie.error());
    if (visit.resident && visit.request.form.has("join")) {
        auto guest = residents.session(visit.municipality, *cookie, visit.now);
        auto joined = guest && *guest ? residents.join_guest(visit.as_resident(), visit.resident->person, (*guest)->person) : Outcome(tl::unexpected(Error{Fault::broken, {}, "no session", {}}));
        (void)residents.sign_out(visit.municipality, *cookie);
        return joined ? notice(visit, "joined", 200) : notice(visit, "notjoined", 409, visit.frame.to("/join"));
    }
    if (auto old = visit.request.cookie(people::Reception::resident_cookie); !old.empty()) (void)residents.sign_out(visit.municipality, old);
    return with_resident(http::Response::redirect(back_of(visit, *link ? (*link)->back : "")), *cookie, visit.request.secure);
}

http::Response Login::State::show_join(people::Visit& visit) {
    if (!visit.resident || !people::is_estonian_code(visit.resident->subject)) return http::Response::redirect(login_url(visit, visit.frame.to("/join")) + "&least=substantial");
    JoinPage page{visit.resident->name, provider ? visit.frame.to("/login/start?as=join") : "", visit.frame.to("/join"), options.email_guests, {}};
    page.address = {.name = "email", .label = login_words(visit, "email_label"), .required = true, .type = "email", .autocomplete = "email", .maximum = 254};
    visit.frame.title = login_words(visit, "join_title");
    visit.frame.index = false;
    return reception->show(visit, pages::join_page(visit.frame, page));
}

}  // namespace raekoda::doors::identity
