// What the pages of logging in show.
#pragma once
#include <string>
#include <vector>

#include "view/components.h"
#include "view/view.h"

namespace raekoda::doors::identity {

struct LoginPage {
    std::string strong_url;   // the provider; empty: none is connected
    std::string needs;        // why what the visitor has is not enough; empty: nothing was tried
    std::string back;
    bool email = false;       // guests by e-mail
    view::Field address;
    std::vector<view::ProblemView> problems;
    bool ended = false;        // a session of theirs is over
    std::string official_url;  // where officials sign in
};
// A title, some sentences, where to go on.
struct NoticePage {
    std::string title;
    std::vector<std::string> sentences;
    std::vector<view::Action> actions;
};
// A link of a letter was opened: nothing happens before a button is pressed, programs that look into letters press none.
struct LinkPage {
    std::string email, action;
    std::string join_name;  // who may take over the guest's data; empty: nobody is signed in with a personal code
};
struct JoinPage {
    std::string name, start_url, back;
    bool email = false;
    view::Field address;
};

}  // namespace raekoda::doors::identity
