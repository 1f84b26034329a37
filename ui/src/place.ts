// Picking a place: address search as a combobox, the map (tap, drag, keyboard), the device's position. Writes lat and long into the form.
import * as L from "leaflet";
import { base_map, inside, name_marker, pin_icon } from "./basemap";
import { debounced, get_json, islands, make, part, text } from "./island";

interface Place { label: string; lat: number; long: number }

islands("place", (element) => {
  const latitude = element.querySelector<HTMLInputElement>('input[name="lat"]');
  const longitude = element.querySelector<HTMLInputElement>('input[name="long"]');
  const address = element.querySelector<HTMLInputElement>('input[name="address"]');
  const status = part(element, "status")!;
  if (!latitude || !longitude || !address) return;
  let plain_note = "";
  const say = (...sentences: string[]) => { status.textContent = [...sentences, plain_note].filter(Boolean).join(" "); };

  // The map.
  const holder = part(element, "map")!;
  const canvas = part(element, "canvas")!;
  holder.hidden = false;
  const map = base_map(element, canvas, (sentence) => { plain_note = sentence; say(); });
  canvas.setAttribute("role", "application"); // arrows move, Enter marks: keys are the map's while it has the focus
  canvas.setAttribute("aria-label", text(element, "map"));
  canvas.setAttribute("aria-describedby", "place-map-hint");
  let marker: L.Marker | null = null;

  const put = (lat: number, long: number, label: string, from: string, move: boolean) => {
    latitude.value = lat.toFixed(6);
    longitude.value = long.toFixed(6);
    if (!marker) {
      marker = L.marker([lat, long], { draggable: true, icon: pin_icon(), keyboard: false, autoPan: true }).addTo(map);
      marker.getElement()?.setAttribute("role", "img");
      name_marker(marker, text(element, "marker"));
      marker.on("dragend", () => {
        const at = marker!.getLatLng();
        put(at.lat, at.lng, "", "map", false);
      });
    } else marker.setLatLng([lat, long]);
    if (move) map.setView([lat, long], Math.max(map.getZoom(), Math.min(17, map.getMaxZoom())));
    const point = text(element, "point", { lat: lat.toFixed(5), long: long.toFixed(5) });
    say(text(element, "picked", { place: label || point }), inside(element, lat, long) ? "" : text(element, "outside"));
    element.dispatchEvent(new CustomEvent("place-picked", { bubbles: true, detail: { lat, long, from } }));
  };

  map.on("click", (event: L.LeafletMouseEvent) => put(event.latlng.lat, event.latlng.lng, "", "map", false));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== canvas) return;
    event.preventDefault();
    const at = map.getCenter();
    put(at.lat, at.lng, "", "keyboard", false);
  });
  const typed = () => {
    const lat = Number(latitude.value.replace(",", ".")), long = Number(longitude.value.replace(",", "."));
    if (latitude.value.trim() && longitude.value.trim() && Math.abs(lat) <= 90 && Math.abs(long) <= 180) put(lat, long, "", "typed", true);
  };
  latitude.addEventListener("change", typed);
  longitude.addEventListener("change", typed);
  typed();
  // Another island found a place (the position of a photo).
  document.addEventListener("place-offered", (event) => {
    const { lat, long, label } = (event as CustomEvent<Place>).detail;
    put(lat, long, label, "photo", true);
  });

  // The device's position: only when asked for.
  const device = part(element, "device")!;
  if ("geolocation" in navigator) {
    device.hidden = false;
    const button = part<HTMLButtonElement>(device, "locate")!;
    button.addEventListener("click", () => {
      button.setAttribute("aria-busy", "true");
      say(text(element, "locating"));
      navigator.geolocation.getCurrentPosition(
        (found) => {
          button.removeAttribute("aria-busy");
          put(found.coords.latitude, found.coords.longitude, "", "device", true);
        },
        (problem) => {
          button.removeAttribute("aria-busy");
          say(text(element, problem.code === problem.PERMISSION_DENIED ? "denied" : "unavailable"));
        },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
    });
  }

  // The address as a combobox with a list (ARIA 1.2 pattern).
  const list = make("ul", { class: "combobox__list", role: "listbox", id: `${address.id}-list`, "aria-label": address.labels?.[0]?.textContent?.trim() ?? "" });
  list.hidden = true;
  address.after(list);
  address.setAttribute("role", "combobox");
  address.setAttribute("aria-autocomplete", "list");
  address.setAttribute("aria-expanded", "false");
  address.setAttribute("aria-controls", list.id);
  address.autocomplete = "off";
  let places: Place[] = [];
  let chosen = -1;
  let asking: AbortController | null = null;
  let settled = address.value;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    address.setAttribute("aria-expanded", "false");
    address.removeAttribute("aria-activedescendant");
  };
  const mark = (index: number) => {
    chosen = index;
    [...list.children].forEach((item, place) => {
      item.setAttribute("aria-selected", String(place === index));
      if (place === index) item.scrollIntoView({ block: "nearest" });
    });
    if (index >= 0) address.setAttribute("aria-activedescendant", `${list.id}-${index}`);
    else address.removeAttribute("aria-activedescendant");
  };
  const take = (index: number) => {
    const place = places[index];
    if (!place) return;
    address.value = settled = place.label;
    close();
    put(place.lat, place.long, place.label, "address", true);
  };
  const ask = debounced(250, async () => {
    const words = address.value.trim();
    if (words === settled) return;
    settled = words;
    asking?.abort();
    if (words.length < 2) return close();
    asking = new AbortController();
    try {
      places = (await get_json<Place[]>(`${element.dataset.places}?q=${encodeURIComponent(words)}`, asking.signal)).slice(0, 12);
    } catch (problem) {
      if ((problem as Error).name !== "AbortError") close();
      return;
    }
    if (document.activeElement !== address) return;
    list.replaceChildren(...places.map((place, index) => {
      const item = make("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false" }, place.label);
      item.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
      item.addEventListener("click", () => take(index));
      return item;
    }));
    chosen = -1;
    address.removeAttribute("aria-activedescendant");
    list.hidden = places.length === 0;
    address.setAttribute("aria-expanded", String(places.length > 0));
    say(places.length ? text(element, "results", { count: places.length }) : text(element, "no-results"));
  });
  address.addEventListener("input", ask);
  address.addEventListener("blur", close);
  address.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const shown = !list.hidden;
    if (event.key === "ArrowDown" && places.length) {
      event.preventDefault();
      if (!shown) { list.hidden = false; address.setAttribute("aria-expanded", "true"); }
      mark((chosen + 1) % places.length);
    } else if (event.key === "ArrowUp" && shown) {
      event.preventDefault();
      mark(chosen <= 0 ? places.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && shown && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      close();
    }
  });
});
