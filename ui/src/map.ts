// The map of reports: asks the server for the clusters and points of the view; ties points to the cards of the list.
import * as L from "leaflet";
import { base_map, name_marker, pin_icon } from "./basemap";
import { debounced, get_json, islands, make, own_path, part, text } from "./island";

interface Cluster { lat: number; long: number; count: number; bounds?: [number, number, number, number] }
interface Point { number: string; lat: number; long: number; state: string; kind: string; title: string; url: string }
interface Answer { clusters?: Cluster[]; points?: Point[] }

// Leaflet calls its markers buttons; this makes Enter and Space press them.
function on_press(shape: HTMLElement, run: () => void): void {
  shape.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    run();
  });
}

islands("map", (element) => {
  const canvas = part(element, "canvas")!;
  const status = part(element, "status")!;
  element.hidden = false;
  let plain_note = "";
  const say = (sentence: string) => { status.textContent = [sentence, plain_note].filter(Boolean).join(" "); };
  const map = base_map(element, canvas, (sentence) => { plain_note = sentence; say(""); });
  canvas.setAttribute("role", "group");
  canvas.setAttribute("aria-label", element.getAttribute("aria-label") ?? "");

  canvas.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); }); // Leaflet listens only while the map itself has the focus

  const layer = L.layerGroup().addTo(map);
  const markers = new Map<string, L.Marker>();
  let asking: AbortController | null = null;

  const light = (number: string, on: boolean) => {
    markers.get(number)?.getElement()?.toggleAttribute("data-lit", on);
    document.querySelector(`.card[data-number="${CSS.escape(number)}"]`)?.toggleAttribute("data-lit", on);
  };

  const show = (answer: Answer) => {
    // The marker under the keyboard's focus keeps it when the view is drawn anew.
    const focused = document.activeElement instanceof HTMLElement && canvas.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const open = [...markers.entries()].find(([, marker]) => marker.isPopupOpen())?.[0];
    layer.clearLayers();
    markers.clear();
    let total = 0;
    for (const cluster of answer.clusters ?? []) {
      total += cluster.count;
      const size = Math.min(64, 36 + Math.round(Math.log10(Math.max(cluster.count, 2)) * 9));
      const label = text(element, "cluster", { count: cluster.count });
      const marker = L.marker([cluster.lat, cluster.long], { keyboard: true, icon: L.divIcon({ className: "cluster", html: String(cluster.count), iconSize: [size, size] }) });
      const zoom = () => {
        const [west, south, east, north] = cluster.bounds ?? [0, 0, 0, 0];
        const before = map.getZoom();
        if (cluster.bounds && (east > west || north > south) && map.getBoundsZoom([[south, west], [north, east]]) > before)
          map.fitBounds([[south, west], [north, east]], { padding: [24, 24] });
        else map.setView([cluster.lat, cluster.long], Math.min(before + 2, map.getMaxZoom()));
        map.getContainer().focus();
      };
      marker.on("click", zoom).addTo(layer);
      name_marker(marker, label);
      const key = `c${cluster.lat},${cluster.long}`;
      const shape = marker.getElement();
      if (shape) {
        shape.dataset.key = key;
        on_press(shape, zoom);
      }
    }
    for (const point of answer.points ?? []) {
      total++;
      const state = text(element, point.state === "closed" ? "closed" : "open");
      const name = text(element, "marker", { title: point.title, state });
      const marker = L.marker([point.lat, point.long], { keyboard: true, icon: pin_icon() });
      const popup = make("div", {}, make("p", { class: "popup__title" }, point.title), make("p", { class: "popup__line" }, `${point.kind} · ${state}`),
        make("p", { class: "popup__line" }, make("a", { href: own_path(point.url) }, text(element, "read"))));
      marker.bindPopup(popup, { autoPan: true, closeButton: true });
      marker.on("popupopen", () => {
        const close = map.getContainer().querySelector<HTMLElement>(".leaflet-popup-close-button");
        close?.setAttribute("aria-label", text(part(element, "map-texts") ?? element, "close"));
        popup.querySelector("a")?.focus({ preventScroll: true });
      });
      marker.on("popupclose", () => marker.getElement()?.focus({ preventScroll: true }));
      marker.addTo(layer);
      name_marker(marker, name);
      const shape = marker.getElement();
      if (shape) {
        shape.dataset.state = point.state;
        shape.dataset.key = point.number;
        on_press(shape, () => marker.openPopup());
        for (const kind of ["mouseenter", "focus"]) shape.addEventListener(kind, () => light(point.number, true));
        for (const kind of ["mouseleave", "blur"]) shape.addEventListener(kind, () => light(point.number, false));
      }
      markers.set(point.number, marker);
    }
    if (focused) canvas.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    if (open) markers.get(open)?.openPopup();
    say(text(element, "shown", { count: total }));
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const size = map.getSize();
    if (!size.x || !size.y) return; // not laid out: there is no view to ask for
    const box = map.getBounds();
    const query = new URLSearchParams(element.dataset.filters ?? "");
    query.set("bbox", [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((degrees) => degrees.toFixed(5)).join(","));
    query.set("zoom", String(Math.round(map.getZoom())));
    try {
      show(await get_json<Answer>(`${element.dataset.source}?${query}`, asking.signal));
    } catch (problem) {
      if ((problem as Error).name !== "AbortError") say(text(element, "failed"));
    }
  };
  map.on("moveend", debounced(150, () => void ask()));
  void ask();

  for (const card of document.querySelectorAll<HTMLElement>(".card[data-number]")) {
    const number = card.dataset.number!;
    for (const kind of ["mouseenter", "focusin"]) card.addEventListener(kind, () => light(number, true));
    for (const kind of ["mouseleave", "focusout"]) card.addEventListener(kind, () => light(number, false));
  }
  window.addEventListener("resize", debounced(200, () => map.invalidateSize()));
});

islands("point-map", (element) => {
  const canvas = part(element, "canvas")!;
  element.hidden = false;
  const map = base_map(element, canvas, (sentence) => { part(element, "status")!.textContent = sentence; });
  canvas.setAttribute("role", "group");
  canvas.setAttribute("aria-label", element.getAttribute("aria-label") ?? "");
  const at: L.LatLngTuple = [Number(element.dataset.lat), Number(element.dataset.long)];
  if (!at.every(Number.isFinite)) return;
  map.setView(at, Math.min(16, map.getMaxZoom()), { animate: false });
  const marker = L.marker(at, { icon: pin_icon(), keyboard: false, interactive: false }).addTo(map);
  const shape = marker.getElement();
  shape?.setAttribute("role", "img");
  name_marker(marker, text(element, "point"));
});
