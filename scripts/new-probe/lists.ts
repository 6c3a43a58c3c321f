// Adds an entry to a list in a source file, and leaves the rest of the file as it is.

/** Where the bracket that opens at `open` closes; strings and comments do not count. */
function closingBracket(source: string, open: number): number {
  const skipped = /(['"`])(?:\\.|(?!\1)[^\\])*\1|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    skipped.lastIndex = at;
    const match = skipped.exec(source);
    if (match) at += match[0].length - 1;
    else if (source[at] === '[') depth++;
    else if (source[at] === ']' && --depth === 0) return at;
  }
  return -1;
}

/** Adds the last entry of the list that follows `start`; null where there is no such list. */
export function appendToList(source: string, start: RegExp, entry: string): string | null {
  const found = start.exec(source);
  if (!found) return null;
  const end = closingBracket(source, found.index + found[0].length - 1);
  if (end < 0) return null;
  const before = source.slice(0, end).trimEnd();
  const comma = before.endsWith(',') || before.endsWith('[') ? '' : ',';
  return `${before}${comma}\n${entry},\n${source.slice(end)}`;
}

/** The suites in the order in which they run, with one more: the tests of the suite itself stay last. */
export function addSuite(source: string, area: string): string | null {
  const list = /(readonly Suite\[\] = \[)([^\]]*)(\];)/.exec(source);
  const lastImport = source.lastIndexOf("from './");
  if (!list || lastImport < 0) return null;
  const names = (list[2] ?? '').split(',').map((name) => name.trim());
  const present = names.filter((name) => name !== '');
  const at = present.includes('self') ? present.indexOf('self') : present.length;
  const added = source.replace(list[0], `${list[1]}${present.toSpliced(at, 0, area).join(', ')}${list[3]}`);
  const endOfImport = source.indexOf('\n', lastImport) + 1;
  return `${added.slice(0, endOfImport)}import { ${area} } from './${area}.ts';\n${added.slice(endOfImport)}`;
}

/** Adds a name to the sorted list of an area's Vulkan programs; null where the area builds them in another way. */
export function addToMesonList(source: string, name: string): string | null {
  const list =
    /(foreach name : \[\n)((?: {2}'[^']+',\n)+)(\]\n {2}executable\(name, name \+ '\.c', dependencies: vulkan_probe_dep,)/;
  const found = list.exec(source);
  if (!found) return null;
  const lines = (found[2] ?? '').split('\n').filter((line) => line !== '');
  const entry = `  '${name}',`;
  const after = lines.findIndex((line) => line > entry);
  const all = lines.toSpliced(after < 0 ? lines.length : after, 0, entry);
  return source.replace(found[0], `${found[1]}${all.join('\n')}\n${found[3]}`);
}

/** Adds an area's folder to those that are built: before the tests of the suite itself, else last. */
export function addSubdir(source: string, area: string): string {
  const line = `subdir('${area}')\n`;
  const self = "subdir('self')\n";
  return source.includes(self) ? source.replace(self, `${line}${self}`) : `${source}${line}`;
}
