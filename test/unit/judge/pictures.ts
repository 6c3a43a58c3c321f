import type { Picture } from '../../../runner/judge/picture.ts';

type Rgba = readonly [number, number, number, number];

/** A picture whose pixels a function gives. */
export function paint(width: number, height: number, at: (x: number, y: number) => Rgba): Picture {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set(at(x, y), (y * width + x) * 4);
  }
  return { width, height, data };
}

/** A gradient, changed at the pixels where `change` gives something. */
export function gradient(change: (x: number, y: number) => Rgba | null = () => null): Picture {
  return paint(16, 12, (x, y) => change(x, y) ?? [x * 10, y * 10, 128, 255]);
}
