// Reads just enough of 64-bit little-endian ELF files to follow libraries and kernel modules of another architecture.

const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const PT_LOAD = 1;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
/** Of the versions of symbols that a file wants of others, and how many files these are. */
const DT_VERNEED = 0x6fff_fffe;
const DT_VERNEEDNUM = 0x6fff_ffff;

/** `e_machine` of the architectures that guests have. */
export const ELF_MACHINES: Readonly<Record<number, string>> = { 62: 'x86_64', 183: 'arm64' };

export interface ElfDependencies {
  /** The program interpreter, or null for a library or a static program. */
  interpreter: string | null;
  /** DT_NEEDED, in order. */
  needed: string[];
  /** Versions of symbols that it wants: `libc.so.6` must have `GLIBC_2.38`. */
  versions: { library: string; version: string }[];
  /** Of `ELF_MACHINES`; null for any other. */
  machine: string | null;
}

/** The dependencies of a program or shared library; null where the bytes are not such a file. */
export function elfDependencies(bytes: Buffer): ElfDependencies | null {
  if (!isElf64(bytes)) return null;
  const segments = programHeaders(bytes);
  const interp = segments.find((segment) => segment.type === PT_INTERP);
  const dynamic = segments.find((segment) => segment.type === PT_DYNAMIC);
  return {
    interpreter: interp ? cString(bytes, interp.offset) : null,
    ...(dynamic ? dynamicOf(bytes, segments, dynamic) : { needed: [], versions: [] }),
    machine: ELF_MACHINES[bytes.readUInt16LE(18)] ?? null,
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

function dynamicOf(
  bytes: Buffer,
  segments: readonly Segment[],
  dynamic: Segment,
): Pick<ElfDependencies, 'needed' | 'versions'> {
  const names: number[] = [];
  const values = new Map<number, number>();
  for (let at = dynamic.offset; at + 16 <= dynamic.offset + dynamic.size; at += 16) {
    const tag = Number(bytes.readBigInt64LE(at));
    const value = Number(bytes.readBigUInt64LE(at + 8));
    if (tag === 0) break;
    if (tag === DT_NEEDED) names.push(value);
    values.set(tag, value);
  }
  const offsetOf = (address: number): number => {
    const load = segments.find((s) => s.type === PT_LOAD && address >= s.address && address < s.address + s.size);
    return load ? address - load.address + load.offset : address;
  };
  const table = offsetOf(values.get(DT_STRTAB) ?? 0);
  const wanted = values.get(DT_VERNEED);
  return {
    needed: names.map((name) => cString(bytes, table + name)),
    versions: wanted === undefined ? [] : versionsAt(bytes, offsetOf(wanted), values.get(DT_VERNEEDNUM) ?? 0, table),
  };
}

/** Elf64_Verneed: version, count (16 bits), file, first, next (32 bits); Elf64_Vernaux: hash, flags, other, name, next. */
function versionsAt(bytes: Buffer, start: number, files: number, table: number): ElfDependencies['versions'] {
  const versions: ElfDependencies['versions'] = [];
  let at = start;
  for (let file = 0; file < files; file += 1) {
    const library = cString(bytes, table + bytes.readUInt32LE(at + 4));
    let one = at + bytes.readUInt32LE(at + 8);
    for (let count = bytes.readUInt16LE(at + 2); count > 0; count -= 1) {
      versions.push({ library, version: cString(bytes, table + bytes.readUInt32LE(one + 8)) });
      one += bytes.readUInt32LE(one + 12);
    }
    at += bytes.readUInt32LE(at + 12);
  }
  return versions;
}

function cString(bytes: Buffer, start: number): string {
  return bytes.toString('latin1', start, bytes.indexOf(0, start));
}
