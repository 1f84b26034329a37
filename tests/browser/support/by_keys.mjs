// A page by keys alone, and a page without scripts.

// Tab, begun at the top, reaches everything that can be used and shows where it is. Of a group of radio buttons one is a stop.
// What a quick walk finds is looked at once more without haste: a busy browser is not a fault.
export async function keys_faults(tab) {
  return (await walk(tab, 0)).length ? walk(tab, 60) : [];
}

async function walk(tab, rest) {
  const count = await tab.evaluate(() => {
    const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && one.getClientRects().length > 0;
    const group_of = (one) => `${[...document.forms].indexOf(one.form)} ${one.name}`;
    const groups = new Set();
    const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter((one) => {
      if (one.disabled || one.tabIndex < 0 || !shown(one) || one.closest("[inert]")) return false;
      if (one.type !== "radio") return true;
      if (groups.has(group_of(one))) return false;
      return groups.add(group_of(one));
    });
    const stop_of = (one) => (one?.type === "radio" ? stops.find((stop) => stop.type === "radio" && group_of(stop) === group_of(one)) : stops.find((stop) => stop === one));
    const seen = (one) => {
      const box = one.getBoundingClientRect();
      const around = [one.parentElement, one.parentElement.parentElement, one.parentElement.parentElement?.parentElement].filter(Boolean); // a card shows the focus of its link
      const outlined = (each) => getComputedStyle(each).outlineStyle !== "none" && parseFloat(getComputedStyle(each).outlineWidth) > 0;
      const ring = [one, ...(one.labels ?? [])].some((each) => outlined(each) || getComputedStyle(each).boxShadow !== "none") || around.some(outlined);
      return (ring || one.matches(".skip-link")) && box.bottom > 0 && box.top < innerHeight && box.right > 0;
    };
    const name = (one) => `${one.tagName.toLowerCase()} ${one.name || one.id || ""} ${(one.innerText || one.getAttribute("aria-label") || "").trim().slice(0, 30)}`;
    const reached = new Map(); // stop → could be seen while it had the focus
    const look = () => {
      const stop = stop_of(document.activeElement);
      if (stop) reached.set(stop, reached.get(stop) || seen(document.activeElement));
    };
    window.end_of_keys?.();
    addEventListener("keydown", look, true); // the next key comes when the one before has done its work
    window.keys_to_press = () => (look(), document.activeElement === document.body ? 0 : stops.filter((one) => one.isConnected && shown(one) && !one.disabled && !reached.has(one)).length);
    window.end_of_keys = () => {
      look();
      removeEventListener("keydown", look, true);
      document.activeElement.blur();
      scrollTo(0, 0);
      return [
        ...stops.filter((one) => one.isConnected && shown(one) && !one.disabled && !reached.has(one)).map((one) => `Tab does not reach ${name(one)}`),
        ...[...reached].filter(([, was_seen]) => !was_seen).map(([one]) => `the focus is not seen at ${name(one)}`),
      ];
    };
    // Tab begins behind what had the focus last: behind the first thing of the page.
    const top = document.createElement("span");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
    return stops.length;
  });
  // Keys are sent without waiting for each: they arrive in their order.
  const devtools = await tab.context().newCDPSession(tab);
  const press = () => devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 });
  const press_on = async (times) => {
    if (!rest) return Promise.all(Array.from({ length: times }, press));
    for (let at = 0; at < times; ++at) {
      await press();
      await tab.waitForTimeout(rest);
    }
  };
  await press_on(1);
  await tab.waitForTimeout(50); // the link that skips to the content slides in
  await press_on(count + 1);
  // What came later (marks of a map) takes keys as well.
  for (let round = 0; round < 20 && (await tab.evaluate(() => window.keys_to_press())); ++round) await press_on(20);
  await devtools.detach();
  return tab.evaluate(() => window.end_of_keys());
}

// Without scripts nothing stands there that does nothing, and every form can be sent.
export const plain_faults = (tab) => tab.evaluate(() => {
  const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true });
  const name = (one) => `${one.tagName.toLowerCase()} ${one.name || one.id || ""} ${(one.innerText ?? "").slice(0, 30)}`;
  const dead = [...document.querySelectorAll("button[type=button]")].filter((one) => shown(one) && !one.hasAttribute("popovertarget"));
  const stuck = [...document.querySelectorAll("main form")].filter((form) => shown(form) && ![...form.elements].some((one) => ["submit", "image"].includes(one.type)));
  return [...dead.map((one) => `without scripts ${name(one)} does nothing`), ...stuck.map((form) => `without scripts ${form.getAttribute("action")} cannot be sent`),
    ...(document.querySelector("main h1") ? [] : ["without scripts there is no heading"])];
});
