/** A member of a "newc" archive. */
export interface CpioMember {
  path: string;
  /** With the bits of its type. */
  mode: number;
  /** A file's bytes, or a link's target. */
  data: Buffer;
}

const HEAD = 110;
const MAGIC = '070701';

const padded = (offset: number): number => Math.ceil(offset / 4) * 4;

/** The members of an archive as `writeCpio` makes it. What follows its end is left alone. */
export function* cpioMembers(archive: Buffer): Generator<CpioMember> {
  for (let at = 0; archive.toString('latin1', at, at + MAGIC.length) === MAGIC; ) {
    const field = (index: number): number =>
      Number.parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16);
    const [mode, size, nameSize] = [field(1), field(6), field(11)];
    const path = archive.toString('utf8', at + HEAD, at + HEAD + nameSize - 1);
    if (path === 'TRAILER!!!') return;
    const start = padded(at + HEAD + nameSize);
    yield { path, mode, data: archive.subarray(start, start + size) };
    at = padded(start + size);
  }
}
