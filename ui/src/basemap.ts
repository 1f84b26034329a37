// The base map of a municipality from data-attributes: tiles, outline, zoom buttons with names in the page's language.
import * as L from "leaflet";
import { part, text } from "./island";

export function bounds_of(element: HTMLElement): L.LatLngBounds {
  const [west, south, east, north] = (element.dataset.bounds ?? "").split(",").map(Number);
  return [west, south, east, north].every(Number.isFinite) && east > west && north > south
    ? L.latLngBounds([south, west], [north, east])
    : L.latLngBounds([57.5, 21.7], [59.8, 28.3]); // Estonia
}

export function base_map(element: HTMLElement, canvas: HTMLElement, note: (sentence: string) => void): L.Map {
  const texts = part(element, "map-texts") ?? element;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const maximum = Number(element.dataset.maximumZoom) || 18;
  const map = L.map(canvas, { zoomControl: false, attributionControl: false, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
    inertia: !still, minZoom: 6, maxZoom: maximum, scrollWheelZoom: true });
  map.fitBounds(bounds_of(element), { animate: false });
  map.setMaxBounds(bounds_of(element).pad(1.5));
  L.control.zoom({ zoomInTitle: text(texts, "zoom-in"), zoomOutTitle: text(texts, "zoom-out") }).addTo(map);

  const credit = L.control.attribution({ prefix: false }).addTo(map);
  const attribution = element.dataset.attribution ?? "";
  if (attribution) {
    const holder = document.createElement("span");
    const url = element.dataset.attributionUrl ?? "";
    if (/^https?:\/\//.test(url)) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = attribution;
      holder.append(link);
    } else holder.textContent = attribution;
    credit.addAttribution(holder.innerHTML);
  }

  const tiles = element.dataset.tiles ?? "";
  let without = false;
  const no_tiles = () => {
    if (without) return;
    without = true;
    note(text(texts, "no-tiles"));
  };
  if (tiles) {
    // {-y} in the address: Leaflet counts rows from the south (TMS).
    const layer = L.tileLayer(tiles, { maxZoom: maximum, noWrap: true, bounds: bounds_of(element).pad(2) });
    let good = 0, bad = 0;
    layer.on("tileload", () => { good++; });
    layer.on("tileerror", () => { if (++bad >= 3 && good === 0) no_tiles(); });
    layer.addTo(map);
  } else no_tiles();

  const outline = element.dataset.outline ?? "";
  if (outline) {
    fetch(outline).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))))).then((shape) => {
      const brand = getComputedStyle(document.documentElement).getPropertyValue("--brand").trim() || "#005aa3";
      map.getPane("overlayPane")?.setAttribute("aria-hidden", "true"); // a line to look at; the list beside the map tells what there is
      L.geoJSON(shape, { interactive: false, style: { color: brand, weight: 2, opacity: .8, fillColor: "#ffffff", fillOpacity: tiles && !without ? 0 : .55 } }).addTo(map);
    }).catch(() => undefined); // an ornament
  }
  return map;
}

// Whether a point lies in the municipality's box, with a little room.
export function inside(element: HTMLElement, latitude: number, longitude: number): boolean {
  return bounds_of(element).pad(.02).contains([latitude, longitude]);
}

export function pin_icon(): L.DivIcon {
  return L.divIcon({ className: "marker", html: '<span class="marker__pin"></span>', iconSize: [32, 32], iconAnchor: [16, 38], popupAnchor: [0, -36] });
}

// Leaflet makes divIcons focusable buttons; the name is ours to give.
export function name_marker(marker: L.Marker, name: string): void {
  const element = marker.getElement();
  if (!element) return;
  element.setAttribute("aria-label", name);
  element.setAttribute("title", name);
}
