/** An image whose pixels are there: drawing it waits for nothing. */
export interface DecodedImage {
  readonly source: HTMLImageElement | ImageBitmap;
  readonly width: number;
  readonly height: number;
  /** Gives the memory back. */
  readonly close: () => void;
}

/** Above this a bitmap of one's own costs more memory than the moment of decoding is worth: 12 megapixels are 48 MB. */
const BITMAP_PIXELS = 12_000_000;

/** Fetches and decodes an image off the main thread. Turned upright as its EXIF data says, as the server measured it. */
export async function decodeImage(
  url: string,
  size: { width: number; height: number },
): Promise<DecodedImage> {
  if (size.width * size.height > BITMAP_PIXELS || typeof createImageBitmap !== 'function')
    return decodeElement(url, size);
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`The image could not be loaded (${response.status}).`);
  const bitmap = await createImageBitmap(await response.blob());
  return { source: bitmap, ...size, close: () => bitmap.close() };
}

async function decodeElement(
  url: string,
  size: { width: number; height: number },
): Promise<DecodedImage> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return { source: image, ...size, close: () => (image.src = '') };
}
