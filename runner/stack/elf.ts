// Reads just enough of 64-bit little-endian ELF files to follow libraries and kernel modules of another architecture.

const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const PT_LOAD = 1;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

export interface ElfDependencies {
  /** The program interpreter, or null for a library or a static program. */
  interpreter: string | null;
  /** DT_NEEDED, in order. */
  needed: string[];
  /** The folders of DT_RUNPATH or DT_RPATH, where libraries are looked for before the usual places. */
  runPath: string[];
}

/** The dependencies of a program or shared library; null where the bytes are not such a file. */
export function elfDependencies(bytes: Buffer): ElfDependencies | null {
  if (!isElf64(bytes)) return null;
  const segments = programHeaders(bytes);
  const interp = segments.find((segment) => segment.type === PT_INTERP);
  const dynamic = segments.find((segment) => segment.type === PT_DYNAMIC);
  return {
    interpreter: interp ? cString(bytes, interp.offset) : null,
    ...(dynamic ? dynamicNames(bytes, segments, dynamic) : { needed: [], runPath: [] }),
  };
}

/** The names after `depends=` in a kernel module's information section, underscores as the module calls itself. */
export function moduleDependencies(bytes: Buffer): string[] {
  const tag = bytes.indexOf('\0depends=');
  if (tag < 0) return [];
  const list = cString(bytes, tag + '\0depends='.length);
  return list === '' ? [] : list.split(',').map((name) => name.replaceAll('-', '_'));
}

interface Segment {
  type: number;
  offset: number;
  address: number;
  size: number;
}

function isElf64(bytes: Buffer): boolean {
  return bytes.length > 64 && bytes.readUInt32BE(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1;
}

function programHeaders(bytes: Buffer): Segment[] {
  const start = Number(bytes.readBigUInt64LE(32));
  const entrySize = bytes.readUInt16LE(54);
  return Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
    const at = start + index * entrySize;
    return {
      type: bytes.readUInt32LE(at),
      offset: Number(bytes.readBigUInt64LE(at + 8)),
      address: Number(bytes.readBigUInt64LE(at + 16)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
    };
  });
}

function dynamicNames(
  bytes: Buffer,
  segments: readonly Segment[],
  dynamic: Segment,
): Pick<ElfDependencies, 'needed' | 'runPath'> {
  const names: number[] = [];
  const paths: number[] = [];
  let strings = 0;
  for (let at = dynamic.offset; at + 16 <= dynamic.offset + dynamic.size; at += 16) {
    const tag = Number(bytes.readBigInt64LE(at));
    const value = Number(bytes.readBigUInt64LE(at + 8));
    if (tag === 0) break;
    if (tag === DT_NEEDED) names.push(value);
    if (tag === DT_RPATH || tag === DT_RUNPATH) paths.push(value);
    if (tag === DT_STRTAB) strings = value;
  }
  const load = segments.find((s) => s.type === PT_LOAD && strings >= s.address && strings < s.address + s.size);
  const table = load ? strings - load.address + load.offset : strings;
  const textOf = (at: number): string => cString(bytes, table + at);
  return { needed: names.map(textOf), runPath: paths.flatMap((path) => textOf(path).split(':')) };
}

function cString(bytes: Buffer, start: number): string {
  return bytes.toString('latin1', start, bytes.indexOf(0, start));
}
