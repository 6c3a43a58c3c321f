import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../base/paths.ts';

// The page's own script and style are plain files, in the checkout and in the npm package at the same place.
const FOLDER = join(packageRoot, 'runner', 'report', 'html', 'page');

/** In the order in which they need one another. */
const MODULES = ['elements.js', 'words.js', 'logs.js', 'pictures.js', 'detail.js', 'list.js', 'keys.js', 'main.js'];

/** What comes later stands over what came before. */
const STYLES = ['base.css', 'summary.css', 'cases.css', 'detail.css', 'narrow.css'];

const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** A module as a piece of one script: its imports are there already, and its exports are names in the same scope. */
function inlined(source: string): string {
  return source.replaceAll(/^import [^;]*;\n/gm, '').replaceAll(/^export (?=(?:async )?function |const |class )/gm, '');
}

/** The page's script: one text without imports. */
export function pageScript(): string {
  return `(() => {\n'use strict';\n${MODULES.map((name) => inlined(read(name))).join('\n')}\n})();`;
}

export function pageStyle(): string {
  return STYLES.map(read).join('\n');
}
