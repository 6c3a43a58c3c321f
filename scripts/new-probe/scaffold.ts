import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { addSubdir, addSuite, addToMesonList, appendToList } from './lists.ts';
import { caseEntry, mesonExecutable, mesonFile, type ProbeId, program, suiteFile } from './templates.ts';

/** What a person can mend: a bad id, or one that is taken. */
export class ScaffoldError extends Error {}

/** A file's whole new text, by its path from the root. */
type Edits = Map<string, string>;

function parseId(id: string): ProbeId {
  const [, area, name] = /^([a-z][a-z0-9]*)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id) ?? [];
  if (area === undefined || name === undefined) {
    throw new ScaffoldError(
      `“${id}” is not the id of a probe: it is area/name in lower case, digits and, in the name, single hyphens; for example sync/fence-reset.`,
    );
  }
  return { area, name };
}

/** The area names a constant of its suite's file. */
function requireIdentifier(area: string): void {
  try {
    new Script(`'use strict'; const ${area} = 0;`);
  } catch {
    throw new ScaffoldError(`“${area}” is a word of the language and cannot name an area; choose another.`);
  }
}

function addToSuite(source: string, path: string, id: ProbeId): string {
  if (new RegExp(`\\bname: '${id.name}'`).test(source)) {
    throw new ScaffoldError(`${path} has a case ${id.name} already.`);
  }
  const added = appendToList(source, /\bcases: \[/, caseEntry(id));
  if (added === null) throw new ScaffoldError(`${path} holds no list \`cases: […]\` to add to.`);
  return added;
}

function newArea(read: (path: string) => string, id: ProbeId): Edits {
  requireIdentifier(id.area);
  const index = addSuite(read('suites/index.ts'), id.area);
  if (index === null) throw new ScaffoldError('suites/index.ts holds no list of suites to add to.');
  return new Map([
    [`suites/${id.area}.ts`, suiteFile(id)],
    ['suites/index.ts', index],
  ]);
}

function mesonEdits(root: string, read: (path: string) => string, id: ProbeId): Edits {
  const own = `guest-programs/probes/${id.area}/meson.build`;
  if (existsSync(join(root, own))) {
    const source = read(own);
    return new Map([[own, addToMesonList(source, id.name) ?? `${source}\n${mesonExecutable(id)}`]]);
  }
  const all = 'guest-programs/probes/meson.build';
  return new Map([
    [own, mesonFile(id)],
    [all, addSubdir(read(all), id.area)],
  ]);
}

/**
 * Adds a probe that builds, runs and passes: its program, its entry in the build and its case.
 * @returns the paths of the files that were written. Nothing is written where anything is wrong.
 * @throws ScaffoldError
 */
export function scaffold(root: string, text: string): string[] {
  const id = parseId(text);
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const source = `guest-programs/probes/${id.area}/${id.name}.c`;
  if (existsSync(join(root, source))) throw new ScaffoldError(`${text} is there already: ${source}.`);
  const suite = `suites/${id.area}.ts`;
  const edits: Edits = new Map([
    [source, program(id)],
    ...mesonEdits(root, read, id),
    ...(existsSync(join(root, suite)) ? new Map([[suite, addToSuite(read(suite), suite, id)]]) : newArea(read, id)),
  ]);
  for (const [path, content] of edits) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return [...edits.keys()];
}
