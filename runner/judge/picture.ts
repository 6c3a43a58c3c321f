import { LIMITS } from '../guest/guest.ts';

/** A picture in memory: `width * height * 4` bytes, RGBA, rows from the top. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Pixels of a picture that are decoded at most: a small PNG may unfold into gigabytes. */
const PIXEL_LIMIT = LIMITS.file / 4;

/**
 * Decodes a PNG to 8 bits a channel.
 * @throws Error where the bytes are no whole PNG, or are larger than 16 Mpx.
 */
export async function decodePng(bytes: Uint8Array): Promise<Picture> {
  const { default: sharp } = await import('sharp');
  const image = sharp(bytes, { limitInputPixels: PIXEL_LIMIT, failOn: 'warning' });
  const { format } = await image.metadata();
  if (format !== 'png') throw new Error(`it is ${format}, not png`);
  const { data, info } = await image.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Encodes a picture as a PNG without metadata. */
export async function encodePng({ width, height, data }: Picture): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
