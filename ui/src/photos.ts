// Photos chosen for a report: shown, made smaller before they travel, asked for their place.
import { position_of } from "./exif";
import { islands, make, part, text } from "./island";

const LONGEST_SIDE = 2048;

// At most 2048 pixels on the longer side, upright. What cannot be read is sent as it is: the server judges.
async function smaller(file: File): Promise<File> {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || !("createImageBitmap" in window)) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const ratio = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    if (ratio === 1 && file.size < 1_500_000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * ratio));
    canvas.height = Math.max(1, Math.round(picture.height * ratio));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.86));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  } finally {
    picture.close();
  }
}

// Drawn, not linked: the content security policy needs no blob: addresses.
async function thumbnail(file: File, onto: HTMLCanvasElement): Promise<void> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  onto.width = 320;
  onto.height = 240;
  const ratio = Math.max(onto.width / picture.width, onto.height / picture.height);
  const width = picture.width * ratio, height = picture.height * ratio;
  onto.getContext("2d")?.drawImage(picture, (onto.width - width) / 2, (onto.height - height) / 2, width, height);
  picture.close();
}

export function start_photos(): void {
  islands("photos", (element) => {
    const input = element.querySelector<HTMLInputElement>('input[type="file"]')!;
    const previews = part<HTMLUListElement>(element, "previews")!;
    const status = part(element, "status")!;
    const at_most = Number(element.dataset.atMost) || 5;
    let files: File[] = [];
    const places = new Map<File, { lat: number; long: number }>();

    const write_back = () => {
      const transfer = new DataTransfer();
      for (const file of files) transfer.items.add(file);
      input.files = transfer.files;
      // A picture made smaller has lost its place; the form may tell it beside.
      const positions = input.form?.querySelector<HTMLInputElement>('input[name="photo_positions"]');
      if (positions) positions.value = files.map((file) => { const place = places.get(file); return place ? `${place.lat},${place.long}` : ""; }).join(";");
      input.dispatchEvent(new CustomEvent("photos-changed", { bubbles: true }));
    };

    const show = (places: Map<File, { lat: number; long: number }>) => {
      previews.hidden = files.length === 0;
      previews.replaceChildren(...files.map((file, index) => {
        const item = make("li");
        const image = make("canvas", { role: "img", "aria-label": file.name });
        void thumbnail(file, image).catch(() => {
          image.hidden = true;
          item.prepend(make("p", {}, text(element, "unreadable", { name: file.name })));
        });
        const remove = make("button", { type: "button", class: "ds-button", "data-variant": "tertiary", "data-size": "sm" }, text(element, "remove", { name: file.name }));
        remove.addEventListener("click", () => {
          files.splice(index, 1);
          write_back();
          show(places);
          status.textContent = text(element, "added", { count: files.length });
          (previews.querySelector<HTMLButtonElement>("button") ?? input).focus();
        });
        item.append(image);
        const place = places.get(file);
        if (place && document.querySelector('[data-island="place"]')) {
          const use = make("button", { type: "button", class: "ds-button", "data-variant": "secondary", "data-size": "sm" }, text(element, "use-place"));
          use.addEventListener("click", () => {
            document.dispatchEvent(new CustomEvent("place-offered", { detail: { ...place, label: "" } }));
            status.textContent = text(element, "place-used");
          });
          item.append(use);
        }
        item.append(remove);
        return item;
      }));
    };

    input.addEventListener("change", async () => {
      const added = [...(input.files ?? [])].filter((file) => !files.some((own) => own.name === file.name && own.size === file.size && own.lastModified === file.lastModified));
      input.closest("form")?.setAttribute("aria-busy", "true");
      const ready: File[] = [];
      for (const file of added.slice(0, Math.max(0, at_most - files.length))) {
        let small = file;
        try {
          const found = position_of(await file.slice(0, 256 * 1024).arrayBuffer());
          small = await smaller(file);
          if (found) places.set(small, found);
        } catch {
          small = file; // the server will say what is wrong with it
        }
        ready.push(small);
      }
      const left_out = added.length - ready.length;
      files = [...files, ...ready];
      input.closest("form")?.removeAttribute("aria-busy");
      write_back();
      show(places);
      status.textContent = left_out > 0 ? text(element, "too-many") : text(element, "added", { count: files.length });
    });
  });
}
