// The position a camera wrote into a JPEG (Exif 2.32, GPS attributes). Reads only what is asked for, within bounds.

export interface Position { lat: number; long: number }

export function position_of(bytes: ArrayBuffer): Position | null {
  const view = new DataView(bytes);
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  try {
    for (let at = 2; at + 4 <= view.byteLength;) {
      const marker = view.getUint16(at), length = view.getUint16(at + 2);
      if ((marker & 0xff00) !== 0xff00 || marker === 0xffda || length < 2) return null;
      // "Exif\0\0" then a TIFF
      if (marker === 0xffe1 && length >= 16 && view.getUint32(at + 4) === 0x45786966) return from_tiff(new DataView(bytes, at + 10, length - 8));
      at += 2 + length;
    }
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem; // a broken file has no position
  }
  return null;
}

function from_tiff(tiff: DataView): Position | null {
  const little = tiff.getUint16(0) === 0x4949;
  if (tiff.getUint16(2, little) !== 42) return null;
  const entry = (directory: number, tag: number): number => {
    const count = tiff.getUint16(directory, little);
    for (let i = 0; i < count && i < 512; i++) {
      const at = directory + 2 + i * 12;
      if (tiff.getUint16(at, little) === tag) return at;
    }
    return -1;
  };
  const gps_entry = entry(tiff.getUint32(4, little), 0x8825);
  if (gps_entry < 0) return null;
  const gps = tiff.getUint32(gps_entry + 8, little);
  const degrees = (tag: number): number => {
    const at = entry(gps, tag);
    if (at < 0 || tiff.getUint16(at + 2, little) !== 5 || tiff.getUint32(at + 4, little) !== 3) return NaN;
    const value = tiff.getUint32(at + 8, little);
    const ratio = (i: number) => tiff.getUint32(value + i * 8, little) / tiff.getUint32(value + i * 8 + 4, little);
    const seconds = ratio(2);
    return ratio(0) + ratio(1) / 60 + (Number.isFinite(seconds) ? seconds : 0) / 3600;
  };
  const letter = (tag: number): string => {
    const at = entry(gps, tag);
    return at < 0 ? "" : String.fromCharCode(tiff.getUint8(at + 8));
  };
  let lat = degrees(2), long = degrees(4);
  if (letter(1) === "S") lat = -lat;
  if (letter(3) === "W") long = -long;
  if (!Number.isFinite(lat) || !Number.isFinite(long) || Math.abs(lat) > 90 || Math.abs(long) > 180 || (lat === 0 && long === 0)) return null;
  return { lat, long };
}
