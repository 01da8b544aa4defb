import { useEffect, useState } from 'react';
import { decodeImage, type DecodedImage } from './decoded-image';

/** What the API says of an item's picture. */
interface Picture {
  readonly media_url?: string | null;
  readonly width?: number | null;
  readonly height?: number | null;
}

/** The decoded image of an item: null until it is there, `broken` where it cannot be had. Its memory is given back at the end. */
export function useDecodedImage(item: Picture | null | undefined): DecodedImage | 'broken' | null {
  const [image, setImage] = useState<DecodedImage | 'broken' | null>(null);
  const { media_url: url, width, height } = item ?? {};
  useEffect(() => {
    if (!url) return undefined;
    let isOver = false;
    let open: DecodedImage | null = null;
    decodeImage(url, { width: width ?? 1, height: height ?? 1 }).then(
      (decoded) => {
        if (isOver) return decoded.close();
        open = decoded;
        setImage(decoded);
      },
      () => !isOver && setImage('broken'),
    );
    return () => {
      isOver = true;
      setImage(null);
      open?.close();
    };
  }, [url, width, height]);
  return image;
}
