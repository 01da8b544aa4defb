/** An image whose pixels are there: drawing it waits for nothing. */
export interface DecodedImage {
  readonly source: HTMLImageElement | ImageBitmap;
  readonly width: number;
  readonly height: number;
  /** Gives the memory back. */
  readonly close: () => void;
}

/** The picture is not there, or this browser cannot read it. */
export class BrokenImage extends Error {}

/** Above this a bitmap of one's own costs more memory than the moment of decoding is worth: 12 megapixels are 48 MB. */
const BITMAP_PIXELS = 12_000_000;

/**
 * Fetches and decodes an image off the main thread. Turned upright as its EXIF data says, as the server measured it. Fails with
 * `BrokenImage` where trying again will hardly help, otherwise (no network, a server that is down) with another error.
 */
export async function decodeImage(
  url: string,
  size: { width: number; height: number },
): Promise<DecodedImage> {
  if (size.width * size.height > BITMAP_PIXELS || typeof createImageBitmap !== 'function')
    return decodeElement(url, size);
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) {
    const words = `The image could not be loaded (${response.status}).`;
    throw response.status < 500 ? new BrokenImage(words) : new Error(words);
  }
  const bitmap = await createImageBitmap(await response.blob()).catch(broken);
  return { source: bitmap, ...size, close: () => bitmap.close() };
}

function broken(error: unknown): never {
  throw new BrokenImage('The image could not be decoded.', { cause: error });
}

async function decodeElement(
  url: string,
  size: { width: number; height: number },
): Promise<DecodedImage> {
  const image = new Image();
  image.src = url;
  await image.decode().catch(broken);
  return { source: image, ...size, close: () => (image.src = '') };
}
