// What the pages of services show.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "view/components.h"
#include "view/view.h"

namespace raekoda::doors::site {

struct ServiceCard {
    std::string name, summary, url;
    std::vector<view::TagView> tags;
};
struct TopicCard {  // a life event or a theme
    std::string name, summary, url, count;
};
struct ServicesPage {
    std::vector<TopicCard> life_events, business_events, themes;
    std::string all_text;  // "Kõik 64 teenust A–Ü"
};

struct LetterGroup {
    std::string letter, anchor;
    std::vector<ServiceCard> services;
};
struct ServicesAllPage {
    std::string title, lead, words;
    std::string theme_url;  // of the page of a theme: the same list without the filter; empty: no theme
    std::vector<view::Option> themes;
    std::vector<LetterGroup> letters;
    std::vector<ServiceCard> found;  // by words: the likeliest first
    std::vector<view::Link> reports; // kinds of report that belong to the theme
    std::string count;
    bool filtered = false;
};

struct LabelledText {
    std::string name, text, note;
};
struct ChannelView {
    std::string type, note;
    view::Link link;         // url empty: text only
    std::string place, hours;
};
struct BasisView {
    std::string title, url, period;
    bool verified = false;
};
struct ContactView {
    std::string name, phone, email, url, place, hours;
};
struct WhereAnswer {
    std::string place, municipality, url;
    bool here = false;
};
struct WhereView {
    std::string question, words;
    bool asked = false;
    std::vector<WhereAnswer> answers;
};
struct ServicePage {
    std::string id, name, summary;
    view::Html description;
    std::vector<view::Link> way;
    std::vector<view::TagView> tags;
    bool grave = false;
    bool preview = false;            // an official looks at a draft
    std::string apply_url;
    std::string where_apply;         // when there is no form here: how one applies
    std::vector<LabelledText> in_short;
    std::vector<std::string> conditions;
    std::vector<LabelledText> steps, bring, looked_up;
    std::vector<LabelledText> asked;  // facts asked from registers: name and what for
    std::vector<LabelledText> known;  // of the resident who is logged in: name, value, source
    std::string known_heading, known_nothing;
    bool signed_in = false;
    std::string result, no_reply;
    view::Html appeal;
    std::vector<BasisView> basis;
    std::vector<ChannelView> channels;
    ContactView contact;
    std::vector<ServiceCard> related;
    std::vector<view::Link> life_events;
    std::vector<LabelledText> figures;
    std::string origin_text, to_confirm, version_text;
    std::vector<std::string> local;          // names of what the municipality adapted in a common service
    std::vector<std::string> local_members;  // the same as members of service.json: marked where they stand
    bool is_local(std::string_view member) const { return std::find(local_members.begin(), local_members.end(), member) != local_members.end(); }
    WhereView where;
    view::Html linked_data;
};

struct EventStepView {
    std::string name, who, when;
    view::Html text;
    std::vector<ServiceCard> services;
    std::vector<view::Link> links;
};
struct LifeEventPage {
    std::string name, summary, to_confirm;
    view::Html intro;
    bool grave = false;
    std::vector<EventStepView> steps;
    std::vector<ServiceCard> more;
    std::vector<LabelledText> help;  // name, text, note: the telephone
    std::vector<view::Link> help_links;
};

}  // namespace raekoda::doors::site
