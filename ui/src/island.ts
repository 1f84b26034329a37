// What every island uses: finding its elements, its texts, its parts.

export function islands(name: string, start: (element: HTMLElement) => void): void {
  for (const element of document.querySelectorAll<HTMLElement>(`[data-island="${name}"]`)) {
    if (element.dataset.started !== undefined) continue;
    element.dataset.started = "";
    try {
      start(element);
    } catch (problem) {
      console.error(`island ${name}`, problem); // the page works without it
    }
  }
}

export function part<E extends Element = HTMLElement>(of: ParentNode, name: string): E | null {
  return of.querySelector<E>(`[data-part="${name}"]`);
}

// The sentence of data-text-<name>, with {gaps} filled.
export function text(element: HTMLElement, name: string, gaps: Record<string, string | number> = {}): string {
  const pattern = element.getAttribute(`data-text-${name}`) ?? "";
  return pattern.replace(/\{(\w+)\}/g, (whole, gap: string) => (gap in gaps ? String(gaps[gap]) : whole));
}

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K, attributes: Record<string, string> = {}, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

export function debounced(milliseconds: number, run: () => void): () => void {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(run, milliseconds);
  };
}

// A link from JSON: paths of this site only.
export function own_path(url: unknown): string {
  return typeof url === "string" && url.startsWith("/") && !url.startsWith("//") ? url : "#";
}

export async function get_json<T>(url: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(url, { headers: { accept: "application/json" }, signal, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()) as T;
}

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage may be forbidden
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // full or forbidden: a convenience only
  }
}
